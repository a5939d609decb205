//! Who passes on whose words.

use crate::model::{AnnotationId, Layer, LayerKey, Project};
use crate::review::derived_relations;
use std::collections::BTreeSet;

/// Pairs of sources of a layer of which the first relays the second: those drawn by hand, and those that follow from
/// where attributions lie.
pub(super) fn relays(project: &Project, key: &LayerKey, layer: &Layer) -> BTreeSet<(AnnotationId, AnnotationId)> {
    if layer.relations.is_empty() {
        return BTreeSet::new();
    }
    let drawn = layer.relations.values().filter(|r| r.kind.as_str() == "relays").map(|r| (r.from, r.to));
    let derived = derived_relations(project, key).into_iter().filter(|d| d.kind.as_str() == "relays");
    drawn.chain(derived.map(|d| (d.from, d.to))).collect()
}
