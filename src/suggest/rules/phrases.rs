//! Attributions without a verb that says: according to, nouns of saying, passives, a name and a colon.

use super::content::{end_of, quotation_at};
use super::grammar::{is_determiner, is_mark, is_quote_mark, is_quoted, is_verb};
use super::lexicon::{Act, Saying, Takes, saying, saying_noun};
use super::phrase::{phrase_after, subject};
use super::reporting::{Attribution, Form};
use crate::suggest::Document;
use std::ops::Range;

/// Ways to credit by a preposition: the words, and how many they are.
const CREDITS: [&[&str]; 6] = [
    &["according", "to"],
    &["as", "per"],
    &["in", "the", "words", "of"],
    &["in", "the", "view", "of"],
    &["in", "the", "eyes", "of"],
    &["per"],
];

/// Adds the attributions by "according to" and its like.
pub(super) fn according_to(document: &Document<'_>, range: Range<usize>, depth: u8, found: &mut Vec<Attribution>) {
    let mut at = range.start;
    while at < range.end {
        let credit =
            CREDITS.iter().find(|words| words.iter().enumerate().all(|(i, word)| document.lower(at + i) == *word));
        let Some(count) = credit.map(|words| words.len()).filter(|_| !is_quoted(document, at)) else {
            at += 1;
            continue;
        };
        let from = at + count;
        // "per cent", "per day": a name follows the bare word.
        let bare = count == 1 && !(document.lower(from) == "the" && at > range.start && document.lower(at - 1) == ",");
        if let Some(attribution) = (!bare).then(|| credited(document, at, from, range.clone(), depth)).flatten() {
            found.push(attribution);
        }
        at = from;
    }
}

fn credited(document: &Document<'_>, at: usize, from: usize, range: Range<usize>, depth: u8) -> Option<Attribution> {
    let source = source_after(document, from, range.end)?;
    let leads = at <= range.start + 1 || (at <= range.start + 2 && document.lower(at - 1) == ",");
    let content = if leads {
        let comma = (source.end..range.end.min(source.end + 14)).find(|i| document.lower(*i) == ",")?;
        comma + 1..end_of(document, comma + 1, range.end)
    } else {
        let mut end = at;
        while end > range.start && (is_mark(document, end - 1) && !is_quote_mark(document, end - 1)) {
            end -= 1;
        }
        start_before(document, range.start, end)..end
    };
    if content.len() < 2 {
        return None;
    }
    let mut fragments = vec![content];
    // "Prices, according to the bank, will fall."
    let split = !leads
        && document.lower(source.end) == ","
        && fragments.first().is_some_and(|f| !f.clone().any(|i| is_verb(document.lower(i))));
    if split {
        fragments.push(source.end + 1..end_of(document, source.end + 1, range.end));
    }
    let (cue, act) = (at..from, Act::Statement);
    Some(Attribution { source: Some(source), fragments, cue, act, form: Form::According, depth })
}

/// The source after "according to": to the comma or stop, with what describes it.
fn source_after(document: &Document<'_>, from: usize, until: usize) -> Option<Range<usize>> {
    let mut end = from;
    while end < until && end < from + 24 {
        let word = document.lower(end);
        let stop = matches!(word, "," | "." | ";" | ":" | "?" | "!" | "(" | "…" | "–" | "—" | "|")
            || (is_quote_mark(document, end) && quotation_at(document, end).is_some_and(|q| !q.scare));
        if stop || (end > from + 1 && matches!(word, "but" | "while" | "although" | "because")) {
            break;
        }
        end += 1;
    }
    // "a report released last week": what is released when is no part of the name.
    (end > from).then_some(from..end)
}

/// Where the clause that ends at `end` begins: after a quotation mark's sentence or the sentence's start.
fn start_before(document: &Document<'_>, from: usize, end: usize) -> usize {
    let lead = matches!(document.lower(from), "but" | "and" | "meanwhile" | "however");
    let start = from + usize::from(lead);
    let comma = usize::from(lead && document.lower(start) == ",");
    (start + comma).min(end)
}

