//! What reaches the disk in which order: tests cut no power, so they look at what is flushed before what.

use super::damage::{annotated, small};
use super::*;
use crate::edit::Draft;
use crate::store::disk::Act;
use crate::store::disk::hook::{Fault, log, set};
use std::io::ErrorKind;
use std::path::PathBuf;

/// Notes what is done below a project's folder from now on.
fn watch(home: &Home) {
    let below = home.path.clone();
    set(Fault { below, acts: Vec::new(), after: 0, times: 0, kind: ErrorKind::Other, seen: 0, log: Vec::new() });
}

/// What was done since, and watches on: acts with names below the project's folder.
fn done(home: &Home) -> Vec<(Act, String)> {
    let name = |path: PathBuf| path.strip_prefix(&home.path).unwrap().to_string_lossy().replace('\\', "/");
    let acts = log(&home.path).into_iter().map(|(act, path)| (act, name(path))).collect();
    watch(home);
    acts
}

fn at(acts: &[(Act, String)], act: Act, name: &str) -> Option<usize> {
    acts.iter().rposition(|(a, n)| *a == act && n == name)
}

/// Each file that takes its place was written beside and flushed before, and its folder is flushed after it.
#[track_caller]
fn is_sound(acts: &[(Act, String)]) {
    let renames = acts.iter().enumerate().filter(|(_, (act, _))| *act == Act::Rename);
    for (renamed, (_, name)) in renames {
        let beside = format!("{name}.byline-new");
        let written = at(acts, Act::Write, &beside).unwrap_or_else(|| panic!("{name} was not written: {acts:?}"));
        let flushed = at(acts, Act::Flush, &beside).unwrap_or_else(|| panic!("{name} was not flushed: {acts:?}"));
        assert!(written < flushed && flushed < renamed, "{name}: {acts:?}");
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        assert!(at(acts, Act::Flush, folder).is_some_and(|at| at > renamed), "the folder of {name}: {acts:?}");
    }
}

#[test]
fn a_line_is_flushed_before_it_is_acknowledged_and_a_file_before_it_takes_its_place() {
    const JOURNAL: &str = "journal/ana.ron";
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    watch(&home);
    let mut draft = Draft::new(&loaded.project);
    let article = Dice::new(3).article(&[]);
    let text = article.current.file.clone();
    draft.article(article.id, Some(article));
    let with_text = draft.finish("add an article", None);
    let steps = [with_text, annotated(&loaded.project, "c000000001", "he said")];
    for (number, step) in steps.into_iter().enumerate() {
        let next = step.apply(&loaded.project).unwrap();
        loaded.store.append(Step::Do(&step), noon(), &next).unwrap();
        loaded.project = next;
        let acts = done(&home);
        let line = at(&acts, Act::Append, JOURNAL).unwrap();
        assert!(at(&acts, Act::Flush, JOURNAL).is_some_and(|flushed| flushed > line), "{acts:?}");
        is_sound(&acts);
        if number == 0 {
            // The line speaks of the text: that is there for good before it.
            assert!(at(&acts, Act::Rename, &text).is_some_and(|there| there < line), "{acts:?}");
            assert!(at(&acts, Act::Flush, "articles").is_some_and(|flushed| flushed < line), "{acts:?}");
        }
        loaded.store.checkpoint(&loaded.project, noon()).unwrap();
        let acts = done(&home);
        is_sound(&acts);
        let line = at(&acts, Act::Append, JOURNAL).unwrap();
        let last = acts.iter().rposition(|(act, _)| *act == Act::Rename).unwrap();
        assert!(last < line, "the journal says what was written when it is: {acts:?}");
        assert!(at(&acts, Act::Flush, JOURNAL).is_some_and(|flushed| flushed > line), "{acts:?}");
        let place = |name: &str| at(&acts, Act::Rename, name);
        if let (Some(article), Some(layer)) = (place("articles.ron"), place(damage::LAYER)) {
            assert!(article < layer, "a layer comes after its article");
        }
    }
    loaded.store.mark("lunch", noon()).unwrap();
    let acts = done(&home);
    assert_eq!(acts.iter().map(|(act, _)| *act).collect::<Vec<_>>(), [Act::Append, Act::Flush]);
}
