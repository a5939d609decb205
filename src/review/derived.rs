//! Arrows that follow from where annotations lie, and need not be drawn.

use crate::model::{Annotation, AnnotationId, LabelRole, Layer, LayerIndex, LayerKey, Project, RelationTypeId};
use std::sync::Arc;

/// An arrow that follows from places; it is in no file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Derived {
    /// Its type: `about` or `relays`.
    pub kind: RelationTypeId,
    /// Where it starts.
    pub from: AnnotationId,
    /// Where it ends.
    pub to: AnnotationId,
}

/// Arrows that follow from where the annotations of a layer lie: a claim is *about* an event inside it, and a source
/// *relays* another where the other's attribution lies inside a claim credited to the first; of several claims around
/// an attribution the innermost counts. Those that are drawn by hand are left out. Sorted.
pub fn derived_relations(project: &Project, key: &LayerKey) -> Vec<Derived> {
    let index = LayerIndex::new(project.layer(key));
    let Some(layer) = index.layer() else { return Vec::new() };
    let (Some(about), Some(relays)) = (RelationTypeId::parse("about"), RelationTypeId::parse("relays")) else {
        return Vec::new();
    };
    let mut derived = Vec::new();
    for (inner, around) in claims_around(project, &index) {
        match project.codebook.role(&inner.label) {
            LabelRole::Event => {
                derived.extend(around.iter().map(|claim| Derived {
                    kind: about.clone(),
                    from: claim.id,
                    to: inner.id,
                }));
            }
            LabelRole::Claim => relayed(&index, inner, &around, &relays, &mut derived),
            _ => {}
        }
    }
    let drawn: std::collections::BTreeSet<Derived> =
        layer.relations.values().map(|r| Derived { kind: r.kind.clone(), from: r.from, to: r.to }).collect();
    derived.retain(|d| !drawn.contains(d));
    derived.sort_unstable();
    derived.dedup();
    derived
}

/// Those of [`derived_relations`] that start or end at an annotation, worked out from what stands around it alone.
pub fn derived_of(project: &Project, index: &LayerIndex, id: AnnotationId) -> Vec<Derived> {
    let Some(layer) = index.layer() else { return Vec::new() };
    let (Some(about), Some(relays)) = (RelationTypeId::parse("about"), RelationTypeId::parse("relays")) else {
        return Vec::new();
    };
    let Some(annotation) = layer.annotations.get(&id) else { return Vec::new() };
    let near = Near { project, index, layer };
    let mut derived = Vec::new();
    match project.codebook.role(&annotation.label) {
        LabelRole::Event => {
            let from = near.claims_around(annotation).into_iter();
            derived.extend(from.map(|claim| Derived { kind: about.clone(), from: claim.id, to: id }));
        }
        LabelRole::Claim => {
            let events = near.inside(annotation, LabelRole::Event);
            derived.extend(events.into_iter().map(|event| Derived { kind: about.clone(), from: id, to: event.id }));
        }
        LabelRole::Source => {
            // It relays what is attributed inside its claims, and is relayed where its claims lie inside others.
            let own: Vec<_> = near.claims_of(id).collect();
            let inner = own.iter().flat_map(|claim| near.inside(claim, LabelRole::Claim));
            for claim in inner.chain(own.iter().copied()) {
                relayed(index, claim, &near.claims_around(claim), &relays, &mut derived);
            }
            derived.retain(|d| d.from == id || d.to == id);
        }
        LabelRole::Other => {}
    }
    let drawn =
        |d: &Derived| index.relations_of(id).iter().any(|r| r.kind == d.kind && r.from == d.from && r.to == d.to);
    derived.retain(|d| !drawn(d));
    derived.sort_unstable();
    derived.dedup();
    derived
}

/// Claims that lie around an annotation, the innermost first.
pub fn claims_holding<'a>(
    project: &'a Project,
    index: &'a LayerIndex,
    annotation: &Annotation,
) -> Vec<&'a Arc<Annotation>> {
    index.layer().map_or_else(Vec::new, |layer| Near { project, index, layer }.claims_around(annotation))
}

/// Events that lie inside a claim, in text order.
pub fn events_inside<'a>(project: &'a Project, index: &'a LayerIndex, claim: &Annotation) -> Vec<&'a Arc<Annotation>> {
    index.layer().map_or_else(Vec::new, |layer| Near { project, index, layer }.inside(claim, LabelRole::Event))
}

/// What stands around an annotation.
struct Near<'a> {
    project: &'a Project,
    index: &'a LayerIndex,
    layer: &'a Layer,
}

