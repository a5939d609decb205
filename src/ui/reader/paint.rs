//! The sheet: tints, places found and the selection as shapes under plain text, then caret and handles.

use super::document::Document;
use super::hot::{Handle, Hot};
use super::laid::Laid;
use super::lanes::TINTED;
use super::marks::{LayerMarks, Mark};
use super::words::label_color;
use super::{Edge, Mode};
use crate::model::{AnnotationId, AnnotatorName};
use crate::review::OpenSuggestions;
use crate::text::{ByteOffset, TextSpan};
use crate::ui::View;
use crate::ui::theme::{Tint, space};
use egui::{Align2, FontFamily, FontId, Painter, Rangef, Rect, Stroke, StrokeKind, Vec2, pos2, vec2};
use std::sync::Arc;

/// Corners of tints, in points.
const CORNER: f32 = 2.0;
/// How far around an end of an annotation it can be grasped, in points.
const GRASP: f32 = 6.0;
/// Radius of the knob at an end, in points.
const KNOB: f32 = 3.5;

/// Everything that is painted, and where.
pub(super) struct Sheet<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) document: &'a Document,
    pub(super) laid: &'a [Laid],
    pub(super) marks: &'a LayerMarks,
    pub(super) others: &'a [(AnnotatorName, LayerMarks)],
    pub(super) suggested: &'a LayerMarks,
    /// The suggestions that are shown; `None` where they are off.
    pub(super) open: Option<&'a Arc<OpenSuggestions>>,
    pub(super) painter: &'a Painter,
    /// The part of the window that the text scrolls in.
    pub(super) frame: Rect,
    /// The column's left edge, in points of the window.
    pub(super) left: f32,
    /// The selection, snapped.
    pub(super) selection: Option<TextSpan>,
    /// Where the fragments of what is grasped would be if the handle were let go.
    pub(super) preview: Option<&'a [TextSpan]>,
    pub(super) focused: bool,
}

