//! The file of the threads that one annotator made, and of what she states about threads.

use super::project::by_id;
use super::value::{Values, attributes_of, values_of};
use super::{FORMAT, known, optional_date, optional_id, time};
use crate::model::{
    AnnotatorName, Contradiction, Extra, LabelId, Thread, ThreadBook, ThreadId, ThreadRelation, ThreadRelationId,
    ThreadRelationKind,
};
use crate::store::notation::{FileText, Word, record};

record! {
    /// The whole file.
    ThreadsFile = "Threads" {
        format: u32,
        annotator: String,
        threads: Vec<ThreadRecord>,
        relations: Vec<ThreadRelationRecord>,
    }
}

record! {
    /// A thread.
    ThreadRecord = "Thread" {
        id: String,
        label: String,
        title: String,
        story: String,
        known_since: String,
        made: String,
        attributes: Values,
        note: String,
        foreign_id: String,
        extra: Extra,
    }
}

record! {
    /// A statement about two threads.
    ThreadRelationRecord = "ThreadRelation" {
        id: String,
        kind as "type": Word,
        from: String,
        to: String,
        reason: String,
    }
}

impl ThreadsFile {
    /// The file of an annotator's threads.
    pub(in crate::store) fn render(annotator: &AnnotatorName, book: &ThreadBook) -> String {
        let mut file = FileText::new("Threads", FORMAT);
        file.field("annotator", &annotator.to_string());
        file.rows("threads", &book.threads.values().map(|t| ThreadRecord::of(t)).collect::<Vec<_>>());
        file.rows("relations", &book.relations.values().map(|r| ThreadRelationRecord::of(r)).collect::<Vec<_>>());
        file.finish()
    }

    pub(in crate::store) fn read(self) -> ThreadBook {
        ThreadBook {
            threads: by_id(self.threads.into_iter().filter_map(ThreadRecord::read), |t| t.id),
            relations: by_id(self.relations.into_iter().filter_map(ThreadRelationRecord::read), |r| r.id),
        }
    }
}

impl ThreadRecord {
    pub(in crate::store) fn of(thread: &Thread) -> Self {
        Self {
            id: thread.id.to_string(),
            label: thread.label.to_string(),
            title: thread.title.clone(),
            story: thread.story.map(|s| s.to_string()).unwrap_or_default(),
            known_since: thread.known_since.map(|d| d.to_string()).unwrap_or_default(),
            made: thread.made.to_string(),
            attributes: values_of(&thread.attributes),
            note: thread.note.clone(),
            foreign_id: thread.foreign_id.clone(),
            extra: thread.extra.clone(),
        }
    }

    pub(in crate::store) fn read(self) -> Option<Thread> {
        Some(Thread {
            id: known(ThreadId::parse(&self.id), "thread id", &self.id)?,
            label: known(LabelId::parse(&self.label), "label id", &self.label)?,
            title: self.title,
            story: optional_id(&self.story, "story id"),
            known_since: optional_date(&self.known_since),
            made: time(&self.made),
            attributes: attributes_of(self.attributes),
            note: self.note,
            foreign_id: self.foreign_id,
            extra: self.extra,
        })
    }
}

impl ThreadRelationRecord {
    pub(in crate::store) fn of(relation: &ThreadRelation) -> Self {
        let args = match relation.kind {
            ThreadRelationKind::Contradicts(Contradiction::Tension) => "tension",
            _ => "",
        };
        Self {
            id: relation.id.to_string(),
            kind: Word { name: relation.kind.name().into(), args: args.into() },
            from: relation.from.to_string(),
            to: relation.to.to_string(),
            reason: relation.reason.clone(),
        }
    }

    pub(in crate::store) fn read(self) -> Option<ThreadRelation> {
        let strength = matches!(self.kind.args.as_str(), "" | "tension" | "incompatible");
        let kind = ThreadRelationKind::parse(&self.kind.name, &self.kind.args).filter(|_| strength);
        Some(ThreadRelation {
            id: known(ThreadRelationId::parse(&self.id), "statement id", &self.id)?,
            kind: known(kind, "statement", &self.kind.written())?,
            from: known(ThreadId::parse(&self.from), "thread id", &self.from)?,
            to: known(ThreadId::parse(&self.to), "thread id", &self.to)?,
            reason: self.reason,
        })
    }
}
