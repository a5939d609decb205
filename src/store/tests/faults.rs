//! A disk that fails at every point of a save, in every way: what is said, and what is kept.

use super::damage::{annotated, small};
use super::*;
use crate::edit::{Draft, Transaction};
use crate::store::disk::Act;
use crate::store::disk::hook::{Fault, mend, set};
use std::fs;
use std::io::ErrorKind;

/// What a system says when it is full, broken, made read-only, or gone.
const KINDS: [(ErrorKind, &str); 4] = [
    (ErrorKind::StorageFull, "make room"),
    (ErrorKind::Other, "look after the disk"),
    (ErrorKind::ReadOnlyFilesystem, "allow writing"),
    (ErrorKind::NotFound, "bring it back"),
];

/// A step of each kind that touches the disk in another way: a label, an article with its text and the title of the
/// project, and one that takes a layer away.
fn steps() -> Vec<Transaction> {
    let first = small();
    let mut draft = Draft::new(&first);
    let article = Dice::new(3).article(&[]);
    draft.article(article.id, Some(article));
    let mut info = (*first.info).clone();
    info.title = "Two".into();
    draft.info(info);
    let mut gone = Draft::new(&first);
    let (key, layer) = first.layers.iter().next().unwrap();
    layer.annotations.keys().for_each(|id| gone.annotation(key, *id, None));
    vec![draft.finish("add an article", None), annotated(&first, "c000000001", "he said"), gone.finish("delete", None)]
}

/// What a failure says; and it has to name the place and a remedy.
fn said(error: &StoreError, path: &Path, remedy: &str) {
    let words = error.to_string();
    assert!(words.starts_with("could not ") && words.contains(&*path.to_string_lossy()), "{words}");
    assert!(error.remedy().contains(remedy), "{words}: {}", error.remedy());
}

fn fault(path: &Path, after: usize, times: usize, kind: ErrorKind) -> Fault {
    Fault { below: path.to_owned(), acts: Vec::new(), after, times, kind, seen: 0, log: Vec::new() }
}

/// How files follow the journal: in one go, or prepared while edits may go on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    InOneGo,
    Prepared,
}

/// Makes all steps, each followed by a checkpoint; the disk is mended where `mended` says so after a failure. Gives the
/// number of failures and the last project that was saved.
fn make(
    loaded: &mut Loaded,
    home: &Home,
    remedy: &str,
    way: Way,
    mut on_failure: impl FnMut() -> bool,
) -> (usize, bool) {
    let mut failures = 0;
    let mut tell = |error: &StoreError| {
        said(error, &home.path, remedy);
        failures += 1;
        on_failure()
    };
    for step in steps() {
        let next = step.apply(&loaded.project).unwrap();
        while let Err(error) = loaded.store.append(Step::Do(&step), noon(), &next) {
            if !tell(&error) {
                return (failures, false);
            }
        }
        loaded.project = next;
        let checkpoint = |loaded: &mut Loaded| {
            let preparation = loaded.store.preparation(&loaded.project).filter(|_| way == Way::Prepared);
            let prepared = preparation.and_then(Preparation::make);
            loaded.store.checkpoint_with(&loaded.project, noon(), prepared.as_ref())
        };
        while let Err(error) = checkpoint(loaded) {
            if !tell(&error) {
                return (failures, true);
            }
        }
    }
    (failures, true)
}

/// Acts of the disk that all steps take.
fn acts(way: Way) -> usize {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    set(fault(&home.path, 0, 0, ErrorKind::Other));
    assert_eq!(make(&mut loaded, &home, "", way, || false), (0, true));
    mend(&home.path)
}

#[test]
fn a_disk_that_fails_once_anywhere_loses_nothing_and_is_made_up_for() {
    let acts = acts(Way::InOneGo);
    assert!(acts > 30, "{acts}");
    let mut failed = 0;
    for after in 0..acts {
        let (kind, remedy) = KINDS[after % KINDS.len()];
        let home = home(&small());
        let mut loaded = open_it(&home.path);
        set(fault(&home.path, after, 1 + after % 2, kind));
        let (failures, _) = make(&mut loaded, &home, remedy, Way::InOneGo, || true);
        failed += usize::from(failures > 0);
        mend(&home.path);
        let saved = loaded.project.clone();
        assert!(!loaded.store.needs_checkpoint(), "act {after}");
        drop(loaded);
        let again = open_it(&home.path);
        assert_eq!((&again.project, again.problems.as_slice()), (&saved, [].as_slice()), "act {after}");
        assert_eq!(again.history.done().len(), 3, "act {after}");
        drop(again);
        assert_eq!(check(&home.path).unwrap().problems, [], "act {after}: nothing is left lying about");
    }
    // Only what is done to tidy up may fail without a word.
    assert!(failed + 4 >= acts, "{failed} of {acts} failures were told");
}

