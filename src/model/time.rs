//! Dates of articles and times of acts.

use std::fmt;

/// A date as newspapers give it: a year, perhaps a month, perhaps a day (Gregorian).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl Date {
    /// A full date; `None` where the calendar has no such day.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok()?;
        Some(Self { year, month: Some(month), day: Some(day) })
    }

    /// Reads `2025`, `2025-11` or `2025-11-28`, and takes the day of `2025-11-28T09:14:05Z`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = text.split(['T', ' ']).next()?;
        let mut parts = date.splitn(3, '-');
        let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        let year = parts.next().filter(|p| digits(p, 4))?.parse().ok()?;
        let Some(month) = parts.next() else { return (year > 0).then_some(Self { year, month: None, day: None }) };
        let month = Some(month).filter(|p| digits(p, 2))?.parse().ok()?;
        match parts.next() {
            None => (year > 0 && (1..=12).contains(&month)).then_some(Self { year, month: Some(month), day: None }),
            Some(day) => Self::day(year, month, Some(day).filter(|p| digits(p, 2))?.parse().ok()?),
        }
    }

    /// True where year, month and day are all known.
    pub fn is_full(self) -> bool {
        self.day.is_some()
    }

    /// The first and the last day of a week of ISO 8601: reads `2025-W47`.
    pub fn parse_week(text: &str) -> Option<(Self, Self)> {
        let (year, week) = text.trim().split_once("-W")?;
        let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        let year = Some(year).filter(|y| digits(y, 4))?.parse().ok()?;
        let week = Some(week).filter(|w| digits(w, 2))?.parse().ok()?;
        let day = |weekday| {
            let date = jiff::civil::ISOWeekDate::new(year, week, weekday).ok()?.date();
            Self::day(date.year(), date.month(), date.day())
        };
        Some((day(jiff::civil::Weekday::Monday)?, day(jiff::civil::Weekday::Sunday)?))
    }

    /// Days from another date to this one; `None` unless both are full. Negative where this one is earlier.
    pub fn days_since(self, other: Self) -> Option<i32> {
        let number = |date: Self| {
            let day = jiff::civil::Date::new(date.year, date.month?, date.day?).ok()?;
            Some(day.since((jiff::Unit::Day, jiff::civil::Date::ZERO)).ok()?.get_days())
        };
        Some(number(self)? - number(other)?)
    }

    /// The first and the last day that this date can mean.
    pub fn days(self) -> (Self, Self) {
        let of = |day: Option<jiff::civil::Date>| day.and_then(|d| Self::day(d.year(), d.month(), d.day()));
        (of(self.first_day()).unwrap_or(self), of(self.last_day()).unwrap_or(self))
    }

    /// The day some days later, or earlier where the number is negative; `None` unless it is a full date of the calendar.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        let day = jiff::civil::Date::new(self.year, self.month?, self.day?).ok()?;
        let then = day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
        Self::day(then.year(), then.month(), then.day())
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// True where the month is known.
    pub fn has_month(self) -> bool {
        self.month.is_some()
    }

    /// Days from the nearest day that one of the two dates can mean to the nearest of the other; 0 where they can mean the
    /// same day.
    pub fn days_apart(self, other: Self) -> u32 {
        let between = |earlier: Self, later: Self| {
            let (Some(end), Some(start)) = (earlier.last_day(), later.first_day()) else { return 0 };
            end.until(start).map_or(0, |span| span.get_days())
        };
        between(self, other).max(between(other, self)).max(0).unsigned_abs()
    }

    fn first_day(self) -> Option<jiff::civil::Date> {
        jiff::civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    fn last_day(self) -> Option<jiff::civil::Date> {
        let month = jiff::civil::Date::new(self.year, self.month.unwrap_or(12), 1).ok()?;
        match self.day {
            Some(_) => self.first_day(),
            None => Some(month.last_of_month()),
        }
    }

    /// True where every day that this date can mean is before every day that `other` can mean.
    pub fn is_before(self, other: Self) -> bool {
        let key = |date: Self| (date.year, date.month, date.day);
        let (a, b) = (key(self), key(other));
        a.0 < b.0
            || (a.0 == b.0
                && matches!((a.1, b.1), (Some(x), Some(y)) if x < y || (x == y && matches!((a.2, b.2), (Some(d), Some(e)) if d < e))))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// A moment, in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// A moment from its seconds since 1970 in UTC; kept within the years that can be written.
    pub fn from_seconds(seconds: i64) -> Self {
        // 9999-12-30T22:00:00Z is the last moment that jiff holds.
        Self(seconds.clamp(0, 253_402_207_200))
    }

    /// Reads RFC 3339, such as `2026-11-21T09:14:05Z`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|t| Self::from_seconds(t.as_second()))
    }

    /// Seconds since 1970 in UTC.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// Day and minute by this computer's clock on the wall, for people: `2026-11-21 10:14`.
    pub fn minute(self) -> String {
        let zoned = jiff::Timestamp::from_second(self.0).unwrap_or_default().to_zoned(jiff::tz::TimeZone::system());
        let (date, time) = (zoned.date(), zoned.time());
        format!("{date} {:02}:{:02}", time.hour(), time.minute())
    }

    /// The day of this moment in UTC.
    pub fn date(self) -> Option<Date> {
        Date::parse(&self.to_string())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        jiff::Timestamp::from_second(self.0).unwrap_or_default().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_any_precision() {
        for written in ["2025", "2025-11", "2025-11-28"] {
            assert_eq!(Date::parse(written).map(|d| d.to_string()).as_deref(), Some(written));
        }
        assert_eq!(Date::parse("2025-11-28T10:00:00+01:00"), Date::day(2025, 11, 28));
        for wrong in ["", "28/11/2025", "2025-13", "2025-02-30", "25-1-1", "2025-1-1", "+025"] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
        let before = |a, b| matches!((Date::parse(a), Date::parse(b)), (Some(a), Some(b)) if a.is_before(b));
        assert!(before("2025-11-27", "2025-11-28") && before("2024", "2025-01") && before("2025-10", "2025-11-28"));
        let days = |a, b| Date::parse(a).zip(Date::parse(b)).and_then(|(a, b)| a.days_since(b));
        assert_eq!((days("2025-03-01", "2024-02-28"), days("2024-02-28", "2024-03-01")), (Some(367), Some(-2)));
        assert_eq!((days("2025-03", "2024-02-28"), days("9999-12-31", "0001-01-01")), (None, Some(3_652_058)));
        let week = |a| Date::parse_week(a).map(|(a, b)| format!("{a} {b}"));
        assert_eq!(week("2025-W47").as_deref(), Some("2025-11-17 2025-11-23"));
        assert_eq!((week("2025-W53"), week("2025-47")), (None, None));
        let plus = |a, n| Date::parse(a).and_then(|d| d.plus_days(n)).map(|d| d.to_string());
        assert_eq!((plus("2024-02-28", 2), plus("2024-02", 2)), (Some("2024-03-01".into()), None));
        let span = |a| Date::parse(a).map(|d| (d.days().0.to_string(), d.days().1.to_string()));
        assert_eq!(span("2024-02"), Some(("2024-02-01".into(), "2024-02-29".into())));
        assert_eq!(span("2025"), Some(("2025-01-01".into(), "2025-12-31".into())));
        assert!(!before("2025-11", "2025-11-28") && !before("2025-11-28", "2025-11-28") && !before("2026", "2025"));
    }

    #[test]
    fn days_between_dates_of_any_precision() {
        let apart = |a, b| Date::parse(a).zip(Date::parse(b)).map(|(a, b)| a.days_apart(b));
        assert_eq!(apart("2025-11-28", "2025-12-01"), Some(3));
        assert_eq!(apart("2025-12-01", "2025-11-28"), Some(3));
        assert_eq!(apart("2025-11", "2025-12-01"), Some(1));
        assert_eq!(apart("2025-11", "2025-11-28"), Some(0));
        assert_eq!(apart("2023", "2025"), Some(367));
    }

    #[test]
    fn times_round_trip() {
        let written = "2026-11-21T09:14:05Z";
        assert_eq!(Timestamp::parse(written).map(|t| t.to_string()).as_deref(), Some(written));
        assert_eq!(Timestamp::from_seconds(i64::MAX).to_string(), "9999-12-30T22:00:00Z");
    }
}
