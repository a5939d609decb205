//! What is done to threads as wholes: rename, move, values, one out of two, two out of one, statements about them.

use super::link::{new_thread, shared_story};
use super::title_of;
use crate::edit::plan::annotate::own;
use crate::edit::plan::{PlanContext, PlanError};
use crate::edit::{Spot, Transaction};
use crate::model::{
    AnnotationId, ArticleId, AttributeId, AttributeValue, Contradiction, Date, StoryId, Thread, ThreadId,
    ThreadRelation, ThreadRelationKind,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A thread of the annotator's own.
fn own_thread(cx: &PlanContext<'_>, id: ThreadId) -> Result<Arc<Thread>, PlanError> {
    let (owner, thread) = cx.project.thread(id).ok_or_else(|| PlanError::Gone("this shared item".into()))?;
    if owner != cx.annotator {
        return Err(PlanError::Refused(format!(
            "{owner} made {:?}; make one of your own and say that the two are the same",
            thread.title
        )));
    }
    Ok(Arc::clone(thread))
}

fn edit_own(
    cx: &PlanContext<'_>,
    id: ThreadId,
    what: &str,
    edit: impl FnOnce(&mut Thread),
) -> Result<Transaction, PlanError> {
    let mut after = (*own_thread(cx, id)?).clone();
    edit(&mut after);
    let mut draft = cx.draft();
    draft.thread(cx.annotator, id, Some(after));
    Ok(draft.finish(what, None))
}

/// Gives a thread of the annotator's own another title.
///
/// # Errors
/// Where it is gone or somebody else's, or the title is empty.
pub fn rename_thread(cx: &PlanContext<'_>, id: ThreadId, title: &str) -> Result<Transaction, PlanError> {
    let title = title_of(title);
    if title.is_empty() {
        return Err(PlanError::Refused("a shared claim, source or event needs a title; type one".into()));
    }
    edit_own(cx, id, "rename a shared item", |thread| thread.title = title)
}

/// Moves threads of the annotator's own to a story, or out of all.
///
/// # Errors
/// Where a thread or the story is gone, or a thread is somebody else's.
pub fn move_threads(cx: &PlanContext<'_>, ids: &[ThreadId], story: Option<StoryId>) -> Result<Transaction, PlanError> {
    if story.is_some_and(|id| !cx.project.stories.contains_key(&id)) {
        return Err(PlanError::Gone("the story".into()));
    }
    let mut draft = cx.draft();
    for id in ids {
        let thread = own_thread(cx, *id)?;
        draft.thread(cx.annotator, *id, Some(Thread { story, ..(*thread).clone() }));
    }
    let what = if ids.len() == 1 { "move a shared item".into() } else { format!("move {} shared items", ids.len()) };
    Ok(draft.finish(what, None))
}

/// Sets an attribute of a thread of the annotator's own, its verdict say; `None` takes it away, and so do parts that are
/// all empty.
///
/// # Errors
/// Where it is gone or somebody else's.
pub fn set_thread_attribute(
    cx: &PlanContext<'_>,
    id: ThreadId,
    attribute: &AttributeId,
    value: Option<AttributeValue>,
) -> Result<Transaction, PlanError> {
    let value = match value {
        Some(AttributeValue::Parts(mut parts)) => {
            parts.retain(|_, words| !words.trim().is_empty());
            (!parts.is_empty()).then_some(AttributeValue::Parts(parts))
        }
        Some(AttributeValue::Text(words)) if words.trim().is_empty() => None,
        other => other,
    };
    edit_own(cx, id, &format!("set {attribute} of a shared item"), |thread| {
        match value {
            Some(value) => thread.attributes.insert(attribute.clone(), value),
            None => thread.attributes.remove(attribute),
        };
    })
}

/// Sets the note of a thread of the annotator's own.
///
/// # Errors
/// Where it is gone or somebody else's.
pub fn set_thread_note(cx: &PlanContext<'_>, id: ThreadId, note: &str) -> Result<Transaction, PlanError> {
    edit_own(cx, id, "note on a shared item", |thread| thread.note = note.to_owned())
}

/// Says since when a thread of the annotator's own could be known; `None` leaves it to its earliest dated mention.
///
/// # Errors
/// Where it is gone or somebody else's.
pub fn set_known_since(cx: &PlanContext<'_>, id: ThreadId, since: Option<Date>) -> Result<Transaction, PlanError> {
    edit_own(cx, id, "set since when it was known", |thread| thread.known_since = since)
}

/// States that threads are one: in the annotator's own book, as *same as* towards the one that was made first. No layer is
/// rewritten.
///
/// # Errors
/// Where one is gone, their labels differ, or they are one already.
pub fn merge_threads(cx: &mut PlanContext<'_>, ids: &[ThreadId]) -> Result<Transaction, PlanError> {
    let mut threads: Vec<Arc<Thread>> = Vec::new();
    for id in ids {
        let (_, thread) = cx.project.thread(*id).ok_or_else(|| PlanError::Gone("this shared item".into()))?;
        threads.push(Arc::clone(thread));
    }
    threads.sort_unstable_by_key(|thread| (thread.made, thread.id));
    let Some((first, others)) = threads.split_first() else {
        return Err(PlanError::Refused("nothing is chosen that could be one".into()));
    };
    if let Some(other) = others.iter().find(|other| other.label != first.label) {
        return Err(PlanError::Refused(format!(
            "{:?} and {:?} have different labels; only claims with claims, sources with sources, events with events",
            first.title, other.title
        )));
    }
    let mut classes = Classes::of(cx);
    let mut draft = cx.draft();
    let mut joined = 0_usize;
    for other in others {
        if classes.root(first.id) == classes.root(other.id) {
            continue;
        }
        classes.join(first.id, other.id);
        joined += 1;
        let statement = same_as(cx, other.id, first.id);
        draft.thread_relation(cx.annotator, statement.id, Some(statement));
    }
    match joined {
        0 => Err(PlanError::Refused("these are one already".into())),
        1 => Ok(draft.finish(format!("say that two are the same: {:?}", first.title), None)),
        n => Ok(draft.finish(format!("say that {} are the same: {:?}", n + 1, first.title), None)),
    }
}

/// Takes back that a thread is the same as others; those stay one among themselves.
///
/// # Errors
/// Where it is gone, or the annotator has stated no such thing.
pub fn separate_thread(cx: &mut PlanContext<'_>, id: ThreadId) -> Result<Transaction, PlanError> {
    let (_, thread) = cx.project.thread(id).ok_or_else(|| PlanError::Gone("this shared item".into()))?;
    let what = format!("take {:?} apart from what was the same", thread.title);
    let book = cx.project.threads.get(cx.annotator).cloned();
    let own = book.iter().flat_map(|book| book.relations.values());
    let touching: Vec<_> =
        own.filter(|r| r.kind == ThreadRelationKind::SameAs && (r.from == id || r.to == id)).cloned().collect();
    if touching.is_empty() {
        return Err(PlanError::Refused("you have not said that this is the same as another".into()));
    }
    let mut draft = cx.draft();
    let mut rest: BTreeSet<ThreadId> = BTreeSet::new();
    for relation in &touching {
        rest.insert(if relation.from == id { relation.to } else { relation.from });
        draft.thread_relation(cx.annotator, relation.id, None);
    }
    // What was one through this thread stays one without it.
    let mut rest = rest.into_iter();
    if let Some(first) = rest.next() {
        for other in rest {
            let statement = same_as(cx, other, first);
            draft.thread_relation(cx.annotator, statement.id, Some(statement));
        }
    }
    Ok(draft.finish(what, None))
}

fn same_as(cx: &mut PlanContext<'_>, from: ThreadId, to: ThreadId) -> ThreadRelation {
    ThreadRelation { id: cx.ids.make(), kind: ThreadRelationKind::SameAs, from, to, reason: String::new() }
}

/// Threads that are one by what everybody states.
struct Classes(BTreeMap<ThreadId, ThreadId>);

impl Classes {
    fn of(cx: &PlanContext<'_>) -> Self {
        let mut classes = Self(BTreeMap::new());
        let stated = cx.project.threads.values().flat_map(|book| book.relations.values());
        for relation in stated.filter(|r| r.kind == ThreadRelationKind::SameAs) {
            classes.join(relation.from, relation.to);
        }
        classes
    }

    fn root(&self, id: ThreadId) -> ThreadId {
        let mut at = id;
        while let Some(up) = self.0.get(&at) {
            at = *up;
        }
        at
    }

    fn join(&mut self, a: ThreadId, b: ThreadId) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.0.insert(a.max(b), a.min(b));
        }
    }

    /// Everything that is one with a thread, itself included.
    fn class(&self, id: ThreadId) -> BTreeSet<ThreadId> {
        let root = self.root(id);
        self.0.keys().copied().chain([id, root]).filter(|other| self.root(*other) == root).collect()
    }
}

