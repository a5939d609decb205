//! One record before and after.

use crate::model::{
    Annotation, AnnotationId, AnnotatorName, Article, ArticleId, AttributeDef, AttributeId, Codebook, Family, FamilyId,
    Label, LabelId, Layer, LayerKey, Map, Project, ProjectInfo, Rejection, Relation, RelationId, RelationType,
    RelationTypeId, Story, StoryId, Thread, ThreadBook, ThreadId, ThreadRelation, ThreadRelationId, Timestamp,
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

/// Puts `after` into a map where `before` stands; `None` where something else stands there.
fn swap_in<K: Ord + Clone, V: PartialEq + Clone>(
    map: &Map<K, V>,
    key: &K,
    swap: &Swap<Option<V>>,
) -> Option<Map<K, V>> {
    if map.get(key) != swap.before.as_ref() {
        return None;
    }
    Some(match &swap.after {
        Some(value) => map.insert(key.clone(), value.clone()),
        None => map.remove(key),
    })
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
        self.applied(project).ok_or_else(|| Conflict { record: self.record() })
    }

    fn applied(&self, project: &Project) -> Option<Project> {
        let mut next = project.clone();
        match self {
            Self::Info(s) => {
                next.info = (project.info == s.before).then(|| Arc::clone(&s.after))?;
            }
            Self::Label(id, s) => next.codebook = edit_codebook(project, |c| swap_into(&mut c.labels, id, s))?,
            Self::RelationType(id, s) => {
                next.codebook = edit_codebook(project, |c| swap_into(&mut c.relation_types, id, s))?;
            }
            Self::ArticleAttribute(id, s) => {
                next.codebook = edit_codebook(project, |c| swap_into(&mut c.article_attributes, id, s))?;
            }
            Self::Story(id, s) => next.stories = swap_in(&project.stories, id, s)?,
            Self::Family(id, s) => next.families = swap_in(&project.families, id, s)?,
            Self::Article(id, s) => next.articles = swap_in(&project.articles, id, s)?,
            Self::LayerText(key, _)
            | Self::Done(key, _)
            | Self::Annotation(key, ..)
            | Self::Relation(key, ..)
            | Self::Reading(key, ..)
            | Self::Rejected(key, ..) => next.layers = self.apply_to_layer(project, key)?,
            Self::Thread(by, id, s) => {
                next.threads = edit_book(project, by, |book| {
                    Some(ThreadBook { threads: swap_in(&book.threads, id, s)?, ..book.clone() })
                })?;
            }
            Self::ThreadRelation(by, id, s) => {
                next.threads = edit_book(project, by, |book| {
                    Some(ThreadBook { relations: swap_in(&book.relations, id, s)?, ..book.clone() })
                })?;
            }
        }
        Some(next)
    }

    fn apply_to_layer(&self, project: &Project, key: &LayerKey) -> Option<Map<LayerKey, Arc<Layer>>> {
        let fresh = || project.article(key.article).map(|article| Layer::new(article.text().hash()));
        let mut layer = match project.layer(key) {
            Some(layer) => (**layer).clone(),
            None => fresh()?,
        };
        match self {
            Self::LayerText(_, s) => layer.text = (layer.text == s.before).then_some(s.after)?,
            Self::Done(_, s) => layer.done = (layer.done == s.before).then_some(s.after)?,
            Self::Annotation(_, id, s) => layer.annotations = swap_in(&layer.annotations, id, s)?,
            Self::Relation(_, id, s) => layer.relations = swap_in(&layer.relations, id, s)?,
            Self::Reading(_, at, s) => layer.reading = swap_in(&layer.reading, at, s)?,
            Self::Rejected(_, what, s) => layer.rejected = swap_in(&layer.rejected, what, s)?,
            _ => return None,
        }
        // A layer without a trace of its annotator is not there, so that undo-all gives the same project.
        Some(if layer.is_empty() {
            project.layers.remove(key)
        } else {
            project.layers.insert(key.clone(), Arc::new(layer))
        })
    }
}

fn edit_codebook(project: &Project, edit: impl FnOnce(&mut Codebook) -> Option<()>) -> Option<Arc<Codebook>> {
    let mut codebook = (*project.codebook).clone();
    edit(&mut codebook)?;
    Some(Arc::new(codebook))
}

fn edit_book(
    project: &Project,
    by: &AnnotatorName,
    edit: impl FnOnce(&ThreadBook) -> Option<ThreadBook>,
) -> Option<Map<AnnotatorName, Arc<ThreadBook>>> {
    let empty = ThreadBook::default();
    let book = edit(project.threads.get(by).map_or(&empty, |book| book))?;
    let gone = book.threads.is_empty() && book.relations.is_empty();
    Some(if gone { project.threads.remove(by) } else { project.threads.insert(by.clone(), Arc::new(book)) })
}
