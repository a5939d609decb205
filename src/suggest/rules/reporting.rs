//! Who says what in a sentence: the verbs of saying with their subject and content, one level inside another.

use super::content::{after, end_of, quotation_ending};
use super::grammar::{
    is_adverb, is_being, is_capital, is_mark, is_quote_mark, is_quoted, is_relative, is_time, is_verb,
};
use super::lexicon::{Act, Saying, Takes, is_feeling, judges_by_as, saying};
use super::phrase::{phrase_after, subject, verb_group};
use super::phrases;
use crate::suggest::Document;
use std::ops::Range;

/// Levels of claims in claims that are looked for.
const DEEPEST: u8 = 3;

/// The form of an attribution: what it is scored by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::suggest) enum Form {
    /// "…, X said."
    Behind,
    /// "…," said X.
    Inverted,
    /// X said that …
    That,
    /// X said, "…"
    Quote,
    /// X said …
    Clause,
    /// X promised to …
    Infinitive,
    /// X denied the …
    Thing,
    /// X called her the …
    Judgement,
    /// According to X, …
    According,
    /// X: "…"
    Colon,
    /// X's claim that …
    Noun,
    /// … was recognised by X as …
    Passive,
    /// Words in quotation marks without a verb of saying.
    Alone,
}

/// One attribution: numbers of tokens.
#[derive(Clone, Debug)]
pub(super) struct Attribution {
    pub(super) source: Option<Range<usize>>,
    pub(super) fragments: Vec<Range<usize>>,
    pub(super) cue: Range<usize>,
    pub(super) act: Act,
    pub(super) form: Form,
    pub(super) depth: u8,
}

/// A verb of saying with its group: "has not said".
#[derive(Clone, Debug)]
struct Cue {
    group: usize,
    verb: usize,
    saying: Saying,
    passive: bool,
}

/// The attributions of a run of tokens, outer ones before those in them.
pub(super) fn attributions(document: &Document<'_>, range: Range<usize>, depth: u8, found: &mut Vec<Attribution>) {
    if depth >= DEEPEST || range.len() < 3 {
        return;
    }
    let first = found.len();
    let cues = cues(document, range.clone());
    phrases::according_to(document, range.clone(), depth, found);
    for cue in &cues {
        if let Some(attribution) = behind(document, cue, range.clone(), depth) {
            add(found, first, attribution);
        }
    }
    let mut clear = Vec::new();
    phrases::made_clear(document, range.clone(), depth, &mut clear);
    for attribution in clear {
        if !found.get(first..).is_some_and(|all| all.iter().any(|a| holds(a, attribution.cue.start))) {
            add(found, first, attribution);
        }
    }
    for cue in &cues {
        // What a claim says is looked at one level further down.
        let inside = found.get(first..).is_some_and(|all| all.iter().any(|a| holds(a, cue.verb)));
        if !inside && let Some(attribution) = ahead(document, cue, range.clone(), depth) {
            add(found, first, attribution);
        }
    }
    phrases::nouns(document, range, depth, first, found);
    let contents: Vec<Range<usize>> =
        found.get(first..).unwrap_or_default().iter().flat_map(|a| a.fragments.clone()).collect();
    for content in contents {
        attributions(document, content, depth + 1, found);
    }
}

fn holds(attribution: &Attribution, token: usize) -> bool {
    attribution.cue.contains(&token) || attribution.fragments.iter().any(|f| f.contains(&token))
}

/// Adds an attribution unless one has its content already.
fn add(found: &mut Vec<Attribution>, first: usize, attribution: Attribution) {
    let known = found.get(first..).unwrap_or_default();
    let overlaps = known.iter().any(|a| {
        a.fragments.iter().any(|f| attribution.fragments.iter().any(|g| f.start < g.end && g.start < f.end))
            || a.cue == attribution.cue
    });
    if !overlaps {
        found.push(attribution);
    }
}

