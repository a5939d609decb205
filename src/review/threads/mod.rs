//! Threads with their mentions.

mod index;
#[cfg(test)]
mod tests;

pub use index::{Dispute, Mention, Reported, ThreadIndex};
