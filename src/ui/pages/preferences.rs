//! What a person prefers: name, looks, keys.

mod fonts;
#[cfg(test)]
mod tests;

use super::keys::{Group, chords};
use crate::model::AnnotatorName;
use crate::session::{Appearance, OF_TEXTS, Preferences};
use crate::text::fold;
use crate::ui::fields::{Chosen, Drafts, FieldLook, row_with_end, sign_button, value_button};
use crate::ui::theme::space;
use crate::ui::widgets::{coding_of, empty_state, heading, muted, section};
use crate::ui::{Action, Chord, Message, Outbox, Stroke, SuggestionAction, View};
use egui::{Button, Checkbox, Grid, Label, Response, RichText, ScrollArea, Slider, TextEdit, Ui};

/// What is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    Name,
}

/// The page of preferences.
#[derive(Debug)]
pub struct PreferencesPage {
    drafts: Drafts<Typed>,
    /// Preferences while a slider is dragged: they count once it is let go.
    sliding: Option<Preferences>,
    /// The action that waits for its new keys.
    capturing: Option<Action>,
    /// Why keys were refused, and for which action.
    refused: Option<(Action, String)>,
    find: String,
    fonts: fonts::FontChoice,
}

impl Default for PreferencesPage {
    fn default() -> Self {
        let drafts = Drafts::new("preferences");
        Self { drafts, sliding: None, capturing: None, refused: None, find: String::new(), fonts: Default::default() }
    }
}

impl PreferencesPage {
    /// True while the next keys are to be bound, not acted on.
    pub fn is_capturing(&self) -> bool {
        self.capturing.is_some()
    }

    /// Takes the names of the system's fonts.
    pub fn set_families(&mut self, families: Vec<String>) {
        self.fonts.set_families(families);
    }

