//! A scale of days for charts: spans in which nothing lies are cut short and drawn as cut.

use crate::model::Date;
use std::collections::BTreeSet;

/// Most days that a gap is drawn as long as it is.
const LONGEST: i32 = 3;

/// Where each day lies, from `left` to `right`.
#[derive(Debug)]
pub(super) struct Scale {
    /// Full dates in order, each with its place.
    days: Vec<(Date, f64)>,
    /// Where gaps are cut short: the place, and how many days lie in the gap.
    pub(super) cuts: Vec<(f64, i32)>,
}

impl Scale {
    /// A scale on which these days lie; dates that are not full are passed over.
    pub(super) fn of(days: impl Iterator<Item = Date>, left: f64, right: f64) -> Self {
        let days: BTreeSet<Date> = days.filter(|date| date.is_full()).collect();
        let gap = |a: Date, b: Date| b.days_since(a).unwrap_or_default();
        let all: Vec<Date> = days.into_iter().collect();
        let gaps: Vec<i32> = all.iter().zip(all.iter().skip(1)).map(|(a, b)| gap(*a, *b)).collect();
        let total: i32 = gaps.iter().map(|days| (*days).min(LONGEST)).sum();
        let step = (right - left) / f64::from(total.max(1));
        let (mut at, mut places, mut cuts) = (left, Vec::with_capacity(all.len()), Vec::new());
        for (number, day) in all.iter().enumerate() {
            if let Some(days) = number.checked_sub(1).and_then(|before| gaps.get(before)) {
                let width = f64::from((*days).min(LONGEST)) * step;
                if *days > LONGEST {
                    cuts.push((at + width / 2.0, *days));
                }
                at += width;
            }
            places.push((*day, at));
        }
        Self { days: places, cuts }
    }

    /// Where a day lies.
    pub(super) fn at(&self, day: Date) -> Option<f64> {
        let place = self.days.binary_search_by_key(&day, |(day, _)| *day).ok()?;
        self.days.get(place).map(|(_, at)| *at)
    }

    /// Days with room for their names: so far apart at least.
    pub(super) fn ticks(&self, apart: f64) -> Vec<(Date, f64)> {
        let mut ticks: Vec<(Date, f64)> = Vec::new();
        for (day, at) in &self.days {
            if ticks.last().is_none_or(|(_, last)| at - last >= apart) {
                ticks.push((*day, *at));
            }
        }
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_gaps_are_cut_short() {
        let day = |text: &str| Date::parse(text).unwrap();
        let days = ["2019-08-22", "2025-11-28", "2025-11-29", "2025-12-01", "2025-11"].map(day);
        let scale = Scale::of(days.into_iter(), 0.0, 100.0);
        assert_eq!(scale.at(days[0]), Some(0.0));
        assert_eq!(scale.at(days[1]), Some(50.0), "three of six steps");
        assert_eq!(scale.at(days[3]), Some(100.0));
        assert_eq!((scale.at(days[4]), scale.cuts.clone()), (None, vec![(25.0, 2290)]));
        assert_eq!(scale.ticks(30.0).len(), 3);
        assert_eq!(Scale::of([days[1]].into_iter(), 5.0, 9.0).at(days[1]), Some(5.0));
    }
}
