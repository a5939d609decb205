//! Two at once: locks, signs of life, and what others put into the folder.

use super::damage::{LAYER, annotated, change, commit, key, small};
use super::*;
use crate::model::AnnotatorName;
use crate::store::testing::{as_from_elsewhere, take_over_elsewhere};
use std::fs;
use std::path::PathBuf;

fn ben() -> AnnotatorName {
    AnnotatorName::parse("ben").unwrap()
}

fn sign(home: &Home) -> PathBuf {
    home.path.join("journal/ana.open")
}

/// A sign that a process left behind when it was killed.
fn killed(home: &Home) {
    let loaded = open_it(&home.path);
    let left = fs::read(sign(home)).unwrap();
    drop(loaded);
    assert!(!sign(home).exists(), "whoever closes takes the sign away");
    fs::write(sign(home), left).unwrap();
}

#[test]
fn the_second_is_told_who_has_it_and_when_that_one_is_gone() {
    let home = home(&small());
    let first = open_it(&home.path);
    let before = files_in(&home.path);
    let second = open_it(&home.path);
    let holder = second.holder.clone().unwrap();
    assert!(holder.is_here && holder.process == std::process::id() && holder.since.is_some(), "{holder:?}");
    assert_eq!(second.store.read_only(), Some("ana has it open in another window of this computer"));
    let mut watch = LockWatch::new(&home.path, &ana());
    for _ in 0..2 * LOOKS_UNTIL_SILENT {
        assert!(matches!(watch.look(), Standing::Open(_)), "a process that lives is never taken for silent");
    }
    let mut second = second;
    let edit = annotated(&second.project, "c000000001", "he said");
    let refused = second.store.append(Step::Do(&edit), noon(), &second.project);
    assert!(matches!(refused, Err(StoreError::ReadOnly(_))));
    assert!(!second.store.needs_checkpoint());
    assert_eq!(files_in(&home.path), before);
    drop(first);
    assert_eq!(watch.look(), Standing::Free);
    assert!(open_it(&home.path).store.read_only().is_none());
}

#[test]
fn whoever_only_reads_writes_no_file_that_is_behind() {
    let home = home(&small());
    let mut first = open_it(&home.path);
    let one = annotated(&first.project, "c000000001", "he said");
    commit(&mut first, one);
    let before = files_in(&home.path);
    let mut second = open_it(&home.path);
    assert_eq!(second.project, first.project, "what is saved is seen");
    assert!(second.store.needs_checkpoint(), "and no file has it yet");
    assert!(matches!(second.store.checkpoint(&second.project, noon()), Err(StoreError::ReadOnly(_))));
    assert!(second.store.preparation(&second.project).is_none());
    assert!(matches!(second.store.mark("lunch", noon()), Err(StoreError::ReadOnly(_))));
    assert_eq!(files_in(&home.path), before);
}

#[test]
fn what_a_crash_left_is_recognized_and_does_not_keep_anybody_out() {
    let home = home(&small());
    killed(&home);
    let mut watch = LockWatch::new(&home.path, &ana());
    assert_eq!(watch.look(), Standing::Free);
    let loaded = open_it(&home.path);
    assert!(loaded.store.read_only().is_none() && loaded.holder.is_none());
    assert_eq!(loaded.left.map(|left| left.process), Some(std::process::id()));
}

