//! Both texts of an article survive closing, opening and a crash at any moment.

use super::damage::{JOURNAL, LAYER, annotated, commit, small};
use super::*;
use crate::edit::plan::{self, NewText};
use crate::edit::{PlanContext, Transaction};
use crate::model::{ArticleId, IdMaker, LayerKey, violations};
use crate::text::Text;
use std::fs;

const OTHER: &str =
    "At three meetings. “I would maybe think about that,” he said, “I’ve turned them down.”\nNothing more.\n";

fn key() -> LayerKey {
    LayerKey { annotator: ana(), article: ArticleId::parse("k3f9x2m7qa").unwrap() }
}

fn revision(project: &Project, text: &str) -> Transaction {
    let mut ids = IdMaker::new(5);
    let annotator = ana();
    let cx = PlanContext { project, annotator: &annotator, now: noon(), ids: &mut ids };
    plan::revise(&cx, &NewText { article: key().article, text: Text::new(text), accessed: None }).unwrap().0
}

/// What is on the disk of a project, and what is put back at a crash.
fn files(path: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    files_in(path)
}

#[test]
fn both_texts_are_there_after_opening_and_undo_gives_back_the_first() {
    let home = home(&small());
    let before = open_it(&home.path).project;
    let mut loaded = open_it(&home.path);
    let transaction = revision(&loaded.project, OTHER);
    commit(&mut loaded, transaction);
    let after = loaded.project.clone();
    loaded.store.checkpoint(&after, noon()).unwrap();
    drop(loaded);
    let mut again = open_it(&home.path);
    assert_eq!(again.project, after);
    assert_eq!(again.problems, []);
    let article = again.project.article(key().article).unwrap();
    assert_eq!((article.earlier.len(), article.current.since), (1, Some(noon())));
    assert_eq!(fs::read_to_string(home.path.join(&article.earlier[0].file)).unwrap(), article.earlier[0].text.as_str());
    undo_all(&mut again);
    assert_eq!(again.project, before, "byte for byte the texts and places of before");
}

/// A crash leaves the journal ahead of any of the files: whichever of them were written.
#[test]
fn a_crash_between_any_two_files_loses_nothing() {
    for written in [&[][..], &["articles.ron"], &[LAYER], &["articles.ron", LAYER]] {
        for undone in [false, true] {
            let home = home(&small());
            let mut loaded = open_it(&home.path);
            let first = annotated(&loaded.project, "d7w2p0d4xe", "turned them down");
            commit(&mut loaded, first);
            let project = loaded.project.clone();
            loaded.store.checkpoint(&project, noon()).unwrap();
            let old = files(&home.path);
            let transaction = revision(&loaded.project, OTHER);
            commit(&mut loaded, transaction);
            if undone {
                let Loaded { project, history, store, .. } = &mut loaded;
                let (next, transaction) = history.undo(project).unwrap().unwrap();
                store.append(Step::Undo(&transaction), noon(), &next).unwrap();
                *project = next;
            }
            let expected = loaded.project.clone();
            let journal = fs::read(home.path.join(JOURNAL)).unwrap();
            loaded.store.checkpoint(&expected, noon()).unwrap();
            drop(loaded);
            // The journal as it was before the checkpoint's line; of the files only some were written.
            fs::write(home.path.join(JOURNAL), journal).unwrap();
            for name in ["articles.ron", LAYER] {
                if !written.contains(&name) {
                    fs::write(home.path.join(name), &old[name]).unwrap();
                }
            }
            let again = open_it(&home.path);
            assert_eq!(again.project, expected, "written {written:?}, undone {undone}");
            assert_eq!(again.problems, [], "written {written:?}, undone {undone}");
            assert_eq!(violations(&again.project), []);
            assert_eq!(again.history.done().len(), if undone { 1 } else { 2 });
        }
    }
}

/// The first annotation on an article, and then another text of it, before any file was written.
#[test]
fn a_crash_with_a_layer_that_no_file_has_and_another_text_loses_nothing() {
    for written in [false, true] {
        let mut project = small();
        project.layers.remove_mut(&key());
        let home = home(&project);
        let mut loaded = open_it(&home.path);
        let old = files(&home.path);
        for (id, words) in [("d7w2p0d4xe", "turned them down"), ("d8w2p0d4xe", "The end")] {
            let one = annotated(&loaded.project, id, words);
            commit(&mut loaded, one);
        }
        // Taken away, so that the layer is empty on the way, and made again.
        undo_all(&mut loaded);
        for step in [annotated(&loaded.project, "d9w2p0d4xe", "he said"), annotated(&loaded.project, "dcw2p0d4xe", "I")]
        {
            commit(&mut loaded, step);
        }
        let transaction = revision(&loaded.project, OTHER);
        commit(&mut loaded, transaction);
        let expected = loaded.project.clone();
        if written {
            let journal = fs::read(home.path.join(JOURNAL)).unwrap();
            loaded.store.checkpoint(&expected, noon()).unwrap();
            fs::write(home.path.join(JOURNAL), journal).unwrap();
            fs::remove_file(home.path.join(LAYER)).unwrap();
            assert!(old.contains_key("articles.ron") && !old.contains_key(LAYER));
        }
        drop(loaded);
        let again = open_it(&home.path);
        assert_eq!(again.project, expected, "articles.ron written: {written}");
        assert_eq!(again.problems, [], "articles.ron written: {written}");
        assert_eq!(again.history.done().len(), 3);
    }
}

#[test]
fn another_text_after_one_was_taken_back_gets_a_file_of_its_own() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let transaction = revision(&loaded.project, OTHER);
    commit(&mut loaded, transaction);
    let Loaded { project, history, store, .. } = &mut loaded;
    let (next, transaction) = history.undo(project).unwrap().unwrap();
    store.append(Step::Undo(&transaction), noon(), &next).unwrap();
    *project = next;
    let transaction = revision(&loaded.project, "Something else altogether.\n");
    commit(&mut loaded, transaction);
    let after = loaded.project.clone();
    loaded.store.checkpoint(&after, noon()).unwrap();
    drop(loaded);
    assert_eq!(open_it(&home.path).project, after);
}

#[test]
fn positions_that_somebody_changed_by_hand_give_way_to_the_words() {
    let home = home(&small());
    let path = home.path.join(LAYER);
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("id: \"c7w2p0d4xe\", label: \"claim\", at: [(").unwrap();
    let (_, rest) = rest.split_once(")]").unwrap();
    let changed = format!("{before}id: \"c7w2p0d4xe\", label: \"claim\", at: [(3, 14)]{rest}");
    fs::write(&path, changed).unwrap();
    let loaded = open_it(&home.path);
    assert_eq!(damage::checks(&loaded), [Check::MovedPlace]);
    assert_eq!(loaded.project.layer(&key()), small().layer(&key()), "the words are where they were");
}
