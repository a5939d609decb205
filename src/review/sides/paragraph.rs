//! A paragraph as the threads and words in it.

use crate::model::{Article, Project, ThreadId};
use crate::review::{Coding, ThreadIndex};
use crate::text::{TextSpan, fold};
use std::collections::{BTreeMap, BTreeSet};

/// Letters that a word counts by: "meetings" and "meeting" are one.
const STEM: usize = 6;

/// Shorter words say nothing about what a paragraph is about; numbers count whatever their length.
const SHORTEST: usize = 4;

/// Words by their numbers, the same for all columns.
#[derive(Debug, Default)]
pub(super) struct Words(BTreeMap<String, u32>);

pub(super) struct Paragraph {
    pub(super) span: TextSpan,
    threads: BTreeSet<ThreadId>,
    /// Numbers of its words, sorted, each once.
    words: Vec<u32>,
}

/// Some paragraphs of an article, boilerplate left out, and how many there are in all.
pub(super) fn paragraphs(
    project: &Project,
    article: &Article,
    coding: &Coding,
    threads: &ThreadIndex,
    part: std::ops::Range<usize>,
    numbers: &mut Words,
) -> (Vec<Paragraph>, usize) {
    let mut linked: Vec<(TextSpan, ThreadId)> = Vec::new();
    for coded in coding.layers(project, article.id) {
        for annotation in coded.annotations() {
            let ids = annotation.threads.keys().map(|id| threads.canonical(*id));
            let places = ids.flat_map(|id| annotation.fragments().iter().map(move |span| (*span, id)));
            linked.extend(places);
        }
    }
    let mut all = Vec::new();
    let mut total = 0;
    for span in article.counted_paragraphs() {
        if part.contains(&total) {
            let threads = linked.iter().filter(|(place, _)| place.overlaps(span)).map(|(_, id)| *id);
            let words = words(article.text().slice(span), numbers);
            all.push(Paragraph { span, threads: threads.collect(), words });
        }
        total += 1;
    }
    (all, total)
}

fn words(text: &str, numbers: &mut Words) -> Vec<u32> {
    let folded = fold(text);
    let counts = |word: &&str| {
        word.chars().count() >= SHORTEST || word.chars().any(|c| c.is_numeric() || crate::text::is_spaceless(c))
    };
    let all = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut found: Vec<u32> = all.filter(counts).map(|word| numbers.number(word)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        let end = word.char_indices().nth(STEM).map_or(word.len(), |(end, _)| end);
        let stem = word.get(..end).unwrap_or(word);
        if let Some(known) = self.0.get(stem) {
            return *known;
        }
        let number = self.0.len() as u32;
        self.0.insert(stem.to_owned(), number);
        number
    }
}

/// How much each word says: the fewer paragraphs have it the more (inverse document frequency: Spärck Jones 1972).
pub(super) struct Weights {
    /// The square of each word's weight, by its number.
    squares: Vec<f64>,
}

impl Weights {
    pub(super) fn of(columns: &[Vec<Paragraph>], numbers: &Words) -> Self {
        let all: usize = columns.iter().map(Vec::len).sum();
        let mut counts = vec![0_usize; numbers.0.len()];
        for word in columns.iter().flatten().flat_map(|paragraph| &paragraph.words) {
            if let Some(count) = counts.get_mut(*word as usize) {
                *count += 1;
            }
        }
        let square = |count: usize| (1.0 + all as f64 / count.max(1) as f64).ln().powi(2);
        Self { squares: counts.into_iter().map(square).collect() }
    }

    fn square(&self, word: u32) -> f64 {
        self.squares.get(word as usize).copied().unwrap_or_default()
    }

    fn length(&self, words: &[u32]) -> f64 {
        words.iter().map(|word| self.square(*word)).sum::<f64>().sqrt()
    }
}

/// Threads that both are about.
pub(super) fn shared_threads(a: &Paragraph, b: &Paragraph) -> usize {
    a.threads.intersection(&b.threads).count()
}

/// The cosine between the words of two paragraphs, from 0 to 1. Two words in common at least: one may be chance.
pub(super) fn likeness(a: &Paragraph, b: &Paragraph, weights: &Weights) -> f64 {
    let (mut common, mut shared) = (0_usize, 0.0);
    let (mut left, mut right) = (a.words.iter().peekable(), b.words.iter().peekable());
    while let (Some(one), Some(other)) = (left.peek().copied(), right.peek().copied()) {
        if one == other {
            common += 1;
            shared += weights.square(*one);
        }
        if one <= other {
            left.next();
        }
        if other <= one {
            right.next();
        }
    }
    if common < 2 {
        return 0.0;
    }
    (shared / (weights.length(&a.words) * weights.length(&b.words))).clamp(0.0, 1.0)
}
