//! Keys: chords, the map from chords to actions, clashes.

#[cfg(test)]
mod layouts;
mod stroke;

pub use stroke::Stroke;

use super::Action;
use crate::model::Codebook;
use std::collections::BTreeMap;
use std::fmt;

/// The key of a chord.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum KeyPart {
    /// A letter of the Latin alphabet or a named key, as the layout has it.
    Key(egui::Key),
    /// A digit, symbol or other letter, as the text that arrives: so it works wherever a layout keeps it.
    Symbol(char),
}

/// A key with exact modifiers. Ctrl is Cmd on macOS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    ctrl: bool,
    shift: bool,
    alt: bool,
    part: KeyPart,
}

impl Chord {
    /// Reads `n`, `Shift+n`, `Ctrl+Shift+Up`, `?`, `Ctrl++`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut chord = Self { ctrl: false, shift: false, alt: false, part: KeyPart::Symbol(' ') };
        let mut rest = text.trim();
        loop {
            if let Some(after) = rest.strip_prefix("Ctrl+").or_else(|| rest.strip_prefix("Cmd+")) {
                (chord.ctrl, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("Shift+") {
                (chord.shift, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("Alt+") {
                (chord.alt, rest) = (true, after);
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        let (first, more) = (chars.next()?, chars.next().is_some());
        chord.part = match first {
            c if !more && c.is_ascii_alphabetic() => {
                KeyPart::Key(egui::Key::from_name(&c.to_ascii_uppercase().to_string())?)
            }
            c if !more && !chord.ctrl && !chord.alt && !chord.shift && !c.is_whitespace() => KeyPart::Symbol(lower(c)),
            c if !more => KeyPart::Key(egui::Key::from_name(&c.to_string())?),
            _ => KeyPart::Key(egui::Key::from_name(if rest == "Esc" { "Escape" } else { rest })?),
        };
        Some(chord)
    }

    /// The chord of a letter, as labels have it, plain or with Shift.
    fn letter(letter: char, shift: bool) -> Option<Self> {
        if letter.is_ascii_alphabetic() {
            return Self::parse(&format!("{}{letter}", if shift { "Shift+" } else { "" }));
        }
        let letter = if shift { letter.to_uppercase().next().unwrap_or(letter) } else { letter };
        Some(Self { ctrl: false, shift: false, alt: false, part: KeyPart::Symbol(letter) })
    }

    /// True for chords that type nothing: with Ctrl, or a function key.
    pub fn is_command(self) -> bool {
        let function = |key: egui::Key| is_named(key) && key.name().starts_with('F');
        self.ctrl || matches!(self.part, KeyPart::Key(key) if function(key))
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// The digit of a key of the top row or the number pad.
fn digit(key: egui::Key) -> Option<char> {
    key.name().chars().next().filter(|c| c.is_ascii_digit() && key.name().len() == 1)
}

fn is_letter(key: egui::Key) -> bool {
    key.name().len() == 1 && key.name().bytes().all(|b| b.is_ascii_alphabetic())
}

/// Keys with a name of their own, such as arrows, Enter, F6.
fn is_named(key: egui::Key) -> bool {
    use egui::Key;
    matches!(
        key,
        Key::ArrowDown
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::Escape
            | Key::Tab
            | Key::Backspace
            | Key::Enter
            | Key::Space
            | Key::Insert
            | Key::Delete
            | Key::Home
            | Key::End
            | Key::PageUp
            | Key::PageDown
    ) || (key.name().starts_with('F') && key.name().len() > 1 && key.name().bytes().skip(1).all(|b| b.is_ascii_digit()))
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ctrl = if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" };
        write!(
            f,
            "{}{}{}",
            if self.ctrl { ctrl } else { "" },
            if self.alt { "Alt+" } else { "" },
            if self.shift { "Shift+" } else { "" }
        )?;
        match self.part {
            KeyPart::Symbol(c) => write!(f, "{c}"),
            KeyPart::Key(key) if is_letter(key) && !self.ctrl && !self.alt => f.write_str(&key.name().to_lowercase()),
            KeyPart::Key(egui::Key::Escape) => f.write_str("Esc"),
            KeyPart::Key(key) => {
                f.write_str(if is_letter(key) || is_named(key) { key.name() } else { key.symbol_or_name() })
            }
        }
    }
}

/// Which chord does what.
#[derive(Clone, Debug, Default)]
pub struct KeyMap {
    actions: BTreeMap<Chord, Action>,
    /// Labels that have no key because an action or another label has it: the label's name and the chord.
    pub clashes: Vec<(String, Chord)>,
}

impl KeyMap {
    /// The defaults, changed by the preferences, with the labels' keys where they are free.
    pub fn new(codebook: &Codebook, bound: &BTreeMap<String, String>) -> Self {
        let mut map = Self::default();
        for action in Action::fixed() {
            let info = action.info();
            match bound.get(&info.name) {
                Some(keys) => map.bind(keys.split_whitespace(), &action),
                None => map.bind(info.keys.iter().copied(), &action),
            }
        }
        for label in codebook.offered() {
            let Some(key) = label.key else { continue };
            let (Some(plain), Some(sticky)) = (Chord::letter(key, false), Chord::letter(key, true)) else { continue };
            if map.actions.contains_key(&plain) {
                map.clashes.push((label.name.clone(), plain));
                continue;
            }
            map.actions.insert(plain, Action::Label(label.id.clone()));
            map.actions.entry(sticky).or_insert(Action::StickyLabel(label.id.clone()));
        }
        map
    }

    fn bind<'k>(&mut self, keys: impl Iterator<Item = &'k str>, action: &Action) {
        for chord in keys.filter_map(Chord::parse) {
            self.actions.entry(chord).or_insert_with(|| action.clone());
        }
    }

    /// What a chord does.
    pub fn action(&self, chord: Chord) -> Option<&Action> {
        self.actions.get(&chord)
    }

    /// What a stroke does, and the chord that it was taken for.
    pub fn meant(&self, stroke: Stroke) -> Option<(Chord, &Action)> {
        stroke.chords().into_iter().find_map(|chord| Some((chord, self.action(chord)?)))
    }

    /// The chords of an action, for menus and the help page.
    pub fn chords(&self, action: &Action) -> Vec<Chord> {
        self.actions.iter().filter(|(_, a)| *a == action).map(|(chord, _)| *chord).collect()
    }

    /// The first chord of an action as text; empty where it has none.
    pub fn shortcut(&self, action: &Action) -> String {
        let defaults = action.info().keys;
        let chords = self.chords(action);
        let preferred = defaults.iter().filter_map(|k| Chord::parse(k)).find(|c| chords.contains(c));
        preferred.or(chords.first().copied()).map(|c| c.to_string()).unwrap_or_default()
    }

    /// The action that keeps a chord from being bound to `action`; `None` where it is free.
    pub fn clash(&self, chord: Chord, action: &Action) -> Option<&Action> {
        self.actions.get(&chord).filter(|owner| *owner != action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::default_codebook;

    #[test]
    fn every_default_key_is_read_and_none_clash() {
        let mut seen: BTreeMap<Chord, Action> = BTreeMap::new();
        for action in Action::fixed() {
            for key in action.info().keys {
                let chord = Chord::parse(key).unwrap_or_else(|| panic!("{key} of {action:?} is no chord"));
                assert_eq!(seen.insert(chord, action.clone()), None, "{key} of {action:?}");
                assert_eq!(Chord::parse(&chord.to_string()), Some(chord), "{chord}");
            }
        }
        assert!(KeyMap::new(&default_codebook(), &BTreeMap::new()).clashes.is_empty());
    }

    #[test]
    fn names_of_actions_are_unique() {
        let names: std::collections::BTreeSet<String> = Action::fixed().iter().map(|a| a.info().name).collect();
        assert_eq!(names.len(), Action::fixed().len());
    }

    #[test]
    fn a_label_whose_key_is_taken_has_none() {
        let mut codebook = default_codebook();
        let id = crate::model::LabelId::parse("claim").unwrap();
        let label = crate::model::Label { key: Some('m'), ..(*codebook.labels[&id]).clone() };
        codebook.labels.insert(id, label.into());
        let map = KeyMap::new(&codebook, &BTreeMap::new());
        assert_eq!(map.clashes.len(), 1);
        assert_eq!(map.action(Chord::parse("m").unwrap()), Some(&Action::MarkRead));
    }
}