/// Moves mentions of the annotator's own from a thread, and from what is the same as it, to a new one of the same label
/// and story; each keeps whether it speaks for or against.
///
/// # Errors
/// Where the thread or a mention is gone, none of them is linked to it, or the title is empty.
pub fn split_thread(
    cx: &mut PlanContext<'_>,
    id: ThreadId,
    mentions: &[(ArticleId, AnnotationId)],
    title: &str,
) -> Result<(Transaction, ThreadId), PlanError> {
    let (_, thread) = cx.project.thread(id).ok_or_else(|| PlanError::Gone("this shared item".into()))?;
    let thread = Arc::clone(thread);
    let title = title_of(title);
    if title.is_empty() {
        return Err(PlanError::Refused("the new shared item needs a title; type one".into()));
    }
    let class = Classes::of(cx).class(id);
    let story = thread.story.or_else(|| shared_story(cx, mentions.iter().map(|(article, _)| *article)));
    let new = new_thread(cx, &thread.label, &title, story);
    let new_id = new.id;
    let mut draft = cx.draft();
    draft.thread(cx.annotator, new_id, Some(new));
    let (mut moved, mut spot) = (0_usize, None);
    for (article, annotation) in mentions {
        let key = cx.key(*article);
        let mut after = (*own(cx, &key, *annotation)?).clone();
        let stances: Vec<_> = class.iter().filter_map(|member| after.threads.remove(member)).collect();
        let Some(stance) = stances.first() else { continue };
        after.threads.insert(new_id, *stance);
        moved += 1;
        spot = spot.or(after.cover().map(|span| Spot { article: *article, span }));
        draft.annotation(&key, *annotation, Some(after));
    }
    if moved == 0 {
        return Err(PlanError::Refused("none of these is a mention of it; tick those that should move".into()));
    }
    Ok((draft.finish(format!("split {title:?} from {:?}", thread.title), spot), new_id))
}

