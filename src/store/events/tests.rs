//! What the journal tells, and the way back to any of its points.

use super::super::testing::{Dice, ana, home, noon, open_it};
use super::super::{Access, Loaded, Step, open};
use super::*;
use crate::edit::History;
use crate::model::{Project, Violation, violations};

/// Makes random steps, undo and redo among them; gives the project after each line of the journal, the newest last.
fn work(dice: &mut Dice, loaded: &mut Loaded, steps: usize) -> Vec<Project> {
    let mut states = Vec::new();
    let history = &mut loaded.history;
    for _ in 0..steps {
        let project = &loaded.project;
        let next = if dice.chance(3)
            && let Some(Ok((next, transaction))) = history.undo(project)
        {
            loaded.store.append(Step::Undo(&transaction), noon(), &next).unwrap();
            next
        } else if dice.chance(4)
            && let Some(Ok((next, transaction))) = history.redo(project)
        {
            loaded.store.append(Step::Redo(&transaction), noon(), &next).unwrap();
            next
        } else {
            let transaction = Arc::new(dice.transaction(project, &ana()));
            let next = transaction.apply(project).unwrap();
            loaded.store.append(Step::Do(&transaction), noon(), &next).unwrap();
            history.commit(transaction);
            next
        };
        loaded.project = next;
        states.push(loaded.project.clone());
        if dice.chance(6) {
            loaded.store.checkpoint(&loaded.project, noon()).unwrap();
        }
    }
    states
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(12))]

    #[test]
    fn every_point_can_be_gone_back_to_and_the_step_taken_back(seed in proptest::prelude::any::<u64>()) {
        let mut dice = Dice::new(seed);
        let home = home(&dice.project());
        let mut loaded = open_it(&home.path);
        loaded.history = History::default();
        let states = work(&mut dice, &mut loaded, 14);
        let mut events = journal_events(&home.path).unwrap();
        events.sort_by_key(|event| event.point);
        proptest::prop_assert_eq!(events.len(), states.len());
        let now = &loaded.project;
        for (event, then) in events.iter().zip(&states) {
            let back = way_back(&home.path, now, &ana(), event.point, Extent::Everything).unwrap();
            let there = back.transaction.apply(now).unwrap();
            proptest::prop_assert_eq!(&there, then);
            proptest::prop_assert_eq!(&back.transaction.inverse().apply(&there).unwrap(), now);
            proptest::prop_assert_eq!(back.lines.is_empty(), back.transaction.is_empty());
            for article in then.articles.keys().take(2) {
                let Ok(back) = way_back(&home.path, now, &ana(), event.point, Extent::Article(*article)) else { continue };
                let there = back.transaction.apply(now).unwrap();
                let key = crate::model::LayerKey { annotator: ana(), article: *article };
                let ids = |p: &Project| p.layer(&key).map(|l| l.annotations.keys().copied().collect::<Vec<_>>());
                proptest::prop_assert_eq!(ids(&there), ids(then));
                for other in now.articles.keys().filter(|other| *other != article) {
                    let key = crate::model::LayerKey { annotator: ana(), article: *other };
                    proptest::prop_assert_eq!(there.layer(&key), now.layer(&key), "others stay as they are");
                    proptest::prop_assert_eq!(there.articles.get(other), now.articles.get(other));
                }
                proptest::prop_assert_eq!((&there.info, &there.codebook), (&now.info, &now.codebook));
                let unknown = |p: &Project| {
                    let found = violations(p);
                    found.into_iter().filter(|v| matches!(v, Violation::UnknownThread(..))).collect::<Vec<_>>()
                };
                let before = unknown(now);
                proptest::prop_assert!(unknown(&there).iter().all(|violation| before.contains(violation)));
            }
        }
    }
}

#[test]
fn a_named_point_is_in_the_journal_and_leads_back() {
    let mut dice = Dice::new(7);
    let home = home(&dice.project());
    let mut loaded = open_it(&home.path);
    let states = work(&mut dice, &mut loaded, 3);
    loaded.store.mark("before lunch", noon()).unwrap();
    work(&mut dice, &mut loaded, 4);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    let now = loaded.project.clone();
    drop(loaded);
    assert_eq!(open(&home.path, Some(&ana()), Access::ReadOnly).unwrap().project, now);
    let events = journal_events(&home.path).unwrap();
    let mark = events.iter().find(|event| event.kind == EventKind::Mark).unwrap();
    assert_eq!(&*mark.what, "before lunch");
    let back = way_back(&home.path, &now, &ana(), mark.point, Extent::Everything).unwrap();
    assert_eq!(back.transaction.apply(&now).unwrap(), states[2]);
}

/// Prints what reading a long journal takes: `cargo test --release -- --ignored --nocapture a_long_journal`.
#[test]
#[ignore = "measures; run by hand"]
fn a_long_journal_is_read_in_a_moment() {
    let mut dice = Dice::new(3);
    let home = home(&dice.project());
    let mut loaded = open_it(&home.path);
    work(&mut dice, &mut loaded, 40);
    drop(loaded);
    let journal = home.path.join("journal/ana.ron");
    let text = std::fs::read_to_string(&journal).unwrap();
    let (header, lines) = text.split_once('\n').unwrap();
    let edits: Vec<&str> = lines.lines().filter(|line| line.starts_with("Edit(")).collect();
    let mut long = format!("{header}\n");
    for number in 0..100_000 {
        long.push_str(edits[number % edits.len()]);
        long.push('\n');
    }
    std::fs::write(&journal, &long).unwrap();
    let resident = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default().to_owned();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or_default() / 1024
    };
    let before = resident();
    let started = std::time::Instant::now();
    let events = journal_events(&home.path).unwrap();
    let took = started.elapsed();
    eprintln!("{} lines, {} MB: {took:?}; memory {} MB more", events.len(), long.len() >> 20, resident() - before);
    assert_eq!(events.len(), 100_000);
}
