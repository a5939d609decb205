//! JSON lines of Prodigy and spaCy: one line for each article and annotator, with tokens that give the exact text back.
//!
//! Spans may overlap, so they belong into span groups (`doc.spans`), not `doc.ents`. Beside Prodigy's fields a span has
//! those of Byline JSONL (`attributes`, `note`, `threads`…), the first of several fragments all of them; fragments of one
//! annotation share its `id` and count `fragment` from 0. A line also has `threads`, the titles of those linked to,
//! `done`, and `article`, what `meta` has no room for.

mod read;
#[cfg(test)]
pub(super) mod tests;
mod tokens;
mod write;

use super::carry;
use super::format::{Format, Head, Input, Output};
use super::glance::first_line;
use serde_json::Value;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "spacy",
    title: "spaCy and Prodigy JSONL",
    extensions: &["jsonl", "ndjson"],
    reads: "texts with spans and arrows as Prodigy has them, with or without tokens",
    writes: "one line for each article and annotator: text, tokens, spans, arrows, metadata",
    loses: carry::LOSES,
    limits: "the project's title; of threads all but their titles",
    closer: Some(write::closer),
    is_it: Some(is_it),
    input: Some(Input::Coded(read::read)),
    output: Output::File(write::write),
    ..Format::BASE
};

/// True for lines with tokens, or with spans that have a start.
fn is_it(head: &Head<'_>) -> bool {
    let Some(first) = first_line(head) else { return false };
    let marks = ["tokens", "_input_hash", "_task_hash", "_annotator_id", "_session_id", "_view_id"];
    if first.has("entities") || first.has("data") {
        return false;
    }
    let span = first.get("spans").and_then(Value::as_array).and_then(|spans| spans.first());
    let has_start = |span: &Value| span.get("start").or_else(|| span.get("token_start")).is_some();
    marks.iter().any(|name| first.has(name)) || (first.has("text") && span.is_some_and(has_start))
}
