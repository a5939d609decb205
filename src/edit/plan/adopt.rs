//! Taking over what somebody else has annotated.

use super::{PlanContext, PlanError};
use crate::edit::computed::recompute_in;
use crate::edit::{Spot, Transaction};
use crate::model::{Annotation, AnnotationId, Layer, LayerKey, Relation, RelationId};
use std::collections::{BTreeMap, BTreeSet};

/// Copies annotations from another annotator's layer into one's own: label, place, attributes, note, doubt, and the
/// arrows among them. How each was made stays as it was, and says by whom. One that is in one's own coding already
/// (same label, same words) is not copied again, but takes part in the arrows. Gives the copies' ids.
///
/// # Errors
/// Where one is gone, its label archived, its place does not fit the text any more, or nothing is left to copy.
pub fn adopt(
    cx: &mut PlanContext<'_>,
    from: &LayerKey,
    ids: &[AnnotationId],
) -> Result<(Transaction, Vec<AnnotationId>), PlanError> {
    let article = cx.project.article(from.article).ok_or(PlanError::NoArticle(from.article))?;
    let key = cx.key(from.article);
    if key == *from {
        return Err(PlanError::Refused("this is in your own coding".into()));
    }
    let gone = || PlanError::Gone(format!("this annotation in {}'s coding", from.annotator));
    let theirs = cx.project.layer(from).ok_or_else(gone)?;
    let mut draft = cx.draft();
    let (mut own, mut made) = (BTreeMap::new(), Vec::new());
    let mut spot = None;
    for id in ids {
        let original = theirs.annotations.get(id).ok_or_else(gone)?;
        let known = draft.project().layer(&key).and_then(|layer| twin(layer, original));
        if let Some(twin) = known {
            own.insert(*id, twin);
            continue;
        }
        cx.project
            .codebook
            .label(&original.label)
            .filter(|label| !label.archived)
            .ok_or_else(|| PlanError::NoLabel(original.label.to_string()))?;
        if original.fragments().iter().any(|span| !article.text().fits(*span)) {
            return Err(PlanError::BadSpan);
        }
        let copy_id: AnnotationId = cx.ids.make();
        let copy = copied(original, copy_id, from);
        spot = spot.or_else(|| copy.cover().map(|span| Spot { article: from.article, span }));
        draft.annotation(&key, copy_id, Some(copy));
        own.insert(*id, copy_id);
        made.push(copy_id);
    }
    let arrows = copy_arrows(cx, &mut draft, theirs, &key, &own);
    if made.is_empty() && arrows == 0 {
        return Err(PlanError::Refused("this is in your coding already".into()));
    }
    for id in &made {
        recompute_in(&mut draft, &key, *id);
    }
    let what = match made.len() {
        0 => format!("copy arrows of {}'s", from.annotator),
        1 => format!("copy an annotation of {}'s", from.annotator),
        n => format!("copy {n} annotations of {}'s", from.annotator),
    };
    Ok((draft.finish(what, spot), made))
}

/// The annotation of a layer that says the same: same label, same place.
fn twin(layer: &Layer, original: &Annotation) -> Option<AnnotationId> {
    let same = |a: &Annotation| a.label == original.label && a.place == original.place;
    layer.annotations.values().find(|a| same(a)).map(|a| a.id)
}

fn copied(original: &Annotation, id: AnnotationId, from: &LayerKey) -> Annotation {
    let mut provenance = original.provenance.clone();
    if provenance.by.is_empty() {
        provenance.by = from.annotator.to_string();
    }
    Annotation {
        attributes: original.attributes.clone(),
        computed: original.computed.clone(),
        note: original.note.clone(),
        unsure: original.unsure,
        provenance,
        ..Annotation::new(id, original.label.clone(), original.place.clone())
    }
}

