//! Readable text of a web page, without its menus.

use super::blocks::Blocks;
use super::facts::Facts;
use super::html_text::{Skip, blocks_of, is_deep};
use super::{html_facts, html_scan};
use crate::model::ZoneKind;
use crate::text::fold;
use dom_query::Document;
use dom_smoothie::{Config, Readability};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many words an article must have for the library's choice to be taken, unless it is most of the page.
const FEWEST_WORDS: usize = 25;

/// Longest text in which an article is looked for, in bytes; the search reads it many times over.
const LONGEST: usize = 1_000_000;

/// Reads a page: its words block by block, and what it says about itself. Its headline comes first.
pub(super) fn read(source: &str) -> (Blocks, Facts) {
    if !html_scan::is_tame(source) {
        return (
            bare(source),
            noted("the page is too deep or too large to find its article; all its words were taken"),
        );
    }
    let page = Document::from(source);
    let mut facts = html_facts::read(&page, source);
    let mut blocks = article_of(&page, source, &mut facts.notices);
    let title = facts.metadata.title.clone();
    // A headline is read and annotated like the rest, and the library takes it out.
    let short = |line: &str| line.len() <= title.len() * 2 + 80;
    let has_title = blocks.first(6).any(|line| short(line) && fold(line) == fold(&title));
    if !title.is_empty() && !blocks.text.is_empty() && !has_title {
        blocks.put_first(ZoneKind::Title, &title);
    }
    (blocks, facts)
}

/// All words of a piece of a page that is nothing but an article: the content of a feed, a chapter, a newsletter.
pub(super) fn fragment(source: &str) -> Blocks {
    if !html_scan::is_tame(source) {
        return bare(source);
    }
    let page = Document::from(source);
    if is_deep(&page.root()) { bare(source) } else { body(&page, Skip::Unshown) }
}

/// The blocks of the article in a page: as the library finds it, or else all but menus and the like.
fn article_of(page: &Document, source: &str, notices: &mut Vec<String>) -> Blocks {
    if is_deep(&page.root()) {
        notices.push("the page is too deep to find its article; all its words were taken".to_owned());
        return bare(source);
    }
    let whole = body(page, Skip::Furniture);
    if whole.text.is_empty() {
        return body(page, Skip::Unshown);
    }
    if whole.text.len() > LONGEST {
        notices.push("the page is too long to find its article; all its words but menus were taken".to_owned());
        return whole;
    }
    readable(source).filter(|a| words(a) >= FEWEST_WORDS || words(a) * 2 > words(&whole)).unwrap_or(whole)
}

fn noted(notice: &str) -> Facts {
    Facts { notices: vec![notice.to_owned()], ..Facts::default() }
}

fn words(blocks: &Blocks) -> usize {
    blocks.text.split_whitespace().count()
}

/// The article as the library finds it.
fn readable(source: &str) -> Option<Blocks> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    // The library reads pages that nobody has seen before; a slip of its own must not end the import.
    catch_unwind(AssertUnwindSafe(|| {
        let article = Readability::new(source, None, Some(config)).ok()?.parse().ok()?;
        let content = Document::from(article.content);
        Some(blocks_of(&content.root(), Skip::Unshown))
    }))
    .ok()
    .flatten()
}

/// The words of the body.
fn body(page: &Document, skip: Skip) -> Blocks {
    blocks_of(&page.body().unwrap_or(page.root()), skip)
}

/// The words between the tags.
fn bare(source: &str) -> Blocks {
    let mut blocks = Blocks::default();
    let words = html_scan::without_tags(source);
    for line in words.split('\n') {
        blocks.push(None, &line.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(paragraphs: usize) -> String {
        let words =
            "The council met on Monday to speak about the bridge, and no date was named, two members said. ".repeat(3);
        let body = format!("<p>{words}</p>").repeat(paragraphs);
        format!(
            "<html><head><title>The bridge stays closed</title></head><body><nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav>\
             <div class=sidebar><a href=/1>Most read</a><a href=/2>Weather</a></div><article><h1>The bridge stays closed</h1>{body}\
             <h2>What now</h2><p>{words}</p><ul><li>{words}</li><li>{words}</li></ul></article><footer>Imprint</footer></body></html>"
        )
    }

    #[test]
    fn an_article_without_menus() {
        let (blocks, facts) = read(&article(4));
        assert_eq!(facts.metadata.title, "The bridge stays closed");
        let lines: Vec<_> = blocks.text.split('\n').zip(&blocks.kinds).collect();
        assert_eq!(lines.len(), 9, "{lines:?}");
        assert_eq!(blocks.text.matches("The bridge stays closed").count(), 1);
        assert!(!blocks.text.contains("Sport") && !blocks.text.contains("Imprint"));
        assert_eq!(blocks.kinds.iter().filter(|k| **k == Some(ZoneKind::List)).count(), 2);
    }

    #[test]
    fn a_page_without_an_article_gives_its_words() {
        assert_eq!(read("<p>Hello <b>there</b></p><div>and here").0.text, "Hello there\nand here");
        assert_eq!(read("<body><nav>Only a menu").0.text, "Only a menu");
        assert_eq!(read("").0.text, "");
        assert_eq!(read("no tags at all").0.text, "no tags at all");
    }

    #[test]
    fn hostile_pages_end_without_a_crash() {
        for (piece, count) in [
            ("<div>", 100_000),
            ("<b><p>", 20_000),
            ("<table><tr><td>", 20_000),
            ("<ul><li>", 20_000),
            ("<svg><div/>", 20_000),
            ("<a href='x", 20_000),
            ("<!--", 20_000),
            ("</p>", 20_000),
            ("<font a", 20_000),
            ("&#", 20_000),
        ] {
            let (blocks, _) = read(&format!("<p>before</p>{}deep words", piece.repeat(count)));
            assert!(blocks.text.contains("before"), "{piece}");
        }
        let (blocks, facts) = read(&format!("<p>before</p>{}deep words", "<table><tr><td>".repeat(290)));
        assert_eq!(
            (blocks.text.as_str(), facts.notices.len()),
            ("before\ndeep words", 1),
            "a parser adds to the depth"
        );
        let attributes = format!("<p {}>words", "a='b' ".repeat(100_000));
        assert_eq!(read(&attributes).0.text, "words");
        let (blocks, _) = read(&format!("<p title='{}'>words", "x".repeat(3_000_000)));
        assert_eq!(blocks.text, "words");
    }
}
