//! How the timeline looks, and what the pointer does in it. Only lanes on the screen are drawn.

use super::axis::Axis;
use super::lanes::{Lane, Mark, Target};
use super::{TimelinePage, lanes};
use crate::ui::View;
use crate::ui::theme::space;
use crate::ui::widgets::{count, paint_line};
use egui::{
    Align2, Button, Pos2, Rangef, Rect, Response, ScrollArea, Sense, Shape, Stroke, StrokeKind, TextStyle, Ui, pos2,
    vec2,
};

/// Radius of a mark, in points, and how far from it the pointer still means it.
const RADIUS: f32 = 5.0;
const NEAR: f32 = 7.0;

/// Share of the width that names have, and their least and largest widths, in points.
const NAMES: (f32, f32, f32) = (0.26, 160.0, 320.0);

/// Width of the column for what has no date, in points.
const UNDATED: f32 = 92.0;

/// Undated mentions that a menu lists, at most.
const MOST_UNDATED: usize = 60;

impl TimelinePage {
    /// Draws axis and lanes; gives what a click opens.
    pub(super) fn draw(&mut self, ui: &mut Ui, view: &View<'_>) -> Option<Target> {
        let area = ui.available_rect_before_wrap();
        let names = (area.width() * NAMES.0).clamp(NAMES.1, NAMES.2);
        let bar = ui.spacing().scroll.allocated_width();
        let chart = Rangef::new(area.left() + names, (area.right() - UNDATED - bar).max(area.left() + names + 1.0));
        self.width = f64::from(chart.span());
        let fitted = self.lanes.days.unwrap_or((0, 0));
        let axis = self.axis.get_or_insert_with(|| Axis::fit(fitted, f64::from(chart.span())));
        steer(ui, Rect::from_x_y_ranges(chart, area.y_range()), axis);
        let axis = *axis;
        let head = Rect::from_min_size(area.min, vec2(area.width(), space::LINE));
        ui.allocate_rect(head, Sense::hover());
        header(ui, view, &axis, head, chart);
        let lines = ui.text_style_height(&TextStyle::Body) + ui.text_style_height(&TextStyle::Small);
        let height = lines + space::MEDIUM;
        ui.spacing_mut().item_spacing.y = 0.0;
        let (mut opened, mut moved) = (None, 0.0);
        let lanes = self.shown();
        ScrollArea::vertical()
            .id_salt(("timeline", self.part.name()))
            .auto_shrink(false)
            .scroll_source(egui::scroll_area::ScrollSource {
                drag: egui::scroll_area::DragScroll::Never,
                ..Default::default()
            })
            .show_rows(ui, height, lanes.len(), |ui, range| {
                for lane in lanes.get(range).unwrap_or_default() {
                    let (rect, response) =
                        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click_and_drag());
                    moved += response.drag_delta().x;
                    opened = row(ui, view, lane, &axis, rect, chart, &response).or(opened.take());
                }
            });
        if moved.abs() > 0.0
            && let Some(axis) = &mut self.axis
        {
            axis.pan(f64::from(moved));
        }
        opened
    }
}

/// Wheel and fingers: across moves, with Ctrl or two fingers apart it zooms.
fn steer(ui: &Ui, chart: Rect, axis: &mut Axis) {
    let Some(pointer) = ui.ctx().pointer_hover_pos().filter(|at| chart.contains(*at)) else { return };
    let (zoom, across) = ui.input(|i| (i.zoom_delta(), i.smooth_scroll_delta().x));
    if (zoom - 1.0).abs() > f32::EPSILON {
        axis.zoom(f64::from(zoom), f64::from(pointer.x - chart.left()));
    }
    axis.pan(f64::from(across));
}

fn header(ui: &Ui, view: &View<'_>, axis: &Axis, rect: Rect, chart: Rangef) {
    let painter = ui.painter();
    let font = TextStyle::Small.resolve(ui.style());
    let clipped = painter.with_clip_rect(Rect::from_x_y_ranges(chart, rect.y_range()));
    for (x, words) in axis.ticks(f64::from(chart.span())) {
        let x = chart.min + x as f32;
        clipped.vline(x, rect.bottom() - space::MEDIUM..=rect.bottom(), Stroke::new(1.0, view.theme.line));
        let at = pos2(x + space::SMALL, rect.center().y);
        clipped.text(at, Align2::LEFT_CENTER, words, font.clone(), view.theme.muted);
    }
    painter.text(
        pos2(chart.max + space::MEDIUM, rect.center().y),
        Align2::LEFT_CENTER,
        "No date",
        font,
        view.theme.muted,
    );
    painter.hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, view.theme.line));
}

