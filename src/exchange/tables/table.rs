//! What a table is.

use crate::exchange::ExportError;
use crate::model::Date;
use std::borrow::Cow;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// A whole number, or nothing.
    Number,
    /// A date or a time as ISO 8601 writes it; a date may lack its day, or its month too.
    Date,
    /// `true` or `false`, or nothing.
    Flag,
}

impl Kind {
    /// The kind's name in the codebook.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Flag => "flag",
        }
    }
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Its name: lower-case letters, digits and `_`.
    pub(super) name: String,
    /// What stands in it.
    pub(super) kind: Kind,
    /// What it means.
    pub(super) about: String,
}

/// The same columns wherever the project is: name, kind, meaning.
pub(super) type Fixed = [(&'static str, Kind, &'static str)];

/// Fixed columns as columns.
pub(super) fn fixed(columns: &Fixed) -> impl Iterator<Item = Column> {
    columns.iter().map(|(name, kind, about)| Column {
        name: (*name).to_owned(),
        kind: *kind,
        about: (*about).to_owned(),
    })
}

/// One of the tables, in the order of a workbook's sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TableId {
    Statements,
    Annotations,
    Fragments,
    Relations,
    Threads,
    ThreadRelations,
    Articles,
    Parts,
    Reading,
    Stories,
    Codebook,
}

impl TableId {
    /// All of them.
    pub(super) const ALL: [Self; 11] = [
        Self::Statements,
        Self::Annotations,
        Self::Fragments,
        Self::Relations,
        Self::Threads,
        Self::ThreadRelations,
        Self::Articles,
        Self::Parts,
        Self::Reading,
        Self::Stories,
        Self::Codebook,
    ];

    /// What its file or sheet is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Statements => "statements",
            Self::Annotations => "annotations",
            Self::Fragments => "fragments",
            Self::Relations => "relations",
            Self::Threads => "threads",
            Self::ThreadRelations => "thread_relations",
            Self::Articles => "articles",
            Self::Parts => "parts",
            Self::Reading => "reading",
            Self::Stories => "stories",
            Self::Codebook => "codebook",
        }
    }

    /// What a row of it is.
    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Statements => "one row for each claim and each source that it is credited to",
            Self::Annotations => "one row for each annotation",
            Self::Fragments => "one row for each fragment of an annotation",
            Self::Relations => "one row for each arrow drawn between two annotations",
            Self::Threads => "one row for each shared claim, source or event",
            Self::ThreadRelations => "one row for each statement about two threads",
            Self::Articles => "one row for each article",
            Self::Parts => "one row for each part of an article that is not body",
            Self::Reading => "one row for each paragraph that an annotator has read",
            Self::Stories => "one row for each story",
            Self::Codebook => "one row for each label, attribute, value, relation type, table and column",
        }
    }
}

/// A cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell<'c> {
    /// Nothing.
    Empty,
    /// Words, or a date in words.
    Text(Cow<'c, str>),
    /// A whole number.
    Number(usize),
    /// Yes or no.
    Flag(bool),
}

impl<'c> Cell<'c> {
    /// Words; none are nothing.
    pub(super) fn text(words: impl Into<Cow<'c, str>>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Empty } else { Self::Text(words) }
    }

    /// A date, where it is known.
    pub(super) fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Empty, |date| Self::Text(Cow::Owned(date.to_string())))
    }
}

/// Takes the rows of all tables.
pub(super) trait Rows {
    /// The next row of a table: as many cells as it has columns.
    fn row(&mut self, table: TableId, cells: &[Cell<'_>]) -> Result<(), ExportError>;
}

/// Ids in one cell: none of them holds a semicolon.
pub(super) fn ids<'c>(ids: impl IntoIterator<Item = impl std::fmt::Display>) -> Cell<'c> {
    Cell::text(ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(";"))
}

/// Titles and words in one cell.
pub(super) fn several<'c>(words: &[String]) -> Cell<'c> {
    Cell::text(words.join(" | "))
}
