//! A small model with made-up weights, as a file.

use super::file::VERSION;
use serde_json::{Value, json};

const HIDDEN: usize = 16;
const FFN: usize = 32;
const OUTS: usize = 10;
const WINDOW: usize = 24;

/// Pieces that the small model knows.
const VOCABULARY: &str =
    "[UNK]\n[CLS]\n[SEP]\n.\n,\n“\n”\nthe\nmayor\nsaid\nhar\n##bour\nis\nclosed\nana\nfry\nthat\npolice\n##s\na\nb";

/// Tables one after another, with where each is.
#[derive(Default)]
struct Tables {
    data: Vec<u8>,
    index: serde_json::Map<String, Value>,
    dice: u32,
}

impl Tables {
    fn throw(&mut self) -> f32 {
        self.dice = self.dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.dice >> 8) as f32 / 16_777_216.0 - 0.5
    }

    fn place(&mut self) -> usize {
        self.data.resize(self.data.len().next_multiple_of(64), 0);
        self.data.len()
    }

    fn floats(&mut self, name: &str, shape: &[usize], scale: f32, middle: f32) {
        let at = self.place();
        for _ in 0..shape.iter().product::<usize>() {
            let value = self.throw() * scale + middle;
            self.data.extend(value.to_le_bytes());
        }
        self.index.insert(name.into(), json!({ "type": "f32", "shape": shape, "at": at }));
    }

    fn bytes(&mut self, name: &str, shape: [usize; 2]) {
        let at = self.place();
        for _ in 0..shape[0] * shape[1] {
            let value = (self.throw() * 254.0) as i8;
            self.data.push(value.cast_unsigned());
        }
        let scales = self.place();
        for _ in 0..shape[0] {
            self.data.extend(0.01_f32.to_le_bytes());
        }
        self.index.insert(name.into(), json!({ "type": "i8", "shape": shape, "at": at, "scales": scales }));
    }
}

/// Header and tables of the small model.
pub(super) fn parts() -> (Value, Vec<u8>) {
    let mut tables = Tables { dice: 7, ..Tables::default() };
    tables.bytes("word", [VOCABULARY.lines().count(), HIDDEN]);
    tables.floats("position", &[WINDOW, HIDDEN], 0.2, 0.0);
    tables.floats("cap", &[8, HIDDEN], 0.2, 0.0);
    tables.floats("quote", &[4, HIDDEN], 0.2, 0.0);
    for layer in 0..2 {
        for (name, outputs, inputs) in [
            ("q", HIDDEN, HIDDEN),
            ("k", HIDDEN, HIDDEN),
            ("v", HIDDEN, HIDDEN),
            ("o", HIDDEN, HIDDEN),
            ("i", FFN, HIDDEN),
            ("f", HIDDEN, FFN),
        ] {
            tables.bytes(&format!("layer.{layer}.{name}"), [outputs, inputs]);
            tables.floats(&format!("layer.{layer}.{name}.b"), &[outputs], 0.1, 0.0);
        }
    }
    for norm in ["emb_ln", "layer.0.ln1", "layer.0.ln2", "layer.1.ln1", "layer.1.ln2"] {
        tables.floats(&format!("{norm}.w"), &[HIDDEN], 0.2, 1.0);
        tables.floats(&format!("{norm}.b"), &[HIDDEN], 0.2, 0.0);
    }
    tables.floats("head", &[OUTS, HIDDEN], 2.0, 0.0);
    tables.floats("head.b", &[OUTS], 0.5, 0.0);
    tables.floats("chain.speech", &[7, 7], 1.0, 0.0);
    tables.floats("chain.events", &[3, 3], 1.0, 0.0);
    let at = tables.place();
    tables.data.extend(VOCABULARY.bytes());
    let reading = json!({ "price": 0.1, "near": 0.5, "sure": 0.9, "curve": [[0.0, 0.1], [1.0, 0.9]] });
    let header = json!({
        "name": "small", "window": WINDOW, "left": 6, "hidden": HIDDEN, "layers": 2, "heads": 2, "ffn": FFN, "outs": OUTS,
        "eps": 1e-12, "nested": { "min_score": 0.0, "min_tokens": 2 }, "vocab": [at, VOCABULARY.len()],
        "chains": [
            { "name": "speech", "first": 0, "kinds": ["claim", "source", "cue"], "proposed": 2 },
            { "name": "events", "first": 7, "kinds": ["event"], "proposed": 1 },
        ],
        "readings": {
            "claim": reading, "source": reading, "event": reading, "nested claim": reading, "nested source": reading,
        },
        "tensors": tables.index,
    });
    (header, tables.data)
}

/// A file of these, with a check sum that is right.
pub(super) fn sealed(header: &Value, data: &[u8]) -> Vec<u8> {
    let words = header.to_string();
    let mut checked = (words.len() as u32).to_le_bytes().to_vec();
    checked.extend(words.bytes());
    checked.resize((checked.len() + 40).next_multiple_of(64) - 40, 0);
    checked.extend(data);
    let mut file = b"BYDP".to_vec();
    file.extend(VERSION.to_le_bytes());
    file.extend(blake3::hash(&checked).as_bytes());
    file.extend(checked);
    file
}

/// The small model's file.
pub(super) fn small() -> Vec<u8> {
    let (header, data) = parts();
    sealed(&header, &data)
}
