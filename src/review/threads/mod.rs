//! Threads with their mentions.

mod contradictions;
mod index;
#[cfg(test)]
mod tests;

pub use contradictions::{Contradicted, contradictions};
pub use index::{Dispute, Mention, Reported, ThreadIndex};
