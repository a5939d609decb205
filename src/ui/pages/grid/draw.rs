//! How the table looks, and what the pointer does in it.

use super::block::Cell;
use super::table::Shown;
use super::{GridPage, Pointer, draft_id};
use crate::ui::View;
use crate::ui::panels::Order;
use crate::ui::theme::space;
use crate::ui::widgets::paint_line;
use egui::{EventFilter, Response, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, TextStyle, Ui};
use egui_extras::{Column as Width, TableBuilder};

impl GridPage {
    /// Draws the table; gives what the pointer did.
    pub(super) fn draw(&mut self, ui: &mut Ui, view: &View<'_>, ground: &Response) -> Option<Pointer> {
        let mut pointer = None;
        let typing = draft_id(ui);
        let focused = ground.has_focus();
        let reveal = std::mem::take(&mut self.reveal).then_some(self.block).flatten();
        let columns = std::sync::Arc::clone(self.table.columns());
        let room = ui.available_height();
        ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
            let height = ui.text_style_height(&TextStyle::Body) + space::MEDIUM;
            ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
            let mut table = TableBuilder::new(ui)
                .id_salt(("grid", columns.len()))
                .striped(false)
                .sense(Sense::CLICK | Sense::DRAG)
                .min_scrolled_height(0.0)
                .max_scroll_height(room)
                .auto_shrink([false, false])
                .column(Width::exact(space::ROW));
            for column in columns.iter() {
                table = table.column(Width::initial(column.width).at_least(space::ROW).clip(true).resizable(true));
            }
            if let Some(block) = reveal {
                table = table.scroll_to_row(block.cursor.row, None);
            }
            let mut wanted = None;
            table
                .header(height, |mut row| {
                    row.col(|_| {});
                    for (place, column) in columns.iter().enumerate() {
                        let (_, response) = row.col(|ui| self.header_words(ui, view, place, column));
                        if reveal.is_some_and(|block| block.cursor.column == place) {
                            wanted = Some(response.rect);
                        }
                        if header(&response, column).clicked() {
                            pointer = Some(Pointer::Header(place));
                        }
                    }
                })
                .body(|body| {
                    body.rows(height, self.table.rows().len(), |mut row| {
                        let at = row.index();
                        // A row under the pointer would look like a selected one.
                        row.set_hovered(false);
                        if self.row_head(&mut row, view, at).clicked() {
                            pointer = Some(Pointer::Row(at));
                        }
                        for (place, column) in columns.iter().enumerate() {
                            let cell = Cell { row: at, column: place };
                            let (_, response) = row.col(|ui| self.cell(ui, view, cell, typing, focused));
                            self.describe(view, &response, cell, column);
                            pointer = touched(&response, cell).or(pointer);
                        }
                    });
                });
            // The table scrolls up and down by itself, and keeps such a wish of its cells from reaching this far.
            if let Some(wanted) = wanted {
                ui.scroll_to_rect(wanted, None);
            }
        });
        pointer
    }

    fn header_words(&self, ui: &mut Ui, view: &View<'_>, place: usize, column: &Shown) {
        let arrow = match self.sort {
            Some((sorted, Order::Up)) if sorted == place => " ⬇",
            Some((sorted, Order::Down)) if sorted == place => " ⬆",
            _ => "",
        };
        let rect = ui.max_rect();
        let inner = rect.shrink2(egui::vec2(space::SMALL, 0.0));
        let font = TextStyle::Button.resolve(ui.style());
        paint_line(ui, inner, &format!("{}{arrow}", column.name), font, view.theme.muted);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, view.theme.line));
    }

    /// The number of a row; a click picks the row.
    fn row_head(&self, row: &mut egui_extras::TableRow<'_, '_>, view: &View<'_>, at: usize) -> Response {
        let chosen = self.block.is_some_and(|b| b.rows().contains(&at));
        let (_, response) = row.col(|ui| {
            let font = TextStyle::Small.resolve(ui.style());
            let color = if chosen { view.theme.accent } else { view.theme.muted };
            let inner = ui.max_rect().shrink2(egui::vec2(space::SMALL, 0.0));
            paint_line(ui, inner, &(at + 1).to_string(), font, color);
            let line = Stroke::new(1.0, view.theme.line);
            ui.painter().hline(ui.max_rect().x_range(), ui.max_rect().bottom() - 0.5, line);
        });
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::RowHeader, true, format!("Row {}", at + 1)));
        response.on_hover_text("Select the row")
    }

    /// One cell: its words, or the line that is being typed.
    fn cell(&mut self, ui: &mut Ui, view: &View<'_>, cell: Cell, typing: egui::Id, focused: bool) {
        let theme = view.theme;
        let rect = ui.max_rect();
        if let Some(draft) = self.draft.as_mut().filter(|d| d.cell == cell) {
            // Enter, Tab and Esc are read before the field is drawn; it must not lose the keyboard to them.
            let mine = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            let edit = TextEdit::singleline(&mut draft.text)
                .id(typing)
                .event_filter(mine)
                .cursor_at_end(true)
                .desired_width(f32::INFINITY)
                .align(egui::Align2::LEFT_CENTER)
                .margin(egui::Margin::symmetric(space::SMALL as i8, 0));
            let field = ui.put(rect, edit).accessible_name("Cell");
            if !std::mem::replace(&mut draft.begun, true) {
                field.request_focus();
            }
            let color = if self.refused.is_some() { theme.danger } else { theme.accent };
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.0, color), StrokeKind::Inside);
            return;
        }
        if self.block.is_some_and(|b| b.contains(cell)) {
            ui.painter().rect_filled(rect, 0.0, theme.selection);
        }
        let line = Stroke::new(1.0, theme.line);
        // Half a point inside: the cell is clipped at its edge. The table itself draws the lines between columns.
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
        let words = self.table.text(view.project(), cell.row, cell.column);
        let inner = rect.shrink2(egui::vec2(space::SMALL, 0.0));
        let cut = paint_line(ui, inner, &words, TextStyle::Body.resolve(ui.style()), theme.text);
        if self.block.is_some_and(|b| b.cursor == cell) {
            let color = if focused { theme.accent } else { theme.muted };
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.0, color), StrokeKind::Inside);
        }
        if cut && ui.rect_contains_pointer(rect) && !self.dragging {
            ui.response().on_hover_text(words);
        }
    }

    fn describe(&self, view: &View<'_>, response: &Response, cell: Cell, column: &Shown) {
        response.widget_info(|| {
            let title = self.table.article(view.project(), cell.row).map(|a| a.display_title()).unwrap_or_default();
            let chosen = self.block.is_some_and(|b| b.contains(cell));
            egui::WidgetInfo::selected(egui::Role::GridCell, true, chosen, format!("{} of {title}", column.name))
        });
        let words = || self.table.text(view.project(), cell.row, cell.column);
        response.ctx.accesskit_node_builder(response.id, |node| node.set_value(words()));
    }
}

fn header(response: &Response, column: &Shown) -> Response {
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, &column.name));
    let about = column.def.as_ref().map(|d| d.definition.clone()).filter(|d| !d.is_empty());
    response.clone().on_hover_text(about.unwrap_or_else(|| format!("Sort by {}", column.name.to_lowercase())))
}

fn touched(response: &Response, cell: Cell) -> Option<Pointer> {
    if !response.contains_pointer() {
        return None;
    }
    if response.double_clicked() {
        return Some(Pointer::Opened(cell));
    }
    let pressed = response.ctx.input(|i| i.pointer.primary_pressed());
    Some(if pressed { Pointer::Pressed(cell) } else { Pointer::Over(cell) })
}
