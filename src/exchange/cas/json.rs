//! CAS JSON 0.4.

use super::build::{Cas, FIRST, Feature, Structure};
use super::types::{SOFA, Types, VIEW};
use serde::Serialize;
use std::io::Write;

/// Writes a CAS with its types.
pub(super) fn render(types: &Types, cas: &Cas<'_>, out: &mut Vec<u8>) {
    push(out, "{\"%TYPES\":");
    value(out, &types.json());
    push(out, ",\n\"%FEATURE_STRUCTURES\":[\n{\"%ID\":1,\"%TYPE\":\"");
    push(out, SOFA);
    push(out, "\",\"sofaNum\":1,\"sofaID\":\"");
    push(out, VIEW);
    push(out, "\",\"mimeType\":\"text/plain\",\"sofaString\":");
    value(out, &cas.text);
    push(out, "}");
    for (number, structure) in cas.structures.iter().enumerate() {
        push(out, ",\n");
        one(out, number + FIRST, structure);
    }
    push(out, "],\n\"%VIEWS\":{\"");
    push(out, VIEW);
    push(out, "\":{\"%SOFA\":1,\"%MEMBERS\":");
    value(out, &(FIRST..FIRST + cas.structures.len()).collect::<Vec<_>>());
    push(out, "}}}\n");
}

fn push(out: &mut Vec<u8>, words: &str) {
    out.extend_from_slice(words.as_bytes());
}

/// A value; a vector takes all bytes, and these values have no maps with odd keys, so it cannot fail.
fn value(out: &mut Vec<u8>, value: &impl Serialize) {
    drop(serde_json::to_writer(out, value));
}

fn number(out: &mut Vec<u8>, number: usize) {
    drop(write!(out, "{number}"));
}

fn one(out: &mut Vec<u8>, id: usize, structure: &Structure) {
    push(out, "{\"%ID\":");
    number(out, id);
    push(out, ",\"%TYPE\":\"");
    push(out, structure.kind.name());
    push(out, "\",\"@sofa\":1");
    if let Some((begin, end)) = structure.place {
        push(out, ",\"begin\":");
        number(out, begin);
        push(out, ",\"end\":");
        number(out, end);
    }
    for (name, feature) in &structure.features {
        push(out, if matches!(feature, Feature::Ref(_)) { ",\"@" } else { ",\"" });
        push(out, name);
        push(out, "\":");
        match feature {
            Feature::Words(words) => value(out, words),
            Feature::Number(n) | Feature::Ref(n) => number(out, *n),
            Feature::Flag(flag) => value(out, flag),
        }
    }
    push(out, "}");
}