fn cues(document: &Document<'_>, range: Range<usize>) -> Vec<Cue> {
    let shouted = is_title(document, range.clone());
    let mut found = Vec::new();
    for verb in range.clone() {
        let Some(saying) = saying(document.lower(verb)) else { continue };
        if is_quoted(document, verb) || (is_capital(document.word(verb)) && !shouted) {
            continue;
        }
        let group = verb_group(document, range.start, verb);
        if (saying.takes.has(Takes::NOUN) || saying.takes.has(Takes::THING)) && is_noun(document, group, verb) {
            continue;
        }
        let auxiliary = (group..verb).any(|at| is_being(document.lower(at)));
        let word = document.lower(verb);
        let reduced = saying.takes.has(Takes::JUDGEMENT)
            && group == verb
            && word.ends_with("ed")
            && by_follows(document, verb, range.end);
        let passive = reduced || (auxiliary && !word.ends_with("ing") && !is_feeling(word));
        if saying.takes.has(Takes::JUDGEMENT)
            && judges_by_as(word)
            && !(verb + 1..range.end.min(verb + 14)).any(|at| document.lower(at) == "as")
        {
            continue;
        }
        // "the alleged attack", "a proposed law": no verb.
        let before = document.lower(verb.saturating_sub(1));
        if group == verb && matches!(before, "the" | "a" | "an" | "of" | "his" | "her" | "its" | "their" | "so" | "'s")
        {
            continue;
        }
        found.push(Cue { group, verb, saying, passive });
    }
    found
}

/// True where "by" follows before the next mark: "deemed a threat by the ministry".
fn by_follows(document: &Document<'_>, verb: usize, until: usize) -> bool {
    let near = (verb + 1..until.min(verb + 10)).take_while(|at| !is_mark(document, *at));
    near.into_iter().any(|at| document.lower(at) == "by")
}

/// True for a headline: most of its longer words have capitals.
fn is_title(document: &Document<'_>, range: Range<usize>) -> bool {
    let long = range.clone().filter(|at| document.word(*at).chars().count() > 3 && !is_mark(document, *at));
    let (capitals, all) = (long.clone().filter(|at| is_capital(document.word(*at))).count(), long.count());
    all >= 3 && capitals * 4 >= all * 3
}

fn is_noun(document: &Document<'_>, group: usize, verb: usize) -> bool {
    let (before, next) = (document.lower(verb.saturating_sub(1)), document.lower(verb + 1));
    group == verb
        && (super::grammar::is_determiner(before)
            || super::grammar::is_preposition(before)
            || matches!(before, "'s" | "recent" | "new" | "such" | "news" | "media" | "united" | "'" | "and")
            || saying(next).is_some_and(|s| s.takes.has(Takes::CLAUSE))
            || matches!(next, "of" | "for" | "from"))
}

