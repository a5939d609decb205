//! What each action does in the reader: changes of its state and edits of the project, without any drawing.

mod copy;
mod edges;
mod jump;
mod labelling;
#[cfg(test)]
mod link_tests;
mod linking;
mod modes;
mod motion;
mod offers;
mod picking;
#[cfg(test)]
mod played;
mod reading;
#[cfg(test)]
mod suggested_tests;
mod suggesting;
#[cfg(test)]
mod tests;

pub use copy::reference;
pub use linking::{ToLink, link, sentence_of, to_link};
pub use modes::{leave, released, typed_by};
pub use offers::toggle_offer;
pub use picking::complete_relation;
pub use suggesting::{OFF as SUGGESTIONS_OFF, accept_with};

use super::ReaderState;
use super::state::{Extend, Mode};
use crate::edit::Spot;
use crate::model::{Article, ArticleId};
use crate::session::Session;
use crate::text::{ByteOffset, TextSpan};
use crate::ui::{Action, Motion};
use std::sync::Arc;

/// What only the layout on the screen knows.
pub trait Geometry {
    /// Where a motion by lines or pages leads, and the horizontal place to keep, in points.
    fn motion(&self, state: &ReaderState, motion: Motion) -> Option<(ByteOffset, Option<f32>)>;
    /// The run of text on the screen.
    fn visible(&self) -> Option<TextSpan>;
}

/// What the app has to do after an action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// A message for the status line.
    pub said: Option<String>,
    /// Words for the clipboard.
    pub copied: Option<String>,
    /// Where it goes on in another article.
    pub then: Option<Then>,
}

/// What the app does next, in another article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Opens the next one of the list.
    NextArticle,
    /// Goes to the next one with suggestions to decide on.
    NextSuggestion,
}

impl Outcome {
    fn say(message: impl Into<String>) -> Self {
        Self { said: Some(message.into()), ..Self::default() }
    }
}

/// State, project and layout, as an action sees them.
pub struct Scene<'a> {
    /// The reader's state.
    pub state: &'a mut ReaderState,
    /// The open project.
    pub session: &'a mut Session,
    /// The layout on the screen.
    pub geometry: &'a dyn Geometry,
}

impl std::fmt::Debug for Scene<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scene").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Scene<'_> {
    fn article(&self) -> Option<Arc<Article>> {
        self.session.project().article(self.state.article?).cloned()
    }

    /// Arrows that start or end at an annotation of one's own.
    fn arrows_of(&self, article: ArticleId, id: crate::model::AnnotationId) -> usize {
        self.session.index(&self.session.key(article)).relations_of(id).len()
    }

    /// Commits an edit; what is refused is said.
    fn edit(&mut self, request: crate::session::EditRequest) -> Result<Option<crate::model::AnnotationId>, Outcome> {
        self.session.edit(request).map_err(|error| Outcome::say(sentence(&error.to_string())))
    }
}

