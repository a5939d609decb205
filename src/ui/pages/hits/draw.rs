//! How the lines look, and what the pointer does in them.

use super::super::segments::{ground, paint_tick};
use super::{HitRow, HitTable, Pointer};
use crate::model::Article;
use crate::review::{Likeness, Order, context};
use crate::ui::View;
use crate::ui::fields::paint_badge;
use crate::ui::theme::space;
use crate::ui::widgets::paint_line;
use egui::{Color32, FontId, Rect, Response, Sense, Stroke, TextStyle, Ui, Vec2, pos2, vec2};
use egui_extras::{Column as Width, TableBuilder, TableRow};
use std::sync::Arc;

/// Code points of context that a line can show on each side.
const SIDE: usize = 140;
/// Code points of context in a line's name.
const NAMED: usize = 24;
/// Widths of the columns beside the words, in points.
const LABELS: f32 = 76.0;
const WHY: f32 = 148.0;
const DATE: f32 = 92.0;
/// Shares of the width that title and outlet have, and their least and largest widths, in points.
const TITLE: (f32, f32, f32) = (0.15, 112.0, 240.0);
const OUTLET: (f32, f32, f32) = (0.09, 76.0, 140.0);
/// Share of the words' width that stands before the place.
const BEFORE: f32 = 0.42;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Before,
    Place,
    Labels,
    Why,
    Title,
    Outlet,
    Date,
}

impl Column {
    /// The columns, with that of the labels or that of the reasons in the middle.
    fn all(middle: Self) -> [Self; 6] {
        [Self::Before, Self::Place, middle, Self::Title, Self::Outlet, Self::Date]
    }

    fn name(self) -> &'static str {
        match self {
            Self::Before => "Before",
            Self::Place => "Place",
            Self::Labels => "Labelled",
            Self::Why => "Why",
            Self::Title => "Article",
            Self::Outlet => "Outlet",
            Self::Date => "Date",
        }
    }

    /// What a click on its name sorts by, and what the pointer says about that.
    fn sort(self) -> Option<(Order, &'static str)> {
        match self {
            Self::Before => Some((Order::Left, "Sort by the words before")),
            Self::Place => Some((Order::Right, "Sort by the words after")),
            Self::Labels | Self::Why => None,
            Self::Title | Self::Date => Some((Order::Article, "Sort by date, title and place")),
            Self::Outlet => Some((Order::Outlet, "Sort by outlet")),
        }
    }

    fn shows(self, order: Order) -> bool {
        self != Self::Title && self.sort().is_some_and(|(sort, _)| sort == order)
    }
}

impl HitTable {
    /// Draws the list; gives what the pointer did.
    pub(super) fn draw(&mut self, ui: &mut Ui, view: &View<'_>, order: Order, focused: bool) -> Option<Pointer> {
        let mut pointer = None;
        let reveal = std::mem::take(&mut self.reveal);
        let room = ui.available_height();
        let height = ui.text_style_height(&TextStyle::Body) + space::MEDIUM;
        let labels = if self.middle() == Column::Why { WHY } else { LABELS };
        let bar = ui.spacing().scroll.allocated_width();
        let share = |of: (f32, f32, f32)| (ui.available_width() * of.0).clamp(of.1, of.2);
        let (title, outlet) = (share(TITLE), share(OUTLET));
        let beside = space::ROW + labels + title + outlet + DATE + bar;
        let words = (ui.available_width() - beside).max(4.0 * space::ROW);
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let mut table = TableBuilder::new(ui)
            .id_salt("hits")
            .striped(false)
            .sense(Sense::CLICK)
            .min_scrolled_height(0.0)
            .max_scroll_height(room)
            .auto_shrink([false, false])
            .column(Width::exact(space::ROW));
        for width in [words * BEFORE, words * (1.0 - BEFORE), labels, title, outlet, DATE] {
            table = table.column(Width::exact(width.floor()).clip(true));
        }
        if reveal {
            table = table.scroll_to_row(self.cursor, None);
        }
        table
            .header(height, |mut row| {
                row.col(|_| {});
                for column in Column::all(self.middle()) {
                    let (_, response) = row.col(|ui| header_words(ui, view, column, order));
                    if let Some(sort) = header(&response, column) {
                        pointer = Some(Pointer::Header(sort));
                    }
                }
            })
            .body(|body| {
                body.rows(height, self.rows.len(), |mut row| {
                    row.set_hovered(false);
                    pointer = self.row(&mut row, view, focused).or(pointer);
                });
            });
        pointer
    }

    /// Labels for a search, reasons for all alike.
    fn middle(&self) -> Column {
        let alike = self.rows.first().is_some_and(|row| row.likeness.is_some());
        if alike { Column::Why } else { Column::Labels }
    }

