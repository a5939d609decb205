//! The drawing: edges, nodes, words, and what the pointer does.

use super::{NetworkPage, ZOOM};
use crate::model::LabelRole;
use crate::review::{EdgeKind, NodeKind};
use crate::ui::theme::space;
use crate::ui::{Outbox, View};
use egui::{Align2, Color32, FontId, Pos2, Rect, Sense, Shape, Stroke, TextStyle, Ui, Vec2, pos2, vec2};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Nodes whose titles are always written: those that most runs to.
const TITLED: usize = 24;

/// From this zoom on all titles are written.
const CLOSE: f32 = 1.3;

/// Characters of a title that are written.
const LETTERS: usize = 30;

/// How near a click must be to an edge, in points.
const NEAR: f32 = 6.0;

impl NetworkPage {
    pub(super) fn draw(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let rect = ui.available_rect_before_wrap();
        let ground = ui.interact(rect, ui.scope_id().with("network"), Sense::click_and_drag());
        ground.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Canvas, true, "Network"));
        if std::mem::take(&mut self.fit) {
            self.fit_into(rect);
        }
        self.pan += ground.drag_delta();
        if let Some(pointer) = ground.hover_pos().or_else(|| ui.ctx().pointer_hover_pos()).filter(|p| rect.contains(*p))
        {
            let (wheel, pinch) = ui.input(|i| (i.smooth_scroll_delta().y, i.zoom_delta()));
            let factor = pinch * (wheel / 240.0).exp();
            if (factor - 1.0).abs() > f32::EPSILON {
                self.zoom_by(factor, pointer - rect.center());
            }
        }
        let at = |page: &Self, node: usize| {
            page.places.get(node).map(|place| rect.center() + page.pan + *place * page.zoom).unwrap_or_default()
        };
        let spots: Vec<Pos2> = (0..self.network.nodes.len()).map(|node| at(self, node)).collect();
        let mut clicked = None;
        let mut hovered = None;
        for (node, spot) in spots.iter().enumerate() {
            let hit = Rect::from_center_size(*spot, Vec2::splat(2.0 * self.radius(node) + space::SMALL));
            if !rect.intersects(hit) {
                continue;
            }
            let response = ui.interact(hit.intersect(rect), ui.scope_id().with(("node", node)), Sense::CLICK);
            let words = self.node_words(node);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
            if response.hovered() || response.has_focus() {
                hovered = Some(node);
            }
            if response.double_clicked() {
                self.selected = Some(node);
                self.open_selected(out);
            } else if response.clicked() {
                clicked = Some(node);
            }
            response.on_hover_text(words);
        }
        if let Some(node) = clicked {
            self.pick_node(node);
        } else if let Some(pointer) = ground.interact_pointer_pos().filter(|_| ground.clicked()) {
            match self.edge_near(&spots, pointer).and_then(|edge| self.network.edges.get(edge).cloned()) {
                Some(edge) => self.pick_edge(&edge),
                None => self.selected = None,
            }
        }
        self.paint(ui, view, rect, &spots, hovered);
    }

    fn radius(&self, node: usize) -> f32 {
        let quotes = self.network.nodes.get(node).map_or(1, |node| node.quotes.len());
        (5.0 + 2.0 * (quotes as f32).sqrt()).min(20.0) * self.zoom.clamp(0.6, 1.4)
    }

    /// Zooms so that the place under a point, seen from the middle, stays where it is.
    pub(super) fn zoom_by(&mut self, factor: f32, point: Vec2) {
        let zoom = (self.zoom * factor).clamp(ZOOM.0, ZOOM.1);
        self.pan = point - (point - self.pan) * (zoom / self.zoom);
        self.zoom = zoom;
    }

    fn fit_into(&mut self, rect: Rect) {
        let mut bounds = Rect::NOTHING;
        for place in &self.places {
            bounds.extend_with(place.to_pos2());
        }
        if !bounds.is_positive() {
            (self.zoom, self.pan) = (1.0, -bounds.center().to_vec2());
            if !self.pan.x.is_finite() || !self.pan.y.is_finite() {
                self.pan = Vec2::ZERO;
            }
            return;
        }
        let room = rect.shrink(2.0 * space::SECTION).size().max(Vec2::splat(1.0));
        self.zoom = (room.x / bounds.width()).min(room.y / bounds.height()).clamp(ZOOM.0, 1.5);
        self.pan = -bounds.center().to_vec2() * self.zoom;
    }

    /// The edge nearest to a click, where one is near.
    fn edge_near(&self, spots: &[Pos2], pointer: Pos2) -> Option<usize> {
        let distance = |edge: &crate::review::Edge| {
            let (a, b) = (*spots.get(edge.from)?, *spots.get(edge.to)?);
            let along = b - a;
            let share = ((pointer - a).dot(along) / along.length_sq().max(1.0)).clamp(0.0, 1.0);
            Some(pointer.distance(a + along * share))
        };
        let near = self.network.edges.iter().enumerate().filter_map(|(at, edge)| Some((at, distance(edge)?)));
        near.filter(|(_, far)| *far <= NEAR).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
    }

    fn paint(&self, ui: &Ui, view: &View<'_>, rect: Rect, spots: &[Pos2], hovered: Option<usize>) {
        let painter = ui.painter().with_clip_rect(rect);
        let focus = hovered.or(self.selected);
        let near: BTreeSet<usize> = focus.map(|node| self.network.neighbours(node)).unwrap_or_default();
        let is_lit = |node: usize| focus.is_none() || focus == Some(node) || near.contains(&node);
        let codebook = &view.project().codebook;
        let of_role = |role| codebook.label_with_role(role).map(|label| view.theme.label_line(label.color));
        let (claim, source) = (of_role(LabelRole::Claim), of_role(LabelRole::Source));
        let source = source.unwrap_or(view.theme.accent);
        for edge in &self.network.edges {
            let (Some(a), Some(b)) = (spots.get(edge.from), spots.get(edge.to)) else { continue };
            let lit = focus.is_none_or(|node| node == edge.from || node == edge.to);
            let color = match edge.kind {
                _ if edge.against > 0 => view.theme.danger,
                EdgeKind::Publishes => view.theme.muted,
                EdgeKind::Credited | EdgeKind::Relays => source,
            };
            let color = if lit { color.gamma_multiply(0.7) } else { color.gamma_multiply(0.15) };
            let stroke = Stroke::new(1.0 + (edge.quotes.len() as f32).ln(), color);
            if edge.kind == EdgeKind::Relays {
                painter.extend(Shape::dashed_line(&[*a, *b], stroke, space::MEDIUM, space::SMALL));
            } else {
                painter.line_segment([*a, *b], stroke);
            }
        }
        let font = TextStyle::Small.resolve(ui.style());
        for (node, spot) in spots.iter().enumerate() {
            let Some(record) = self.network.nodes.get(node) else { continue };
            let fill = match record.kind {
                NodeKind::Outlet => view.theme.muted,
                NodeKind::Source => source,
                NodeKind::Claim => claim.unwrap_or(view.theme.accent),
            };
            let fill = if is_lit(node) { fill } else { fill.gamma_multiply(0.25) };
            let edge = if focus == Some(node) { Stroke::new(2.0, view.theme.text) } else { Stroke::NONE };
            painter.add(shape(record.kind, *spot, self.radius(node), fill, edge));
        }
        // The title that is asked for first; those that would lie over one before are left out.
        let mut taken: Vec<Rect> = Vec::new();
        let others = (0..spots.len()).filter(|node| focus != Some(*node));
        for node in focus.into_iter().chain(others) {
            let (Some(record), Some(spot)) = (self.network.nodes.get(node), spots.get(node)) else { continue };
            let titled = node < TITLED || self.zoom >= CLOSE || focus.is_some();
            if titled && is_lit(node) {
                let (ground, galley) = title(&painter, view, *spot, self.radius(node), &record.title, &font);
                if taken.iter().any(|other| other.intersects(ground)) {
                    continue;
                }
                taken.push(ground);
                painter.rect_filled(ground.expand2(vec2(2.0, 0.0)), 2.0, view.theme.page.gamma_multiply(0.8));
                painter.galley(ground.min, galley, view.theme.text);
            }
        }
    }
}

