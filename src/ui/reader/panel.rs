//! The reader's panel: lays out what is on the screen, paints it, and hears the mouse.

mod follow;
#[cfg(test)]
mod for_tests;

use super::ahead::Ahead;
use super::document::Document;
use super::hot::Hot;
use super::laid::Laid;
use super::logic::Geometry;
use super::margin::Margin;
use super::marks::LayerMarks;
use super::overview::{Overview, Page};
use super::paint::Sheet;
use super::pointer::Pointer;
use super::remembered::SnapKey;
use super::scroll::Scroll;
use super::style::Metrics;
use super::{ReaderState, access, cards, foot, geometry, header, menus, strip};
use crate::model::{AnnotationId, AnnotatorName, Article, ArticleId, Layer, Relation};
use crate::review::{Derived, Progress};
use crate::text::{ByteOffset, TextSpan};
use crate::ui::theme::space;
use crate::ui::{Motion, Outbox, View, widgets};
use egui::{Context, EventFilter, Frame, Id, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};
use std::sync::Arc;

/// Height that the header is thought to have before it was drawn, in points.
const HEADER: f32 = 150.0;
/// Room below the text, in points.
const FOOT: f32 = 120.0;

/// The article with all that is on it.
#[derive(Default)]
pub struct ReaderPanel {
    ctx: Option<Context>,
    document: Option<Document>,
    ahead: Ahead,
    laid: Vec<Laid>,
    marks: LayerMarks,
    others: Vec<(AnnotatorName, LayerMarks)>,
    suggested: LayerMarks,
    hot: Hot,
    current: Option<Rect>,
    suggestion: Option<Rect>,
    pointer: Pointer,
    margin: Margin,
    overview: Overview,
    header: f32,
    /// How far the text is scrolled, and where it should be scrolled to instead, in points.
    scroll: Scroll,
    wanted: Option<f64>,
    /// The part of the window that the text scrolls in.
    frame: Option<Rect>,
    /// The first row on the screen and its distance from the frame's top, in points: kept when sizes change.
    first_row: Option<(ByteOffset, f64)>,
    /// Remembered answers, with what they were worked out from.
    pub(super) snapped: Option<(SnapKey, Option<TextSpan>)>,
    pub(super) ties: Option<(AnnotationId, Arc<Layer>, Vec<Arc<Relation>>)>,
    pub(super) derived: Vec<Derived>,
    has_started: bool,
}

impl std::fmt::Debug for ReaderPanel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReaderPanel").field("laid", &self.laid.len()).finish_non_exhaustive()
    }
}

impl ReaderPanel {
    /// The text's id: the app gives focus back to it.
    pub fn focus_id(&self) -> Id {
        Id::unique("article text")
    }

    /// The current annotation on the screen, in points of the window: its attributes are shown beside it.
    pub fn current_rect(&self) -> Option<Rect> {
        self.current
    }

    /// True where this article is the one that was drawn last.
    pub fn shows(&self, article: ArticleId) -> bool {
        self.document.as_ref().is_some_and(|document| document.article.id == article)
    }

    /// The part of the window that the text scrolls in, in points.
    pub fn frame(&self) -> Option<Rect> {
        self.frame
    }

    /// The picked suggestion on the screen, in points of the window: its card is shown beside it.
    pub fn suggestion_rect(&self) -> Option<Rect> {
        self.suggestion
    }

    /// Bytes that layouts take: of the open article and of its neighbours, with the rows that are on the screen.
    pub fn layout_bytes(&self) -> usize {
        let rows: usize = self.laid.iter().map(Laid::bytes).sum();
        self.document.as_ref().map_or(0, Document::bytes) + self.ahead.bytes() + rows
    }

