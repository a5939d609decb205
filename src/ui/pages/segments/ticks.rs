//! Which annotations are ticked.

use crate::edit::plan::Targets;
use crate::model::{AnnotationId, AnnotatorName, LayerKey};
use crate::review::SegmentRow;
use std::collections::{BTreeMap, BTreeSet};

/// Ticked annotations by layer; a layer without any is not there.
#[derive(Clone, Debug, Default)]
pub(super) struct Ticks(BTreeMap<LayerKey, BTreeSet<AnnotationId>>);

impl Ticks {
    /// True where nothing is ticked.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many are ticked.
    pub(super) fn len(&self) -> usize {
        self.0.values().map(BTreeSet::len).sum()
    }

    /// True where the row's annotation is ticked; a heading never is.
    pub(super) fn has(&self, row: &SegmentRow) -> bool {
        let segment = row.segment();
        segment.is_some_and(|(block, s)| self.0.get(&block.key).is_some_and(|ids| ids.contains(&s.annotation.id)))
    }

    /// Ticks the row's annotation.
    pub(super) fn tick(&mut self, row: &SegmentRow) {
        let Some((block, segment)) = row.segment() else { return };
        match self.0.get_mut(&block.key) {
            Some(ids) => drop(ids.insert(segment.annotation.id)),
            None => drop(self.0.insert(block.key.clone(), [segment.annotation.id].into())),
        }
    }

    /// Takes the tick off.
    pub(super) fn untick(&mut self, row: &SegmentRow) {
        let Some((block, segment)) = row.segment() else { return };
        if let Some(ids) = self.0.get_mut(&block.key) {
            ids.remove(&segment.annotation.id);
            if ids.is_empty() {
                self.0.remove(&block.key);
            }
        }
    }

    /// Takes all ticks off.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes the ticks off what is not listed any more, so that nothing is changed that is not seen; `listed` is sorted.
    pub(super) fn keep_only(&mut self, listed: &[AnnotationId]) {
        for ids in self.0.values_mut() {
            ids.retain(|id| listed.binary_search(id).is_ok());
        }
        self.0.retain(|_, ids| !ids.is_empty());
    }

    /// What is ticked of an annotator's own.
    pub(super) fn of(&self, annotator: &AnnotatorName) -> Targets {
        let own = self.0.iter().filter(|(key, _)| key.annotator == *annotator);
        own.map(|(key, ids)| (key.article, ids.clone())).collect()
    }
}
