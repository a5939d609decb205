//! Which arrows to offer for a new claim or source.

use crate::model::{
    Annotation, AnnotationId, ArticleId, Codebook, LabelRole, Layer, LayerIndex, Project, RelationTypeId,
};
use crate::text::{Text, TextSpan, sentence_at};
use std::collections::BTreeSet;

/// Farthest that a partner may stand, in sentences' worth of bytes around the sentence of the new annotation.
const REACH: usize = 400;

/// Added to the gap between annotations of different sentences, in bytes: more than any gap within one.
const OTHER_SENTENCE: usize = 1 << 30;

/// An arrow that would fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its type.
    pub kind: RelationTypeId,
    /// Where it would start.
    pub from: AnnotationId,
    /// Where it would end.
    pub to: AnnotationId,
    /// True where both ends stand in one sentence, or nothing stands nearer: likely enough to be ticked.
    pub likely: bool,
}

/// Arrows that fit a claim or source and have no partner yet: those in the same sentence first, then in the paragraph,
/// nearest first. A claim is offered the nearest source; a source all claims around it that lack one.
///
/// `index` is that of the layer on the article: only what stands near is looked at.
pub fn offers(project: &Project, index: &LayerIndex, article: ArticleId, id: AnnotationId) -> Vec<Offer> {
    let (Some(article), Some(layer)) = (project.article(article), index.layer()) else { return Vec::new() };
    let Some(annotation) = layer.annotations.get(&id) else { return Vec::new() };
    let (role, partner) = match project.codebook.role(&annotation.label) {
        LabelRole::Claim => (LabelRole::Claim, LabelRole::Source),
        LabelRole::Source => (LabelRole::Source, LabelRole::Claim),
        _ => return Vec::new(),
    };
    let Some(kind) = RelationTypeId::parse("attributed_to") else { return Vec::new() };
    if role == LabelRole::Claim && has_partner(index, &kind, id) {
        return Vec::new();
    }
    let taken = if role == LabelRole::Claim { sources_around(index, &kind, annotation) } else { BTreeSet::new() };
    let sentence = annotation.cover().and_then(|cover| sentence_at(article.text(), cover.start()));
    let reach = annotation.cover().map(|cover| cover.cover(sentence.unwrap_or(cover)));
    let near =
        reach.map(|span| TextSpan::of(span.start().get().saturating_sub(REACH + 1), span.end().get() + REACH + 1));
    let mut candidates: Vec<(usize, AnnotationId)> = near
        .into_iter()
        .flat_map(|span| index.overlapping(span))
        .filter(|other| other.id != id && project.codebook.role(&other.label) == partner)
        .filter(|other| !taken.contains(&other.id))
        .filter_map(|other| Some((distance(article.text(), sentence, annotation, other)?, other.id)))
        .filter(|(_, other)| role == LabelRole::Claim || !has_partner(index, &kind, *other))
        .collect();
    candidates.sort_unstable();
    let nearest = candidates.first().map(|(gap, _)| *gap);
    let offer = |gap: usize, other: AnnotationId| {
        let (from, to) = if role == LabelRole::Claim { (id, other) } else { (other, id) };
        let likely = gap < OTHER_SENTENCE || Some(gap) == nearest;
        fits(&project.codebook, layer, &kind, from, to).then(|| Offer { kind: kind.clone(), from, to, likely })
    };
    candidates
        .into_iter()
        .filter_map(|(gap, other)| offer(gap, other))
        .take(if role == LabelRole::Claim { 1 } else { 9 })
        .collect()
}

/// Sources of the claims around this one: whoever says the outer claim is not who says the inner one.
fn sources_around(index: &LayerIndex, kind: &RelationTypeId, claim: &Annotation) -> BTreeSet<AnnotationId> {
    let Some(inner) = claim.cover() else { return BTreeSet::new() };
    let holds = |outer: &Annotation| outer.id != claim.id && outer.fragments().iter().any(|f| f.contains_span(inner));
    let around = index.overlapping(inner).filter(|outer| holds(outer));
    let from_around = around.flat_map(|outer| index.relations_of(outer.id).iter().filter(|r| r.from == outer.id));
    from_around.filter(|r| r.kind == *kind).map(|r| r.to).collect()
}

fn has_partner(index: &LayerIndex, kind: &RelationTypeId, claim: AnnotationId) -> bool {
    index.relations_of(claim).iter().any(|r| r.kind == *kind && r.from == claim)
}

fn fits(codebook: &Codebook, layer: &Layer, kind: &RelationTypeId, from: AnnotationId, to: AnnotationId) -> bool {
    match (layer.annotations.get(&from), layer.annotations.get(&to)) {
        (Some(a), Some(b)) => codebook.relation_types_between(&a.label, &b.label).iter().any(|t| t.id == *kind),
        _ => false,
    }
}

/// How far apart two annotations stand, in bytes, the first in `sentence`, with other sentences counted as farther than any place in the same
/// one; `None` where they are too far apart, in different paragraphs or one inside the other.
fn distance(text: &Text, sentence: Option<TextSpan>, a: &Annotation, b: &Annotation) -> Option<usize> {
    let (cover, other) = (a.cover()?, b.cover()?);
    let index = text.index();
    if index.paragraph_at(cover.start()) != index.paragraph_at(other.start()) {
        return None;
    }
    // A source inside the claim's own words belongs to a claim within it, not to the claim around it.
    if a.fragments().iter().any(|f| f.contains_span(other)) || b.fragments().iter().any(|f| f.contains_span(cover)) {
        return None;
    }
    let gap = gap(cover, other);
    let same = sentence.is_some_and(|s| s.overlaps(other));
    match (same, gap) {
        (true, gap) => Some(gap),
        (false, gap) if gap <= REACH => Some(gap + OTHER_SENTENCE),
        _ => None,
    }
}

fn gap(a: TextSpan, b: TextSpan) -> usize {
    if a.overlaps(b) {
        return 0;
    }
    let (first, second) = if a.start() < b.start() { (a, b) } else { (b, a) };
    second.start().get() - first.end().get()
}
