//! Books and magazines (EPUB): an article a chapter, in the order of reading.

use super::SIZE_LIMIT;
use super::content::Content;
use super::entries::Out;
use super::facts::{Facts, Field};
use super::html;
use super::problem::ArticleProblemKind;
use super::xml_walk::{Piece, Way, attribute, walk};
use crate::exchange::archive::Archive;
use crate::model::MetadataField::{Author, Language, Outlet, Published, Title, Url};
use crate::model::ZoneKind;
use crate::text::clean;
use std::collections::BTreeMap;

/// Largest chapter, in bytes.
const LARGEST_PART: u64 = SIZE_LIMIT as u64;

/// Fewer words than these on a page without a heading are a cover or an imprint.
const FEWEST_WORDS: usize = 25;

/// Most pages of a book.
const MOST_PAGES: usize = 20_000;

/// What a book says about itself and its order.
#[derive(Default)]
struct Book {
    /// Metadata by the names of Dublin Core; the first of each.
    said: BTreeMap<String, String>,
    /// Paths of pages by their ids.
    pages: BTreeMap<String, String>,
    /// Ids in the order of reading.
    spine: Vec<String>,
}

/// Reads a book.
pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    let unreadable = ArticleProblemKind::Unreadable;
    let mut package = Archive::open(bytes).map_err(unreadable)?;
    let container = package.text("META-INF/container.xml", 1 << 20).map_err(unreadable)?;
    let mut root = String::new();
    let _ = walk(&container, &mut |piece| {
        if let Piece::Open("rootfile", start) = piece
            && root.is_empty()
        {
            root = attribute(start, "full-path").unwrap_or_default();
        }
        Way::Into
    });
    if package.has("META-INF/encryption.xml") && package.has("META-INF/rights.xml") {
        return Err(unreadable("locked by its seller; its words cannot be read".to_owned()));
    }
    let book = book_of(&package.text(&root, LARGEST_PART).map_err(unreadable)?);
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut passed = 0;
    for (number, id) in (1..).zip(book.spine.iter().take(MOST_PAGES)) {
        if !out.goes_on() {
            break;
        }
        let entry = format!("chapter {number}");
        let Some(href) = book.pages.get(id) else {
            out.problem(&entry, "the book has no such page");
            continue;
        };
        match package.text(&path_of(folder, href), LARGEST_PART) {
            Ok(page) => match chapter(&page, &book) {
                Some(content) => out.article(&entry, content),
                None => passed += 1,
            },
            Err(why) => out.problem(&entry, why),
        }
    }
    if passed > 0 {
        out.notice(format!("{passed} pages without an article were passed over: cover, imprint and the like"));
    }
    Ok(())
}

/// Reads the package file.
fn book_of(xml: &str) -> Book {
    let mut book = Book::default();
    let mut words = String::new();
    // What is cut still names the pages before.
    let _ = walk(xml, &mut |piece| {
        match piece {
            Piece::Open("item", start) => {
                let is_navigation = attribute(start, "properties").is_some_and(|p| p.split(' ').any(|p| p == "nav"));
                let is_page = attribute(start, "media-type").is_none_or(|kind| kind.contains("html"));
                let named = |name: &str| attribute(start, name).unwrap_or_default();
                if is_page && !is_navigation {
                    book.pages.insert(named("id"), named("href"));
                }
            }
            Piece::Open("itemref", start) => {
                let id = attribute(start, "idref").unwrap_or_default();
                if attribute(start, "linear").is_none_or(|linear| linear != "no") {
                    book.spine.push(id);
                }
            }
            Piece::Open(..) => words.clear(),
            Piece::Words(more) => words.push_str(more),
            Piece::Close(name) => {
                let said = words.trim();
                if !said.is_empty() {
                    book.said.entry(name.to_owned()).or_insert_with(|| said.to_owned());
                }
                words.clear();
            }
        }
        Way::Into
    });
    let pages = &book.pages;
    book.spine.retain(|id| pages.contains_key(id));
    book
}

