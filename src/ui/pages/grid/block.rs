//! Blocks of cells, and the text that spreadsheets exchange through the clipboard.

use std::ops::RangeInclusive;

/// A cell by row and column, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) row: usize,
    pub(super) column: usize,
}

/// A rectangle of cells: where it was begun, and where the cursor stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) anchor: Cell,
    pub(super) cursor: Cell,
}

impl Block {
    /// One cell.
    pub(super) fn at(cell: Cell) -> Self {
        Self { anchor: cell, cursor: cell }
    }

    /// The same block with its cursor elsewhere.
    pub(super) fn extended(self, cursor: Cell) -> Self {
        Self { cursor, ..self }
    }

    pub(super) fn rows(self) -> RangeInclusive<usize> {
        self.anchor.row.min(self.cursor.row)..=self.anchor.row.max(self.cursor.row)
    }

    pub(super) fn columns(self) -> RangeInclusive<usize> {
        self.anchor.column.min(self.cursor.column)..=self.anchor.column.max(self.cursor.column)
    }

    pub(super) fn contains(self, cell: Cell) -> bool {
        self.rows().contains(&cell.row) && self.columns().contains(&cell.column)
    }

    /// The cell at its top left.
    pub(super) fn first(self) -> Cell {
        Cell { row: *self.rows().start(), column: *self.columns().start() }
    }

    /// The block cut to a table of this size; `None` where nothing is left of the table.
    pub(super) fn within(self, rows: usize, columns: usize) -> Option<Self> {
        let (row, column) = (rows.checked_sub(1)?, columns.checked_sub(1)?);
        let cut = |cell: Cell| Cell { row: cell.row.min(row), column: cell.column.min(column) };
        Some(Self { anchor: cut(self.anchor), cursor: cut(self.cursor) })
    }
}

/// Reads what a spreadsheet copies: cells between tabs, rows between line ends, quotation marks around a cell that
/// holds either. Empty rows count, and a single line without tabs is one cell as it stands.
pub(super) fn parse(text: &str) -> Vec<Vec<String>> {
    if !text.contains(['\t', '\n', '\r']) {
        return vec![vec![text.to_owned()]];
    }
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let mut rest = text;
    loop {
        let (cell, after) = take_cell(rest);
        row.push(cell);
        let Some(end) = after.chars().next() else { break };
        let skip = if after.starts_with("\r\n") { 2 } else { 1 };
        rest = after.get(skip..).unwrap_or_default();
        if end != '\t' {
            rows.push(std::mem::take(&mut row));
            if rest.is_empty() {
                // A line end after the last row begins no other one.
                return rows;
            }
        }
    }
    rows.push(row);
    rows
}

/// The first cell, and what follows it: nothing, or a tab or line end and more.
fn take_cell(text: &str) -> (String, &str) {
    let mut cell = String::new();
    let mut rest = text;
    if let Some((quoted, after)) = text.strip_prefix('"').and_then(take_quoted) {
        (cell, rest) = (quoted, after);
    }
    let end = rest.find(['\t', '\n', '\r']).unwrap_or(rest.len());
    let (plain, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
    cell.push_str(plain);
    (cell, after)
}

/// Up to the closing quotation mark; `None` where there is none, so that the opening one is a letter like any other.
fn take_quoted(text: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                cell.push('"');
                rest = more;
            }
            None => return Some((cell, after)),
        }
    }
}

/// Writes cells as spreadsheets read them.
pub(in crate::ui::pages) fn write(rows: &[Vec<String>]) -> String {
    let single = matches!(rows, [row] if row.len() == 1);
    let cell = |text: &String| {
        let quote = text.contains(['\t', '\n', '\r']) || (text.starts_with('"') && !single);
        if quote { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.clone() }
    };
    let lines: Vec<String> = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("\t")).collect();
    lines.join("\n") + if lines.len() > 1 { "\n" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_spreadsheets_copy() {
        assert_eq!(parse("a\tb\r\nc\td\r\n"), [["a", "b"], ["c", "d"]]);
        assert_eq!(parse("a\n\nb\n"), [["a"], [""], ["b"]]);
        assert_eq!(parse("\"two\nlines\"\t\"say \"\"no\"\"\""), [["two\nlines", "say \"no\""]]);
        assert_eq!(parse("\"No\" he said"), [["\"No\" he said"]]);
        assert_eq!(parse("\"open\tb"), [["\"open", "b"]]);
        assert_eq!(parse(""), [[""]]);
        assert_eq!(parse("\t"), [["", ""]]);
    }

    #[test]
    fn blocks_are_rectangles_whatever_their_direction() {
        let block = Block::at(Cell { row: 3, column: 1 }).extended(Cell { row: 1, column: 2 });
        assert_eq!((block.rows(), block.columns()), (1..=3, 1..=2));
        assert_eq!(block.first(), Cell { row: 1, column: 1 });
        assert!(block.contains(Cell { row: 2, column: 2 }) && !block.contains(Cell { row: 2, column: 0 }));
        assert_eq!(block.within(2, 9).unwrap().rows(), 1..=1);
        assert_eq!(block.within(0, 9), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(rows in (1usize..4).prop_flat_map(|n| {
            prop::collection::vec(prop::collection::vec("[a-c\"\\t\\n ]{0,4}", n), 1..4)
        })) {
            prop_assert_eq!(parse(&write(&rows)), rows);
        }
    }
}
