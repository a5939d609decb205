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

#[test]
fn a_journal_of_format_1_opens_and_its_chain_begins_at_the_next_edit() {
    let (home, lines, saved) = five();
    // As Byline wrote it before there were chains.
    let old = |line: &String| {
        let start = line.find("seq: ").unwrap();
        let end = start + line[start..].find(", ").unwrap() + 2;
        format!("{}{})\n", &line[..start], &line[end..line.rfind(", chain: ").unwrap()])
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