#[test]
fn a_sign_from_another_machine_counts_until_it_is_silent() {
    let home = home(&small());
    killed(&home);
    as_from_elsewhere(&home.path);
    let loaded = open_it(&home.path);
    assert_eq!(loaded.store.read_only(), Some("ana has it open on another computer, laptop"));
    let mut watch = LockWatch::new(&home.path, &ana());
    let mut silent = None;
    for looked in 0..=LOOKS_UNTIL_SILENT {
        match watch.look() {
            Standing::Silent(holder) => {
                assert_eq!(looked, LOOKS_UNTIL_SILENT, "not before it was looked at long enough");
                silent = Some(holder);
            }
            standing => assert!(looked < LOOKS_UNTIL_SILENT && matches!(standing, Standing::Open(_)), "{standing:?}"),
        }
    }
    let silent = silent.unwrap();
    // It beats after all: what was seen silent is not what is there now.
    let text = fs::read_to_string(sign(&home)).unwrap();
    fs::write(sign(&home), text.trim_end().replacen(')', ", beat: 7)", 1)).unwrap();
    assert!(matches!(watch.look(), Standing::Open(_)));
    let refused = open(&home.path, Some(&ana()), Access::TakeOver(&silent)).unwrap();
    assert!(refused.holder.is_some());
    fs::write(sign(&home), text).unwrap();
    let taken = open(&home.path, Some(&ana()), Access::TakeOver(&silent)).unwrap();
    assert!(taken.store.read_only().is_none());
    assert_eq!(taken.left, Some(silent));
}

#[test]
fn whoever_was_taken_over_saves_nothing_more() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let one = annotated(&loaded.project, "c000000001", "he said");
    commit(&mut loaded, one);
    take_over_elsewhere(&home.path);
    let two = annotated(&loaded.project, "c000000002", "down");
    let next = two.apply(&loaded.project).unwrap();
    let later = crate::model::Timestamp::from_seconds(noon().seconds() + 3_600);
    let journal = fs::read(home.path.join("journal/ana.ron")).unwrap();
    let refused = loaded.store.append(Step::Do(&two), later, &next);
    assert!(matches!(&refused, Err(StoreError::TakenOver(by)) if by.host == "laptop"), "{refused:?}");
    assert!(matches!(loaded.store.checkpoint(&loaded.project, later), Err(StoreError::TakenOver(_))));
    assert!(matches!(loaded.store.mark("lunch", later), Err(StoreError::TakenOver(_))));
    drop(loaded);
    assert_eq!(fs::read(home.path.join("journal/ana.ron")).unwrap(), journal);
    assert!(sign(&home).exists(), "somebody else's sign stays");
}

#[test]
fn a_sign_that_makes_no_sense_is_somebodys_until_it_is_silent() {
    for junk in ["\u{0}\u{0}", "Open(format: 1", "Open(format: 9, weather: fine)", "(((((((((("] {
        let home = home(&small());
        killed(&home);
        fs::write(sign(&home), junk).unwrap();
        assert!(open_it(&home.path).store.read_only().is_some(), "{junk:?}");
        let mut watch = LockWatch::new(&home.path, &ana());
        let silent = (0..=LOOKS_UNTIL_SILENT).map(|_| watch.look()).last();
        let Some(Standing::Silent(silent)) = silent else { panic!("{silent:?}") };
        let taken = open(&home.path, Some(&ana()), Access::TakeOver(&silent)).unwrap();
        assert!(taken.store.read_only().is_none(), "{junk:?}");
    }
}

