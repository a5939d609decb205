//! Small pieces of forms: text that is a draft until focus leaves it, values to choose from, headings, labels' letters.

use super::Theme;
use super::theme::{Tint, space};
use crate::model::Label;
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align2, Button, Color32, CornerRadius, Response, RichText, Sense, Stroke, TextEdit, Ui, Vec2};
use std::fmt::Debug;

/// One line, or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    /// Enter finishes the draft.
    One,
    /// At least this many are shown; Enter breaks the line.
    Many(usize),
}

/// How a text field looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldLook<'a> {
    /// What screen readers and tests call it.
    pub(crate) name: &'a str,
    /// What stands in it while it is empty.
    pub(crate) hint: &'a str,
    /// One line, or several.
    pub(crate) lines: Lines,
    /// Width in points; `None` takes what there is.
    pub(crate) width: Option<f32>,
    /// The words on the screen that name it, where there are some.
    pub(crate) label: Option<egui::Id>,
}

impl<'a> FieldLook<'a> {
    /// A field of one line over the width there is.
    pub(crate) fn line(name: &'a str) -> Self {
        Self { name, hint: "", lines: Lines::One, width: None, label: None }
    }

    /// A field of several lines.
    pub(crate) fn lines(name: &'a str, rows: usize) -> Self {
        Self { name, hint: "", lines: Lines::Many(rows), width: None, label: None }
    }

    /// With words to stand in it while it is empty.
    pub(crate) fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// Named by words on the screen.
    pub(crate) fn labelled_by(self, label: &Response) -> Self {
        Self { label: Some(label.id), ..self }
    }

    /// With a width, in points.
    pub(crate) fn width(self, width: f32) -> Self {
        Self { width: Some(width), ..self }
    }
}

#[derive(Debug)]
struct Draft<T> {
    target: T,
    id: egui::Id,
    text: String,
    before: String,
}

/// Text that is being typed, with the target that it is for. It outlives the widget that it is typed in, so that what
/// was typed is not lost when another record takes the form.
#[derive(Debug)]
pub(crate) struct Drafts<T> {
    salt: &'static str,
    open: Option<Draft<T>>,
    done: Vec<(T, String)>,
}

impl<T: Clone + PartialEq + Debug> Drafts<T> {
    /// Drafts of one panel; `salt` tells its fields from those of other panels.
    pub(crate) fn new(salt: &'static str) -> Self {
        Self { salt, open: None, done: Vec::new() }
    }

    /// The id of the field of a target.
    pub(crate) fn id(&self, target: &T) -> egui::Id {
        egui::Id::unique((self.salt, format!("{target:?}")))
    }

    /// What is being typed for a target.
    pub(crate) fn typed(&self, target: &T) -> Option<&str> {
        self.open.as_ref().filter(|draft| draft.target == *target).map(|draft| draft.text.as_str())
    }

    /// A text field for a target that holds `value` now.
    pub(crate) fn field(&mut self, ui: &mut Ui, look: FieldLook<'_>, value: &str, target: &T) -> Response {
        self.field_with(ui, look, value, target, |edit| edit)
    }

