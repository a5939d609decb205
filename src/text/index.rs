//! Conversion between units of position, and the paragraphs of a text.

use super::{ByteOffset, CharOffset, TextSpan, Utf16Offset};

/// Bytes between two checkpoints: a conversion reads at most this much of the text.
const BLOCK: usize = 256;

/// What lies before a checkpoint.
#[derive(Clone, Copy, Debug, Default)]
struct Checkpoint {
    chars: u32,
    utf16: u32,
}

/// Checkpoints for unit conversion and the list of paragraphs. Costs about 8 bytes for each 256 bytes of text.
#[derive(Clone, Debug)]
pub struct TextIndex {
    checkpoints: Vec<Checkpoint>,
    paragraphs: Vec<TextSpan>,
}

/// Code points and UTF-16 units that *start* in these bytes of UTF-8.
fn count(bytes: &[u8]) -> Checkpoint {
    let chars = bytes.iter().filter(|b| !is_continuation(**b)).count();
    let wide = bytes.iter().filter(|b| **b >= 0xF0).count();
    Checkpoint { chars: chars as u32, utf16: (chars + wide) as u32 }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

impl TextIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut total = Checkpoint::default();
        for block in text.as_bytes().chunks(BLOCK) {
            checkpoints.push(total);
            let here = count(block);
            total = Checkpoint { chars: total.chars + here.chars, utf16: total.utf16 + here.utf16 };
        }
        if checkpoints.is_empty() {
            checkpoints.push(total);
        }
        Self { checkpoints, paragraphs: paragraphs(text) }
    }

    /// Maximal runs without `\n` that are not all white space, in text order.
    pub fn paragraphs(&self) -> &[TextSpan] {
        &self.paragraphs
    }

    /// Number of the paragraph that holds `at` (its end included), or of the nearest one before, or else the first.
    pub fn paragraph_at(&self, at: ByteOffset) -> Option<usize> {
        let after = self.paragraphs.partition_point(|p| p.start() <= at);
        (!self.paragraphs.is_empty()).then(|| after.saturating_sub(1))
    }

    /// Numbers of the paragraphs that share a byte with `span`, as a range.
    pub fn paragraphs_in(&self, span: TextSpan) -> std::ops::Range<usize> {
        let first = self.paragraphs.partition_point(|p| p.end() <= span.start());
        let last = self.paragraphs.partition_point(|p| p.start() < span.end());
        first..last.max(first)
    }

    fn before(&self, text: &str, at: ByteOffset) -> Checkpoint {
        let at = at.get().min(text.len());
        let block = (at / BLOCK).min(self.checkpoints.len().saturating_sub(1));
        let base = self.checkpoints.get(block).copied().unwrap_or_default();
        let rest = count(text.as_bytes().get(block * BLOCK..at).unwrap_or_default());
        Checkpoint { chars: base.chars + rest.chars, utf16: base.utf16 + rest.utf16 }
    }

    /// Bytes to code points.
    pub fn char_of(&self, text: &str, at: ByteOffset) -> CharOffset {
        CharOffset::new(self.before(text, at).chars as usize)
    }

    /// Bytes to UTF-16 units.
    pub fn utf16_of(&self, text: &str, at: ByteOffset) -> Utf16Offset {
        Utf16Offset::new(self.before(text, at).utf16 as usize)
    }

    /// Code points to bytes; `None` past the end of the text.
    pub fn byte_of_char(&self, text: &str, at: CharOffset) -> Option<ByteOffset> {
        let (bytes, target) = (text.as_bytes(), at.get());
        let block = self.checkpoints.partition_point(|c| c.chars as usize <= target).saturating_sub(1);
        // Characters that start in the block before this one are counted byte by byte: they are not read.
        let mut left = target - self.checkpoints.get(block)?.chars as usize;
        let from = block * BLOCK;
        for (i, byte) in bytes.get(from..)?.iter().enumerate() {
            if !is_continuation(*byte) {
                if left == 0 {
                    return Some(ByteOffset::new(from + i));
                }
                left -= 1;
            }
        }
        (left == 0).then(|| ByteOffset::new(bytes.len()))
    }

    /// UTF-16 units to bytes; `None` past the end of the text or inside a surrogate pair.
    pub fn byte_of_utf16(&self, text: &str, at: Utf16Offset) -> Option<ByteOffset> {
        self.find(text, at.get(), |c| c.utf16 as usize, char::len_utf16)
    }

    fn find(
        &self,
        text: &str,
        target: usize,
        base: impl Fn(&Checkpoint) -> usize,
        width: impl Fn(char) -> usize,
    ) -> Option<ByteOffset> {
        let block = self.checkpoints.partition_point(|c| base(c) <= target).saturating_sub(1);
        let mut seen = base(self.checkpoints.get(block)?);
        // The block may begin inside a character, which was counted before it.
        let mut byte = block * BLOCK;
        while byte < text.len() && !text.is_char_boundary(byte) {
            byte += 1;
        }
        for c in text.get(byte..)?.chars() {
            if seen >= target {
                break;
            }
            seen += width(c);
            byte += c.len_utf8();
        }
        (seen == target).then(|| ByteOffset::new(byte))
    }
}

fn paragraphs(text: &str) -> Vec<TextSpan> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            found.push(TextSpan::of(start, start + line.len()));
        }
        start += line.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn units_agree_with_the_standard_library(text in "(?s)\\PC{0,400}") {
            let index = TextIndex::new(&text);
            for (chars, (byte, _)) in text.char_indices().enumerate() {
                let at = ByteOffset::new(byte);
                let utf16: usize = text.get(..byte).unwrap_or_default().chars().map(char::len_utf16).sum();
                prop_assert_eq!(index.char_of(&text, at).get(), chars);
                prop_assert_eq!(index.utf16_of(&text, at).get(), utf16);
                prop_assert_eq!(index.byte_of_char(&text, CharOffset::new(chars)), Some(at));
                prop_assert_eq!(index.byte_of_utf16(&text, Utf16Offset::new(utf16)), Some(at));
            }
            let length = text.chars().count();
            prop_assert_eq!(index.byte_of_char(&text, CharOffset::new(length)), Some(ByteOffset::new(text.len())));
            prop_assert_eq!(index.byte_of_char(&text, CharOffset::new(length + 1)), None);
        }
    }

    #[test]
    fn inside_a_surrogate_pair_is_no_place() {
        let index = TextIndex::new("a😀b");
        assert_eq!(index.byte_of_utf16("a😀b", Utf16Offset::new(2)), None);
        assert_eq!(index.byte_of_utf16("a😀b", Utf16Offset::new(3)), Some(ByteOffset::new(5)));
    }

    #[test]
    fn paragraphs_leave_blank_lines_out() {
        let index = TextIndex::new("one\n\n \t\ntwo\n");
        assert_eq!(index.paragraphs(), [TextSpan::of(0, 3), TextSpan::of(8, 11)]);
        assert_eq!(index.paragraph_at(ByteOffset::new(5)), Some(0));
        assert_eq!(index.paragraphs_in(TextSpan::of(2, 9)), 0..2);
        assert_eq!(index.paragraphs_in(TextSpan::of(4, 6)), 1..1);
    }
}
