//! From the words of a file to an article: title, metadata, proposed zones.

use super::blocks::Blocks;
use super::facts::{Facts, Field};
use super::title;
use super::zones::zones_with;
use crate::model::{Attributes, Metadata, MetadataField, Zone, ZoneKind};
use crate::text::{Text, fold};

/// An article as it was read, before it has an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadArticle {
    /// Its words, cleaned.
    pub text: Text,
    /// What is known about it.
    pub metadata: Metadata,
    /// The codebook's article attributes, where the file or the table states them.
    pub attributes: Attributes,
    /// Proposed zones, in text order, without overlap.
    pub zones: Vec<Zone>,
    /// Its id where it comes from; may be empty.
    pub foreign_id: String,
    /// What an editor should know: a guessed encoding, a date that could not be read.
    pub notices: Vec<String>,
}

/// The words of an article before metadata from elsewhere is added.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Cleaned.
    pub(super) text: String,
    /// What the format says of the paragraphs; may be shorter than there are paragraphs.
    pub(super) known: Vec<Option<ZoneKind>>,
    pub(super) facts: Facts,
    /// Its id where it comes from; may be empty.
    pub(super) foreign_id: String,
}

impl Content {
    /// The paragraphs of a format, with what it says about the article.
    pub(super) fn of_blocks(blocks: Blocks, facts: Facts) -> Self {
        Self { text: blocks.text, known: blocks.kinds, facts, foreign_id: String::new() }
    }

    /// True where there are no words.
    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Adds what the file name says and what the first line shows, and proposes zones.
    pub(super) fn finish(self, mut named: Facts) -> ReadArticle {
        let Self { text, known, mut facts, foreign_id } = self;
        let text = Text::new(text);
        let outlet = if facts.metadata.outlet.is_empty() { &named.metadata.outlet } else { &facts.metadata.outlet };
        if facts.metadata.title.is_empty()
            && let Some(first) = title::guess(&text, outlet)
            && (named.metadata.title.is_empty() || says_the_same(&named.metadata.title, &first))
        {
            // A file name has the words of a headline without its capitals and marks.
            named.metadata.title = String::new();
            facts.set(Field::Grid(MetadataField::Title), &first);
        }
        facts.fill(named);
        let zones = zones_with(&text, &facts.metadata, &known);
        let Facts { metadata, attributes, notices } = facts;
        ReadArticle { text, metadata, attributes, zones, foreign_id, notices }
    }
}

/// True where nearly all words of a file name's title stand in a headline.
fn says_the_same(named: &str, headline: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let folded = fold(text);
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (named, headline) = (words(named), words(headline));
    let found = named.iter().filter(|w| headline.contains(w)).count();
    found * 4 >= named.len() * 3
}
