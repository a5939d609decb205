//! Pending modes: which keys they own, how they begin and end.

use super::super::state::Mode;
use super::{Outcome, Scene, edges, labelling, picking, reading};
use crate::edit::plan;
use crate::model::{AnnotationId, Article, ArticleId, AttributeKind, AttributeValue, LabelId};
use crate::session::EditRequest;
use crate::text::{self, TextSpan};
use crate::ui::reader::ReaderState;
use crate::ui::{Action, Motion};

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
        (Mode::Sticky(label), Action::StickyLabel(other)) if label == *other => {
            scene.state.mode = Mode::Normal;
            Some(Outcome::default())
        }
        (Mode::Offer { sticky: Some(label), .. }, Action::Confirm) if scene.state.raw_selection().is_some() => {
            let article = scene.article()?;
            let span = scene.state.selection(article.text())?;
            Some(labelling::label_span(scene, &article, &label, span))
        }
        (Mode::Offer { .. }, Action::Confirm) => Some(take_offer(scene)),
        (Mode::Offer { sticky, .. }, action) if *action != Action::Escape => {
            scene.state.mode = sticky.map_or(Mode::Normal, Mode::Sticky);
            None
        }
        (Mode::Edge(edge), Action::Move(motion @ (Motion::Left | Motion::Right))) => {
            Some(edges::step(scene, edge, *motion))
        }
        (Mode::Edge(_), Action::Confirm) => Some(escape(scene.state)),
        (Mode::Edge(_), action)
            if !matches!(action, Action::EdgeStart | Action::EdgeEnd | Action::Escape | Action::SetGrain(_)) =>
        {
            scene.state.mode = Mode::Normal;
            None
        }
        (Mode::Relate { .. }, Action::Confirm) => Some(picking::confirm_relate(scene)),
        (Mode::Relate { .. }, action) if *action != Action::Escape => {
            scene.state.mode = Mode::Normal;
            None
        }
        (Mode::Jump { mut typed, .. }, Action::Delete) => {
            typed.pop();
            Some(look_for(scene, typed))
        }
        (Mode::Jump { targets, .. }, Action::Confirm) => {
            Some(jump_to(scene.state, targets.first().map(|(_, span)| *span)))
        }
        // What is no letter ends the jump, and so does any command once its only word was found.
        (Mode::Jump { targets, .. }, action)
            if *action != Action::Escape && (targets.len() == 1 || !may_be_a_letter(action)) =>
        {
            end_jump(scene.state);
            act(scene, action)
        }
        // Letters are actions' keys too; they come again as what was typed.
        (Mode::Jump { .. }, action) if *action != Action::Escape => Some(Outcome::default()),
        (Mode::Attributes { at }, Action::Move(motion @ (Motion::Up | Motion::Down))) => {
            Some(move_attribute(scene, at, *motion == Motion::Down))
        }
        (Mode::Attributes { at }, Action::CycleOutward | Action::Confirm) => Some(move_attribute(scene, at, true)),
        (Mode::Attributes { at }, Action::CycleInward) => Some(move_attribute(scene, at, false)),
        (Mode::Attributes { .. }, Action::ToggleUnsure) => None,
        (Mode::Attributes { .. }, action) if *action != Action::Escape => {
            scene.state.mode = Mode::Normal;
            None
        }
        (Mode::Finish, Action::Confirm | Action::FinishArticle) => Some(reading::finish(scene)),
        (Mode::Finish, action) if *action != Action::Escape => {
            scene.state.mode = Mode::Normal;
            None
        }
        _ => None,
    }
}

