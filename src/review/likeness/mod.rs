//! How alike words are: which shared claim, source or event some words could be a mention of.
//!
//! Words are folded and stemmed, and count the more the rarer they are in the project (inverse document frequency, Spärck
//! Jones 1972); people and places are words with a capital and the sources that a claim is credited to; dates decide
//! between what is alike otherwise.

mod evidence;
mod index;
mod terms;
#[cfg(test)]
mod tests;

pub(in crate::review) use evidence::Weights;
pub use evidence::{Evidence, date_of, outlet_of, sentence_around};
pub use index::{Candidate, FAR_APART, LIKELY, Likely, LikenessIndex, Probe, Shown};
pub(in crate::review) use terms::Terms;
