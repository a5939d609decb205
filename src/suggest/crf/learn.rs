//! Learning a chain from labelled articles: what is counted, what is learned, and how its probabilities are to be read.

use super::cut::{Kind, Token};
use super::english::English;
use super::index::{Counter, RowIndex};
use super::lexicon::{Counts, Table};
use super::part::{Curve, Part, Reading, Sayings, with_known};
use super::read::readings;
use super::rows::Rows;
use super::scheme;
use super::task::{Prepared, TRANSITIONS, Task, W};
use super::train::{Sequence, Settings, Trainer};
use crate::suggest::evaluate::Case;
use crate::text::TextSpan;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// How a chain is to be learned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) settings: Settings,
    /// Occurrences below which a feature is left out.
    pub(super) least: u8,
    pub(super) sayings: Sayings,
    /// What a span costs where that is not learned from articles held back.
    pub(super) price: f32,
}

/// How far training is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// What is trained.
    pub what: &'static str,
    /// Passes over the articles that are done, of how many.
    pub pass: u32,
    /// How many there are.
    pub passes: u32,
    /// Mean log-probability of a token's label in the pass.
    pub likelihood: f64,
}

/// Who looks on while a chain is learned.
pub(super) struct Watch<'a> {
    /// What is trained, in words.
    pub(super) what: &'static str,
    /// Told of each pass.
    pub(super) progress: &'a mut dyn FnMut(Step),
    /// Rises where nobody wants it any more.
    pub(super) stop: &'a AtomicBool,
}

impl Watch<'_> {
    fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// A labelled article, cut.
struct Lesson<'a> {
    case: &'a Case,
    article: Prepared,
    labels: Vec<u8>,
    counts: BTreeMap<u32, Counts>,
}

/// Token numbers of a span, line ends at its edges left out.
pub(super) fn tokens_of(article: &Prepared, span: TextSpan) -> Option<(usize, usize)> {
    let tokens = &article.cut.tokens;
    let mut start = tokens.partition_point(|t| (t.end as usize) <= span.start().get());
    let mut end = tokens.partition_point(|t| (t.start as usize) < span.end().get());
    let is_end = |at: usize| tokens.get(at).is_some_and(|t| t.kind == Kind::Newline);
    while start < end && is_end(start) {
        start += 1;
    }
    while start < end && is_end(end - 1) {
        end -= 1;
    }
    (start < end).then_some((start, end))
}

/// The spans of a case that a task looks for, in tokens, with their kinds.
pub(super) fn gold_spans(case: &Case, article: &Prepared, task: Task) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    for mark in &case.gold.marks {
        let Some(kind) = task.kinds().iter().position(|kind| *kind == mark.label.as_str()) else { continue };
        let spans = mark.fragments.iter().filter_map(|fragment| tokens_of(article, *fragment));
        found.extend(spans.map(|(start, end)| (start, end, kind)));
    }
    found
}

impl<'a> Lesson<'a> {
    fn new(case: &'a Case, task: Task, english: &English) -> Self {
        let article = Prepared::whole(&case.text, english);
        let mut spans = gold_spans(case, &article, task);
        if task == Task::Speech && !spans.iter().any(|(_, _, kind)| *kind == 2) {
            spans.extend(likely_cues(&article, &spans));
        }
        let labels = scheme::encode(article.cut.tokens.len(), &spans);
        let mut lesson = Self { case, article, labels, counts: BTreeMap::new() };
        lesson.counts = lesson.count(task);
        lesson
    }

    fn count(&self, task: Task) -> BTreeMap<u32, Counts> {
        let mut counts: BTreeMap<u32, Counts> = BTreeMap::new();
        for (token, label) in self.article.cut.tokens.iter().zip(&self.labels) {
            if token.kind != Kind::Word || !is_scored(self.case, token) {
                continue;
            }
            let entry = counts.entry(task.key(token)).or_default();
            entry.all += 1;
            match (task, label) {
                (Task::Speech, 5 | 6) | (Task::Events, 1 | 2) => entry.of[0] += 1,
                (Task::Speech, 3 | 4) => entry.of[1] += 1,
                _ => {}
            }
        }
        counts
    }

    /// Its sequences: one, or one for each range that was labelled.
    fn sequences(
        &self,
        task: Task,
        english: &English,
        shares: impl Fn(&Token) -> [u8; 2],
        rows: &RowIndex,
    ) -> Vec<Sequence> {
        let mut found: Vec<Sequence> = Vec::new();
        let mut range = None;
        let mut at = 0;
        self.article.features(task, english, shares, |features| {
            let here = self.article.cut.tokens.get(at).and_then(|token| range_of(self.case, token));
            if here.is_some() && here != range {
                found.push(Sequence::default());
            }
            range = here;
            if let (Some(_), Some(sequence)) = (here, found.last_mut()) {
                sequence.rows.extend(features.iter().filter_map(|feature| rows.row(*feature)));
                sequence.ends.push(sequence.rows.len() as u32);
                sequence.labels.extend(self.labels.get(at));
                sequence.transitions.extend(self.article.transitions.get(at));
            }
            at += 1;
        });
        for sequence in &mut found {
            sequence.rows.shrink_to_fit();
        }
        found
    }
}