    /// Sends what is being typed, and stops waiting for keys; to be called when the page goes away.
    pub fn flush(&mut self, out: &mut Outbox) {
        self.capturing = None;
        for (typed, text) in self.drafts.flushed() {
            send(typed, &text, out);
        }
    }

    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if let Some(action) = self.capturing.clone() {
            self.capture(ui, view, &action, out);
        }
        ScrollArea::vertical().id_salt("preferences").auto_shrink(false).show(ui, |ui| {
            ui.set_max_width((ui.available_width() - space::MEDIUM).min(space::PAGE));
            heading(ui, view.theme, "Preferences");
            self.person(ui, view);
            self.looks(ui, view, out);
            suggestions(ui, view, out);
            self.keys(ui, view, out);
        });
        for (typed, text) in self.drafts.settled(ui) {
            send(typed, &text, out);
        }
    }

    fn person(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.add_space(space::LARGE);
        let label = section(ui, view.theme, "Your name");
        let look = FieldLook::line("Your name").labelled_by(&label).width(space::PAGE / 2.0);
        self.drafts.field(ui, look, &view.preferences.annotator, &Typed::Name);
        let typed = self.drafts.typed(&Typed::Name).unwrap_or(&view.preferences.annotator);
        match AnnotatorName::from_typed(typed) {
            Some(name) => {
                muted(ui, view.theme, format!("What you label is kept as {}, in the folder {name}", coding_of(&name)))
            }
            None => ui.label(
                RichText::new("A name needs at least one letter or digit of the Latin alphabet")
                    .color(view.theme.warning),
            ),
        };
    }

    fn looks(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        ui.add_space(space::SECTION);
        section(ui, view.theme, "Appearance");
        let mut wanted = self.sliding.take().unwrap_or_else(|| view.preferences.clone());
        let mut dragged = false;
        Grid::new("looks").num_columns(2).spacing([space::LARGE, space::MEDIUM]).show(ui, |ui| {
            ui.label("Light or dark");
            ui.horizontal(|ui| {
                for (name, appearance) in
                    [("As the system", Appearance::System), ("Light", Appearance::Light), ("Dark", Appearance::Dark)]
                {
                    let chosen = if wanted.appearance == appearance { Chosen::Yes } else { Chosen::No };
                    if value_button(ui, view.theme, name, None, chosen).clicked() {
                        wanted.appearance = appearance;
                    }
                }
            });
            ui.end_row();
            let mut slide = |ui: &mut Ui, name: &str, slider: Slider<'_>| {
                let label = ui.label(name);
                let response: Response = ui.add(slider.trailing_fill(true)).labelled_by(label.id);
                dragged |= response.dragged();
                ui.end_row();
            };
            slide(
                ui,
                "Text size",
                Slider::new(&mut wanted.text_size, 10.0..=40.0).step_by(1.0).fixed_decimals(0).suffix(" pt"),
            );
            slide(
                ui,
                "Line width",
                Slider::new(&mut wanted.line_width, 40.0..=120.0).step_by(1.0).fixed_decimals(0).suffix(" characters"),
            );
            let percent = |value: f64, _| format!("{:.0} %", value * 100.0);
            let parse = |text: &str| text.trim_end_matches(['%', ' ']).parse::<f64>().ok().map(|v| v / 100.0);
            let zoom = Slider::new(&mut wanted.zoom, 0.6..=3.0).step_by(0.05);
            slide(ui, "Size of everything", zoom.custom_formatter(percent).custom_parser(parse));
            ui.label("Font of the article");
            if let Some(font) = self.fonts.show(ui, view, &wanted.reading_font, out) {
                wanted.reading_font = font;
            }
            ui.end_row();
        });
        if dragged {
            self.sliding = Some(wanted);
        } else if wanted != *view.preferences {
            out.push(Message::SetPreferences(Box::new(wanted)));
        }
    }

    fn keys(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        ui.add_space(space::SECTION);
        let mut reset = false;
        row_with_end(
            ui,
            |ui| {
                let button = Button::new("Reset all keys");
                reset = ui.add_enabled(!view.preferences.keys.is_empty(), button).clicked();
            },
            |ui| {
                section(ui, view.theme, "Keys");
            },
        );
        if reset {
            let preferences = Preferences { keys: std::collections::BTreeMap::new(), ..view.preferences.clone() };
            out.push(Message::SetPreferences(Box::new(preferences)));
        }
        muted(ui, view.theme, "The keys of labels are set in the codebook");
        ui.add(TextEdit::singleline(&mut self.find).hint_text("Find an action or a key").desired_width(f32::INFINITY))
            .accessible_name("Find an action");
        let wanted = fold(self.find.trim());
        let mut any = false;
        for group in Group::ALL {
            let mut actions: Vec<(Action, String)> = Action::fixed()
                .into_iter()
                .filter(|action| Group::of(action) == group)
                .map(|action| (action.clone(), chords(view, &action)))
                .collect();
            actions
                .retain(|(a, keys)| fold(&format!("{} {} {keys}", a.info().text, a.info().tooltip)).contains(&wanted));
            if actions.is_empty() {
                continue;
            }
            any = true;
            ui.add_space(space::MEDIUM);
            muted(ui, view.theme, group.name());
            for (action, keys) in actions {
                self.key_row(ui, view, &action, &keys, out);
            }
        }
        if !any {
            empty_state(ui, view.theme, "No action fits", "Try another word, such as select, label or read");
        }
    }

    fn key_row(&mut self, ui: &mut Ui, view: &View<'_>, action: &Action, keys: &str, out: &mut Outbox) {
        let info = action.info();
        let bound = view.preferences.keys.contains_key(&info.name);
        let waiting = self.capturing.as_ref() == Some(action);
        let (mut change, mut reset, mut remove) = (false, false, false);
        row_with_end(
            ui,
            |ui| {
                let words = if waiting { "Press the new keys…" } else { "Change…" };
                let button = ui.add(Button::selectable(waiting, words).frame_when_inactive(true));
                let button = button.on_hover_text("Then press the new keys; Esc leaves them as they are");
                change = button.accessible_name(format!("Change keys of {}", info.text)).clicked();
                if bound {
                    let button = ui.button("Reset").on_hover_text("Back to the keys it had at first");
                    reset = button.accessible_name(format!("Reset keys of {}", info.text)).clicked();
                }
                if !keys.is_empty() {
                    remove = sign_button(ui, view.theme, "×", &format!("Take keys from {}", info.text)).clicked();
                }
                let color = if bound { view.theme.accent } else { view.theme.muted };
                ui.add(Label::new(RichText::new(keys).color(color)).truncate());
            },
            |ui| {
                ui.add(Label::new(&info.text).truncate()).on_hover_text(&info.tooltip);
            },
        );
        if let Some((_, why)) = self.refused.as_ref().filter(|(refused, _)| refused == action) {
            ui.label(RichText::new(why).color(view.theme.danger));
        }
        if change {
            self.refused = None;
            self.capturing = (!waiting).then(|| action.clone());
        }
        if remove {
            set_keys(view, &info.name, Some(String::new()), out);
        }
        if reset {
            self.reset(view, action, out);
        }
    }

    fn reset(&mut self, view: &View<'_>, action: &Action, out: &mut Outbox) {
        let info = action.info();
        let taken = info
            .keys
            .iter()
            .filter_map(|k| Chord::parse(k))
            .find_map(|chord| Some((chord, view.keys.clash(chord, action)?)));
        if let Some((chord, owner)) = taken {
            self.refuse(view, action, chord, owner);
        } else {
            self.refused = None;
            set_keys(view, &info.name, None, out);
        }
    }

    /// Takes the next keys that are pressed for an action; Esc leaves it as it was.
    fn capture(&mut self, ui: &Ui, view: &View<'_>, action: &Action, out: &mut Outbox) {
        let chord = ui.input_mut(|input| {
            let strokes = (0..input.events.len()).filter_map(|i| Stroke::first(input.events.get(i..)?));
            let chord = { strokes }.find_map(|(stroke, _)| stroke.chords().first().copied());
            input.events.retain(|e| !matches!(e, egui::Event::Key { .. } | egui::Event::Text(_)));
            chord
        });
        let Some(chord) = chord else { return };
        self.capturing = None;
        if Some(chord) == Chord::parse("Esc") {
            return;
        }
        match view.keys.clash(chord, action) {
            Some(owner) => self.refuse(view, action, chord, owner),
            None => set_keys(view, &action.info().name, Some(chord.to_string()), out),
        }
    }

    fn refuse(&mut self, view: &View<'_>, action: &Action, chord: Chord, owner: &Action) {
        self.refused =
            Some((action.clone(), format!("{chord} belongs to {}; choose other keys", name_of(view, owner))));
    }
}

