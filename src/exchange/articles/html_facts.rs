//! What a page says about itself: `meta` tags, links, JSON-LD.

use super::facts::{Facts, Field};
use super::html_scan::unescape;
use crate::model::MetadataField::{Author, Language, Outlet, Published, Title, Url};
use crate::text::fold;
use dom_query::Document;
use serde_json::Value;

/// Names of `meta` tags (`property`, `name`, `itemprop`, `http-equiv`) for each field, the surest first.
const META: [(Field, &[&str]); 6] = [
    (Field::Grid(Title), &["og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline"]),
    (Field::Grid(Outlet), &["og:site_name", "dc.publisher", "publisher", "application-name"]),
    (Field::Grid(Author), &["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"]),
    (
        Field::Grid(Published),
        &[
            "article:published_time",
            "datepublished",
            "og:published_time",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "publishdate",
            "publish-date",
            "dc.date.issued",
            "dc.date",
            "date",
        ],
    ),
    (Field::Grid(Url), &["og:url", "twitter:url"]),
    (Field::Grid(Language), &["og:locale", "content-language", "dc.language"]),
];

/// Deepest nesting of JSON-LD that is looked into.
const DEEPEST: usize = 6;

/// Reads JSON-LD first, then links and `meta` tags, then what the tags of the page show. `start` is the page's source.
pub(super) fn read(page: &Document, source: &str) -> Facts {
    let mut facts = Facts::default();
    let said = language_of(page);
    facts.set(Field::Grid(Language), &said);
    json_ld(page, &mut facts);
    let canonical = page.select("link[rel=canonical]").attr("href").unwrap_or_default();
    set_address(&mut facts, &canonical);
    meta_tags(page, &mut facts);
    set_address(&mut facts, saved_from(source));
    for selector in ["time[itemprop=datePublished]", "time[pubdate]", "article time[datetime]", "main time[datetime]"] {
        if facts.metadata.published.is_none() {
            let time = page.select_single(selector);
            let written = time.attr("datetime").filter(|d| !d.is_empty()).unwrap_or_else(|| time.text());
            facts.set(Field::Grid(Published), &written);
        }
    }
    facts.set(Field::Grid(Title), &heading(page));
    facts.set(Field::Grid(Title), &title_tag(page, &facts.metadata.outlet));
    // A page repeats its dates in many forms; one that could be read is enough.
    if facts.metadata.published.is_some() {
        facts.notices.retain(|n| !n.starts_with("Published"));
    }
    facts
}

fn language_of(page: &Document) -> String {
    page.select("html").attr("lang").unwrap_or_default().to_string()
}

/// Sets the address where it is a whole one.
fn set_address(facts: &mut Facts, address: &str) {
    let address = address.trim();
    if address.starts_with("https://") || address.starts_with("http://") {
        facts.set(Field::Grid(Url), address);
    }
}

fn meta_tags(page: &Document, facts: &mut Facts) {
    let tags = page.select("meta[content]");
    let pairs: Vec<(String, String)> = tags
        .iter()
        .take(2000)
        .flat_map(|tag| {
            let content = tag.attr("content").unwrap_or_default().to_string();
            let keys = ["property", "name", "itemprop", "http-equiv"].map(|a| tag.attr(a));
            keys.into_iter().flatten().map(move |key| (key.trim().to_lowercase(), content.clone()))
        })
        .collect();
    for (field, names) in META {
        for name in names {
            for (_, content) in pairs.iter().filter(|(key, _)| key == name) {
                match field {
                    Field::Grid(Url) => set_address(facts, content),
                    // Some name the author by the address of a page about her.
                    Field::Grid(Author) if content.contains("://") => {}
                    _ => facts.set(field, content),
                }
            }
        }
    }
}

/// The address in the comment that browsers put into pages they save.
fn saved_from(source: &str) -> &str {
    let start = source.get(..source.floor_char_boundary(4096)).unwrap_or_default();
    let after = start.split_once("<!-- saved from url=(").and_then(|(_, rest)| rest.split_once(')'));
    after.and_then(|(_, rest)| rest.split_whitespace().next()).unwrap_or_default()
}

