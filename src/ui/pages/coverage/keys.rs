//! What keys do in the matrix.

use super::super::mentions::open;
use super::CoveragePage;
use crate::review::{Matrix, RowItem};
use crate::ui::{Outbox, View};
use egui::{Key, Modifiers, Ui};

/// Rows that a page is.
const PAGE: isize = 20;

impl CoveragePage {
    /// Arrows go from square to square, Enter opens the first quote.
    pub(super) fn keys(&mut self, ui: &Ui, view: &View<'_>, matrix: &Matrix, out: &mut Outbox) {
        let pressed = |key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)).cast_signed();
        let down =
            pressed(Key::ArrowDown) - pressed(Key::ArrowUp) + PAGE * (pressed(Key::PageDown) - pressed(Key::PageUp));
        let right = pressed(Key::ArrowRight) - pressed(Key::ArrowLeft);
        if down != 0 || right != 0 {
            self.step(matrix, down, right);
        }
        if pressed(Key::Enter) > 0
            && let Some((row, column)) = self.cursor
            && let Some(RowItem::Thread(thread)) = matrix.rows().get(row)
            && let Some(column) = matrix.columns().get(column)
            && let Some(mention) =
                column.articles().find_map(|article| matrix.coverage().mentions(*thread, article).first().cloned())
        {
            open(view, &mention.key, mention.annotation, out);
        }
    }

    fn step(&mut self, matrix: &Matrix, down: isize, right: isize) {
        let (row, column) = self.cursor.unwrap_or((0, 0));
        let last = matrix.rows().len().saturating_sub(1);
        let mut row = row.saturating_add_signed(down).min(last);
        // The head of a group is no square.
        let is_head = |row: usize| matches!(matrix.rows().get(row), Some(RowItem::Label(..)));
        while is_head(row) && row < last && (down >= 0 || row == 0) {
            row += 1;
        }
        while is_head(row) && row > 0 {
            row -= 1;
        }
        let column = column.saturating_add_signed(right).min(matrix.columns().len().saturating_sub(1));
        self.pick(matrix, row, column);
        self.reveal = true;
    }
}
