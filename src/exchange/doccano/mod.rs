//! doccano JSONL, the form of its relation extraction: one line for each article and annotator, all in ASCII.
//!
//! doccano keeps unknown fields of a line as metadata and knows none of an entity's. So what entities cannot hold stands
//! in the line's `byline`: `annotations` and `relations` in the order of Byline JSONL, each annotation with the places
//! of its entities (`at`) and its label. `quotes` are the entities' words by their numbers.

mod ascii;
mod read;
#[cfg(test)]
mod tests;
mod write;

use super::carry;
use super::format::{Format, Head, Input, Output};
use super::glance::first_line;
use serde_json::Value;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "doccano",
    title: "doccano JSONL",
    extensions: &["jsonl"],
    reads: "texts with entities and arrows, or with labels as start, end, name; metadata",
    writes: "one line for each article and annotator: text, entities, arrows, metadata",
    loses: carry::LOSES,
    limits: "the project's title; of threads all but their titles; doccano itself drops overlaps unless its project allows them",
    closer: Some(carry::threads_cut_short),
    is_it: Some(is_it),
    input: Some(Input::Coded(read::read)),
    output: Output::File(write::write),
    ..Format::BASE
};

/// True for lines with entities that have offsets, or labels that are start, end and name.
fn is_it(head: &Head<'_>) -> bool {
    let Some(first) = first_line(head) else { return false };
    let has_words = first.has("text") || first.has("data");
    let rows = |name: &str| first.get(name).and_then(Value::as_array).and_then(|list| list.first());
    let is_triple = |row: &Value| {
        let row = row.as_array().map(Vec::as_slice);
        matches!(row, Some([start, end, Value::String(_)]) if start.is_u64() && end.is_u64())
    };
    let has_triples = ["label", "labels"].iter().filter_map(|name| rows(name)).any(is_triple);
    let has_entities = first.has("entities") && (first.has_inside("start_offset") || first.has("relations"));
    has_words && (has_triples || has_entities) && !first.has("tokens")
}
