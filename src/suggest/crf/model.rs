//! A model: two chains, one for claims and sources and one for events, with the notes of its training.

use super::codec::{Broken, Reader, Writer};
use super::english::English;
use super::file::{Kind, ModelError, opened, sealed};
use super::learn::{Plan, Step, Watch, learn, learn_and_read};
use super::part::{Part, Sayings};
use super::task::Task;
use super::train::Settings;
use crate::suggest::evaluate::Case;
use std::sync::atomic::AtomicBool;

/// What the file is.
const FILE: Kind = Kind { magic: *b"BYMD", version: 2 };

/// Articles with something marked in them below which a project teaches nothing.
const FEWEST: usize = 10;

/// Articles of a project that are learned from at most: more take long and much memory, and teach little more.
pub const MOST_LESSONS: usize = 200;

/// A trained model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What it was trained on, for a reader.
    pub note: String,
    pub(super) parts: Vec<Part>,
}

/// True where a case says something about this label.
fn teaches(case: &Case, label: &str) -> bool {
    case.scope.labels.is_empty() || case.scope.labels.iter().any(|l| l.as_str() == label)
}

/// So many of them at most, evenly from the first to the last.
pub fn evenly<T: Copy>(all: &[T], most: usize) -> Vec<T> {
    let number = all.len().min(most);
    (0..number).filter_map(|at| all.get(at * all.len() / number)).copied().collect()
}

impl Model {
    /// Trains the shipped model from corpora. The same cases in the same order give the same model.
    pub fn train(english: &English, cases: &[Case], note: &str, progress: &mut dyn FnMut(Step)) -> Self {
        let of = |label: &str| -> Vec<&Case> { cases.iter().filter(|case| teaches(case, label)).collect() };
        let (speech, events) = (of("claim"), of("event"));
        let mut parts = Vec::new();
        let never = AtomicBool::new(false);
        if !speech.is_empty() {
            // Few features, and those that pay: what is bound to one guideline does not travel to the news of another.
            let settings = Settings { passes: 8, rate: 0.08, penalty: 2.0 };
            let plan = Plan { settings, least: 8, sayings: Sayings::Learned, price: 0.3 };
            let mut watch = Watch { what: "claims and sources", progress: &mut *progress, stop: &never };
            parts.extend(learn_and_read(Task::Speech, english, &speech, &plan, &mut watch));
        }
        if !events.is_empty() {
            let settings = Settings { passes: 10, rate: 0.08, penalty: 0.5 };
            let plan = Plan { settings, least: 2, sayings: Sayings::Learned, price: 0.33 };
            let mut watch = Watch { what: "events", progress: &mut *progress, stop: &never };
            parts.extend(learn_and_read(Task::Events, english, &events, &plan, &mut watch));
        }
        Self { note: note.into(), parts }
    }

    /// Learns from the articles of a project, which are few; `None` where they are too few to learn anything, or where
    /// `stop` rose on the way.
    pub fn learn(english: &English, cases: &[Case], stop: &AtomicBool) -> Option<Self> {
        let has = |case: &&Case, labels: [&str; 2]| case.gold.marks.iter().any(|m| labels.contains(&m.label.as_str()));
        let mut parts = Vec::new();
        for (task, labels, what) in
            [(Task::Speech, ["claim", "source"], "claims and sources"), (Task::Events, ["event", "event"], "events")]
        {
            let fit: Vec<&Case> = cases.iter().filter(|case| labels.iter().any(|l| teaches(case, l))).collect();
            if fit.iter().filter(|case| has(case, labels)).count() < FEWEST {
                continue;
            }
            let fit = evenly(&fit, MOST_LESSONS);
            // The fewer the articles, the less sure everything is, and the more must be proposed for the best F1.
            let price = if fit.len() < 20 { 0.2 } else { 0.27 };
            let settings = Settings { passes: 10, rate: 0.08, penalty: 0.05 };
            let plan = Plan { settings, least: 2, sayings: Sayings::Known, price };
            parts.push(learn(task, english, &fit, &plan, &mut Watch { what, progress: &mut |_| {}, stop })?);
        }
        (!parts.is_empty())
            .then(|| Self { note: format!("learned from {} articles", cases.len().min(MOST_LESSONS)), parts })
    }

    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut input = opened(bytes, FILE)?;
        Self::body(&mut input).map_err(|Broken| ModelError::Damaged)
    }

    fn body(input: &mut Reader<'_>) -> Result<Self, Broken> {
        let note = input.text()?;
        let mut parts = Vec::new();
        for _ in 0..input.length()? {
            parts.push(Part::read(input)?);
        }
        if input.is_done() { Ok(Self { note, parts }) } else { Err(Broken) }
    }

    /// Writes a file.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.text(&self.note);
        out.number(self.parts.len() as u32);
        self.parts.iter().for_each(|part| part.write(&mut out));
        sealed(FILE, out)
    }

    /// How many features have weights.
    pub fn features(&self) -> usize {
        self.parts.iter().map(|part| part.rows.len()).sum()
    }

    /// The score of a label (by id) from which on nine of ten proposals were right on articles held back.
    pub fn sure(&self, label: &str) -> Option<f64> {
        self.parts.iter().find_map(|part| {
            let kind = part.task.kinds().iter().position(|kind| *kind == label)?;
            part.readings.get(kind).map(|reading| f64::from(reading.sure))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_articles_some_teach_from_the_first_to_the_last() {
        let all: Vec<usize> = (0..1_000).collect();
        let some = evenly(&all, 200);
        assert_eq!((some.len(), some[0], some[1], some[199]), (200, 0, 5, 995));
        assert_eq!((evenly(&all[..7], 200), evenly(&all[..0], 200)), (all[..7].to_vec(), Vec::new()));
    }
}
