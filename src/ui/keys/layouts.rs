//! Every default key on the keyboards that people have, as winit 0.30 and egui-winit 0.37 report them: the logical key
//! where egui knows it, else the key at its place on a US keyboard; then the text, unless Ctrl or Cmd is held.

use super::*;
use crate::model::default_codebook;
use crate::text::Grain;
use crate::ui::Motion;
use egui::{Event, Key, Modifiers};

/// The keys of a US keyboard, by which places are named.
const PLACES: &str = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./";

/// What a dead key has on it; it types nothing by itself.
const DEAD: char = '◌';

/// A key that has nothing on this level.
const NONE: char = '□';

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    Pc,
    Mac,
}

/// What stands on the keys at [`PLACES`]: alone, with Shift, and where `AltGr` or Option (with Shift) is needed, as
/// `(place, typed, with Shift)`.
#[derive(Debug)]
struct Layout {
    name: &'static str,
    system: System,
    plain: &'static str,
    shift: &'static str,
    third: &'static [(char, char, bool)],
}

const LAYOUTS: [Layout; 7] = [
    Layout {
        name: "US",
        system: System::Pc,
        plain: PLACES,
        shift: "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
        third: &[],
    },
    Layout {
        name: "German",
        system: System::Pc,
        plain: "◌1234567890ß◌qwertzuiopü+#asdfghjklöäyxcvbnm,.-",
        shift: "°!\"§$%&/()=?◌QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_",
        third: &[
            ('2', '²', false),
            ('3', '³', false),
            ('7', '{', false),
            ('8', '[', false),
            ('9', ']', false),
            ('0', '}', false),
            ('-', '\\', false),
            ('q', '@', false),
            ('e', '€', false),
            ('m', 'µ', false),
            // These are there on Linux only.
            ('a', 'æ', false),
            ('s', 'ſ', false),
            ('d', 'ð', false),
            ('r', '¶', false),
            ('c', '¢', false),
            ('p', 'þ', false),
            ('n', '”', false),
            ('.', '…', false),
        ],
    },
    Layout {
        name: "French",
        system: System::Pc,
        plain: "²&é\"'(-è_çà)=azertyuiop◌$*qsdfghjklmùwxcvbn,;:!",
        shift: "□1234567890°+AZERTYUIOP◌£µQSDFGHJKLM%WXCVBN?./§",
        third: &[
            ('3', '#', false),
            ('4', '{', false),
            ('5', '[', false),
            ('6', '|', false),
            ('7', '`', false),
            ('8', '\\', false),
            ('9', '^', false),
            ('0', '@', false),
            ('-', ']', false),
            ('=', '}', false),
            ('e', '€', false),
        ],
    },
    Layout {
        name: "US on a Mac",
        system: System::Mac,
        plain: PLACES,
        shift: "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
        third: &[
            ('c', 'ç', false),
            ('s', 'ß', false),
            ('m', 'µ', false),
            ('p', 'π', false),
            ('r', '®', false),
            ('e', DEAD, false),
            ('n', DEAD, false),
            ('u', DEAD, false),
            ('1', '¡', false),
            ('8', '•', false),
            ('[', '“', false),
            ('/', '÷', false),
        ],
    },
    Layout {
        name: "German on a Mac",
        system: System::Mac,
        plain: "<1234567890ß◌qwertzuiopü+#asdfghjklöäyxcvbnm,.-",
        shift: ">!\"§$%&/()=?◌QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_",
        third: &[
            ('5', '[', false),
            ('6', ']', false),
            ('7', '|', false),
            ('8', '{', false),
            ('9', '}', false),
            ('7', '\\', true),
            ('l', '@', false),
            ('e', '€', false),
            ('c', 'ç', false),
            ('m', 'µ', false),
            ('n', DEAD, false),
        ],
    },
    Layout {
        name: "French on a Mac",
        system: System::Mac,
        plain: "@&é\"'(§è!çà)-azertyuiop◌$`qsdfghjklmùwxcvbn,;:=",
        shift: "#1234567890°_AZERTYUIOP◌*£QSDFGHJKLM%WXCVBN?./+",
        third: &[('5', '{', false), ('5', '[', true), ('-', '}', false), ('-', ']', true), ('c', '©', false)],
    },
    Layout {
        name: "Russian",
        system: System::Pc,
        plain: "ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю.",
        shift: "Ё!\"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,",
        third: &[],
    },
];

