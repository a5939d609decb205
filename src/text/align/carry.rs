//! Where a place of the older text is in the newer one.

use super::{Alignment, Pair};
use crate::text::quote::{LIKE_ENOUGH, likeness};
use crate::text::{Relocation, TextQuote, TextSpan};

/// Characters of context that must stand around words that were not touched, so that they are the same words and not
/// others that read alike.
const ENOUGH_CONTEXT: usize = 20;

/// Characters of context below which words that stand once, or best, are still in doubt.
const SOME_CONTEXT: usize = 4;

/// What became of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// The same words, here.
    Same(TextSpan),
    /// At the same place, in words that changed a little.
    Changed(TextSpan),
    /// In doubt, or gone.
    Lost,
}

impl Carried {
    /// The place, where it has one.
    pub fn span(self) -> Option<TextSpan> {
        match self {
            Self::Same(span) | Self::Changed(span) => Some(span),
            Self::Lost => None,
        }
    }
}

impl Alignment {
    /// Where a place of the older text is in the newer one. The runs give the first guess; the words and what stands
    /// around them decide. A doubtful place is lost, never guessed.
    pub fn carry(&self, span: TextSpan) -> Carried {
        let untouched = self.untouched(span);
        if let Some(guess) = untouched.filter(|guess| self.has_context(span, *guess)) {
            return Carried::Same(guess);
        }
        let quote = TextQuote::of(&self.old, span);
        match quote.locate_exact(&self.new) {
            Relocation::Moved(found) if self.is_itself(&quote, found) => return Carried::Same(found),
            Relocation::Doubtful(hits) if untouched.is_some_and(|guess| self.is_clear(&quote, guess, &hits)) => {
                return untouched.map_or(Carried::Lost, Carried::Same);
            }
            _ => {}
        }
        self.changed(span).map_or(Carried::Lost, Carried::Changed)
    }

    /// The place of a paragraph of which every word stands in the newer text as it did, as a paragraph of its own.
    pub fn carry_whole(&self, paragraph: TextSpan) -> Option<TextSpan> {
        self.untouched(paragraph).filter(|found| self.new.paragraphs().binary_search(found).is_ok())
    }

    /// The place of a run of paragraphs, from the place of its first one to that of its last one; words between may have
    /// changed.
    pub fn carry_paragraphs(&self, span: TextSpan) -> Option<TextSpan> {
        let inside = |p: &&TextSpan| span.overlaps(**p);
        let found = self.old.paragraphs().iter().filter(inside).filter_map(|p| self.paragraph_of(*p));
        found.reduce(TextSpan::cover)
    }

    /// The paragraph of the newer text that has most of the words of one of the older.
    pub fn paragraph_of(&self, paragraph: TextSpan) -> Option<TextSpan> {
        let mut best: Option<(usize, TextSpan)> = None;
        for run in self.runs_in(paragraph) {
            let Some(shared) = run.old.intersection(paragraph) else { continue };
            let start = run.new.start().get() + (shared.start().get() - run.old.start().get());
            let there = TextSpan::of(start, start + shared.len());
            for number in self.new.index().paragraphs_in(there) {
                let Some(whole) = self.new.paragraphs().get(number).copied() else { continue };
                let words = whole.intersection(there).map_or(0, TextSpan::len);
                if best.is_none_or(|(most, _)| words > most) {
                    best = Some((words, whole));
                }
            }
        }
        // A word or two that it shares with another do not make it that one.
        best.filter(|(words, whole)| words * 2 >= paragraph.len().min(whole.len())).map(|(_, whole)| whole)
    }

    fn runs_in(&self, span: TextSpan) -> impl Iterator<Item = &Pair> {
        let first = self.same.partition_point(|run| run.old.end() <= span.start());
        self.same.get(first..).unwrap_or_default().iter().take_while(move |run| run.old.start() < span.end())
    }

    /// The place that the runs give words of which none was touched.
    fn untouched(&self, span: TextSpan) -> Option<TextSpan> {
        let run = self.runs_in(span).next().filter(|run| run.old.contains_span(span) && !span.is_empty())?;
        let start = run.new.start().get() + (span.start().get() - run.old.start().get());
        Some(TextSpan::of(start, start + span.len()))
    }

