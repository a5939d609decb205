//! Tests of writing and reading together.

use crate::exchange::export::ExportOptions;
use crate::exchange::jsonl::{LabelPolicy, UnknownLabels};
use crate::exchange::testing::{Files, empty, read_into, said, with, written};
use crate::model::testing::random_project;
use crate::model::{LinkStance, Place, Project};
use proptest::prelude::*;

fn files(entries: &[(&str, &str)]) -> Files {
    entries.iter().map(|(name, words)| ((*name).to_owned(), words.as_bytes().to_vec())).collect()
}

fn out(project: &Project) -> Files {
    written("brat", project, &ExportOptions::default()).0
}

fn read(entries: &[(&str, &str)]) -> (Project, Vec<String>) {
    let (project, gathered) = read_into(&empty(), &files(entries), None, LabelPolicy::default());
    (project, said(&gathered))
}

fn words(project: &Project) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (key, layer) in &project.layers {
        let text = project.article(key.article).unwrap().text();
        found.extend(layer.in_text_order().iter().map(|a| (a.label.to_string(), a.words(text))));
    }
    found
}

proptest! {
    #[test]
    fn what_was_written_comes_back_byte_for_byte(seed: u64) {
        let first = out(&random_project(seed));
        let (again, gathered) = read_into(&empty(), &first, None, LabelPolicy::default());
        prop_assert_eq!(said(&gathered), Vec::<String>::new());
        let second = out(&again);
        let has_articles = first.keys().any(|name| name.rsplit_once('.').is_some_and(|(_, ending)| ending == "ann"));
        prop_assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
        for (name, bytes) in first.iter().filter(|_| has_articles) {
            let (a, b) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&second[name]));
            for (a, b) in a.lines().zip(b.lines()) {
                let at = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
                let around = |line: &str| line.chars().skip(at.saturating_sub(20)).take(90).collect::<String>();
                prop_assert!(a == b, "{name}: {} … {}", around(a), around(b));
            }
            prop_assert!(a == b, "{name}: another number of lines");
        }
        // Read into what it came from, it adds nothing.
        let (same, _) = read_into(&again, &first, None, LabelPolicy::default());
        prop_assert!(same.layers == again.layers && same.threads == again.threads);
    }

    #[test]
    fn no_file_stops_the_reading(lines in "([TRANE#*M]1?\t?[a-zA-Z0-9 :;\t]{0,20}\r?\n){0,6}", text in "(?s).{0,30}") {
        read(&[("a.txt", &text), ("a.ann", &lines)]);
    }

    #[test]
    fn damaged_files_never_break_an_invariant(seed in 0..40_u64, which: prop::sample::Index, at: prop::sample::Index, junk in "[0-9\"a-z\t\n;]{0,4}") {
        let mut first = out(&random_project(seed));
        let name = which.get(&first.keys().cloned().collect::<Vec<_>>()).clone();
        let bytes = first.get_mut(&name).unwrap();
        let at = at.index(bytes.len() + 1).min(bytes.len());
        bytes.splice(at..(at + 2).min(bytes.len()), junk.bytes());
        read_into(&empty(), &first, Some("brat"), LabelPolicy::default());
    }
}

#[test]
fn every_covered_word_is_in_its_line() {
    for seed in 0..60 {
        let files = out(&random_project(seed));
        for (name, bytes) in
            files.iter().filter(|(name, _)| name.rsplit_once('.').is_some_and(|(_, ending)| ending == "ann"))
        {
            let text: Vec<char> = str::from_utf8(&files[&name.replace(".ann", ".txt")]).unwrap().chars().collect();
            for line in str::from_utf8(bytes).unwrap().lines().filter(|line| line.starts_with('T')) {
                let mut columns = line.split('\t');
                let places = columns.nth(1).unwrap().split_once(' ').unwrap().1;
                let cut = |place: &str| {
                    let (start, end) = place.split_once(' ').unwrap();
                    let part = &text[start.parse().unwrap()..end.parse().unwrap()];
                    assert!(!part.iter().any(|c| matches!(c, '\n' | '\t')), "{line}");
                    part.iter().collect::<String>()
                };
                let covered: Vec<String> = places.split(';').map(cut).collect();
                assert_eq!((columns.next(), columns.next()), (Some(covered.join(" ").as_str()), None));
            }
        }
    }
}

