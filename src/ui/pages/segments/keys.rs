//! What keys and the clipboard do in the table.

use super::columns::COLUMNS;
use super::{SegmentsPage, Ui, View};
use crate::edit::plan::EditAll;
use crate::review::SegmentRow;
use crate::ui::Outbox;
use crate::ui::pages::grid::write_cells;
use crate::ui::pages::row_keys::{RowStep, row_step, typed_label};
use egui::{Event, Key, Modifiers};

impl SegmentsPage {
    /// Takes the keys in while the table has the focus.
    pub(super) fn keys(&mut self, ui: &Ui, view: &View<'_>, out: &mut Outbox) {
        if let Some(step) = row_step(ui, self.cursor, self.list.rows.len()) {
            self.step(step);
        }
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if pressed(Modifiers::COMMAND, Key::A) {
            self.tick_all();
        }
        if pressed(Modifiers::NONE, Key::Space) {
            self.toggle();
            self.step(RowStep::To((self.cursor + 1).min(self.list.rows.len().saturating_sub(1))));
        }
        if pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace) {
            self.edit(view, EditAll::Delete, out);
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            self.open(view, out);
        }
        let mut copied = false;
        ui.input_mut(|i| {
            i.events.retain(|event| {
                let is_copy = matches!(event, Event::Copy | Event::Cut);
                copied |= is_copy;
                !is_copy
            });
        });
        if copied {
            self.copy(ui, view);
        }
        if let Some(label) = typed_label(ui, view) {
            self.edit(view, EditAll::Relabel(label), out);
        }
    }

    fn step(&mut self, step: RowStep) {
        self.cursor = match step {
            RowStep::To(row) => row,
            RowStep::TickTo(row) => {
                self.tick_through(row);
                row
            }
        };
        self.reveal = true;
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
