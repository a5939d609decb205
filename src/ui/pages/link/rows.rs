//! The entries of the list: a title with its label, a sentence with outlet and date, and a warning where dates lie far apart.

use super::{Entry, LinkForm};
use crate::model::LabelRole;
use crate::review::{Candidate, Likely};
use crate::ui::View;
use crate::ui::fields::paint_badge;
use crate::ui::theme::space;
use crate::ui::widgets::{count, paint_line};
use egui::{Align2, Rect, Response, ScrollArea, Sense, TextStyle, Ui, Vec2, pos2, vec2};

/// Rows that are shown at once.
const ROWS: usize = 7;

/// What a role is called when its threads are meant.
pub(in crate::ui) fn shared_name(role: LabelRole) -> &'static str {
    match role {
        LabelRole::Claim => "shared claim",
        LabelRole::Source => "shared source",
        LabelRole::Event => "shared event",
        LabelRole::Other => "shared item",
    }
}

/// "671 days apart" and "linked already", where that is so.
fn warning(likely: Likely) -> String {
    match (likely.linked, likely.far) {
        (true, _) => "linked already".into(),
        (false, Some(days)) => format!("{} apart", count(days as usize, "day", "days")),
        (false, None) => String::new(),
    }
}

impl LinkForm {
    /// The list; gives the place of the entry that was clicked.
    pub(super) fn list(&mut self, ui: &mut Ui, view: &View<'_>, entries: &[Entry]) -> Option<usize> {
        let height = space::ROW;
        let most = (ui.ctx().content_rect().height() - 8.0 * space::ROW).max(2.0 * height);
        let room = (height * ROWS as f32).min(most);
        let mut scroll = ScrollArea::vertical().max_height(room).auto_shrink([false, true]);
        let id = ui.scope_id().with("seen");
        if std::mem::take(&mut self.reveal) {
            let seen: f32 = ui.data(|d| d.get_temp(id)).unwrap_or_default();
            let top = self.at as f32 * height;
            scroll = scroll.vertical_scroll_offset(seen.clamp((top + height - room).max(0.0), top));
        }
        let mut clicked = None;
        let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
        let shown = scroll.show_rows(ui, height, entries.len(), |ui, range| {
            for place in range {
                let Some(entry) = entries.get(place) else { continue };
                if self.row(ui, view, *entry, place == self.at).clicked() {
                    clicked = Some(place);
                }
            }
        });
        ui.spacing_mut().item_spacing.y = spacing;
        ui.data_mut(|d| d.insert_temp(id, shown.state.clamped_offset().y));
        clicked
    }

    fn row(&self, ui: &mut Ui, view: &View<'_>, entry: Entry, chosen: bool) -> Response {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), space::ROW), Sense::CLICK);
        if chosen || response.hovered() {
            let ground = if chosen { view.theme.selection } else { view.theme.raised };
            ui.painter().rect_filled(rect, space::SMALL, ground);
        }
        let inner = rect.shrink2(vec2(space::MEDIUM, space::SMALL));
        match entry {
            Entry::New => self.new_row(ui, view, inner, chosen, response),
            Entry::Known(likely) => match self.known.index().candidate(likely.thread) {
                Some(candidate) => known_row(ui, view, inner, chosen, response, likely, candidate),
                None => response,
            },
        }
    }

    fn new_row(&self, ui: &Ui, view: &View<'_>, inner: Rect, chosen: bool, response: Response) -> Response {
        let label = self.new_label(view).and_then(|id| view.project().codebook.label(&id).cloned());
        let role = label.as_ref().map_or(LabelRole::Other, |label| label.role);
        let title = format!("New {}: {}", shared_name(role), self.title());
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, chosen, &title));
        let mut inner = inner;
        if let Some(label) = &label {
            inner = badge(ui, view, label, inner);
        }
        paint_line(ui, inner, &title, TextStyle::Body.resolve(ui.style()), view.theme.accent);
        response
    }
}

fn badge(ui: &Ui, view: &View<'_>, label: &crate::model::Label, inner: Rect) -> Rect {
    let at = pos2(inner.left() + space::BADGE / 2.0, inner.center().y);
    paint_badge(ui, view.theme, label, Rect::from_center_size(at, Vec2::splat(space::BADGE)));
    inner.with_min_x(inner.left() + space::BADGE + space::MEDIUM)
}

fn known_row(
    ui: &Ui,
    view: &View<'_>,
    inner: Rect,
    chosen: bool,
    response: Response,
    likely: Likely,
    candidate: &Candidate,
) -> Response {
    let title = &candidate.thread.title;
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, chosen, title));
    let mut inner = inner;
    if let Some(label) = view.project().codebook.label(&candidate.thread.label) {
        inner = badge(ui, view, label, inner);
    }
    let (sentence, place) = match &candidate.shown {
        Some(shown) => (format!("“{}”", shown.sentence), format!("{} · {}", shown.outlet, shown.date)),
        None => ("No mention yet".to_owned(), String::new()),
    };
    let warning = warning(likely);
    let described = [place.as_str(), warning.as_str(), sentence.as_str()].join(" · ");
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(described.as_str()));
    let (top, bottom) = inner.split_top_bottom_at_fraction(0.5);
    let small = TextStyle::Small.resolve(ui.style());
    let body = TextStyle::Body.resolve(ui.style());
    let mentions = count(candidate.mentions, "mention", "mentions");
    let right = if warning.is_empty() { mentions } else { format!("{warning} · {mentions}") };
    let color = if warning.is_empty() { view.theme.muted } else { view.theme.warning };
    let drawn = ui.painter().text(top.right_center(), Align2::RIGHT_CENTER, right, small.clone(), color);
    paint_line(ui, top.with_max_x(drawn.left() - space::LARGE), title, body, view.theme.text);
    let drawn = ui.painter().text(bottom.right_center(), Align2::RIGHT_CENTER, place, small.clone(), view.theme.muted);
    let cut = paint_line(ui, bottom.with_max_x(drawn.left() - space::LARGE), &sentence, small, view.theme.muted);
    if cut { response.on_hover_text(format!("{title}\n{sentence}")) } else { response }
}
