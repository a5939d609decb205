//! Everything by mouse alone.

use super::{Home, Window};
use egui::{Modifiers, Pos2, vec2};

/// Each paragraph is one row, so that its ends are places for the mouse.
const BRIDGE: &str = "The bridge will close\n\nAda Quill\n\nand stay closed\n\nCollapse\n";

fn ends(window: &Window, paragraph: &str) -> (Pos2, Pos2) {
    let rect = window.place(paragraph);
    (rect.left_center() + vec2(1.0, 0.0), rect.right_center() + vec2(20.0, 0.0))
}

fn drag_over(window: &mut Window, paragraph: &str, modifiers: Modifiers) {
    let (from, to) = ends(window, paragraph);
    window.drag(from, to, modifiers);
}

#[test]
fn labels_arrow_fragment_attribute_and_reading_by_mouse_alone() {
    let home = Home::new(&[("Bridge to close", BRIDGE)]);
    let mut window = home.open();
    drag_over(&mut window, "Ada Quill", Modifiers::NONE);
    window.click("Label as Quoted source");
    assert_eq!(window.told(), ["source:Ada Quill"]);
    drag_over(&mut window, "The bridge will close", Modifiers::NONE);
    window.click("Label as Claim");
    window.reach("Draw an arrow…");
    let source = window.place("Ada Quill").left_center() + vec2(12.0, 0.0);
    window.clicks(source, 1);
    let layers = &window.app().session().unwrap().project().layers;
    assert_eq!(layers.values().next().unwrap().relations.size(), 1, "the arrow ends where the click was");
    window.click("Claim: The bridge will close");
    assert_eq!(window.told(), ["claim:The bridge will close", "source:Ada Quill"]);
    drag_over(&mut window, "and stay closed", Modifiers::COMMAND | Modifiers::CTRL);
    assert_eq!(window.told(), ["claim:The bridge will close … and stay closed", "source:Ada Quill"]);

    // A double click selects a word; the right button has the labels too.
    let word = window.place("Collapse").left_center() + vec2(8.0, 0.0);
    window.clicks(word, 2);
    window.right_click(word);
    window.click_last("Label as Event");
    assert_eq!(window.told().last().map(String::as_str), Some("event:Collapse"));

    // The list picks, and the inspector shows what was picked.
    window.click("Claim: The bridge will close … and stay closed");
    let current = |window: &Window| window.app().reader().current;
    let claim = current(&window).unwrap();
    window.reach("denial");
    let session = window.app().session().unwrap();
    let key = session.key(window.app().reader().article.unwrap());
    let act = byline::model::AttributeId::parse("act").unwrap();
    let annotation = session.project().annotation(&key, claim).unwrap();
    assert_eq!(annotation.attributes.get(&act).and_then(|v| v.as_text()), Some("denial"));

    // A click on the words picks what is there.
    let at = window.place("Ada Quill").left_center() + vec2(12.0, 0.0);
    window.clicks(at, 1);
    assert_ne!(current(&window), Some(claim));
    assert!(current(&window).is_some());
    window.click("Paragraph 1: not read yet");
    let session = window.app().session().unwrap();
    assert_eq!(session.project().layer(&key).unwrap().reading.size(), 1);
    window.click("Undo");
    let session = window.app().session().unwrap();
    assert_eq!(session.project().layer(&key).unwrap().reading.size(), 0);
}

#[test]
fn the_list_of_articles_opens_what_is_clicked() {
    let home = Home::new(&[("Bridge to close", BRIDGE), ("Ferry to run", "A ferry will run.\n")]);
    let mut window = home.open();
    window.click("Ferry to run");
    assert_eq!(window.article(), "Ferry to run");
    window.has("A ferry will run.");
}