/// Number of the scored range that a token begins in; 0 for the whole text.
fn range_of(case: &Case, token: &Token) -> Option<usize> {
    let Some(ranges) = &case.scope.scored else { return Some(0) };
    ranges
        .iter()
        .position(|range| range.start().get() <= token.start as usize && (token.end as usize) <= range.end().get())
}

fn is_scored(case: &Case, token: &Token) -> bool {
    range_of(case, token).is_some()
}

/// Verbs beside a source that stand in no claim: where people do not mark words of saying, these most likely are.
fn likely_cues(article: &Prepared, spans: &[(usize, usize, usize)]) -> Vec<(usize, usize, usize)> {
    let taken = |at: usize| spans.iter().any(|(start, end, _)| (*start..*end).contains(&at));
    let is_cue = |at: &usize| article.is_verb(*at) && !taken(*at);
    let mut found = Vec::new();
    for (start, end, kind) in spans {
        if *kind != 1 {
            continue;
        }
        let cue = (*end..end + 3).find(is_cue).or_else(|| (start.saturating_sub(2)..*start).rev().find(is_cue));
        found.extend(cue.map(|at| (at, at + 1, 2)));
    }
    found
}

/// A fixed order that looks like none (`SplitMix64`).
fn shuffled(length: usize, seed: u64) -> Vec<usize> {
    let mut state = seed;
    let mut keyed: Vec<(u64, usize)> = (0..length)
        .map(|number| {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            (z ^ (z >> 31), number)
        })
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, number)| number).collect()
}

/// Learns a chain from labelled articles; `None` where it was stopped.
pub(super) fn learn(
    task: Task,
    english: &English,
    cases: &[&Case],
    plan: &Plan,
    watch: &mut Watch<'_>,
) -> Option<Part> {
    let going = |watch: &Watch<'_>| (!watch.is_over()).then_some(());
    let mut lessons: Vec<Lesson<'_>> = Vec::with_capacity(cases.len());
    for case in cases {
        going(watch)?;
        lessons.push(Lesson::new(case, task, english));
    }
    let mut total: BTreeMap<u32, Counts> = BTreeMap::new();
    for (word, counts) in lessons.iter().flat_map(|lesson| &lesson.counts) {
        let entry = total.entry(*word).or_default();
        entry.all += counts.all;
        entry.of = [entry.of[0] + counts.of[0], entry.of[1] + counts.of[1]];
    }
    let shares = |lesson: &Lesson<'_>, token: &Token| {
        let word = task.key(token);
        let of = |counts: &BTreeMap<u32, Counts>| counts.get(&word).copied().unwrap_or_default();
        let text = lesson.case.text.get(token.start as usize..token.end as usize).unwrap_or_default();
        with_known(task, plan.sayings, text, of(&total).without(of(&lesson.counts)).steps(task.least()))
    };
    let mut counter = Counter::new();
    for lesson in &lessons {
        going(watch)?;
        let count = |features: &[u32]| features.iter().for_each(|feature| counter.add(*feature));
        lesson.article.features(task, english, |token| shares(lesson, token), count);
    }
    let index = counter.rows(plan.least);
    drop(counter);
    let sequences: Vec<Sequence> = lessons
        .iter()
        .flat_map(|lesson| lesson.sequences(task, english, |token| shares(lesson, token), &index))
        .collect();
    drop(lessons);
    let allowed = scheme::allowed(task.kinds().len());
    let mut trainer = Trainer::<W>::new(index.len(), TRANSITIONS, allowed, plan.settings);
    let passes = plan.settings.passes;
    for pass in 0..passes {
        let likelihood = trainer.pass(&sequences, &shuffled(sequences.len(), u64::from(pass) + 100), watch.stop)?;
        (watch.progress)(Step { what: watch.what, pass: pass + 1, passes, likelihood });
    }
    let learned = trainer.weights();
    let steps = total.iter().map(|(word, counts)| (*word, counts.steps(task.least())));
    let reading = Reading { price: plan.price, curve: Curve::default(), sure: 0.9 };
    Some(Part {
        task,
        sayings: plan.sayings,
        shares: Table::new(&steps.filter(|(_, [a, b])| *a > 1 || *b > 1 || task == Task::Events).collect()),
        rows: Rows::new(index.addresses().zip(learned.nodes)),
        edges: Part::edges(task, &learned.edges),
        readings: vec![reading; task.proposed()],
    })
}

/// Learns a chain, and from articles held back how its probabilities are to be read.
pub(super) fn learn_and_read(
    task: Task,
    english: &English,
    cases: &[&Case],
    plan: &Plan,
    watch: &mut Watch<'_>,
) -> Option<Part> {
    /// One article of this many is held back.
    const FOLD: usize = 5;
    let order = shuffled(cases.len(), 9);
    let pick = |held: bool| -> Vec<&Case> {
        let chosen = order.iter().enumerate().filter(|(at, _)| (at % FOLD == 0) == held);
        chosen.filter_map(|(_, number)| cases.get(*number).copied()).collect()
    };
    let shorter = Plan { settings: Settings { passes: plan.settings.passes.div_ceil(2), ..plan.settings }, ..*plan };
    let mut first = Watch { what: "what its probabilities mean", progress: &mut *watch.progress, stop: watch.stop };
    let part = learn(task, english, &pick(false), &shorter, &mut first)?;
    let read = readings(&part, english, &pick(true), plan.price);
    Some(Part { readings: read, ..learn(task, english, cases, plan, watch)? })
}
