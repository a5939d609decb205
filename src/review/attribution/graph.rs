//! Who passes a claim on from whom: from those that articles credit to those at the end.

use super::SourceId;
use std::collections::{BTreeMap, BTreeSet};

/// The sources of one claim.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    /// Those that articles credit.
    pub(super) direct: BTreeSet<SourceId>,
    /// From each to those whose words it passes on; every source has an entry.
    pub(super) passes: BTreeMap<SourceId, BTreeSet<SourceId>>,
}

impl Graph {
    pub(super) fn credit(&mut self, source: &SourceId) {
        self.direct.insert(source.clone());
        self.passes.entry(source.clone()).or_default();
    }

    /// Nobody passes on one's own words.
    pub(super) fn pass(&mut self, outer: &SourceId, inner: &SourceId) {
        self.passes.entry(inner.clone()).or_default();
        let inner_of = self.passes.entry(outer.clone()).or_default();
        if outer != inner {
            inner_of.insert(inner.clone());
        }
    }

    /// How many pass each source's words on before an article does: 0 for one that an article credits itself.
    pub(super) fn depths(&self) -> BTreeMap<&SourceId, usize> {
        let mut depths: BTreeMap<&SourceId, usize> = BTreeMap::new();
        let mut wave: Vec<&SourceId> = self.direct.iter().collect();
        let mut depth = 0;
        while !wave.is_empty() {
            wave.retain(|source| !depths.contains_key(source));
            depths.extend(wave.iter().map(|source| (*source, depth)));
            wave = wave.iter().filter_map(|source| self.passes.get(*source)).flatten().collect();
            depth += 1;
        }
        depths
    }

    /// Those at the end, who pass on nobody's words; of a circle that leads to no end, the first of it.
    pub(super) fn ultimate(&self) -> BTreeSet<&SourceId> {
        let mut ends: BTreeSet<&SourceId> = self.depths().into_keys().filter(|source| self.is_end(source)).collect();
        for source in &self.direct {
            let reached = self.reached([source].into_iter(), None);
            if !reached.iter().any(|reached| self.is_end(reached)) {
                ends.extend(reached.first());
            }
        }
        ends
    }

    /// Those without whom no article has it from anybody: every way from a credited source to an end leads through
    /// them.
    pub(super) fn needed(&self) -> Vec<&SourceId> {
        let ultimate = self.ultimate();
        let is_needed = |source: &&SourceId| {
            let left = self.reached(self.direct.iter(), Some(source));
            !left.iter().any(|reached| ultimate.contains(reached))
        };
        self.depths().into_keys().filter(is_needed).collect()
    }

    fn is_end(&self, source: &SourceId) -> bool {
        self.passes.get(source).is_none_or(BTreeSet::is_empty)
    }

    fn reached<'a>(
        &'a self,
        from: impl Iterator<Item = &'a SourceId>,
        without: Option<&SourceId>,
    ) -> BTreeSet<&'a SourceId> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&SourceId> = from.collect();
        while let Some(source) = next.pop() {
            if Some(source) != without && reached.insert(source) {
                next.extend(self.passes.get(source).into_iter().flatten());
            }
        }
        reached
    }
}
