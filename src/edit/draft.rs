//! A transaction in the making, over a working copy of the project.

use super::{Change, Spot, Swap, Transaction};
use crate::model::{
    Annotation, AnnotationId, AnnotatorName, Article, ArticleId, Family, FamilyId, Label, LabelId, Layer, LayerKey,
    Project, ProjectInfo, Rejection, Relation, RelationId, RelationType, RelationTypeId, Story, StoryId, Thread,
    ThreadId, ThreadRelation, ThreadRelationId, Timestamp,
};
use crate::text::{TextHash, TextSpan};
use std::sync::Arc;

/// Collects changes; each reads what stands there now as its `before`, and is seen by the next.
#[derive(Debug)]
pub struct Draft {
    project: Project,
    changes: Vec<Change>,
}

impl Draft {
    /// A draft over a project.
    pub fn new(project: &Project) -> Self {
        Self { project: project.clone(), changes: Vec::new() }
    }

    /// The project as the draft has it so far.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The finished transaction.
    pub fn finish(self, what: impl Into<String>, spot: Option<Spot>) -> Transaction {
        Transaction { what: what.into(), changes: self.changes, spot }
    }

    /// The finished transaction, and the project after it.
    pub fn finish_with_project(self, what: impl Into<String>) -> (Transaction, Project) {
        (Transaction { what: what.into(), changes: self.changes, spot: None }, self.project)
    }

    fn push(&mut self, change: Change, unchanged: bool) {
        // The change was made from what stands there, so it applies; one that could not would be left out whole.
        if !unchanged && change.apply_to(&mut self.project).is_ok() {
            self.changes.push(change);
        }
    }

    /// Puts many records into one layer: each is a change of its own, but the layer is looked for once. Where `edit`
    /// gives an error nothing of it stays.
    ///
    /// # Errors
    /// The one that `edit` gives.
    pub fn in_layer<E>(
        &mut self,
        key: &LayerKey,
        text: TextHash,
        edit: impl FnOnce(&mut LayerDraft) -> Result<(), E>,
    ) -> Result<(), E> {
        let layer = self.project.layer(key).map_or_else(|| Layer::new(text), |layer| (**layer).clone());
        let mut draft = LayerDraft { key: key.clone(), layer, changes: Vec::new() };
        edit(&mut draft)?;
        if !draft.layer.is_empty() {
            self.project.layers.insert_mut(key.clone(), Arc::new(draft.layer));
        }
        self.changes.append(&mut draft.changes);
        Ok(())
    }

    /// Sets title, settings, blind draw.
    pub fn info(&mut self, after: ProjectInfo) {
        let swap = Swap::new(Arc::clone(&self.project.info), Arc::new(after));
        let same = swap.before == swap.after;
        self.push(Change::Info(swap), same);
    }

    /// Puts an annotation, or takes it away.
    pub fn annotation(&mut self, key: &LayerKey, id: AnnotationId, after: Option<Annotation>) {
        let swap = Swap::new(self.project.annotation(key, id).cloned(), after.map(Arc::new));
        let same = swap.before == swap.after;
        self.push(Change::Annotation(key.clone(), id, swap), same);
    }

    /// Puts a relation, or takes it away.
    pub fn relation(&mut self, key: &LayerKey, id: RelationId, after: Option<Relation>) {
        let before = self.project.layer(key).and_then(|layer| layer.relations.get(&id)).cloned();
        let swap = Swap::new(before, after.map(Arc::new));
        let same = swap.before == swap.after;
        self.push(Change::Relation(key.clone(), id, swap), same);
    }

    /// Marks a paragraph as read, or not.
    pub fn reading(&mut self, key: &LayerKey, paragraph: TextSpan, after: Option<Timestamp>) {
        let before = self.project.layer(key).and_then(|layer| layer.reading.get(&paragraph)).copied();
        self.push(Change::Reading(key.clone(), paragraph, Swap::new(before, after)), before == after);
    }

    /// Notes that a suggestion was turned down, or not.
    pub fn rejected(&mut self, key: &LayerKey, what: Rejection, after: Option<Timestamp>) {
        let before = self.project.layer(key).and_then(|layer| layer.rejected.get(&what)).copied();
        self.push(Change::Rejected(key.clone(), what, Swap::new(before, after)), before == after);
    }

    /// Marks an article as finished, or not.
    pub fn done(&mut self, key: &LayerKey, after: bool) {
        let before = self.project.layer(key).is_some_and(|layer| layer.done);
        self.push(Change::Done(key.clone(), Swap::new(before, after)), before == after);
    }

