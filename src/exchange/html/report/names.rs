//! What annotations are called in the page: an element has one name, and two layers may hold the same id.

use crate::exchange::export::Selection;
use crate::model::{AnnotationId, Article, LayerKey};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Names of annotations: their ids, but for those whose id another one has already.
#[derive(Debug, Default)]
pub(in crate::exchange::html) struct Names(BTreeMap<(LayerKey, AnnotationId), String>);

impl Names {
    /// The names of all that has a place in these articles, in their order.
    pub(in crate::exchange::html) fn of<'a>(
        selection: &Selection<'_>,
        articles: impl Iterator<Item = &'a Article>,
    ) -> Self {
        let (mut taken, mut names) = (BTreeSet::new(), BTreeMap::new());
        for article in articles {
            for (number, (key, layer)) in selection.layers(article.id).into_iter().enumerate() {
                for annotation in selection.annotations_unordered(layer) {
                    if !annotation.fragments().is_empty() && !taken.insert(annotation.id) {
                        let name = format!("{}-{}-{}", annotation.id, article.id, number + 1);
                        names.insert((key.clone(), annotation.id), name);
                    }
                }
            }
        }
        Self(names)
    }

    /// What an annotation of a layer is called.
    pub(in crate::exchange::html) fn name(&self, key: &LayerKey, id: AnnotationId) -> Cow<'_, str> {
        // Mostly there are none, and then no key need be made.
        let other = if self.0.is_empty() { None } else { self.0.get(&(key.clone(), id)) };
        other.map_or_else(|| Cow::Owned(id.to_string()), |name| Cow::Borrowed(name.as_str()))
    }
}
