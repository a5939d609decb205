//! Which sentences of two texts belong together where something changed.

use crate::text::{Alignment, Pair, Text, TextSpan, sentences};
use std::ops::Range;

/// Least share of words that two sentences have in common for one to be the other, reworded, in hundredths.
const SAME_SENTENCE: usize = 34;

/// Sentences that changed together.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) old: Option<TextSpan>,
    pub(super) new: Option<TextSpan>,
    pub(super) words: Vec<Pair>,
}

/// Numbers of the sentences on both sides that changes touch.
#[derive(Clone, Debug)]
struct Touched {
    old: Range<usize>,
    new: Range<usize>,
    words: Vec<Pair>,
}

/// What changed, sentence by sentence; white space alone is no change.
pub(super) fn paired(alignment: &Alignment) -> Vec<Unit> {
    let (old, new) = (all_sentences(alignment.old()), all_sentences(alignment.new_text()));
    let mut touched: Vec<Touched> = Vec::new();
    for gap in alignment.changes() {
        let gap = Pair { old: trimmed(alignment.old(), gap.old), new: trimmed(alignment.new_text(), gap.new) };
        if gap.old.is_empty() && gap.new.is_empty() {
            continue;
        }
        let mut here = Touched { old: meant(&old, gap.old), new: meant(&new, gap.new), words: vec![gap] };
        complete(alignment, &old, &new, &mut here);
        match touched.last_mut() {
            Some(last) if here.old.start < last.old.end || here.new.start < last.new.end => {
                last.old = join(&last.old, &here.old);
                last.new = join(&last.new, &here.new);
                last.words.append(&mut here.words);
            }
            _ => touched.push(here),
        }
    }
    touched.into_iter().flat_map(|touched| units(alignment, &old, &new, &touched)).collect()
}

fn all_sentences(text: &Text) -> Vec<TextSpan> {
    text.paragraphs().iter().flat_map(|paragraph| sentences(text.as_str(), *paragraph)).collect()
}

fn trimmed(text: &Text, span: TextSpan) -> TextSpan {
    let words = text.slice(span);
    let start = span.start().get() + (words.len() - words.trim_start().len());
    TextSpan::of(start, start + words.trim().len())
}

fn join(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => b.clone(),
        (_, true) => a.clone(),
        _ => a.start.min(b.start)..a.end.max(b.end),
    }
}

/// Sentences that a span has words of; an empty one has a sentence only strictly inside it.
fn meant(sentences: &[TextSpan], span: TextSpan) -> Range<usize> {
    let first = sentences.partition_point(|s| s.end() <= span.start());
    let last = sentences.partition_point(|s| s.start() < span.end());
    first..last.max(first)
}

/// Takes in the sentence on the other side that what is left of a touched one stands in.
fn complete(alignment: &Alignment, old: &[TextSpan], new: &[TextSpan], touched: &mut Touched) {
    if let Some(whole) = cover(old, &touched.old) {
        for run in runs(alignment, |run| run.old, whole) {
            let Some(shared) = run.old.intersection(whole) else { continue };
            let there = trimmed(alignment.new_text(), moved(run.old, run.new, shared));
            if alignment.new_text().slice(there).contains(char::is_alphanumeric) {
                touched.new = join(&touched.new, &meant(new, there));
            }
        }
    }
    if let Some(whole) = cover(new, &touched.new) {
        for run in runs(alignment, |run| run.new, whole) {
            let Some(shared) = run.new.intersection(whole) else { continue };
            let there = trimmed(alignment.old(), moved(run.new, run.old, shared));
            if alignment.old().slice(there).contains(char::is_alphanumeric) {
                touched.old = join(&touched.old, &meant(old, there));
            }
        }
    }
}

fn cover(all: &[TextSpan], range: &Range<usize>) -> Option<TextSpan> {
    all.get(range.clone()).unwrap_or_default().iter().copied().reduce(TextSpan::cover)
}

/// Runs with a byte of a span, on the side that `side` takes.
fn runs(alignment: &Alignment, side: impl Fn(&Pair) -> TextSpan, span: TextSpan) -> impl Iterator<Item = &Pair> {
    let first = alignment.same().partition_point(|run| side(run).end() <= span.start());
    alignment.same().get(first..).unwrap_or_default().iter().take_while(move |run| side(run).start() < span.end())
}

/// A part of a run on the other side.
fn moved(from: TextSpan, to: TextSpan, part: TextSpan) -> TextSpan {
    let start = to.start().get() + (part.start().get() - from.start().get());
    TextSpan::of(start, start + part.len())
}

/// Sentences that share few words are one that went and one that came.
fn units(alignment: &Alignment, old: &[TextSpan], new: &[TextSpan], touched: &Touched) -> Vec<Unit> {
    let (before, after) = (cover(old, &touched.old), cover(new, &touched.new));
    let unit = |old, new| Unit { old, new, words: touched.words.clone() };
    match (before, after) {
        (None, None) => Vec::new(),
        (Some(was), Some(is)) => {
            let kept: usize = runs(alignment, |run| run.old, was)
                .filter_map(|run| {
                    run.old.intersection(was).and_then(|part| moved(run.old, run.new, part).intersection(is))
                })
                .map(TextSpan::len)
                .sum();
            let most = was.len().min(is.len()).max(1);
            if kept * 100 >= SAME_SENTENCE * most {
                vec![unit(Some(was), Some(is))]
            } else {
                let gone = |pair: &Pair| Pair { old: pair.old, new: TextSpan::caret(is.start()) };
                let came = |pair: &Pair| Pair { old: TextSpan::caret(was.start()), new: pair.new };
                vec![
                    Unit { old: Some(was), new: None, words: touched.words.iter().map(gone).collect() },
                    Unit { old: None, new: Some(is), words: touched.words.iter().map(came).collect() },
                ]
            }
        }
        (old, new) => vec![unit(old, new)],
    }
}