/// Characters that a pending mode owns: digits of offers, arrows and attributes, letters of a jump. `false` where the
/// mode has no use for them.
pub fn typed(scene: &mut Scene<'_>, c: char) -> Option<Outcome> {
    super::settle(scene);
    let digit = c.to_digit(10).map(|d| d as usize);
    match scene.state.mode.clone() {
        Mode::Offer { .. } => {
            toggle_offer(scene.state, digit?.checked_sub(1)?);
            Some(Outcome::default())
        }
        Mode::Relate { .. } => {
            digit?;
            Some(picking::type_number(scene, c))
        }
        Mode::Jump { typed, .. } => goes_on_jumping(scene, c).then(|| type_letter(scene, typed, c)),
        Mode::Attributes { at } => Some(choose(scene, at, digit?)),
        _ => None,
    }
}

/// Ticks or unticks an arrow that is offered, by its place in the list from 0.
pub fn toggle_offer(state: &mut ReaderState, at: usize) {
    if let Mode::Offer { ticked, .. } = &mut state.mode
        && let Some(tick) = ticked.get_mut(at)
    {
        *tick = !*tick;
    }
}

/// Ends whatever is pending; a sticky label stays.
pub fn leave(state: &mut ReaderState) {
    state.mode = match std::mem::take(&mut state.mode) {
        Mode::Sticky(label) | Mode::Offer { sticky: Some(label), .. } => Mode::Sticky(label),
        Mode::Jump { .. } => std::mem::take(&mut state.before_jump),
        _ => Mode::Normal,
    };
}

/// Back to what was pending before the jump.
fn end_jump(state: &mut ReaderState) {
    state.mode = std::mem::take(&mut state.before_jump);
}

/// Actions whose keys are letters, and so may be part of a word that is typed.
fn may_be_a_letter(action: &Action) -> bool {
    !matches!(
        action,
        Action::Move(_)
            | Action::Extend(_)
            | Action::Grow
            | Action::Shrink
            | Action::CycleOutward
            | Action::CycleInward
    ) && !matches!(action, Action::FinishArticle | Action::Copy | Action::Delete | Action::SelectAll)
}

/// Esc: leaves the innermost of pending mode, sticky label, selection.
pub(super) fn escape(state: &mut ReaderState) -> Outcome {
    match std::mem::take(&mut state.mode) {
        Mode::Offer { sticky: Some(label), .. } => state.mode = Mode::Sticky(label),
        Mode::Jump { .. } => end_jump(state),
        Mode::Normal if state.raw_selection().is_some() => state.anchor = None,
        Mode::Normal => state.current = None,
        _ => {}
    }
    Outcome::default()
}

pub(super) fn start_sticky(scene: &mut Scene<'_>, label: &LabelId) -> Outcome {
    scene.state.mode = Mode::Sticky(label.clone());
    scene.state.last_label = Some(label.clone());
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
            scene.state.mode = Mode::Normal;
            Outcome::default()
        }
        Err(outcome) => outcome,
    }
}

/// Offers the arrows that fit a new annotation.
pub(super) fn offer(scene: &mut Scene<'_>, article: ArticleId, id: AnnotationId, sticky: Option<LabelId>) {
    let offers = plan::offers(scene.session.project(), &scene.session.key(article), id);
    scene.state.mode = if offers.is_empty() {
        sticky.map_or(Mode::Normal, Mode::Sticky)
    } else {
        let ticked = offers.iter().map(|offer| offer.likely).collect();
        Mode::Offer { offers, ticked, sticky }
    };
}

fn take_offer(scene: &mut Scene<'_>) -> Outcome {
    let (Some(article), Mode::Offer { offers, ticked, sticky }) =
        (scene.state.article, std::mem::take(&mut scene.state.mode))
    else {
        return Outcome::default();
    };
    scene.state.mode = sticky.map_or(Mode::Normal, Mode::Sticky);
    let taken: Vec<_> = offers.into_iter().zip(ticked).filter(|(_, tick)| *tick).map(|(offer, _)| offer).collect();
    let Some(kind) = taken.first().map(|offer| offer.kind.clone()) else { return Outcome::default() };
    let pairs = taken.iter().map(|offer| (offer.from, offer.to)).collect();
    match scene.edit(EditRequest::Relate { article, kind, pairs }) {
        Ok(_) => Outcome::default(),
        Err(outcome) => outcome,
    }
}

