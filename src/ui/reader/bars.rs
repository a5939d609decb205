//! Bars in lanes under the words: one annotation a lane, its letter at the start, fragments linked, "+n" for the rest.

use super::hot::Hot;
use super::laid::{Laid, RowRect};
use super::lanes::LANES;
use super::marks::Mark;
use super::paint::{Sheet, font};
use super::style::MOST_OTHERS;
use super::words::{label_color, label_letter};
use crate::model::AnnotationId;
use crate::text::TextSpan;
use egui::{Align2, Color32, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// How a bar is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// An annotation.
    Solid,
    /// What lies between two fragments.
    Dotted,
}

impl Sheet<'_> {
    /// Paints all bars of the pieces on the screen.
    pub(super) fn paint_bars(&self, hot: &mut Hot) {
        for laid in self.laid {
            let marks = self.marks_of(laid);
            for mark in marks.iter().filter(|mark| mark.lane < LANES) {
                self.bar(laid, mark, &marks, hot);
            }
            self.more(laid, &marks, hot);
            self.suggested_bars(laid, &marks, hot);
            self.other_bars(laid);
        }
    }

    /// The middle of a lane under a row, in points of the window.
    pub(super) fn lane_y(&self, laid: &Laid, row: usize, lane: usize) -> f32 {
        let metrics = self.document.metrics;
        laid.words_of_row(row).max + 1.0 + (lane as f32 + 0.5) * metrics.lane()
    }

    pub(super) fn line_color(&self, mark: &Mark) -> Color32 {
        self.view.theme.label_line(label_color(&self.view.project().codebook, &mark.annotation.label))
    }

    fn bar(&self, laid: &Laid, mark: &Mark, marks: &[&Mark], hot: &mut Hot) {
        let color = self.line_color(mark);
        let lane = self.document.metrics.lane();
        let is_current = self.view.reader.current == Some(mark.id());
        let thickness = lane * if is_current { 0.85 } else { 0.5 };
        let rows = laid.rects(mark.span, self.heights());
        for row in &rows {
            let y = self.lane_y(laid, row.row, mark.lane);
            self.stroke(row.rect.left() + 0.5, row.rect.right() - 0.5, y, Stroke::new(thickness, color), Line::Solid);
            let hit = Rect::from_x_y_ranges(row.rect.x_range(), (y - lane * 0.5 - 0.5)..=(y + lane * 0.5 + 0.5));
            hot.bars.push((hit, mark.id()));
        }
        self.links(laid, mark, color);
        for row in &rows {
            self.letter(laid, mark, marks, *row);
        }
        if mark.ends_annotation()
            && mark.annotation.unsure
            && laid.span.touches(mark.span.end())
            && let Some(row) = rows.last()
        {
            let at = pos2(row.rect.right(), self.lane_y(laid, row.row, mark.lane));
            self.sign(at, "?", color);
        }
    }

    /// A bar from one place to another at a height.
    pub(super) fn stroke(&self, from: f32, to: f32, y: f32, stroke: Stroke, line: Line) {
        let ends = [pos2(from, y), pos2(to, y)];
        match line {
            Line::Solid => {
                self.painter.line_segment(ends, stroke);
            }
            Line::Dotted => {
                self.painter.extend(Shape::dotted_line(&ends, stroke.color, 4.0, stroke.width.max(1.2) * 0.5));
            }
        }
    }

    /// The dotted link to the next fragment in the paragraph, or a mark that one follows elsewhere.
    fn links(&self, laid: &Laid, mark: &Mark, color: Color32) {
        let fragments = mark.annotation.fragments();
        let here = self.document.text().paragraphs().get(laid.paragraph);
        let (Some(next), Some(here)) = (fragments.get(mark.fragment + 1), here) else { return };
        if !mark.ends_fragment() {
            return;
        }
        let gap = TextSpan::new(mark.span.end(), next.start());
        if here.contains(next.start()) {
            for piece in self.laid.iter().filter(|piece| piece.paragraph == laid.paragraph) {
                for row in piece.rects(gap, self.heights()) {
                    let y = self.lane_y(piece, row.row, mark.lane);
                    self.stroke(row.rect.left(), row.rect.right(), y, Stroke::new(1.8, color), Line::Dotted);
                }
            }
        } else if let Some(row) = laid.rects(mark.span, self.heights()).last() {
            let at = pos2(row.rect.right() + 2.0, self.lane_y(laid, row.row, mark.lane));
            self.painter.text(at, Align2::LEFT_CENTER, "…", font(self.document.metrics.letter()), color);
        }
    }

    /// The label's letter where a bar starts in a row, so that its color is never its only sign; where several start
    /// together, their letters stand side by side.
    fn letter(&self, laid: &Laid, mark: &Mark, marks: &[&Mark], row: RowRect) {
        let span = laid.row_span(row.row);
        let start = mark.span.start().max(span.start());
        let starts_here =
            |m: &&&Mark| m.lane < mark.lane && m.span.overlaps(span) && m.span.start().max(span.start()) == start;
        let before = marks.iter().filter(starts_here).count();
        let size = self.document.metrics.letter();
        let x = row.rect.left() + before as f32 * (size * 0.75) + size * 0.35;
        let at = pos2(x, self.lane_y(laid, row.row, mark.lane));
        self.sign(at, &label_letter(&self.view.project().codebook, &mark.annotation.label), self.line_color(mark));
    }

    /// A letter over a bar, with a patch of the page behind it.
    pub(super) fn sign(&self, center: Pos2, letter: &str, color: Color32) {
        let font_id = font(self.document.metrics.letter());
        let galley = self.painter.layout_no_wrap(letter.to_owned(), font_id, color);
        let patch = vec2(galley.size().x + 1.5, self.document.metrics.letter() * 0.78);
        self.painter.rect_filled(Rect::from_center_size(center, patch), 1.0, self.view.theme.page);
        let at = center - galley.size() / 2.0;
        // Twice, a trace apart: the font has no bold, and small letters need the weight.
        self.painter.galley(at, galley.clone(), color);
        self.painter.galley(at + vec2(0.4, 0.0), galley, color);
    }

    /// "+n" at the end of rows with annotations that found no lane.
    fn more(&self, laid: &Laid, marks: &[&Mark], hot: &mut Hot) {
        if marks.iter().all(|mark| mark.lane < LANES) {
            return;
        }
        for row in laid.rows_in(self.heights()) {
            let span = laid.row_span(row);
            let mut hidden: Vec<AnnotationId> =
                marks.iter().filter(|m| m.lane >= LANES && m.span.overlaps(span)).map(|m| m.id()).collect();
            hidden.dedup();
            if hidden.is_empty() {
                continue;
            }
            let metrics = self.document.metrics;
            let at = pos2(self.left + metrics.column + 4.0, self.lane_y(laid, row, 1));
            let font_id = font(metrics.letter() * 1.3);
            let words = format!("+{}", hidden.len());
            let rect = self.painter.text(at, Align2::LEFT_CENTER, words, font_id, self.view.theme.accent);
            hot.more.push((rect.expand(3.0), hidden));
        }
    }

    /// Thin bars of other annotators, each with initials.
    fn other_bars(&self, laid: &Laid) {
        let metrics = self.document.metrics;
        for (i, (name, marks)) in self.others.iter().take(MOST_OTHERS).enumerate() {
            let initials: String = name.as_str().chars().take(2).collect();
            for mark in marks.in_span(laid.piece, laid.span) {
                let color = self.line_color(mark);
                for (n, row) in laid.rects(mark.span, self.heights()).into_iter().enumerate() {
                    let y = self.lane_y(laid, row.row, LANES) + (i as f32) * metrics.thin_lane() - metrics.lane() * 0.5
                        + metrics.thin_lane() * 0.5;
                    self.stroke(row.rect.left() + 0.5, row.rect.right() - 0.5, y, Stroke::new(1.2, color), Line::Solid);
                    if n == 0 && mark.starts_fragment() && laid.span.contains(mark.span.start()) {
                        self.sign(pos2(row.rect.left() + metrics.letter() * 0.6, y), &initials, color);
                    }
                }
            }
        }
    }
}
