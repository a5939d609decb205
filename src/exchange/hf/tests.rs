use crate::exchange::export::ExportOptions;
use crate::exchange::jsonl::LabelPolicy;
use crate::exchange::testing::{Files, empty, read_into, written};
use crate::model::testing::random_project;
use crate::model::{Date, Project};
use proptest::prelude::*;
use serde_json::Value;

fn rows(project: &Project) -> Vec<Value> {
    let (files, _) = written("hf", project, &ExportOptions::default());
    let text = String::from_utf8(files["out.jsonl"].clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_small_project() {
    let small = include_bytes!("../../../tests/golden/tables/project.jsonl").to_vec();
    let files = Files::from([("a.jsonl".to_owned(), small)]);
    let (project, _) = read_into(&empty(), &files, Some("jsonl"), LabelPolicy::default());
    let (files, _) = written("hf", &project, &ExportOptions::default());
    let made = String::from_utf8(files["out.jsonl"].clone()).unwrap();
    assert_eq!(made, include_str!("../../../tests/golden/hf.jsonl"));
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.iter().any(has_null),
        Value::Object(map) => map.values().any(has_null),
        _ => false,
    }
}

/// True where a list is filled in a row, `spans.attributes` among all its spans.
fn fills(row: &Value, path: &str) -> bool {
    match path.split_once('.') {
        None => !row[path].as_array().unwrap().is_empty(),
        Some((list, inner)) => row[list].as_array().unwrap().iter().any(|entry| fills(entry, inner)),
    }
}

proptest! {
    #[test]
    fn rows_are_typed_and_tell_their_types_early(seed in 0..300_u64) {
        let project = random_project(seed);
        let rows = rows(&project);
        prop_assert_eq!(rows.len(), project.articles.size());
        for path in ["spans", "relations", "spans.attributes", "spans.threads"] {
            let early = rows.iter().take(6).any(|row| fills(row, path));
            prop_assert_eq!(early, rows.iter().any(|row| fills(row, path)), "{}", path);
        }
        let loose = |row: &Value| !Date::parse(row["published"].as_str().unwrap()).is_some_and(Date::is_full);
        prop_assert_eq!(rows.iter().take(6).any(loose), rows.iter().any(loose));
        for row in &rows {
            prop_assert!(!has_null(row));
            let text: Vec<char> = row["text"].as_str().unwrap().chars().collect();
            for span in row["spans"].as_array().unwrap() {
                for fragment in span["fragments"].as_array().unwrap() {
                    let at = |end: &str| fragment[end].as_u64().unwrap() as usize;
                    let words: String = text[at("start")..at("end")].iter().collect();
                    prop_assert_eq!(words.as_str(), fragment["text"].as_str().unwrap());
                }
            }
        }
    }
}

#[test]
#[cfg(not(feature = "parquet"))]
fn without_parquet_the_message_says_what_to_do() {
    use crate::exchange::formats::format_named;
    use crate::exchange::target::{Existing, Export};
    let home = tempfile::tempdir().unwrap();
    let export = Export::new(format_named("hf-parquet").unwrap(), ExportOptions::default()).unwrap();
    let to = home.path().join("out.parquet");
    let error = export.write(&empty(), &to, Existing::Kept, &mut |_, _| true).unwrap_err();
    assert!(error.to_string().contains("--features parquet") && !to.exists());
}
