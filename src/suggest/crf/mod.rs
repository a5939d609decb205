//! The model: a linear-chain conditional random field over surface features, trained by `byline train`.
//!
//! The chain is our own and not a crate's: weights are hashed and eight bits each, training takes a few passes of `AdaGrad`
//! where others take seventy of L-BFGS, and what is proposed is chosen by the probability of whole spans, for which a
//! crate would have to give out its lattice. A model holds numbers and hashes, no word of the articles it learned from.

mod atoms;
mod codec;
mod cut;
mod decode;
mod english;
mod events;
mod file;
mod hash;
mod hints;
mod index;
mod lattice;
mod learn;
mod lexicon;
mod model;
mod part;
mod read;
mod rows;
mod scheme;
mod speech;
mod suggester;
mod tagger;
mod task;
mod teach;
#[cfg(test)]
mod tests;
mod train;

pub use english::English;
pub use file::ModelError;
pub use learn::Step;
pub use model::{MOST_LESSONS, Model, evenly};
pub use suggester::{LEARNED, MODEL, ModelSuggester, english, shipped};
pub use teach::TaggedText;

pub(super) use task::Prepared;
#[cfg(feature = "deep")]
pub(super) use {
    cut::{Cut, Kind as CutKind, Quote as CutQuote, Token as CutToken},
    decode::{Candidate, candidates, choose},
    lattice::{Lattice, Scores},
    part::{Curve, Found},
    scheme::allowed,
    suggester::{chunks, gather},
};
