//! Keys and mouse, row by row of what the design promises.

use super::{Home, Window, pressed};
use byline::text::{Grain, TextSpan};
use byline::ui::reader::Mode;
use egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::Queryable as _;

const NEWS: &str = "The minister said the old bridge will close in March. \
“We will build a new one,” she added, “and it will be wider.”\n\nA bank doubted $40 of it, and 60% of the U.S. agreed.\n";

const FERRY: &str = "A ferry will run until then.\n";

fn news() -> (Home, Window) {
    let home = Home::new(&[("Bridge to close", NEWS), ("Ferry to run", FERRY)]);
    let window = home.open();
    (home, window)
}

/// The words that are shown as selected.
fn selected(window: &Window) -> String {
    let (reader, session) = (window.app().reader(), window.app().session().unwrap());
    let text = session.project().article(reader.article.unwrap()).unwrap().text();
    reader.selection(text).map_or(String::new(), |span: TextSpan| text.slice(span).to_owned())
}

/// All at once, as they come when a frame was slow.
fn in_one_frame(window: &mut Window, events: impl IntoIterator<Item = Event>) {
    window.harness.input_mut().events.extend(events);
    window.harness.step();
    window.settle();
}

#[test]
fn selections_follow_the_grain() {
    let (_home, mut window) = news();
    window.keys("Shift+Right Shift+Right");
    assert_eq!(selected(&window), "The minister");
    window.keys("Shift+Left");
    assert_eq!(selected(&window), "The");
    window.keys("3");
    assert_eq!(selected(&window), "The minister said the old bridge will close in March");
    window.keys("4");
    assert!(selected(&window).ends_with("“and it will be wider.”"), "a pair stays: {}", selected(&window));
    window.keys("3 Shift+Right Shift+Right");
    assert!(selected(&window).ends_with("wider.”"), "by sentences: {}", selected(&window));
    window.keys("Shift+Left");
    assert_eq!(selected(&window), "The minister said the old bridge will close in March");
    window.keys("1 Esc Ctrl+Home Shift+Right Shift+Right");
    assert_eq!(selected(&window), "Th");
    window.keys("2");
    assert_eq!(selected(&window), "The");
    assert_eq!(window.app().reader().grain, Grain::Word);
}

#[test]
fn selections_extend_by_clause_sentence_and_jump() {
    let (_home, mut window) = news();
    window.keys("Alt+Shift+Down");
    assert_eq!(selected(&window), "The minister said the old bridge will close in March");
    window.keys("Right / w e Alt+Shift+Right");
    assert_eq!(selected(&window), "We will build a new one", "the mark inside the quotation falls off");
    window.keys("Alt+Shift+Right");
    assert_eq!(selected(&window), "We will build a new one,” she added");
    window.keys("Alt+Shift+Left");
    assert_eq!(selected(&window), "We will build a new one");
    window.keys("/ w i d");
    assert_eq!(selected(&window), "We will build a new one,” she added, “and it will be wider");
    window.keys("Esc Esc / b a n Shift+Right / 4");
    assert_eq!(selected(&window), "bank doubted $40", "what is counted keeps its sign");
    window.keys("Alt+Shift+Down");
    assert_eq!(selected(&window), "bank doubted $40 of it, and 60% of the U.S. agreed");
    window.keys("/ u . s");
    assert_eq!(selected(&window), "bank doubted $40 of it, and 60% of the U.S.", "an abbreviation keeps its stop");
}

#[test]
fn growing_and_shrinking_go_back_exactly() {
    let (_home, mut window) = news();
    window.keys("/ b u Right Left");
    let caret = window.app().reader().caret;
    let mut seen = Vec::new();
    for _ in 0..6 {
        window.keys("Ctrl+Shift+Up");
        seen.push(selected(&window));
    }
    assert_eq!(seen[0], "build");
    assert_eq!(seen[1], "“We will build a new one,”");
    assert_eq!(seen[2], "“We will build a new one,” she added");
    assert_eq!(seen[3], "“We will build a new one,” she added, “and it will be wider.”");
    assert!(seen[4].starts_with("The minister") && seen[4] == seen[5], "the paragraph is the largest: {seen:?}");
    for step in [&seen[3], &seen[2], &seen[1], &seen[0]] {
        window.keys("Ctrl+Shift+Down");
        assert_eq!(&selected(&window), step);
    }
    window.keys("Ctrl+Shift+Down");
    assert_eq!((selected(&window).as_str(), window.app().reader().caret), ("", caret));
    window.keys("Shift+Right Shift+Right Ctrl+Shift+Up Ctrl+Shift+Down");
    assert_eq!(selected(&window), "build a", "what was selected before growing");
}

