//! Lanes for highlights: overlapping annotations never share one.

use crate::text::{ByteOffset, TextSpan};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Lanes that a line of text has room for; further ones collapse into a "+n" mark.
pub(super) const LANES: usize = 3;

/// Lanes whose words are tinted: under so many tints one more is not told apart.
pub(super) const TINTED: usize = 8;

/// The lane of each interval, from 0. By start, then the longer first, then by id: an outer interval gets a lower lane
/// than those inside it, and the answer follows from the intervals alone, whatever order they come in.
pub(super) fn assign<K: Ord>(intervals: &[(TextSpan, K)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..intervals.len()).collect();
    order.sort_by(|a, b| match (intervals.get(*a), intervals.get(*b)) {
        (Some(a), Some(b)) => a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)),
        _ => std::cmp::Ordering::Equal,
    });
    let mut lanes = vec![0; intervals.len()];
    // Lanes in use, the one that ends first on top; lanes that are free again, the lowest on top.
    let mut used: BinaryHeap<Reverse<(ByteOffset, usize)>> = BinaryHeap::new();
    let mut free: BinaryHeap<Reverse<usize>> = BinaryHeap::new();
    for i in order {
        let Some((span, _)) = intervals.get(i) else { continue };
        while let Some(Reverse((_, lane))) = used.peek().copied().filter(|Reverse((end, _))| *end <= span.start()) {
            used.pop();
            free.push(Reverse(lane));
        }
        let lane = free.pop().map_or(used.len(), |Reverse(lane)| lane);
        used.push(Reverse((span.end(), lane)));
        if let Some(slot) = lanes.get_mut(i) {
            *slot = lane;
        }
    }
    lanes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn outer_before_inner_and_touching_ones_share() {
        let spans = [(5, 10), (0, 20), (10, 15), (20, 25), (0, 4)];
        let intervals: Vec<_> = spans.iter().map(|(a, b)| (TextSpan::of(*a, *b), (*a, *b))).collect();
        assert_eq!(assign(&intervals), [1, 0, 1, 0, 1]);
    }

    #[test]
    fn equal_spans_are_told_apart_by_id() {
        let span = TextSpan::of(3, 9);
        assert_eq!(assign(&[(span, 'b'), (span, 'a')]), [1, 0]);
    }

    proptest! {
        #[test]
        fn no_two_that_overlap_share_a_lane(spans in prop::collection::vec((0_usize..60, 1_usize..30), 0..24)) {
            let intervals: Vec<_> =
                spans.iter().enumerate().map(|(id, (start, len))| (TextSpan::of(*start, start + len), id)).collect();
            let lanes = assign(&intervals);
            for (i, a) in intervals.iter().enumerate() {
                for (j, b) in intervals.iter().enumerate().skip(i + 1) {
                    prop_assert!(!(a.0.overlaps(b.0) && lanes[i] == lanes[j]));
                }
            }
            let mut backwards = intervals.clone();
            backwards.reverse();
            let mut answer = assign(&backwards);
            answer.reverse();
            prop_assert_eq!(answer, lanes);
        }
    }
}
