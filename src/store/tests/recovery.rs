//! Each kind of damage: what is found, what is done, what repairs it, and that nothing is lost.

use super::damage::{JOURNAL, LAYER, TEXT, annotated, change, commit, key, small};
use super::*;
use crate::model::AnnotationId;
use std::collections::BTreeSet;
use std::fs;

/// The states on the way: after each of two checkpoints, and at last, when the journal is one edit ahead of the layer.
struct Damaged {
    home: Home,
    first: Vec<u8>,
    saved: Project,
}

fn work_of_a_day() -> Damaged {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let one = annotated(&loaded.project, "c000000001", "he said");
    commit(&mut loaded, one);
    let mut info = (*loaded.project.info).clone();
    info.title = "Renamed".into();
    let mut draft = crate::edit::Draft::new(&loaded.project);
    draft.info(info);
    commit(&mut loaded, draft.finish("rename", None));
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    let first = fs::read(home.path.join(LAYER)).unwrap();
    let two = annotated(&loaded.project, "c000000002", "down");
    commit(&mut loaded, two);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    let three = annotated(&loaded.project, "c000000003", "two");
    commit(&mut loaded, three);
    let saved = loaded.project.clone();
    Damaged { home, first, saved }
}

/// What is shown after the damage.
enum Shown {
    /// All that was saved.
    All,
    /// Annotations with these ids.
    Only(&'static [&'static str]),
}

const ALL: &[&str] = &["c000000001", "c000000002", "c000000003", "c7w2p0d4xe", "e7w2p0d4xe"];

struct Case {
    name: &'static str,
    damage: fn(&Damaged),
    found: &'static [Check],
    shown: Shown,
    /// Repairs that a check names, in the order of their names, and what is shown when they are made.
    repairs: &'static [Repair],
    then: Shown,
}

fn append(damaged: &Damaged, name: &str, bytes: &[u8]) {
    let path = damaged.home.path.join(name);
    fs::write(&path, [fs::read(&path).unwrap().as_slice(), bytes].concat()).unwrap();
}

fn put(damaged: &Damaged, name: &str, bytes: &[u8]) {
    fs::write(damaged.home.path.join(name), bytes).unwrap();
}

fn remove(damaged: &Damaged, name: &str) {
    fs::remove_file(damaged.home.path.join(name)).unwrap();
}

fn with_windows_line_ends(damaged: &Damaged, name: &str) {
    let text = fs::read_to_string(damaged.home.path.join(name)).unwrap();
    put(damaged, name, text.replace('\n', "\r\n").as_bytes());
}

/// The layer as a merge leaves it where two machines added an annotation each.
fn merged(damaged: &Damaged, ours: &str, theirs: &str) {
    let text = fs::read_to_string(damaged.home.path.join(LAYER)).unwrap();
    let row = text.lines().find(|line| line.contains("c000000002")).unwrap().to_owned();
    let side = |id: &str| row.replace("c000000002", id);
    let marked = format!("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> laptop\n", side(ours), side(theirs));
    put(damaged, LAYER, text.replacen(&format!("{row}\n"), &marked, 1).as_bytes());
}

