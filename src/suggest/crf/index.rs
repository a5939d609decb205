//! Features that occur often enough, as rows of a table.

use super::hash::Feature;

/// Bits of a feature's hash that tell it from others; two that share them are one to the model.
const BITS: u32 = 26;

/// The address of a feature.
pub(super) fn address(feature: Feature) -> u32 {
    feature >> (32 - BITS)
}

/// How often features occur, up to 255.
pub(super) struct Counter(Vec<u8>);

impl Counter {
    pub(super) fn new() -> Self {
        Self(vec![0; 1 << BITS])
    }

    pub(super) fn add(&mut self, feature: Feature) {
        if let Some(count) = self.0.get_mut(address(feature) as usize) {
            *count = count.saturating_add(1);
        }
    }

    /// Rows for the features that were counted at least `least` times.
    pub(super) fn rows(&self, least: u8) -> RowIndex {
        let mut index = RowIndex { blocks: Vec::with_capacity(self.0.len() / 64), rows: 0 };
        for counts in self.0.chunks(64) {
            let mask = counts.iter().rev().fold(0_u64, |mask, count| (mask << 1) | u64::from(*count >= least));
            index.blocks.push((mask, index.rows));
            index.rows += mask.count_ones();
        }
        index
    }
}

/// From a feature to its row.
pub(super) struct RowIndex {
    blocks: Vec<(u64, u32)>,
    rows: u32,
}

impl RowIndex {
    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows as usize
    }

    /// The row of a feature that occurs often enough.
    pub(super) fn row(&self, feature: Feature) -> Option<u32> {
        let at = address(feature);
        let (mask, base) = self.blocks.get(at as usize / 64)?;
        let bit = at % 64;
        ((mask >> bit) & 1 == 1).then(|| base + (mask & ((1_u64 << bit) - 1)).count_ones())
    }

    /// The addresses of all rows, in order.
    pub(super) fn addresses(&self) -> impl Iterator<Item = u32> {
        self.blocks.iter().enumerate().flat_map(|(block, (mask, _))| {
            (0..64).filter(move |bit| (mask >> bit) & 1 == 1).map(move |bit| block as u32 * 64 + bit)
        })
    }
}
