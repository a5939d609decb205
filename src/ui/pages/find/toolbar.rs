//! The lines above the list: what is looked for, where, and what can be done with what is ticked.

use super::FindPage;
use crate::model::{AnnotatorName, Date, StoryId};
use crate::review::Boilerplate;
use crate::ui::pages::segments::choice;
use crate::ui::search_line::{select_all, switches};
use crate::ui::theme::space;
use crate::ui::widgets::{coding_of, count, muted_line};
use crate::ui::{Outbox, View};
use egui::{Button, EventFilter, Key, Modifiers, RichText, TextEdit, Ui};
use std::collections::BTreeSet;

/// Names of the two fields for dates.
const DATES: [&str; 2] = ["From date", "To date"];

impl FindPage {
    pub(super) fn query_line(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        ui.horizontal(|ui| {
            let id = ui.scope_id().with("query");
            if ui.memory(|m| m.has_focus(id)) {
                let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
                if pressed(Key::ArrowDown) || pressed(Key::Enter) {
                    self.table.focus();
                }
                if pressed(Key::Escape) {
                    Self::leave(out);
                }
            }
            let hint = RichText::new("Find in all articles").color(view.theme.muted);
            let edit = TextEdit::singleline(&mut self.query.words).id(id).hint_text(hint);
            let edit = edit.desired_width(ui.available_width().min(space::PAGE / 2.0));
            // Esc and the arrows down are the page's: without this egui moves the focus first.
            let filter = EventFilter { escape: true, horizontal_arrows: true, vertical_arrows: true, tab: false };
            let field = edit.event_filter(filter).show(ui).response.response.accessible_name("Find in all articles");
            if field.changed() {
                // Enter was pressed for what was typed before.
                self.table.keep_off();
            }
            if std::mem::take(&mut self.wants_focus) {
                field.request_focus();
                select_all(ui, &field, &self.query.words);
            }
            if switches(ui, view.theme, &mut self.query) {
                field.request_focus();
            }
            muted_line(ui, view.theme, self.counted());
        });
    }

    fn counted(&self) -> String {
        let found = self.table.rows().len();
        let at_least = if self.more { "at least " } else { "" };
        match (self.query.is_empty() || self.complaint.is_some(), self.is_waiting()) {
            (true, _) => String::new(),
            // The empty list says what is so.
            (false, _) if found == 0 => String::new(),
            (false, waiting) => {
                let places = count(found, "place", "places");
                let articles = count(self.articles, "article", "articles");
                format!("{at_least}{places} in {articles}{}", if waiting { " …" } else { "" })
            }
        }
    }

    pub(super) fn restrictions(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.horizontal_wrapped(|ui| {
            for label in view.project().codebook.offered() {
                let on = self.within.labels.contains(&label.id);
                let text = RichText::new(&label.name).small().color(view.theme.label_text(label.color));
                let chip = ui.add(Button::selectable(on, text).frame_when_inactive(true).corner_radius(10));
                let name = label.name.to_lowercase();
                let chip = chip.on_hover_text(format!("Only inside annotations labelled {name}"));
                if chip.accessible_name(format!("Inside {name}")).clicked() && !self.within.labels.remove(&label.id) {
                    self.within.labels.insert(label.id.clone());
                }
            }
            self.coding(ui, view);
            self.outlet(ui, view);
            self.story(ui, view);
            self.dates(ui, view);
            let mut included = self.within.boilerplate == Boilerplate::Included;
            let tip = "Comments, invitations to subscribe and the like are left out otherwise";
            if ui.checkbox(&mut included, "Boilerplate").on_hover_text(tip).changed() {
                self.within.boilerplate = if included { Boilerplate::Included } else { Boilerplate::LeftOut };
            }
        });
    }

    fn coding(&mut self, ui: &mut Ui, view: &View<'_>) {
        let shown = |name: &Option<AnnotatorName>| match name {
            Some(name) => format!("In {}", coding_of(name)),
            None => "Labelled or not".to_owned(),
        };
        let all: Vec<_> = std::iter::once(None).chain(view.project().annotators().into_iter().map(Some)).collect();
        choose_one(ui, "Coding", &mut self.within.annotators, &all, shown);
    }

    fn outlet(&mut self, ui: &mut Ui, view: &View<'_>) {
        let names = self.outlets.of(view);
        let all: Vec<_> = std::iter::once(None).chain(names.iter().cloned().map(Some)).collect();
        let shown = |name: &Option<String>| name.clone().unwrap_or_else(|| "Every outlet".to_owned());
        if all.len() > 2 {
            choose_one(ui, "Outlet", &mut self.within.outlets, &all, shown);
        }
    }

    fn story(&mut self, ui: &mut Ui, view: &View<'_>) {
        let stories = &view.project().stories;
        let all: Vec<_> = std::iter::once(None).chain(stories.keys().copied().map(Some)).collect();
        let shown = |id: &Option<StoryId>| match id.as_ref() {
            None => "Every story".to_owned(),
            Some(id) => stories.get(id).map(|story| story.title.clone()).unwrap_or_default(),
        };
        if all.len() > 1 {
            choose_one(ui, "Story", &mut self.within.stories, &all, shown);
        }
    }

    fn dates(&mut self, ui: &mut Ui, view: &View<'_>) {
        for (name, typed) in DATES.into_iter().zip(&mut self.dates) {
            let is_wrong = !typed.trim().is_empty() && Date::parse(typed).is_none();
            let hint = RichText::new(name).color(view.theme.muted);
            let color = if is_wrong { view.theme.danger } else { view.theme.text };
            let edit = TextEdit::singleline(typed).hint_text(hint).text_color(color);
            let field = ui.add(edit.desired_width(space::ROW * 2.0)).accessible_name(name);
            field.on_hover_text("When it was published: 2025-11-28, 2025-11 or 2025");
        }
    }

    pub(super) fn acts(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if self.table.rows().is_empty() {
            return;
        }
        let mut wanted = None;
        ui.horizontal(|ui| {
            if ui.button("Tick all").on_hover_text("All places, or none (Ctrl+A)").clicked() {
                self.table.tick_all();
            }
            ui.add_enabled_ui(self.table.ticked() > 0, |ui| {
                ui.menu_button("Label", |ui| {
                    for label in view.project().codebook.offered() {
                        let key = label.key.map(String::from).unwrap_or_default();
                        if ui.add(Button::new(&label.name).shortcut_text(key)).clicked() {
                            wanted = Some(label.id.clone());
                            ui.close();
                        }
                    }
                });
            });
            let ticked = match self.table.ticked() {
                0 => "Space ticks a place, the key of a label labels it, Enter opens the article".to_owned(),
                n => format!("{n} ticked; a label's key labels them as one step"),
            };
            muted_line(ui, view.theme, ticked);
        });
        if let Some(label) = wanted {
            self.table.label(view, &label, None, out);
        }
    }
}

/// A box that restricts to one of some, or to none of them.
fn choose_one<T: Clone + Ord>(
    ui: &mut Ui,
    name: &str,
    among: &mut BTreeSet<T>,
    all: &[Option<T>],
    shown: impl Fn(&Option<T>) -> String,
) {
    let mut chosen = among.first().cloned();
    choice(ui, name, &mut chosen, all, shown);
    *among = chosen.into_iter().collect();
}