fn row(
    ui: &mut Ui,
    view: &View<'_>,
    lane: &Lane,
    axis: &Axis,
    rect: Rect,
    chart: Rangef,
    response: &Response,
) -> Option<Target> {
    let inside = Rect::from_x_y_ranges(chart, rect.y_range());
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, crate::ui::theme::mix(view.theme.page, view.theme.raised, 0.6));
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, view.theme.line));
    let name = Rect::from_min_max(rect.min, pos2(chart.min - space::MEDIUM, rect.bottom()));
    name_of(ui, view, lane, name);
    let painter = ui.painter().with_clip_rect(inside);
    for (x, _) in axis.ticks(f64::from(chart.span())) {
        painter.vline(chart.min + x as f32, rect.y_range(), Stroke::new(1.0, view.theme.line.gamma_multiply(0.5)));
    }
    let marks: Vec<(Rect, &Mark)> = lane.marks.iter().map(|mark| (place(mark, axis, chart, rect), mark)).collect();
    if let (true, Some((first, _)), Some((last, _))) = (lane.is_joined, marks.first(), marks.last()) {
        painter.hline(first.center().x..=last.center().x, rect.center().y, Stroke::new(1.5, view.theme.muted));
    }
    let mut painted: Option<(bool, Rect)> = None;
    let seen = |main: bool| marks.iter().filter(move |(place, mark)| mark.is_main == main && place.intersects(inside));
    // What the lane stands at lies above the rest.
    for (place, mark) in seen(false).chain(seen(true)) {
        // Of marks at the same point of the screen one is seen.
        let is_covered = painted.is_some_and(|(main, last)| {
            main == mark.is_main && (last.min - place.min).length() < 1.0 && last.max.x >= place.max.x
        });
        if !is_covered {
            paint(&painter, view, *place, mark);
            painted = Some((mark.is_main, *place));
        }
    }
    let from_menu = undated(ui, lane, Rect::from_x_y_ranges(chart.max..=rect.right(), rect.y_range()));
    let pointer = response.hover_pos().filter(|at| inside.contains(*at));
    let near = pointer.and_then(|at| nearest(&marks, at));
    let described = format!("{}: {}", lane.name, summary(lane));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &described));
    if let Some(mark) = near {
        response.clone().on_hover_text_at_pointer(&mark.words);
    }
    let clicked = response.clicked().then(|| match (near, response.interact_pointer_pos()) {
        (Some(mark), _) => Some(mark.target.clone()),
        // A click on the name, or by a screen reader.
        (None, Some(at)) if inside.contains(at) => None,
        _ => first_target(lane),
    });
    from_menu.or(clicked.flatten())
}

fn first_target(lane: &Lane) -> Option<Target> {
    let main = lane.marks.iter().find(|mark| mark.is_main).or(lane.marks.first());
    main.map(|mark| mark.target.clone()).or_else(|| lane.undated.first().map(|(_, target)| target.clone()))
}

fn name_of(ui: &Ui, view: &View<'_>, lane: &Lane, rect: Rect) {
    let body = TextStyle::Body.resolve(ui.style());
    if lane.note.is_empty() {
        paint_line(ui, rect, &lane.name, body, view.theme.text);
        return;
    }
    let (above, below) = rect.shrink2(vec2(0.0, space::SMALL)).split_top_bottom_at_fraction(0.55);
    paint_line(ui, above, &lane.name, body, view.theme.text);
    paint_line(ui, below, &lane.note, TextStyle::Small.resolve(ui.style()), view.theme.muted);
}

/// Where a mark stands: as wide as the days that it can mean.
fn place(mark: &Mark, axis: &Axis, chart: Rangef, rect: Rect) -> Rect {
    let x = |day: i32| chart.min + axis.x(f64::from(day)) as f32;
    let (left, right) = (x(mark.days.0), x(mark.days.1 + 1));
    let middle = rect.center().y;
    let width = (right - left).max(2.0 * RADIUS);
    Rect::from_center_size(pos2(f32::midpoint(left, right), middle), vec2(width, 2.0 * RADIUS))
}

/// A day is a dot, a longer time a bar; what the lane stands at is filled.
fn paint(painter: &egui::Painter, view: &View<'_>, place: Rect, mark: &Mark) {
    let (fill, stroke) = (view.theme.accent, Stroke::new(1.5, view.theme.accent));
    let is_day = mark.days.0 == mark.days.1;
    match (is_day, mark.is_main) {
        (true, true) => painter.circle(place.center(), RADIUS, fill, Stroke::new(1.0, view.theme.page)),
        (true, false) => painter.circle(place.center(), RADIUS, view.theme.page, stroke),
        (false, true) => painter.rect(place, RADIUS, fill.gamma_multiply(0.45), stroke, StrokeKind::Inside),
        (false, false) => {
            let dashes = Shape::dashed_line(&[place.left_center(), place.right_center()], stroke, RADIUS, RADIUS);
            painter.extend(dashes);
            painter.add(Shape::Noop)
        }
    };
}

fn nearest<'a>(marks: &[(Rect, &'a Mark)], at: Pos2) -> Option<&'a Mark> {
    let distance = |rect: &Rect| rect.distance_to_pos(at);
    let near = marks.iter().filter(|(rect, _)| distance(rect) <= NEAR);
    let best = near.min_by(|a, b| distance(&a.0).total_cmp(&distance(&b.0)).then(a.0.width().total_cmp(&b.0.width())));
    best.map(|(_, mark)| *mark)
}

/// What has no date: how many, and a menu that opens them.
fn undated(ui: &mut Ui, lane: &Lane, rect: Rect) -> Option<Target> {
    if lane.undated.is_empty() {
        return None;
    }
    let mut opened = None;
    let rect = rect.shrink2(vec2(space::SMALL, space::SMALL));
    let builder = egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::left_to_right(egui::Align::Center));
    // It takes no room of its own: the row has it already.
    let menu = ui.new_child(builder).menu_button(lane.undated.len().to_string(), |ui| {
        ScrollArea::vertical().max_height(space::CARD).show(ui, |ui| {
            for (words, target) in lane.undated.iter().take(MOST_UNDATED) {
                if ui.add(Button::new(words).frame_when_inactive(false)).clicked() {
                    opened = Some(target.clone());
                    ui.close();
                }
            }
        });
    });
    let name = format!("Without a date: {}", lane.name);
    menu.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    opened
}

fn summary(lane: &Lane) -> String {
    let main = lane.marks.iter().find(|mark| mark.is_main).or(lane.marks.first());
    let day = main.and_then(|mark| lanes::epoch()?.plus_days(mark.days.0));
    let when = day.map_or("no date".to_owned(), |day| format!("from {day}"));
    let marks = count(lane.marks.len(), "mark", "marks");
    format!("{when}, {marks}, {} without a date", lane.undated.len())
}
