use super::*;
use crate::model::{AnnotatorName, LabelId};
use crate::session::{EditRequest, Session};
use crate::text::TextSpan;
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::sync::Arc;

/// A stage over a project on disk, with some steps in its journal. The folder goes with the test.
fn stage() -> (Stage, tempfile::TempDir) {
    let mut stage = Stage::harbour();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("harbour");
    let ana = AnnotatorName::parse("ana").unwrap();
    crate::store::create(&path, stage.session.project(), &ana).unwrap();
    stage.session = Session::open(&path, &ana, Arc::new(|| {})).unwrap().session;
    let article = stage.article("Harbour to close");
    stage.reader.article = Some(article);
    for (label, span) in [("claim", TextSpan::of(0, 22)), ("source", TextSpan::of(24, 33))] {
        let label = LabelId::parse(label).unwrap();
        stage.session.edit(EditRequest::Annotate { article, label, spans: vec![span] }).unwrap();
    }
    stage.session.undo().unwrap();
    stage.session.mark("before lunch").unwrap();
    let other = stage.article("Boats stay");
    let label = LabelId::parse("event").unwrap();
    stage.session.edit(EditRequest::Annotate { article: other, label, spans: vec![TextSpan::of(0, 5)] }).unwrap();
    wait(&mut stage.session);
    (stage, folder)
}

fn wait(session: &mut Session) {
    for _ in 0..2_000 {
        session.poll();
        if *session.status() == SaveStatus::Saved {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}

fn window(stage: Stage) -> Harness<'static, (Stage, HistoryPage)> {
    harness(stage, HistoryPage::default(), |page, ui, view, out| {
        let mut asked = Outbox::default();
        page.show(ui, view, &mut asked);
        for message in asked.take() {
            match message {
                Message::AskHistory(question) => {
                    let folder = view.session.folder().unwrap();
                    page.arrived(question.answer(folder, view.project(), view.session.annotator()));
                    ui.ctx().request_repaint();
                }
                other => out.push(other),
            }
        }
    })
}

#[test]
fn steps_are_listed_with_what_they_replaced() {
    let (stage, _folder) = stage();
    let mut window = window(stage);
    window.run();
    assert!(window.query_by_label("5 steps").is_some());
    for words in [
        "Checkpoint: before lunch",
        "Undone: label quoted source",
        "Label quoted source, taken back",
        "claim “The harbour will close”",
    ] {
        assert!(window.query_all_by_label_contains(words).next().is_some(), "{words}");
    }
    window.get_by_label("Filter the history").focus();
    window.run();
    window.get_by_label("Filter the history").type_text("boats");
    window.run();
    assert!(window.query_by_label("1 of 5 steps").is_some());
}

#[test]
fn going_back_says_what_changes_and_is_one_step() {
    let (stage, _folder) = stage();
    let mut window = window(stage);
    window.run();
    window.get_by_label_contains(": Checkpoint: before lunch").click();
    window.run();
    window.get_by_label("Go back to here…").click();
    window.run();
    assert!(window.query_by_label_contains("1 record changes, on 1 article").is_some());
    assert!(window.query_by_label_contains("event “Boats” gone").is_some());
    window.get_by_label("Go back").click();
    window.run();
    let (stage, _) = window.state_mut();
    let transaction = stage.take().into_iter().find_map(|message| match message {
        Message::Commit(transaction) => Some(*transaction),
        _ => None,
    });
    let (before, transaction) = (stage.session.project().clone(), transaction.unwrap());
    assert_eq!(transaction.what, "go back to checkpoint “before lunch”");
    stage.session.commit(transaction).unwrap();
    assert!(stage.session.project().layer(&stage.session.key(stage.article("Boats stay"))).is_none());
    stage.session.undo().unwrap();
    assert_eq!(*stage.session.project(), before);
}

#[test]
fn arrows_go_through_the_steps_and_enter_to_the_place() {
    let (stage, _folder) = stage();
    let article = stage.article("Boats stay");
    let mut window = window(stage);
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let messages = window.state_mut().0.take();
    assert!(messages.iter().any(|m| matches!(m, Message::GoTo(spot) if spot.article == article)), "{messages:?}");
    window.key_press(Key::End);
    window.run();
    assert_eq!(window.state().1.cursor, 4);
}
