//! The transformer: six layers of attention over the pieces of a window, as BERT has them.

use super::linear::{Linear, Multiplier, Rounded};
use super::math::{Norm, gelu, shares, shorten};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_tensor::NdTensorView;
use std::borrow::Cow;

/// A piece of a word as the network takes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its number in the vocabulary.
    pub(super) id: u32,
    /// Its class of capitals.
    pub(super) capitals: u8,
    /// Where it stands as to quotation marks.
    pub(super) quote: u8,
}

/// Rows of numbers by which pieces begin: words have 8 bits, with a scale each.
pub(super) struct Embeddings {
    pub(super) words: Cow<'static, [u8]>,
    pub(super) scales: Vec<f32>,
    pub(super) positions: Vec<f32>,
    pub(super) capitals: Vec<f32>,
    pub(super) quotes: Vec<f32>,
    pub(super) norm: Norm,
}

/// One layer.
pub(super) struct Layer {
    pub(super) query: Linear,
    pub(super) key: Linear,
    pub(super) value: Linear,
    pub(super) output: Linear,
    pub(super) widen: Linear,
    pub(super) narrow: Linear,
    pub(super) after_attention: Norm,
    pub(super) after_all: Norm,
}

/// The whole network.
pub(super) struct Network {
    pub(super) embeddings: Embeddings,
    pub(super) layers: Vec<Layer>,
    /// The last weights, row-major, a row an output.
    pub(super) head: Vec<f32>,
    pub(super) head_bias: Vec<f32>,
    pub(super) hidden: usize,
    pub(super) heads: usize,
    pub(super) epsilon: f32,
}

/// What one thread multiplies with, and room that one pass needs, kept for the next.
#[derive(Default)]
pub(super) struct Room {
    whole: Multiplier,
    real: GemmExecutor<f32, f32, f32>,
    rounded: Rounded,
    state: Vec<f32>,
    query: Vec<f32>,
    key: Vec<f32>,
    value: Vec<f32>,
    mixed: Vec<f32>,
    wide: Vec<f32>,
    scores: Vec<f32>,
    part: Vec<f32>,
}

impl Network {
    /// Outputs at each piece of some windows, row after row. Windows that are run together do not see each other. `None`
    /// where a piece or a place is out of range.
    pub(super) fn run(&self, windows: &[&[Piece]], room: &mut Room) -> Option<Vec<f32>> {
        let rows: usize = windows.iter().map(|window| window.len()).sum();
        let hidden = self.hidden;
        room.state.clear();
        for window in windows {
            for (position, piece) in window.iter().enumerate() {
                self.embed(*piece, position, &mut room.state)?;
            }
        }
        for list in [&mut room.query, &mut room.key, &mut room.value, &mut room.mixed] {
            list.resize(rows * hidden, 0.0);
        }
        for layer in &self.layers {
            self.layer(layer, windows, room)?;
        }
        let mut found = Vec::with_capacity(rows * self.head_bias.len());
        for row in room.state.chunks_exact(hidden) {
            let outputs = self.head.chunks_exact(hidden).zip(&self.head_bias);
            found.extend(outputs.map(|(weights, bias)| dot(row, weights) + bias));
        }
        Some(found)
    }

    fn embed(&self, piece: Piece, position: usize, state: &mut Vec<f32>) -> Option<()> {
        let (own, hidden, from) = (&self.embeddings, self.hidden, state.len());
        let at = piece.id as usize;
        let (words, scale) = (own.words.get(at * hidden..(at + 1) * hidden)?, own.scales.get(at)?);
        state.extend(words.iter().map(|weight| f32::from(weight.cast_signed()) * scale));
        let here = state.get_mut(from..)?;
        let rows = [
            (&own.positions, position),
            (&own.capitals, usize::from(piece.capitals)),
            (&own.quotes, usize::from(piece.quote)),
        ];
        for (table, at) in rows {
            add(here, table.get(at * hidden..(at + 1) * hidden)?);
        }
        own.norm.apply(here, self.epsilon);
        Some(())
    }

