//! What a project's folder promises.

mod chain;
mod damage;
mod faults;
mod marked;
mod order;
mod recovery;
mod revisions;
mod strange;
mod two;

use super::testing::{Dice, Home, ana, files_in, home, noon, open_it};
use super::*;
use crate::edit::History;
use crate::model::{LabelId, Project, Suggestion, SuggestionSet};
use crate::text::TextSpan;
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// Makes random steps, undo and redo among them, saving each.
fn work(dice: &mut Dice, loaded: &mut Loaded, steps: usize) {
    for _ in 0..steps {
        let Loaded { project, history, store, .. } = loaded;
        if dice.chance(4)
            && let Some(Ok((next, transaction))) = history.undo(project)
        {
            store.append(Step::Undo(&transaction), noon(), &next).unwrap();
            *project = next;
        } else if dice.chance(6)
            && let Some(Ok((next, transaction))) = history.redo(project)
        {
            store.append(Step::Redo(&transaction), noon(), &next).unwrap();
            *project = next;
        } else {
            let transaction = Arc::new(dice.transaction(project, &ana()));
            let next = transaction.apply(project).unwrap();
            store.append(Step::Do(&transaction), noon(), &next).unwrap();
            history.commit(transaction);
            *project = next;
        }
        if dice.chance(5) {
            store.checkpoint(project, noon()).unwrap();
        }
    }
}

/// Suggests something in about every other article, and saves it.
fn suggest(dice: &mut Dice, loaded: &Loaded) {
    let mut sets = Vec::new();
    for article in loaded.project.articles.values().filter(|article| !article.text().is_empty()) {
        let (id, label, whole) = (dice.id(), LabelId::parse("claim").unwrap(), TextSpan::of(0, article.text().len()));
        let suggestions = vec![Suggestion::new(id, label, vec![whole], 0.5, "rules")];
        let (text, made) = (article.text().hash(), format!("rules {}", dice.below(3)));
        if dice.chance(2) {
            sets.push(SuggestionSet { article: article.id, text, made, suggestions, relations: Vec::new() });
        }
    }
    loaded.store.write_many_suggestions(&loaded.project, &sets).unwrap();
}

fn undo_all(loaded: &mut Loaded) {
    while let Some(result) = loaded.history.undo(&loaded.project) {
        let (next, transaction) = result.unwrap();
        loaded.store.append(Step::Undo(&transaction), noon(), &next).unwrap();
        loaded.project = next;
    }
}

