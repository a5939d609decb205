//! Which threads contradict each other.

use super::ThreadIndex;
use crate::model::{Contradiction, Project, ThreadId, ThreadRelationKind};
use crate::review::coding::Coding;
use std::collections::{BTreeMap, BTreeSet};

/// A thread that another one contradicts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contradicted {
    /// The other, canonical.
    pub thread: ThreadId,
    /// How strongly.
    pub strength: Contradiction,
    /// Why.
    pub reason: String,
}

/// What contradicts each canonical thread, as those state it whose coding counts: both ways, each once.
pub fn contradictions(
    project: &Project,
    coding: &Coding,
    index: &ThreadIndex,
) -> BTreeMap<ThreadId, BTreeSet<Contradicted>> {
    let mut found: BTreeMap<ThreadId, BTreeSet<Contradicted>> = BTreeMap::new();
    let books = project.threads.iter().filter(|(annotator, _)| coding.includes(annotator));
    for relation in books.flat_map(|(_, book)| book.relations.values()) {
        let ThreadRelationKind::Contradicts(strength) = relation.kind else { continue };
        let ends = [index.canonical(relation.from), index.canonical(relation.to)];
        let [from, to] = ends;
        for (one, other) in [(from, to), (to, from)] {
            if one != other {
                let reason = relation.reason.clone();
                found.entry(one).or_default().insert(Contradicted { thread: other, strength, reason });
            }
        }
    }
    found
}