    /// True where enough stands around the words as it did: some on each side, or much on one.
    fn has_context(&self, span: TextSpan, guess: TextSpan) -> bool {
        let (old, new) = (self.old.as_str(), self.new.as_str());
        let before = |text: &'_ str, at: TextSpan| {
            text.get(..at.start().get()).unwrap_or_default().chars().rev().take(ENOUGH_CONTEXT).collect::<Vec<_>>()
        };
        let after = |text: &'_ str, at: TextSpan| {
            text.get(at.end().get()..).unwrap_or_default().chars().take(ENOUGH_CONTEXT).collect::<Vec<_>>()
        };
        let left = agreeing(&before(old, span), &before(new, guess));
        let right = agreeing(&after(old, span), &after(new, guess));
        left + right >= ENOUGH_CONTEXT
    }

    /// True where an untouched place is the one that its context speaks for most.
    fn is_clear(&self, quote: &TextQuote, guess: TextSpan, hits: &[TextSpan]) -> bool {
        let score = |hit: TextSpan| quote.context_score(&self.new, hit);
        let best_other = hits.iter().filter(|hit| **hit != guess).map(|hit| score(*hit)).max().unwrap_or_default();
        score(guess) >= SOME_CONTEXT && score(guess) >= best_other
    }

    /// True where words that moved are long enough to be themselves, or brought some of what stood around them.
    fn is_itself(&self, quote: &TextQuote, found: TextSpan) -> bool {
        quote.exact.chars().count() >= ENOUGH_CONTEXT || quote.context_score(&self.new, found) >= SOME_CONTEXT
    }

    /// Words that changed between edges that held.
    fn changed(&self, span: TextSpan) -> Option<TextSpan> {
        let (start, end) = (self.start_of(span.start().get())?, self.end_of(span.end().get())?);
        let found = self.new.as_str().get(start..end)?;
        let start = start + (found.len() - found.trim_start().len());
        let found = TextSpan::of(start, start + found.trim().len());
        let (was, is) = (self.old.slice(span), self.new.slice(found));
        // The same words were in doubt already.
        if found.is_empty() || was == is || was.contains('\n') != is.contains('\n') {
            return None;
        }
        let kept: usize = self.runs_in(span).filter_map(|run| run.old.intersection(span)).map(TextSpan::len).sum();
        let by_words = 2.0 * kept as f64 / (was.len() + is.len()) as f64;
        (by_words >= LIKE_ENOUGH || likeness(was, is) >= LIKE_ENOUGH).then_some(found)
    }

    /// Where words begin in the newer text: their first character was not touched, or what stands before them was not.
    fn start_of(&self, at: usize) -> Option<usize> {
        let next = self.same.partition_point(|run| run.old.end().get() <= at);
        if let Some(run) = self.same.get(next).filter(|run| run.old.start().get() <= at) {
            return Some(run.new.start().get() + (at - run.old.start().get()));
        }
        let before = next.checked_sub(1).and_then(|i| self.same.get(i));
        let (old, new) = before.map_or((0, 0), |run| (run.old.end().get(), run.new.end().get()));
        (old == at).then_some(new)
    }

    /// Where words end in the newer text: their last character was not touched, or what stands after them was not.
    fn end_of(&self, at: usize) -> Option<usize> {
        let next = self.same.partition_point(|run| run.old.end().get() < at);
        if let Some(run) = self.same.get(next).filter(|run| run.old.start().get() < at) {
            return Some(run.new.start().get() + (at - run.old.start().get()));
        }
        let after = self.same.get(next);
        let (old, new) =
            after.map_or((self.old.len(), self.new.len()), |run| (run.old.start().get(), run.new.start().get()));
        (old == at).then_some(new)
    }
}

/// Characters at the beginning of both that agree; the end of the text on both sides is as good as any.
fn agreeing(a: &[char], b: &[char]) -> usize {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    if same == a.len() && same == b.len() { ENOUGH_CONTEXT } else { same }
}
