//! The table of all articles: each figure opens what stands behind it.

use super::{ProgressPage, SortBy, mentions_of};
use crate::review::{ArticleProgress, date_of, outlet_of};
use crate::ui::theme::space;
use crate::ui::widgets::{count, paint_line, paint_share};
use crate::ui::{Message, Outbox, View};
use egui::{Rect, Response, RichText, Sense, Stroke, TextStyle, Ui, vec2};
use egui_extras::{Column, TableBuilder};

const COLUMNS: [(&str, SortBy, f32); 7] = [
    ("Article", SortBy::Published, 320.0),
    ("Outlet, date", SortBy::Published, 160.0),
    ("Read", SortBy::Read, 96.0),
    ("Labelled", SortBy::Labelled, 80.0),
    ("Claims without a source", SortBy::WithoutSource, 160.0),
    ("Seen only here", SortBy::SeenOnce, 112.0),
    ("Not linked", SortBy::Unlinked, 88.0),
];

/// What was clicked.
enum Clicked {
    Sort(SortBy),
    Open(usize),
    WithoutSource(usize),
    SeenOnce(usize),
    Unlinked(usize),
}

impl ProgressPage {
    pub(super) fn table(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let mut clicked = None;
        let (room, wide) = (ui.available_height(), ui.available_width() - ui.spacing().scroll.allocated_width());
        // Title and outlet share what the figures leave.
        let spare = (wide - COLUMNS.iter().map(|(_, _, width)| width).sum::<f32>()).max(0.0);
        let share = |column: usize| match column {
            0 => spare * 0.7,
            1 => spare * 0.3,
            _ => 0.0,
        };
        egui::ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
            let height = space::LINE;
            ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
            let mut table = TableBuilder::new(ui)
                .id_salt("progress")
                .striped(false)
                .sense(Sense::CLICK)
                .min_scrolled_height(0.0)
                .max_scroll_height(room)
                .auto_shrink([false, false]);
            for (at, (_, _, width)) in COLUMNS.into_iter().enumerate() {
                table =
                    table.column(Column::initial(width + share(at)).at_least(space::ROW).clip(true).resizable(true));
            }
            table
                .header(height, |mut row| {
                    for (name, sort, _) in COLUMNS {
                        let (_, response) = row.col(|ui| {
                            let inner = ui.max_rect().shrink2(vec2(space::SMALL, 0.0));
                            let color = if self.sort == sort { view.theme.text } else { view.theme.muted };
                            paint_line(ui, inner, name, TextStyle::Button.resolve(ui.style()), color);
                        });
                        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, name));
                        if response.on_hover_text("Sort by it").clicked() {
                            clicked = Some(Clicked::Sort(sort));
                        }
                    }
                })
                .body(|body| {
                    body.rows(height, self.order.len(), |mut row| {
                        let Some(place) = self.order.get(row.index()).copied() else { return };
                        let Some(one) = self.progress.articles.get(place) else { return };
                        for column in 0..COLUMNS.len() {
                            let (_, response) = row.col(|ui| cell(ui, view, one, column));
                            describe(view, &response, one, column);
                            if response.clicked() {
                                clicked = Some(match column {
                                    4 => Clicked::WithoutSource(place),
                                    5 => Clicked::SeenOnce(place),
                                    6 => Clicked::Unlinked(place),
                                    _ => Clicked::Open(place),
                                });
                            }
                        }
                    });
                });
        });
        if let Some(clicked) = clicked {
            self.clicked(view, &clicked, out);
        }
    }

    fn clicked(&mut self, view: &View<'_>, clicked: &Clicked, out: &mut Outbox) {
        let at = |place: &usize| self.progress.articles.get(*place);
        match clicked {
            Clicked::Sort(sort) => {
                self.sort = *sort;
                self.sort(view.project());
            }
            Clicked::Open(place) => {
                if let Some(one) = at(place) {
                    out.push(Message::OpenArticle(one.article));
                }
            }
            Clicked::WithoutSource(place) => {
                let Some(one) = at(place) else { return };
                let quotes = one.without_source.iter().map(|(article, id)| (view.session.key(*article), *id)).collect();
                self.quotes.set("Claims without a source", quotes);
            }
            Clicked::SeenOnce(place) => {
                let Some(threads) = at(place).map(|one| one.seen_once.clone()) else { return };
                self.quotes.set("Seen only here", mentions_of(view, &threads));
            }
            Clicked::Unlinked(place) => {
                let Some(key) = at(place).map(|one| view.session.key(one.article)) else { return };
                let layer = view.project().layer(&key);
                let unlinked = layer.iter().flat_map(|l| l.in_text_order()).filter(|a| a.threads.is_empty());
                let quotes = unlinked.map(|annotation| (key.clone(), annotation.id)).collect();
                self.quotes.set("Not linked", quotes);
            }
        }
    }
}

fn figure(view: &View<'_>, one: &ArticleProgress, column: usize) -> String {
    let article = view.project().article(one.article);
    match column {
        0 => article.map(|article| article.display_title()).unwrap_or_default(),
        1 => article.map(|article| format!("{} · {}", outlet_of(article), date_of(article))).unwrap_or_default(),
        2 => format!("{} of {}", one.progress.read, one.progress.counted),
        3 => format!("{:.0} %", one.labelled * 100.0),
        4 => one.without_source.len().to_string(),
        5 => one.seen_once.len().to_string(),
        _ => one.unlinked.to_string(),
    }
}

fn cell(ui: &Ui, view: &View<'_>, one: &ArticleProgress, column: usize) {
    let rect = ui.max_rect();
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, view.theme.line));
    let mut inner = rect.shrink2(vec2(space::SMALL, 0.0));
    if column == 2 {
        let bar = Rect::from_min_max(inner.left_bottom() - vec2(0.0, 2.0 * space::SMALL), inner.right_bottom());
        paint_share(ui, view.theme, bar.shrink2(vec2(0.0, space::SMALL * 0.75)), one.progress.share());
        inner = inner.with_max_y(bar.top());
    }
    let text = figure(view, one, column);
    let color = if column == 0 { view.theme.text } else { view.theme.muted };
    let small = if column == 2 { TextStyle::Small } else { TextStyle::Body };
    let cut = paint_line(ui, inner, &text, small.resolve(ui.style()), color);
    if cut && ui.rect_contains_pointer(rect) {
        ui.response().on_hover_text(RichText::new(text));
    }
}

fn describe(view: &View<'_>, response: &Response, one: &ArticleProgress, column: usize) {
    let title = view.project().article(one.article).map(|article| article.display_title()).unwrap_or_default();
    let name = COLUMNS.get(column).map_or("", |(name, _, _)| name);
    let value = figure(view, one, column);
    let words = if column == 0 { title } else { format!("{name} of {title}: {value}") };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::GridCell, true, &words));
    let listed: usize = value.parse().unwrap_or(0);
    if column >= 4 && listed > 0 && response.hovered() {
        response.clone().on_hover_text(count(listed, "opens", "open as a list"));
    }
}
