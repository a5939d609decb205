//! On whose word: who is credited with each claim, through whom, and how many stand behind it.

mod credits;
mod graph;
mod lists;
mod source;
mod standing;
#[cfg(test)]
mod tests;

pub use credits::Attribution;
pub use lists::{
    Asked, CitedOutlet, Unsourced, UnsourcedClaim, asked_for_comment, claims_without_source, outlets_not_collected,
    sources_without_claim,
};
pub use source::{SourceFacts, SourceId};
pub use standing::{Credited, Standing};
