//! Keys that go through the rows of a table.

use crate::model::LabelId;
use crate::ui::View;
use egui::{Event, Key, Modifiers, Ui};

/// Rows that a page is.
const PAGE: isize = 20;

/// Where a key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowStep {
    /// To a row.
    To(usize),
    /// To a row, ticking all on the way.
    TickTo(usize),
}

/// Takes the arrows and their like in; gives the row that they go to from `cursor`, of so many `rows`.
pub(super) fn row_step(ui: &Ui, cursor: usize, rows: usize) -> Option<RowStep> {
    let last = rows.saturating_sub(1);
    let pressed = |modifiers, key| ui.input_mut(|i| i.count_and_consume_key(modifiers, key)).cast_signed();
    let moved = |by: isize| cursor.saturating_add_signed(by).min(last);
    let ticking = pressed(Modifiers::SHIFT, Key::ArrowDown) - pressed(Modifiers::SHIFT, Key::ArrowUp);
    if ticking != 0 {
        return Some(RowStep::TickTo(moved(ticking)));
    }
    for (key, row) in [(Key::Home, 0), (Key::End, last)] {
        if pressed(Modifiers::NONE, key) + pressed(Modifiers::COMMAND, key) > 0 {
            return Some(RowStep::To(row));
        }
    }
    let by = pressed(Modifiers::NONE, Key::ArrowDown) - pressed(Modifiers::NONE, Key::ArrowUp)
        + PAGE * (pressed(Modifiers::NONE, Key::PageDown) - pressed(Modifiers::NONE, Key::PageUp));
    (by != 0).then(|| RowStep::To(moved(by)))
}

/// Takes in what was typed; gives the label whose key it is.
pub(super) fn typed_label(ui: &Ui, view: &View<'_>) -> Option<LabelId> {
    let mut typed = String::new();
    ui.input_mut(|i| {
        i.events.retain(|event| {
            let Event::Text(text) = event else { return true };
            typed.push_str(text);
            false
        });
    });
    let codebook = &view.project().codebook;
    let meant = |c: char| codebook.offered().find(|label| label.key == Some(c)).map(|label| label.id.clone());
    typed.chars().flat_map(char::to_lowercase).find_map(meant)
}
