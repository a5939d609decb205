//! Imports: what is not certain is asked about before anything is added.

use super::{Home, Window};
use byline::model::LabelId;
use egui_kittest::kittest::Queryable as _;
use std::path::PathBuf;

const CODED: &str = concat!(
    r#"{"text": "The harbour reopened on Monday, he said.", "annotations": [{"label": "cue", "ranges": [[36, 40]], "annotator": "ben"},"#,
    r#" {"label": "Topic", "ranges": [[4, 11]], "annotator": "ben"}, {"label": "claim", "ranges": [[0, 30]], "annotator": "ben"}]}"#,
    "\n",
);

fn file(home: &Home, name: &str, contents: &str) -> PathBuf {
    let path = home.folder.path().join(name);
    std::fs::write(&path, contents).unwrap();
    path
}

fn choose(window: &mut Window, name: &str, value: &str) {
    window.harness.get_by_label_contains(name).click();
    window.settle();
    window.click_last(value);
}

/// Ben's labels on the article that is open, in text order, and whether the codebook has a label.
fn labels(window: &Window) -> Vec<String> {
    let app = window.app();
    let project = app.session().unwrap().project();
    let layers = project.layers_of(app.reader().article.unwrap());
    layers
        .flat_map(|(_, layer)| layer.in_text_order().iter().map(|a| a.label.to_string()).collect::<Vec<_>>())
        .collect()
}

#[test]
fn unknown_labels_are_mapped_added_and_left_out() {
    let home = Home::new(&[("Bridge falls", "The old bridge fell on Sunday.\n")]);
    let mut window = home.open();
    window.drop_file(file(&home, "coded.jsonl", CODED));
    window.wait_words("Labels that the project does not have");
    window.has("cue · 1 annotation");
    assert_eq!(window.app().session().unwrap().project().articles.size(), 1, "nothing is added yet");
    choose(&mut window, "Label cue", "Event");
    choose(&mut window, "Label Topic", "Leave out");
    window.click("Go on");
    window.wait_words("1 annotation left out");
    assert_eq!(labels(&window), ["claim", "event"]);
    let codebook = &window.app().session().unwrap().project().codebook;
    assert!(["cue", "topic"].iter().all(|id| !codebook.labels.contains_key(&LabelId::parse(id).unwrap())));
    window.wait_saved();
    window.close();
}

#[test]
fn a_file_that_several_formats_explain_is_asked_about() {
    let home = Home::new(&[("Bridge falls", "The old bridge fell on Sunday.\n")]);
    let mut window = home.open();
    let words = "{\"text\": \"The harbour reopened on Monday.\", \"data\": 1, \"label\": \"news\"}\n";
    let path = file(&home, "lines.jsonl", words);
    window.drop_file(path.clone());
    window.wait_words("What is this file?");
    window.keys("Esc");
    window.has("Nothing was added");
    window.drop_file(path);
    window.wait_words("What is this file?");
    choose(&mut window, "Format of lines.jsonl", "Byline JSONL");
    window.keys("Esc");
    window.lacks("What is this file?");
    window.drop_file(file(&home, "again.jsonl", words));
    window.wait_words("What is this file?");
    choose(&mut window, "Format of again.jsonl", "Byline JSONL");
    window.click("Go on");
    window.wait_words("Added 1 article");
    assert!(window.says("The harbour reopened on Monday."));
    window.close();
}

#[test]
fn a_new_project_asks_too() {
    let home = Home::new(&[]);
    let mut window = home.welcome();
    window.drop_file(file(&home, "coded.jsonl", CODED));
    window.wait_words("Labels that the project does not have");
    assert!(window.app().session().is_none());
    choose(&mut window, "Label cue", "Quoted source");
    window.keys("Tab").click("Go on");
    window.wait("the project is open", |app| app.session().is_some_and(|s| s.project().articles.size() == 1));
    window.settle();
    assert_eq!(labels(&window), ["claim", "topic", "source"]);
    window.close();
}

#[test]
fn columns_of_a_table_are_chosen() {
    let home = Home::new(&[("Bridge falls", "The old bridge fell on Sunday.\n")]);
    let mut window = home.open();
    let table =
        "title,text,Long version\nHarbour,Short.,The harbour reopened on Monday.\nFerry,Brief.,The ferry sank.\n";
    window.drop_file(file(&home, "news.csv", table));
    window.wait_words("Which columns are which?");
    choose(&mut window, "Column Long version", "Text");
    window.click("Go on");
    window.wait_words("Added 2 articles");
    let texts: Vec<String> =
        window.app().session().unwrap().project().articles.values().map(|a| a.text().as_str().to_owned()).collect();
    assert!(texts.iter().any(|text| text.contains("reopened on Monday")), "{texts:?}");
    assert!(!texts.iter().any(|text| text.contains("Brief")), "{texts:?}");
    window.close();
}
