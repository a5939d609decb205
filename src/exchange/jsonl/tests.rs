//! Tests of writing and reading together.

use super::*;
use crate::edit::PlanContext;
use crate::edit::plan::import_layers;
use crate::exchange::Pace;
use crate::exchange::export::{ExportOptions, Names, Selection, Texts};
use crate::model::testing::random_project;
use crate::model::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

fn written(project: &Project, options: &ExportOptions) -> String {
    let mut bytes = Vec::new();
    write(&Selection::new(project, options), &mut bytes, &mut Pace::new(0, &mut |_, _| true)).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The project with a file added, and what was said about it.
fn read_into(project: &Project, file: &str, policy: CodebookPolicy) -> (Project, FileReport) {
    let annotator = AnnotatorName::parse("me").unwrap();
    let mut ids = IdMaker::new(99);
    let mut cx = PlanContext { project, annotator: &annotator, now: Timestamp::from_seconds(9), ids: &mut ids };
    let mut reader = Reader::new(&mut cx, policy);
    let report = reader.read(&mut file.as_bytes(), &mut |_| true);
    let import = reader.finish();
    let mut start = project.clone();
    if let Some(codebook) = import.codebook {
        start.codebook = Arc::new(codebook);
    }
    let cx = PlanContext { project: &start, annotator: &annotator, now: Timestamp::from_seconds(9), ids: &mut ids };
    let mut after = import_layers(&cx, import.imported).unwrap().apply(&start).unwrap();
    for set in import.suggestions {
        after.suggestions.insert_mut(set.article, Arc::new(set));
    }
    assert_eq!(violations(&after), []);
    (after, report)
}

fn new_project() -> Project {
    Project::new(IdMaker::new(5).make(), "new", default_codebook())
}

fn said(report: &FileReport) -> Vec<String> {
    report.problems.iter().map(ToString::to_string).collect()
}

proptest! {
    #[test]
    fn a_project_comes_back_byte_for_byte(seed: u64) {
        let first = written(&random_project(seed), &ExportOptions::default());
        let (again, report) = read_into(&new_project(), &first, CodebookPolicy::Adopt);
        prop_assert_eq!(said(&report), Vec::<String>::new());
        let second = written(&again, &ExportOptions::default());
        for (a, b) in first.lines().zip(second.lines()) {
            let at = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
            let around = |line: &str| line.chars().skip(at.saturating_sub(20)).take(90).collect::<String>();
            prop_assert!(a == b, "{} … {}", around(a), around(b));
        }
        prop_assert!(first == second);
        prop_assert!(!first.contains(":null"));
        // Read into what it came from, a file adds nothing.
        let (same, _) = read_into(&again, &first, CodebookPolicy::Keep);
        prop_assert!(same == again);
    }

    #[test]
    fn no_line_stops_the_reading(bytes: Vec<u8>, line in "[{}\\[\\]\":,a-z0-9 ]{0,60}") {
        let annotator = AnnotatorName::parse("me").unwrap();
        let (project, mut ids) = (new_project(), IdMaker::new(1));
        let mut cx = PlanContext { project: &project, annotator: &annotator, now: Timestamp::default(), ids: &mut ids };
        let mut reader = Reader::new(&mut cx, CodebookPolicy::Keep);
        let mut input = bytes;
        input.extend(format!("\n{line}\n{{\"text\": \"last\"}}").bytes());
        let report = reader.read(&mut input.as_slice(), &mut |_| true);
        prop_assert!(!report.articles.is_empty());
    }

    #[test]
    fn damaged_records_never_break_an_invariant(seed in 0..40_u64, from: prop::sample::Index, junk in "[0-9\"a-z,\\[\\]]{1,4}") {
        let mut file = written(&random_project(seed), &ExportOptions::default()).into_bytes();
        let at = from.index(file.len());
        file.splice(at..(at + 2).min(file.len()), junk.bytes());
        read_into(&new_project(), &String::from_utf8_lossy(&file), CodebookPolicy::Adopt);
    }
}

#[test]
fn ids_of_other_programs_are_kept_as_foreign_ids() {
    let file = concat!(
        r#"{"byline": 1, "threads": [{"id": "T1", "label": "claim", "title": "It rained"}], "surprise": 1}"#,
        "\n",
        r#"{"id": "doc 1", "text": "\ufeffIt\r\nrained, he said.", "labels": ["claim"], "topic": 3, "annotations": ["#,
        r#"{"id": "e1", "label": "claim", "ranges": [[1, 11]], "thread": "X", "threads": [["T1", "against"], ["T2", "for"]]},"#,
        r#"{"id": "e2", "label": "Cue Word", "ranges": [[16, 20]], "annotator": "Ana B"},"#,
        r#"{"id": "e3", "label": "source", "ranges": [[13, 15]]}, {"id": "e4", "label": "source", "ranges": [[13, 99]]},"#,
        r#"{"id": "e5", "label": "source", "ranges": [[13, 99]], "quote": "the man", "before": "said "}],"#,
        r#" "relations": [{"type": "attributed_to", "from": "e1", "to": "e3", "x": null}, {"type": "cued_by", "from": "e1", "to": "e2"}]}"#,
    );
    let (project, report) = read_into(&new_project(), file, CodebookPolicy::Adopt);
    assert_eq!(
        said(&report),
        [
            "line 1: the first line: field \"surprise\" is not known; it was left out",
            "line 2: thread \"T2\" is not in the first line; it is called by the words of its first mention",
            "line 2: annotator \"Ana B\" is called \"ana_b\" here",
            "line 2: annotation \"e4\" has ranges that do not fit the text of 19 characters ([13,99]); it was left out",
            "line 2: annotation \"e5\" does not stand where it says; it was kept with its words as a lost place",
            "line 2: arrow \"cued_by\" from \"e1\" to \"e2\" has an end that is not there, or in another layer; it was left out",
        ]
    );
    let article = project.articles.values().next().unwrap();
    assert_eq!((article.foreign_id.as_str(), article.text().as_str()), ("doc 1", "It\nrained, he said."));
    assert_eq!(article.extra.get("labels").map(String::as_str), Some("[\"claim\"]"));
    assert_eq!(project.threads.values().map(|book| book.threads.size()).sum::<usize>(), 2);
    let (_, layer) = project.layers_of(article.id).find(|(key, _)| key.annotator.as_str() == "me").unwrap();
    let claim = layer.annotations.values().find(|a| a.foreign_id == "e1").unwrap();
    assert_eq!(claim.words(article.text()), "It\nrained");
    assert_eq!((claim.extra.get("thread").map(String::as_str), claim.provenance.how), (Some("\"X\""), How::Imported));
    assert_eq!(layer.relations.size(), 1);
    let cue = project.codebook.label(&LabelId::parse("cue_word").unwrap()).unwrap();
    assert_eq!((cue.name.as_str(), cue.role), ("Cue Word", LabelRole::Other));
}

#[test]
fn a_codebook_that_comes_late_takes_nothing_away() {
    let file = concat!(
        r#"{"text": "Rain fell, he said.", "attributes": {"mood": "wet", "genre": "news"}, "annotations": [{"id": "e1", "label": "source", "ranges": [[11, 13]]},"#,
        r#" {"id": "e2", "label": "cue", "ranges": [[14, 18]]}, {"id": "e3", "label": "claim", "ranges": [[0, 9]]}],"#,
        r#" "relations": [{"type": "attributed_to", "from": "e3", "to": "e1"}, {"type": "cued_by", "from": "e3", "to": "e2"}]}"#,
        "\n",
        r#"{"byline": 1, "codebook": {"labels": [{"id": "cue", "name": "Verb of saying", "key": "s"}], "relation_types": [{"id": "cued_by", "name": "has the verb"}]}}"#,
    );
    let (project, report) = read_into(&new_project(), file, CodebookPolicy::Adopt);
    assert_eq!(said(&report), Vec::<String>::new());
    let label = |id: &str| (**project.codebook.label(&LabelId::parse(id).unwrap()).unwrap()).clone();
    assert_eq!(project.codebook.labels.len(), 3);
    assert_eq!((label("cue").name.as_str(), label("cue").key), ("Verb of saying", Some('s')));
    assert_eq!((label("source").role, label("source").key, label("claim").key), (LabelRole::Source, None, Some('c')));
    let kind =
        |id: &str| project.codebook.relation_types.get(&RelationTypeId::parse(id).unwrap()).unwrap().name.clone();
    assert_eq!((kind("attributed_to").as_str(), kind("cued_by").as_str()), ("attributed to", "has the verb"));
    let described: Vec<&str> = project.codebook.article_attributes.keys().map(AttributeId::as_str).collect();
    assert_eq!(described, ["genre", "mood"]);
}

#[test]
fn an_id_that_is_made_is_never_one_that_a_file_has() {
    // The first one that is made is the article's.
    let mut made = IdMaker::new(99);
    let taken: Vec<String> = (0..4).map(|_| made.make::<AnnotationId>().to_string()).skip(1).collect();
    let given = |id: &str| format!(r#"{{"id": "{id}", "label": "claim", "ranges": [[0, 1]]}}"#);
    let all: Vec<String> = taken.iter().map(String::as_str).chain(["no id of ours"]).map(given).collect();
    let file = format!(r#"{{"text": "Rain fell.", "annotations": [{}]}}"#, all.join(", "));
    let (project, _) = read_into(&new_project(), &file, CodebookPolicy::Adopt);
    assert_eq!(project.layers.values().next().unwrap().annotations.size(), 4);
}

#[test]
fn bad_lines_are_said_with_their_place() {
    let file = b"{\"text\": \"one\"}\n\n{\"text\": oops}\n[1]\n{\"text\": \"\xff\"}\n{\"text\": 5}\n{\"id\": \"x\"}\n{\"text\": \"two\"}";
    let annotator = AnnotatorName::parse("me").unwrap();
    let (project, mut ids) = (new_project(), IdMaker::new(1));
    let mut cx = PlanContext { project: &project, annotator: &annotator, now: Timestamp::default(), ids: &mut ids };
    let mut reader = Reader::new(&mut cx, CodebookPolicy::Keep);
    let report = reader.read(&mut &file[..], &mut |_| true);
    assert_eq!(report.articles.len(), 2);
    assert_eq!(
        said(&report),
        [
            "line 3, column 10: not JSON: expected value; the line was left out",
            "line 4: this is a list, not an article; the line was left out",
            "line 5, column 11: not UTF-8; save the file as UTF-8; the line was left out",
            "line 6: the text of article without an id is no string; it was left out",
            "line 7: article \"x\" has no text and is not in the project; it was left out",
        ]
    );
    let later = reader.read(&mut &b"{\"byline\": 2}\n{\"text\": \"x\"}"[..], &mut |_| true);
    assert_eq!((later.articles.len(), later.problems[0].extent), (0, Extent::File));
    let pretty = reader.read(&mut "{\n".repeat(1000).as_bytes(), &mut |_| true);
    assert_eq!(pretty.problems.last().map(|p| (p.at.clone(), p.extent)), Some((At::Line(100), Extent::File)));
    let stopped = reader.read(&mut &file[..], &mut |bytes| bytes < 10);
    assert_eq!(stopped.articles.len(), 1);
}

#[test]
fn a_part_of_a_project_is_written() {
    let project = (0..999).map(random_project).find(|p| p.annotators().len() == 3 && p.articles.size() > 2).unwrap();
    let ben = AnnotatorName::parse("ben").unwrap();
    let claim = LabelId::parse("claim").unwrap();
    let article = *project.articles.keys().next().unwrap();
    let options = ExportOptions {
        annotators: BTreeSet::from([ben]),
        labels: BTreeSet::from([claim]),
        articles: BTreeSet::from([article]),
        names: Names::Anonymous,
        ..ExportOptions::default()
    };
    let file = written(&project, &options);
    assert_eq!(file.lines().count(), 2);
    assert!(!file.contains("\"annotator\":\"ana\"") && !file.contains("\"annotator\":\"ben\""));
    let coding = file.lines().nth(1).unwrap();
    assert!(!coding.contains("\"label\":\"source\"") && !file.contains("\"families\""));
    let (_, report) = read_into(&new_project(), &file, CodebookPolicy::Adopt);
    assert_eq!(said(&report), Vec::<String>::new(), "what is cited is written too");
}

#[test]
fn coding_without_texts_goes_onto_the_texts_that_are_there() {
    let project = (0..999).map(random_project).find(|p| p.layers.size() > 3).unwrap();
    let options = ExportOptions { texts: Texts::LeftOut, ..ExportOptions::default() };
    let file = written(&project, &options);
    assert!(!file.contains("\"text\":") && !file.contains("\"revisions\":"));
    let settings = [("quote".to_owned(), "2".to_owned())].into();
    let quoted = written(&project, &ExportOptions { settings, ..options.clone() });
    assert!(quoted.matches("\"quote\":").count() > file.matches("\"quote\":").count());
    let mut bare = project.clone();
    let (same, report) = read_into(
        &{
            let mut b = bare.clone();
            b.layers = Map::new_sync();
            b
        },
        &quoted,
        CodebookPolicy::Keep,
    );
    assert_eq!((said(&report), same.layers == project.layers), (Vec::new(), true));
    bare.layers = Map::new_sync();
    let (back, report) = read_into(&bare, &file, CodebookPolicy::Keep);
    assert_eq!(said(&report), Vec::<String>::new());
    assert_eq!(back.layers, project.layers);
    let (_, report) = read_into(&new_project(), &file, CodebookPolicy::Keep);
    assert!(report.problems.iter().any(|p| p.extent == Extent::Line), "there is nothing to put it on");
}

#[test]
fn a_text_of_another_article_is_a_new_article() {
    let (project, _) = read_into(&new_project(), "{\"id\": \"k3f9x2m7qa\", \"text\": \"one\"}", CodebookPolicy::Keep);
    let file = "{\"id\": \"k3f9x2m7qa\", \"text\": \"two\"}\n{\"id\": \"other\", \"text\": \"one\"}";
    let (after, report) = read_into(&project, file, CodebookPolicy::Keep);
    assert_eq!((report.articles.len(), report.known_articles.len(), after.articles.size()), (1, 1, 2));
    assert!(after.articles.values().any(|a| a.foreign_id == "k3f9x2m7qa" && a.text().as_str() == "two"));
}
