//! Arrows offered for a new annotation: which, ticking them, drawing them.

use super::super::state::{Mode, ReaderState};
use super::{Outcome, Scene};
use crate::edit::plan;
use crate::model::{AnnotationId, ArticleId};
use crate::session::EditRequest;

/// Ticks or unticks an arrow that is offered, by its place in the list from 0.
pub fn toggle_offer(state: &mut ReaderState, at: usize) {
    if let Mode::Offer { ticked, .. } = &mut state.mode
        && let Some(tick) = ticked.get_mut(at)
    {
        *tick = !*tick;
    }
}

/// Offers the arrows that fit a new annotation.
pub(super) fn offer(scene: &mut Scene<'_>, article: ArticleId, id: AnnotationId) {
    let offers = plan::offers(scene.session.project(), &scene.session.index(&scene.session.key(article)), article, id);
    scene.state.mode = if offers.is_empty() {
        scene.state.rest()
    } else {
        let ticked = offers.iter().map(|offer| offer.likely).collect();
        Mode::Offer { offers, ticked, sticky: scene.state.sticky.clone() }
    };
}

/// Draws the arrows that are ticked.
pub(super) fn take(scene: &mut Scene<'_>) -> Outcome {
    let (Some(article), Mode::Offer { offers, ticked, .. }) =
        (scene.state.article, std::mem::take(&mut scene.state.mode))
    else {
        return Outcome::default();
    };
    scene.state.mode = scene.state.rest();
    let taken: Vec<_> = offers.into_iter().zip(ticked).filter(|(_, tick)| *tick).map(|(offer, _)| offer).collect();
    let Some(kind) = taken.first().map(|offer| offer.kind.clone()) else { return Outcome::default() };
    let pairs = taken.iter().map(|offer| (offer.from, offer.to)).collect();
    match scene.edit(EditRequest::Relate { article, kind, pairs }) {
        Ok(_) => Outcome::default(),
        Err(outcome) => outcome,
    }
}
