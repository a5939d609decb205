//! What is computed over articles: nothing here draws, writes files or changes a project.

mod derived;
mod progress;
mod search;
mod segments;

pub use derived::{Derived, derived_relations};
pub use progress::{Progress, ProgressState, progress};
pub use search::{find_folded, find_in};
pub use segments::{
    Block, Direction, Linked, Segment, SegmentFilter, SegmentGroup, SegmentIndex, SegmentList, SegmentOrder,
    SegmentRow, SegmentSort, list_segments,
};