impl<'a> Near<'a> {
    fn overlapping(&self, annotation: &Annotation, role: LabelRole) -> impl Iterator<Item = &'a Arc<Annotation>> {
        let near = annotation.cover().into_iter().flat_map(|cover| self.index.overlapping(cover));
        near.filter(move |other| self.project.codebook.role(&other.label) == role)
    }

    /// Claims around an annotation, the innermost first; as in text order, one on the same words counts if it is before.
    fn claims_around(&self, annotation: &Annotation) -> Vec<&'a Arc<Annotation>> {
        let here = self.index.position(annotation);
        let is_before = |claim: &Annotation| self.index.position(claim) < here;
        let claims = self.overlapping(annotation, LabelRole::Claim);
        let mut around: Vec<_> = claims.filter(|c| lies_inside(annotation, c) && is_before(c)).collect();
        around.sort_by_key(|claim| claim.covered_bytes());
        around
    }

    /// Annotations of a role that have this claim around them.
    fn inside(&self, claim: &Annotation, role: LabelRole) -> Vec<&'a Arc<Annotation>> {
        let here = self.index.position(claim);
        let inside = self.overlapping(claim, role).filter(|a| lies_inside(a, claim) && here < self.index.position(a));
        inside.collect()
    }

    /// Claims credited to a source.
    fn claims_of(&self, source: AnnotationId) -> impl Iterator<Item = &'a Arc<Annotation>> {
        let credited = self.index.relations_of(source).iter();
        credited
            .filter(move |r| r.to == source && r.kind.as_str() == "attributed_to")
            .filter_map(|r| self.layer.annotations.get(&r.from))
            .filter(|claim| self.project.codebook.role(&claim.label) == LabelRole::Claim)
    }
}

/// Claims and events with the claims around each, the innermost first.
fn claims_around<'a>(project: &Project, index: &'a LayerIndex) -> Vec<(&'a Arc<Annotation>, Vec<&'a Arc<Annotation>>)> {
    let mut found = Vec::new();
    // Text order: what lies around an annotation starts before it, so claims still open are all there is to compare.
    let mut open: Vec<&Arc<Annotation>> = Vec::new();
    for annotation in index.placed() {
        let Some(cover) = annotation.cover() else { continue };
        open.retain(|claim| claim.cover().is_some_and(|c| c.end() > cover.start()));
        let mut around: Vec<_> = open.iter().copied().filter(|claim| lies_inside(annotation, claim)).collect();
        let role = project.codebook.role(&annotation.label);
        if role == LabelRole::Claim {
            open.push(annotation);
        }
        if !around.is_empty() && matches!(role, LabelRole::Claim | LabelRole::Event) {
            around.sort_by_key(|claim| claim.covered_bytes());
            found.push((annotation, around));
        }
    }
    found
}

/// True where every fragment of `inner` lies in one of `outer`'s, and the two are not on the same words unless the
/// inner one is of another label.
fn lies_inside(inner: &Annotation, outer: &Annotation) -> bool {
    let held = |span| outer.fragments().iter().any(|f| f.contains_span(span));
    let same = inner.label == outer.label && inner.fragments() == outer.fragments();
    !same && !inner.fragments().is_empty() && inner.fragments().iter().all(|span| held(*span))
}

fn sources_of(index: &LayerIndex, claim: AnnotationId) -> impl Iterator<Item = &Arc<Annotation>> {
    let credited = index.relations_of(claim).iter();
    credited
        .filter(move |r| r.from == claim && r.kind.as_str() == "attributed_to")
        .filter_map(|r| index.layer()?.annotations.get(&r.to))
}