/// "…, X said" and "…," said X: the content stands before.
fn behind(document: &Document<'_>, cue: &Cue, range: Range<usize>, depth: u8) -> Option<Attribution> {
    let may = cue.saying.takes.has(Takes::CLAUSE) || cue.saying.takes.has(Takes::QUOTE);
    if !may || cue.passive || document.lower(cue.verb).ends_with("ing") {
        return None;
    }
    let (source, form) = match inverted(document, cue, range.clone()) {
        Some(source) => (source, Form::Inverted),
        None => (subject(document, range.start, cue.group)?, Form::Behind),
    };
    let (start, end) = match form {
        Form::Inverted => (cue.group, source.end.max(cue.verb + 1)),
        _ => (source.start, cue.verb + 1),
    };
    // A comma or a quotation mark stands between the content and who said it.
    let closes = start == range.start && depth == 0 && ends_quotation_before(document, start);
    let mark = start.checked_sub(1).filter(|at| *at > range.start || closes)?;
    let comma = document.lower(mark) == ",";
    let quote = quotation_ending(document, mark)
        .filter(|q| !q.scare || q.inner.slice(document.text()).ends_with([',', '.', '?', '!']));
    if !comma && quote.is_none() {
        return None;
    }
    let content_end = if comma { mark } else { mark + 1 };
    let quote_before = quote.or_else(|| quotation_ending(document, mark.checked_sub(1)?).filter(|q| !q.scare));
    let rest = rest_of(document, end, range.end);
    let content_start = match quote_before {
        Some(q) => document.tokens_in(q.outer).start,
        None => range.start,
    };
    if quote_before.is_none() && (rest.is_none() || !is_statement(document, content_start..content_end)) {
        return None;
    }
    // A quotation may be the end of a sentence that began without it: "it was “over,” she said" is all hers.
    let content_start = match quote_before {
        Some(_)
            if content_start > range.start + 1
                && !is_mark(document, content_start - 1)
                && !speaks(document, range.start..content_start) =>
        {
            range.start
        }
        _ => content_start,
    };
    let content_start = content_start + usize::from(matches!(document.lower(content_start), "but" | "and"));
    let content = content_start..content_end;
    let mut fragments = vec![content];
    if let Some(Some(second)) = rest {
        fragments.push(second);
    }
    if fragments.first().is_none_or(|f| f.len() < 2) {
        return None;
    }
    let cue_tokens = cue.group..cue.verb + 1;
    Some(Attribution { source: Some(source), fragments, cue: cue_tokens, act: cue.saying.act, form, depth })
}

/// True where a quotation ends right before a sentence of the same paragraph: “It is over.” Fry said.
fn ends_quotation_before(document: &Document<'_>, start: usize) -> bool {
    let Some(before) = start.checked_sub(1).filter(|at| is_quote_mark(document, *at)) else { return false };
    let paragraph = |at: usize| document.tokens().get(at).map(|t| t.paragraph);
    paragraph(before) == paragraph(start) && quotation_ending(document, before).is_some_and(|q| !q.scare)
}

/// What follows "X said": nothing but time and place (`Some(None)`), the second part of a broken content, or another thing
/// (`None`).
#[expect(clippy::option_option, reason = "nothing, a second part, or no such form at all")]
fn rest_of(document: &Document<'_>, from: usize, until: usize) -> Option<Option<Range<usize>>> {
    let mut at = from;
    while at < until && (is_time(document.lower(at)) || is_adverb(document.lower(at))) {
        at += 1;
    }
    if matches!(document.lower(at), "in" | "on" | "at" | "during" | "to" | "of" | "after" | "told" | "as" | "reporters")
    {
        while at < until && !matches!(document.lower(at), "," | "." | ";" | ":") && !is_quote_mark(document, at) {
            at += 1;
        }
    }
    if at >= until || (at + 1 >= until && is_mark(document, at)) || matches!(document.lower(at), "." | ";" | "?" | "!")
    {
        return Some(None);
    }
    if document.lower(at) != "," && document.lower(at) != ":" && !is_quote_mark(document, at) {
        return None;
    }
    let next = if is_quote_mark(document, at) { at } else { at + 1 };
    if is_quote_mark(document, next) {
        let end = end_of(document, next, until);
        return Some((end > next + 1).then_some(next..end));
    }
    let word = document.lower(next);
    if saying(word).is_some()
        || is_relative(word)
        || matches!(word, "but" | "while" | "and" | "according" | "as" | "when" | "who")
    {
        return Some(None);
    }
    let end = end_of(document, next, until);
    Some((end > next + 2).then_some(next..end))
}

/// The name behind the verb: "said Ana Fry", "says the port".
fn inverted(document: &Document<'_>, cue: &Cue, range: Range<usize>) -> Option<Range<usize>> {
    let before = cue.group.checked_sub(1).filter(|at| *at >= range.start)?;
    if !(document.lower(before) == "," || is_quote_mark(document, before)) {
        return None;
    }
    let next = cue.verb + 1;
    let word = document.lower(next);
    let names = is_capital(document.word(next))
        || matches!(word, "the" | "a" | "an" | "one" | "he" | "she" | "his" | "another");
    if !names || is_time(word) || next >= range.end || cue.saying.takes.has(Takes::PERSON) {
        return None;
    }
    phrase_after(document, next, range.end)
        .filter(|s| !(s.end..range.end.min(s.end + 2)).any(|at| is_verb(document.lower(at))))
}

