//! From the network's outputs to spans: a chain of labels, summed over all paths, of which the spans with the best prospects
//! are chosen.

use super::file::{ChainHeader, File, ReadingHeader};
use crate::suggest::crf::{Candidate, Curve, CutToken, Found, Lattice, Scores, allowed, candidates, choose};

/// Lanes of a row of labels: outside, and first and further token of up to three kinds, rounded up.
const W: usize = 8;

/// Probability from which on a word is taken for one of saying.
const SAYS: f32 = 0.4;

/// What a label that a chain does not have scores.
const NEVER: f32 = -60.0;

/// How a kind's probabilities are read.
#[derive(Clone, Debug)]
struct Reading {
    price: f32,
    near: f32,
    curve: Curve,
}

impl Reading {
    fn new(header: &ReadingHeader) -> Option<Self> {
        let finite = header.curve.iter().all(|(x, y)| x.is_finite() && y.is_finite()) && header.price.is_finite();
        let rises = header.curve.is_sorted_by(|a, b| a.0 <= b.0) && (0.0..=1.0).contains(&header.near);
        let (price, near) = (header.price, header.near);
        (finite && rises).then(|| Self { price, near, curve: Curve(header.curve.clone()) })
    }

    /// What a span is worth: above nothing, it is chosen.
    fn worth(&self, one: &Candidate) -> f32 {
        one.exact + self.near * (one.near - one.exact) - self.price
    }
}

/// A chain, with what is known of its kinds.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    first: usize,
    /// Labels: outside, and two for each kind.
    labels: usize,
    pub(super) kinds: Vec<String>,
    proposed: usize,
    edge: [Scores<W>; W],
    /// For each kind that is proposed.
    readings: Vec<Reading>,
    /// The same inside of a claim's own words; empty where it is not looked for there.
    nested: Vec<Reading>,
}

/// What a chain finds in a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Finding {
    pub(super) found: Vec<Found>,
    /// Words of saying, in bytes.
    pub(super) cues: Vec<(usize, usize)>,
}

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is an article.
    Article,
    /// It is the words of a claim.
    Claim,
}

impl Chain {
    /// `None` where the file does not hold what it needs.
    pub(super) fn read(file: &File, header: &ChainHeader) -> Option<Self> {
        let labels = 1 + 2 * header.kinds.len();
        let scores = file.floats(&format!("chain.{}", header.name), &[labels, labels])?;
        let mut edge = [[0.0; W]; W];
        for (row, scores) in edge.iter_mut().zip(scores.chunks_exact(labels)) {
            row.iter_mut().zip(scores).for_each(|(slot, score)| *slot = *score);
        }
        let proposed = || header.kinds.iter().take(header.proposed);
        let readings: Option<Vec<Reading>> =
            proposed().map(|kind| Reading::new(file.header.readings.get(kind)?)).collect();
        let inside = |kind: &String| Reading::new(file.header.readings.get(&format!("nested {kind}"))?);
        let nested: Option<Vec<Reading>> = proposed().map(inside).collect();
        (labels <= W).then_some(Self {
            first: header.first,
            labels,
            kinds: header.kinds.clone(),
            proposed: header.proposed,
            edge,
            readings: readings?,
            nested: nested.unwrap_or_default(),
        })
    }

    /// True where it finds the words of what people say, rather than events.
    pub(super) fn is_speech(&self) -> bool {
        self.kinds.first().is_some_and(|kind| kind == "claim")
    }

    /// True where it looks into claims.
    pub(super) fn nests(&self) -> bool {
        self.is_speech() && !self.nested.is_empty()
    }

