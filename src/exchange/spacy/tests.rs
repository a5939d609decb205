use crate::exchange::formats::{Head, recognize};
use crate::exchange::jsonl::LabelPolicy;
use crate::exchange::testing::{Files, empty, read_into, said, with, written};
use crate::model::testing::random_project;
use crate::model::{Annotation, Project};
use proptest::prelude::*;

fn read(file: &str, format: Option<&str>) -> (Project, Vec<String>) {
    let files = Files::from([("a.jsonl".to_owned(), file.as_bytes().to_vec())]);
    let (project, gathered) = read_into(&empty(), &files, format, LabelPolicy::default());
    (project, said(&gathered))
}

/// Label, words and annotator of each annotation, and each arrow as type, words, words.
pub(in crate::exchange) fn shown(project: &Project) -> Vec<String> {
    let mut all = Vec::new();
    for (key, layer) in &project.layers {
        let text = project.articles[&key.article].text();
        let words = |a: &Annotation| format!("{} {:?}", a.label, a.words(text));
        all.extend(layer.in_text_order().iter().map(|a| format!("{} {}", words(a), key.annotator)));
        for relation in layer.relations.values() {
            let end = |id| layer.annotations[id].words(text);
            all.push(format!("{} {:?} {:?}", relation.kind, end(&relation.from), end(&relation.to)));
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_is_read(seed: u64) {
        let first = written("spacy", &random_project(seed), &with(&[])).0;
        let (again, gathered) = read_into(&empty(), &first, Some("spacy"), LabelPolicy::default());
        prop_assert_eq!(said(&gathered), Vec::<String>::new());
        let second = written("spacy", &again, &with(&[])).0;
        let lines = |files: &Files| String::from_utf8(files["out.jsonl"].clone()).unwrap();
        for (a, b) in lines(&first).lines().zip(lines(&second).lines()) {
            prop_assert_eq!(a, b);
        }
        prop_assert!(first == second);
    }
}

#[test]
fn lines_of_prodigy_are_read() {
    let file = concat!(
        r#"{"text": "Anna 😀 said so.", "tokens": [{"text": "Anna", "start": 0, "end": 4, "id": 0, "ws": true}, {"text": "😀", "start": 5, "end": 6, "id": 1, "ws": true}, {"text": "said", "start": 7, "end": 11, "id": 2, "ws": true}, {"text": "so", "start": 12, "end": 14, "id": 3, "ws": false}], "_input_hash": 5, "_session_id": "Bo B", "spans": [{"token_start": 0, "token_end": 1, "label": "PERSON"}, {"start": 12, "end": 14, "token_start": 3, "token_end": 3, "label": "claim", "source": "x"}], "relations": [{"head": 3, "child": 1, "head_span": {"start": 12, "end": 14, "label": "claim"}, "child_span": {"start": 0, "end": 6, "label": "PERSON"}, "label": "SAID BY"}, {"head": 2, "child": 1, "label": "dep"}], "answer": "accept"}"#,
        "\n",
        r#"{"text": "Anna 😀 said so.", "_input_hash": 5, "_session_id": "cy", "spans": [{"start": 0, "end": 4, "label": "PERSON"}], "answer": "accept"}"#,
        "\n",
        r#"{"text": "No.", "spans": [{"start": 0, "end": 2, "label": "X"}], "answer": "reject"}"#,
        "\nno json\n",
        r#"{"text": "Cut", "spans": [{"start": 1, "end": 9, "label": "X"}, {"label": "Y"}, 7]}"#,
    );
    let (project, said) = read(file, None);
    assert_eq!(project.articles.size(), 3);
    let found = shown(&project);
    for expected in ["person \"Anna 😀\" bo_b", "claim \"so\" bo_b", "said_by \"so\" \"Anna 😀\"", "person \"Anna\" cy"]
    {
        assert!(found.contains(&expected.to_owned()), "{expected}: {found:?}");
    }
    assert_eq!(found.len(), 4, "{found:?}");
    for part in ["\"dep\" has an end that is no span", "\"reject\"", "not JSON", "do not fit", "no place", "no objects"]
    {
        assert!(said.iter().any(|what| what.contains(part)), "{part}: {said:?}");
    }
}

#[test]
fn files_are_told_apart() {
    let is = |start: &str| recognize(&Head { name: "a.jsonl", start: start.as_bytes() }).map(|f| f.name).ok();
    assert_eq!(is(r#"{"text": "a", "spans": [{"start": 0, "end": 1, "label": "X"}]}"#), Some("spacy"));
    assert_eq!(is(r#"{"text": "a", "spans": [], "_input_hash": 1}"#), Some("spacy"));
    assert_eq!(is(r#"{"text": "a", "annotations": [{"ranges": [[0, 1]]}]}"#), Some("jsonl"));
    assert_eq!(is(r#"{"doc_id": "a", "text": "a", "spans": [{"fragments": []}]}"#), None);
    let files = written("spacy", &random_project(4), &with(&[])).0;
    assert_eq!(is(std::str::from_utf8(&files["out.jsonl"]).unwrap()), Some("spacy"));
}
