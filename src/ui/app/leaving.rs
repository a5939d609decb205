//! Before the window or the project goes: what no disk has yet would go with it.

use super::App;
use crate::session::SaveStatus;
use crate::ui::widgets::count;

/// Whether it was said that leaving loses edits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Warning {
    #[default]
    NotGiven,
    Given,
}

impl App {
    /// True where edits can't be saved and nobody has yet been told that leaving loses them: it says so. Asked once more,
    /// one may go.
    pub(super) fn holds_back(&mut self) -> bool {
        let unsaved = self.open.as_ref().map_or(0, |open| match open.session.status() {
            SaveStatus::Failed(_) | SaveStatus::ReadOnly(_) => open.session.unsaved(),
            _ => 0,
        });
        if std::mem::take(&mut self.warning) == Warning::Given || unsaved == 0 {
            return false;
        }
        self.warning = Warning::Given;
        let edits = count(unsaved, "edit is", "edits are");
        let taken = self.open.as_ref().is_some_and(|open| open.session.recovery().taken.is_some());
        let wait = if taken { "" } else { "wait until they are, " };
        self.say(format!("{edits} not on disk yet: {wait}keep the project as another, or do it again to lose them"));
        true
    }

    /// Keeps the window open where [`Self::holds_back`].
    pub(super) fn hold_window(&mut self, ctx: &egui::Context) {
        if ctx.input(|input| input.viewport().close_requested()) && self.holds_back() {
            self.quit = false;
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
    }
}
