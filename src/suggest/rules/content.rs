//! Where the content of an attribution begins and ends.

use super::grammar::{
    is_adverb, is_capital, is_determiner, is_mark, is_object_pronoun, is_preposition, is_quote_mark,
    is_subject_pronoun, is_time, is_verb,
};
use super::lexicon::{Takes, saying};
use super::phrase::{subject, verb_group};
use crate::suggest::{Document, Quotation, Token};
use std::ops::Range;

/// Tokens between a verb of saying and its "that": "said in one of his many speeches that".
const FARTHEST_THAT: usize = 16;

/// The quotation of speech whose opening mark is the token at `at`.
pub(super) fn quotation_at<'d>(document: &'d Document<'_>, at: usize) -> Option<&'d Quotation> {
    let start = document.tokens().get(at)?.span.start();
    let all = document.quotations();
    let number = all.partition_point(|q| q.outer.start() < start);
    all.get(number).filter(|q| q.outer.start() == start)
}

/// The quotation whose closing mark is the token at `at`.
pub(super) fn quotation_ending<'d>(document: &'d Document<'_>, at: usize) -> Option<&'d Quotation> {
    let end = document.tokens().get(at)?.span.end();
    let all = document.quotations();
    let number = all.partition_point(|q| q.outer.start() < end);
    all.get(..number)?.iter().rev().take(4).find(|q| q.outer.end() == end && q.closed)
}

/// What follows a verb of saying that ends before `from`: tokens of its content.
pub(super) fn after(document: &Document<'_>, from: usize, until: usize, takes: Takes) -> Option<Range<usize>> {
    let (start, sure) = start_after(document, from, until, takes)?;
    let clause = document.lower(start.saturating_sub(1)) == "that"
        || takes.has(Takes::CLAUSE)
        || (takes.has(Takes::THAT) && !takes.has(Takes::THING) && document.lower(start) != "to");
    let end = if clause { end_of(document, start, until) } else { end_of_phrase(document, start, until) };
    let words = (start..end).filter(|at| document.tokens().get(*at).is_some_and(Token::is_word)).count();
    (words >= if sure { 1 } else { 2 }).then_some(start..end)
}

/// Where the content begins, and whether a "that", a colon or a quotation mark says so.
fn start_after(document: &Document<'_>, from: usize, until: usize, takes: Takes) -> Option<(usize, bool)> {
    let mut at = from;
    while at < until && (is_adverb(document.lower(at)) && document.lower(at) != "not") {
        at += 1;
    }
    if let Some(that) = that_after(document, at, until, takes.has(Takes::PERSON))
        .filter(|_| takes.has(Takes::CLAUSE) || takes.has(Takes::THAT))
    {
        return Some((that + 1, true));
    }
    if let Some(quote) = quote_after(document, at, until).filter(|_| takes.has(Takes::QUOTE)) {
        return Some((quote, true));
    }
    if takes.has(Takes::PERSON) {
        at = after_person(document, at, until);
    }
    let word = document.lower(at);
    if takes.has(Takes::INFINITIVE) {
        return (word == "to" && at + 1 < until && saying(document.lower(from.saturating_sub(1))).is_some())
            .then_some((at, true));
    }
    if takes.has(Takes::PERSON) && word == "to" {
        return Some((at, true));
    }
    if matches!(word, "how" | "whether" | "if" | "why" | "what") && (takes.has(Takes::THAT) || takes.has(Takes::CLAUSE))
    {
        return Some((at, true));
    }
    if takes.has(Takes::JUDGEMENT) {
        let starts = is_determiner(word)
            || is_object_pronoun(word)
            || is_capital(document.word(at))
            || is_quote_mark(document, at);
        return starts.then_some((at, true));
    }
    if takes.has(Takes::CLAUSE) {
        return clause_start(document, at, until).map(|at| (at, false));
    }
    if takes.has(Takes::THING) {
        let starts = is_determiner(word)
            || is_object_pronoun(word)
            || is_capital(document.word(at))
            || (word.len() > 3 && !is_mark(document, at) && !is_preposition(word) && !is_verb(word));
        return starts.then_some((at, false));
    }
    // "thinks he will": a clause without "that".
    let clause = takes.has(Takes::THAT) && (is_subject_pronoun(word) || is_clause(document, at, until));
    clause.then_some((at, false))
}

