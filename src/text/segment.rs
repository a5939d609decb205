//! Grapheme clusters and words.

use super::{ByteOffset, TextSpan};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Windows without a word after which the next one is looked for no further: a caret that goes on is better than a wait.
const MOST_WINDOWS: usize = 64;

/// How far around a place boundaries of words and grapheme clusters are looked for, in bytes: longer runs without a break are cut there.
const WINDOW: usize = 1024;

/// The text around a place that rules of grapheme clusters are applied to, where it starts, and a cursor at the place. A
/// cluster that is longer is cut: nobody reads it.
fn cluster_window(text: &str, at: usize) -> (&str, usize, GraphemeCursor) {
    let start = text.floor_char_boundary(at.saturating_sub(WINDOW));
    let end = text.ceil_char_boundary(at.saturating_add(WINDOW).min(text.len()));
    let part = text.get(start..end).unwrap_or_default();
    (part, start, GraphemeCursor::new(at - start, part.len(), true))
}

/// The boundary of grapheme clusters after `at`, or the end of the text.
pub fn next_grapheme(text: &str, at: ByteOffset) -> ByteOffset {
    let (part, start, mut cursor) = cluster_window(text, text.floor_char_boundary(at.get()));
    let next = cursor.next_boundary(part, 0).ok().flatten();
    ByteOffset::new(next.map_or(text.len(), |next| start + next))
}

/// The boundary of grapheme clusters before `at`, or the start of the text.
pub fn previous_grapheme(text: &str, at: ByteOffset) -> ByteOffset {
    let (part, start, mut cursor) = cluster_window(text, text.floor_char_boundary(at.get()));
    let previous = cursor.prev_boundary(part, 0).ok().flatten();
    ByteOffset::new(start + previous.unwrap_or(0))
}

/// `at` itself where it is a boundary of grapheme clusters, else the boundary before it.
pub fn snap_to_grapheme(text: &str, at: ByteOffset) -> ByteOffset {
    let at = ByteOffset::new(text.floor_char_boundary(at.get()));
    if is_grapheme_boundary(text, at) { at } else { previous_grapheme(text, at) }
}

/// True where no grapheme cluster is cut at `at`, which is a character boundary.
pub fn is_grapheme_boundary(text: &str, at: ByteOffset) -> bool {
    let (part, _, mut cursor) = cluster_window(text, at.get());
    cursor.is_boundary(part, 0) == Ok(true)
}

/// The part of the line around `at` that word rules are applied to: whole, where it is short.
fn window(text: &str, at: usize) -> TextSpan {
    let start = text.floor_char_boundary(at.saturating_sub(WINDOW));
    let end = text.ceil_char_boundary(at.saturating_add(WINDOW).min(text.len()));
    let line_start = text.get(start..at).and_then(|t| t.rfind('\n')).map_or(start, |i| start + i + 1);
    let line_end = text.get(at..end).and_then(|t| t.find('\n')).map_or(end, |i| at + i);
    let cut = |piece: &str| piece.find(char::is_whitespace).unwrap_or(0);
    let from = if line_start == start && start > 0 { start + text.get(start..at).map_or(0, cut) } else { line_start };
    TextSpan::of(from, line_end)
}

/// True for a run that counts as a word: it has a letter or digit, or is a pictograph or other symbol standing alone.
fn is_word(run: &str) -> bool {
    run.chars().any(|c| c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace() || super::trim::is_outer_mark(c)))
}

/// The words of a run of text, in order: Unicode word segmentation (UAX 29), with `$ # @ &` before and `%` after kept
/// on, as they belong to what is counted or addressed.
pub fn words(text: &str, span: TextSpan) -> impl Iterator<Item = TextSpan> {
    let base = span.start().get();
    span.slice(text).split_word_bound_indices().filter(|(_, run)| is_word(run)).map(move |(i, run)| {
        let (start, end) = (base + i, base + i + run.len());
        let before = text.get(..start).and_then(|t| t.chars().next_back());
        let after = text.get(end..).and_then(|t| t.chars().next());
        let start = if matches!(before, Some('$' | '#' | '@' | '&')) { start - 1 } else { start };
        TextSpan::of(start, if after == Some('%') { end + 1 } else { end })
    })
}