/// Adds what nouns of saying credit: "Fry's claim that …", "their promise to …", "the report said" is not among them.
pub(super) fn nouns(
    document: &Document<'_>,
    range: Range<usize>,
    depth: u8,
    first: usize,
    found: &mut Vec<Attribution>,
) {
    for at in range.clone() {
        if !saying_noun(document.lower(at)) || is_quoted(document, at) {
            continue;
        }
        let next = document.lower(at + 1);
        if !(next == "that"
            || (next == "to"
                && matches!(
                    document.lower(at),
                    "promise" | "promises" | "pledge" | "pledges" | "vow" | "threat" | "threats"
                )))
        {
            continue;
        }
        if found.get(first..).unwrap_or_default().iter().any(|a| a.fragments.iter().any(|f| f.contains(&at))) {
            continue;
        }
        let start = if next == "that" { at + 2 } else { at + 1 };
        let end = end_of(document, start, range.end);
        let Some(source) = possessor(document, range.start, at) else { continue };
        if end > start + 1 {
            let content = start..end;
            found.push(Attribution {
                source: Some(source),
                fragments: vec![content],
                cue: at..at + 1,
                act: Act::Statement,
                form: Form::Noun,
                depth,
            });
        }
    }
}

/// Adds "X has made it clear that …" and "if X is to be believed, …".
pub(super) fn made_clear(document: &Document<'_>, range: Range<usize>, depth: u8, found: &mut Vec<Attribution>) {
    let mut push = |source: Option<Range<usize>>, content: Range<usize>, cue: Range<usize>| {
        if let Some(source) = source.filter(|_| content.len() > 2) {
            found.push(Attribution {
                source: Some(source),
                fragments: vec![content],
                cue,
                act: Act::Statement,
                form: Form::That,
                depth,
            });
        }
    };
    for at in range.clone().filter(|at| !is_quoted(document, *at)) {
        let word = document.lower(at);
        if matches!(word, "made" | "makes" | "make") && document.lower(at + 1) == "it" {
            let clear =
                (at + 2..range.end.min(at + 5)).find(|i| matches!(document.lower(*i), "clear" | "plain" | "known"));
            let Some(clear) = clear.filter(|i| document.lower(i + 1) == "that") else { continue };
            let source = subject(document, range.start, super::phrase::verb_group(document, range.start, at));
            push(source, clear + 2..end_of(document, clear + 2, range.end), at..clear + 1);
        } else if word == "if" && at == range.start {
            let believed = (at + 2..range.end.min(at + 30)).find(|i| document.lower(*i) == "believed");
            let Some(believed) = believed.filter(|i| document.lower(i - 1) == "be" && document.lower(i + 1) == ",")
            else {
                continue;
            };
            let group = super::phrase::verb_group(document, range.start, believed);
            push(Some(at + 1..group), believed + 2..end_of(document, believed + 2, range.end), group..believed + 1);
        }
    }
}

/// Whose claim it is: "his", "Fry's", "the port's".
fn possessor(document: &Document<'_>, from: usize, noun: usize) -> Option<Range<usize>> {
    let mut at = noun.checked_sub(1)?;
    // An adjective may stand between.
    for _ in 0..2 {
        let word = document.lower(at);
        if matches!(word, "his" | "her" | "their" | "its" | "my" | "our") {
            return Some(at..at + 1);
        }
        if word == "'s" || word == "'" {
            let mut start = at;
            while start > from && !is_mark(document, start - 1) && at - start < 6 {
                let before = document.lower(start - 1);
                let capital = super::grammar::is_capital(document.word(start - 1));
                if !capital && start != at && !is_determiner(before) {
                    break;
                }
                start -= 1;
                if is_determiner(before) {
                    break;
                }
            }
            return (start < at).then_some(start..at);
        }
        at = at.checked_sub(1).filter(|at| *at >= from)?;
    }
    None
}

