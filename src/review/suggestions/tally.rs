//! How many suggestions of each kind were kept.

use super::Level;
use crate::edit::Change;
use crate::model::{AnnotatorName, ArticleId, How, LabelId, Layer, Project, Provenance};
use std::collections::{BTreeMap, BTreeSet};

/// What became of suggestions of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Accepted as they were.
    pub accepted: usize,
    /// Accepted and edited.
    pub edited: usize,
    /// Turned down.
    pub rejected: usize,
}

impl Kept {
    /// How many were kept, edited or not.
    pub fn kept(self) -> usize {
        self.accepted + self.edited
    }

    /// How many were decided on.
    pub fn decided(self) -> usize {
        self.kept() + self.rejected
    }

    fn plus(self, other: Self) -> Self {
        Self {
            accepted: self.accepted + other.accepted,
            edited: self.edited + other.edited,
            rejected: self.rejected + other.rejected,
        }
    }

    fn less(self, other: Self) -> Self {
        Self {
            accepted: self.accepted.saturating_sub(other.accepted),
            edited: self.edited.saturating_sub(other.edited),
            rejected: self.rejected.saturating_sub(other.rejected),
        }
    }
}

/// A kind of suggestion: who proposed it, as what, how sure.
type Sort = (String, LabelId, Option<Level>);

/// What became of suggestions, by kind.
type Counts = BTreeMap<Sort, Kept>;

/// What one annotator made of suggestions, counted from how her annotations were made and what she has turned down. An
/// annotation that she deleted later is not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    sum: Counts,
    /// Layers with any such trace, so that an edit recounts its layer only.
    layers: BTreeMap<ArticleId, Counts>,
}

impl Tally {
    /// Counts over all layers of an annotator.
    pub fn of(project: &Project, annotator: &AnnotatorName) -> Self {
        let mut tally = Self::default();
        for (key, layer) in project.layers.iter().filter(|(key, _)| key.annotator == *annotator) {
            tally.put(key.article, counts(layer));
        }
        tally
    }

    /// Takes in what was changed since the counting, whichever way.
    pub fn follow<'a>(
        &mut self,
        project: &Project,
        annotator: &AnnotatorName,
        changes: impl Iterator<Item = &'a Change>,
    ) {
        let layers = changes.filter_map(Change::layer).filter(|key| key.annotator == *annotator);
        for key in layers.collect::<BTreeSet<_>>() {
            self.put(key.article, project.layer(key).map(|layer| counts(layer)).unwrap_or_default());
        }
    }

    /// What became of suggestions like one: from the same suggester, with the same label, as sure.
    pub fn like(&self, by: &str, label: &LabelId, level: Level) -> Kept {
        self.sum.get(&(by.to_owned(), label.clone(), Some(level))).copied().unwrap_or_default()
    }

    /// What became of all of a suggester's suggestions with a label.
    pub fn of_suggester(&self, by: &str, label: &LabelId) -> Kept {
        let same = self.sum.iter().filter(|((b, l, _), _)| b == by && l == label);
        same.fold(Kept::default(), |sum, (_, kept)| sum.plus(*kept))
    }

    /// Suggesters and labels that anything was decided on.
    pub fn suggesters(&self) -> BTreeSet<(String, LabelId)> {
        let decided = self.sum.iter().filter(|(_, kept)| kept.decided() > 0);
        decided.map(|((by, label, _), _)| (by.clone(), label.clone())).collect()
    }

    /// True where the annotator has decided on any suggestion of an article.
    pub fn has_decided_on(&self, article: ArticleId) -> bool {
        self.layers.contains_key(&article)
    }

    fn put(&mut self, article: ArticleId, counts: Counts) {
        for (sort, kept) in self.layers.remove(&article).unwrap_or_default() {
            let sum = self.sum.entry(sort).or_default();
            *sum = sum.less(kept);
        }
        for (sort, kept) in &counts {
            let sum = self.sum.entry(sort.clone()).or_default();
            *sum = sum.plus(*kept);
        }
        if !counts.is_empty() {
            self.layers.insert(article, counts);
        }
    }
}

/// What a layer says about suggestions.
fn counts(layer: &Layer) -> Counts {
    let mut counts = Counts::new();
    for annotation in layer.annotations.values() {
        let Provenance { how, by, percent, .. } = &annotation.provenance;
        let kept = match how {
            How::Accepted => Kept { accepted: 1, ..Kept::default() },
            How::Edited => Kept { edited: 1, ..Kept::default() },
            How::Hand | How::Inherited | How::Imported => continue,
        };
        let sum = counts.entry((by.clone(), annotation.label.clone(), percent.map(Level::of))).or_default();
        *sum = sum.plus(kept);
    }
    for what in layer.rejected.keys() {
        counts.entry((what.by.clone(), what.label.clone(), Some(Level::of(what.percent)))).or_default().rejected += 1;
    }
    counts
}
