//! What rules propose: quotations with their broken parts, verbs and nouns of saying, "according to", colons, and events.

mod content;
mod events;
pub(super) mod grammar;
mod lexicon;
mod phrase;
mod phrases;
mod reporting;
mod silent;
#[cfg(test)]
mod traps;

use super::attributes::{fill, set};
use super::{Document, Proposal, Proposals, ProposedLink, Reason, Suggester};
use crate::model::{AttributeValue, LabelId};
use crate::text::{TextSpan, trim};
use reporting::{Attribution, Form, attributions};
use silent::{Silence, silences};
use std::ops::Range;

/// The name of the suggester.
pub const RULES: &str = "rules";

/// Proposes by rules alone; knows English.
#[derive(Clone, Debug, Default)]
pub struct Rules;

/// The labels of the default codebook that rules speak of.
struct Labels {
    claim: LabelId,
    source: LabelId,
    event: LabelId,
}

impl Labels {
    fn new() -> Option<Self> {
        Some(Self {
            claim: LabelId::parse("claim")?,
            source: LabelId::parse("source")?,
            event: LabelId::parse("event")?,
        })
    }
}

impl Suggester for Rules {
    fn name(&self) -> &'static str {
        RULES
    }

    fn propose(&self, document: &Document<'_>) -> Proposals {
        let mut proposals = document.reported().clone();
        let Some(labels) = Labels::new() else { return proposals };
        if document.language().is_english() {
            for paragraph in document.paragraphs().iter().filter(|paragraph| paragraph.skip.is_none()) {
                events::events(document, paragraph.tokens.clone(), &labels.event, &mut proposals);
            }
        }
        proposals
    }
}

/// The claims and sources of an article, in text order: what [`Document::reported`] keeps, as the model looks at them, too.
pub(super) fn reported(document: &Document<'_>) -> Proposals {
    let mut proposals = Proposals::default();
    let Some(labels) = Labels::new() else { return proposals };
    let english = document.language().is_english();
    for (number, paragraph) in document.paragraphs().iter().enumerate() {
        if paragraph.skip.is_some() {
            continue;
        }
        let (mut found, mut silent) = (Vec::new(), Vec::new());
        if english {
            for sentence in document.sentences().get(paragraph.sentences.clone()).unwrap_or_default() {
                phrases::colon(document, sentence.tokens.clone(), number == 0, &mut found);
                attributions(document, sentence.tokens.clone(), 0, &mut found);
                silent.extend(silences(document, sentence.tokens.clone()));
            }
        }
        alone(document, number, &mut found);
        // A source that is known already stands in the same paragraph.
        let first = proposals.items.len();
        for attribution in &found {
            put(document, &labels, attribution, (first, &mut proposals));
        }
        for silence in &silent {
            put_silent(document, &labels, silence, (first, &mut proposals));
        }
    }
    proposals
}

/// Adds the quotations of a paragraph that no word of saying was found for.
fn alone(document: &Document<'_>, paragraph: usize, found: &mut Vec<Attribution>) {
    let Some(paragraph) = document.paragraphs().get(paragraph) else { return };
    // Where somebody is quoted already, even a few words more are likely hers.
    let fewest = if found.is_empty() { 5 } else { 3 };
    let all = document.quotations();
    let first = all.partition_point(|q| q.outer.end() <= paragraph.span.start());
    for quotation in all.iter().skip(first).take_while(|q| q.outer.start() < paragraph.span.end()) {
        if quotation.scare || quotation.depth > 0 {
            continue;
        }
        let tokens = document.tokens_in(quotation.outer);
        let words = tokens.clone().filter(|at| document.tokens().get(*at).is_some_and(super::Token::is_word)).count();
        let taken = found.iter().any(|a| a.fragments.iter().any(|f| f.start < tokens.end && tokens.start < f.end));
        if words >= fewest && !taken {
            let (cue, act, form) = (tokens.start..tokens.start + 1, lexicon::Act::Statement, Form::Alone);
            found.push(Attribution { source: None, fragments: vec![tokens], cue, act, form, depth: 0 });
        }
    }
}

/// Number of the source at this place among the items from a number on.
fn known_source(items: &[Proposal], first: usize, labels: &Labels, place: TextSpan) -> Option<usize> {
    let is_it = |item: &Proposal| item.label == labels.source && item.fragments == [place];
    Some(first + items.get(first..)?.iter().position(is_it)?)
}

