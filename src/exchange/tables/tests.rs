use super::book::Book;
use super::table::{Cell, Rows, TableId};
use crate::exchange::export::{ExportOptions, Names, Selection, Texts};
use crate::exchange::jsonl::LabelPolicy;
use crate::exchange::testing::{Files, empty, read_into, with, written};
use crate::exchange::{ExportError, Pace};
use crate::model::testing::random_project;
use crate::model::{LabelId, Place, Project};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The small project of the golden files.
fn small() -> Project {
    let files =
        Files::from([("a.jsonl".to_owned(), include_bytes!("../../../tests/golden/tables/project.jsonl").to_vec())]);
    let (project, gathered) = read_into(&empty(), &files, Some("jsonl"), LabelPolicy::default());
    assert_eq!(project.articles.size(), 3, "{:?}", gathered.problems);
    project
}

fn table(files: &Files, name: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = files.get(&format!("{name}.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn the_tables_of_a_small_project() {
    let (files, summary) = written("csv", &small(), &ExportOptions::default());
    let golden = |name: &str| match name {
        "statements" => include_str!("../../../tests/golden/tables/statements.csv"),
        "annotations" => include_str!("../../../tests/golden/tables/annotations.csv"),
        "fragments" => include_str!("../../../tests/golden/tables/fragments.csv"),
        "relations" => include_str!("../../../tests/golden/tables/relations.csv"),
        "threads" => include_str!("../../../tests/golden/tables/threads.csv"),
        "thread_relations" => include_str!("../../../tests/golden/tables/thread_relations.csv"),
        "articles" => include_str!("../../../tests/golden/tables/articles.csv"),
        "parts" => include_str!("../../../tests/golden/tables/parts.csv"),
        "reading" => include_str!("../../../tests/golden/tables/reading.csv"),
        _ => include_str!("../../../tests/golden/tables/stories.csv"),
    };
    for table in TableId::ALL.into_iter().filter(|table| *table != TableId::Codebook) {
        let made = String::from_utf8(files[&format!("{}.csv", table.name())].clone()).unwrap();
        assert_eq!(made, golden(table.name()), "{}", table.name());
    }
    assert!(files["art0000001.txt"].starts_with("Prices 😀".as_bytes()));
    assert_eq!(files["art0000003.txt"], b"");
    assert_eq!(files.len(), TableId::ALL.len() + 3 + 2);
    assert_eq!(summary.losses, []);
}

#[test]
fn the_codebook_names_every_column() {
    let (files, _) = written("csv", &small(), &ExportOptions::default());
    let book = table(&files, "codebook");
    for id in TableId::ALL {
        let header = files[&format!("{}.csv", id.name())].split(|b| *b == b'\r').next().unwrap().to_vec();
        let columns = book.iter().filter(|row| row["record"] == "column" && row["of"] == id.name());
        let names: Vec<&str> = columns.map(|row| row["id"].as_str()).collect();
        assert_eq!(names.join(","), String::from_utf8(header).unwrap());
    }
    let voice = book.iter().find(|row| row["record"] == "attribute" && row["id"] == "voice").unwrap();
    assert_eq!((voice["of"].as_str(), voice["type"].as_str()), ("claim", "choice"));
    assert!(book.iter().any(|row| row["record"] == "value" && row["of"] == "claim.voice" && row["id"] == "own"));
}

#[test]
fn recipes_are_at_most_six_lines() {
    for recipe in [super::recipes::PYTHON, super::recipes::R] {
        assert!(recipe.lines().filter(|line| !line.starts_with('#')).count() <= 6);
    }
}

#[test]
fn a_spreadsheet_runs_nothing_and_plain_csv_is_exact() {
    let plain = written("csv", &small(), &ExportOptions::default()).0;
    let excel = written("csv", &small(), &with(&[("excel", "true")])).0;
    assert_eq!(table(&plain, "annotations").iter().filter(|row| row["text"] == "=SUM(1)").count(), 1);
    let marked = &excel["annotations.csv"];
    assert!(marked.starts_with("\u{feff}article_id,".as_bytes()));
    let rows: Vec<_> = table(&Files::from([("a.csv".to_owned(), marked[3..].to_vec())]), "a");
    assert!(rows.iter().any(|row| row["text"] == "'=SUM(1)") && !rows.iter().any(|row| row["text"] == "=SUM(1)"));
}

#[test]
fn options_hold_in_every_table() {
    let project = small();
    let options = ExportOptions { texts: Texts::LeftOut, names: Names::Anonymous, ..with(&[("quote", "2")]) };
    let (files, _) = written("csv", &project, &options);
    assert!(!files.contains_key("art0000001.txt"));
    let all: String = files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(!all.contains("the depot burned on Monday") && all.contains("the depot …"));
    assert!(table(&files, "statements").iter().all(|row| row["annotator"].starts_with("annotator")));
    let options = ExportOptions { labels: [LabelId::parse("claim").unwrap()].into(), ..ExportOptions::default() };
    let (files, _) = written("csv", &project, &options);
    assert!(table(&files, "annotations").iter().all(|row| row["label"] == "claim"));
    assert!(table(&files, "statements").iter().all(|row| row["source"].is_empty() && row["events"].is_empty()));
    assert_eq!(table(&files, "relations").len(), 0);
}

#[test]
fn a_workbook_is_the_same_twice() {
    let project = small();
    let (first, summary) = written("xlsx", &project, &ExportOptions::default());
    assert_eq!(written("xlsx", &project, &ExportOptions::default()).0, first);
    assert!(first["out.xlsx"].starts_with(b"PK") && summary.losses.is_empty());
}

/// Checks each row against the columns and counts them.
struct Check<'b> {
    book: &'b Book<'b, 'b>,
    counts: BTreeMap<TableId, usize>,
}

impl Rows for Check<'_> {
    fn row(&mut self, table: TableId, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        let (_, columns) = self.book.tables().iter().find(|(id, _)| *id == table).unwrap();
        assert_eq!(cells.len(), columns.len(), "{table:?}");
        *self.counts.entry(table).or_default() += 1;
        Ok(())
    }
}

