use crate::exchange::formats::{Head, recognize};
use crate::exchange::jsonl::LabelPolicy;
use crate::exchange::spacy::tests::shown;
use crate::exchange::testing::{Files, empty, read_into, said, with, written};
use crate::model::Project;
use crate::model::testing::random_project;
use proptest::prelude::*;

fn read(tasks: &str, config: &str) -> (Project, Vec<String>) {
    let mut files = Files::from([("tasks.json".to_owned(), tasks.as_bytes().to_vec())]);
    if !config.is_empty() {
        files.insert("config.xml".to_owned(), config.as_bytes().to_vec());
    }
    let (project, gathered) = read_into(&empty(), &files, Some("label-studio"), LabelPolicy::default());
    (project, said(&gathered))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_is_read(seed: u64) {
        let first = written("label-studio", &random_project(seed), &with(&[])).0;
        let (again, gathered) = read_into(&empty(), &first, Some("label-studio"), LabelPolicy::default());
        prop_assert_eq!(said(&gathered), Vec::<String>::new());
        let second = written("label-studio", &again, &with(&[])).0;
        let lines = |files: &Files| String::from_utf8(files["tasks.json"].clone()).unwrap();
        for (a, b) in lines(&first).lines().zip(lines(&second).lines()) {
            prop_assert_eq!(a, b);
        }
        prop_assert!(lines(&first) == lines(&second));
    }
}

#[test]
fn exports_of_label_studio_are_read() {
    let tasks = r#"[{"id": 7, "data": {"body": "😀 Anna said\n  it rained.", "title": "T"}, "annotations": [
        {"id": 1, "completed_by": {"id": 3, "email": "bo@news.org"}, "result": [
          {"id": "a", "from_name": "ner", "to_name": "t", "type": "labels", "value": {"start": 2, "end": 6, "text": "Anna", "labels": ["Person", "Source"]}, "meta": {"text": ["who?"]}},
          {"id": "b", "from_name": "ner", "to_name": "t", "type": "labels", "value": {"start": 7, "end": 23, "text": "said\\n it rained", "labels": ["Claim"]}},
          {"id": "b", "from_name": "certain", "to_name": "t", "type": "choices", "value": {"start": 7, "end": 23, "choices": ["very"]}},
          {"id": "w", "from_name": "tone", "to_name": "t", "type": "choices", "value": {"choices": ["dry", "short"]}},
          {"id": "h", "type": "hypertextlabels", "value": {"start": "/p[1]", "end": "/p[1]", "hypertextlabels": ["X"]}},
          {"id": "i", "type": "rectanglelabels", "value": {}},
          {"id": "c", "type": "labels", "value": {"start": 20, "end": 99, "labels": ["Claim"]}},
          {"from_id": "a", "to_id": "b", "type": "relation", "direction": "left", "labels": ["by"]},
          {"from_id": "a", "to_id": "zz", "type": "relation", "direction": "right"}]},
        {"id": 2, "completed_by": 4, "was_cancelled": true, "result": []}],
      "predictions": [{"model_version": "m1", "score": 0.5, "result": [
          {"id": "p", "from_name": "ner", "to_name": "t", "type": "labels", "value": {"start": 0, "end": 1, "labels": ["Claim"]}}]}]},
     {"id": 8, "data": {"body": "https://example.org/a.txt"}},
     {"id": 9, "data": {"body": 5}}, 3, {"id": 10, "data": {"body": "Cut"#;
    let (project, said) = read(tasks, r#"<View><Labels name="ner" toName="t"/><Text name="t" value="$body"/></View>"#);
    let found = shown(&project);
    for expected in [
        "person \"Anna\" bo_news_org",
        "source \"Anna\" bo_news_org",
        "claim \"said\\n  it rained\" bo_news_org",
        "by \"said\\n  it rained\" \"Anna\"",
    ] {
        assert!(found.contains(&expected.to_owned()), "{expected}: {found:?}");
    }
    assert_eq!(found.len(), 4);
    let (_, article) = project.articles.iter().next().unwrap();
    assert_eq!((article.metadata.title.as_str(), article.foreign_id.as_str()), ("T", "7"));
    assert_eq!(article.attributes.len(), 1, "a choice about the whole text");
    assert_eq!(project.suggestions.get(&article.id).unwrap().suggestions.len(), 1);
    let layer = project.layers.values().next().unwrap();
    assert!(layer.annotations.values().any(|a| a.note == "who?"));
    assert!(layer.annotations.values().any(|a| a.attributes.len() == 1));
    for part in [
        "hypertext",
        "rectanglelabels",
        "do not fit",
        "\"zz\"",
        "skipped",
        "an address",
        "no plain text",
        "no task",
        "cut off",
    ] {
        assert!(said.iter().any(|what| what.contains(part)), "{part}: {said:#?}");
    }
}

#[test]
fn the_short_form_and_web_pages() {
    let (project, said) = read(
        r#"[{"id": 1, "text": "Anna spoke.", "label": [{"start": 0, "end": 4, "text": "Anna", "labels": ["Person"]}], "annotator": 2}]"#,
        "",
    );
    assert_eq!(shown(&project), ["person \"Anna\" user2"], "{said:?}");
    let (project, said) =
        read(r#"[{"data": {"html": "<p>x</p>"}}]"#, r#"<View><HyperText name="t" value="$html"/></View>"#);
    assert!(project.articles.is_empty() && said.iter().any(|what| what.contains("plain text")), "{said:?}");
    let is = |start: &str| recognize(&Head { name: "a.json", start: start.as_bytes() }).map(|f| f.name).ok();
    assert_eq!(is(r#"[{"id": 1, "data": {"text": "x"}, "annotations": []}]"#), Some("label-studio"));
    assert_eq!(
        is(r#"[{"id": 1, "annotations": [{"completed_by": 1, "result": [{"value": {"start""#),
        Some("label-studio")
    );
    assert_eq!(is(r#"[{"title": "x"}]"#).filter(|name| *name == "label-studio"), None);
}
