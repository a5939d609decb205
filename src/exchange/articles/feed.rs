//! Feeds: RSS, Atom and JSON Feed, an entry an article.

use super::content::Content;
use super::entries::Out;
use super::facts::{Facts, Field};
use super::html;
use super::problem::ArticleProblemKind;
use crate::exchange::format::Head;
use crate::model::MetadataField::{Author, Language, Outlet, Published, Title, Url};
use crate::model::ZoneKind;
use crate::text::clean;
use feed_rs::model::{Entry, Feed, Link, Person};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Fewer words than these are a teaser, whatever the feed calls them.
const TEASER: usize = 60;

/// Deepest nesting of elements that is handed to the library, which may call itself for each.
const DEEPEST: usize = 200;

/// Reads the entries of a feed.
pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    let unreadable = |why: String| ArticleProblemKind::Unreadable(why);
    if depth(bytes) > DEEPEST {
        return Err(unreadable(format!("elements in elements more than {DEEPEST} deep; that is no feed")));
    }
    // The library reads feeds that nobody has seen before; a slip of its own must not end the import.
    let parsed = catch_unwind(AssertUnwindSafe(|| feed_rs::parser::parse(bytes)));
    let feed = match parsed {
        Ok(Ok(feed)) => feed,
        Ok(Err(error)) => return Err(unreadable(format!("no feed, or a damaged one: {error}"))),
        Err(_) => return Err(unreadable("the feed is damaged".to_owned())),
    };
    let mut teasers = 0;
    for (number, entry) in (1..).zip(&feed.entries) {
        if !out.goes_on() {
            break;
        }
        let (content, is_teaser) = content_of(entry, &feed);
        teasers += usize::from(is_teaser && !content.is_empty());
        out.article(&format!("entry {number}"), content);
    }
    if teasers > 0 {
        let all = feed.entries.len();
        out.notice(format!("{teasers} of {all} entries seem to be teasers: the feed does not hold the whole article"));
    }
    Ok(())
}

/// True for a file whose beginning is that of a feed.
pub(in crate::exchange) fn is_feed(head: &Head<'_>) -> bool {
    let start = String::from_utf8_lossy(head.start);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('{') {
        return start.contains("jsonfeed.org/version/");
    }
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|root| start.contains(root)) && start.starts_with('<')
}

fn content_of(entry: &Entry, feed: &Feed) -> (Content, bool) {
    let mut facts = Facts::default();
    let title = entry.title.as_ref().map(|title| plain(&title.content)).unwrap_or_default();
    facts.set(Field::Grid(Title), &title);
    // An entry taken over from another feed names it.
    let outlet = feed.title.as_ref().map(|title| plain(&title.content)).unwrap_or_default();
    facts.set(Field::Grid(Outlet), &outlet);
    let names = |people: &[Person]| -> String {
        let names = people.iter().filter_map(|person| person.name.as_deref().map(str::trim));
        names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
    };
    facts.set(Field::Grid(Author), &names(&entry.authors));
    facts.set(Field::Grid(Author), &names(&feed.authors));
    let date = entry.published.or(entry.updated).map(|date| date.format("%Y-%m-%d").to_string());
    facts.set(Field::Grid(Published), &date.unwrap_or_default());
    facts.set(Field::Grid(Url), address(&entry.links));
    let language = entry.language.as_ref().or(feed.language.as_ref());
    facts.set(Field::Grid(Language), language.map_or("", String::as_str));
    let body =
        entry.content.as_ref().and_then(|content| content.body.as_deref()).filter(|body| !body.trim().is_empty());
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let whole = body.is_some();
    let mut blocks = html::fragment(&clean(body.or(summary).unwrap_or_default()));
    let words = blocks.text.split_whitespace().count();
    let is_cut = blocks.text.trim_end().ends_with(['…', ']']) || blocks.text.trim_end().ends_with("...");
    if !title.is_empty() && !blocks.text.is_empty() && !blocks.first(1).any(|line| line == title) {
        blocks.put_first(ZoneKind::Title, &title);
    }
    let mut content = Content::of_blocks(blocks, facts);
    if !is_made_up(&entry.id) {
        content.foreign_id.clone_from(&entry.id);
    }
    (content, !whole && words < 2 * TEASER || words < TEASER || is_cut)
}

