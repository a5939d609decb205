//! Half-open runs of text.

use super::ByteOffset;

/// A run of text, half-open, in UTF-8 bytes on character boundaries; `start <= end` always.
///
/// ```text
///   a b c d e        [1, 3) holds b and c
///   0 1 2 3 4 5
///     |--|           [1, 3) and [3, 4) touch but do not overlap
///        |-|         [1, 3) and [2, 4) overlap; [1, 4) contains both
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextSpan {
    start: ByteOffset,
    end: ByteOffset,
}

impl TextSpan {
    /// The run between two positions, whichever comes first.
    pub fn new(a: ByteOffset, b: ByteOffset) -> Self {
        Self { start: a.min(b), end: a.max(b) }
    }

    /// The run of bytes `start..end`; the ends are put in order.
    pub fn of(start: usize, end: usize) -> Self {
        Self::new(ByteOffset::new(start), ByteOffset::new(end))
    }

    /// An empty run at a position.
    pub fn caret(at: ByteOffset) -> Self {
        Self { start: at, end: at }
    }

    /// First byte of the run.
    pub fn start(self) -> ByteOffset {
        self.start
    }

    /// One past the last byte of the run.
    pub fn end(self) -> ByteOffset {
        self.end
    }

    /// Length in UTF-8 bytes.
    pub fn len(self) -> usize {
        self.end.get() - self.start.get()
    }

    /// True where start and end are the same place.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The run as a range of bytes, for `str::get`.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start.get()..self.end.get()
    }

    /// The words of the run; empty where it does not fit the text.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// True where `at` lies in the run, its end not included.
    pub fn contains(self, at: ByteOffset) -> bool {
        self.start <= at && at < self.end
    }

    /// True where `at` lies in the run or at its end.
    pub fn touches(self, at: ByteOffset) -> bool {
        self.start <= at && at <= self.end
    }

    /// True where every byte of `other` lies in this run.
    pub fn contains_span(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True where the two runs share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest run that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// What the two runs share, or `None` where they share nothing.
    pub fn intersection(self, other: Self) -> Option<Self> {
        self.overlaps(other).then(|| Self { start: self.start.max(other.start), end: self.end.min(other.end) })
    }
}

/// Text order: by start, and of two with the same start the longer first, so that an outer span precedes its inner ones.
impl Ord for TextSpan {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.start.cmp(&other.start).then(other.end.cmp(&self.end))
    }
}

impl PartialOrd for TextSpan {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_open_relations() {
        let (ab, bc, mid) = (TextSpan::of(1, 3), TextSpan::of(3, 4), TextSpan::of(2, 4));
        assert!(!ab.overlaps(bc) && ab.touches(bc.start()) && !ab.contains(bc.start()));
        assert!(ab.overlaps(mid) && ab.cover(mid).contains_span(bc));
        assert_eq!(ab.intersection(mid), Some(TextSpan::of(2, 3)));
        assert_eq!(ab.intersection(bc), None);
        assert!(TextSpan::of(0, 9) < TextSpan::of(0, 4), "outer first");
    }
}
