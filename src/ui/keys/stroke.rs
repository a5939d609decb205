//! Strokes: a key with the text that came of it, and the chords that it may mean on any layout.

use super::{Chord, KeyPart, digit, is_letter, is_named, lower};
use egui::{Event, Key, Modifiers};

/// Letters of Latin-1 and Latin Extended: a key that types one of these is no stand-in for the key of the US layout at
/// its place, as a Cyrillic letter is.
const LATIN: std::ops::Range<char> = '\u{a0}'..'\u{250}';

/// One press of a key, with the character that it typed; or a character that came without a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    key: Option<Pressed>,
    text: Option<char>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pressed {
    key: Key,
    physical: Option<Key>,
    modifiers: Modifiers,
}

impl Stroke {
    /// The stroke that the events begin with, and how many of them it takes; `None` where the first one is no stroke.
    /// A key and the text that it typed come one right after the other.
    pub fn first(events: &[Event]) -> Option<(Self, usize)> {
        let text = |event: Option<&Event>| match event {
            Some(Event::Text(text)) => {
                let mut chars = text.chars();
                chars.next().filter(|_| chars.next().is_none())
            }
            _ => None,
        };
        match events.first()? {
            Event::Key { key, physical_key, pressed: true, modifiers, .. } => {
                let key = Pressed { key: *key, physical: *physical_key, modifiers: *modifiers };
                let text = text(events.get(1));
                Some((Self { key: Some(key), text }, 1 + usize::from(text.is_some())))
            }
            event => Some((Self { key: None, text: Some(text(Some(event))?) }, 1)),
        }
    }

    /// The character that was typed; `None` for a chord that types nothing.
    pub fn typed(self) -> Option<char> {
        let key = self.key.filter(|key| !key.modifiers.alt && !key.modifiers.ctrl && !key.modifiers.command);
        let by_key = key.and_then(|key| {
            let name = key.key.name().chars().next().filter(|_| key.key.name().len() == 1)?;
            Some(if key.modifiers.shift { name } else { lower(name) })
        });
        self.text.or(by_key)
    }

    /// The digit that was typed, or that stands on the key where nothing else is asked for: French layouts have digits
    /// under Shift.
    pub fn digit(self) -> Option<char> {
        self.text.filter(|c| c.is_ascii_digit() && !self.has_alt()).or_else(|| self.digit_key())
    }

    fn has_alt(self) -> bool {
        self.key.is_some_and(|key| key.modifiers.alt)
    }

    /// The digit of a key pressed without modifiers. The one to the right of Space that types a third character is
    /// no modifier to egui; it shows by what it types.
    fn digit_key(self) -> Option<char> {
        let key = self.key.filter(|key| !is_named(key.key))?;
        let plain = !key.modifiers.any();
        let by_alt_gr = self.text.is_some_and(|c| "[]{}|\\@#~^`¹²³¼½¬€".contains(c));
        (key.physical.or(Some(key.key)).filter(|_| plain && !by_alt_gr)).and_then(digit)
    }

    /// The chords that the stroke may mean, the likeliest first; the first one that does something counts.
    pub fn chords(self) -> Vec<Chord> {
        let Some(Pressed { key, modifiers, .. }) = self.key else { return self.by_text().into_iter().collect() };
        // The Mac's Control key is no Cmd, and types nothing; modifiers come as keys of their own too.
        if (modifiers.ctrl && !modifiers.command) || is_modifier(key) {
            return Vec::new();
        }
        let with_modifiers =
            |shift| Chord { ctrl: modifiers.command, shift, alt: modifiers.alt, part: KeyPart::Key(key) };
        if is_named(key) {
            return vec![with_modifiers(modifiers.shift)];
        }
        if modifiers.command {
            // Where a symbol stands is the layout's affair, so Shift is no part of its chord: `Ctrl++` is Ctrl+Shift+=.
            let mut chords = vec![with_modifiers(modifiers.shift && is_letter(key))];
            // Ctrl+Alt is AltGr on Windows; what it types does not come as text then.
            let symbol = key.symbol_or_name().chars().next().filter(|c| !c.is_alphanumeric());
            chords.extend(symbol.filter(|_| modifiers.alt && !modifiers.mac_cmd).map(symbol_chord));
            return chords;
        }
        let mut chords = Vec::new();
        let letter = is_letter(key).then(|| with_modifiers(modifiers.shift));
        match self.text {
            None => chords.extend(letter),
            Some(c) if c.is_ascii_alphabetic() => chords.extend(letter),
            // A letter of the label's own first; a layout without Latin letters has the key at their place.
            Some(c) => {
                chords.extend(self.by_text());
                chords.extend(letter.filter(|_| modifiers.alt || c.is_alphabetic() && !LATIN.contains(&c)));
            }
        }
        chords.extend(self.digit_key().map(symbol_chord));
        chords
    }

    /// The chord of a digit, symbol or other letter that was typed. Alt with a digit is no digit; Option on the Mac
    /// types symbols.
    fn by_text(self) -> Option<Chord> {
        let counts =
            |c: &char| !(c.is_ascii_alphabetic() || c.is_whitespace() || (c.is_ascii_digit() && self.has_alt()));
        self.text.filter(counts).map(symbol_chord)
    }
}

fn is_modifier(key: Key) -> bool {
    use Key::{
        AltLeft, AltRight, CapsLock, ControlLeft, ControlRight, NumLock, ShiftLeft, ShiftRight, SuperLeft, SuperRight,
    };
    matches!(
        key,
        AltLeft
            | AltRight
            | CapsLock
            | ControlLeft
            | ControlRight
            | NumLock
            | ShiftLeft
            | ShiftRight
            | SuperLeft
            | SuperRight
    )
}

fn symbol_chord(c: char) -> Chord {
    Chord { ctrl: false, shift: false, alt: false, part: KeyPart::Symbol(c) }
}
