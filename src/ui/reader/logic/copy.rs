//! Copying words with where they come from.

use super::{Outcome, Scene};
use crate::model::Article;
use crate::text::TextSpan;

/// Words with outlet, title, date, address and paragraph, as they go to the clipboard.
pub fn reference(article: &Article, span: TextSpan) -> String {
    let text = article.text();
    let words = text.slice(span);
    let meta = &article.metadata;
    let date = meta.published.map(|d| d.to_string()).unwrap_or_default();
    let title = if meta.title.is_empty() { String::new() } else { format!("“{}”", meta.title) };
    let paragraph = text.index().paragraph_at(span.start()).map_or(String::new(), |i| format!("paragraph {}", i + 1));
    let parts = [meta.outlet.clone(), title, date, meta.url.clone(), paragraph];
    let origin = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
    let quoted = words.starts_with(['“', '"', '«', '„']);
    if quoted { format!("{words} ({origin})") } else { format!("“{words}” ({origin})") }
}

/// Copies the selection, else the current annotation, else the sentence at the caret.
pub(super) fn copy(scene: &mut Scene<'_>, article: &Article) -> Outcome {
    let text = article.text();
    let current = scene
        .state
        .current
        .and_then(|id| scene.session.project().annotation(&scene.session.key(article.id), id)?.cover());
    let sentence = || crate::text::sentence_at(text, scene.state.caret);
    match scene.state.selection(text).or(current).or_else(sentence) {
        Some(span) => Outcome { copied: Some(reference(article, span)), ..Outcome::say("Copied with its reference") },
        None => Outcome::say("Nothing to copy here"),
    }
}