    fn layer(&self, layer: &Layer, windows: &[&[Piece]], room: &mut Room) -> Option<()> {
        let (hidden, rows) = (self.hidden, room.state.len() / self.hidden);
        room.rounded.take(&room.state, hidden);
        let parts = [(&layer.query, &mut room.query), (&layer.key, &mut room.key), (&layer.value, &mut room.value)];
        for (linear, out) in parts {
            linear.apply(&room.whole, &mut room.rounded, out).then_some(())?;
            shorten(out);
        }
        let mut start = 0;
        for window in windows {
            self.attend(start, window.len(), room)?;
            start += window.len();
        }
        room.rounded.take(&room.mixed, hidden);
        layer.output.apply(&room.whole, &mut room.rounded, &mut room.query).then_some(())?;
        self.settle(&mut room.state, &room.query, &layer.after_attention);
        room.rounded.take(&room.state, hidden);
        room.wide.resize(rows * layer.widen.outputs(), 0.0);
        layer.widen.apply(&room.whole, &mut room.rounded, &mut room.wide).then_some(())?;
        gelu(&mut room.wide);
        room.rounded.take(&room.wide, layer.narrow.inputs());
        layer.narrow.apply(&room.whole, &mut room.rounded, &mut room.query).then_some(())?;
        self.settle(&mut room.state, &room.query, &layer.after_all);
        Some(())
    }

    /// Adds what a part of a layer found, and brings every row back to the middle.
    fn settle(&self, state: &mut [f32], found: &[f32], norm: &Norm) {
        for (row, found) in state.chunks_exact_mut(self.hidden).zip(found.chunks_exact(self.hidden)) {
            add(row, found);
            norm.apply(row, self.epsilon);
        }
    }

    /// Attention within the window of `length` rows that begins at row `start`: from query, key and value to mixed.
    fn attend(&self, start: usize, length: usize, room: &mut Room) -> Option<()> {
        let (hidden, width) = (self.hidden, self.hidden / self.heads);
        let (from, upto) = (start * hidden, (start + length) * hidden);
        let scale = 1.0 / (width as f32).sqrt();
        room.scores.resize(length * length, 0.0);
        room.part.resize(length * width, 0.0);
        for head in 0..self.heads {
            let query = room.query.get(from + head * width..upto)?;
            let key = room.key.get(from + head * width..upto)?;
            let value = room.value.get(from + head * width..upto)?;
            let query = NdTensorView::from_slice_with_strides([length, width], query, [hidden, 1]).ok()?;
            let key = NdTensorView::from_slice_with_strides([width, length], key, [1, hidden]).ok()?;
            let value = NdTensorView::from_slice_with_strides([length, width], value, [hidden, 1]).ok()?;
            let (a, b) = (GemmInputA::Unpacked(query), GemmInputB::Unpacked(key));
            room.real.gemm(&mut room.scores, a, b, GemmOptions::default()).ok()?;
            for row in room.scores.chunks_exact_mut(length) {
                shares(row, scale);
            }
            let scores = NdTensorView::try_from_data([length, length], room.scores.as_slice()).ok()?;
            let (a, b) = (GemmInputA::Unpacked(scores), GemmInputB::Unpacked(value));
            room.real.gemm(&mut room.part, a, b, GemmOptions::default()).ok()?;
            let mixed = room.mixed.get_mut(from..upto)?.chunks_exact_mut(hidden);
            for (row, part) in mixed.zip(room.part.chunks_exact(width)) {
                row.get_mut(head * width..(head + 1) * width)?.copy_from_slice(part);
            }
        }
        Some(())
    }
}

fn add(row: &mut [f32], other: &[f32]) {
    for (value, more) in row.iter_mut().zip(other) {
        *value += more;
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (mut lanes, (a, b)) = ([0.0; 8], (a.as_chunks::<8>(), b.as_chunks::<8>()));
    for (a, b) in a.0.iter().zip(b.0) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    lanes.iter().sum::<f32>() + a.1.iter().zip(b.1).map(|(a, b)| a * b).sum::<f32>()
}
