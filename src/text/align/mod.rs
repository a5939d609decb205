//! Two versions of a text, word by word: what stands in both, in order, and where a place of one is in the other.

mod carry;
mod tokens;
mod walk;

pub use carry::Carried;

use super::{Text, TextSpan};

/// A part of the older text beside one of the newer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// In the older text.
    pub old: TextSpan,
    /// In the newer text.
    pub new: TextSpan,
}

/// Two texts beside each other.
///
/// ```text
/// old  The minister said |prices will  |fall.
/// new  The minister said |prices would |fall.
///      same               changed       same
/// ```
#[derive(Clone, Debug)]
pub struct Alignment {
    old: Text,
    new: Text,
    /// Runs of the same bytes, in the order of both texts, as long as they can be, none empty.
    same: Vec<Pair>,
}

impl Alignment {
    /// Lays two versions of a text beside each other.
    pub fn new(old: &Text, new: &Text) -> Self {
        let same = if old == new {
            if old.is_empty() { Vec::new() } else { vec![Pair { old: old.span(), new: new.span() }] }
        } else {
            runs(old.as_str(), new.as_str())
        };
        Self { old: old.clone(), new: new.clone(), same }
    }

    /// The older text.
    pub fn old(&self) -> &Text {
        &self.old
    }

    /// The newer text.
    pub fn new_text(&self) -> &Text {
        &self.new
    }

    /// Runs of the same bytes, in the order of both texts.
    pub fn same(&self) -> &[Pair] {
        &self.same
    }

    /// What is between the runs: words that went, came or were put for others; one side may be empty.
    pub fn changes(&self) -> Vec<Pair> {
        let mut changes = Vec::new();
        let (mut old, mut new) = (0, 0);
        let ends = Pair {
            old: TextSpan::of(self.old.len(), self.old.len()),
            new: TextSpan::of(self.new.len(), self.new.len()),
        };
        for run in self.same.iter().chain([&ends]) {
            let gap =
                Pair { old: TextSpan::of(old, run.old.start().get()), new: TextSpan::of(new, run.new.start().get()) };
            if !gap.old.is_empty() || !gap.new.is_empty() {
                changes.push(gap);
            }
            (old, new) = (run.old.end().get(), run.new.end().get());
        }
        changes
    }

    /// Bytes that stand in both texts, over those of the longer one: 1 for equal texts, 0 for texts with nothing in common.
    pub fn likeness(&self) -> f64 {
        let longer = self.old.len().max(self.new.len());
        if longer == 0 { 1.0 } else { self.shared() as f64 / longer as f64 }
    }

    /// Bytes that stand in both texts.
    pub fn shared(&self) -> usize {
        self.same.iter().map(|run| run.old.len()).sum()
    }
}

/// Runs of the same bytes: the same words, with what stands between them where that is the same too.
fn runs(old: &str, new: &str) -> Vec<Pair> {
    let (a, b) = tokens::tokens_of(old, new);
    let mut same: Vec<Pair> = Vec::new();
    for (i, j) in walk::matches(&a, &b) {
        let (Some(from), Some(to)) = (a.get(i), b.get(j)) else { continue };
        match same.last_mut() {
            Some(last) if joins(old, new, *last, from.span, to.span) => {
                *last = Pair { old: last.old.cover(from.span), new: last.new.cover(to.span) };
            }
            _ => same.push(Pair { old: from.span, new: to.span }),
        }
    }
    stretch(old, new, &mut same);
    same
}

/// True where two words follow on a run in both texts, with the same bytes between.
fn joins(old: &str, new: &str, last: Pair, from: TextSpan, to: TextSpan) -> bool {
    let gap = |text: &str, start: usize, end: usize| text.get(start..end).map(str::to_owned);
    let before = gap(old, last.old.end().get(), from.start().get());
    let after = gap(new, last.new.end().get(), to.start().get());
    // Only white space is no word: a gap with anything else in it holds words that do not match.
    before.is_some() && before == after && before.is_some_and(|gap| gap.trim().is_empty())
}

/// Lets each run take in the white space around it that is the same in both texts.
fn stretch(old: &str, new: &str, same: &mut [Pair]) {
    let mut floor = (0, 0);
    let starts: Vec<Option<Pair>> = same.iter().skip(1).map(|run| Some(*run)).chain([None]).collect();
    for (run, next) in same.iter_mut().zip(starts) {
        let before =
            |text: &str, from: usize, to: TextSpan| text.get(from..to.start().get()).unwrap_or_default().to_owned();
        let (left_old, left_new) = (before(old, floor.0, run.old), before(new, floor.1, run.new));
        let back = common(left_old.chars().rev(), left_new.chars().rev());
        run.old = TextSpan::of(run.old.start().get() - back, run.old.end().get());
        run.new = TextSpan::of(run.new.start().get() - back, run.new.end().get());
        let end = next.map_or((old.len(), new.len()), |next| (next.old.start().get(), next.new.start().get()));
        let after =
            |text: &str, run: TextSpan, end: usize| text.get(run.end().get()..end).unwrap_or_default().to_owned();
        let (right_old, right_new) = (after(old, run.old, end.0), after(new, run.new, end.1));
        let forth = common(right_old.chars(), right_new.chars());
        run.old = TextSpan::of(run.old.start().get(), run.old.end().get() + forth);
        run.new = TextSpan::of(run.new.start().get(), run.new.end().get() + forth);
        floor = (run.old.end().get(), run.new.end().get());
    }
}

/// Bytes of white space that two texts begin with alike.
fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b && a.is_whitespace()).map(|(a, _)| a.len_utf8()).sum()
}

#[cfg(test)]
mod tests;