/// True for an id that the library made where the feed has none.
fn is_made_up(id: &str) -> bool {
    id.len() >= 32 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// The words of a title, which may hold tags and references.
fn plain(title: &str) -> String {
    html::fragment(&clean(title)).text.replace('\n', " ")
}

/// The address of the page itself.
fn address(links: &[Link]) -> &str {
    let is_page = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    links.iter().find(is_page).or(links.first()).map_or("", |link| link.href.as_str())
}

/// How deep elements or brackets stand in one another, as far as their marks tell.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    for (at, byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        match byte {
            b'<' if next.is_ascii_alphabetic() => depth += 1,
            b'<' if next == b'/' => depth = depth.saturating_sub(1),
            b'/' if next == b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::articles::testing::read_all;
    use crate::model::Date;

    const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Example</title><link>https://example.org</link><language>en</language><description>d</description>
<item><title>Talks &amp;amp; more</title><link>https://example.org/1</link><guid>tag:example.org,2025:1</guid><pubDate>Fri, 28 Nov 2025 10:00:00 GMT</pubDate><author>ana@example.org (Ana Ruiz)</author>
<description>Short.</description><content:encoded><![CDATA[<p>WORDS</p><p>Second é😀.</p><script>x</script>]]></content:encoded></item>
<item><title>Only a teaser</title><description>The talks failed on Monday…</description></item></channel></rss>"#;

    #[test]
    fn entries_are_articles() {
        let words = "The talks went on and on. ".repeat(20);
        let read = read_all("a.rss", RSS.replace("WORDS", &words).as_bytes()).unwrap();
        let articles: Vec<_> = read.articles.iter().map(|entry| &entry.article).collect();
        assert_eq!(articles.len(), 2);
        let first = articles[0];
        assert_eq!(first.text.as_str(), format!("Talks & more\n{}\nSecond é😀.", words.trim()));
        let meta = &first.metadata;
        assert_eq!(
            (meta.title.as_str(), meta.outlet.as_str(), meta.url.as_str()),
            ("Talks & more", "The Example", "https://example.org/1")
        );
        assert_eq!((meta.published, meta.language.as_str()), (Date::day(2025, 11, 28), "en"));
        assert_eq!(first.foreign_id, "tag:example.org,2025:1");
        assert_eq!(articles[1].foreign_id, "");
        assert_eq!(read.notices, ["1 of 2 entries seem to be teasers: the feed does not hold the whole article"]);
        assert!(is_feed(&Head { name: "a.xml", start: RSS.as_bytes() }));
    }

    #[test]
    fn atom_and_json() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>The Example</title><id>f</id><updated>2025-11-28T10:00:00Z</updated><entry><id>urn:1</id><title>Talks</title><updated>2025-11-27T23:00:00Z</updated><author><name>Ana Ruiz</name></author><link rel="enclosure" href="https://example.org/x.mp3"/><link href="https://example.org/1"/><content type="html">&lt;p&gt;The talks failed.&lt;/p&gt;</content></entry></feed>"#;
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"The Example","items":[{"id":"urn:1","url":"https://example.org/1","title":"Talks","content_html":"<p>The talks failed.</p>","date_published":"2025-11-27T23:00:00Z","authors":[{"name":"Ana Ruiz"}]}]}"#;
        for (name, source) in [("a.atom", atom), ("a.json", json)] {
            assert!(is_feed(&Head { name, start: source.as_bytes() }));
            let options = crate::exchange::articles::ReadOptions {
                format: Some(crate::exchange::articles::ArticleFormat::Feed),
                table: None,
                columns: &crate::exchange::articles::ColumnMap::default(),
                go_on: &|| true,
            };
            let read = crate::exchange::articles::read_articles(name, source.as_bytes(), options).unwrap();
            let article = &read.articles[0].article;
            assert_eq!(article.text.as_str(), "Talks\nThe talks failed.", "{name}");
            assert_eq!(article.metadata.url, "https://example.org/1", "{name}");
            assert_eq!(article.metadata.published, Date::day(2025, 11, 27), "{name}");
        }
    }

    #[test]
    fn hostile_feeds_get_a_message() {
        for cut in [0, 10, 100, RSS.len() / 2, RSS.len() - 3] {
            let _ = read_all("a.rss", &RSS.as_bytes()[..cut]);
        }
        let deep = format!("<rss version='2.0'><channel>{}", "<a>".repeat(100_000));
        assert!(read_all("a.rss", deep.as_bytes()).unwrap_err().contains("deep"));
        let laughs = "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss version='2.0'><channel><title>&b;</title><item><title>&b;</title><description>Words &b;</description></item></channel></rss>";
        let _ = read_all("a.rss", laughs.as_bytes());
        assert!(read_all("a.rss", b"not a feed").is_err());
    }
}
