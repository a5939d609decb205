//! Words and word shingles as numbers.

use crate::model::Article;
use crate::text::{TextSpan, fold, fold_mapped, is_spaceless};
use std::ops::Range;

/// Words in a shingle. Broder took 10 for web pages; with 5 a word that an editor changed costs 5 shingles, not 10.
pub(super) const SHINGLE: usize = 5;

/// FNV-1a, 64 bits (Fowler, Noll and Vo).
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_FACTOR: u64 = 0x0000_0100_0000_01b3;

/// Spreads all bits of a number over all bits (the last step of `SplitMix64`: Steele, Lea and Flood 2014).
pub(super) fn mixed(number: u64) -> u64 {
    let z = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Calls for each word of a folded text: a run of letters and digits, or one character of a script without spaces.
fn each_word(folded: &str, mut found: impl FnMut(u64, Range<usize>)) {
    let (mut hash, mut start) = (FNV_START, None);
    let add = |hash: u64, c: char| (hash ^ u64::from(u32::from(c))).wrapping_mul(FNV_FACTOR);
    for (at, c) in folded.char_indices() {
        let is_alone = !c.is_ascii() && is_spaceless(c);
        if c.is_alphanumeric() && !is_alone {
            start = start.or(Some(at));
            hash = add(hash, c);
            continue;
        }
        if let Some(start) = start.take() {
            found(hash, start..at);
            hash = FNV_START;
        }
        if is_alone && c.is_alphanumeric() {
            found(add(FNV_START, c), at..at + c.len_utf8());
        }
    }
    if let Some(start) = start {
        found(hash, start..folded.len());
    }
}

/// One word of a text: its folded letters as a number, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) hash: u64,
    pub(super) span: TextSpan,
}

/// The words of an article with their places, in text order, boilerplate left out.
pub(super) fn words(article: &Article) -> Vec<Word> {
    let mut words = Vec::new();
    for paragraph in article.counted_paragraphs() {
        let text = article.text().slice(paragraph);
        let folded = fold_mapped(text);
        let base = paragraph.start().get();
        each_word(folded.as_str(), |hash, range| {
            let span = folded.span(text, range);
            words.push(Word { hash, span: TextSpan::of(base + span.start().get(), base + span.end().get()) });
        });
    }
    words
}

/// The number of a shingle.
pub(super) fn shingle(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(0, |all, word| mixed(all.rotate_left(7) ^ word))
}

/// The shingles of an article as a sorted set, boilerplate left out.
pub(super) fn shingles(article: &Article) -> Vec<u64> {
    let mut hashes: Vec<u64> = Vec::new();
    for paragraph in article.counted_paragraphs() {
        each_word(&fold(article.text().slice(paragraph)), |hash, _| hashes.push(hash));
    }
    let mut shingles: Vec<u64> = hashes.windows(SHINGLE).map(|window| shingle(window.iter().copied())).collect();
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// Numbers that are in both of two sorted sets.
pub(super) fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut a, mut b, mut count) = (a.iter().peekable(), b.iter().peekable(), 0);
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                count += 1;
                a.next();
                b.next();
            }
        }
    }
    count
}
