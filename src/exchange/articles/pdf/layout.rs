//! From characters to lines, and lines in the order of reading.

use super::glyphs::{Glyph, Page};

/// A line, or the part of one that stands in a column; in points from the upper left.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) left: f64,
    pub(super) right: f64,
    /// Where it stands.
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) words: String,
    /// Which column or band of the page it is in; paragraphs go on in the next one.
    pub(super) column: usize,
}

/// A gap of this share of the letters' size is a space, and one of so many sizes parts columns.
const SPACE: f64 = 0.16;
const GAP: f64 = 1.0;
/// Columns in columns that are looked for.
const DEEPEST: usize = 3;
/// Steps in which a gap between columns is looked for.
const STEPS: usize = 120;
/// Pages with so many pieces are no article.
const MOST: usize = 20_000;
/// Fewest lines of a column.
const FEWEST: usize = 5;

/// The lines of a page in the order of reading.
pub(super) fn lines_of(page: &Page) -> Vec<Line> {
    let mut pieces = pieces(&page.glyphs);
    pieces.retain(|piece| !piece.words.trim().is_empty());
    let mut ordered = Vec::new();
    let mut column = 0;
    order(pieces, 0, &mut column, &mut ordered);
    ordered
}

/// Characters that follow one another on a line.
fn pieces(glyphs: &[Glyph]) -> Vec<Line> {
    let mut pieces: Vec<Line> = Vec::new();
    for glyph in glyphs {
        if let Some(last) = pieces.last_mut() {
            let size = glyph.size.max(last.size);
            let gap = glyph.x - last.right;
            let near = (glyph.y - last.y).abs() < size * 0.35;
            // Some fonts are drawn twice, a hair apart, to look bold.
            let again = gap < -size * 0.3
                && last.words.ends_with(&glyph.words)
                && glyph.x + glyph.width - last.right < size * 0.15;
            if near && again && !glyph.words.trim().is_empty() && glyph.x > last.left {
                continue;
            }
            if near && gap > -size * 0.5 && gap < size * GAP {
                join(last, gap, glyph);
                continue;
            }
        }
        pieces.push(Line {
            left: glyph.x,
            right: glyph.x + glyph.width,
            y: glyph.y,
            size: glyph.size,
            words: glyph.words.clone(),
            column: 0,
        });
    }
    pieces
}

fn join(line: &mut Line, gap: f64, glyph: &Glyph) {
    let spaced = line.words.ends_with(char::is_whitespace) || glyph.words.starts_with(char::is_whitespace);
    if gap > glyph.size * SPACE && !spaced {
        line.words.push(' ');
    }
    line.words.push_str(&glyph.words);
    line.right = line.right.max(glyph.x + glyph.width);
    line.size = line.size.max(glyph.size);
}

/// Puts pieces into the order of reading: bands from the top, in a band its columns from the left.
fn order(mut pieces: Vec<Line>, depth: usize, column: &mut usize, out: &mut Vec<Line>) {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let gutter = if depth < DEEPEST { gutter(&pieces) } else { None };
    let Some(gutter) = gutter else {
        *column += 1;
        out.extend(merged(pieces).into_iter().map(|line| Line { column: *column, ..line }));
        return;
    };
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let flush = |left: &mut Vec<Line>, right: &mut Vec<Line>, column: &mut usize, out: &mut Vec<Line>| {
        for side in [left, right] {
            if !side.is_empty() {
                order(std::mem::take(side), depth + 1, column, out);
            }
        }
    };
    let mut across: Vec<Line> = Vec::new();
    for piece in pieces {
        let crosses = piece.left < gutter - 1.0 && piece.right > gutter + 1.0;
        if crosses {
            flush(&mut left, &mut right, column, out);
            across.push(piece);
            continue;
        }
        if !across.is_empty() {
            *column += 1;
            out.extend(merged(std::mem::take(&mut across)).into_iter().map(|line| Line { column: *column, ..line }));
        }
        if piece.left < gutter { left.push(piece) } else { right.push(piece) }
    }
    flush(&mut left, &mut right, column, out);
    if !across.is_empty() {
        *column += 1;
        out.extend(merged(across).into_iter().map(|line| Line { column: *column, ..line }));
    }
}

/// Where an empty strip runs down between two columns.
fn gutter(pieces: &[Line]) -> Option<f64> {
    let left = pieces.iter().map(|p| p.left).reduce(f64::min)?;
    let right = pieces.iter().map(|p| p.right).reduce(f64::max)?;
    if !(2 * FEWEST..MOST).contains(&pieces.len()) {
        return None;
    }
    let mut best: Option<(usize, f64, f64)> = None;
    for step in STEPS / 6..STEPS * 5 / 6 {
        let x = left + (right - left) * step as f64 / STEPS as f64;
        let crossing = pieces.iter().filter(|p| p.left < x - 1.0 && p.right > x + 1.0).count();
        let before: Vec<&Line> = pieces.iter().filter(|p| p.right <= x + 1.0).collect();
        let after = pieces.iter().filter(|p| p.left >= x - 1.0);
        // Columns stand beside one another: lines on both sides at about the same height.
        let mut heights: Vec<f64> = before.iter().map(|p| p.y).collect();
        heights.sort_by(f64::total_cmp);
        let is_beside = |a: &&Line| {
            let at = heights.partition_point(|y| *y < a.y - a.size * 0.8);
            heights.get(at).is_some_and(|y| *y < a.y + a.size * 0.8)
        };
        let beside = after.clone().filter(is_beside).count();
        let (fewer, wide) =
            (before.len().min(after.clone().count()), |p: &&Line| p.right - p.left > (right - left) * 0.12);
        let are_texts = before.iter().filter(|p| wide(p)).count() * 2 > before.len()
            && after.clone().filter(wide).count() * 2 > after.count();
        if fewer < FEWEST || beside < FEWEST || crossing * 4 > pieces.len() || !are_texts {
            continue;
        }
        let middle = (x - f64::midpoint(left, right)).abs();
        if best.is_none_or(|(fewest, off, _)| (crossing, middle) < (fewest, off)) {
            best = Some((crossing, middle, x));
        }
    }
    best.map(|(_, _, x)| x)
}

/// Pieces that stand on one line as one.
fn merged(mut pieces: Vec<Line>) -> Vec<Line> {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for piece in pieces {
        match rows
            .last_mut()
            .filter(|row| row.first().is_some_and(|first| (first.y - piece.y).abs() < piece.size.max(first.size) * 0.4))
        {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    rows.into_iter().filter_map(row).collect()
}

fn row(mut row: Vec<Line>) -> Option<Line> {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    row.into_iter().reduce(|mut line, next| {
        let spaced = line.words.ends_with(char::is_whitespace) || next.words.starts_with(char::is_whitespace);
        if !spaced && next.left - line.right > next.size * SPACE {
            line.words.push(' ');
        }
        line.words.push_str(&next.words);
        line.right = line.right.max(next.right);
        line.size = line.size.max(next.size);
        line
    })
}
