//! Which words of two texts belong together: words that both have once are fixed points (patience diff); between those the
//! shortest way is looked for (Myers 1986), as long as it is short.

use super::tokens::Token;
use std::collections::BTreeMap;
use std::ops::Range;

/// Words that go or come at most between two fixed points for the shortest way to be looked for; beyond, the words there
/// count as replaced. Its memory is the square of this, in numbers of 4 bytes.
const FARTHEST: usize = 600;

/// Pairs of tokens that belong together, in the order of both.
pub(super) fn matches(a: &[Token], b: &[Token]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    // A stack instead of calls: a text may have as many fixed points inside each other as it likes.
    let mut waiting = vec![Part::Apart(0..a.len(), 0..b.len())];
    while let Some(part) = waiting.pop() {
        match part {
            Part::Run(i, j, length) => found.extend((0..length).map(|k| (i + k, j + k))),
            Part::Apart(old, new) => split(a, b, old, new, &mut waiting),
        }
    }
    settle(a, b, &mut found);
    found
}

/// Marks belong to the words before them: of "night." and "night. It rained." the stop that both have is the first one, so
/// that what came is a sentence with its own stop.
fn settle(a: &[Token], b: &[Token], pairs: &mut [(usize, usize)]) {
    let mut before: Option<(usize, usize)> = None;
    for pair in pairs {
        let (i, j) = before.map_or((0, 0), |(i, j)| (i + 1, j + 1));
        let is_mark = a.get(pair.0).is_some_and(|token| !token.is_word);
        if is_mark && pair.0 == i && pair.1 > j && same(a, b, i, j) {
            pair.1 = j;
        } else if is_mark && pair.1 == j && pair.0 > i && same(a, b, i, j) {
            pair.0 = i;
        }
        before = Some(*pair);
    }
}

/// A part of both texts that is still to be done, or a run of tokens that belong together.
enum Part {
    Run(usize, usize, usize),
    Apart(Range<usize>, Range<usize>),
}

fn same(a: &[Token], b: &[Token], i: usize, j: usize) -> bool {
    a.get(i).zip(b.get(j)).is_some_and(|(x, y)| x.number == y.number)
}

/// Takes what is alike off both ends, and cuts the rest at its fixed points. Parts are pushed the last first.
fn split(a: &[Token], b: &[Token], old: Range<usize>, new: Range<usize>, waiting: &mut Vec<Part>) {
    let most = old.len().min(new.len());
    let head = (0..most).take_while(|k| same(a, b, old.start + k, new.start + k)).count();
    let tail = (0..most - head).take_while(|k| same(a, b, old.end - 1 - k, new.end - 1 - k)).count();
    let (inner_old, inner_new) = (old.start + head..old.end - tail, new.start + head..new.end - tail);
    if tail > 0 {
        waiting.push(Part::Run(old.end - tail, new.end - tail, tail));
    }
    if !inner_old.is_empty() && !inner_new.is_empty() {
        let points = fixed_points(a, b, inner_old.clone(), inner_new.clone());
        let inner = if points.is_empty() {
            shortest(a, b, inner_old, inner_new).into_iter().map(|(i, j)| Part::Run(i, j, 1)).collect()
        } else {
            between(&points, inner_old, inner_new)
        };
        waiting.extend(inner.into_iter().rev());
    }
    if head > 0 {
        waiting.push(Part::Run(old.start, new.start, head));
    }
}

fn between(points: &[(usize, usize)], old: Range<usize>, new: Range<usize>) -> Vec<Part> {
    let mut parts = Vec::with_capacity(points.len() * 2 + 1);
    let (mut i, mut j) = (old.start, new.start);
    for (p, q) in points {
        parts.push(Part::Apart(i..*p, j..*q));
        parts.push(Part::Run(*p, *q, 1));
        (i, j) = (p + 1, q + 1);
    }
    parts.push(Part::Apart(i..old.end, j..new.end));
    parts
}

