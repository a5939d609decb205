//! The pages that compare articles: their questions go to a worker, its answers to them.

use super::super::message::Page;
use super::super::pages::{CompareAnswer, CompareQuestion};
use super::App;
use super::jobs::Arrived;
use crate::model::{ArticleId, ProjectId};

impl App {
    /// Works something out over several articles.
    pub(super) fn compare(&mut self, question: CompareQuestion) {
        let Some(open) = &self.open else { return };
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        self.spawn("comparing", move |reporter| {
            let answer = question.answer(&project, &annotator, reporter.stop());
            reporter.send(Arrived::Compared(project.info.id, Box::new(answer)));
        });
    }

    /// Gives an answer to the page that asked, unless another project was opened since.
    pub(super) fn compared(&mut self, project: ProjectId, answer: CompareAnswer) {
        if self.open.as_ref().is_none_or(|open| open.session.project().info.id != project) {
            return;
        }
        if answer.is_for_timeline() {
            self.panels.timeline.arrived(answer);
        } else if answer.is_for_sides() {
            self.panels.sides.arrived(answer);
        } else {
            self.panels.families.arrived(answer, &mut self.outbox);
            (self.wake)();
        }
    }

    /// Puts articles side by side.
    pub(super) fn side_by_side(&mut self, articles: &[ArticleId]) {
        self.panels.sides.open(articles);
        self.show_page(Page::Sides);
    }
}
