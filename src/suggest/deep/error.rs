//! Why the deep model cannot be used.

use super::file::VERSION;
use thiserror::Error;

/// Why the deep model cannot be used. Whatever it is, the other suggesters go on.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DeepError {
    /// There is none.
    #[error(
        "the deep model is missing, and the other suggesters go on; use the program as it was released, or name the file in BYLINE_DEEP"
    )]
    Missing,
    /// The file could not be read.
    #[error("the deep model could not be read, and the other suggesters go on: {0}")]
    Unreadable(String),
    /// It is not a model.
    #[error(
        "the file of the deep model is something else, and the other suggesters go on; use the one that came with the program"
    )]
    NotAModel,
    /// Another version of the program made it.
    #[error(
        "the deep model has version {0}, this program reads version {VERSION}, and the other suggesters go on; use the one that came with the program"
    )]
    Version(u32),
    /// It was cut short or changed.
    #[error("the deep model is damaged or cut short, and the other suggesters go on; copy it again")]
    Damaged,
    /// The machine is short of memory.
    #[error(
        "the deep model needs {needed} MB of memory, {free} MB are free, and the other suggesters go on; close something, or leave it out"
    )]
    Memory {
        /// Megabytes that it takes.
        needed: u64,
        /// Megabytes that are free.
        free: u64,
    },
}
