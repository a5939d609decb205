//! What keys and the clipboard do in the grid while no cell is being typed into.

use super::block::{Block, Cell, parse, write};
use super::{GridPage, Start};
use crate::edit::plan::CellEdit;
use crate::ui::{Message, Outbox, View};
use egui::{Event, Key, Modifiers, Ui};

/// Rows that a page is.
const PAGE: usize = 20;

/// A key, the step that it makes, and the edge that it goes to with Ctrl; `usize::MAX` keeps row or column.
type Arrow = (Key, fn(Cell) -> Cell, Cell);

/// A key with its modifiers, and where it goes.
type Jump<'a> = (Modifiers, Key, &'a dyn Fn(Cell) -> Cell);

impl GridPage {
    /// Takes the keys in; the table has the focus and no cell is being typed into.
    pub(super) fn keys(&mut self, ui: &Ui, view: &View<'_>, out: &mut Outbox) {
        self.arrows(ui);
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if pressed(Modifiers::COMMAND, Key::D) {
            self.fill_down(view, out);
        }
        if pressed(Modifiers::COMMAND, Key::A) {
            let (rows, columns) = self.size();
            let last = Cell { row: rows.saturating_sub(1), column: columns.saturating_sub(1) };
            self.block = Block::at(Cell::default()).extended(last).within(rows, columns);
        }
        if pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace) {
            self.clear(view, out);
        }
        if pressed(Modifiers::NONE, Key::Enter) || pressed(Modifiers::NONE, Key::F2) {
            self.start_typing(view, Start::FromCell);
        }
        let (mut typed, mut pasted, mut copied, mut cut) = (String::new(), None, false, false);
        ui.input_mut(|i| {
            i.events.retain(|event| {
                match event {
                    Event::Text(text) => typed.push_str(text),
                    Event::Paste(text) => pasted = Some(text.clone()),
                    Event::Copy => copied = true,
                    Event::Cut => cut = true,
                    _ => return true,
                }
                false
            });
        });
        if copied || cut {
            self.copy(ui, view);
        }
        if cut {
            self.clear(view, out);
        }
        if let Some(text) = pasted {
            self.paste(view, &text, out);
        }
        if !typed.is_empty() {
            self.start_typing(view, Start::With(typed));
        }
    }

    fn arrows(&mut self, ui: &Ui) {
        let (rows, columns) = self.size();
        let (last_row, last_column) = (rows.saturating_sub(1), columns.saturating_sub(1));
        let steps: [Arrow; 4] = [
            (Key::ArrowUp, |c| Cell { row: c.row.saturating_sub(1), ..c }, Cell { row: 0, column: usize::MAX }),
            (Key::ArrowDown, |c| Cell { row: c.row + 1, ..c }, Cell { row: last_row, column: usize::MAX }),
            (Key::ArrowLeft, |c| Cell { column: c.column.saturating_sub(1), ..c }, Cell { row: usize::MAX, column: 0 }),
            (Key::ArrowRight, |c| Cell { column: c.column + 1, ..c }, Cell { row: usize::MAX, column: last_column }),
        ];
        let pressed = |modifiers, key| ui.input_mut(|i| i.count_and_consume_key(modifiers, key));
        for (key, step, edge) in steps {
            // To the edge first: plain arrows would take in Ctrl as well.
            for (modifiers, extend) in [(Modifiers::COMMAND | Modifiers::SHIFT, true), (Modifiers::COMMAND, false)] {
                if pressed(modifiers, key) > 0 {
                    let keep = |wanted: usize, now: usize| if wanted == usize::MAX { now } else { wanted };
                    self.go(extend, |c| Cell { row: keep(edge.row, c.row), column: keep(edge.column, c.column) });
                }
            }
            for (modifiers, extend) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
                for _ in 0..pressed(modifiers, key) {
                    self.go(extend, step);
                }
            }
        }
        let jumps: [Jump<'_>; 8] = [
            (Modifiers::COMMAND, Key::Home, &|_| Cell::default()),
            (Modifiers::COMMAND, Key::End, &|_| Cell { row: last_row, column: last_column }),
            (Modifiers::NONE, Key::Home, &|c| Cell { column: 0, ..c }),
            (Modifiers::NONE, Key::End, &|c| Cell { column: last_column, ..c }),
            (Modifiers::NONE, Key::PageUp, &|c| Cell { row: c.row.saturating_sub(PAGE), ..c }),
            (Modifiers::NONE, Key::PageDown, &|c| Cell { row: c.row + PAGE, ..c }),
            (Modifiers::SHIFT, Key::Tab, &|c| Cell { column: c.column.saturating_sub(1), ..c }),
            (Modifiers::NONE, Key::Tab, &|c| Cell { column: c.column + 1, ..c }),
        ];
        for (modifiers, key, jump) in jumps {
            for _ in 0..pressed(modifiers, key) {
                self.go(false, jump);
            }
        }
    }

    /// Moves the cursor, or with `extend` the end of the block, and brings it into view.
    pub(super) fn go(&mut self, extend: bool, step: impl Fn(Cell) -> Cell) {
        let (rows, columns) = self.size();
        let block = self.block.unwrap_or_default();
        let cursor = step(block.cursor);
        self.block = if extend { block.extended(cursor) } else { Block::at(cursor) }.within(rows, columns);
        self.reveal = true;
    }

    fn copy(&self, ui: &Ui, view: &View<'_>) {
        let Some(block) = self.block else { return };
        let row = |row: usize| block.columns().map(|column| self.table.text(view.project(), row, column)).collect();
        let rows: Vec<Vec<String>> = block.rows().map(row).collect();
        ui.ctx().copy_text(write(&rows));
    }

    /// Puts a value, worked out from its row and column, into every cell of a block; one step.
    fn put(&mut self, view: &View<'_>, block: Block, out: &mut Outbox, value: impl Fn(usize, usize) -> Option<String>) {
        let mut edits: Vec<CellEdit> = Vec::new();
        for row in block.rows() {
            for column in block.columns() {
                let edit = value(row, column).and_then(|v| self.table.edit(view.project(), row, column, &v));
                edits.extend(edit);
            }
        }
        self.commit(view, edits, out);
    }

    fn clear(&mut self, view: &View<'_>, out: &mut Outbox) {
        if let Some(block) = self.block {
            self.put(view, block, out, |_, _| Some(String::new()));
        }
    }

    /// The first row of the block into its other rows.
    pub(super) fn fill_down(&mut self, view: &View<'_>, out: &mut Outbox) {
        let Some(block) = self.block else { return };
        let first = *block.rows().start();
        let values: Vec<(usize, String)> =
            block.columns().map(|column| (column, self.table.text(view.project(), first, column))).collect();
        let value = |row: usize, column: usize| {
            let found = values.iter().find(|(c, _)| *c == column).map(|(_, value)| value.clone());
            found.filter(|_| row != first)
        };
        self.put(view, block, out, value);
    }

    /// What a spreadsheet copied, from the first cell of the block on; a single value goes into the whole block.
    fn paste(&mut self, view: &View<'_>, text: &str, out: &mut Outbox) {
        let Some(block) = self.block else { return };
        let pasted = parse(text);
        if let [row] = pasted.as_slice()
            && let [value] = row.as_slice()
        {
            self.put(view, block, out, |_, _| Some(value.clone()));
            return;
        }
        let (first, (rows, columns)) = (block.first(), self.size());
        let widest = pasted.iter().map(Vec::len).max().unwrap_or(1);
        let last =
            Cell { row: first.row + pasted.len().saturating_sub(1), column: first.column + widest.saturating_sub(1) };
        let Some(target) = Block::at(first).extended(last).within(rows, columns) else { return };
        self.block = Some(target);
        self.put(view, target, out, |row, column| pasted.get(row - first.row)?.get(column - first.column).cloned());
        if last.row >= rows || last.column >= columns {
            out.push(Message::Say("What was pasted is larger than the table: the rest was left out".into()));
        }
    }
}
