//! What changed in the wording from one mention of a thing to the next: numbers, hedges, verbs of saying, names, dates.

mod items;
mod lexicon;
#[cfg(test)]
mod tests;

use crate::model::{Annotation, Article};
use crate::text::TextSpan;
use items::{Item, items_of};
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
        let kinds: BTreeSet<WordingKind> =
            self.new.iter().map(|n| n.kind).chain(self.dropped.iter().map(|d| d.kind)).collect();
        let mut line = String::new();
        for kind in kinds {
            let new = self.new.iter().filter(|n| n.kind == kind).map(|n| article.text().slice(n.span).to_owned());
            let new: BTreeSet<String> = new.collect();
            let dropped: BTreeSet<&str> =
                self.dropped.iter().filter(|d| d.kind == kind).map(|d| d.words.as_str()).collect();
            let list = |words: Vec<&str>| words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(", ");
            let (gone, come) = (list(dropped.into_iter().collect()), list(new.iter().map(String::as_str).collect()));
            let separator = if line.is_empty() { "" } else { "; " };
            line.push_str(&match (gone.is_empty(), come.is_empty()) {
                (false, false) => format!("{separator}{} {gone} → {come}", kind.name()),
                (false, true) => format!("{separator}{} {gone} dropped", kind.name()),
                _ => format!("{separator}{} {come} new", kind.name()),
            });
        }
        line
    }
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
