//! Golden files of the formats of annotation programs: small enough to read, and read back.

use super::jsonl::LabelPolicy;
use super::spacy::tests::shown;
use super::testing::{Files, empty, read_into, said, with, written};
use crate::model::Project;

/// Files of a format with their names in an export of it.
type Golden = (&'static str, &'static [(&'static str, &'static str)]);

const GOLDEN: [Golden; 5] = [
    ("spacy", &[("out.jsonl", include_str!("../../tests/golden/programs/spacy.jsonl"))]),
    ("doccano", &[("out.jsonl", include_str!("../../tests/golden/programs/doccano.jsonl"))]),
    (
        "label-studio",
        &[
            ("tasks.json", include_str!("../../tests/golden/programs/tasks.json")),
            ("config.xml", include_str!("../../tests/golden/programs/config.xml")),
        ],
    ),
    (
        "cas-json",
        &[
            ("art0000001.ana.json", include_str!("../../tests/golden/programs/art0000001.ana.json")),
            ("art0000001.ben.json", include_str!("../../tests/golden/programs/art0000001.ben.json")),
        ],
    ),
    (
        "cas-xmi",
        &[
            ("art0000001.ana.xmi", include_str!("../../tests/golden/programs/art0000001.ana.xmi")),
            ("art0000001.ben.xmi", include_str!("../../tests/golden/programs/art0000001.ben.xmi")),
            ("TypeSystem.xml", include_str!("../../tests/golden/programs/TypeSystem.xml")),
        ],
    ),
];

fn small() -> Project {
    let project = include_bytes!("../../tests/golden/programs/project.jsonl").to_vec();
    let files = Files::from([("a.jsonl".to_owned(), project)]);
    read_into(&empty(), &files, Some("jsonl"), LabelPolicy::default()).0
}

#[test]
fn files_are_as_they_were() {
    for (format, golden) in GOLDEN {
        let (files, _) = written(format, &small(), &with(&[]));
        assert_eq!(files.len(), golden.len(), "{format}");
        for (name, contents) in golden {
            let new = String::from_utf8(files[*name].clone()).unwrap();
            for (new, old) in new.lines().zip(contents.lines()) {
                assert_eq!(new, old, "{format} {name}");
            }
            assert_eq!(new, *contents, "{format} {name}");
        }
    }
}

#[test]
fn files_are_read_as_what_they_were_written_from() {
    let project = small();
    for (format, golden) in GOLDEN.iter().filter(|(format, _)| *format != "cas-xmi") {
        let files: Files =
            golden.iter().map(|(name, contents)| ((*name).to_owned(), contents.as_bytes().to_vec())).collect();
        // Without --format: each is told apart by what is in it.
        let (again, gathered) = read_into(&empty(), &files, None, LabelPolicy::default());
        assert_eq!(said(&gathered), Vec::<String>::new(), "{format}");
        assert_eq!(shown(&again), shown(&project), "{format}");
        let attributes = |project: &Project| -> Vec<_> {
            let layers = project.layers.values();
            layers.flat_map(|l| l.annotations.values().map(|a| (a.id, a.attributes.clone(), a.note.clone()))).collect()
        };
        assert_eq!(attributes(&again), attributes(&project), "{format}");
        // A CAS has words.
        let count = if *format == "cas-json" { 1 } else { 2 };
        assert!(again.articles.keys().eq(project.articles.keys().take(count)), "{format}");
    }
}

#[test]
fn codings_of_one_text_in_several_files_meet() {
    let file = |words: &str, id: u64| {
        let sofa =
            serde_json::json!({ "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": words });
        let span = serde_json::json!({ "%ID": id, "%TYPE": "custom.Span", "@sofa": 1, "begin": 0, "end": 3, "label": "claim" });
        let meta = serde_json::json!({
            "%ID": 3, "%TYPE": "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData", "@sofa": 1,
            "documentId": "a.txt", "documentTitle": "a.txt",
        });
        serde_json::json!({ "%FEATURE_STRUCTURES": [sofa, span, meta] }).to_string().into_bytes()
    };
    let files = Files::from([
        ("a.txt/bo.json".to_owned(), file("One two", 5)),
        ("a.txt/cy.json".to_owned(), file("One two", 6)),
        ("b/a.json".to_owned(), file("Two one", 5)),
    ]);
    let (project, gathered) = read_into(&empty(), &files, None, LabelPolicy::default());
    assert_eq!(project.articles.size(), 2, "{:?}", said(&gathered));
    assert_eq!(shown(&project).len(), 3);
}
