//! Factiva: HTML, RTF or text, with field codes or without, `Document` and a number after each article.

use super::super::dates;
use super::{Printed, Results, bare, word_count};
use crate::model::MetadataField::{Author, Language, Outlet, Published, Title};
use crate::model::ZoneKind;

/// What stands before the number of an article.
const ENDS: [&str; 6] = ["Document", "Dokument", "Documento", "Документ", "文件", "文档"];

/// Codes of fields.
const CODES: [&str; 34] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "CT", "RF", "CO",
    "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "ART", "CLM", "CX", "AU", "DE", "GC", "NT", "TI",
];

/// Words that name a language where a line is nothing else.
const LANGUAGES: [&str; 24] = [
    "english",
    "german",
    "french",
    "spanish",
    "italian",
    "portuguese",
    "russian",
    "dutch",
    "chinese",
    "arabic",
    "englisch",
    "deutsch",
    "französisch",
    "spanisch",
    "italienisch",
    "anglais",
    "allemand",
    "français",
    "espagnol",
    "inglés",
    "español",
    "alemán",
    "francés",
    "italiano",
];

/// The number after `Document`, where a line is that.
fn ended(line: &str) -> Option<&str> {
    let (word, number) = bare(line).split_once([' ', '\u{a0}'])?;
    let number = bare(number);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let fits = number.len() >= 15 && digits >= 8 && number.bytes().all(|b| b.is_ascii_alphanumeric());
    (ENDS.contains(&word) && fits).then_some(number)
}

/// The code that a line begins with, and what follows it.
fn coded(line: &str) -> Option<(&str, &str)> {
    let (code, rest) = line.split_once(['\t', ' ', '\u{a0}']).unwrap_or((line, ""));
    // Two blanks or a tab stand after a code: a sentence may begin with IN.
    let spaced = rest.is_empty()
        || line.get(code.len()..).is_some_and(|r| r.starts_with(['\t', '\u{a0}']) || r.starts_with("  "));
    (CODES.contains(&code) && spaced).then(|| (code, bare(rest)))
}

pub(super) fn read(lines: &[&str]) -> Option<Results> {
    let has = |code: &str| lines.iter().any(|line| coded(bare(line)).is_some_and(|(c, _)| c == code));
    if has("HD") && (has("SN") || has("SC")) && (has("LP") || has("TD")) {
        return Some(Results { database: "Factiva", articles: by_codes(lines), announced: None });
    }
    let ends = lines.iter().filter(|line| ended(line).is_some()).count();
    let counts = lines.iter().filter(|line| word_count(line).is_some()).count();
    if ends == 0 || counts == 0 {
        return None;
    }
    let mut articles = Vec::new();
    let mut part: Vec<&str> = Vec::new();
    for line in lines.iter().map(|line| bare(line)).filter(|line| !line.is_empty()) {
        match ended(line) {
            Some(number) => {
                let mut printed = by_places(&part);
                number.clone_into(&mut printed.id);
                articles.push(printed);
                part.clear();
            }
            None => part.push(line),
        }
    }
    Some(Results { database: "Factiva", articles, announced: None })
}

/// Articles whose fields have codes.
fn by_codes(lines: &[&str]) -> Vec<Printed> {
    let mut articles = Vec::new();
    let mut open: Option<Printed> = None;
    let mut code = "";
    for line in lines.iter().map(|line| bare(line)).filter(|line| !line.is_empty()) {
        let field = coded(line);
        let words = field.map_or(line, |(_, words)| words);
        if let Some((next, _)) = field {
            // A headline without a number before it begins a new article too.
            let is_new = next == "HD" && open.as_ref().is_some_and(|p| !p.facts.metadata.title.is_empty());
            if is_new {
                articles.extend(open.take());
            }
            code = next;
        }
        let printed = open.get_or_insert_default();
        match code {
            _ if words.is_empty() => {}
            "HD" | "TI" if field.is_none() => {
                let title = format!("{} {words}", printed.facts.metadata.title);
                printed.facts.metadata.title.clear();
                printed.set(Title, &title);
            }
            "HD" | "TI" => printed.set(Title, words),
            "BY" | "AU" => printed.set(Author, words),
            "PD" => printed.set(Published, words),
            "SN" => printed.set(Outlet, words),
            "LA" => printed.set(Language, words),
            "LP" | "TD" => printed.push(words),
            "CT" | "CX" => printed.body.push((Some(ZoneKind::Boilerplate), words.to_owned())),
            "AN" => {
                let number = ended(words).unwrap_or(words).to_owned();
                printed.id = number;
                articles.extend(open.take());
                code = "";
            }
            _ => {}
        }
    }
    articles.extend(open.filter(|printed| !printed.body.is_empty()));
    articles
}

/// An article whose fields are told by their places: headline, writer, words, date, time, outlet, code, page, language,
/// copyright, and then the words.
fn by_places(lines: &[&str]) -> Printed {
    let mut printed = Printed::default();
    let count = lines.iter().position(|line| word_count(line).is_some()).unwrap_or(0);
    let mut top = lines.get(..count).unwrap_or_default();
    // Headings of the page, or of a section, may stand before the headline: the writer is told by her line.
    if let [rest @ .., last] = top
        && !rest.is_empty()
        && is_writer(last)
    {
        printed.set(Author, last);
        top = rest;
    }
    printed.set(Title, top.last().copied().unwrap_or_default());
    let rest = lines.get(count + 1..).unwrap_or_default();
    let is_rights = |line: &&str| {
        let line = line.to_lowercase();
        line.starts_with("(c)") || line.starts_with('©') || line.starts_with("copyright")
    };
    let rights = rest.iter().take(14).position(is_rights);
    let header = rest.get(..rights.unwrap_or(0)).unwrap_or_default();
    let is_time = |line: &str| line.len() <= 8 && line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit());
    for line in header {
        if printed.facts.metadata.published.is_none() && dates::parse(line).is_some() {
            printed.set(Published, line);
        } else if is_time(line) {
        } else if LANGUAGES.contains(&line.to_lowercase().as_str()) {
            printed.set(Language, line);
        } else if printed.facts.metadata.published.is_some() && printed.facts.metadata.outlet.is_empty() {
            printed.set(Outlet, line);
        }
    }
    for line in rest.get(rights.map_or(0, |at| at + 1)..).unwrap_or_default() {
        printed.push(line);
    }
    printed
}

/// True for a line of who wrote it.
fn is_writer(line: &str) -> bool {
    let words = line.split_whitespace().count();
    super::super::phrases::is_byline(line)
        || ["By ", "Von ", "Par ", "Por ", "Di "].iter().any(|by| line.starts_with(by)) && words <= 12
}