fn cases() -> Vec<Case> {
    let case = |name, damage, found, shown, repairs, then| Case { name, damage, found, shown, repairs, then };
    vec![
        case("nothing", |_| {}, &[], Shown::All, &[], Shown::All),
        case(
            "a torn last line",
            |d| append(d, JOURNAL, b"Edit(seq: 9, n: 9, when: \"2026"),
            &[Check::TornLine],
            Shown::All,
            &[Repair::CutTornLine],
            Shown::All,
        ),
        case(
            "zeros where the power went",
            |d| append(d, JOURNAL, &[0; 512]),
            &[Check::TornLine],
            Shown::All,
            &[Repair::CutTornLine],
            Shown::All,
        ),
        case(
            "a layer that is gone",
            |d| remove(d, LAYER),
            &[Check::BroughtBack],
            Shown::All,
            &[Repair::RebuildFromJournal],
            Shown::All,
        ),
        case(
            "a layer that is gone, and its backups",
            |d| {
                remove(d, LAYER);
                fs::remove_dir_all(d.home.path.join("journal/backups")).unwrap();
            },
            &[Check::MissingFile],
            Shown::Only(&[]),
            &[],
            Shown::Only(&[]),
        ),
        case(
            "an old copy of a layer put back",
            |d| put(d, LAYER, &d.first),
            &[Check::OlderFile],
            Shown::Only(&["c000000001", "c000000003", "c7w2p0d4xe", "e7w2p0d4xe"]),
            &[],
            Shown::Only(&["c000000001", "c000000003", "c7w2p0d4xe", "e7w2p0d4xe"]),
        ),
        case(
            "a layer changed by hand",
            |d| change(&d.home, LAYER, "id: \"c000000001\", label: \"claim\"", "id: \"c000000009\", label: \"event\""),
            &[Check::ChangedFile],
            Shown::Only(&["c000000002", "c000000003", "c000000009", "c7w2p0d4xe", "e7w2p0d4xe"]),
            &[],
            Shown::Only(&["c000000002", "c000000003", "c000000009", "c7w2p0d4xe", "e7w2p0d4xe"]),
        ),
        case(
            "a layer that can't be read",
            |d| change(&d.home, LAYER, "label: \"claim\"", "label: claim\""),
            &[Check::Unreadable, Check::Behind],
            Shown::Only(&[]),
            &[Repair::RebuildFromJournal],
            Shown::All,
        ),
        case(
            "an empty layer",
            |d| put(d, LAYER, b""),
            &[Check::Unreadable, Check::Behind],
            Shown::Only(&[]),
            &[Repair::RebuildFromJournal],
            Shown::All,
        ),
        case(
            "a layer that can't be read, without a journal",
            |d| {
                put(d, LAYER, b"Layer(");
                remove(d, JOURNAL);
            },
            &[Check::Unreadable],
            Shown::Only(&[]),
            &[Repair::PutBackBackup],
            Shown::Only(&["c7w2p0d4xe", "e7w2p0d4xe"]),
        ),
        case(
            "marks of a merge",
            |d| merged(d, "c000000002", "c00000000b"),
            &[Check::MergeMarks, Check::Behind],
            Shown::Only(&[]),
            &[Repair::PutTogether],
            Shown::Only(&["c000000001", "c000000002", "c000000003", "c00000000b", "c7w2p0d4xe", "e7w2p0d4xe"]),
        ),
        case(
            "marks of a merge that do not fit together",
            |d| append(d, LAYER, b"<<<<<<< HEAD\n"),
            &[Check::Unreadable, Check::Behind],
            Shown::Only(&[]),
            &[Repair::RebuildFromJournal],
            Shown::All,
        ),
        case(
            "a changed text",
            |d| change(&d.home, TEXT, "At two", "Update. At two"),
            &[Check::ChangedText, Check::MovedPlace],
            Shown::All,
            // Not while an edit that means the old text is in the journal alone.
            &[],
            Shown::All,
        ),
        case(
            "a text under another name",
            |d| {
                let path = d.home.path.join(TEXT);
                fs::rename(&path, path.with_file_name("other.txt")).unwrap();
            },
            &[Check::MissingText, Check::StrayFile],
            Shown::Only(&[]),
            &[Repair::PutBackText],
            Shown::All,
        ),
        case(
            "a project file that is gone",
            |d| remove(d, "project.ron"),
            &[Check::Unreadable],
            Shown::Only(ALL),
            &[Repair::PutBackBackup],
            Shown::Only(ALL),
        ),
        case(
            "what a write left behind",
            |d| put(d, "annotations/ana/x.ron.byline-new", b"half"),
            &[],
            Shown::All,
            &[Repair::RemoveLeftover],
            Shown::All,
        ),
        case(
            "a layer with the line ends of Windows",
            |d| with_windows_line_ends(d, LAYER),
            &[Check::LineEnds],
            Shown::All,
            &[],
            Shown::All,
        ),
        case(
            "a text with the line ends of Windows",
            |d| with_windows_line_ends(d, TEXT),
            &[Check::LineEnds],
            Shown::All,
            &[],
            Shown::All,
        ),
        case(
            "a copy that a sync program made",
            |d| put(d, "annotations/ana/k3f9x2m7qa (conflicted copy).ron", &d.first),
            &[Check::StrayFile],
            Shown::All,
            &[],
            Shown::All,
        ),
    ]
}

