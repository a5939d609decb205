//! What is computed over articles: nothing here draws, writes files or changes a project.

mod attribution;
mod coding;
mod conflicts;
mod coverage;
mod derived;
mod families;
mod headline;
mod likeness;
mod network;
mod next;
mod parts;
mod progress;
mod queue;
mod relays;
mod revisions;
#[cfg(test)]
mod scene;
mod search;
mod segments;
mod sides;
mod suggestions;
#[cfg(test)]
pub(crate) mod testing;
mod threads;
mod timeline;
mod wording;

pub use attribution::{
    Asked, Attribution, CitedOutlet, Credited, SourceFacts, SourceId, Standing, Unsourced, UnsourcedClaim,
    asked_for_comment, claims_without_source, outlets_not_collected, sources_without_claim,
};
pub use coding::{Coded, Coding, overlap, seen_by};
pub use conflicts::{Agreement, EventField, EventValues, Stated, event_values, values_of_event};
pub use coverage::{
    ArticleFacts, Axis, Cell, CellState, Column, ColumnOrder, ColumnView, Counting, Coverage, Matrix, Only, Passage,
    RowItem, RowOrder, RowView, Square, ThreadFacts, nearest_passages,
};
pub use derived::{Derived, claims_holding, derived_of, derived_relations, events_inside};
pub use families::{
    AlignedWords, Block as SharedWords, Inheritable, RewriteOffer, Shared, blocks as shared_words, claims_in_order,
    find_reprints, inheritable, offered_rewrites, reprints_of_import, shared as shared_text,
};
pub use headline::{LATE_AFTER, LateSource, Overstated, Stronger, late_sources, overstated};
pub use likeness::{
    Candidate, Evidence, FAR_APART, LIKELY, Likely, LikenessIndex, Probe, Shown, date_of, outlet_of, sentence_around,
};
pub use network::{
    Edge, EdgeKind, MOST_NODES, Network, NetworkFilter, Node, NodeKind, Quote, Unlinked, lay_out, network,
};
pub use next::{ArticleProgress, NextArticle, ProjectProgress, next_articles, project_progress};
pub use progress::{Progress, ProgressState, progress};
pub use queue::{PROPOSED, Queue, QueueGroup, unlinked_queue};
pub use relays::relays;
pub use revisions::{ChangeKind, RevisionReport, SentenceChange, words_line};
pub use search::{
    Alike, AlikePlace, Boilerplate, Bounds, Folding, Form, Found, Hit, Likeness, Matcher, Order, Query, QueryError,
    SearchIndex, Within, alike, alike_rule, context, says, search, sort_hits,
};
pub use segments::{
    Block, Direction, Linked, Segment, SegmentFilter, SegmentGroup, SegmentIndex, SegmentList, SegmentOrder,
    SegmentRow, SegmentSort, list_segments,
};
pub use sides::{MOST_SIDES, PART, SideMatch, SideParagraph, SideRow, Sides, sides};
pub use suggestions::{
    Agreeing, Habit, Honesty, HonestyRow, Kept, Level, Look, Looked, Mixture, OpenSuggestions, SuggestionOrder, Tally,
    Trust, honesty, second_look,
};
pub use threads::{Contradicted, Dispute, Mention, Reported, ThreadIndex, contradictions};
pub use timeline::{Appearance, EventDate, Spread, Timeline, TimelineEvent, spread_of, spreads, timeline_events};
pub use wording::{DroppedWords, NewWords, Wording, WordingKind, wordings};
