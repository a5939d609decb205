//! Metadata at the start of a text: front matter between `---` lines, or a block of `Key: value` lines.

use super::facts::{Facts, Field};

/// Longest front matter or header, in lines; what runs on longer is text.
const LONGEST: usize = 60;

/// Takes front matter or a header off a cleaned text: what it says, and the text after it.
pub(super) fn split(text: &str) -> (Facts, &str) {
    front_matter(text).or_else(|| key_lines(text)).unwrap_or_else(|| (Facts::default(), text))
}

/// The lines of a text, each with the place where the next begins.
fn lines(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (line.trim_end(), at)
    })
}

/// `---`, simple YAML, `---`.
fn front_matter(text: &str) -> Option<(Facts, &str)> {
    let mut lines = lines(text).take(LONGEST);
    if lines.next()?.0 != "---" {
        return None;
    }
    let mut entries: Vec<(String, String)> = Vec::new();
    loop {
        let (line, next) = lines.next()?;
        if line == "---" || line == "..." {
            // A rule, some text and another rule are no front matter.
            if entries.is_empty() {
                return None;
            }
            return Some((facts_of(&entries), after_blank_line(text.get(next..)?)));
        }
        let trimmed = line.trim();
        if let Some(item) = trimmed.strip_prefix("- ").or(line.strip_prefix(' ').map(str::trim_start)) {
            let value = &mut entries.last_mut()?.1;
            let joint = if value.is_empty() || matches!(value.as_str(), "|" | ">" | "|-" | ">-") {
                value.clear();
                ""
            } else if trimmed.starts_with('-') {
                ", "
            } else {
                " "
            };
            *value = format!("{value}{joint}{}", unquoted(item));
        } else if !trimmed.is_empty() && !trimmed.starts_with('#') {
            let (key, value) = trimmed.split_once(':')?;
            entries.push((unquoted(key), list_or_value(value)));
        }
    }
}

/// At least two lines of a known key and a value, and then a blank line or the end; lines in between may have other keys.
fn key_lines(text: &str) -> Option<(Facts, &str)> {
    let mut entries = Vec::new();
    let mut known = 0;
    let mut end = text.len();
    for (line, next) in lines(text).take(LONGEST + 1) {
        if line.trim().is_empty() {
            if entries.is_empty() {
                continue;
            }
            end = next;
            break;
        }
        let (key, value) = line.split_once(':').filter(|(key, value)| is_key(key) && !value.starts_with("//"))?;
        known += usize::from(Field::named(key).is_some());
        entries.push((key.trim().to_owned(), list_or_value(value)));
    }
    (known >= 2 && entries.len() <= LONGEST).then_some(())?;
    Some((facts_of(&entries), text.get(end..)?))
}

/// True for one to three words that can name a field.
fn is_key(key: &str) -> bool {
    let words = key.split_whitespace().count();
    (1..=3).contains(&words)
        && key.len() <= 30
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
}

fn facts_of(entries: &[(String, String)]) -> Facts {
    let mut facts = Facts::default();
    for (key, value) in entries {
        match Field::named(key) {
            Some(field) => facts.set(field, value),
            None if value.is_empty() => {}
            None => facts.notices.push(format!("left out of the header: {:?}", format!("{key}: {value}"))),
        }
    }
    facts
}

/// The value of a key: a list `[a, b]` with its items joined, or words without their quotation marks.
fn list_or_value(value: &str) -> String {
    let value = value.trim();
    match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        Some(items) => items.split(',').map(unquoted).filter(|i| !i.is_empty()).collect::<Vec<_>>().join(", "),
        None => unquoted(value),
    }
}

/// A value without the quotation marks of YAML around it.
fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inside = |mark: char| value.strip_prefix(mark).and_then(|v| v.strip_suffix(mark));
    if let Some(plain) = inside('"') {
        return plain.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    inside('\'').map_or_else(|| value.to_owned(), |plain| plain.replace("''", "'"))
}

fn after_blank_line(text: &str) -> &str {
    match lines(text).next() {
        Some(("", next)) => text.get(next..).unwrap_or_default(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MetadataField::{Author, Language, Outlet, Published, Title};

    #[test]
    fn front_matter_is_taken_off() {
        let text = "---\ntitle: \"Talks: \\\"soon\\\"\"\noutlet: 'L''Écho'\nauthors:\n  - Ana Ruiz\n  - Bo Li\n# a comment\n\
                    date: 2025-11-28\ntags: [a, 'b']\n---\n\nThe text.\n---\nMore.";
        let (facts, rest) = split(text);
        assert_eq!(rest, "The text.\n---\nMore.");
        let get = |field| facts.metadata.get(field);
        assert_eq!((get(Title), get(Outlet)), ("Talks: \"soon\"".into(), "L'Écho".into()));
        assert_eq!((get(Author), get(Published)), ("Ana Ruiz, Bo Li".into(), "2025-11-28".into()));
        assert_eq!(facts.notices, ["left out of the header: \"tags: a, b\""]);
    }

    #[test]
    fn header_lines_are_taken_off() {
        let (facts, rest) =
            split("\nHeadline: Talks\nSOURCE: The Daily Example\nSection: World\nLang: en\n\n\nThe text: all.\n");
        assert_eq!(rest, "\nThe text: all.\n");
        let get = |field| facts.metadata.get(field);
        assert_eq!((get(Title), get(Outlet), get(Language)), ("Talks".into(), "The Daily Example".into(), "en".into()));
        assert_eq!(facts.notices, ["left out of the header: \"Section: World\""]);
    }

    #[test]
    fn other_texts_stay_whole() {
        for text in [
            "Title: only one key\n\nText.",
            "Title: Talks\nSource: somebody\nand the text goes on without a blank line.",
            "Smith: I said so.\nJones: I did not.\n\nText.",
            "---\nA rule, not front matter.\n---\nText.",
            "---\n---\nText.",
            "---\ntitle: never closed\n",
            "",
            "\n\n",
        ] {
            assert_eq!(split(text).1, text);
            assert_eq!(split(text).0, Facts::default(), "{text}");
        }
    }
}
