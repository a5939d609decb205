//! The page about the journal: reading on a worker, going back, checkpoints.

use super::super::Page;
use super::super::pages::{HistoryAnswer, HistoryQuestion};
use super::super::reader::logic;
use super::App;
use super::jobs::Arrived;
use crate::edit::Transaction;
use crate::model::ProjectId;

impl App {
    /// Reads the journal, or works out a way back.
    pub(super) fn ask_history(&mut self, question: HistoryQuestion) {
        let Some(open) = &self.open else { return };
        let Some(folder) = open.session.folder().map(std::path::Path::to_owned) else { return };
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        self.spawn("history", move |reporter| {
            let answer = question.answer(&folder, &project, &annotator);
            reporter.send(Arrived::History(project.info.id, Box::new(answer)));
        });
    }

    /// Gives an answer to the page, unless another project was opened since.
    pub(super) fn history_answered(&mut self, project: ProjectId, answer: HistoryAnswer) {
        if self.open.as_ref().is_some_and(|open| open.session.project().info.id == project) {
            self.panels.history.arrived(answer);
            (self.wake)();
        }
    }

    /// Makes a step that a page has worked out.
    pub(super) fn commit(&mut self, transaction: Transaction) {
        let Some(open) = self.open.as_mut() else { return };
        let what = transaction.what.clone();
        match open.session.commit(transaction) {
            Ok(()) => self.say(format!("Done: {what}; undo takes all of it back")),
            Err(error) => self.say(logic::sentence(&error.to_string())),
        }
        self.rebuild_keys();
    }

    pub(super) fn name_checkpoint(&mut self, name: &str) {
        let Some(open) = self.open.as_mut() else { return };
        match open.session.mark(name) {
            Ok(()) => self.say(format!("Checkpoint {name:?} is in the journal")),
            Err(error) => self.say(logic::sentence(&error.to_string())),
        }
        self.panels.history.read_again();
    }

    /// Shows the page with a field for the name of a checkpoint.
    pub(super) fn start_checkpoint(&mut self) {
        self.panels.history.name_checkpoint();
        self.show_page(Page::History);
    }
}
