//! The matrix with its frozen headers: only what is on the screen is drawn.

use super::{Cells, Clicked, CoveragePage};
use crate::model::ThreadId;
use crate::review::{CellState, Column, Matrix, RowItem, Square};
use crate::ui::theme::space;
use crate::ui::widgets::{count, paint_line};
use crate::ui::{Theme, View};
use egui::epaint::TextShape;
use egui::text::LayoutJob;
use egui::{Align2, Color32, FontId, Rect, Response, ScrollArea, Sense, Stroke, TextStyle, Ui, UiBuilder, Vec2};
use egui::{pos2, vec2};

/// Width of the titles at the left: its share of the whole, its least and its largest, in points.
const TITLES: (f32, f32, f32) = (0.3, 160.0, 340.0);
/// The least width of a column and the height of the headers, in points: for signs, and for words.
const NARROW: (f32, f32) = (30.0, 132.0);
const WIDE: (f32, f32) = (104.0, 96.0);
/// The width from which on words fit into a square, in points.
const ROOMY: f32 = 78.0;
/// The largest width of a column, in points: few articles use the width of the window.
const WIDEST: f32 = 220.0;
/// Lines of a title above a wide column, at most.
const TITLE_LINES: usize = 3;

/// How large squares and headers are.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    cell: Vec2,
    head: f32,
    has_words: bool,
}

/// What a state looks like: what is behind its sign, and the sign's color.
pub(super) fn colors(theme: &Theme, state: CellState) -> (Color32, Color32) {
    match state {
        CellState::Disputed => (theme.danger, theme.page),
        CellState::Attributed => (theme.accent, theme.on_accent),
        CellState::Stated => (theme.selection, theme.text),
        CellState::OutOfScope | CellState::Earlier => (theme.chrome, theme.muted),
        _ => (Color32::TRANSPARENT, theme.muted),
    }
}

/// The sign of a state on its ground, in the middle of a rectangle.
pub(super) fn paint_state(ui: &Ui, theme: &Theme, rect: Rect, state: CellState, words: &str) {
    let (ground, color) = colors(theme, state);
    ui.painter().rect_filled(rect, 3.0, ground);
    let font = TextStyle::Small.resolve(ui.style());
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, words, font, color);
}

impl CoveragePage {
    /// Columns share the width that there is.
    fn sizes(&mut self, width: f32, columns: usize) -> Sizes {
        let fitting = (width / columns.max(1) as f32).floor().min(WIDEST);
        self.roomy = fitting >= ROOMY;
        let has_words = self.roomy || self.cells == Cells::Wide;
        let (least, head) = if has_words { WIDE } else { NARROW };
        let width = if self.roomy { fitting } else { fitting.max(least) };
        Sizes { cell: vec2(width, space::LINE), head, has_words }
    }

