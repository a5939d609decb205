//! What a file name says about an article: `2025-11-28_outlet_title-words.txt`, `outlet 2025-11-28.txt`.

use super::dates;
use super::facts::{Facts, Field};
use crate::model::{Date, MetadataField};

/// Short names that are written in capitals.
const CAPITALS: [&str; 24] = [
    "abc", "afp", "ap", "ard", "bbc", "cbc", "cbs", "cnbc", "cnn", "dpa", "dw", "efe", "faz", "ft", "nbc", "npr",
    "nyt", "nzz", "pbs", "rt", "rte", "upi", "wsj", "zdf",
];

/// Reads a name that holds a full date; without one, and in names made of digits or hashes, nothing is certain.
pub(super) fn read(file_name: &str) -> Facts {
    let mut facts = Facts::default();
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let Some((before, date, after)) = split_at_date(stem) else { return facts };
    facts.metadata.published = Some(date);
    let mut parts: Vec<String> = [before, after].into_iter().flat_map(parts_of).collect();
    let outlet = (parts.len() > 1 || parts.first().is_some_and(|p| p.split(' ').count() <= 3)).then(|| parts.remove(0));
    if let Some(outlet) = outlet.filter(|_| !before.is_empty() || !after.is_empty()) {
        facts.set(Field::Grid(MetadataField::Outlet), &outlet_name(&outlet));
    }
    facts.set(Field::Grid(MetadataField::Title), &capitalized(&parts.join(" ")));
    facts
}

/// The name around its first full date, `2025-11-28`, `2025_11_28` or `20251128`.
fn split_at_date(stem: &str) -> Option<(&str, Date, &str)> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    for (at, _) in stem.char_indices() {
        let (before, rest) = stem.split_at_checked(at)?;
        if digit(before.chars().next_back()) {
            continue;
        }
        for length in [10, 8] {
            let Some((written, after)) = rest.split_at_checked(length) else { continue };
            let date = if length == 10 { Date::parse(&written.replace(['_', '.'], "-")) } else { compact(written) };
            if let Some(date) = date.filter(|d| d.is_full() && !digit(after.chars().next())) {
                return Some((before, date, after));
            }
        }
    }
    None
}

fn compact(written: &str) -> Option<Date> {
    let all_digits =
        written.bytes().all(|b| b.is_ascii_digit()) && (written.starts_with("19") || written.starts_with("20"));
    dates::parse(written).filter(|_| all_digits)
}

/// The parts of a stretch of a name: between `_` or ` - `, with hyphens as spaces, and without numbers and hashes.
fn parts_of(stretch: &str) -> Vec<String> {
    let parts = stretch.split("--").flat_map(|s| s.split(" - ")).flat_map(|s| s.split('_'));
    let words = |part: &str| part.split(['-', ' ', '+', '.']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    parts.map(words).filter(|part| !part.is_empty() && !part.split(' ').all(is_code)).collect()
}

/// True for a number or what looks like a hash.
fn is_code(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let hex = word.bytes().all(|b| b.is_ascii_hexdigit());
    digits == word.len() || (hex && word.len() >= 6 && digits > 0) || (word.len() >= 10 && digits * 4 >= word.len())
}

/// An outlet as it is commonly written; names that have a capital already stay.
fn outlet_name(written: &str) -> String {
    if written.chars().any(char::is_uppercase) {
        return written.to_owned();
    }
    let word = |w: &str| if CAPITALS.contains(&w) { w.to_uppercase() } else { capitalized(w) };
    written.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn capitalized(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_date() {
        for (name, outlet, title) in [
            ("2025-11-28_axios_two-leaders-talk.txt", "Axios", "Two leaders talk"),
            ("in/2025_11_28_daily-express_Leaders-talk.html", "Daily Express", "Leaders talk"),
            ("axios_2025-11-28_two-leaders-talk-again.txt", "Axios", "Two leaders talk again"),
            ("bbc 2025-11-28.txt", "BBC", ""),
            ("20251128 El País - Habla el alcalde.md", "El País", "Habla el alcalde"),
            ("2025-11-28.txt", "", ""),
            ("2025-11-28_3f70d46286caa507.txt", "", ""),
            ("2025-11-28 the two leaders spoke again.txt", "", "The two leaders spoke again"),
        ] {
            let facts = read(name);
            assert_eq!(facts.metadata.published, Date::day(2025, 11, 28), "{name}");
            assert_eq!((facts.metadata.outlet.as_str(), facts.metadata.title.as_str()), (outlet, title), "{name}");
        }
    }

    #[test]
    fn names_without_a_date_say_nothing() {
        for name in
            ["000_3f70d46286caa507.txt", "3f70d46220251128a507.txt", "article.txt", "", "2025-13-40_a_b.txt", "ééé.txt"]
        {
            assert_eq!(read(name), Facts::default(), "{name}");
        }
    }
}
