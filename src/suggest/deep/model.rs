//! A deep model in memory: vocabulary, network and chains, and how texts go through them.

use super::chain::{Chain, Finding, Place};
use super::error::DeepError;
use super::file::{File, Nested};
use super::linear::Multiplier;
use super::network::{Embeddings, Layer, Network, Piece, Room};
use super::pieces::{Pieces, Vocabulary};
use super::windows::{Window, windows};
use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Megabytes of memory that a model and one pass through it take, from a file of its own.
const MEGABYTES: u64 = 120;

/// A deep model.
pub struct DeepModel {
    name: String,
    pub(super) nested: Nested,
    vocabulary: Vocabulary,
    network: Network,
    pub(super) chains: Vec<Chain>,
    window: usize,
    left: usize,
    outputs: usize,
    bytes: usize,
}

impl fmt::Debug for DeepModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeepModel").field("name", &self.name).finish_non_exhaustive()
    }
}

/// How a model goes through texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass<'a> {
    /// Ends it early when it rises.
    pub(super) stop: &'a AtomicBool,
    /// Windows that are read at the same time.
    pub(super) threads: usize,
    /// What each thread does first.
    pub(super) prepare: fn(),
}

/// A window of one of several texts.
struct Part {
    text: usize,
    window: Window,
    pieces: Vec<Piece>,
}

impl DeepModel {
    /// Reads a file, from the program itself or from a disk.
    pub fn read(bytes: Cow<'static, [u8]>) -> Result<Self, DeepError> {
        let length = bytes.len();
        let file = File::open(bytes)?;
        let model = Self::from_file(&file).ok_or(DeepError::Damaged)?;
        Ok(Self { bytes: length, ..model })
    }

    /// Megabytes of memory that must be free for it.
    pub fn megabytes() -> u64 {
        MEGABYTES
    }

