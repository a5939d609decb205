//! Arrows that follow from where annotations lie, and need not be drawn.

use crate::model::{Annotation, AnnotationId, LabelRole, Layer, LayerKey, Project, RelationTypeId};
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
    let Some(layer) = project.layer(key) else { return Vec::new() };
    let (Some(about), Some(relays)) = (RelationTypeId::parse("about"), RelationTypeId::parse("relays")) else {
        return Vec::new();
    };
    let mut derived = Vec::new();
    for (inner, around) in claims_around(project, layer) {
        match project.codebook.role(&inner.label) {
            LabelRole::Event => {
                derived.extend(around.iter().map(|claim| Derived {
                    kind: about.clone(),
                    from: claim.id,
                    to: inner.id,
                }));
            }
            LabelRole::Claim => relayed(layer, inner, &around, &relays, &mut derived),
            _ => {}
        }
    }
    let drawn: std::collections::BTreeSet<Derived> =
        layer.relations.values().map(|r| Derived { kind: r.kind.clone(), from: r.from, to: r.to }).collect();
    derived.retain(|d| !drawn.contains(d));
    derived.sort();
    derived.dedup();
    derived
}

/// Claims and events with the claims around each, the innermost first.
fn claims_around<'a>(project: &Project, layer: &'a Layer) -> Vec<(&'a Arc<Annotation>, Vec<&'a Arc<Annotation>>)> {
    let mut found = Vec::new();
    // Text order: what lies around an annotation starts before it, so claims still open are all there is to compare.
    let mut open: Vec<&Arc<Annotation>> = Vec::new();
    for annotation in layer.in_text_order() {
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

fn sources_of(layer: &Layer, claim: AnnotationId) -> impl Iterator<Item = &Arc<Annotation>> {
    layer
        .relations_of(claim)
        .filter(move |r| r.from == claim && r.kind.as_str() == "attributed_to")
        .filter_map(|r| layer.annotations.get(&r.to))
}

/// The source of the innermost credited claim that holds an attribution relays that attribution's source.
fn relayed(
    layer: &Layer,
    inner: &Annotation,
    around: &[&Arc<Annotation>],
    relays: &RelationTypeId,
    derived: &mut Vec<Derived>,
) {
    for source in sources_of(layer, inner.id) {
        let holder = around.iter().find(|claim| lies_inside(source, claim) && sources_of(layer, claim.id).count() > 0);
        let Some(holder) = holder else { continue };
        let outer = sources_of(layer, holder.id).filter(|outer| outer.id != source.id);
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
                current: Revision { text: Text::new(text), file: String::new() },
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
        let mut found: Vec<_> = derived_relations(&project, &key)
            .into_iter()
            .map(|d| (d.kind.to_string(), place(d.from), place(d.to)))
            .collect();
        found.sort();
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