    /// Draws the matrix; gives what was clicked.
    pub(super) fn draw(&mut self, ui: &mut Ui, view: &View<'_>, matrix: &Matrix, ground: &Response) -> Option<Clicked> {
        let area = ui.available_rect_before_wrap();
        let titles = (area.width() * TITLES.0).clamp(TITLES.1, TITLES.2);
        let room = area.width() - titles - ui.spacing().scroll.allocated_width();
        let sizes = self.sizes(room, matrix.columns().len());
        let (cell, head) = (sizes.cell, sizes.head);
        let corner = area.min + vec2(titles, head);
        let body = Rect::from_min_max(corner, area.max.max(corner));
        let mut inner = ui.new_child(UiBuilder::new().max_rect(body));
        let mut scroll = ScrollArea::both().id_salt("matrix").auto_shrink([false, false]);
        if std::mem::take(&mut self.reveal)
            && let Some(offset) = self.offset_to_cursor(body.size(), cell)
        {
            scroll = scroll.scroll_offset(offset);
        }
        let size = vec2(cell.x * matrix.columns().len() as f32, cell.y * matrix.rows().len() as f32);
        let mut clicked = None;
        let output = scroll.show_viewport(&mut inner, |ui, viewport| {
            ui.set_min_size(size);
            let origin = ui.min_rect().min;
            let (rows, columns) = shown(viewport, cell, matrix);
            for row in rows.clone() {
                for column in columns.clone() {
                    let at = origin + vec2(column as f32 * cell.x, row as f32 * cell.y);
                    let rect = Rect::from_min_size(at, cell);
                    let Some(square) = self.square(matrix, row, column) else { continue };
                    if self.cell(ui, view, matrix, (row, column), rect, (square, sizes)).clicked() {
                        clicked = Some(Clicked::Square(row, column));
                    }
                }
            }
            viewport
        });
        let viewport = output.inner;
        self.offset = viewport.min.to_vec2();
        let (rows, columns) = shown(viewport, cell, matrix);
        let at = |row: usize, column: usize| {
            corner + vec2(column as f32 * cell.x, row as f32 * cell.y) - viewport.min.to_vec2()
        };
        let left = Rect::from_min_max(pos2(area.left(), corner.y), pos2(corner.x, area.bottom()));
        for row in rows {
            let rect = Rect::from_min_size(pos2(area.left(), at(row, 0).y), vec2(titles, cell.y));
            let title = self.title(ui, view, matrix, row, rect.intersect(left), rect);
            clicked = title.map(Clicked::Title).or(clicked);
        }
        let top = Rect::from_min_max(pos2(corner.x, area.top()), pos2(area.right(), corner.y));
        for column in columns {
            let rect = Rect::from_min_size(pos2(at(0, column).x, area.top()), vec2(cell.x, head));
            self.header(ui, view, matrix, column, (rect, top), sizes);
        }
        let line = Stroke::new(1.0, view.theme.line);
        ui.painter().hline(area.x_range(), corner.y, line);
        ui.painter().vline(corner.x, area.y_range(), line);
        if ground.has_focus() && self.cursor.is_none() {
            ui.painter().rect_stroke(area, 0.0, Stroke::new(1.0, view.theme.accent), egui::StrokeKind::Inside);
        }
        clicked
    }

