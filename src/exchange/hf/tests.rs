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

/// Both forms hold the same rows.
#[test]
#[cfg(feature = "parquet")]
fn parquet_holds_the_same_rows() {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::{ListAccessor, RowAccessor};
    use std::io::Write;
    for seed in 0..40 {
        let project = random_project(seed);
        let (files, _) = written("hf-parquet", &project, &ExportOptions::default());
        assert_eq!(written("hf-parquet", &project, &ExportOptions::default()).0, files, "seed {seed}");
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&files["out.parquet"]).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let found: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        let rows = rows(&project);
        assert_eq!(found.len(), rows.len());
        for (found, row) in found.iter().zip(&rows) {
            assert_eq!(found.get_string(0).unwrap(), row["id"].as_str().unwrap());
            assert_eq!(found.get_string(1).unwrap(), row["text"].as_str().unwrap());
            let spans = found.get_list(7).unwrap();
            for (at, span) in row["spans"].as_array().unwrap().iter().enumerate() {
                let found = spans.get_group(at).unwrap();
                assert_eq!(found.get_string(0).unwrap(), span["id"].as_str().unwrap());
                let fragments = found.get_list(3).unwrap();
                for (number, fragment) in span["fragments"].as_array().unwrap().iter().enumerate() {
                    let found = fragments.get_group(number).unwrap();
                    assert_eq!(found.get_long(0).unwrap(), fragment["start"].as_i64().unwrap());
                    assert_eq!(found.get_string(2).unwrap(), fragment["text"].as_str().unwrap());
                }
                assert_eq!(found.get_list(4).unwrap().len(), span["attributes"].as_array().unwrap().len());
                assert_eq!(found.get_list(5).unwrap().len(), span["threads"].as_array().unwrap().len());
            }
            assert_eq!(spans.len(), row["spans"].as_array().unwrap().len());
            assert_eq!(found.get_list(8).unwrap().len(), row["relations"].as_array().unwrap().len());
        }
    }
}
