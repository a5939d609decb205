//! A folder of CSV files: one for each table, and each article's text.

use super::super::export::{Selection, Texts};
use super::super::format::{Format, Output, Words};
use super::super::loss::Feature;
use super::super::setting::{Setting, Values};
use super::book::Book;
use super::recipes;
use super::table::{Cell, Rows, TableId};
use crate::exchange::{ExportError, Folder, Pace};
use csv::{Terminator, Writer, WriterBuilder};
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Its row in the table.
pub(in crate::exchange) const FORMAT: Format = Format {
    name: "csv",
    title: "CSV tables",
    extensions: &["csv"],
    writes: "annotations, fragments, relations, statements (who said what), threads, articles, reading, codebook \
             and more as tables, each article's text beside them, and lines of R and Python that load them",
    loses: &[Feature::Suggestions, Feature::Rejected, Feature::Revisions, Feature::Settings],
    limits: "the context of lost places",
    settings: &[Setting {
        key: "excel",
        values: Values::Flag,
        about: "for a double click in Excel: a byte order mark, and an apostrophe before words that would run as a formula",
    }],
    words: Words::CanGo,
    output: Output::Folder(write),
    ..Format::BASE
};

/// For whom the cells are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cells {
    /// Exactly as they are.
    Exact,
    /// So that a spreadsheet runs none of them.
    Harmless,
}

fn write(selection: &Selection<'_>, folder: &mut Folder, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let book = Book::new(selection);
    let cells = if selection.has_flag("excel") { Cells::Harmless } else { Cells::Exact };
    let mut files = Vec::new();
    for (table, columns) in book.tables() {
        let mut file = folder.file(&format!("{}.csv", table.name()))?;
        if cells == Cells::Harmless {
            file.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(file);
        writer.write_record(columns.iter().map(|column| column.name.as_str())).map_err(io::Error::from)?;
        files.push((*table, writer));
    }
    let mut sheets = Sheets { files, cells };
    book.fill(&mut sheets, pace)?;
    for (_, writer) in sheets.files {
        Folder::finish(writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?)?;
    }
    if selection.options().texts == Texts::Kept {
        for article in selection.articles() {
            pace.breathe()?;
            folder.put(&format!("{}.txt", article.id), article.text().as_str().as_bytes())?;
        }
    }
    folder.put("byline.py", recipes::PYTHON.as_bytes())?;
    folder.put("byline.R", recipes::R.as_bytes())?;
    Ok(())
}

struct Sheets {
    files: Vec<(TableId, Writer<BufWriter<File>>)>,
    cells: Cells,
}

impl Rows for Sheets {
    fn row(&mut self, table: TableId, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        let Some((_, writer)) = self.files.iter_mut().find(|(id, _)| *id == table) else { return Ok(()) };
        for cell in cells {
            match cell {
                Cell::Empty => writer.write_field(""),
                Cell::Flag(flag) => writer.write_field(if *flag { "true" } else { "false" }),
                Cell::Number(number) => writer.write_field(number.to_string()),
                Cell::Text(words) if self.cells == Cells::Harmless && is_formula(words) => {
                    writer.write_field(format!("'{words}"))
                }
                Cell::Text(words) => writer.write_field(words.as_bytes()),
            }
            .map_err(io::Error::from)?;
        }
        writer.write_record(None::<&[u8]>).map_err(io::Error::from)?;
        Ok(())
    }
}

/// True for words that a spreadsheet may run: those that begin with one of these (OWASP, CSV injection), whatever
/// blanks stand before it, full-width ones among them.
fn is_formula(words: &str) -> bool {
    let begins = |words: &str| words.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    words.starts_with(['\t', '\r', '\n', '|']) || begins(words.trim_start())
}