    fn cell(
        &self,
        ui: &Ui,
        view: &View<'_>,
        matrix: &Matrix,
        (row, column): (usize, usize),
        rect: Rect,
        (square, sizes): (Square, Sizes),
    ) -> Response {
        let response = ui.interact(rect, ui.scope_id().with((row, column)), Sense::CLICK);
        let whole = matrix.columns().get(column).and_then(Column::only_article).is_some();
        let words = match (whole, sizes.has_words) {
            (true, false) => square.state.sign().to_string(),
            (true, true) => format!("{} {}", square.state.sign(), square.state.words()),
            (false, _) if square.of == 0 => square.state.sign().to_string(),
            (false, false) => format!("{}/{}", square.mentioning, square.of),
            (false, true) => format!("{} of {}", square.mentioning, square.of),
        };
        paint_state(ui, view.theme, rect.shrink(1.5), square.state, &words);
        if self.cursor == Some((row, column)) {
            let stroke = Stroke::new(2.0, view.theme.text);
            ui.painter().rect_stroke(rect.shrink(1.0), 3.0, stroke, egui::StrokeKind::Inside);
        }
        let about = || {
            let title = match matrix.rows().get(row) {
                Some(RowItem::Thread(at)) => matrix.coverage().threads().get(*at).map_or("", |thread| &thread.title),
                _ => "",
            };
            let column = matrix.columns().get(column).map(column_name).unwrap_or_default();
            let state =
                if whole { square.state.words().to_owned() } else { format!("{} of {}", square.mentioning, square.of) };
            format!("{state}: {title} in {column}")
        };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::GridCell, true, about()));
        if response.hovered() { response.on_hover_text(about()) } else { response }
    }

    /// The title of a row; gives the thread where it was clicked.
    fn title(&self, ui: &Ui, view: &View<'_>, matrix: &Matrix, row: usize, clip: Rect, rect: Rect) -> Option<ThreadId> {
        let painter_rect = rect.shrink2(vec2(space::SMALL, 0.0));
        let font = TextStyle::Body.resolve(ui.style());
        let (words, font, thread) = match matrix.rows().get(row)? {
            RowItem::Label(label, threads) => {
                let name = view.project().codebook.label(label).map_or(label.as_str(), |label| &label.name);
                let strong = TextStyle::Button.resolve(ui.style());
                (format!("{name} · {}", count(*threads, "shared", "shared")), strong, None)
            }
            RowItem::Thread(at) => {
                let thread = matrix.coverage().threads().get(*at)?;
                (thread.title.clone(), font, Some(thread.id))
            }
        };
        if self.cursor.is_some_and(|cursor| cursor.0 == row) {
            ui.painter_at(clip).rect_filled(rect, 0.0, view.theme.raised);
        }
        let sense = if thread.is_some() { Sense::CLICK } else { Sense::hover() };
        let response = ui.interact(clip, ui.scope_id().with(("title", row)), sense);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::RowHeader, true, &words));
        let is_link = thread.is_some() && response.hovered();
        let color = if is_link { view.theme.accent } else { view.theme.text };
        clipped_line(ui, clip, painter_rect, &words, font, color);
        let clicked = response.clicked();
        if is_link {
            let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
            response.on_hover_text(format!("{words}\nOpen it with all its mentions"));
        }
        thread.filter(|_| clicked)
    }

    fn header(
        &self,
        ui: &Ui,
        view: &View<'_>,
        matrix: &Matrix,
        column: usize,
        (rect, clip): (Rect, Rect),
        sizes: Sizes,
    ) {
        let Some(shown) = matrix.columns().get(column) else { return };
        let seen = rect.intersect(clip);
        if self.cursor.is_some_and(|cursor| cursor.1 == column) {
            ui.painter_at(seen).rect_filled(rect, 0.0, view.theme.raised);
        }
        let response = ui.interact(seen, ui.scope_id().with(("header", column)), Sense::hover());
        let name = column_name(shown);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, &name));
        let painter = ui.painter_at(seen);
        let font = TextStyle::Small.resolve(ui.style());
        if sizes.has_words {
            let inner = rect.shrink2(vec2(space::SMALL, space::SMALL));
            let mut job = LayoutJob::simple(title_of(shown).to_owned(), font.clone(), view.theme.text, inner.width());
            job.wrap.max_rows = TITLE_LINES;
            let title = painter.layout_job(job);
            // What is known about it stands at the bottom, in one row for all columns.
            let line = font.size + space::SMALL;
            let (first, rest) = shown.about.split_once(" · ").unwrap_or((&shown.about, ""));
            let about: Vec<&str> = [first, rest].into_iter().filter(|words| !words.is_empty()).collect();
            let top = inner.bottom() - about.len() as f32 * line;
            painter.galley(pos2(inner.left(), (top - title.size().y).max(inner.top())), title, view.theme.text);
            for (at, words) in about.into_iter().enumerate() {
                let min = pos2(inner.left(), top + at as f32 * line);
                let line_rect = Rect::from_min_size(min, vec2(inner.width(), line));
                clipped_line(ui, seen, line_rect, words, font.clone(), view.theme.muted);
            }
        } else {
            // Outlet and date side by side; of others the name alone.
            let lines = match shown.only_article().and_then(|_| shown.about.split_once(" · ")) {
                Some((outlet, date)) => vec![(outlet, view.theme.text), (date, view.theme.muted)],
                None => vec![(title_of(shown), view.theme.text)],
            };
            let wide = lines.len() as f32 * font.size;
            for (at, (words, color)) in lines.into_iter().enumerate() {
                let galley = turned(ui, words, font.clone(), color, rect.height() - 2.0 * space::SMALL);
                let left = rect.center().x - wide / 2.0 + at as f32 * font.size - 1.0;
                let shape = TextShape::new(pos2(left, rect.bottom() - space::SMALL), galley, color);
                painter.add(shape.with_angle(-std::f32::consts::FRAC_PI_2));
            }
        }
        if response.hovered() {
            response.on_hover_text(format!("{}\n{}", title_of(shown), shown.about));
        }
    }

    /// The offset that brings the square that the keyboard is on into view; `None` where it is there.
    fn offset_to_cursor(&self, room: Vec2, cell: Vec2) -> Option<Vec2> {
        let (row, column) = self.cursor?;
        let near = vec2(column as f32 * cell.x, row as f32 * cell.y);
        let far = near + cell - room + Vec2::splat(2.0 * space::LARGE);
        let offset = vec2(within(self.offset.x, near.x, far.x), within(self.offset.y, near.y, far.y));
        (offset != self.offset).then_some(offset.max(Vec2::ZERO))
    }
}