#[test]
fn a_sticky_label_outlasts_whatever_is_pending() {
    let (_home, mut window) = news();
    window.keys("Shift+e Shift+Right Enter");
    assert_eq!(window.told(), ["event:The"]);
    for pending in ["Enter", "]", "+", "/"] {
        window.keys(pending);
        assert!(!matches!(window.app().reader().mode, Mode::Sticky(_)), "{pending} is pending");
        window.keys("Esc");
        assert!(matches!(window.app().reader().mode, Mode::Sticky(_)), "{pending}: one Esc leaves the innermost");
    }
    window.keys("Ctrl+Right Shift+Right Enter Shift+Left Enter");
    assert_eq!(window.told(), ["event:The", "event:minister"], "it never takes a label off");
    window.keys("Esc Right Shift+Right Enter");
    assert_eq!(window.told().len(), 2, "Esc has ended it");
}

#[test]
fn numbers_are_taken_back_and_nothing_is_deleted() {
    let (_home, mut window) = news();
    window.keys("Ctrl+Right s / b r i c Esc r Backspace Backspace");
    assert!(matches!(window.app().reader().mode, Mode::Relate { .. }));
    assert_eq!(window.told(), ["source:minister", "claim:bridge"]);
    // The digit's key alone, on a French keyboard.
    let key = Event::Key {
        key: Key::Num1,
        physical_key: Some(Key::Num1),
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    in_one_frame(&mut window, [key, Event::Text("&".into())]);
    let layers = &window.app().session().unwrap().project().layers;
    assert_eq!(layers.values().next().unwrap().relations.size(), 1);
}

#[test]
fn edge_keys_go_from_fragment_to_fragment() {
    let (_home, mut window) = news();
    window.keys("/ w e Alt+Shift+Right c + / a n d 1 Alt+Shift+Right Enter");
    assert_eq!(window.told(), ["claim:We will build a new one … and it will be wider"]);
    window.keys("[ Right [ Right Esc");
    assert_eq!(window.told(), ["claim:will build a new one … it will be wider"]);
    window.keys("] Left ] Left Enter");
    assert_eq!(window.told(), ["claim:will build a new … it will be"]);
}

#[test]
fn the_last_label_is_repeated_as_its_key_would_give_it() {
    let (_home, mut window) = news();
    window.keys("Shift+Right Shift+Right e .");
    assert_eq!(window.told(), ["event:The minister"], "it is current, and has that label");
    window.keys("/ b r i .");
    assert_eq!(window.told(), ["event:The minister", "event:bridge"]);
}

#[test]
fn what_is_typed_behind_a_key_waits_for_the_field_that_it_opens() {
    let (_home, mut window) = news();
    let keys = |keys: &str| keys.split(' ').flat_map(pressed).collect::<Vec<_>>();
    in_one_frame(&mut window, keys("Ctrl+P f e r r"));
    window.keys("Enter");
    assert_eq!(window.article(), "Ferry to run");
    window.keys("/ f e r c");
    in_one_frame(&mut window, keys("Enter Shift+Tab s u r e"));
    window.keys("Enter Esc");
    let session = window.app().session().unwrap();
    let layer = session.project().layers.values().next().unwrap();
    let notes: Vec<&str> = layer.annotations.values().map(|a| a.note.as_str()).collect();
    assert_eq!((notes, window.told()), (vec!["sure"], vec!["claim:ferry".to_owned()]));
}

#[test]
fn all_of_a_double_or_triple_click_may_come_in_one_frame() {
    let (_home, mut window) = news();
    let place =
        window.place("A bank doubted $40 of it, and 60% of the U.S. agreed.").left_center() + egui::vec2(24.0, 0.0);
    for (times, words) in [(2, "bank"), (3, "A bank doubted $40 of it, and 60% of the U.S. agreed")] {
        let button = |pressed| Event::PointerButton {
            pos: place,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        let clicks = (0..times).flat_map(|_| [button(true), button(false)]);
        let events: Vec<Event> = [Event::PointerMoved(place)].into_iter().chain(clicks).collect();
        in_one_frame(&mut window, events);
        assert_eq!(selected(&window), words);
        window.keys("Esc");
    }
}

#[test]
fn nothing_moves_when_a_mode_begins() {
    let (_home, mut window) = news();
    let foot = |window: &Window| window.harness.get_by_label_contains("¶ 1 of").rect().center().y;
    let calm = foot(&window);
    for keys in ["/", "Esc Shift+c"] {
        window.keys(keys);
        assert_ne!(window.app().reader().mode, Mode::Normal, "{keys}");
        assert!((foot(&window) - calm).abs() < 0.1, "{keys}");
    }
}
