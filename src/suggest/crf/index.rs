//! Features that occur often enough, as rows of a table.

use super::hash::Feature;

/// Bits of a feature's hash that tell it from others; two that share them are one to the model.
const BITS: u32 = 26;

/// The address of a feature.
pub(super) fn address(feature: Feature) -> u32 {
    feature >> (32 - BITS)
}

/// How often features occur, up to 15: four bits each, as there are many.
pub(super) struct Counter(Vec<u8>);

/// What a half of a byte counts to.
const MOST: u8 = 15;

impl Counter {
    pub(super) fn new() -> Self {
        Self(vec![0; 1 << (BITS - 1)])
    }

    pub(super) fn add(&mut self, feature: Feature) {
        let address = address(feature);
        if let Some(pair) = self.0.get_mut(address as usize / 2) {
            let shift = 4 * (address % 2);
            if (*pair >> shift) & MOST < MOST {
                *pair += 1 << shift;
            }
        }
    }

    /// Rows for the features that were counted at least `least` times, which is 15 at most.
    pub(super) fn rows(&self, least: u8) -> RowIndex {
        let least = least.clamp(1, MOST);
        let mut index = RowIndex { blocks: Vec::with_capacity(self.0.len() / 32), rows: 0 };
        for pairs in self.0.chunks(32) {
            // Most features never occur.
            if *pairs == [0; 32] {
                index.blocks.push((0, index.rows));
                continue;
            }
            let counts = pairs.iter().flat_map(|pair| [pair & MOST, pair >> 4]);
            let mask = counts.rev().fold(0_u64, |mask, count| (mask << 1) | u64::from(count >= least));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_that_occur_often_enough_have_rows_in_the_order_of_their_addresses() {
        let feature = |address: u32| address << (32 - BITS);
        let mut counter = Counter::new();
        for (address, times) in [(64, 40), (3, 2), (2, 1), (130, 9), (131, 8)] {
            (0..times).for_each(|_| counter.add(feature(address)));
        }
        let of = |least| counter.rows(least).addresses().collect::<Vec<u32>>();
        assert_eq!((of(1), of(2), of(9)), (vec![2, 3, 64, 130, 131], vec![3, 64, 130, 131], vec![64, 130]));
        let rows = counter.rows(8);
        assert_eq!([64, 131, 3].map(|address| rows.row(feature(address))), [Some(0), Some(2), None]);
        assert_eq!(rows.len(), 3);
    }
}
