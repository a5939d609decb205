//! Arrows from and to the current annotation, and numbers on the text.

use super::hot::Hot;
use super::paint::{Sheet, font, pill};
use super::words::{label_color, relation_name, short_words};
use super::{Mode, ReaderState};
use crate::model::{AnnotationId, Relation};
use crate::review::Derived;
use crate::ui::theme::{mix, space};
use egui::epaint::CubicBezierShape;
use egui::layers::ShapeIdx;
use egui::{Align2, Color32, Pos2, Rect, Shape, Stroke, Vec2, pos2};
use std::sync::Arc;

/// Length of an arrow's head, in points.
const HEAD: f32 = 7.0;

impl Sheet<'_> {
    /// Paints the arrows of the current annotation, those whose other end is off the screen as a stub with its words.
    /// Those that follow from places are dotted. The curves go under the words, their names above them.
    pub(super) fn paint_arrows(&self, relations: &[Arc<Relation>], derived: &[Derived], under: ShapeIdx, hot: &Hot) {
        let Some(current) = self.view.reader.current else { return };
        let mut stubs = 0;
        let mut shapes = Vec::new();
        for arrow in derived.iter().filter(|arrow| arrow.from == current || arrow.to == current) {
            let partner = if arrow.from == current { arrow.to } else { arrow.from };
            if let Some((here, there)) = nearest(hot, current, partner) {
                let (from, to) = if arrow.from == current { (here, there) } else { (there, here) };
                let color = mix(self.arrow_color(arrow.from), self.view.theme.page, 0.35);
                let [start, first, second, end] = curve(from, to);
                let curve = CubicBezierShape::from_points_stroke(
                    [start, first, second, end],
                    false,
                    Color32::TRANSPARENT,
                    Stroke::NONE,
                );
                shapes.extend(Shape::dotted_line(&curve.flatten(Some(0.5)), color, 4.0, 0.9));
                shapes.push(head(end, end - second, color));
            }
        }
        for relation in relations {
            let starts = relation.from == current;
            let partner = if starts { relation.to } else { relation.from };
            let name = relation_name(&self.view.project().codebook, &relation.kind);
            match nearest(hot, current, partner) {
                Some((here, there)) => {
                    let (from, to) = if starts { (here, there) } else { (there, here) };
                    shapes.extend(self.arrow(from, to, &name, self.arrow_color(relation.from)));
                }
                None if hot.cover_of(current).is_some() => {
                    self.stub(partner, &name, starts, stubs);
                    stubs += 1;
                }
                None => {}
            }
        }
        self.painter.set(under, Shape::Vec(shapes));
    }

    fn arrow_color(&self, from: AnnotationId) -> Color32 {
        let theme = self.view.theme;
        let annotation = self.view.layer().and_then(|layer| layer.annotations.get(&from));
        let line =
            annotation.map_or(theme.muted, |a| theme.label_line(label_color(&self.view.project().codebook, &a.label)));
        mix(line, theme.page, 0.15)
    }

    /// The curve of an arrow with its head; its name is painted at its middle.
    fn arrow(&self, from: Rect, to: Rect, name: &str, color: Color32) -> [Shape; 2] {
        let [start, first, second, end] = curve(from, to);
        let stroke = Stroke::new(1.6, color);
        let curve =
            CubicBezierShape::from_points_stroke([start, first, second, end], false, Color32::TRANSPARENT, stroke);
        self.pill_at(self.between_rows(curve.sample(0.5)), Align2::CENTER_CENTER, name, color);
        [curve.into(), head(end, end - second, color)]
    }

    /// The place nearest to this one that lies between two rows of words, so that no words are hidden.
    fn between_rows(&self, at: Pos2) -> Pos2 {
        let lanes = self.document.metrics.lanes();
        let Some(laid) = super::hot::laid_at(self.laid, at.y) else { return at };
        let row = laid.row_at(at.y);
        let below = laid.words_of_row(row).max + lanes / 2.0;
        let above = laid.words_of_row(row).min - lanes / 2.0;
        let nearer = if (at.y - above).abs() < (at.y - below).abs() { above } else { below };
        pos2(at.x, nearer)
    }

    /// Words on a small patch of the page.
    fn pill_at(&self, at: Pos2, align: Align2, words: &str, color: Color32) -> Rect {
        let font_id = font(self.document.metrics.size * 0.68);
        let galley = self.painter.layout_no_wrap(words.to_owned(), font_id, color);
        let rect = align.anchor_size(at, pill(galley.size()));
        self.painter.rect(
            rect,
            4.0,
            self.view.theme.page,
            Stroke::new(1.0, self.view.theme.line),
            egui::StrokeKind::Inside,
        );
        self.painter.galley(rect.center() - galley.size() / 2.0, galley, color);
        rect
    }

    /// Says at the edge of the page which partner is above or below.
    fn stub(&self, partner: AnnotationId, name: &str, starts: bool, number: usize) {
        let Some(layer) = self.view.layer() else { return };
        let Some(partner) = layer.annotations.get(&partner) else { return };
        let words = short_words(partner, self.document.text(), 48);
        let words = if starts { format!("{name}: {words}") } else { format!("{words}: {name} this") };
        let first = self.laid.first().map(|laid| laid.span.start()).unwrap_or_default();
        let is_above = partner.cover().is_some_and(|cover| cover.start() < first);
        let (y, direction, align, sign) = if is_above {
            (self.frame.top() + space::SMALL, 1.0, Align2::RIGHT_TOP, "⬆ ")
        } else {
            (self.frame.bottom() - space::SMALL, -1.0, Align2::RIGHT_BOTTOM, "⬇ ")
        };
        let y = y + direction * number as f32 * self.document.metrics.size * 1.3;
        let at = pos2(self.left + self.document.metrics.column, y);
        self.pill_at(at, align, &format!("{sign}{words}"), self.arrow_color(partner.id));
    }

    /// Paints the numbers and letters that a pending mode puts on the text.
    pub(super) fn paint_badges(&self, hot: &mut Hot) {
        let state: &ReaderState = self.view.reader;
        match &state.mode {
            Mode::Relate { candidates, typed, .. } => {
                for (i, (id, ..)) in candidates.iter().enumerate() {
                    let number = (i + 1).to_string();
                    let weight = if number.starts_with(typed.as_str()) { Weight::Full } else { Weight::Faint };
                    self.annotation_badge(*id, &number, weight, hot);
                }
            }
            Mode::Offer { offers, ticked, .. } => {
                for (i, offer) in offers.iter().enumerate() {
                    let partner = if state.current == Some(offer.from) { offer.to } else { offer.from };
                    let weight = if ticked.get(i).copied().unwrap_or(true) { Weight::Full } else { Weight::Faint };
                    self.annotation_badge(partner, &(i + 1).to_string(), weight, hot);
                }
            }
            Mode::Jump { targets, .. } => {
                for (letters, span) in targets {
                    if let Some(corner) = self.corner_of(*span) {
                        self.badge(corner, letters, Weight::Full);
                    }
                }
            }
            _ => {}
        }
    }

    fn annotation_badge(&self, id: AnnotationId, words: &str, weight: Weight, hot: &mut Hot) {
        let Some(corner) = hot.rows_of(id).map(|rect| rect.left_top()).next() else { return };
        let rect = self.badge(corner, words, weight);
        hot.badges.push((rect.expand(2.0), id));
    }

    fn badge(&self, corner: Pos2, words: &str, weight: Weight) -> Rect {
        let theme = self.view.theme;
        let (fill, color) = match weight {
            Weight::Full => (theme.accent, theme.on_accent),
            Weight::Faint => (theme.raised, theme.muted),
        };
        let galley = self.painter.layout_no_wrap(words.to_owned(), font(self.document.metrics.size * 0.7), color);
        // Over the lanes of the line above, so that no words are hidden.
        let rect = Align2::LEFT_BOTTOM.anchor_size(corner + Vec2::new(0.0, 3.0), pill(galley.size()));
        self.painter.rect_filled(rect, 4.0, fill);
        self.painter.galley(rect.center() - galley.size() / 2.0, galley, color);
        rect
    }
}

