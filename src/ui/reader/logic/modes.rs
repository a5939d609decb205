//! Pending modes: which keys they own, how they begin and end.

use super::super::state::Mode;
use super::jump::{self, Goes};
use super::{Outcome, Scene, edges, labelling, offers, picking, reading};
use crate::model::{AnnotationId, Article, AttributeKind, AttributeValue, LabelId};
use crate::session::EditRequest;
use crate::ui::reader::ReaderState;
use crate::ui::{Action, Motion, Stroke};

/// What an action means to the pending mode; `None` leaves it to the reader, after the mode has ended where any other
/// action ends it.
pub(super) fn act(scene: &mut Scene<'_>, action: &Action) -> Option<Outcome> {
    match (scene.state.mode.clone(), action) {
        (Mode::AddFragment(id), Action::Confirm) => {
            let article = scene.article()?;
            Some(add_fragment(scene, &article, id))
        }
        (Mode::Sticky(label), Action::Confirm) => {
            let article = scene.article()?;
            let span = scene.state.selection(article.text())?;
            Some(labelling::label_span(scene, &article, &label, span))
        }
        // The same key again ends a sticky label, as Esc does.
        (Mode::Sticky(label), Action::StickyLabel(other)) if label == *other => Some(escape(scene.state)),
        (Mode::Offer { sticky: Some(label), .. }, Action::Confirm) if scene.state.raw_selection().is_some() => {
            let article = scene.article()?;
            let span = scene.state.selection(article.text())?;
            Some(labelling::label_span(scene, &article, &label, span))
        }
        (Mode::Offer { .. }, Action::Confirm) => Some(offers::take(scene)),
        (Mode::Offer { .. }, action) if *action != Action::Escape => {
            scene.state.mode = scene.state.rest();
            None
        }
        (Mode::Edge(edge), Action::Move(motion @ (Motion::Left | Motion::Right))) => {
            Some(edges::step(scene, edge, *motion))
        }
        (Mode::Edge(_), Action::Confirm) => Some(escape(scene.state)),
        (Mode::Edge(_), action)
            if !matches!(action, Action::EdgeStart | Action::EdgeEnd | Action::Escape | Action::SetGrain(_)) =>
        {
            scene.state.mode = scene.state.rest();
            None
        }
        (Mode::Relate { .. }, Action::Delete) => Some(picking::take_digit_back(scene)),
        (Mode::Relate { .. }, Action::Confirm) => Some(picking::confirm_relate(scene)),
        (Mode::Relate { .. }, action) if *action != Action::Escape => {
            scene.state.mode = scene.state.rest();
            None
        }
        (Mode::Jump { typed, targets }, action) if *action != Action::Escape => {
            match jump::act(scene, typed, &targets, action) {
                Some(outcome) => Some(outcome),
                // The jump has ended, and the action is done as if it had not been.
                None => act(scene, action),
            }
        }
        (Mode::Attributes { at }, Action::Move(motion @ (Motion::Up | Motion::Down))) => {
            Some(move_attribute(scene, at, *motion == Motion::Down))
        }
        (Mode::Attributes { at }, Action::CycleOutward | Action::Confirm) => Some(move_attribute(scene, at, true)),
        (Mode::Attributes { at }, Action::CycleInward) => Some(move_attribute(scene, at, false)),
        (Mode::Attributes { .. }, Action::ToggleUnsure) => None,
        (Mode::Attributes { .. }, action) if *action != Action::Escape => {
            scene.state.mode = scene.state.rest();
            None
        }
        (Mode::Finish, Action::Confirm | Action::FinishArticle) => Some(reading::finish(scene)),
        (Mode::Finish, action) if *action != Action::Escape => {
            scene.state.mode = scene.state.rest();
            None
        }
        _ => None,
    }
}

/// A stroke whose character a pending mode owns: digits of offers, arrows and attributes, letters of a jump. `None`
/// where the mode has no use for it.
pub fn typed_by(scene: &mut Scene<'_>, stroke: Stroke) -> Option<Outcome> {
    let typed = match (jump::jumps(scene, stroke.typed()), stroke.digit()) {
        // On a key with both, a letter that no word goes on with is the digit.
        (Some(Goes::Nowhere), Some(digit)) => digit,
        (Some(_), _) => stroke.typed()?,
        (None, digit) => digit?,
    };
    typed_character(scene, typed)
}

fn typed_character(scene: &mut Scene<'_>, c: char) -> Option<Outcome> {
    super::settle(scene);
    let digit = c.to_digit(10).map(|d| d as usize);
    match scene.state.mode.clone() {
        Mode::Offer { .. } => {
            offers::toggle_offer(scene.state, digit?.checked_sub(1)?);
            Some(Outcome::default())
        }
        Mode::Relate { .. } => {
            digit?;
            Some(picking::type_number(scene, c))
        }
        Mode::Jump { typed, .. } => jump::type_letter(scene, &typed, c),
        Mode::Attributes { at } => Some(choose(scene, at, digit?)),
        _ => None,
    }
}

