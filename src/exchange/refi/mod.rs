//! REFI-QDA 1.5, the exchange format of `NVivo`, ATLAS.ti, MAXQDA, `QualCoder` and others: projects (`.qdpx`) and codebooks
//! (`.qdc`).
//!
//! Labels are codes with their kinds, choices and threads as codes under them; a claim in three fragments is three
//! selections; arrows are links, and stand in words with the selection too, since most programs drop links. What has no
//! place there stands as one line of JSON after `byline ` at the end of a description, and what articles share in one
//! note; both come back, and a file without them is read all the same.

mod book;
mod codebook;
mod codes;
mod guid;
mod node;
mod place;
mod read;
mod shared;
mod source;
#[cfg(test)]
mod tests;
mod variables;
mod write;
mod xml;

use super::format::{Format, Input, Output, Words};
use super::loss::Feature;
use super::setting::{Setting, Values};
use super::unit::OffsetUnit;

/// Projects.
pub(super) const FORMAT: Format = Format {
    name: "refi-qda",
    title: "REFI-QDA project",
    extensions: &["qdpx"],
    reads: "ours and other programs' projects: codes as labels, coded places, notes, users, links, variables",
    writes: "codebook, articles, coded places, notes, users, links, metadata: for NVivo, ATLAS.ti, MAXQDA, QualCoder",
    loses: &[Feature::Suggestions, Feature::Rejected, Feature::LostPlaces, Feature::Revisions, Feature::Settings],
    limits: "control characters in notes and titles, sources without plain text",
    settings: &[Setting {
        key: "offsets",
        values: Values::OneOf(OffsetUnit::NAMES),
        about: "the unit of positions: code points as QualCoder counts, utf-16 for NVivo",
    }],
    input: Some(Input::Coded(read::project)),
    output: Output::File(write::write),
    ..Format::BASE
};

/// Codebooks.
pub(super) const CODEBOOK: Format = Format {
    name: "refi-qdc",
    title: "REFI-QDA codebook",
    extensions: &["qdc"],
    reads: "codes as labels, with definitions, colors and what is under what",
    writes: "the codebook: labels with definitions and colors, their kinds and choices under them; for Taguette too",
    limits: "articles and annotations: it is a codebook",
    words: Words::CanGo,
    input: Some(Input::Coded(read::codebook)),
    output: Output::File(codebook::write),
    ..Format::BASE
};

/// What stands before the JSON in a description, and begins the note of what articles share.
const MARK: &str = "byline ";

/// The name of the note of what articles share.
const NOTE: &str = "Byline: what other programs have no place for";
