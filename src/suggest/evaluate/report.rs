//! What came out.

use super::{CalibrationBin, Tier};
use crate::model::LabelId;
use std::collections::BTreeMap;

/// Counts from which precision, recall and F1 follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// How many were proposed.
    pub proposed: usize,
    /// How many the corpus has.
    pub gold: usize,
    /// How many of those proposed are right.
    pub right: usize,
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl Rate {
    /// Share of what is proposed that is right, 0 to 1.
    pub fn precision(self) -> f64 {
        share(self.right, self.proposed)
    }

    /// Share of what the corpus has that was found, 0 to 1.
    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// The harmonic mean of precision and recall, 0 to 1.
    pub fn f1(self) -> f64 {
        share(2 * self.right, self.proposed + self.gold)
    }

    pub(super) fn add(&mut self, [proposed, gold, right]: [usize; 3]) {
        self.proposed += proposed;
        self.gold += gold;
        self.right += right;
    }
}

/// The figures of one label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelReport {
    /// The same words, outer punctuation and a leading "that" aside.
    pub exact: Rate,
    /// Intersection over union of characters of at least a half, one to one.
    pub overlap: Rate,
    /// Words.
    pub token: Rate,
    /// Annotations of several fragments whose fragments were joined right, of all that the corpus has.
    pub joined: Rate,
    /// The least score at which F1 (exact) is best, and what it is there.
    pub best: Option<Tier>,
    /// The least score at which nine of ten proposals are right (overlap), and how much is found there.
    pub sure: Option<Tier>,
}

/// All figures of a run over a corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// By label, those that the corpus labels.
    pub labels: BTreeMap<LabelId, LabelReport>,
    /// Claim to source, end to end.
    pub attributed_to: Rate,
    /// Claims of the corpus that have a source and were linked to the right one, the corpus's own spans given; `proposed`
    /// and `gold` are both the claims that have one.
    pub linking: Rate,
    /// How often proposals of about one score are right (overlap).
    pub calibration: Vec<CalibrationBin>,
}