/// An offset moved no more than it must be to lie between the one at which something is first and last seen whole.
fn within(offset: f32, near: f32, far: f32) -> f32 {
    if offset > near { near } else { offset.max(far.min(near)) }
}

/// Rows and columns of which something is on the screen.
fn shown(viewport: Rect, cell: Vec2, matrix: &Matrix) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    #[expect(clippy::cast_sign_loss, reason = "it is never below 0")]
    let range = |low: f32, high: f32, step: f32, all: usize| {
        let first = (low / step).floor().max(0.0) as usize;
        let last = (high / step).ceil().max(0.0) as usize;
        first.min(all)..last.min(all)
    };
    let rows = range(viewport.top(), viewport.bottom(), cell.y, matrix.rows().len());
    (rows, range(viewport.left(), viewport.right(), cell.x, matrix.columns().len()))
}

fn title_of(column: &Column) -> &str {
    if column.title.is_empty() { "Not known" } else { &column.title }
}

/// What an article's column is called: outlet and date before the title, which many articles share.
fn column_name(column: &Column) -> String {
    match column.only_article() {
        Some(_) if !column.about.is_empty() => format!("{} · {}", column.about, title_of(column)),
        _ => title_of(column).to_owned(),
    }
}

/// As [`paint_line`], inside of a part of the screen.
fn clipped_line(ui: &Ui, clip: Rect, rect: Rect, words: &str, font: FontId, color: Color32) {
    let mut job = LayoutJob::simple_singleline(words.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width());
    let painter = ui.painter_at(clip);
    let galley = painter.layout_job(job);
    let at = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect).min;
    painter.galley(at, galley, color);
}

fn turned(ui: &Ui, words: &str, font: FontId, color: Color32, room: f32) -> std::sync::Arc<egui::Galley> {
    let mut job = LayoutJob::simple_singleline(words.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    ui.painter().layout_job(job)
}

/// A state's sign and words, as the legend has them.
pub(super) fn legend_entry(ui: &mut Ui, theme: &Theme, state: CellState) -> Response {
    let font = TextStyle::Small.resolve(ui.style());
    let galley = ui.painter().layout_no_wrap(state.words().to_owned(), font.clone(), theme.muted);
    let size = vec2(space::BADGE + space::SMALL + galley.size().x, space::BADGE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let square = Rect::from_min_size(rect.min, Vec2::splat(space::BADGE));
    paint_state(ui, theme, square, state, &state.sign().to_string());
    let words = Rect::from_min_max(pos2(square.right() + space::SMALL, rect.top()), rect.max);
    paint_line(ui, words.expand2(vec2(1.0, 0.0)), state.words(), font, theme.muted);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, state.words()));
    response.on_hover_text(state.meaning())
}
