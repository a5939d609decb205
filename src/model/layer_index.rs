//! A layer's annotations in text order, for finding those at a place without looking through all of them.

use super::{Annotation, AnnotationId, Layer, Relation, RelationId};
use crate::text::{ByteOffset, TextSpan};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where an annotation stands in text order: by first fragment, outer before inner, then by id.
type OrderKey = (TextSpan, Reverse<ByteOffset>, AnnotationId);

/// What is looked up in a layer again and again. An edit changes it where the edit was.
#[derive(Clone, Debug, Default)]
pub struct LayerIndex {
    layer: Option<Arc<Layer>>,
    /// Those that have a place.
    placed: Vec<Arc<Annotation>>,
    /// The farthest end up to each of them.
    reach: Vec<ByteOffset>,
    /// Those that lost theirs, by id.
    lost: Vec<Arc<Annotation>>,
    arrows: BTreeMap<AnnotationId, Vec<Arc<Relation>>>,
}

impl LayerIndex {
    /// The index of a layer.
    pub fn new(layer: Option<&Arc<Layer>>) -> Self {
        let Some(layer) = layer else { return Self::default() };
        let mut index = Self { layer: Some(Arc::clone(layer)), ..Self::default() };
        let mut keyed: Vec<(OrderKey, &Arc<Annotation>)> = Vec::with_capacity(layer.annotations.size());
        for annotation in layer.annotations.values() {
            match key(annotation) {
                Some(key) => keyed.push((key, annotation)),
                None => index.lost.push(Arc::clone(annotation)),
            }
        }
        keyed.sort_unstable_by_key(|(key, _)| *key);
        index.placed = keyed.into_iter().map(|(_, annotation)| Arc::clone(annotation)).collect();
        index.extend_reach(0);
        for relation in layer.relations.values() {
            index.put_arrow(relation);
        }
        index
    }

