//! Which source a claim is credited to: a choice among the sources near it, by learned weights of how they stand to each other.

mod covers;
mod features;
mod weights;

use super::Document;
use crate::text::TextSpan;
use features::Scene;
pub use features::{LinkFeature, link_features};

/// Sources on each side of a claim that are weighed.
const NEAREST: usize = 6;

/// The source that a claim is credited to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkChoice {
    /// Number of the source in the list that was given.
    pub source: usize,
    /// How likely it is the right one among those near, 0 to 1.
    pub score: f64,
}

/// For each claim (its fragments), the likeliest of the sources (their fragments); `None` where there is none near.
pub fn link(document: &Document<'_>, claims: &[&[TextSpan]], sources: &[&[TextSpan]]) -> Vec<Option<LinkChoice>> {
    let scene = Scene::new(document, claims, sources);
    (0..claims.len()).map(|claim| best(&scene, claim)).collect()
}

fn best(scene: &Scene<'_>, claim: usize) -> Option<LinkChoice> {
    let mut found = Vec::new();
    let scores: Vec<(usize, f64)> = scene
        .candidates(claim, NEAREST)
        .into_iter()
        .map(|source| {
            found.clear();
            scene.features(claim, source, &mut found);
            (source, found.iter().map(|f| weights::of(*f)).sum())
        })
        .collect();
    let (source, top) = scores.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let total: f64 = scores.iter().map(|(_, score)| (score - top).exp()).sum();
    Some(LinkChoice { source, score: 1.0 / total })
}
