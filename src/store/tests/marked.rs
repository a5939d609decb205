//! A journal with named points is made shorter like any other.

use super::damage::{JOURNAL, annotated, commit, small};
use super::*;
use std::fs;

fn is_compacted(home: &Home) -> bool {
    fs::read_to_string(home.path.join(JOURNAL)).unwrap().contains("compacted: (")
}

/// Names, times and points of all marks, the oldest first.
fn marks(home: &Home) -> Vec<(String, crate::model::Timestamp, Point)> {
    let events = journal_events(&home.path).unwrap();
    let marks = events.iter().rev().filter(|event| event.kind == EventKind::Mark);
    marks.map(|event| (event.what.to_string(), event.when, event.point)).collect()
}

/// What the journal's lines say about marks, without number and digits.
fn mark_lines(home: &Home) -> Vec<String> {
    let text = fs::read_to_string(home.path.join(JOURNAL)).unwrap();
    let words = |line: &str| line.split_once(", ").unwrap().1.split(", chain: ").next().unwrap().to_owned();
    text.lines().filter(|line| line.starts_with("Mark(")).map(words).collect()
}

/// Labels some words and writes the files.
fn label(loaded: &mut Loaded) {
    let id = format!("c0000000{:02}", 10 + loaded.history.done().len());
    let step = annotated(&loaded.project, &id, "he said");
    commit(loaded, step);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
}

#[test]
fn marks_undo_and_the_chain_survive_compaction() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    label(&mut loaded);
    let later = crate::model::Timestamp::from_seconds(noon().seconds() + 60);
    loaded.store.mark("before \"lunch\", (1)", later).unwrap();
    let at_first = loaded.project.clone();
    label(&mut loaded);
    // Two in a row, and one after a step that was taken back.
    loaded.store.mark("one", noon()).unwrap();
    loaded.store.mark("two", noon()).unwrap();
    label(&mut loaded);
    let Loaded { project, history, store, .. } = &mut loaded;
    let (next, step) = history.undo(project).unwrap().unwrap();
    store.append(Step::Undo(&step), noon(), &next).unwrap();
    *project = next;
    store.mark("after undo", noon()).unwrap();
    let (at_last, before) = (project.clone(), marks(&home));
    let lines = mark_lines(&home);
    assert!(!is_compacted(&home));
    let mut steps = history.done().len();
    for _ in 0..60 {
        label(&mut loaded);
        steps += 1;
        if is_compacted(&home) {
            break;
        }
    }
    assert!(is_compacted(&home), "it is never compacted");
    assert_eq!(mark_lines(&home), lines, "names and times are as they were");
    let named = |marks: &[(String, crate::model::Timestamp, Point)]| {
        marks.iter().map(|(name, when, _)| (name.clone(), *when)).collect::<Vec<_>>()
    };
    assert_eq!(named(&marks(&home)), named(&before));
    let now = loaded.project.clone();
    drop(loaded);
    // What a window has listed before leads to the same, and so does what is listed now.
    for marks in [before, marks(&home)] {
        for (name, _, point) in &marks {
            let back = way_back(&home.path, &now, &ana(), *point, Extent::Everything).unwrap();
            let there = back.transaction.apply(&now).unwrap();
            match name.as_str() {
                "after undo" => assert_eq!(there, at_last),
                "one" | "two" => assert_eq!(there, at_last, "{name}: the step after it was taken back"),
                _ => assert_eq!(there, at_first),
            }
        }
    }
    let mut again = open_it(&home.path);
    assert_eq!((&again.project, again.problems.as_slice()), (&now, [].as_slice()), "the chain holds");
    assert_eq!(again.history.done().len(), steps);
    label(&mut again);
    again.store.mark("and on", noon()).unwrap();
    undo_all(&mut again);
    assert_eq!(again.project, small());
    drop(again);
    assert_eq!(open_it(&home.path).problems, [], "what comes after is tied to it");
    assert_eq!(marks(&home).len(), 5);
}