/// States that threads contradict each other, or that the first supports or updates the second, and why. Said again, it
/// takes the place of what the annotator stated before.
///
/// # Errors
/// Where one is gone, they are one, or the request is for *same as*, which is [`merge_threads`].
pub fn relate_threads(
    cx: &mut PlanContext<'_>,
    from: ThreadId,
    to: ThreadId,
    kind: ThreadRelationKind,
    reason: &str,
) -> Result<Transaction, PlanError> {
    if kind == ThreadRelationKind::SameAs {
        return merge_threads(cx, &[from, to]);
    }
    let classes = Classes::of(cx);
    if classes.root(from) == classes.root(to) {
        return Err(PlanError::Refused("these are the same; what is one can't contradict or support itself".into()));
    }
    let book = cx.project.threads.get(cx.annotator);
    let mut own = book.into_iter().flat_map(|book| book.relations.values());
    let known = own.find(|r| stands_for(r, from, to, kind)).map(|r| (r.id, r.from, r.to));
    let (id, from, to) = known.unwrap_or_else(|| (cx.ids.make(), from, to));
    super::put_thread_relation(cx, ThreadRelation { id, kind, from, to, reason: reason.trim().to_owned() })
}

/// Whether a statement says the same of the same two, however strongly; a contradiction has no direction.
fn stands_for(stated: &ThreadRelation, from: ThreadId, to: ThreadId, kind: ThreadRelationKind) -> bool {
    let plain = |kind| match kind {
        ThreadRelationKind::Contradicts(_) => ThreadRelationKind::Contradicts(Contradiction::default()),
        other => other,
    };
    let same_way = stated.from == from && stated.to == to;
    let other_way = stated.from == to && stated.to == from && matches!(kind, ThreadRelationKind::Contradicts(_));
    plain(stated.kind) == plain(kind) && (same_way || other_way)
}
