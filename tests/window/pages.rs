//! Palette, finders, codebook, grid and preferences in the whole window.

use super::{Home, Window};
use byline::model::LabelId;

const TEXT: &str =
    "The old bridge fell on Sunday.\n\nThe Café at its foot stayed open, and the cafe's owner was glad.\n";

fn home() -> Home {
    Home::new(&[("Bridge falls", TEXT), ("Ferry to run", "A ferry will run.\n")])
}

fn retype(window: &mut Window, name: &str, text: &str) {
    window.click(name).keys("Ctrl+A").types(text).keys("Enter");
}

fn claim_name(window: &Window) -> String {
    let codebook = &window.app().session().unwrap().project().codebook;
    codebook.label(&LabelId::parse("claim").unwrap()).unwrap().name.clone()
}

#[test]
fn the_palette_runs_commands_and_finds_articles() {
    let home = home();
    let mut window = home.open();
    window.keys("/ f e l Ctrl+K").types("label event").keys("Enter");
    assert_eq!(window.told(), ["event:fell"]);
    window.keys("Ctrl+K").types("next article").keys("Enter");
    assert_eq!(window.article(), "Ferry to run");
    window.keys("Ctrl+P").types("BRIDGE").keys("Enter");
    assert_eq!(window.article(), "Bridge falls");
    window.keys("Ctrl+K Esc");
    window.lacks("Find a command");
    window.keys("Delete");
    assert!(window.app().session().is_some(), "keys are the reader's again");
}

#[test]
fn letters_typed_into_a_field_label_nothing() {
    let home = home();
    let mut window = home.open();
    window.keys("Ctrl+F x c s e m 1 Delete");
    assert!(window.told().is_empty(), "{:?}", window.told());
    window.has("not in this article");
    window.keys("Esc");
    window.lacks("Find in the article");
    window.keys("e");
    assert_eq!(window.told(), ["event:The"]);
}

#[test]
fn the_find_bar_minds_neither_case_nor_accents() {
    let home = home();
    let mut window = home.open();
    window.keys("Ctrl+F").types("CAFE");
    window.has("1 of 2");
    assert_eq!(window.app().reader().found.len(), 2);
    window.keys("Enter");
    window.has("2 of 2");
    let at = window.app().reader().caret.get();
    assert_eq!(TEXT.get(at..at + 4), Some("cafe"));
    window.keys("Esc e");
    assert_eq!(window.told(), ["event:cafe's"], "the caret stays where the words were found");
}

#[test]
fn a_label_is_renamed_and_undo_brings_its_name_back() {
    let home = home();
    let mut window = home.open();
    window.click("Codebook");
    retype(&mut window, "Name", "Statement");
    assert_eq!(claim_name(&window), "Statement");
    window.keys("Ctrl+Z");
    assert_eq!(claim_name(&window), "Claim");
    window.keys("Ctrl+Y");
    assert_eq!(claim_name(&window), "Statement");
    window.keys("Esc");
    window.has("Article text");
    window.keys("c");
    window.has("Statement: The");
}

#[test]
fn what_is_typed_counts_when_the_page_is_left() {
    let home = home();
    let mut window = home.open();
    window.click("Codebook");
    window.click("Name").keys("Ctrl+A").types("Statement");
    window.click("Article");
    assert_eq!(claim_name(&window), "Statement");
}

#[test]
fn the_grid_edits_a_title_and_undo_brings_it_back() {
    let home = home();
    let mut window = home.open();
    window.click("Article details");
    window.click("Title of Ferry to run").keys("F2 End").types(" again").keys("Enter");
    window.has("Title of Ferry to run again");
    window.keys("Ctrl+Z");
    window.lacks("Title of Ferry to run again");
    window.keys("Ctrl+Y Esc");
    window.has("Article text");
    window.has("Ferry to run again");
    window.wait_saved();
    window.close();
    super::exported_article(&home.project(), "Ferry to run again");
}

#[test]
fn keys_are_bound_anew_and_clashes_refused() {
    let home = home();
    let mut window = home.open();
    window.keys("e Ctrl+,");
    window.click("Find an action").types("undo");
    window.click("Change keys of Undo").keys("m");
    window.has("m belongs to “Paragraph is read”; choose other keys");
    window.click("Change keys of Undo").keys("Alt+u");
    window.keys("Esc");
    window.keys("Esc");
    window.has("Article text");
    window.keys("Ctrl+Z");
    assert_eq!(window.told(), ["event:The"], "the old keys do nothing");
    window.keys("Alt+u");
    assert!(window.told().is_empty(), "the new keys do");
    let file = home.config().join("preferences.ron");
    window.wait("the keys are kept", move |_| {
        std::fs::read_to_string(&file).is_ok_and(|text| text.contains("\"Undo\": \"Alt+U\""))
    });
}

#[test]
fn escape_leaves_every_page() {
    let home = home();
    let mut window = home.open();
    for page in ["Codebook", "Article details", "Preferences"] {
        window.click(page);
        window.lacks("Article text");
        window.keys("Esc");
        window.has("Article text");
    }
}
