//! How good proposals are, against a corpus that people labelled.
//!
//! A claim of several fragments counts as its fragments, as in published figures. *Exact* compares spans without the
//! punctuation at their ends and without a leading "that"; *overlap* pairs each proposal with at most one span of the
//! corpus, by intersection over union of characters of at least a half; *token* counts words. What a corpus says of
//! itself is honoured: the labels that it labels, the ranges in which it does, and that it marks one level only.

mod edges;
mod levels;
mod links;
mod matching;
mod report;
mod scope;
mod tally;
#[cfg(test)]
mod tests;

pub(super) use edges::only_reports;
pub use levels::{CalibrationBin, Tier};
pub use report::{LabelReport, Rate, Report};
pub use tally::Tally;

use crate::model::LabelId;
use crate::text::TextSpan;

/// One labelled thing: of the corpus, or proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The label.
    pub label: LabelId,
    /// Its fragments in text order.
    pub fragments: Vec<TextSpan>,
    /// How sure the suggester is, 0 to 1; 1 for what people marked.
    pub score: f64,
}

/// All that is marked in one article, and which claim is credited to which source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The marks.
    pub marks: Vec<Mark>,
    /// Claim and source, as places in `marks`; a claim may have several.
    pub links: Vec<(usize, usize)>,
}

/// Whether a corpus marks claims inside claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Levels {
    /// Claims within claims are marked.
    #[default]
    Nested,
    /// Only the outermost is marked: what is proposed inside a proposed claim is left out.
    Outermost,
}

/// What a corpus labels exhaustively.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The labels; empty: all.
    pub labels: Vec<LabelId>,
    /// The ranges in which it labels, in text order; `None`: the whole text.
    pub scored: Option<Vec<TextSpan>>,
    /// Whether it marks nested claims.
    pub levels: Levels,
}

/// An article of a corpus with what people marked in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// The text.
    pub text: String,
    /// What people marked.
    pub gold: Answer,
    /// What of it counts.
    pub scope: Scope,
}
