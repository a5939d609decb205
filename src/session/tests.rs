//! A disk that fails: nothing is lost, and the status says how it stands.

mod soak;
mod taken;

use super::trouble::Trouble;
use super::writer::Disk;
use super::{EditRequest, SaveStatus, Session, SessionError};
use crate::model::{
    AnnotatorName, Article, ArticleId, IdMaker, LabelId, Metadata, Project, Revision, Suggestion, SuggestionSet,
    Timestamp, default_codebook,
};
use crate::store::{self, Merged, Step};
use crate::text::{Text, TextSpan};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What reached the disk: each step, and the titles of the projects that checkpoints wrote.
#[derive(Debug, Default)]
struct Written {
    steps: Vec<String>,
    checkpoints: Vec<String>,
    suggestions: Vec<ArticleId>,
    failures: usize,
}

/// A disk that is full so many times: for steps, and then for checkpoints.
struct Full {
    written: Arc<Mutex<Written>>,
    steps: usize,
    checkpoints: usize,
}

impl Full {
    fn new(steps: usize, checkpoints: usize) -> (Self, Arc<Mutex<Written>>) {
        let written = Arc::new(Mutex::new(Written::default()));
        (Self { written: Arc::clone(&written), steps, checkpoints }, written)
    }

    fn fail(left: &mut usize, written: &mut Written) -> Result<(), Trouble> {
        if *left == 0 {
            return Ok(());
        }
        *left -= 1;
        written.failures += 1;
        Err(Trouble::Now("the disk is full".into()))
    }
}

impl Disk for Full {
    fn mark(&mut self, _: &str, _: Timestamp) -> Result<(), Trouble> {
        Ok(())
    }

    fn append(&mut self, step: Step<'_>, _: Timestamp, after: &Project) -> Result<(), Trouble> {
        let mut written = self.written.lock().unwrap();
        Self::fail(&mut self.steps, &mut written)?;
        let sign = match step {
            Step::Do(_) => "do",
            Step::Undo(_) => "undo",
            Step::Redo(_) => "redo",
        };
        written.steps.push(format!("{sign} {}", after.info.title));
        Ok(())
    }

    fn preparation(&mut self, _: &Project) -> Option<store::Preparation> {
        None
    }

    fn checkpoint(&mut self, project: &Project, _: Option<&store::Prepared>) -> Result<Merged, Trouble> {
        let mut written = self.written.lock().unwrap();
        Self::fail(&mut self.checkpoints, &mut written)?;
        written.checkpoints.push(project.info.title.clone());
        Ok(Merged::Nothing)
    }

    fn write_suggestions(&mut self, _: &Project, set: &SuggestionSet) {
        self.written.lock().unwrap().suggestions.push(set.article);
    }
}

fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

fn project() -> Project {
    Project::new(IdMaker::new(1).make(), "Start", default_codebook())
}

fn article(id: ArticleId, text: &str) -> Article {
    Article {
        id,
        foreign_id: String::new(),
        metadata: Metadata { title: "Rain".into(), ..Metadata::default() },
        attributes: Default::default(),
        stories: Default::default(),
        zones: Vec::new(),
        earlier: Vec::new(),
        current: Revision { text: Text::new(text), file: "articles/rain.txt".into(), since: None },
        extra: Default::default(),
    }
}

fn session(disk: Full) -> Session {
    let mut session = Session::in_memory(project(), ana(), IdMaker::new(2));
    session.start_writer(disk, Arc::new(|| {}));
    session
}

fn rename(session: &mut Session, title: &str) {
    session.edit(EditRequest::RenameProject(title.into())).unwrap();
}