proptest! {
    #[test]
    fn every_row_fits_its_table_and_nothing_is_missing(seed in 0..300_u64) {
        let project = random_project(seed);
        let options = ExportOptions::default();
        let selection = Selection::new(&project, &options);
        let book = Book::new(&selection);
        let mut check = Check { book: &book, counts: BTreeMap::new() };
        book.fill(&mut check, &mut Pace::new(0, &mut |_, _| true)).unwrap();
        let count = |table| check.counts.get(&table).copied().unwrap_or_default();
        let annotations: Vec<_> = project.layers.values().flat_map(|l| l.annotations.values()).collect();
        prop_assert_eq!(count(TableId::Annotations), annotations.len());
        let fragments = annotations.iter().map(|a| match &a.place { Place::At(spans) => spans.len(), Place::Lost(_) => 0 });
        prop_assert_eq!(count(TableId::Fragments), fragments.sum::<usize>());
        prop_assert_eq!(count(TableId::Relations), project.layers.values().map(|l| l.relations.size()).sum::<usize>());
        prop_assert_eq!(count(TableId::Articles), project.articles.size());
        prop_assert_eq!(count(TableId::Threads), project.all_threads().count());
        prop_assert_eq!(count(TableId::Reading), project.layers.values().map(|l| l.reading.size()).sum::<usize>());
    }

    #[test]
    fn fragments_say_the_words_of_the_text_beside_them(seed in 0..300_u64) {
        let (files, _) = written("csv", &random_project(seed), &ExportOptions::default());
        for row in table(&files, "fragments") {
            let text = String::from_utf8(files[&format!("{}.txt", row["doc_id"])].clone()).unwrap();
            let (start, end): (usize, usize) = (row["start"].parse().unwrap(), row["end"].parse().unwrap());
            prop_assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), row["text"].clone());
        }
    }
}
