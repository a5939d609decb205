use super::*;
use crate::model::{Date, Metadata, ZoneKind};
use proptest::prelude::*;

fn read_article(name: &str, bytes: &[u8], table: Option<&MetadataTable>) -> Result<ReadArticle, ArticleProblem> {
    let options = ReadOptions { format: None, table, columns: &ColumnMap::default(), go_on: &|| true };
    read_articles(name, bytes, options).map(|mut read| read.articles.remove(0).article)
}

fn read(name: &str, bytes: &[u8]) -> ReadArticle {
    read_article(name, bytes, None).unwrap()
}

fn message(name: &str, bytes: &[u8]) -> String {
    read_article(name, bytes, None).unwrap_err().to_string()
}

#[test]
fn a_text_stays_as_it_is() {
    let words = "\n\nTalks fail\r\n\r\nThe talks failed on Monday.\n\n\n";
    let article = read("a.txt", words.as_bytes());
    assert_eq!(article.text.as_str(), "\n\nTalks fail\n\nThe talks failed on Monday.\n\n\n");
    assert_eq!(article.metadata, Metadata { title: "Talks fail".into(), ..Metadata::default() });
    assert_eq!(article.notices, Vec::<String>::new());
    assert_eq!(read_pasted(words), article);
}

#[test]
fn sources_of_metadata_in_their_order() {
    let table = MetadataTable::parse(b"file,outlet,genre\n2025-11-28_axios_talks-fail.txt,Table Times,news\n").unwrap();
    let text = "Outlet: Header Herald\nAuthor: Ana Ruiz\n\nTalks Fail!\n\nThe talks failed on Monday.";
    let article = read_article("in/2025-11-28_axios_talks-fail.txt", text.as_bytes(), Some(&table)).unwrap();
    assert_eq!(article.text.as_str(), "Talks Fail!\n\nThe talks failed on Monday.");
    let expected = Metadata {
        title: "Talks Fail!".into(),
        outlet: "Table Times".into(),
        author: "Ana Ruiz".into(),
        published: Date::day(2025, 11, 28),
        ..Metadata::default()
    };
    assert_eq!(article.metadata, expected);
    assert_eq!(article.attributes.len(), 1);
    let other = read("2025-11-28_axios_two-leaders-talk.txt", b"Something else altogether\n\nThe talks failed.");
    assert_eq!(other.metadata.title, "Two leaders talk");
}

#[test]
fn files_that_are_no_articles_are_said_by_name() {
    assert_eq!(message("a.txt", b""), "empty: there are no words in it: a.txt");
    assert_eq!(message("b.html", b"<script>x</script>"), "empty: there are no words in it: b.html");
    assert_eq!(message("c.txt", b"%PDF-1.4"), "not text: it is a PDF; give its name the right ending: c.txt");
    assert_eq!(message("d.xyz", b"words"), "not a kind of article: \".xyz\"; byline formats lists the kinds: d.xyz");
    assert!(message("e.txt", &[0, 1, 2, 3, 4]).starts_with("not text: "));
    let large = vec![b'a'; SIZE_LIMIT];
    assert_eq!(
        message("f.txt", &large),
        "too large: 50 MB, and it must be under 50 MB; save fewer articles, or their text alone: f.txt"
    );
}

#[test]
fn markdown_and_pages_have_their_zones() {
    let article = read(
        "a.md",
        b"---\noutlet: The Example\n---\n# Talks fail\n\nThe talks *failed*.\n\n- one\n- two\n\nComments (3)\n",
    );
    assert_eq!(article.text.as_str(), "Talks fail\nThe talks failed.\n\u{2022} one\n\u{2022} two\nComments (3)");
    let kinds: Vec<_> = article.zones.iter().map(|z| z.kind).collect();
    assert_eq!(kinds, [ZoneKind::Title, ZoneKind::List, ZoneKind::Boilerplate]);
    assert_eq!((article.metadata.title.as_str(), article.metadata.outlet.as_str()), ("Talks fail", "The Example"));
    let page =
        read("a.html", "<title>Talks fail</title><p>Caf\u{e9} talks failed.<h2>Why</h2><p>No one knows.".as_bytes());
    assert_eq!(page.text.as_str(), "Talks fail\nCaf\u{e9} talks failed.\nWhy\nNo one knows.");
    assert_eq!(page.zones.iter().map(|z| z.kind).collect::<Vec<_>>(), [ZoneKind::Title, ZoneKind::Heading]);
}

fn assert_zones_fit(article: &ReadArticle) {
    let mut end = 0;
    for zone in &article.zones {
        assert!(article.text.fits(zone.span) && !zone.span.is_empty());
        assert!(zone.span.start().get() >= end, "zones overlap");
        let inside = article.text.index().paragraphs_in(zone.span);
        let paragraphs = article.text.paragraphs().get(inside).unwrap();
        assert_eq!(paragraphs.first().map(|p| p.start()), Some(zone.span.start()));
        assert_eq!(paragraphs.last().map(|p| p.end()), Some(zone.span.end()));
        end = zone.span.end().get();
    }
    assert_eq!(clean(article.text.as_str()), article.text.as_str());
}

proptest! {
    #[test]
    fn no_bytes_crash_a_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in 0..3_usize) {
        let name = ["a.txt", "2025-11-28_a_b.md", "a.html"][kind];
        if let Ok(article) = read_article(name, &bytes, None) {
            assert_zones_fit(&article);
        }
        let _ = MetadataTable::parse(&bytes);
    }

    #[test]
    fn zones_fit_whatever_the_lines(lines in proptest::collection::vec(
        prop_oneof![
            Just("Comments (0)".to_owned()), Just("- item".to_owned()), Just("Talks fail".to_owned()), Just(String::new()),
            Just("Example Times:".to_owned()), Just("“We tried,” he said.".to_owned()), Just("News".to_owned()),
            Just("Title: a".to_owned()), Just("---".to_owned()), Just("<div><p>".to_owned()), Just("</ul><li>x<table>".to_owned()),
            Just("# Head\n![é](x)".to_owned()), Just("By Ana Ruiz".to_owned()), "\\PC{0,30}", "(?s).{0,10}",
        ], 0..12), kind in 0..3_usize) {
        let name = ["a.txt", "a.md", "a.html"][kind];
        if let Ok(article) = read_article(name, lines.join("\n").as_bytes(), None) {
            assert_zones_fit(&article);
        }
        assert_zones_fit(&read_pasted(&lines.join("\n")));
    }

    #[test]
    fn a_text_in_any_encoding_is_cleaned_and_else_the_same(words in "[a-zé“” .\n]{1,80}x[é\\r\n]{0,9}") {
        let words = format!("The start. {words}");
        let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [words.as_bytes().to_vec(), [b"\xfe\xff".as_slice(), &utf16].concat(), utf16.clone()] {
            let article = read_article("a.txt", &bytes, None).unwrap();
            prop_assert_eq!(article.text.as_str(), clean(&words).into_owned());
        }
    }
}
