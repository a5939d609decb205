//! The text of an article revision, with its index and hash.

use super::{ByteOffset, CharOffset, TextIndex, TextSpan};
use std::fmt;
use std::sync::Arc;

/// The BLAKE3 hash of a text's UTF-8 bytes: names the text that positions mean.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextHash([u8; 32]);

impl TextHash {
    /// The hash of these words.
    pub fn of(text: &str) -> Self {
        Self(*blake3::hash(text.as_bytes()).as_bytes())
    }

    /// Reads `blake3:` and 64 hexadecimal digits.
    pub fn parse(written: &str) -> Option<Self> {
        let hex = written.strip_prefix("blake3:")?;
        Some(Self(*blake3::Hash::from_hex(hex).ok()?.as_bytes()))
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "blake3:{}", blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that never changes, shared by all that refer to it. Cloning costs nothing.
#[derive(Clone)]
pub struct Text(Arc<Inner>);

struct Inner {
    content: String,
    index: TextIndex,
    hash: TextHash,
}

impl Text {
    /// Takes a text as it is; clean it first with [`super::clean`].
    pub fn new(content: impl Into<String>) -> Self {
        let content = content.into();
        Self(Arc::new(Inner { index: TextIndex::new(&content), hash: TextHash::of(&content), content }))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0.content
    }

    /// The hash of the words.
    pub fn hash(&self) -> TextHash {
        self.0.hash
    }

    /// Unit conversion and paragraphs.
    pub fn index(&self) -> &TextIndex {
        &self.0.index
    }

    /// Paragraphs in text order; see [`TextIndex::paragraphs`].
    pub fn paragraphs(&self) -> &[TextSpan] {
        self.0.index.paragraphs()
    }

    /// Length in UTF-8 bytes.
    pub fn len(&self) -> usize {
        self.0.content.len()
    }

    /// True for a text without a single character.
    pub fn is_empty(&self) -> bool {
        self.0.content.is_empty()
    }

    /// The whole text as a span.
    pub fn span(&self) -> TextSpan {
        TextSpan::of(0, self.len())
    }

    /// The words of a span.
    pub fn slice(&self, span: TextSpan) -> &str {
        span.slice(self.as_str())
    }

    /// True where the span fits the text and both its ends are character boundaries.
    pub fn fits(&self, span: TextSpan) -> bool {
        self.as_str().get(span.range()).is_some()
    }

    /// A span in code points, as files and commands write it.
    pub fn chars_of(&self, span: TextSpan) -> (CharOffset, CharOffset) {
        let text = self.as_str();
        (self.0.index.char_of(text, span.start()), self.0.index.char_of(text, span.end()))
    }

    /// A span from code points; `None` where it is reversed or past the end.
    pub fn span_of_chars(&self, start: CharOffset, end: CharOffset) -> Option<TextSpan> {
        let text = self.as_str();
        let start_byte = self.0.index.byte_of_char(text, start)?;
        let end_byte = self.0.index.byte_of_char(text, end)?;
        (start <= end).then(|| TextSpan::new(start_byte, end_byte))
    }

    /// The nearest character boundary at or before `at`.
    pub fn floor(&self, at: ByteOffset) -> ByteOffset {
        ByteOffset::new(self.as_str().floor_char_boundary(at.get()))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.hash == other.0.hash
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: String = self.as_str().chars().take(40).collect();
        write!(f, "Text({} bytes, {start:?})", self.len())
    }
}
