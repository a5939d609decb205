//! The whole way from a file to proposals, with a small model of made-up weights; and files that are not one.

use super::model::Pass;
use super::testing::{parts, sealed, small};
use super::windows::Window;
use super::{DeepError, DeepModel, DeepSuggester};
use crate::suggest::{Document, Proposals, Suggester};
use proptest::test_runner::Config;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const TEXT: &str = "Harbour is closed, the mayor said.\n\n“The harbour is closed, police said,” the mayor Ana Fry said. \
    Ana Fry said that police said that the harbour is closed. The police said a b a b. The mayor is closed.";

fn suggester() -> DeepSuggester {
    DeepSuggester::new(Arc::new(DeepModel::read(small().into()).unwrap()))
}

fn proposed(suggester: &DeepSuggester, text: &str) -> Proposals {
    suggester.propose(&Document::new(text, &[], Some("en")))
}

#[test]
fn a_text_goes_through_alike_however_many_read_it() {
    let found = proposed(&suggester(), TEXT);
    assert!(found.items.len() > 3, "made-up weights propose something: {found:?}");
    assert!(found.items.iter().all(|item| item.by == "deep" && item.score > 0.0 && item.score < 1.0));
    assert!(found.items.iter().all(|item| !item.cover().slice(TEXT).trim().is_empty()));
    assert_eq!(found, proposed(&suggester().with_threads(3), TEXT));
    assert_eq!(proposed(&suggester(), ""), Proposals::default());
}

#[test]
fn another_language_and_a_stop_give_nothing() {
    let german = "Der Hafen bleibt bis Freitag geschlossen, sagte die Bürgermeisterin, weil der Kran noch repariert wird. \
        Niemand weiß bisher, was in der vergangenen Woche geschehen ist, und die Leute müssen zu Hause bleiben.";
    assert!(proposed(&suggester(), german).items.is_empty());
    let stop = Arc::new(AtomicBool::new(false));
    let suggester = suggester().with_stop(Arc::clone(&stop));
    assert!(!proposed(&suggester, TEXT).items.is_empty());
    stop.store(true, Ordering::Relaxed);
    assert_eq!(proposed(&suggester, TEXT), Proposals::default());
}

#[test]
fn every_machine_gives_the_same_numbers() {
    let model = DeepModel::read(small().into()).unwrap();
    let stop = AtomicBool::new(false);
    let found = model.outputs(&[model.pieces("The mayor said.")], Pass { stop: &stop, threads: 1, prepare: || {} });
    let rounded: Vec<i64> = found.unwrap()[0].iter().map(|value| (f64::from(*value) * 1000.0).round() as i64).collect();
    let right = [
        -1542, 4014, 3512, -1755, 3058, -761, 1387, 2305, 1617, -3053, -1479, 3047, 2526, -2564, 3494, -1204, 1135,
        2270, 1223, -3603, 1676, 6618, 2648, -1864, 3207, 22, 881, 490, -465, -4492, -1338, 5758, 2655, -2379, 2316,
        -1095, 1231, 1809, 2776, -2389,
    ];
    // A thousandth more or less may be a matter of rounding the last digit.
    assert_eq!(rounded.len(), right.len());
    assert!(rounded.iter().zip(&right).all(|(a, b)| (a - b).abs() <= 1), "{rounded:?}");
}

/// Outputs of the small model for some texts that are read together.
fn outputs(texts: &[&str], threads: usize) -> Vec<Vec<f32>> {
    let model = DeepModel::read(small().into()).unwrap();
    let stop = AtomicBool::new(false);
    let pieces: Vec<_> = texts.iter().map(|text| model.pieces(text)).collect();
    model.outputs(&pieces, Pass { stop: &stop, threads, prepare: || {} }).unwrap()
}

#[test]
fn texts_that_are_read_together_do_not_see_each_other() {
    let texts = ["a b", "“The mayor”", TEXT, "b", "Fry said that.", TEXT, "police"];
    let alone: Vec<Vec<f32>> = texts.iter().map(|text| outputs(&[text], 1).remove(0)).collect();
    assert_eq!(outputs(&texts, 1), alone);
    assert_eq!(outputs(&texts, 3), alone);
    assert_ne!(alone[0], alone[3]);
}

#[test]
fn capitals_quotation_marks_and_places_are_seen() {
    let of = |text: &str| outputs(&[text], 1).remove(0);
    assert_ne!(of("the mayor said"), of("The mayor said"));
    let (quoted, turned) = (of("“the mayor” said"), of("” the mayor “ said"));
    assert_eq!(quoted.len(), turned.len());
    assert_ne!(of("\"the mayor\" said a \"b\" a"), of("\"the mayor said\" a \"b\" a"));
    // The same pieces in another order are the same rows in another order where places do not count.
    let sums = |text: &str| of(text).chunks_exact(10).map(|row| (row[0] * 1e3).round() as i64).sum::<i64>();
    assert!((sums("a b the mayor") - sums("mayor the b a")).abs() > 20);
}

#[test]
fn files_that_are_no_model_are_told_apart() {
    let read = |bytes: Vec<u8>| DeepModel::read(bytes.into()).err();
    let good = small();
    assert_eq!(read(good.clone()), None);
    assert_eq!(read(Vec::new()), Some(DeepError::Missing));
    assert_eq!(read(b"version https://git-lfs".to_vec()), Some(DeepError::NotAModel));
    let mut newer = good.clone();
    newer[4] = 2;
    assert_eq!(read(newer), Some(DeepError::Version(2)));
    for length in [4, 7, 8, 39, 40, 43, 44, 900, good.len() - 1] {
        assert_eq!(read(good[..length].to_vec()), Some(DeepError::Damaged), "{length} bytes");
    }
    let mut longer = good.clone();
    longer.push(0);
    assert_eq!(read(longer), Some(DeepError::Damaged));
}