/// The article of a page, unless it is none.
fn chapter(page: &str, book: &Book) -> Option<Content> {
    let blocks = html::fragment(&clean(page));
    let heading = blocks.kinds.iter().position(|kind| *kind == Some(ZoneKind::Heading)).filter(|at| *at < 5);
    let words = blocks.text.split_whitespace().count();
    let headed = heading.is_some() && blocks.kinds.len() > 1;
    if words == 0 || (words < FEWEST_WORDS && !headed) {
        return None;
    }
    let mut facts = Facts::default();
    let title = heading.and_then(|at| blocks.text.split('\n').nth(at)).unwrap_or_default();
    facts.set(Field::Grid(Title), title);
    let said = |name: &str| book.said.get(name).map_or("", String::as_str);
    // Programs that make books of news put their own name there.
    let human = |name: &'static str| Some(said(name)).filter(|name| !name.to_lowercase().contains("calibre"));
    facts.set(Field::Grid(Outlet), human("publisher").filter(|name| !name.is_empty()).unwrap_or(said("title")));
    facts.set(Field::Grid(Author), human("creator").unwrap_or_default());
    facts.set(Field::Grid(Published), said("date"));
    facts.set(Field::Grid(Language), said("language"));
    if said("source").starts_with("http") {
        facts.set(Field::Grid(Url), said("source"));
    }
    Some(Content::of_blocks(blocks, facts))
}

/// The path of a page in its package: beside the package file, with `%20` and `..` resolved.
fn path_of(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let mut parts: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(unescaped(part)),
        }
    }
    parts.join("/")
}

/// `%C3%A9` as what it stands for.
fn unescaped(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digit = |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16));
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use crate::exchange::articles::testing::{package, read_all};

    const CONTAINER: &[u8] = br#"<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>"#;
    const BOOK: &[u8] = br#"<package><metadata><dc:title>The Example Weekly</dc:title><dc:creator>Ana Ruiz</dc:creator><dc:date>2025-11-28</dc:date><dc:language>en</dc:language></metadata>
<manifest><item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/><item id="b" href="../OPS/b%20b.xhtml#x" media-type="application/xhtml+xml"/><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="gone" href="../../etc/passwd" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c"/><itemref idref="b"/><itemref idref="a"/><itemref idref="nav"/><itemref idref="gone"/></spine></package>"#;

    #[test]
    fn a_chapter_is_an_article() {
        let read = read_all(
            "a.epub",
            &package(&[
                ("META-INF/container.xml", CONTAINER),
                ("OPS/book.opf", BOOK),
                ("OPS/cover.xhtml", b"<html><body><img/>Cover</body></html>"),
                (
                    "OPS/a.xhtml",
                    b"<html><head><title>x</title></head><body><h1>Second</h1><p>Words &#233;.</p></body></html>",
                ),
                ("OPS/b b.xhtml", b"<html><body><h2>First</h2><p>Words of it.</p></body></html>"),
            ]),
        )
        .unwrap();
        let texts: Vec<&str> = read.articles.iter().map(|entry| entry.article.text.as_str()).collect();
        assert_eq!(texts, ["First\nWords of it.", "Second\nWords \u{e9}."]);
        let meta = &read.articles[1].article.metadata;
        assert_eq!(
            (meta.title.as_str(), meta.outlet.as_str(), meta.author.as_str()),
            ("Second", "The Example Weekly", "Ana Ruiz")
        );
        assert_eq!((read.problems.len(), read.problems[0].entry.as_str()), (1, "chapter 4"));
        assert_eq!(read.notices.len(), 1);
        let bare = package(&[("META-INF/container.xml", b"<c/>")]);
        assert!(read_all("a.epub", &bare).is_err() && read_all("a.epub", b"PK").is_err());
    }
}
