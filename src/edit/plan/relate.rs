//! Arrows between annotations.

use super::annotate::own;
use super::{PlanContext, PlanError};
use crate::edit::computed::recompute_in;
use crate::edit::{Spot, Transaction};
use crate::model::{AnnotationId, ArticleId, Extra, Relation, RelationId, RelationTypeId};

/// Draws arrows of one type from one annotation to others, or (where `pairs` says so) the other way; each pair is
/// `(from, to)`.
///
/// # Errors
/// Where an end is gone, the codebook does not allow the arrow, or all of them are there already.
pub fn relate(
    cx: &mut PlanContext<'_>,
    article: ArticleId,
    kind: &RelationTypeId,
    pairs: &[(AnnotationId, AnnotationId)],
) -> Result<Transaction, PlanError> {
    let key = cx.key(article);
    let mut draft = cx.draft();
    let mut spot = None;
    for (from, to) in pairs {
        let (start, end) = (own(cx, &key, *from)?, own(cx, &key, *to)?);
        let allowed = cx.project.codebook.relation_types_between(&start.label, &end.label);
        if from == to || !allowed.iter().any(|t| t.id == *kind) {
            return Err(PlanError::RelationNotAllowed {
                kind: kind.to_string(),
                from: start.label.to_string(),
                to: end.label.to_string(),
            });
        }
        let exists = |r: &Relation| r.from == *from && r.to == *to && r.kind == *kind;
        if draft.project().layer(&key).is_some_and(|layer| layer.relations.values().any(|r| exists(r))) {
            continue;
        }
        spot = spot.or_else(|| start.cover().map(|span| Spot { article, span }));
        let id: RelationId = cx.ids.make();
        let relation =
            Relation { id, kind: kind.clone(), from: *from, to: *to, foreign_id: String::new(), extra: Extra::new() };
        draft.relation(&key, id, Some(relation));
        recompute_in(&mut draft, &key, *from);
    }
    let transaction = draft.finish(arrows("draw", pairs.len()), spot);
    if transaction.is_empty() { Err(PlanError::RelationExists) } else { Ok(transaction) }
}

/// Takes arrows away.
///
/// # Errors
/// Where one is gone already.
pub fn unrelate(cx: &PlanContext<'_>, article: ArticleId, ids: &[RelationId]) -> Result<Transaction, PlanError> {
    let key = cx.key(article);
    let mut draft = cx.draft();
    let mut spot = None;
    for id in ids {
        let relation = draft.project().layer(&key).and_then(|layer| layer.relations.get(id)).cloned();
        let relation = relation.ok_or_else(|| PlanError::Gone("this arrow".into()))?;
        let from = cx.project.annotation(&key, relation.from).and_then(|a| a.cover());
        spot = spot.or(from.map(|span| Spot { article, span }));
        draft.relation(&key, *id, None);
        recompute_in(&mut draft, &key, relation.from);
    }
    Ok(draft.finish(arrows("delete", ids.len()), spot))
}

fn arrows(verb: &str, count: usize) -> String {
    if count == 1 { format!("{verb} arrow") } else { format!("{verb} {count} arrows") }
}