#[test]
fn a_process_that_ends_while_the_disk_fails_leaves_a_whole_project() {
    let ways = [Way::InOneGo, Way::Prepared].map(|way| (0..acts(way)).map(move |after| (way, after)));
    for (way, after) in ways.into_iter().flatten() {
        let (kind, remedy) = KINDS[after % KINDS.len()];
        let home = home(&small());
        let mut loaded = open_it(&home.path);
        set(fault(&home.path, after, usize::MAX, kind));
        let (_, is_saved) = make(&mut loaded, &home, remedy, way, || false);
        let saved = loaded.project.clone();
        drop(loaded);
        mend(&home.path);
        let again = open_it(&home.path);
        let torn = |check: &Check| matches!(check, Check::TornLine);
        assert!(damage::checks(&again).iter().all(torn), "act {after}: {:?}", again.problems);
        // A step that was not shown as saved may be there as a whole, when only its flush failed.
        let next = steps().into_iter().find_map(|step| step.apply(&saved).ok().filter(|_| !is_saved));
        let is_whole = again.project == saved || next.is_some_and(|next| again.project == next);
        assert!(is_whole, "act {after}: {is_saved}");
        let mut again = again;
        undo_all(&mut again);
        assert_eq!(again.project, small(), "act {after}");
    }
}

#[test]
fn a_folder_that_goes_away_is_told_and_comes_back() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let away = home.path.with_extension("away");
    for (round, step) in steps().into_iter().enumerate() {
        let next = step.apply(&loaded.project).unwrap();
        fs::rename(&home.path, &away).unwrap();
        for _ in 0..2 {
            let error = loaded.store.append(Step::Do(&step), noon(), &next).unwrap_err();
            said(&error, &home.path, "bring it back");
        }
        if loaded.store.needs_checkpoint() {
            said(&loaded.store.checkpoint(&loaded.project, noon()).unwrap_err(), &home.path, "bring it back");
        }
        assert!(!home.path.exists(), "round {round}: no empty project is made in its place");
        fs::rename(&away, &home.path).unwrap();
        loaded.store.append(Step::Do(&step), noon(), &next).unwrap();
        loaded.project = next;
    }
    let saved = loaded.project.clone();
    drop(loaded);
    let again = open_it(&home.path);
    assert_eq!((&again.project, again.problems.as_slice()), (&saved, [].as_slice()));
    assert_eq!(again.history.done().len(), 3);
}

#[test]
fn what_is_full_halfway_through_a_line_is_cut_off() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let step = annotated(&loaded.project, "c000000001", "he said");
    let next = step.apply(&loaded.project).unwrap();
    for acts in [vec![Act::Append], vec![Act::Append, Act::Cut]] {
        // Half of the line reaches the disk; cutting it off may fail too.
        let times = acts.len();
        set(Fault { acts, ..fault(&home.path, 0, times, ErrorKind::StorageFull) });
        said(&loaded.store.append(Step::Do(&step), noon(), &next).unwrap_err(), &home.path, "make room");
        mend(&home.path);
    }
    let onlooker = open(&home.path, Some(&ana()), Access::ReadOnly).unwrap();
    assert_eq!(damage::checks(&onlooker), [Check::TornLine]);
    assert_eq!(onlooker.project, small());
    loaded.store.append(Step::Do(&step), noon(), &next).unwrap();
    drop(loaded);
    let again = open_it(&home.path);
    assert_eq!((again.project, again.problems), (next, Vec::new()));
}

/// Labels the same words so many times, each with a checkpoint.
fn label(loaded: &mut Loaded, times: usize) {
    for _ in 0..times {
        let id = format!("c0000000{:02}", 10 + loaded.history.done().len());
        let step = annotated(&loaded.project, &id, "he said");
        damage::commit(loaded, step);
        loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    }
}

