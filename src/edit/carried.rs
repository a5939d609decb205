//! A layer over another text of its article.

use super::{Change, Transaction};
use crate::model::{AnnotationId, Article, Layer, Map, Place, Project, Rejection};
use crate::text::{Alignment, Carried, Relocation, TextQuote, TextSpan};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What became of the places of a layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// Annotations that keep their words.
    pub kept: usize,
    /// Annotations at their place, in words that changed a little.
    pub changed: Vec<AnnotationId>,
    /// Annotations that lost their place.
    pub lost: Vec<AnnotationId>,
    /// Annotations that had lost their place and have one again.
    pub found: Vec<AnnotationId>,
    /// Paragraphs that were read and are to be read again.
    pub to_read: usize,
}

/// The layer over the text that its article has now, and what became of its places.
pub fn carry_layer(layer: &Layer, alignment: &Alignment, article: &Article) -> (Layer, Moves) {
    let mut moves = Moves::default();
    let mut next = Layer::new(alignment.new_text().hash());
    let mut annotations = Map::new_sync();
    for (id, annotation) in &layer.annotations {
        let place = carry_place(&annotation.place, alignment, *id, &mut moves);
        let same = place == annotation.place;
        let moved = || {
            let mut moved = (**annotation).clone();
            moved.place = place;
            Arc::new(moved)
        };
        annotations.insert_mut(*id, if same { Arc::clone(annotation) } else { moved() });
    }
    next.annotations = annotations;
    next.relations = layer.relations.clone();
    for (paragraph, when) in &layer.reading {
        match alignment.carry_whole(*paragraph) {
            Some(there) => next.reading.insert_mut(there, *when),
            None => moves.to_read += 1,
        }
    }
    for (what, when) in &layer.rejected {
        let same = |span: &TextSpan| match alignment.carry(*span) {
            Carried::Same(there) => Some(there),
            _ => None,
        };
        if let Some(fragments) = what.fragments.iter().map(same).collect() {
            next.rejected.insert_mut(Rejection { fragments, ..what.clone() }, *when);
        }
    }
    next.done = layer.done && has_no_new_words(alignment, article);
    (next, moves)
}

/// True where every paragraph that counts stood in the older text as it is.
fn has_no_new_words(alignment: &Alignment, article: &Article) -> bool {
    let known: BTreeSet<TextSpan> =
        alignment.old().paragraphs().iter().filter_map(|p| alignment.carry_whole(*p)).collect();
    article.counted_paragraphs().all(|paragraph| known.contains(&paragraph))
}

fn carry_place(place: &Place, alignment: &Alignment, id: AnnotationId, moves: &mut Moves) -> Place {
    match place {
        Place::At(spans) => {
            let carried: Vec<Carried> = spans.iter().map(|span| alignment.carry(*span)).collect();
            let there: Option<Vec<TextSpan>> = carried.iter().map(|c| c.span()).collect();
            if let Some(there) = there.filter(|there| in_order(there)) {
                if carried.iter().any(|c| matches!(c, Carried::Changed(_))) {
                    moves.changed.push(id);
                } else {
                    moves.kept += 1;
                }
                return Place::at(alignment.new_text(), there);
            }
            moves.lost.push(id);
            Place::Lost(spans.iter().map(|span| TextQuote::of(alignment.old(), *span)).collect())
        }
        Place::Lost(quotes) => {
            let text = alignment.new_text();
            let again = |quote: &TextQuote| match quote.locate(text, None) {
                Relocation::Moved(span) if text.slice(span) == quote.exact => Some(span),
                _ => None,
            };
            let there: Option<Vec<TextSpan>> = quotes.iter().map(again).collect();
            match there.filter(|there| !there.is_empty() && in_order(there)) {
                Some(there) => {
                    moves.found.push(id);
                    Place::at(text, there)
                }
                None => place.clone(),
            }
        }
    }
}

fn in_order(spans: &[TextSpan]) -> bool {
    spans.iter().zip(spans.iter().skip(1)).all(|(a, b)| a.end() <= b.start())
}

/// Layers of other people that follow a text that was corrected, in memory: their files mean the text that they name, and
/// their owners take the new places when they edit.
#[derive(Clone, Debug, Default)]
pub struct Followed(Vec<(Arc<Layer>, Arc<Layer>)>);

impl Followed {
    /// Brings every layer on an article whose text a transaction changed, or whose undoing did, over to the text that the
    /// article has now. Layers that the transaction moved itself are there already. One that comes back to a text that it
    /// was carried from is as it was.
    pub fn follow(&mut self, before: &Project, mut after: Project, transaction: &Transaction) -> Project {
        for change in &transaction.changes {
            let Change::Article(id, _) = change else { continue };
            let (Some(old), Some(new)) = (before.article(*id), after.article(*id).cloned()) else { continue };
            let (old, hash) = (old.text().clone(), new.text().hash());
            if old.hash() == hash {
                continue;
            }
            let behind = |layer: &Layer| layer.text != hash;
            let layers: Vec<_> =
                after.layers_of(*id).filter(|(_, l)| behind(l)).map(|(k, l)| (k.clone(), Arc::clone(l))).collect();
            let alignment = (!layers.is_empty()).then(|| Alignment::new(&old, new.text()));
            for (key, layer) in layers {
                let came_from =
                    self.0.iter().find(|(carried, origin)| Arc::ptr_eq(carried, &layer) && origin.text == hash);
                let there = match (came_from, &alignment) {
                    (Some((_, origin)), _) => Arc::clone(origin),
                    (None, Some(alignment)) => Arc::new(carry_layer(&layer, alignment, &new).0),
                    (None, None) => continue,
                };
                if there.is_empty() {
                    after.layers.remove_mut(&key);
                } else {
                    after.layers.insert_mut(key, Arc::clone(&there));
                }
                self.0.push((there, layer));
            }
            if after.suggestions.get(id).is_some_and(|set| set.text != hash) {
                after.suggestions.remove_mut(id);
            }
        }
        after
    }
}
