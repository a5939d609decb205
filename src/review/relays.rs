//! Who passes on whose words.

use super::derived_relations;
use crate::model::{AnnotationId, Layer, LayerKey, Project};
use std::collections::BTreeSet;

/// Pairs of sources of a layer of which the first relays the second: those drawn by hand, and those that follow from
/// where attributions lie.
pub fn relays(project: &Project, key: &LayerKey, layer: &Layer) -> BTreeSet<(AnnotationId, AnnotationId)> {
    if layer.relations.is_empty() {
        return BTreeSet::new();
    }
    let derived = derived_relations(project, key).into_iter().filter(|d| d.kind.as_str() == "relays");
    drawn_relays(layer).chain(derived.map(|d| (d.from, d.to))).collect()
}

/// Those of them that are drawn by hand.
pub(super) fn drawn_relays(layer: &Layer) -> impl Iterator<Item = (AnnotationId, AnnotationId)> {
    layer.relations.values().filter(|r| r.kind.as_str() == "relays").map(|r| (r.from, r.to))
}
