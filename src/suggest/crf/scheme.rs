//! Labels of tokens: outside, and for each kind of span its first token and those after it.

use super::lattice::Allowed;

/// Which label may follow which: a span goes on only after its own beginning. Label 0 is outside; kind `k` begins with
/// `1 + 2k` and goes on with `2 + 2k`.
pub(in crate::suggest) fn allowed<const W: usize>(kinds: usize) -> Allowed<W> {
    let mut table = [[0.0; W]; W];
    for (from, row) in table.iter_mut().enumerate() {
        for (to, slot) in row.iter_mut().enumerate() {
            let known = from <= 2 * kinds && to <= 2 * kinds;
            let inside = to > 0 && to % 2 == 0;
            let follows = !inside || from == to || from + 1 == to;
            *slot = if known && follows { 1.0 } else { 0.0 };
        }
    }
    table
}

/// Labels of `length` tokens for spans of token numbers with their kinds; of spans that overlap, the first is kept.
pub(super) fn encode(length: usize, spans: &[(usize, usize, usize)]) -> Vec<u8> {
    let mut labels = vec![0; length];
    let mut sorted = spans.to_vec();
    sorted.sort_by_key(|(start, end, kind)| (*start, usize::MAX - end, *kind));
    for (start, end, kind) in sorted {
        let Some(part) = labels.get_mut(start..end) else { continue };
        if part.iter().all(|label| *label == 0) {
            part.fill(2 + 2 * kind as u8);
            if let Some(first) = part.first_mut() {
                *first -= 1;
            }
        }
    }
    labels
}
