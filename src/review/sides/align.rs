//! Rows of paragraphs in the order of every column.

use super::SideRow;

/// Rows so far.
#[derive(Debug, Default)]
pub(super) struct Rows(pub(super) Vec<SideRow>);

/// Adds a column: its paragraphs join rows, or get rows of their own, so that the sum of scores is highest and every
/// column keeps its order (Needleman and Wunsch 1970, without a price for gaps). A score of 0 joins nothing.
pub(super) fn aligned(
    rows: Rows,
    column: usize,
    paragraphs: usize,
    score: &dyn Fn(&[Option<usize>], usize) -> f64,
) -> Rows {
    let (height, width) = (rows.0.len(), paragraphs + 1);
    let scores: Vec<Vec<f64>> = rows.0.iter().map(|row| (0..paragraphs).map(|p| score(row, p)).collect()).collect();
    let score = |row: usize, p: usize| scores.get(row).and_then(|s| s.get(p)).copied().unwrap_or_default();
    // The best sum for the rows from one on and the paragraphs from one on.
    let mut best = vec![0.0_f64; (height + 1) * width];
    let value = |best: &[f64], row: usize, p: usize| best.get(row * width + p).copied().unwrap_or_default();
    for row in (0..height).rev() {
        for p in (0..paragraphs).rev() {
            let apart = value(&best, row + 1, p).max(value(&best, row, p + 1));
            let tie = score(row, p);
            let together = if tie > 0.0 { tie + value(&best, row + 1, p + 1) } else { 0.0 };
            if let Some(slot) = best.get_mut(row * width + p) {
                *slot = apart.max(together);
            }
        }
    }
    let (mut at, mut p, mut joined) = (0, 0, Vec::with_capacity(height + paragraphs));
    let mut before = rows.0.into_iter();
    let alone = |p: usize| -> SideRow { (0..=column).map(|c| (c == column).then_some(p)).collect() };
    let widened = |mut row: SideRow, p: Option<usize>| {
        row.push(p);
        row
    };
    while at < height || p < paragraphs {
        let here = value(&best, at, p);
        let tie = if at < height && p < paragraphs { score(at, p) } else { 0.0 };
        if tie > 0.0 && tie + value(&best, at + 1, p + 1) >= here {
            joined.extend(before.next().map(|row| widened(row, Some(p))));
            (at, p) = (at + 1, p + 1);
        } else if at < height && (p >= paragraphs || value(&best, at + 1, p) >= here) {
            joined.extend(before.next().map(|row| widened(row, None)));
            at += 1;
        } else {
            joined.push(alone(p));
            p += 1;
        }
    }
    Rows(joined)
}
