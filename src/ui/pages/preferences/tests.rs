use super::*;
use crate::session::ReadingFont;
use crate::ui::testing::{Stage, harness};
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

fn page(find: &str) -> Harness<'static, (Stage, PreferencesPage)> {
    let page = PreferencesPage { find: find.into(), ..PreferencesPage::default() };
    harness(Stage::harbour(), page, PreferencesPage::show)
}

fn preferences(window: &mut Harness<'static, (Stage, PreferencesPage)>) -> Option<Preferences> {
    let messages = std::mem::take(&mut window.state_mut().0.messages);
    messages.into_iter().find_map(|m| if let Message::SetPreferences(p) = m { Some(*p) } else { None })
}

#[test]
fn looks_are_chosen() {
    let mut window = page("undo");
    window.get_by_label("Dark").click();
    window.run();
    assert_eq!(preferences(&mut window).unwrap().appearance, Appearance::Dark);
}

#[test]
fn the_font_is_chosen_from_the_systems() {
    let mut window = page("undo");
    window.get_by_label("Font of the article: Libertinus Serif").click();
    window.run();
    assert!(window.state().0.messages.iter().any(|m| matches!(m, Message::ListFonts)), "the names are asked for");
    assert!(window.query_by_label("Reading the names of the system's fonts…").is_some());
    window.state_mut().1.set_families(vec!["Cantarell".into(), "Élan Sans".into()]);
    window.run();
    window.get_by_label("Find a font").type_text("elan");
    window.run();
    assert!(window.query_by_label("Cantarell").is_none());
    window.key_press(Key::Enter);
    window.run();
    let chosen = preferences(&mut window).unwrap();
    assert_eq!(chosen.reading_font, ReadingFont::System("Élan Sans".into()));
    window.get_by_label("Font of the article: Libertinus Serif").click();
    window.run();
    window.get_by_label("Ubuntu").click();
    window.run();
    assert_eq!(preferences(&mut window).unwrap().reading_font, ReadingFont::Sans);
}

#[test]
fn a_name_that_leaves_nothing_is_not_sent() {
    let mut window = page("undo");
    let retype = |window: &mut Harness<'static, (Stage, PreferencesPage)>, text: &str| {
        window.get_by_label("Your name").focus();
        window.run();
        window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        window.get_by_label("Your name").type_text(text);
        window.key_press(Key::Enter);
        window.run();
        std::mem::take(&mut window.state_mut().0.messages)
    };
    assert!(retype(&mut window, "…").is_empty());
    let messages = retype(&mut window, "Ana María");
    assert!(matches!(messages.as_slice(), [Message::SetAnnotator(name)] if name == "Ana María"), "{messages:?}");
}

#[test]
fn new_keys_are_captured_and_clashes_name_their_owner() {
    let mut window = page("undo");
    let press = |window: &mut Harness<'static, (Stage, PreferencesPage)>, modifiers, key| {
        window.get_by_label("Change keys of Undo").click();
        window.run();
        assert!(window.state().1.is_capturing());
        window.key_press_modifiers(modifiers, key);
        window.run();
        assert!(!window.state().1.is_capturing());
    };
    press(&mut window, Modifiers::ALT, Key::U);
    let bound = preferences(&mut window).unwrap();
    assert_eq!(bound.keys.get("Undo").map(String::as_str), Some("Alt+U"));
    press(&mut window, Modifiers::NONE, Key::M);
    assert!(window.query_by_label("m belongs to “Paragraph is read”; choose other keys").is_some());
    press(&mut window, Modifiers::NONE, Key::C);
    assert!(window.query_by_label("c belongs to the label Claim; choose other keys").is_some());
    assert!(preferences(&mut window).is_none(), "nothing was bound");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(preferences(&mut window).is_none());

    window.get_by_label("Change keys of Undo").click();
    window.run();
    window.event(Event::Text("%".into()));
    window.run();
    assert_eq!(preferences(&mut window).unwrap().keys.get("Undo").map(String::as_str), Some("%"));
}

#[test]
fn keys_are_reset_unless_somebody_has_them() {
    let mut window = page("undo");
    let stage = &mut window.state_mut().0;
    stage.preferences.keys = [("Undo".to_owned(), "Alt+U".to_owned()), ("Help".to_owned(), "Ctrl+Z".to_owned())].into();
    stage.keys = crate::ui::KeyMap::new(&stage.session.project().codebook, &stage.preferences.keys);
    window.run();
    window.get_by_label("Reset keys of Undo").click();
    window.run();
    assert!(window.query_by_label("Ctrl+Z belongs to “Keys”; choose other keys").is_some());
    assert!(preferences(&mut window).is_none());
    window.get_by_label("Reset all keys").click();
    window.run();
    assert!(preferences(&mut window).unwrap().keys.is_empty());
}
