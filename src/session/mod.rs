//! One open project: commit, undo, redo, what is saved; the writer; preferences; the clock and randomness.

pub mod clock;
#[cfg(feature = "deep")]
mod deep;
mod indexes;
mod learning;
mod neighbours;
mod preferences;
mod recovery;
mod refining;
mod request;
pub mod samples;
mod state;
mod status;
mod suggested;
mod suggesting;
mod taken;
#[cfg(test)]
mod tests;
mod trouble;
mod workers;
mod writer;

#[cfg(feature = "deep")]
pub use deep::{deep_model, deep_suggester};
pub use learning::judges;
pub use preferences::{
    Appearance, LastExport, Preferences, ReadingFont, SuggestionPreferences, annotator_name, scratch_folder,
};
pub use recovery::Recovery;
pub use refining::refined;
pub use request::{EditRequest, Planned};
pub use state::{Opened, Session, SessionError};
pub use status::SaveStatus;
pub use suggesting::{
    BEST_SCORE, FAINTEST, OF_PROJECTS, OF_TEXTS, SuggesterError, Suggesters, deep_in_background, suggester_names,
    text_suggester, usual, whole_paragraphs,
};
pub use workers::{Reporter, Wake, Workers};
