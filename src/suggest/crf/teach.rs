//! Teaching the tagger: an averaged perceptron (Collins 2002) that goes over tagged texts a few times. `examples/english.rs`
//! makes `assets/model/english.bin` with it.

use super::cut::{Cut, Kind};
use super::english::English;
use super::hash;
use super::index::Counter;
use super::lattice::Scores;
use super::lexicon::Table;
use super::rows::Rows;
use super::tagger::{EDGE, TAGS, Tagger, best, features};
use std::collections::BTreeMap;

/// Passes over the texts.
const PASSES: u64 = 4;

/// Occurrences below which a feature is left out.
const LEAST: u8 = 6;

/// Weights smaller than this are left out, and none is larger than that.
const WEIGHTS: (f32, f32) = (0.3, 24.0);

/// The tags that are told apart (Penn Treebank), numbered from 1; any other is 30.
const NAMES: [&str; 29] = [
    "NN", "NNS", "NNP", "PRP", "PRP$", "DT", "IN", "TO", "MD", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ", "JJR",
    "RB", "CC", "CD", "WDT", "WP", "WRB", "POS", "RP", "EX", ".", ",", "''",
];

/// A text with the tags of its words: first byte, one past the last, name of the tag; in text order.
#[derive(Clone, Debug, Default)]
pub struct TaggedText {
    /// The text.
    pub text: String,
    /// The tags.
    pub tags: Vec<(usize, usize, String)>,
}

fn number(name: &str) -> u8 {
    let name = match name {
        "NNPS" => "NNP",
        "JJS" => "JJR",
        ":" | "-LRB-" | "-RRB-" | "HYPH" | "NFP" => ".",
        "``" => "''",
        other => other,
    };
    NAMES.iter().position(|known| *known == name).map_or(30, |at| at as u8 + 1)
}

/// A text cut, with the number of each token's tag.
struct Lesson {
    cut: Cut,
    tags: Vec<u8>,
}

impl Lesson {
    fn new(tagged: &TaggedText) -> Self {
        let cut = Cut::new(&tagged.text);
        let tag = |start: usize| {
            let at = tagged.tags.partition_point(|(_, end, _)| *end <= start);
            tagged.tags.get(at).filter(|(first, ..)| *first <= start).map_or(0, |(.., name)| number(name))
        };
        let tags = cut.tokens.iter().map(|token| tag(token.start as usize)).collect();
        Self { cut, tags }
    }

    /// The tags of the two tokens before one.
    fn before(&self, at: usize) -> [u32; 2] {
        let back = |by: usize| at.checked_sub(by).and_then(|at| self.tags.get(at)).map_or(EDGE, |tag| u32::from(*tag));
        [back(1), back(2)]
    }
}

/// A fixed order that looks like none: swaps by a linear congruential generator (Knuth's constants).
fn shuffle<T>(list: &mut [T], mut seed: u64) {
    for at in (1..list.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list.swap(at, ((seed >> 33) % (at as u64 + 1)) as usize);
    }
}