/// A message with a capital first.
pub(crate) fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// Does an action in the reader. `None` where the action is none of the reader's.
pub fn act(scene: &mut Scene<'_>, action: &Action) -> Option<Outcome> {
    settle(scene);
    if let Some(outcome) = modes::act(scene, action) {
        return Some(outcome);
    }
    let article = scene.article()?;
    if let Some(outcome) = suggesting::act(scene, &article, action) {
        return Some(outcome);
    }
    Some(match action {
        Action::Move(motion) => motion::go(scene, &article, *motion, Extend::No),
        Action::Extend(motion) => motion::go(scene, &article, *motion, Extend::Yes),
        Action::Grow => motion::grow_selection(scene.state, &article),
        Action::Shrink => motion::shrink_selection(scene.state, &article),
        Action::SelectAll => motion::select(scene.state, article.text().span()),
        Action::SetGrain(grain) => {
            scene.state.grain = *grain;
            Outcome::default()
        }
        Action::JumpToWord => jump::start(scene),
        Action::Label(label) => labelling::label(scene, &article, label),
        Action::StickyLabel(label) => modes::start_sticky(scene, label),
        Action::Repeat => labelling::repeat(scene, &article),
        Action::Delete => labelling::delete(scene, article.id),
        Action::Duplicate => labelling::duplicate(scene, article.id),
        Action::AddFragment => modes::start_fragment(scene, &article),
        Action::EdgeStart => edges::start(scene, super::Edge::Start),
        Action::EdgeEnd => edges::start(scene, super::Edge::End),
        Action::ToggleUnsure => labelling::toggle_unsure(scene, article.id),
        Action::CycleOutward => picking::cycle(scene, picking::Direction::On),
        Action::CycleInward => picking::cycle(scene, picking::Direction::Back),
        Action::NextAnnotation => picking::step(scene, picking::Direction::On),
        Action::PreviousAnnotation => picking::step(scene, picking::Direction::Back),
        Action::Relate => picking::start_relate(scene, &article),
        Action::NextUnread => reading::step_unread(scene, &article, picking::Direction::On),
        Action::PreviousUnread => reading::step_unread(scene, &article, picking::Direction::Back),
        Action::MarkRead => reading::mark_read(scene, &article),
        Action::FinishArticle => reading::start_finish(scene, &article),
        Action::ReopenArticle => reading::reopen(scene, article.id),
        Action::Copy => copy::copy(scene, &article),
        Action::Confirm => modes::open_attributes(scene),
        Action::Escape => modes::escape(scene.state),
        _ => return None,
    })
}

/// Lets go of annotations that are gone since the last key: deleted in a panel, or by undo.
fn settle(scene: &mut Scene<'_>) {
    let (Some(article), project) = (scene.state.article, scene.session.project()) else { return };
    let own = project.layer(&scene.session.key(article));
    let is_own = |id: &crate::model::AnnotationId| own.is_some_and(|layer| layer.annotations.contains_key(id));
    let is_there = |id: &crate::model::AnnotationId| {
        is_own(id) || project.layers_of(article).any(|(_, layer)| layer.annotations.contains_key(id))
    };
    let state = &mut *scene.state;
    state.remember_sticky();
    state.current = state.current.filter(is_there);
    let open = state.suggestions.on.then(|| scene.session.open_suggestions(article, state.suggestions.least));
    state.suggestion = state.suggestion.filter(|id| open.is_some_and(|open| open.get(*id).is_some()));
    state.held = state.held.filter(is_own);
    let keeps = match &mut state.mode {
        Mode::AddFragment(id) => is_own(id),
        Mode::Relate { origin, candidates, .. } => is_own(origin) && candidates.iter().all(|c| is_own(&c.0)),
        Mode::Offer { offers, .. } => offers.iter().all(|offer| is_own(&offer.from) && is_own(&offer.to)),
        Mode::Edge(_) => state.current.is_some() || state.suggestion.is_some(),
        Mode::Attributes { .. } => state.current.is_some(),
        _ => true,
    };
    if !keeps {
        leave(state);
    }
}

/// Brings the analyst back to a place: after undo and redo, or from a list.
pub fn go_to(state: &mut ReaderState, session: &Session, spot: Spot) {
    if state.article != Some(spot.article) {
        state.open(spot.article);
    }
    // What was pending may be about what has just gone.
    leave(state);
    let fits = session.project().article(spot.article).is_some_and(|article| article.text().fits(spot.span));
    if !fits {
        return;
    }
    state.place(spot.span.start(), Extend::No);
    if !spot.span.is_empty() {
        motion::select(state, spot.span);
        state.shown = state.raw_selection();
    }
    state.reveal = Some(spot.span.start());
}

/// The article's number of annotations and paragraphs, or whatever else an action wants to tell about it.
fn title(session: &Session, article: ArticleId) -> String {
    session.project().article(article).map(|a| a.display_title()).unwrap_or_default()
}