    fn row(&self, row: &mut TableRow<'_, '_>, view: &View<'_>, focused: bool) -> Option<Pointer> {
        let at = row.index();
        let shown = self.rows.get(at)?;
        let (on_cursor, ticked) = (at == self.cursor, self.is_ticked(at));
        let article = view.project().article(shown.hit.article)?;
        let mut pointer = None;
        let (_, tick) = row.col(|ui| {
            ground(ui, view, ticked, on_cursor);
            if shown.can_be_ticked() {
                paint_tick(ui, view, ticked, on_cursor && focused);
            }
        });
        let enabled = shown.can_be_ticked();
        tick.widget_info(|| {
            let name = format!("Tick {}", line(article, shown, NAMED));
            egui::WidgetInfo::selected(egui::Role::CheckBox, enabled, ticked, name)
        });
        if tick.clicked() {
            pointer = Some(Pointer::Ticked(at));
        }
        for column in Column::all(self.middle()) {
            let (_, response) = row.col(|ui| {
                ground(ui, view, ticked, on_cursor);
                cell(ui, view, column, shown, article);
            });
            if column == Column::Place {
                let name = || format!("Place in {}", article.display_title());
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::GridCell, true, name()));
                let words = || line(article, shown, NAMED);
                response.ctx.accesskit_node_builder(response.id, |node| node.set_value(words()));
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

fn header_words(ui: &Ui, view: &View<'_>, column: Column, order: Order) {
    let arrow = if column.shows(order) { " ⬇" } else { "" };
    let rect = ui.max_rect();
    let inner = rect.shrink2(vec2(space::SMALL, 0.0));
    let font = TextStyle::Button.resolve(ui.style());
    let words = format!("{}{arrow}", column.name());
    match column {
        Column::Before => paint_end(ui, inner, &words, &font, view.theme.muted),
        _ => drop(paint_line(ui, inner, &words, font, view.theme.muted)),
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, view.theme.line));
}

fn header(response: &Response, column: Column) -> Option<Order> {
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, column.name()));
    let (order, tip) = column.sort()?;
    response.clone().on_hover_text(tip).clicked().then_some(order)
}

fn cell(ui: &Ui, view: &View<'_>, column: Column, row: &HitRow, article: &Arc<Article>) {
    let inner = ui.max_rect().shrink2(vec2(space::SMALL, 0.0));
    let font = TextStyle::Body.resolve(ui.style());
    let muted = view.theme.muted;
    let plain = |words: &str| {
        if paint_line(ui, inner, words, font.clone(), muted) && ui.rect_contains_pointer(ui.max_rect()) {
            ui.response().on_hover_text(words);
        }
    };
    match column {
        Column::Before => {
            let (before, _) = context(article.text(), row.hit.span, SIDE);
            paint_end(ui, inner, &one_line(before), &font, view.theme.text);
        }
        Column::Place => place(ui, view, inner, row, article, &font),
        Column::Labels => badges(ui, view, inner, row),
        Column::Why => plain(row.likeness.map_or("", Likeness::name)),
        Column::Title => plain(&article.display_title()),
        Column::Outlet => plain(&article.metadata.outlet),
        Column::Date => plain(&article.metadata.published.map(|date| date.to_string()).unwrap_or_default()),
    }
}

/// The words that were found, on the color of what is found, and what follows them.
fn place(ui: &Ui, view: &View<'_>, inner: Rect, row: &HitRow, article: &Article, font: &FontId) {
    let (_, after) = context(article.text(), row.hit.span, SIDE);
    let words = one_line(article.text().slice(row.hit.span));
    let color = view.theme.text;
    let mut job = egui::text::LayoutJob::simple_singleline(words, font.clone(), color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(inner.width());
    let galley = ui.painter().layout_job(job);
    let at = pos2(inner.left(), inner.center().y - galley.size().y / 2.0);
    let behind = Rect::from_min_size(at, galley.size()).expand2(vec2(1.0, 1.0));
    ui.painter().rect_filled(behind, 2.0, view.theme.found);
    let end = at.x + galley.size().x;
    ui.painter().galley(at, galley, color);
    let rest = Rect::from_min_max(pos2(end, inner.top()), inner.max);
    if rest.width() > space::MEDIUM {
        paint_line(ui, rest, &one_line(after), font.clone(), color);
    }
    if ui.rect_contains_pointer(ui.max_rect()) {
        ui.response().on_hover_text(line(article, row, SIDE));
    }
}

/// The labels that are on these words already.
fn badges(ui: &Ui, view: &View<'_>, inner: Rect, row: &HitRow) {
    let mut left = inner.left();
    for label in row.labels.iter().filter_map(|id| view.project().codebook.label(id)) {
        let at = pos2(left + space::BADGE / 2.0, inner.center().y);
        paint_badge(ui, view.theme, label, Rect::from_center_size(at, Vec2::splat(space::BADGE)));
        left += space::BADGE + space::SMALL;
    }
}

/// Paints words that end at the right of a rectangle; where they do not fit, their beginning is left out.
fn paint_end(ui: &Ui, rect: Rect, words: &str, font: &FontId, color: Color32) {
    let lay = |words: String| ui.painter().layout_no_wrap(words, font.clone(), color);
    let mut galley = lay(words.to_owned());
    let beyond = galley.size().x - rect.width();
    if beyond > 0.0 {
        // Two characters more make room for the ellipsis.
        let cut = galley.cursor_from_pos(vec2(beyond, 0.0)).index.0 + 2;
        galley = lay(std::iter::once('…').chain(words.chars().skip(cut)).collect());
    }
    let at = pos2(rect.right() - galley.size().x, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
}

/// A line as words.
fn line(article: &Article, row: &HitRow, side: usize) -> String {
    let (before, after) = context(article.text(), row.hit.span, side);
    one_line(&format!("{before}{}{after}", article.text().slice(row.hit.span)))
}

/// Line ends and tabs become spaces; spaces at the ends stay, as they part the columns.
fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
