//! Somebody on another machine takes over what is open in this window.

use super::*;
use crate::session::SaveStatus;
use crate::store::Standing;
use crate::store::testing::{bring_back, close_elsewhere, take_over_and_away};

fn session(app: &App) -> &Session {
    &app.open.as_ref().unwrap().session
}

/// Looks around until something holds.
#[track_caller]
fn look(app: &mut App, holds: impl Fn(&App) -> bool) {
    wait(app, |app| {
        session(app).look_around();
        holds(app)
    });
}

#[test]
fn what_was_not_saved_when_it_was_taken_over_goes_along_when_it_is_edited_here_again() {
    let mut shelf = Shelf::new();
    let (folder, away) = (shelf.folder(), shelf.home.path().join("away"));
    let opened = Session::open(&folder, &ana(), Arc::new(|| {})).unwrap();
    shelf.app.arrive(Arrived::Opened(Ok(Box::new(opened)), asked().0));
    shelf.app.follow_project();
    let article = shelf.app.reader.article.unwrap();
    shelf.annotate();
    wait(&mut shelf.app, |app| *session(app).status() == SaveStatus::Saved);
    take_over_and_away(&folder, &away);
    shelf.app.outbox.push(Message::Edit(crate::session::EditRequest::Finish { article }));
    look(&mut shelf.app, |app| matches!(session(app).status(), SaveStatus::ReadOnly(_)));
    assert_eq!(session(&shelf.app).unsaved(), 1);
    shelf.app.outbox.push(Message::Edit(crate::session::EditRequest::RenameProject("No".into())));
    shelf.app.logic(&egui::Context::default());
    let said = shelf.app.said.clone().unwrap();
    assert!(said.starts_with("This project is open for reading only: it was taken over"), "{said}");
    // It is not left by accident.
    shelf.app.outbox.push(Message::CloseProject);
    shelf.app.logic(&egui::Context::default());
    let said = shelf.app.said.clone().unwrap();
    assert!(shelf.app.open.is_some() && said.starts_with("1 edit is not on disk yet: keep the project"), "{said}");
    bring_back(&folder, &away);
    // While somebody else has it, it stays in this window.
    shelf.app.outbox.push(Message::EditHere);
    wait(&mut shelf.app, |app| app.said.as_deref().is_some_and(|said| said.contains("can't be edited here yet")));
    assert_eq!(session(&shelf.app).unsaved(), 1);
    close_elsewhere(&folder);
    look(&mut shelf.app, |app| session(app).recovery().standing == Some(Standing::Free));
    shelf.app.outbox.push(Message::EditHere);
    wait(&mut shelf.app, |app| *session(app).status() == SaveStatus::Saved && session(app).recovery().taken.is_none());
    assert_eq!(shelf.app.said.as_deref(), Some("Open for editing here; 1 unsaved edit was made again"));
    let key = session(&shelf.app).key(article);
    let layer = session(&shelf.app).project().layer(&key).cloned().unwrap();
    assert!(layer.done && layer.annotations.size() == 1);
    assert!(shelf.app.open.as_ref().unwrap().problems.is_empty());
    shelf.app.close();
    let again = Session::open(&folder, &ana(), Arc::new(|| {})).unwrap();
    assert!(again.session.project().layer(&key).unwrap().done && again.problems.is_empty());
}

#[test]
fn what_was_not_saved_can_be_kept_as_another_project() {
    let mut shelf = Shelf::new();
    let (folder, away) = (shelf.folder(), shelf.home.path().join("away"));
    let opened = Session::open(&folder, &ana(), Arc::new(|| {})).unwrap();
    shelf.app.arrive(Arrived::Opened(Ok(Box::new(opened)), asked().0));
    shelf.app.follow_project();
    take_over_and_away(&folder, &away);
    shelf.annotate();
    look(&mut shelf.app, |app| matches!(session(app).status(), SaveStatus::ReadOnly(_)));
    let mine = session(&shelf.app).project().layers.clone();
    let other = shelf.home.path().join("mine");
    shelf.app.outbox.push(Message::SaveProjectAs(other.clone()));
    wait(&mut shelf.app, |app| session(app).folder() == Some(other.as_path()));
    assert_eq!((session(&shelf.app).status(), session(&shelf.app).unsaved()), (&SaveStatus::Saved, 0));
    assert_eq!(session(&shelf.app).project().layers, mine);
    shelf.app.close();
}
