//! The file of a deep model: a header in JSON, and tables of numbers after it. Nothing in it is believed: each place and
//! size is checked, and a file that does not fit together is refused.

use super::error::DeepError;
use super::linear::{Linear, Multiplier};
use super::math::Norm;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The version that this program reads: it changes with what goes in, the network and the layout.
pub(super) const VERSION: u32 = 1;

/// Marks the file.
const MAGIC: &[u8] = b"BYDP";

/// Where the checked part begins, after mark, version and check sum.
const CHECKED_FROM: usize = 40;

/// Tables begin at multiples of this many bytes.
const ALIGNED: usize = 64;

/// Most of anything that is counted in the header: far above every network of this kind, far below what fills a machine.
const MOST: usize = 8_192;

/// A chain of labels over some of the outputs.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ChainHeader {
    pub(super) name: String,
    pub(super) first: usize,
    pub(super) kinds: Vec<String>,
    pub(super) proposed: usize,
}

/// How the probabilities of a kind are to be read.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct ReadingHeader {
    pub(super) price: f32,
    /// What share of a span's worth is the probability of one much like it, rather than of itself; 0 to 1.
    #[serde(default)]
    pub(super) near: f32,
    #[serde(default)]
    pub(super) curve: Vec<(f32, f32)>,
}

/// Which claims are looked into for claims.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Nested {
    /// Least score, 0 to 1.
    pub(super) min_score: f64,
    /// Least number of tokens.
    pub(super) min_tokens: usize,
}

/// A table of numbers.
#[derive(Clone, Debug, Deserialize)]
struct Table {
    #[serde(rename = "type")]
    kind: String,
    shape: Vec<usize>,
    at: usize,
    scales: Option<usize>,
}

/// What the file says of itself.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Header {
    #[serde(default)]
    pub(super) name: String,
    pub(super) window: usize,
    pub(super) left: usize,
    pub(super) hidden: usize,
    pub(super) layers: usize,
    pub(super) heads: usize,
    pub(super) ffn: usize,
    pub(super) outs: usize,
    pub(super) eps: f32,
    pub(super) chains: Vec<ChainHeader>,
    pub(super) readings: BTreeMap<String, ReadingHeader>,
    pub(super) nested: Nested,
    vocab: (usize, usize),
    tensors: BTreeMap<String, Table>,
}

impl Header {
    /// True where the numbers fit together.
    fn fits(&self) -> bool {
        let sizes = [self.window, self.hidden, self.layers, self.heads, self.ffn, self.outs, self.chains.len()];
        let in_range = sizes.iter().all(|size| (1..=MOST).contains(size)) && self.window > super::pieces::MOST + 2;
        let chains = self.chains.iter().all(|chain| {
            let labels = 1 + 2 * chain.kinds.len().min(MOST);
            chain.first.checked_add(labels).is_some_and(|end| end <= self.outs) && chain.proposed <= chain.kinds.len()
        });
        in_range && chains && self.hidden.is_multiple_of(self.heads) && self.left < self.window && self.eps >= 0.0
    }
}

/// A file whose frame is right.
pub(super) struct File {
    bytes: Cow<'static, [u8]>,
    /// Where the tables begin.
    data: usize,
    pub(super) header: Header,
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

impl File {
    /// Checks the frame of a file.
    pub(super) fn open(bytes: Cow<'static, [u8]>) -> Result<Self, DeepError> {
        if bytes.is_empty() {
            return Err(DeepError::Missing);
        }
        if !bytes.starts_with(MAGIC) {
            return Err(DeepError::NotAModel);
        }
        let version = number(&bytes, MAGIC.len()).ok_or(DeepError::Damaged)?;
        if version != VERSION {
            return Err(DeepError::Version(version));
        }
        let (sum, checked) = (bytes.get(8..CHECKED_FROM), bytes.get(CHECKED_FROM..).ok_or(DeepError::Damaged)?);
        if sum != Some(blake3::hash(checked).as_bytes()) {
            return Err(DeepError::Damaged);
        }
        let (header, data) = Self::header(checked).ok_or(DeepError::Damaged)?;
        Ok(Self { bytes, data, header })
    }

    fn header(checked: &[u8]) -> Option<(Header, usize)> {
        let end = 4_usize.checked_add(number(checked, 0)? as usize)?;
        let header: Header = serde_json::from_slice(checked.get(4..end)?).ok()?;
        header.fits().then_some((header, (CHECKED_FROM + end).next_multiple_of(ALIGNED)))
    }

    /// Bytes at a place of the tables.
    fn part(&self, at: usize, length: usize) -> Option<&[u8]> {
        let start = self.data.checked_add(at)?;
        self.bytes.get(start..start.checked_add(length)?)
    }

    /// The table of this name, kind and shape.
    fn table(&self, name: &str, kind: &str, shape: &[usize]) -> Option<(&Table, usize)> {
        let table = self.header.tensors.get(name).filter(|table| table.kind == kind && table.shape == shape)?;
        let size = shape.iter().try_fold(1_usize, |size, side| size.checked_mul(*side))?;
        Some((table, size))
    }

    fn floats_at(&self, at: usize, number: usize) -> Option<Vec<f32>> {
        let (chunks, _) = self.part(at, number.checked_mul(4)?)?.as_chunks::<4>();
        let found: Vec<f32> = chunks.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        found.iter().all(|value| value.is_finite()).then_some(found)
    }

    /// Real numbers.
    pub(super) fn floats(&self, name: &str, shape: &[usize]) -> Option<Vec<f32>> {
        let (table, size) = self.table(name, "f32", shape)?;
        self.floats_at(table.at, size)
    }

    /// Numbers of 8 bits, and the scale of each row.
    pub(super) fn bytes(&self, name: &str, shape: [usize; 2]) -> Option<(&[u8], Vec<f32>)> {
        let (table, size) = self.table(name, "i8", &shape)?;
        Some((self.part(table.at, size)?, self.floats_at(table.scales?, shape[0])?))
    }

    /// As [`Self::bytes`], kept beyond the file; not copied where the file is a part of the program.
    pub(super) fn bytes_kept(&self, name: &str, shape: [usize; 2]) -> Option<(Cow<'static, [u8]>, Vec<f32>)> {
        let (found, scales) = self.bytes(name, shape)?;
        let start = self.data + self.header.tensors.get(name)?.at;
        let kept = match &self.bytes {
            Cow::Borrowed(all) => Cow::Borrowed(all.get(start..start + found.len())?),
            Cow::Owned(_) => Cow::Owned(found.to_vec()),
        };
        Some((kept, scales))
    }

    /// A layer of weights with its bias.
    pub(super) fn linear(&self, with: &Multiplier, name: &str, outputs: usize, inputs: usize) -> Option<Linear> {
        let (bytes, scales) = self.bytes(name, [outputs, inputs])?;
        let weights: Vec<i8> = bytes.iter().map(|byte| byte.cast_signed()).collect();
        Linear::new(with, &weights, scales, self.floats(&format!("{name}.b"), &[outputs])?)
    }

    /// Weight and bias of a normalization.
    pub(super) fn norm(&self, name: &str) -> Option<Norm> {
        let part = |part: &str| self.floats(&format!("{name}.{part}"), &[self.header.hidden]);
        Some(Norm { weight: part("w")?, bias: part("b")? })
    }

    /// The vocabulary, a piece a line.
    pub(super) fn vocabulary(&self) -> Option<&str> {
        let (at, length) = self.header.vocab;
        std::str::from_utf8(self.part(at, length)?).ok()
    }
}
