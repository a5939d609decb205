//! Attributes, notes and doubt.

use super::annotate::{own, touched};
use super::{PlanContext, PlanError};
use crate::edit::computed::recompute;
use crate::edit::{Spot, Transaction};
use crate::model::{Annotation, AnnotationId, ArticleId, AttributeId, AttributeValue};

fn edit(
    cx: &PlanContext<'_>,
    article: ArticleId,
    ids: &[AnnotationId],
    what: impl Into<String>,
    change: impl Fn(&mut Annotation),
) -> Result<Transaction, PlanError> {
    let key = cx.key(article);
    let mut draft = cx.draft();
    let mut spot = None;
    for id in ids {
        let before = own(cx, &key, *id)?;
        spot = spot.or_else(|| before.cover().map(|span| Spot { article, span }));
        let mut after = (*before).clone();
        change(&mut after);
        recompute(cx.project, &key, &mut after);
        if after != *before {
            draft.annotation(&key, *id, Some(touched(after)));
        }
    }
    Ok(draft.finish(what, spot))
}

/// Sets an attribute by hand, or with `None` takes the value away; one that the program works out is then worked out
/// again.
///
/// # Errors
/// Where an annotation is gone.
pub fn set_attribute(
    cx: &PlanContext<'_>,
    article: ArticleId,
    ids: &[AnnotationId],
    attribute: &AttributeId,
    value: Option<&AttributeValue>,
) -> Result<Transaction, PlanError> {
    edit(cx, article, ids, format!("set {attribute}"), |annotation| {
        annotation.computed.remove(attribute);
        match value {
            Some(value) => annotation.attributes.insert(attribute.clone(), value.clone()),
            None => annotation.attributes.remove(attribute),
        };
    })
}

/// Sets the note.
///
/// # Errors
/// Where the annotation is gone.
pub fn set_note(
    cx: &PlanContext<'_>,
    article: ArticleId,
    id: AnnotationId,
    note: &str,
) -> Result<Transaction, PlanError> {
    edit(cx, article, &[id], "write a note", |annotation| note.clone_into(&mut annotation.note))
}

/// Sets or clears the "unsure" flag.
///
/// # Errors
/// Where an annotation is gone.
pub fn set_unsure(
    cx: &PlanContext<'_>,
    article: ArticleId,
    ids: &[AnnotationId],
    unsure: bool,
) -> Result<Transaction, PlanError> {
    let what = if unsure { "mark as unsure" } else { "mark as sure" };
    edit(cx, article, ids, what, |annotation| annotation.unsure = unsure)
}