/// From one row of words to another: over the line where both stand in one, else from edge to edge.
fn curve(from: Rect, to: Rect) -> [Pos2; 4] {
    let same_row = (from.center().y - to.center().y).abs() < from.height();
    if same_row {
        let rise = Vec2::new(0.0, -(from.height() * 0.9 + (from.center().x - to.center().x).abs() * 0.04));
        let (start, end) = (from.center_top(), to.center_top());
        return [start, start + rise, end + rise, end];
    }
    let down = to.center().y > from.center().y;
    let (start, end) =
        if down { (from.center_bottom(), to.center_top()) } else { (from.center_top(), to.center_bottom()) };
    let half = Vec2::new(0.0, (end.y - start.y) * 0.5);
    [start, start + half, end - half, end]
}

fn head(tip: Pos2, along: Vec2, color: Color32) -> Shape {
    let along = if along.length() > 0.1 { along.normalized() } else { Vec2::DOWN };
    let (back, side) = (tip - along * HEAD, along.rot90() * (HEAD * 0.45));
    Shape::convex_polygon(vec![tip, back + side, back - side], color, Stroke::NONE)
}

/// How strongly a number stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Full,
    Faint,
}

/// The two rows of two annotations that are nearest to each other, where both are on the screen.
fn nearest(hot: &Hot, a: AnnotationId, b: AnnotationId) -> Option<(Rect, Rect)> {
    let pairs = hot.rows_of(a).flat_map(|here| hot.rows_of(b).map(move |there| (here, there)));
    pairs.min_by(|x, y| effort(x.0, x.1).total_cmp(&effort(y.0, y.1)))
}

/// How far an arrow between two rows has to go: across lines counts more than along one.
fn effort(a: Rect, b: Rect) -> f32 {
    let gap = (a.left() - b.right()).max(b.left() - a.right()).max(0.0);
    (a.center().y - b.center().y).abs() * 12.0 + gap
}
