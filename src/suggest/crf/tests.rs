use super::part::Curve;
use super::*;
use crate::model::LabelId;
use crate::suggest::evaluate::{Case, Mark};
use crate::suggest::{Document, Suggester};
use crate::text::TextSpan;
use std::sync::atomic::AtomicBool;

/// A case from text in which `[claim …]` and the like stand around what is labelled.
fn case(marked: &str) -> Case {
    let mut case = Case::default();
    let mut open: Vec<(LabelId, usize)> = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once(['[', ']']) {
        case.text.push_str(before);
        if rest.as_bytes().get(before.len()) == Some(&b'[') {
            let (name, after) = after.split_once(' ').unwrap();
            open.push((LabelId::parse(name).unwrap(), case.text.len()));
            rest = after;
        } else {
            let (label, start) = open.pop().unwrap();
            let fragments = vec![TextSpan::of(start, case.text.len())];
            case.gold.marks.push(Mark { label, fragments, score: 1.0 });
            rest = after;
        }
    }
    case.text.push_str(rest);
    case
}

/// Articles in which who says what changes and the form does not.
fn lessons() -> Vec<Case> {
    let who = ["The mayor", "Mr. Ray", "A spokeswoman", "The union", "Ms. Ortiz", "The harbour office"];
    let what =
        ["the crane is broken", "prices will fall", "no one was hurt", "the bridge stays shut", "talks have failed"];
    let mut cases = Vec::new();
    for (number, who) in who.iter().enumerate() {
        for (other, what) in what.iter().enumerate() {
            let verb = ["said", "insisted", "warned"][(number + other) % 3];
            cases.push(case(&format!(
                "Harbour news number {other}\n\n[source {who}] {verb} that [claim {what}]. The port opened in 1950.\n\n[claim “It is true that {what},”] [source {who}] {verb}."
            )));
        }
    }
    cases
}

fn train() -> Model {
    Model::learn(&english().unwrap(), &lessons(), &AtomicBool::new(false)).unwrap()
}

/// Trained once for all tests.
fn trained() -> Model {
    static TRAINED: std::sync::LazyLock<Model> = std::sync::LazyLock::new(train);
    TRAINED.clone()
}

#[test]
fn a_few_articles_teach_claims_and_sources() {
    let suggester = ModelSuggester::learned(trained()).unwrap();
    let text = "Ferry delayed\n\nThe captain said that the engine is too old for the winter storms of the north. It was built in 1990.";
    let found = suggester.propose(&Document::new(text, &[], Some("en")));
    let words = |label: &str| -> Vec<&str> {
        let all = found.items.iter().filter(|item| item.label.as_str() == label);
        all.map(|item| item.fragments[0].slice(text)).collect()
    };
    assert_eq!(words("source"), ["The captain"]);
    assert_eq!(words("claim").len(), 1, "{:?}", words("claim"));
    assert!(words("claim")[0].ends_with("the engine is too old for the winter storms of the north"));
    let claim = found.items.iter().find(|item| item.label.as_str() == "claim").unwrap();
    assert_eq!(claim.cue.map(|cue| cue.slice(text)), Some("said"));
    assert_eq!(claim.reason.as_str(), "like what you marked, beside “said”");
    assert!(claim.score > 0.2 && claim.score < 1.0 && claim.by == LEARNED);
}

#[test]
fn the_same_articles_make_the_same_model_and_a_file_keeps_it() {
    let (one, two) = (trained().write(), train().write());
    assert!(one == two, "training is a function of its input");
    let read = Model::read(&one).unwrap();
    assert!(read.write() == one && read.features() > 100);
}

#[test]
fn a_file_that_is_no_whole_model_of_this_version_is_told_apart() {
    let bytes = trained().write();
    let read = |bytes: &[u8]| Model::read(bytes).map(|_| ()).unwrap_err();
    assert_eq!(read(&[]), ModelError::Missing);
    assert_eq!(read(b"text of something else"), ModelError::NotAModel);
    assert_eq!(read(&bytes[..bytes.len() / 2]), ModelError::Damaged);
    assert_eq!(read(&bytes[..5]), ModelError::Damaged);
    let mut changed = bytes.clone();
    changed[40] ^= 1;
    assert_eq!(read(&changed), ModelError::Damaged);
    let mut newer = bytes;
    newer[4] += 1;
    assert!(matches!(read(&newer), ModelError::Version { .. }));
}

#[test]
fn nothing_is_learned_from_nothing() {
    let english = english().unwrap();
    let go = AtomicBool::new(false);
    assert_eq!(Model::learn(&english, &[], &go), None);
    assert_eq!(Model::learn(&english, &vec![case("No labels here."); 12], &go), None);
    assert_eq!(Model::learn(&english, &lessons()[..9], &go), None, "nine articles are too few");
    assert_eq!(Model::learn(&english, &lessons(), &AtomicBool::new(true)), None, "it was stopped");
}

#[test]
fn the_shipped_model_knows_news_and_no_other_language() {
    let suggester = ModelSuggester::shipped().unwrap();
    let text = "The minister said on Monday that the talks would resume next week. “We are ready,” she told reporters in the capital.";
    let found = suggester.propose(&Document::new(text, &[], None));
    let labels: Vec<&str> = found.items.iter().map(|item| item.label.as_str()).collect();
    assert!(labels.contains(&"claim") && labels.contains(&"source"), "{labels:?}");
    let german = "Die Ministerin sagte am Montag, die Gespräche würden in der nächsten Woche wieder aufgenommen. „Wir sind bereit“, sagte sie.";
    assert_eq!(suggester.propose(&Document::new(german, &[], None)).items, []);
}

#[test]
fn a_text_of_any_length_and_form_is_gone_through() {
    let suggester = ModelSuggester::learned(trained()).unwrap();
    let long = "The mayor said that prices will fall. ".repeat(500);
    let found = suggester.propose(&Document::new(&long, &[], Some("en")));
    assert!(found.items.iter().filter(|item| item.label.as_str() == "source").count() > 400);
    for odd in ["", "\n\n", "“", "”””", "a", "\u{301}", "said", "…\n…"] {
        suggester.propose(&Document::new(odd, &[], Some("en")));
    }
}

#[test]
fn a_score_is_what_the_curve_says_of_the_probability() {
    let mut model = trained();
    for reading in model.parts.iter_mut().flat_map(|part| &mut part.readings) {
        reading.curve = Curve(vec![(0.1, 0.37), (0.9, 0.37)]);
    }
    let text = "Ferry delayed\n\nThe captain said that the engine is too old for the winter storms of the north.";
    let found = ModelSuggester::learned(model).unwrap().propose(&Document::new(text, &[], Some("en")));
    assert!(!found.items.is_empty() && found.items.iter().all(|item| (item.score - 0.37).abs() < 1e-6), "{found:?}");
}