    /// Says that a layer's positions mean another text.
    pub fn layer_text(&mut self, key: &LayerKey, after: TextHash) {
        if let Some(before) = self.project.layer(key).map(|layer| layer.text) {
            self.push(Change::LayerText(key.clone(), Swap::new(before, after)), before == after);
        }
    }
}

/// Changes in the making that all belong to one layer.
#[derive(Debug)]
pub struct LayerDraft {
    key: LayerKey,
    layer: Layer,
    changes: Vec<Change>,
}

impl LayerDraft {
    /// The layer as the draft has it so far.
    pub fn layer(&self) -> &Layer {
        &self.layer
    }

    /// Puts an annotation.
    pub fn annotation(&mut self, annotation: Annotation) {
        let (id, after) = (annotation.id, Arc::new(annotation));
        let before = self.layer.annotations.get(&id).cloned();
        self.layer.annotations.insert_mut(id, Arc::clone(&after));
        if before.as_ref() != Some(&after) {
            self.changes.push(Change::Annotation(self.key.clone(), id, Swap::new(before, Some(after))));
        }
    }

    /// Puts a relation.
    pub fn relation(&mut self, relation: Relation) {
        let (id, after) = (relation.id, Arc::new(relation));
        let before = self.layer.relations.get(&id).cloned();
        self.layer.relations.insert_mut(id, Arc::clone(&after));
        if before.as_ref() != Some(&after) {
            self.changes.push(Change::Relation(self.key.clone(), id, Swap::new(before, Some(after))));
        }
    }

    /// Marks a paragraph as read.
    pub fn reading(&mut self, paragraph: TextSpan, when: Timestamp) {
        let before = self.layer.reading.get(&paragraph).copied();
        self.layer.reading.insert_mut(paragraph, when);
        if before != Some(when) {
            self.changes.push(Change::Reading(self.key.clone(), paragraph, Swap::new(before, Some(when))));
        }
    }

    /// Marks the article as finished.
    pub fn done(&mut self) {
        let before = std::mem::replace(&mut self.layer.done, true);
        if !before {
            self.changes.push(Change::Done(self.key.clone(), Swap::new(false, true)));
        }
    }
}

/// One method for each record that lives in a map of the project.
macro_rules! put {
    ($($(#[$doc:meta])* $name:ident($id:ty, $record:ty, $change:ident, $get:expr);)*) => {
        impl Draft {$(
            $(#[$doc])*
            pub fn $name(&mut self, id: $id, after: Option<$record>) {
                let get: fn(&Project, &$id) -> Option<Arc<$record>> = $get;
                let swap = Swap::new(get(&self.project, &id), after.map(Arc::new));
                let same = swap.before == swap.after;
                self.push(Change::$change(id, swap), same);
            }
        )*}
    };
}

put! {
    /// Puts a label, or takes it away.
    label(LabelId, Label, Label, |p, id| p.codebook.labels.get(id).cloned());
    /// Puts a relation type, or takes it away.
    relation_type(RelationTypeId, RelationType, RelationType, |p, id| p.codebook.relation_types.get(id).cloned());
    /// Puts an article attribute, or takes it away.
    article_attribute(crate::model::AttributeId, (u32, crate::model::AttributeDef), ArticleAttribute, |p, id| p.codebook.article_attributes.get(id).cloned());
    /// Puts a story, or takes it away.
    story(StoryId, Story, Story, |p, id| p.stories.get(id).cloned());
    /// Puts a family, or takes it away.
    family(FamilyId, Family, Family, |p, id| p.families.get(id).cloned());
    /// Puts an article, or takes it away.
    article(ArticleId, Article, Article, |p, id| p.articles.get(id).cloned());
}

impl Draft {
    /// Puts a thread into an annotator's book, or takes it away.
    pub fn thread(&mut self, by: &AnnotatorName, id: ThreadId, after: Option<Thread>) {
        let before = self.project.threads.get(by).and_then(|book| book.threads.get(&id)).cloned();
        let swap = Swap::new(before, after.map(Arc::new));
        let same = swap.before == swap.after;
        self.push(Change::Thread(by.clone(), id, swap), same);
    }

    /// Puts a statement about threads into an annotator's book, or takes it away.
    pub fn thread_relation(&mut self, by: &AnnotatorName, id: ThreadRelationId, after: Option<ThreadRelation>) {
        let before = self.project.threads.get(by).and_then(|book| book.relations.get(&id)).cloned();
        let swap = Swap::new(before, after.map(Arc::new));
        let same = swap.before == swap.after;
        self.push(Change::ThreadRelation(by.clone(), id, swap), same);
    }
}
