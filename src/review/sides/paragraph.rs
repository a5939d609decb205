//! A paragraph as the threads and words in it.

use crate::model::{Article, Project, ThreadId};
use crate::review::{Coding, ThreadIndex};
use crate::text::{TextSpan, fold};
use std::collections::{BTreeMap, BTreeSet};

/// Letters that a word counts by: "meetings" and "meeting" are one.
const STEM: usize = 6;

/// Shorter words say nothing about what a paragraph is about; numbers count whatever their length.
const SHORTEST: usize = 4;

/// Paragraphs of an article that stand side by side with others, from its beginning; a text of more is a book.
const MOST: usize = 400;

pub(super) struct Paragraph {
    pub(super) span: TextSpan,
    threads: BTreeSet<ThreadId>,
    words: BTreeSet<String>,
}

/// The paragraphs of an article, boilerplate left out.
pub(super) fn paragraphs(
    project: &Project,
    article: &Article,
    coding: &Coding,
    threads: &ThreadIndex,
) -> Vec<Paragraph> {
    let mut linked: Vec<(TextSpan, ThreadId)> = Vec::new();
    for coded in coding.layers(project, article.id) {
        for annotation in coded.annotations() {
            let ids = annotation.threads.keys().map(|id| threads.canonical(*id));
            let places = ids.flat_map(|id| annotation.fragments().iter().map(move |span| (*span, id)));
            linked.extend(places);
        }
    }
    let paragraph = |span: TextSpan| {
        let threads = linked.iter().filter(|(place, _)| place.overlaps(span)).map(|(_, id)| *id);
        Paragraph { span, threads: threads.collect(), words: words(article.text().slice(span)) }
    };
    article.counted_paragraphs().take(MOST).map(paragraph).collect()
}

fn words(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let counts = |word: &&str| {
        word.chars().count() >= SHORTEST || word.chars().any(|c| c.is_numeric() || crate::text::is_spaceless(c))
    };
    let all = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    all.filter(counts).map(|word| word.chars().take(STEM).collect()).collect()
}

/// How much each word says: the fewer paragraphs have it the more (inverse document frequency: Spärck Jones 1972).
pub(super) fn weights(columns: &[Vec<Paragraph>]) -> BTreeMap<String, f64> {
    let all: usize = columns.iter().map(Vec::len).sum();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in columns.iter().flatten().flat_map(|paragraph| &paragraph.words) {
        *counts.entry(word.clone()).or_default() += 1;
    }
    counts.into_iter().map(|(word, count)| (word, (1.0 + all as f64 / count as f64).ln())).collect()
}

/// Threads that both are about.
pub(super) fn shared_threads(a: &Paragraph, b: &Paragraph) -> usize {
    a.threads.intersection(&b.threads).count()
}

/// The cosine between the words of two paragraphs, from 0 to 1. Two words in common at least: one may be chance.
pub(super) fn likeness(a: &Paragraph, b: &Paragraph, weights: &BTreeMap<String, f64>) -> f64 {
    let weight = |word: &String| weights.get(word).copied().unwrap_or_default().powi(2);
    let common: Vec<f64> = a.words.intersection(&b.words).map(weight).collect();
    if common.len() < 2 {
        return 0.0;
    }
    let length = |words: &BTreeSet<String>| words.iter().map(weight).sum::<f64>().sqrt();
    (common.iter().sum::<f64>() / (length(&a.words) * length(&b.words))).clamp(0.0, 1.0)
}
