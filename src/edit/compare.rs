//! What makes one state of an annotator's coding the other.

use super::{Change, Swap};
use crate::model::{AnnotatorName, Layer, LayerKey, Map, ThreadBook};
use crate::text::TextHash;
use std::sync::Arc;

/// The changes that make a layer another; `text` is what a layer means that is not there yet: the article's.
pub fn layer_changes(key: &LayerKey, before: Option<&Layer>, after: Option<&Layer>, text: TextHash) -> Vec<Change> {
    let (none, mut changes) = (Layer::new(text), Vec::new());
    let (old, new) = (before.unwrap_or(&none), after.unwrap_or(&none));
    if old.text != new.text && after.is_some() {
        changes.push(Change::LayerText(key.clone(), Swap::new(old.text, new.text)));
    }
    compare(&old.annotations, &new.annotations, |id, swap| changes.push(Change::Annotation(key.clone(), *id, swap)));
    compare(&old.relations, &new.relations, |id, swap| changes.push(Change::Relation(key.clone(), *id, swap)));
    compare(&old.reading, &new.reading, |span, swap| changes.push(Change::Reading(key.clone(), *span, swap)));
    compare(&old.rejected, &new.rejected, |what, swap| {
        changes.push(Change::Rejected(key.clone(), what.clone(), swap));
    });
    if old.done != new.done {
        changes.push(Change::Done(key.clone(), Swap::new(old.done, new.done)));
    }
    // What comes stands before what goes: a layer that is empty in between would forget which text it means.
    changes.sort_by_key(takes_away);
    changes
}

/// The changes that make an annotator's threads others.
pub fn book_changes(by: &AnnotatorName, before: Option<&ThreadBook>, after: Option<&ThreadBook>) -> Vec<Change> {
    let (none, mut changes) = (ThreadBook::default(), Vec::new());
    let (old, new) = (before.unwrap_or(&none), after.unwrap_or(&none));
    compare(&old.threads, &new.threads, |id, swap| changes.push(Change::Thread(by.clone(), *id, swap)));
    compare(&old.relations, &new.relations, |id, swap| changes.push(Change::ThreadRelation(by.clone(), *id, swap)));
    changes
}

fn takes_away(change: &Change) -> bool {
    match change {
        Change::Annotation(_, _, swap) => swap.after.is_none(),
        Change::Relation(_, _, swap) => swap.after.is_none(),
        Change::Reading(_, _, swap) | Change::Rejected(_, _, swap) => swap.after.is_none(),
        Change::Done(_, swap) => !swap.after,
        _ => false,
    }
}

/// Tells each record that is not the same in both, in the order of their keys: those of the old first.
fn compare<K: Ord, V: PartialEq + Clone>(
    old: &Map<K, V>,
    new: &Map<K, V>,
    mut differs: impl FnMut(&K, Swap<Option<V>>),
) {
    for (key, before) in old {
        let after = new.get(key);
        if after != Some(before) {
            differs(key, Swap::new(Some(before.clone()), after.cloned()));
        }
    }
    for (key, after) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        differs(key, Swap::new(None, Some(after.clone())));
    }
}

/// Shares what stayed the same: what was there before, where it equals what is there now.
pub fn shared_with<T: PartialEq>(before: Option<&Arc<T>>, after: T) -> Arc<T> {
    match before {
        Some(before) if **before == after => Arc::clone(before),
        _ => Arc::new(after),
    }
}
