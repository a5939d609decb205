//! Noun phrases without a parser: who stands before a verb, who after it.

use super::grammar::{
    is_adverb, is_auxiliary, is_capital, is_conjunction, is_dash, is_determiner, is_mark, is_preposition,
    is_quote_mark, is_relative, is_subject_pronoun, is_time, is_verb,
};
use super::lexicon::saying;
use crate::suggest::{Document, Token};
use std::ops::Range;

/// Tokens beyond which nothing is a noun phrase.
const LONGEST: usize = 28;

/// The start of the verb group that ends with the verb at `verb`: "has not yet said", "to forcefully claim".
pub(super) fn verb_group(document: &Document<'_>, from: usize, verb: usize) -> usize {
    let mut start = verb;
    while start > from {
        let before = document.lower(start - 1);
        let possessive = before == "'s" && !(start >= from + 2 && has_contraction(document.lower(start - 2)));
        let inside = (is_auxiliary(before) && !possessive) || is_adverb(before);
        if !(inside || (before == "to" && start > from + 1)) {
            break;
        }
        start -= 1;
    }
    start
}

/// Words after which "'s" is a verb.
fn has_contraction(word: &str) -> bool {
    matches!(word, "he" | "she" | "it" | "that" | "there" | "what" | "who" | "here")
}

/// The subject of the verb group that starts at `verb`, looked for back to `from`.
pub(super) fn subject(document: &Document<'_>, from: usize, verb: usize) -> Option<Range<usize>> {
    let mut start = verb;
    let mut end = verb;
    let floor = from.max(verb.saturating_sub(2 * LONGEST));
    // "Ana Fry, the mayor, said": what is between the commas belongs to the name.
    if verb > floor && matches!(document.lower(verb - 1), "," | ")" | "–" | "—") {
        let mark = document.lower(verb - 1);
        let opening = if mark == ")" { "(" } else { mark };
        let pair = (floor..verb - 1).rev().find(|at| document.lower(*at) == opening)?;
        let inner = document.lower(pair + 1);
        let keeps = mark == "," && !is_relative(inner) && !is_conjunction(inner) && !is_preposition(inner);
        end = if keeps { verb - 1 } else { pair };
        start = pair;
    }
    while start > floor {
        let at = start - 1;
        let word = document.lower(at);
        if breaks_before_subject(document, at, word) {
            break;
        }
        // A verb before: its clause is over where a conjunction or a name follows, else the subject is further left.
        start = at;
    }
    let range = without_lead(document, start..end);
    let range = up_to_verb(document, range);
    let range = without_tail(document, range);
    (!range.is_empty() && range.len() <= LONGEST && names(document, range.clone())).then_some(range)
}

fn breaks_before_subject(document: &Document<'_>, at: usize, word: &str) -> bool {
    match word {
        "," | ";" | ":" | "(" | ")" | "." | "?" | "!" | "…" | "[" | "]" | "|" | "•" => true,
        "that" => !matches!(document.lower(at + 1), "the" | "is" | "was") || !is_determiner(document.lower(at + 1)),
        // "whom the mayor has called": another subject follows.
        "who" | "which" | "whom" => {
            let next = document.lower(at + 1);
            is_determiner(next) || is_subject_pronoun(next) || (is_capital(document.word(at + 1)) && !is_verb(next))
        }
        "and" | "or" => {
            let next = document.lower(at + 1);
            // "Fry and Ray said" is one subject; "prices fell and Ray said" two clauses.
            (at.saturating_sub(6)..at)
                .any(|i| is_verb(document.lower(i)) && document.tokens().get(i).is_some_and(Token::is_word))
                || is_subject_pronoun(next)
        }
        _ => {
            (is_quote_mark(document, at) && !scare_mark(document, at))
                || (is_dash(word) && is_mark(document, at))
                || is_conjunction(word)
        }
    }
}

/// True for the mark of scare quotes or of a title, which a noun phrase may hold.
fn scare_mark(document: &Document<'_>, at: usize) -> bool {
    let Some(place) = document.tokens().get(at).map(|t| t.span) else { return false };
    let all = document.quotations();
    let after = all.partition_point(|q| q.outer.start() <= place.start());
    let held = all.get(after.saturating_sub(3)..after).unwrap_or_default();
    held.iter().any(|q| q.scare && q.outer.contains_span(place))
}