/// True where a noun phrase and a verb follow at once.
fn is_clause(document: &Document<'_>, at: usize, until: usize) -> bool {
    let begins = is_determiner(document.lower(at)) || is_capital(document.word(at));
    begins
        && (at + 1..until.min(at + 9))
            .take_while(|i| !is_mark(document, *i))
            .any(|i| is_verb(document.lower(i)) && !is_determiner(document.lower(i - 1)))
}

fn that_after(document: &Document<'_>, from: usize, until: usize, listener: bool) -> Option<usize> {
    // Only places, times and listeners stand between: "said on Monday that", but not "declared a winner that".
    let first = document.lower(from);
    let reach = if is_preposition(first) || is_time(first) || matches!(first, "," | "that" | "it") || listener {
        FARTHEST_THAT
    } else {
        1
    };
    for at in from..until.min(from + reach) {
        let word = document.lower(at);
        if word == "that" {
            return Some(at).filter(|at| !matches!(document.lower(at + 1), "," | "." | "is" | "was"));
        }
        let breaks = matches!(word, ";" | ":" | "." | "?")
            || is_quote_mark(document, at)
            || (at > from + 1 && is_subject_pronoun(word));
        if breaks || (at >= from && is_verb(word) && document.lower(at.saturating_sub(1)) != "'s") {
            return None;
        }
    }
    None
}

/// The opening mark of a quotation that follows after a comma, a colon or some words of place and time.
fn quote_after(document: &Document<'_>, from: usize, until: usize) -> Option<usize> {
    for at in from..until.min(from + FARTHEST_THAT) {
        if is_quote_mark(document, at) {
            let near = at == from
                || matches!(document.lower(at - 1), "," | ":" | "that")
                || (at <= from + 2 && is_time(document.lower(at - 1)));
            return (near && quotation_at(document, at).is_some()).then_some(at);
        }
        let word = document.lower(at);
        if matches!(word, ";" | "." | "?")
            || (at > from && is_verb(word))
            || (at > from && document.lower(at - 1) == "," && !is_preposition(word))
        {
            return None;
        }
    }
    None
}

/// Past the person who is told: "told reporters", "told the paper", "warned Ana Fry".
fn after_person(document: &Document<'_>, from: usize, until: usize) -> usize {
    let word = document.lower(from);
    if is_object_pronoun(word) || matches!(word, "reporters" | "journalists" | "lawmakers" | "supporters" | "voters") {
        return from + 1;
    }
    let mut at = from;
    while at < until.min(from + 8) && is_capital(document.word(at)) {
        at += 1;
    }
    if at > from {
        return at;
    }
    if is_determiner(word) {
        at = from + 1;
        while at < until.min(from + 5)
            && !is_determiner(document.lower(at))
            && !is_subject_pronoun(document.lower(at))
            && !is_verb(document.lower(at))
            && !is_mark(document, at)
            && document.lower(at) != "to"
        {
            at += 1;
        }
    }
    at
}

/// Where a clause without "that" begins: past days and places.
fn clause_start(document: &Document<'_>, from: usize, until: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let word = document.lower(at);
        if at >= until {
            return None;
        }
        if is_time(word) && !is_verb(document.lower(at + 1)) {
            at += 1;
        } else if matches!(word, "on" | "in" | "at" | "during" | "to" | "of" | "about") || (word == "," && at == from) {
            // "on Twitter he would": past the place, to what can be a subject.
            let stop = (at + 1..until.min(at + 12)).find(|i| {
                let word = document.lower(*i);
                is_subject_pronoun(word)
                    || word == ","
                    || (*i > at + 2 && matches!(word, "the" | "his" | "its" | "their"))
                    || is_time(document.lower(i - 1)) && *i > at + 1
            })?;
            at = if document.lower(stop) == "," { stop + 1 } else { stop };
            if document.lower(stop) == ","
                && word != ","
                && !is_quote_mark(document, at)
                && !is_subject_pronoun(document.lower(at))
                && !is_determiner(document.lower(at))
                && !is_capital(document.word(at))
            {
                return None;
            }
        } else {
            return (!is_mark(document, at) || is_quote_mark(document, at)).then_some(at);
        }
        if at > from + 16 {
            return None;
        }
    }
}

