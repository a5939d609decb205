//! Nexis Uni and Lexis+: documents of Word or RTF, `End of Document` after each article.

use super::super::dates;
use super::{Printed, Results, after_key, bare};
use crate::model::MetadataField::{Author, Language, Outlet, Published, Title};
use crate::model::ZoneKind;

/// What stands after each article.
const ENDS: [&str; 6] = [
    "end of document",
    "ende des dokuments",
    "dokumentende",
    "fin du document",
    "fin del documento",
    "fine del documento",
];
/// What stands alone before the words.
const BODIES: [&str; 9] = ["body", "text", "full text", "volltext", "haupttext", "texte", "corps", "cuerpo", "testo"];
/// What begins what is no article any more.
const TAILS: [&str; 9] = [
    "classification",
    "load-date",
    "klassifizierung",
    "ladedatum",
    "clasificación",
    "clasificacion",
    "notes",
    "correction",
    "correction-date",
];
/// What comes before captions after the words.
const GRAPHICS: [&str; 4] = ["graphic", "grafik", "graphique", "gráfico"];
const LENGTHS: [&str; 6] = ["length", "länge", "longueur", "longitud", "lunghezza", "lengte"];
const SECTIONS: [&str; 6] = ["section", "rubrik", "rubrique", "sección", "seccion", "sezione"];
const AUTHORS: [&str; 6] = ["byline", "autor", "auteur", "verfasser", "autore", "author"];
const LANGUAGES: [&str; 5] = ["language", "sprache", "langue", "idioma", "lingua"];
const HIGHLIGHTS: [&str; 4] = ["highlight", "zusammenfassung", "résumé", "resumen"];
/// Words before the number of documents on the cover.
const COUNTS: [&str; 4] = ["documents (", "dokumente (", "documentos (", "documenti ("];

/// Most lines of a headline.
const LONGEST_TITLE: usize = 4;

pub(super) fn read(lines: &[&str]) -> Option<Results> {
    let is = |line: &str, words: &[&str]| line.len() < 60 && words.contains(&bare(line).to_lowercase().as_str());
    let lines: Vec<&str> = lines.iter().map(|line| bare(line)).filter(|line| !line.is_empty()).collect();
    let ends = lines.iter().filter(|line| is(line, &ENDS)).count();
    let bodies = lines.iter().filter(|line| is(line, &BODIES)).count();
    if ends == 0 || bodies == 0 {
        return None;
    }
    let announced = lines.iter().take(200).find_map(|line| {
        let line = line.to_lowercase();
        let rest = COUNTS.iter().find_map(|count| line.strip_prefix(count))?;
        rest.strip_suffix(')')?.trim().parse().ok()
    });
    let mut articles = Vec::new();
    for (number, part) in lines.split(|line| is(line, &ENDS)).enumerate() {
        let Some(body) = part.iter().position(|line| is(line, &BODIES)) else { continue };
        let (head, rest) = part.split_at(body);
        let mut printed = Printed::default();
        header(&mut printed, head, number == 0);
        words(&mut printed, rest.get(1..).unwrap_or_default(), &is);
        articles.push(printed);
    }
    Some(Results { database: "Nexis", articles, announced })
}

/// Headline, outlet and date, then keys with their values; the first article comes after a cover.
fn header(printed: &mut Printed, head: &[&str], is_first: bool) {
    let is_key = |line: &str| {
        [&LENGTHS[..], &SECTIONS, &AUTHORS, &LANGUAGES, &HIGHLIGHTS].iter().any(|keys| after_key(line, keys).is_some())
            || line.to_lowercase().starts_with("copyright")
    };
    let keys = head.iter().position(|line| is_key(line)).unwrap_or(head.len());
    let top = head.get(..keys).unwrap_or_default();
    let date = top.iter().rposition(|line| dates::is_date_line(line) && dates::parse(line).is_some());
    let outlet = date.and_then(|at| at.checked_sub(1)).or(top.len().checked_sub(1).filter(|at| *at > 0));
    if let Some(date) = date.and_then(|at| top.get(at)) {
        printed.set(Published, date);
    }
    if let Some(at) = outlet {
        printed.set(Outlet, top.get(at).copied().unwrap_or_default());
        let from = if is_first { at.saturating_sub(1) } else { at.saturating_sub(LONGEST_TITLE) };
        printed.set(Title, &top.get(from..at).unwrap_or_default().join(" "));
    } else {
        printed.set(Title, &top.join(" "));
    }
    for line in head.iter().skip(keys) {
        for (keys, field) in [(&AUTHORS[..], Author), (&LANGUAGES, Language)] {
            printed.set(field, after_key(line, keys).unwrap_or_default());
        }
        if let Some(lead) = after_key(line, &HIGHLIGHTS) {
            lead.clone_into(&mut printed.lead);
        }
    }
}

fn words(printed: &mut Printed, lines: &[&str], is: &dyn Fn(&str, &[&str]) -> bool) {
    let mut kind = None;
    for line in lines {
        if is(line, &TAILS) || after_key(line, &TAILS).is_some() && line.len() < 200 {
            break;
        }
        if is(line, &GRAPHICS) {
            kind = Some(ZoneKind::Caption);
            continue;
        }
        printed.body.push((kind, (*line).to_owned()));
    }
    for line in lines.iter().rev().take(60) {
        printed
            .set(Language, after_key(line, &LANGUAGES).map(|l| l.split(';').next().unwrap_or(l)).unwrap_or_default());
    }
}
