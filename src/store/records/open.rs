//! The sign of life of an open project.

use crate::store::notation::{Put as _, record};

record! {
    /// The sign of life of a Byline that has the project open.
    OpenRecord = "Open" {
        format: u32,
        host: String,
        /// Tells machines of the same name apart.
        machine: String,
        process: u32,
        since: String,
        /// Names this opening.
        token: String,
        /// Grows while it is open.
        beat: u64,
    }
}

impl OpenRecord {
    /// What the record begins with.
    pub(in crate::store) const NAME: &'static str = "Open";

    /// The record as written.
    pub(in crate::store) fn render(&self) -> String {
        let mut out = Self::NAME.to_owned();
        self.put(&mut out);
        out
    }
}
