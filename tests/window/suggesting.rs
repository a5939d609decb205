//! Suggestions by keys and mouse: off until asked for, taken, turned down, all at once.

use super::{Home, Window};
use byline::model::How;
use byline::review::OpenSuggestions;
use egui::{Modifiers, vec2};
use std::sync::Arc;

const TEXT: &str = "Bridge to close\n\n“The bridge will close in March,” the mayor said on Monday. According to the harbour \
    board, repairs will take two years.\n\nThe union said that 40 workers would lose their jobs.\n";

fn home() -> Home {
    Home::new(&[("Bridge to close", TEXT), ("Ferry", "The clerk said on Monday that the ferry would stay.\n")])
}

fn open(app: &byline::ui::App) -> Arc<OpenSuggestions> {
    let article = app.reader().article.unwrap();
    app.session().unwrap().open_suggestions(article, 0)
}

/// A window with suggestions shown, all down to the faintest.
fn shown(home: &Home) -> Window {
    let mut window = home.open();
    window.harness.state_mut().prefer(|preferences| {
        preferences.suggestions.on = true;
        preferences.suggestions.least = 20;
        preferences.suggestions.with = vec!["rules".into()];
    });
    window.wait("suggestions are there", |app| open(app).len() > 3);
    window
}

/// Goes on until a claim is picked.
#[track_caller]
fn go_to_claim(window: &mut Window) {
    for _ in 0..20 {
        window.keys("g");
        let (open, id) = (open(window.app()), window.app().reader().suggestion.unwrap());
        if open.get(id).unwrap().label.as_str() == "claim" {
            return;
        }
    }
    panic!("no claim is suggested");
}

#[test]
fn off_until_asked_for() {
    let home = home();
    let mut window = home.open();
    window.keys("g");
    assert!(window.says("Suggestions are off"));
    window.keys("Ctrl+K").types("show suggestions").keys("Enter");
    window.wait("suggestions are there", |app| !open(app).is_empty());
    assert!(window.says("suggestions"));
    window.keys("g");
    window.has("Accept the suggestion");
    assert!(window.told().is_empty(), "none is an annotation before it is accepted");
    window.click("Hide suggestions");
    window.lacks("Accept the suggestion");
    window.close();
}

#[test]
fn one_key_takes_claim_source_and_arrow() {
    let home = home();
    let mut window = shown(&home);
    go_to_claim(&mut window);
    window.has("Accept the suggestion");
    window.keys("a");
    let told = window.told();
    assert!(told.iter().any(|one| one.starts_with("claim:") && one.contains("The bridge will close")), "{told:?}");
    assert!(told.iter().any(|one| one == "source:the mayor"), "{told:?}");
    let session = window.app().session().unwrap();
    let article = window.app().reader().article.unwrap();
    let layer = session.project().layer(&session.key(article)).unwrap();
    assert_eq!(layer.relations.size(), 1);
    assert!(layer.annotations.values().all(|a| a.provenance.how == How::Accepted && a.provenance.by == "rules"));
    assert!(window.app().reader().suggestion.is_some(), "on to the next");
    window.keys("Ctrl+Z");
    assert!(window.told().is_empty());
    window.close();
}

#[test]
fn what_is_rejected_does_not_come_back_and_backspace_goes_back() {
    let home = home();
    let mut window = shown(&home);
    let before = open(window.app()).len();
    window.keys("g Space");
    let second = window.app().reader().suggestion;
    window.keys("Backspace");
    let first = window.app().reader().suggestion;
    assert!(first.is_some() && first != second);
    window.keys("x");
    assert_eq!(open(window.app()).len(), before - 1);
    assert_ne!(window.app().reader().suggestion, first);
    window.keys("Ctrl+PageDown Ctrl+PageUp");
    assert_eq!(open(window.app()).len(), before - 1);
    window.keys("Esc Ctrl+Z");
    assert_eq!(open(window.app()).len(), before, "undo brings it back");
    window.close();
}

#[test]
fn accepting_all_says_first_which() {
    let home = home();
    let mut window = shown(&home);
    let all = open(window.app()).len();
    window.keys("Shift+a");
    assert!(window.says(&format!("Accept these {all} in this article")));
    assert!(window.told().is_empty());
    window.keys("Esc");
    assert!(!window.says(&format!("Accept these {all} in this article")));
    window.keys("Shift+a").click(&format!("Accept {all}"));
    assert_eq!(window.told().len(), all);
    window.keys("Ctrl+Z");
    assert!(window.told().is_empty(), "one step");
    window.keys("Shift+a Enter");
    assert_eq!(window.told().len(), all, "Enter is yes");
    window.close();
}

