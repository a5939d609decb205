//! The axis: days to points and back, zoom, and the lines of days, months and years.

use super::lanes::{epoch, number};
use crate::model::Date;

/// Points that a day takes, at least and at most.
const ZOOM: (f64, f64) = (0.01, 400.0);

/// Points between two lines that have words, at least.
const APART: f64 = 88.0;

/// Room at both ends when everything is fitted in, as a share of the width.
const MARGIN: f64 = 0.04;

/// Where the view is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    /// The day at the left edge, in days since the epoch.
    pub(super) left: f64,
    /// Points that a day takes.
    pub(super) scale: f64,
}

impl Axis {
    /// All days of a range in a width.
    pub(super) fn fit(days: (i32, i32), width: f64) -> Self {
        let length = f64::from(days.1 - days.0 + 1).max(3.0);
        let scale = (width * (1.0 - 2.0 * MARGIN) / length).clamp(ZOOM.0, ZOOM.1);
        let middle = f64::from(days.0) + f64::from(days.1 - days.0 + 1) / 2.0;
        Self { left: middle - width / scale / 2.0, scale }
    }

    /// Where a day begins, in points from the left edge.
    pub(super) fn x(&self, day: f64) -> f64 {
        (day - self.left) * self.scale
    }

    /// The day at a place.
    pub(super) fn day(&self, x: f64) -> f64 {
        self.left + x / self.scale
    }

    /// Makes days wider or narrower; the day at a place stays there.
    pub(super) fn zoom(&mut self, by: f64, at: f64) {
        let day = self.day(at);
        self.scale = (self.scale * by).clamp(ZOOM.0, ZOOM.1);
        self.left = day - at / self.scale;
    }

    /// Moves the view by points.
    pub(super) fn pan(&mut self, by: f64) {
        self.left -= by / self.scale;
    }

    /// Lines with their words, in points from the left edge: days, months or years, whichever have room.
    pub(super) fn ticks(&self, width: f64) -> Vec<(f64, String)> {
        let Some(epoch) = epoch() else { return Vec::new() };
        let Some(from) = epoch.plus_days(self.left.floor() as i32) else { return Vec::new() };
        let end = self.day(width);
        let mut ticks = Vec::new();
        let mut push = |date: Date, words: String| {
            let Some(day) = number(date) else { return false };
            ticks.push((self.x(f64::from(day)), words));
            f64::from(day) <= end
        };
        let days = (APART / self.scale).ceil();
        if days <= 14.0 {
            let step = [1, 2, 7, 14].into_iter().find(|step| f64::from(*step) >= days).unwrap_or(14);
            let mut date = from.plus_days(-number(from).unwrap_or(0).rem_euclid(step));
            while let Some(here) = date
                && push(here, here.to_string())
            {
                date = here.plus_days(step);
            }
        } else {
            let months = (days / 28.0).ceil();
            let step =
                [1, 3, 6, 12, 24, 60, 120, 600].into_iter().find(|step| f64::from(*step) >= months).unwrap_or(1200);
            let mut month = (i32::from(from.year()) * 12).div_euclid(step) * step;
            while let Some(here) = first_of(month) {
                let words =
                    if step >= 12 { format!("{:04}", here.year()) } else { here.to_string().chars().take(7).collect() };
                if !push(here, words) {
                    break;
                }
                month += step;
            }
        }
        ticks.retain(|(x, _)| *x > -APART && *x < width);
        ticks
    }
}

/// The first day of a month, counted from the year 0.
fn first_of(month: i32) -> Option<Date> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    Date::day(year, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i32 {
        number(Date::parse(text).unwrap()).unwrap()
    }

    #[test]
    fn zoom_keeps_the_day_under_the_pointer() {
        let mut axis = Axis::fit((day("2025-10-01"), day("2025-12-31")), 800.0);
        let before = axis.day(200.0);
        axis.zoom(3.0, 200.0);
        assert!((axis.day(200.0) - before).abs() < 1e-6);
        axis.pan(50.0);
        assert!((axis.day(250.0) - before).abs() < 1e-6);
    }

    #[test]
    fn lines_have_room_for_their_words() {
        for span in [3, 40, 400, 4_000, 40_000] {
            let axis = Axis::fit((day("2025-10-01"), day("2025-10-01") + span), 800.0);
            let ticks = axis.ticks(800.0);
            assert!(ticks.len() > 1 && ticks.len() < 12, "{span}: {ticks:?}");
            assert!(ticks.windows(2).all(|pair| pair[1].0 - pair[0].0 >= APART * 0.9), "{span}: {ticks:?}");
        }
        let axis = Axis::fit((day("2025-10-01"), day("2025-12-31")), 800.0);
        assert!(axis.ticks(800.0).iter().any(|(_, words)| words == "2025-11" || words.starts_with("2025-11-")));
    }
}
