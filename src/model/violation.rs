//! Invariants across records, checked as a whole.

use super::{AnnotationId, ArticleId, LabelId, LayerKey, Project, RelationId, ThreadId, ThreadRelationId};
use std::fmt;

/// Something in a project that no edit would have let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A layer is on an article that the project does not have.
    UnknownArticle(LayerKey),
    /// A layer's positions mean another text than the current one.
    OtherText(LayerKey),
    /// A fragment is empty, reversed, past the end, inside a character, or out of order.
    BadFragment(LayerKey, AnnotationId),
    /// An annotation cites a label that the codebook does not have.
    UnknownLabel(LayerKey, AnnotationId, LabelId),
    /// An annotation links to a thread that nobody made.
    UnknownThread(LayerKey, AnnotationId, ThreadId),
    /// A relation starts or ends at an annotation that is not in its layer.
    DanglingRelation(LayerKey, RelationId),
    /// A relation starts and ends at the same annotation.
    SelfRelation(LayerKey, RelationId),
    /// A statement is about a thread that nobody made.
    DanglingThreadRelation(ThreadRelationId),
    /// A zone does not fit the text.
    BadZone(ArticleId),
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |key: &LayerKey| format!("in {}'s layer on article {}", key.annotator, key.article);
        match self {
            Self::UnknownArticle(key) => {
                write!(f, "{}'s layer is on article {}, which the project does not have", key.annotator, key.article)
            }
            Self::OtherText(key) => write!(f, "positions {} mean another text than the current one", at(key)),
            Self::BadFragment(key, id) => {
                write!(f, "annotation {id} {} has a place that does not fit the text", at(key))
            }
            Self::UnknownLabel(key, id, label) => {
                write!(f, "annotation {id} {} has label {label:?}, which the codebook does not have", at(key))
            }
            Self::UnknownThread(key, id, thread) => {
                write!(f, "annotation {id} {} links to thread {thread}, which nobody made", at(key))
            }
            Self::DanglingRelation(key, id) => write!(f, "arrow {id} {} has an end that is not there", at(key)),
            Self::SelfRelation(key, id) => write!(f, "arrow {id} {} runs from an annotation to itself", at(key)),
            Self::DanglingThreadRelation(id) => write!(f, "statement {id} is about a thread that nobody made"),
            Self::BadZone(id) => write!(f, "a part of article {id} does not fit its text"),
        }
    }
}

/// Everything in the project that breaks an invariant, in a fixed order.
pub fn violations(project: &Project) -> Vec<Violation> {
    let mut found = Vec::new();
    for article in project.articles.values() {
        let fits = article.zones.iter().all(|z| article.text().fits(z.span) && !z.span.is_empty());
        let ordered =
            article.zones.iter().zip(article.zones.iter().skip(1)).all(|(a, b)| a.span.end() <= b.span.start());
        if !fits || !ordered {
            found.push(Violation::BadZone(article.id));
        }
    }
    let threads: std::collections::BTreeSet<ThreadId> = project.all_threads().map(|(_, t)| t.id).collect();
    for key in project.layers.keys() {
        check_layer(project, &threads, key, &mut found);
    }
    for book in project.threads.values() {
        let dangling = book.relations.values().filter(|r| !threads.contains(&r.from) || !threads.contains(&r.to));
        found.extend(dangling.map(|r| Violation::DanglingThreadRelation(r.id)));
    }
    found
}

fn check_layer(
    project: &Project,
    threads: &std::collections::BTreeSet<ThreadId>,
    key: &LayerKey,
    found: &mut Vec<Violation>,
) {
    let Some(layer) = project.layer(key) else { return };
    let Some(article) = project.article(key.article) else {
        found.push(Violation::UnknownArticle(key.clone()));
        return;
    };
    let text = article.text();
    if layer.text != text.hash() {
        found.push(Violation::OtherText(key.clone()));
    }
    for annotation in layer.annotations.values() {
        let fragments = annotation.fragments();
        let fits = fragments.iter().all(|s| text.fits(*s) && !s.is_empty());
        let ordered = fragments.iter().zip(fragments.iter().skip(1)).all(|(a, b)| a.end() < b.start());
        let placed = !matches!(&annotation.place, super::Place::At(spans) if spans.is_empty());
        if !fits || !ordered || !placed {
            found.push(Violation::BadFragment(key.clone(), annotation.id));
        }
        if project.codebook.label(&annotation.label).is_none() {
            found.push(Violation::UnknownLabel(key.clone(), annotation.id, annotation.label.clone()));
        }
        let unknown = annotation.threads.keys().filter(|t| !threads.contains(t));
        found.extend(unknown.map(|t| Violation::UnknownThread(key.clone(), annotation.id, *t)));
    }
    for relation in layer.relations.values() {
        if !layer.annotations.contains_key(&relation.from) || !layer.annotations.contains_key(&relation.to) {
            found.push(Violation::DanglingRelation(key.clone(), relation.id));
        } else if relation.from == relation.to {
            found.push(Violation::SelfRelation(key.clone(), relation.id));
        }
    }
}
