//! One label on many places in many articles: one transaction, one undo step.

use super::annotate::{own, place};
use super::{PlanContext, PlanError};
use crate::edit::computed::recompute;
use crate::edit::{Spot, Transaction};
use crate::model::{Annotation, AnnotationId, ArticleId, LabelId, Layer, Place};
use crate::text::TextSpan;
use std::collections::{BTreeMap, BTreeSet};

/// Places by article, each one run of words.
pub type Places = BTreeMap<ArticleId, BTreeSet<TextSpan>>;

/// Labels places in any number of articles as one step. Places that carry exactly that label from this annotator
/// already are left out. With `like`, the new annotations take over the attributes that its annotator has set.
///
/// # Errors
/// Where an article, the label or the annotation to be like is gone, a place does not fit, or all are labelled already;
/// then nothing is changed at all.
pub fn annotate_many(
    cx: &mut PlanContext<'_>,
    places: &Places,
    label: &LabelId,
    like: Option<(ArticleId, AnnotationId)>,
) -> Result<Transaction, PlanError> {
    let offered = cx.project.codebook.label(label).filter(|l| !l.archived).cloned();
    let name = offered.ok_or_else(|| PlanError::NoLabel(label.to_string()))?.name.to_lowercase();
    let like = like.map(|(article, id)| own(cx, &cx.key(article), id)).transpose()?;
    let mut draft = cx.draft();
    let (mut spot, mut count) = (None, 0_usize);
    for (article, spans) in places {
        let key = cx.key(*article);
        let taken = cx.project.layer(&key).map(|layer| labelled(layer, label)).unwrap_or_default();
        for span in spans {
            let place = place(cx, *article, &[*span])?;
            if taken.contains(&place.fragments()) {
                continue;
            }
            let mut annotation = Annotation::new(cx.ids.make(), label.clone(), place);
            if let Some(like) = &like {
                let set = like.attributes.iter().filter(|(id, _)| !like.computed.contains(*id));
                annotation.attributes = set.map(|(id, value)| (id.clone(), value.clone())).collect();
            }
            recompute(cx.project, &key, &mut annotation);
            spot = spot.or(Some(Spot { article: *article, span: *span }));
            count += 1;
            draft.annotation(&key, annotation.id, Some(annotation));
        }
    }
    match count {
        0 => Err(PlanError::Refused("these places have that label already".into())),
        1 => Ok(draft.finish(format!("label {name}"), spot)),
        n => Ok(draft.finish(format!("label {n} places as {name}"), spot)),
    }
}

/// Where a layer has the label already.
fn labelled<'a>(layer: &'a Layer, label: &LabelId) -> BTreeSet<&'a [TextSpan]> {
    let of_label = layer.annotations.values().filter(|a| a.label == *label && matches!(a.place, Place::At(_)));
    of_label.map(|a| a.fragments()).collect()
}
