//! Somebody on another machine takes over what is open for editing here.

use super::{ana, article, is_saved, project, rename, until};
use crate::edit::Transaction;
use crate::model::{ArticleId, IdMaker};
use crate::session::{EditRequest, SaveStatus, Session, SessionError};
use crate::store::testing::{bring_back, close_elsewhere, take_over_and_away, take_over_elsewhere};
use crate::store::{self, Standing};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A project on disk, open for editing.
struct Desk {
    home: tempfile::TempDir,
    session: Session,
    article: ArticleId,
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut project = project();
        let article = article(IdMaker::new(3).make(), "It will rain.\n");
        let id = article.id;
        project.articles.insert_mut(id, article.into());
        drop(store::create(&home.path().join("project"), &project, &ana()).unwrap());
        let session = open(&home.path().join("project"));
        Self { home, session, article: id }
    }

    fn path(&self) -> PathBuf {
        self.home.path().join("project")
    }

    fn journal(&self) -> String {
        std::fs::read_to_string(self.path().join("journal/ana.ron")).unwrap()
    }

    /// Looks around until the status is as wanted, without an edit.
    #[track_caller]
    fn look_until(&mut self, wanted: impl Fn(&Session) -> bool) {
        for _ in 0..3_000 {
            self.session.look_around();
            self.session.poll();
            if wanted(&self.session) {
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("waited in vain: {:?} {:?}", self.session.status(), self.session.recovery());
    }
}

fn open(path: &std::path::Path) -> Session {
    Session::open(path, &ana(), Arc::new(|| {})).unwrap().session
}

fn is_read_only(session: &Session) -> bool {
    matches!(session.status(), SaveStatus::ReadOnly(_))
}

#[test]
fn whoever_is_taken_over_turns_read_only_without_an_edit() {
    let mut desk = Desk::new();
    rename(&mut desk.session, "One");
    until(&mut desk.session, is_saved);
    take_over_elsewhere(&desk.path());
    desk.look_until(is_read_only);
    let session = &mut desk.session;
    assert!(
        matches!(session.status(), SaveStatus::ReadOnly(why) if why == "it was taken over on another computer, laptop")
    );
    let taken = session.recovery().taken.clone().unwrap();
    assert_eq!((taken.host.as_str(), taken.is_here), ("laptop", false));
    assert_eq!(session.recovery().standing, Some(Standing::Open(taken)));
    let refused = session.edit(EditRequest::RenameProject("Two".into()));
    assert!(matches!(refused, Err(SessionError::ReadOnly(_))), "{refused:?}");
    assert!(matches!(session.undo(), Err(SessionError::ReadOnly(_))));
    assert!(matches!(session.mark("lunch"), Err(SessionError::ReadOnly(_))));
    assert_eq!((session.unsaved(), session.left_over()), (0, Vec::new()));
    let before = desk.journal();
    // Whoever took it over is gone: it can be edited here again, and this session is in nobody's way.
    close_elsewhere(&desk.path());
    desk.look_until(|session| session.recovery().standing == Some(Standing::Free));
    assert!(is_read_only(&desk.session), "it stays read only until it is opened again");
    let again = open(&desk.path());
    assert_eq!((again.status(), again.project()), (&SaveStatus::Saved, desk.session.project()));
    assert_eq!(desk.journal(), before);
    again.close();
}

#[test]
fn what_was_not_saved_by_then_is_kept_and_made_again_where_it_fits() {
    let mut desk = Desk::new();
    let (path, away) = (desk.path(), desk.home.path().join("away"));
    rename(&mut desk.session, "One");
    until(&mut desk.session, is_saved);
    take_over_and_away(&path, &away);
    rename(&mut desk.session, "Two");
    desk.session.edit(EditRequest::Finish { article: desk.article }).unwrap();
    rename(&mut desk.session, "Three");
    desk.session.undo().unwrap();
    desk.look_until(is_read_only);
    assert_eq!(desk.session.unsaved(), 4);
    assert_eq!(desk.session.project().info.title, "Two", "what is in memory stays on the screen");
    let left_over = desk.session.left_over();
    let words = |steps: &[Arc<Transaction>]| steps.iter().map(|step| step.what.clone()).collect::<Vec<_>>();
    assert_eq!(left_over.len(), 2, "what was taken back at once is nothing: {:?}", words(&left_over));
    bring_back(&path, &away);
    assert!(!desk.journal().contains("Two"), "nothing was saved from here");
    close_elsewhere(&path);
    let mut theirs = open(&path);
    rename(&mut theirs, "Theirs");
    until(&mut theirs, is_saved);
    theirs.close();
    let mut again = open(&path);
    let unfit = again.make_again(&left_over);
    assert_eq!(words(&unfit.iter().map(|(step, _)| Arc::clone(step)).collect::<Vec<_>>()), words(&left_over[..1]));
    assert_eq!(again.project().info.title, "Theirs", "what somebody changed since is not written over");
    let key = again.key(desk.article);
    assert!(again.project().layer(&key).is_some_and(|layer| layer.done));
    until(&mut again, is_saved);
    again.close();
    let seen = store::open(&path, Some(&ana()), store::Access::ReadOnly).unwrap();
    assert!(seen.project.layer(&key).is_some_and(|layer| layer.done) && seen.problems.is_empty());
}
