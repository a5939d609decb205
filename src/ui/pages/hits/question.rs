//! What the lists ask a worker, and what it answers.

use super::HitRow;
use crate::model::{AnnotatorName, ArticleId, LabelId, LayerKey, Project};
use crate::review::{Hit, Likeness, Matcher, Order, Query, SearchIndex, Within, alike, search, sort_hits};
use crate::text::TextSpan;
use crate::ui::article_index::Moment;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// Lines that a list holds at most: nobody reads more, and the count says that there are.
const MOST: usize = 20_000;

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Looked {
    /// Words or an expression, within bounds.
    Query(Query, Within),
    /// Places with the same words, for a label.
    Alike(String, LabelId),
}

/// What a list shows: worked out on a worker, from a state of the project.
#[derive(Clone, Debug, PartialEq)]
pub struct HitQuestion {
    pub(crate) moment: Moment,
    pub(crate) looked: Looked,
    pub(crate) order: Order,
}

/// The answer to a question.
#[derive(Debug)]
pub struct HitAnswer {
    pub(crate) question: HitQuestion,
    /// The lines, or what is wrong with the query.
    pub(crate) rows: Result<Vec<HitRow>, String>,
    /// There are more than the list holds.
    pub(crate) more: bool,
    /// How many articles they are in.
    pub(crate) articles: usize,
    /// It was stopped before the end, and says nothing.
    pub(crate) stopped: bool,
}

impl HitQuestion {
    /// True where folded texts are looked through.
    pub(crate) fn needs_folded(&self) -> bool {
        match &self.looked {
            Looked::Query(query, _) => Matcher::new(query).is_ok_and(|matcher| matcher.needs_folded()),
            Looked::Alike(..) => true,
        }
    }

    /// Works the answer out.
    pub fn answer(
        self,
        project: &Project,
        annotator: &AnnotatorName,
        index: &SearchIndex,
        stop: &AtomicBool,
    ) -> HitAnswer {
        let (mut hits, likeness, more, stopped) = match &self.looked {
            Looked::Query(query, within) => match Matcher::new(query) {
                Ok(matcher) => {
                    let found = search(index, project, &matcher, within, MOST, stop);
                    (found.hits, BTreeMap::new(), found.more, found.stopped)
                }
                Err(error) => {
                    let rows = Err(error.to_string());
                    return HitAnswer { question: self, rows, more: false, articles: 0, stopped: false };
                }
            },
            Looked::Alike(words, label) => {
                let found = alike(index, project, annotator, (words, label), MOST, stop);
                let likeness: BTreeMap<_, _> =
                    found.places.iter().map(|p| ((p.hit.article, p.hit.span), p.likeness)).collect();
                (found.places.iter().map(|place| place.hit).collect(), likeness, found.more, found.stopped)
            }
        };
        if self.order != Order::Article {
            sort_hits(&mut hits, self.order, index, project);
        }
        let mut known = BTreeMap::new();
        let rows: Vec<HitRow> = hits.iter().map(|hit| row(project, annotator, *hit, &likeness, &mut known)).collect();
        HitAnswer { question: self, rows: Ok(rows), more, articles: known.len(), stopped }
    }
}

type Labels = BTreeMap<TextSpan, Vec<LabelId>>;

fn row(
    project: &Project,
    annotator: &AnnotatorName,
    hit: Hit,
    likeness: &BTreeMap<(ArticleId, TextSpan), Likeness>,
    known: &mut BTreeMap<ArticleId, Labels>,
) -> HitRow {
    let labels = known.entry(hit.article).or_insert_with(|| labels_in(project, annotator, hit.article));
    HitRow {
        hit,
        labels: labels.get(&hit.span).cloned().unwrap_or_default(),
        likeness: likeness.get(&(hit.article, hit.span)).copied(),
    }
}

/// The annotator's own labels in an article, by the words that they are on.
fn labels_in(project: &Project, annotator: &AnnotatorName, article: ArticleId) -> Labels {
    let key = LayerKey { annotator: annotator.clone(), article };
    let mut labels = Labels::new();
    for annotation in project.layer(&key).into_iter().flat_map(|layer| layer.annotations.values()) {
        if let [only] = annotation.fragments() {
            labels.entry(*only).or_default().push(annotation.label.clone());
        }
    }
    labels
}
