//! Whether suggestions bend the result: what was kept of them, and how the coding agrees with them where they were shown
//! and where they were not.

use super::{Kept, Mixture, Tally, Trust};
use crate::model::{
    Annotation, AnnotatorName, ArticleId, LabelId, LayerIndex, LayerKey, Project, Suggestion, is_one_place,
};
use std::collections::{BTreeMap, BTreeSet};

/// How annotations agree with suggestions in finished articles: same label, same place (half of the words in common).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreeing {
    /// Suggestions.
    pub suggested: usize,
    /// Annotations of the label, however made.
    pub annotated: usize,
    /// Suggestions that an annotation says the same as.
    pub same: usize,
    /// Articles.
    pub articles: usize,
}

impl Agreeing {
    /// Agreement from 0 to 1 (F1, Dice); `None` where there is nothing to agree on.
    pub fn share(self) -> Option<f64> {
        let all = self.suggested + self.annotated;
        (all > 0).then(|| 2.0 * self.same as f64 / all as f64)
    }
}

/// One suggester and label.
#[derive(Clone, Debug, PartialEq)]
pub struct HonestyRow {
    /// The suggester.
    pub by: String,
    /// The label.
    pub label: LabelId,
    /// What was made of its suggestions.
    pub kept: Kept,
    /// What its scores say by that; `None` where nothing was decided.
    pub trust: Option<Trust>,
    /// Agreement in articles where they were shown.
    pub shown: Agreeing,
    /// Agreement in articles that were coded without seeing them.
    pub blind: Agreeing,
}

/// What suggestions did to one annotator's coding.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Honesty {
    /// By suggester and label.
    pub rows: Vec<HonestyRow>,
    /// Finished articles with suggestions shown.
    pub shown: usize,
    /// Finished articles coded blind.
    pub blind: usize,
    /// Articles that are kept blind, finished or not.
    pub drawn: usize,
}

/// Counts what suggestions of at least this score, in hundredths, did to an annotator's coding. An article that is drawn
/// to be blind after she had decided on suggestions in it counts for neither side.
pub fn honesty(project: &Project, annotator: &AnnotatorName, least: u8) -> Honesty {
    let tally = Tally::of(project, annotator);
    let mixture = Mixture::of(&tally);
    let mut rows: BTreeMap<(String, LabelId), HonestyRow> = BTreeMap::new();
    let row = |by: &str, label: &LabelId| HonestyRow {
        by: by.into(),
        label: label.clone(),
        kept: tally.of_suggester(by, label),
        trust: mixture.trust(by, label),
        shown: Agreeing::default(),
        blind: Agreeing::default(),
    };
    for (by, label) in tally.suggesters() {
        rows.insert((by.clone(), label.clone()), row(&by, &label));
    }
    let mut result = Honesty::default();
    for article in project.articles.values() {
        let is_blind = project.info.hides_suggestions(article.id);
        result.drawn += usize::from(is_blind);
        if is_blind && tally.has_decided_on(article.id) {
            continue;
        }
        let Some(found) = agreeing(project, annotator, article.id, least) else { continue };
        *(if is_blind { &mut result.blind } else { &mut result.shown }) += 1;
        for ((by, label), one) in found {
            let entry = rows.entry((by.clone(), label.clone())).or_insert_with(|| row(&by, &label));
            let side = if is_blind { &mut entry.blind } else { &mut entry.shown };
            side.suggested += one.suggested;
            side.annotated += one.annotated;
            side.same += one.same;
            side.articles += 1;
        }
    }
    result.rows = rows.into_values().collect();
    result
}

/// Agreement in one article by suggester and label; `None` where the annotator has not finished it, or nothing was
/// suggested on its text.
fn agreeing(
    project: &Project,
    annotator: &AnnotatorName,
    article: ArticleId,
    least: u8,
) -> Option<BTreeMap<(String, LabelId), Agreeing>> {
    let text = project.article(article)?.text().hash();
    let set = project.suggestions.get(&article).filter(|set| set.text == text)?;
    let layer = project.layer(&LayerKey { annotator: annotator.clone(), article }).filter(|layer| layer.done)?;
    let index = LayerIndex::new(Some(layer));
    let same = |s: &Suggestion, a: &Annotation| a.label == s.label && is_one_place(a.fragments(), &s.fragments);
    let mut found: BTreeMap<(String, LabelId), Agreeing> = BTreeMap::new();
    for suggestion in set.suggestions.iter().filter(|s| s.percent() >= least) {
        let Some(cover) = suggestion.cover() else { continue };
        let one = found.entry((suggestion.by.clone(), suggestion.label.clone())).or_default();
        one.suggested += 1;
        one.same += usize::from(index.overlapping(cover).any(|a| same(suggestion, a)));
    }
    let labels: BTreeSet<LabelId> = found.keys().map(|(_, label)| label.clone()).collect();
    for label in labels {
        let annotated = index.placed().iter().filter(|a| a.label == label).count();
        found.iter_mut().filter(|((_, l), _)| *l == label).for_each(|(_, one)| one.annotated = annotated);
    }
    Some(found)
}
