//! All annotations with their folded words, made again only for layers that changed.

use crate::model::{Annotation, AnnotatorName, Article, LayerKey, Project};
use crate::text::fold;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One annotation with what a filter looks at.
#[derive(Clone, Debug)]
pub struct Segment {
    /// The annotation.
    pub annotation: Arc<Annotation>,
    /// Its words and note, folded.
    pub folded: Box<str>,
}

/// The annotations of one layer, in text order; those that lost their place come last.
#[derive(Debug)]
pub struct Block {
    /// Whose they are, and where.
    pub key: LayerKey,
    /// The article, as it was when this was made.
    pub article: Arc<Article>,
    /// Title, outlet, author and date of the article, folded.
    pub about: String,
    /// The annotations.
    pub segments: Vec<Segment>,
    layer: Arc<crate::model::Layer>,
}

/// All annotations of a project. Cloning shares everything.
#[derive(Clone, Debug, Default)]
pub struct SegmentIndex {
    blocks: Arc<BTreeMap<LayerKey, Arc<Block>>>,
}

impl SegmentIndex {
    /// The index of a project as it is now; blocks of layers and articles that did not change are shared with this one.
    /// Layers that `reader` may not see, because both code them blind, are left out.
    #[must_use]
    pub fn updated(&self, project: &Project, reader: &AnnotatorName) -> Self {
        let mut blocks = BTreeMap::new();
        for (key, layer) in &project.layers {
            let Some(article) = project.article(key.article).filter(|_| !project.is_blind(reader, key)) else {
                continue;
            };
            let known = self.blocks.get(key);
            let known = known.filter(|b| Arc::ptr_eq(&b.layer, layer) && Arc::ptr_eq(&b.article, article));
            let block = known.map_or_else(|| Arc::new(Block::new(key, article, layer)), Arc::clone);
            blocks.insert(key.clone(), block);
        }
        Self { blocks: Arc::new(blocks) }
    }

    /// The layers' annotations, by annotator and article.
    pub fn blocks(&self) -> impl Iterator<Item = &Arc<Block>> {
        self.blocks.values()
    }
}

impl Block {
    fn new(key: &LayerKey, article: &Arc<Article>, layer: &Arc<crate::model::Layer>) -> Self {
        let segment = |annotation: &Arc<Annotation>| {
            let folded = fold(&format!("{}\n{}", annotation.words(article.text()), annotation.note));
            Segment { annotation: Arc::clone(annotation), folded: folded.into() }
        };
        let segments = layer.in_text_order().into_iter().map(segment).collect();
        let meta = &article.metadata;
        let date = meta.published.map(|d| d.to_string()).unwrap_or_default();
        let about = fold(&format!("{}\n{}\n{}\n{date}", article.display_title(), meta.outlet, meta.author));
        Self { key: key.clone(), article: Arc::clone(article), about, segments, layer: Arc::clone(layer) }
    }
}