/// The source of the innermost credited claim that holds an attribution relays that attribution's source.
fn relayed(
    index: &LayerIndex,
    inner: &Annotation,
    around: &[&Arc<Annotation>],
    relays: &RelationTypeId,
    derived: &mut Vec<Derived>,
) {
    for source in sources_of(index, inner.id) {
        let holder = around.iter().find(|claim| lies_inside(source, claim) && sources_of(index, claim.id).count() > 0);
        let Some(holder) = holder else { continue };
        let outer = sources_of(index, holder.id).filter(|outer| outer.id != source.id);
        derived.extend(outer.map(|outer| Derived { kind: relays.clone(), from: outer.id, to: source.id }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{PlanContext, plan};
    use crate::model::{
        AnnotatorName, Article, ArticleId, IdMaker, LabelId, Metadata, Provenance, Revision, Timestamp,
    };
    use crate::text::{Text, TextSpan};

    /// A project of one article, with `[label words]` pairs labelled and `(from, to)` drawn as *attributed to*.
    fn project(
        text: &str,
        marked: &[(&str, &str)],
        arrows: &[(usize, usize)],
    ) -> (Project, LayerKey, Vec<AnnotationId>) {
        let mut ids = IdMaker::new(5);
        let annotator = AnnotatorName::parse("ana").unwrap();
        let mut project = Project::new(ids.make(), "Test", crate::model::default_codebook());
        let article: ArticleId = ids.make();
        project.articles.insert_mut(
            article,
            Arc::new(Article {
                id: article,
                foreign_id: String::new(),
                metadata: Metadata::default(),
                attributes: crate::model::Attributes::new(),
                stories: std::collections::BTreeSet::new(),
                zones: Vec::new(),
                earlier: Vec::new(),
                current: Revision { text: Text::new(text), file: String::new(), since: None },
                extra: crate::model::Extra::new(),
            }),
        );
        let mut made = Vec::new();
        for (label, words) in marked {
            let start = text.find(words).unwrap();
            let spans = [TextSpan::of(start, start + words.len())];
            let label = LabelId::parse(label).unwrap();
            let before = project.clone();
            let mut cx = context(&before, &annotator, &mut ids);
            let (transaction, id) = plan::annotate(&mut cx, article, &label, &spans, Provenance::default()).unwrap();
            project = transaction.apply(&before).unwrap();
            made.push(id);
        }
        let key = LayerKey { annotator, article };
        for (from, to) in arrows {
            project = draw(&project, &key, &mut ids, "attributed_to", made[*from], made[*to]);
        }
        (project, key, made)
    }

    fn context<'a>(project: &'a Project, annotator: &'a AnnotatorName, ids: &'a mut IdMaker) -> PlanContext<'a> {
        PlanContext { project, annotator, now: Timestamp::from_seconds(0), ids }
    }

    fn draw(
        project: &Project,
        key: &LayerKey,
        ids: &mut IdMaker,
        kind: &str,
        from: AnnotationId,
        to: AnnotationId,
    ) -> Project {
        let kind = RelationTypeId::parse(kind).unwrap();
        let mut cx = context(project, &key.annotator, ids);
        plan::relate(&mut cx, key.article, &kind, &[(from, to)]).unwrap().apply(project).unwrap()
    }

    fn arrows(text: &str, marked: &[(&str, &str)], drawn: &[(usize, usize)]) -> Vec<(String, usize, usize)> {
        let (project, key, made) = project(text, marked, drawn);
        let place = |id: AnnotationId| made.iter().position(|m| *m == id).unwrap();
        let all = derived_relations(&project, &key);
        let index = LayerIndex::new(project.layer(&key));
        for id in &made {
            let of: Vec<_> = all.iter().filter(|d| d.from == *id || d.to == *id).cloned().collect();
            assert_eq!(derived_of(&project, &index, *id), of, "what stands around it is enough");
        }
        let mut found: Vec<_> = all.into_iter().map(|d| (d.kind.to_string(), place(d.from), place(d.to))).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn a_claim_is_about_the_events_inside_it() {
        let text = "The mayor said the strikes ended before the talks. The vote is near.";
        let marked = [("claim", "the strikes ended before the talks"), ("event", "strikes"), ("event", "vote")];
        assert_eq!(arrows(text, &marked, &[]), [("about".to_owned(), 0, 1)]);
    }

    #[test]
    fn a_source_relays_the_source_of_an_attribution_inside_its_own() {
        let text = "The agency wrote that the minister said that a clerk told him prices fell.";
        let marked = [
            ("claim", "the minister said that a clerk told him prices fell"),
            ("source", "The agency"),
            ("claim", "a clerk told him prices fell"),
            ("source", "the minister"),
            ("claim", "prices fell"),
            ("source", "a clerk"),
        ];
        let drawn = [(0, 1), (2, 3), (4, 5)];
        let relays = |from, to| ("relays".to_owned(), from, to);
        assert_eq!(arrows(text, &marked, &drawn), [relays(1, 3), relays(3, 5)], "one step at a time");
        assert_eq!(arrows(text, &marked, &[(0, 1), (4, 5)]), [relays(1, 5)], "an uncredited claim is no step");
        assert_eq!(arrows(text, &marked, &[(0, 1), (2, 1)]), [], "nobody relays oneself");
    }

    #[test]
    fn what_is_drawn_by_hand_is_not_derived_again() {
        let text = "The mayor said the strikes ended.";
        let (project, key, made) = project(text, &[("claim", "the strikes ended"), ("event", "strikes")], &[]);
        assert_eq!(derived_relations(&project, &key).len(), 1);
        let project = draw(&project, &key, &mut IdMaker::new(9), "about", made[0], made[1]);
        assert_eq!(derived_relations(&project, &key), []);
    }
}
