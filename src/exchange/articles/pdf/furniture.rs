//! Running headers, footers and page numbers: what stands at the edge of page after page.

use super::glyphs::Page;
use super::layout::Line;
use crate::text::fold;
use std::collections::BTreeMap;

/// Lines at each edge of a page that are looked at.
const EDGE: usize = 3;
/// The edges of a page, as a share of its height.
const MARGIN: f64 = 0.14;

/// Takes furniture out of pages; gives the lines that went.
pub(super) fn remove(pages: &mut [Vec<Line>], sizes: &[Page]) -> Vec<String> {
    let edges: Vec<Vec<usize>> = pages.iter().zip(sizes).map(|(lines, page)| edge(lines, page.height)).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (lines, edge) in pages.iter().zip(&edges) {
        let mut forms: Vec<String> =
            edge.iter().filter_map(|at| lines.get(*at)).map(|line| form(&line.words)).collect();
        forms.sort_unstable();
        forms.dedup();
        for form in forms {
            *counts.entry(form).or_default() += 1;
        }
    }
    // Left and right pages have their own; a short document has each on both of its pages.
    let least = (pages.len() * 2 / 5).max(2);
    let mut removed = Vec::new();
    for (lines, edge) in pages.iter_mut().zip(&edges) {
        let gone: Vec<usize> = edge
            .iter()
            .copied()
            .filter(|at| {
                lines.get(*at).is_some_and(|line| {
                    let form = form(&line.words);
                    is_number(&form) || counts.get(&form).is_some_and(|count| *count >= least)
                })
            })
            .collect();
        let mut at = 0;
        lines.retain(|line| {
            let goes = gone.contains(&at);
            if goes {
                removed.push(line.words.clone());
            }
            at += 1;
            !goes
        });
    }
    removed
}

/// The lines at the upper and lower edge.
fn edge(lines: &[Line], height: f64) -> Vec<usize> {
    let mut by_height: Vec<(usize, f64)> = lines.iter().map(|line| line.y).enumerate().collect();
    by_height.sort_by(|a, b| a.1.total_cmp(&b.1));
    let top = by_height.iter().take(EDGE).filter(|(_, y)| *y < height * MARGIN);
    let foot = by_height.iter().rev().take(EDGE).filter(|(_, y)| *y > height * (1.0 - MARGIN));
    let mut all: Vec<usize> = top.chain(foot).map(|(at, _)| *at).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A line with `#` for each number: page 3 of 10 and page 4 of 10 are one.
fn form(words: &str) -> String {
    let mut form = String::new();
    for c in fold(words).chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            form.push(c);
        } else if !form.ends_with('#') {
            form.push('#');
        }
    }
    form
}

/// True for a lone page number.
fn is_number(form: &str) -> bool {
    matches!(
        form,
        "#" | "-#-" | "–#–" | "—#—" | "#/#" | "page#" | "seite#" | "page#of#" | "seite#von#" | "[#]" | "p.#" | "s.#"
    )
}
