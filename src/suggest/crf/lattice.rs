//! The linear chain: marginal probabilities, the best path, and the probability of a span.

/// Scores of the labels at one token; `W` is the number of labels, rounded up to what the machine adds at once.
pub(in crate::suggest) type Scores<const W: usize> = [f32; W];

/// Scores of label after label.
pub(in crate::suggest) type Matrix<const W: usize> = [Scores<W>; W];

/// Which label may follow which: 1 or 0.
pub(in crate::suggest) type Allowed<const W: usize> = Matrix<W>;

/// Scores at the tokens of an article and between them.
#[derive(Clone, Debug, Default)]
pub(in crate::suggest) struct Lattice<const W: usize> {
    /// Exponentials of the scores at each token.
    pub(in crate::suggest) node: Vec<Scores<W>>,
    /// Exponentials of the scores from the token before to each token; the first stands for the start.
    pub(in crate::suggest) edge: Vec<Matrix<W>>,
    alpha: Vec<Scores<W>>,
    beta: Vec<Scores<W>>,
    scale: Vec<f32>,
}

fn dot<const W: usize>(a: &Scores<W>, b: &Scores<W>) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl<const W: usize> Lattice<W> {
    /// Empties it for the next article.
    pub(in crate::suggest) fn clear(&mut self) {
        for list in [&mut self.node, &mut self.alpha, &mut self.beta] {
            list.clear();
        }
        self.edge.clear();
        self.scale.clear();
    }

    /// Adds a token: its scores, and the exponentials of those of the transition to it.
    pub(in crate::suggest) fn push_ready(&mut self, node: &Scores<W>, edge: &Matrix<W>) {
        self.push_node(node);
        self.edge.push(*edge);
    }

    /// Adds a token: its scores, and those of the transition to it with what is allowed.
    pub(in crate::suggest) fn push(&mut self, node: &Scores<W>, edge: &Matrix<W>, allowed: &Allowed<W>) {
        self.push_node(node);
        let mut matrix = [[0.0; W]; W];
        for ((row, scores), open) in matrix.iter_mut().zip(edge).zip(allowed) {
            for ((slot, score), open) in row.iter_mut().zip(scores).zip(open) {
                *slot = score.exp() * open;
            }
        }
        self.edge.push(matrix);
    }

    fn push_node(&mut self, node: &Scores<W>) {
        let most = node.iter().copied().fold(f32::MIN, f32::max);
        let mut exps = [0.0; W];
        for (slot, score) in exps.iter_mut().zip(node) {
            *slot = (score - most).max(-60.0).exp();
        }
        self.node.push(exps);
    }

    /// Sums over all paths, forward and backward.
    pub(in crate::suggest) fn sum(&mut self) {
        let length = self.node.len();
        let mut before = [0.0; W];
        if let Some(first) = before.first_mut() {
            *first = 1.0;
        }
        for (node, edge) in self.node.iter().zip(&self.edge) {
            let mut here = [0.0; W];
            for (mass, row) in before.iter().zip(edge) {
                for (slot, weight) in here.iter_mut().zip(row) {
                    *slot += mass * weight;
                }
            }
            let mut total = 0.0;
            for (slot, score) in here.iter_mut().zip(node) {
                *slot *= score;
                total += *slot;
            }
            let scale = 1.0 / total.max(f32::MIN_POSITIVE);
            for slot in &mut here {
                *slot *= scale;
            }
            self.alpha.push(here);
            self.scale.push(scale);
            before = here;
        }
        self.beta.resize(length, [1.0; W]);
        let mut after = [1.0; W];
        for at in (1..length).rev() {
            let (Some(node), Some(edge), Some(scale)) = (self.node.get(at), self.edge.get(at), self.scale.get(at))
            else {
                continue;
            };
            let mut weighted = [0.0; W];
            for ((slot, score), mass) in weighted.iter_mut().zip(node).zip(&after) {
                *slot = score * mass * scale;
            }
            let mut here = [0.0; W];
            for (slot, row) in here.iter_mut().zip(edge) {
                *slot = dot(row, &weighted);
            }
            if let Some(slot) = self.beta.get_mut(at - 1) {
                *slot = here;
            }
            after = here;
        }
    }

    /// The probability of each label at a token.
    pub(in crate::suggest) fn marginal(&self, at: usize) -> Scores<W> {
        let mut found = [0.0; W];
        if let (Some(alpha), Some(beta)) = (self.alpha.get(at), self.beta.get(at)) {
            for ((slot, a), b) in found.iter_mut().zip(alpha).zip(beta) {
                *slot = a * b;
            }
        }
        found
    }

    /// The probability of each pair of labels at the token before and at this one.
    pub(in crate::suggest) fn pair(&self, at: usize) -> Matrix<W> {
        let mut found = [[0.0; W]; W];
        let mut start = [0.0; W];
        if let Some(first) = start.first_mut() {
            *first = 1.0;
        }
        let before = at.checked_sub(1).and_then(|at| self.alpha.get(at)).unwrap_or(&start);
        let parts = (self.node.get(at), self.edge.get(at), self.beta.get(at), self.scale.get(at));
        if let (Some(node), Some(edge), Some(beta), Some(scale)) = parts {
            for ((row, mass), weights) in found.iter_mut().zip(before).zip(edge) {
                for (((slot, weight), score), b) in row.iter_mut().zip(weights).zip(node).zip(beta) {
                    *slot = mass * weight * score * b * scale;
                }
            }
        }
        found
    }

    /// For a span that begins with label `first` at `start` and goes on with `inside`: calls `found` with each end (one past
    /// the last token) and the probability that exactly this span is labelled, while the span's own mass is above `least`.
    pub(in crate::suggest) fn spans(
        &self,
        start: usize,
        first: usize,
        inside: usize,
        least: f32,
        mut found: impl FnMut(usize, f32),
    ) {
        let mass = |at: usize, label: usize| self.alpha.get(at).and_then(|a| a.get(label)).copied().unwrap_or(0.0);
        // Mass of the paths up to here that are inside the span, times that of all ways to go on.
        let mut open = mass(start, first);
        let mut label = first;
        for at in start..self.node.len() {
            let Some(beta) = self.beta.get(at) else { return };
            let alive = open * beta.get(label).copied().unwrap_or(0.0);
            if alive < least {
                return;
            }
            let next = (self.node.get(at + 1), self.edge.get(at + 1), self.scale.get(at + 1));
            let (Some(node), Some(edge), Some(scale)) = next else {
                found(at + 1, alive);
                return;
            };
            let weight = |to: usize| {
                let step = edge.get(label).and_then(|row| row.get(to)).copied().unwrap_or(0.0);
                step * node.get(to).copied().unwrap_or(0.0) * scale
            };
            let stays = open * weight(inside);
            let goes_on = self.beta.get(at + 1).and_then(|b| b.get(inside)).copied().unwrap_or(0.0);
            found(at + 1, (alive - stays * goes_on).max(0.0));
            (open, label) = (stays, inside);
        }
    }
}
