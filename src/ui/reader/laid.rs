//! A piece as it stands on the screen: bytes to places and back.

use super::chars::CharTable;
use super::style::Look;
use crate::text::{ByteOffset, TextSpan, next_grapheme, snap_to_grapheme};
use egui::{Galley, Pos2, Rangef, Rect, pos2};
use std::sync::Arc;

/// A piece that was laid out, with its place on the screen.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    /// The number of the piece.
    pub(super) piece: usize,
    /// The number of its paragraph.
    pub(super) paragraph: usize,
    /// Its words.
    pub(super) span: TextSpan,
    /// The rows.
    pub(super) galley: Arc<Galley>,
    /// How they look.
    pub(super) look: Look,
    /// Where the first row starts, in points of the window.
    pub(super) origin: Pos2,
    /// It ends its paragraph.
    pub(super) ends_paragraph: bool,
    chars: CharTable,
    /// The number of the first character of each row, and of the end.
    rows: Vec<usize>,
}

/// A run of words in one row, in points of the window: as wide as the words, as high as they are without the lanes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RowRect {
    /// The row in its piece.
    pub(super) row: usize,
    /// The words.
    pub(super) rect: Rect,
}

impl Laid {
    /// Takes in the rows of a piece.
    pub(super) fn new(
        piece: usize,
        paragraph: usize,
        text: &str,
        span: TextSpan,
        galley: Arc<Galley>,
        look: Look,
    ) -> Self {
        let mut rows = Vec::with_capacity(galley.rows.len() + 1);
        let mut first = 0;
        for row in &galley.rows {
            rows.push(first);
            first += row.char_count_including_newline().0;
        }
        rows.push(first);
        let chars = CharTable::new(text, span);
        Self { piece, paragraph, span, galley, look, origin: Pos2::ZERO, ends_paragraph: true, chars, rows }
    }

    /// Bytes that the rows take, glyphs and triangles included; egui keeps the same rows for the next frame, shared.
    pub(super) fn bytes(&self) -> usize {
        let row = |row: &egui::epaint::text::PlacedRow| {
            let mesh = &row.row.visuals.mesh;
            size_of::<egui::epaint::text::Row>()
                + row.row.glyphs.capacity() * size_of::<egui::epaint::text::Glyph>()
                + mesh.vertices.capacity() * size_of::<egui::epaint::Vertex>()
                + mesh.indices.capacity() * size_of::<u32>()
        };
        let rows: usize = self.galley.rows.iter().map(row).sum();
        rows + self.galley.job.text.capacity() + self.rows.capacity() * size_of::<usize>() + self.chars.bytes()
    }

    /// Number of rows.
    pub(super) fn row_count(&self) -> usize {
        self.galley.rows.len()
    }

    /// Height of all rows, in points.
    pub(super) fn height(&self) -> f32 {
        self.galley.rect.height()
    }

    /// The top of a row, in points of the window.
    pub(super) fn row_top(&self, row: usize) -> f32 {
        self.origin.y + self.galley.rows.get(row).map_or(0.0, |r| r.pos.y)
    }

    /// From top to bottom of the words of a row, without its lanes, in points of the window.
    pub(super) fn words_of_row(&self, row: usize) -> Rangef {
        let top = self.row_top(row) + (self.look.row - self.look.words) / 2.0;
        Rangef::new(top, top + self.look.words)
    }

    /// Rows that touch a range of heights, in points of the window.
    pub(super) fn rows_in(&self, y: Rangef) -> std::ops::Range<usize> {
        let first = self.galley.rows.partition_point(|r| self.origin.y + r.pos.y + self.look.row < y.min);
        let last = self.galley.rows.partition_point(|r| self.origin.y + r.pos.y <= y.max);
        first..last.max(first)
    }

    /// The words of a row.
    pub(super) fn row_span(&self, row: usize) -> TextSpan {
        let at = |i: usize| self.rows.get(i).map_or(self.span.end(), |char| self.chars.byte_of(*char));
        TextSpan::new(at(row), at(row + 1))
    }

    /// The row that a place is in: at a break between rows, the lower one.
    pub(super) fn row_of(&self, at: ByteOffset) -> usize {
        let char = self.chars.char_of(at);
        let after = self.rows.partition_point(|first| *first <= char);
        after.saturating_sub(1).min(self.row_count().saturating_sub(1))
    }

    /// The distance of a character's left edge from the start of the rows, in points.
    fn x_in_row(&self, row: usize, char: usize) -> f32 {
        let Some(placed) = self.galley.rows.get(row) else { return 0.0 };
        let first = self.rows.get(row).copied().unwrap_or_default();
        placed.pos.x + placed.x_offset((char.saturating_sub(first)).into())
    }

    /// The caret at a place: no width, as high as the words, in points of the window.
    pub(super) fn caret(&self, at: ByteOffset) -> Rect {
        let row = self.row_of(at);
        let x = self.origin.x + self.x_in_row(row, self.chars.char_of(at));
        Rect::from_x_y_ranges(x..=x, self.words_of_row(row))
    }

