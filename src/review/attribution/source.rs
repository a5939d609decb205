//! Who a source is.

use crate::model::{
    Annotation, AnnotationId, AttributeId, AttributeValue, Attributes, LayerKey, LinkStance, Project, Thread, ThreadId,
};
use crate::review::threads::ThreadIndex;

/// A source is who its thread is, or else only itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceId {
    /// The canonical thread.
    Thread(ThreadId),
    /// An annotation that is linked to none.
    Annotation(LayerKey, AnnotationId),
}

/// What is known about a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFacts {
    /// The shared source's title, else the words.
    pub title: String,
    /// The id of its type; empty where nobody set one.
    pub kind: String,
    /// Whether it is named; `None` where nobody said.
    pub named: Option<bool>,
    /// Whom it speaks for; empty where nobody said.
    pub affiliation: String,
    /// The id of what came of asking it; empty where nobody said.
    pub comment: String,
}

/// The attributes of a source.
pub(super) struct SourceAttributes {
    kind: Option<AttributeId>,
    named: Option<AttributeId>,
    affiliation: Option<AttributeId>,
    comment: Option<AttributeId>,
}

impl SourceAttributes {
    pub(super) fn new() -> Self {
        let id = AttributeId::parse;
        Self { kind: id("type"), named: id("named"), affiliation: id("affiliation"), comment: id("comment") }
    }

    /// Takes over what is not known yet.
    pub(super) fn fill(&self, facts: &mut SourceFacts, attributes: &Attributes) {
        let value = |id: &Option<AttributeId>| id.as_ref().and_then(|id| attributes.get(id));
        let words = |into: &mut String, id| {
            if let Some(words) = value(id).and_then(AttributeValue::as_text).filter(|_| into.is_empty()) {
                words.clone_into(into);
            }
        };
        words(&mut facts.kind, &self.kind);
        words(&mut facts.affiliation, &self.affiliation);
        words(&mut facts.comment, &self.comment);
        if let (None, Some(AttributeValue::Flag(named))) = (facts.named, value(&self.named)) {
            facts.named = Some(*named);
        }
    }
}

/// What a shared source says of itself, or those that are the same as it.
pub(super) fn of_thread(
    project: &Project,
    index: &ThreadIndex,
    attributes: &SourceAttributes,
    id: ThreadId,
) -> SourceFacts {
    let mut facts = SourceFacts::default();
    for member in index.members(id).iter().filter_map(|id| project.thread(*id)) {
        let thread: &Thread = member.1;
        if facts.title.is_empty() {
            facts.title.clone_from(&thread.title);
        }
        attributes.fill(&mut facts, &thread.attributes);
    }
    facts
}

/// The threads that a source is, by canonical id; a link against one says who it is not.
pub(super) fn threads_of(index: &ThreadIndex, source: &Annotation) -> Vec<SourceId> {
    let links = source.threads.iter().filter(|(_, stance)| **stance == LinkStance::For);
    let mut threads: Vec<SourceId> = links.map(|(id, _)| SourceId::Thread(index.canonical(*id))).collect();
    threads.dedup();
    threads
}