/// The mouse was released after selecting: a sticky label or a pending fragment acts now.
pub fn released(scene: &mut Scene<'_>, adds_to_current: bool) -> Outcome {
    super::settle(scene);
    let Some(article) = scene.article() else { return Outcome::default() };
    if !matches!(scene.state.mode, Mode::AddFragment(_) | Mode::Relate { .. }) {
        // A new selection dismisses whatever else is pending.
        leave(scene.state);
    }
    let Some(span) = scene.state.selection(article.text()) else { return Outcome::default() };
    if adds_to_current {
        return match scene.state.current.or(scene.state.held) {
            Some(id) => add_fragment(scene, &article, id),
            None => Outcome::say("Pick an annotation first, then Ctrl+drag adds a fragment to it"),
        };
    }
    match scene.state.mode.clone() {
        Mode::AddFragment(id) => add_fragment(scene, &article, id),
        Mode::Sticky(label) => labelling::label_span(scene, &article, &label, span),
        _ => Outcome::default(),
    }
}

/// Ends whatever is pending; a sticky label stays.
pub fn leave(state: &mut ReaderState) {
    state.mode = match std::mem::take(&mut state.mode) {
        Mode::Sticky(label) | Mode::Offer { sticky: Some(label), .. } => Mode::Sticky(label),
        Mode::Jump { .. } => std::mem::take(&mut state.before_jump),
        _ => state.rest(),
    };
}

/// Esc: leaves the innermost of pending mode, sticky label, selection.
pub(super) fn escape(state: &mut ReaderState) -> Outcome {
    match std::mem::take(&mut state.mode) {
        Mode::Sticky(_) => state.sticky = None,
        Mode::Jump { .. } => jump::end(state),
        Mode::Normal if state.raw_selection().is_some() => state.anchor = None,
        Mode::Normal => state.current = None,
        _ => state.mode = state.rest(),
    }
    Outcome::default()
}

pub(super) fn start_sticky(scene: &mut Scene<'_>, label: &LabelId) -> Outcome {
    scene.state.sticky = Some(label.clone());
    scene.state.mode = scene.state.rest();
    scene.state.note_label(label);
    Outcome::default()
}

pub(super) fn start_fragment(scene: &mut Scene<'_>, article: &Article) -> Outcome {
    match scene.state.current.or(scene.state.held) {
        // With a selection made already, the fragment is added at once.
        Some(id) if scene.state.raw_selection().is_some() => add_fragment(scene, article, id),
        Some(id) => {
            scene.state.mode = Mode::AddFragment(id);
            Outcome::default()
        }
        None => Outcome::say("Pick an annotation first: Tab, or click it"),
    }
}

/// Adds the selection to an annotation, which is current again afterwards.
pub(super) fn add_fragment(scene: &mut Scene<'_>, article: &Article, id: AnnotationId) -> Outcome {
    let Some(span) = scene.state.selection(article.text()) else {
        return Outcome::say("Select the words of the fragment, then Enter");
    };
    match scene.edit(EditRequest::AddFragment { article: article.id, id, span }) {
        Ok(_) => {
            scene.state.place(span.end(), super::super::state::Extend::No);
            scene.state.current = Some(id);
            scene.state.mode = scene.state.rest();
            Outcome::default()
        }
        Err(outcome) => outcome,
    }
}

/// Enter: opens attributes and note of the current annotation, or of the innermost one at the caret.
pub(super) fn open_attributes(scene: &mut Scene<'_>) -> Outcome {
    if scene.state.current.is_none() {
        picking::cycle(scene, picking::Direction::On);
    }
    if scene.state.current.is_none() {
        return Outcome::say("No annotation at the caret; select words and press a label's key");
    }
    scene.state.mode = Mode::Attributes { at: 0 };
    Outcome::default()
}

/// The attributes of the current annotation's label that are offered; the note stands after the last.
fn attributes(scene: &Scene<'_>) -> Vec<crate::model::AttributeDef> {
    let project = scene.session.project();
    let current = scene.state.article.zip(scene.state.current);
    let annotation = current.and_then(|(article, id)| project.annotation(&scene.session.key(article), id));
    let label = annotation.and_then(|a| project.codebook.label(&a.label));
    label.map(|l| l.attributes.iter().filter(|a| !a.archived).cloned().collect()).unwrap_or_default()
}

fn move_attribute(scene: &mut Scene<'_>, at: usize, on: bool) -> Outcome {
    let places = attributes(scene).len() + 1;
    scene.state.mode = Mode::Attributes { at: if on { (at + 1) % places } else { (at + places - 1) % places } };
    Outcome::default()
}

/// A digit: the value with that number, 0 for none; then on to the next attribute.
fn choose(scene: &mut Scene<'_>, at: usize, digit: usize) -> Outcome {
    let all = attributes(scene);
    let (Some(def), Some(article), Some(id)) = (all.get(at), scene.state.article, scene.state.current) else {
        return Outcome::default();
    };
    let value = match (&def.kind, digit) {
        (_, 0) => None,
        (AttributeKind::Choice(choices), n) => match choices.get(n - 1) {
            Some(choice) => Some(AttributeValue::text(choice.id.clone())),
            None => return Outcome::say(format!("{} has {} values", def.name, choices.len())),
        },
        (AttributeKind::Flag, 1) => Some(AttributeValue::Flag(true)),
        (AttributeKind::Flag, 2) => Some(AttributeValue::Flag(false)),
        _ => return Outcome::default(),
    };
    match scene.edit(EditRequest::SetAttribute { article, ids: vec![id], attribute: def.id.clone(), value }) {
        Ok(_) => move_attribute(scene, at, true),
        Err(outcome) => outcome,
    }
}