#[test]
fn a_header_that_does_not_fit_its_tables_is_refused() {
    let (header, data) = parts();
    let with = |path: &str, value: Value| {
        let mut header = header.clone();
        *header.pointer_mut(path).unwrap() = value;
        DeepModel::read(sealed(&header, &data).into()).err()
    };
    let cases = [
        ("/window", json!(0)),
        ("/window", json!(9_000)),
        ("/window", json!(-1)),
        ("/left", json!(24)),
        ("/hidden", json!(15)),
        ("/heads", json!(3)),
        ("/heads", json!(0)),
        ("/layers", json!(3)),
        ("/layers", json!(u64::MAX)),
        ("/outs", json!(4)),
        ("/eps", json!(-1.0)),
        ("/vocab/0", json!(u64::MAX)),
        ("/vocab/1", json!(3)),
        ("/chains/0/first", json!(u64::MAX)),
        ("/chains/0/proposed", json!(4)),
        ("/chains/0/kinds", json!(["a", "b", "c", "d", "e"])),
        ("/readings", json!({})),
        ("/readings/claim/near", json!(1.5)),
        ("/readings/claim/curve", json!([[1.0, 0.0], [0.0, 1.0]])),
        ("/tensors/word/at", json!(u64::MAX)),
        ("/tensors/word/scales", json!(null)),
        ("/tensors/head/shape", json!([10])),
        ("/tensors/head/type", json!("i8")),
    ];
    for (path, value) in cases {
        assert_eq!(with(path, value.clone()), Some(DeepError::Damaged), "{path}: {value}");
    }
}

#[test]
fn tables_of_what_is_no_number_are_refused() {
    let (header, data) = parts();
    for name in ["position", "head", "layer.0.q.b", "chain.events"] {
        let mut data = data.clone();
        let at = header["tensors"][name]["at"].as_u64().unwrap() as usize;
        data[at..at + 4].copy_from_slice(&f32::NAN.to_le_bytes());
        assert_eq!(DeepModel::read(sealed(&header, &data).into()).err(), Some(DeepError::Damaged), "{name}");
    }
}

proptest::proptest! {
    #![proptest_config(Config { cases: 48, ..Config::default() })]

    #[test]
    fn tables_of_anything_are_read_or_refused(
        places in proptest::collection::vec((0_usize..40_000, proptest::num::u8::ANY), 1..40),
        text in "[ab“” .,\n]{0,40}|the mayor said “a b” \\PC{0,20}",
    ) {
        let (header, mut data) = parts();
        let length = data.len();
        for (place, byte) in places {
            data[place % length] = byte;
        }
        if let Ok(model) = DeepModel::read(sealed(&header, &data).into()) {
            let found = proposed(&DeepSuggester::new(Arc::new(model)), &text);
            proptest::prop_assert!(found.items.iter().all(|item| (0.0..=1.0).contains(&item.score)));
        }
    }
}

/// What the trainer's own arithmetic makes of some texts, beside the weights; without weights there is nothing to compare.
#[cfg(deep_weights)]
#[test]
fn the_shipped_weights_answer_as_the_trainer_says() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/deep");
    agrees(&folder.join("news.bin"), &folder.join("reference.json"));
}

/// Compares pieces and windows, and of short texts outputs, with those of a reference.
#[cfg(deep_weights)]
fn agrees(weights: &std::path::Path, reference: &std::path::Path) {
    if !reference.is_file() {
        return;
    }
    let model = DeepModel::read(std::fs::read(weights).unwrap().into()).unwrap();
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(reference).unwrap()).unwrap();
    for case in &cases {
        let pieces = [model.pieces(case["text"].as_str().unwrap())];
        let places: Vec<[u32; 2]> = pieces[0].cut.tokens.iter().map(|t| [t.start, t.end]).collect();
        assert_eq!(json!(places), case["tokens"]);
        for token in 0..pieces[0].len() {
            let of = pieces[0].of(token, token + 1);
            let ids: Vec<u32> = of.iter().map(|piece| piece.id).collect();
            assert_eq!(
                (json!(ids), json!(of[0].capitals)),
                (case["pieces"][token].clone(), case["cap"][token].clone())
            );
            assert_eq!(json!(of[0].quote), case["quote"][token]);
        }
        let place = |w: Window| json!({"from": w.from, "new": w.new, "upto": w.upto});
        assert_eq!(model.windows(&pieces[0]).into_iter().map(place).collect::<Value>(), case["windows"]);
        if pieces[0].len() > 100 {
            // Slow where nothing is optimized; a window more is no other arithmetic.
            continue;
        }
        let stop = AtomicBool::new(false);
        let found = model.outputs(&pieces, Pass { stop: &stop, threads: 1, prepare: || {} }).unwrap();
        let right = case["emissions"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap());
        let right: Vec<f64> = right.map(|value| value.as_f64().unwrap()).collect();
        assert_eq!(right.len(), found[0].len());
        let far = |(a, b): (&f32, &f64)| (f64::from(*a) - b).abs() / b.abs().max(1.0);
        let worst = found[0].iter().zip(&right).map(far).fold(0.0, f64::max);
        assert!(worst < 5e-3, "outputs differ by {worst}");
    }
}
