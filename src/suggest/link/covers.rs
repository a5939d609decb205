//! Ranges that may hold each other, to ask which of them share a place with another one.

use std::ops::Range;

/// Ranges by their starts, under a tree of their farthest ends: a question costs what it finds, and the logarithm of how many
/// there are, however far single ones reach.
pub(super) struct Covers {
    /// Start and end of each, with its number, by start.
    ranges: Vec<(usize, usize, usize)>,
    /// The farthest end below each node: node 1 is the root, `2n` and `2n + 1` are below `n`, the ranges below the last row.
    farthest: Vec<usize>,
}

impl Covers {
    /// Numbers them as they come; an empty one shares a place with what goes on before and behind it.
    pub(super) fn new(all: impl Iterator<Item = Range<usize>>) -> Self {
        let mut ranges: Vec<(usize, usize, usize)> = all.enumerate().map(|(n, r)| (r.start, r.end, n)).collect();
        ranges.sort_unstable();
        let leaves = ranges.len().next_power_of_two();
        let mut farthest = vec![0; leaves];
        farthest.extend(ranges.iter().map(|(_, end, _)| *end));
        farthest.resize(2 * leaves, 0);
        for node in (1..leaves).rev() {
            let below = farthest.get(2 * node..2 * node + 2).and_then(|pair| pair.iter().max()).copied();
            if let (Some(slot), Some(end)) = (farthest.get_mut(node), below) {
                *slot = end;
            }
        }
        Self { ranges, farthest }
    }

    /// Calls `found` with the number of each that begins before the range ends, and ends after it begins; by their starts.
    pub(super) fn each_over(&self, range: &Range<usize>, mut found: impl FnMut(usize)) {
        let leaves = self.farthest.len() / 2;
        let before = self.ranges.partition_point(|(start, ..)| *start < range.end);
        let mut open = vec![(1, leaves)];
        while let Some((node, width)) = open.pop() {
            let first = node * width - leaves;
            let reaches = self.farthest.get(node).is_some_and(|end| *end > range.start);
            if !reaches || first >= before {
                continue;
            }
            if width > 1 {
                open.push((2 * node + 1, width / 2));
                open.push((2 * node, width / 2));
            } else if let Some((.., number)) = self.ranges.get(first) {
                found(*number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn those_are_found_that_share_a_place(
            all in proptest::collection::vec((0_usize..60, 0_usize..20), 0..40), from in 0_usize..60, length in 0_usize..20,
        ) {
            let ranges: Vec<Range<usize>> = all.iter().map(|(start, length)| *start..start + length).collect();
            let covers = Covers::new(ranges.iter().cloned());
            let mut found = Vec::new();
            covers.each_over(&(from..from + length), |number| found.push(number));
            found.sort_unstable();
            let shares = |range: &&Range<usize>| range.start < from + length && range.end > from;
            let expected: Vec<usize> = (0..ranges.len()).filter(|n| ranges.get(*n).as_ref().is_some_and(shares)).collect();
            proptest::prop_assert_eq!(found, expected);
        }
    }
}
