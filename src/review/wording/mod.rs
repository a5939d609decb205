//! What changed in the wording from one mention of a thing to the next: numbers, hedges, verbs of saying, names, dates.

mod items;
mod lexicon;
#[cfg(test)]
mod tests;

use crate::model::{Annotation, Article};
use crate::text::{Text, TextSpan, fold};
use items::{Item, items_in, items_of};
use std::collections::BTreeSet;

/// What kind of words changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordingKind {
    /// How many, how much.
    Number,
    /// How sure: "reportedly", "may", "about".
    Hedge,
    /// How it is reported: "said", "claimed", "admitted".
    Saying,
    /// Who, what, where.
    Name,
    /// When.
    Date,
}

impl WordingKind {
    /// What the screen shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Hedge => "hedge",
            Self::Saying => "verb of saying",
            Self::Name => "name",
            Self::Date => "date",
        }
    }
}

/// Words of a mention that the mention before it did not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWords {
    /// What kind.
    pub kind: WordingKind,
    /// Where they stand in the article's text.
    pub span: TextSpan,
}

/// Words of the mention before that this one does not have any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedWords {
    /// What kind.
    pub kind: WordingKind,
    /// The words, as they stood there.
    pub words: String,
}

/// A mention's wording beside that of the mention before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// What is to be shown: the mention, and the sentence around it where it is one, in text order.
    pub context: Vec<TextSpan>,
    /// New words, in text order.
    pub new: Vec<NewWords>,
    /// Dropped words, by kind.
    pub dropped: Vec<DroppedWords>,
}

impl Wording {
    /// In a line: "number 40 → 60; hedge “reportedly” dropped"; empty where nothing changed.
    pub fn summary(&self, article: &Article) -> String {
        words_line(article.text(), &self.new, &self.dropped)
    }
}

/// In a line: "number “40” → “60”; hedge “reportedly” dropped"; empty where nothing changed.
pub(super) fn words_line(text: &Text, new: &[NewWords], dropped: &[DroppedWords]) -> String {
    let kinds: BTreeSet<WordingKind> = new.iter().map(|n| n.kind).chain(dropped.iter().map(|d| d.kind)).collect();
    let mut line = String::new();
    for kind in kinds {
        let come = new.iter().filter(|n| n.kind == kind).map(|n| text.slice(n.span).to_owned());
        let come: BTreeSet<String> = come.collect();
        let gone: BTreeSet<&str> = dropped.iter().filter(|d| d.kind == kind).map(|d| d.words.as_str()).collect();
        let list = |words: Vec<&str>| words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(", ");
        let (gone, come) = (list(gone.into_iter().collect()), list(come.iter().map(String::as_str).collect()));
        let separator = if line.is_empty() { "" } else { "; " };
        line.push_str(&match (gone.is_empty(), come.is_empty()) {
            (false, false) => format!("{separator}{} {gone} → {come}", kind.name()),
            (false, true) => format!("{separator}{} {gone} dropped", kind.name()),
            _ => format!("{separator}{} {come} new", kind.name()),
        });
    }
    line
}

/// A part of a text; `None` where there is none to compare with.
pub(super) type Part<'t> = (&'t str, Option<TextSpan>);

/// What the one part has that the other has not: words of the newer, and of the older.
pub(super) fn changed_words(old: Part<'_>, new: Part<'_>) -> (Vec<NewWords>, Vec<DroppedWords>) {
    let items = |(text, span): Part<'_>| span.map(|span| items_in(text, span, &|_| true)).unwrap_or_default();
    let (was, is) = (items(old), items(new));
    let lacks = |list: &[Item], item: &Item| !list.iter().any(|other| other.is_like(item));
    let come = is.iter().filter(|item| lacks(&was, item)).map(|item| NewWords { kind: item.kind, span: item.span });
    let gone = was.iter().filter(|item| lacks(&is, item));
    let mut gone: Vec<DroppedWords> =
        gone.map(|item| DroppedWords { kind: item.kind, words: item.span.slice(old.0).to_owned() }).collect();
    gone.sort_by_key(|dropped| dropped.kind);
    (come.collect(), gone)
}

/// Below 0 where words say less surely what they said, above 0 where they say it more surely: hedges, and verbs of saying
/// that stand by what is said or do not.
pub(super) fn firmness(new: &str, come: &[NewWords], gone: &[DroppedWords]) -> i32 {
    let weight = |kind: WordingKind, words: &str| match kind {
        WordingKind::Hedge => -2,
        WordingKind::Saying => lexicon::firmness(&fold(words)),
        _ => 0,
    };
    let now: i32 = come.iter().map(|n| weight(n.kind, n.span.slice(new))).sum();
    let before: i32 = gone.iter().map(|d| weight(d.kind, &d.words)).sum();
    now - before
}

/// The wording of each mention beside the one before it; the mentions come in order of publication. A mention that lost
/// its place is passed over.
pub fn wordings(mentions: &[(&Article, &Annotation)]) -> Vec<Wording> {
    let mut before: Option<(Vec<Item>, &Article)> = None;
    let mut found = Vec::with_capacity(mentions.len());
    for (article, annotation) in mentions {
        if annotation.fragments().is_empty() {
            found.push(Wording::default());
            continue;
        }
        let (context, items) = items_of(article, annotation);
        let mut wording = Wording { context, ..Wording::default() };
        if let Some((known, earlier)) = &before {
            let is_new = |item: &&Item| !known.iter().any(|other| other.is_like(item));
            wording.new = items.iter().filter(is_new).map(|i| NewWords { kind: i.kind, span: i.span }).collect();
            let is_gone = |item: &&Item| !items.iter().any(|other| other.is_like(item));
            let gone = known.iter().filter(is_gone);
            let words = |item: &Item| earlier.text().slice(item.span).to_owned();
            wording.dropped = gone.map(|i| DroppedWords { kind: i.kind, words: words(i) }).collect();
            wording.dropped.sort_by_key(|d| d.kind);
        }
        before = Some((items, article));
        found.push(wording);
    }
    found
}
