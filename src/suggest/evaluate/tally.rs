//! Sums over the articles of a corpus.

use super::levels::{self, Judged};
use super::matching::{exact, paired, words};
use super::report::{LabelReport, Rate, Report};
use super::scope::{Piece, pieces, proposals_that_count};
use super::{Answer, Case, Mark, edges, links};
use crate::model::LabelId;
use crate::text::TextSpan;
use std::collections::{BTreeMap, BTreeSet};

/// What is counted for one label.
#[derive(Clone, Debug, Default)]
struct Counts {
    rates: LabelReport,
    /// Of all proposals, whatever their score: right by the same words, right by overlap.
    exact: Vec<Judged>,
    overlap: Vec<Judged>,
}

/// Counts over the articles of a corpus, one [`Tally::add`] an article.
#[derive(Clone, Debug)]
pub struct Tally {
    claim: LabelId,
    source: LabelId,
    event: LabelId,
    labels: BTreeMap<LabelId, Counts>,
    attributed_to: Rate,
    linking: Rate,
}

impl Tally {
    /// An empty tally; the three labels by their ids, in the order claim, source, event.
    pub fn new([claim, source, event]: [LabelId; 3]) -> Self {
        let (attributed_to, linking) = (Rate::default(), Rate::default());
        Self { claim, source, event, labels: BTreeMap::new(), attributed_to, linking }
    }

    /// Counts one article: what was proposed for it with a score of at least `min_score` of its label (0 for all). What
    /// lies below it serves only to find the best least score.
    pub fn add(&mut self, case: &Case, proposed: &Answer, min_score: impl Fn(&LabelId) -> f64) {
        let enough: Vec<bool> = proposed.marks.iter().map(|mark| mark.score >= min_score(&mark.label)).collect();
        let all = proposals_that_count(case, &proposed.marks, &self.claim, &self.source);
        let mut order = Vec::new();
        let mut kept = Answer::default();
        for (number, mark) in proposed.marks.iter().enumerate() {
            order.push(kept.marks.len());
            if enough.get(number) == Some(&true) {
                kept.marks.push(mark.clone());
            }
        }
        let stays =
            |number: usize| enough.get(number).filter(|enough| **enough).and_then(|_| order.get(number)).copied();
        kept.links = proposed.links.iter().filter_map(|(from, to)| stays(*from).zip(stays(*to))).collect();
        let counting = proposals_that_count(case, &kept.marks, &self.claim, &self.source);
        for label in self.labels_of(case, proposed) {
            self.add_label(case, &kept.marks, &counting, &label);
            let scope = pieces(case, &proposed.marks, &all, &label, &self.event);
            let counts = self.labels.entry(label).or_default();
            judge(&case.text, &scope.gold, &scope.proposed, counts);
        }
        if !case.gold.links.is_empty() {
            let found = links::attributed(&case.text, &case.gold, &kept, &counting, [&self.claim, &self.source]);
            self.attributed_to.add(found);
        }
    }

    /// Counts how the claims of one article were linked, the corpus's own spans given: for each claim (its place in the
    /// corpus's marks) the source that was chosen.
    pub fn add_linking(&mut self, gold: &Answer, chosen: &BTreeMap<usize, usize>) {
        let claims: BTreeSet<usize> = gold.links.iter().map(|(claim, _)| *claim).collect();
        let right = claims
            .iter()
            .filter(|claim| chosen.get(claim).is_some_and(|source| gold.links.contains(&(**claim, *source))));
        self.linking.add([claims.len(), claims.len(), right.count()]);
    }

    /// The figures so far.
    pub fn report(&self) -> Report {
        let mut labels = BTreeMap::new();
        let mut judged: Vec<Judged> = Vec::new();
        for (label, counts) in &self.labels {
            let mut report = counts.rates.clone();
            report.best = levels::best(&counts.exact, report.exact.gold);
            report.sure = levels::sure(&counts.overlap, report.overlap.gold);
            judged.extend(&counts.overlap);
            labels.insert(label.clone(), report);
        }
        let calibration = levels::calibration(&judged);
        Report { labels, attributed_to: self.attributed_to, linking: self.linking, calibration }
    }

    /// The labels that count in this article: those that the corpus names, else those that anything has.
    fn labels_of(&self, case: &Case, proposed: &Answer) -> BTreeSet<LabelId> {
        if !case.scope.labels.is_empty() {
            return case.scope.labels.iter().cloned().collect();
        }
        let known = [&self.claim, &self.source, &self.event];
        let all = case.gold.marks.iter().chain(&proposed.marks).map(|mark| &mark.label);
        all.filter(|label| known.contains(label)).cloned().collect()
    }

    fn add_label(&mut self, case: &Case, kept: &[Mark], counting: &[bool], label: &LabelId) {
        let text = &case.text;
        let scope = pieces(case, kept, counting, label, &self.event);
        let counts = self.labels.entry(label.clone()).or_default();
        counts.rates.exact.add(exact(text, &scope.gold, &scope.proposed));
        let pairs = paired(text, &spans(&scope.gold), &spans(&scope.proposed));
        counts.rates.overlap.add([scope.proposed.len(), scope.gold.len(), pairs.iter().flatten().count()]);
        counts.rates.token.add(words(text, &scope.gold, &scope.proposed));
        let gold: Vec<&Mark> = case.gold.marks.iter().filter(|mark| mark.label == *label).collect();
        let ours: Vec<&Mark> = kept
            .iter()
            .zip(counting)
            .filter(|(mark, counts)| **counts && mark.label == *label)
            .map(|(m, _)| m)
            .collect();
        counts.rates.joined.add(links::joined(text, &gold, &ours));
    }
}

fn spans(pieces: &[Piece]) -> Vec<TextSpan> {
    pieces.iter().map(|piece| piece.span).collect()
}

/// Says of each proposal whether it is right, both ways.
fn judge(text: &str, gold: &[Piece], proposed: &[Piece], counts: &mut Counts) {
    let known: BTreeSet<TextSpan> = gold.iter().filter_map(|piece| edges::bare(text, piece.span)).collect();
    let pairs = paired(text, &spans(gold), &spans(proposed));
    for (piece, pair) in proposed.iter().zip(pairs) {
        let exact = edges::bare(text, piece.span).is_some_and(|span| known.contains(&span));
        counts.exact.push((piece.score, exact));
        counts.overlap.push((piece.score, pair.is_some()));
    }
}
