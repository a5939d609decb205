use crate::exchange::formats::{Head, recognize};
use crate::exchange::jsonl::LabelPolicy;
use crate::exchange::spacy::tests::shown;
use crate::exchange::testing::{Files, empty, read_into, said, with, written};
use crate::model::Project;
use crate::model::testing::random_project;
use proptest::prelude::*;

fn read(file: &str) -> (Project, Vec<String>) {
    let files = Files::from([("a.jsonl".to_owned(), file.as_bytes().to_vec())]);
    let (project, gathered) = read_into(&empty(), &files, None, LabelPolicy::default());
    (project, said(&gathered))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_is_read(seed: u64) {
        let first = written("doccano", &random_project(seed), &with(&[])).0;
        prop_assert!(first["out.jsonl"].is_ascii());
        let (again, gathered) = read_into(&empty(), &first, Some("doccano"), LabelPolicy::default());
        prop_assert_eq!(said(&gathered), Vec::<String>::new());
        let second = written("doccano", &again, &with(&[])).0;
        let lines = |files: &Files| String::from_utf8(files["out.jsonl"].clone()).unwrap();
        for (a, b) in lines(&first).lines().zip(lines(&second).lines()) {
            prop_assert_eq!(a, b);
        }
        prop_assert!(first == second);
    }
}

#[test]
fn both_forms_of_doccano_are_read() {
    let file = concat!(
        r#"{"id": 4, "text": "😀 Anna said so.\r\nYes.", "entities": [{"id": 31, "label": "PER", "start_offset": 2, "end_offset": 6}, {"id": 32, "label": "claim", "start_offset": 12, "end_offset": 14}, {"id": 33, "label": "claim", "start_offset": 17, "end_offset": 20}, {"id": 34, "label": "x"}, 5], "relations": [{"id": 1, "from_id": 32, "to_id": 31, "type": "attributed to"}, {"id": 2, "from_id": 32, "to_id": 99, "type": "y"}], "outlet": "Daily", "published": "2025-11-28", "Comments": []}"#,
        "\n",
        r#"{"id": 5, "data": "Anna spoke.", "label": [[0, 4, "PER"], [0, 99, "PER"], ["a"]], "url": "https://example.org/5", "section": "world"}"#,
        "\n{\"data\": 7}\n[]\n",
    );
    let (project, said) = read(file);
    let found = shown(&project);
    for expected in ["per \"Anna\" me", "claim \"so\" me", "claim \"Yes\" me", "attributed_to \"so\" \"Anna\""] {
        assert!(found.contains(&expected.to_owned()), "{expected}: {found:?}");
    }
    assert_eq!(found.len(), 5, "{found:?}");
    let outlets: Vec<&str> = project.articles.values().map(|a| a.metadata.outlet.as_str()).collect();
    assert!(outlets.contains(&"Daily"));
    assert!(project.articles.values().any(|a| a.extra.contains_key("section")));
    for part in ["no place", "no objects", "\"99\"", "do not fit", "start, end and name", "in words", "no JSON object"]
    {
        assert!(said.iter().any(|what| what.contains(part)), "{part}: {said:#?}");
    }
}

#[test]
fn what_was_renumbered_in_doccano_finds_its_fields_again() {
    let project = random_project(11);
    let first = written("doccano", &project, &with(&[])).0;
    let text = String::from_utf8(first["out.jsonl"].clone()).unwrap();
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut value: serde_json::Value = serde_json::from_str(line).unwrap();
        for entity in value["entities"].as_array_mut().unwrap() {
            entity["id"] = (entity["id"].as_u64().unwrap() + 700).into();
        }
        for relation in value["relations"].as_array_mut().unwrap() {
            for end in ["from_id", "to_id"] {
                relation[end] = (relation[end].as_u64().unwrap() + 700).into();
            }
        }
        lines.push(value.to_string());
    }
    let files = Files::from([("a.jsonl".to_owned(), lines.join("\n").into_bytes())]);
    let (again, _) = read_into(&empty(), &files, Some("doccano"), LabelPolicy::default());
    assert!(written("doccano", &again, &with(&[])).0 == first);
}

#[test]
fn files_are_told_apart() {
    let is = |start: &str| recognize(&Head { name: "a.jsonl", start: start.as_bytes() }).map(|f| f.name).ok();
    assert_eq!(is(r#"{"text": "a", "label": [[0, 1, "X"]]}"#), Some("doccano"));
    assert_eq!(is(r#"{"data": "a", "entities": [], "relations": []}"#), Some("doccano"));
    assert_eq!(is(r#"{"text": "a", "label": ["sport"]}"#), None);
    assert_eq!(is(r#"{"text": "a"}"#), Some("jsonl"));
}
