//! Suggestions as an annotator meets them: which are still to be decided, in which order, and how well they have done.

mod honesty;
mod level;
mod mixture;
mod second_look;
mod tally;
#[cfg(test)]
mod tests;

pub use honesty::{Agreeing, Honesty, HonestyRow, honesty};
pub use level::Level;
pub use mixture::{Mixture, Trust};
pub use second_look::{Habit, Look, Looked, second_look};
pub use tally::{Kept, Tally};

use crate::model::{
    AnnotationId, AnnotatorName, ArticleId, LayerIndex, LayerKey, Meant, Project, Rejection, RelationTypeId,
    Suggestion, SuggestionId, SuggestionSet,
};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// In which order suggestions are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SuggestionOrder {
    /// As one reads.
    #[default]
    Reading,
    /// The surest first.
    Confidence,
    /// The most doubtful first: a decision on it teaches most.
    Doubt,
}

impl SuggestionOrder {
    /// All orders.
    pub const ALL: [Self; 3] = [Self::Reading, Self::Confidence, Self::Doubt];

    /// As the screen says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "As one reads",
            Self::Confidence => "Surest first",
            Self::Doubt => "Most doubtful first",
        }
    }

    /// Which of two scores, in hundredths, comes first.
    pub fn compare(self, a: u8, b: u8) -> Ordering {
        match self {
            Self::Reading => Ordering::Equal,
            Self::Confidence => b.cmp(&a),
            Self::Doubt => a.abs_diff(50).cmp(&b.abs_diff(50)),
        }
    }
}

/// The suggestions on one article that an annotator has not decided on, in text order.
#[derive(Clone, Debug, Default)]
pub struct OpenSuggestions {
    set: Option<Arc<SuggestionSet>>,
    /// What is open, by its number in the set, in text order.
    open: Vec<usize>,
    /// The sources that each claim is credited to, by number.
    sources: BTreeMap<usize, Vec<usize>>,
}

impl OpenSuggestions {
    /// What is open to an annotator on an article, with at least this score in hundredths. Nothing on an article that is
    /// kept blind; nothing that she has turned down, or has labelled herself; nothing whose label the codebook does not
    /// offer.
    pub fn of(project: &Project, annotator: &AnnotatorName, article: ArticleId, least: u8) -> Self {
        let layer = project.layer(&LayerKey { annotator: annotator.clone(), article });
        Self::indexed(project, article, &LayerIndex::new(layer)).at_least(least)
    }

    /// As [`Self::of`], down to the faintest, from the index of the annotator's layer.
    pub fn indexed(project: &Project, article: ArticleId, index: &LayerIndex) -> Self {
        let text = project.article(article).map(|article| article.text().hash());
        let set = project.suggestions.get(&article).filter(|set| Some(set.text) == text);
        let Some(set) = set.filter(|_| !project.info.hides_suggestions(article)) else { return Self::default() };
        let is_offered = |s: &Suggestion| project.codebook.label(&s.label).is_some_and(|label| !label.archived);
        let decided = decided(set, index);
        let all = set.suggestions.iter().enumerate();
        let mut open: Vec<usize> = all.filter(|(i, s)| is_offered(s) && !decided.contains(i)).map(|(i, _)| i).collect();
        open.sort_by_key(|i| set.suggestions.get(*i).and_then(Suggestion::cover));
        Self { set: Some(Arc::clone(set)), open, sources: BTreeMap::new() }.with_sources()
    }

    /// All of a set, with nothing decided.
    pub fn of_set(set: Arc<SuggestionSet>) -> Self {
        let mut open: Vec<usize> = (0..set.suggestions.len()).collect();
        open.sort_by_key(|i| set.suggestions.get(*i).and_then(Suggestion::cover));
        Self { set: Some(set), open, sources: BTreeMap::new() }.with_sources()
    }

    /// The same with what scores say by an annotator's own decisions.
    #[must_use]
    pub fn weighed(self, mixture: &Mixture) -> Self {
        let set = self.set.as_ref().map(|set| mixture.weighed(set));
        Self { set, ..self }
    }