#[test]
fn what_others_write_is_seen_and_ones_own_is_not_looked_at() {
    let home = home(&small());
    let mut hers = open_it(&home.path);
    let mut his = open(&home.path, Some(&ben()), Access::Edit).unwrap();
    let articles = hers.project.articles.clone();
    assert!(his.follower.look(&articles).is_empty(), "nothing has happened");
    let one = annotated(&hers.project, "c000000001", "he said");
    commit(&mut hers, one);
    assert!(his.follower.look(&articles).is_empty(), "the journal is her own affair");
    hers.store.checkpoint(&hers.project, noon()).unwrap();
    let news = his.follower.look(&articles);
    let layers: Vec<_> = news.layers.iter().map(|(key, layer)| (key.clone(), layer.as_deref().cloned())).collect();
    assert_eq!(layers, [(key(), hers.project.layer(&key()).map(|layer| (**layer).clone()))]);
    assert!(news.finished.is_empty() && !news.shared && news.threads.is_empty());
    let step = crate::edit::Transaction { what: String::new(), changes: news.changes, spot: None };
    assert_eq!(step.changes.len(), 1, "record by record: {:?}", step.changes);
    assert_eq!(step.apply(&his.project).unwrap().layers, hers.project.layers);
    assert!(hers.follower.look(&articles).is_empty(), "one's own is no news");
    assert!(his.follower.look(&articles).is_empty(), "said once");
    let mut draft = crate::edit::Draft::new(&hers.project);
    draft.done(&key(), true);
    commit(&mut hers, draft.finish("finish", None));
    hers.store.checkpoint(&hers.project, noon()).unwrap();
    assert_eq!(his.follower.look(&articles).finished, [key()]);
    undo_all(&mut hers);
    for name in ["c7w2p0d4xe", "e7w2p0d4xe"] {
        let mut draft = crate::edit::Draft::new(&hers.project);
        draft.annotation(&key(), crate::model::AnnotationId::parse(name).unwrap(), None);
        commit(&mut hers, draft.finish("remove", None));
    }
    hers.store.checkpoint(&hers.project, noon()).unwrap();
    assert!(!home.path.join(LAYER).exists());
    let news = his.follower.look(&articles);
    assert!(matches!(news.layers.as_slice(), [(gone, None)] if *gone == key()), "{news:?}");
}

#[test]
fn threads_and_shared_files_of_others_are_seen() {
    let home = home(&small());
    let mut hers = open_it(&home.path);
    let mut his = open(&home.path, Some(&ben()), Access::Edit).unwrap();
    let mut dice = Dice::new(11);
    let id = dice.id();
    let thread = crate::model::Thread {
        id,
        label: LabelId::parse("claim").unwrap(),
        title: "Talks".into(),
        story: None,
        known_since: None,
        made: noon(),
        attributes: Default::default(),
        note: String::new(),
        foreign_id: String::new(),
        extra: Default::default(),
    };
    let mut draft = crate::edit::Draft::new(&his.project);
    draft.thread(&ben(), id, Some(thread));
    commit(&mut his, draft.finish("new thread", None));
    his.store.checkpoint(&his.project, noon()).unwrap();
    let news = hers.follower.look(&hers.project.articles);
    let books: Vec<_> = news.threads.iter().map(|(by, book)| (by.clone(), book.as_deref().cloned())).collect();
    assert_eq!(books, [(ben(), his.project.threads.get(&ben()).map(|book| (**book).clone()))]);
    assert!(!news.shared);
    let mut info = (*his.project.info).clone();
    info.title = "Another".into();
    let mut draft = crate::edit::Draft::new(&his.project);
    draft.info(info);
    commit(&mut his, draft.finish("rename", None));
    his.store.checkpoint(&his.project, noon()).unwrap();
    assert!(hers.follower.look(&hers.project.articles).shared);
    assert!(!hers.follower.look(&hers.project.articles).shared, "said once");
    assert!(!his.follower.look(&his.project.articles).shared, "he wrote it himself");
}

#[test]
fn a_layer_that_another_program_wrote_meanwhile_is_set_aside_and_said() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let one = annotated(&loaded.project, "c000000001", "he said");
    commit(&mut loaded, one);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    change(&home, LAYER, "id: \"c000000001\", label: \"claim\"", "id: \"c000000001\", label: \"event\"");
    let theirs = fs::read(home.path.join(LAYER)).unwrap();
    let two = annotated(&loaded.project, "c000000002", "down");
    commit(&mut loaded, two);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    assert_eq!(fs::read(home.path.join("journal/aside/1").join(LAYER)).unwrap(), theirs);
    let found = loaded.follower.look(&loaded.project.articles).found;
    assert_eq!(found.iter().map(|p| (p.check, p.file.as_str())).collect::<Vec<_>>(), [(Check::SetAside, LAYER)]);
    let saved = loaded.project.clone();
    drop(loaded);
    let loaded = open_it(&home.path);
    assert_eq!((loaded.project, loaded.problems), (saved, Vec::new()));
}
