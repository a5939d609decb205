//! Jumping to a word in view by its letters or its number; a selection is extended to it.

use super::super::state::{Extend, Mode, ReaderState};
use super::{Outcome, Scene};
use crate::text::{self, Text, TextSpan};
use crate::ui::Action;

/// Words that have a number at most: one digit picks.
const NUMBERED: usize = 9;

/// What stands at a word that is in the running but too far down the list for a number.
const UNNUMBERED: &str = "·";

/// Where a further character would lead a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goes {
    /// Words in view go on with it.
    On,
    /// No word does.
    Nowhere,
}

/// `/`: letters come next.
pub(super) fn start(scene: &mut Scene<'_>) -> Outcome {
    scene.state.before_jump = match &scene.state.mode {
        waiting @ (Mode::AddFragment(_) | Mode::Sticky(_)) => waiting.clone(),
        _ => scene.state.rest(),
    };
    scene.state.mode = Mode::Jump { typed: String::new(), targets: Vec::new() };
    Outcome::default()
}

/// What an action means while letters are awaited; `None` where it ends the jump and then does what it always does.
pub(super) fn act(
    scene: &mut Scene<'_>,
    mut typed: String,
    targets: &[(String, TextSpan)],
    action: &Action,
) -> Option<Outcome> {
    match action {
        Action::Delete => {
            typed.pop();
            Some(look_for(scene, typed))
        }
        Action::Confirm => Some(jump_to(scene.state, targets.first().map(|(_, span)| *span))),
        // What is no letter ends the jump, and so does any command once its only word was found.
        action if targets.len() == 1 || !may_be_a_letter(action) => {
            end(scene.state);
            None
        }
        // Letters are actions' keys too; they come again as what was typed.
        _ => Some(Outcome::default()),
    }
}

/// Whether a character goes on with a jump that is pending; `None` while none is.
pub(super) fn jumps(scene: &Scene<'_>, c: Option<char>) -> Option<Goes> {
    let Mode::Jump { typed, .. } = &scene.state.mode else { return None };
    let goes_on = c.is_some_and(|c| !words_with(scene, &longer(typed, c)).is_empty());
    Some(if goes_on { Goes::On } else { Goes::Nowhere })
}

/// Letters narrow the words in view; a single one left, or its number, takes the caret there. `None` where the jump is
/// over and the character is left to whoever is next.
pub(super) fn type_letter(scene: &mut Scene<'_>, typed: &str, c: char) -> Option<Outcome> {
    if !goes_on(scene, c) {
        return None;
    }
    if let (true, Mode::Jump { targets, .. }) = (c.is_ascii_digit(), &scene.state.mode) {
        let target = targets.iter().find(|(number, _)| *number == c.to_string()).map(|(_, span)| *span);
        // Where no word has the number, a word may begin with it.
        if target.is_some() || words_with(scene, &longer(typed, c)).is_empty() {
            return Some(target.map_or(Outcome::default(), |span| jump_to(scene.state, Some(span))));
        }
    }
    // No word begins with it, and whoever presses it again means to begin again.
    let again = c == '/' && words_with(scene, &longer(typed, c)).is_empty();
    Some(look_for(scene, if again { String::new() } else { longer(typed, c) }))
}

fn longer(typed: &str, c: char) -> String {
    format!("{typed}{}", text::fold(&c.to_string()))
}

/// Words in view that begin with the letters, the nearest to the caret first.
fn words_with(scene: &Scene<'_>, typed: &str) -> Vec<TextSpan> {
    let Some(article) = scene.article().filter(|_| !typed.is_empty()) else { return Vec::new() };
    let text = article.text();
    let visible = scene.geometry.visible().unwrap_or(text.span());
    let paragraphs = text.paragraphs().get(text.index().paragraphs_in(visible)).unwrap_or_default();
    let in_view = paragraphs.iter().filter_map(|p| p.intersection(visible));
    let words = in_view.flat_map(|part| text::words(text.as_str(), part));
    let mut found: Vec<TextSpan> = words.filter(|word| begins(text, *word, typed)).collect();
    let caret = scene.state.caret;
    // Without a selection nobody jumps to where the caret stands already.
    if found.len() > 1 && extended(scene.state).is_none() {
        found.retain(|word| word.start() != caret);
    }
    found.sort_by_key(|word| (word.start().get().abs_diff(caret.get()), word.start() < caret));
    found
}