#[test]
fn a_foreign_corpus_is_read() {
    let text = "\u{feff}😀 Ana said\r\nit rained. Rain fell.";
    let lines = concat!(
        "T1\tPerson 3 6\tAna\nT2\tClaim 12 14;15 21\tit rained\nT3\tEvent 15 21\trained\nT3\tEvent 3 6\tAna\n",
        "T4\tEvent 90 99\tnowhere\nT5\tEvent 23 27\tSnow\nT6\tEvent 28\tfell\n",
        "E1\tRain:T3 Who:T1\nR1\tattributed_to Arg1:T2 Arg2:T1\nR2\tabout Arg1:T2 Arg2:E1\nR3\tabout Arg1:T2 Arg2:T9\n",
        "A1\tNegation E1\nA2\tcertainty T2 very high\nA3\tmode T8 direct\nN1\tReference T1 Wiki:Q5\tAna Beck\n",
        "#1\tAnnotatorNotes T2\tfirst\n#2\tAnnotationError T2\tsecond\n*\tEquiv T1 T3\n",
    );
    let (project, said) =
        read(&[("sub/doc1.txt", text), ("sub/doc1.ann", lines), ("sub/annotation.conf", "[entities]\n")]);
    let mut found: Vec<_> = words(&project).into_iter().map(|(label, words)| format!("{label} {words}")).collect();
    found.sort();
    assert_eq!(found, ["claim it rained", "event Snow", "event nowhere", "event rained", "person Ana"]);
    let article = project.articles.values().next().unwrap();
    assert_eq!((article.foreign_id.as_str(), article.text().as_str()), ("doc1", "😀 Ana said\nit rained. Rain fell."));
    let layer = project.layers.values().next().unwrap();
    assert_eq!(layer.annotations.values().filter(|a| matches!(a.place, Place::Lost(_))).count(), 2);
    let claim = layer.annotations.values().find(|a| a.label.as_str() == "claim").unwrap();
    assert_eq!(claim.note, "first\nAnnotationError: second");
    assert_eq!(claim.attributes.values().map(|v| v.as_text()).collect::<Vec<_>>(), [Some("very high")]);
    assert_eq!(layer.relations.size(), 2, "an arrow to an event goes to its trigger");
    let thread = project.all_threads().next().unwrap().1;
    assert_eq!((thread.title.as_str(), thread.foreign_id.as_str()), ("Ana Beck", "Wiki:Q5"));
    for (what, of) in [
        ("\"T6", "is no line of brat's"),
        ("event (E line)", "line 8"),
        ("equivalence", "line 18"),
        ("\"mode\"", "\"T8\""),
        ("\"T3\" is there twice", "line 4"),
        ("lost place", "T5"),
        ("lost place", "T4"),
        ("\"T9\"", "not there"),
    ] {
        assert!(said.iter().any(|s| s.contains(what) && s.contains(of)), "{what} {of}: {said:#?}");
    }
    assert_eq!(said.len(), 8, "{said:#?}");
}

#[test]
fn annotators_keep_their_names() {
    let two = [
        ("ana/d.txt", "It rained."),
        ("ana/d.ann", "T1\tclaim 0 9\tIt rained\n"),
        ("ben/d.txt", "It rained."),
        ("ben/d.ann", "T1\tclaim 3 9\trained\n"),
    ];
    let (project, said) = read(&two);
    assert_eq!(said, Vec::<String>::new());
    let names: Vec<_> = project.layers.keys().map(|key| key.annotator.to_string()).collect();
    assert_eq!((names, project.articles.size()), (vec!["ana".into(), "ben".into()], 1));
    let files = out(&project);
    assert!(files.contains_key("ana/d.ann") && files.contains_key("ben/d.txt") && !files.contains_key("d.txt"));
    let (one, _) = read(&two[..2]);
    assert_eq!(one.layers.keys().map(|key| key.annotator.to_string()).collect::<Vec<_>>(), ["me"]);
    let flat = out(&one);
    assert!(flat.contains_key("d.ann") && flat["annotation.conf"].starts_with(b"# Byline: annotator me\n"));
}