/// The end of a content that begins at `start`: the end of the sentence, unless another attribution or an aside takes over.
pub(super) fn end_of(document: &Document<'_>, start: usize, until: usize) -> usize {
    let mut end = until;
    // A whole quotation ends with its mark.
    if let Some(quotation) = quotation_at(document, start).filter(|q| !q.scare) {
        let close = document.tokens_in(quotation.outer).end.min(until.max(start + 1));
        let last = document.lower(close.saturating_sub(2));
        let next = document.lower(close);
        if close >= until || matches!(last, "," | "." | "!" | "?") || matches!(next, "," | "." | ";") {
            return close;
        }
    }
    let aside = opened_dash(document, start);
    for at in start + 1..until {
        if aside && super::grammar::is_dash(document.lower(at)) && is_mark(document, at) {
            end = at;
            break;
        }
        if is_quote_mark(document, at) || super::grammar::is_quoted(document, at) {
            continue;
        }
        let word = document.lower(at);
        let next = document.lower(at + 1);
        let stops = match word {
            ";" => true,
            "," => {
                (next == "according" && document.lower(at + 2) == "to")
                    || (next == "as" && matches!(document.lower(at + 2), "per"))
                    || (next.ends_with("ing") && saying(next).is_some())
                    || (matches!(next, "and" | "but" | "while" | "though" | "although" | "as" | "when")
                        && speaks_again(document, at + 2, until))
                    || speaks_after(document, at + 1, until)
            }
            "but" | "while" | "and" => {
                document.lower(at - 1) != "," && word != "and" && speaks_again(document, at + 1, until)
            }
            _ => false,
        };
        if stops {
            end = at;
            break;
        }
    }
    while end > start + 1 && matches!(document.lower(end - 1), "." | "," | ";" | ":" | "?" | "!" | "…") {
        end -= 1;
    }
    end
}

/// True where the sentence has an open dash before `start`: the content ends with the aside that it stands in.
fn opened_dash(document: &Document<'_>, start: usize) -> bool {
    let Some(sentence) = document.tokens().get(start).map(|t| t.sentence) else { return false };
    let before = (0..start).rev().take_while(|at| document.tokens().get(*at).is_some_and(|t| t.sentence == sentence));
    let dashes = before.filter(|at| is_mark(document, *at) && matches!(document.lower(*at), "–" | "—")).count();
    dashes % 2 == 1
}

/// The end of a content that is no clause: "to leave", "the charge".
fn end_of_phrase(document: &Document<'_>, start: usize, until: usize) -> usize {
    let whole = end_of(document, start, until);
    let comma = |at: &usize| {
        let next = document.lower(at + 1);
        document.lower(*at) == ","
            && !super::grammar::is_quoted(document, *at)
            && (matches!(
                next,
                "so" | "but"
                    | "and"
                    | "while"
                    | "though"
                    | "although"
                    | "as"
                    | "when"
                    | "which"
                    | "who"
                    | "after"
                    | "because"
                    | "despite"
            ) || next.ends_with("ing"))
    };
    (start + 1..whole).find(comma).unwrap_or(whole)
}

/// True where a new subject with a verb of saying follows: ", but officials have said".
fn speaks_again(document: &Document<'_>, from: usize, until: usize) -> bool {
    let verb = (from..until.min(from + 12)).find(|at| {
        saying(document.lower(*at)).is_some_and(|s| {
            !s.takes.has(Takes::NOUN) && s.takes.has(Takes::CLAUSE)
                || document.lower(*at) == "made" && document.lower(at + 1) == "it"
        })
    });
    let verb = verb.or_else(|| {
        (from..until.min(from + 10)).find(|at| document.lower(*at) == "made" && document.lower(at + 1) == "it")
    });
    verb.is_some_and(|verb| {
        let group = verb_group(document, from, verb);
        group > from && subject(document, from, group).is_some_and(|s| s.start <= from + 1)
    })
}

/// True where the rest of the sentence is "X said".
fn speaks_after(document: &Document<'_>, from: usize, until: usize) -> bool {
    let Some(verb) =
        (from..until.min(from + 14)).find(|at| saying(document.lower(*at)).is_some_and(|s| s.takes.has(Takes::CLAUSE)))
    else {
        return false;
    };
    let rest_short = (verb + 1..until).all(|at| {
        is_time(document.lower(at))
            || is_mark(document, at)
            || at > verb + 8
            || is_preposition(document.lower(verb + 1))
    });
    let group = verb_group(document, from, verb);
    rest_short
        && until - verb <= 10
        && ((group > from && subject(document, from, group).is_some_and(|s| s.start == from)) || verb == from)
}
