//! W3C Web Annotation: ARTICLE.jsonld, an `AnnotationPage`, with ARTICLE.txt beside it.
//!
//! Each fragment is a target with the words and their surroundings (`TextQuoteSelector`) and their position
//! (`TextPositionSelector`): code points as the standard has it, UTF-16 where asked. Bodies say the label
//! (*classifying*), attributes (*tagging*), threads (*identifying*) and the note (*commenting*); an arrow is an
//! annotation that *links* one to another. What these cannot hold exactly stands under `byline`, which readers of
//! JSON-LD pass over, and comes back from there. On reading the quote decides where an annotation stands.

mod body;
mod place;
mod read;
#[cfg(test)]
mod tests;
mod write;

use super::carry;
use super::format::{Format, Head, Input, Output};
use super::loss::Feature;
use super::setting::{Setting, Values};
use super::unit::OffsetUnit;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "w3c",
    title: "W3C Web Annotation",
    extensions: &["jsonld", "json"],
    reads: "annotation pages and lists, of Hypothesis and Recogito too, with the text beside them or by its address",
    writes: "a folder with ARTICLE.jsonld and ARTICLE.txt",
    loses: &[
        Feature::ThreadRelations,
        Feature::Reading,
        Feature::Done,
        Feature::Stories,
        Feature::Families,
        Feature::Suggestions,
        Feature::Rejected,
        Feature::LostPlaces,
        Feature::Revisions,
        Feature::Codebook,
        Feature::Settings,
    ],
    limits: "notes, verdicts and dates of threads; replies and page notes when read",
    closer: Some(carry::threads_cut_short),
    settings: &[Setting {
        key: "offsets",
        values: Values::OneOf(OffsetUnit::NAMES),
        about: "what positions count: code points as the standard says, or utf-16 as Recogito and Hypothesis read them",
    }],
    is_it: Some(is_it),
    beside: &[".txt"],
    input: Some(Input::Coded(read::read)),
    output: Output::Folder(write::write),
    ..Format::BASE
};

/// What the context of the standard is called.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What begins the names of our things: `urn:byline:annotation:ID`.
const ANNOTATION: &str = "urn:byline:annotation:";

/// As [`ANNOTATION`], of threads.
const THREAD: &str = "urn:byline:thread:";

/// As [`ANNOTATION`], of arrows.
const RELATION: &str = "urn:byline:relation:";

/// True for a file that begins with annotations as the standard or Hypothesis has them.
fn is_it(head: &Head<'_>) -> bool {
    let start = String::from_utf8_lossy(head.start);
    start.contains("w3.org/ns/anno")
        || start.contains("\"TextQuoteSelector\"")
        || start.contains("\"TextPositionSelector\"")
}