    /// Bytes of its file.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Its name, for a reader.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn from_file(file: &File) -> Option<Self> {
        let header = &file.header;
        let hidden = header.hidden;
        let vocabulary = file.vocabulary()?;
        let (words, scales) = file.bytes_kept("word", [vocabulary.lines().count(), hidden])?;
        let embeddings = Embeddings {
            words,
            scales,
            positions: file.floats("position", &[header.window, hidden])?,
            capitals: file.floats("cap", &[8, hidden])?,
            quotes: file.floats("quote", &[4, hidden])?,
            norm: file.norm("emb_ln")?,
        };
        let whole = Multiplier::new();
        let layer = |number: usize| {
            let linear =
                |part: &str, outputs, inputs| file.linear(&whole, &format!("layer.{number}.{part}"), outputs, inputs);
            Some(Layer {
                query: linear("q", hidden, hidden)?,
                key: linear("k", hidden, hidden)?,
                value: linear("v", hidden, hidden)?,
                output: linear("o", hidden, hidden)?,
                widen: linear("i", header.ffn, hidden)?,
                narrow: linear("f", hidden, header.ffn)?,
                after_attention: file.norm(&format!("layer.{number}.ln1"))?,
                after_all: file.norm(&format!("layer.{number}.ln2"))?,
            })
        };
        let layers: Option<Vec<Layer>> = (0..header.layers).map(layer).collect();
        let chains: Option<Vec<Chain>> = header.chains.iter().map(|chain| Chain::read(file, chain)).collect();
        Some(Self {
            name: header.name.clone(),
            nested: header.nested,
            vocabulary: Vocabulary::new(vocabulary)?,
            network: Network {
                embeddings,
                layers: layers?,
                head: file.floats("head", &[header.outs, hidden])?,
                head_bias: file.floats("head.b", &[header.outs])?,
                hidden,
                heads: header.heads,
                epsilon: header.eps,
            },
            chains: chains?,
            window: header.window,
            left: header.left,
            outputs: header.outs,
            bytes: 0,
        })
    }

    /// Cuts a text.
    pub(super) fn pieces(&self, text: &str) -> Pieces {
        Pieces::new(text, &self.vocabulary)
    }

    /// The windows that a text is read in.
    pub(super) fn windows(&self, pieces: &Pieces) -> Vec<Window> {
        windows(pieces, self.window, self.left)
    }

    /// What each chain finds in each text; `None` where it was stopped.
    pub(super) fn find(&self, texts: &[Pieces], place: Place, pass: Pass<'_>) -> Option<Vec<Vec<Finding>>> {
        let outputs = self.outputs(texts, pass)?;
        let chains = || self.chains.iter().filter(|chain| place == Place::Article || chain.nests());
        let find = |(text, outputs): (&Pieces, &Vec<f32>)| {
            chains().map(|chain| chain.find(&text.cut.tokens, outputs, self.outputs, place)).collect()
        };
        Some(texts.iter().zip(&outputs).map(find).collect())
    }

    /// The network's outputs at the tokens of each text, a row a token.
    pub(super) fn outputs(&self, texts: &[Pieces], pass: Pass<'_>) -> Option<Vec<Vec<f32>>> {
        let [first, last] = self.vocabulary.ends();
        let mut parts = Vec::new();
        for (text, pieces) in texts.iter().enumerate() {
            for window in self.windows(pieces) {
                let inner = pieces.of(window.from, window.upto);
                let all = [first].into_iter().chain(inner.iter().copied()).chain([last]);
                parts.push(Part { text, window, pieces: all.collect() });
            }
        }
        let batches = self.batches(&parts);
        let found = self.run(&batches, pass)?;
        let mut outputs: Vec<Vec<f32>> = texts.iter().map(|text| vec![0.0; text.len() * self.outputs]).collect();
        for (batch, rows) in batches.iter().zip(found) {
            let mut start = 0;
            for part in *batch {
                let text = texts.get(part.text)?;
                for token in part.window.new..part.window.upto {
                    let row = start + 1 + text.before(token) - text.before(part.window.from);
                    let from = rows.get(row * self.outputs..(row + 1) * self.outputs)?;
                    let slot = outputs.get_mut(part.text)?;
                    slot.get_mut(token * self.outputs..(token + 1) * self.outputs)?.copy_from_slice(from);
                }
                start += part.pieces.len();
            }
        }
        Some(outputs)
    }

    /// Windows that go through together: one that is full, or some small ones.
    fn batches<'a>(&self, parts: &'a [Part]) -> Vec<&'a [Part]> {
        let mut sum = 0;
        let mut batch = 0;
        let numbers: Vec<usize> = parts
            .iter()
            .map(|part| {
                sum += part.pieces.len();
                if sum > self.window {
                    (sum, batch) = (part.pieces.len(), batch + 1);
                }
                batch
            })
            .collect();
        let mut rest = parts;
        let mut found = Vec::new();
        for same in numbers.chunk_by(|a, b| a == b) {
            let (batch, after) = rest.split_at_checked(same.len()).unwrap_or((rest, &[]));
            found.push(batch);
            rest = after;
        }
        found
    }

    /// The outputs of each batch; `None` where it was stopped, or a batch does not fit.
    fn run(&self, batches: &[&[Part]], pass: Pass<'_>) -> Option<Vec<Vec<f32>>> {
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, Vec<f32>)>> = Mutex::default();
        let work = || {
            let mut room = Room::default();
            while !pass.stop.load(Ordering::Relaxed) {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(batch) = batches.get(number) else { break };
                let windows: Vec<&[Piece]> = batch.iter().map(|part| part.pieces.as_slice()).collect();
                let Some(found) = self.network.run(&windows, &mut room) else { break };
                done.lock().unwrap_or_else(PoisonError::into_inner).push((number, found));
            }
        };
        let others = pass.threads.min(batches.len()).saturating_sub(1);
        std::thread::scope(|scope| {
            for _ in 0..others {
                // Without another thread this one does it all.
                drop(std::thread::Builder::new().spawn_scoped(scope, || alone(pass.prepare, work)));
            }
            alone(pass.prepare, work);
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_by_key(|(number, _)| *number);
        (done.len() == batches.len()).then(|| done.into_iter().map(|(_, found)| found).collect())
    }
}

/// Does the work on one thread of its own, so that what multiplies matrices does not take all processors.
fn alone(prepare: fn(), work: impl FnOnce() + Send) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).start_handler(move |_| prepare()).build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
