//! Which way a standoff file counts its positions, as its own quotes show.

use super::line::Entity;
use crate::exchange::OffsetUnit;
use crate::text::Text;

/// A text as positions mean it, with the unit that they count.
pub(super) struct Counted {
    pub(super) text: Text,
    unit: OffsetUnit,
}

impl Counted {
    /// The way of counting under which most annotations have the words that the file quotes for them: code points of
    /// the text as it is, which is brat's own; with line ends of one character; without a byte order mark; UTF-16.
    pub(super) fn of(raw: &str, entities: &[Entity]) -> Self {
        let plain = Self { text: Text::new(raw), unit: OffsetUnit::CodePoints };
        let right = plain.right(entities);
        if right == entities.len() {
            return plain;
        }
        let mut best = (right, plain);
        for words in variants(raw) {
            let text = Text::new(words);
            for unit in [OffsetUnit::CodePoints, OffsetUnit::Utf16] {
                let way = Self { text: text.clone(), unit };
                let right = way.right(entities);
                if right > best.0 {
                    best = (right, way);
                }
            }
        }
        best.1
    }

    fn right(&self, entities: &[Entity]) -> usize {
        entities.iter().filter(|entity| self.quotes(entity)).count()
    }

    /// True where an annotation has the words that the file quotes for it, or the file quotes none. Line ends and tabs
    /// count as spaces: some programs write them so.
    pub(super) fn quotes(&self, entity: &Entity) -> bool {
        let spans = entity.spans.iter().map(|(start, end)| self.unit.span(&self.text, *start, *end));
        let Some(spans) = spans.collect::<Option<Vec<_>>>() else { return false };
        let words = spans.iter().flat_map(|span| self.text.slice(*span).split_whitespace());
        entity.words.is_empty() || words.eq(entity.words.split_whitespace())
    }

    /// Positions in code points of [`Self::text`]; those that do not fit stay as they are.
    pub(super) fn ranges(&self, entity: &Entity) -> Vec<(usize, usize)> {
        let range = |(start, end): &(usize, usize)| match self.unit.span(&self.text, *start, *end) {
            Some(span) => OffsetUnit::CodePoints.of(&self.text, span),
            None => (*start, *end),
        };
        entity.spans.iter().map(range).collect()
    }
}

fn variants(raw: &str) -> Vec<String> {
    let mut found = vec![raw.to_owned()];
    if raw.contains('\r') {
        found.push(raw.replace("\r\n", "\n").replace('\r', "\n"));
    }
    for words in found.clone() {
        found.extend(words.strip_prefix('\u{feff}').map(str::to_owned));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::line::standoff;
    use super::*;

    fn ranges(raw: &str, lines: &str) -> Vec<(usize, usize)> {
        let entities = standoff(lines).entities;
        let counted = Counted::of(raw, &entities);
        entities.iter().filter(|e| counted.quotes(e)).flat_map(|e| counted.ranges(e)).collect()
    }

    #[test]
    fn quotes_tell_the_unit() {
        assert_eq!(ranges("a😀 bc", "T1\tx 3 5\tbc"), [(3, 5)]);
        assert_eq!(ranges("a😀 bc", "T1\tx 4 6\tbc"), [(3, 5)], "UTF-16");
        assert_eq!(ranges("a\r\nbc", "T1\tx 3 5\tbc"), [(3, 5)]);
        assert_eq!(ranges("a\r\nbc", "T1\tx 2 4\tbc"), [(2, 4)], "line ends of one character");
        assert_eq!(ranges("\u{feff}abc", "T1\tx 1 3\tbc"), [(1, 3)], "without the byte order mark");
        assert_eq!(ranges("ab\ncd", "T1\tx 1 4\tb c\nT2\tx 0 2;3 5\tab cd"), [(1, 4), (0, 2), (3, 5)]);
        assert_eq!(ranges("abc", "T1\tx 0 9\tabc\nT2\tx 1 2\tz"), []);
    }
}
