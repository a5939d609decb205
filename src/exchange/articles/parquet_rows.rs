//! Tables of articles in Parquet.

use super::columns::{ColumnMap, ColumnRole};
use super::entries::Out;
use super::rows::{Roles, content};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Lists in lists that are looked into.
const DEEPEST: usize = 3;

/// Reads a table row by row.
pub(super) fn read(bytes: &[u8], said: &ColumnMap, out: &mut Out<'_>) -> Result<(), String> {
    // The library ends over some damaged files; that is a problem of the file.
    catch_unwind(AssertUnwindSafe(|| rows(bytes, said, out))).unwrap_or_else(|_| Err("the table is damaged".to_owned()))
}

fn rows(bytes: &[u8], said: &ColumnMap, out: &mut Out<'_>) -> Result<(), String> {
    let damaged = |error: &dyn std::fmt::Display| format!("no Parquet, or damaged: {error}");
    // The library reads files, so that it can begin at their ends.
    let mut file = tempfile::tempfile().map_err(|error| damaged(&error))?;
    file.write_all(bytes).map_err(|error| damaged(&error))?;
    let reader = SerializedFileReader::new(file).map_err(|error| damaged(&error))?;
    let columns: Vec<String> =
        reader.metadata().file_metadata().schema().get_fields().iter().map(|field| field.name().to_owned()).collect();
    let roles = Roles::of(said, &columns, out)?;
    for (number, row) in (1..).zip(reader.get_row_iter(None).map_err(|error| damaged(&error))?) {
        if !out.goes_on() {
            break;
        }
        let entry = format!("row {number}");
        match row {
            Ok(row) => {
                let cells: Vec<(ColumnRole, String)> = row
                    .get_column_iter()
                    .filter_map(|(name, field)| Some((roles.role_of(name)?, words_of(field, 0))))
                    .collect();
                out.article(&entry, content(cells.iter().map(|(role, cell)| (*role, cell.as_str()))));
            }
            Err(error) => {
                out.problem(&entry, format!("{error}; the rest was left out"));
                break;
            }
        }
    }
    Ok(())
}

/// What a value says: a list its items with commas, a group its name.
fn words_of(field: &Field, depth: usize) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(words) => words.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::ListInternal(list) if depth < DEEPEST => {
            let items = list.elements().iter().map(|item| words_of(item, depth + 1));
            items.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
        }
        Field::Group(row) if depth < DEEPEST => named(row, depth),
        Field::ListInternal(_) | Field::Group(_) | Field::MapInternal(_) => String::new(),
        other => other.to_string(),
    }
}

fn named(row: &Row, depth: usize) -> String {
    let name = row.get_column_iter().find(|(name, _)| matches!(name.as_str(), "name" | "title" | "text"));
    name.map(|(_, field)| words_of(field, depth + 1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::exchange::articles::testing::read_all;

    /// Two rows, written by pyarrow: body, headline, authors (a list), published (a date).
    const TABLE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/articles/table.parquet"));

    #[test]
    fn rows_are_articles() {
        let read = read_all("a.parquet", TABLE).unwrap();
        let articles: Vec<_> = read.articles.iter().map(|entry| &entry.article).collect();
        assert_eq!(articles[0].text.as_str(), "The talks failed é😀.\n\nNobody knows why.");
        assert_eq!(
            (articles[0].metadata.title.as_str(), articles[0].metadata.author.as_str()),
            ("Talks fail", "Ana Ruiz, Bo Li")
        );
        assert_eq!(articles[0].metadata.published.map(|d| d.to_string()).as_deref(), Some("2025-11-28"));
        assert_eq!(articles.len(), 2);
    }

    #[test]
    fn damaged_tables_get_a_message() {
        for cut in (0..TABLE.len()).step_by(11) {
            let _ = read_all("a.parquet", &TABLE[..cut]);
            let mut broken = TABLE.to_vec();
            broken[cut] ^= 0x55;
            let _ = read_all("a.parquet", &broken);
        }
        assert!(read_all("a.parquet", b"PAR1").is_err());
    }
}
