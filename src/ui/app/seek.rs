//! Where the next suggestion is that somebody has to decide on, in the articles after the open one.

use crate::model::{AnnotatorName, ArticleId, LayerKey, Project, SuggestionId};
use crate::review::OpenSuggestions;
use crate::session::SuggestionPreferences;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// At a suggestion.
    Suggestion(ArticleId, SuggestionId),
    /// In an article for which nothing was worked out yet.
    NotLookedAt(ArticleId),
}

/// The first place to go on after an article, as the list has them, from its start again after its end. Articles that
/// are finished or kept blind are passed.
pub(super) fn next(
    project: &Project,
    annotator: &AnnotatorName,
    (listed, from): (&[ArticleId], ArticleId),
    preferences: &SuggestionPreferences,
    stop: &AtomicBool,
) -> Option<Next> {
    let at = listed.iter().position(|id| *id == from).map_or(0, |at| at + 1);
    let (before, after) = listed.split_at_checked(at)?;
    let mut going = after.iter().chain(before).filter(|id| **id != from).take_while(|_| !stop.load(Ordering::Relaxed));
    going.find_map(|id| {
        let layer = project.layer(&LayerKey { annotator: annotator.clone(), article: *id });
        if project.info.hides_suggestions(*id) || layer.is_some_and(|layer| layer.done) {
            return None;
        }
        let text = project.article(*id)?.text().hash();
        if project.suggestions.get(id).is_none_or(|set| set.text != text) {
            return Some(Next::NotLookedAt(*id));
        }
        let open = OpenSuggestions::of(project, annotator, *id, preferences.least);
        open.stops(preferences.order).first().map(|first| Next::Suggestion(*id, first.id))
    })
}
