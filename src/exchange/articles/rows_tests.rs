use super::super::preview::TablePreview;
use super::super::testing::read_all;
use super::*;
use crate::exchange::articles::{ArticleFormat, ReadEntries, ReadOptions, read_articles};
use crate::model::Date;

fn read_as_table(bytes: &[u8], columns: &str) -> Result<ReadEntries, String> {
    let columns = ColumnMap::parse(columns).unwrap();
    let options = ReadOptions { format: Some(ArticleFormat::Table), table: None, columns: &columns, go_on: &|| true };
    read_articles("t.csv", bytes, options).map_err(|problem| problem.kind.to_string())
}

fn texts(read: &ReadEntries) -> Vec<&str> {
    read.articles.iter().map(|entry| entry.article.text.as_str()).collect()
}

#[test]
fn a_row_is_an_article() {
    let table = "id;Titel;Quelle;Datum;Volltext;Laune\n\
                 7;Gespr\u{e4}che;Beispielblatt;28.11.2025;\"Erster Satz.\n\nZweiter \"\"Satz\"\" 😀.\";gut\n\
                 8;;;;;\n\
                 9;Mehr;Beispielblatt;28.11.2025;<p>Ein <b>Absatz</b>.</p><p>Noch einer.</p>;\n";
    let read = read_as_table(table.as_bytes(), "").unwrap();
    assert_eq!(texts(&read), ["Erster Satz.\n\nZweiter \"Satz\" 😀.", "Ein Absatz.\nNoch einer."]);
    let first = &read.articles[0];
    assert_eq!((first.entry.as_str(), first.article.foreign_id.as_str()), ("row 2", "7"));
    assert_eq!(first.article.metadata.title, "Gespr\u{e4}che");
    assert_eq!(first.article.metadata.published, Date::day(2025, 11, 28));
    assert_eq!(read.problems.len(), 1);
    assert_eq!(
        (read.problems[0].entry.as_str(), read.notices.as_slice()),
        ("row 3", &["columns left out: \"Laune\"".to_owned()][..])
    );
    let mapped = read_as_table("A,B\nThe words.,A head\n".as_bytes(), "text=A,title=B").unwrap();
    assert_eq!(mapped.articles[0].article.metadata.title, "A head");
    assert!(
        read_as_table(b"A,B\nx,y\n", "")
            .unwrap_err()
            .contains("there are \"A\", \"B\"; say which with --columns text=NAME")
    );
    assert!(read_as_table(b"A,text\nx,y\n", "title=C").unwrap_err().contains("\"C\""));
}