/// Words that both parts have exactly once, as many as can be in the order of both.
fn fixed_points(a: &[Token], b: &[Token], old: Range<usize>, new: Range<usize>) -> Vec<(usize, usize)> {
    let mut seen: BTreeMap<u32, (u32, usize, u32, usize)> = BTreeMap::new();
    for (i, token) in old.clone().zip(a.get(old).unwrap_or_default()) {
        let entry = seen.entry(token.number).or_default();
        (entry.0, entry.1) = (entry.0 + 1, i);
    }
    for (j, token) in new.clone().zip(b.get(new).unwrap_or_default()) {
        if let Some(entry) = seen.get_mut(&token.number) {
            (entry.2, entry.3) = (entry.2 + 1, j);
        }
    }
    let mut points: Vec<(usize, usize)> =
        seen.into_values().filter(|(n, _, m, _)| *n == 1 && *m == 1).map(|(_, i, _, j)| (i, j)).collect();
    points.sort_unstable();
    longest_rising(&points)
}

/// The longest part of the list, in its order, whose second numbers rise.
fn longest_rising(points: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The place in `points` of the last one of the best row of each length, and each one's forerunner.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(points.len());
    let second = |at: usize| points.get(at).map_or(0, |point| point.1);
    for (at, point) in points.iter().enumerate() {
        let length = ends.partition_point(|end| second(*end) < point.1);
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut row = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(here) = at {
        row.extend(points.get(here));
        at = before.get(here).copied().flatten();
    }
    row.reverse();
    row
}

/// Myers's greedy way from corner to corner; nothing where it is too long.
fn shortest(a: &[Token], b: &[Token], old: Range<usize>, new: Range<usize>) -> Vec<(usize, usize)> {
    let end = (old.len(), new.len());
    let most = (end.0 + end.1).min(FARTHEST);
    // The farthest place on each diagonal, from -most to most, and what it was at each step.
    let mut far: Vec<u32> = vec![0; 2 * most + 2];
    let mut steps: Vec<Vec<u32>> = Vec::new();
    let reach = |far: &[u32], diagonal: usize| far.get(diagonal).copied().unwrap_or_default() as usize;
    for step in 0..=most {
        steps.push(far.get(most - step..=most + step).unwrap_or_default().to_vec());
        for diagonal in (most - step..=most + step).step_by(2) {
            let is_first = diagonal == most - step;
            let down = is_first || (diagonal != most + step && reach(&far, diagonal - 1) < reach(&far, diagonal + 1));
            let mut at = match (step, down) {
                (0, _) => 0,
                (_, true) => reach(&far, diagonal + 1),
                (_, false) => reach(&far, diagonal - 1) + 1,
            };
            let mut other = (at + most).saturating_sub(diagonal);
            while at < end.0 && other < end.1 && same(a, b, old.start + at, new.start + other) {
                (at, other) = (at + 1, other + 1);
            }
            if let Some(cell) = far.get_mut(diagonal) {
                *cell = u32::try_from(at).unwrap_or(u32::MAX);
            }
            if at >= end.0 && other >= end.1 {
                return way_back(&steps, most, end, (old.start, new.start));
            }
        }
    }
    Vec::new()
}

/// The pairs on the way, read from its end.
fn way_back(steps: &[Vec<u32>], most: usize, end: (usize, usize), at: (usize, usize)) -> Vec<(usize, usize)> {
    let (mut x, mut y) = end;
    let mut pairs = Vec::new();
    for (d, far) in steps.iter().enumerate().rev() {
        // The row holds diagonals from most - d on.
        let reach = |k: usize| k.checked_sub(most - d).and_then(|i| far.get(i)).copied().unwrap_or_default() as usize;
        let k = (x + most).saturating_sub(y);
        let (from_x, from_y) = if d == 0 {
            (0, 0)
        } else {
            let down = k == most - d || (k != most + d && reach(k - 1) < reach(k + 1));
            let before = if down { k + 1 } else { k - 1 };
            (reach(before), (reach(before) + most).saturating_sub(before))
        };
        while x > from_x && y > from_y {
            (x, y) = (x - 1, y - 1);
            pairs.push((at.0 + x, at.1 + y));
        }
        (x, y) = (from_x, from_y);
    }
    pairs.reverse();
    pairs
}
