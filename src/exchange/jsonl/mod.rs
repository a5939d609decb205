//! Byline JSONL: one JSON value a line, offsets in Unicode code points.
//!
//! The first line may hold what articles share: `{"byline": 1, "codebook", "stories", "threads", "thread_relations",
//! "families"}`; each other line is an article with all that is on it. Absent is left out, null is never written. The
//! codebook's shape stands in `codebook.rs`. Besides what the design page shows: a record that came from elsewhere has
//! `foreign_id`; `provenance` may hold `computed`, the attributes that were worked out; a contradiction has its
//! `strength`; a zone's fourth entry is the outlet of an excerpt; an article without its text has `text_hash`.

mod annotation;
mod article;
mod codebook;
mod fields;
mod first;
mod layer;
mod lines;
mod node;
mod object;
mod parse;
mod place;
mod problem;
mod read;
mod record;
mod suggested;
mod terms;
#[cfg(test)]
mod tests;
mod value;
mod write;

pub(super) use codebook::codebook_json;
pub use lines::LONGEST_LINE;
pub(super) use lines::{Line, next_line};
pub(super) use object::Object;
pub use problem::{At, Extent, LineProblem};
pub use read::{CodebookPolicy, FileReport, JsonlImport, LabelPolicy, Reader, UnknownLabels};
pub(super) use record::{annotation_json, article_json, relation_json};
pub use suggested::suggested;
pub(super) use value::{extra_json, value_json};
pub use write::write;
pub(super) use write::{first_line, reading_json};

use super::format::{Format, Head, Input, Output, Words};
use super::loss::Feature;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    title: "Byline JSONL",
    extensions: &["jsonl", "ndjson"],
    reads: "articles with all that is on them, codebook, stories, threads, families",
    writes: "articles with all that is on them, codebook, stories, threads, families; one article a line, offsets in code points",
    loses: &[Feature::Rejected, Feature::Settings],
    limits: "the project's title, the undo history",
    closer: Some(write::lost_contexts),
    words: Words::CanGo,
    is_it: Some(may_be_ours),
    input: Some(Input::Jsonl),
    output: Output::File(write),
    ..Format::BASE
};

/// False for a file whose first line holds what only other programs write; the reader looks closer.
fn may_be_ours(head: &Head<'_>) -> bool {
    let others = ["spans", "tokens", "entities", "label", "data", "_input_hash", "_annotator_id"];
    super::glance::first_line(head).is_none_or(|first| {
        let is_first = first.has("byline") && first.get("byline").is_none_or(serde_json::Value::is_number);
        let is_ours = (is_first && !first.has("entities")) || (first.has("annotations") && !first.has("data"));
        is_ours || !others.iter().any(|name| first.has(name))
    })
}
