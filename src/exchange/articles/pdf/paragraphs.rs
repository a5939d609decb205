//! From lines to paragraphs: hyphens at their ends joined, headings told by the size of their letters.

use super::super::blocks::Blocks;
use super::layout::Line;
use crate::model::ZoneKind;
use std::collections::BTreeMap;

/// Letters that are larger than those of the text by this factor are a heading's.
const HEADING: f64 = 1.15;
/// Most letters of a heading.
const LONGEST_HEADING: usize = 250;

/// A paragraph that is being put together.
struct Open {
    words: String,
    last: Line,
}

/// The paragraphs of all pages, and the headline: the heading with the largest letters on the first page.
pub(super) fn join(pages: &[Vec<Line>]) -> (Blocks, Option<String>) {
    let body = body_size(pages);
    let mut done: Vec<(f64, usize, String)> = Vec::new();
    let mut open: Option<Open> = None;
    for (number, lines) in pages.iter().enumerate() {
        let leading = leading(lines);
        let mut columns: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for line in lines {
            let (left, right) = columns.entry(line.column).or_insert((line.left, line.right));
            (*left, *right) = (left.min(line.left), right.max(line.right));
        }
        for (at, line) in lines.iter().enumerate() {
            let column = columns.get(&line.column).copied().unwrap_or((line.left, line.right));
            let goes_on = open.as_ref().is_some_and(|open| continues(open, line, lines.get(at + 1), column, leading));
            if let Some(open) = open.as_mut().filter(|_| goes_on) {
                extend(open, line);
            } else {
                let begun = Open { words: line.words.trim().to_owned(), last: line.clone() };
                if let Some(before) = open.replace(begun) {
                    done.push((before.last.size, number, before.words));
                }
            }
        }
    }
    done.extend(open.map(|open| (open.last.size, pages.len(), open.words)));
    let is_heading = |size: f64, words: &str| size > body * HEADING && words.chars().count() <= LONGEST_HEADING;
    let first = done.iter().filter(|(size, page, words)| *page == 0 && is_heading(*size, words) && words.contains(' '));
    let title = first.fold(None::<&(f64, usize, String)>, |best, next| match best {
        Some(best) if best.0 >= next.0 - 0.1 => Some(best),
        _ => Some(next),
    });
    let title = title.map(|(_, _, words)| words.clone());
    let mut blocks = Blocks::default();
    for (size, _, words) in &done {
        let kind = if title.as_ref() == Some(words) {
            Some(ZoneKind::Title)
        } else {
            is_heading(*size, words).then_some(ZoneKind::Heading)
        };
        blocks.push(kind, words);
    }
    (blocks, title)
}

/// The size of most letters.
fn body_size(pages: &[Vec<Line>]) -> f64 {
    let mut sizes: Vec<(f64, usize)> =
        pages.iter().flatten().map(|line| (line.size, line.words.chars().count())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, count)| count).sum::<usize>() / 2;
    let mut seen = 0;
    let middle = sizes.iter().find(|(_, count)| {
        seen += count;
        seen > half
    });
    middle.map_or(10.0, |(size, _)| *size)
}

/// The usual distance between lines of a page, in points.
fn leading(lines: &[Line]) -> f64 {
    let mut gaps: Vec<f64> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if a.column == b.column && b.y > a.y => Some(b.y - a.y),
            _ => None,
        })
        .collect();
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(12.0)
}

/// True where a line goes on with the paragraph before it.
fn continues(open: &Open, line: &Line, next: Option<&Line>, (left, right): (f64, f64), leading: f64) -> bool {
    let last = &open.last;
    if (last.size - line.size).abs() > line.size.max(last.size) * 0.12 {
        return false;
    }
    let starts_low = line.words.trim_start().chars().next().is_some_and(char::is_lowercase);
    let closed = open.words.trim_end().ends_with(['.', '!', '?', ':', '”', '"', '»', '…', '。']);
    if last.column != line.column || line.y <= last.y {
        // In the next column or on the next page: a sentence that is not at its end goes on.
        return starts_low || (!closed && ends_with_hyphen(&open.words));
    }
    let gap = line.y - last.y;
    if gap > leading * 1.35 && gap > line.size * 1.3 {
        return false;
    }
    // A first line stands in by an em, and the next one does not.
    let is_in = line.left > last.left + line.size * 0.8;
    let is_first = is_in
        && next.is_none_or(|next| next.left < line.left - line.size * 0.5 || next.column != line.column)
        && line.left > left + line.size * 0.8;
    let is_short = last.right < right - (right - left) * 0.25;
    !(is_first || (is_short && closed && !starts_low) || is_bullet(&line.words))
}

fn is_bullet(words: &str) -> bool {
    words.trim_start().starts_with(['•', '▪', '■', '‣', '◦', '●'])
}

fn ends_with_hyphen(words: &str) -> bool {
    let mut ends = words.trim_end().chars().rev();
    matches!(ends.next(), Some('-' | '\u{2010}' | '\u{ad}')) && ends.next().is_some_and(char::is_alphabetic)
}

/// Adds a line: a word that was parted at its end is joined.
fn extend(open: &mut Open, line: &Line) {
    let words = line.words.trim();
    let starts_low = words.chars().next().is_some_and(char::is_lowercase);
    if ends_with_hyphen(&open.words) && starts_low {
        let kept = open.words.trim_end().trim_end_matches(['-', '\u{2010}', '\u{ad}']).len();
        open.words.truncate(kept);
    } else if !ends_with_hyphen(&open.words) {
        open.words.push(' ');
    }
    open.words.push_str(words);
    open.last = line.clone();
}
