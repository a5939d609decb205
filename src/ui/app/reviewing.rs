//! Coverage and attribution: the worker that works them out, and the pages that show them.

use super::super::pages::{KnownReview, ReviewAnswer, ReviewFound, ReviewQuestion};
use super::App;
use super::jobs::Arrived;
use crate::model::ProjectId;

impl App {
    /// Works out on a worker what a page about coverage or attribution shows.
    pub(super) fn review(&mut self, question: ReviewQuestion) {
        let Some(open) = &self.open else { return };
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        let known: KnownReview = self.reviewed.clone();
        self.spawn("review", move |reporter| {
            let answer = question.answer(&project, &annotator, &known);
            reporter.send(Arrived::Reviewed(project.info.id, Box::new(answer)));
        });
    }

    /// Hands what was found to the page that asked.
    pub(super) fn was_reviewed(&mut self, project: ProjectId, answer: ReviewAnswer) {
        // Another project may have been opened since.
        if self.open.as_ref().is_none_or(|open| open.session.project().info.id != project) {
            return;
        }
        self.reviewed = answer.known;
        match answer.found {
            ReviewFound::Coverage(answer) => self.panels.coverage.arrived(answer),
            ReviewFound::Nearest(answer) => self.panels.coverage.nearest_found(answer),
            ReviewFound::Attribution(answer) => self.panels.attribution.arrived(answer),
        }
    }
}