/// The word at a place: the one that holds it, else the one that ends there, else the next one in the line, else the
/// one before it in the line; `None` in a line without words.
pub fn word_at(text: &str, at: ByteOffset) -> Option<TextSpan> {
    let at = ByteOffset::new(text.floor_char_boundary(at.get()));
    let mut last = None;
    let mut ends_here = None;
    for word in words(text, window(text, at.get())) {
        if word.contains(at) {
            return Some(word);
        }
        if word.end() == at {
            ends_here = Some(word);
        } else if word.start() > at {
            return ends_here.or(Some(word));
        }
        last = Some(word);
    }
    ends_here.or(last)
}

/// The start of the next word after `at`, or the end of the text.
pub fn next_word(text: &str, at: ByteOffset) -> ByteOffset {
    let mut from = ByteOffset::new(text.floor_char_boundary(at.get()));
    for _ in 0..MOST_WINDOWS {
        let part = window(text, from.get());
        if let Some(word) = words(text, part).find(|w| w.start() > at) {
            return word.start();
        }
        let next = part.end().get().max(from.get());
        match text.get(next..).and_then(|t| t.chars().next()) {
            Some(c) => from = ByteOffset::new(next + c.len_utf8()),
            None => return ByteOffset::new(text.len()),
        }
    }
    from
}

/// The start of the word that `at` is in, or of the one before it; else the start of the text.
pub fn previous_word(text: &str, at: ByteOffset) -> ByteOffset {
    let mut from = ByteOffset::new(text.floor_char_boundary(at.get()));
    for _ in 0..MOST_WINDOWS {
        let part = window(text, from.get());
        if let Some(word) = words(text, part).take_while(|w| w.start() < at).last() {
            return word.start();
        }
        let start = part.start().get().min(from.get());
        match text.get(..start).and_then(|t| t.chars().next_back()) {
            Some(c) => from = ByteOffset::new(start - c.len_utf8()),
            None => return ByteOffset::ZERO,
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, at: usize) -> &str {
        word_at(text, ByteOffset::new(at)).map_or("", |w| w.slice(text))
    }

    #[test]
    fn words_of_news() {
        let text = "Mr Trump’s $40 offer, 60% sure.\n“No”";
        assert_eq!(word(text, 4), "Trump’s");
        assert_eq!(word(text, text.find('4').unwrap_or(0)), "$40");
        assert_eq!(word(text, text.find('6').unwrap_or(0)), "60%");
        assert_eq!(word(text, text.find(',').unwrap_or(0)), "offer", "the one that ends here");
        assert_eq!(word(text, text.len()), "No");
        assert_eq!(word("  \n", 0), "");
    }

    #[test]
    fn steps_by_word_cross_lines() {
        let text = "One two.\n\nThree";
        let starts: Vec<usize> =
            std::iter::successors(Some(ByteOffset::ZERO), |at| Some(next_word(text, *at)).filter(|n| n > at))
                .map(ByteOffset::get)
                .collect();
        assert_eq!(starts, [0, 4, 10, 15]);
        assert_eq!(previous_word(text, ByteOffset::new(10)).get(), 4);
        assert_eq!(previous_word(text, ByteOffset::new(2)).get(), 0);
        assert_eq!(previous_word(text, ByteOffset::ZERO).get(), 0);
    }

    #[test]
    fn a_run_without_an_end_is_cut_and_never_walked_through() {
        let joiners = "\u{200d}".repeat(400_000);
        let middle = ByteOffset::new(600_000);
        let (before, after) = (previous_grapheme(&joiners, middle), next_grapheme(&joiners, middle));
        assert!(middle.get() - before.get() <= WINDOW + 3 && after.get() - middle.get() <= WINDOW + 3);
        assert!(snap_to_grapheme(&joiners, middle) <= middle);
        let spaces = " ".repeat(1_000_000);
        let next = next_word(&spaces, ByteOffset::new(500_000));
        assert!(next.get() > 500_000 && next.get() < 900_000);
        let previous = previous_word(&spaces, ByteOffset::new(500_000));
        assert!(previous.get() < 500_000 && previous.get() > 100_000);
    }

    proptest::proptest! {
        #[test]
        fn steps_end_and_stay_on_boundaries(text in "(?s)\\PC{0,60}") {
            for step in [next_word, next_grapheme] {
                let mut at = ByteOffset::ZERO;
                while at.get() < text.len() {
                    let next = step(&text, at);
                    proptest::prop_assert!(next > at && text.is_char_boundary(next.get()));
                    at = next;
                }
            }
            for step in [previous_word, previous_grapheme] {
                let mut at = ByteOffset::new(text.len());
                while at > ByteOffset::ZERO {
                    let next = step(&text, at);
                    proptest::prop_assert!(next < at && text.is_char_boundary(next.get()));
                    at = next;
                }
            }
        }
    }
}