/// The first level heading, where there is just one.
fn heading(page: &Document) -> String {
    let headings = page.select("h1");
    let words = if headings.length() == 1 { headings.text().to_string() } else { String::new() };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The `title` tag without the outlet and sections after the headline.
fn title_tag(page: &Document, outlet: &str) -> String {
    let words = page.select_single("head title").text();
    super::title::without_suffix(words.trim(), outlet).to_owned()
}

fn json_ld(page: &Document, facts: &mut Facts) {
    for script in page.select("script[type='application/ld+json']").iter().take(50) {
        let source = script.text();
        // Some pages break lines inside strings, or wrap the script as CDATA.
        let source: String = source.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let source = source.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim().trim_end_matches(';');
        if let Ok(value) = serde_json::from_str::<Value>(source) {
            articles_in(&value, 0, facts);
        }
    }
}

/// Looks for articles in a value: arrays, `@graph`, and what a page is about.
fn articles_in(value: &Value, depth: usize, facts: &mut Facts) {
    match value {
        _ if depth > DEEPEST => {}
        Value::Array(items) => items.iter().for_each(|item| articles_in(item, depth + 1, facts)),
        Value::Object(object) => {
            let types = words_of(object.get("@type"), "");
            if types.iter().any(|t| t.ends_with("Article") || t.ends_with("BlogPosting")) {
                article(value, &types, facts);
            }
            for key in ["@graph", "mainEntity"] {
                object.get(key).into_iter().for_each(|inner| articles_in(inner, depth + 1, facts));
            }
        }
        _ => {}
    }
}

fn article(article: &Value, types: &[String], facts: &mut Facts) {
    let mut set = |field, words: &[String]| facts.set(field, &unescape(&words.join(", ")));
    set(Field::Grid(Title), &words_of(article.get("headline").or(article.get("name")), ""));
    set(Field::Grid(Published), words_of(article.get("datePublished"), "").get(..1).unwrap_or_default());
    set(Field::Grid(Outlet), words_of(article.get("publisher"), "name").get(..1).unwrap_or_default());
    let authors: Vec<String> =
        words_of(article.get("author"), "name").into_iter().filter(|a| !a.contains("://")).collect();
    set(Field::Grid(Author), &authors);
    set(Field::Grid(Language), words_of(article.get("inLanguage"), "alternateName").get(..1).unwrap_or_default());
    let genre = types.iter().find_map(|kind| match kind.as_str() {
        "OpinionNewsArticle" => Some("opinion"),
        "AnalysisNewsArticle" => Some("analysis"),
        "LiveBlogPosting" => Some("live"),
        "ReportageNewsArticle" => Some("news"),
        _ => None,
    });
    facts.set(Field::Attribute("genre"), genre.unwrap_or_default());
    for address in
        [words_of(article.get("url"), "@id"), words_of(article.get("mainEntityOfPage"), "@id")].iter().flatten()
    {
        set_address(facts, address);
    }
}

/// The words of a value: a string, each of an array, or the field `key` of an object; each once.
fn words_of(value: Option<&Value>, key: &str) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(words) => Some(words.clone()),
        Value::Object(object) => object.get(key).and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    let all: Vec<String> = match value {
        Some(Value::Array(items)) => items.iter().take(50).filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    };
    let mut kept: Vec<String> = Vec::new();
    for words in all {
        if !kept.iter().any(|o| fold(o) == fold(&words)) && !words.trim().is_empty() {
            kept.push(words);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts_of(source: &str) -> Facts {
        read(&Document::from(source), source)
    }

    #[test]
    fn meta_tags_and_links() {
        let facts = facts_of(
            "<html lang=en-gb><head><title>Talks fail | World | The Example</title><meta property=og:site_name content='The Example'>\
             <meta name=author content='https://example.org/ana'><meta name=author content='By Ana Ruiz'>\
             <meta property='article:published_time' content='2025-11-28T10:00:00Z'><link rel=canonical href='https://example.org/talks'>",
        );
        let get = |field| facts.metadata.get(field);
        assert_eq!(
            (get(Title), get(Outlet), get(Author)),
            ("Talks fail".into(), "The Example".into(), "Ana Ruiz".into())
        );
        assert_eq!((get(Published), get(Url)), ("2025-11-28".into(), "https://example.org/talks".into()));
        assert_eq!(get(Language), "en-GB");
    }

    #[test]
    fn linked_data_in_a_graph() {
        let facts = facts_of(
            r#"<!-- saved from url=(0031)https://example.org/saved/a --><script type="application/ld+json">{"@graph": [{"@type": "WebSite",
            "name": "No"}, {"@type": ["OpinionNewsArticle"], "headline": "A &amp; B", "datePublished": "2025-11-28",
            "author": [{"name": "Ana Ruiz"}, {"name": "Bo Li"}, "Ana Ruiz"], "publisher": {"name": "The Example"}}]}</script><h1>Other</h1>"#,
        );
        let get = |field| facts.metadata.get(field);
        assert_eq!(
            (get(Title), get(Author), get(Outlet)),
            ("A & B".into(), "Ana Ruiz, Bo Li".into(), "The Example".into())
        );
        assert_eq!((get(Published), get(Url)), ("2025-11-28".into(), "https://example.org/saved/a".into()));
        assert_eq!(facts.attributes.values().next().and_then(|v| v.as_text()), Some("opinion"));
        assert_eq!(facts_of("<script type='application/ld+json'>[{</script>"), Facts::default());
    }
}
