//! The project: the ground truth that everything else is derived from.

use super::{
    Annotation, AnnotationId, AnnotatorName, Article, ArticleId, Codebook, FamilyId, Layer, LayerKey, ProjectId,
    StoryId, SuggestionSet, Thread, ThreadBook, ThreadId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An ordered map whose copies share what did not change.
pub type Map<K, V> = rpds::RedBlackTreeMapSync<K, V>;

/// A set of articles about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Names it.
    pub id: StoryId,
    /// What it is called.
    pub title: String,
    /// A note in free words.
    pub note: String,
    /// Its id in the corpus that it came from, where that has another form.
    pub foreign_id: String,
}

/// What ties the articles of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FamilyKind {
    /// They share text beyond a threshold.
    Reprint,
    /// They retell the same report in other words.
    Rewrite,
}

impl FamilyKind {
    /// The kind's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reprint => "reprint",
            Self::Rewrite => "rewrite",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Reprint, Self::Rewrite].into_iter().find(|kind| kind.name() == name)
    }
}

/// Articles that are reprints or rewrites of each other, as set by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// Names it.
    pub id: FamilyId,
    /// What ties them.
    pub kind: FamilyKind,
    /// The articles.
    pub articles: BTreeSet<ArticleId>,
}

/// Articles that are coded twice without seeing the other's coding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlindDraw {
    /// The articles drawn.
    pub articles: BTreeSet<ArticleId>,
    /// The annotators who code them blind.
    pub annotators: BTreeSet<AnnotatorName>,
    /// What the draw followed from, so that it can be repeated.
    pub seed: u64,
}

/// What the project says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectInfo {
    /// Names it.
    pub id: ProjectId,
    /// What it is called.
    pub title: String,
    /// Settings that everybody on the project shares, by name.
    pub settings: BTreeMap<String, String>,
    /// The blind draw, where there is one.
    pub blind_draw: Option<BlindDraw>,
}

/// Everything about a project. Cloning costs little: texts, layers and maps are shared.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// What the project says about itself.
    pub info: Arc<ProjectInfo>,
    /// Labels, relation types, article attributes.
    pub codebook: Arc<Codebook>,
    /// Stories by id.
    pub stories: Map<StoryId, Arc<Story>>,
    /// Families by id.
    pub families: Map<FamilyId, Arc<Family>>,
    /// Articles by id.
    pub articles: Map<ArticleId, Arc<Article>>,
    /// Layers by annotator and article; one that is empty is not there.
    pub layers: Map<LayerKey, Arc<Layer>>,
    /// Threads by the annotator who made them.
    pub threads: Map<AnnotatorName, Arc<ThreadBook>>,
    /// Suggestions by article; derived.
    pub suggestions: Map<ArticleId, Arc<SuggestionSet>>,
}

impl Project {
    /// A project without articles.
    pub fn new(id: ProjectId, title: impl Into<String>, codebook: Codebook) -> Self {
        let info = ProjectInfo { id, title: title.into(), settings: BTreeMap::new(), blind_draw: None };
        Self {
            info: Arc::new(info),
            codebook: Arc::new(codebook),
            stories: Map::new_sync(),
            families: Map::new_sync(),
            articles: Map::new_sync(),
            layers: Map::new_sync(),
            threads: Map::new_sync(),
            suggestions: Map::new_sync(),
        }
    }

    /// An article by id.
    pub fn article(&self, id: ArticleId) -> Option<&Arc<Article>> {
        self.articles.get(&id)
    }

    /// An annotator's layer on an article; `None` where she has left no trace.
    pub fn layer(&self, key: &LayerKey) -> Option<&Arc<Layer>> {
        self.layers.get(key)
    }

    /// An annotation of a layer.
    pub fn annotation(&self, key: &LayerKey, id: AnnotationId) -> Option<&Arc<Annotation>> {
        self.layers.get(key)?.annotations.get(&id)
    }

    /// All layers on an article, by annotator.
    pub fn layers_of(&self, article: ArticleId) -> impl Iterator<Item = (&LayerKey, &Arc<Layer>)> {
        self.annotators().into_iter().filter_map(move |annotator| {
            let key = LayerKey { annotator, article };
            self.layers.get_key_value(&key)
        })
    }

    /// True where a layer is somebody else's on an article that `reader` codes blind: it is hidden from her.
    pub fn is_blind(&self, reader: &AnnotatorName, key: &LayerKey) -> bool {
        let draw = self.info.blind_draw.as_ref().filter(|_| key.annotator != *reader);
        draw.is_some_and(|draw| draw.articles.contains(&key.article) && draw.annotators.contains(reader))
    }

    /// Everybody who has a layer or threads.
    pub fn annotators(&self) -> BTreeSet<AnnotatorName> {
        let mut names: BTreeSet<AnnotatorName> = self.threads.keys().cloned().collect();
        // Layers are ordered by annotator first: one step a name.
        let mut after: Option<AnnotatorName> = None;
        loop {
            let lower = after.clone().map_or(std::ops::Bound::Unbounded, |annotator| {
                std::ops::Bound::Excluded(LayerKey { annotator, article: ArticleId(super::Id::LAST) })
            });
            let next = self
                .layers
                .range((lower, std::ops::Bound::Unbounded))
                .find(|(key, _)| after.as_ref() != Some(&key.annotator));
            let Some((key, _)) = next else { return names };
            names.insert(key.annotator.clone());
            after = Some(key.annotator.clone());
        }
    }

    /// A thread by id, with who made it.
    pub fn thread(&self, id: ThreadId) -> Option<(&AnnotatorName, &Arc<Thread>)> {
        self.threads.iter().find_map(|(annotator, book)| Some((annotator, book.threads.get(&id)?)))
    }

    /// All threads, with who made them.
    pub fn all_threads(&self) -> impl Iterator<Item = (&AnnotatorName, &Arc<Thread>)> {
        self.threads.iter().flat_map(|(annotator, book)| book.threads.values().map(move |thread| (annotator, thread)))
    }
}
