//! One record before and after.

use crate::model::{
    Annotation, AnnotationId, AnnotatorName, Article, ArticleId, AttributeDef, AttributeId, Family, FamilyId, Label,
    LabelId, Layer, LayerKey, Map, Project, ProjectInfo, Rejection, Relation, RelationId, RelationType, RelationTypeId,
    Story, StoryId, Thread, ThreadBook, ThreadId, ThreadRelation, ThreadRelationId, Timestamp,
};
use crate::text::{TextHash, TextSpan};
use std::fmt;
use std::sync::Arc;

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap<T> {
    /// What was there.
    pub before: T,
    /// What is there now.
    pub after: T,
}

impl<T: Clone> Swap<T> {
    /// From one value to the other.
    pub fn new(before: T, after: T) -> Self {
        Self { before, after }
    }

    /// The swap that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone() }
    }
}

/// A record, or its absence, before and after.
type Record<T> = Swap<Option<Arc<T>>>;

/// A change of one record, which it names by id. Its inverse is its swap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Title, settings, blind draw.
    Info(Swap<Arc<ProjectInfo>>),
    /// A label of the codebook.
    Label(LabelId, Record<Label>),
    /// A relation type of the codebook.
    RelationType(RelationTypeId, Record<RelationType>),
    /// An article attribute of the codebook, with its place in the order.
    ArticleAttribute(AttributeId, Record<(u32, AttributeDef)>),
    /// A story.
    Story(StoryId, Record<Story>),
    /// A family of articles.
    Family(FamilyId, Record<Family>),
    /// An article.
    Article(ArticleId, Record<Article>),
    /// The text that a layer's positions mean.
    LayerText(LayerKey, Swap<TextHash>),
    /// Whether an annotator has finished an article.
    Done(LayerKey, Swap<bool>),
    /// An annotation.
    Annotation(LayerKey, AnnotationId, Record<Annotation>),
    /// A relation between annotations.
    Relation(LayerKey, RelationId, Record<Relation>),
    /// When a paragraph was read.
    Reading(LayerKey, TextSpan, Swap<Option<Timestamp>>),
    /// When a suggestion was turned down.
    Rejected(LayerKey, Rejection, Swap<Option<Timestamp>>),
    /// A thread, in its maker's book.
    Thread(AnnotatorName, ThreadId, Record<Thread>),
    /// A statement about two threads, in its maker's book.
    ThreadRelation(AnnotatorName, ThreadRelationId, Record<ThreadRelation>),
}

/// A record is not what a change expects: somebody else changed it since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The record, in words.
    pub record: String,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was changed since; nothing was undone or redone", self.record)
    }
}

impl std::error::Error for Conflict {}

/// Puts `after` into a map where `before` stands; `None` where something else stands there, and then nothing is changed.
/// Parts of the map that nobody else holds are changed where they are.
fn swap_in<K: Ord + Clone, V: PartialEq + Clone>(map: &mut Map<K, V>, key: &K, swap: &Swap<Option<V>>) -> Option<()> {
    if map.get(key) != swap.before.as_ref() {
        return None;
    }
    match &swap.after {
        Some(value) => map.insert_mut(key.clone(), value.clone()),
        None => drop(map.remove_mut(key)),
    }
    Some(())
}

