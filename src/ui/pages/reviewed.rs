//! What the pages Coverage and Attribution share: whose coding counts, the worker's questions, and opening a quote.

use super::attribution::{AttributionAnswer, AttributionQuestion};
use super::coverage::{CoverageAnswer, CoverageQuestion};
use super::segments::choice;
use crate::edit::Spot;
use crate::model::{AnnotationId, AnnotatorName, LayerKey, Project};
use crate::review::{Attribution, Coding, Coverage, seen_by};
use crate::ui::article_index::Moment;
use crate::ui::widgets::coding_of;
use crate::ui::{Message, Outbox, View};
use egui::Ui;

/// What was worked out before, so that another order or filter need not begin again.
#[derive(Clone, Debug, Default)]
pub struct KnownReview {
    coverage: Option<(Moment, Coverage)>,
    attribution: Option<(Moment, Attribution)>,
}

impl KnownReview {
    /// The coverage at a moment.
    pub(super) fn coverage(&mut self, moment: &Moment, project: &Project, coding: &Coding) -> Coverage {
        match &self.coverage {
            Some((known, coverage)) if known == moment && coverage.coding() == coding => coverage.clone(),
            _ => {
                let coverage = Coverage::new(project, coding);
                self.coverage = Some((moment.clone(), coverage.clone()));
                coverage
            }
        }
    }

    /// The attributions at a moment.
    pub(super) fn attribution(&mut self, moment: &Moment, project: &Project, coding: &Coding) -> Attribution {
        match &self.attribution {
            Some((known, attribution)) if known == moment && attribution.coding() == coding => attribution.clone(),
            _ => {
                let coverage = self.coverage(moment, project, coding);
                let attribution = Attribution::new(project, coding, coverage.index());
                self.attribution = Some((moment.clone(), attribution.clone()));
                attribution
            }
        }
    }
}

/// What a page asks.
#[derive(Clone, Debug)]
pub enum ReviewQuestion {
    /// The matrix.
    Coverage(CoverageQuestion),
    /// On whose word.
    Attribution(AttributionQuestion),
}

/// What was found.
#[derive(Debug)]
pub enum ReviewFound {
    /// The matrix.
    Coverage(CoverageAnswer),
    /// On whose word.
    Attribution(AttributionAnswer),
}

/// The answer to a question, with what was worked out on the way.
#[derive(Debug)]
pub struct ReviewAnswer {
    /// For the next question.
    pub known: KnownReview,
    /// What was found.
    pub found: ReviewFound,
}

impl ReviewQuestion {
    /// Works the answer out.
    pub fn answer(self, project: &Project, reader: &AnnotatorName, known: &KnownReview) -> ReviewAnswer {
        let (project, mut known) = (seen_by(project, reader), known.clone());
        let found = match self {
            Self::Coverage(question) => ReviewFound::Coverage(question.answer(&project, &mut known)),
            Self::Attribution(question) => ReviewFound::Attribution(question.answer(&project, &mut known)),
        };
        ReviewAnswer { known, found }
    }
}

/// A box in which it is chosen whose coding counts: one's own at first, everybody's where one has none.
pub(super) fn coding_choice(ui: &mut Ui, view: &View<'_>, chosen: &mut Option<Coding>) {
    let names = view.project().annotators();
    let mine = view.session.annotator();
    let mut all: Vec<Coding> = names.iter().cloned().map(Coding::One).collect();
    if names.len() > 1 {
        all.extend([Coding::Agreed, Coding::All]);
    }
    let mut coding = coding_of_view(view, chosen.as_ref());
    choice(ui, "Whose coding counts", &mut coding, &all, |coding| coding_words(coding, mine));
    // One's own goes on counting under another name, until somebody's is chosen.
    *chosen = (coding != coding_of_view(view, None)).then_some(coding);
}

/// The coding that counts.
pub(super) fn coding_of_view(view: &View<'_>, chosen: Option<&Coding>) -> Coding {
    let names = view.project().annotators();
    let known = |coding: &&Coding| match coding {
        Coding::One(name) => names.contains(name),
        _ => true,
    };
    let own = || {
        let mine = view.session.annotator();
        if names.contains(mine) || names.is_empty() { Coding::One(mine.clone()) } else { Coding::All }
    };
    chosen.filter(known).cloned().unwrap_or_else(own)
}

/// "My coding", "Ana's coding", "What two agree on", "Everybody's coding".
pub(super) fn coding_words(coding: &Coding, mine: &AnnotatorName) -> String {
    match coding {
        Coding::One(name) if name == mine => "My coding".into(),
        Coding::One(name) => coding_of(name),
        Coding::Several(names) => names.iter().map(coding_of).collect::<Vec<_>>().join(", "),
        Coding::Agreed => "What two agree on".into(),
        Coding::All => "Everybody's coding".into(),
    }
}

/// Opens an annotation in the reader.
pub(super) fn open_quote(view: &View<'_>, key: &LayerKey, id: AnnotationId, out: &mut Outbox) {
    let Some(annotation) = view.project().annotation(key, id) else { return };
    match annotation.cover() {
        Some(span) => out.push(Message::GoTo(Spot { article: key.article, span })),
        None => out.push(Message::OpenArticle(key.article)),
    }
    out.push(if key.annotator == *view.session.annotator() {
        Message::Pick(id)
    } else {
        Message::LookAt { annotator: key.annotator.clone(), id }
    });
}

/// The words of an annotation on one line, or what stands for an annotation that is gone.
pub(super) fn quoted(view: &View<'_>, key: &LayerKey, id: AnnotationId) -> String {
    let found = view.project().article(key.article).zip(view.project().annotation(key, id));
    let words = found.map(|(article, annotation)| annotation.first_words(article.text(), 600)).unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Outlet and date of an article.
pub(super) fn published(view: &View<'_>, article: crate::model::ArticleId) -> String {
    let Some(article) = view.project().article(article) else { return String::new() };
    let date = article.metadata.published.map_or("date unknown".to_owned(), |date| date.to_string());
    let outlet = article.metadata.outlet.trim();
    let outlet = if outlet.is_empty() { "outlet unknown" } else { outlet };
    format!("{outlet}, {date}")
}
