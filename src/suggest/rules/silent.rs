//! Who was asked and said nothing: "declined to comment", "did not respond". A source, though no claim is credited to it.

use super::grammar::{is_adverb, is_quoted};
use super::phrase::{subject, verb_group};
use crate::suggest::Document;
use std::ops::Range;

/// What came of asking: the values of the attribute *comment*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Declined,
    NoResponse,
}

impl Answer {
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::NoResponse => "no_response",
        }
    }
}

/// Somebody who said nothing: numbers of tokens.
#[derive(Clone, Debug)]
pub(super) struct Silence {
    pub(super) source: Range<usize>,
    pub(super) cue: Range<usize>,
    pub(super) answer: Answer,
}

/// Those of a sentence who said nothing.
pub(super) fn silences(document: &Document<'_>, range: Range<usize>) -> Vec<Silence> {
    let mut found = Vec::new();
    for verb in range.clone().filter(|at| !is_quoted(document, *at)) {
        let Some((answer, end)) = answer(document, verb, range.end) else { continue };
        let group = verb_group(document, range.start, verb);
        let source = subject(document, range.start, group).filter(|s| !s.is_empty());
        found.extend(source.map(|source| Silence { source, cue: group..end, answer }));
    }
    found
}

/// What a verb says of the one before it, and one past the last token of the words that say it.
fn answer(document: &Document<'_>, verb: usize, until: usize) -> Option<(Answer, usize)> {
    let next = |at: usize| if at < until { document.lower(at) } else { "" };
    match document.lower(verb) {
        "declined" | "declines" | "refused" | "refuses"
            if next(verb + 1) == "to"
                && matches!(next(verb + 2), "comment" | "respond" | "elaborate" | "discuss" | "answer" | "say") =>
        {
            Some((Answer::Declined, verb + 3))
        }
        "comment" if is_negated(document, verb, &["would", "wouldn", "will", "won"]) => {
            Some((Answer::Declined, verb + 1))
        }
        "respond" | "reply" | "return" | "comment"
            if is_negated(document, verb, &["did", "didn", "had", "has"])
                && (document.lower(verb) != "return" || returns_nothing(document, verb, until)) =>
        {
            Some((Answer::NoResponse, verb + 1))
        }
        "reached"
            if document.lower(verb.wrapping_sub(1)) == "be" && is_negated(document, verb - 1, &["could", "couldn"]) =>
        {
            Some((Answer::NoResponse, verb + 1))
        }
        _ => None,
    }
}

/// True where "did not", "didn't" or the like stands before a verb, adverbs aside.
fn is_negated(document: &Document<'_>, verb: usize, auxiliaries: &[&str]) -> bool {
    let mut at = verb;
    while at > 0 && is_adverb(document.lower(at - 1)) && !matches!(document.lower(at - 1), "not" | "n't") {
        at -= 1;
    }
    let (not, before) = (document.lower(at.wrapping_sub(1)), document.lower(at.wrapping_sub(2)));
    matches!(not, "not" | "n't" | "'t") && auxiliaries.contains(&before)
}

/// "did not return calls": of the things that one may return.
fn returns_nothing(document: &Document<'_>, verb: usize, until: usize) -> bool {
    let asked = ["call", "calls", "request", "requests", "message", "messages", "email", "emails", "e-mail", "e-mails"];
    (verb + 1..until.min(verb + 8)).any(|at| asked.contains(&document.lower(at)))
}

#[cfg(test)]
mod tests {
    use crate::model::AttributeId;
    use crate::suggest::{Document, Rules, Suggester};

    /// Sources with what came of asking them, as `who: answer`, and how many claims there are.
    fn silent(text: &str) -> (Vec<String>, usize) {
        let document = Document::new(text, &[], Some("en"));
        let found = Rules.propose(&document).items;
        let comment = AttributeId::parse("comment").unwrap();
        let sources = found.iter().filter(|item| item.label.as_str() == "source").filter_map(|item| {
            let answer = item.attributes.get(&comment)?.as_text()?;
            Some(format!("{}: {answer}", item.cover().slice(text)))
        });
        (sources.collect(), found.iter().filter(|item| item.label.as_str() == "claim").count())
    }

    #[test]
    fn who_was_asked_and_said_nothing_is_a_source_without_a_claim() {
        for (text, expected) in [
            ("The mayor declined to comment.", "The mayor: declined"),
            ("The union would not comment on the plan.", "The union: declined"),
            ("Ana Fry did not immediately respond to questions.", "Ana Fry: no_response"),
            ("The port didn’t return calls.", "The port: no_response"),
            ("Bo Li could not be reached.", "Bo Li: no_response"),
        ] {
            assert_eq!(silent(text), (vec![expected.to_owned()], 0), "{text}");
        }
    }

    #[test]
    fn who_did_something_else_is_none() {
        for text in ["The mayor declined the offer.", "The ferry did not return to the quay.", "The hill was reached."]
        {
            assert_eq!(silent(text).0, [] as [String; 0], "{text}");
        }
    }
}