#[test]
fn json_in_its_three_shapes() {
    let array = r#"[{"body":"The first one.","headline":"One","source":{"id":null,"name":"Example"},"n":1},{"body":"The second one.","byline":["Ana Ruiz","Bo Li"]},3]"#;
    let wrapped = format!("{{\"status\":\"ok\",\"totals\":{{\"a\":[1]}},\"articles\":{array}}}");
    let lines = "{\"body\":\"The first one.\",\"headline\":\"One\"}\n\n{oops\n{\"body\":\"The second one.\",\"byline\":[\"Ana Ruiz\",\"Bo Li\"]}\n";
    for (source, problems) in [(array, 1), (wrapped.as_str(), 1), (lines, 1)] {
        let read = read_as_table(source.as_bytes(), "").unwrap();
        assert_eq!(texts(&read), ["The first one.", "The second one."], "{source}");
        assert_eq!(read.articles[1].article.metadata.author, "Ana Ruiz, Bo Li");
        assert_eq!(read.problems.len(), problems, "{source}");
        assert!(is_table(&Head { name: "a.json", start: source.as_bytes() }), "{source}");
    }
    let cut = read_as_table(&array.as_bytes()[..array.len() - 60], "").unwrap();
    assert_eq!(texts(&cut), ["The first one."]);
    assert!(cut.problems[0].what.contains("breaks off"));
    assert!(read_as_table(br#"{"a": [1, 2]}"#, "").is_err());
    assert!(read_as_table(format!("{}1", "[".repeat(100_000)).as_bytes(), "").is_err());
    assert!(read_as_table(format!("{}1", "{\"a\":".repeat(100_000)).as_bytes(), "").is_err());
}

#[test]
fn tables_are_told_apart() {
    let head = |start: &'static str| Head { name: "a.csv", start: start.as_bytes() };
    for articles in [
        "title,body,date\n",
        "file,text,title\nx",
        "\u{feff}Titel;Volltext\n",
        "{\"headline\":\"a\",\"content\":\"cut off",
    ] {
        assert!(is_table(&head(articles)) && !is_metadata(&head(articles)), "{articles}");
    }
    for other in [
        "doc_id,start,end,text,label\n",
        "text\n",
        "",
        "[{\"text\":\"a\",\"label\":[]}]",
        "{\"data\":{\"text\":\"a\"}}",
        "[1,2]",
    ] {
        assert!(!is_table(&head(other)), "{other}");
    }
    assert!(is_metadata(&head("file,outlet,published\n")) && !is_metadata(&head("title,outlet\n")));
    assert!(has_column(&head("a,b\n"), "b") && !has_column(&head("a,b\n"), "c"));
}

#[test]
fn hostile_tables_are_read_in_bounds() {
    let many = format!("text,title\nThe good row.,a\n{}\n", ",".repeat(10_000_000));
    let read = read_as_table(many.as_bytes(), "").unwrap();
    assert_eq!((texts(&read), read.problems.len()), (vec!["The good row."], 1));
    assert!(read.problems[0].what.contains("more than 10000 columns"));
    assert!(read_as_table("x,".repeat(10_000_000).as_bytes(), "").unwrap_err().contains("columns"));
    let open = format!("text,title\nThe good row.,a\n\"never closed,b\n{}", "more,rows\n".repeat(1000));
    let read = read_as_table(open.as_bytes(), "").unwrap();
    assert_eq!((texts(&read), read.problems[0].entry.as_str()), (vec!["The good row."], "row 3"));
    assert!(read.problems[0].what.contains("never closed"));
    let tabs = "text\ttitle\n\"Begins so\ta\nAnd on.\tb\n";
    let read = read_as_table(tabs.as_bytes(), "").unwrap();
    assert_eq!(texts(&read), ["\"Begins so", "And on."]);
    assert!(read_as_table(b"\0\x01\x02\x03\x04", "").is_err() && read_as_table(b"", "").is_err());
    assert!(read_all("t.xyz", b"").is_err());
    let windows = b"text,title\nCaf\xe9 talks failed again on Monday.,a\n";
    assert_eq!(texts(&read_as_table(windows, "").unwrap()), ["Caf\u{e9} talks failed again on Monday."]);
}

#[test]
fn a_look_into_a_table() {
    let look = TablePreview::of(format!("Body,Head\n{},b\nc,d\n", "long ".repeat(500)).as_bytes()).unwrap();
    assert_eq!((look.columns.as_slice(), look.rows.len()), (&["Body".to_owned(), "Head".to_owned()][..], 2));
    assert_eq!((look.rows[0][0].chars().count(), look.guess.get(ColumnRole::Text)), (300, Some("Body")));
    let look = TablePreview::of(br#"[{"text":"a","n":1},{"text":"b","m":[1,2]},{"text":"cut"#).unwrap();
    assert_eq!(look.columns, ["text", "n", "m"]);
    assert_eq!(look.rows, [["a", "1", ""], ["b", "", "1, 2"]]);
    assert!(TablePreview::of(b"").is_err());
}

proptest::proptest! {
    #[test]
    fn no_table_crashes_the_reader(source in proptest::collection::vec(proptest::prop_oneof![
        proptest::strategy::Just("text,title\n".to_owned()), proptest::strategy::Just("\"".to_owned()), proptest::strategy::Just("\n".to_owned()),
        proptest::strategy::Just("[{\"text\":\"".to_owned()), proptest::strategy::Just("\"}]".to_owned()), proptest::strategy::Just(",".to_owned()), "\\PC{0,8}",
    ], 0..12)) {
        let source = source.concat();
        let _ = read_as_table(source.as_bytes(), "");
        let _ = TablePreview::of(source.as_bytes());
        let _ = is_table(&Head { name: "a.json", start: source.as_bytes() });
    }
}
