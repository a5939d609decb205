//! Edits: a change holds a record before and after; a transaction is one undo step; plans turn requests into
//! transactions, with all that follows from them. Nothing here does input or output.

mod carried;
mod change;
mod compare;
mod computed;
mod draft;
mod history;
pub mod plan;
#[cfg(test)]
mod revise_tests;
mod sound;
mod squash;
#[cfg(test)]
mod tests;
mod transaction;

pub use carried::{Followed, Moves, carry_layer};
pub use change::{Change, Conflict, Swap};
pub use compare::{book_changes, layer_changes, shared_with};
pub use computed::quotation_mode;
pub use draft::{Draft, LayerDraft};
pub use history::History;
pub use plan::{PlanContext, PlanError};
pub use sound::is_sound_layer;
pub use squash::squash;
pub use transaction::{Spot, Transaction};
