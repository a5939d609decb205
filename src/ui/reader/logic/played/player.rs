//! Somebody at the keyboard, who looks for the fewest keys among those that come to mind.

use super::super::tests::pressed;
use super::super::{Mode, ReaderState, Scene, Session, act, jump, typed_by};
use super::screen::Screen;
use crate::model::{AnnotationId, IdMaker, LabelId, LayerKey, Project, Relation};
use crate::text::{ByteOffset, Grain, Text, TextSpan, fold, next_word, previous_word, words};
use crate::ui::{KeyMap, Stroke};
use std::collections::{BTreeMap, BTreeSet};

/// What the selection has to be before the label's key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// The words, selected or (a single one) under the caret; the key that comes next is this letter.
    Target(char),
    /// The words, selected.
    Selection,
}

/// Somebody at the keyboard.
pub(super) struct Player {
    pub(super) state: ReaderState,
    pub(super) session: Session,
    keys: KeyMap,
    pub(super) text: Text,
    pub(super) screen: Screen,
    pub(super) pressed: usize,
}

type Keys = Vec<String>;

fn times(key: &str, n: usize) -> Keys {
    vec![key.to_owned(); n]
}

impl Player {
    pub(super) fn new(project: &Project, key: &LayerKey) -> Self {
        let mut project = project.clone();
        project.layers = Default::default();
        let text = project.article(key.article).unwrap().text().clone();
        let keys = KeyMap::new(&project.codebook, &BTreeMap::new());
        let session = Session::in_memory(project, key.annotator.clone(), IdMaker::new(3));
        let mut state = ReaderState::default();
        state.open(key.article);
        Self { state, session, keys, screen: Screen::new(&text), text, pressed: 0 }
    }

    /// One key: through the same map and modes as in the window.
    fn press(&mut self, key: &str) {
        let (stroke, _) = Stroke::first(&pressed(key)).unwrap();
        let mut scene = Scene { state: &mut self.state, session: &mut self.session, geometry: &self.screen };
        if typed_by(&mut scene, stroke).is_none() {
            let (_, action) = self.keys.meant(stroke).unwrap_or_else(|| panic!("{key} does nothing"));
            act(&mut scene, action);
        }
        self.screen.follow(self.state.caret);
    }

    fn play(&mut self, keys: &[String]) {
        self.pressed += keys.len();
        for key in keys {
            self.press(key);
        }
    }

    /// Tries keys that move and select only, and takes them back.
    fn imagine<T>(&mut self, keys: &[String], then: impl FnOnce(&mut Self) -> T) -> T {
        let (before, top) = (self.state.clone(), self.screen.top.get());
        for key in keys {
            self.press(key);
        }
        let result = then(self);
        self.state = before;
        self.screen.top.set(top);
        result
    }

    /// Presses a key up to so many times, until it holds, if that is shorter than what is known.
    fn until(
        &mut self,
        best: &mut Option<Keys>,
        start: &[String],
        key: &str,
        most: usize,
        holds: impl Fn(&Self) -> bool,
    ) {
        let Some(room) = best.as_ref().map_or(Some(most), |best| best.len().checked_sub(start.len() + 1)) else {
            return;
        };
        let room = room.min(most);
        let found = self.imagine(start, |player| {
            (0..=room).find(|_| {
                let found = holds(player);
                if !found {
                    player.press(key);
                }
                found
            })
        });
        *best = found.map(|n| [start.to_vec(), times(key, n)].concat()).or(best.take());
    }