/// True where a run holds a word of saying itself.
fn speaks(document: &Document<'_>, mut range: Range<usize>) -> bool {
    range.any(|at| {
        saying(document.lower(at)).is_some_and(|s| s.takes.has(Takes::CLAUSE) || s.takes.has(Takes::JUDGEMENT))
    })
}

/// True where a run can stand alone as what somebody said: it has a verb, and more than two words.
fn is_statement(document: &Document<'_>, range: Range<usize>) -> bool {
    range.len() > 3
        && range
            .clone()
            .any(|at| is_verb(document.lower(at)) || document.lower(at) == "'s" || saying(document.lower(at)).is_some())
}

/// X said that …: the content stands behind.
fn ahead(document: &Document<'_>, cue: &Cue, range: Range<usize>, depth: u8) -> Option<Attribution> {
    if cue.passive {
        return phrases::passive(document, cue.group, cue.verb, cue.saying, range, depth);
    }
    let source = source_before(document, cue, range.start);
    let content = after(document, cue.verb + 1, range.end, cue.saying.takes)?;
    let said = document.lower(content.start.saturating_sub(1));
    let takes = cue.saying.takes;
    let form = if said == "that" {
        Form::That
    } else if is_quote_mark(document, content.start) && takes.has(Takes::QUOTE) {
        Form::Quote
    } else if takes.has(Takes::JUDGEMENT) {
        Form::Judgement
    } else if document.lower(content.start) == "to" && content.start <= cue.verb + 6 {
        Form::Infinitive
    } else if takes.has(Takes::CLAUSE) || takes.has(Takes::THAT) && !takes.has(Takes::THING) {
        Form::Clause
    } else {
        Form::Thing
    };
    // Who wants, thinks or says without anybody named is nobody's claim.
    if source.is_none() && form != Form::Quote {
        return None;
    }
    let fragments = vec![content];
    Some(Attribution { source, fragments, cue: cue.group..cue.verb + 1, act: cue.saying.act, form, depth })
}

/// The subject of a verb of saying: before it, or of the clause that a participle or infinitive hangs on.
fn source_before(document: &Document<'_>, cue: &Cue, from: usize) -> Option<Range<usize>> {
    let participle = document.lower(cue.verb).ends_with("ing") && cue.group == cue.verb;
    let infinitive = document.lower(cue.group) == "to";
    let comma = cue.group.checked_sub(1).is_some_and(|at| {
        matches!(document.lower(at), "," | "by" | "after" | "and" | "while" | "before" | "for" | "than")
    });
    if participle || infinitive || (comma && cue.group > from + 1 && document.lower(cue.group - 1) == "and") {
        return governing(document, from, cue.group);
    }
    subject(document, from, cue.group).or_else(|| {
        // "the mayor, who said": the name before the relative.
        let relative =
            cue.group.checked_sub(1).filter(|at| is_relative(document.lower(*at)) || document.lower(*at) == "that")?;
        let before = if relative > from && document.lower(relative - 1) == "," { relative - 1 } else { relative };
        subject(document, from, before)
    })
}

/// The subject of the clause before a participle: the nearest verb to the left that has one.
fn governing(document: &Document<'_>, from: usize, before: usize) -> Option<Range<usize>> {
    let mut at = before;
    let mut tries = 0;
    while at > from && tries < 30 {
        at -= 1;
        tries += 1;
        if is_quoted(document, at) || is_mark(document, at) {
            continue;
        }
        let word = document.lower(at);
        let verb = is_verb(word) || saying(word).is_some();
        if verb && !super::grammar::is_determiner(document.lower(at.saturating_sub(1))) {
            let group = verb_group(document, from, at);
            if let Some(subject) = subject(document, from, group) {
                return Some(subject);
            }
        }
    }
    None
}
