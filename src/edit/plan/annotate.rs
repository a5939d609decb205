//! Making, changing and deleting annotations.

use super::{PlanContext, PlanError};
use crate::edit::computed::{recompute, recompute_in};
use crate::edit::{Draft, Spot, Transaction};
use crate::model::{Annotation, AnnotationId, ArticleId, How, LabelId, LayerKey, Place, Provenance};
use crate::text::{Text, TextSpan};
use std::sync::Arc;

/// Checks spans against an article's text; gives the text and the place.
pub(super) fn place(cx: &PlanContext<'_>, article: ArticleId, spans: &[TextSpan]) -> Result<Place, PlanError> {
    let text: &Text = cx.project.article(article).ok_or(PlanError::NoArticle(article))?.text();
    if spans.iter().any(|span| !text.fits(*span)) {
        return Err(PlanError::BadSpan);
    }
    match Place::at(text, spans.iter().copied()) {
        Place::At(fragments) if fragments.is_empty() => Err(PlanError::NothingSelected),
        place => Ok(place),
    }
}

/// An annotation of the annotator's own layer.
pub(super) fn own(cx: &PlanContext<'_>, key: &LayerKey, id: AnnotationId) -> Result<Arc<Annotation>, PlanError> {
    cx.project.annotation(key, id).cloned().ok_or(PlanError::NoAnnotation(id))
}

fn spot(article: ArticleId, annotation: &Annotation) -> Option<Spot> {
    annotation.cover().map(|span| Spot { article, span })
}

/// The undo step's name for acting on one or several annotations.
fn naming(cx: &PlanContext<'_>, verb: &str, label: &LabelId, count: usize) -> String {
    let name = cx.project.codebook.label(label).map_or(label.to_string(), |l| l.name.to_lowercase());
    if count == 1 { format!("{verb} {name}") } else { format!("{verb} {count} annotations") }
}

/// An edited annotation that was accepted from a suggestion counts as edited from now on.
pub(super) fn touched(mut annotation: Annotation) -> Annotation {
    if annotation.provenance.how == How::Accepted {
        annotation.provenance.how = How::Edited;
    }
    annotation
}

/// Labels a place: one annotation over one or more fragments.
///
/// # Errors
/// Where the article or label is gone, the label archived, or the spans do not fit.
pub fn annotate(
    cx: &mut PlanContext<'_>,
    article: ArticleId,
    label: &LabelId,
    spans: &[TextSpan],
    provenance: Provenance,
) -> Result<(Transaction, AnnotationId), PlanError> {
    let offered = cx.project.codebook.label(label).filter(|l| !l.archived);
    offered.ok_or_else(|| PlanError::NoLabel(label.to_string()))?;
    let place = place(cx, article, spans)?;
    let key = cx.key(article);
    let id: AnnotationId = cx.ids.make();
    let mut annotation = Annotation { provenance, ..Annotation::new(id, label.clone(), place) };
    recompute(cx.project, &key, &mut annotation);
    let mut draft = cx.draft();
    let spot = spot(article, &annotation);
    draft.annotation(&key, id, Some(annotation));
    Ok((draft.finish(naming(cx, "label", label, 1), spot), id))
}

/// Gives annotations another label; attribute values that the new label does not know stay, arrows that it does not
/// allow go.
///
/// # Errors
/// Where an annotation or the label is gone.
pub fn relabel(
    cx: &PlanContext<'_>,
    article: ArticleId,
    ids: &[AnnotationId],
    label: &LabelId,
) -> Result<Transaction, PlanError> {
    let offered = cx.project.codebook.label(label).filter(|l| !l.archived);
    offered.ok_or_else(|| PlanError::NoLabel(label.to_string()))?;
    let key = cx.key(article);
    let mut draft = cx.draft();
    let mut at = None;
    for id in ids {
        let before = own(cx, &key, *id)?;
        at = at.or_else(|| spot(article, &before));
        let mut after = touched((*before).clone());
        after.label = label.clone();
        recompute(draft.project(), &key, &mut after);
        draft.annotation(&key, *id, Some(after));
        drop_misfits(&mut draft, &key, *id);
        recompute_in(&mut draft, &key, *id);
    }
    Ok(draft.finish(format!("{} instead", naming(cx, "label", label, ids.len())), at))
}