/// Keys held with another.
#[expect(clippy::struct_excessive_bools, reason = "keys are held or not, each by itself")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Held {
    ctrl: bool,
    shift: bool,
    alt: bool,
    /// `AltGr` on a PC, Option on a Mac.
    third: bool,
}

impl Layout {
    /// What stands at a place.
    fn at(&self, place: char, held: Held) -> Option<char> {
        let number = PLACES.chars().position(|p| p == place)?;
        let third = self.third.iter().find(|(p, _, shift)| *p == place && *shift == held.shift).map(|t| t.1);
        let row = if held.shift { self.shift } else { self.plain };
        let typed = if held.third { third } else { row.chars().nth(number) };
        typed.filter(|c| *c != NONE)
    }

    /// Everything that can be pressed without Ctrl and Alt.
    fn presses(&self) -> impl Iterator<Item = (char, Held, char)> {
        let levels = [(false, false), (true, false), (false, true), (true, true)];
        let held = levels.map(|(shift, third)| Held { shift, third, ..Held::default() });
        PLACES.chars().flat_map(move |p| held.map(|h| (p, h))).filter_map(|(p, h)| Some((p, h, self.at(p, h)?)))
    }

    fn modifiers(&self, held: Held) -> Modifiers {
        let mac = self.system == System::Mac;
        Modifiers {
            alt: held.alt || (held.third && mac),
            ctrl: held.ctrl && !mac,
            shift: held.shift,
            mac_cmd: held.ctrl && mac,
            command: held.ctrl,
        }
    }

    /// The events of a key with something to type on it.
    fn press(&self, place: char, held: Held) -> Vec<Event> {
        let modifiers = self.modifiers(held);
        let physical = Key::from_name(&place.to_string());
        let typed = self.at(place, held).filter(|c| *c != DEAD);
        let key = typed.and_then(|c| Key::from_name(&c.to_string())).or(physical).unwrap();
        if held.ctrl && !held.alt && !held.shift && matches!(key, Key::C | Key::X | Key::V) {
            return vec![match key {
                Key::C => Event::Copy,
                Key::X => Event::Cut,
                _ => Event::Paste("words".into()),
            }];
        }
        let pressed = Event::Key { key, physical_key: physical, pressed: true, repeat: false, modifiers };
        let text = typed.filter(|_| !held.ctrl).map(|c| Event::Text(c.to_string()));
        [pressed].into_iter().chain(text).collect()
    }

    /// The ways to press a default chord on this layout.
    fn ways(&self, chord: Chord) -> Vec<Vec<Event>> {
        let held = Held { ctrl: chord.ctrl, shift: chord.shift, alt: chord.alt, third: false };
        let wanted = match chord.part {
            KeyPart::Key(key) if is_named(key) => {
                let modifiers = self.modifiers(held);
                let event = Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers };
                return vec![vec![event]];
            }
            KeyPart::Key(key) if is_letter(key) => lower(key.name().chars().next().unwrap()),
            KeyPart::Key(key) => {
                ['+', '=', '-', '0', ','].into_iter().find(|c| Key::from_name(&c.to_string()) == Some(key)).unwrap()
            }
            KeyPart::Symbol(c) => c,
        };
        let letter = wanted.is_ascii_alphabetic();
        let fits = |(_, h, c): &(char, Held, char)| {
            *c == wanted && !(letter && *h != Held::default()) && !(h.third && chord.ctrl)
        };
        let with = |h: Held| Held { shift: h.shift || held.shift, third: h.third, ..held };
        self.presses().filter(fits).map(|(place, h, _)| self.press(place, with(h))).collect()
    }
}

