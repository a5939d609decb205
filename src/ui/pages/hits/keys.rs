//! What keys do in the list.

use super::{HitAct, HitTable};
use crate::ui::View;
use crate::ui::pages::row_keys::{RowStep, row_step, typed_label};
use egui::{Key, Modifiers, Ui};

impl HitTable {
    /// Takes the keys in while the list has the focus.
    pub(super) fn keys(&mut self, ui: &Ui, view: &View<'_>) -> Option<HitAct> {
        if let Some(step) = row_step(ui, self.cursor, self.rows.len()) {
            self.step(step);
        }
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if pressed(Modifiers::COMMAND, Key::A) {
            self.tick_all();
        }
        if pressed(Modifiers::NONE, Key::Space) {
            self.toggle();
            self.step(RowStep::To((self.cursor + 1).min(self.rows.len().saturating_sub(1))));
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            return Some(HitAct::Confirm);
        }
        if pressed(Modifiers::NONE, Key::ArrowRight) {
            return Some(HitAct::Open);
        }
        typed_label(ui, view).map(HitAct::Label)
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
}