/// "X was recognised by Y as Z", "deemed a threat by Y", "a vote that Y deemed unfair".
pub(super) fn passive(
    document: &Document<'_>,
    group: usize,
    verb: usize,
    saying: Saying,
    range: Range<usize>,
    depth: u8,
) -> Option<Attribution> {
    let by = (verb + 1..range.end.min(verb + 16)).find(|at| document.lower(*at) == "by")?;
    let cue = group..verb + 1;
    let act = saying.act;
    if saying.takes.has(Takes::JUDGEMENT) {
        let about = subject(document, range.start, group)?;
        let until = (by + 1..range.end).find(|at| document.lower(*at) == "as").unwrap_or(range.end);
        let source = if until < range.end {
            trimmed(document, by + 1, until)
        } else {
            phrase_after(document, by + 1, range.end)?
        };
        let second = if by > verb + 1 { verb + 1..by } else { until..end_of(document, until, range.end) };
        let second = if document.lower(second.start) == "as" { second.start + 1..second.end } else { second };
        if second.is_empty() || source.is_empty() {
            return None;
        }
        return Some(Attribution {
            source: Some(source),
            fragments: vec![about, second],
            cue,
            act,
            form: Form::Passive,
            depth,
        });
    }
    // "This was reported by the paper": what stands before it; "the deal was confirmed by the port": the deal.
    let reference =
        (by + 1..range.end).find(|at| document.lower(*at) == "with" && document.lower(at + 1) == "reference");
    let source = phrase_after(document, by + 1, reference.unwrap_or(range.end)).filter(|_| by <= verb + 2)?;
    let about = (range.start..group)
        .filter(|at| document.tokens().get(*at).is_some_and(crate::suggest::Token::is_word))
        .collect::<Vec<_>>();
    let before = document
        .tokens()
        .get(range.start)
        .and_then(|t| document.sentences().get((t.sentence as usize).checked_sub(1)?));
    let said = match about.as_slice() {
        [one] if matches!(document.lower(*one), "this" | "that" | "it") => {
            let previous =
                before.filter(|s| document.tokens().get(range.start).is_some_and(|t| t.paragraph == s.paragraph))?;
            previous.tokens.clone()
        }
        _ if saying.takes.has(Takes::THING) || saying.takes.has(Takes::CLAUSE) => {
            subject(document, range.start, group)?
        }
        _ => return None,
    };
    Some(Attribution { source: Some(source), fragments: vec![said], cue, act, form: Form::Passive, depth })
}

fn trimmed(document: &Document<'_>, start: usize, mut end: usize) -> Range<usize> {
    while end > start && is_mark(document, end - 1) {
        end -= 1;
    }
    start..end
}

/// A name and a colon before a quotation or, in a headline, before what it says: "Fry: “…”", "The port’s answer: “…”".
pub(super) fn colon(document: &Document<'_>, range: Range<usize>, headline: bool, found: &mut Vec<Attribution>) {
    let Some(at) = range.clone().take(12).find(|at| document.lower(*at) == ":") else { return };
    let quote = is_quote_mark(document, at + 1) && quotation_at(document, at + 1).is_some_and(|q| !q.scare);
    let source = range.start..at;
    let named = !source.is_empty()
        && source.len() <= 6
        && source.clone().all(|i| {
            super::grammar::is_capital(document.word(i))
                || super::grammar::is_preposition(document.lower(i))
                || document.lower(i) == "'s"
        })
        && !source.clone().any(|i| saying(document.lower(i)).is_some());
    if !named || at + 2 >= range.end {
        return;
    }
    let content = match quotation_at(document, at + 1).filter(|_| quote) {
        Some(quotation) => document.tokens_in(quotation.outer),
        // "Daily Port: Crane fails": a headline that names who says so.
        None if headline && source.len() <= 4 && range.end - at > 4 => at + 1..end_of(document, at + 1, range.end),
        None => return,
    };
    found.push(Attribution {
        source: Some(source),
        fragments: vec![content],
        cue: at..at + 1,
        act: Act::Statement,
        form: Form::Colon,
        depth: 0,
    });
}
