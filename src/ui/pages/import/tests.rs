use super::*;
use crate::exchange::articles::ColumnRole;
use crate::exchange::formats::format_named;
use crate::model::default_codebook;
use crate::ui::View;
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::path::Path;

fn window(questions: ImportQuestions) -> Harness<'static, (Stage, ImportForm)> {
    let form = ImportForm::new(questions, Arc::new(default_codebook()));
    harness(Stage::harbour(), form, |form: &mut ImportForm, ui: &mut Ui, view: &View<'_>, out| {
        form.show(ui.ctx(), view.theme, out);
    })
}

fn choose(window: &mut Harness<'static, (Stage, ImportForm)>, name: &str, value: &str) {
    window.get_by_label_contains(name).click();
    window.run();
    window.get_by_label(value).click();
    window.run();
}

fn answers(window: &mut Harness<'static, (Stage, ImportForm)>) -> ImportAnswers {
    window.get_by_label("Go on").click();
    window.run();
    let mut messages = window.state_mut().0.take();
    assert_eq!(messages.len(), 1, "{messages:?}");
    match messages.remove(0) {
        Message::AnswerImport(answers) => *answers,
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_alike_are_asked_about_once() {
    let candidates: Vec<&'static Format> = ["jsonl", "text"].into_iter().filter_map(format_named).collect();
    let mut questions = ImportQuestions::default();
    for file in ["a/one.jsonl", "a/two.jsonl", "b/three.ndjson"] {
        questions.add_file(PathBuf::from(file), &candidates);
    }
    let mut window = window(questions);
    choose(&mut window, "Format of one.jsonl and 1 more like it", "Byline JSONL");
    let answers = answers(&mut window);
    let names: Vec<Option<&str>> = answers.formats.values().map(|format| format.map(|f| f.name)).collect();
    assert_eq!(names, [Some("jsonl"), Some("jsonl"), None]);
}

#[test]
fn labels_are_mapped_added_or_left_out() {
    let labels = [("Actor", 12), ("Quoted Source", 3), ("CUE", 1), ("Topic", 2)];
    let labels = labels.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    let mut window = window(ImportQuestions { labels, ..ImportQuestions::default() });
    window.get_by_label("Actor · 12 annotations");
    window.get_by_label("Label Quoted Source: Quoted source");
    choose(&mut window, "Label Actor", "Claim");
    choose(&mut window, "Label CUE", "Leave out");
    let answers = answers(&mut window);
    let told: Vec<(String, Option<String>)> =
        answers.labels.into_iter().map(|(name, id)| (name, id.map(|id| id.to_string()))).collect();
    let expected = [("Actor", Some("claim")), ("CUE", None), ("Quoted Source", Some("source"))];
    assert_eq!(told, expected.map(|(name, id)| (name.to_owned(), id.map(str::to_owned))));
}

#[test]
fn the_questions_stand_below_the_heading() {
    let labels = (0..9).map(|n| (format!("label {n}"), 1)).collect();
    let tables = vec![UncertainTable {
        files: vec![PathBuf::from("a.csv")],
        preview: TablePreview::of(b"a,b,c,d,e,f\n1,2,3,4,5,6\n").unwrap(),
    }];
    let window = window(ImportQuestions { tables, labels, ..ImportQuestions::default() });
    let rect = |name: &str| window.get_by_label(name).rect();
    // The dialog itself has the same name.
    let headings: Vec<_> = window.query_all_by_label("Before anything is added").map(|node| node.rect()).collect();
    let heading = headings.into_iter().min_by(|a, b| a.height().total_cmp(&b.height())).unwrap();
    assert!(heading.bottom() <= rect("Which columns are which?").top());
    assert!(rect("Which columns are which?").bottom() <= rect("Labels that the project does not have").top());
}

#[test]
fn all_labels_can_be_left_out_and_nothing_added() {
    let labels = (0..500).map(|n| (format!("label {n:03}"), 1)).collect();
    let mut window = window(ImportQuestions { labels, ..ImportQuestions::default() });
    assert!(window.query_by_label("label 499 · 1 annotation").is_none(), "only what is in view");
    window.get_by_label("Leave all out").click();
    window.run();
    assert_eq!(answers(&mut window).labels.len(), 500);
    window.get_by_label("Cancel").click();
    window.run();
    let messages = window.state_mut().0.take();
    assert!(matches!(messages[..], [Message::CancelImport]), "{messages:?}");
}

#[test]
fn columns_are_guessed_and_changed() {
    let table =
        "Headline,Summary,Body,Mood\nHarbour,Short,The harbour reopened.,good\nFerry,Shorter,The ferry sank.,bad\n";
    let preview = TablePreview::of(table.as_bytes()).unwrap();
    let tables = vec![UncertainTable { files: vec![PathBuf::from("a/news.csv")], preview }];
    let mut window = window(ImportQuestions { tables, ..ImportQuestions::default() });
    window.get_by_label("Harbour · Ferry");
    window.get_by_label("Column Body: Text");
    choose(&mut window, "Column Mood", "Lead");
    choose(&mut window, "Column Headline", "Not read");
    choose(&mut window, "Column Summary", "Text");
    window.get_by_label("Column Body: Not read");
    let columns = answers(&mut window).columns.remove(Path::new("a/news.csv")).unwrap();
    assert_eq!(columns.get(ColumnRole::Text), Some("Summary"));
    assert_eq!(columns.get(ColumnRole::Lead), Some("Mood"));
    let unread = |name: &str| !columns.iter().any(|(_, column)| column == name);
    assert!(unread("Headline") && unread("Body"), "{columns:?}");
}

#[test]
fn each_table_has_its_own_columns() {
    let previews =
        [b"Body,Summary\nOne.,First.\n", b"Summary,Words\nTwo.,More.\n"].map(|t| TablePreview::of(t).unwrap());
    let files = [vec!["a.csv", "b.csv"], vec!["c.csv"]].map(|files| files.into_iter().map(PathBuf::from).collect());
    let tables = files.into_iter().zip(previews).map(|(files, preview)| UncertainTable { files, preview }).collect();
    let mut window = window(ImportQuestions { tables, ..ImportQuestions::default() });
    choose(&mut window, "Column Words", "Text");
    let answered = answers(&mut window).columns;
    let texts: Vec<_> =
        answered.iter().map(|(file, map)| (file.to_str().unwrap(), map.get(ColumnRole::Text))).collect();
    assert_eq!(texts, [("c.csv", Some("Words"))], "the other table keeps its guess");
}

#[test]
fn a_guess_that_is_right_changes_nothing() {
    let preview = TablePreview::of(b"title,text\nHarbour,The harbour reopened.\n").unwrap();
    let tables = vec![UncertainTable { files: vec![PathBuf::from("a.csv"), PathBuf::from("b.csv")], preview }];
    let mut window = window(ImportQuestions { tables, ..ImportQuestions::default() });
    window.get_by_label("a.csv and 1 more like it");
    assert!(answers(&mut window).columns.is_empty());
}
