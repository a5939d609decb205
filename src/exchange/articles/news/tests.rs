//! Our own sentences from invented outlets, in the shapes that the databases give.

use crate::exchange::articles::testing::{package, read_all};
use crate::exchange::articles::{ReadArticle, ReadEntries};
use crate::model::{Date, ZoneKind};

fn golden(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/golden/articles/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn read(name: &str, bytes: &[u8]) -> ReadEntries {
    let read = read_all(name, bytes).unwrap();
    assert_eq!(read.problems, [], "{name}");
    read
}

fn articles(read: &ReadEntries) -> Vec<&ReadArticle> {
    read.articles.iter().map(|entry| &entry.article).collect()
}

/// A document of Word with these paragraphs.
fn docx(text: &str) -> Vec<u8> {
    let paragraphs: String =
        text.lines().map(|line| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", line.replace('&', "&amp;"))).collect();
    package(&[("word/document.xml", format!("<w:document><w:body>{paragraphs}</w:body></w:document>").as_bytes())])
}

/// What each of the fixtures holds: both articles with all that is known of them.
fn check(read: &ReadEntries, name: &str) {
    let found = articles(read);
    assert_eq!(found.len(), 2, "{name}: {found:#?}");
    let first = found[0];
    assert_eq!(
        first.text.as_str(),
        "Harbour talks fail after two days\nThe talks about the harbour failed on Friday, two council members said, and no date was named for the next ones.\n\u{201c}We tried,\u{201d} one of them said.",
        "{name}"
    );
    let meta = &first.metadata;
    assert_eq!(
        (meta.title.as_str(), meta.outlet.as_str()),
        ("Harbour talks fail after two days", "The Example Courier"),
        "{name}"
    );
    assert_eq!((meta.author.as_str(), meta.published), ("Ana Ruiz", Date::day(2025, 11, 28)), "{name}");
    assert_eq!(meta.language, "en", "{name}");
    assert_eq!(first.zones.first().map(|z| z.kind), Some(ZoneKind::Title), "{name}");
    let second = found[1];
    assert_eq!(second.metadata.title, "Br\u{fc}cke bleibt gesperrt", "{name}");
    assert_eq!(
        (second.metadata.outlet.as_str(), second.metadata.published),
        ("Beispielblatt", Date::day(2025, 12, 3)),
        "{name}"
    );
    assert_eq!(
        second.text.as_str(),
        "Br\u{fc}cke bleibt gesperrt\nDie Br\u{fc}cke bleibt bis zum Sommer gesperrt, sagte der Rat am Mittwoch.",
        "{name}"
    );
}

#[test]
fn nexis_uni() {
    let text = String::from_utf8(golden("nexis_uni.txt")).unwrap();
    let from_docx = read("a.docx", &docx(&text));
    check(&from_docx, "docx");
    assert!(from_docx.notices.contains(&"found 2 of 2 announced articles".to_owned()), "{:?}", from_docx.notices);
    let rtf: String = text
        .lines()
        .map(|line| {
            let line: String =
                line.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{}?", c as u32) }).collect();
            format!("{line}\\par\n")
        })
        .collect();
    check(&read("a.rtf", format!("{{\\rtf1\\ansi {rtf}}}").as_bytes()), "rtf");
    let zip = package(&[("results/a.DOCX", &docx(&text)), ("results/doclist.txt", b"Harbour talks fail")]);
    let read = read_all("a.zip", &zip).unwrap();
    assert_eq!(read.articles.len(), 3);
    assert_eq!(read.articles[0].entry, "results/a.DOCX: article 1");
}

#[test]
fn old_nexis() {
    let from_text = read("a.txt", &golden("nexis_old.txt"));
    check(&from_text, "old nexis");
    assert!(from_text.notices.contains(&"found 2 of 2 announced articles".to_owned()));
    let missing = String::from_utf8(golden("nexis_old.txt")).unwrap().replace("2 of 2", "2 of 3");
    let read = read_all("a.txt", missing.as_bytes()).unwrap();
    assert_eq!(read.problems[0].what, "found 2 of 3 announced articles");
}

#[test]
fn factiva() {
    for name in ["factiva_codes.txt", "factiva.txt", "factiva.html"] {
        let read = read(name, &golden(name));
        check(&read, name);
        assert_eq!(articles(&read)[0].foreign_id, "EXCOUR0020251128elbs0001x", "{name}");
    }
}

#[test]
fn proquest() {
    let read = read("a.txt", &golden("proquest.txt"));
    check(&read, "proquest");
    let found = articles(&read);
    assert_eq!(
        (found[0].foreign_id.as_str(), found[0].metadata.url.as_str()),
        ("3000000001", "https://example.org/docview/3000000001")
    );
    assert!(read.notices.contains(&"found 2 of 2 announced articles".to_owned()));
}

#[test]
fn other_texts_are_none() {
    for text in [
        "End of Document\n\nWe talked of the body politic.",
        "Title: Talks\nSource: Example\n\nText.",
        "____________________________________________________________\nA rule, and no fields.",
        "Document 3 of 47 was lost\n512 words\nThe text.",
        "HD is high definition\nIN  the end\nLP  a record",
        "3 of 47 documents\nwere lost.",
    ] {
        assert!(super::recognize(text).is_none(), "{text}");
    }
}

#[test]
fn cut_results_keep_their_good_part() {
    for name in ["nexis_uni.txt", "nexis_old.txt", "factiva_codes.txt", "factiva.txt", "factiva.html", "proquest.txt"] {
        let bytes = golden(name);
        for cut in (0..bytes.len()).step_by(17) {
            let _ = read_all(name, &bytes[..cut]);
        }
        let read = read_all(name, &bytes[..bytes.len() * 3 / 4]).unwrap();
        assert!(!read.articles.is_empty(), "{name}");
    }
}
