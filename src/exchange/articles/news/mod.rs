//! Result files of news databases: Nexis, Factiva, `ProQuest`. They are Word, RTF, text or HTML files with many articles;
//! what each database writes around them stands in tables at the top of its file.

mod factiva;
mod nexis;
mod nexis_text;
mod proquest;
#[cfg(test)]
mod tests;

use super::blocks::Blocks;
use super::content::Content;
use super::entries::Out;
use super::facts::{Facts, Field};
use crate::model::{MetadataField, ZoneKind};
use crate::text::clean;

/// An article as a database prints it.
#[derive(Debug, Default)]
pub(super) struct Printed {
    facts: Facts,
    lead: String,
    body: Vec<(Option<ZoneKind>, String)>,
    id: String,
}

impl Printed {
    fn set(&mut self, field: MetadataField, value: &str) {
        self.facts.set(Field::Grid(field), value);
    }

    /// Adds a paragraph of the body.
    fn push(&mut self, words: &str) {
        self.body.push((None, words.to_owned()));
    }

    /// The headline, the summary and the body, a paragraph a line.
    fn content(self) -> Content {
        let mut blocks = Blocks::default();
        for (kind, words) in &self.body {
            blocks.push(*kind, words);
        }
        if blocks.text.is_empty() {
            return Content::default();
        }
        let first = blocks.first(1).collect::<String>();
        if !self.lead.is_empty() && !first.contains(&self.lead) {
            blocks.put_first(ZoneKind::Lead, &self.lead);
        }
        let title = &self.facts.metadata.title;
        if !title.is_empty() && first != *title {
            blocks.put_first(ZoneKind::Title, title);
        }
        Content { foreign_id: self.id, ..Content::of_blocks(blocks, self.facts) }
    }
}

/// What was found in the file of a database.
#[derive(Debug, Default)]
pub(super) struct Results {
    database: &'static str,
    articles: Vec<Printed>,
    /// How many the file says there are.
    announced: Option<usize>,
}

/// The articles of a file, where it is one of a database; its text cleaned, paragraphs or broken lines as lines.
pub(super) fn recognize(text: &str) -> Option<Results> {
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let results = nexis::read(&lines)
        .or_else(|| nexis_text::read(&lines))
        .or_else(|| factiva::read(&lines))
        .or_else(|| proquest::read(&lines))?;
    (!results.articles.is_empty()).then_some(results)
}

/// True where the source of a page is that of a database.
pub(super) fn may_be_page(source: &str) -> bool {
    ["articleParagraph", "factiva", "Factiva"].iter().any(|word| source.contains(word))
}

/// Hands on what was found.
pub(super) fn give(results: Results, out: &mut Out<'_>) {
    out.notice(format!("read as results of {}", results.database));
    if let Some(count) = results.announced {
        out.announce(count);
    }
    for (number, printed) in (1..).zip(results.articles) {
        if !out.goes_on() {
            break;
        }
        out.article(&format!("article {number}"), printed.content());
    }
}

/// A line without blanks of any kind at its ends; those of databases are often hard ones.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}' || c == '\u{feff}')
}

/// The value after one of these keys and a colon, whatever the case and the blanks.
fn after_key<'l>(line: &'l str, keys: &[&str]) -> Option<&'l str> {
    let (key, value) = bare(line).split_once([':', '：'])?;
    let key = bare(key).to_lowercase();
    keys.contains(&key.as_str()).then(|| bare(value))
}

/// `12` of `12 words`, in any of the words for it.
fn word_count(line: &str) -> Option<usize> {
    let (count, word) = bare(line).split_once([' ', '\u{a0}'])?;
    let known = ["words", "wörter", "worter", "mots", "palabras", "palavras", "parole", "woorden", "слов"];
    let digits: String = count.chars().filter(char::is_ascii_digit).collect();
    let is_number = count.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\''));
    (known.contains(&bare(word).to_lowercase().as_str()) && is_number).then(|| digits.parse().ok()).flatten()
}

/// The words of a result file in HTML, block by block.
pub(super) fn of_blocks(blocks: &Blocks) -> Option<Results> {
    recognize(&clean(&blocks.text))
}
