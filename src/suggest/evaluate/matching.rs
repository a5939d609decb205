//! Which proposals meet which spans of the corpus.

use super::edges::bare;
use super::scope::Piece;
use crate::text::TextSpan;
use std::collections::BTreeSet;

/// Least share of common characters, of all that either span has, at which two spans count as overlapping.
const LEAST_OVERLAP: f64 = 0.5;

/// The spans without outer punctuation, each once.
fn bare_spans(text: &str, pieces: &[Piece]) -> BTreeSet<TextSpan> {
    pieces.iter().filter_map(|piece| bare(text, piece.span)).collect()
}

/// Proposed, in the corpus, and in both: the same words.
pub(super) fn exact(text: &str, gold: &[Piece], proposed: &[Piece]) -> [usize; 3] {
    let (gold, proposed) = (bare_spans(text, gold), bare_spans(text, proposed));
    [proposed.len(), gold.len(), proposed.intersection(&gold).count()]
}

/// Characters in both spans, of those in either.
pub(super) fn overlap(text: &str, a: TextSpan, b: TextSpan) -> f64 {
    let Some(both) = a.intersection(b) else { return 0.0 };
    let chars = |span: TextSpan| span.slice(text).chars().count();
    chars(both) as f64 / (chars(a) + chars(b) - chars(both)).max(1) as f64
}

/// For each proposal the span of the corpus that it is paired with, one to one, the closest pairs first.
pub(super) fn paired(text: &str, gold: &[TextSpan], proposed: &[TextSpan]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (p, span) in proposed.iter().enumerate() {
        for (g, other) in gold.iter().enumerate().filter(|(_, other)| other.overlaps(*span)) {
            let share = overlap(text, *span, *other);
            if share >= LEAST_OVERLAP {
                pairs.push((share, p, g));
            }
        }
    }
    one_to_one(pairs, proposed.len())
}

/// Takes the closest pairs first, each side once.
pub(super) fn one_to_one(mut pairs: Vec<(f64, usize, usize)>, proposals: usize) -> Vec<Option<usize>> {
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut taken = BTreeSet::new();
    let mut partner = vec![None; proposals];
    for (_, p, g) in pairs {
        if let Some(slot) = partner.get_mut(p)
            && slot.is_none()
            && taken.insert(g)
        {
            *slot = Some(g);
        }
    }
    partner
}

/// Words proposed, words in the corpus, and words in both.
pub(super) fn words(text: &str, gold: &[Piece], proposed: &[Piece]) -> [usize; 3] {
    let starts =
        |pieces: &[Piece]| -> BTreeSet<usize> { pieces.iter().flat_map(|p| word_starts(text, p.span)).collect() };
    let (gold, proposed) = (starts(gold), starts(proposed));
    [proposed.len(), gold.len(), proposed.intersection(&gold).count()]
}

/// Where the words of a span begin: runs of letters and digits.
fn word_starts(text: &str, span: TextSpan) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut inside = false;
    for (at, c) in span.slice(text).char_indices() {
        let word = c.is_alphanumeric();
        if word && !inside {
            starts.push(span.start().get() + at);
        }
        inside = word;
    }
    starts
}
