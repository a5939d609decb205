//! Threads: making them, linking mentions, stating how they stand to each other.

mod link;
#[cfg(test)]
mod tests;
mod whole;

pub use link::{LinkTo, Linked, MentionOf, link_mentions};
pub use whole::{
    merge_threads, move_threads, relate_threads, rename_thread, separate_thread, set_known_since, set_thread_attribute,
    set_thread_note, split_thread,
};

use super::annotate::own;
use super::{PlanContext, PlanError};
use crate::edit::{Spot, Transaction};
use crate::model::{AnnotationId, ArticleId, LinkStance, Thread, ThreadId, ThreadRelation, ThreadRelationId};

/// Longest title that is made of a mention's words, in characters.
const TITLE: usize = 90;

/// A title made of words: one line, without quotation marks around it or the stop of a sentence, its first letter in upper
/// case, cut at a word where it is long.
pub fn title_of(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "\"“”„«»‘’‚‹›,;:".contains(c));
    let bare = match bare.strip_suffix('.') {
        Some(body) if !crate::text::ends_in_abbreviation(bare) => body,
        _ => bare,
    };
    let mut chars = bare.chars();
    let title: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    match title.char_indices().nth(TITLE) {
        None => title,
        Some((end, _)) => {
            let start = title.get(..end).unwrap_or_default();
            let whole = start.rfind(' ').and_then(|at| start.get(..at)).unwrap_or(start);
            format!("{}…", whole.trim_end_matches(|c: char| ",;:–—- ".contains(c)))
        }
    }
}

/// Puts a thread into the annotator's own book.
///
/// # Errors
/// Refused without a title, or where somebody else made the thread.
pub fn put_thread(cx: &PlanContext<'_>, thread: Thread) -> Result<Transaction, PlanError> {
    if thread.title.trim().is_empty() {
        return Err(PlanError::Refused("a shared claim, source or event needs a title; type one".into()));
    }
    if let Some((owner, _)) = cx.project.thread(thread.id).filter(|(owner, _)| *owner != cx.annotator) {
        return Err(PlanError::Refused(format!("{owner} made this; state what you think about it in one of your own")));
    }
    let mut draft = cx.draft();
    draft.thread(cx.annotator, thread.id, Some(thread));
    Ok(draft.finish("change a shared item", None))
}

/// Deletes a thread of the annotator's own, with her links to it and her statements about it; refused where others
/// link to it.
///
/// # Errors
/// Where it is gone, somebody else's, or somebody else links to it.
pub fn delete_thread(cx: &PlanContext<'_>, id: ThreadId) -> Result<Transaction, PlanError> {
    let book = cx.project.threads.get(cx.annotator);
    let thread =
        book.and_then(|b| b.threads.get(&id)).ok_or_else(|| PlanError::Gone("this shared item of yours".into()))?;
    let mut draft = cx.draft();
    for (key, layer) in &cx.project.layers {
        for mention in layer.annotations.values().filter(|a| a.threads.contains_key(&id)) {
            if key.annotator != *cx.annotator {
                return Err(PlanError::Refused(format!("{} links to {:?}; it stays", key.annotator, thread.title)));
            }
            let mut after = (**mention).clone();
            after.threads.remove(&id);
            draft.annotation(key, mention.id, Some(after));
        }
    }
    for (owner, other) in &cx.project.threads {
        for relation in other.relations.values().filter(|r| r.from == id || r.to == id) {
            if owner != cx.annotator {
                return Err(PlanError::Refused(format!("{owner} has a statement about {:?}; it stays", thread.title)));
            }
            draft.thread_relation(owner, relation.id, None);
        }
    }
    draft.thread(cx.annotator, id, None);
    Ok(draft.finish("delete a shared item", None))
}

/// Links a mention to a thread, for or against.
///
/// # Errors
/// Where either is gone.
pub fn link(
    cx: &PlanContext<'_>,
    article: ArticleId,
    id: AnnotationId,
    thread: ThreadId,
    stance: LinkStance,
) -> Result<Transaction, PlanError> {
    cx.project.thread(thread).ok_or_else(|| PlanError::Gone("this shared item".into()))?;
    edit_links(cx, article, id, "link to a shared item", |threads| {
        threads.insert(thread, stance);
    })
}

/// Takes a link away.
///
/// # Errors
/// Where the annotation is gone.
pub fn unlink(
    cx: &PlanContext<'_>,
    article: ArticleId,
    id: AnnotationId,
    thread: ThreadId,
) -> Result<Transaction, PlanError> {
    edit_links(cx, article, id, "unlink from a shared item", |threads| {
        threads.remove(&thread);
    })
}

fn edit_links(
    cx: &PlanContext<'_>,
    article: ArticleId,
    id: AnnotationId,
    what: &str,
    edit: impl FnOnce(&mut std::collections::BTreeMap<ThreadId, LinkStance>),
) -> Result<Transaction, PlanError> {
    let key = cx.key(article);
    let mut after = (*own(cx, &key, id)?).clone();
    edit(&mut after.threads);
    let spot = after.cover().map(|span| Spot { article, span });
    let mut draft = cx.draft();
    draft.annotation(&key, id, Some(after));
    Ok(draft.finish(what, spot))
}

/// States how two threads stand to each other.
///
/// # Errors
/// Where one is gone, or they are the same.
pub fn put_thread_relation(cx: &PlanContext<'_>, relation: ThreadRelation) -> Result<Transaction, PlanError> {
    for id in [relation.from, relation.to] {
        cx.project.thread(id).ok_or_else(|| PlanError::Gone("this shared item".into()))?;
    }
    if relation.from == relation.to {
        return Err(PlanError::Refused("a shared item can't stand in a relation to itself; choose another".into()));
    }
    let mut draft = cx.draft();
    draft.thread_relation(cx.annotator, relation.id, Some(relation));
    Ok(draft.finish("relate shared items", None))
}

/// Takes a statement of the annotator's own back.
///
/// # Errors
/// Where it is gone.
pub fn remove_thread_relation(cx: &PlanContext<'_>, id: ThreadRelationId) -> Result<Transaction, PlanError> {
    let book = cx.project.threads.get(cx.annotator);
    book.and_then(|b| b.relations.get(&id)).ok_or_else(|| PlanError::Gone("this statement of yours".into()))?;
    let mut draft = cx.draft();
    draft.thread_relation(cx.annotator, id, None);
    Ok(draft.finish("take a statement back", None))
}
