//! Comfort: the face of the article, focus mode, scripts from right to left by keys.

use super::Home;
use byline::session::ReadingFont;
use egui_kittest::kittest::NodeT as _;

const TEXT: &str = "The old bridge fell on Sunday.\n\nNobody was hurt.\n";

#[test]
fn focus_mode_shows_only_the_text_until_it_is_left() {
    let home = Home::new(&[("Bridge falls", TEXT)]);
    let mut window = home.open();
    window.has("Filter articles");
    let wide = window.place("Article text").width();
    window.keys("F11");
    window.lacks("Filter articles");
    window.lacks("Project title: Bridges");
    window.has("Saved");
    assert!(window.place("Article text").width() > wide + 300.0);
    // Keys act as ever, and Esc leaves what it leaves without panels, too.
    window.keys("/ f e l c");
    assert_eq!(window.told(), ["claim:fell"]);
    window.keys("+");
    assert!(window.says("Adding a fragment"), "a pending mode is shown");
    window.keys("Esc Esc Esc F6");
    window.lacks("Filter articles");
    assert!(window.find("Article text").is_focused());
    window.click("Leave focus mode");
    window.has("Filter articles");
    window.keys("Ctrl+Shift+Enter");
    window.lacks("Filter articles");
    // Other pages keep their bar; back in the article only the text is there.
    window.keys("Ctrl+,");
    window.has("Project title: Bridges");
    window.keys("Esc");
    window.lacks("Project title: Bridges");
    window.wait_saved();
}

#[test]
fn a_font_that_is_not_there_says_so() {
    let home = Home::new(&[("Bridge falls", TEXT)]);
    let mut window = home.open();
    window.set_font(ReadingFont::System("No Such Font, Ever".into()));
    window.wait_words("No Such Font, Ever");
    assert!(window.says("articles are set in Libertinus Serif"));
    window.has("The old bridge fell on Sunday.");
    window.set_font(ReadingFont::Sans);
    window.has("The old bridge fell on Sunday.");
}

#[test]
fn words_from_right_to_left_are_labelled_by_keys() {
    let home = Home::new(&[("Two scripts", "One line.\n\nאמר השר כי המחירים ירדו.\n\nقال الوزير إن الأسعار ستنخفض.\n")]);
    let mut window = home.open();
    let described = window.find("אמר השר כי המחירים ירדו.").accesskit_node().description();
    assert!(described.is_some_and(|d| d.contains("Right to left")), "the page says what cannot be trusted");
    window.keys("Down Home Shift+Right Shift+Right s Esc");
    window.keys("Home Ctrl+Right Ctrl+Right Ctrl+Right Shift+End c Esc");
    window.keys("Ctrl+Down Ctrl+Right Shift+Right s Esc");
    assert_eq!(window.told(), ["source:אמר השר", "claim:המחירים ירדו", "source:الوزير"]);
}

#[test]
fn what_an_action_says_is_announced() {
    let home = Home::new(&[("Bridge falls", TEXT)]);
    let mut window = home.open();
    window.keys("Ctrl+C");
    let all = window.harness.root().children_recursive();
    let said = all.into_iter().any(|node| node.accesskit_node().live() == egui::accesskit::Live::Polite);
    assert!(said, "a screen reader hears what was done");
}
