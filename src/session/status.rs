//! What the status line says about saving.

/// Whether what was done is on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SaveStatus {
    /// Everything is.
    #[default]
    Saved,
    /// Something is on its way.
    Saving,
    /// It could not be written: what went wrong and what to do. The edits are kept, and tried again.
    Failed(String),
    /// Every edit is saved in the journal; the files could not follow: why, and what to do. It is tried again.
    Behind(String),
    /// The project is open for reading only: why.
    ReadOnly(String),
    /// The project is still being read: nothing can be edited yet.
    Opening,
}

impl SaveStatus {
    /// Whether an edit would be taken: the project is read whole, and not for reading only.
    pub fn is_editable(&self) -> bool {
        !matches!(self, Self::ReadOnly(_) | Self::Opening)
    }
}
