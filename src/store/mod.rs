//! The project's folder: records on disk, load, save, journal, lock, and checks with named repairs. Only this room opens
//! files of a project.
//!
//! A step is *saved* when [`ProjectStore::append`] returns: its line stands in the journal, flushed. The files of records
//! follow at [`ProjectStore::checkpoint`]. [`open`] brings the two together again.

mod allowance;
mod anchor;
mod backups;
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
mod follow;
mod journal;
mod layout;
mod load;
mod load_articles;
mod lock;
mod machine;
mod merged;
mod notation;
mod offers;
mod open;
mod prepare;
mod project_store;
mod records;
mod repair;
mod replay;
mod word;
mod write;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use backups::Version;
pub use check::{Report, check, repair};
pub use create::create;
pub use error::{Check, Problem, Severity, StoreError};
pub use events::{EventKind, EventState, Extent, JournalEvent, Point, WayBack, journal_events, way_back};
pub use folder::{read_small_file, replace_file};
pub use follow::{Follower, News};
pub use layout::text_file;
pub use load::Glance;
pub use lock::{Holder, LOOKS_UNTIL_SILENT, LockWatch, Standing, Tenure};
pub use offers::{Offer, OfferedState};
pub use open::{Access, Loaded, ToSuggest, open, open_shown};
pub use prepare::{Preparation, Prepared};
pub use project_store::{KeptFiles, Merged, ProjectStore, Step};
pub use repair::Repair;