pub(super) fn start_jump(scene: &mut Scene<'_>) -> Outcome {
    scene.state.before_jump = match &scene.state.mode {
        waiting @ (Mode::AddFragment(_) | Mode::Sticky(_)) => waiting.clone(),
        _ => Mode::Normal,
    };
    scene.state.mode = Mode::Jump { typed: String::new(), targets: Vec::new() };
    Outcome::default()
}

/// Letters narrow the words in view; a single one left, or its number, takes the caret there.
fn type_letter(scene: &mut Scene<'_>, typed: String, c: char) -> Outcome {
    if let (Some(digit), Mode::Jump { targets, .. }) = (c.to_digit(10), scene.state.mode.clone()) {
        let target = targets.iter().find(|(number, _)| *number == digit.to_string()).map(|(_, span)| *span);
        return target.map_or(Outcome::default(), |span| jump_to(scene.state, Some(span)));
    }
    look_for(scene, typed + &text::fold(&c.to_string()))
}

/// Looks for the letters at the words in view. Where none begins with them the jump stays pending, so that what is typed
/// next is never taken for commands.
fn look_for(scene: &mut Scene<'_>, typed: String) -> Outcome {
    let Some(article) = scene.article() else { return Outcome::default() };
    let text = article.text();
    let visible = scene.geometry.visible().unwrap_or(text.span());
    let paragraphs = text.paragraphs().get(text.index().paragraphs_in(visible)).unwrap_or_default();
    let starts = |word: &TextSpan| !typed.is_empty() && visible.contains(word.start()) && begins(text, *word, &typed);
    let found: Vec<TextSpan> = paragraphs.iter().flat_map(|p| text::words(text.as_str(), *p)).filter(starts).collect();
    match found.as_slice() {
        // The rest of the word may be on its way, and is not to be taken for commands.
        [only] => {
            let outcome = jump_to(scene.state, Some(*only));
            let found = Mode::Jump { typed, targets: vec![(String::from("↵"), *only)] };
            scene.state.before_jump = std::mem::replace(&mut scene.state.mode, found);
            outcome
        }
        many => {
            let targets = many.iter().enumerate().map(|(i, span)| ((i + 1).to_string(), *span)).collect();
            scene.state.mode = Mode::Jump { typed, targets };
            Outcome::default()
        }
    }
}

/// True where the text from this word on begins with the letters, case and accents aside; they may go on over spaces.
fn begins(text: &text::Text, word: TextSpan, typed: &str) -> bool {
    let rest = text.as_str().get(word.start().get()..).unwrap_or_default();
    let mut folded =
        rest.chars().take(typed.chars().count()).flat_map(|c| text::fold(&c.to_string()).chars().collect::<Vec<_>>());
    typed.chars().all(|c| folded.next() == Some(c))
}

/// A letter's key after the jump has found its only word: more of the word is taken; any other letter ends the jump and
/// is a command again. `false` where the letter is left to whoever is next.
pub fn goes_on_jumping(scene: &mut Scene<'_>, letter: char) -> bool {
    let Mode::Jump { typed, targets } = &scene.state.mode else { return false };
    let ([(_, only)], Some(article)) = (targets.as_slice(), scene.article()) else { return true };
    let goes_on = begins(article.text(), *only, &format!("{typed}{}", text::fold(&letter.to_string())));
    if !goes_on {
        end_jump(scene.state);
    }
    goes_on
}

fn jump_to(state: &mut ReaderState, target: Option<TextSpan>) -> Outcome {
    state.mode = std::mem::take(&mut state.before_jump);
    if let Some(span) = target {
        state.place(span.start(), super::super::state::Extend::No);
        state.reveal = Some(span.start());
    }
    Outcome::default()
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