    /// `/` and the letters of a word: until it is the only one, or has a number; letters that people see on the screen.
    fn jump(&mut self, start: &[String], at: ByteOffset, holds: impl Fn(&Self) -> bool) -> Option<Keys> {
        let rest = self.text.as_str().get(at.get()..)?;
        let letters: Vec<char> = fold(rest.get(..rest.floor_char_boundary(24))?)
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == ' ')
            .take(8)
            .collect();
        self.imagine(start, |player| {
            let mut keys = start.to_vec();
            keys.push("/".into());
            player.press("/");
            let mut best: Option<Keys> = None;
            for letter in letters {
                keys.push(letter.to_string());
                player.press(&letter.to_string());
                if holds(player) {
                    best = best.or(Some(keys));
                    break;
                }
                let Mode::Jump { targets, .. } = &player.state.mode else { break };
                if targets.len() == 1 {
                    break;
                }
                let number = targets.iter().find(|(_, word)| word.contains(at)).map(|(number, _)| number.clone());
                let number = number.filter(|n| n.parse::<usize>().is_ok());
                if let Some(number) = number.filter(|_| best.is_none())
                    && player.imagine(std::slice::from_ref(&number), |player| holds(player))
                {
                    best = Some([keys.clone(), vec![number]].concat());
                }
            }
            best
        })
    }

    /// The fewest keys that put the caret at a place: to the start of the word, and back over the marks before it.
    fn go_to(&mut self, at: ByteOffset) -> Keys {
        let text = self.text.as_str();
        let word = words(text, TextSpan::new(at, self.text.span().end())).next().map_or(at, TextSpan::start);
        let marks = text.get(at.get()..word.get()).unwrap_or_default().chars().count();
        let mut keys = self.go_to_word(word);
        keys.extend(times("Left", marks));
        keys
    }

    fn go_to_word(&mut self, at: ByteOffset) -> Keys {
        let there = |player: &Self| player.state.caret == at && player.state.raw_selection().is_none();
        if there(self) && self.state.current.is_none() {
            return Vec::new();
        }
        let is_there = |player: &Self| player.state.caret == at;
        let mut best = self.jump(&[], at, is_there);
        let step = if at > self.state.caret { "Ctrl+Right" } else { "Ctrl+Left" };
        self.until(&mut best, &times(step, 1), step, 8, there);
        for (sentence, most) in [("Ctrl+Down", 4), ("Ctrl+Up", 2)] {
            for n in 1..=most {
                for word in ["Ctrl+Right", "Ctrl+Left"] {
                    self.until(&mut best, &times(sentence, n), word, 4, there);
                }
            }
        }
        // Past the edge of the screen.
        for n in 1..=5 {
            best = best.or_else(|| self.jump(&times("Ctrl+Down", n), at, is_there));
        }
        best = best.or_else(|| self.jump(&times("Ctrl+Home", 1), at, is_there));
        // A word that stands out nearby, and on from there.
        if best.as_ref().is_none_or(|way| way.len() > 4) {
            let text = self.text.as_str().to_owned();
            let (mut before, mut after) = (at, at);
            for _ in 0..3 {
                (before, after) = (previous_word(&text, before), next_word(&text, after));
                for (near, back) in [(before, "Ctrl+Right"), (after, "Ctrl+Left")] {
                    if let Some(keys) = self.jump(&[], near, |player| player.state.caret == near) {
                        self.until(&mut best, &keys, back, 3, is_there);
                    }
                }
            }
        }
        best.unwrap_or_else(|| panic!("no way to {:?}", self.text.slice(TextSpan::new(at, self.text.span().end()))))
    }

    fn has(&self, span: TextSpan, needs: Needs) -> bool {
        let selected = match needs {
            Needs::Target(_) if self.state.current.is_none() => self.state.target(&self.text),
            _ => self.state.selection(&self.text),
        };
        selected == Some(span)
    }

    /// The fewest keys that extend from the start of the words over all of them.
    fn extend(&mut self, start: &[String], span: TextSpan, needs: Needs) -> Option<Keys> {
        let has = |player: &Self| player.has(span, needs);
        let last = words(self.text.as_str(), span).last()?;
        let begun = [start.to_vec(), times("Shift+Right", 1)].concat();
        let mut best = self.jump(&begun, last.start(), has);
        self.until(&mut best, start, "Shift+Right", 9, has);
        self.until(&mut best, start, "Ctrl+Shift+Up", 4, has);
        for (key, most) in [("Alt+Shift+Right", 5), ("Alt+Shift+Down", 2), ("Shift+Down", 3), ("Shift+End", 1)] {
            for n in 1..=most {
                let far = [start.to_vec(), times(key, n)].concat();
                self.until(&mut best, &far, "Shift+Left", 4, has);
                self.until(&mut best, &far, "Shift+Right", 4, has);
            }
        }
        best
    }

    /// The fewest keys that select the words: from their start, or growing around the caret.
    fn select(&mut self, span: TextSpan, needs: Needs) -> Keys {
        let to_start = self.go_to(span.start());
        let mut best = self.extend(&to_start, span, needs);
        self.until(&mut best, &[], "Ctrl+Shift+Up", 4, |player| player.has(span, needs));
        // Characters, where no whole words are labelled.
        if best.is_none() {
            let characters = [to_start, times("1", 1)].concat();
            self.until(&mut best, &characters, "Shift+Right", 60, |player| player.has(span, needs));
        }
        let mut keys = best.unwrap_or_else(|| panic!("no way to select {:?}", self.text.slice(span)));
        // A letter that the word jumped to goes on with would be taken for more of it.
        let Needs::Target(letter) = needs else { return keys };
        let eaten = self.imagine(&keys, |player| {
            let scene = Scene { state: &mut player.state, session: &mut player.session, geometry: &player.screen };
            jump::jumps(&scene, Some(letter)) == Some(jump::Goes::On)
        });
        if eaten {
            keys.push("Enter".into());
        }
        keys
    }

    /// Labels the words; gives the annotation.
    pub(super) fn label(&mut self, spans: &[TextSpan], label: &LabelId) -> AnnotationId {
        let letter = self.session.project().codebook.label(label).and_then(|l| l.key).unwrap();
        let keys = self.select(spans[0], Needs::Target(letter));
        self.play(&keys);
        self.play(&[letter.to_string()]);
        if self.state.grain == Grain::Character {
            self.play(&["2".into()]);
        }
        let id = self.state.current.unwrap();
        for span in &spans[1..] {
            if matches!(self.state.mode, Mode::Offer { .. }) {
                self.play(&["Esc".into()]);
            }
            self.play(&["+".into()]);
            let keys = self.select(*span, Needs::Selection);
            self.play(&keys);
            self.play(&["Enter".into()]);
        }
        let made = self.session.project().annotation(&self.session.key(self.state.article.unwrap()), id).unwrap();
        assert_eq!(made.fragments(), spans, "{:?}: {keys:?}", made.words(&self.text));
        id
    }

    /// Takes from the offer what is wanted: gives the pairs drawn.
    pub(super) fn answer(
        &mut self,
        wanted: &BTreeSet<(AnnotationId, AnnotationId)>,
    ) -> Vec<(AnnotationId, AnnotationId)> {
        let Mode::Offer { offers, ticked, .. } = self.state.mode.clone() else { return Vec::new() };
        let pairs: Vec<_> = offers.iter().map(|offer| (offer.from, offer.to)).collect();
        if !pairs.iter().any(|pair| wanted.contains(pair)) {
            return Vec::new();
        }
        for (i, (pair, tick)) in pairs.iter().zip(ticked).enumerate() {
            if wanted.contains(pair) != tick {
                self.play(&[(i + 1).to_string()]);
            }
        }
        self.play(&["Enter".into()]);
        pairs.into_iter().filter(|pair| wanted.contains(pair)).collect()
    }

    /// `r` and the number on the text; false where the arrow has none.
    pub(super) fn relate(&mut self, relation: &Relation) -> bool {
        let wanted = |player: &Self| {
            let Mode::Relate { origin, candidates, .. } = &player.state.mode else { return None };
            candidates.iter().position(|(id, kind, starts)| {
                *kind == relation.kind
                    && if *starts { (*origin, *id) } else { (*id, *origin) } == (relation.from, relation.to)
            })
        };
        let Some(number) = self.imagine(&["r".into()], |player| wanted(player)) else { return false };
        self.play(&["r".into()]);
        for digit in (number + 1).to_string().chars() {
            self.play(&[digit.to_string()]);
        }
        if matches!(self.state.mode, Mode::Relate { .. }) {
            self.play(&["Enter".into()]);
        }
        true
    }

    /// Goes to an annotation and picks it.
    pub(super) fn pick(&mut self, id: AnnotationId) {
        let key = self.session.key(self.state.article.unwrap());
        let at = self.session.project().annotation(&key, id).and_then(|a| a.cover()).unwrap().start();
        let keys = self.go_to(at);
        self.play(&keys);
        if matches!(self.state.mode, Mode::Jump { .. }) {
            self.play(&["Enter".into()]);
        }
        for _ in 0..9 {
            if self.state.current == Some(id) {
                return;
            }
            self.play(&["Tab".into()]);
        }
        panic!("Tab never came to the annotation");
    }
}