    /// What there is in a text; `outputs` has a row for each token.
    pub(super) fn find(&self, tokens: &[CutToken], outputs: &[f32], width: usize, place: Place) -> Finding {
        let open = allowed::<W>(self.kinds.len());
        let mut lattice = Lattice::<W>::default();
        for row in outputs.chunks_exact(width.max(1)) {
            let mut node = [NEVER; W];
            let own = row.iter().skip(self.first).take(self.labels);
            node.iter_mut().zip(own).for_each(|(slot, score)| *slot = *score);
            lattice.push(&node, &self.edge, &open);
        }
        lattice.sum();
        let readings = if place == Place::Claim { &self.nested } else { &self.readings };
        let all = candidates(&lattice, self.proposed);
        let chosen = choose(&all, tokens.len(), |c| readings.get(c.kind).map_or(-1.0, |r| r.worth(c)));
        let found = chosen.iter().filter_map(|one| {
            let (first, last) = (tokens.get(one.start)?, tokens.get(one.end.checked_sub(1)?)?);
            Some(Found {
                start: first.start as usize,
                end: last.end as usize,
                kind: one.kind,
                sentence: first.sentence,
                score: readings.get(one.kind)?.curve.at(one.near).clamp(0.01, 0.99),
            })
        });
        let cue = self.kinds.iter().position(|kind| kind == "cue").map(|kind| 1 + 2 * kind);
        let says = |at: usize| cue.is_some_and(|cue| lattice.marginal(at).get(cue).is_some_and(|p| *p > SAYS));
        let cues = tokens.iter().enumerate().filter(|(at, _)| says(*at));
        Finding { found: found.collect(), cues: cues.map(|(_, t)| (t.start as usize, t.end as usize)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::crf::Cut;

    /// A chain without edges of its own: what stands in the rows decides alone.
    fn chain(readings: [(f32, f32); 2], nested: [(f32, f32); 2]) -> Chain {
        let reading = |(price, near), curve| Reading { price, near, curve: Curve(curve) };
        let curves = || [vec![(0.0, 0.2), (1.0, 0.4)], vec![(0.0, 0.6), (1.0, 0.8)]];
        let all = |of: [(f32, f32); 2]| of.into_iter().zip(curves()).map(|(one, curve)| reading(one, curve)).collect();
        Chain {
            first: 1,
            labels: 7,
            kinds: ["claim", "source", "cue"].map(String::from).to_vec(),
            proposed: 2,
            edge: [[0.0; W]; W],
            readings: all(readings),
            nested: all(nested),
        }
    }

    /// "Ana said it is shut": a source, a word of saying, and a claim of three words; the edge of the claim is `doubt` sure.
    fn find(chain: &Chain, doubt: f32, place: Place) -> Vec<(usize, usize, usize, i64)> {
        let cut = Cut::new("Ana said it is shut");
        let mut rows = Vec::new();
        for (token, label) in [3, 5, 1, 2, 2].into_iter().enumerate() {
            let mut row = [0.0_f32; 8];
            row[1 + label] = if token < 2 { 20.0 } else { 8.0 };
            if token == 2 {
                // As likely outside as not, where there is doubt.
                row[1] = doubt;
                row[2] = 8.0;
            }
            if token == 3 {
                row[2] = doubt;
            }
            rows.extend(row);
        }
        let finding = chain.find(&cut.tokens, &rows, 8, place);
        assert_eq!(finding.cues, [(4, 8)], "the word of saying");
        let shown = |one: &Found| (one.kind, one.start, one.end, (f64::from(one.score) * 100.0).round() as i64);
        finding.found.iter().map(shown).collect()
    }

    #[test]
    fn each_kind_has_its_own_price_and_curve() {
        let usual = chain([(0.4, 0.0); 2], [(0.4, 0.0); 2]);
        let (source, claim) = ((1, 0, 3, 80), (0, 9, 19, 40));
        assert_eq!(find(&usual, 0.0, Place::Article), [source, claim]);
        assert_eq!(find(&usual, 0.0, Place::Claim), [source, claim]);
        let dear = chain([(1.1, 0.0), (0.4, 0.0)], [(0.4, 0.0), (1.1, 0.0)]);
        assert_eq!(find(&dear, 0.0, Place::Article), [source]);
        assert_eq!(find(&dear, 0.0, Place::Claim), [claim], "inside of a claim other prices hold");
    }

    #[test]
    fn a_span_may_be_worth_what_those_much_like_it_are() {
        // Two beginnings of the claim are about as likely: each is, half, and one of both, surely.
        let own = chain([(0.7, 0.0); 2], [(0.7, 0.0); 2]);
        let found = find(&own, 8.0, Place::Article);
        assert_eq!(found, [(1, 0, 3, 80)], "neither is worth its price");
        let near = chain([(0.7, 1.0); 2], [(0.7, 1.0); 2]);
        let found = find(&near, 8.0, Place::Article);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].3 >= 38, "the score is the share that is right by overlap: {found:?}");
    }
}