fn is_compacted(home: &Home) -> bool {
    fs::read_to_string(home.path.join(damage::JOURNAL)).unwrap().contains("compacted: (")
}

#[test]
fn a_journal_that_has_grown_is_compacted_and_undo_reaches_as_far() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let mut times = 0;
    while !is_compacted_after(&home, &mut loaded) {
        times += 1;
        assert!(times < 60, "it is never compacted");
    }
    // The same, with a disk that fails for good at each point of the checkpoint that compacts.
    for after in 0.. {
        let home = super::home(&small());
        let mut loaded = open_it(&home.path);
        label(&mut loaded, times);
        assert!(!is_compacted(&home));
        let step = annotated(&loaded.project, "c000000001", "down");
        damage::commit(&mut loaded, step);
        set(fault(&home.path, after, usize::MAX, ErrorKind::StorageFull));
        let result = loaded.store.checkpoint(&loaded.project, noon());
        let acts = mend(&home.path);
        let saved = loaded.project.clone();
        drop(loaded);
        let mut again = open_it(&home.path);
        assert!(damage::checks(&again).iter().all(|c| *c == Check::TornLine), "act {after}: {:?}", again.problems);
        assert_eq!((&again.project, again.history.done().len()), (&saved, times + 1), "act {after}");
        undo_all(&mut again);
        assert_eq!(again.project, small(), "act {after}");
        if result.is_ok() && acts <= after {
            assert!(is_compacted(&home));
            break;
        }
    }
    // It goes on being one.
    label(&mut loaded, 2);
    let saved = loaded.project.clone();
    drop(loaded);
    let mut again = open_it(&home.path);
    assert_eq!((&again.project, again.problems.as_slice()), (&saved, [].as_slice()));
    assert_eq!(again.history.done().len(), times + 3);
    undo_all(&mut again);
    assert_eq!(again.project, small());
}

fn is_compacted_after(home: &Home, loaded: &mut Loaded) -> bool {
    label(loaded, 1);
    is_compacted(home)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_process_that_ends_at_any_point_of_any_work_leaves_what_was_saved(seed: u64) {
        let mut dice = Dice::new(seed);
        let first = dice.project();
        let place = home(&first);
        for round in 0..4 {
            let mut loaded = open_it(&place.path);
            let mut saved = loaded.project.clone();
            let mut next = saved.clone();
            set(fault(&place.path, dice.below(60), usize::MAX, ErrorKind::Other));
            for _ in 0..12 {
                let undone = loaded.history.clone().undo(&saved).filter(|_| dice.chance(4));
                let redone = loaded.history.clone().redo(&saved).filter(|_| dice.chance(3));
                let result = if let Some(Ok((after, transaction))) = undone {
                    next = after;
                    loaded.store.append(Step::Undo(&transaction), noon(), &next).map(|()| loaded.history.undo(&saved))
                } else if let Some(Ok((after, transaction))) = redone {
                    next = after;
                    loaded.store.append(Step::Redo(&transaction), noon(), &next).map(|()| loaded.history.redo(&saved))
                } else {
                    let transaction = Arc::new(dice.transaction(&saved, &ana()));
                    next = transaction.apply(&saved).unwrap();
                    let result = loaded.store.append(Step::Do(&transaction), noon(), &next);
                    result.map(|()| { loaded.history.commit(transaction); None })
                };
                if result.is_err() {
                    break;
                }
                saved = next.clone();
                if dice.chance(3) {
                    let preparation = loaded.store.preparation(&saved).filter(|_| dice.chance(2));
                    let prepared = preparation.and_then(Preparation::make);
                    if loaded.store.checkpoint_with(&saved, noon(), prepared.as_ref()).is_err() {
                        break;
                    }
                }
            }
            drop(loaded);
            mend(&place.path);
            let again = open_it(&place.path);
            let quiet = |check: &Check| matches!(check, Check::TornLine);
            prop_assert!(damage::checks(&again).iter().all(quiet), "round {}: {:?}", round, again.problems);
            prop_assert!(again.project == saved || again.project == next, "round {}", round);
        }
        let mut loaded = open_it(&place.path);
        undo_all(&mut loaded);
        prop_assert_eq!(&loaded.project, &first);
    }
}
