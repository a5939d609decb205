//! A look into a table of articles before it is read.

use super::columns::ColumnMap;
use super::decode::{Declared, decode};
use super::{delimited, json_rows};

/// Rows that a look shows.
const ROWS: usize = 5;

/// Most characters of a cell that a look shows.
const CELL: usize = 300;

/// The columns of a table with its first rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TablePreview {
    /// Names of the columns, in order.
    pub columns: Vec<String>,
    /// The first rows, cells in the order of the columns and cut short.
    pub rows: Vec<Vec<String>>,
    /// Which column seems to be which.
    pub guess: ColumnMap,
}

impl TablePreview {
    /// Looks at the beginning of a file: CSV, TSV, JSON or JSON lines.
    ///
    /// # Errors
    /// Says why it is no table.
    pub fn of(start: &[u8]) -> Result<Self, String> {
        let decoded = decode(start, Declared::Nowhere).ok_or("it is no text; save it as CSV first")?;
        let text = decoded.text.trim_start_matches('\u{feff}');
        let (columns, rows) = if json_rows::is_json(text.as_bytes()) {
            json_rows::first_rows(text, ROWS)
        } else {
            delimited::first_rows(text, ROWS)
        };
        if columns.is_empty() {
            return Err("no names of columns at its start".to_owned());
        }
        let guess = ColumnMap::guess(columns.iter().map(String::as_str));
        let short = |cell: String| if cell.len() > CELL { cell.chars().take(CELL).collect() } else { cell };
        let rows = rows.into_iter().map(|row| row.into_iter().map(short).collect()).collect();
        Ok(Self { columns, rows, guess })
    }
}
