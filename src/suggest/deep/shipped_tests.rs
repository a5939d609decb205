//! The shipped weights: what they propose for a text of our own, to three decimals on every machine.

use super::testing::sealed;
use super::{DeepModel, DeepSuggester};
use crate::suggest::{Document, Proposal, Suggester};
use serde_json::{Value, json};
use std::sync::Arc;

const TEXT: &str = "“The Crier reported that the harbour would stay shut until Friday,” Ana Fry told reporters on Monday. “I said that,” he added. Bo Li said the union claimed it had warned the mayor.\n\nThe police believe that the fire was set on purpose, a spokesman said. “The mayor told us that she knew nothing,” Bo Li of the Harbour Workers’ Union said.\n";

/// Label, place in bytes, score. The last five are found among the words of the claims before them.
const FOUND: [(&str, usize, usize, f64); 23] = [
    ("claim", 0, 71, 0.99),
    ("source", 72, 79, 0.99),
    ("claim", 106, 124, 0.99),
    ("source", 125, 127, 0.99),
    ("source", 135, 140, 0.9803),
    ("claim", 146, 187, 0.9781),
    ("claim", 190, 241, 0.9624),
    ("source", 243, 254, 0.99),
    ("claim", 261, 307, 0.99),
    ("source", 308, 345, 0.9751),
    ("event", 45, 49, 0.7635),
    ("event", 50, 54, 0.7194),
    ("event", 171, 177, 0.9753),
    ("event", 201, 208, 0.9352),
    ("event", 218, 222, 0.9765),
    ("event", 227, 230, 0.808),
    ("event", 234, 241, 0.5574),
    ("event", 291, 295, 0.8814),
    ("source", 3, 12, 0.9534),
    ("claim", 27, 67, 0.929),
    ("source", 190, 200, 0.6884),
    ("source", 264, 273, 0.7927),
    ("claim", 287, 303, 0.8933),
];

fn found(header: &Value, data: &[u8]) -> Vec<Proposal> {
    let model = DeepModel::read(sealed(header, data).into()).unwrap();
    DeepSuggester::new(Arc::new(model)).propose(&Document::new(TEXT, &[], Some("en"))).items
}

#[test]
fn the_shipped_weights_propose_the_same_on_every_machine() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/deep/news.bin");
    let file = std::fs::read(path).unwrap();
    let length = u32::from_le_bytes(*file[40..].first_chunk().unwrap()) as usize;
    let mut header: Value = serde_json::from_slice(&file[44..44 + length]).unwrap();
    let data = &file[(44 + length).next_multiple_of(64)..];
    let all = found(&header, data);
    let places = |items: &[Proposal]| -> Vec<(String, usize, usize)> {
        items.iter().map(|i| (i.label.to_string(), i.cover().start().get(), i.cover().end().get())).collect()
    };
    let right: Vec<_> = FOUND.iter().map(|(label, start, end, _)| ((*label).to_owned(), *start, *end)).collect();
    assert_eq!(places(&all), right);
    for (item, (.., score)) in all.iter().zip(FOUND) {
        assert!((item.score - score).abs() < 0.0005, "{item:?}: {score}");
    }
    // Claims are looked into where they are likely and long.
    for field in ["min_score", "min_tokens"] {
        let usual = std::mem::replace(&mut header["nested"][field], json!(1_000));
        assert_eq!(places(&found(&header, data)), right[..right.len() - 5], "{field}");
        header["nested"][field] = usual;
    }
}
