//! A layer of weights: numbers in, sums out. The weights have 8 bits; what comes in is rounded to 14, in two halves of 7,
//! so that all sums are of whole numbers and the same on every machine, whatever its processor adds at once.

use super::math::extremes;
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

/// Bits of one half: a pair of products of 7 and 8 bits fits in 16, which is what processors without VNNI add up.
const HALF: u32 = 7;

/// Whole numbers that a row is rounded to.
const STEPS: f32 = ((1 << (2 * HALF)) - 1) as f32;

/// Added to a number from 0 to [`STEPS`], it leaves it rounded in the lowest bits (2²³).
const ROUNDING: f32 = 8_388_608.0;

/// Multiplies matrices of whole numbers with what the processor has.
pub(super) type Multiplier = GemmExecutor<u8, i8, i32>;

/// A matrix of 8-bit weights, packed for the processor, with a scale for each output.
pub(super) struct Linear {
    packed: PackedBMatrix<i8>,
    scales: Vec<f32>,
    /// Sums of each output's weights.
    sums: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
}

/// Rounded rows, and what one step of each is worth.
#[derive(Default)]
pub(super) struct Rounded {
    high: Vec<u8>,
    low: Vec<u8>,
    /// For each row, its least number and the step.
    rows: Vec<(f32, f32)>,
    high_sums: Vec<i32>,
    low_sums: Vec<i32>,
}

impl Rounded {
    /// Rounds rows of `width` numbers.
    pub(super) fn take(&mut self, values: &[f32], width: usize) {
        for list in [&mut self.high, &mut self.low] {
            list.clear();
            list.resize(values.len(), 0);
        }
        self.rows.clear();
        let rows = values.chunks_exact(width);
        let halves = self.high.chunks_exact_mut(width).zip(self.low.chunks_exact_mut(width));
        for (row, (high, low)) in rows.zip(halves) {
            let (least, most) = extremes(row);
            let step = ((most - least) / STEPS).max(f32::MIN_POSITIVE);
            let scale = 1.0 / step;
            for ((value, high), low) in row.iter().zip(high).zip(low) {
                let bits = ((value - least) * scale + ROUNDING).to_bits();
                *high = (bits >> HALF & 127) as u8;
                *low = (bits & 127) as u8;
            }
            self.rows.push((least, step));
        }
    }
}

impl Linear {
    /// `weights` is row-major, a row an output.
    pub(super) fn new(with: &Multiplier, weights: &[i8], scales: Vec<f32>, bias: Vec<f32>) -> Option<Self> {
        let outputs = scales.len();
        let inputs = weights.len().checked_div(outputs)?;
        let matrix = NdTensorView::try_from_data([outputs, inputs], weights).ok()?;
        let sum = |row: &[i8]| row.iter().map(|weight| i32::from(*weight)).sum::<i32>() as f32;
        let sums = weights.chunks_exact(inputs.max(1)).map(sum).collect();
        let fits = bias.len() == outputs && inputs > 0;
        fits.then(|| Self { packed: with.prepack_b(matrix.transposed()), scales, sums, bias, inputs })
    }

    /// Numbers that come in.
    pub(super) fn inputs(&self) -> usize {
        self.inputs
    }

    /// Numbers that go out.
    pub(super) fn outputs(&self) -> usize {
        self.scales.len()
    }

    /// The sums of rounded rows, as numbers; `out` has a row for each. False where shapes do not fit.
    pub(super) fn apply(&self, with: &Multiplier, rounded: &mut Rounded, out: &mut [f32]) -> bool {
        let (rows, outputs) = (rounded.rows.len(), self.outputs());
        let multiply = |half: &[u8], sums: &mut Vec<i32>| {
            sums.resize(rows * outputs, 0);
            let Ok(matrix) = NdTensorView::try_from_data([rows, self.inputs], half) else { return false };
            let (a, b) = (GemmInputA::Unpacked(matrix), GemmInputB::Packed(&self.packed));
            with.gemm(sums, a, b, GemmOptions::default()).is_ok()
        };
        let done = out.len() == rows * outputs
            && multiply(&rounded.high, &mut rounded.high_sums)
            && multiply(&rounded.low, &mut rounded.low_sums);
        let sums = rounded.high_sums.chunks_exact(outputs).zip(rounded.low_sums.chunks_exact(outputs));
        for ((out, (high, low)), (least, step)) in out.chunks_exact_mut(outputs).zip(sums).zip(&rounded.rows) {
            let own = self.scales.iter().zip(&self.sums).zip(&self.bias);
            for (((out, high), low), ((scale, sum), bias)) in out.iter_mut().zip(high).zip(low).zip(own) {
                let whole = *high as f32 * 128.0 + *low as f32;
                *out = (whole * step + sum * least) * scale + bias;
            }
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_weights() {
        let with = Multiplier::new();
        let (rows, inputs, outputs) = (5, 48, 9);
        let weights: Vec<i8> =
            (0..inputs * outputs).map(|n| ((n * 37 % 255) as u8).wrapping_sub(127).cast_signed()).collect();
        let scales: Vec<f32> = (0..outputs).map(|n| 0.001 + n as f32 * 0.0005).collect();
        let bias: Vec<f32> = (0..outputs).map(|n| n as f32 - 4.0).collect();
        let values: Vec<f32> = (0..rows * inputs).map(|n| (n * 53 % 101) as f32 / 7.0 - 6.0).collect();
        let linear = Linear::new(&with, &weights, scales.clone(), bias.clone()).unwrap();
        let (mut rounded, mut out) = (Rounded::default(), vec![0.0; rows * outputs]);
        rounded.take(&values, inputs);
        assert!(linear.apply(&with, &mut rounded, &mut out));
        for row in 0..rows {
            for o in 0..outputs {
                let products = (0..inputs).map(|i| values[row * inputs + i] * f32::from(weights[o * inputs + i]));
                let right = products.sum::<f32>() * scales[o] + bias[o];
                let found = out[row * outputs + o];
                assert!((found - right).abs() < 2e-3, "{row} {o}: {found} {right}");
            }
        }
        assert!(!linear.apply(&with, &mut rounded, &mut [0.0]), "rows that are not there");
        assert!(Linear::new(&with, &weights, scales, vec![]).is_none());
    }

    #[test]
    fn a_row_of_equal_numbers_is_kept() {
        let mut rounded = Rounded::default();
        rounded.take(&[2.5; 8], 8);
        assert_eq!((rounded.high[0], rounded.low[0], rounded.rows[0].0), (0, 0, 2.5));
    }
}
