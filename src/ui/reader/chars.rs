//! Bytes of a piece and the characters that its layout counts.

use crate::text::{ByteOffset, TextSpan};

/// Maps between byte offsets in the text and character numbers in one piece.
#[derive(Clone, Debug)]
pub(super) struct CharTable {
    span: TextSpan,
    /// Where each character starts, from the start of the piece; empty where every character is one byte.
    starts: Vec<u32>,
}

impl CharTable {
    /// The table of a piece.
    pub(super) fn new(text: &str, span: TextSpan) -> Self {
        let words = span.slice(text);
        let starts = if words.is_ascii() { Vec::new() } else { words.char_indices().map(|(i, _)| i as u32).collect() };
        Self { span, starts }
    }

    /// Bytes that the table takes.
    pub(super) fn bytes(&self) -> usize {
        self.starts.capacity() * size_of::<u32>()
    }

    /// The number of the character that holds a place, or of the end of the piece; places outside are moved to its ends.
    pub(super) fn char_of(&self, at: ByteOffset) -> usize {
        let inside = at.clamp(self.span.start(), self.span.end()).get() - self.span.start().get();
        if self.starts.is_empty() {
            return inside;
        }
        if inside == self.span.len() {
            return self.starts.len();
        }
        self.starts.partition_point(|start| *start as usize <= inside).saturating_sub(1)
    }

    /// Where a character starts; the end of the piece for one past the last.
    pub(super) fn byte_of(&self, char: usize) -> ByteOffset {
        let inside = if self.starts.is_empty() {
            char.min(self.span.len())
        } else {
            self.starts.get(char).map_or(self.span.len(), |start| *start as usize)
        };
        ByteOffset::new(self.span.start().get() + inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn there_and_back(before in "\\PC{0,9}", words in "\\PC{1,80}", after in "\\PC{0,9}") {
            let text = format!("{before}{words}{after}");
            let span = TextSpan::of(before.len(), before.len() + words.len());
            let table = CharTable::new(&text, span);
            let count = words.chars().count();
            for (number, (i, c)) in words.char_indices().enumerate() {
                let at = ByteOffset::new(before.len() + i);
                proptest::prop_assert_eq!(table.byte_of(number), at);
                proptest::prop_assert_eq!(table.char_of(at), number);
                proptest::prop_assert_eq!(table.char_of(ByteOffset::new(at.get() + c.len_utf8() - 1)), number);
            }
            proptest::prop_assert_eq!(table.byte_of(count), span.end());
            proptest::prop_assert_eq!(table.char_of(span.end()), count);
            proptest::prop_assert_eq!(table.char_of(ByteOffset::new(text.len())), count);
            proptest::prop_assert_eq!(table.char_of(ByteOffset::ZERO), 0);
        }
    }
}