/// Looks for the letters at the words in view. Where none begins with them the jump stays pending, so that what is typed
/// next is never taken for commands.
fn look_for(scene: &mut Scene<'_>, typed: String) -> Outcome {
    let found = words_with(scene, &typed);
    match found.as_slice() {
        // The rest of the word may be on its way, and is not to be taken for commands.
        [only] => {
            let outcome = jump_to(scene.state, Some(*only));
            let found = Mode::Jump { typed, targets: vec![(String::from("↵"), *only)] };
            scene.state.before_jump = std::mem::replace(&mut scene.state.mode, found);
            outcome
        }
        many => {
            let number = |i: usize| if i < NUMBERED { (i + 1).to_string() } else { UNNUMBERED.to_owned() };
            let targets = many.iter().enumerate().map(|(i, span)| (number(i), *span)).collect();
            scene.state.mode = Mode::Jump { typed, targets };
            Outcome::default()
        }
    }
}

/// True where the text from this word on begins with the letters, case and accents aside; they may go on over spaces,
/// and the sign before a number need not be typed.
fn begins(text: &Text, word: TextSpan, typed: &str) -> bool {
    let rest = text.as_str().get(word.start().get()..).unwrap_or_default();
    let without_sign = rest.strip_prefix(['$', '#', '@', '&']);
    [Some(rest), without_sign].into_iter().flatten().any(|rest| {
        let count = typed.chars().count();
        let mut folded = rest.chars().take(count).flat_map(|c| text::fold(&c.to_string()).chars().collect::<Vec<_>>());
        typed.chars().all(|c| folded.next() == Some(c))
    })
}

/// After the jump has found its only word more of the word is taken; any other character ends the jump.
fn goes_on(scene: &mut Scene<'_>, c: char) -> bool {
    let Mode::Jump { typed, targets } = &scene.state.mode else { return false };
    let ([(_, only)], Some(article)) = (targets.as_slice(), scene.article()) else { return true };
    let goes_on = begins(article.text(), *only, &longer(typed, c));
    if !goes_on {
        end(scene.state);
    }
    goes_on
}

/// The selection that a jump extends.
fn extended(state: &ReaderState) -> Option<TextSpan> {
    state.raw_selection().filter(|raw| state.shown != Some(*raw))
}

/// Puts the caret at the word, or extends the selection over it.
fn jump_to(state: &mut ReaderState, target: Option<TextSpan>) -> Outcome {
    end(state);
    let Some(span) = target else { return Outcome::default() };
    if let Some(raw) = extended(state) {
        // Back over the anchor, what was selected stays selected.
        let back = span.start() < raw.start();
        state.place(if back { span.start() } else { span.end() }, Extend::Yes);
        state.anchor = Some(if back { raw.end() } else { raw.start() });
    } else {
        state.place(span.start(), Extend::No);
    }
    state.reveal = Some(state.caret);
    Outcome::default()
}

/// Back to what was pending before the jump.
pub(super) fn end(state: &mut ReaderState) {
    state.mode = std::mem::take(&mut state.before_jump);
}

/// Actions whose keys are letters, and so may be part of a word that is typed.
fn may_be_a_letter(action: &Action) -> bool {
    let steps = matches!(action, Action::Move(_) | Action::Extend(_) | Action::Grow | Action::Shrink);
    let others = matches!(
        action,
        Action::CycleOutward
            | Action::CycleInward
            | Action::FinishArticle
            | Action::Copy
            | Action::Delete
            | Action::SelectAll
    );
    !steps && !others
}
