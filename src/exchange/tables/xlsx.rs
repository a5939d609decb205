//! A workbook: a sheet for each table.

use super::super::export::Selection;
use super::super::format::{Format, Output, Words};
use super::super::loss::{Feature, Loss};
use super::book::Book;
use super::small::is_small;
use super::table::{Cell, Column, Kind, Rows, TableId};
use super::view::View;
use crate::exchange::{ExportError, Pace};
use crate::model::{Date, Timestamp};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::borrow::Cow;
use std::io::{self, Seek, Write};

/// Its row in the table.
pub(in crate::exchange) const FORMAT: Format = Format {
    name: "xlsx",
    title: "Excel workbook",
    extensions: &["xlsx"],
    writes: "the tables of csv, a sheet each: headers stay in view, columns filter, dates are dates, words are never run",
    loses: &[Feature::Suggestions, Feature::Rejected, Feature::Revisions, Feature::Settings],
    limits: "the articles' texts, the context of lost places, what is longer than a cell or a sheet",
    closer: Some(too_large),
    words: Words::CanGo,
    output: Output::File(write),
    ..Format::BASE
};

/// Most words that a cell holds, in UTF-16 units (Excel, specifications and limits).
const LONGEST: usize = 32_767;

/// Most rows of a sheet, its header among them (Excel, specifications and limits).
const ROWS: usize = 1_048_576;

/// Ends words that were cut.
const CUT: &str = " […]";

/// Words that a cell holds; cut with a mark where they are longer.
fn fitting(words: &str) -> Cow<'_, str> {
    // A byte is at least a unit in UTF-16.
    if words.len() <= LONGEST || words.encode_utf16().count() <= LONGEST {
        return Cow::Borrowed(words);
    }
    let mut left = LONGEST - CUT.encode_utf16().count();
    let kept: String = words
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= left;
            left -= c.len_utf16().min(left);
            fits
        })
        .collect();
    Cow::Owned(kept + CUT)
}

/// What no cell and no sheet can hold.
fn too_large(selection: &Selection<'_>) -> Vec<Loss> {
    let large = TooLarge::of(selection);
    let mut losses = Vec::new();
    if large.cells > 0 {
        let what = if large.cells == 1 { "end of a cell" } else { "ends of cells" };
        losses.push(Loss { count: large.cells, what: format!("{what} over {LONGEST} characters") });
    }
    for table in TableId::ALL {
        let over = large.rows_of(table).saturating_sub(ROWS - 1);
        if over > 0 {
            losses.push(Loss { count: over, what: format!("rows of {} beyond Excel's {ROWS}", table.name()) });
        }
    }
    losses
}

/// More rows than any sheet of articles' rows has.
fn rows_at_most(selection: &Selection<'_>) -> usize {
    let layers = selection.articles().flat_map(|article| selection.layers(article.id));
    let of_layers = layers.map(|(_, layer)| {
        let fragments: usize = layer.annotations.values().map(|annotation| annotation.fragments().len() + 1).sum();
        fragments + layer.relations.size() + layer.reading.size()
    });
    of_layers.sum::<usize>() + selection.articles().map(|article| article.zones.len() + 1).sum::<usize>()
}

#[derive(Default)]
struct TooLarge {
    cells: usize,
    rows: [usize; TableId::ALL.len()],
}

impl TooLarge {
    fn of(selection: &Selection<'_>) -> Self {
        let (mut large, book) = (Self::default(), Book::new(selection));
        // Counting cannot fail.
        drop(book.fill_shared(&mut large));
        let has_few = rows_at_most(selection) < ROWS;
        for article in selection.articles() {
            let view = View::new(selection, article);
            if !has_few || !is_small(&book, &view, LONGEST) {
                drop(book.fill_article(&view, &mut large));
            }
        }
        large
    }

    fn rows_of(&self, table: TableId) -> usize {
        self.rows.get(table as usize).copied().unwrap_or_default()
    }
}

impl Rows for TooLarge {
    fn row(&mut self, table: TableId, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        let long = |cell: &&Cell<'_>| matches!(cell, Cell::Text(words) if matches!(fitting(words), Cow::Owned(_)));
        self.cells += cells.iter().filter(long).count();
        if let Some(count) = self.rows.get_mut(table as usize) {
            *count += 1;
        }
        Ok(())
    }
}

fn write(selection: &Selection<'_>, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let book = Book::new(selection);
    let mut workbook = Workbook::new();
    // Quick rather than small, of 1 to 9.
    workbook.set_zip_compression_level(2);
    // The same day whenever it is written: equal projects make equal bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
    let properties = DocProperties::new().set_title(selection.project().info.title.as_str());
    workbook.set_properties(&properties.set_creation_datetime(&day));
    for (table, columns) in book.tables() {
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(refused)?;
        begin(sheet, *table, columns).map_err(refused)?;
    }
    let mut sheets = Sheets {
        workbook: &mut workbook,
        kinds: book.tables().iter().map(|(_, columns)| columns.iter().map(|column| column.kind).collect()).collect(),
        next: [1; TableId::ALL.len()],
        date: CellFormat::new().set_num_format("yyyy-mm-dd"),
        time: CellFormat::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
    };
    book.fill(&mut sheets, pace)?;
    let next = sheets.next;
    for ((sheet, (_, columns)), next) in workbook.worksheets_mut().iter_mut().zip(book.tables()).zip(next) {
        let last = columns.len().saturating_sub(1) as u16;
        sheet.autofilter(0, 0, next.saturating_sub(1), last).map_err(refused)?;
    }
    pace.breathe()?;
    let mut package = tempfile::tempfile()?;
    workbook.save_to_writer(&mut package).map_err(refused)?;
    package.rewind()?;
    io::copy(&mut package, sink)?;
    Ok(())
}