#[test]
fn keys_move_the_threshold() {
    let home = home();
    let mut window = shown(&home);
    let least = |window: &Window| window.app().reader().suggestions.least;
    window.keys("Alt+Up");
    assert_eq!(least(&window), 30);
    window.keys("Alt+Down Alt+Down");
    assert_eq!(least(&window), 20, "no fainter than the bar goes");
    window.keys("Alt+Up Alt+Up Alt+Up Alt+Up Alt+Up Alt+Up Alt+Up Alt+Up");
    assert_eq!(least(&window), 95);
    assert!(window.says("0 of"), "the count follows");
    window.close();
}

#[test]
fn a_moved_edge_accepts_as_edited() {
    let home = home();
    let mut window = shown(&home);
    go_to_claim(&mut window);
    window.keys("] Left");
    let session = window.app().session().unwrap();
    let article = window.app().reader().article.unwrap();
    let layer = session.project().layer(&session.key(article)).unwrap();
    let hows: Vec<How> = layer.in_text_order().iter().map(|a| a.provenance.how).collect();
    assert!(hows.contains(&How::Edited), "{hows:?}");
    assert!(window.app().reader().current.is_some() && window.app().reader().suggestion.is_none());
    window.close();
}

/// The words of a suggestion on the open article.
fn words(app: &byline::ui::App, id: byline::model::SuggestionId) -> String {
    let session = app.session().unwrap();
    let text = session.project().article(app.reader().article.unwrap()).unwrap().text();
    let open = open(app);
    open.get(id).unwrap().fragments.iter().map(|span| text.slice(*span)).collect()
}

#[test]
fn g_goes_on_in_the_next_article_and_comes_round() {
    let home = home();
    let mut window = shown(&home);
    let first = window.article();
    for _ in 0..30 {
        if window.app().reader().suggestion.is_none() && window.says("left for later here") {
            break;
        }
        let key = if window.app().reader().suggestion.is_some() { "Space" } else { "g" };
        window.keys(key);
    }
    assert!(window.says("left for later here"));
    window.keys("g");
    window.wait("the next article", |app| {
        app.reader().suggestion.is_some_and(|id| words(app, id).contains("ferry") || words(app, id).contains("clerk"))
    });
    assert_ne!(window.article(), first);
    window.keys("Shift+a");
    let all = open(window.app()).len();
    window.click(&format!("Accept {all}")).keys("g");
    window.wait("round again", |app| app.reader().suggestion.is_some());
    assert_eq!(window.article(), first);
    let left = open(window.app()).len();
    window.keys("Shift+a").click(&format!("Accept {left}")).keys("g");
    window.wait_words("No suggestion is left to decide");
    window.close();
}

#[test]
fn an_edge_dragged_by_mouse_accepts_as_edited_in_one_step() {
    let home = home();
    let mut window = shown(&home);
    go_to_claim(&mut window);
    let id = window.app().reader().suggestion.unwrap();
    let name = format!("Suggested claim: “{}”", words(window.app(), id));
    assert!(name.contains("The bridge will close in March"), "{name}");
    let rect = window.place(&name);
    // Into the fourth of its six words.
    window.drag(rect.right_center(), rect.left_center() + vec2(rect.width() * 0.6, 0.0), Modifiers::NONE);
    let told = window.told();
    let claim = told.iter().find(|one| one.starts_with("claim:")).unwrap();
    assert!(claim.ends_with("The bridge will close"), "{told:?}");
    let session = window.app().session().unwrap();
    let layer = session.project().layer(&session.key(window.app().reader().article.unwrap())).unwrap();
    let claim = layer.annotations.values().find(|a| a.label.as_str() == "claim").unwrap();
    assert_eq!((claim.provenance.how, claim.provenance.by.as_str()), (How::Edited, "rules"));
    assert_eq!((window.app().reader().current, window.app().reader().suggestion), (Some(claim.id), None));
    window.keys("Ctrl+Z");
    assert!(window.told().is_empty(), "one step");
    window.close();
}