#[track_caller]
fn shows(case: &Case, shown: &Shown, loaded: &Loaded, saved: &Project) {
    let name = case.name;
    match shown {
        Shown::All => assert_eq!(loaded.project.layer(&key()).map(|l| l.annotations.size()), Some(5), "{name}"),
        Shown::Only(ids) => {
            let layer = loaded.project.layer(&key());
            let there: Vec<String> = layer.iter().flat_map(|l| l.annotations.keys().map(ToString::to_string)).collect();
            assert_eq!(there, *ids, "{name}");
        }
    }
    if matches!(shown, Shown::All) && !case.found.contains(&Check::ChangedText) {
        assert_eq!(loaded.project.layers, saved.layers, "{name}");
    }
}

/// Every content that a file of the project has.
fn contents(home: &Home) -> BTreeSet<Vec<u8>> {
    fn walk(at: &Path, found: &mut BTreeSet<Vec<u8>>) {
        for entry in fs::read_dir(at).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() { walk(&path, found) } else { found.extend([fs::read(path).unwrap()]) }
        }
    }
    let mut found = BTreeSet::new();
    walk(&home.path, &mut found);
    found
}

/// A damaged project, its files, and those that are as nobody but the damage made them.
fn damage(case: &Case) -> (Damaged, Files, Files) {
    let damaged = work_of_a_day();
    let before = files_in(&damaged.home.path);
    (case.damage)(&damaged);
    let files = files_in(&damaged.home.path);
    let mut at_stake = files.clone();
    at_stake.retain(|name, bytes| before.get(name) != Some(bytes));
    (damaged, files, at_stake)
}

type Files = std::collections::BTreeMap<String, Vec<u8>>;

#[test]
fn each_damage_is_found_and_nothing_is_lost() {
    for case in cases() {
        let (damaged, files, at_stake) = damage(&case);
        let (home, name) = (&damaged.home, case.name);
        let mut loaded = open_it(&home.path);
        let mut found: Vec<Check> = loaded.problems.iter().map(|p| p.check).collect();
        found.dedup();
        assert_eq!(found, case.found, "{name}: {:?}", loaded.problems);
        shows(&case, &case.shown, &loaded, &damaged.saved);
        assert_eq!(files_in(&home.path), files, "{name}: opening changes nothing");
        // Somebody goes on with it: what stood there is kept aside wherever something else comes in its place.
        let edit =
            (loaded.project.articles.size() > 0).then(|| annotated(&loaded.project, "c00000000z", "would maybe"));
        let next = edit.as_ref().and_then(|edit| edit.apply(&loaded.project).ok().map(|next| (edit.clone(), next)));
        if let Some((edit, next)) = next
            && loaded.store.append(Step::Do(&edit), noon(), &next).is_ok()
        {
            loaded.store.checkpoint(&next, noon()).unwrap();
        }
        drop(loaded);
        let after = contents(home);
        for (file, bytes) in &at_stake {
            assert!(after.contains(bytes), "{name}: {file} is lost");
        }
    }
}