#[test]
fn threads_hold_across_articles() {
    let line = "T1\tclaim 0 2\tIt\nN1\tReference T1 Byline:t4n8r1v6zs\tIt rained\n";
    let against = format!("{line}#1\tByline T1\t{{\"threads\":[[\"t4n8r1v6zs\",\"against\"]]}}\n");
    let (project, said) = read(&[("a.txt", "It a"), ("a.ann", line), ("b.txt", "It b"), ("b.ann", &against)]);
    assert_eq!((said, project.all_threads().count()), (Vec::new(), 1));
    let links: Vec<LinkStance> = project
        .layers
        .values()
        .flat_map(|l| l.annotations.values().flat_map(|a| a.threads.values().copied()))
        .collect();
    assert_eq!(links.iter().filter(|stance| **stance == LinkStance::Against).count(), 1);
    assert_eq!(links.len(), 2);
}

#[test]
fn notes_that_were_changed_elsewhere_win() {
    let lines = |note: &str| {
        format!("T1\tclaim 0 2\tIt\n#1\tAnnotatorNotes T1\t{note}\n#2\tByline T1\t{{\"note\":\"one\\ntwo\"}}\n")
    };
    for (written, read_as) in [("one two", "one\ntwo"), ("one three", "one three")] {
        let (project, _) = read(&[("a.txt", "It"), ("a.ann", &lines(written))]);
        let layer = project.layers.values().next().unwrap();
        assert_eq!(layer.annotations.values().next().unwrap().note, read_as);
    }
}

#[test]
fn what_is_missing_is_said() {
    let (project, said) = read(&[("a.ann", "T1\tclaim 0 2\tIt\n")]);
    assert!(project.articles.is_empty() && said[0].contains("there is no \"a.txt\" beside it"), "{said:?}");
    let mut files = files(&[("b.ann", "T1\tclaim 2 5\tété\n")]);
    files.insert("b.txt".into(), b"L'\xe9t\xe9 dernier".to_vec());
    let (project, gathered) = read_into(&empty(), &files, None, LabelPolicy::default());
    assert_eq!(words(&project), [("claim".to_owned(), "été".to_owned())], "{:?}", gathered.problems);
    let skip = LabelPolicy { others: UnknownLabels::Skipped, ..LabelPolicy::default() };
    let (project, gathered) =
        read_into(&empty(), &super::tests::files(&[("a.txt", "It"), ("a.ann", "T1\tX 0 2\tIt\n")]), None, skip);
    assert_eq!((words(&project).len(), gathered.skipped_annotations), (0, 1));
}

#[test]
fn numbered_annotators_have_numbered_folders() {
    let project = (0..999).map(random_project).find(|p| out(p).keys().any(|name| name.starts_with("ana/"))).unwrap();
    let options = ExportOptions { names: crate::exchange::export::Names::Anonymous, ..with(&[]) };
    let (files, summary) = written("brat", &project, &options);
    assert!(
        files.keys().all(|name| !name.starts_with("ana/")) && files.keys().any(|name| name.starts_with("annotator1/"))
    );
    assert!(summary.losses.iter().any(|loss| loss.what.contains("titles, outlets")), "{:?}", summary.losses);
}

#[test]
fn a_small_project_is_written_as_kept() {
    crate::exchange::testing::check_golden(
        "brat",
        &["ana/plumbline-evening-art0000001.ann", "ana/plumbline-evening-art0000001.txt"],
    );
}