/// Takes in reports until the status is as wanted; gives every status on the way.
#[track_caller]
fn until(session: &mut Session, wanted: impl Fn(&SaveStatus) -> bool) -> Vec<SaveStatus> {
    let mut seen = vec![session.status().clone()];
    for _ in 0..3_000 {
        session.poll();
        if seen.last() != Some(session.status()) {
            seen.push(session.status().clone());
        }
        if wanted(session.status()) {
            return seen;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("waited in vain: {seen:?}");
}

fn is_saved(status: &SaveStatus) -> bool {
    *status == SaveStatus::Saved
}

fn is_failed(status: &SaveStatus) -> bool {
    matches!(status, SaveStatus::Failed(_))
}

#[test]
fn edits_on_a_full_disk_are_kept_and_saved_in_order() {
    let (disk, written) = Full::new(40, 0);
    let mut session = session(disk);
    rename(&mut session, "One");
    until(&mut session, is_failed);
    let SaveStatus::Failed(why) = session.status() else { panic!() };
    assert_eq!(why, "the disk is full; the edits are kept here and tried again");
    rename(&mut session, "Two");
    assert!(is_failed(session.status()), "an edit does not hide that nothing is saved");
    session.undo().unwrap();
    session.redo().unwrap();
    rename(&mut session, "Three");
    assert_eq!(session.project().info.title, "Three");
    until(&mut session, is_saved);
    let written = written.lock().unwrap();
    assert_eq!(written.steps, ["do One", "do Two", "undo One", "redo Two", "do Three"]);
    assert_eq!(written.failures, 40);
}

#[test]
fn closing_writes_what_is_left_and_the_files() {
    let (disk, written) = Full::new(0, 0);
    let mut session = session(disk);
    for title in ["One", "Two", "Three"] {
        rename(&mut session, title);
    }
    session.close();
    let written = written.lock().unwrap();
    assert_eq!(written.steps, ["do One", "do Two", "do Three"]);
    assert_eq!(written.checkpoints.last().map(String::as_str), Some("Three"), "the files have the last state");
}

#[test]
fn a_checkpoint_that_fails_is_said_and_made_up_for() {
    let (disk, written) = Full::new(0, 3);
    let mut session = session(disk);
    rename(&mut session, "One");
    until(
        &mut session,
        |status| matches!(status, SaveStatus::Behind(why) if why == "the disk is full; it is tried again"),
    );
    until(&mut session, is_saved);
    rename(&mut session, "Two");
    session.close();
    let written = written.lock().unwrap();
    assert_eq!((written.failures, written.steps.len()), (3, 2));
    assert_eq!(written.checkpoints.last().map(String::as_str), Some("Two"));
}

#[test]
fn what_another_window_has_open_is_not_edited() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project");
    let mut project = project();
    let mut ids = IdMaker::new(3);
    let article = article(ids.make(), "It will rain.\n");
    let id = article.id;
    project.articles.insert_mut(id, article.into());
    drop(store::create(&path, &project, &ana()).unwrap());
    let mut first = Session::open(&path, &ana(), Arc::new(|| {})).unwrap().session;
    let mut second = Session::open(&path, &ana(), Arc::new(|| {})).unwrap().session;
    let before = second.project().clone();
    let Err(SessionError::ReadOnly(why)) = second.edit(EditRequest::Finish { article: id }) else { panic!() };
    assert!(matches!(second.status(), SaveStatus::ReadOnly(said) if *said == why && !why.is_empty()), "{why}");
    assert!(matches!(second.undo(), Err(SessionError::ReadOnly(_))));
    assert!(matches!(second.redo(), Err(SessionError::ReadOnly(_))));
    assert_eq!((second.project(), second.revision()), (&before, 0));

    first.edit(EditRequest::Finish { article: id }).unwrap();
    until(&mut first, is_saved);
    // Saved is on disk, with the window still open and nothing closed.
    let seen = store::open(&path, Some(&ana()), store::Access::ReadOnly).unwrap();
    assert_eq!(seen.project, *first.project());
    first.close();
    second.close();
    let mut third = Session::open(&path, &ana(), Arc::new(|| {})).unwrap().session;
    assert_eq!(third.status(), &SaveStatus::Saved);
    assert!(third.undo().unwrap().is_some(), "and undone by the next one");
    third.close();
}

#[test]
fn a_folder_that_goes_away_is_told_and_what_was_done_is_saved_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let (path, away) = (folder.path().join("project"), folder.path().join("away"));
    drop(store::create(&path, &project(), &ana()).unwrap());
    let mut session = Session::open(&path, &ana(), Arc::new(|| {})).unwrap().session;
    rename(&mut session, "One");
    until(&mut session, is_saved);
    std::fs::rename(&path, &away).unwrap();
    rename(&mut session, "Two");
    let seen = until(&mut session, is_failed);
    let Some(SaveStatus::Failed(why)) = seen.last() else { panic!() };
    assert!(why.contains("bring it back") && why.contains(&*path.to_string_lossy()), "{why}");
    session.undo().unwrap();
    rename(&mut session, "Three");
    assert_eq!(session.project().info.title, "Three", "the window goes on");
    assert!(!path.exists(), "no empty project is made in its place");
    std::fs::rename(&away, &path).unwrap();
    until(&mut session, is_saved);
    session.close();
    let again = Session::open(&path, &ana(), Arc::new(|| {})).unwrap();
    assert_eq!((again.session.project().info.title.as_str(), again.problems), ("Three", Vec::new()));
    assert_eq!(again.session.history().done().len(), 2);
}

