//! Steps by clause: to where a comma, semicolon, colon, dash, closing mark or stop breaks the sentence.

use super::sentence::ends_in_abbreviation;
use super::{ByteOffset, Text};

/// Farthest that a break is looked for, in bytes: text without one is cut there.
const REACH: usize = 1 << 14;

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–')
}

/// True where the marks between a word and white space break the sentence; `before` ends with them.
fn breaks(before: &str, marks: &str) -> bool {
    marks.contains([',', ';', ':', '!', '?', '…', '”', '»', '"', ')'])
        || (marks.contains('.') && !ends_in_abbreviation(before))
}

/// The end of the clause that `at` is in or before, with the marks that close it; the end of the text where there is no
/// word to come.
pub fn next_clause(text: &Text, at: ByteOffset) -> ByteOffset {
    let content = text.as_str();
    let base = text.floor(at).get();
    let end = content.ceil_char_boundary(base.saturating_add(REACH));
    let mut word_end = None;
    for (i, c) in content.get(base..end).unwrap_or_default().char_indices() {
        let here = base + i;
        match word_end {
            _ if c.is_alphanumeric() => word_end = Some(here + c.len_utf8()),
            Some(_) if c == '\n' => return ByteOffset::new(here),
            Some(word) if is_dash(c) => return ByteOffset::new(word),
            Some(word) if c.is_whitespace() => {
                let (marks, before) = (content.get(word..here), content.get(base..here));
                if breaks(before.unwrap_or_default(), marks.unwrap_or_default()) {
                    return ByteOffset::new(here);
                }
            }
            _ => {}
        }
    }
    ByteOffset::new(end)
}

/// The start of the clause that `at` is in or behind; the start of the text where no word comes before.
pub fn previous_clause(text: &Text, at: ByteOffset) -> ByteOffset {
    let content = text.as_str();
    let base = text.floor(at).get();
    let start = content.floor_char_boundary(base.saturating_sub(REACH));
    let before = content.get(start..base).unwrap_or_default();
    let mut first = None;
    let mut rest = before;
    while !rest.trim_end().is_empty() {
        let (tail, piece) = (rest.len(), rest.trim_end());
        let token = piece
            .rfind(char::is_whitespace)
            .map_or(0, |i| i + piece.get(i..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
        let word = piece.get(token..).unwrap_or_default();
        let word_end = word.rfind(char::is_alphanumeric);
        let marks = word_end.and_then(|i| word.get(i..)).map_or(word, |t| t.trim_start_matches(char::is_alphanumeric));
        let crosses_line = rest.get(piece.len()..tail).is_some_and(|gap| gap.contains('\n'));
        if let Some(first) = first
            && (crosses_line || breaks(piece, marks) || marks.contains(is_dash))
        {
            return ByteOffset::new(start + first);
        }
        if let Some(dash) = word.char_indices().rev().find(|(i, c)| is_dash(*c) && word_end.is_some_and(|end| *i < end))
        {
            return ByteOffset::new(start + token + dash.0 + dash.1.len_utf8());
        }
        if word_end.is_some() {
            first = Some(token);
        }
        rest = before.get(..token).unwrap_or_default();
    }
    ByteOffset::new(start + first.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TextSpan;

    const NEWS: &str =
        "“Prices fall,” Mr. Ray of the U.S. team said — for now — in 1,000 shops: so far.\nThen, no more";

    fn seen(step: fn(&Text, ByteOffset) -> ByteOffset, from: usize) -> Vec<String> {
        let text = Text::new(NEWS);
        let mut at = ByteOffset::new(from);
        let mut parts = Vec::new();
        loop {
            let next = step(&text, at);
            if next == at {
                return parts;
            }
            let (a, b) = (next.min(at), next.max(at));
            parts.push(TextSpan::new(a, b).slice(NEWS).trim().to_owned());
            at = next;
        }
    }

    #[test]
    fn clauses_forward_and_back() {
        assert_eq!(
            seen(next_clause, 0),
            [
                "“Prices fall,”",
                "Mr. Ray of the U.S. team said",
                "— for now",
                "— in 1,000 shops:",
                "so far.",
                "Then,",
                "no more"
            ]
        );
        assert_eq!(
            seen(previous_clause, NEWS.len()),
            [
                "no more",
                "Then,",
                "so far.",
                "in 1,000 shops:",
                "for now —",
                "Mr. Ray of the U.S. team said —",
                "“Prices fall,”"
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn steps_end_and_stay_on_boundaries(content in "(?s)[\\PC\n ,.—“”]{0,60}") {
            let text = Text::new(content);
            let mut at = ByteOffset::ZERO;
            while at.get() < text.len() {
                let next = next_clause(&text, at);
                proptest::prop_assert!(next > at && text.floor(next) == next);
                at = next;
            }
            while at > ByteOffset::ZERO {
                let next = previous_clause(&text, at);
                proptest::prop_assert!(next < at && text.floor(next) == next);
                at = next;
            }
        }
    }
}
