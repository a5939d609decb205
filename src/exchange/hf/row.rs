//! An article as a row. Every field is always there, and never null.

use crate::exchange::export::Selection;
use crate::model::{Annotation, Article, AttributeId, AttributeValue, LinkStance, Relation};
use crate::text::Text;
use serde::Serialize;

/// An article with what is on it.
#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    pub(super) id: &'a str,
    pub(super) text: &'a str,
    pub(super) title: &'a str,
    pub(super) outlet: &'a str,
    /// As far as it is known: a year, a month or a day.
    pub(super) published: String,
    pub(super) language: &'a str,
    pub(super) url: &'a str,
    pub(super) spans: Vec<Span<'a>>,
    pub(super) relations: Vec<Arrow<'a>>,
}

/// An annotation.
#[derive(Debug, Serialize)]
pub(super) struct Span<'a> {
    pub(super) id: &'a str,
    pub(super) label: &'a str,
    pub(super) annotator: String,
    pub(super) fragments: Vec<Fragment<'a>>,
    pub(super) attributes: Vec<Value>,
    pub(super) threads: Vec<Link<'a>>,
    pub(super) note: &'a str,
    pub(super) unsure: bool,
}

/// A run of words, in code points, half-open.
#[derive(Debug, Serialize)]
pub(super) struct Fragment<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'a str,
}

/// A value of an attribute, as words.
#[derive(Debug, Serialize)]
pub(super) struct Value {
    pub(super) name: String,
    pub(super) value: String,
}

/// A link to a thread.
#[derive(Debug, Serialize)]
pub(super) struct Link<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) stance: &'static str,
}

/// An arrow between two annotations.
#[derive(Debug, Serialize)]
pub(super) struct Arrow<'a> {
    pub(super) id: &'a str,
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) head: &'a str,
    pub(super) tail: &'a str,
}

impl<'a> Row<'a> {
    pub(super) fn new(selection: &Selection<'a>, article: &'a Article) -> Self {
        let metadata = &article.metadata;
        let mut row = Self {
            id: article.id.as_str(),
            text: article.text().as_str(),
            title: &metadata.title,
            outlet: &metadata.outlet,
            published: metadata.published.map(|date| date.to_string()).unwrap_or_default(),
            language: &metadata.language,
            url: &metadata.url,
            spans: Vec::new(),
            relations: Vec::new(),
        };
        for coded in selection.coded(article) {
            let span = |annotation| span(selection, article.text(), &coded.annotator, annotation);
            row.spans.extend(coded.annotations.iter().copied().map(span));
            row.relations.extend(coded.relations.iter().copied().map(arrow));
        }
        row
    }
}

fn span<'a>(selection: &Selection<'a>, text: &'a Text, annotator: &str, annotation: &'a Annotation) -> Span<'a> {
    let fragment = |span| {
        let (start, end) = text.chars_of(span);
        Fragment { start: start.get(), end: end.get(), text: text.slice(span) }
    };
    let link = |(id, stance): (&'a crate::model::ThreadId, &LinkStance)| Link {
        id: id.as_str(),
        title: selection.project().thread(*id).map_or("", |(_, thread)| thread.title.as_str()),
        stance: match stance {
            LinkStance::For => "for",
            LinkStance::Against => "against",
        },
    };
    let value = |(name, value)| Value { name, value };
    Span {
        id: annotation.id.as_str(),
        label: annotation.label.as_str(),
        annotator: annotator.to_owned(),
        fragments: annotation.fragments().iter().copied().map(fragment).collect(),
        attributes: annotation.attributes.iter().flat_map(|(id, held)| values(id, held)).map(value).collect(),
        threads: annotation.threads.iter().map(link).collect(),
        note: &annotation.note,
        unsure: annotation.unsure,
    }
}

fn arrow(relation: &Relation) -> Arrow<'_> {
    Arrow {
        id: relation.id.as_str(),
        kind: relation.kind.as_str(),
        head: relation.from.as_str(),
        tail: relation.to.as_str(),
    }
}

/// An attribute as names and words: one pair for each value of a list, and `name.part` for each named part.
pub(super) fn values(id: &AttributeId, value: &AttributeValue) -> Vec<(String, String)> {
    match value {
        AttributeValue::Flag(flag) => vec![(id.to_string(), flag.to_string())],
        AttributeValue::Text(words) => vec![(id.to_string(), words.clone())],
        AttributeValue::List(words) => words.iter().map(|words| (id.to_string(), words.clone())).collect(),
        AttributeValue::Parts(parts) => {
            parts.iter().map(|(part, words)| (format!("{id}.{part}"), words.clone())).collect()
        }
    }
}
