//! Functions over rows of numbers, written so that every machine rounds alike: no library of the system is asked, sums
//! run in a fixed order, and nothing is fused.

/// Numbers that are summed side by side.
const LANES: usize = 8;

/// Adds this to a number and takes it off again: what is left is rounded to a whole number (1.5 · 2²³).
const ROUNDING: f32 = 12_582_912.0;

/// e to the power of `x`, which is at most 88; within 2 in 10,000,000.
#[expect(clippy::inline_always, reason = "the loops around it are only quick where they are one with it")]
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    let x = x.max(-87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUNDING;
    let whole = shifted - ROUNDING;
    // The natural logarithm of 2 in two parts, so that the rest is exact (Cody and Waite).
    let rest = (x - whole * 0.693_359_4) - whole * -2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4;
    for factor in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        sum = sum * rest + factor;
    }
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    (sum * rest * rest + rest + 1.0) * power
}

/// The error function's Gaussian gate, `x · Φ(x)` (Abramowitz and Stegun 7.1.26).
#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn gated(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let mut sum = 1.061_405_4_f32;
    for factor in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
        sum = sum * t + factor;
    }
    let tail = sum * t * exp(-z * z);
    let erf = (1.0 - tail).copysign(x);
    0.5 * x * (1.0 + erf)
}

/// GELU in its exact form, in place.
pub(super) fn gelu(values: &mut [f32]) {
    for value in values {
        *value = gated(*value);
    }
}

/// The sum of a row, in a fixed order.
fn sum_of(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += of(*value);
        }
    }
    let rest: f32 = rest.iter().map(|value| of(*value)).sum();
    lanes.iter().sum::<f32>() + rest
}

/// The least and the greatest number of a row.
pub(super) fn extremes(row: &[f32]) -> (f32, f32) {
    let (mut low, mut high) = ([f32::MAX; LANES], [f32::MIN; LANES]);
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for ((low, high), value) in low.iter_mut().zip(&mut high).zip(chunk) {
            *low = if *value < *low { *value } else { *low };
            *high = if *value > *high { *value } else { *high };
        }
    }
    let low = low.iter().chain(rest).fold(f32::MAX, |a, b| a.min(*b));
    (low, high.iter().chain(rest).fold(f32::MIN, |a, b| a.max(*b)))
}

/// Share below which there is none: products of what is smaller may be too small to be exact.
const FAINTEST: f32 = 1e-12;

/// The number with the 12 leading bits of its fraction, the nearest. The product of two such numbers is exact, so that it
/// does not matter whether a processor rounds it before it adds it to a sum: some fuse both, some do not.
#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn shortened(value: f32) -> f32 {
    f32::from_bits(value.to_bits().wrapping_add(1 << 11) & !((1 << 12) - 1))
}

/// Shortens all numbers of a row to 12 bits.
pub(super) fn shorten(row: &mut [f32]) {
    for value in row {
        *value = shortened(*value);
    }
}

/// Makes shares of a row of scores, each multiplied by `scale` first (softmax), of 12 bits.
pub(super) fn shares(row: &mut [f32], scale: f32) {
    let (_, most) = extremes(row);
    for value in row.iter_mut() {
        *value = exp((*value - most) * scale);
    }
    let all = 1.0 / sum_of(row, |value| value);
    for value in row {
        let share = *value * all;
        *value = if share < FAINTEST { 0.0 } else { shortened(share) };
    }
}

/// Weights and shifts of a row that has a mean of 0 and a deviation of 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Norm {
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Norm {
    /// Brings a row to mean 0 and deviation 1, then scales and shifts it (layer normalization), in place.
    pub(super) fn apply(&self, row: &mut [f32], epsilon: f32) {
        let number = row.len().max(1) as f32;
        let mean = sum_of(row, |value| value) / number;
        let variance = sum_of(row, |value| (value - mean) * (value - mean)) / number;
        let scale = 1.0 / (variance + epsilon).sqrt();
        for ((value, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
            *value = (*value - mean) * scale * weight + bias;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_are_close_to_those_of_the_system() {
        for step in -8_700..=2_000 {
            let x = step as f32 / 100.0;
            let (found, right) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((found - right).abs() <= right * 3e-7, "e^{x}: {found} {right}");
        }
        assert!(exp(-1e30) < 1e-37, "far below nothing is left");
        // x Φ(x) from tables.
        for (x, right) in
            [(-3.0_f32, -0.004_049_7), (-1.0, -0.158_655_26), (0.0, 0.0), (0.5, 0.345_731_2), (2.0, 1.954_499_7)]
        {
            let mut row = [x];
            gelu(&mut row);
            assert!((row[0] - right).abs() < 1e-6, "gelu {x}: {} {right}", row[0]);
        }
    }

    #[test]
    fn products_of_shortened_numbers_are_exact() {
        let mut row: Vec<f32> = (1..400).map(|n| (n as f32 * 0.77 - 150.0) * 1.37_f32.powi(n % 23 - 11)).collect();
        let before = row.clone();
        shorten(&mut row);
        for (short, long) in row.iter().zip(&before) {
            assert!((short - long).abs() <= long.abs() / 4096.0, "{long} became {short}");
            assert_eq!(short.to_bits() & 0xfff, 0);
        }
        for (a, b) in row.iter().zip(row.iter().rev()) {
            // What is fused rounds once, the other way twice: the same, for the product needs no rounding.
            assert_eq!(a.mul_add(*b, 0.3).to_bits(), (a * b + 0.3).to_bits(), "{a} {b}");
        }
        let mut shares_of = [30.0, 29.0, -40.0];
        shares(&mut shares_of, 1.0);
        assert_eq!(shares_of[2].to_bits(), 0, "too small for a product to be exact");
        assert_eq!(shares_of.map(|share| share.to_bits() & 0xfff), [0; 3]);
    }

    #[test]
    fn shares_sum_up_to_one_and_rows_are_brought_to_the_middle() {
        let mut row: Vec<f32> = (0..37).map(|n| (n * 7 % 11) as f32 * 30.0 - 100.0).collect();
        shares(&mut row, 0.176_776_7);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 3e-4 && row.iter().all(|share| *share >= 0.0), "{row:?}");
        let norm = Norm { weight: vec![2.0; 19], bias: vec![1.0; 19] };
        let mut row: Vec<f32> = (0..19).map(|n| n as f32).collect();
        norm.apply(&mut row, 1e-12);
        assert!((row.iter().sum::<f32>() / 19.0 - 1.0).abs() < 1e-6, "{row:?}");
        assert!((row[18] - (1.0 + 2.0 * 9.0 / 30.0_f32.sqrt())).abs() < 1e-5, "{row:?}");
        assert_eq!(extremes(&row), (row[0], row[18]));
    }
}
