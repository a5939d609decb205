//! The rows: only those on the screen are laid out; heights of the others are guessed until they come.

use super::cell::{Cell, show as show_cell};
use super::keys::column_id;
use super::{Pointer, SidesPage};
use crate::review::{PART, SideRow};
use crate::ui::View;
use crate::ui::theme::space;
use crate::ui::widgets::paint_line;
use egui::{Rect, ScrollArea, Sense, Stroke, TextStyle, Ui, pos2, vec2};

/// Width of a character as a share of the text's size, for guessing.
const CHARACTER: f32 = 0.46;

/// Heights of rows, as far as they are known at this width and text size.
#[derive(Debug, Default)]
pub(super) struct Heights {
    of: (f32, f32),
    known: Vec<Option<f32>>,
}

impl Heights {
    fn keep_for(&mut self, of: (f32, f32), rows: usize) {
        if self.of != of || self.known.len() != rows {
            *self = Self { of, known: vec![None; rows] };
        }
    }
}

impl SidesPage {
    pub(super) fn draw(&mut self, ui: &mut Ui, view: &View<'_>) -> Option<Pointer> {
        let count = self.sides.articles.len().max(1) as f32;
        let bar = ui.spacing().scroll.allocated_width();
        let width = ((ui.available_width() - bar) / count).floor();
        let size = view.preferences.text_size * 0.9;
        self.heights.keep_for((width, size), self.sides.rows.len());
        let mut pointer = self.titles(ui, view, width);
        ui.spacing_mut().item_spacing.y = 0.0;
        let guesses: Vec<f32> = self
            .sides
            .rows
            .iter()
            .zip(&self.heights.known)
            .map(|(row, known)| known.unwrap_or_else(|| self.guess(row, width, size)))
            .collect();
        let mut scroll =
            ScrollArea::vertical().id_salt("sides").auto_shrink(false).scroll_source(egui::scroll_area::ScrollSource {
                drag: egui::scroll_area::DragScroll::Never,
                ..Default::default()
            });
        if let Some(offset) = self.offset_to_reveal(&guesses) {
            scroll = scroll.vertical_scroll_offset(offset);
        }
        scroll.show_viewport(ui, |ui, seen| {
            self.seen = (seen.top(), seen.bottom());
            ui.set_height(guesses.iter().sum());
            let origin = ui.max_rect().min;
            let mut top = 0.0;
            for (at, height) in guesses.iter().enumerate() {
                if top + height >= seen.top() && top <= seen.bottom() {
                    let (real, done) = self.row(ui, view, at, pos2(origin.x, origin.y + top), width, *height);
                    pointer = done.or(pointer.take());
                    if let Some(known) = self.heights.known.get_mut(at) {
                        if *known != Some(real) {
                            ui.ctx().request_repaint();
                        }
                        *known = Some(real);
                    }
                }
                top += height;
            }
        });
        pointer
    }

    /// The offset that brings what keys selected into view; `None` where it is there.
    fn offset_to_reveal(&mut self, heights: &[f32]) -> Option<f32> {
        let (column, paragraph) = self.reveal.take()?;
        let row = self.sides.rows.iter().position(|row| row.get(column) == Some(&Some(paragraph)))?;
        let top: f32 = heights.iter().take(row).sum();
        let bottom = top + heights.get(row).copied().unwrap_or_default();
        let is_seen = top >= self.seen.0 && bottom <= self.seen.1;
        (!is_seen).then(|| (top - (self.seen.1 - self.seen.0) / 4.0).max(0.0))
    }

    /// The titles; the one of the column that has the focus is marked, and keys select in it.
    fn titles(&mut self, ui: &mut Ui, view: &View<'_>, width: f32) -> Option<Pointer> {
        let mut pointer = None;
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), space::ROW), Sense::hover());
        let mut focused = None;
        for (column, id) in self.sides.articles.iter().enumerate() {
            let Some(article) = view.project().article(*id) else { continue };
            let left = rect.left() + width * column as f32 + space::MEDIUM;
            let place = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width - space::LARGE, rect.bottom()));
            let (above, below) = place.split_top_bottom_at_fraction(0.5);
            paint_line(ui, above, &article.display_title(), TextStyle::Button.resolve(ui.style()), view.theme.text);
            let whence = super::super::mentions::whence(view.project(), *id);
            paint_line(ui, below, &whence, TextStyle::Small.resolve(ui.style()), view.theme.muted);
            let response = ui.interact(place, column_id(column), Sense::click());
            let name = format!("Text of column {}", column + 1);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Document, true, &name));
            if response.clicked() {
                response.request_focus();
            }
            if response.has_focus() {
                focused = Some((column, place));
            }
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, view.theme.line));
        if let Some((column, place)) = focused {
            ui.painter().hline(place.x_range(), rect.bottom(), Stroke::new(2.0, view.theme.accent));
            pointer = self.keys(ui, view, column);
        }
        pointer
    }

    /// About how high a row is, from the lengths of its paragraphs.
    fn guess(&self, row: &SideRow, width: f32, size: f32) -> f32 {
        let in_line = ((width - 2.0 * space::LARGE) / (size * CHARACTER)).max(8.0);
        let lines = row.iter().enumerate().filter_map(|(column, at)| {
            let paragraph = self.sides.columns.get(column)?.get((*at)?)?;
            Some((paragraph.span.len() as f32 / in_line).ceil())
        });
        lines.fold(1.0, f32::max) * size * 1.4 + 2.0 * space::LARGE
    }

    /// Draws a row; gives its height, and what the pointer did.
    fn row(
        &self,
        ui: &mut Ui,
        view: &View<'_>,
        at: usize,
        origin: egui::Pos2,
        width: f32,
        height: f32,
    ) -> (f32, Option<Pointer>) {
        let (mut tallest, mut pointer) = (0.0_f32, None);
        let Some(row) = self.sides.rows.get(at) else { return (height, None) };
        for (column, place) in row.iter().enumerate() {
            let Some(paragraph) = place.and_then(|p| self.sides.columns.get(column)?.get(p)) else { continue };
            let Some(article) = self.sides.articles.get(column).and_then(|id| view.project().article(*id)) else {
                continue;
            };
            let left = origin.x + width * column as f32;
            let rect = Rect::from_min_size(pos2(left, origin.y), vec2(width, height));
            // Beside its like in the same row, or told elsewhere.
            let beside = row.iter().enumerate().any(|(other, p)| other != column && p.is_some());
            let told = paragraph.like.filter(|_| !beside);
            let told = told.map(|like| (like.column, self.sides.part * PART + like.paragraph));
            let selected = self.selected.filter(|s| s.column == column).and_then(|s| s.span);
            let is_alone = paragraph.like.is_none();
            let marks = self.marks.get(column).map_or(&[][..], Vec::as_slice);
            let cell = Cell { article, column, span: paragraph.span, rect, is_alone, told, selected, marks };
            let (used, done) = show_cell(ui, view, &cell);
            tallest = tallest.max(used);
            pointer = done.or(pointer);
        }
        let line = Rect::from_min_size(origin, vec2(width * row.len() as f32, tallest));
        ui.painter().hline(line.x_range(), line.bottom(), Stroke::new(1.0, view.theme.line.gamma_multiply(0.5)));
        (tallest, pointer)
    }
}
