//! Where two texts have the same words.

use super::shingle::{SHINGLE, Word, shingle, words};
use crate::model::Article;
use crate::text::TextSpan;
use std::collections::BTreeMap;
use std::ops::Range;

/// Places of one shingle that are tried, at most: what comes more often than that is a refrain.
const MOST_TRIED: usize = 16;

/// A run of words that two articles have in common, five words at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands in the first article.
    pub first: TextSpan,
    /// Where it stands in the second article.
    pub second: TextSpan,
}

/// The runs of words that two articles have in common, in the order of the first; boilerplate is left out. Each run is as
/// long as can be, and case, accents and punctuation make no difference.
pub fn blocks(first: &Article, second: &Article) -> Vec<Block> {
    let aligned = Aligned::new(first, second);
    let cover = |words: &[Word]| Some(words.first()?.span.cover(words.last()?.span));
    let block = |run: &Run| {
        let first = cover(aligned.first.get(run.first.clone())?)?;
        Some(Block { first, second: cover(aligned.second.get(run.second..run.second + run.first.len())?)? })
    };
    aligned.runs.iter().filter_map(block).collect()
}

/// Words with these numbers in the first article are those from a number on in the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) first: Range<usize>,
    pub(super) second: usize,
}

/// Two articles as words, and the runs that they have in common.
pub(super) struct Aligned {
    pub(super) first: Vec<Word>,
    pub(super) second: Vec<Word>,
    /// In the order of the first article, without overlap there.
    pub(super) runs: Vec<Run>,
}

impl Aligned {
    pub(super) fn new(first: &Article, second: &Article) -> Self {
        let (first, second) = (words(first), words(second));
        let runs = runs(&first, &second);
        Self { first, second, runs }
    }

    /// The word of the second article that stands where this one of the first does.
    pub(super) fn counterpart(&self, word: usize) -> Option<usize> {
        let run = self.run_of(word)?;
        Some(run.second + (word - run.first.start))
    }

    /// The run that holds a word of the first article.
    pub(super) fn run_of(&self, word: usize) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.first.start <= word);
        self.runs.get(after.checked_sub(1)?).filter(|run| run.first.contains(&word))
    }
}

fn runs(first: &[Word], second: &[Word]) -> Vec<Run> {
    let number = |window: &[Word]| shingle(window.iter().map(|word| word.hash));
    let mut places: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, window) in second.windows(SHINGLE).enumerate() {
        let places = places.entry(number(window)).or_default();
        if places.len() < MOST_TRIED {
            places.push(at);
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while let Some(window) = first.get(at..at + SHINGLE) {
        let goes_on = runs.last().map_or(0, |run| run.second + run.first.len());
        let candidates = places.get(&number(window)).into_iter().flatten();
        let measured = candidates.map(|place| (alike(first, second, at, *place), *place));
        // The longest; of several the nearest to where the last one ended.
        let best = measured.max_by_key(|(length, place)| (*length, std::cmp::Reverse(place.abs_diff(goes_on))));
        match best.filter(|(length, _)| *length >= SHINGLE) {
            Some((length, place)) => {
                runs.push(Run { first: at..at + length, second: place });
                at += length;
            }
            None => at += 1,
        }
    }
    runs
}

/// Words that are the same from two places on.
fn alike(first: &[Word], second: &[Word], at: usize, place: usize) -> usize {
    let (first, second) = (first.get(at..).unwrap_or_default(), second.get(place..).unwrap_or_default());
    first.iter().zip(second).take_while(|(a, b)| a.hash == b.hash).count()
}
