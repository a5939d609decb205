//! Which columns of a table of articles are which.

use super::facts::{Field, plain_key};
use crate::model::MetadataField;
use std::collections::{BTreeMap, BTreeSet};

/// What a column of a table of articles can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnRole {
    /// The article's words.
    Text,
    /// Words that come before the text: a summary.
    Lead,
    /// Its id where it comes from.
    Id,
    /// A field of the metadata grid.
    Field(MetadataField),
    /// An article attribute of the codebook that projects start with, by id.
    Attribute(&'static str),
}

/// Folded names of columns with words, with `_` for what is between words; the surest first.
const TEXT: [&str; 36] = [
    "text",
    "full_text",
    "fulltext",
    "article_text",
    "body",
    "body_text",
    "article_body",
    "articlebody",
    "content",
    "contents",
    "article_content",
    "maintext",
    "main_text",
    "plain_text",
    "raw_text",
    "cleaned_text",
    "clean_text",
    "content_text",
    "story",
    "article",
    "volltext",
    "artikeltext",
    "inhalt",
    "texte",
    "texte_integral",
    "contenu",
    "corps",
    "texto",
    "texto_completo",
    "contenido",
    "cuerpo",
    "testo",
    "testo_completo",
    "contenuto",
    "conteudo",
    "corpo",
];

/// Folded names of columns with a summary before the text.
const LEAD: [&str; 8] =
    ["lead", "lead_paragraph", "lede", "standfirst", "vorspann", "chapo", "entradilla", "occhiello"];

/// Folded names of columns with ids.
const ID: [&str; 14] = [
    "id",
    "article_id",
    "articleid",
    "doc_id",
    "docid",
    "document_id",
    "uuid",
    "guid",
    "story_id",
    "stories_id",
    "accession_number",
    "accession_no",
    "uri",
    "identifier",
];

/// More names of fields than headers have, where a column can be nothing else.
const MORE: [(MetadataField, &[&str]); 6] = [
    (MetadataField::Title, &["article_title", "head", "hed", "schlagzeile", "uberschrift", "titular", "manchete"]),
    (
        MetadataField::Outlet,
        &[
            "media",
            "media_name",
            "media_outlet",
            "news_source",
            "source_name",
            "domain",
            "source_domain",
            "zeitung",
            "fuente",
            "medio",
            "journal",
            "fonte",
            "publication_title",
            "publisher_name",
            "outlet_name",
        ],
    ),
    (MetadataField::Author, &["author_name", "author_s", "journalist", "verfasser", "autoren", "autores"]),
    (
        MetadataField::Published,
        &[
            "date_publish",
            "publishedat",
            "datepublished",
            "date_time",
            "datetime",
            "timestamp",
            "erschienen",
            "veroffentlicht",
            "date_de_publication",
            "fecha_de_publicacion",
            "seendate",
            "pub",
            "day",
        ],
    ),
    (MetadataField::Language, &["language_code", "lang_code", "lingua_code"]),
    (MetadataField::Url, &["article_url", "page_url", "weblink", "href", "enlace", "lien", "adresse", "web_url"]),
];

/// Names that a flag takes for the roles that are no attribute.
const NAMES: [(ColumnRole, &str); 11] = [
    (ColumnRole::Text, "text"),
    (ColumnRole::Lead, "lead"),
    (ColumnRole::Id, "id"),
    (ColumnRole::Field(MetadataField::Title), "title"),
    (ColumnRole::Field(MetadataField::Outlet), "outlet"),
    (ColumnRole::Field(MetadataField::Author), "author"),
    (ColumnRole::Field(MetadataField::Published), "published"),
    (ColumnRole::Field(MetadataField::Accessed), "accessed"),
    (ColumnRole::Field(MetadataField::Language), "language"),
    (ColumnRole::Field(MetadataField::Url), "url"),
    (ColumnRole::Field(MetadataField::ArchivedUrl), "archived_url"),
];