fn refused(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(error) => ExportError::Io(error),
        other => ExportError::Refused(format!("the workbook cannot be made: {other}")),
    }
}

/// Name, header and widths of a sheet.
fn begin(sheet: &mut Worksheet, table: TableId, columns: &[Column]) -> Result<(), XlsxError> {
    let header = CellFormat::new().set_bold().set_align(FormatAlign::Top);
    sheet.set_name(table.name())?.set_freeze_panes(1, 0)?;
    for (at, column) in (0_u16..).zip(columns) {
        sheet.set_column_width(at, width(column))?;
    }
    for (at, column) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, at, column.name.as_str(), &header)?;
    }
    Ok(())
}

/// A width that shows what usually stands in a column, in characters.
fn width(column: &Column) -> f64 {
    let name = column.name.chars().count() as f64 + 3.0;
    let usual = match (column.kind, column.name.as_str()) {
        (Kind::Number | Kind::Flag, _) => 8.0,
        (Kind::Date, "made" | "read_at") => 19.0,
        (Kind::Date, _) => 11.0,
        (_, "text" | "claim" | "sentence" | "definition" | "from_text" | "to_text") => 60.0,
        (_, "title" | "article" | "shared_claim" | "shared_source" | "source" | "events" | "note" | "via") => 32.0,
        _ => 14.0,
    };
    name.max(usual)
}

struct Sheets<'w> {
    workbook: &'w mut Workbook,
    kinds: Vec<Vec<Kind>>,
    /// The number of each sheet's next row, from 0.
    next: [u32; TableId::ALL.len()],
    date: CellFormat,
    time: CellFormat,
}

impl Rows for Sheets<'_> {
    fn row(&mut self, table: TableId, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        let at = table as usize;
        let (Some(next), Some(kinds)) = (self.next.get_mut(at), self.kinds.get(at)) else { return Ok(()) };
        if *next as usize >= ROWS {
            return Ok(());
        }
        let row = *next;
        *next += 1;
        let sheet = self.workbook.worksheet_from_index(at).map_err(refused)?;
        for (column, (cell, kind)) in (0_u16..).zip(cells.iter().zip(kinds)) {
            match cell {
                Cell::Empty => continue,
                Cell::Number(number) => sheet.write_number(row, column, *number as f64),
                Cell::Flag(flag) => sheet.write_boolean(row, column, *flag),
                Cell::Text(words) => match (*kind == Kind::Date).then(|| moment(words)).flatten() {
                    Some(Moment::Day(day)) => sheet.write_datetime_with_format(row, column, day, &self.date),
                    Some(Moment::Time(time)) => sheet.write_datetime_with_format(row, column, time, &self.time),
                    None => sheet.write_string(row, column, fitting(words).as_ref()),
                },
            }
            .map_err(refused)?;
        }
        Ok(())
    }
}

enum Moment {
    Day(ExcelDateTime),
    Time(ExcelDateTime),
}

/// A date that Excel can hold: a full one from March 1900 on, or a time. Others stay words.
fn moment(words: &str) -> Option<Moment> {
    if let Some(time) = Timestamp::parse(words).filter(|time| time.to_string() == words) {
        return ExcelDateTime::from_timestamp(time.seconds()).ok().map(Moment::Time);
    }
    let date = Date::parse(words).filter(|date| date.is_full() && date.to_string() == words)?;
    // Excel counts a day too many before March 1900.
    if words < "1900-03-01" {
        return None;
    }
    ExcelDateTime::parse_from_str(&date.to_string()).ok().map(Moment::Day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::export::ExportOptions;
    use crate::model::testing::random_project;
    use proptest::prelude::*;

    #[test]
    fn a_cell_holds_so_many_units() {
        let long = "😀".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.encode_utf16().count() <= LONGEST && cut.ends_with(CUT));
        assert!(cut.encode_utf16().count() >= LONGEST - 1);
        let just = "é".repeat(LONGEST);
        assert!(matches!(fitting(&just), Cow::Borrowed(_)));
        assert_eq!(fitting(&"x".repeat(LONGEST + 1)).encode_utf16().count(), LONGEST);
    }

    proptest! {
        #[test]
        fn what_is_small_for_certain_is_small(seed in 0..300_u64) {
            let project = random_project(seed);
            let options = ExportOptions::default();
            let selection = Selection::new(&project, &options);
            let book = Book::new(&selection);
            for article in selection.articles() {
                let view = View::new(&selection, article);
                let mut longest = Longest(0);
                book.fill_article(&view, &mut longest).unwrap();
                // A text's hash has 71 characters, whatever the article holds.
                let least = (0..4_000).find(|most| is_small(&book, &view, *most)).unwrap_or(4_000);
                prop_assert!(longest.0 <= least.max(71), "{} units, small from {least}", longest.0);
            }
        }
    }

    struct Longest(usize);

    impl Rows for Longest {
        fn row(&mut self, _: TableId, cells: &[Cell<'_>]) -> Result<(), ExportError> {
            for cell in cells {
                if let Cell::Text(words) = cell {
                    self.0 = self.0.max(words.encode_utf16().count());
                }
            }
            Ok(())
        }
    }

    #[test]
    fn dates_that_excel_knows() {
        assert!(matches!(moment("2025-11-28"), Some(Moment::Day(_))));
        assert!(matches!(moment("2026-11-21T09:14:05Z"), Some(Moment::Time(_))));
        for words in ["2025-11", "2025", "1899-12-31", "1900-02-28", "yesterday", "2025-11-28 at noon", "=1+1"] {
            assert!(moment(words).is_none(), "{words}");
        }
    }
}
