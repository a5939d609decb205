//! What a dialog's answer leads to; the rest of the window is tested from outside.

use super::*;
use crate::model::{IdMaker, Project, default_codebook};
use crate::ui::Message;
use std::time::Duration;

#[track_caller]
fn wait(app: &mut App, holds: impl Fn(&App) -> bool) {
    let ctx = egui::Context::default();
    for _ in 0..3_000 {
        app.logic(&ctx);
        if holds(app) {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("waited in vain: {:?}", app.said);
}

#[test]
fn a_scratch_project_that_cannot_be_kept_there_stays_open() {
    let home = tempfile::tempdir().unwrap();
    let (scratch, taken, free) =
        (home.path().join("scratch"), home.path().join("taken"), home.path().join("the_storm"));
    std::fs::create_dir(&taken).unwrap();
    std::fs::write(taken.join("letter.txt"), "Mine").unwrap();
    let annotator = crate::model::AnnotatorName::parse("ana").unwrap();
    let project = Project::new(IdMaker::new(1).make(), "Pasted", default_codebook());
    drop(crate::store::create(&scratch, &project, &annotator).unwrap());
    let preferences = Preferences { annotator: "ana".into(), ..Preferences::default() };
    let mut app = App::new(preferences, None, Arc::new(|| {})).with_config(home.path().join("config"));
    let opened = Session::open(&scratch, &annotator, Arc::new(|| {})).unwrap();
    app.open = Some(Open { session: opened.session, scratch: true, problems: Vec::new() });

    app.outbox.push(Message::SaveProjectAs(taken.clone()));
    app.logic(&egui::Context::default());
    wait(&mut app, |app| app.said.as_deref().is_some_and(|said| said.contains("taken")));
    let open = app.open.as_ref().unwrap();
    assert_eq!((open.session.folder(), open.scratch), (Some(scratch.as_path()), true));
    assert_eq!(std::fs::read_dir(&taken).unwrap().count(), 1, "what was there stays as it was");

    app.outbox.push(Message::SaveProjectAs(free.clone()));
    app.logic(&egui::Context::default());
    wait(&mut app, |app| app.session().is_some_and(|session| session.folder() == Some(free.as_path())));
    let open = app.open.as_ref().unwrap();
    assert_eq!((open.session.project().info.title.as_str(), open.scratch), ("the storm", false));
    app.close();
}
