//! The suggester `deep`: a transformer of six small layers, trained by us, that reads each sentence with those around it.
//!
//! Its matrices are multiplied by `rten-gemm`, in whole numbers; the rest is a few hundred lines of our own, so that the same
//! text gets the same answer on every machine. Chains over its outputs choose spans as those of the model do.

mod chain;
mod error;
mod file;
mod linear;
mod math;
mod model;
mod network;
mod pieces;
#[cfg(deep_weights)]
#[cfg(test)]
mod shipped_tests;
mod suggester;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod windows;

pub use error::DeepError;
pub use model::DeepModel;
pub use suggester::{DEEP, DeepSuggester};
