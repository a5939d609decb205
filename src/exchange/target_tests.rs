use super::*;
use crate::exchange::formats::format_named;
use crate::exchange::jsonl::{LabelPolicy, UnknownLabels};
use crate::exchange::testing::{Files, empty, read_into, said, with, written};
use crate::exchange::{ExportError, Feature};
use crate::model::LabelId;
use crate::model::testing::random_project;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn export(settings: &[(&str, &str)]) -> Result<Export, ExportError> {
    Export::new(format_named("jsonl").unwrap(), with(settings))
}

fn go(export: &Export, project: &Project, to: &Path, existing: Existing) -> Result<Summary, ExportError> {
    export.write(project, to, existing, &mut |_, _| true)
}

#[test]
fn settings_are_checked_before_anything_is_written() {
    let refused = |settings: &[(&str, &str)]| export(settings).unwrap_err().to_string();
    assert!(refused(&[("spilt", "1")]).contains("no setting \"spilt\"; it takes split"));
    assert!(refused(&[("split", "50,20")]).contains("make 100"));
    assert!(refused(&[("manifest", "yes")]).contains("manifest takes true or false"));
    assert!(refused(&[("quote", "-1")]).contains("whole number"));
    assert!(Export::new(format_named("text").unwrap(), with(&[])).unwrap_err().to_string().contains("only read"));
    assert!(export(&[("quote", "7"), ("manifest", "true")]).is_ok());
}

#[test]
fn a_target_is_whole_or_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let (project, to) = (random_project(7), home.path().join("a.jsonl"));
    let plain = export(&[("manifest", "true")]).unwrap();
    go(&plain, &project, &to, Existing::Kept).unwrap();
    let first = fs::read(&to).unwrap();
    assert!(matches!(go(&plain, &project, &to, Existing::Kept), Err(ExportError::Taken { .. })));
    let stopped = plain.write(&random_project(8), &to, Existing::Replaced, &mut |_, _| false);
    assert!(matches!(stopped, Err(ExportError::Stopped)));
    assert_eq!(fs::read(&to).unwrap(), first);
    go(&plain, &project, &to, Existing::Replaced).unwrap();
    assert_eq!(fs::read(&to).unwrap(), first, "equal projects make equal bytes");
    let names: Vec<String> = names_in(home.path());
    assert_eq!(names, ["a.jsonl", "a.jsonl.manifest.json"], "nothing else is left");
    let told: serde_json::Value = serde_json::from_slice(&fs::read(manifest_beside(&to)).unwrap()).unwrap();
    assert_eq!(told["files"][0]["hash"], format!("blake3:{}", blake3::hash(&first)));
    assert_eq!(told["project"]["hash"], told["files"][0]["hash"], "the whole project is what JSONL holds of it");
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn only_folders_of_exports_are_replaced() {
    let home = tempfile::tempdir().unwrap();
    let (project, to) = (random_project(7), home.path().join("parts"));
    let split = export(&[("split", "80,10,10")]).unwrap();
    fs::create_dir(&to).unwrap();
    fs::write(to.join("diary.txt"), "mine").unwrap();
    assert!(matches!(go(&split, &project, &to, Existing::Replaced), Err(ExportError::Target { .. })));
    fs::remove_file(to.join("diary.txt")).unwrap();
    go(&split, &project, &to, Existing::Replaced).unwrap();
    fs::write(to.join("stale.txt"), "old").unwrap();
    go(&split, &project, &to, Existing::Replaced).unwrap();
    assert!(!to.join("stale.txt").exists() && to.join("manifest.json").exists());
    assert!(matches!(go(&export(&[]).unwrap(), &project, &to, Existing::Replaced), Err(ExportError::Target { .. })));
    assert_eq!(names_in(home.path()), ["parts"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn parts_make_the_whole(seed in 0..200_u64) {
        let project = random_project(seed);
        let (whole, _) = written("jsonl", &project, &with(&[]));
        let (parts, summary) = written("jsonl", &project, &with(&[("split", "60,40")]));
        let ids = |file: &[u8]| -> BTreeSet<String> {
            let lines = file.split(|b| *b == b'\n').filter(|line| !line.is_empty()).skip(1);
            lines.map(|l| serde_json::from_slice::<serde_json::Value>(l).unwrap()["id"].to_string()).collect()
        };
        let mut together = BTreeSet::new();
        for file in parts.values() {
            for id in ids(file) {
                prop_assert!(together.insert(id), "an article is in one part");
            }
        }
        prop_assert_eq!(together, ids(whole.values().next().unwrap()));
        prop_assert_eq!(summary.parts.iter().map(|p| p.1).sum::<usize>(), project.articles.size());
    }
}

#[test]
fn losses_are_counted_before() {
    let project = (0..99).map(random_project).find(|p| p.layers.values().any(|l| l.reading.size() > 1)).unwrap();
    let read: usize = project.layers.values().map(|layer| layer.reading.size()).sum();
    let brat = Export::new(format_named("brat").unwrap(), with(&[])).unwrap();
    let losses = brat.losses(&project);
    assert!(losses.contains(&Loss::of(Feature::Reading, read)), "{losses:?}");
    let (_, summary) = written("brat", &project, &with(&[]));
    assert_eq!(summary.losses, losses);
}

#[test]
fn labels_are_mapped_added_or_skipped() {
    let line = |label: &str, at: usize| format!("{{\"label\":\"{label}\",\"ranges\":[[{at},{}]]}}", at + 3);
    let list = [line("Person", 0), line("Person", 4), line("Verb", 8), line("claim", 12)].join(",");
    let file = format!("{{\"text\":\"one two six ten\",\"annotations\":[{list}]}}");
    let files = Files::from([("a.jsonl".to_owned(), file.into_bytes())]);
    let labels = |project: &Project| -> Vec<String> {
        let layer = project.layers.values().next().unwrap();
        layer.in_text_order().iter().map(|a| a.label.to_string()).collect()
    };
    let (added, gathered) = read_into(&empty(), &files, None, LabelPolicy::default());
    assert_eq!(labels(&added), ["person", "person", "verb", "claim"]);
    assert_eq!(gathered.unknown_labels, BTreeMap::from([("Person".to_owned(), 2), ("Verb".to_owned(), 1)]));
    let policy = LabelPolicy {
        map: BTreeMap::from([("Person".to_owned(), LabelId::parse("source"))]),
        others: UnknownLabels::Skipped,
    };
    let (mapped, gathered) = read_into(&empty(), &files, None, policy);
    assert_eq!(labels(&mapped), ["source", "source", "claim"]);
    assert_eq!((gathered.skipped_annotations, gathered.unknown_labels.len()), (1, 1));
    assert_eq!(said(&gathered), Vec::<String>::new());
    assert!(mapped.codebook.label(&LabelId::parse("verb").unwrap()).is_none());
}

#[test]
fn a_writer_with_a_fault_leaves_nothing_behind() {
    static BROKEN: Format = Format {
        name: "broken",
        extensions: &["txt"],
        output: Output::File(|_, sink, _| {
            sink.write_all(b"half")?;
            panic!("as a fault would")
        }),
        ..Format::BASE
    };
    let home = tempfile::tempdir().unwrap();
    let (project, to) = (random_project(7), home.path().join("a.txt"));
    let export = Export::new(&BROKEN, with(&[])).unwrap();
    let fault = std::panic::catch_unwind(|| go(&export, &project, &to, Existing::Kept));
    assert!(fault.is_err());
    assert_eq!(names_in(home.path()), Vec::<String>::new());
}
