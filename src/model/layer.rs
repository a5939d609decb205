//! Layers: all that one annotator has put on one article.

use super::{Annotation, AnnotationId, AnnotatorName, ArticleId, LabelId, Map, Relation, RelationId, Timestamp};
use crate::text::{TextHash, TextSpan};
use std::sync::Arc;

/// Whose layer on which article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayerKey {
    /// The annotator.
    pub annotator: AnnotatorName,
    /// The article.
    pub article: ArticleId,
}

/// A suggestion that an annotator does not want to see again: its label and words at a place, and who proposed it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rejection {
    /// The suggested label.
    pub label: LabelId,
    /// The suggested fragments.
    pub fragments: Vec<TextSpan>,
    /// The suggester's name; empty where it is not known.
    pub by: String,
    /// How sure the suggester was, in hundredths.
    pub percent: u8,
}

/// All that one annotator has put on one article. Cloning shares everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The text that positions mean.
    pub text: TextHash,
    /// The annotator has finished the article.
    pub done: bool,
    /// Annotations by id.
    pub annotations: Map<AnnotationId, Arc<Annotation>>,
    /// Relations by id.
    pub relations: Map<RelationId, Arc<Relation>>,
    /// Paragraphs read, with the time.
    pub reading: Map<TextSpan, Timestamp>,
    /// Suggestions turned down, with the time.
    pub rejected: Map<Rejection, Timestamp>,
}

impl Layer {
    /// A layer with nothing on it, over the text with this hash.
    pub fn new(text: TextHash) -> Self {
        Self {
            text,
            done: false,
            annotations: Map::new_sync(),
            relations: Map::new_sync(),
            reading: Map::new_sync(),
            rejected: Map::new_sync(),
        }
    }

    /// True where the annotator has left no trace.
    pub fn is_empty(&self) -> bool {
        !self.done
            && self.annotations.is_empty()
            && self.relations.is_empty()
            && self.reading.is_empty()
            && self.rejected.is_empty()
    }

    /// True where the annotator has turned down this suggestion of a set, or one that said the same: same label, same place.
    pub fn has_rejected(&self, set: &super::SuggestionSet, suggestion: &super::Suggestion) -> bool {
        let same = |rejection: &Rejection| {
            rejection.label == suggestion.label && set.is_meant(suggestion, &rejection.fragments)
        };
        self.rejected.keys().any(same)
    }

    /// Annotations in text order: by first fragment, outer before inner, then by id; orphans last.
    pub fn in_text_order(&self) -> Vec<&Arc<Annotation>> {
        let mut all: Vec<_> = self.annotations.values().collect();
        all.sort_by(|a, b| {
            let key = |x: &Annotation| {
                (
                    x.fragments().is_empty(),
                    x.fragments().first().copied().unwrap_or(TextSpan::of(0, 0)),
                    x.cover().map(|c| std::cmp::Reverse(c.end())),
                )
            };
            key(a).cmp(&key(b)).then(a.id.cmp(&b.id))
        });
        all
    }

    /// Relations that start or end at an annotation.
    pub fn relations_of(&self, id: AnnotationId) -> impl Iterator<Item = &Arc<Relation>> {
        self.relations.values().filter(move |r| r.from == id || r.to == id)
    }
}
