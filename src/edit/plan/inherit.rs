//! Taking labels over from a reprint of the same text.

use super::adopt::copy_arrows;
use super::annotate::place;
use super::{PlanContext, PlanError};
use crate::edit::computed::recompute_in;
use crate::edit::{Spot, Transaction};
use crate::model::{Annotation, AnnotationId, ArticleId, How, LabelId, LayerKey, Place, Provenance};
use crate::text::TextSpan;
use std::collections::BTreeMap;

/// Labels places of an article as annotations of a reprint are labelled: label, attributes, doubt, shared claims and the
/// arrows among them, marked as inherited from there; what the program works out is worked out anew, and notes stay where
/// they are. One that is in one's own coding already is not made again, but takes part in the arrows. Gives the new
/// annotations' ids.
///
/// # Errors
/// Where an article or annotation is gone, a label archived, a place does not fit, or nothing is left to take over.
pub fn inherit(
    cx: &mut PlanContext<'_>,
    from: &LayerKey,
    to: ArticleId,
    places: &[(AnnotationId, Vec<TextSpan>)],
) -> Result<(Transaction, Vec<AnnotationId>), PlanError> {
    let gone = || PlanError::Gone(format!("this annotation in {}'s coding", from.annotator));
    if from.article == to {
        return Err(PlanError::Refused("an article inherits from another one; choose a reprint of it".into()));
    }
    if cx.project.is_blind(cx.annotator, from) {
        return Err(PlanError::Refused(format!("you code this article without seeing {}'s coding", from.annotator)));
    }
    let theirs = cx.project.layer(from).ok_or_else(gone)?;
    let key = cx.key(to);
    let mut draft = cx.draft();
    let known = draft.project().layer(&key).into_iter().flat_map(|layer| layer.annotations.values());
    let mut known: BTreeMap<(LabelId, Vec<TextSpan>), AnnotationId> =
        known.map(|a| ((a.label.clone(), a.fragments().to_vec()), a.id)).collect();
    let (mut own, mut made, mut spot) = (BTreeMap::new(), Vec::<AnnotationId>::new(), None);
    for (id, spans) in places {
        let original = theirs.annotations.get(id).ok_or_else(gone)?;
        let label = cx.project.codebook.label(&original.label).filter(|label| !label.archived);
        label.ok_or_else(|| PlanError::NoLabel(original.label.to_string()))?;
        let place = place(cx, to, spans)?;
        let same = (original.label.clone(), place.fragments().to_vec());
        if let Some(twin) = known.get(&same) {
            own.insert(*id, *twin);
            continue;
        }
        let new = inherited(original, cx.ids.make(), place, from, &key);
        known.insert(same, new.id);
        spot = spot.or_else(|| new.cover().map(|span| Spot { article: to, span }));
        own.insert(*id, new.id);
        made.push(new.id);
        draft.annotation(&key, new.id, Some(new));
    }
    let arrows = copy_arrows(cx, &mut draft, theirs, &key, &own);
    if made.is_empty() && arrows == 0 {
        return Err(PlanError::Refused("this is in your coding already".into()));
    }
    for id in own.values() {
        recompute_in(&mut draft, &key, *id);
    }
    let what = match made.len() {
        0 => "inherit arrows".to_owned(),
        1 => "inherit an annotation".to_owned(),
        n => format!("inherit {n} annotations"),
    };
    Ok((draft.finish(what, spot), made))
}

fn inherited(original: &Annotation, id: AnnotationId, place: Place, from: &LayerKey, key: &LayerKey) -> Annotation {
    let set = original.attributes.iter().filter(|(id, _)| !original.computed.contains(*id));
    let by = if from.annotator == key.annotator { String::new() } else { from.annotator.to_string() };
    Annotation {
        attributes: set.map(|(id, value)| (id.clone(), value.clone())).collect(),
        unsure: original.unsure,
        threads: original.threads.clone(),
        provenance: Provenance { how: How::Inherited, by, from: Some(from.article), percent: None },
        ..Annotation::new(id, original.label.clone(), place)
    }
}
