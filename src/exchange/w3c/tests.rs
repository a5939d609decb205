//! Tests of writing and reading together.

use crate::exchange::jsonl::LabelPolicy;
use crate::exchange::testing::{Files, empty, read_into, said, with, written};
use crate::model::testing::random_project;
use crate::model::{Place, Project};
use proptest::prelude::*;

fn files(entries: &[(&str, &str)]) -> Files {
    entries.iter().map(|(name, words)| ((*name).to_owned(), words.as_bytes().to_vec())).collect()
}

fn read(into: &Project, entries: &[(&str, &str)]) -> (Project, Vec<String>) {
    let (project, gathered) = read_into(into, &files(entries), None, LabelPolicy::default());
    (project, said(&gathered))
}

fn words(project: &Project) -> Vec<String> {
    let mut found = Vec::new();
    for (key, layer) in &project.layers {
        let text = project.article(key.article).unwrap().text();
        let one = |a: &crate::model::Annotation| format!("{} {} {}", key.annotator, a.label, a.words(text));
        found.extend(layer.annotations.values().map(|a| one(a)));
    }
    found.sort();
    found
}

proptest! {
    #[test]
    fn what_was_written_comes_back_byte_for_byte(seed: u64, utf16: bool) {
        let options = with(&[("offsets", if utf16 { "utf-16" } else { "code-points" })]);
        let first = written("w3c", &random_project(seed), &options).0;
        let (again, gathered) = read_into(&empty(), &first, None, LabelPolicy::default());
        prop_assert_eq!(said(&gathered), Vec::<String>::new());
        let second = written("w3c", &again, &options).0;
        prop_assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
        for (name, bytes) in &first {
            let (a, b) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&second[name]));
            for (a, b) in a.lines().zip(b.lines()) {
                let at = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
                let around = |line: &str| line.chars().skip(at.saturating_sub(20)).take(90).collect::<String>();
                prop_assert!(a == b, "{name}: {} … {}", around(a), around(b));
            }
            prop_assert!(a == b, "{name}: another number of lines");
        }
        let (same, _) = read_into(&again, &first, None, LabelPolicy::default());
        prop_assert!(same.layers == again.layers && same.threads == again.threads);
    }

    #[test]
    fn damaged_files_never_break_an_invariant(seed in 0..40_u64, which: prop::sample::Index, at: prop::sample::Index, junk in "[0-9\"a-z\\[\\]{},]{0,4}") {
        let mut first = written("w3c", &random_project(seed), &with(&[])).0;
        if first.is_empty() {
            return Ok(());
        }
        let name = which.get(&first.keys().cloned().collect::<Vec<_>>()).clone();
        let bytes = first.get_mut(&name).unwrap();
        let at = at.index(bytes.len() + 1).min(bytes.len());
        bytes.splice(at..(at + 2).min(bytes.len()), junk.bytes());
        read_into(&empty(), &first, Some("w3c"), LabelPolicy::default());
    }
}

const HYPOTHESIS: &str = r#"{"total": 4, "rows": [
 {"id": "h1", "user": "acct:ana@hypothes.is", "uri": "https://a.example/page", "text": "a note", "tags": ["claim", "strong"],
  "target": [{"source": "https://a.example/page", "selector": [{"type": "RangeSelector"}, {"type": "TextPositionSelector", "start": 3, "end": 12},
   {"type": "TextQuoteSelector", "exact": "it rained", "prefix": "😀 ", "suffix": " a"}]}]},
 {"id": "h2", "user": "acct:ana@hypothes.is", "uri": "https://a.example/page", "text": "", "tags": [],
  "target": [{"source": "https://a.example/page", "selector": [{"type": "TextQuoteSelector", "exact": "snow", "prefix": "", "suffix": ""}]}]},
 {"id": "h3", "user": "acct:ben@hypothes.is", "uri": "https://a.example/page", "text": "a page note", "target": [{"source": "https://a.example/page"}]},
 {"id": "h4", "user": "acct:ben@hypothes.is", "uri": "https://b.example/", "text": "", "tags": ["claim"],
  "target": [{"source": "https://b.example/", "selector": [{"type": "TextQuoteSelector", "exact": "x"}]}]}]}"#;

#[test]
fn an_export_of_hypothesis_goes_onto_the_articles_that_are_there() {
    let article = r#"{"id": "p", "text": "😀 it rained and it rained again", "url": "https://a.example/page/"}"#;
    let (project, _) = read(&empty(), &[("a.jsonl", article)]);
    let (project, said) = read(&project, &[("export.json", HYPOTHESIS)]);
    assert_eq!(words(&project), ["ana claim it rained", "ana highlight snow"], "{said:?}");
    let layer = project.layers.values().next().unwrap();
    let claim = layer.annotations.values().find(|a| a.label.as_str() == "claim").unwrap();
    assert_eq!((claim.note.as_str(), claim.foreign_id.as_str(), claim.attributes.len()), ("a note", "h1", 1));
    assert_eq!(claim.fragments()[0].start().get(), 5, "UTF-16");
    assert!(layer.annotations.values().any(|a| matches!(a.place, Place::Lost(_))));
    for what in ["no article with this address", "\"h2\" has no certain place", "1 annotations have no place"] {
        assert!(said.iter().any(|s| s.contains(what)), "{what}: {said:#?}");
    }
    assert_eq!((said.len(), project.articles.size()), (3, 1));
}

#[test]
fn a_page_with_its_text_beside_it() {
    let page = r##"{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [
      {"id": "#1", "type": "Annotation", "body": [{"purpose": "tagging", "value": "Person"}, "https://w.example/Q5"],
       "target": {"source": "doc.txt", "selector": [{"type": "TextQuoteSelector", "exact": "Ana"}, {"type": "TextPositionSelector", "start": 0, "end": 3}]}},
      {"id": "#2", "type": "Annotation", "body": {"purpose": "classifying", "value": "claim"},
       "target": {"source": "doc.txt", "selector": {"type": "TextPositionSelector", "start": 10, "end": 19}}},
      {"id": "#3", "motivation": "linking", "body": ["#1", {"value": "attributed_to"}], "target": "#2"},
      {"id": "#4", "motivation": "linking", "body": ["#1"], "target": "#9"}]}"##;
    let (project, said) = read(&empty(), &[("page.jsonld", page), ("doc.txt", "Ana said\r\nit rained")]);
    // The text is an article of the same folder: read once with its annotations.
    assert!(words(&project).contains(&"me claim it rained".to_owned()), "{:?} {said:?}", words(&project));
    let layer = project.layers.values().next().unwrap();
    assert_eq!((layer.relations.size(), project.all_threads().count()), (1, 1));
    assert!(said.iter().any(|s| s.contains("\"#4\"")), "{said:?}");
    let (_, said) = read(&empty(), &[("page.jsonld", page)]);
    assert!(said.iter().any(|s| s.contains("there is no \"doc.txt\"")), "{said:?}");
}

#[test]
fn a_small_project_is_written_as_kept() {
    crate::exchange::testing::check_golden("w3c", &["plumbline-evening-art0000001.jsonld"]);
}

/// Two letters that are the same, two positions apart by the width of an emoji: once read in the wrong unit.
#[test]
fn the_unit_is_not_guessed_from_words_alone() {
    let options = with(&[("offsets", "utf-16")]);
    let first = written("w3c", &random_project(9_788_460_147_811_840_587), &options).0;
    let again = read_into(&empty(), &first, None, LabelPolicy::default()).0;
    assert!(written("w3c", &again, &options).0 == first);
}
