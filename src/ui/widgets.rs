//! Small pieces that several panels share.

use super::theme::{BACKDROP, space};
use super::{Action, KeyMap, Outbox, Theme};
use crate::model::AnnotatorName;
use egui::{Align2, Button, FontId, Key, Label, Response, RichText, Sense, TextEdit, Ui, vec2};

/// Size of a section's title, in sizes of the body's text.
const SECTION_SIZE: f32 = 1.15;

/// The title of a page.
pub fn heading(ui: &mut Ui, theme: &Theme, text: impl Into<String>) -> Response {
    ui.label(RichText::new(text).heading().color(theme.text))
}

/// The title of a section.
pub fn section(ui: &mut Ui, theme: &Theme, text: impl Into<String>) -> Response {
    let size = SECTION_SIZE * egui::TextStyle::Body.resolve(ui.style()).size;
    ui.label(RichText::new(text).size(size).color(theme.text))
}

/// Words of less weight.
pub fn muted(ui: &mut Ui, theme: &Theme, text: impl Into<String>) -> Response {
    ui.add(Label::new(RichText::new(text).color(theme.muted)).wrap())
}

/// Words of less weight on one line, cut where they do not fit; the pointer shows them whole.
pub fn muted_line(ui: &mut Ui, theme: &Theme, text: impl Into<String>) -> Response {
    ui.add(Label::new(RichText::new(text).color(theme.muted)).truncate())
}

/// The one button that a form is about.
pub fn primary_button(ui: &mut Ui, theme: &Theme, text: impl Into<String>) -> Response {
    let text = RichText::new(text).color(theme.on_accent);
    ui.add(Button::new(text).fill(theme.accent))
}

/// A button without a frame until the pointer is on it.
pub fn quiet_button(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.add(Button::new(text.into()).frame_when_inactive(false))
}

/// What the pointer shows over something that does an action: its sentence and its key.
pub fn tooltip(keys: &KeyMap, action: &Action) -> String {
    let (info, shortcut) = (action.info(), keys.shortcut(action));
    if shortcut.is_empty() { info.tooltip } else { format!("{} ({shortcut})", info.tooltip) }
}

/// A button that does an action, with its words, its tooltip and its key.
pub fn action_button(ui: &mut Ui, keys: &KeyMap, action: &Action) -> Response {
    ui.button(action.info().text).on_hover_text(tooltip(keys, action))
}

/// An entry of a menu: the action's words, with its key at the right.
pub fn menu_item(ui: &mut Ui, keys: &KeyMap, action: &Action) -> Response {
    let info = action.info();
    let button = Button::new(info.text.clone()).shortcut_text(keys.shortcut(action));
    ui.add(button).on_hover_text(info.tooltip).accessible_name(info.text)
}

/// A line of text with its name above it.
pub fn field(ui: &mut Ui, theme: &Theme, name: &str, text: &mut String, hint: &str) -> Response {
    let label = muted(ui, theme, name);
    ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY)).labelled_by(label.id)
}

/// True where Enter ended a line of text.
pub fn submitted(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter))
}

/// Says in the middle of an empty space what belongs there and what to do.
pub fn empty_state(ui: &mut Ui, theme: &Theme, title: &str, what_to_do: &str) {
    ui.add_space(space::SECTION);
    ui.vertical_centered(|ui| {
        ui.label(RichText::new(title).color(theme.text));
        muted(ui, theme, what_to_do);
    });
    ui.add_space(space::MEDIUM);
}

/// A thin bar that is full at 1; the words are its accessible name.
pub fn share_bar(ui: &mut Ui, theme: &Theme, share: f32, width: f32, words: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, space::SMALL), Sense::hover());
    paint_share(ui, theme, rect, share);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, words));
    response
}

/// Paints a bar that is full at 1.
pub fn paint_share(ui: &Ui, theme: &Theme, rect: egui::Rect, share: f32) {
    let mut filled = rect;
    filled.set_width(rect.width() * share.clamp(0.0, 1.0));
    let radius = space::SMALL / 2.0;
    ui.painter().rect_filled(rect, radius, theme.line);
    ui.painter().rect_filled(filled, radius, theme.accent);
}

/// Paints words on one line at the left middle of a rectangle, cut where they do not fit.
pub fn paint_line(ui: &Ui, rect: egui::Rect, text: &str, font: FontId, color: egui::Color32) -> bool {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    let at = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect).min;
    let cut = galley.elided;
    ui.painter().galley(at, galley, color);
    cut
}

/// "Ana's coding".
pub fn coding_of(annotator: &AnnotatorName) -> String {
    // What the program calls somebody whose name nobody has said.
    if annotator.as_str() == "me" {
        return "My coding".to_owned();
    }
    let words: Vec<String> = annotator.as_str().split('_').map(capitalized).collect();
    format!("{}'s coding", words.join(" "))
}

/// The word with its first letter in upper case.
pub fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// "1 article", "2 articles".
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// A line with something at its left and something at its right; where there is no room, the left gives way.
pub fn sides(
    ui: &mut Ui,
    out: &mut Outbox,
    left: impl FnOnce(&mut Ui, &mut Outbox),
    right: impl FnOnce(&mut Ui, &mut Outbox),
) {
    let (mut from_left, mut from_right) = (Outbox::default(), Outbox::default());
    let line = egui::Sides::new().shrink_left();
    line.show(ui, |ui| left(ui, &mut from_left), |ui| right(ui, &mut from_right));
    for message in from_left.take().into_iter().chain(from_right.take()) {
        out.push(message);
    }
}

/// Whether a window above the page stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// It stays open.
    Open,
    /// Esc, a click outside, or the contents closed it.
    Close,
}

/// A window above the page, in its middle, at most as large as the window; closes with Esc and a click outside.
pub fn popup<R>(ctx: &egui::Context, name: &'static str, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> (R, Stay) {
    let modal = egui::Modal::new(egui::Id::unique(name)).backdrop_color(BACKDROP).show(ctx, |ui| {
        let room = ui.ctx().content_rect().width() - 2.0 * space::SECTION;
        ui.set_width(width.min(room));
        let inner = egui::Frame::new().inner_margin(space::MEDIUM).show(ui, contents).inner;
        ui.response().widget_info(|| egui::WidgetInfo::labeled(egui::Role::Dialog, true, name));
        inner
    });
    let stay = if modal.should_close() { Stay::Close } else { Stay::Open };
    (modal.inner, stay)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_interface() {
        assert_eq!(coding_of(&AnnotatorName::parse("ana_maria").unwrap()), "Ana Maria's coding");
        assert_eq!(coding_of(&AnnotatorName::parse("me").unwrap()), "My coding");
        assert_eq!(count(1, "article", "articles"), "1 article");
        assert_eq!(count(0, "article", "articles"), "0 articles");
        assert_eq!(capitalized("ñandú"), "Ñandú");
    }
}
