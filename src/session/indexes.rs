//! The indexes of the layers that are looked at, kept up to date edit by edit.

use crate::edit::{Change, Transaction};
use crate::model::{Article, Layer, LayerIndex, LayerKey, Project};
use crate::review::{Progress, progress};
use std::cell::RefCell;
use std::sync::Arc;

/// Layers whose index is kept: the open article's, those of others beside it, and its neighbours'.
const KEPT: usize = 12;

/// What is kept of a layer.
#[derive(Debug)]
struct Kept {
    key: LayerKey,
    index: Arc<LayerIndex>,
    /// How far its annotator is, where that was asked for.
    progress: Option<(Arc<Article>, Progress)>,
}

/// Indexes by layer, the one asked for last at the end.
#[derive(Debug, Default)]
pub(super) struct Indexes(RefCell<Vec<Kept>>);

impl Indexes {
    /// The index of a layer as it is now.
    pub(super) fn of(&self, key: &LayerKey, layer: Option<&Arc<Layer>>) -> Arc<LayerIndex> {
        let mut all = self.0.borrow_mut();
        let known = all.iter().position(|kept| kept.key == *key).map(|at| all.remove(at));
        let kept = known.filter(|kept| kept.index.is_of(layer)).unwrap_or_else(|| Kept {
            key: key.clone(),
            index: Arc::new(LayerIndex::new(layer)),
            progress: None,
        });
        let index = Arc::clone(&kept.index);
        if all.len() >= KEPT {
            all.remove(0);
        }
        all.push(kept);
        index
    }

    /// How far the annotator of a layer is; remembered where the layer has an index.
    pub(super) fn progress(&self, project: &Project, key: &LayerKey) -> Progress {
        let mut all = self.0.borrow_mut();
        let kept = all.iter_mut().find(|kept| kept.key == *key && kept.index.is_of(project.layer(key)));
        let (Some(kept), Some(article)) = (kept, project.article(key.article)) else { return progress(project, key) };
        match &kept.progress {
            Some((known, progress)) if Arc::ptr_eq(known, article) => *progress,
            _ => {
                let found = progress(project, key);
                kept.progress = Some((Arc::clone(article), found));
                found
            }
        }
    }

    /// Takes in what a transaction did, or what its undoing did.
    pub(super) fn follow(&mut self, before: &Project, project: &Project, transaction: &Transaction) {
        // One that is not of the state before is made anew when it is asked for.
        for kept in self.0.get_mut().iter_mut().filter(|kept| kept.index.is_of(before.layer(&kept.key))) {
            let (mut annotations, mut relations, mut is_touched) = (Vec::new(), Vec::new(), false);
            for change in transaction.changes.iter().filter(|change| change.layer() == Some(&kept.key)) {
                is_touched = true;
                match change {
                    Change::Annotation(_, id, _) => annotations.push(*id),
                    Change::Relation(_, id, _) => relations.push(*id),
                    _ => kept.progress = None,
                }
            }
            if is_touched {
                annotations.sort_unstable();
                annotations.dedup();
                relations.sort_unstable();
                relations.dedup();
                let layer = project.layer(&kept.key);
                Arc::make_mut(&mut kept.index).follow(layer, &annotations, &relations);
                if let Some((_, progress)) = &mut kept.progress {
                    *progress = progress.with_layer(layer.map(|layer| &**layer));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
