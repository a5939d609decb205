//! The old nexis.com: plain text with lines broken to a width, `3 of 47 DOCUMENTS` before each article.

use super::super::{dates, wrapped};
use super::{Printed, Results, after_key, bare};
use crate::model::MetadataField::{Author, Language, Outlet, Published, Title};

const HEADLINES: [&str; 4] = ["headline", "überschrift", "titre", "titular"];
const AUTHORS: [&str; 4] = ["byline", "autor", "auteur", "verfasser"];
const LENGTHS: [&str; 4] = ["length", "länge", "longueur", "longitud"];
const LANGUAGES: [&str; 4] = ["language", "sprache", "langue", "idioma"];
const HIGHLIGHTS: [&str; 3] = ["highlight", "zusammenfassung", "résumé"];
/// Keys of a header that nothing is made of.
const OTHERS: [&str; 8] = ["section", "rubrik", "rubrique", "dateline", "ort", "graphic", "series", "serie"];
/// What begins what is no article any more.
const TAILS: [&str; 12] = [
    "load-date",
    "language",
    "publication-type",
    "journal code",
    "subject",
    "update",
    "sprache",
    "langue",
    "idioma",
    "type-publication",
    "zeitungs-code",
    "date-chargement",
];

/// The number and the count of `3 of 47 DOCUMENTS`.
fn counted(line: &str) -> Option<(usize, usize)> {
    let words: Vec<String> = line.split_whitespace().map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ([
        number,
        "of" | "von" | "de" | "di",
        count,
        "documents" | "dokumenten" | "dokumente" | "documentos" | "documenti",
    ]
    | ["document" | "dokument" | "documento", number, "of" | "von" | "de" | "di", count]) = words.as_slice()
    else {
        return None;
    };
    Some((number.parse().ok()?, count.parse().ok()?))
}

pub(super) fn read(lines: &[&str]) -> Option<Results> {
    let starts: Vec<(usize, (usize, usize))> =
        lines.iter().enumerate().filter_map(|(at, line)| Some((at, counted(line)?))).collect();
    let lengths = lines.iter().filter(|line| after_key(line, &LENGTHS).is_some()).count();
    // ProQuest counts its documents too, and draws rules between them.
    if starts.is_empty() || lengths == 0 || super::proquest::has_rules(lines) {
        return None;
    }
    let announced = starts.iter().map(|(_, (_, count))| *count).max();
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([lines.len()]);
    let articles =
        starts.iter().zip(ends).map(|((start, _), end)| article(lines.get(start + 1..end).unwrap_or_default()));
    Some(Results { database: "Nexis", articles: articles.collect(), announced })
}

fn article(lines: &[&str]) -> Printed {
    let mut printed = Printed::default();
    let after_length = lines.iter().position(|line| after_key(line, &LENGTHS).is_some());
    let header = lines.get(..after_length.unwrap_or(0)).unwrap_or_default();
    let mut headline: Vec<&str> = Vec::new();
    for block in header.split(|line| bare(line).is_empty()).filter(|block| !block.is_empty()) {
        let words = block.iter().map(|line| bare(line)).collect::<Vec<_>>().join(" ");
        let known = [(&AUTHORS[..], Author), (&HEADLINES, Title), (&LANGUAGES, Language)];
        if let Some((field, value)) = known.iter().find_map(|(keys, field)| Some((*field, after_key(&words, keys)?))) {
            printed.set(field, value);
        } else if let Some(lead) = after_key(&words, &HIGHLIGHTS) {
            lead.clone_into(&mut printed.lead);
        } else if after_key(&words, &OTHERS).is_some() || words.to_lowercase().starts_with("copyright") {
        } else if printed.facts.metadata.outlet.is_empty() {
            printed.set(Outlet, &words);
        } else if printed.facts.metadata.published.is_none() && dates::parse(&words).is_some() {
            printed.set(Published, &words);
        } else if block.first().is_some_and(|line| !line.starts_with("          "))
            || printed.facts.metadata.published.is_some()
        {
            headline.extend(block.iter().map(|line| bare(line)));
        }
    }
    // The last block without a key is the headline; an edition may stand before it.
    if printed.facts.metadata.title.is_empty() {
        printed.set(Title, &headline.join(" "));
    }
    let rest = lines.get(after_length.map_or(0, |at| at + 1)..).unwrap_or_default();
    let is_tail =
        |line: &&str| after_key(line, &TAILS).is_some() || bare(line).to_lowercase().starts_with("copyright ");
    let end = rest.iter().position(is_tail_line(&is_tail)).unwrap_or(rest.len());
    let body = rest.get(..end).unwrap_or_default().iter().map(|line| bare(line)).collect::<Vec<_>>().join("\n");
    for paragraph in wrapped::joined(&body).split('\n') {
        printed.push(paragraph);
    }
    for line in rest.iter().skip(end) {
        printed
            .set(Language, after_key(line, &LANGUAGES).map(|l| l.split(';').next().unwrap_or(l)).unwrap_or_default());
    }
    printed
}

fn is_tail_line(is_tail: &dyn Fn(&&str) -> bool) -> impl FnMut(&&str) -> bool + '_ {
    move |line| is_tail(line)
}
