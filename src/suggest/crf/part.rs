//! One trained chain: what it knows of words, its weights, its prices and how its probabilities are to be read.

use super::codec::{Broken, Reader, Writer};
use super::decode::{Candidate, candidates, choose};
use super::english::English;
use super::lattice::{Lattice, Matrix};
use super::lexicon::Table;
use super::rows::Rows;
use super::scheme;
use super::task::{Prepared, TRANSITIONS, Task, W};
use crate::suggest::rules::is_saying;
use std::collections::BTreeMap;

/// How a probability of the chain is to be read: points of a line that rises, from 0 to 1 on both sides.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::suggest) struct Curve(pub(in crate::suggest) Vec<(f32, f32)>);

impl Curve {
    /// The share of proposals with this probability that are right.
    pub(in crate::suggest) fn at(&self, probability: f32) -> f32 {
        let after = self.0.partition_point(|(x, _)| *x < probability);
        let right = self.0.get(after);
        let left = after.checked_sub(1).and_then(|at| self.0.get(at));
        match (left, right) {
            (Some((x, y)), Some((x2, y2))) if x2 > x => y + (y2 - y) * (probability - x) / (x2 - x),
            (_, Some((_, y))) | (Some((_, y)), None) => *y,
            (None, None) => probability,
        }
    }
}

/// What it learned of one kind besides weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    /// A span is worth its probability less this.
    pub(super) price: f32,
    /// From the probability of a span like it to the share that is right.
    pub(super) curve: Curve,
    /// Score above which nine of ten are right.
    pub(super) sure: f32,
}

/// Whether words of saying that the program knows are counted as such from the start, whatever the articles showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sayings {
    /// Only what was learned.
    Learned,
    /// Known ones too: for a project's few articles.
    Known,
}

/// A trained chain.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) task: Task,
    pub(super) sayings: Sayings,
    pub(super) shares: Table<[u8; 2]>,
    pub(super) rows: Rows<W>,
    /// For each class of transition, the exponentials of its scores, 0 where a label must not follow.
    pub(super) edges: Vec<Matrix<W>>,
    pub(super) readings: Vec<Reading>,
}

/// A span that was found, in bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::suggest) struct Found {
    pub(in crate::suggest) start: usize,
    pub(in crate::suggest) end: usize,
    /// Number of its kind.
    pub(in crate::suggest) kind: usize,
    /// Number of the sentence that it begins in.
    pub(in crate::suggest) sentence: u32,
    /// Probability of it, or one much like it.
    pub(in crate::suggest) score: f32,
}

/// How often a word is what is looked for, as steps, known words of saying included.
pub(super) fn with_known(task: Task, sayings: Sayings, word: &str, learned: [u8; 2]) -> [u8; 2] {
    let [first, second] = learned;
    let known = sayings == Sayings::Known && task == Task::Speech && first < 4 && is_saying(&word.to_lowercase());
    if known { [4, second] } else { learned }
}

impl Part {
    /// Puts the transition scores of training into the form that is used.
    pub(super) fn edges(task: Task, learned: &[Matrix<W>]) -> Vec<Matrix<W>> {
        let allowed = scheme::allowed::<W>(task.kinds().len());
        let all = learned.first().copied().unwrap_or([[0.0; W]; W]);
        let of = |class: &Matrix<W>| {
            let mut found = [[0.0; W]; W];
            for (((slots, base), own), open) in found.iter_mut().zip(&all).zip(class).zip(&allowed) {
                for (((slot, base), own), open) in slots.iter_mut().zip(base).zip(own).zip(open) {
                    *slot = (base + own).exp() * open;
                }
            }
            found
        };
        learned.iter().map(of).collect()
    }

    /// What it looks for in an article.
    pub(super) fn lattice(&self, text: &str, article: &Prepared, english: &English) -> Lattice<W> {
        let mut lattice = Lattice::default();
        let mut at = 0;
        let share = |token: &super::cut::Token| {
            let word = text.get(token.start as usize..token.end as usize).unwrap_or_default();
            with_known(self.task, self.sayings, word, self.shares.get(self.task.key(token)))
        };
        let free = [[1.0; W]; W];
        article.features(self.task, english, share, |features| {
            let class = article.transitions.get(at).copied().unwrap_or(0);
            lattice.push_ready(&self.rows.sum(features), self.edges.get(class as usize).unwrap_or(&free));
            at += 1;
        });
        lattice.sum();
        lattice
    }

