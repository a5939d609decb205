//! Whether values agree.

use super::value::Value;
use crate::model::Date;

/// How values of one side of an event stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// All can be so at once.
    Agreeing,
    /// They differ, and whoever gives a newer value was published on a later day than all who give the older one.
    Updated,
    /// They differ, and no order of publication explains it.
    Contradicting,
}

impl Agreement {
    /// What the screen shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agreeing => "agreeing",
            Self::Updated => "updated later",
            Self::Contradicting => "contradicting",
        }
    }
}

/// Values at the same phase and precision, with the day that each was published.
pub(super) fn judge<'a>(said: impl Iterator<Item = (&'a Value, Option<Date>)>) -> Agreement {
    // Equal values as one, with all days that they were published on.
    let mut values: Vec<(&Value, Vec<Option<Date>>)> = Vec::new();
    for (value, published) in said {
        match values.iter_mut().find(|(known, _)| known.is_equal(value)) {
            Some((_, days)) => days.push(published),
            None => values.push((value, vec![published])),
        }
    }
    let mut agreement = Agreement::Agreeing;
    for (at, (value, days)) in values.iter().enumerate() {
        for (_, other_days) in values.iter().skip(at + 1).filter(|(other, _)| !value.is_compatible(other)) {
            let is_ordered = all_before(days, other_days) || all_before(other_days, days);
            agreement = agreement.max(if is_ordered { Agreement::Updated } else { Agreement::Contradicting });
        }
    }
    agreement
}

/// True where all days are known and each of the first lies before each of the second.
fn all_before(first: &[Option<Date>], second: &[Option<Date>]) -> bool {
    let before = |a: &Option<Date>, b: &Option<Date>| a.zip(*b).is_some_and(|(a, b)| a.is_before(b));
    first.iter().all(|a| second.iter().all(|b| before(a, b)))
}
