//! What is known about an article, gathered from several places.

use super::dates;
use crate::model::{AttributeId, AttributeKind, AttributeValue, Attributes, Metadata, MetadataField, default_codebook};
use crate::text::{clean, fold};

/// A field that a header, a table or a page may state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// A field of the metadata grid.
    Grid(MetadataField),
    /// An article attribute of the codebook that projects start with, by id.
    Attribute(&'static str),
}

/// Folded names of fields, with `_` for what is between words.
const NAMES: [(&[&str], Field); 12] = [
    (&["title", "headline", "titel", "titulo", "titre", "titolo"], Field::Grid(MetadataField::Title)),
    (
        &[
            "outlet",
            "source",
            "publication",
            "publisher",
            "newspaper",
            "site",
            "site_name",
            "website",
            "medium",
            "quelle",
        ],
        Field::Grid(MetadataField::Outlet),
    ),
    (
        &["author", "authors", "by", "byline", "writer", "reporter", "creator", "autor", "auteur", "autore"],
        Field::Grid(MetadataField::Author),
    ),
    (
        &[
            "date",
            "published",
            "publication_date",
            "publish_date",
            "date_published",
            "published_at",
            "published_on",
            "published_date",
            "pubdate",
            "pub_date",
            "datum",
            "fecha",
            "data",
        ],
        Field::Grid(MetadataField::Published),
    ),
    (
        &["accessed", "retrieved", "access_date", "date_accessed", "accessed_at", "accessed_on", "retrieved_at"],
        Field::Grid(MetadataField::Accessed),
    ),
    (&["language", "lang", "sprache", "idioma", "langue", "lingua"], Field::Grid(MetadataField::Language)),
    (
        &["url", "link", "address", "permalink", "canonical", "source_url", "web_address"],
        Field::Grid(MetadataField::Url),
    ),
    (
        &["archived", "archive", "archived_url", "archive_url", "archived_address", "archived_link", "archive_link"],
        Field::Grid(MetadataField::ArchivedUrl),
    ),
    (&["genre", "article_type"], Field::Attribute("genre")),
    (&["topic"], Field::Attribute("topic")),
    (&["agency_credit", "agency", "agencies"], Field::Attribute("agency_credit")),
    (&["translated"], Field::Attribute("translated")),
];

impl Field {
    /// The field that a key or column names, whatever its case and whatever stands between its words.
    pub(super) fn named(key: &str) -> Option<Self> {
        let key = plain_key(key);
        NAMES.iter().find(|(names, _)| names.contains(&key.as_str())).map(|(_, field)| *field)
    }
}

/// A key folded, with `_` between its words.
pub(super) fn plain_key(key: &str) -> String {
    let words: Vec<String> = fold(key).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("_")
}

/// Metadata and attributes, with what an editor should know about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) metadata: Metadata,
    pub(super) attributes: Attributes,
    pub(super) notices: Vec<String>,
}

impl Facts {
    /// Sets a field that is still absent; an empty value changes nothing.
    pub(super) fn set(&mut self, field: Field, value: &str) {
        let value = clean(value);
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        match field {
            _ if value.is_empty() => {}
            Field::Grid(grid) => self.set_grid(grid, &value),
            Field::Attribute(id) => self.set_attribute(id, &value),
        }
    }

    fn set_grid(&mut self, field: MetadataField, value: &str) {
        if !self.metadata.get(field).is_empty() {
            return;
        }
        let value = match field {
            MetadataField::Published | MetadataField::Accessed => match dates::parse(value) {
                Some(date) => date.to_string(),
                None => {
                    return self.notices.push(format!("{} left empty: {value:?} is no date, or several", field.name()));
                }
            },
            MetadataField::Language => language_tag(value),
            MetadataField::Author => without_by(value).to_owned(),
            _ => value.to_owned(),
        };
        if let Err(value) = self.metadata.set(field, &value) {
            self.notices.push(format!("{} left empty: {value:?} does not fit", field.name()));
        }
    }

