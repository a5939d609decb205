//! `byline evaluate` and `byline train` on corpora small enough to count by hand.

use super::support::Test;
use serde_json::{Value, json};

/// A labelled article: words that stand once in it, with their labels.
fn article(text: &str, marks: &[(&str, &str)]) -> Value {
    let annotation = |(number, (label, words)): (usize, &(&str, &str))| {
        let start = text.split_once(words).map_or(0, |(before, _)| before.chars().count());
        json!({"id": format!("a{number}"), "label": label, "ranges": [[start, start + words.chars().count()]]})
    };
    let annotations: Vec<Value> = marks.iter().enumerate().map(annotation).collect();
    let relation = json!({"type": "attributed_to", "from": "a0", "to": "a1"});
    json!({"text": text, "labels": ["claim", "source"], "annotations": annotations, "relations": [relation]})
}

fn corpus() -> String {
    let first = article(
        "“The harbour is safe again,” the mayor said on Monday.\n",
        &[("claim", "The harbour is safe again"), ("source", "the mayor")],
    );
    let second = article(
        "The ferry waited. According to the harbour board, the quay will open in May.\n",
        &[("claim", "the quay will open in May"), ("source", "the harbour board"), ("source", "The ferry")],
    );
    format!("{first}\n{second}\n")
}

#[test]
fn figures_are_those_that_one_counts_by_hand() {
    let test = Test::new().file("dev.jsonl", corpus());
    let scored = test.run("evaluate dev.jsonl --with rules --json").done().json();
    assert_eq!(scored["labels"]["claim"]["exact"], json!({"p": 1.0, "r": 1.0, "f1": 1.0}), "{scored}");
    // Two of the three sources are found, and nothing else.
    assert_eq!(scored["labels"]["source"]["exact"], json!({"p": 1.0, "r": 0.6667, "f1": 0.8}), "{scored}");
    assert_eq!((&scored["linking"], &scored["attributed_to"]["r"]), (&json!(1.0), &json!(1.0)));
    assert_eq!(scored["model_bytes"], json!(0));
    assert!(scored["labels"].get("event").is_none(), "the corpus does not say that it labels events: {scored}");
    let nothing = test.run("evaluate dev.jsonl --with rules --min-score 1 --json").done().json();
    assert_eq!(nothing["labels"]["claim"]["exact"]["r"], json!(0.0));
}

#[test]
fn the_table_has_all_suggesters_side_by_side() {
    let test = Test::new().file("dev.jsonl", corpus());
    let table = test.run("evaluate dev.jsonl --with rules,model").done().out;
    for row in ["rules+model", "\nrules ", "\nmodel "] {
        assert!(table.contains(row), "no row {row:?} in {table}");
    }
    assert!(table.contains("model 0.0 MB") && table.contains("model 1.2 MB"), "{table}");
    assert!(!table.contains("event"), "{table}");
}

#[test]
fn training_twice_makes_the_same_bytes_and_the_model_is_used() {
    let many: String = (0..12).map(|_| corpus()).collect();
    let test = Test::new().file("train.jsonl", many).file("dev.jsonl", corpus());
    test.run("train train.jsonl --to a.bin").done();
    test.run("train train.jsonl --to b.bin").done();
    assert_eq!(std::fs::read(test.at("a.bin")).unwrap(), std::fs::read(test.at("b.bin")).unwrap());
    test.run("train train.jsonl --to a.bin").failed().says("a.bin");
    let scored = test.run("evaluate dev.jsonl --with model --model a.bin --json").done().json();
    assert_eq!(scored["labels"]["source"]["exact"]["f1"], json!(1.0), "it has seen these very sentences: {scored}");

    let cut = std::fs::read(test.at("a.bin")).unwrap();
    std::fs::write(test.at("cut.bin"), &cut[..cut.len() / 2]).unwrap();
    let rest = test.run("evaluate dev.jsonl --with rules,model --model cut.bin --json").done().says("cut.bin");
    assert_eq!(rest.json()["labels"]["claim"]["exact"]["f1"], json!(1.0), "the rules go on");
    test.run("evaluate dev.jsonl --with model --model cut.bin").failed().says("no suggester is left");
}

#[test]
fn a_line_that_is_not_understood_is_named() {
    let test = Test::new().file("dev.jsonl", corpus() + "{\"text\": 3}\n");
    test.run("evaluate dev.jsonl --with rules").failed().says("line 3").says("dev.jsonl");
    test.run("evaluate nowhere.jsonl --with rules").failed().says("nowhere.jsonl");
}