/// Copies the arrows whose ends were both taken over and that are not there yet; gives how many.
pub(super) fn copy_arrows(
    cx: &mut PlanContext<'_>,
    draft: &mut crate::edit::Draft,
    theirs: &Layer,
    key: &LayerKey,
    own: &BTreeMap<AnnotationId, AnnotationId>,
) -> usize {
    let ends = |r: &Relation| (r.kind.clone(), r.from, r.to);
    let layer = draft.project().layer(key);
    let mut known: BTreeSet<_> = layer.map(|l| l.relations.values().map(|r| ends(r)).collect()).unwrap_or_default();
    let mut count = 0;
    for relation in theirs.relations.values() {
        let (Some(from), Some(to)) = (own.get(&relation.from), own.get(&relation.to)) else { continue };
        let id: RelationId = cx.ids.make();
        let copy = Relation { id, from: *from, to: *to, foreign_id: String::new(), ..(**relation).clone() };
        if known.insert(ends(&copy)) {
            draft.relation(key, id, Some(copy));
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::plan;
    use crate::model::{
        AnnotatorName, Article, ArticleId, How, IdMaker, LabelId, Metadata, Project, Provenance, RelationTypeId,
        Revision, Timestamp, default_codebook,
    };
    use crate::text::{Text, TextSpan};
    use std::sync::Arc;

    fn context<'a>(project: &'a Project, annotator: &'a AnnotatorName, ids: &'a mut IdMaker) -> PlanContext<'a> {
        PlanContext { project, annotator, now: Timestamp::from_seconds(0), ids }
    }

    /// Ben has labelled a claim and its source, with an arrow and a note.
    fn of_ben(ids: &mut IdMaker) -> (Project, LayerKey, Vec<AnnotationId>) {
        let mut project = Project::new(ids.make(), "Test", default_codebook());
        let article: ArticleId = ids.make();
        let record = Article {
            id: article,
            foreign_id: String::new(),
            metadata: Metadata::default(),
            attributes: crate::model::Attributes::new(),
            stories: BTreeSet::new(),
            zones: Vec::new(),
            earlier: Vec::new(),
            current: Revision {
                text: Text::new("prices will fall, the minister said"),
                file: String::new(),
                since: None,
            },
            extra: crate::model::Extra::new(),
        };
        project.articles.insert_mut(article, Arc::new(record));
        let ben = AnnotatorName::parse("ben").unwrap();
        let mut made = Vec::new();
        for (label, span, how) in
            [("claim", TextSpan::of(0, 16), How::Hand), ("source", TextSpan::of(18, 30), How::Accepted)]
        {
            let by = if how == How::Accepted { "model".into() } else { String::new() };
            let label = LabelId::parse(label).unwrap();
            let provenance = Provenance { how, by, ..Provenance::default() };
            let mut cx = context(&project, &ben, ids);
            let (t, id) = plan::annotate(&mut cx, article, &label, &[span], provenance).unwrap();
            project = t.apply(&project).unwrap();
            made.push(id);
        }
        let mut cx = context(&project, &ben, ids);
        let kind = RelationTypeId::parse("attributed_to").unwrap();
        let t = plan::relate(&mut cx, article, &kind, &[(made[0], made[1])]).unwrap();
        project = t.apply(&project).unwrap();
        let t = plan::set_note(&context(&project, &ben, ids), article, made[0], "see the bank").unwrap();
        project = t.apply(&project).unwrap();
        (project, LayerKey { annotator: ben, article }, made)
    }

    #[test]
    fn copies_say_by_whom_and_keep_their_arrows() {
        let mut ids = IdMaker::new(3);
        let (project, theirs, made) = of_ben(&mut ids);
        let ana = AnnotatorName::parse("ana").unwrap();
        let (transaction, copies) = adopt(&mut context(&project, &ana, &mut ids), &theirs, &made).unwrap();
        let after = transaction.apply(&project).unwrap();
        let key = LayerKey { annotator: ana.clone(), article: theirs.article };
        let layer = after.layer(&key).unwrap();
        let [claim, source] = [0, 1].map(|i| layer.annotations.get(&copies[i]).unwrap().clone());
        assert_eq!(
            (claim.note.as_str(), claim.provenance.how, claim.provenance.by.as_str()),
            ("see the bank", How::Hand, "ben")
        );
        assert_eq!((source.provenance.how, source.provenance.by.as_str()), (How::Accepted, "model"));
        assert_eq!(claim.attributes, project.annotation(&theirs, made[0]).unwrap().attributes, "voice and mode too");
        assert!(layer.relations.values().any(|r| r.from == copies[0] && r.to == copies[1]));
        assert_eq!(after.layer(&theirs), project.layer(&theirs), "Ben's coding is as it was");
        assert_eq!(transaction.inverse().apply(&after).unwrap(), project);
        let again = adopt(&mut context(&after, &ana, &mut ids), &theirs, &made);
        assert!(matches!(again, Err(PlanError::Refused(_))), "{again:?}");
    }

    #[test]
    fn a_partner_that_is_there_already_gets_the_arrow() {
        let mut ids = IdMaker::new(4);
        let (project, theirs, made) = of_ben(&mut ids);
        let ana = AnnotatorName::parse("ana").unwrap();
        let (t, first) = adopt(&mut context(&project, &ana, &mut ids), &theirs, &made[1..]).unwrap();
        let project = t.apply(&project).unwrap();
        let (t, second) = adopt(&mut context(&project, &ana, &mut ids), &theirs, &made).unwrap();
        let project = t.apply(&project).unwrap();
        assert_eq!((first.len(), second.len()), (1, 1));
        let layer = project.layer(&LayerKey { annotator: ana.clone(), article: theirs.article }).unwrap();
        assert_eq!((layer.annotations.size(), layer.relations.size()), (2, 1));
        let own = adopt(&mut context(&project, &theirs.annotator.clone(), &mut ids), &theirs, &made);
        assert!(matches!(own, Err(PlanError::Refused(_))), "one's own is not copied");
    }
}
