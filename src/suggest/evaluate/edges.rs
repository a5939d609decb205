//! Edges that do not count, and events that only report.

use crate::text::TextSpan;

/// Forms of the verbs and nouns that only report: by the codebook they are no events, though some corpora mark them.
const REPORTING: [&str; 27] = [
    "say",
    "says",
    "said",
    "saying",
    "tell",
    "tells",
    "told",
    "telling",
    "report",
    "reports",
    "reported",
    "reporting",
    "claim",
    "claims",
    "claimed",
    "claiming",
    "state",
    "states",
    "stated",
    "stating",
    "add",
    "adds",
    "added",
    "adding",
    "statement",
    "statements",
    "sayings",
];

/// The span without the marks at its ends (all that is neither letter nor digit) and without a leading "that"; `None`
/// where nothing is left.
pub(super) fn bare(text: &str, span: TextSpan) -> Option<TextSpan> {
    let words = span.slice(text);
    let mut start = words.find(char::is_alphanumeric)?;
    let end = words.rfind(char::is_alphanumeric)?;
    let end = end + words.get(end..)?.chars().next()?.len_utf8();
    while let Some(rest) = after_that(words.get(start..end)?) {
        start += rest;
    }
    let base = span.start().get();
    Some(TextSpan::of(base + start, base + end))
}

/// How far the next word is where the first one is "that" and another follows.
fn after_that(words: &str) -> Option<usize> {
    let head = words.get(..4)?;
    let rest = words.get(4..)?;
    let ends = rest.chars().next().is_some_and(|c| !c.is_alphanumeric() && c != '’' && c != '\'');
    (head.eq_ignore_ascii_case("that") && ends).then_some(())?;
    rest.find(char::is_alphanumeric).map(|at| 4 + at)
}

/// True for an event whose words only report that somebody says something.
pub(in crate::suggest) fn only_reports(words: &str) -> bool {
    let lower = words.to_lowercase();
    REPORTING.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}
