//! How the table looks, and what the pointer does in it.

use super::columns::{COLUMNS, Column, Shows, label_name};
use super::{Pointer, SegmentsPage, words_of};
use crate::model::Annotation;
use crate::review::{Block, Direction, SegmentRow};
use crate::ui::View;
use crate::ui::fields::paint_badge;
use crate::ui::theme::space;
use crate::ui::widgets::{count, paint_line};
use egui::{Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, TextStyle, Ui, Vec2, pos2, vec2};
use egui_extras::{Column as Width, TableBuilder, TableRow};

impl SegmentsPage {
    /// Draws the table; gives what the pointer did.
    pub(super) fn draw(&mut self, ui: &mut Ui, view: &View<'_>, ground: &Response) -> Option<Pointer> {
        let mut pointer = None;
        let reveal = std::mem::take(&mut self.reveal);
        let room = ui.available_height();
        ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
            let height = ui.text_style_height(&TextStyle::Body) + space::MEDIUM;
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let mut table = TableBuilder::new(ui)
                .id_salt("annotations")
                .striped(false)
                .sense(Sense::CLICK)
                .min_scrolled_height(0.0)
                .max_scroll_height(room)
                .auto_shrink([false, false])
                .column(Width::exact(space::ROW));
            for column in COLUMNS {
                table = table.column(Width::initial(column.width).at_least(space::ROW).clip(true).resizable(true));
            }
            if reveal {
                table = table.scroll_to_row(self.cursor, None);
            }
            table
                .header(height, |mut row| {
                    row.col(|_| {});
                    for (place, column) in COLUMNS.iter().enumerate() {
                        let (_, response) = row.col(|ui| self.header_words(ui, view, column));
                        if header(&response, column).clicked() && column.sort.is_some() {
                            pointer = Some(Pointer::Header(place));
                        }
                    }
                })
                .body(|body| {
                    body.rows(height, self.list.rows.len(), |mut row| {
                        row.set_hovered(false);
                        pointer = self.row(&mut row, view, ground.has_focus()).or(pointer);
                    });
                });
        });
        pointer
    }

    fn header_words(&self, ui: &mut Ui, view: &View<'_>, column: &Column) {
        let arrow = match self.order {
            (sort, Direction::Up) if column.sort == Some(sort) => " ⬇",
            (sort, Direction::Down) if column.sort == Some(sort) => " ⬆",
            _ => "",
        };
        let rect = ui.max_rect();
        let inner = rect.shrink2(vec2(space::SMALL, 0.0));
        let font = TextStyle::Button.resolve(ui.style());
        paint_line(ui, inner, &format!("{}{arrow}", column.name), font, view.theme.muted);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, view.theme.line));
    }

    fn row(&self, row: &mut TableRow<'_, '_>, view: &View<'_>, focused: bool) -> Option<Pointer> {
        let at = row.index();
        let shown = self.list.rows.get(at)?;
        let on_cursor = at == self.cursor;
        let ticked = self.ticks.has(shown);
        let found = shown
            .segment()
            .and_then(|(block, segment)| Some((block, view.project().annotation(&block.key, segment.annotation.id)?)));
        let mut pointer = None;
        let (_, tick) = row.col(|ui| {
            ground(ui, view, ticked, on_cursor);
            if found.is_some() {
                paint_tick(ui, view, ticked, on_cursor && focused);
            }
        });
        if let Some((block, annotation)) = found {
            let name = format!("Tick {}: {}", label_name(view, annotation), words_of(block, annotation));
            tick.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, ticked, &name));
        }
        if tick.clicked() {
            pointer = Some(Pointer::Ticked(at));
        }
        for column in &COLUMNS {
            let (_, response) = row.col(|ui| {
                ground(ui, view, ticked, on_cursor);
                match (shown, found) {
                    (SegmentRow::Heading(words, below), _) if column.shows == Shows::Words => {
                        heading(ui, view, &format!("{words} · {}", count(*below, "annotation", "annotations")));
                    }
                    (_, Some((block, annotation))) => cell(ui, view, column, block, annotation),
                    _ => {}
                }
            });
            if let Some((block, annotation)) = found {
                describe(view, &response, column, block, annotation);
            }
            if response.double_clicked() {
                pointer = Some(Pointer::Opened(at));
            } else if response.clicked() {
                pointer = Some(Pointer::Row(at));
            }
        }
        pointer
    }
}

/// The ground of a cell, and the line below it.
pub(in crate::ui::pages) fn ground(ui: &Ui, view: &View<'_>, ticked: bool, on_cursor: bool) {
    let rect = ui.max_rect();
    if ticked {
        ui.painter().rect_filled(rect, 0.0, view.theme.selection);
    } else if on_cursor {
        ui.painter().rect_filled(rect, 0.0, view.theme.raised);
    }
    // Half a point inside: the cell is clipped at its edge.
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, view.theme.line));
}

pub(in crate::ui::pages) fn paint_tick(ui: &Ui, view: &View<'_>, ticked: bool, on_cursor: bool) {
    let side = Vec2::splat(space::BADGE);
    let rect = Rect::from_center_size(ui.max_rect().center(), side);
    let color = if ticked || on_cursor { view.theme.accent } else { view.theme.muted };
    if ticked {
        ui.painter().rect_filled(rect, 3.0, view.theme.accent);
        let stroke = Stroke::new(2.0, view.theme.on_accent);
        let at = |x: f32, y: f32| rect.min + side * vec2(x, y);
        ui.painter().line(vec![at(0.22, 0.52), at(0.42, 0.72), at(0.78, 0.3)], stroke);
    }
    ui.painter().rect_stroke(rect, 3.0, Stroke::new(1.0, color), StrokeKind::Inside);
}

fn heading(ui: &Ui, view: &View<'_>, words: &str) {
    let inner = ui.max_rect().shrink2(vec2(space::SMALL, 0.0));
    paint_line(ui, inner, words, TextStyle::Button.resolve(ui.style()), view.theme.text);
}

fn cell(ui: &Ui, view: &View<'_>, column: &Column, block: &Block, annotation: &Annotation) {
    let mut inner = ui.max_rect().shrink2(vec2(space::SMALL, 0.0));
    if column.shows == Shows::Label
        && let Some(label) = view.project().codebook.label(&annotation.label)
    {
        let at = pos2(inner.left() + space::BADGE / 2.0, inner.center().y);
        paint_badge(ui, view.theme, label, Rect::from_center_size(at, Vec2::splat(space::BADGE)));
        inner.min.x += space::BADGE + space::SMALL;
    }
    let words = column.text(view, block, annotation);
    let color = if column.shows == Shows::Words { view.theme.text } else { view.theme.muted };
    let cut = paint_line(ui, inner, &words, TextStyle::Body.resolve(ui.style()), color);
    if cut && ui.rect_contains_pointer(ui.max_rect()) {
        ui.response().on_hover_text(words);
    }
}

fn describe(view: &View<'_>, response: &Response, column: &Column, block: &Block, annotation: &Annotation) {
    let words = || column.text(view, block, annotation);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::Role::GridCell,
            true,
            format!("{} of {}", column.name, words_of(block, annotation)),
        )
    });
    response.ctx.accesskit_node_builder(response.id, |node| node.set_value(words()));
}

fn header(response: &Response, column: &Column) -> Response {
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, column.name));
    match column.sort {
        Some(_) => response.clone().on_hover_text(format!("Sort by {}", column.name.to_lowercase())),
        None => response.clone(),
    }
}
