//! How the probabilities of a chain are to be read, from articles that it did not learn from.

use super::decode::{Candidate, candidates, choose};
use super::english::English;
use super::learn::{gold_spans, tokens_of};
use super::part::{Curve, Part, Reading};
use super::task::Prepared;
use crate::suggest::evaluate::Case;

/// Prices that are tried.
const PRICES: [f32; 9] = [0.16, 0.2, 0.24, 0.28, 0.32, 0.36, 0.4, 0.44, 0.48];

/// Proposals in one step of a curve.
const STEP: usize = 40;

/// Share of right proposals above which they are sure.
const SURE: f32 = 0.9;

/// An article held back: what may be a span in it, and what is.
struct Held {
    length: usize,
    candidates: Vec<Candidate>,
    gold: Vec<(usize, usize, usize)>,
}

/// Reads the probabilities of a chain against articles held back; `price` is kept where they are too few.
pub(super) fn readings(part: &Part, english: &English, cases: &[&Case], price: f32) -> Vec<Reading> {
    let held: Vec<Held> = cases.iter().map(|case| hold(part, english, case)).collect();
    (0..part.task.proposed()).map(|kind| reading(&held, kind, price)).collect()
}

fn hold(part: &Part, english: &English, case: &Case) -> Held {
    let article = Prepared::whole(&case.text, english);
    let lattice = part.lattice(&case.text, &article, english);
    let mut found = candidates(&lattice, part.task.proposed());
    if let Some(ranges) = &case.scope.scored {
        let ranges: Vec<(usize, usize)> = ranges.iter().filter_map(|range| tokens_of(&article, *range)).collect();
        found.retain(|c| ranges.iter().any(|(start, end)| (*start..*end).contains(&c.start)));
    }
    Held { length: article.cut.tokens.len(), candidates: found, gold: gold_spans(case, &article, part.task) }
}

fn reading(held: &[Held], kind: usize, usual: f32) -> Reading {
    let mut best = (0.0, usual);
    for price in PRICES {
        let f1 = exact(held, kind, price);
        if f1 > best.0 + 0.001 {
            best = (f1, price);
        }
    }
    let judged = judged(held, kind, best.1);
    if judged.len() < 2 * STEP {
        return Reading { price: usual, curve: Curve::default(), sure: SURE };
    }
    let curve = rising(&judged);
    let sure = sure(&judged).map_or(SURE, |near| curve.at(near));
    Reading { price: best.1, curve, sure }
}

fn chosen(held: &Held, kind: usize, price: f32) -> impl Iterator<Item = Candidate> {
    let all = choose(&held.candidates, held.length, |c| c.exact - if c.kind == kind { price } else { 0.33 });
    all.into_iter().filter(move |c| c.kind == kind)
}

/// F1 of spans that are exactly right.
fn exact(held: &[Held], kind: usize, price: f32) -> f32 {
    let (mut proposed, mut gold, mut right) = (0, 0, 0);
    for held in held {
        gold += held.gold.iter().filter(|span| span.2 == kind).count();
        for c in chosen(held, kind, price) {
            proposed += 1;
            right += usize::from(held.gold.contains(&(c.start, c.end, kind)));
        }
    }
    2.0 * right as f32 / (proposed + gold).max(1) as f32
}

/// Each proposal's probability, and whether a span much like it is there; the least probable first.
fn judged(held: &[Held], kind: usize, price: f32) -> Vec<(f32, bool)> {
    let mut found = Vec::new();
    for held in held {
        for c in chosen(held, kind, price) {
            let like = |(start, end, k): &(usize, usize, usize)| {
                let both = c.end.min(*end).saturating_sub(c.start.max(*start));
                *k == kind && 2 * both >= c.end.max(*end) - c.start.min(*start)
            };
            found.push((c.near, held.gold.iter().any(like)));
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found
}

/// A rising line through the shares of steps of equal size (pool adjacent violators: Ayer et al. 1955).
fn rising(judged: &[(f32, bool)]) -> Curve {
    let mut pools: Vec<(f32, f32, f32)> = Vec::new();
    for step in judged.chunks(STEP) {
        let right = step.iter().filter(|(_, right)| *right).count() as f32;
        pools.push((step.iter().map(|(near, _)| near).sum(), right, step.len() as f32));
        while let [.., a, b] = pools.as_slice() {
            if a.1 / a.2 <= b.1 / b.2 {
                break;
            }
            let merged = (a.0 + b.0, a.1 + b.1, a.2 + b.2);
            pools.truncate(pools.len() - 2);
            pools.push(merged);
        }
    }
    Curve(pools.into_iter().map(|(near, right, number)| (near / number, right / number)).collect())
}

/// The probability from which on nine of ten are right.
fn sure(judged: &[(f32, bool)]) -> Option<f32> {
    let (mut right, mut number, mut found) = (0.0, 0.0, None);
    for (near, hit) in judged.iter().rev() {
        number += 1.0;
        right += f32::from(u8::from(*hit));
        if number >= STEP as f32 && right / number >= SURE {
            found = Some(*near);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_never_falls_and_says_the_share() {
        let judged: Vec<(f32, bool)> = (0..200).map(|n| (n as f32 / 200.0, n % 10 < n / 20 || n % 40 == 0)).collect();
        let curve = rising(&judged);
        assert!(curve.0.windows(2).all(|pair| pair[0].1 <= pair[1].1 && pair[0].0 < pair[1].0), "{curve:?}");
        assert!(curve.at(0.05) < 0.2 && curve.at(0.95) > 0.8, "{curve:?}");
    }
}
