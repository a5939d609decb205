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
    /// Something is at the target, and nobody has said that it may be replaced.
    #[error("something is there already; choose another name: {}", path.display())]
    Taken {
        /// Where.
        path: PathBuf,
    },
    /// Something is at the target that cannot be replaced.
    #[error("{what}: {}", path.display())]
    Target {
        /// What is there, and what to do.
        what: String,
        /// Where.
        path: PathBuf,
    },
}
