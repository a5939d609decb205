//! Whether a step that was read from a journal leaves records that can be kept. Plans make no other; a journal that
//! somebody else wrote may hold any.

use super::{Change, Conflict, Transaction};
use crate::model::{Annotation, ArticleId, Layer, Place, Project};
use crate::text::Text;
use std::collections::BTreeSet;

/// Looks at what a step changed, in the project after it.
///
/// # Errors
/// [`Conflict`] with the first record that would not come back from its file: places that are not in their text, a layer
/// over another text than its article's, or an article that is gone from under a layer.
pub(super) fn check(after: &Project, step: &Transaction) -> Result<(), Conflict> {
    if let Some(change) = step.changes.iter().find(|change| !is_sound(after, change)) {
        return Err(Conflict { record: change.record() });
    }
    let gone = |change: &Change| match change {
        Change::Article(id, _) if !after.articles.contains_key(id) => Some(*id),
        _ => None,
    };
    let gone: BTreeSet<ArticleId> = step.changes.iter().filter_map(gone).collect();
    if gone.is_empty() {
        return Ok(());
    }
    let left = after.layers.keys().find(|key| gone.contains(&key.article));
    left.map_or(Ok(()), |key| Err(Conflict { record: format!("article {}", key.article) }))
}

fn is_sound(project: &Project, change: &Change) -> bool {
    let Some(key) = change.layer() else { return true };
    let Some(layer) = project.layer(key) else { return true };
    let Some(article) = project.article(key.article) else { return false };
    let text = article.text();
    layer.text == text.hash()
        && match change {
            Change::Annotation(_, id, _) => layer.annotations.get(id).is_none_or(|annotation| is_in(annotation, text)),
            Change::Reading(_, at, _) => !layer.reading.contains_key(at) || text.fits(*at),
            Change::Rejected(_, what, _) => {
                !layer.rejected.contains_key(what) || what.fragments.iter().all(|span| text.fits(*span))
            }
            _ => true,
        }
}

fn is_in(annotation: &Annotation, text: &Text) -> bool {
    let spans = annotation.fragments();
    let is_placed = !spans.is_empty() || matches!(annotation.place, Place::Lost(_));
    let fit = spans.iter().all(|span| text.fits(*span) && !span.is_empty());
    is_placed && fit && spans.iter().zip(spans.iter().skip(1)).all(|(a, b)| a.end() < b.start())
}

/// True where a whole layer would come back from its file, over this text.
pub fn is_sound_layer(layer: &Layer, text: &Text) -> bool {
    layer.text == text.hash()
        && layer.annotations.values().all(|annotation| is_in(annotation, text))
        && layer.reading.keys().all(|span| text.fits(*span))
        && layer.rejected.keys().all(|what| what.fragments.iter().all(|span| text.fits(*span)))
}
