//! What a dialog's answer leads to; the rest of the window is tested from outside.

mod taken;

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

/// A project of two articles on disk and a window without one; the newer article comes first in the project.
struct Shelf {
    home: tempfile::TempDir,
    project: Project,
    app: App,
}

fn asked() -> (jobs::Asked, Arc<std::sync::atomic::AtomicBool>) {
    let stop = Arc::default();
    (jobs::Asked::of(jobs::Scratch::No, &stop), stop)
}

impl Shelf {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut ids = IdMaker::new(5);
        let mut project = Project::new(ids.make(), "Bridges", default_codebook());
        for (number, words) in ["The bridge stays.\n", "The bridge goes.\n"].into_iter().enumerate() {
            let id: crate::model::ArticleId = ids.make();
            let title = words.trim_end_matches(".\n").to_owned();
            let published = crate::model::Date::parse(&format!("2025-11-{}", 20 - number));
            let metadata = crate::model::Metadata { title, published, ..Default::default() };
            let file = crate::store::text_file(&metadata, id, 1);
            let article = crate::model::Article {
                id,
                foreign_id: String::new(),
                metadata,
                attributes: Default::default(),
                stories: Default::default(),
                zones: Vec::new(),
                earlier: Vec::new(),
                current: crate::model::Revision { text: crate::text::Text::new(words), file, since: None },
                extra: Default::default(),
            };
            project.articles.insert_mut(id, Arc::new(article));
        }
        drop(crate::store::create(&home.path().join("bridges"), &project, &ana()).unwrap());
        let preferences = Preferences { annotator: "ana".into(), ..Preferences::default() };
        let app = App::new(preferences, None, Arc::new(|| {})).with_config(home.path().join("config"));
        Self { home, project, app }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("bridges")
    }

    /// The look arrives, and the window lists what there is.
    fn look(&mut self) {
        let session = Session::look(self.project.clone(), ana(), &self.folder());
        let asked = asked().0;
        self.app.arrive(Arrived::Looked(Box::new(jobs::Look::new(session)), asked));
        self.app.follow_project();
    }

    fn annotate(&mut self) {
        let article = self.app.reader.article.unwrap();
        let label = crate::model::LabelId::parse("claim").unwrap();
        let spans = vec![crate::text::TextSpan::of(0, 10)];
        self.app.outbox.push(Message::Edit(crate::session::EditRequest::Annotate { article, label, spans }));
        self.app.logic(&egui::Context::default());
    }
}

fn ana() -> crate::model::AnnotatorName {
    crate::model::AnnotatorName::parse("ana").unwrap()
}

#[test]
fn who_reads_while_a_project_is_opened_stays_where_she_is() {
    let mut shelf = Shelf::new();
    shelf.look();
    let open = shelf.app.open.as_ref().unwrap();
    let last = *shelf.app.panels.articles.listed(&open.session).last().unwrap();
    assert_ne!(shelf.app.reader.article, Some(last));
    shelf.app.open_article(last);
    shelf.app.reader.place(crate::text::ByteOffset::new(4), crate::ui::reader::Extend::No);
    shelf.annotate();
    assert_eq!(shelf.app.said.as_deref(), Some("The project is still being read; edit it in a moment"));
    shelf.app.outbox.push(Message::ExportJsonl(shelf.home.path().join("half.jsonl")));
    shelf.app.logic(&egui::Context::default());
    assert!(shelf.app.said.as_deref().is_some_and(|said| said.contains("still being read")));

    let opened = Session::open(&shelf.folder(), &ana(), Arc::new(|| {})).unwrap();
    let asked = asked().0;
    shelf.app.arrive(Arrived::Opened(Ok(Box::new(opened)), asked));
    assert_eq!((shelf.app.reader.article, shelf.app.reader.caret.get()), (Some(last), 4));
    shelf.annotate();
    let session = shelf.app.session().unwrap();
    assert_eq!(session.project().layer(&session.key(last)).unwrap().annotations.size(), 1);
    assert!(!shelf.home.path().join("half.jsonl").exists());
    shelf.app.close();
}

#[test]
fn a_message_shows_what_would_turn_its_line_around() {
    let mut shelf = Shelf::new();
    shelf.app.say("Opened “a\u{202e}b”");
    assert_eq!(shelf.app.said.as_deref(), Some("Opened “a\\u{202e}b”"));
}

#[test]
fn a_project_that_cannot_be_opened_after_all_says_so() {
    let mut shelf = Shelf::new();
    shelf.look();
    let asked = asked().0;
    shelf.app.arrive(Arrived::Opened(Err("the disk went away".into()), asked));
    assert!(shelf.app.session().is_none());
    assert_eq!(shelf.app.said.as_deref(), Some("The disk went away"));
}

