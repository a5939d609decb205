//! Suggestions by keys: going from one to the next, accepting, turning down.

use super::super::state::{Edge, Mode};
use super::{Outcome, Scene, Then, edges, labelling, offers};
use crate::edit::plan::{Suggested, Take};
use crate::model::{Article, ArticleId, LabelId, Suggestion, SuggestionId};
use crate::review::{OpenSuggestions, SuggestionOrder};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::{Action, Motion, SuggestionAction};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is said where suggestions are asked for and not shown.
pub const OFF: &str = "Suggestions are off; “Show suggestions” in the command list turns them on";
const NONE_PICKED: &str = "No suggestion is picked; g goes to the next one";

/// What an action means to suggestions; `None` where it is about something else.
pub(super) fn act(scene: &mut Scene<'_>, article: &Article, action: &Action) -> Option<Outcome> {
    let current = scene.state.suggestion;
    Some(match (action, current) {
        (Action::Suggestion(what), _) => match what {
            SuggestionAction::Next => go(scene, article.id, Way::Next),
            SuggestionAction::Later => later(scene, article.id),
            SuggestionAction::Previous => back(scene, article.id),
            SuggestionAction::Accept => accept(scene, article.id),
            SuggestionAction::Reject => reject(scene, article.id),
            SuggestionAction::AcceptAll
            | SuggestionAction::Fainter
            | SuggestionAction::Surer
            | SuggestionAction::Toggle
            | SuggestionAction::ShowPage => return None,
        },
        (Action::Delete, Some(_)) => back(scene, article.id),
        (Action::Label(label), Some(id)) if scene.state.raw_selection().is_none() => {
            accept_as(scene, article.id, Take { label: Some(label.clone()), ..Take::as_is(id) }, label)
        }
        (Action::EdgeStart, Some(_)) => start_edge(scene, Edge::Start),
        (Action::EdgeEnd, Some(_)) => start_edge(scene, Edge::End),
        (Action::Escape, Some(_)) if scene.state.mode == Mode::Normal => {
            scene.state.suggestion = None;
            Outcome::default()
        }
        _ => return None,
    })
}

/// What is open on the article, as it is shown.
fn open(scene: &Scene<'_>, article: ArticleId) -> Arc<OpenSuggestions> {
    if scene.state.suggestions.on {
        scene.session.open_suggestions(article, scene.state.suggestions.least)
    } else {
        Arc::default()
    }
}

/// The suggestion that keys act on.
fn current(scene: &Scene<'_>, article: ArticleId) -> Option<Suggestion> {
    open(scene, article).get(scene.state.suggestion?).cloned()
}

#[derive(PartialEq, Eq)]
enum Way {
    /// To the one after the current one, or after the caret.
    Next,
    /// As it was decided on: to the one that comes after it.
    On(Decided),
}

/// What was decided on, as it stood. A decision may change what is shown, so that a number in the list says nothing.
#[derive(PartialEq, Eq)]
struct Decided {
    /// The stops up to it.
    passed: BTreeSet<SuggestionId>,
    /// Where it stands; what comes to be shown before it is met when one goes through the article again.
    cover: Option<TextSpan>,
}

impl Decided {
    fn new(scene: &Scene<'_>, article: ArticleId, suggestion: &Suggestion) -> Self {
        let open = open(scene, article);
        let stops = open.stops(scene.state.suggestions.order);
        let at = stops.iter().position(|stop| stop.id == suggestion.id).unwrap_or_default();
        let reads = scene.state.suggestions.order == SuggestionOrder::Reading;
        Self {
            passed: stops.iter().take(at + 1).map(|stop| stop.id).collect(),
            cover: suggestion.cover().filter(|_| reads),
        }
    }

    fn is_before(&self, stop: &Suggestion) -> bool {
        !self.passed.contains(&stop.id) && self.cover.is_none_or(|cover| stop.cover() >= Some(cover))
    }
}

fn go(scene: &mut Scene<'_>, article: ArticleId, way: Way) -> Outcome {
    if !scene.state.suggestions.on {
        return Outcome::say(OFF);
    }
    if scene.session.project().info.hides_suggestions(article) {
        return Outcome::say("This article is kept blind: no suggestions are shown on it");
    }
    let open = open(scene, article);
    let order = scene.state.suggestions.order;
    let stops = open.stops(order);
    let at = scene.state.suggestion.and_then(|id| stops.iter().position(|stop| stop.id == id));
    let after_caret = || {
        let reads = order == SuggestionOrder::Reading;
        let caret = scene.state.caret;
        let from = stops.iter().position(|stop| stop.cover().is_some_and(|cover| cover.start() >= caret));
        if reads { from.unwrap_or(stops.len()) } else { 0 }
    };
    let next = match (&way, at) {
        (Way::On(decided), _) => stops.iter().position(|stop| decided.is_before(stop)),
        (Way::Next, Some(at)) => Some(at + 1),
        (Way::Next, None) if scene.state.is_through => None,
        (Way::Next, None) => Some(after_caret()),
    };
    if let Some(next) = next.and_then(|next| stops.get(next)).copied() {
        super::modes::leave(scene.state);
        scene.state.pick_suggestion(next);
        return Outcome::default();
    }
    let left = stops.len();
    let first = stops.first().copied();
    let is_through = std::mem::replace(&mut scene.state.is_through, true);
    scene.state.suggestion = None;
    match (left, way, first) {
        (0, Way::On(_), _) => Outcome::say("That was the last one here; g goes on in the next article"),
        (0, Way::Next, _) => Outcome { then: Some(Then::NextSuggestion), ..Outcome::default() },
        (_, Way::Next, _) if at.is_none() && is_through => {
            Outcome { then: Some(Then::NextSuggestion), ..Outcome::default() }
        }
        // The caret stands behind the last of them.
        (_, Way::Next, Some(first)) if at.is_none() => {
            scene.state.pick_suggestion(first);
            Outcome::say("From the start of the article again")
        }
        (n, ..) => {
            let left = if n == 1 { "one is".to_owned() } else { format!("{n} are") };
            Outcome::say(format!("{left} left for later here; g goes on in the next article, Shift+G goes back"))
        }
    }
}

