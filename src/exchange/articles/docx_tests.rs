use super::*;
use crate::exchange::articles::testing::{package, read_one};
use crate::exchange::articles::{ArticleFormat, ColumnMap, ReadOptions, read_articles};

const STYLES: &str = r#"<w:styles><w:style w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style></w:styles>"#;

fn document(body: &str) -> Vec<u8> {
    let document = format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    package(&[("word/document.xml", document.as_bytes()), ("word/styles.xml", STYLES.as_bytes())])
}

fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

#[test]
fn paragraphs_as_they_are_read() {
    let body = [
        r#"<w:p><w:pPr><w:pStyle w:val="Title"/><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Talks &amp; more</w:t></w:r></w:p>"#,
        r"<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three é😀</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>, new</w:t></w:r></w:ins></w:p>",
        r"<w:moveFrom><w:p><w:r><w:t>moved away</w:t></w:r></w:p></w:moveFrom>",
        r"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>",
        r#"<w:p><w:pPr><w:pStyle w:val="Mine"/></w:pPr><w:r><w:t>Why</w:t></w:r></w:p>"#,
        r"<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>An item of it</w:t></w:r></w:p>",
        &format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("a"), p("b")),
        &format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", p("Whole text."), p("More of it.")),
    ]
    .concat();
    let article = read_one("a.docx", &document(&body));
    let lines: Vec<&str> = article.text.as_str().split('\n').collect();
    assert_eq!(
        lines,
        ["Talks & more", "One\ttwo", "three é😀, new", "Why", "An item of it", "a\tb", "Whole text.", "More of it."]
    );
    assert_eq!(article.metadata.title, "Talks & more");
    let zones: Vec<_> = article.zones.iter().map(|z| (z.kind, article.text.slice(z.span))).collect();
    assert!(zones.contains(&(ZoneKind::Title, "Talks & more")), "{zones:?}");
    assert!(zones.contains(&(ZoneKind::Heading, "Why")) && zones.contains(&(ZoneKind::List, "An item of it")));
}

#[test]
fn footnotes_come_last() {
    let document = "<document><body><p><r><t>Words</t></r><r><footnoteReference id='2'/></r></p></body></document>";
    let notes = "<footnotes><footnote id='-1' type='separator'><p><r><t>x</t></r></p></footnote>\
                 <footnote id='2'><p><r><footnoteRef/></r><r><t>A note.</t></r></p><p><r><t>Its second part.</t></r></p></footnote></footnotes>";
    let bytes = package(&[("word/document.xml", document.as_bytes()), ("word/footnotes.xml", notes.as_bytes())]);
    assert_eq!(read_one("a.docx", &bytes).text.as_str(), "Words[2]\n[2] A note.\nIts second part.");
}

#[test]
fn hostile_documents_give_their_good_part_or_a_message() {
    let read = |bytes: &[u8]| {
        let options = ReadOptions {
            format: Some(ArticleFormat::Docx),
            table: None,
            columns: &ColumnMap::default(),
            go_on: &|| true,
        };
        read_articles("a.docx", bytes, options).map_err(|problem| problem.kind.to_string())
    };
    let whole = document(&p("The talks failed.").repeat(50));
    for cut in [0, 1, 30, whole.len() / 2, whole.len() - 1] {
        assert!(read(&whole[..cut]).is_err(), "{cut}");
    }
    let broken = package(&[("word/document.xml", b"<document><p><r><t>The good part</t></r></p><p><r><t>is")]);
    let article = read(&broken).unwrap().articles.remove(0).article;
    assert_eq!((article.text.as_str(), article.notices.len()), ("The good part\nis", 1));
    let bomb = package(&[("word/document.xml", &vec![b' '; 300 << 20])]);
    assert!(read(&bomb).unwrap_err().contains("more than"), "{} bytes", bomb.len());
    let laughs = "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><d><p><r><t>&b;&b;</t></r></p></d>";
    let article = read(&package(&[("word/document.xml", laughs.as_bytes())])).unwrap().articles.remove(0).article;
    assert_eq!(article.text.as_str(), "&b;&b;");
    assert!(read(&package(&[("xl/workbook.xml", b"<x/>")])).unwrap_err().contains("word/document.xml"));
    assert_eq!(read(&document("")).unwrap_err(), "empty: there are no words in it");
    let deep = read(&document(&format!("{}deep", "<w:p><w:r><w:t>a</w:t></w:r>".repeat(50_000))));
    assert!(deep.is_ok());
}