/// A node's title below it, and where that is.
fn title(
    painter: &egui::Painter,
    view: &View<'_>,
    spot: Pos2,
    radius: f32,
    title: &str,
    font: &FontId,
) -> (Rect, Arc<egui::Galley>) {
    let mut words: String = title.chars().take(LETTERS).collect();
    if words.len() < title.len() {
        words.push('…');
    }
    let galley = painter.layout_no_wrap(words, font.clone(), view.theme.text);
    let top = pos2(spot.x, spot.y + radius + space::SMALL / 2.0);
    (Align2::CENTER_TOP.anchor_size(top, galley.size()), galley)
}

/// The form says what a node is, not only its color.
fn shape(kind: NodeKind, spot: Pos2, radius: f32, fill: Color32, edge: Stroke) -> Shape {
    match kind {
        NodeKind::Claim => {
            Shape::Vec(vec![Shape::circle_filled(spot, radius, fill), Shape::circle_stroke(spot, radius, edge)])
        }
        NodeKind::Source => {
            let rect = Rect::from_center_size(spot, Vec2::splat(radius * 1.8));
            Shape::Vec(vec![
                Shape::rect_filled(rect, 3.0, fill),
                Shape::rect_stroke(rect, 3.0, edge, egui::StrokeKind::Outside),
            ])
        }
        NodeKind::Outlet => {
            let corners = [vec2(0.0, -1.0), vec2(1.0, 0.0), vec2(0.0, 1.0), vec2(-1.0, 0.0)];
            Shape::convex_polygon(corners.iter().map(|corner| spot + *corner * radius * 1.2).collect(), fill, edge)
        }
    }
}