impl Sheet<'_> {
    /// Heights that are on the screen, in points of the window.
    pub(super) fn heights(&self) -> Rangef {
        self.frame.y_range()
    }

    /// The piece that holds a place, where it is on the screen.
    pub(super) fn laid_of(&self, at: ByteOffset) -> Option<&Laid> {
        let number = self.document.piece_at(at)?;
        self.laid.iter().find(|laid| laid.piece == number)
    }

    /// Paints the words and what lies under them.
    /// Gives the places for arrows, which go between the two.
    pub(super) fn paint_text(&self, hot: &mut Hot) -> egui::layers::ShapeIdx {
        for laid in self.laid {
            self.tints(laid, hot);
            self.suggested_words(laid, hot);
            self.found(laid);
            if let Some(selection) = self.selection {
                self.select(laid, selection);
            }
            self.outline(laid);
        }
        let arrows = self.painter.add(egui::Shape::Noop);
        for laid in self.laid {
            let theme = self.view.theme;
            let color = if laid.look.muted { theme.quiet } else { theme.text };
            self.painter.galley(laid.origin, laid.galley.clone(), color);
            if laid.look.heavy {
                let trace = vec2(laid.look.font.size * 0.022, 0.0);
                self.painter.galley(laid.origin + trace, laid.galley.clone(), color);
            }
            self.captions(laid);
        }
        arrows
    }

    pub(super) fn fill(&self, laid: &Laid, span: TextSpan, color: egui::Color32) {
        for row in laid.rects(span, self.heights()) {
            self.painter.rect_filled(row.rect, CORNER, color);
        }
    }

    /// The selection stands a little higher than tints do, so that it is told apart from a label by more than color.
    fn select(&self, laid: &Laid, span: TextSpan) {
        let theme = self.view.theme;
        let color = theme.selected_words;
        for row in laid.rects(span, self.heights()) {
            self.painter.rect_filled(row.rect.expand2(vec2(0.0, 3.0)), CORNER, color);
        }
    }

    fn is_current(&self, id: AnnotationId) -> bool {
        self.view.reader.current == Some(id)
    }

    fn tints(&self, laid: &Laid, hot: &mut Hot) {
        let codebook = &self.view.project().codebook;
        let all = self.marks.in_span(laid.piece, laid.span);
        for mark in all.filter(|mark| mark.lane < TINTED || self.is_current(mark.id())) {
            let color = label_color(codebook, &mark.annotation.label);
            let theme = self.view.theme;
            let tint = theme.label_tint(
                color,
                match (laid.look.muted, self.is_current(mark.id())) {
                    (false, false) => Tint::Plain,
                    (false, true) => Tint::Current,
                    (true, false) => Tint::Quiet,
                    (true, true) => Tint::QuietCurrent,
                },
            );
            for row in laid.rects(mark.span, self.heights()) {
                self.painter.rect_filled(row.rect, CORNER, tint);
                hot.words.push((row.rect, mark.id()));
            }
        }
    }

    fn found(&self, laid: &Laid) {
        let found = &self.view.reader.found;
        let first = found.partition_point(|span| span.end() <= laid.span.start());
        for span in found.iter().skip(first).take_while(|span| span.start() < laid.span.end()) {
            self.fill(laid, *span, self.view.theme.found);
        }
    }

    /// The line around the words that would be labelled if the handle were let go.
    fn outline(&self, laid: &Laid) {
        let (Some((_, label, _)), Some(fragments)) = (self.in_hand(), self.preview) else { return };
        let color = self.view.theme.label_line(label_color(&self.view.project().codebook, label));
        for span in fragments {
            for row in laid.rects(*span, self.heights()) {
                self.painter.rect_stroke(row.rect, CORNER, Stroke::new(1.0, color), StrokeKind::Outside);
            }
        }
    }

    fn captions(&self, laid: &Laid) {
        let Some(piece) = self.document.pieces.get(laid.piece) else { return };
        let (theme, metrics) = (self.view.theme, self.document.metrics);
        let captions = self.document.captions(piece);
        let mut bottom = laid.origin.y - metrics.caption() * captions.len() as f32;
        for caption in captions {
            bottom += metrics.caption();
            let at = pos2(laid.origin.x, bottom);
            self.painter.text(at, Align2::LEFT_BOTTOM, caption.words(), font(metrics.size * 0.72), theme.muted);
        }
        if piece.zone == crate::model::ZoneKind::Excerpt {
            let x = laid.origin.x - metrics.size * 0.8;
            let end = laid.origin.y + laid.height() - metrics.lanes();
            self.painter.vline(x, laid.origin.y..=end, Stroke::new(2.0, theme.line));
        }
        if piece.zone == crate::model::ZoneKind::List
            && piece.first
            && !starts_with_mark(piece.span.slice(self.document.text().as_str()))
        {
            let words = laid.words_of_row(0);
            let at = pos2(laid.origin.x - metrics.size * 0.7, words.center());
            self.painter.circle_filled(at, metrics.size * 0.11, theme.muted);
        }
    }

    /// Paints the caret: always there, thicker while the reader has focus.
    pub(super) fn paint_caret(&self) {
        let at = self.view.reader.caret;
        let Some(laid) = self.laid_of(at) else { return };
        let caret = laid.caret(at);
        let theme = self.view.theme;
        let (width, color) = if self.focused { (2.0, theme.accent) } else { (1.0, theme.muted) };
        let line = Rect::from_center_size(caret.center(), Vec2::new(width, caret.height() + 2.0));
        self.painter.rect_filled(line, 0.0, color);
    }

    /// Paints the knobs at the ends of the fragments of the current annotation, or of the picked suggestion.
    pub(super) fn paint_handles(&self, hot: &mut Hot) {
        let Some((_, label, fragments)) = self.in_hand() else { return };
        let color = self.view.theme.label_line(label_color(&self.view.project().codebook, label));
        let fragments = self.preview.unwrap_or(fragments);
        for (fragment, span) in fragments.iter().enumerate() {
            for (edge, at) in [(Edge::Start, span.start()), (Edge::End, span.end())] {
                let Some(rect) = self.edge_rect(*span, edge) else { continue };
                let state = self.view.reader;
                let is_picked = state.edge_of.map_or(is_outer(edge, fragment, fragments.len()), |of| of == fragment);
                let picked = state.mode == Mode::Edge(edge) && is_picked;
                let radius = if picked { KNOB * 1.6 } else { KNOB };
                let knob = if edge == Edge::Start { rect.center_top() } else { rect.center_bottom() };
                self.painter.vline(rect.center().x, rect.y_range(), Stroke::new(if picked { 2.5 } else { 1.5 }, color));
                self.painter.circle(knob, radius, color, Stroke::new(1.0, self.view.theme.page));
                debug_assert!(span.touches(at), "an edge is an end of its span");
                hot.handles.push(Handle { rect: rect.expand2(vec2(GRASP, 2.0)), fragment, edge });
            }
        }
    }

    /// The upright line at an end of a span, where it is on the screen.
    fn edge_rect(&self, span: TextSpan, edge: Edge) -> Option<Rect> {
        let inner = match edge {
            Edge::Start => span.start(),
            Edge::End => crate::text::previous_grapheme(self.document.text().as_str(), span.end()),
        };
        let laid = self.laid_of(inner)?;
        let rows = laid.rects(span, self.heights());
        let row = laid.row_of(inner);
        let rect = rows.iter().find(|found| found.row == row)?.rect;
        let x = if edge == Edge::Start { rect.left() } else { rect.right() };
        Some(Rect::from_x_y_ranges(x..=x, rect.y_range()))
    }

    /// Where a label's letter or a number may stand above a span's first visible row.
    pub(super) fn corner_of(&self, span: TextSpan) -> Option<egui::Pos2> {
        let rows = self.laid.iter().flat_map(|laid| laid.rects(span, self.heights()));
        rows.map(|row| row.rect.left_top()).next()
    }

    /// Marks that touch a row, in text order.
    pub(super) fn marks_of(&self, laid: &Laid) -> Vec<&Mark> {
        self.marks.in_span(laid.piece, laid.span).collect()
    }
}

fn is_outer(edge: Edge, fragment: usize, count: usize) -> bool {
    match edge {
        Edge::Start => fragment == 0,
        Edge::End => fragment + 1 == count,
    }
}

/// True where the words of a bullet bring their own mark.
fn starts_with_mark(words: &str) -> bool {
    let first = words.trim_start().chars().next();
    first.is_some_and(|c| matches!(c, '•' | '·' | '-' | '–' | '—' | '*' | '▪' | '◦' | '‣') || c.is_ascii_digit())
}

/// A font of the interface.
pub(super) fn font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// The size of a small pill around words, in points.
pub(super) fn pill(words: Vec2) -> Vec2 {
    words + vec2(2.0 * space::SMALL, 2.0)
}
