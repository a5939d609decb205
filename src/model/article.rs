//! Articles: texts with metadata.

use super::{ArticleId, Attributes, Date, Extra, StoryId, Timestamp};
use crate::text::{Text, TextSpan};
use std::collections::BTreeSet;

/// What is known about an article besides its words. Absent is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline.
    pub title: String,
    /// Who published it.
    pub outlet: String,
    /// Who wrote it, as printed.
    pub author: String,
    /// When it was published.
    pub published: Option<Date>,
    /// When it was looked up.
    pub accessed: Option<Date>,
    /// BCP 47 tag of its language.
    pub language: String,
    /// Its address.
    pub url: String,
    /// Where a copy is kept.
    pub archived_url: String,
}

/// One column of the metadata grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetadataField {
    /// [`Metadata::title`]
    Title,
    /// [`Metadata::outlet`]
    Outlet,
    /// [`Metadata::author`]
    Author,
    /// [`Metadata::published`]
    Published,
    /// [`Metadata::accessed`]
    Accessed,
    /// [`Metadata::language`]
    Language,
    /// [`Metadata::url`]
    Url,
    /// [`Metadata::archived_url`]
    ArchivedUrl,
}

impl MetadataField {
    /// All fields in the order of the grid.
    pub const ALL: [Self; 8] = [
        Self::Title,
        Self::Outlet,
        Self::Author,
        Self::Published,
        Self::Accessed,
        Self::Language,
        Self::Url,
        Self::ArchivedUrl,
    ];

    /// What the screen shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Outlet => "Outlet",
            Self::Author => "Author",
            Self::Published => "Published",
            Self::Accessed => "Accessed",
            Self::Language => "Language",
            Self::Url => "Address",
            Self::ArchivedUrl => "Archived address",
        }
    }
}

impl Metadata {
    /// The field as text; empty where it is absent.
    pub fn get(&self, field: MetadataField) -> String {
        let date = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
        match field {
            MetadataField::Title => self.title.clone(),
            MetadataField::Outlet => self.outlet.clone(),
            MetadataField::Author => self.author.clone(),
            MetadataField::Published => date(self.published),
            MetadataField::Accessed => date(self.accessed),
            MetadataField::Language => self.language.clone(),
            MetadataField::Url => self.url.clone(),
            MetadataField::ArchivedUrl => self.archived_url.clone(),
        }
    }

    /// Sets the field from text, one line, trimmed; empty makes it absent.
    ///
    /// # Errors
    /// Gives the text back where a date is expected and it is none (`2025`, `2025-11` and `2025-11-28` are).
    pub fn set(&mut self, field: MetadataField, value: &str) -> Result<(), String> {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let date = || if value.is_empty() { Ok(None) } else { Date::parse(&value).map(Some).ok_or(value.clone()) };
        match field {
            MetadataField::Title => self.title = value,
            MetadataField::Outlet => self.outlet = value,
            MetadataField::Author => self.author = value,
            MetadataField::Published => self.published = date()?,
            MetadataField::Accessed => self.accessed = date()?,
            MetadataField::Language => self.language = value,
            MetadataField::Url => self.url = value,
            MetadataField::ArchivedUrl => self.archived_url = value,
        }
        Ok(())
    }
}

/// What a run of paragraphs is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneKind {
    /// The headline, or a repetition of it.
    Title,
    /// The opening summary.
    Lead,
    /// The article proper; what no zone names is body.
    #[default]
    Body,
    /// A heading between paragraphs, or a section name.
    Heading,
    /// Bullets.
    List,
    /// The words under a picture.
    Caption,
    /// Who wrote it, where it is printed.
    Byline,
    /// A passage taken from another outlet.
    Excerpt,
    /// Comments, invitations to subscribe, and the like: out of counts, suggestions and search unless asked for.
    Boilerplate,
}

impl ZoneKind {
    /// All kinds, in the order of menus.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Lead,
        Self::Body,
        Self::Heading,
        Self::List,
        Self::Caption,
        Self::Byline,
        Self::Excerpt,
        Self::Boilerplate,
    ];

    /// The kind's name, in files and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Lead => "lead",
            Self::Body => "body",
            Self::Heading => "heading",
            Self::List => "list",
            Self::Caption => "caption",
            Self::Byline => "byline",
            Self::Excerpt => "excerpt",
            Self::Boilerplate => "boilerplate",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A run of paragraphs that is something other than body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// From the start of its first paragraph to the end of its last.
    pub span: TextSpan,
    /// For an excerpt, the outlet it was taken from; else empty.
    pub outlet: String,
}

/// One version of an article's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The words; they never change.
    pub text: Text,
    /// The file that holds them, relative to the project's folder: `articles/….txt`.
    pub file: String,
    /// Since when the project has them; `None` for those that the article came with.
    pub since: Option<Timestamp>,
}

/// One text with its metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Names it in this project.
    pub id: ArticleId,
    /// Its id in the corpus that it came from, where that has another form.
    pub foreign_id: String,
    /// What is known about it.
    pub metadata: Metadata,
    /// The codebook's article attributes.
    pub attributes: Attributes,
    /// The stories that it belongs to.
    pub stories: BTreeSet<StoryId>,
    /// Parts that are not body, in text order, without overlap; positions mean the current text.
    pub zones: Vec<Zone>,
    /// Earlier texts, the oldest first.
    pub earlier: Vec<Revision>,
    /// The text that is read and annotated.
    pub current: Revision,
    /// Fields of another program's file, kept for its sake.
    pub extra: Extra,
}

impl Article {
    /// The current text.
    pub fn text(&self) -> &Text {
        &self.current.text
    }

    /// The title, or where there is none the start of the text, or else a word that says so.
    pub fn display_title(&self) -> String {
        if !self.metadata.title.is_empty() {
            return self.metadata.title.clone();
        }
        let first = self.text().paragraphs().first().map_or("", |p| self.text().slice(*p).trim());
        if first.is_empty() { "Empty article".into() } else { first.chars().take(80).collect() }
    }

    /// What a paragraph is; body where no zone names it.
    pub fn zone_of(&self, paragraph: TextSpan) -> ZoneKind {
        self.zones.iter().find(|zone| zone.span.overlaps(paragraph)).map_or(ZoneKind::Body, |zone| zone.kind)
    }

    /// Paragraphs that count: all that are not boilerplate.
    pub fn counted_paragraphs(&self) -> impl Iterator<Item = TextSpan> {
        let all = self.text().paragraphs().iter().copied();
        all.filter(|p| self.zone_of(*p) != ZoneKind::Boilerplate)
    }
}
