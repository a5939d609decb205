//! Tables in CSV and TSV, however untidy.

use super::SIZE_LIMIT;
use super::columns::{ColumnMap, ColumnRole};
use super::entries::Out;
use super::rows::{Roles, content};
use super::table::delimiter;

/// Most columns of a table.
const MOST_COLUMNS: usize = 10_000;

/// Longest row that is read, in bytes.
const LONGEST_ROW: usize = SIZE_LIMIT;

/// Reads a table whose first row names the columns.
pub(super) fn read(text: &str, said: &ColumnMap, out: &mut Out<'_>) -> Result<(), String> {
    let delimiter = delimiter(text);
    let mut sound = sound_part(text, delimiter, b'"');
    let mut quoting = true;
    if sound.open && delimiter == b'\t' {
        // Many programs write tabs between cells and no quotation marks around them.
        (sound, quoting) = (sound_part(text, delimiter, 0), false);
        out.notice("a quotation mark is never closed; all of them were taken as words");
    }
    let part = text.get(..sound.end).unwrap_or_default();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).quoting(quoting).flexible(true).from_reader(part.as_bytes());
    let header = match reader.headers() {
        Ok(header) if !header.is_empty() => header.iter().map(str::to_owned).collect::<Vec<_>>(),
        _ => return Err(sound.why.unwrap_or_else(|| "the table has no readable first row".to_owned())),
    };
    let roles = Roles::of(said, &header, out)?;
    let roles: Vec<Option<ColumnRole>> = header.iter().map(|column| roles.role_of(column)).collect();
    let roles = once_each(roles);
    let mut record = csv::StringRecord::new();
    let mut row = 1_usize;
    loop {
        row += 1;
        let entry = format!("row {row}");
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(true) => {
                if !out.goes_on() {
                    return Ok(());
                }
                let cells = roles.iter().zip(&record).filter_map(|(role, cell)| Some(((*role)?, cell)));
                out.article(&entry, content(cells));
            }
            Err(error) => {
                out.problem(&entry, error.to_string());
                if error.is_io_error() {
                    break;
                }
            }
        }
    }
    if let Some(why) = sound.why {
        out.problem(&format!("row {row}"), why);
    }
    Ok(())
}

/// Of two columns of one name the first counts.
fn once_each(mut roles: Vec<Option<ColumnRole>>) -> Vec<Option<ColumnRole>> {
    let mut met = std::collections::BTreeSet::new();
    for role in &mut roles {
        if role.is_some_and(|role| !met.insert(role)) {
            *role = None;
        }
    }
    roles
}

/// The names of the columns of a table, from its beginning.
pub(super) fn header(start: &str) -> Vec<String> {
    first_rows(start, 0).0
}

/// The names of the columns of a table and its first rows, from its beginning.
pub(super) fn first_rows(start: &str, count: usize) -> (Vec<String>, Vec<Vec<String>>) {
    let delimiter = delimiter(start);
    let sound = sound_part(start, delimiter, b'"');
    // A first row that goes on after the beginning is no row of names.
    let part = start.get(..sound.end).filter(|part| !part.is_empty()).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(part.as_bytes());
    let names = reader.headers().map(|names| names.iter().map(str::to_owned).collect()).unwrap_or_default();
    let rows = reader.records().take(count).flatten();
    (names, rows.map(|row| row.iter().map(str::to_owned).collect()).collect())
}

/// How much of a table can be read in bounds.
struct Sound {
    /// Where its last sound row ends.
    end: usize,
    /// Why it ends there, where that is not the end of the file.
    why: Option<String>,
    /// A quotation mark is never closed.
    open: bool,
}

/// Goes through a table as its reader will, without keeping anything.
fn sound_part(text: &str, delimiter: u8, quote: u8) -> Sound {
    #[derive(PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        Closing,
    }
    let (mut at, mut row, mut columns) = (At::Start, 0, 1_usize);
    let cut = |row: usize, why: String| Sound { end: row, why: Some(why), open: false };
    for (place, byte) in text.bytes().enumerate() {
        at = match (at, byte) {
            (At::Quoted, b) if b == quote => At::Closing,
            (At::Quoted, _) => At::Quoted,
            (At::Start | At::Closing, b) if b == quote && quote != 0 => At::Quoted,
            (_, b'\n' | b'\r') => {
                (row, columns) = (place + 1, 1);
                At::Start
            }
            (_, b) if b == delimiter => {
                columns += 1;
                if columns > MOST_COLUMNS {
                    return cut(
                        row,
                        format!("more than {MOST_COLUMNS} columns; this row and all after it were left out"),
                    );
                }
                At::Start
            }
            _ => At::Plain,
        };
        if place - row.min(place) > LONGEST_ROW {
            let mb = LONGEST_ROW / 1_000_000;
            return cut(row, format!("longer than {mb} MB; this row and all after it were left out"));
        }
    }
    if at == At::Quoted {
        let why = "a quotation mark is never closed; this row and all after it were left out".to_owned();
        return Sound { end: row, why: Some(why), open: true };
    }
    Sound { end: text.len(), why: None, open: false }
}
