//! What an annotator's own decisions say about the suggesters' scores. Each suggester and label has one number that all its
//! scores are moved by; it follows from what was kept and what was turned down, so that a suggester whose suggestions she
//! turns down sinks below the threshold, and falls behind the others, at once.

use super::{Kept, Level, Tally};
use crate::model::{LabelId, Suggestion, SuggestionSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How far scores move by themselves (the variance of the shift, in squared log odds): six decisions outweigh it.
const FREEDOM: f64 = 0.5;

/// Most that scores are moved by, in log odds.
const MOST: f64 = 3.0;

/// Steps of Newton's method; the curve is so tame that it stands after five.
const STEPS: usize = 12;

/// What is known of one suggester and label.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trust {
    /// How many suggestions were kept, edited or not.
    pub kept: usize,
    /// How many were decided on.
    pub decided: usize,
    /// The share that the scores promised, 0 to 1.
    pub said: f64,
    /// The share that they promise now, 0 to 1.
    pub says: f64,
    /// What scores are moved by, in log odds.
    shift: f64,
}

fn share(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

fn odds(share: f64) -> f64 {
    let share = share.clamp(0.01, 0.99);
    (share / (1.0 - share)).ln()
}

/// The score that stands for a level.
fn middle(level: Level) -> f64 {
    match level {
        Level::High => 0.92,
        Level::Middle => 0.72,
        Level::Low => 0.45,
    }
}

impl Trust {
    /// From what became of suggestions of each level.
    fn of(levels: &[(Level, Kept)]) -> Self {
        let (kept, decided) = levels.iter().fold((0, 0), |sum, (_, of)| (sum.0 + of.kept(), sum.1 + of.decided()));
        let mut shift = 0.0;
        for _ in 0..STEPS {
            // The slope and the bend of the logarithm of how likely the decisions are (a normal prior around 0).
            let (mut slope, mut bend) = (-shift / FREEDOM, 1.0 / FREEDOM);
            for (level, of) in levels {
                let expected = share(odds(middle(*level)) + shift);
                slope += of.kept() as f64 - of.decided() as f64 * expected;
                bend += of.decided() as f64 * expected * (1.0 - expected);
            }
            shift = (shift + slope / bend).clamp(-MOST, MOST);
        }
        let promised = |shift: f64| {
            let all = levels.iter().map(|(level, of)| of.decided() as f64 * share(odds(middle(*level)) + shift));
            all.sum::<f64>() / decided.max(1) as f64
        };
        Self { kept, decided, said: promised(0.0), says: promised(shift), shift }
    }

    /// What a score, from 0 to 1, says now.
    pub fn weigh(&self, score: f64) -> f64 {
        (share(odds(score) + self.shift) * 1000.0).round() / 1000.0
    }

    /// The score that a suggestion must have had to say this now.
    pub fn before(&self, score: f64) -> f64 {
        share(odds(score) - self.shift)
    }
}

/// What is known of all suggesters and labels that anything was decided on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mixture {
    of: BTreeMap<(String, LabelId), Trust>,
}

impl Mixture {
    /// What an annotator's decisions say.
    pub fn of(tally: &Tally) -> Self {
        let trust = |(by, label): (String, LabelId)| {
            let levels = Level::ALL.map(|level| (level, tally.like(&by, &label, level)));
            ((by, label), Trust::of(&levels))
        };
        Self { of: tally.suggesters().into_iter().map(trust).collect() }
    }

    /// What is known of a suggester and label; `None` where nothing was decided.
    pub fn trust(&self, by: &str, label: &LabelId) -> Option<Trust> {
        self.of.get(&(by.to_owned(), label.clone())).copied()
    }

    /// Suggestions with what their scores say now.
    pub fn weighed(&self, set: &Arc<SuggestionSet>) -> Arc<SuggestionSet> {
        let now = |one: &Suggestion| self.trust(&one.by, &one.label).map_or(one.score, |trust| trust.weigh(one.score));
        if set.suggestions.iter().all(|one| (now(one) - one.score).abs() < 0.000_5) {
            return Arc::clone(set);
        }
        let suggestions = set.suggestions.iter().map(|one| Suggestion { score: now(one), ..one.clone() });
        Arc::new(SuggestionSet { suggestions: suggestions.collect(), ..(**set).clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(level: Level, kept: usize, rejected: usize) -> Trust {
        Trust::of(&[(level, Kept { accepted: kept, edited: 0, rejected })])
    }

    #[test]
    fn what_is_turned_down_sinks_and_what_is_kept_rises() {
        let none = Trust::of(&[]);
        assert_eq!((none.weigh(0.7), none.weigh(0.31)), (0.7, 0.31), "nothing decided, nothing moved");
        let one = of(Level::High, 0, 1);
        assert!(one.weigh(0.92) < 0.9 && one.weigh(0.92) > 0.8, "one decision moves it a little: {one:?}");
        let five = of(Level::High, 0, 5);
        assert!(five.weigh(0.92) < 0.7, "five in a row say that it is not what she wants: {five:?}");
        let fair = of(Level::High, 92, 8);
        assert!((fair.weigh(0.92) - 0.92).abs() < 0.01, "as it promised: {fair:?}");
        let good = of(Level::Low, 40, 2);
        assert!(good.says > 0.8 && good.said < 0.5 && good.before(0.7) < 0.45, "{good:?}");
        let never = of(Level::Low, 0, 5_000);
        assert!(never.weigh(0.99) > 0.0 && never.weigh(0.5) < 0.06, "{never:?}");
    }

    #[test]
    fn a_threshold_is_the_same_before_and_after() {
        let trust = of(Level::Middle, 3, 9);
        for score in [0.2, 0.45, 0.7, 0.9] {
            assert!((trust.weigh(trust.before(score)) - score).abs() < 0.02, "{score}: {trust:?}");
        }
        assert!(trust.weigh(0.6) < trust.weigh(0.7), "the order of one suggester's own stays");
    }
}
