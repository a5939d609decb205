//! Weights by feature: rows of small integers, found by a hash.

use super::codec::{Broken, Reader, Writer};
use super::hash::Feature;
use super::index::address;
use super::lattice::Scores;

/// A feature's row.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Slot<const W: usize> {
    /// The address of the feature plus one; 0 is a free slot.
    key: u32,
    weights: [i8; W],
}

/// Rows of `W` weights; what a weight is worth is the same for all.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rows<const W: usize> {
    slots: Vec<Slot<W>>,
    /// A bit for each of the features that have a row: small enough to stay near the processor, where most features, which
    /// have none, are turned away.
    filter: Vec<u64>,
    /// 32 less the number of bits that a slot's number has.
    shift: u32,
    /// What one is worth.
    unit: f32,
}

/// Features that are looked up together.
const TOGETHER: usize = 64;

/// Bits of the filter for each row.
const FILTER_BITS: usize = 8;

fn spread(key: u32) -> u32 {
    key.wrapping_mul(0x9E37_79B1)
}

impl<const W: usize> Rows<W> {
    /// A table of rows by the addresses of their features; rows without a weight are left out.
    pub(super) fn new(rows: impl Iterator<Item = (u32, Scores<W>)>) -> Self {
        let all: Vec<(u32, Scores<W>)> = rows.collect();
        let most = all.iter().flat_map(|(_, row)| row).fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let unit = (most / 127.0).max(f32::MIN_POSITIVE);
        let small = |row: Scores<W>| row.map(|weight| (weight / unit).round().clamp(-127.0, 127.0) as i8);
        let kept = all.into_iter().map(|(address, row)| (address, small(row)));
        Self::of(&kept.filter(|(_, row)| row.iter().any(|weight| *weight != 0)).collect::<Vec<_>>(), unit)
    }

    fn of(rows: &[(u32, [i8; W])], unit: f32) -> Self {
        let size = (rows.len() * 3 / 2 + 2).next_power_of_two();
        let words = (rows.len() * FILTER_BITS / 64 + 1).next_power_of_two();
        let free = Slot { key: 0, weights: [0; W] };
        let shift = 32 - size.trailing_zeros();
        let mut table = Self { slots: vec![free; size], filter: vec![0; words], shift, unit };
        for (address, weights) in rows {
            let key = address + 1;
            let (word, bit) = table.bit(spread(key));
            if let Some(filter) = table.filter.get_mut(word) {
                *filter |= bit;
            }
            let at = table.place(key, spread(key));
            if let Some(slot) = table.slots.get_mut(at) {
                *slot = Slot { key, weights: *weights };
            }
        }
        table
    }

    /// Where the filter's bit is.
    fn bit(&self, spread: u32) -> (usize, u64) {
        ((spread >> 6) as usize & (self.filter.len() - 1), 1 << (spread & 63))
    }

    fn place(&self, key: u32, spread: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (spread >> self.shift) as usize & mask;
        while self.slots.get(at).is_some_and(|slot| slot.key != 0 && slot.key != key) {
            at = (at + 1) & mask;
        }
        at
    }

    /// The sum of the rows of these features.
    pub(super) fn sum(&self, features: &[Feature]) -> Scores<W> {
        let mut sum = [0_i32; W];
        for some in features.chunks(TOGETHER) {
            // First those that the filter lets pass, without a branch: the processor then waits for many at once.
            let (mut likely, mut number) = ([0; TOGETHER], 0);
            for feature in some {
                let key = address(*feature) + 1;
                let (word, bit) = self.bit(spread(key));
                if let Some(slot) = likely.get_mut(number) {
                    *slot = key;
                }
                number += usize::from(self.filter.get(word).is_some_and(|filter| filter & bit != 0));
            }
            for key in likely.get(..number).unwrap_or_default() {
                if let Some(slot) = self.slots.get(self.place(*key, spread(*key))).filter(|slot| slot.key == *key) {
                    sum.iter_mut().zip(&slot.weights).for_each(|(sum, weight)| *sum += i32::from(*weight));
                }
            }
        }
        sum.map(|weight| weight as f32 * self.unit)
    }

    /// How many features have a row.
    pub(super) fn len(&self) -> usize {
        self.slots.iter().filter(|slot| slot.key != 0).count()
    }

    pub(super) fn write(&self, out: &mut Writer) {
        let full = self.slots.iter().filter(|slot| slot.key != 0);
        let mut rows: Vec<(u32, [i8; W])> = full.map(|slot| (slot.key - 1, slot.weights)).collect();
        rows.sort_by_key(|(address, _)| *address);
        out.float(self.unit);
        out.number(rows.len() as u32);
        let mut before = 0;
        for (address, row) in rows {
            out.number(address - before);
            before = address;
            let mask = row.iter().rev().fold(0_u32, |mask, weight| (mask << 1) | u32::from(*weight != 0));
            out.number(mask);
            row.iter().filter(|weight| **weight != 0).for_each(|weight| out.byte(weight.to_le_bytes()[0]));
        }
    }

    pub(super) fn read(input: &mut Reader<'_>) -> Result<Self, Broken> {
        let unit = input.float()?;
        let length = input.length()?;
        let mut rows = Vec::with_capacity(length);
        let mut address = 0_u32;
        for _ in 0..length {
            address = address.checked_add(input.number()?).filter(|address| *address < u32::MAX).ok_or(Broken)?;
            let mask = input.number()?;
            let mut row = [0; W];
            for (label, weight) in row.iter_mut().enumerate() {
                if (mask >> label) & 1 == 1 {
                    *weight = i8::from_le_bytes([input.byte()?]);
                }
            }
            rows.push((address, row));
        }
        Ok(Self::of(&rows, unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_again_and_summed() {
        let rows =
            Rows::<4>::new([(5, [1.0, -0.5, 0.0, 0.0]), (9, [0.0; 4]), (70_000, [0.25, 0.0, 0.0, 2.0])].into_iter());
        assert_eq!(rows.len(), 2);
        let features: Vec<Feature> = [5_u32, 9, 70_000, 6].iter().map(|address| address << 6).collect();
        let sum = rows.sum(&features);
        assert!((sum[0] - 1.25).abs() < 0.02 && (sum[1] + 0.5).abs() < 0.01 && (sum[3] - 2.0).abs() < 0.01, "{sum:?}");
        let mut out = Writer::default();
        rows.write(&mut out);
        let bytes = out.bytes();
        assert_eq!(Rows::read(&mut Reader::new(&bytes)), Ok(rows));
        assert_eq!(Rows::<4>::read(&mut Reader::new(&bytes[..bytes.len() - 1])), Err(Broken));
    }
}
