//! Retrieved segments: all annotations of a project with their words, filtered, sorted and grouped.

mod index;
mod listing;
#[cfg(test)]
mod tests;

pub use index::{Block, Segment, SegmentIndex};
pub use listing::{
    Direction, Linked, SegmentFilter, SegmentGroup, SegmentList, SegmentOrder, SegmentRow, SegmentSort, list_segments,
};
