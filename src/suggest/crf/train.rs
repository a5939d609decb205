//! Training of a linear chain: `AdaGrad` on dual averages with an L1 penalty (Duchi, Hazan and Singer 2011; Xiao 2010), one
//! article a step. A few passes reach what L-BFGS needs seventy for, and weights that do not pay are zero.

use super::lattice::{Allowed, Lattice, Matrix, Scores};
use std::sync::atomic::{AtomicBool, Ordering};

/// What training may be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    /// Passes over the articles.
    pub(super) passes: u32,
    /// Step size.
    pub(super) rate: f32,
    /// Penalty on the size of weights, in log-likelihood of the whole corpus.
    pub(super) penalty: f32,
}

/// An article to learn from: rows of the features of its tokens one after another, where those of each token end, the class
/// of transition to each token, and the labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequence {
    pub(super) rows: Vec<u32>,
    pub(super) ends: Vec<u32>,
    pub(super) transitions: Vec<u16>,
    pub(super) labels: Vec<u8>,
}

impl Sequence {
    pub(super) fn rows_of(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.rows.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// The sums that a row of weights follows from.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Sums<const W: usize> {
    gradient: Scores<W>,
    square: Scores<W>,
    /// What the article at hand adds to the gradient, and whether it does.
    pending: Scores<W>,
    waits: bool,
}

impl<const W: usize> Sums<W> {
    const START: Self = Self { gradient: [0.0; W], square: [1.0; W], pending: [0.0; W], waits: false };

    fn weights(&self, rate: f32, threshold: f32) -> Scores<W> {
        let mut found = [0.0; W];
        for ((slot, gradient), square) in found.iter_mut().zip(&self.gradient).zip(&self.square) {
            let over = (gradient.abs() - threshold).max(0.0);
            *slot = over.copysign(*gradient) * rate / square.sqrt();
        }
        found
    }

    /// Adds to what is pending; true the first time.
    fn add(&mut self, step: &Scores<W>) -> bool {
        for (pending, step) in self.pending.iter_mut().zip(step) {
            *pending += step;
        }
        !std::mem::replace(&mut self.waits, true)
    }

    fn settle(&mut self) {
        for ((gradient, square), step) in self.gradient.iter_mut().zip(&mut self.square).zip(&mut self.pending) {
            *gradient += *step;
            *square += *step * *step;
            *step = 0.0;
        }
        self.waits = false;
    }
}

/// Weights being learned.
pub(super) struct Trainer<const W: usize> {
    nodes: Vec<Sums<W>>,
    edges: Vec<[Sums<W>; W]>,
    allowed: Allowed<W>,
    settings: Settings,
    lattice: Lattice<W>,
    threshold: f32,
    touched: Vec<u32>,
}

/// Weights that were learned: for each row its labels', for each class of the transition a matrix.
pub(super) struct Learned<const W: usize> {
    pub(super) nodes: Vec<Scores<W>>,
    pub(super) edges: Vec<Matrix<W>>,
}

impl<const W: usize> Trainer<W> {
    pub(super) fn new(rows: usize, transitions: usize, allowed: Allowed<W>, settings: Settings) -> Self {
        Self {
            nodes: vec![Sums::START; rows],
            edges: vec![[Sums::START; W]; transitions],
            allowed,
            settings,
            lattice: Lattice::default(),
            threshold: 0.0,
            touched: Vec::new(),
        }
    }

    /// One pass; returns the mean probability (log) of a token's label, or `None` where `stop` rose.
    pub(super) fn pass(&mut self, sequences: &[Sequence], order: &[usize], stop: &AtomicBool) -> Option<f64> {
        let step = self.settings.penalty / sequences.len().max(1) as f32;
        let (mut sum, mut tokens) = (0.0, 0_usize);
        for number in order {
            let Some(sequence) = sequences.get(*number) else { continue };
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            sum += self.learn(sequence);
            tokens += sequence.labels.len();
            self.threshold += step;
        }
        Some(sum / tokens.max(1) as f64)
    }

    fn edge(&self, class: u16) -> Matrix<W> {
        let mut found = [[0.0; W]; W];
        for class in [0, class as usize] {
            for (row, sums) in found.iter_mut().zip(self.edges.get(class).into_iter().flatten()) {
                let weights = sums.weights(self.settings.rate, self.threshold);
                row.iter_mut().zip(weights).for_each(|(slot, weight)| *slot += weight);
            }
        }
        found
    }

    fn learn(&mut self, sequence: &Sequence) -> f64 {
        let (rate, threshold) = (self.settings.rate, self.threshold);
        self.lattice.clear();
        for (at, class) in sequence.transitions.iter().enumerate() {
            let mut node = [0.0; W];
            for row in sequence.rows_of(at) {
                if let Some(sums) = self.nodes.get(*row as usize) {
                    let weights = sums.weights(rate, threshold);
                    node.iter_mut().zip(weights).for_each(|(slot, weight)| *slot += weight);
                }
            }
            let edge = self.edge(*class);
            self.lattice.push(&node, &edge, &self.allowed);
        }
        self.lattice.sum();
        let mut before = 0_usize;
        let mut likelihood = 0.0;
        for (at, (label, class)) in sequence.labels.iter().zip(&sequence.transitions).enumerate() {
            let label = *label as usize;
            let marginal = self.lattice.marginal(at);
            let mut step = marginal.map(|p| -p);
            if let Some(slot) = step.get_mut(label) {
                likelihood += f64::from(-*slot).max(1e-9).ln();
                *slot += 1.0;
            }
            if step.iter().any(|s| s.abs() > 1e-4) {
                for row in sequence.rows_of(at) {
                    if let Some(sums) = self.nodes.get_mut(*row as usize)
                        && sums.add(&step)
                    {
                        self.touched.push(*row);
                    }
                }
            }
            let pair = self.lattice.pair(at);
            for class in [0, *class as usize] {
                for (from, (sums, row)) in self.edges.get_mut(class).into_iter().flatten().zip(&pair).enumerate() {
                    let mut step = row.map(|p| -p);
                    if from == before
                        && let Some(slot) = step.get_mut(label)
                    {
                        *slot += 1.0;
                    }
                    if step.iter().any(|s| s.abs() > 1e-4) {
                        sums.add(&step);
                    }
                }
            }
            before = label;
        }
        for row in self.touched.drain(..) {
            if let Some(sums) = self.nodes.get_mut(row as usize) {
                sums.settle();
            }
        }
        self.edges.iter_mut().flatten().filter(|sums| sums.waits).for_each(Sums::settle);
        likelihood
    }

    /// The weights so far.
    pub(super) fn weights(&self) -> Learned<W> {
        let (rate, threshold) = (self.settings.rate, self.threshold);
        Learned {
            nodes: self.nodes.iter().map(|sums| sums.weights(rate, threshold)).collect(),
            edges: self.edges.iter().map(|rows| rows.map(|sums| sums.weights(rate, threshold))).collect(),
        }
    }
}