/// Space: on to the next, with nothing decided.
fn later(scene: &mut Scene<'_>, article: ArticleId) -> Outcome {
    if scene.state.suggestion.is_some() { go(scene, article, Way::Next) } else { Outcome::default() }
}

/// Backspace: to the suggestion that was looked at before; one that was decided on since shows what became of it.
fn back(scene: &mut Scene<'_>, article: ArticleId) -> Outcome {
    let here = scene.state.suggestion.map(|id| (article, id));
    loop {
        let Some(last) = scene.state.looked_at.pop() else {
            return Outcome::say("No suggestion was looked at before this one");
        };
        if Some(last) == here || last.0 != article {
            continue;
        }
        let open = open(scene, article);
        if let Some(suggestion) = open.get(last.1) {
            scene.state.pick_suggestion(suggestion);
            return Outcome::default();
        }
        let decided = scene.session.project().suggestions.get(&article).and_then(|set| set.get(last.1).cloned());
        if let Some(cover) = decided.and_then(|suggestion| suggestion.cover()) {
            scene.state.place(cover.start(), super::super::state::Extend::No);
            scene.state.reveal = Some(cover.start());
            return Outcome::say("This one is decided; Ctrl+Z takes the decision back");
        }
    }
}

/// `a`: takes the suggestion as it is shown, and goes on.
fn accept(scene: &mut Scene<'_>, article: ArticleId) -> Outcome {
    let Some(suggestion) = current(scene, article) else { return none_picked(scene) };
    let decided = Decided::new(scene, article, &suggestion);
    match scene.edit(EditRequest::Accept { article, take: Take::as_is(suggestion.id) }) {
        Ok(_) => {
            scene.state.note_label(&suggestion.label);
            go_on(scene, article, decided)
        }
        Err(outcome) => outcome,
    }
}

/// `x`: turns the suggestion down, and goes on.
fn reject(scene: &mut Scene<'_>, article: ArticleId) -> Outcome {
    let Some(suggestion) = current(scene, article) else { return none_picked(scene) };
    let decided = Decided::new(scene, article, &suggestion);
    let scope = Suggested::from([(article, BTreeSet::from([suggestion.id]))]);
    match scene.edit(EditRequest::Reject(scope)) {
        Ok(_) => go_on(scene, article, decided),
        Err(outcome) => outcome,
    }
}

fn go_on(scene: &mut Scene<'_>, article: ArticleId, decided: Decided) -> Outcome {
    scene.state.suggestion = None;
    go(scene, article, Way::On(decided))
}

fn none_picked(scene: &Scene<'_>) -> Outcome {
    Outcome::say(if scene.state.suggestions.on { NONE_PICKED } else { OFF })
}

/// Takes the suggestion changed, and makes the annotation current: it is being worked on.
fn accept_as(scene: &mut Scene<'_>, article: ArticleId, take: Take, label: &LabelId) -> Outcome {
    let at = current(scene, article).and_then(|suggestion| suggestion.cover());
    match scene.edit(EditRequest::Accept { article, take }) {
        Ok(made) => {
            scene.state.note_label(label);
            if let (Some(id), Some(cover)) = (made, at) {
                labelling::make_current(scene, cover, id);
                offers::offer(scene, article, id);
            }
            Outcome::default()
        }
        Err(outcome) => outcome,
    }
}

/// `[` or `]` on a suggestion: the arrows move that edge from now on, and the first move accepts it as edited.
fn start_edge(scene: &mut Scene<'_>, edge: Edge) -> Outcome {
    scene.state.edge_of = None;
    scene.state.mode = Mode::Edge(edge);
    Outcome::default()
}

/// One step of an edge of the suggestion: it is accepted with these words, and its annotation is current from now on.
/// `None` where no suggestion is picked.
pub(super) fn step_edge(scene: &mut Scene<'_>, edge: Edge, motion: Motion) -> Option<Outcome> {
    let article = scene.article()?;
    let suggestion = current(scene, article.id)?;
    let mut spans = suggestion.fragments.clone();
    let slot = if edge == Edge::Start { spans.first_mut() } else { spans.last_mut() }?;
    let moved = edges::moved(article.text(), *slot, edge, motion == Motion::Right, scene.state.grain);
    let Some(moved) = moved else { return Some(Outcome::say("The edge can't go further that way")) };
    *slot = moved;
    let outcome = accept_with(scene, suggestion.id, spans);
    scene.state.reveal = Some(if edge == Edge::Start { moved.start() } else { moved.end() });
    Some(outcome)
}

/// Accepts a suggestion with other words: its annotation is current from now on.
pub fn accept_with(scene: &mut Scene<'_>, id: SuggestionId, spans: Vec<TextSpan>) -> Outcome {
    let Some(article) = scene.state.article else { return Outcome::default() };
    let take = Take { spans: Some(spans), ..Take::as_is(id) };
    match scene.edit(EditRequest::Accept { article, take }) {
        Ok(made) => {
            scene.state.suggestion = None;
            scene.state.current = made;
            Outcome::say("Accepted with changed words")
        }
        Err(outcome) => outcome,
    }
}
