//! Tables of articles: which column is which, with what stands in it.

use super::{ImportForm, UncertainTable, names_of};
use crate::exchange::articles::{ColumnMap, ColumnRole};
use crate::ui::Theme;
use crate::ui::fields::combo;
use crate::ui::theme::space;
use crate::ui::widgets::{muted, muted_line, section};
use egui::{Label, RichText, ScrollArea, Ui, Vec2};

/// Cells of a column that are shown.
const CELLS: usize = 3;

/// What the columns of one table are.
#[derive(Debug)]
pub(super) struct TableForm {
    names: String,
    columns: Vec<ColumnForm>,
}

#[derive(Debug)]
struct ColumnForm {
    name: String,
    /// What stands in its first cells.
    sample: String,
    guessed: Option<ColumnRole>,
    role: Option<ColumnRole>,
}

impl TableForm {
    pub(super) fn new(table: &UncertainTable) -> Self {
        let preview = &table.preview;
        let column = |(at, name): (usize, &String)| {
            let cells = preview.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim());
            let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).take(CELLS).collect();
            let guessed = preview.guess.role_of(name);
            ColumnForm { name: name.clone(), sample: cells.join(" · ").replace('\n', " "), guessed, role: guessed }
        };
        let columns = preview.columns.iter().enumerate().map(column).collect();
        Self { names: names_of(&table.files), columns }
    }

    /// Gives a column a role; no other one has it then.
    fn set(&mut self, at: usize, role: Option<ColumnRole>) {
        for (place, column) in self.columns.iter_mut().enumerate() {
            if place == at {
                column.role = role;
            } else if role.is_some() && column.role == role {
                column.role = None;
            }
        }
    }

    /// What differs from the guess.
    pub(super) fn changes(&self) -> ColumnMap {
        let mut map = ColumnMap::default();
        for column in self.columns.iter().filter(|column| column.role != column.guessed) {
            match column.role {
                Some(role) => map.set(role, &column.name),
                None => map.leave_out(&column.name),
            }
        }
        map
    }

    fn show(&mut self, ui: &mut Ui, theme: &Theme, table: usize, most: f32) {
        muted_line(ui, theme, &self.names);
        if self.columns.iter().all(|column| column.role != Some(ColumnRole::Text)) {
            ui.label(RichText::new("Choose the column with the articles’ words as text").color(theme.warning));
        }
        let all: Vec<Option<ColumnRole>> = std::iter::once(None).chain(ColumnRole::all().map(Some)).collect();
        let shown = |role: &Option<ColumnRole>| role.map_or("Not read", ColumnRole::title).to_owned();
        let scroll = ScrollArea::vertical().id_salt(("columns", table)).max_height(most).auto_shrink([false, true]);
        let mut wanted = None;
        scroll.show_rows(ui, space::LINE, self.columns.len(), |ui, range| {
            for (at, column) in self.columns.iter().enumerate().skip(range.start).take(range.len()) {
                ui.horizontal(|ui| {
                    let mut role = column.role;
                    cell(ui, space::NAME * 1.5, RichText::new(&column.name).color(theme.text));
                    let rest = ui.available_width() - space::LIST - space::LARGE;
                    cell(ui, rest.max(space::ROW), RichText::new(&column.sample).color(theme.muted));
                    combo(ui, &format!("Column {}", column.name), &mut role, &all, shown);
                    if role != column.role {
                        wanted = Some((at, role));
                    }
                });
            }
        });
        if let Some((at, role)) = wanted {
            self.set(at, role);
        }
    }
}

/// Words on one line of a certain width, cut where they do not fit.
fn cell(ui: &mut Ui, width: f32, words: RichText) {
    let size = Vec2::new(width, space::LINE);
    let left = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(size, left, |ui| {
        ui.set_min_size(size);
        ui.add(Label::new(words).truncate());
    });
}

impl ImportForm {
    pub(super) fn columns(&mut self, ui: &mut Ui, theme: &Theme, most: f32) {
        if self.tables.is_empty() {
            return;
        }
        ui.add_space(space::MEDIUM);
        section(ui, theme, "Which columns are which?");
        muted(ui, theme, "Guessed from their names; beside each stands what is in its first rows");
        ui.add_space(space::SMALL);
        let each = most / self.tables.len().min(2) as f32;
        ScrollArea::vertical().id_salt("tables").max_height(most * 1.2).auto_shrink([false, true]).show(ui, |ui| {
            for (number, table) in self.tables.iter_mut().enumerate() {
                table.show(ui, theme, number, each);
            }
        });
    }
}
