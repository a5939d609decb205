//! Dates as newspapers write them.

use crate::model::Date;
use crate::text::fold;

/// Folded names of the months, in English, German, French, Spanish, Italian and Portuguese; a word of three letters or
/// more that starts one of them in full, or is one of the short forms, names the month.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janner", "janvier", "enero", "gennaio", "janeiro"],
    &["february", "februar", "feber", "fevrier", "febrero", "febbraio", "fevereiro"],
    &["march", "marz", "mars", "marzo", "marco", "mrz"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "aout", "agosto"],
    &["september", "septembre", "septiembre", "setiembre", "settembre", "setembro"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "decembre", "diciembre", "dicembre", "dezembro"],
];

/// Folded words that stand in a line of a date besides months and numbers.
const DATE_WORDS: &str = "\
    published|updated|posted|last|first|modified|on|at|of|the|by|am|pm|gmt|utc|est|edt|et|pst|pdt|ist|cet|cest|\
    bst|min|mins|minute|minutes|hour|hours|day|days|ago|read|st|nd|rd|th|monday|tuesday|wednesday|thursday|\
    friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|uhr|de|a|p|m|montag|dienstag|mittwoch|\
    donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|\
    miercoles|jueves|viernes|sabado|domingo|lunedi|martedi|mercoledi|giovedi|venerdi|le|el";

/// Reads a date in the forms of newspapers, datelines and standards. Where day and month can be taken for one another
/// (03/04/2025) there is no date.
pub(super) fn parse(written: &str) -> Option<Date> {
    let written = written.trim();
    if written.len() > 200 {
        return None;
    }
    Date::parse(written).or_else(|| with_month_name(written)).or_else(|| numeric(written))
}

/// True for a line that is nothing but a date or time, such as "Updated Nov. 28, 2025, 5:14 p.m. ET".
pub(super) fn is_date_line(line: &str) -> bool {
    if line.len() > 150 || !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let folded = fold(line);
    let mut known = 0;
    let mut digits = false;
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        digits |= word.starts_with(|c: char| c.is_ascii_digit());
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let fits = letters.is_empty()
            || month_of(letters).is_some()
            || DATE_WORDS.split('|').any(|w| w == letters)
            || letters == "t";
        if !fits {
            return false;
        }
        known += usize::from(!letters.is_empty());
    }
    digits && (known > 0 || parse(line).is_some())
}

/// The month that a folded word names, from 1.
fn month_of(word: &str) -> Option<i8> {
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    let short = |name: &str| word == name || (word.len() <= 5 && name.starts_with(word));
    (1..).zip(MONTHS).find(|(_, names)| names.iter().any(|n| short(n))).map(|(number, _)| number)
}

/// "28 November 2025", "Nov. 28, 2025", "28 de noviembre de 2025", "November 2025", with whatever stands around.
fn with_month_name(written: &str) -> Option<Date> {
    let folded = fold(written);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && *w != "de" && *w != "of").collect();
    let at = words.iter().position(|w| month_of(w).is_some())?;
    let month = month_of(words.get(at)?)?;
    let year = words
        .iter()
        .filter(|w| w.len() == 4)
        .find_map(|w| w.parse::<i16>().ok())
        .filter(|y| (1500..=2200).contains(y))?;
    let day = |word: Option<&&str>| word.and_then(|w| day_of(w));
    let before = at.checked_sub(1).and_then(|i| day(words.get(i)));
    match before.or_else(|| day(words.get(at + 1))) {
        Some(day) => Date::day(year, month, day),
        None => Date::parse(&format!("{year:04}-{month:02}")),
    }
}

/// A day of the month: `28`, `28th`, `1er`.
fn day_of(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.strip_prefix(digits)?;
    let ordinal = matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er" | "o" | "a");
    digits.parse().ok().filter(|day| ordinal && digits.len() <= 2 && (1..=31).contains(day))
}

/// `2025/11/28`, `20251128`, `28.11.2025`, and `28/11/2025` where one number must be the day.
fn numeric(written: &str) -> Option<Date> {
    // Chinese and Japanese name the parts: 2025年11月28日.
    let named = written.contains('年').then(|| written.replace(['年', '月'], "-").replace('日', " "));
    let first = named.as_deref().unwrap_or(written).split([' ', ',', 'T']).next()?;
    if first.len() == 8 && first.bytes().all(|b| b.is_ascii_digit()) {
        return Date::day(first.get(..4)?.parse().ok()?, first.get(4..6)?.parse().ok()?, first.get(6..)?.parse().ok()?);
    }
    let separator = first.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let mut parts = first.split(separator).map(|p| p.parse::<i16>().ok().filter(|_| p.len() <= 4));
    let (a, b, c) = (parts.next()??, parts.next()??, parts.next()??);
    let date = |year: i16, month: i16, day: i16| Date::day(year, month.try_into().ok()?, day.try_into().ok()?);
    match (a, b, c) {
        (1500.., month, day) => date(a, month, day),
        // Points and hyphens stand between numbers only where the day comes first.
        (day, month, 1500..) if separator == '.' || day > 12 || day == month => date(c, month, day),
        (month, 13.., 1500..) => date(c, month, b),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_newspapers() {
        for written in [
            "2025-11-28",
            "2025-11-28T09:14:05+01:00",
            "2025/11/28",
            "20251128",
            "28 November 2025",
            "28. November 2025",
            "November 28, 2025",
            "Nov. 28, 2025",
            "Friday, Nov 28th 2025 at 5:14 p.m. ET",
            "28/11/2025",
            "11/28/2025",
            "28.11.2025, 14:05 Uhr",
            "28 de noviembre de 2025",
            "le 28 novembre 2025",
            "28 November 2025, at 01:54 IST",
            "Fri, 28 Nov 2025 10:00:00 GMT",
            "Published 28 Nov 2025",
            "28th of November, 2025",
            "28-11-2025",
            "2025年11月28日 星期五",
        ] {
            assert_eq!(parse(written), Date::day(2025, 11, 28), "{written}");
        }
        assert_eq!(parse("02 December 2025, at 01:54 IST"), Date::day(2025, 12, 2));
        assert_eq!(parse("1er mars 2024"), Date::day(2024, 3, 1));
        assert_eq!(parse("Sept. 9, 2024"), Date::day(2024, 9, 9));
        assert_eq!(parse("5/5/2025"), Date::day(2025, 5, 5));
        assert_eq!(parse("November 2025").map(|d| d.to_string()).as_deref(), Some("2025-11"));
        assert_eq!(parse("2025").map(|d| d.to_string()).as_deref(), Some("2025"));
        for unsure in
            ["03/04/2025", "", "yesterday", "31 November 2025", "Maybe 2025", "12/13/14", "28/11/25", "March on"]
        {
            assert_eq!(parse(unsure), None, "{unsure}");
        }
    }

    #[test]
    fn lines_of_dates() {
        for line in [
            "Updated Nov. 28, 2025, 5:14 p.m. ET",
            "3 hours ago",
            "28/11/2025",
            "Published 2 December 2025 · 5 min read",
        ] {
            assert!(is_date_line(line), "{line}");
        }
        for line in
            ["March on Washington", "Talks of 2 December fail", "", "The First 100 Days of Juan", "Published today"]
        {
            assert!(!is_date_line(line), "{line}");
        }
    }
}