/// What the screen calls an action; labels by their names.
fn name_of(view: &View<'_>, action: &Action) -> String {
    let label = |id| view.project().codebook.label(id).map(|label| label.name.clone());
    match action {
        Action::Label(id) => label(id).map_or(action.info().text, |name| format!("the label {name}")),
        Action::StickyLabel(id) => label(id).map_or(action.info().text, |name| format!("the sticky label {name}")),
        _ => format!("“{}”", action.info().text.trim_end_matches('…')),
    }
}

/// Binds an action by name to chords; `None` takes the binding away.
fn set_keys(view: &View<'_>, name: &str, chords: Option<String>, out: &mut Outbox) {
    let mut preferences = view.preferences.clone();
    match chords {
        Some(chords) => preferences.keys.insert(name.into(), chords),
        None => preferences.keys.remove(name),
    };
    out.push(Message::SetPreferences(Box::new(preferences)));
}

/// Off until asked for, and what they are.
fn suggestions(ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
    ui.add_space(space::SECTION);
    section(ui, view.theme, "Suggestions");
    let mut on = view.preferences.suggestions.on;
    if ui.checkbox(&mut on, "Suggest claims, quoted sources and events").changed() {
        out.act(Action::Suggestion(SuggestionAction::Toggle));
    }
    if OF_TEXTS.contains(&"deep") {
        deep(ui, view, out);
    }
    muted(
        ui,
        view.theme,
        "Worked out on this machine and drawn dashed; none counts as an annotation until you accept it",
    );
}

/// Whether the slower suggester takes part.
fn deep(ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
    let with = &view.preferences.suggestions.with;
    let mut on = with.iter().any(|name| name == "deep");
    let is_asked = view.preferences.suggestions.on;
    let response = ui.add_enabled(is_asked, Checkbox::new(&mut on, "Refine them with the deep suggester"));
    let words = "Reads each sentence with those around it, beside your work: right more often, and a second later. It knows English";
    if response.on_hover_text(words).changed() {
        let mut preferences = view.preferences.clone();
        preferences.suggestions.with.retain(|name| name != "deep");
        if on {
            preferences.suggestions.with.push("deep".into());
        }
        out.push(Message::SetPreferences(Box::new(preferences)));
    }
}

fn send(typed: Typed, text: &str, out: &mut Outbox) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match typed {
        Typed::Name if AnnotatorName::from_typed(&text).is_some() => out.push(Message::SetAnnotator(text)),
        Typed::Name => {}
    }
}