#[test]
fn a_project_that_is_closed_while_it_is_opened_stays_closed() {
    let mut shelf = Shelf::new();
    shelf.look();
    let (asked, stop) = asked();
    shelf.app.outbox.push(Message::CloseProject);
    shelf.app.logic(&egui::Context::default());
    assert!(shelf.app.session().is_none());
    // The worker was asked to stop, and had everything by then.
    stop.store(true, std::sync::atomic::Ordering::SeqCst);
    let opened = Session::open(&shelf.folder(), &ana(), Arc::new(|| {})).unwrap();
    shelf.app.arrive(Arrived::Opened(Ok(Box::new(opened)), asked));
    assert!(shelf.app.session().is_none());
    let again = Session::open(&shelf.folder(), &ana(), Arc::new(|| {})).unwrap();
    assert_eq!(again.session.status(), &crate::session::SaveStatus::Saved, "its lock was given back");
    again.session.close();
}

#[test]
fn a_fault_in_a_writer_is_an_error_on_the_page() {
    let mut shelf = Shelf::new();
    let opened = Session::open(&shelf.folder(), &ana(), Arc::new(|| {})).unwrap();
    shelf.app.arrive(Arrived::Opened(Ok(Box::new(opened)), asked().0));
    shelf.app.panels.export.set_writing(0.0);
    let choice = crate::ui::pages::ExportChoice::everything("jsonl");
    let to = shelf.home.path().join("a.jsonl");
    shelf.app.export_by(choice, to, exporting::Exporting::FromPage, |_| panic!("as a fault would"));
    wait(&mut shelf.app, |app| app.exporting == exporting::Exporting::No);
    assert!(!shelf.app.panels.export.is_writing());
    let said = shelf.app.said.clone().unwrap();
    assert!(said.starts_with("Nothing was written; this is a fault") && said.ends_with("as a fault would"), "{said}");
    shelf.app.spawn("anything", |_| panic!("as another would"));
    wait(&mut shelf.app, |app| app.said.as_deref().is_some_and(|said| said.ends_with("as another would")));
    shelf.app.close();
}

#[test]
fn files_that_tell_nothing_are_asked_about_without_words_for_commands() {
    let mut shelf = Shelf::new();
    let opened = Session::open(&shelf.folder(), &ana(), Arc::new(|| {})).unwrap();
    shelf.app.arrive(Arrived::Opened(Ok(Box::new(opened)), asked().0));
    let (odd, table) = (shelf.home.path().join("notes.q17"), shelf.home.path().join("table.csv"));
    std::fs::write(&odd, "The harbour reopened.").unwrap();
    std::fs::write(&table, "Kopf,Wort\na,b\n").unwrap();
    shelf.app.import(vec![odd.clone(), table.clone()]);
    wait(&mut shelf.app, |app| app.pending.is_some());
    let table_format = crate::exchange::formats::format_named("table").unwrap();
    let formats = [(odd, None), (table, Some(table_format))].into_iter().collect();
    shelf.app.answer_import(crate::ui::pages::ImportAnswers { formats, ..Default::default() });
    wait(&mut shelf.app, |app| app.pending.is_some());
    shelf.app.answer_import(crate::ui::pages::ImportAnswers::default());
    let problems = &shelf.app.open.as_ref().unwrap().problems;
    assert!(problems.iter().any(|said| said.contains("no column is known to hold the words")), "{problems:?}");
    assert!(problems.iter().all(|said| !said.contains("--")), "{problems:?}");
    shelf.app.close();
}

#[test]
fn what_no_disk_has_yet_is_not_left_without_a_second_word() {
    let home = tempfile::tempdir().unwrap();
    let (folder, away) = (home.path().join("project"), home.path().join("away"));
    let annotator = crate::model::AnnotatorName::parse("ana").unwrap();
    let project = Project::new(IdMaker::new(1).make(), "Start", default_codebook());
    drop(crate::store::create(&folder, &project, &annotator).unwrap());
    let preferences = Preferences { annotator: "ana".into(), ..Preferences::default() };
    let mut app = App::new(preferences, None, Arc::new(|| {})).with_config(home.path().join("config"));
    let session = Session::open(&folder, &annotator, Arc::new(|| {})).unwrap().session;
    app.open = Some(Open { session, scratch: false, problems: Vec::new() });
    std::fs::rename(&folder, &away).unwrap();
    app.open.as_mut().unwrap().session.edit(crate::session::EditRequest::RenameProject("One".into())).unwrap();
    wait(&mut app, |app| matches!(app.open.as_ref().unwrap().session.status(), crate::session::SaveStatus::Failed(_)));
    app.outbox.push(Message::CloseProject);
    app.logic(&egui::Context::default());
    assert!(app.open.is_some(), "it stays open");
    assert!(app.said.as_deref().is_some_and(|said| said.starts_with("1 edit is not on disk yet")), "{:?}", app.said);
    // Back in its place it is saved, and may be closed.
    std::fs::rename(&away, &folder).unwrap();
    wait(&mut app, |app| *app.open.as_ref().unwrap().session.status() == crate::session::SaveStatus::Saved);
    app.outbox.push(Message::CloseProject);
    app.logic(&egui::Context::default());
    assert!(app.open.is_none());
    let again = Session::open(&folder, &annotator, Arc::new(|| {})).unwrap();
    assert_eq!(again.session.project().info.title, "One");
}
