//! What "Saved" promises.

use super::{Home, ana, exported_article, exported_labels};
use byline::session::Session;
use byline::store::Standing;
use egui_kittest::kittest::NodeT as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const TEXT: &str = "The old bridge fell on Sunday.\n\nNobody was hurt.\n";

/// A copy of all files as they are now: what another start would find after the power went.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn what_was_saved_is_there_after_a_crash() {
    let home = Home::new(&[("Bridge falls", TEXT)]);
    let mut window = home.open();
    window.keys("/ f e l e / s u n Shift+Right c Esc m");
    assert_eq!(window.told(), ["event:fell", "claim:Sunday"]);
    window.wait_saved();
    let crashed = home.folder.path().join("crashed");
    copy(&home.project(), &crashed);
    for folder in [&home.project(), &crashed] {
        let article = exported_article(folder, "Bridge falls");
        assert_eq!(exported_labels(&article), ["claim:Sunday", "event:fell"], "{}", folder.display());
        assert_eq!(article["reading"].as_array().map(Vec::len), Some(1));
    }
    // The next start goes on from there: the undo history came along.
    let mut session = Session::open(&crashed, &ana(), Arc::new(|| {})).unwrap().session;
    assert!(session.undo().unwrap().is_some());
    session.undo().unwrap();
    let layer = session.project().layers.values().next().unwrap();
    assert_eq!((layer.annotations.size(), layer.reading.size()), (1, 0));
    session.close();
    window.close();
}

#[test]
fn a_second_window_reads_only_and_says_so() {
    let home = Home::new(&[("Bridge falls", TEXT)]);
    let mut first = home.open();
    first.keys("/ f e l e");
    first.wait_saved();
    let mut second = home.open();
    second.has("Read only");
    second.lacks("1 problem");
    second.keys("/ s u n e");
    assert_eq!(second.told(), ["event:fell"]);
    assert!(second.says("for reading only"), "{:?}", second.app());
    assert!(second.app().session().unwrap().history().next_undo().is_some());
    assert!(second.find("Undo").accesskit_node().is_disabled() && !first.find("Undo").accesskit_node().is_disabled());
    first.keys("/ s u n e");
    assert_eq!(first.told(), ["event:fell", "event:Sunday"]);
    second.close();
    first.wait_saved();
    first.close();
}

#[test]
fn going_back_waits_for_a_yes_and_escape_is_a_no() {
    let home = Home::new(&[("Bridge falls", TEXT)]);
    let mut window = home.open();
    window.keys("/ f e l e / s u n c");
    let both = ["event:fell", "claim:Sunday"];
    assert_eq!(window.told(), both);
    window.wait_saved();
    window.keys("Ctrl+H").wait_words("Label claim");
    for (answer, left) in [("Esc", &both[..]), ("Go back", &both[..1])] {
        window.keys("End").click("Go back to here…").wait_words("Leave it as it is");
        if answer == "Esc" {
            window.keys(answer);
        } else {
            window.click(answer);
        }
        window.lacks("Leave it as it is");
        assert_eq!(window.told(), left, "{answer}");
    }
    window.close();
}

#[test]
fn opening_the_open_project_again_keeps_it_editable() {
    let home = Home::new(&[("Bridge falls", TEXT)]);
    let mut window = home.open();
    window.keys("e");
    window.drop_file(home.project());
    window.wait("it is opened again", |app| app.session().is_some_and(|session| session.revision() == 0));
    assert_eq!(window.told(), ["event:The"]);
    window.lacks("Read only");
    window.keys("Ctrl+Z");
    assert!(window.told().is_empty());
    window.close();
}

#[test]
fn what_is_being_typed_counts_when_the_window_closes() {
    let home = Home::new(&[("Bridge falls", TEXT)]);
    let mut window = home.open();
    window.keys("e");
    window.reach("Note").types("check the day").keys("Ctrl+Z");
    assert_eq!(window.told(), ["event:The"], "inside a draft, undo is the draft's");
    window.types("see page 2");
    window.close();
    let article = exported_article(&home.project(), "Bridge falls");
    assert!(article["annotations"][0]["note"].as_str().is_some_and(|note| note.ends_with("see page 2")), "{article}");
}

#[test]
fn when_the_first_window_is_gone_the_second_goes_on_with_what_was_saved() {
    let home = Home::new(&[("Bridge falls", TEXT)]);
    let mut first = home.open();
    let mut second = home.open();
    assert!(second.says("Ana has this project open in another window of this computer"), "{:?}", second.app());
    second.lacks("Edit here");
    first.keys("e");
    first.wait_saved();
    first.close();
    second.wait("the other one is gone", |app| {
        let session = app.session().unwrap();
        session.look_around();
        session.recovery().standing == Some(Standing::Free)
    });
    second.click("Edit here");
    second.wait("it is open for editing", |app| app.session().is_some_and(|s| s.recovery().standing.is_none()));
    second.lacks("Read only");
    assert_eq!(second.told(), ["event:The"]);
    second.keys("Ctrl+Z");
    assert!(second.told().is_empty(), "and the undo history came along");
    second.close();
}

#[test]
fn what_another_annotator_finishes_appears_beside_ones_own() {
    let home = Home::new(&[("Bridge falls", TEXT)]);
    let mut hers = home.open();
    let mut his = home.open_for("ben");
    his.lacks("Read only");
    his.keys("e");
    his.keys("Ctrl+Enter Enter");
    his.wait_saved();
    his.close();
    hers.keys("c");
    hers.wait("his coding is there", |app| {
        let session = app.session().unwrap();
        session.look_around();
        session.project().layers.size() == 2
    });
    assert_eq!(hers.told(), ["claim:The"], "her own is as it was");
    assert!(hers.says("Ben finished “Bridge falls”"), "{:?}", hers.app());
    hers.keys("Ctrl+Z");
    assert!(hers.told().is_empty(), "undo is hers alone");
    assert_eq!(hers.app().session().unwrap().project().layers.size(), 1);
    hers.close();
}
