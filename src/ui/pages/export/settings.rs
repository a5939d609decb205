//! Settings of a format, each with the widget that fits what it takes.

use super::ExportPage;
use crate::exchange::export::Texts;
use crate::exchange::formats::{COMMON, Format};
use crate::exchange::{Setting, Values};
use crate::ui::fields::{combo, form_line};
use crate::ui::theme::space;
use crate::ui::widgets::{capitalized, muted, section};
use crate::ui::{Theme, View};
use egui::{Checkbox, DragValue, RichText, TextEdit, Ui};
use std::collections::BTreeMap;

impl ExportPage {
    /// The format's own settings, and those of all formats that mean something here.
    pub(super) fn settings(&mut self, ui: &mut Ui, view: &View<'_>, format: &'static Format) {
        let mut set = self.choice.own_settings();
        if !format.settings.is_empty() {
            ui.add_space(space::LARGE);
            section(ui, view.theme, "Settings of this format");
            for setting in format.settings {
                setting_line(ui, view.theme, setting, &mut set);
            }
        }
        ui.add_space(space::LARGE);
        section(ui, view.theme, "Settings of every format");
        for setting in COMMON {
            let means_something = match setting.key {
                "seed" => set.contains_key("split"),
                "manifest" => !format.is_folder() && !set.contains_key("split"),
                "quote" => self.choice.texts == Texts::LeftOut,
                _ => true,
            };
            if means_something {
                setting_line(ui, view.theme, setting, &mut set);
            }
        }
        if set.is_empty() {
            self.choice.settings.remove(&self.choice.format);
        } else {
            self.choice.settings.insert(self.choice.format.clone(), set);
        }
    }
}

/// A setting's name as people read it.
fn name_of(setting: &Setting) -> String {
    capitalized(&setting.key.replace(['_', '-'], " "))
}

/// A value as people read it: "code points", "UTF-16".
fn words_of(value: &str) -> String {
    if value.contains(|c: char| c.is_ascii_digit()) { value.to_uppercase() } else { value.replace('-', " ") }
}

/// One setting; what equals the default is not kept.
fn setting_line(ui: &mut Ui, theme: &Theme, setting: &Setting, set: &mut BTreeMap<String, String>) {
    let (name, default) = (name_of(setting), setting.values.default());
    let mut value = set.get(setting.key).cloned().unwrap_or_else(|| default.clone());
    form_line(ui, theme, &name, |ui, label| {
        match setting.values {
            Values::Flag => {
                let mut on = value == "true";
                let words = RichText::new(capitalized(setting.about)).color(theme.text);
                ui.add(Checkbox::new(&mut on, words)).accessible_name(name.as_str());
                value = on.to_string();
                return;
            }
            Values::OneOf(names) => {
                let all: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
                combo(ui, &name, &mut value, &all, |value| words_of(value));
            }
            Values::Number { or, most } => {
                let mut number: usize = value.parse().unwrap_or(or);
                ui.add(DragValue::new(&mut number).range(0..=most))
                    .labelled_by(label.id)
                    .accessible_name(name.as_str());
                value = number.to_string();
            }
            Values::Words => {
                let edit = TextEdit::singleline(&mut value).desired_width(space::LIST);
                ui.add(edit).labelled_by(label.id).accessible_name(name.as_str());
            }
        }
        muted(ui, theme, capitalized(setting.about));
    });
    if value == default || value.trim().is_empty() {
        set.remove(setting.key);
    } else {
        set.insert(setting.key.to_owned(), value);
    }
}