    /// True where this is the index of that state of the layer.
    pub fn is_of(&self, layer: Option<&Arc<Layer>>) -> bool {
        match (&self.layer, layer) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            (None, None) => true,
            _ => false,
        }
    }

    /// Goes on to a later state of the layer, which differs from the one before in these records at most.
    pub fn follow(&mut self, layer: Option<&Arc<Layer>>, annotations: &[AnnotationId], relations: &[RelationId]) {
        let before = self.layer.take();
        self.layer = layer.cloned();
        for id in annotations {
            if let Some(old) = before.as_ref().and_then(|layer| layer.annotations.get(id)) {
                self.take(old);
            }
        }
        for id in annotations {
            if let Some(new) = layer.and_then(|layer| layer.annotations.get(id)) {
                self.put(new);
            }
        }
        for id in relations {
            if let Some(old) = before.as_ref().and_then(|layer| layer.relations.get(id)) {
                self.take_arrow(old);
            }
        }
        for id in relations {
            if let Some(new) = layer.and_then(|layer| layer.relations.get(id)) {
                self.put_arrow(new);
            }
        }
    }

    /// The layer; `None` where the annotator has left no trace.
    pub fn layer(&self) -> Option<&Arc<Layer>> {
        self.layer.as_ref()
    }

    /// Annotations that have a place, in text order as [`Layer::in_text_order`] has them.
    pub fn placed(&self) -> &[Arc<Annotation>] {
        &self.placed
    }

    /// Annotations that lost their place, by id.
    pub fn lost(&self) -> &[Arc<Annotation>] {
        &self.lost
    }

    /// The place of an annotation among [`LayerIndex::placed`].
    pub fn position(&self, annotation: &Annotation) -> Option<usize> {
        let wanted = key(annotation)?;
        let at = self.placed.partition_point(|other| key(other).is_some_and(|key| key < wanted));
        self.placed.get(at).filter(|found| found.id == annotation.id).map(|_| at)
    }

    /// Annotations from whose first word to whose last there is a byte of this span, in text order.
    pub fn overlapping(&self, span: TextSpan) -> impl Iterator<Item = &Arc<Annotation>> {
        let near = self.placed.get(self.between(span.start(), span.end())).unwrap_or_default();
        near.iter().filter(move |a| a.cover().is_some_and(|cover| cover.overlaps(span)))
    }

    /// Annotations of which a fragment holds this place or ends there, in text order.
    pub fn touching(&self, at: ByteOffset) -> impl Iterator<Item = &Arc<Annotation>> {
        let around = TextSpan::of(at.get().saturating_sub(1), at.get() + 1);
        self.overlapping(around).filter(move |a| a.fragments().iter().any(|f| f.touches(at)))
    }

    /// The number of the first annotation that starts at this place or after it.
    pub fn first_from(&self, at: ByteOffset) -> usize {
        self.placed.partition_point(|a| a.cover().is_some_and(|cover| cover.start() < at))
    }

    /// Annotations that overlap this span, and those that overlap them, and so on: whatever can share lanes with them.
    pub fn entangled(&self, span: TextSpan) -> &[Arc<Annotation>] {
        let mut range = self.between(span.start(), span.end());
        let start_of = |i: usize| self.placed.get(i).and_then(|a| a.cover()).map(TextSpan::start);
        let reach_before = |i: usize| i.checked_sub(1).and_then(|i| self.reach.get(i)).copied().unwrap_or_default();
        while start_of(range.start).is_some_and(|start| reach_before(range.start) > start) {
            range.start -= 1;
        }
        while start_of(range.end).is_some_and(|start| reach_before(range.end) > start) {
            range.end += 1;
        }
        self.placed.get(range).unwrap_or_default()
    }

    /// Relations that start or end at an annotation.
    pub fn relations_of(&self, id: AnnotationId) -> &[Arc<Relation>] {
        self.arrows.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Numbers of the annotations that could overlap a span: none before the first that reaches into it does.
    fn between(&self, start: ByteOffset, end: ByteOffset) -> std::ops::Range<usize> {
        let first = self.reach.partition_point(|reach| *reach <= start);
        let last = self.first_from(end);
        first..last.max(first)
    }

    fn take(&mut self, annotation: &Annotation) {
        match self.position(annotation) {
            Some(at) => {
                self.placed.remove(at);
                self.reach.remove(at);
                self.extend_reach(at);
            }
            None => self.lost.retain(|other| other.id != annotation.id),
        }
    }

    fn put(&mut self, annotation: &Arc<Annotation>) {
        let Some(wanted) = key(annotation) else {
            let at = self.lost.partition_point(|other| other.id < annotation.id);
            self.lost.insert(at, Arc::clone(annotation));
            return;
        };
        let at = self.placed.partition_point(|other| key(other).is_some_and(|key| key < wanted));
        self.placed.insert(at, Arc::clone(annotation));
        self.reach.insert(at, ByteOffset::ZERO);
        self.extend_reach(at);
    }

    /// Works the farthest ends out again from a number on, until they are what they were.
    fn extend_reach(&mut self, from: usize) {
        let mut farthest = from.checked_sub(1).and_then(|i| self.reach.get(i)).copied().unwrap_or_default();
        for (i, annotation) in self.placed.iter().enumerate().skip(from) {
            farthest = farthest.max(annotation.cover().map(TextSpan::end).unwrap_or_default());
            match self.reach.get_mut(i) {
                // What follows was worked out from the same farthest end.
                Some(known) if *known == farthest && i > from => return,
                Some(known) => *known = farthest,
                None => self.reach.push(farthest),
            }
        }
    }

    fn put_arrow(&mut self, relation: &Arc<Relation>) {
        for end in ends(relation) {
            let arrows = self.arrows.entry(end).or_default();
            let at = arrows.partition_point(|other| other.id < relation.id);
            arrows.insert(at, Arc::clone(relation));
        }
    }

    fn take_arrow(&mut self, relation: &Relation) {
        for end in ends(relation) {
            if let Some(arrows) = self.arrows.get_mut(&end) {
                arrows.retain(|other| other.id != relation.id);
                if arrows.is_empty() {
                    self.arrows.remove(&end);
                }
            }
        }
    }
}

/// Both ends of a relation, once where they are the same.
fn ends(relation: &Relation) -> impl Iterator<Item = AnnotationId> {
    let other = (relation.to != relation.from).then_some(relation.to);
    std::iter::once(relation.from).chain(other)
}

fn key(annotation: &Annotation) -> Option<OrderKey> {
    let cover = annotation.cover()?;
    Some((*annotation.fragments().first()?, Reverse(cover.end()), annotation.id))
}

#[cfg(test)]
mod tests;