/// Article attributes that a column can hold.
const ATTRIBUTES: [&str; 4] = ["genre", "topic", "agency_credit", "translated"];

impl ColumnRole {
    /// All roles, in the order of a dialog.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(role, _)| *role).chain(ATTRIBUTES.map(Self::Attribute))
    }

    /// Its name in `--columns`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Attribute(id) => id,
            _ => NAMES.iter().find(|(role, _)| *role == self).map_or("", |(_, name)| name),
        }
    }

    /// What the screen shows.
    pub fn title(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Lead => "Lead",
            Self::Id => "Id",
            Self::Field(field) => field.name(),
            Self::Attribute("genre") => "Genre",
            Self::Attribute("topic") => "Topic",
            Self::Attribute("agency_credit") => "Agency credit",
            Self::Attribute(_) => "Translated",
        }
    }

    /// The role of a name in `--columns`: its own, or one that a header may have (`date`, `headline`).
    pub fn named(name: &str) -> Option<Self> {
        let key = plain_key(name);
        Self::all().find(|role| role.name() == key).or_else(|| Self::guess(name).map(|(role, _)| role))
    }

    /// What a column of this name is, and how sure that is: less is surer.
    pub(super) fn guess(column: &str) -> Option<(Self, usize)> {
        let key = plain_key(column);
        let place = |names: &[&str]| names.iter().position(|name| *name == key);
        if let Some(at) = place(&TEXT) {
            return Some((Self::Text, at));
        }
        if place(&LEAD).is_some() {
            return Some((Self::Lead, 0));
        }
        if let Some(at) = place(&ID) {
            return Some((Self::Id, at));
        }
        match Field::named(column) {
            Some(Field::Grid(field)) => return Some((Self::Field(field), 0)),
            Some(Field::Attribute(id)) => return Some((Self::Attribute(id), 0)),
            None => {}
        }
        MORE.iter().find_map(|(field, names)| place(names).map(|at| (Self::Field(*field), 1 + at)))
    }
}

/// Which column of a table is which, by the columns' names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    columns: BTreeMap<ColumnRole, String>,
    /// Columns that are not read, whatever their names say.
    unread: BTreeSet<String>,
}

