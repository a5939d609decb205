//! Families: articles that share text, and articles that retell the same report in other words.
//!
//! Reprints are found by a near-duplicate search as web archives do it: the text of each article, boilerplate left out, is
//! taken as its set of word shingles (Broder 1997, "On the resemblance and containment of documents"); a `MinHash` sketch
//! of that set is made in one pass over it (Li, Owen and Zhang 2012, "One permutation hashing"; empty bins are filled as in
//! Shrivastava 2017, "Optimal densification"); articles that agree in a band of the sketch are candidates (locality-sensitive
//! hashing: Leskovec, Rajaraman and Ullman, "Mining of massive datasets", chapter 3); and of each candidate pair the share
//! of common shingles is counted exactly. Nothing in it is random: equal projects have equal families.
//!
//! | parameter | value |
//! | --- | --- |
//! | words in a shingle | 5, folded (case, accents, typographic marks) |
//! | bins of a sketch | 256, in 128 bands of 2: a pair that shares a quarter of all its shingles is missed once in 4,000 times, one that shares a tenth in about a quarter of the cases |
//! | reprints | at least half of the shorter text's shingles are in the longer one too |
//! | shortest text | 20 shingles, and a quarter of the other's, so that a digest does not tie all that it cites |

mod align;
mod find;
mod inherit;
mod rewrites;
mod shingle;
mod sketch;
#[cfg(test)]
mod tests;

pub use align::{Block, blocks};
pub use find::{Shared, find_reprints, reprints_of_import, shared};
pub use inherit::{AlignedWords, Inheritable, inheritable};
pub use rewrites::{RewriteOffer, claims_in_order, offered_rewrites};
