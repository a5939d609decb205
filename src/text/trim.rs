//! What falls off at the ends of a labelled span.

use super::sentence::{ends_in_abbreviation, quotations};
use super::{ByteOffset, TextSpan, next_grapheme, previous_grapheme};

const QUOTES: &str = "\"“”„‘’«»‹›「」『』'";
const OPENING: &str = "([{（【";
const CLOSING: &str = ")]}）】";

/// Farthest that the two marks of a pair are from each other, in bytes: more than any quotation of news.
const FARTHEST: usize = 64 * 1024;

/// Marks that fall off at the ends of a span: `, ; : . ! ? …`, dashes, quotation marks and brackets.
pub(super) fn is_outer_mark(c: char) -> bool {
    is_stop(c) || QUOTES.contains(c) || OPENING.contains(c) || CLOSING.contains(c)
}

fn is_stop(c: char) -> bool {
    matches!(
        c,
        ',' | ';'
            | ':'
            | '.'
            | '!'
            | '?'
            | '…'
            | '-'
            | '–'
            | '—'
            | '‒'
            | '―'
            | '、'
            | '。'
            | '，'
            | '！'
            | '？'
            | '：'
            | '；'
    )
}

/// Takes white space, `, ; : . ! ? …`, dashes and unpaired quotation marks or brackets off both ends, by whole grapheme
/// clusters; the stop of an abbreviation stays. `None` where nothing is left.
pub fn trim(text: &str, span: TextSpan) -> Option<TextSpan> {
    let mut span = without_blanks(text, span)?;
    loop {
        let inner = span.slice(text);
        let (first, last) = (inner.chars().next()?, inner.chars().next_back()?);
        let after_first = next_grapheme(text, span.start());
        let before_last = previous_grapheme(text, span.end());
        if alone(text, span.start(), after_first) && falls_at_start(text, span, first) {
            span = TextSpan::new(after_first.min(span.end()), span.end());
        } else if alone(text, before_last, span.end()) && falls_at_end(text, span, last) {
            span = TextSpan::new(span.start(), before_last.max(span.start()));
        } else {
            return Some(span);
        }
    }
}

/// The span with at most one of the plain blanks at each end: the one that a combining mark might stand on.
fn without_blanks(text: &str, span: TextSpan) -> Option<TextSpan> {
    let bytes = span.slice(text).as_bytes();
    let first = bytes.iter().position(|b| !b.is_ascii_whitespace())?;
    let last = bytes.iter().rposition(|b| !b.is_ascii_whitespace())?;
    let start = span.start().get() + first.saturating_sub(1);
    Some(TextSpan::of(start, (span.start().get() + last + 2).min(span.end().get())))
}

/// True where the grapheme cluster is a single character, so that no combining mark is torn off its base.
fn alone(text: &str, start: ByteOffset, end: ByteOffset) -> bool {
    TextSpan::new(start, end).slice(text).chars().nth(1).is_none()
}

fn falls_at_start(text: &str, span: TextSpan, c: char) -> bool {
    c.is_whitespace() || is_stop(c) || CLOSING.contains(c) || (pairs(c) && !is_paired(text, span, span.start()))
}

fn falls_at_end(text: &str, span: TextSpan, c: char) -> bool {
    match c {
        '.' => !ends_in_abbreviation(span.slice(text)),
        c if c.is_whitespace() || is_stop(c) || OPENING.contains(c) => true,
        c => pairs(c) && !is_paired(text, span, ByteOffset::new(span.end().get() - c.len_utf8())),
    }
}

fn pairs(c: char) -> bool {
    QUOTES.contains(c) || OPENING.contains(c) || CLOSING.contains(c)
}

/// True where the mark at `at` has its partner inside the span.
fn is_paired(text: &str, span: TextSpan, at: ByteOffset) -> bool {
    let reach = |far: usize| ByteOffset::new(text.floor_char_boundary(far));
    // The partner of a mark stands near it.
    let near = TextSpan::new(reach(at.get().saturating_sub(FARTHEST)), reach((at.get() + FARTHEST).min(text.len())));
    let Some(span) = span.intersection(near) else { return false };
    let is_end = |pair: &TextSpan| pair.start() == at || previous_grapheme(text, pair.end()) == at;
    quotations(text, span).iter().any(is_end) || brackets(text, span).iter().any(is_end)
}

fn brackets(text: &str, span: TextSpan) -> Vec<TextSpan> {
    let mut open = Vec::new();
    let mut found = Vec::new();
    for (i, c) in span.slice(text).char_indices() {
        let at = span.start().get() + i;
        if let Some(kind) = OPENING.chars().position(|o| o == c) {
            open.push((kind, at));
        } else if let Some(kind) = CLOSING.chars().position(|o| o == c)
            && let Some((_, start)) = open.pop_if(|(k, _)| *k == kind)
        {
            found.push(TextSpan::of(start, at + c.len_utf8()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trimmed(text: &str) -> &str {
        trim(text, TextSpan::of(0, text.len())).map_or("", |s| s.slice(text))
    }

    #[test]
    fn blanks_without_end_are_taken_off_at_once() {
        let blanks = " ".repeat(1_000_000);
        assert_eq!(trimmed(&blanks), "");
        assert_eq!(trimmed(&format!("{blanks}\t prices, \u{a0}\n{blanks}")), "prices");
        assert_eq!(trimmed("a \u{301}"), "a \u{301}", "a blank under an accent is not torn from it");
        assert_eq!(trimmed(&format!("“prices{blanks}fall”")).len(), blanks.len() + 10, "too far apart for a pair");
    }

    #[test]
    fn ends_fall_off() {
        assert_eq!(trimmed(" “prices will fall,” "), "“prices will fall,”", "a pair stays");
        assert_eq!(trimmed("“prices will fall,"), "prices will fall");
        assert_eq!(trimmed("prices will fall.”"), "prices will fall");
        assert_eq!(trimmed("the U.S."), "the U.S.", "an abbreviation keeps its stop");
        assert_eq!(trimmed("— a deal (so far) —"), "a deal (so far)");
        assert_eq!(trimmed("(so far"), "so far");
        assert_eq!(trimmed("$40, or 60%…"), "$40, or 60%");
        assert_eq!(trimmed("«non», dit-il"), "«non», dit-il");
        assert_eq!(trimmed(" ,.“ "), "");
        assert_eq!(trimmed("the workers’ demand"), "the workers’ demand");
    }

    proptest::proptest! {
        #[test]
        fn what_is_left_is_stable_and_on_boundaries(text in "(?s)[\\PC“”,. ()\"]{0,40}") {
            if let Some(span) = trim(&text, TextSpan::of(0, text.len())) {
                proptest::prop_assert!(text.get(span.range()).is_some() && !span.is_empty());
                proptest::prop_assert_eq!(trim(&text, span), Some(span));
            }
        }
    }
}
