//! Why the disk did not take something.

use crate::store::{Holder, StoreError};

/// Why the disk did not take something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It is tried again: what went wrong and where, and what to do.
    Now(String),
    /// Somebody else has taken the project over: nothing is saved from here any more.
    TakenOver(Holder),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        if let StoreError::TakenOver(holder) = error {
            return Self::TakenOver(holder);
        }
        Self::Now(match error.remedy() {
            "" => error.to_string(),
            remedy => format!("{error}; {remedy}"),
        })
    }
}
