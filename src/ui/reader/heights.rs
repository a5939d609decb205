//! Heights of pieces with prefix sums that a correction changes in logarithmic time.

/// Heights in points, one a piece, and their sums (a Fenwick tree).
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    each: Vec<f32>,
    sums: Vec<f64>,
}

impl Heights {
    /// Sums these heights once.
    #[cfg(test)]
    pub(super) fn new(each: &[f32]) -> Self {
        let mut heights = Self::default();
        heights.fill(each.iter().copied());
        heights
    }

    /// Takes other heights, in the room that was made for those before.
    pub(super) fn fill(&mut self, each: impl Iterator<Item = f32>) {
        self.each.clear();
        self.each.extend(each);
        self.sums.clear();
        self.sums.push(0.0);
        self.sums.extend(self.each.iter().map(|height| f64::from(*height)));
        for i in 1..self.sums.len() {
            let part = self.sums.get(i).copied().unwrap_or_default();
            if let Some(sum) = self.sums.get_mut(i + lowest_bit(i)) {
                *sum += part;
            }
        }
    }

    /// Bytes that they take.
    pub(super) fn bytes(&self) -> usize {
        self.each.capacity() * size_of::<f32>() + self.sums.capacity() * size_of::<f64>()
    }

    /// Number of pieces.
    pub(super) fn len(&self) -> usize {
        self.each.len()
    }

    /// Corrects a height; gives the difference.
    pub(super) fn set(&mut self, i: usize, height: f32) -> f32 {
        let Some(slot) = self.each.get_mut(i) else { return 0.0 };
        let difference = height - *slot;
        *slot = height;
        let mut at = i + 1;
        while let Some(sum) = self.sums.get_mut(at) {
            *sum += f64::from(difference);
            at += lowest_bit(at);
        }
        difference
    }

    /// Where a piece starts: the sum of all heights before it.
    pub(super) fn top(&self, i: usize) -> f64 {
        let mut at = i.min(self.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.sums.get(at).copied().unwrap_or_default();
            at -= lowest_bit(at);
        }
        sum
    }

    /// The sum of all heights.
    pub(super) fn total(&self) -> f64 {
        self.top(self.len())
    }

    /// The piece that holds this distance from the start, or else the nearest one.
    pub(super) fn at(&self, distance: f64) -> usize {
        let mut before = 0;
        let mut left = distance;
        let mut step = self.len().next_power_of_two();
        while step > 0 {
            if let Some(sum) = self.sums.get(before + step).filter(|sum| **sum <= left) {
                left -= sum;
                before += step;
            }
            step /= 2;
        }
        before.min(self.len().saturating_sub(1))
    }
}

fn lowest_bit(i: usize) -> usize {
    i & i.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::Heights;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_agree_with_adding_up(
            each in prop::collection::vec(1_u16..500, 1..60),
            changes in prop::collection::vec((0_usize..60, 1_u16..500), 0..40),
        ) {
            let mut plain: Vec<f32> = each.iter().map(|h| f32::from(*h)).collect();
            let mut heights = Heights::new(&plain);
            for (i, height) in changes {
                if let Some(slot) = plain.get_mut(i) {
                    *slot = f32::from(height);
                }
                heights.set(i, f32::from(height));
            }
            let mut sum = 0.0;
            for (i, height) in plain.iter().enumerate() {
                prop_assert!((heights.top(i) - sum).abs() < 1e-6);
                prop_assert_eq!(heights.at(sum), i);
                prop_assert_eq!(heights.at(sum + f64::from(*height) - 0.5), i);
                sum += f64::from(*height);
            }
            prop_assert!((heights.total() - sum).abs() < 1e-6);
            prop_assert_eq!(heights.at(sum + 10.0), plain.len() - 1);
        }
    }

    #[test]
    fn an_empty_article_has_no_height() {
        let heights = Heights::new(&[]);
        assert!(heights.total().abs() < 1e-6);
        assert_eq!((heights.at(5.0), heights.len()), (0, 0));
    }
}
