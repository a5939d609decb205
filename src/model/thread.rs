//! Threads: one claim, source or event of the world, across articles.

use super::{Attributes, Date, Extra, LabelId, Map, StoryId, ThreadId, ThreadRelationId, Timestamp};
use std::sync::Arc;

/// One claim, source or event of the world; its mentions are the annotations that link to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Names it.
    pub id: ThreadId,
    /// The label of its mentions.
    pub label: LabelId,
    /// What it is called.
    pub title: String,
    /// The story that it belongs to.
    pub story: Option<StoryId>,
    /// When it could first be known; its earliest dated mention unless set.
    pub known_since: Option<Date>,
    /// When it was made.
    pub made: Timestamp,
    /// Attributes of the whole: a verdict, say.
    pub attributes: Attributes,
    /// A note in free words.
    pub note: String,
    /// Its id in the corpus that it came from, where that has another form.
    pub foreign_id: String,
    /// Fields of another program's file, kept for its sake.
    pub extra: Extra,
}

/// How strongly two threads contradict each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contradiction {
    /// They cannot both be so.
    #[default]
    Incompatible,
    /// They sit badly together.
    Tension,
}

/// What one thread is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThreadRelationKind {
    /// They cannot both be so, or sit badly together.
    Contradicts(Contradiction),
    /// The first speaks for the second.
    Supports,
    /// The first is a newer state of the second.
    Updates,
    /// They are one.
    SameAs,
}

impl ThreadRelationKind {
    /// The kind's name in files; the strength of a contradiction stands apart.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contradicts(_) => "contradicts",
            Self::Supports => "supports",
            Self::Updates => "updates",
            Self::SameAs => "same_as",
        }
    }

    /// Reads a name and, for a contradiction, its strength (`tension`, else incompatible).
    pub fn parse(name: &str, strength: &str) -> Option<Self> {
        Some(match name {
            "contradicts" if strength == "tension" => Self::Contradicts(Contradiction::Tension),
            "contradicts" => Self::Contradicts(Contradiction::Incompatible),
            "supports" => Self::Supports,
            "updates" => Self::Updates,
            "same_as" => Self::SameAs,
            _ => return None,
        })
    }
}

/// A statement that one annotator makes about two threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadRelation {
    /// Names it.
    pub id: ThreadRelationId,
    /// What the first is to the second.
    pub kind: ThreadRelationKind,
    /// The first thread.
    pub from: ThreadId,
    /// The second thread.
    pub to: ThreadId,
    /// Why.
    pub reason: String,
}

/// The threads that one annotator made, and what she states about threads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadBook {
    /// Threads by id.
    pub threads: Map<ThreadId, Arc<Thread>>,
    /// Statements by id.
    pub relations: Map<ThreadRelationId, Arc<ThreadRelation>>,
}