    /// Draws the reader.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.ctx = Some(ui.ctx().clone());
        let Some(article) = view.article() else {
            self.forget();
            let all_gone = view.project().articles.is_empty();
            let what = if all_gone { "Add articles from files, or paste one" } else { "Choose one from the list" };
            widgets::empty_state(ui, view.theme, "No article is open", what);
            return;
        };
        strip::show(ui, view, article, out);
        let sheet = Frame::new().fill(view.theme.page);
        egui::CentralPanel::default().frame(sheet).show(ui, |ui| self.show_sheet(ui, view, article, out));
        self.has_started = true;
    }

    fn forget(&mut self) {
        self.document = None;
        self.laid.clear();
        self.hot = Hot::default();
        self.current = None;
        self.suggestion = None;
        self.frame = None;
    }

    fn show_sheet(&mut self, ui: &mut Ui, view: &View<'_>, article: &Arc<Article>, out: &mut Outbox) {
        let frame = ui.available_rect_before_wrap();
        let shown = view.reader.shown_annotators.len();
        let metrics = Metrics::new(ui.ctx(), view.preferences, frame.width(), shown);
        self.follow(ui.ctx(), view, article, metrics);
        let progress = view.session.progress(article.id);
        // The spring at the end of the page pulls towards the end as it was a frame ago, before the sizes changed.
        ui.spacing_mut().scroll.kinetic.rubber_band = false;
        let salt = ("article scroll", article.id.as_str());
        let area =
            ScrollArea::vertical().id_salt(salt).auto_shrink(false).scroll_source(egui::scroll_area::ScrollSource {
                drag: egui::scroll_area::DragScroll::Never,
                ..Default::default()
            });
        let id = ui.make_persistent_id(egui::IdSalt::new(salt));
        let place = egui::scroll_area::State::load(ui.ctx(), id).map_or(0.0, |state| state.unclamped_offset().y);
        let moved = self.scroll.moved(ui, article.id, place);
        let start = self.start_of_view(ui.ctx(), view.reader, moved, f64::from(frame.height()));
        let told = self.scroll.put(article.id, start, ui.pixels_per_point());
        let area = if told.to_bits() == place.to_bits() { area } else { area.vertical_scroll_offset(told) };
        area.show_viewport(ui, |ui, _| self.show_text(ui, view, article, (frame, &progress), out));
        self.ahead.tend(ui.ctx(), view, &metrics, frame.height());
        if let Some(document) = &mut self.document {
            let page = Page::of(document, f64::from(self.header), f64::from(FOOT));
            self.wanted = self.overview.go(ui, view, document, frame, page).or(self.wanted);
        }
    }

    /// Closes a menu or list over the text; false where there was none.
    pub fn close_popups(&mut self, ctx: &Context) -> bool {
        let was_open = self.pointer.list.take().is_some() || egui::Popup::is_any_open(ctx);
        egui::Popup::close_all(ctx);
        was_open
    }

    fn show_text(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        article: &Arc<Article>,
        (frame, progress): (Rect, &Progress),
        out: &mut Outbox,
    ) {
        let page = ui.max_rect();
        let frame = frame.intersect(ui.clip_rect());
        self.frame = Some(frame);
        let top = f64::from(frame.top()) - self.scroll.offset();
        let Some(document) = self.document.take() else { return };
        let metrics = document.metrics;
        let left = (page.center().x - metrics.column / 2.0).round();
        let response = ui.interact(frame, self.focus_id(), Sense::click_and_drag());
        self.keep_focus(ui, &response);
        let mut text_top = top + f64::from(self.header);
        if self.scroll.offset() < f64::from(self.header) {
            let rect = Rect::from_min_size(pos2(left, top as f32), vec2(metrics.column, self.header));
            let height = ui
                .scope_builder(UiBuilder::new().max_rect(rect), |ui| {
                    header::show(ui, view, article, &metrics, progress, out)
                })
                .inner;
            if (height - self.header).abs() > 0.5 {
                if self.scroll.offset() > 0.0 {
                    // The words stay where they are, and the header grows above them.
                    self.wanted = Some(self.scroll.offset() + f64::from(height - self.header));
                } else {
                    text_top = top + f64::from(height);
                }
                self.header = height;
                ui.request_repaint();
            }
        }
        self.lay_out(ui.ctx(), &document, (left, text_top), frame);
        self.mark(view, &document);
        let height = (f64::from(self.header) + document.height()) as f32 + FOOT;
        ui.allocate_rect(Rect::from_min_size(page.min, vec2(page.width(), height)), Sense::hover());
        if document.pieces.is_empty() {
            let rect = Rect::from_min_max(pos2(left, text_top as f32), frame.max);
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
                widgets::empty_state(
                    ui,
                    view.theme,
                    "This article has no text",
                    "Its title and address can still be filled in",
                );
            });
        }
        let end = pos2(left, (text_top + document.height()) as f32 + space::LARGE);
        let selection = self.selection(view, article);
        self.paint(ui, view, &document, (left, selection), &response, out);
        if frame.y_range().expand(space::ROW).contains(end.y) && !document.pieces.is_empty() {
            let rect = Rect::from_min_size(end, vec2(metrics.column, space::ROW));
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| foot::show(ui, view, progress, out));
        }
        self.document = Some(document);
    }

    /// Takes focus at the start and locks the keys that egui would take for moving it.
    fn keep_focus(&self, ui: &Ui, response: &egui::Response) {
        let id = self.focus_id();
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        let takes_focus = !self.has_started && ui.memory(|memory| memory.focused().is_none());
        if takes_focus {
            response.request_focus();
        }
        if takes_focus || response.has_focus() {
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
    }

    /// Lays out what is on the screen.
    fn lay_out(&mut self, ctx: &Context, document: &Document, (left, text_top): (f32, f64), frame: Rect) {
        self.laid.clear();
        let shown_from = f64::from(frame.top()) - text_top;
        let mut number = document.piece_at_height(shown_from.max(0.0));
        while let Some(piece) = document.pieces.get(number) {
            let top = document.top(number);
            if text_top + top > f64::from(frame.bottom()) {
                break;
            }
            if let Some(mut laid) = document.lay(ctx, number) {
                let above = document.above(piece, &laid.look);
                laid.origin = pos2(left + laid.look.indent, (text_top + top) as f32 + above);
                self.laid.push(laid);
            }
            number += 1;
        }
        let first = self.laid.iter().find_map(|laid| Some((laid, laid.rows_in(frame.y_range()).next()?)));
        let before = self.first_row.take();
        self.first_row = first.map(|(laid, row)| {
            // The same word as long as it is in the row: its start would creep upward with every change of the width.
            let span = laid.row_span(row);
            let at = before.map(|(at, _)| at).filter(|at| span.contains(*at)).unwrap_or(span.start());
            (at, f64::from(laid.row_top(row) - frame.top()))
        });
    }

    fn paint(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        document: &Document,
        (left, selection): (f32, Option<TextSpan>),
        response: &egui::Response,
        out: &mut Outbox,
    ) {
        let painter = ui.painter().clone();
        let mut hot = std::mem::take(&mut self.hot);
        hot = Hot {
            bars: cleared(hot.bars),
            words: cleared(hot.words),
            suggested: cleared(hot.suggested),
            ..Hot::default()
        };
        let mut mouse = std::mem::take(&mut self.pointer);
        let preview = mouse.preview().map(<[TextSpan]>::to_vec);
        let open = view.suggestions();
        let sheet = Sheet {
            view,
            open: open.as_ref(),
            document,
            laid: &self.laid,
            marks: &self.marks,
            others: &self.others,
            suggested: &self.suggested,
            painter: &painter,
            frame: response.rect,
            left,
            selection,
            preview: preview.as_deref(),
            focused: response.has_focus(),
        };
        let under_words = sheet.paint_text(&mut hot);
        sheet.paint_bars(&mut hot);
        let relations = self.ties.as_ref().map_or(&[][..], |(_, _, relations)| relations.as_slice());
        sheet.paint_arrows(relations, self.derived(), under_words, &hot);
        sheet.paint_caret();
        sheet.paint_handles(&mut hot);
        sheet.paint_badges(&mut hot);
        self.margin.show(ui, &sheet, out);
        let scroll = mouse.handle(ui, response, &sheet, &hot, out);
        if scroll != 0.0 {
            self.wanted = Some(self.scroll.offset() + f64::from(scroll));
        }
        access::describe(ui, response, &sheet, &hot);
        menus::context_menu(response, &sheet, &mouse, relations, out);
        let bar = menus::floating_bar(ui, &sheet, &hot, &mouse, out);
        menus::list(ui, &sheet, &mut mouse, out);
        if bar.is_none() {
            cards::hover(ui, response, &sheet, &hot, &mouse);
        }
        self.pointer = mouse;
        self.current = view.reader.current.and_then(|id| hot.cover_of(id));
        self.suggestion = view.reader.suggestion.and_then(|id| hot.suggestion_rect(id));
        self.hot = hot;
    }

    /// The height of the text's part of the window, in points.
    fn view_height(&self) -> f32 {
        self.frame.map_or(0.0, |frame| frame.height())
    }
}

impl Geometry for ReaderPanel {
    fn motion(&self, state: &ReaderState, motion: Motion) -> Option<(ByteOffset, Option<f32>)> {
        let (ctx, document) = (self.ctx.as_ref()?, self.document.as_ref()?);
        if state.article != Some(document.article.id) {
            return None;
        }
        geometry::motion(ctx, document, (state.caret, state.column), motion, self.view_height())
    }

    fn visible(&self) -> Option<TextSpan> {
        let rows = self.frame?.y_range();
        let shown = self.laid.iter().flat_map(|laid| laid.rows_in(rows).map(|row| laid.row_span(row)));
        shown.reduce(TextSpan::cover)
    }
}

/// Keeps the room that was made.
fn cleared<T>(mut list: Vec<T>) -> Vec<T> {
    list.clear();
    list
}