impl English {
    /// Learns the tagger from tagged texts; `groups` are words in lower case with the numbers of the narrow and the wide
    /// group that each belongs to. The same input in the same order makes the same file. `progress` is told the share of
    /// tags that were right after each pass, from 0 to 1.
    pub fn teach(groups: &[(String, u16, u16)], texts: &[TaggedText], progress: &mut dyn FnMut(f64)) -> Self {
        let words: BTreeMap<u32, (u16, u16)> =
            groups.iter().map(|(word, narrow, wide)| (hash::of_bytes(word.bytes()), (*narrow, *wide))).collect();
        let groups = Table::new(&words);
        let mut lessons: Vec<Lesson> = texts.iter().map(Lesson::new).filter(|lesson| !lesson.tags.is_empty()).collect();
        let (mut counter, mut found) = (Counter::new(), Vec::new());
        for lesson in &lessons {
            for at in 0..lesson.tags.len() {
                features(&lesson.cut.tokens, &groups, at, lesson.before(at), &mut found);
                for feature in &found {
                    counter.add(*feature);
                }
            }
        }
        let index = counter.rows(LEAST);
        drop(counter);
        let mut weights: Vec<Scores<TAGS>> = vec![[0.0; TAGS]; index.len()];
        let mut sums = weights.clone();
        let mut step = 1.0_f32;
        for pass in 0..PASSES {
            shuffle(&mut lessons, pass + 5);
            let (mut right, mut all) = (0_usize, 0_usize);
            for lesson in &lessons {
                let mut before = [EDGE; 2];
                for (at, (token, tag)) in lesson.cut.tokens.iter().zip(&lesson.tags).enumerate() {
                    if token.kind == Kind::Newline {
                        before = [0, before[0]];
                        continue;
                    }
                    features(&lesson.cut.tokens, &groups, at, before, &mut found);
                    let rows: Vec<usize> =
                        found.iter().filter_map(|feature| Some(index.row(*feature)? as usize)).collect();
                    let mut scores = [0.0; TAGS];
                    for row in rows.iter().filter_map(|row| weights.get(*row)) {
                        scores.iter_mut().zip(row).for_each(|(score, weight)| *score += weight);
                    }
                    let guess = best(&scores);
                    step += 1.0;
                    all += 1;
                    right += usize::from(guess == *tag);
                    if guess != *tag {
                        for row in rows {
                            let slots = (weights.get_mut(row), sums.get_mut(row));
                            if let (Some(weights), Some(sums)) = slots {
                                add(weights, *tag, 1.0);
                                add(weights, guess, -1.0);
                                add(sums, *tag, step);
                                add(sums, guess, -step);
                            }
                        }
                    }
                    before = [u32::from(guess), before[0]];
                }
            }
            progress(right as f64 / all.max(1) as f64);
        }
        let averaged = weights.iter().zip(&sums).map(|(weights, sums)| {
            let mut row = [0.0; TAGS];
            for ((slot, weight), sum) in row.iter_mut().zip(weights).zip(sums) {
                let mean: f32 = weight - sum / step;
                *slot = if mean.abs() < WEIGHTS.0 { 0.0 } else { mean.clamp(-WEIGHTS.1, WEIGHTS.1) };
            }
            row
        });
        Self { tagger: Tagger(Rows::new(index.addresses().zip(averaged))), groups }
    }
}

fn add(row: &mut Scores<TAGS>, tag: u8, value: f32) {
    if let Some(slot) = row.get_mut(tag as usize) {
        *slot += value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tagger_learns_what_it_is_shown_and_a_file_keeps_it() {
        let text = "The mayor said that prices rose . ".repeat(8);
        let names = ["DT", "NN", "VBD", "IN", "NNS", "VBD", "."];
        let mut tags = Vec::new();
        for (word, name) in text.split_inclusive(' ').zip(names.iter().cycle()) {
            let start = tags.last().map_or(0, |(_, end, _): &(usize, usize, String)| end + 1);
            tags.push((start, start + word.trim_end().len(), (*name).to_owned()));
        }
        let mut shares = Vec::new();
        let groups = [("mayor".to_owned(), 3, 1), ("prices".to_owned(), 4, 1)];
        let english =
            English::teach(&groups, &[TaggedText { text: text.clone(), tags }], &mut |share| shares.push(share));
        assert!(shares.len() == 4 && shares[3] > 0.99, "{shares:?}");
        let found = english.tags(&Cut::new(&text));
        assert_eq!(found[..7].iter().map(|tag| NAMES[*tag as usize - 1]).collect::<Vec<_>>(), names);
        assert_eq!(English::read(&english.write()), Ok(english));
        assert_eq!((number("NNPS"), number("FW")), (number("NNP"), 30));
    }
}
