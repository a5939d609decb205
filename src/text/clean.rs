//! The one cleaning of a text, at import, before any offset exists.

use super::CharOffset;
use std::borrow::Cow;

/// Makes every line end `\n` (CRLF, CR, U+0085, U+2028, U+2029, VT, FF) and takes U+FEFF and the control characters
/// (general category Cc) but tab away. Joiners, bidi marks and soft hyphens (Cf) stay; nothing is Unicode-normalized.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(must_go) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(clean_mapped(text).0)
}

/// As [`clean`], with where each place of the text went.
pub fn clean_mapped(text: &str) -> (String, CleanMap) {
    if !text.chars().any(must_go) {
        return (text.to_owned(), CleanMap::default());
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut map = CleanMap::default();
    let mut chars = text.chars().enumerate().peekable();
    while let Some((i, c)) = chars.next() {
        match c {
            '\r' => {
                cleaned.push('\n');
                if chars.next_if(|(_, next)| *next == '\n').is_some() {
                    map.note_gone(i + 1);
                }
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => cleaned.push('\n'),
            c if must_go(c) => map.note_gone(i),
            c => cleaned.push(c),
        }
    }
    (cleaned, map)
}

/// Where places of a text went when it was cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CleanMap(Vec<usize>);

impl CleanMap {
    /// Notes that the character with this number, from 0, was taken away.
    fn note_gone(&mut self, at: usize) {
        self.0.push(at);
    }

    /// Where a place of the text before cleaning is after it; what was taken away shrinks to nothing.
    pub fn map(&self, before: CharOffset) -> CharOffset {
        let gone = self.0.partition_point(|at| *at < before.get());
        CharOffset::new(before.get() - gone)
    }
}

fn must_go(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') || (c.is_control() && c != '\n' && c != '\t')
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_mapped};
    use crate::text::CharOffset;

    #[test]
    fn line_ends_and_controls() {
        assert_eq!(
            clean("\u{feff}a\r\nb\rc\u{85}d\u{2028}e\u{2029}f\u{b}g\u{c}h\0\u{1b}i\tj"),
            "a\nb\nc\nd\ne\nf\ng\nhi\tj"
        );
        assert_eq!(clean("soft\u{ad}hyphen \u{200d}\u{200f}e\u{301}"), "soft\u{ad}hyphen \u{200d}\u{200f}e\u{301}");
        assert_eq!(clean("\r\r\n\n"), "\n\n\n");
    }

    #[test]
    fn places_move_along() {
        let (cleaned, map) = clean_mapped("\u{feff}a\r\nb\0c");
        assert_eq!(cleaned, "a\nbc");
        let moved: Vec<usize> = (0..=8).map(|at| map.map(CharOffset::new(at)).get()).collect();
        assert_eq!(moved, [0, 0, 1, 2, 2, 3, 3, 4, 5], "the last one is past the end before and after");
    }

    proptest::proptest! {
        #[test]
        fn a_place_is_as_far_as_the_cleaned_text_before_it(text in "(?s).{0,60}") {
            let (_, map) = clean_mapped(&text);
            for (at, (byte, _)) in text.char_indices().enumerate() {
                let before = clean(text.get(..byte).unwrap()).chars().count();
                proptest::prop_assert_eq!(map.map(CharOffset::new(at)).get(), before);
            }
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(text in "(?s).{0,200}") {
            let once = clean(&text).into_owned();
            let twice = clean(&once).into_owned();
            proptest::prop_assert_eq!(twice, once);
        }
    }
}