/// Takes off what stands before a subject: "however", "last week", "on Monday", "as", "and".
fn without_lead(document: &Document<'_>, mut range: Range<usize>) -> Range<usize> {
    loop {
        let word = document.lower(range.start);
        let next = document.lower(range.start + 1);
        let skip = match word {
            "and" | "or" | "but" | "so" | "then" | "as" | "however" | "meanwhile" | "that" | "," => 1,
            "last" | "this" | "next" | "on" | "in" | "by" | "at" if is_time(next) => 2,
            "in" | "at" | "during" | "on" | "after" | "for" | "with" | "since" => return range.end..range.end,
            _ if is_time(word) && range.len() > 1 => 1,
            _ if is_adverb(word) && range.len() > 1 => 1,
            _ if is_mark(document, range.start)
                && !is_quote_mark(document, range.start)
                && !matches!(word, "$" | "@" | "#") =>
            {
                1
            }
            _ => return range,
        };
        if range.start + skip >= range.end {
            return range.end..range.end;
        }
        range.start += skip;
    }
}

/// The phrase up to its first verb: "the mayor who left" is the mayor who left, "the mayor went to the press to" is the mayor.
fn up_to_verb(document: &Document<'_>, range: Range<usize>) -> Range<usize> {
    let mut relative = false;
    for at in range.clone().skip(1) {
        let word = document.lower(at);
        relative |= is_relative(word);
        let noun_like = is_determiner(document.lower(at - 1))
            || is_preposition(document.lower(at - 1))
            || document.lower(at - 1) == "'s";
        let finite = is_verb(word) && !noun_like && !is_capital(document.word(at));
        // A participle after the noun belongs to it: "officials familiar with", "people briefed on".
        let participle = word.ends_with("ed") && is_preposition(document.lower(at + 1));
        if finite && !relative && !participle {
            return range.start..at;
        }
    }
    range
}

fn without_tail(document: &Document<'_>, mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end {
        let word = document.lower(range.end - 1);
        let drops = is_adverb(word)
            || is_time(word)
            || is_auxiliary(word) && word != "'s"
            || matches!(word, "who" | "which" | "that" | "to" | "," | "on");
        if !drops {
            break;
        }
        range.end -= 1;
    }
    range
}

/// True where the words can name somebody.
fn names(document: &Document<'_>, range: Range<usize>) -> bool {
    let first = document.lower(range.start);
    if range.len() == 1 {
        let plain = is_conjunction(first)
            || is_preposition(first)
            || is_determiner(first)
                && !matches!(first, "some" | "many" | "others" | "both" | "most" | "several" | "one" | "few");
        return !plain
            && !matches!(first, "it" | "there" | "this" | "that" | "what" | "which" | "let" | "here" | "to" | "i'm");
    }
    let word = |at: usize| {
        document.tokens().get(at).is_some_and(Token::is_word)
            && !is_determiner(document.lower(at))
            && !is_preposition(document.lower(at))
    };
    !matches!(first, "it" | "there" | "what") && range.clone().any(word)
}

/// The noun phrase that starts at `from`, up to where it can go no further before `until`.
pub(super) fn phrase_after(document: &Document<'_>, from: usize, until: usize) -> Option<Range<usize>> {
    let mut at = from;
    let mut commas = 0;
    while at < until && at - from <= LONGEST {
        let word = document.lower(at);
        let stop = match word {
            "," => {
                // An apposition follows: ", a spokesman for the port,".
                let next = document.lower(at + 1);
                let closes =
                    (at + 2..until.min(at + 14)).find(|i| matches!(document.lower(*i), "," | "." | "”" | "\""));
                let whole = closes
                    .is_some_and(|i| document.lower(i) != "," || !(at + 1..i).any(|k| is_verb(document.lower(k))));
                let names =
                    matches!(next, "a" | "an" | "the" | "who" | "his" | "her" | "their") && whole && commas == 0;
                commas += 1;
                !names
                    || (at + 1..until.min(at + 14))
                        .take_while(|i| !matches!(document.lower(*i), ","))
                        .any(|k| is_verb(document.lower(k)) && next != "who")
            }
            "." | ";" | ":" | "?" | "!" | "(" | ")" | "…" => true,
            "that" | "and" if at > from => {
                let next = document.word(at + 1);
                word == "that"
                    || !(is_capital(next)
                        && (at + 2..until.min(at + 4)).all(|i| !is_verb(document.lower(i)) || i > at + 3))
            }
            _ if is_quote_mark(document, at) => !scare_mark(document, at),
            _ if is_dash(word) && is_mark(document, at) => true,
            _ => {
                at > from
                    && (is_conjunction(word)
                        || is_auxiliary(word) && word != "'s"
                        || is_time(word) && !is_capital(document.word(at + 1))
                        || is_subject_pronoun(word)
                        || (is_adverb(word) && word != "only")
                        || matches!(word, "in" | "on" | "at" | "during" | "to" | "last" | "this" | "said")
                        || (saying(word).is_some()
                            && !is_capital(document.word(at))
                            && !is_determiner(document.lower(at - 1))))
            }
        };
        if stop {
            break;
        }
        at += 1;
    }
    let range = without_tail(document, from..at);
    (!range.is_empty() && names(document, range.clone())).then_some(range)
}