#[test]
fn each_repair_mends_what_it_names_and_keeps_what_it_replaces() {
    for case in cases() {
        let (damaged, files, at_stake) = damage(&case);
        let (home, name) = (&damaged.home, case.name);
        let dry = check(&home.path).unwrap();
        assert_eq!(files_in(&home.path), files, "{name}: a check changes nothing");
        let mut repairs: Vec<Repair> = dry.problems.iter().filter_map(|p| p.repair).collect();
        repairs.sort_unstable();
        repairs.dedup();
        assert_eq!(repairs, case.repairs, "{name}: {:?}", dry.problems);
        let report = repair(&home.path).unwrap();
        let mut made: Vec<Repair> = report.repaired.iter().filter_map(|p| p.repair).collect();
        made.dedup();
        assert_eq!(made, case.repairs, "{name}: {:?}", report.problems);
        let after = contents(home);
        for (file, bytes) in &at_stake {
            assert!(after.contains(bytes), "{name}: {file} is lost");
        }
        let is_mendable = |p: &&Problem| p.repair.is_some();
        let left: Vec<_> = report.problems.iter().filter(is_mendable).collect();
        assert!(left.is_empty(), "{name}: {left:?}");
        shows(&case, &case.then, &open_it(&home.path), &damaged.saved);
    }
}

#[test]
fn what_is_offered_brings_back_what_the_file_does_not_have() {
    let damaged = work_of_a_day();
    put(&damaged, LAYER, &damaged.first);
    let mut loaded = open_it(&damaged.home.path);
    let states: Vec<OfferedState> = loaded.offers.iter().map(|offer| offer.state.clone()).collect();
    assert_eq!(states, [OfferedState::Journal, OfferedState::Backup("2026-11-21T12".into())]);
    let before = loaded.project.clone();
    let step = loaded.offers.remove(0).step(&before);
    commit(&mut loaded, step);
    assert_eq!(loaded.project.layers, damaged.saved.layers);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    let (back, _) = loaded.history.undo(&loaded.project).unwrap().unwrap();
    assert_eq!(back, before, "and undo takes it back");
    drop(loaded);
    assert_eq!(
        check(&damaged.home.path).unwrap().problems.iter().filter(|p| p.severity() == Severity::Error).count(),
        0
    );
}

#[test]
fn a_layer_that_was_taken_away_on_purpose_can_be_left_out() {
    let damaged = work_of_a_day();
    remove(&damaged, LAYER);
    let mut loaded = open_it(&damaged.home.path);
    let gone = loaded.offers.iter().find(|offer| offer.state == OfferedState::Gone).unwrap().step(&loaded.project);
    commit(&mut loaded, gone);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    drop(loaded);
    let loaded = open_it(&damaged.home.path);
    assert!(loaded.project.layers.is_empty() && loaded.problems.is_empty(), "{:?}", loaded.problems);
    assert_eq!(loaded.history.done().last().map(|step| step.what.as_str()), Some("leave out what was gone"));
}

#[test]
fn a_file_that_another_program_still_changes_is_never_overwritten_without_a_copy() {
    let damaged = work_of_a_day();
    let mut loaded = open_it(&damaged.home.path);
    for (number, label) in ["event", "source"].into_iter().enumerate() {
        let text = fs::read_to_string(damaged.home.path.join(LAYER)).unwrap();
        put(&damaged, LAYER, text.replacen("label: \"claim\"", &format!("label: \"{label}\""), 1).as_bytes());
        let theirs = fs::read(damaged.home.path.join(LAYER)).unwrap();
        let id = format!("c00000000{}", ["x", "y"][number]);
        let edit = annotated(&loaded.project, &id, "would maybe");
        commit(&mut loaded, edit);
        loaded.store.checkpoint(&loaded.project, noon()).unwrap();
        assert!(contents(&damaged.home).contains(&theirs), "{label}");
    }
    let layer = loaded.project.layer(&key()).unwrap();
    assert!(layer.annotations.contains_key(&AnnotationId::parse("c00000000y").unwrap()));
}
