//! Label Studio: `tasks.json`, a task for each article with an annotation for each annotator, and `config.xml`, its
//! labelling configuration.
//!
//! Offsets are code points. Attributes are choices or text areas of a region, named by the attribute; a value that is
//! not plain words is JSON. Notes are `meta.text`, what Label Studio has no place for is `meta.byline`, and further
//! fragments name the first one as `meta.fragment_of`.

mod config;
mod items;
mod read;
mod region;
#[cfg(test)]
mod tests;
mod write;

use super::carry;
use super::format::{Format, Head, Input, Output};
use super::glance::first_object;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "label-studio",
    title: "Label Studio",
    extensions: &["json"],
    reads: "tasks of plain text with labels, arrows, choices, notes; predictions as suggestions",
    writes: "a folder: tasks.json, an annotation for each annotator, and config.xml",
    loses: carry::LOSES,
    limits: "the project's title; of threads all but their titles",
    closer: Some(carry::threads_cut_short),
    is_it: Some(is_it),
    beside: &["config.xml"],
    input: Some(Input::Coded(read::read)),
    output: Output::Folder(write::write),
    ..Format::BASE
};

/// Name of the control that labels regions.
const LABEL: &str = "label";

/// Name of the object that is labelled.
const TEXT: &str = "text";

/// True for a list of tasks.
fn is_it(head: &Head<'_>) -> bool {
    let Some(first) = first_object(head) else { return false };
    let coded = ["annotations", "predictions", "completions"].iter().any(|name| first.has(name));
    let inside = ["completed_by", "from_name", "model_version"].iter().any(|name| first.has_inside(name));
    coded && (first.has("data") || inside)
}

/// What the control of an attribute is called: the attribute's name, unless that is taken.
fn control_name(attribute: &str) -> String {
    let is_taken = attribute == LABEL || attribute == TEXT || attribute.starts_with("attribute_");
    if is_taken { format!("attribute_{attribute}") } else { attribute.to_owned() }
}

/// The attribute that a control stands for.
fn attribute_of(control: &str) -> &str {
    control.strip_prefix("attribute_").unwrap_or(control)
}