    fn set_attribute(&mut self, id: &str, value: &str) {
        let codebook = default_codebook();
        let Some(id) = AttributeId::parse(id).filter(|id| !self.attributes.contains_key(id)) else { return };
        let kind = codebook.article_attributes.get(&id).map(|def| &def.1.kind);
        let value = match kind {
            Some(AttributeKind::Flag) => match fold(value).as_str() {
                "no" | "false" | "0" | "n" => AttributeValue::Flag(false),
                // "Translated: from Spanish" says that it is one.
                _ => AttributeValue::Flag(true),
            },
            Some(AttributeKind::Choice(choices)) => {
                let plain = fold(value);
                let choice = choices.iter().find(|c| fold(&c.id) == plain || fold(&c.name) == plain);
                AttributeValue::text(choice.map_or(value, |c| c.id.as_str()))
            }
            _ => AttributeValue::text(value),
        };
        self.attributes.insert(id, value);
    }

    /// Takes over what is absent here, and all notices.
    pub(super) fn fill(&mut self, other: Self) {
        for field in MetadataField::ALL {
            if self.metadata.get(field).is_empty() {
                // What was set once can be set again.
                let _ = self.metadata.set(field, &other.metadata.get(field));
            }
        }
        for (id, value) in other.attributes {
            self.attributes.entry(id).or_insert(value);
        }
        self.notices.extend(other.notices);
    }
}

/// "By Ana Ruiz" without its first word.
fn without_by(author: &str) -> &str {
    let rest = author.get(..3).filter(|start| start.eq_ignore_ascii_case("by ")).and_then(|_| author.get(3..));
    rest.unwrap_or(author)
}

/// Names of languages in which headers say them, with their tags.
const LANGUAGES: [(&str, &str); 18] = [
    ("english", "en"),
    ("spanish", "es"),
    ("espanol", "es"),
    ("german", "de"),
    ("deutsch", "de"),
    ("french", "fr"),
    ("francais", "fr"),
    ("italian", "it"),
    ("italiano", "it"),
    ("portuguese", "pt"),
    ("portugues", "pt"),
    ("russian", "ru"),
    ("ukrainian", "uk"),
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("japanese", "ja"),
    ("turkish", "tr"),
    ("dutch", "nl"),
];

/// A BCP 47 tag from a tag (`en_us`) or the name of a language.
fn language_tag(value: &str) -> String {
    let folded = fold(value);
    if let Some((_, tag)) = LANGUAGES.iter().find(|(name, _)| *name == folded) {
        return (*tag).to_owned();
    }
    let without_encoding = value.split('.').next().unwrap_or_default();
    let mut parts = without_encoding.split(['_', '-']).enumerate().map(|(i, part)| match (i, part.len()) {
        (1.., 2) => part.to_ascii_uppercase(),
        (0, _) => part.to_ascii_lowercase(),
        _ => part.to_owned(),
    });
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |tag, part| tag + "-" + &part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_any_writing() {
        for key in ["Publication date", "publication_date", "PUBLICATION-DATE"] {
            assert_eq!(Field::named(key), Some(Field::Grid(MetadataField::Published)), "{key}");
        }
        assert_eq!(Field::named("Agency credit"), Some(Field::Attribute("agency_credit")));
        assert_eq!(Field::named("mood"), None);
    }

    #[test]
    fn values_are_made_to_fit() {
        let mut facts = Facts::default();
        facts.set(Field::Grid(MetadataField::Author), "By  Ana\nRuiz");
        facts.set(Field::Grid(MetadataField::Author), "Somebody else");
        facts.set(Field::Grid(MetadataField::Language), "en_us");
        facts.set(Field::Grid(MetadataField::Published), "03/04/2025");
        facts.set(Field::Grid(MetadataField::Accessed), "Nov. 28, 2025");
        facts.set(Field::Attribute("genre"), "News report");
        facts.set(Field::Attribute("translated"), "no");
        assert_eq!((facts.metadata.author.as_str(), facts.metadata.language.as_str()), ("Ana Ruiz", "en-US"));
        assert_eq!(facts.metadata.published, None);
        assert_eq!(facts.notices, ["Published left empty: \"03/04/2025\" is no date, or several"]);
        assert_eq!(facts.metadata.get(MetadataField::Accessed), "2025-11-28");
        let values: Vec<_> = facts.attributes.values().cloned().collect();
        assert_eq!(values, [AttributeValue::text("news"), AttributeValue::Flag(false)]);
        assert_eq!(language_tag("Español"), "es");
    }
}