    /// As [`Drafts::field`], with the widget changed by `shape`.
    pub(crate) fn field_with(
        &mut self,
        ui: &mut Ui,
        look: FieldLook<'_>,
        value: &str,
        target: &T,
        shape: impl FnOnce(TextEdit<'_>) -> TextEdit<'_>,
    ) -> Response {
        let id = self.id(target);
        let mut text = self.typed(target).unwrap_or(value).to_owned();
        let edit = match look.lines {
            Lines::One => TextEdit::singleline(&mut text),
            Lines::Many(rows) => TextEdit::multiline(&mut text).desired_rows(rows),
        };
        let hint = RichText::new(look.hint);
        let edit = edit.id(id).hint_text(hint).desired_width(look.width.unwrap_or(f32::INFINITY));
        let response = ui.add(shape(edit)).accessible_name(look.name);
        let response = match look.label {
            Some(label) => response.labelled_by(label),
            None => response,
        };
        match &mut self.open {
            Some(draft) if draft.target == *target => draft.text = text,
            _ if response.has_focus() || text != value => {
                self.close();
                self.open = Some(Draft { target: target.clone(), id, text, before: value.into() });
            }
            _ => {}
        }
        response
    }

    /// Takes what was finished: drafts whose field has lost focus since and that changed something. To be called once
    /// a frame, after all fields.
    pub(crate) fn settled(&mut self, ui: &Ui) -> Vec<(T, String)> {
        if self.open.as_ref().is_some_and(|draft| !ui.memory(|m| m.has_focus(draft.id))) {
            self.close();
        }
        std::mem::take(&mut self.done)
    }

    /// Takes whatever is being typed: for a form that goes away.
    pub(crate) fn flushed(&mut self) -> Vec<(T, String)> {
        self.close();
        std::mem::take(&mut self.done)
    }

    /// Ends the open draft.
    pub(crate) fn close(&mut self) {
        if let Some(draft) = self.open.take().filter(|draft| draft.text != draft.before) {
            self.done.push((draft.target, draft.text));
        }
    }
}

/// Gives a field the keyboard, with all of its words selected: what is typed takes their place.
pub(crate) fn select_all(ui: &Ui, field: &Response, text: &str) {
    field.request_focus();
    let mut state = TextEditState::load(ui.ctx(), field.id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), end)));
    state.store(ui.ctx(), field.id);
}

/// How a value of an attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// It is not chosen.
    No,
    /// Somebody chose it.
    Yes,
    /// The program worked it out.
    WorkedOut,
}

/// A value to choose, with the digit that chooses it where digits do so now.
pub(crate) fn value_button(ui: &mut Ui, theme: &Theme, name: &str, digit: Option<usize>, chosen: Chosen) -> Response {
    let color = if chosen == Chosen::WorkedOut { theme.muted } else { theme.text };
    let words = RichText::new(name).color(color);
    let words = if chosen == Chosen::WorkedOut { words.italics() } else { words };
    let mut button = match digit.filter(|d| (1..=9).contains(d)) {
        Some(digit) => Button::selectable(
            chosen == Chosen::Yes,
            (RichText::new(digit.to_string()).small().color(theme.accent), words),
        ),
        None => Button::selectable(chosen == Chosen::Yes, words),
    };
    button = match chosen {
        // As wide as the others, so that nothing moves when it is chosen.
        Chosen::No => button.stroke(Stroke::new(1.0, theme.raised)),
        Chosen::Yes => button.stroke(Stroke::new(1.0, theme.accent)),
        Chosen::WorkedOut => button.stroke(Stroke::new(1.0, theme.muted)),
    };
    let response = ui.add(button.frame_when_inactive(true));
    let selected = chosen != Chosen::No;
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, selected, name));
    response
}

/// A heading inside a panel.
pub(crate) fn small_heading(ui: &mut Ui, theme: &Theme, words: &str) -> Response {
    ui.add_space(space::MEDIUM);
    ui.label(RichText::new(words).small().strong().color(theme.muted))
}

/// A button without a frame that shows a sign; `name` says what it does.
pub(crate) fn sign_button(ui: &mut Ui, theme: &Theme, sign: &str, name: &str) -> Response {
    let button = Button::new(RichText::new(sign).color(theme.muted)).frame_when_inactive(false);
    ui.add(button.min_size(Vec2::splat(space::SIGN))).on_hover_text(name).accessible_name(name)
}

/// The letter that stands for a label beside its color: its key, or else the first letter of its name.
pub(crate) fn label_letter(label: &Label) -> String {
    let letter = label.key.or(label.name.chars().next()).unwrap_or('?');
    letter.to_uppercase().collect()
}

/// A label's letter on its color.
pub(crate) fn label_badge(ui: &mut Ui, theme: &Theme, label: &Label) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(space::BADGE), Sense::hover());
    if ui.is_rect_visible(rect) {
        paint_badge(ui, theme, label, rect);
    }
    response.on_hover_text(&label.name)
}

/// Paints a label's letter on its color.
pub(crate) fn paint_badge(ui: &Ui, theme: &Theme, label: &Label, rect: egui::Rect) {
    ui.painter().rect_filled(rect, CornerRadius::same(4), theme.label_tint(label.color, Tint::Plain));
    let font = egui::TextStyle::Small.resolve(ui.style());
    let color = theme.label_text(label.color);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, label_letter(label), font, color);
}

