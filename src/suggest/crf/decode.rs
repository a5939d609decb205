//! From probabilities of tokens to spans: those are chosen that promise the best F1, not the likeliest path.

use super::lattice::Lattice;

/// Candidates less likely than this are not looked at.
const LEAST: f32 = 0.02;

/// Longest span that is looked at, in tokens.
const LONGEST: usize = 400;

/// A span that may be one, in token numbers, half-open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::suggest) struct Candidate {
    pub(in crate::suggest) start: usize,
    pub(in crate::suggest) end: usize,
    pub(in crate::suggest) kind: usize,
    /// Probability that exactly this is a span.
    pub(in crate::suggest) exact: f32,
    /// Probability that this or one much like it (half of the tokens of both in common) is.
    pub(in crate::suggest) near: f32,
}

impl Candidate {
    /// Tokens in common, of those in either: at least a half.
    fn is_like(&self, other: &Self) -> bool {
        let both = self.end.min(other.end).saturating_sub(self.start.max(other.start));
        let all = self.end.max(other.end) - self.start.min(other.start);
        self.kind == other.kind && 2 * both >= all
    }
}

/// The spans of the first `kinds` kinds that are likely at all, in order of their ends.
pub(in crate::suggest) fn candidates<const W: usize>(lattice: &Lattice<W>, kinds: usize) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for start in 0..lattice.node.len() {
        let marginal = lattice.marginal(start);
        for kind in 0..kinds {
            let (first, inside) = (1 + 2 * kind, 2 + 2 * kind);
            if marginal.get(first).is_none_or(|p| *p < LEAST) {
                continue;
            }
            lattice.spans(start, first, inside, LEAST, |end, exact| {
                if exact >= LEAST && end - start <= LONGEST {
                    found.push(Candidate { start, end, kind, exact, near: 0.0 });
                }
            });
        }
    }
    let all = found.clone();
    for candidate in &mut found {
        // Starts are in order, and what is alike begins within its length.
        let reach = candidate.end - candidate.start;
        let from = all.partition_point(|other| other.start + 2 * reach < candidate.start);
        let upto = all.partition_point(|other| other.start < candidate.end);
        let alike = all.get(from..upto).unwrap_or_default().iter().filter(|other| candidate.is_like(other));
        candidate.near = alike.map(|other| other.exact).sum::<f32>().min(1.0);
    }
    found.sort_by_key(|candidate| (candidate.end, candidate.start, candidate.kind));
    found
}

/// Of candidates in order of their ends, those that do not overlap and whose worth, less the price of their kind, sums up
/// to the most. With a price of half of the F1 that is reached, that is the best in expectation.
pub(in crate::suggest) fn choose(
    candidates: &[Candidate],
    length: usize,
    worth: impl Fn(&Candidate) -> f32,
) -> Vec<Candidate> {
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(length + 1);
    best.push((0.0, None));
    let mut at = 0;
    for end in 1..=length {
        let mut here = (best.last().map_or(0.0, |b| b.0), None);
        while let Some(candidate) = candidates.get(at).filter(|candidate| candidate.end == end) {
            let before = best.get(candidate.start).map_or(0.0, |b| b.0);
            let sum = before + worth(candidate);
            if sum > here.0 {
                here = (sum, Some(at));
            }
            at += 1;
        }
        best.push(here);
    }
    let mut chosen = Vec::new();
    let mut end = length;
    while end > 0 {
        match best.get(end).and_then(|b| b.1).and_then(|number| candidates.get(number)) {
            Some(candidate) => {
                chosen.push(*candidate);
                end = candidate.start;
            }
            None => end -= 1,
        }
    }
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(start: usize, end: usize, exact: f32) -> Candidate {
        Candidate { start, end, kind: 0, exact, near: exact }
    }

    #[test]
    fn the_best_sum_of_spans_that_do_not_overlap_is_chosen() {
        let all = [candidate(0, 4, 0.5), candidate(4, 6, 0.3), candidate(3, 8, 0.7), candidate(9, 10, 0.1)];
        let spans = |price: f32| -> Vec<(usize, usize)> {
            choose(&all, 10, |c| c.exact - price).iter().map(|c| (c.start, c.end)).collect()
        };
        assert_eq!(spans(0.0), [(0, 4), (4, 6), (9, 10)]);
        assert_eq!(spans(0.2), [(3, 8)]);
        assert_eq!(spans(0.8), []);
    }
}
