//! `MinHash` sketches of sets of shingles.

use super::shingle::mixed;

/// Bins of a sketch: the upper 8 bits of a shingle's number name its bin.
pub(super) const BINS: usize = 256;

/// Bins that two articles must agree in to become candidates.
const ROWS: usize = 2;

/// A set of shingles as one small number a bin: two sets agree in a bin about as often as their share of common members
/// (common ones by all, Jaccard 1901).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sketch(Box<[u32]>);

impl Sketch {
    /// The sketch of a set; `None` of an empty one.
    pub(super) fn of(shingles: &[u64]) -> Option<Self> {
        let mut bins: Box<[Option<u32>]> = vec![None; BINS].into();
        for shingle in shingles {
            // Both parts are taken from the upper bits, which the last step of the hash mixes best.
            let (bin, value) = ((shingle >> 56) as usize, (shingle >> 24) as u32);
            if let Some(bin) = bins.get_mut(bin) {
                *bin = Some(bin.map_or(value, |least| least.min(value)));
            }
        }
        if bins.iter().all(Option::is_none) {
            return None;
        }
        let filled = (0..BINS).map(|bin| filled(&bins, bin)).collect();
        Some(Self(filled))
    }

    /// The number of a band, from 0 to [`Sketch::bands`].
    pub(super) fn band(&self, band: usize) -> u64 {
        let bins = self.0.get(band * ROWS..).unwrap_or_default().iter().take(ROWS);
        bins.fold(0, |all, bin| (all << 32) | u64::from(*bin))
    }

    /// Bands of every sketch.
    pub(super) fn bands() -> usize {
        BINS / ROWS
    }

    /// Bins that two sketches agree in.
    pub(super) fn agreeing(&self, other: &Self) -> usize {
        self.0.iter().zip(other.0.iter()).filter(|(a, b)| a == b).count()
    }
}

/// What a bin holds, or else what the first filled one of a row of bins does that is the same for every sketch.
fn filled(bins: &[Option<u32>], bin: usize) -> u32 {
    let mut attempt = 0_u64;
    let mut at = bin;
    loop {
        if let Some(value) = bins.get(at).copied().flatten() {
            return value;
        }
        attempt += 1;
        at = (mixed((bin as u64) << 32 | attempt) % BINS as u64) as usize;
    }
}