    /// The words of a span, row by row, where they touch a range of heights.
    pub(super) fn rects(&self, span: TextSpan, y: Rangef) -> Vec<RowRect> {
        let Some(span) = span.intersection(self.span) else { return Vec::new() };
        let (first, end) = (self.chars.char_of(span.start()), self.chars.char_of(span.end()));
        let shown = self.rows_in(y);
        let from = self.row_of(span.start()).max(shown.start);
        (from..shown.end)
            .map_while(|row| {
                let (row_first, row_end) = (self.rows.get(row).copied()?, self.rows.get(row + 1).copied()?);
                if row_first >= end {
                    return None;
                }
                let (a, b) = (first.max(row_first), end.min(row_end));
                let (x, other) = (self.x_in_row(row, a), self.end_in_row(row, b));
                let x_range = Rangef::new(self.origin.x + x.min(other), self.origin.x + x.max(other));
                Some(RowRect { row, rect: Rect::from_x_y_ranges(x_range, self.words_of_row(row)) })
            })
            .filter(|found| found.rect.width() > 0.0)
            .collect()
    }

    /// The right edge of what ends before a character, without white space that hangs at the end of a row.
    fn end_in_row(&self, row: usize, char: usize) -> f32 {
        let Some(placed) = self.galley.rows.get(row) else { return 0.0 };
        let count = char.saturating_sub(self.rows.get(row).copied().unwrap_or_default());
        let glyphs = placed.glyphs.get(..count.min(placed.glyphs.len())).unwrap_or_default();
        let trimmed = if count >= placed.glyphs.len() {
            glyphs.iter().rposition(|g| !g.chr.is_whitespace()).map_or(glyphs.len(), |i| i + 1)
        } else {
            count
        };
        placed.pos.x + placed.x_offset(trimmed.into())
    }

    /// Where the characters of a row start, and its last one ends, in points from the start of the rows.
    pub(super) fn lefts(&self, row: usize) -> Vec<f32> {
        let Some(placed) = self.galley.rows.get(row) else { return Vec::new() };
        let end = placed.glyphs.last().map(|glyph| placed.pos.x + glyph.max_x());
        placed.glyphs.iter().map(|glyph| placed.pos.x + glyph.pos.x).chain(end).collect()
    }

    /// The row at a height, or the nearest one.
    pub(super) fn row_at(&self, y: f32) -> usize {
        let after = self.galley.rows.partition_point(|r| self.origin.y + r.pos.y <= y);
        after.saturating_sub(1).min(self.row_count().saturating_sub(1))
    }

    /// The boundary between grapheme clusters that is nearest to a place on the screen.
    pub(super) fn byte_at(&self, text: &str, pos: Pos2) -> ByteOffset {
        self.byte_in_row(text, self.row_at(pos.y), pos.x)
    }

    /// The boundary in a row that is nearest to a horizontal place; never the start of the next row.
    pub(super) fn byte_in_row(&self, text: &str, row: usize, x: f32) -> ByteOffset {
        let Some(placed) = self.galley.rows.get(row) else { return self.span.start() };
        let column = placed.char_at(x - self.origin.x - placed.pos.x).0;
        let char = self.rows.get(row).copied().unwrap_or_default() + column;
        let at = self.nearest_boundary(text, row, char, x);
        let span = self.row_span(row);
        if at >= span.end() { self.row_end(text, row) } else { at }
    }

    /// Several offsets share one place inside a cluster: the nearer end of the cluster is taken.
    fn nearest_boundary(&self, text: &str, row: usize, char: usize, x: f32) -> ByteOffset {
        let at = self.chars.byte_of(char);
        let start = snap_to_grapheme(text, at);
        if start == at {
            return at;
        }
        let end = next_grapheme(text, start);
        let distance = |b: ByteOffset| (self.origin.x + self.x_in_row(row, self.chars.char_of(b)) - x).abs();
        if distance(end) < distance(start) { end } else { start }
    }

    /// The last place in a row that is not the start of the next one.
    pub(super) fn row_end(&self, text: &str, row: usize) -> ByteOffset {
        let span = self.row_span(row);
        if row + 1 >= self.row_count() && self.ends_paragraph {
            return span.end();
        }
        let kept = span.slice(text).trim_end().len();
        if kept < span.len() && kept > 0 {
            return ByteOffset::new(span.start().get() + kept);
        }
        crate::text::previous_grapheme(text, span.end()).max(span.start())
    }

    /// The character under a place on the screen; `None` beside the words.
    pub(super) fn char_under(&self, pos: Pos2) -> Option<ByteOffset> {
        let row = self.row_at(pos.y);
        let placed = self.galley.rows.get(row)?;
        let top = self.row_top(row);
        if pos.y < top || pos.y > top + self.look.row + self.look.row / 4.0 {
            return None;
        }
        let x = pos.x - self.origin.x - placed.pos.x;
        let column = placed.glyphs.iter().position(|g| g.pos.x <= x && x < g.max_x())?;
        Some(self.chars.byte_of(self.rows.get(row).copied()? + column))
    }

    /// The whole piece, in points of the window.
    pub(super) fn rect(&self) -> Rect {
        Rect::from_min_max(
            self.origin,
            pos2(self.origin.x + self.galley.job.wrap.max_width, self.origin.y + self.height()),
        )
    }
}
