//! What the pages Coverage and Attribution share: the worker's questions, and words of quotes.

use super::attribution::{AttributionAnswer, AttributionQuestion};
use super::coverage::{CoverageAnswer, CoverageQuestion, NearestAnswer, NearestQuestion};
use crate::model::{AnnotationId, AnnotatorName, LayerKey, Project};
use crate::review::{Attribution, Coding, Coverage, seen_by};
use crate::ui::View;
use crate::ui::article_index::Moment;

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
    /// Where an article comes nearest to what it does not mention.
    Nearest(NearestQuestion),
    /// On whose word.
    Attribution(AttributionQuestion),
}

/// What was found.
#[derive(Debug)]
pub enum ReviewFound {
    /// The matrix.
    Coverage(CoverageAnswer),
    /// The nearest passages.
    Nearest(NearestAnswer),
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
            Self::Nearest(question) => ReviewFound::Nearest(question.answer(&project, &mut known)),
            Self::Attribution(question) => ReviewFound::Attribution(question.answer(&project, &mut known)),
        };
        ReviewAnswer { known, found }
    }
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
