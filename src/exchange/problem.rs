//! Why an export does not come about.

use std::io;
use std::path::PathBuf;

/// Why nothing was written. The target is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The system refused.
    #[error("cannot be written: {0}")]
    Io(#[from] io::Error),
    /// Somebody stopped it.
    #[error("stopped; nothing was written")]
    Stopped,
    /// A setting that the format does not take, or a value that the setting does not.
    #[error("{0}")]
    Setting(String),
    /// The format cannot do what the options ask.
    #[error("{0}")]
    Refused(String),
    /// Something is at the target that is not an earlier export.
    #[error("{what}: {}", path.display())]
    Target {
        /// What is there, and what to do.
        what: String,
        /// Where.
        path: PathBuf,
    },
}