/// Takes away arrows of an annotation that its label does not allow.
fn drop_misfits(draft: &mut Draft, key: &LayerKey, id: AnnotationId) {
    let Some(layer) = draft.project().layer(key).cloned() else { return };
    let label = |id: &AnnotationId| layer.annotations.get(id).map(|a| a.label.clone());
    for relation in layer.relations_of(id) {
        let allowed = match (label(&relation.from), label(&relation.to)) {
            (Some(from), Some(to)) => {
                draft.project().codebook.relation_types_between(&from, &to).iter().any(|t| t.id == relation.kind)
            }
            _ => false,
        };
        if !allowed {
            draft.relation(key, relation.id, None);
        }
    }
}

/// Deletes annotations with their arrows.
///
/// # Errors
/// Where one is gone already.
pub fn delete_annotations(
    cx: &PlanContext<'_>,
    article: ArticleId,
    ids: &[AnnotationId],
) -> Result<Transaction, PlanError> {
    let key = cx.key(article);
    let mut draft = cx.draft();
    let mut at = None;
    let mut arrows = 0;
    let mut what = String::from("delete nothing");
    for id in ids {
        let annotation = own(cx, &key, *id)?;
        at = at.or_else(|| spot(article, &annotation));
        what = naming(cx, "delete", &annotation.label, ids.len());
        let relations: Vec<_> =
            draft.project().layer(&key).map(|l| l.relations_of(*id).cloned().collect()).unwrap_or_default();
        for relation in relations {
            arrows += 1;
            draft.relation(&key, relation.id, None);
            let partner = if relation.from == *id { relation.to } else { relation.from };
            recompute_in(&mut draft, &key, partner);
        }
        draft.annotation(&key, *id, None);
    }
    let links = match arrows {
        0 => String::new(),
        1 => " with its arrow".into(),
        n => format!(" with {n} arrows"),
    };
    Ok(draft.finish(what + &links, at))
}

/// Puts a copy of an annotation on the same place, without arrows, so that it can be given another label.
///
/// # Errors
/// Where it is gone.
pub fn duplicate(
    cx: &mut PlanContext<'_>,
    article: ArticleId,
    id: AnnotationId,
) -> Result<(Transaction, AnnotationId), PlanError> {
    let key = cx.key(article);
    let original = own(cx, &key, id)?;
    let copy_id: AnnotationId = cx.ids.make();
    let mut copy =
        Annotation { id: copy_id, provenance: Provenance::default(), foreign_id: String::new(), ..(*original).clone() };
    recompute(cx.project, &key, &mut copy);
    let mut draft = cx.draft();
    let at = spot(article, &copy);
    draft.annotation(&key, copy_id, Some(copy));
    Ok((draft.finish(naming(cx, "double", &original.label, 1), at), copy_id))
}

/// Sets all fragments of an annotation: moved edges, added or removed fragments.
///
/// # Errors
/// Where the annotation is gone, a span does not fit, or nothing is left.
pub fn set_fragments(
    cx: &PlanContext<'_>,
    article: ArticleId,
    id: AnnotationId,
    spans: &[TextSpan],
) -> Result<Transaction, PlanError> {
    let key = cx.key(article);
    let before = own(cx, &key, id)?;
    let mut after = touched((*before).clone());
    after.place = place(cx, article, spans)?;
    recompute(cx.project, &key, &mut after);
    let mut draft = cx.draft();
    let what = naming(cx, "change the words of", &after.label, 1);
    draft.annotation(&key, id, Some(after));
    Ok(draft.finish(what, spot(article, &before)))
}

/// Adds a fragment to an annotation.
///
/// # Errors
/// As [`set_fragments`].
pub fn add_fragment(
    cx: &PlanContext<'_>,
    article: ArticleId,
    id: AnnotationId,
    span: TextSpan,
) -> Result<Transaction, PlanError> {
    let annotation = own(cx, &cx.key(article), id)?;
    let spans: Vec<TextSpan> = annotation.fragments().iter().copied().chain([span]).collect();
    let mut transaction = set_fragments(cx, article, id, &spans)?;
    transaction.what = naming(cx, "add a fragment to", &annotation.label, 1);
    Ok(transaction)
}

/// Gives an orphan a place again.
///
/// # Errors
/// As [`set_fragments`]; refused where the annotation has a place.
pub fn place_lost(
    cx: &PlanContext<'_>,
    article: ArticleId,
    id: AnnotationId,
    spans: &[TextSpan],
) -> Result<Transaction, PlanError> {
    let annotation = own(cx, &cx.key(article), id)?;
    if !annotation.fragments().is_empty() {
        return Err(PlanError::Refused("this annotation has its place already".into()));
    }
    let mut transaction = set_fragments(cx, article, id, spans)?;
    transaction.what = naming(cx, "place the lost", &annotation.label, 1);
    Ok(transaction)
}