impl ColumnMap {
    /// Reads `text=Body,title=Headline`; a part with a comma stands in quotation marks, as in CSV.
    ///
    /// # Errors
    /// Says which part is not understood.
    pub fn parse(written: &str) -> Result<Self, String> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
        let mut record = csv::StringRecord::new();
        reader.read_record(&mut record).map_err(|error| error.to_string())?;
        let mut map = Self::default();
        for part in record.iter().filter(|part| !part.trim().is_empty()) {
            let (role, column) =
                part.split_once('=').ok_or_else(|| format!("{part:?} is not like text=Body or title=Headline"))?;
            let role = ColumnRole::named(role.trim()).ok_or_else(|| {
                let names: Vec<&str> = ColumnRole::all().map(ColumnRole::name).collect();
                format!("{:?} is nothing that a column can be; take one of {}", role.trim(), names.join(", "))
            })?;
            map.set(role, column.trim());
        }
        Ok(map)
    }

    /// Says which column has a role; an empty name takes the role away.
    pub fn set(&mut self, role: ColumnRole, column: &str) {
        if column.is_empty() {
            self.columns.remove(&role);
        } else {
            self.columns.insert(role, column.to_owned());
        }
    }

    /// Says that a column is not read, whatever its name says.
    pub fn leave_out(&mut self, column: &str) {
        self.columns.retain(|_, name| name != column);
        self.unread.insert(column.to_owned());
    }

    /// The column of a role.
    pub fn get(&self, role: ColumnRole) -> Option<&str> {
        self.columns.get(&role).map(String::as_str)
    }

    /// The role of a column.
    pub fn role_of(&self, column: &str) -> Option<ColumnRole> {
        self.columns.iter().find(|(_, name)| *name == column).map(|(role, _)| *role)
    }

    /// All that is mapped, in the order of roles.
    pub fn iter(&self) -> impl Iterator<Item = (ColumnRole, &str)> {
        self.columns.iter().map(|(role, column)| (*role, column.as_str()))
    }

    /// Takes over what another map says; that counts before what this one said.
    pub fn extend(&mut self, other: Self) {
        for column in &other.unread {
            self.leave_out(column);
        }
        for (role, column) in other.columns {
            self.unread.remove(&column);
            self.columns.insert(role, column);
        }
    }

    /// True where nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.unread.is_empty()
    }

    /// What the columns of a table seem to be, by their names.
    pub fn guess<'c>(columns: impl Iterator<Item = &'c str>) -> Self {
        let mut best: BTreeMap<ColumnRole, (usize, &str)> = BTreeMap::new();
        for column in columns {
            let Some((role, doubt)) = ColumnRole::guess(column) else { continue };
            if best.get(&role).is_none_or(|(before, _)| doubt < *before) {
                best.insert(role, (doubt, column));
            }
        }
        let columns = best.into_iter().map(|(role, (_, column))| (role, column.to_owned())).collect();
        Self { columns, unread: BTreeSet::new() }
    }

    /// This map, with what it leaves open guessed from the columns' names.
    pub(super) fn completed<'c>(&self, columns: impl Iterator<Item = &'c str>) -> Self {
        let is_open = |column: &&str| self.role_of(column).is_none() && !self.unread.contains(*column);
        let mut all = Self::guess(columns.filter(is_open));
        all.columns.extend(self.columns.clone());
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read() {
        let map = ColumnMap::parse("text=Body, title = Headline,\"outlet=Name, of paper\",date=When").unwrap();
        assert_eq!(map.get(ColumnRole::Text), Some("Body"));
        assert_eq!(map.get(ColumnRole::Field(MetadataField::Title)), Some("Headline"));
        assert_eq!(map.get(ColumnRole::Field(MetadataField::Outlet)), Some("Name, of paper"));
        assert_eq!(map.get(ColumnRole::Field(MetadataField::Published)), Some("When"));
        assert!(ColumnMap::parse("Body").unwrap_err().contains("\"Body\""));
        assert!(ColumnMap::parse("mood=Body").unwrap_err().contains("archived_url"));
        assert!(ColumnMap::parse("").unwrap().is_empty());
        for role in ColumnRole::all() {
            assert_eq!(ColumnRole::named(role.name()), Some(role));
            assert!(!role.title().is_empty());
        }
    }

    #[test]
    fn columns_are_guessed_in_several_languages() {
        let guess = |columns: &[&str]| ColumnMap::guess(columns.iter().copied());
        let map = guess(&["Article ID", "Volltext", "Titel", "Quelle", "Datum", "Laune"]);
        assert_eq!(map.get(ColumnRole::Text), Some("Volltext"));
        assert_eq!(map.get(ColumnRole::Id), Some("Article ID"));
        assert_eq!(map.iter().count(), 5);
        assert_eq!(guess(&["content", "text"]).get(ColumnRole::Text), Some("text"));
        assert_eq!(guess(&["Texte intégral"]).get(ColumnRole::Text), Some("Texte intégral"));
        let mine = ColumnMap::parse("text=summary").unwrap().completed(["text", "title", "summary"].into_iter());
        assert_eq!(mine.get(ColumnRole::Text), Some("summary"));
        assert_eq!(mine.get(ColumnRole::Field(MetadataField::Title)), Some("title"));
        let mut mine = ColumnMap::default();
        mine.leave_out("title");
        let all = mine.completed(["text", "title"].into_iter());
        assert_eq!((all.get(ColumnRole::Text), all.iter().count()), (Some("text"), 1));
    }
}