fn map() -> KeyMap {
    KeyMap::new(&default_codebook(), &BTreeMap::new())
}

/// What the events of one press do: at most one action.
fn done(map: &KeyMap, events: &[Event]) -> Option<Action> {
    match events {
        [Event::Copy | Event::Cut] => return Some(Action::Copy),
        [Event::Paste(_)] => return Some(Action::PasteArticle),
        _ => {}
    }
    let (stroke, used) = Stroke::first(events).unwrap();
    assert_eq!(used, events.len(), "a key and its text are one stroke: {events:?}");
    map.meant(stroke).map(|(_, action)| action.clone())
}

/// Every action that has a key, labels and sticky labels too, with its default chords.
fn defaults(map: &KeyMap) -> Vec<(Action, Vec<Chord>)> {
    let labels = default_codebook();
    let labels = labels.offered().flat_map(|l| [Action::Label(l.id.clone()), Action::StickyLabel(l.id.clone())]);
    let all = Action::fixed().into_iter().chain(labels.collect::<Vec<_>>());
    all.map(|action| (action.clone(), map.chords(&action))).filter(|(_, chords)| !chords.is_empty()).collect()
}

#[test]
fn each_default_key_does_one_thing_on_every_layout() {
    let map = map();
    for layout in &LAYOUTS {
        for (action, chords) in defaults(&map) {
            let ways: Vec<Vec<Event>> = chords.iter().flat_map(|chord| layout.ways(*chord)).collect();
            for way in &ways {
                assert_eq!(done(&map, way), Some(action.clone()), "{}: {way:?}", layout.name);
            }
            // On a layout without Latin letters the places of the US layout stand in for them.
            let latin = layout.name != "Russian";
            assert!(!ways.is_empty() || !latin, "{}: no way to {action:?}", layout.name);
        }
    }
}

#[test]
fn nothing_else_that_is_typed_does_anything() {
    let map = map();
    for layout in &LAYOUTS {
        for (place, held, typed) in layout.presses() {
            let letter = |c: char| Chord::letter(c.to_ascii_lowercase(), c.is_ascii_uppercase());
            let by_text = if typed.is_ascii_alphabetic() { letter(typed) } else { Chord::parse(&typed.to_string()) };
            let by_place = |wanted: bool| Some(Chord::letter(place, held.shift)?).filter(|_| wanted);
            let digit_alone =
                Chord::parse(&place.to_string()).filter(|_| place.is_ascii_digit() && held == Held::default());
            let chords = [
                by_text,
                by_place(('\u{400}'..'\u{500}').contains(&typed) && place.is_ascii_alphabetic()),
                digit_alone,
            ];
            let expected = chords.into_iter().flatten().find_map(|chord| map.action(chord)).cloned();
            assert_eq!(done(&map, &layout.press(place, held)), expected, "{}: {place:?} types {typed:?}", layout.name);
        }
    }
}

#[test]
fn ctrl_goes_by_what_stands_on_the_key() {
    let map = map();
    for layout in &LAYOUTS {
        for (place, held, typed) in layout.presses().filter(|(_, held, _)| !held.third) {
            let Some(key) = Key::from_name(&typed.to_string()) else { continue };
            let shift = held.shift && is_letter(key);
            let chord = Chord { ctrl: true, shift, alt: false, part: KeyPart::Key(key) };
            let expected = match (key, held.shift) {
                (Key::C | Key::X, false) => Some(Action::Copy),
                (Key::V, false) => Some(Action::PasteArticle),
                _ => map.action(chord).cloned(),
            };
            let events = layout.press(place, Held { ctrl: true, ..held });
            assert_eq!(done(&map, &events), expected, "{}: Ctrl with {typed:?}", layout.name);
        }
    }
}

