//! Which file holds what.

use crate::edit::{Change, Transaction};
use crate::model::{AnnotatorName, Article, ArticleId, LayerKey, Metadata};
use crate::text::fold;
use std::collections::BTreeSet;

/// A file of records that edits change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FileKey {
    /// `project.ron`
    Project,
    /// `articles.ron`
    Articles,
    /// `annotations/ANNOTATOR/ARTICLE.ron`
    Layer(LayerKey),
    /// `threads/ANNOTATOR.ron`
    Threads(AnnotatorName),
}

impl FileKey {
    /// The file's name in the folder.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Project => "project.ron".into(),
            Self::Articles => "articles.ron".into(),
            Self::Layer(key) => format!("annotations/{}/{}.ron", key.annotator, key.article),
            Self::Threads(annotator) => format!("threads/{annotator}.ron"),
        }
    }

    /// Reads a name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let parts: Vec<&str> = name.split('/').collect();
        Some(match parts.as_slice() {
            ["project.ron"] => Self::Project,
            ["articles.ron"] => Self::Articles,
            ["annotations", annotator, file] => Self::Layer(LayerKey {
                annotator: AnnotatorName::parse(annotator)?,
                article: ArticleId::parse(file.strip_suffix(".ron")?)?,
            }),
            ["threads", file] => Self::Threads(AnnotatorName::parse(file.strip_suffix(".ron")?)?),
            _ => return None,
        })
    }

    /// Whose file it is; `None` for those that everybody changes.
    pub(super) fn annotator(&self) -> Option<&AnnotatorName> {
        match self {
            Self::Layer(key) => Some(&key.annotator),
            Self::Threads(by) => Some(by),
            Self::Project | Self::Articles => None,
        }
    }

    /// True for the files that everybody on the project changes.
    pub(super) fn is_shared(&self) -> bool {
        matches!(self, Self::Project | Self::Articles)
    }

    /// The layer that the file holds, where it holds one.
    pub(super) fn layer(&self) -> Option<&LayerKey> {
        match self {
            Self::Layer(key) => Some(key),
            _ => None,
        }
    }

    /// The file that a change is in.
    pub(super) fn of(change: &Change) -> Self {
        match change {
            Change::Info(_)
            | Change::Label(..)
            | Change::RelationType(..)
            | Change::ArticleAttribute(..)
            | Change::Story(..)
            | Change::Family(..) => Self::Project,
            Change::Article(..) => Self::Articles,
            Change::LayerText(key, _)
            | Change::Done(key, _)
            | Change::Annotation(key, ..)
            | Change::Relation(key, ..)
            | Change::Reading(key, ..)
            | Change::Rejected(key, ..) => Self::Layer(key.clone()),
            Change::Thread(by, ..) | Change::ThreadRelation(by, ..) => Self::Threads(by.clone()),
        }
    }

    /// All files that a transaction changes.
    pub(super) fn of_all(transaction: &Transaction) -> BTreeSet<Self> {
        transaction.changes.iter().map(Self::of).collect()
    }
}

/// The journal of an annotator.
pub(super) fn journal_name(annotator: &AnnotatorName) -> String {
    format!("journal/{annotator}.ron")
}

/// The file of an article's suggestions.
pub(super) fn suggestions_name(article: ArticleId) -> String {
    format!("suggestions/{article}.ron")
}

/// Longest part of a text's file name that comes from the outlet or title, in characters.
const SLUG_CHARS: usize = 40;

/// The file for an article's text: outlet or title, `-`, id, and for a revision its number from 2. It depends on nothing
/// else, so that a text keeps its name in whatever order articles come.
///
/// ```
/// # use byline::{model::{ArticleId, Metadata}, store::text_file};
/// let metadata = Metadata { outlet: "Le Monde".into(), ..Metadata::default() };
/// let id = ArticleId::parse("k3f9x2m7qa").unwrap();
/// assert_eq!(text_file(&metadata, id, 1), "articles/le-monde-k3f9x2m7qa.txt");
/// assert_eq!(text_file(&metadata, id, 2), "articles/le-monde-k3f9x2m7qa.2.txt");
/// ```
pub fn text_file(metadata: &Metadata, id: ArticleId, revision: usize) -> String {
    let named = [&metadata.outlet, &metadata.title].into_iter().map(|words| slug(words)).find(|slug| !slug.is_empty());
    let start = named.map(|slug| slug + "-").unwrap_or_default();
    let end = if revision < 2 { String::new() } else { format!(".{revision}") };
    format!("articles/{start}{id}{end}.txt")
}

fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in fold(words).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.chars().take(SLUG_CHARS).collect::<String>().trim_end_matches('-').to_owned()
}

/// The files of all an article's texts, with their words, the current one first.
pub(super) fn texts_of(article: &Article) -> impl Iterator<Item = &crate::model::Revision> {
    std::iter::once(&article.current).chain(&article.earlier)
}
