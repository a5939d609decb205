//! `ProQuest`: text, with a rule of underscores between articles and `Field: value` lines.

use super::super::wrapped;
use super::{Printed, Results, bare};
use crate::model::MetadataField::{self, Author, Language, Outlet, Published, Title, Url};

/// What a field is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Field(MetadataField),
    Words,
    Summary,
    Id,
    Nothing,
}

/// Names of fields, lower case, in several languages.
const FIELDS: [(&[&str], Use); 9] = [
    (&["title", "titel", "titre", "título", "titulo", "titolo"], Use::Field(Title)),
    (&["author", "autor", "auteur", "verfasser", "autore"], Use::Field(Author)),
    (
        &[
            "publication title",
            "titel der publikation",
            "publikationstitel",
            "titre de la publication",
            "título de publicación",
            "título de la publicación",
            "titolo pubblicazione",
            "titolo della pubblicazione",
        ],
        Use::Field(Outlet),
    ),
    (
        &[
            "publication date",
            "publikationsdatum",
            "veröffentlichungsdatum",
            "erscheinungsdatum",
            "date de publication",
            "fecha de publicación",
            "data pubblicazione",
        ],
        Use::Field(Published),
    ),
    (
        &[
            "language of publication",
            "language",
            "sprache",
            "sprache der veröffentlichung",
            "langue de publication",
            "langue",
            "idioma de la publicación",
            "idioma",
            "lingua",
        ],
        Use::Field(Language),
    ),
    (&["document url", "url", "dokument-url", "url du document", "url del documento"], Use::Field(Url)),
    (&["full text", "volltext", "texte intégral", "texte complet", "texto completo", "testo completo"], Use::Words),
    (&["abstract", "zusammenfassung", "résumé", "resumen", "riassunto"], Use::Summary),
    (
        &[
            "proquest document id",
            "proquest-dokument-id",
            "id du document proquest",
            "id de documento proquest",
            "id del documento de proquest",
        ],
        Use::Id,
    ),
];

/// Names of fields that nothing is made of, and that end a text.
const OTHERS: [&str; 36] = [
    "links",
    "subject",
    "location",
    "company / organization",
    "people",
    "identifier / keyword",
    "publication subject",
    "pages",
    "first page",
    "publication year",
    "year",
    "section",
    "publisher",
    "place of publication",
    "country of publication",
    "issn",
    "source type",
    "document type",
    "dateline",
    "copyright",
    "last updated",
    "database",
    "classification",
    "volume",
    "issue",
    "column",
    "product name",
    "credit",
    "sujet",
    "schlagwort",
    "thema",
    "seiten",
    "materia",
    "asunto",
    "lieu de publication",
    "ort der veröffentlichung",
];

fn is_rule(line: &str) -> bool {
    let line = bare(line);
    line.len() >= 40 && line.bytes().all(|b| b == b'_')
}

/// True where rules of underscores part a text.
pub(super) fn has_rules(lines: &[&str]) -> bool {
    lines.iter().any(|line| is_rule(line))
}

fn use_of(line: &str) -> Option<(Use, &str)> {
    let (name, value) = line.split_once(':')?;
    if name.len() > 50 || name.starts_with(' ') {
        return None;
    }
    let name = bare(name).to_lowercase();
    let known = FIELDS.iter().find(|(names, _)| names.contains(&name.as_str())).map(|(_, what)| *what);
    let what = known.or_else(|| OTHERS.contains(&name.as_str()).then_some(Use::Nothing))?;
    Some((what, bare(value)))
}

/// `47` of `Document 3 of 47`.
fn announced(line: &str) -> Option<usize> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["Document" | "Dokument" | "Documento", number, "of" | "von" | "de" | "sur" | "di", count] => {
            number.parse::<usize>().ok()?;
            count.parse().ok()
        }
        _ => None,
    }
}

pub(super) fn read(lines: &[&str]) -> Option<Results> {
    let has_words = lines.iter().any(|line| use_of(line).is_some_and(|(what, _)| what == Use::Words));
    if !has_rules(lines) || !has_words {
        return None;
    }
    let count = lines.iter().filter_map(|line| announced(line)).max();
    let parts = lines.split(|line| is_rule(line));
    let articles: Vec<Printed> = parts.filter_map(article).collect();
    Some(Results { database: "ProQuest", articles, announced: count })
}

fn article(lines: &[&str]) -> Option<Printed> {
    let mut printed = Printed::default();
    let (mut open, mut value) = (Use::Nothing, Vec::new());
    let mut summary = String::new();
    let mut close = |what: Use, value: &mut Vec<&str>| {
        let words = value.join("\n");
        let line = || words.split_whitespace().collect::<Vec<_>>().join(" ");
        match what {
            Use::Field(field) => printed.set(field, &line()),
            Use::Id => printed.id = line(),
            Use::Words => wrapped::joined(&words).split('\n').for_each(|paragraph| printed.push(paragraph)),
            Use::Summary => summary = line(),
            Use::Nothing => {}
        }
        value.clear();
    };
    for line in lines {
        match use_of(line) {
            Some((what, first)) => {
                close(open, &mut value);
                open = what;
                value.push(first);
            }
            // A blank line ends a field, and is a part of a text.
            None if bare(line).is_empty() && open != Use::Words => {
                close(open, &mut value);
                open = Use::Nothing;
            }
            None => value.push(bare(line)),
        }
    }
    close(open, &mut value);
    if printed.body.is_empty() && !summary.is_empty() {
        printed.facts.notices.push("only a summary: the file does not hold the whole text".to_owned());
        printed.push(&summary);
    }
    (!printed.body.is_empty()).then_some(printed)
}
