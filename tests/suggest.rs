//! `byline suggest`: a project in parts, and a stream as another program's pipe uses it.

use super::support::Test;
use serde_json::{Value, json};

const HARBOUR: &str =
    "Harbour reopens\n\n“The harbour is safe,” the mayor said on Monday. The union said that 40 jobs were lost.\n";
const FERRY: &str = "Ferry stays\n\nAccording to the harbour board, the ferry will sail again in May.\n";

fn project() -> Test {
    let test = Test::new().file("in/harbour.txt", HARBOUR).file("in/ferry.txt", FERRY);
    test.run("new P in --json").done();
    test
}

#[test]
fn what_is_there_is_not_made_again() {
    let test = project();
    let made = test.run("suggest P --with rules --json").done().json();
    assert_eq!((&made["articles"], &made["kept"]), (&json!(2), &json!(0)), "{made}");
    assert!(made["suggestions"].as_u64().unwrap() > 3, "{made}");
    let files = test.files("P/suggestions");
    assert_eq!(files.len(), 2);
    let again = test.run("suggest P --with rules --json").done().json();
    assert_eq!((&again["articles"], &again["kept"]), (&json!(0), &json!(2)));
    std::fs::remove_file(&files[0].0).unwrap();
    let rest = test.run("suggest P --with rules --json").done().json();
    assert_eq!((&rest["articles"], &rest["kept"]), (&json!(1), &json!(1)), "a run that was stopped is gone on with");
    assert_eq!(test.files("P/suggestions"), files, "and the answer is the same");
    let fewer = test.run("suggest P --with rules --min-score 0.99 --json").done().json();
    assert_eq!((&fewer["articles"], &fewer["suggestions"]), (&json!(2), &json!(0)));
    test.run("check P --json").done();
    assert!(!test.at("P/annotations").exists(), "annotations stay as they are");
}

#[cfg(feature = "deep")]
#[test]
fn without_a_deep_model_the_others_go_on_and_a_line_says_why() {
    let test = project();
    let alone = test.run("suggest P --with rules --json").done().json()["suggestions"].clone();
    let said = |what: &str| {
        let ran = test.run("suggest P --with rules,deep --again --json").done().says(what);
        assert_eq!(ran.err.lines().filter(|line| !line.ends_with("of 2 articles")).count(), 1, "{}", ran.err);
        assert_eq!(ran.json()["suggestions"], alone);
    };
    said("the deep model is missing");
    for (bytes, what) in [
        (&b"BYDP\x09\0\0\0 of another version"[..], "has version 9"),
        (&b"BYDP\x01\0\0\0 cut short"[..], "damaged or cut short"),
        (&b"version https://git-lfs"[..], "is something else"),
    ] {
        std::fs::write(test.at("deep.bin"), bytes).unwrap();
        said(what);
    }
    test.run("suggest P --with deep --again").failed().says("no suggester is left");
}

#[test]
fn wrong_usage_is_said() {
    let test = project();
    test.run("suggest P --with rules,oracle").misused().says("oracle");
    test.run("suggest P --with ,").misused();
    test.run("suggest P --min-score 2").misused();
    test.run("suggest").misused();
    test.run("suggest P --stream").misused();
    test.run("suggest nowhere --with rules").failed();
}

#[test]
fn a_stream_is_answered_line_by_line() {
    let test = Test::new();
    let article = json!({"id": "x", "text": HARBOUR, "mine": [1, {"a": 2.5}], "language": "en"});
    let input = format!("{{\"byline\": 1}}\n{article}\n{{\"text\": 3}}\n\n{}\n", json!({"text": FERRY}));
    let ran = test.run_with("suggest --stream --with rules", &input).done();
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4, "{}", ran.out);
    assert_eq!(lines[0], json!({"byline": 1}));
    assert_eq!((&lines[1]["id"], &lines[1]["mine"]), (&json!("x"), &json!([1, {"a": 2.5}])));
    assert_eq!(lines[2]["line"], json!(3));
    let words = |line: &Value, label: &str| -> Vec<String> {
        let chars: Vec<char> = line["text"].as_str().unwrap().chars().collect();
        let of_label = line["suggestions"].as_array().unwrap().iter().filter(|s| s["label"] == label);
        let place =
            |s: &Value| (s["ranges"][0][0].as_u64().unwrap() as usize, s["ranges"][0][1].as_u64().unwrap() as usize);
        of_label.map(|s| chars[place(s).0..place(s).1].iter().collect()).collect()
    };
    assert!(words(&lines[1], "source").contains(&"the mayor".to_owned()), "{}", lines[1]);
    assert!(words(&lines[3], "source").contains(&"the harbour board".to_owned()), "{}", lines[3]);
    assert!(!lines[1]["suggested_relations"].as_array().unwrap().is_empty());
    assert!(!ran.out.contains("null"));
}

#[test]
fn a_part_of_an_article_has_the_suggestions_of_the_whole_in_their_places() {
    use byline::model::{Article, IdMaker, Metadata, Revision, default_codebook};
    use byline::text::{Text, TextSpan};
    let text = format!("{HARBOUR}\n{FERRY}");
    let article = Article {
        id: IdMaker::new(1).make(),
        foreign_id: String::new(),
        metadata: Metadata::default(),
        attributes: Default::default(),
        stories: Default::default(),
        zones: Vec::new(),
        earlier: Vec::new(),
        current: Revision { text: Text::new(text.as_str()), file: "articles/both.txt".into(), since: None },
        extra: Default::default(),
    };
    let suggesters = byline::session::Suggesters::of_texts(&["rules".to_owned()]);
    let from = text.find("According").unwrap();
    let part = TextSpan::of(from, text.len());
    let whole = suggesters.suggest(&article, &default_codebook(), 0.2);
    let some = suggesters.suggest_part(&article, &default_codebook(), 0.2, (part.start(), part.end()));
    let places = |set: &byline::model::SuggestionSet| -> Vec<(String, Vec<TextSpan>, Option<TextSpan>)> {
        let inside = set.suggestions.iter().filter(|one| one.cover().is_some_and(|cover| part.contains_span(cover)));
        inside.map(|one| (one.label.to_string(), one.fragments.clone(), one.cue)).collect()
    };
    assert!(places(&whole).len() >= 2, "{whole:?}");
    assert_eq!((places(&some).len(), places(&some)), (some.suggestions.len(), places(&whole)));
}
