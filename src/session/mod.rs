//! One open project: commit, undo, redo, what is saved; the writer; preferences; the clock and randomness.

pub mod clock;
mod indexes;
mod learning;
mod neighbours;
mod preferences;
mod recovery;
mod request;
pub mod samples;
mod state;
mod status;
mod suggested;
mod suggesting;
#[cfg(test)]
mod tests;
mod workers;
mod writer;

pub use preferences::{
    Appearance, LastExport, Preferences, ReadingFont, SuggestionPreferences, annotator_name, scratch_folder,
};
pub use recovery::Recovery;
pub use request::{EditRequest, Planned};
pub use state::{Opened, Session, SessionError};
pub use status::SaveStatus;
pub use suggesting::{BEST_SCORE, FAINTEST, OF_PROJECTS, OF_TEXTS, SuggesterError, Suggesters, suggester_names};
pub use workers::{Reporter, Wake, Workers};
