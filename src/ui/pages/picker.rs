//! A line of text over a list of what fits it: arrows move, Enter takes, a click takes.

use crate::ui::Theme;
use crate::ui::theme::space;
use crate::ui::widgets::paint_line;
use egui::{Align2, Key, Modifiers, Rect, Response, RichText, ScrollArea, Sense, TextEdit, TextStyle, Ui, pos2, vec2};

/// Rows that are shown at once.
const ROWS: usize = 12;

/// One entry of the list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    /// What is picked.
    pub(crate) text: String,
    /// What stands at the right: a key, or outlet and date.
    pub(crate) detail: String,
    /// What the pointer shows.
    pub(crate) tooltip: String,
}

/// What was typed, and which entry Enter takes.
#[derive(Debug, Default)]
pub(crate) struct Picker {
    query: String,
    at: usize,
    begun: bool,
    enter: bool,
    reveal: bool,
}

impl Picker {
    /// What was typed.
    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    /// The line of text, and the keys of the list; call [`Picker::list`] after it with what fits.
    pub(crate) fn line(&mut self, ui: &mut Ui, theme: &Theme, name: &str) {
        let pressed = |key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
        let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
        let pages = (pressed(Key::PageDown) * ROWS, pressed(Key::PageUp) * ROWS);
        self.enter = pressed(Key::Enter) > 0;
        self.reveal = down + up + pages.0 + pages.1 > 0;
        self.at = (self.at + down + pages.0).saturating_sub(up + pages.1);
        let hint = RichText::new(name).color(theme.muted);
        let edit = TextEdit::singleline(&mut self.query).hint_text(hint).desired_width(f32::INFINITY);
        let response = ui.add(edit).accessible_name(name);
        if response.changed() {
            (self.at, self.reveal) = (0, true);
        }
        if !self.begun {
            response.request_focus();
            self.begun = true;
        }
        ui.add_space(space::SMALL);
    }

    /// The entries; gives the place of the one that was taken. `entry` is asked only for those on screen.
    pub(crate) fn list(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        count: usize,
        entry: impl Fn(usize) -> Entry,
    ) -> Option<usize> {
        self.at = self.at.min(count.saturating_sub(1));
        let mut taken = (self.enter && count > 0).then_some(self.at);
        let height = ui.text_style_height(&TextStyle::Body) + 2.0 * space::SMALL;
        let room = (ui.ctx().content_rect().height() - 4.0 * space::SECTION - 2.0 * space::ROW).max(height);
        let view = (height * ROWS as f32).min(room);
        let mut scroll = ScrollArea::vertical().max_height(view).auto_shrink([false, true]);
        let id = ui.scope_id().with("seen");
        if self.reveal {
            let seen: f32 = ui.data(|d| d.get_temp(id)).unwrap_or_default();
            let top = self.at as f32 * height;
            scroll = scroll.vertical_scroll_offset(seen.clamp((top + height - view).max(0.0), top));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let shown = scroll.show_rows(ui, height, count, |ui, range| {
            for place in range {
                if row(ui, theme, &entry(place), place == self.at, height).clicked() {
                    taken = Some(place);
                }
            }
        });
        ui.data_mut(|d| d.insert_temp(id, shown.state.clamped_offset().y));
        taken
    }
}

fn row(ui: &mut Ui, theme: &Theme, entry: &Entry, chosen: bool, height: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::CLICK);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, chosen, &entry.text));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(entry.detail.as_str()));
    if chosen || response.hovered() {
        let ground = if chosen { theme.selection } else { theme.raised };
        ui.painter().rect_filled(rect, space::SMALL, ground);
    }
    let inner = rect.shrink2(vec2(space::MEDIUM, 0.0));
    let right = pos2(inner.right(), inner.center().y);
    let small = TextStyle::Small.resolve(ui.style());
    let detail = ui.painter().text(right, Align2::RIGHT_CENTER, &entry.detail, small, theme.muted);
    let words = Rect::from_min_max(inner.min, pos2(detail.left() - space::LARGE, inner.bottom()));
    let cut = paint_line(ui, words, &entry.text, TextStyle::Body.resolve(ui.style()), theme.text);
    match (cut, entry.tooltip.is_empty()) {
        (true, true) => response.on_hover_text(&entry.text),
        (true, false) => response.on_hover_text(format!("{}\n{}", entry.text, entry.tooltip)),
        (false, true) => response,
        (false, false) => response.on_hover_text(&entry.tooltip),
    }
}