    /// Those of them with at least this score, in hundredths.
    #[must_use]
    pub fn at_least(&self, least: u8) -> Self {
        let passes = |i: &usize| self.at(*i).is_some_and(|s| s.percent() >= least);
        let open = self.open.iter().copied().filter(|i| passes(i)).collect();
        Self { set: self.set.clone(), open, sources: BTreeMap::new() }.with_sources()
    }

    fn with_sources(mut self) -> Self {
        let number: BTreeMap<SuggestionId, usize> =
            self.open.iter().filter_map(|i| Some((self.at(*i)?.id, *i))).collect();
        let kind = RelationTypeId::parse("attributed_to");
        for relation in self.set.iter().flat_map(|set| &set.relations).filter(|r| Some(&r.kind) == kind.as_ref()) {
            if let (Some(claim), Some(source)) = (number.get(&relation.from), number.get(&relation.to)) {
                self.sources.entry(*claim).or_default().push(*source);
            }
        }
        self
    }

    /// What is open, in text order.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Suggestion> {
        self.open.iter().filter_map(|i| self.at(*i))
    }

    /// How many are open.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// True where nothing is open.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// One that is open.
    pub fn get(&self, id: SuggestionId) -> Option<&Suggestion> {
        self.all().find(|suggestion| suggestion.id == id)
    }

    /// The sources that come along when a claim is taken.
    pub fn sources_of(&self, id: SuggestionId) -> impl Iterator<Item = &Suggestion> {
        let claim = self.open.iter().find(|i| self.at(**i).is_some_and(|s| s.id == id));
        claim.and_then(|i| self.sources.get(i)).into_iter().flatten().filter_map(|i| self.at(*i))
    }

    /// Where the analyst is asked: what is open, less the sources that come along with a claim; in an order.
    pub fn stops(&self, order: SuggestionOrder) -> Vec<&Suggestion> {
        let along: BTreeSet<usize> = self.sources.values().flatten().copied().collect();
        let mut stops: Vec<&Suggestion> =
            self.open.iter().filter(|i| !along.contains(i)).filter_map(|i| self.at(*i)).collect();
        stops.sort_by(|a, b| order.compare(a.percent(), b.percent()));
        stops
    }

    /// How many of each label are open, in the order of label ids.
    pub fn by_label(&self) -> BTreeMap<crate::model::LabelId, usize> {
        let mut counts = BTreeMap::new();
        for suggestion in self.all() {
            *counts.entry(suggestion.label.clone()).or_default() += 1;
        }
        counts
    }

    fn at(&self, number: usize) -> Option<&Suggestion> {
        self.set.as_ref()?.suggestions.get(number)
    }
}

/// Which suggestions of a set an annotator has turned down, or has the same label on the same place; by their numbers.
fn decided(set: &SuggestionSet, index: &LayerIndex) -> BTreeSet<usize> {
    let mut own: BTreeMap<AnnotationId, Meant> = BTreeMap::new();
    let mut rejected: BTreeMap<&Rejection, Meant> = BTreeMap::new();
    let rejections = || index.layer().into_iter().flat_map(|layer| layer.rejected.keys());
    let mut decided = BTreeSet::new();
    for (i, suggestion) in set.suggestions.iter().enumerate() {
        let Some(cover) = suggestion.cover() else {
            decided.insert(i);
            continue;
        };
        for annotation in index.overlapping(cover).filter(|a| a.label == suggestion.label) {
            own.entry(annotation.id).or_default().weigh(i, &suggestion.fragments, annotation.fragments());
        }
        for rejection in rejections().filter(|rejection| rejection.label == suggestion.label) {
            rejected.entry(rejection).or_default().weigh(i, &suggestion.fragments, &rejection.fragments);
        }
    }
    decided.extend(own.values().chain(rejected.values()).flat_map(Meant::numbers));
    decided
}
