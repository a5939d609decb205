//! Names for screen readers: everything on the main path is found by what it is called.

use super::Home;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const TEXT: &str = "The old bridge fell on Sunday.\n\nNobody was hurt.\n";

#[test]
fn the_welcome_page_names_every_way_in() {
    let home = Home::new(&[]);
    let mut window = home.welcome();
    for name in ["Open project…", "New project…", "Paste an article…", "Path of a project's folder"] {
        window.has(name);
    }
    for (_, title, _) in byline::session::samples::ALL {
        window.has(title);
    }
    window.has("What you mark is kept as Ana's coding");
    window.click("Paste an article…");
    assert!(window.says("Paste"), "the form is there");
    window.keys("Esc");
    window.click("Path of a project's folder").types(&home.project().display().to_string()).keys("Enter");
    window.wait("the project is open", |app| app.session().is_some());
    window.has("No article is open");
}

#[test]
fn a_sample_opens_as_a_copy() {
    let Some((_, title, _)) = byline::session::samples::ALL.first() else { return };
    let home = Home::new(&[]);
    let mut window = home.welcome();
    window.click(title);
    window.wait("the sample is open", |app| app.session().is_some());
    let folder = window.app().session().unwrap().folder().unwrap().to_owned();
    assert!(folder.starts_with(home.config()), "{}", folder.display());
    window.has("Not kept yet: keep as…");
    window.has("Article text");
    window.close();
}

#[test]
fn reader_lists_and_details_are_named() {
    let home = Home::new(&[("Bridge falls", TEXT), ("Ferry to run", "A ferry will run.\n")]);
    let mut window = home.open();
    window.has("Nothing is labelled yet");
    window.keys("/ f e l c");
    for name in [
        "Articles",
        "Filter articles",
        "Ferry to run",
        "Article text",
        "The old bridge fell on Sunday.",
        "Claim: “fell”",
        "Claim: fell",
        "Find in annotations",
        "Label",
        "Note",
        "denial",
        "Paragraph 1: not read yet",
        "Ana's coding",
        "Undo",
        "Redo",
        "Codebook",
        "Article details",
        "Project title: Bridges",
        "0 of 2 paragraphs read · 1 annotation",
    ] {
        window.has(name);
    }
    let mark = window.find("Claim: “fell”").rect();
    let paragraph = window.find("The old bridge fell on Sunday.").rect();
    assert!(paragraph.contains_rect(mark.shrink(2.0)), "{mark:?} is not in {paragraph:?}");
    let described = window.find("Undo").accesskit_node().description();
    assert!(described.is_some_and(|d| d.contains("Ctrl+Z")), "undo says what it takes back, and its key");
    // The text has the keyboard, and F6 goes round.
    assert!(window.find("Article text").is_focused());
    window.keys("F6");
    assert!(window.find("Find in annotations").is_focused());
    window.keys("F6");
    assert!(window.find("Articles").is_focused());
    window.keys("Down Enter");
    assert_eq!(window.article(), "Ferry to run");
    window.wait_saved();
    assert!(window.harness.unnamed_widgets().is_empty(), "{:?}", window.harness.unnamed_widgets());
    assert_eq!(window.harness.query_all_by_label("Article text").count(), 1);
}
