//! The units in which files count positions in a text.

use crate::text::{CharOffset, Text, TextSpan, Utf16Offset};

/// A unit of positions outside Byline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Unicode code points.
    #[default]
    CodePoints,
    /// UTF-16 code units, as Java and web pages count.
    Utf16,
}

impl OffsetUnit {
    /// What `--set offsets=` takes; the first is the default where a format does not say otherwise.
    pub const NAMES: &'static [&'static str] = &["code-points", "utf-16"];

    /// The unit of that name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "code-points" => Some(Self::CodePoints),
            "utf-16" => Some(Self::Utf16),
            _ => None,
        }
    }

    /// Both ends of a span in this unit, half-open.
    pub fn of(self, text: &Text, span: TextSpan) -> (usize, usize) {
        match self {
            Self::CodePoints => {
                let (start, end) = text.chars_of(span);
                (start.get(), end.get())
            }
            Self::Utf16 => {
                let at = |offset| text.index().utf16_of(text.as_str(), offset).get();
                (at(span.start()), at(span.end()))
            }
        }
    }

    /// The span between two positions in this unit; `None` where they are reversed, past the end, or inside a
    /// character.
    pub fn span(self, text: &Text, start: usize, end: usize) -> Option<TextSpan> {
        match self {
            Self::CodePoints => text.span_of_chars(CharOffset::new(start), CharOffset::new(end)),
            Self::Utf16 => {
                let at = |offset| text.index().byte_of_utf16(text.as_str(), Utf16Offset::new(offset));
                let (from, to) = (at(start)?, at(end)?);
                (from <= to).then(|| TextSpan::new(from, to))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_emoji_is_one_code_point_and_two_units() {
        let text = Text::new("a😀é b");
        let span = TextSpan::of(5, text.len());
        assert_eq!(OffsetUnit::CodePoints.of(&text, span), (2, 5));
        assert_eq!(OffsetUnit::Utf16.of(&text, span), (3, 6));
        assert_eq!(OffsetUnit::Utf16.span(&text, 2, 3), None, "inside the emoji");
        assert_eq!(OffsetUnit::Utf16.span(&text, 0, 7), None);
        assert_eq!(OffsetUnit::Utf16.span(&text, 3, 1), None);
    }

    proptest! {
        #[test]
        fn positions_come_back(words in "(\\PC|\n|😀|e\u{301}|\u{200d}){0,40}", a: prop::sample::Index, b: prop::sample::Index) {
            let text = Text::new(words.clone());
            let borders: Vec<usize> = words.char_indices().map(|(i, _)| i).chain([words.len()]).collect();
            let (a, b) = (*a.get(&borders), *b.get(&borders));
            let span = TextSpan::of(a.min(b), a.max(b));
            for unit in [OffsetUnit::CodePoints, OffsetUnit::Utf16] {
                let (start, end) = unit.of(&text, span);
                prop_assert_eq!(unit.span(&text, start, end), Some(span));
            }
            let units: Vec<u16> = words.encode_utf16().collect();
            let (start, end) = OffsetUnit::Utf16.of(&text, span);
            prop_assert_eq!(String::from_utf16(&units[start..end]).unwrap(), text.slice(span));
        }
    }
}
