//! One article with what is written of its layers.

use super::super::export::Selection;
use crate::model::{Annotation, Article, Layer, LayerIndex, LayerKey, LinkStance, Place};
use crate::text::Text;
use std::borrow::Cow;
use std::sync::Arc;

/// An article with its layers.
pub(super) struct View<'a> {
    pub(super) article: &'a Arc<Article>,
    pub(super) layers: Vec<LayerView<'a>>,
}

/// A layer with what is looked up in it.
pub(super) struct LayerView<'a> {
    /// What the annotator is called in the export.
    pub(super) annotator: String,
    pub(super) key: &'a LayerKey,
    pub(super) layer: &'a Arc<Layer>,
    /// Its positions mean the current text; else none of its annotations has a place.
    pub(super) is_current: bool,
    pub(super) index: LayerIndex,
    /// The text that its positions mean, where that is known.
    text: Option<&'a Text>,
}

impl<'a> View<'a> {
    /// What passes the selection of an article.
    pub(super) fn new(selection: &Selection<'a>, article: &'a Arc<Article>) -> Self {
        let layers = selection.layers(article.id).into_iter().map(|(key, layer)| {
            let hash = layer.text;
            let earlier = article.earlier.iter().map(|revision| &revision.text);
            LayerView {
                annotator: selection.name(key.annotator.as_str()).to_owned(),
                key,
                layer,
                is_current: hash == article.text().hash(),
                index: LayerIndex::new(Some(layer)),
                text: std::iter::once(article.text()).chain(earlier).find(|text| text.hash() == hash),
            }
        });
        Self { article, layers: layers.collect() }
    }
}

impl LayerView<'_> {
    /// Annotations that are written and have a place, in text order.
    pub(super) fn placed<'v>(&'v self, selection: &'v Selection<'_>) -> impl Iterator<Item = &'v Arc<Annotation>> {
        let placed = if self.is_current { self.index.placed() } else { &[] };
        placed.iter().filter(|annotation| selection.passes_label(&annotation.label))
    }

    /// Annotations that are written and have none.
    pub(super) fn lost<'v>(&'v self, selection: &'v Selection<'_>) -> impl Iterator<Item = &'v Arc<Annotation>> {
        let outdated = if self.is_current { &[] } else { self.index.placed() };
        let lost = outdated.iter().chain(self.index.lost());
        lost.filter(|annotation| selection.passes_label(&annotation.label))
    }

    /// The words of an annotation as the options allow; those of a lost place are kept.
    pub(super) fn words(&self, selection: &Selection<'_>, annotation: &Annotation) -> String {
        match (&annotation.place, self.text) {
            (Place::Lost(quotes), _) => quotes.iter().map(|quote| quote.exact.as_str()).collect::<Vec<_>>().join(" … "),
            (Place::At(_), Some(text)) => selection.quote(&annotation.words(text)),
            (Place::At(_), None) => String::new(),
        }
    }
}

/// What a mention says about its thread.
pub(super) fn stance_name(stance: LinkStance) -> &'static str {
    match stance {
        LinkStance::For => "for",
        LinkStance::Against => "against",
    }
}

/// JSON of kept fields; nothing where there are none.
pub(super) fn kept(extra: &crate::model::Extra) -> Cow<'static, str> {
    if extra.is_empty() {
        return Cow::Borrowed("");
    }
    let fields = crate::exchange::jsonl::extra_json(extra).map(|(name, value)| (name.clone(), value));
    Cow::Owned(serde_json::Value::Object(fields.collect()).to_string())
}
