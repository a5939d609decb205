//! What the page asks, and the answers that are worked out on a worker.

use super::Tab;
use crate::model::{AnnotatorName, Article, ArticleId, LabelId, Project, SuggestionId};
use crate::review::{Honesty, Look, Mixture, OpenSuggestions, SuggestionOrder, Tally, honesty, second_look};
use crate::session::{Suggesters, judges};
use crate::text::TextSpan;
use crate::ui::View;
use crate::ui::article_index::Moment;
use crate::ui::reader::words::shortened;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Rows that are listed at most.
pub(super) const MOST: usize = 20_000;
/// Characters of a row's words.
const WORDS: usize = 160;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// What is left to decide, with the articles in the order of the list.
    Open { least: u8, order: SuggestionOrder, listed: Vec<ArticleId> },
    /// What was kept, and whether it bends the result.
    Honesty { least: u8 },
    /// Places to look at again.
    SecondLook,
}

/// A question about a state of the project.
#[derive(Clone, Debug, PartialEq)]
pub struct LookBackQuestion {
    moment: Moment,
    asked: Asked,
}

/// What was found.
#[derive(Debug)]
pub(crate) enum Found {
    Open(Vec<Row>),
    Honesty(Honesty),
    SecondLook(Vec<Seen>),
}

/// The answer to a question.
#[derive(Debug)]
pub struct LookBackAnswer {
    pub(super) question: LookBackQuestion,
    pub(super) found: Found,
}

/// A suggestion that is left to decide.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(super) article: ArticleId,
    pub(super) id: SuggestionId,
    pub(super) label: LabelId,
    pub(super) percent: u8,
    pub(super) words: String,
    pub(super) title: String,
}

/// A place to look at again.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(super) article: ArticleId,
    pub(super) label: LabelId,
    pub(super) look: Look,
    pub(super) span: TextSpan,
    pub(super) words: String,
    pub(super) title: String,
}

impl LookBackQuestion {
    pub(crate) fn new(view: &View<'_>, asked: Asked) -> Self {
        Self { moment: Moment::of(view.session), asked }
    }

    /// The part of the page that the answer is for.
    pub(super) fn tab(&self) -> Tab {
        match self.asked {
            Asked::Open { .. } => Tab::Open,
            Asked::Honesty { .. } => Tab::Kept,
            Asked::SecondLook => Tab::SecondLook,
        }
    }

    /// Works the answer out; the suggesters are asked for where they are needed.
    pub fn answer(
        self,
        project: &Project,
        annotator: &AnnotatorName,
        suggesters: impl FnOnce() -> Arc<Suggesters>,
        stop: &AtomicBool,
    ) -> LookBackAnswer {
        let found = match &self.asked {
            Asked::Open { least, order, listed } => Found::Open(open(project, annotator, *least, *order, listed)),
            Asked::Honesty { least } => Found::Honesty(honesty(project, annotator, *least)),
            Asked::SecondLook => Found::SecondLook(look_again(project, annotator, suggesters, stop)),
        };
        LookBackAnswer { question: self, found }
    }
}

fn open(
    project: &Project,
    annotator: &AnnotatorName,
    least: u8,
    order: SuggestionOrder,
    listed: &[ArticleId],
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mixture = Mixture::of(&Tally::of(project, annotator));
    for article in listed.iter().filter_map(|id| project.article(*id)) {
        let open = OpenSuggestions::of(project, annotator, article.id, 0).weighed(&mixture).at_least(least);
        rows.extend(open.stops(SuggestionOrder::Reading).into_iter().map(|suggestion| Row {
            article: article.id,
            id: suggestion.id,
            label: suggestion.label.clone(),
            percent: suggestion.percent(),
            words: words(article, &suggestion.fragments),
            title: article.metadata.title.clone(),
        }));
    }
    rows.sort_by(|a, b| order.compare(a.percent, b.percent));
    rows.truncate(MOST);
    rows
}

fn look_again(
    project: &Project,
    annotator: &AnnotatorName,
    suggesters: impl FnOnce() -> Arc<Suggesters>,
    stop: &AtomicBool,
) -> Vec<Seen> {
    // One's own habits, by articles other than the one that is judged; where there are too few articles to have any, what
    // the others would expect.
    let judges = judges(project, annotator, stop);
    let others = judges.is_empty().then(suggesters);
    let by_article: BTreeMap<ArticleId, &Suggesters> =
        judges.iter().flat_map(|(judge, articles)| articles.iter().map(move |id| (*id, judge))).collect();
    let any = others.as_deref().or(judges.first().map(|(judge, _)| judge));
    let mut found = Vec::new();
    for article in project.articles.values() {
        let key = crate::model::LayerKey { annotator: annotator.clone(), article: article.id };
        if stop.load(Ordering::Relaxed) || project.layer(&key).is_none_or(|layer| !layer.done) {
            continue;
        }
        let Some(judge) = by_article.get(&article.id).copied().or(any) else { continue };
        let habits = judge.suggest(article, &project.codebook, 0.0);
        let habits: Vec<_> = habits.suggestions.into_iter().map(|s| (s.label, s.fragments, s.score)).collect();
        found.extend(second_look(project, annotator, article.id, &habits));
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.percent));
    found.truncate(MOST);
    let seen = found.into_iter().filter_map(|one| {
        let article = project.article(one.article)?;
        Some(Seen {
            article: one.article,
            words: words(article, &one.fragments),
            span: one.fragments.first()?.cover(*one.fragments.last()?),
            label: one.label,
            look: one.look,
            title: article.metadata.title.clone(),
        })
    });
    seen.collect()
}

fn words(article: &Article, fragments: &[TextSpan]) -> String {
    let words: Vec<&str> = fragments.iter().map(|span| article.text().slice(*span)).collect();
    shortened(&words.join(" … ").replace('\n', " "), WORDS)
}
