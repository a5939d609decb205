//! REFI-QDA 1.5, the exchange format of NVivo, ATLAS.ti, MAXQDA, QualCoder and others: projects (`.qdpx`) and codebooks
//! (`.qdc`).
//!
//! Labels are codes with their kinds, choices and threads as codes under them; a claim in three fragments is three
//! selections; arrows are links, and stand in words with the selection too, since most programs drop links. What has no
//! place there stands as one line of JSON after `byline ` at the end of a description, and what articles share in one
//! note; both come back, and a file without them is read all the same.

mod codes;
mod guid;
mod variables;
mod write;
mod xml;

use super::format::{Format, Output};
use super::loss::Feature;
use super::setting::{Setting, Values};
use super::unit::OffsetUnit;

/// Projects.
pub(super) const FORMAT: Format = Format {
    name: "refi-qda",
    title: "REFI-QDA project",
    extensions: &["qdpx"],
    reads: "",
    writes: "codebook, articles, coded places, notes, users, links, metadata: for NVivo, ATLAS.ti, MAXQDA, QualCoder",
    loses: &[Feature::Suggestions, Feature::Rejected, Feature::LostPlaces, Feature::Revisions, Feature::Settings],
    limits: "control characters in notes and titles",
    settings: &[Setting {
        key: "offsets",
        values: Values::OneOf(OffsetUnit::NAMES),
        about: "the unit of positions: code points as QualCoder counts, utf-16 for NVivo",
    }],
    output: Output::File(write::write),
    ..Format::BASE
};

/// What stands before the JSON in a description, and begins the note of what articles share.
const MARK: &str = "byline ";

/// The name of the note of what articles share.
const NOTE: &str = "Byline: what other programs have no place for";
