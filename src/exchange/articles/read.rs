//! From the bytes of a file to an article.

use super::decode::{Declared, decode};
use super::facts::{Facts, Field};
use super::problem::{ArticleProblem, ArticleProblemKind};
use super::table::MetadataTable;
use super::zones::zones_with;
use super::{binary, file_name, header, html, markdown, title};
use crate::model::{Attributes, Metadata, MetadataField, Zone, ZoneKind};
use crate::text::{Text, clean, fold};

/// A file of so many bytes or more is refused: 50 MB.
pub const SIZE_LIMIT: usize = 50_000_000;

/// The kinds of files that hold one article each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArticleFormat {
    /// Plain text: `.txt`, `.text`, or no ending at all.
    Text,
    /// Markdown: `.md`, `.markdown`.
    Markdown,
    /// A web page: `.html`, `.htm`, `.xhtml`.
    Html,
}

impl ArticleFormat {
    /// The kind of file that a name tells of.
    pub fn of(file_name: &str) -> Option<Self> {
        let base = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        base.rsplit_once('.').map_or(Some(Self::Text), |(_, ending)| Self::of_ending(ending))
    }

    /// The kind of file that an ending (without its point) tells of.
    pub(super) fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            _ => None,
        }
    }
}

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
    /// What an editor should know: a guessed encoding, a date that could not be read.
    pub notices: Vec<String>,
}

/// The words of a file before metadata from elsewhere is added.
struct Content {
    text: String,
    known: Vec<Option<ZoneKind>>,
    facts: Facts,
}

/// Reads a file as one article. Metadata comes from the table, then the file itself (front matter, header, tags), then
/// its name; the title else from its first line.
///
/// # Errors
/// Says what is wrong with a file that is no article; its name is `file_name`.
pub fn read_article(
    file_name: &str,
    bytes: &[u8],
    table: Option<&MetadataTable>,
) -> Result<ReadArticle, ArticleProblem> {
    let content = content_of(file_name, bytes).map_err(|kind| kind.of(file_name))?;
    let mut facts = table.and_then(|t| t.find(file_name)).unwrap_or_default();
    facts.fill(content.facts);
    Ok(finish(content.text, &content.known, facts, file_name::read(file_name)))
}

/// Reads pasted words as an article: a header at their start is taken off, the title and zones are proposed.
pub fn read_pasted(text: &str) -> ReadArticle {
    let content = plain(&clean(text));
    finish(content.text, &content.known, content.facts, Facts::default())
}

fn content_of(file_name: &str, bytes: &[u8]) -> Result<Content, ArticleProblemKind> {
    if bytes.len() >= SIZE_LIMIT {
        return Err(ArticleProblemKind::TooLarge { bytes: bytes.len() });
    }
    if let Some(what) = binary::signature(bytes) {
        return Err(ArticleProblemKind::Binary(what));
    }
    let Some(format) = ArticleFormat::of(file_name) else {
        let ending = file_name.rsplit_once('.').map_or("", |(_, ending)| ending);
        return Err(ArticleProblemKind::UnknownKind(format!(".{ending}")));
    };
    let declared = if format == ArticleFormat::Html { Declared::InMeta } else { Declared::Nowhere };
    let decoded = decode(bytes, declared).ok_or(ArticleProblemKind::Binary("a file of another program, or damaged"))?;
    let cleaned = clean(&decoded.text);
    let mut content = match format {
        ArticleFormat::Text => plain(&cleaned),
        ArticleFormat::Markdown => formatted(&cleaned),
        ArticleFormat::Html => {
            let (blocks, facts) = html::read(&cleaned);
            Content { text: blocks.text, known: blocks.kinds, facts }
        }
    };
    content.facts.notices.extend(decoded.notice);
    if content.text.trim().is_empty() {
        return Err(ArticleProblemKind::Empty);
    }
    Ok(content)
}

fn plain(cleaned: &str) -> Content {
    let (mut facts, text) = header::split(cleaned);
    let start: String = text.trim_start().chars().take(15).flat_map(char::to_lowercase).collect();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        facts.notices.push("this looks like a web page; name it .html to have its readable text".to_owned());
    }
    Content { text: text.to_owned(), known: Vec::new(), facts }
}

fn formatted(cleaned: &str) -> Content {
    let (mut facts, text) = header::split(cleaned);
    let page = markdown::read(text);
    facts.set(Field::Grid(MetadataField::Title), &page.title);
    Content { text: page.blocks.text, known: page.blocks.kinds, facts }
}

/// Adds what the file name says and what the first line shows, and proposes zones.
fn finish(text: String, known: &[Option<ZoneKind>], mut facts: Facts, mut named: Facts) -> ReadArticle {
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
    let zones = zones_with(&text, &facts.metadata, known);
    ReadArticle { text, metadata: facts.metadata, attributes: facts.attributes, zones, notices: facts.notices }
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

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
