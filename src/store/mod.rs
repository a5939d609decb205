//! The project's folder: records on disk, load, save, journal, lock, and checks with named repairs. Only this room opens
//! files of a project.
//!
//! A step is *saved* when [`ProjectStore::append`] returns: its line stands in the journal, flushed. The files of records
//! follow at [`ProjectStore::checkpoint`]. [`open`] brings the two together again.

mod anchor;
mod canonical;
mod chain;
mod check;
mod compact;
mod create;
mod disk;
mod edit_line;
mod error;
mod events;
mod folder;
mod journal;
mod layout;
mod load;
mod load_articles;
mod notation;
mod open;
mod project_store;
mod records;
mod replay;
mod word;
mod write;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use check::{Report, check, repair};
pub use create::create;
pub use error::{Check, Problem, Severity, StoreError};
pub use events::{EventKind, EventState, Extent, JournalEvent, Point, WayBack, journal_events, way_back};
pub use folder::replace_file;
pub use layout::text_file;
pub use load::Glance;
pub use open::{Access, Loaded, open, open_shown};
pub use project_store::{KeptFiles, Merged, ProjectStore, Step};