/// A card: rounded, with a thin line around it.
pub(crate) fn card(theme: &Theme, fill: Color32) -> egui::Frame {
    egui::Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, theme.line))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(egui::Margin::same(10))
}

/// A row with something at its right end and the rest of its width for its body.
pub(crate) fn row_with_end(ui: &mut Ui, end: impl FnOnce(&mut Ui), body: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(
        Vec2::new(ui.available_width(), ui.spacing().interact_size.y),
        egui::Layout::right_to_left(egui::Align::Center),
        |ui| {
            end(ui);
            let rest = Vec2::new(ui.available_width(), ui.available_height());
            ui.allocate_ui_with_layout(rest, egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.set_width(rest.x);
                body(ui);
            });
        },
    );
}

/// Words on one line that lead somewhere; cut where they do not fit.
pub(crate) fn link_line(ui: &mut Ui, theme: &Theme, words: &str) -> Response {
    let button = Button::new(RichText::new(words).color(theme.text)).truncate();
    ui.add(button.frame_when_inactive(false)).accessible_name(words)
}

/// A row of a list: a label's letter where there is one, words cut where they do not fit, something short at the right.
pub(crate) fn list_row(
    ui: &mut Ui,
    theme: &Theme,
    badge: Option<&Label>,
    words: &str,
    right: &str,
    chosen: Chosen,
) -> Response {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, space::LINE), Sense::click());
    let selected = chosen == Chosen::Yes;
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, selected, words));
    if ui.is_rect_visible(rect) {
        if selected || response.hovered() || response.has_focus() {
            let fill = if selected { theme.selection } else { theme.raised };
            ui.painter().rect_filled(rect, CornerRadius::same(4), fill);
        }
        let mut room = rect.shrink2(Vec2::new(space::MEDIUM, 0.0));
        if let Some(label) = badge {
            let at = egui::pos2(room.left() + space::BADGE / 2.0, room.center().y);
            paint_badge(ui, theme, label, egui::Rect::from_center_size(at, Vec2::splat(space::BADGE)));
            room.set_left(room.left() + space::BADGE + space::MEDIUM);
        }
        let small = egui::TextStyle::Small.resolve(ui.style());
        let drawn = ui.painter().text(room.right_center(), Align2::RIGHT_CENTER, right, small, theme.muted);
        room.set_right(drawn.left() - space::SMALL);
        let body = egui::TextStyle::Body.resolve(ui.style());
        super::widgets::paint_line(ui, room, words, body, theme.text);
    }
    response
}

/// A menu of values, as wide as a list at most; `name` says what it is for.
pub(crate) fn combo<T: Clone + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    all: &[T],
    shown: impl Fn(&T) -> String,
) -> Response {
    let combo = egui::ComboBox::from_id_salt(("combo", name)).selected_text(shown(value)).truncate();
    let open = combo.width(ui.available_width().min(space::LIST)).show_ui(ui, |ui| {
        for one in all {
            ui.selectable_value(value, one.clone(), shown(one));
        }
    });
    let (words, role) = (format!("{name}: {}", shown(value)), egui::Role::ComboBox);
    open.response.widget_info(|| egui::WidgetInfo::labeled(role, true, &words));
    open.response
}

/// A line of a form: its name at the left, what it is about at the right.
pub(crate) fn form_line<R>(ui: &mut Ui, theme: &Theme, name: &str, body: impl FnOnce(&mut Ui, &Response) -> R) -> R {
    ui.horizontal_top(|ui| {
        let size = Vec2::new(space::NAME, ui.spacing().interact_size.y);
        let left = egui::Layout::left_to_right(egui::Align::Center);
        let label = ui.allocate_ui_with_layout(size, left, |ui| {
            ui.set_min_size(size);
            ui.add(egui::Label::new(RichText::new(name).color(theme.muted)).truncate())
        });
        let label = label.inner;
        ui.vertical(|ui| body(ui, &label)).inner
    })
    .inner
}