/// Puts an attribution among the proposals, of which those from a number on are of its paragraph.
fn put(
    document: &Document<'_>,
    labels: &Labels,
    attribution: &Attribution,
    (first, proposals): (usize, &mut Proposals),
) {
    let fragments: Vec<TextSpan> = attribution.fragments.iter().filter_map(|f| span(document, f.clone())).collect();
    let Some(one) = fragments.first().copied() else { return };
    let cue = document.span_of(attribution.cue.clone());
    let said = cue.map(|c| c.slice(document.text())).unwrap_or_default();
    let (score, link_score) = scores(attribution);
    let mut claim = Proposal::new(labels.claim.clone(), one, score, RULES, reason(attribution.form, said));
    claim.fragments = fragments;
    claim.cue = cue.filter(|_| attribution.form != Form::Alone);
    if attribution.source.is_some() {
        set(&mut claim.attributes, "voice", AttributeValue::text("credited"));
    }
    if !matches!(attribution.form, Form::Alone | Form::Colon) {
        set(&mut claim.attributes, "act", AttributeValue::text(attribution.act.id()));
    }
    fill(document, &mut claim);
    let source = attribution.source.clone().and_then(|s| span(document, s));
    let number = proposals.items.len();
    proposals.items.push(claim);
    let Some(place) = source else { return };
    let known = known_source(&proposals.items, first, labels, place);
    let source = known.unwrap_or_else(|| {
        let words = if attribution.form == Form::According {
            format!("after “{said}”")
        } else {
            format!("who is meant by “{said}”")
        };
        let mut source =
            Proposal::new(labels.source.clone(), place, source_score(attribution.form), RULES, Reason::new(words));
        source.cue = cue;
        fill(document, &mut source);
        proposals.items.push(source);
        proposals.items.len() - 1
    });
    proposals.links.push(ProposedLink { claim: number, source, score: link_score, by: RULES });
}

/// Puts one who was asked and said nothing among the proposals, as [`put`] does.
fn put_silent(
    document: &Document<'_>,
    labels: &Labels,
    silence: &Silence,
    (first, proposals): (usize, &mut Proposals),
) {
    /// How often who is said to have said nothing is marked, as counted on annotated news.
    const SCORE: f64 = 0.6;
    let Some(place) = span(document, silence.source.clone()) else { return };
    let cue = document.span_of(silence.cue.clone());
    let words = cue.map(|cue| cue.slice(document.text())).unwrap_or_default();
    let reason = Reason::new(format!("who “{words}”"));
    let known = known_source(&proposals.items, first, labels, place);
    if let Some(known) = known.and_then(|at| proposals.items.get_mut(at)) {
        set(&mut known.attributes, "comment", AttributeValue::text(silence.answer.id()));
        return;
    }
    let mut source = Proposal::new(labels.source.clone(), place, SCORE, RULES, reason);
    source.cue = cue;
    set(&mut source.attributes, "comment", AttributeValue::text(silence.answer.id()));
    fill(document, &mut source);
    proposals.items.push(source);
}

/// The words of a range without outer marks, a pair of quotation marks aside.
fn span(document: &Document<'_>, tokens: Range<usize>) -> Option<TextSpan> {
    trim(document.text(), document.span_of(tokens)?)
}

fn reason(form: Form, said: &str) -> Reason {
    Reason::new(match form {
        Form::Alone => "in quotation marks".to_owned(),
        Form::Behind | Form::Inverted => format!("credited by “{said}” behind it"),
        Form::Colon => "in quotation marks after a name and a colon".to_owned(),
        Form::According => format!("credited by “{said}”"),
        Form::Judgement | Form::Passive => format!("a judgement, by “{said}”"),
        _ => format!("after “{said}”"),
    })
}

/// How often a claim of this form is right, and its link, as counted on annotated news.
fn scores(attribution: &Attribution) -> (f64, f64) {
    let score = match attribution.form {
        Form::Behind | Form::Alone => 0.84,
        Form::That => 0.8,
        Form::According => 0.76,
        Form::Inverted => 0.72,
        Form::Quote | Form::Clause => 0.68,
        Form::Colon => 0.66,
        Form::Judgement | Form::Thing => 0.58,
        Form::Infinitive | Form::Noun | Form::Passive => 0.48,
    };
    (score * 0.9_f64.powi(i32::from(attribution.depth)), 0.9)
}

fn source_score(form: Form) -> f64 {
    match form {
        Form::Behind | Form::Inverted => 0.84,
        Form::That | Form::Clause | Form::Quote | Form::According => 0.79,
        Form::Judgement | Form::Thing => 0.7,
        _ => 0.58,
    }
}

/// True for a word of saying in lower case that credits what stands beside it.
pub(super) fn is_saying(word: &str) -> bool {
    lexicon::saying(word).is_some()
}

/// True where "according to" or its like stands right before a token.
pub(super) fn is_credit(document: &Document<'_>, token: usize) -> bool {
    let before = |back: usize| token.checked_sub(back).map_or("", |at| document.lower(at));
    (before(2) == "according" && before(1) == "to") || (before(2) == "as" && before(1) == "per") || before(1) == "per"
}
