//! brat standoff: ARTICLE.txt with ARTICLE.ann beside it, positions in code points.
//!
//! One annotator's coding lies flat in the folder, that of several in a folder each; what nobody has coded lies at the
//! top. `T` lines are annotations, one fragment a line of text (a fragment never holds a line break or a tab), `R` lines
//! arrows, `A` lines attribute values that are one word, `Unsure`, `N` lines links to threads (`Byline:ID` and the
//! title), `#` lines of type `AnnotatorNotes` notes. What brat has no shape for (ids, other attribute values, notes of
//! several lines, provenance, links against) stands as JSON in a `#` line of type `Byline`, and comes back from there.
//! `annotation.conf` is made from the codebook and holds it whole in a comment.

mod conf;
mod line;
mod offsets;
mod read;
#[cfg(test)]
mod tests;
mod write;

use super::format::{Format, Input, Output};
use super::loss::Feature;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "brat",
    title: "brat standoff",
    extensions: &["ann"],
    reads: "the words of ARTICLE.txt with the annotations, arrows, attributes, notes and references of ARTICLE.ann",
    writes: "a folder with ARTICLE.txt and ARTICLE.ann, one for each of several annotators, and annotation.conf",
    loses: &[
        Feature::ThreadRelations,
        Feature::Reading,
        Feature::Done,
        Feature::Zones,
        Feature::Metadata,
        Feature::ArticleAttributes,
        Feature::Stories,
        Feature::Families,
        Feature::Suggestions,
        Feature::Rejected,
        Feature::LostPlaces,
        Feature::Revisions,
        Feature::Settings,
    ],
    limits: "notes, verdicts and dates of threads, white space at the ends of annotations; events (E lines) when read",
    closer: Some(write::closer),
    beside: &[".txt", "annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf"],
    input: Some(Input::Coded(read::read)),
    output: Output::Folder(write::write),
    ..Format::BASE
};

/// What a `#` line is called that holds what brat has no shape for.
const OURS: &str = "Byline";

/// The attribute that stands for an "unsure" flag: no id of the codebook begins with a capital.
const UNSURE: &str = "Unsure";

/// What begins the line of `annotation.conf` that names whose coding the folder holds.
const ANNOTATOR: &str = "# Byline: annotator ";

/// What begins the line of `annotation.conf` that holds the codebook.
const CODEBOOK: &str = "# Byline: codebook ";
