//! What keys and the clipboard do in the table.

use super::columns::COLUMNS;
use super::{SegmentsPage, Ui, View};
use crate::edit::plan::EditAll;
use crate::review::SegmentRow;
use crate::ui::Outbox;
use crate::ui::pages::grid::write_cells;
use egui::{Event, Key, Modifiers};

/// Rows that a page is.
const PAGE: usize = 20;

impl SegmentsPage {
    /// Takes the keys in while the table has the focus.
    pub(super) fn keys(&mut self, ui: &Ui, view: &View<'_>, out: &mut Outbox) {
        self.arrows(ui);
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if pressed(Modifiers::COMMAND, Key::A) {
            self.tick_all();
        }
        if pressed(Modifiers::NONE, Key::Space) {
            self.toggle();
            self.step(1, false);
        }
        if pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace) {
            self.edit(view, EditAll::Delete, out);
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            self.open(view, out);
        }
        let (mut typed, mut copied) = (String::new(), false);
        ui.input_mut(|i| {
            i.events.retain(|event| {
                match event {
                    Event::Text(text) => typed.push_str(text),
                    Event::Copy | Event::Cut => copied = true,
                    _ => return true,
                }
                false
            });
        });
        if copied {
            self.copy(ui, view);
        }
        let labels = view.project().codebook.ordered();
        let meant = |c: char| labels.iter().find(|label| label.key == Some(c) && !label.archived);
        if let Some(label) = typed.chars().flat_map(char::to_lowercase).find_map(meant) {
            self.edit(view, EditAll::Relabel(label.id.clone()), out);
        }
    }

    fn arrows(&mut self, ui: &Ui) {
        let last = self.list.rows.len().saturating_sub(1);
        let pressed = |modifiers, key| ui.input_mut(|i| i.count_and_consume_key(modifiers, key)).cast_signed();
        let ticking = pressed(Modifiers::SHIFT, Key::ArrowDown) - pressed(Modifiers::SHIFT, Key::ArrowUp);
        if ticking != 0 {
            self.step(ticking, true);
        }
        let page = PAGE.cast_signed();
        let step = pressed(Modifiers::NONE, Key::ArrowDown) - pressed(Modifiers::NONE, Key::ArrowUp)
            + page * (pressed(Modifiers::NONE, Key::PageDown) - pressed(Modifiers::NONE, Key::PageUp));
        if step != 0 {
            self.step(step, false);
        }
        for (key, row) in [(Key::Home, 0), (Key::End, last)] {
            if pressed(Modifiers::NONE, key) + pressed(Modifiers::COMMAND, key) > 0 {
                (self.cursor, self.reveal) = (row, true);
            }
        }
    }

    /// Moves by some rows; with `ticking`, ticks all that it comes by.
    fn step(&mut self, by: isize, ticking: bool) {
        let last = self.list.rows.len().saturating_sub(1);
        let row = self.cursor.saturating_add_signed(by).min(last);
        if ticking {
            self.tick_through(row);
        }
        (self.cursor, self.reveal) = (row, true);
    }

    /// Ticks everything that is listed, or where that is so already, nothing.
    pub(super) fn tick_all(&mut self) {
        let mut segments = self.list.rows.iter().filter(|row| row.segment().is_some());
        if segments.all(|row| self.ticks.has(row)) {
            self.ticks.clear();
        } else {
            self.list.rows.iter().for_each(|row| self.ticks.tick(row));
        }
    }

    /// Copies what is ticked, or else all that is listed, as a spreadsheet takes it in: with names above the columns.
    pub(super) fn copy(&self, ui: &Ui, view: &View<'_>) {
        let mut cells = vec![COLUMNS.iter().map(|c| c.name.to_owned()).collect::<Vec<_>>()];
        let wanted = |row: &&SegmentRow| self.ticks.is_empty() || self.ticks.has(row);
        for (block, segment) in self.list.rows.iter().filter(wanted).filter_map(SegmentRow::segment) {
            if let Some(annotation) = view.project().annotation(&block.key, segment.annotation.id) {
                cells.push(COLUMNS.iter().map(|c| c.text(view, block, annotation)).collect());
            }
        }
        ui.ctx().copy_text(write_cells(&cells));
    }
}
