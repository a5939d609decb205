//! The page about an article's texts: its questions go to a worker, its answers to it.

use super::super::pages::{TextAnswer, TextQuestion, TextsTab};
use super::super::{Action, Page};
use super::App;
use super::jobs::Arrived;
use crate::model::ProjectId;

impl App {
    /// Works something out about the texts of an article.
    pub(super) fn ask_texts(&mut self, question: TextQuestion) {
        let Some(open) = &self.open else { return };
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        self.spawn("texts", move |reporter| {
            let answer = question.answer(&project, &annotator);
            reporter.send(Arrived::Texts(project.info.id, Box::new(answer)));
        });
    }

    /// Gives an answer to the page, unless another project was opened since.
    pub(super) fn texts_answered(&mut self, project: ProjectId, answer: TextAnswer) {
        if self.open.as_ref().is_some_and(|open| open.session.project().info.id == project) {
            self.panels.texts.arrived(answer);
            (self.wake)();
        }
    }

    pub(super) fn show_texts(&mut self, tab: TextsTab) {
        self.panels.texts.open(tab);
        self.show_page(Page::Texts);
    }

    /// Does an action about texts; false where it is about something else.
    pub(super) fn act_on_texts(&mut self, action: &Action) -> bool {
        let tab = match action {
            Action::ShowTexts => TextsTab::Compare,
            Action::CorrectText => TextsTab::Correct,
            Action::ShowLost => TextsTab::Lost,
            _ => return false,
        };
        self.show_texts(tab);
        true
    }
}
