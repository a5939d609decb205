//! One open project: commit, undo, redo, what is saved; the writer; preferences; the clock and randomness.

pub mod clock;
mod preferences;
mod request;
mod state;
mod status;
mod workers;

pub use preferences::{Appearance, Preferences, annotator_name};
pub use request::{EditRequest, Planned};
pub use state::{Session, SessionError};
pub use status::SaveStatus;
pub use workers::{Reporter, Wake, Workers};