/// As [`swap_in`], for the small maps of the codebook.
fn swap_into<K: Ord + Clone, V: PartialEq + Clone>(
    map: &mut std::collections::BTreeMap<K, V>,
    key: &K,
    swap: &Swap<Option<V>>,
) -> Option<()> {
    if map.get(key) != swap.before.as_ref() {
        return None;
    }
    match &swap.after {
        Some(value) => map.insert(key.clone(), value.clone()),
        None => map.remove(key),
    };
    Some(())
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Info(s) => Self::Info(s.inverse()),
            Self::Label(id, s) => Self::Label(id.clone(), s.inverse()),
            Self::RelationType(id, s) => Self::RelationType(id.clone(), s.inverse()),
            Self::ArticleAttribute(id, s) => Self::ArticleAttribute(id.clone(), s.inverse()),
            Self::Story(id, s) => Self::Story(*id, s.inverse()),
            Self::Family(id, s) => Self::Family(*id, s.inverse()),
            Self::Article(id, s) => Self::Article(*id, s.inverse()),
            Self::LayerText(key, s) => Self::LayerText(key.clone(), s.inverse()),
            Self::Done(key, s) => Self::Done(key.clone(), s.inverse()),
            Self::Annotation(key, id, s) => Self::Annotation(key.clone(), *id, s.inverse()),
            Self::Relation(key, id, s) => Self::Relation(key.clone(), *id, s.inverse()),
            Self::Reading(key, at, s) => Self::Reading(key.clone(), *at, s.inverse()),
            Self::Rejected(key, what, s) => Self::Rejected(key.clone(), what.clone(), s.inverse()),
            Self::Thread(by, id, s) => Self::Thread(by.clone(), *id, s.inverse()),
            Self::ThreadRelation(by, id, s) => Self::ThreadRelation(by.clone(), *id, s.inverse()),
        }
    }

    /// The layer that the change is in, where it is in one.
    pub fn layer(&self) -> Option<&LayerKey> {
        match self {
            Self::LayerText(key, _)
            | Self::Done(key, _)
            | Self::Annotation(key, ..)
            | Self::Relation(key, ..)
            | Self::Reading(key, ..)
            | Self::Rejected(key, ..) => Some(key),
            _ => None,
        }
    }

    /// True where an article has another text afterwards.
    pub fn is_of_text(&self) -> bool {
        let text = |article: &Option<Arc<Article>>| article.as_ref().map(|article| article.text().hash());
        match self {
            Self::Article(_, swap) => {
                swap.before.is_some() && swap.after.is_some() && text(&swap.before) != text(&swap.after)
            }
            _ => false,
        }
    }

    /// The record in words, for messages.
    pub fn record(&self) -> String {
        match self {
            Self::Info(_) => "the project's title or settings".into(),
            Self::Label(id, _) => format!("label {:?}", id.as_str()),
            Self::RelationType(id, _) => format!("arrow type {:?}", id.as_str()),
            Self::ArticleAttribute(id, _) => format!("article attribute {:?}", id.as_str()),
            Self::Story(id, _) => format!("story {id}"),
            Self::Family(id, _) => format!("family {id}"),
            Self::Article(id, _) => format!("article {id}"),
            Self::LayerText(key, _) | Self::Done(key, _) => {
                format!("{}'s layer on article {}", key.annotator, key.article)
            }
            Self::Annotation(key, id, _) => format!("annotation {id} on article {}", key.article),
            Self::Relation(key, id, _) => format!("arrow {id} on article {}", key.article),
            Self::Reading(key, ..) => format!("a paragraph's reading state on article {}", key.article),
            Self::Rejected(key, ..) => format!("a rejected suggestion on article {}", key.article),
            Self::Thread(_, id, _) => format!("thread {id}"),
            Self::ThreadRelation(_, id, _) => format!("thread statement {id}"),
        }
    }

    /// The project with `after` in the place of `before`.
    ///
    /// # Errors
    /// [`Conflict`] where the record is not what `before` says.
    pub fn apply(&self, project: &Project) -> Result<Project, Conflict> {
        let mut next = project.clone();
        self.apply_to(&mut next).map(|()| next)
    }

    /// As [`Self::apply`], on a project of one's own: what it shares with no other is changed where it is.
    ///
    /// # Errors
    /// As [`Self::apply`]; then nothing is changed.
    pub(super) fn apply_to(&self, project: &mut Project) -> Result<(), Conflict> {
        self.applied(project).ok_or_else(|| Conflict { record: self.record() })
    }

    fn applied(&self, project: &mut Project) -> Option<()> {
        match self {
            Self::Info(s) => {
                project.info = (project.info == s.before).then(|| Arc::clone(&s.after))?;
                Some(())
            }
            Self::Label(id, s) => swap_into(&mut Arc::make_mut(&mut project.codebook).labels, id, s),
            Self::RelationType(id, s) => swap_into(&mut Arc::make_mut(&mut project.codebook).relation_types, id, s),
            Self::ArticleAttribute(id, s) => {
                swap_into(&mut Arc::make_mut(&mut project.codebook).article_attributes, id, s)
            }
            Self::Story(id, s) => swap_in(&mut project.stories, id, s),
            Self::Family(id, s) => swap_in(&mut project.families, id, s),
            Self::Article(id, s) => swap_in(&mut project.articles, id, s),
            Self::LayerText(key, _)
            | Self::Done(key, _)
            | Self::Annotation(key, ..)
            | Self::Relation(key, ..)
            | Self::Reading(key, ..)
            | Self::Rejected(key, ..) => self.apply_to_layers(project, key),
            Self::Thread(by, id, s) => edit_book(project, by, |book| swap_in(&mut book.threads, id, s)),
            Self::ThreadRelation(by, id, s) => edit_book(project, by, |book| swap_in(&mut book.relations, id, s)),
        }
    }

    /// Changes a layer where it is; one that is not there begins, and one that is left without a trace of its annotator
    /// goes, so that undo-all gives the same project.
    fn apply_to_layers(&self, project: &mut Project, key: &LayerKey) -> Option<()> {
        if let Some(layer) = project.layers.get_mut(key) {
            let layer = Arc::make_mut(layer);
            self.apply_to_layer(layer)?;
            if layer.is_empty() {
                project.layers.remove_mut(key);
            }
            return Some(());
        }
        let mut layer = Layer::new(project.article(key.article)?.text().hash());
        self.apply_to_layer(&mut layer)?;
        if !layer.is_empty() {
            project.layers.insert_mut(key.clone(), Arc::new(layer));
        }
        Some(())
    }

    fn apply_to_layer(&self, layer: &mut Layer) -> Option<()> {
        match self {
            Self::LayerText(_, s) => layer.text = (layer.text == s.before).then_some(s.after)?,
            Self::Done(_, s) => layer.done = (layer.done == s.before).then_some(s.after)?,
            Self::Annotation(_, id, s) => swap_in(&mut layer.annotations, id, s)?,
            Self::Relation(_, id, s) => swap_in(&mut layer.relations, id, s)?,
            Self::Reading(_, at, s) => swap_in(&mut layer.reading, at, s)?,
            Self::Rejected(_, what, s) => swap_in(&mut layer.rejected, what, s)?,
            _ => return None,
        }
        Some(())
    }
}

/// Changes an annotator's threads; a book that is left empty goes.
fn edit_book(
    project: &mut Project,
    by: &AnnotatorName,
    edit: impl FnOnce(&mut ThreadBook) -> Option<()>,
) -> Option<()> {
    if let Some(book) = project.threads.get_mut(by) {
        let book = Arc::make_mut(book);
        edit(book)?;
        if book.threads.is_empty() && book.relations.is_empty() {
            project.threads.remove_mut(by);
        }
        return Some(());
    }
    let mut book = ThreadBook::default();
    edit(&mut book)?;
    if !(book.threads.is_empty() && book.relations.is_empty()) {
        project.threads.insert_mut(by.clone(), Arc::new(book));
    }
    Some(())
}
