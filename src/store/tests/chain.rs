//! What a journal's chain shows, and what is kept where it does not hold.

use super::damage::{JOURNAL, annotated, checks, commit, small};
use super::*;
use std::fs;

/// A journal as lines: a header, then an edit, a checkpoint, and three more edits that no file has yet.
fn five() -> (Home, Vec<String>, Project) {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    for (id, words) in [("c000000001", "he said"), ("c000000002", "down"), ("c000000003", "two"), ("c000000004", "The")]
    {
        let one = annotated(&loaded.project, id, words);
        commit(&mut loaded, one);
        if id == "c000000001" {
            loaded.store.checkpoint(&loaded.project, noon()).unwrap();
        }
    }
    let lines =
        fs::read_to_string(home.path.join(JOURNAL)).unwrap().lines().map(|line| line.to_owned() + "\n").collect();
    (home, lines, loaded.project)
}

fn write(home: &Home, lines: &[String]) {
    fs::write(home.path.join(JOURNAL), lines.concat()).unwrap();
}

#[test]
fn lines_carry_number_time_and_what_ties_them() {
    let (home, lines, _) = five();
    assert_eq!(
        lines[0],
        "Journal(format: 2, annotator: \"ana\", seq: 1, when: \"2026-11-21T12:00:00Z\", chain: \"e97c68e6c9aede39\")\n"
    );
    for (at, line) in lines.iter().enumerate().skip(1) {
        assert!(line.contains(&format!("(seq: {}, ", at + 1)), "{line}");
        assert!(line.contains("when: \"2026-11-21T12:00:00Z\""), "{line}");
        assert!(line.trim_end().ends_with("\")") && line.contains(", chain: \""), "{line}");
    }
    assert_eq!(open_it(&home.path).problems, []);
}

fn annotations(project: &Project) -> usize {
    project.layers.values().map(|layer| layer.annotations.size()).sum()
}

#[test]
fn each_way_to_break_a_chain_is_told_with_its_line_and_stops_undo() {
    type Harm = fn(&mut Vec<String>);
    // What is done, the lines that are told of, how many of the six annotations are still there, and edits to undo.
    let cases: [(&str, Harm, &[&str], usize, usize); 8] = [
        ("changed", |l| l[3] = l[3].replace("label claim", "label event"), &["line 4"], 6, 2),
        ("removed", |l| drop(l.remove(3)), &["line 4"], 5, 2),
        ("reordered", |l| l.swap(3, 4), &["line 4", "line 5"], 6, 2),
        ("doubled", |l| l.insert(4, l[3].clone()), &["line 5"], 6, 2),
        ("put in", |l| l.insert(4, "Checkpoint(when: \"\")\n".into()), &["line 5"], 6, 2),
        (
            "a checkpoint put in, which says that the file is as it is and so holds all before it",
            |l| {
                let files = l[2].split_once("files: ").unwrap().1.split_once("], chain").unwrap().0.to_owned();
                l.insert(5, format!("Checkpoint(when: \"\", files: {files}])\n"));
            },
            &["line 6"],
            6,
            1,
        ),
        ("header removed", |l| drop(l.remove(0)), &["line 1"], 6, 4),
        ("two removed", |l| drop(l.drain(3..5)), &["line 4"], 4, 1),
    ];
    for (what, harm, places, kept, undo) in cases {
        let (home, mut lines, _) = five();
        harm(&mut lines);
        write(&home, &lines);
        let broken = fs::read(home.path.join(JOURNAL)).unwrap();
        let mut loaded = open_it(&home.path);
        assert!(checks(&loaded).iter().all(|check| *check == Check::BrokenChain), "{what}: {:?}", loaded.problems);
        let told: Vec<&str> = loaded.problems.iter().map(|p| p.place.as_str()).collect();
        assert_eq!(told, places, "{what}: {:?}", loaded.problems);
        assert_eq!(annotations(&loaded.project), kept, "{what}");
        // Undo reaches back to the last break and no further; what comes after is saved as ever.
        assert_eq!(loaded.history.done().len(), undo, "{what}");
        let one = annotated(&loaded.project, "c000000009", "end 😀");
        commit(&mut loaded, one);
        loaded.store.checkpoint(&loaded.project, noon()).unwrap();
        let saved = loaded.project.clone();
        drop(loaded);
        assert!(fs::read(home.path.join(JOURNAL)).unwrap().starts_with(&broken), "{what}: nothing is cut off");
        let again = open_it(&home.path);
        assert_eq!(again.project, saved, "{what}");
        assert_eq!(again.problems.len(), places.len(), "{what}: what comes after holds: {:?}", again.problems);
    }
}

#[test]
fn a_journal_of_format_1_opens_and_its_chain_begins_at_the_next_edit() {
    let (home, lines, saved) = five();
    // As Byline wrote it before there were chains.
    let old = |line: &String| {
        let (before, rest) = line.split_once("seq: ").unwrap();
        let (_number, rest) = rest.split_once(", ").unwrap();
        format!("{before}{})\n", rest.rsplit_once(", chain: ").unwrap().0)
    };
    let mut first: Vec<String> = lines.iter().map(old).collect();
    first[0] = "Journal(format: 1, annotator: \"ana\")\n".into();
    assert!(
        first[1].starts_with("Edit(n: 1, when: \"2026-11-21T12:00:00Z\", what: \"label claim\", base: [("),
        "{}",
        first[1]
    );
    assert!(first[2].starts_with("Checkpoint(when: \"2026-11-21T12:00:00Z\", files: [("), "{}", first[2]);
    write(&home, &first);
    let mut loaded = open_it(&home.path);
    assert_eq!((&loaded.project, loaded.problems.as_slice(), loaded.history.done().len()), (&saved, [].as_slice(), 4));
    undo_all(&mut loaded);
    assert_eq!(loaded.project, small());
    drop(loaded);
    let text = fs::read_to_string(home.path.join(JOURNAL)).unwrap();
    let rest = text.strip_prefix(&first.concat()).unwrap();
    assert!(rest.starts_with("Journal(format: 2, annotator: \"ana\", seq: 7, "), "{rest}");
    assert_eq!(open_it(&home.path).problems, []);
    // From then on the old lines are held too.
    let changed = text.replacen("label claim", "label event", 1);
    fs::write(home.path.join(JOURNAL), &changed).unwrap();
    let loaded = open_it(&home.path);
    assert_eq!(checks(&loaded), [Check::BrokenChain]);
    assert_eq!((loaded.problems[0].place.as_str(), &loaded.project), ("line 7", &small()));
}

#[test]
fn a_file_that_was_changed_after_it_was_written_and_before_that_was_noted_wins_and_is_told() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let one = annotated(&loaded.project, "c000000001", "he said");
    commit(&mut loaded, one);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    drop(loaded);
    // Killed before the line about the file: then somebody else changes it.
    let text = fs::read_to_string(home.path.join(JOURNAL)).unwrap();
    let lines: Vec<String> = text.lines().map(|line| line.to_owned() + "\n").collect();
    assert!(lines[2].starts_with("Checkpoint("));
    write(&home, &lines[..2]);
    assert_eq!(open_it(&home.path).problems, [], "the file is as the journal leads to");
    damage::change(
        &home,
        damage::LAYER,
        "id: \"e7w2p0d4xe\", label: \"claim\"",
        "id: \"e7w2p0d4xe\", label: \"event\"",
    );
    let loaded = open_it(&home.path);
    assert_eq!((checks(&loaded), loaded.history.done().len()), (vec![Check::ChangedFile], 0));
    assert_eq!(annotations(&loaded.project), 3);
}