#[test]
fn suggestions_are_kept_without_being_an_edit() {
    let (disk, written) = Full::new(0, 0);
    let mut session = session(disk);
    let mut ids = IdMaker::new(9);
    let article = article(ids.make(), "Prices fall.");
    session.edit(EditRequest::AddArticles(vec![article.clone()])).unwrap();
    let (revision, undo) = (session.revision(), session.history().next_undo().unwrap().what.clone());
    let set = |text: &Text| {
        let (article, text) = (article.id, text.hash());
        let made = "rules".into();
        Arc::new(SuggestionSet { article, text, made, suggestions: Vec::new(), relations: Vec::new() })
    };
    assert!(!session.keep_suggestions(set(&Text::new("another text"))));
    assert!(session.keep_suggestions(set(article.text())));
    assert_eq!(session.revision(), revision);
    assert_eq!(session.history().next_undo().unwrap().what, undo);
    assert!(session.project().suggestions.contains_key(&article.id));
    session.close();
    assert_eq!(written.lock().unwrap().suggestions, [article.id]);
}

#[test]
fn what_is_turned_down_moves_the_scores_of_its_suggester_at_once() {
    let mut project = project();
    let id: ArticleId = IdMaker::new(7).make();
    let text = "Rain fell. ".repeat(12);
    project.articles.insert_mut(id, Arc::new(article(id, &text)));
    let mut session = Session::in_memory(project, ana(), IdMaker::new(2));
    let (event, mut ids) = (LabelId::parse("event").unwrap(), IdMaker::new(11));
    let one = |number: usize| {
        let (span, by) = (TextSpan::of(number * 11, number * 11 + 4), if number < 6 { "deep" } else { "rules" });
        Suggestion::new(ids.make(), event.clone(), vec![span], 0.8, by)
    };
    let suggestions: Vec<Suggestion> = (0..12).map(one).collect();
    let all: Vec<_> = suggestions.iter().map(|one| one.id).collect();
    let set =
        SuggestionSet { article: id, text: Text::new(&text).hash(), made: "x".into(), suggestions, relations: vec![] };
    assert!(session.show_suggestions(Arc::new(set)));
    let shown = |session: &Session| {
        let open = session.open_suggestions(id, 70);
        ["deep", "rules"].map(|by| open.all().filter(|one| one.by == by).count())
    };
    assert_eq!(shown(&session), [6, 6]);
    let picked = |ids: &[crate::model::SuggestionId]| BTreeMap::from([(id, ids.iter().copied().collect())]);
    session.edit(EditRequest::Reject(picked(&all[..3]))).unwrap();
    assert_eq!(
        shown(&session),
        [0, 6],
        "three in a row turned down, and the rest of deep's sinks below the least score"
    );
    let fainter = session.open_suggestions(id, 20);
    assert_eq!(fainter.all().filter(|one| one.by == "deep").count(), 3, "they are still there, fainter");
    session.undo().unwrap();
    assert_eq!(shown(&session), [6, 6], "and what is taken back counts no more");
    session.edit(EditRequest::AcceptAll(picked(&all[..3]))).unwrap();
    let open = session.open_suggestions(id, 70);
    let score = |by: &str| open.all().find(|one| one.by == by).unwrap().score;
    assert!(score("deep") > score("rules"), "what is kept rises above the others");
}

#[test]
fn after_another_text_nothing_hangs_on_the_steps_before_it() {
    let mut project = project();
    let id: ArticleId = IdMaker::new(7).make();
    project.articles.insert_mut(id, Arc::new(article(id, "Rain fell on Monday, the mayor said.")));
    let mut session = Session::in_memory(project, ana(), IdMaker::new(2));
    rename(&mut session, "A");
    let before = session.revision();
    assert!(session.changes_since(before).is_some());
    let text = Text::new("Snow fell on Monday, the mayor said.");
    session.edit(EditRequest::Revise(crate::edit::plan::NewText { article: id, text, accessed: None })).unwrap();
    assert!(session.changes_since(before).is_none());
    session.undo().unwrap();
    assert!(session.project().article(id).unwrap().earlier.is_empty());
    let now = session.revision();
    rename(&mut session, "B");
    assert_eq!(session.changes_since(now).unwrap().count(), 1);
}