    /// The spans of an article, in text order, and the words of saying among them, in bytes.
    pub(super) fn find(&self, text: &str, article: &Prepared, english: &English) -> (Vec<Found>, Vec<(usize, usize)>) {
        /// Probability from which on a word is taken for one of saying.
        const LIKELY: f32 = 0.4;
        let lattice = self.lattice(text, article, english);
        let all = candidates(&lattice, self.task.proposed());
        let price = |c: &Candidate| self.readings.get(c.kind).map_or(0.5, |r| r.price);
        let chosen = choose(&all, article.cut.tokens.len(), |c| c.exact - price(c));
        let found = chosen.iter().filter_map(|c| self.found(c, article)).collect();
        let cue = 1 + 2 * self.task.proposed();
        let says = |at: &usize| lattice.marginal(*at).get(cue).is_some_and(|p| *p > LIKELY);
        let cues = (0..article.cut.tokens.len()).filter(says).filter_map(|at| article.cut.tokens.get(at));
        (found, cues.map(|token| (token.start as usize, token.end as usize)).collect())
    }

    fn found(&self, candidate: &Candidate, article: &Prepared) -> Option<Found> {
        let first = article.cut.tokens.get(candidate.start)?;
        let last = article.cut.tokens.get(candidate.end.checked_sub(1)?)?;
        let curve = self.readings.get(candidate.kind).map(|reading| &reading.curve);
        Some(Found {
            start: first.start as usize,
            end: last.end as usize,
            kind: candidate.kind,
            sentence: first.sentence,
            score: curve.map_or(candidate.near, |curve| curve.at(candidate.near)).clamp(0.01, 0.99),
        })
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.byte(u8::from(self.task == Task::Events));
        out.byte(u8::from(self.sayings == Sayings::Known));
        let shares = self.shares.sorted();
        out.number(shares.len() as u32);
        let mut before = 0;
        for (word, [first, second]) in shares {
            out.number(word - before);
            before = word;
            out.byte(first << 4 | second);
        }
        self.rows.write(out);
        for weight in self.edges.iter().flatten().flatten() {
            out.half(*weight);
        }
        for reading in &self.readings {
            out.float(reading.price);
            out.float(reading.sure);
            out.number(reading.curve.0.len() as u32);
            reading.curve.0.iter().for_each(|(x, y)| {
                out.float(*x);
                out.float(*y);
            });
        }
    }

    pub(super) fn read(input: &mut Reader<'_>) -> Result<Self, Broken> {
        let task = if input.byte()? == 0 { Task::Speech } else { Task::Events };
        let sayings = if input.byte()? == 0 { Sayings::Learned } else { Sayings::Known };
        let mut shares = BTreeMap::new();
        let mut word = 0_u32;
        for _ in 0..input.length()? {
            word = word.wrapping_add(input.number()?);
            let both = input.byte()?;
            shares.insert(word, [both >> 4, both & 15]);
        }
        let rows = Rows::read(input)?;
        let mut edges = vec![[[0.0; W]; W]; TRANSITIONS];
        for weight in edges.iter_mut().flatten().flatten() {
            *weight = input.half()?;
        }
        let mut readings = Vec::new();
        for _ in 0..task.proposed() {
            let (price, sure) = (input.float()?, input.float()?);
            let mut points = Vec::new();
            for _ in 0..input.length()? {
                points.push((input.float()?, input.float()?));
            }
            readings.push(Reading { price, curve: Curve(points), sure });
        }
        Ok(Self { task, sayings, shares: Table::new(&shares), rows, edges, readings })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_a_line_between_its_points_and_flat_beyond() {
        let curve = Curve(vec![(0.2, 0.4), (0.6, 0.8)]);
        let at = |x: f32| (curve.at(x) * 100.0).round() as i32;
        assert_eq!([at(0.1), at(0.2), at(0.4), at(0.6), at(0.9)], [40, 40, 60, 80, 80]);
        assert_eq!((Curve::default().at(0.3) * 10.0).round() as i32, 3);
    }
}
