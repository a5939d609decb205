//! What keys do in the list.

use super::{HitAct, HitTable};
use crate::ui::View;
use egui::{Event, Key, Modifiers, Ui};

/// Lines that a page is.
const PAGE: usize = 20;

impl HitTable {
    /// Takes the keys in while the list has the focus.
    pub(super) fn keys(&mut self, ui: &Ui, view: &View<'_>) -> Option<HitAct> {
        self.arrows(ui);
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if pressed(Modifiers::COMMAND, Key::A) {
            self.tick_all();
        }
        if pressed(Modifiers::NONE, Key::Space) {
            self.toggle();
            self.step(1, false);
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            return Some(HitAct::Confirm);
        }
        if pressed(Modifiers::NONE, Key::ArrowRight) {
            return Some(HitAct::Open);
        }
        let mut typed = String::new();
        ui.input_mut(|i| {
            i.events.retain(|event| {
                let Event::Text(text) = event else { return true };
                typed.push_str(text);
                false
            });
        });
        let labels = view.project().codebook.ordered();
        let meant = |c: char| labels.iter().find(|label| label.key == Some(c) && !label.archived);
        typed.chars().flat_map(char::to_lowercase).find_map(meant).map(|label| HitAct::Label(label.id.clone()))
    }

    fn arrows(&mut self, ui: &Ui) {
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
        for (key, row) in [(Key::Home, 0), (Key::End, self.rows.len().saturating_sub(1))] {
            if pressed(Modifiers::NONE, key) + pressed(Modifiers::COMMAND, key) > 0 {
                (self.cursor, self.reveal) = (row, true);
            }
        }
    }

    /// Moves by some lines; with `ticking`, ticks all that it comes by.
    fn step(&mut self, by: isize, ticking: bool) {
        let row = self.cursor.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
        if ticking {
            self.tick_through(row);
        }
        (self.cursor, self.reveal) = (row, true);
    }
}
