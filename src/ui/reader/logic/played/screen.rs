//! A screen without a window.

use crate::text::{ByteOffset, Text, TextSpan, next_word};
use crate::ui::Motion;
use crate::ui::reader::ReaderState;
use crate::ui::reader::logic::Geometry;
use std::cell::Cell;

/// Characters in a row, and rows on the screen.
const ROW: usize = 68;
pub(super) const ROWS: usize = 34;

/// A screen without a window: rows of so many characters, scrolled by as little as brings the caret into view.
pub(super) struct Screen {
    pub(super) rows: Vec<TextSpan>,
    pub(super) top: Cell<usize>,
}

impl Screen {
    pub(super) fn new(text: &Text) -> Self {
        let mut rows = Vec::new();
        for paragraph in text.paragraphs() {
            let (mut start, mut end) = (paragraph.start(), paragraph.start());
            while end < paragraph.end() {
                let next = next_word(text.as_str(), end).min(paragraph.end());
                if text.slice(TextSpan::new(start, next)).trim_end().chars().count() > ROW && end > start {
                    rows.push(TextSpan::new(start, end));
                    start = end;
                }
                end = next;
            }
            rows.push(TextSpan::new(start, paragraph.end()));
        }
        Self { rows, top: Cell::new(0) }
    }

    pub(super) fn row(&self, at: ByteOffset) -> usize {
        self.rows.partition_point(|row| row.start() <= at).saturating_sub(1)
    }

    pub(super) fn follow(&self, caret: ByteOffset) {
        let row = self.row(caret);
        self.top.set(self.top.get().clamp((row + 3).saturating_sub(ROWS), row.saturating_sub(2)));
    }
}

impl Geometry for Screen {
    fn motion(&self, state: &ReaderState, motion: Motion) -> Option<(ByteOffset, Option<f32>)> {
        let row = self.row(state.caret);
        let here = *self.rows.get(row)?;
        let column = state.caret.get() - here.start().get();
        let to = match motion {
            Motion::LineStart => return Some((here.start(), None)),
            Motion::LineEnd => return Some((here.end(), None)),
            Motion::Up => row.checked_sub(1)?,
            Motion::Down => row + 1,
            Motion::PageUp => row.saturating_sub(ROWS),
            Motion::PageDown => (row + ROWS).min(self.rows.len() - 1),
            _ => return None,
        };
        let there = self.rows.get(to)?;
        Some((there.start().max(ByteOffset::new((there.start().get() + column).min(there.end().get()))), None))
    }

    fn visible(&self) -> Option<TextSpan> {
        let last = self.rows.get(self.top.get() + ROWS - 1).or(self.rows.last())?;
        Some(self.rows.get(self.top.get())?.cover(*last))
    }
}