/// Spots may be lost with their article; everything else of a history comes back.
fn same_history(a: &History, b: &History) -> bool {
    a.done().len() == b.done().len()
        && a.done().iter().zip(b.done()).all(|(a, b)| a.changes == b.changes && a.what == b.what)
        && a.next_redo().map(|t| &t.changes) == b.next_redo().map(|t| &t.changes)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_project_comes_back_and_opening_changes_no_byte(seed: u64) {
        let project = Dice::new(seed).project();
        let home = home(&project);
        let before = files_in(&home.path);
        let mut loaded = open_it(&home.path);
        prop_assert_eq!(&loaded.problems, &[]);
        prop_assert_eq!(&loaded.project, &project);
        loaded.store.checkpoint(&loaded.project, noon()).unwrap();
        drop(loaded);
        prop_assert_eq!(files_in(&home.path), before);
    }

    #[test]
    fn a_look_comes_first_and_what_is_opened_is_the_same(seed: u64) {
        let mut dice = Dice::new(seed);
        let project = dice.project();
        let home = home(&project);
        let ids: Vec<_> = project.articles.keys().copied().collect();
        let wanted = (!ids.is_empty()).then(|| ids[dice.below(ids.len())]);
        let looks = std::cell::RefCell::new(Vec::new());
        let loaded = open_shown(&home.path, &ana(), Access::Edit, &|_| wanted, &|look| looks.borrow_mut().push(look)).unwrap();
        prop_assert_eq!(&loaded.problems, &[]);
        prop_assert_eq!(&loaded.project, &project);
        let looks = looks.into_inner();
        prop_assert_eq!(looks.len(), 1);
        let look = &looks[0].project;
        prop_assert_eq!(looks[0].article, wanted);
        prop_assert_eq!((&look.articles, &look.codebook, &look.info), (&project.articles, &project.codebook, &project.info));
        let of_wanted: Vec<_> = project.layers.iter().filter(|(key, _)| Some(key.article) == wanted).collect();
        prop_assert_eq!(look.layers.iter().collect::<Vec<_>>(), of_wanted);
        // What is looked at is shared with what is opened, not read twice.
        let opened = loaded.project.articles.values();
        prop_assert!(look.articles.values().zip(opened).all(|(look, opened)| Arc::ptr_eq(look, opened)));
    }

    #[test]
    fn what_is_opened_to_suggest_has_what_that_takes_and_no_more(seed: u64) {
        let mut dice = Dice::new(seed);
        let home = home(&dice.project());
        let mut loaded = open_it(&home.path);
        // What was suggested before the work may be about another text after it.
        suggest(&mut dice, &loaded);
        work(&mut dice, &mut loaded, 6);
        suggest(&mut dice, &loaded);
        drop(loaded);
        let all = open(&home.path, Some(&ana()), Access::ReadOnly).unwrap();
        let some = ToSuggest::open(&home.path, &ana()).unwrap();
        prop_assert_eq!(&some.problems, &all.problems);
        prop_assert_eq!(some.read_only(), None);
        let (some, all) = (some.project, all.project);
        prop_assert_eq!((&some.articles, &some.threads, &some.codebook), (&all.articles, &all.threads, &all.codebook));
        for (key, layer) in &all.layers {
            let kept = some.layers.get(key);
            if key.annotator == ana() {
                prop_assert_eq!(kept, Some(layer));
                continue;
            }
            let linked: Vec<_> = layer.annotations.values().filter(|one| !one.threads.is_empty()).collect();
            prop_assert_eq!(kept.map_or_else(Vec::new, |kept| kept.annotations.values().collect()), linked);
        }
        let made = |project: &Project| -> Vec<_> {
            project.suggestions.values().map(|set| (set.article, set.text, set.made.clone())).collect()
        };
        prop_assert_eq!(made(&some), made(&all));
        prop_assert!(some.suggestions.values().all(|set| set.suggestions.is_empty()));
    }

    #[test]
    fn what_was_saved_is_there_after_a_crash_and_undo_all_gives_the_first_bytes(seed: u64) {
        let mut dice = Dice::new(seed);
        let project = dice.project();
        let home = home(&project);
        let before = files_in(&home.path);
        for _ in 0..3 {
            let mut loaded = open_it(&home.path);
            prop_assert_eq!(&loaded.problems, &[]);
            work(&mut dice, &mut loaded, 6);
            let (project, history) = (loaded.project.clone(), loaded.history.clone());
            drop(loaded);
            // Whoever reads the project without being the annotator sees the same: an export, say.
            let reader = open(&home.path, None, Access::ReadOnly).unwrap();
            prop_assert_eq!(&reader.project, &project);
            let again = open_it(&home.path);
            prop_assert_eq!(&again.problems, &[]);
            prop_assert_eq!(&again.project, &project);
            prop_assert!(same_history(&again.history, &history));
        }
        let mut loaded = open_it(&home.path);
        undo_all(&mut loaded);
        prop_assert_eq!(&loaded.project, &project);
        loaded.store.checkpoint(&loaded.project, noon()).unwrap();
        drop(loaded);
        let mut after = files_in(&home.path);
        // Texts of articles that were added stay, so that redo has them.
        after.retain(|name, _| before.contains_key(name) || !name.starts_with("articles/"));
        prop_assert_eq!(after, before);
    }
}
