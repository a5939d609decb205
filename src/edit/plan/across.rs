//! One edit of many annotations in many articles: one transaction, one undo step.

use super::{PlanContext, PlanError, delete_annotations, link, relabel, set_attribute, set_unsure, unlink};
use crate::edit::Transaction;
use crate::model::{AnnotationId, ArticleId, AttributeId, AttributeValue, LabelId, LinkStance, ThreadId};
use std::collections::{BTreeMap, BTreeSet};

/// Annotations of the annotator's own, by article.
pub type Targets = BTreeMap<ArticleId, BTreeSet<AnnotationId>>;

/// What is done to each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditAll {
    /// Another label, as [`relabel`].
    Relabel(LabelId),
    /// A value, or none, as [`set_attribute`]; only for annotations whose label has the attribute.
    SetAttribute(AttributeId, Option<AttributeValue>),
    /// A link to a thread, as [`link`].
    Link(ThreadId, LinkStance),
    /// No link to a thread, as [`unlink`].
    Unlink(ThreadId),
    /// Unsure, or sure again, as [`set_unsure`].
    SetUnsure(bool),
    /// They go with their arrows, as [`delete_annotations`].
    Delete,
}

/// Edits annotations in any number of articles as one step. A thread takes mentions of its own label only.
///
/// # Errors
/// Where an annotation, label or thread is gone, or nothing would change; then nothing is changed at all.
pub fn edit_all(cx: &PlanContext<'_>, targets: &Targets, edit: &EditAll) -> Result<Transaction, PlanError> {
    let (mut changes, mut spot, mut count) = (Vec::new(), None, 0);
    for (article, ids) in targets {
        let ids: Vec<AnnotationId> = ids.iter().copied().filter(|id| fits(cx, *article, *id, edit)).collect();
        for transaction in in_article(cx, *article, &ids, edit)? {
            spot = spot.or(transaction.spot);
            changes.extend(transaction.changes);
        }
        count += ids.len();
    }
    if changes.is_empty() {
        return Err(PlanError::Refused(
            "nothing to change: it is so already, or does not apply to these labels".into(),
        ));
    }
    let annotations = if count == 1 { "1 annotation".to_owned() } else { format!("{count} annotations") };
    Ok(Transaction { what: named(cx, edit, &annotations), changes, spot })
}

/// One article's part. Links stand apart, each on its own annotation, so their changes do not meet.
fn in_article(
    cx: &PlanContext<'_>,
    article: ArticleId,
    ids: &[AnnotationId],
    edit: &EditAll,
) -> Result<Vec<Transaction>, PlanError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let whole = match edit {
        EditAll::Relabel(label) => relabel(cx, article, ids, label)?,
        EditAll::SetAttribute(attribute, value) => set_attribute(cx, article, ids, attribute, value.as_ref())?,
        EditAll::SetUnsure(unsure) => set_unsure(cx, article, ids, *unsure)?,
        EditAll::Delete => delete_annotations(cx, article, ids)?,
        EditAll::Link(thread, stance) => {
            return ids.iter().map(|id| link(cx, article, *id, *thread, *stance)).collect();
        }
        EditAll::Unlink(thread) => return ids.iter().map(|id| unlink(cx, article, *id, *thread)).collect(),
    };
    Ok(vec![whole])
}

/// False where the edit says nothing about an annotation of this label. One that is gone counts, so that it is said.
fn fits(cx: &PlanContext<'_>, article: ArticleId, id: AnnotationId, edit: &EditAll) -> bool {
    let Some(annotation) = cx.project.annotation(&cx.key(article), id) else { return true };
    match edit {
        EditAll::SetAttribute(attribute, _) => {
            let label = cx.project.codebook.label(&annotation.label);
            label.is_some_and(|label| label.attribute(attribute).is_some())
        }
        EditAll::Link(thread, _) => {
            cx.project.thread(*thread).is_none_or(|(_, thread)| thread.label == annotation.label)
        }
        _ => true,
    }
}

/// The undo step's name.
fn named(cx: &PlanContext<'_>, edit: &EditAll, annotations: &str) -> String {
    let thread = |id: &ThreadId| cx.project.thread(*id).map(|(_, t)| t.title.clone()).unwrap_or_default();
    match edit {
        EditAll::Relabel(label) => {
            let name = cx.project.codebook.label(label).map_or(label.to_string(), |l| l.name.to_lowercase());
            format!("label {annotations} as {name}")
        }
        EditAll::SetAttribute(attribute, _) => format!("set {attribute} of {annotations}"),
        EditAll::Link(id, _) => format!("link {annotations} to {:?}", thread(id)),
        EditAll::Unlink(id) => format!("unlink {annotations} from {:?}", thread(id)),
        EditAll::SetUnsure(true) => format!("mark {annotations} as unsure"),
        EditAll::SetUnsure(false) => format!("mark {annotations} as sure"),
        EditAll::Delete => format!("delete {annotations}"),
    }
}
