//! After somebody else has taken the open project over: what was not saved by then goes along when it is edited here again.

use super::App;
use crate::edit::Transaction;
use crate::session::{SaveStatus, Session};
use crate::ui::widgets::count;
use std::path::Path;
use std::sync::Arc;

/// Steps that only the session which is open has, as it was taken over.
pub(super) type LeftOver = Vec<Arc<Transaction>>;

impl App {
    /// What the open session has of a folder and no disk has.
    pub(super) fn left_over(&self, folder: Option<&Path>) -> LeftOver {
        let open = self.open.as_ref().filter(|open| open.session.folder() == folder);
        open.map_or_else(Vec::new, |open| open.session.left_over())
    }

    /// Keeps the session that was taken over where the one that should come in its place can't be edited either; gives
    /// that one back where it can.
    pub(super) fn takes_up(&mut self, session: Session, left_over: &LeftOver) -> Option<Session> {
        let SaveStatus::ReadOnly(why) = session.status() else { return Some(session) };
        if left_over.is_empty() {
            return Some(session);
        }
        let why = why.clone();
        session.close();
        self.busy = None;
        self.say(format!("It can't be edited here yet, because {why}; your unsaved edits stay in this window"));
        None
    }

    /// Makes what was left over again, and says what does not fit.
    pub(super) fn make_again(&mut self, left_over: &LeftOver) {
        let Some(open) = self.open.as_mut().filter(|_| !left_over.is_empty()) else { return };
        let unfit = open.session.make_again(left_over);
        let made = count(left_over.len() - unfit.len(), "unsaved edit was", "unsaved edits were");
        for (step, why) in &unfit {
            open.problems.push(format!("{:?} was not saved before, and was not made again: {why}", step.what));
        }
        let rest = match unfit.len() {
            0 => String::new(),
            n => format!("; {} not fit, see the problems page", count(n, "does", "do")),
        };
        self.say(format!("Open for editing here; {made} made again{rest}"));
    }
}
