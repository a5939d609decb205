//! Text put together from the blocks of a page, one paragraph a line, with the zones that the page's marks show.

use crate::model::ZoneKind;
use crate::text::clean;

/// Paragraphs in order, each with its kind where the format says it.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) text: String,
    /// One for each paragraph of `text`.
    pub(super) kinds: Vec<Option<ZoneKind>>,
}

impl Blocks {
    /// Adds a block: each of its lines that is not blank becomes a paragraph.
    pub(super) fn push(&mut self, kind: Option<ZoneKind>, words: &str) {
        for line in clean(words).split('\n').map(str::trim).filter(|line| !line.is_empty()) {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(line);
            self.kinds.push(kind);
        }
    }

    /// Puts a headline before everything.
    pub(super) fn put_first(&mut self, kind: ZoneKind, words: &str) {
        let rest = std::mem::take(self);
        self.push(Some(kind), words);
        if !self.text.is_empty() && !rest.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&rest.text);
        self.kinds.extend(rest.kinds);
    }

    /// The first paragraphs.
    pub(super) fn first(&self, count: usize) -> impl Iterator<Item = &str> {
        self.text.split('\n').take(count)
    }
}

/// A stretch of a block being read, with white space run together as browsers do.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    words: String,
}

impl Stretch {
    /// Adds words; white space of any length becomes one space, and none starts a line.
    pub(super) fn push(&mut self, words: &str) {
        for c in words.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !self.words.is_empty() && !self.words.ends_with([' ', '\n', '\t']) {
                    self.words.push(' ');
                }
            } else {
                self.words.push(c);
            }
        }
    }

    /// Adds words as they are.
    pub(super) fn push_raw(&mut self, words: &str) {
        self.words.push_str(words);
    }

    /// True before the first word.
    pub(super) fn is_blank(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// The words so far; begins anew.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn each_line_is_a_paragraph_with_a_kind() {
        let mut blocks = Blocks::default();
        let mut stretch = Stretch::default();
        stretch.push("  one\n two ");
        stretch.push_raw("\n\u{a0}\n");
        stretch.push(" three");
        blocks.push(Some(ZoneKind::List), &stretch.take());
        blocks.push(None, " \u{2028}four\u{0}");
        blocks.put_first(ZoneKind::Title, "zero");
        assert_eq!(blocks.text, "zero\none two\nthree\nfour");
        assert_eq!(blocks.kinds.len(), Text::new(blocks.text.as_str()).paragraphs().len());
        assert_eq!(blocks.kinds.first(), Some(&Some(ZoneKind::Title)));
    }
}