#[test]
fn a_digit_key_alone_is_a_digit_and_so_is_one_with_shift_in_french() {
    let map = map();
    for layout in &LAYOUTS {
        for (place, grain) in ['1', '2', '3', '4'].into_iter().zip(Grain::ALL) {
            let alone = layout.press(place, Held::default());
            assert_eq!(done(&map, &alone), Some(Action::SetGrain(grain)), "{}", layout.name);
            assert_eq!(Stroke::first(&alone).unwrap().0.digit(), Some(place), "{}", layout.name);
            let shifted = layout.press(place, Held { shift: true, ..Held::default() });
            let expected = layout.name.starts_with("French").then_some(place);
            assert_eq!(Stroke::first(&shifted).unwrap().0.digit(), expected, "{}", layout.name);
        }
    }
    let bracket = LAYOUTS[1].press('8', Held { third: true, ..Held::default() });
    assert_eq!(Stroke::first(&bracket).unwrap().0.digit(), None, "AltGr+8 is a bracket, whatever owns the digits");
}

fn key(key: Key, physical: Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: Some(physical), pressed: true, repeat: false, modifiers }
}

#[test]
fn keys_that_are_easily_taken_for_others() {
    let map = map();
    let does = |event: Event| done(&map, &[event]);
    assert_eq!(does(key(Key::Home, Key::Num7, Modifiers::NONE)), Some(Action::Move(Motion::LineStart)), "number pad");
    assert_eq!(does(key(Key::ArrowLeft, Key::Num4, Modifiers::NONE)), Some(Action::Move(Motion::Left)), "number pad");
    assert_eq!(does(key(Key::N, Key::N, Modifiers::CTRL)), None, "the Mac's Control is no Cmd");
    assert_eq!(does(key(Key::M, Key::M, Modifiers::ALT)), None, "modifiers are exact");
    for held in [Key::ShiftLeft, Key::ControlRight, Key::AltLeft, Key::SuperLeft] {
        let (stroke, _) = Stroke::first(&[key(held, held, Modifiers::COMMAND | Modifiers::CTRL)]).unwrap();
        assert_eq!(stroke.chords(), [], "{held:?} waits for another key");
    }
    // Ctrl with the left Alt is AltGr on Windows, but its text does not come.
    let bracket = key(Key::OpenBracket, Key::Num8, Modifiers::COMMAND | Modifiers::CTRL | Modifiers::ALT);
    assert_eq!(does(bracket), Some(Action::EdgeStart));
    // Caps Lock types capitals without Shift.
    let capital = [key(Key::C, Key::C, Modifiers::NONE), Event::Text("C".into())];
    assert!(matches!(done(&map, &capital), Some(Action::Label(id)) if id.as_str() == "claim"));
    // Text by itself, from an input method: symbols count, letters may be anybody's.
    assert_eq!(does(Event::Text("/".into())), Some(Action::JumpToWord));
    assert_eq!(does(Event::Text("c".into())), None);
}

#[test]
fn a_label_may_have_a_letter_of_another_alphabet() {
    let mut codebook = default_codebook();
    let id = crate::model::LabelId::parse("claim").unwrap();
    for letter in ['с', 'ü', 'é'] {
        let label = crate::model::Label { key: Some(letter), ..(*codebook.labels[&id]).clone() };
        codebook.labels.insert(id.clone(), label.into());
        let map = KeyMap::new(&codebook, &BTreeMap::new());
        let mut found = 0;
        for layout in &LAYOUTS {
            let all: Vec<_> =
                layout.presses().filter(|(_, held, c)| *c == letter && *held == Held::default()).collect();
            for (place, held, _) in all {
                let claim = Some(Action::Label(id.clone()));
                assert_eq!(done(&map, &layout.press(place, held)), claim, "{}: {letter}", layout.name);
                found += 1;
            }
        }
        assert!(found > 0, "{letter}");
    }
}
