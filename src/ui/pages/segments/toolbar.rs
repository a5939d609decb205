//! The lines above the table: what is listed, and what can be done with what is ticked.

use super::SegmentsPage;
use crate::edit::plan::EditAll;
use crate::model::{AnnotatorName, AttributeDef, AttributeKind, AttributeValue, LinkStance, StoryId, Thread};
use crate::review::{Linked, SegmentGroup};
use crate::text::fold;
use crate::ui::theme::space;
use crate::ui::widgets::{coding_of, count, muted_line};
use crate::ui::{Outbox, View};
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Button, ComboBox, RichText, ScrollArea, TextEdit, Ui};

/// Shared items that the menu lists at most; typing finds the others.
const MOST_THREADS: usize = 50;

impl SegmentsPage {
    pub(super) fn toolbar(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        ui.horizontal_wrapped(|ui| {
            self.words(ui, view);
            self.labels(ui, view);
            self.coding(ui);
            self.linked(ui);
            self.story(ui, view);
            self.attribute(ui, view);
            self.grouping(ui);
        });
        ui.horizontal_wrapped(|ui| {
            self.counted(ui, view);
            self.acts(ui, view, out);
        });
    }

    fn words(&mut self, ui: &mut Ui, view: &View<'_>) {
        let hint = RichText::new("Filter annotations").color(view.theme.muted);
        let edit = TextEdit::singleline(&mut self.filter.words).hint_text(hint).desired_width(space::PAGE / 4.0);
        let field = ui.add(edit).accessible_name("Filter annotations");
        field.on_hover_text("Words of the annotation, its note, or its article's title, outlet, author or date");
    }

    fn labels(&mut self, ui: &mut Ui, view: &View<'_>) {
        for label in view.project().codebook.offered() {
            let on = self.filter.labels.contains(&label.id);
            let text = RichText::new(&label.name).small().color(view.theme.label_text(label.color));
            let chip = ui.add(Button::selectable(on, text).frame_when_inactive(true).corner_radius(10));
            let chip = chip.on_hover_text(format!("Show only {}", label.name.to_lowercase()));
            if chip.accessible_name(format!("Only {}", label.name)).clicked() && !self.filter.labels.remove(&label.id) {
                self.filter.labels.insert(label.id.clone());
            }
        }
    }

    fn coding(&mut self, ui: &mut Ui) {
        let shown = |name: &Option<AnnotatorName>| name.as_ref().map_or("Everybody's coding".to_owned(), coding_of);
        let names = std::iter::once(None).chain(self.list.annotators.keys().cloned().map(Some));
        let all: Vec<Option<AnnotatorName>> = names.collect();
        if all.len() > 2 || self.filter.annotator.is_some() {
            choice(ui, "Coding", &mut self.filter.annotator, &all, shown);
        }
    }

    fn linked(&mut self, ui: &mut Ui) {
        let shown = |linked: &Linked| match linked {
            Linked::Any => "Linked or not".to_owned(),
            Linked::Yes => "Linked".to_owned(),
            Linked::No => "Not linked".to_owned(),
        };
        choice(ui, "Same as", &mut self.filter.linked, &[Linked::Any, Linked::Yes, Linked::No], shown);
    }

    fn story(&mut self, ui: &mut Ui, view: &View<'_>) {
        let stories = &view.project().stories;
        if stories.is_empty() {
            return;
        }
        let all: Vec<_> = std::iter::once(None).chain(stories.keys().copied().map(Some)).collect();
        let shown = |id: &Option<StoryId>| match id.as_ref() {
            None => "Every story".to_owned(),
            Some(id) => stories.get(id).map(|story| story.title.clone()).unwrap_or_default(),
        };
        choice(ui, "Story", &mut self.filter.story, &all, shown);
    }

    /// A menu of the labels' attributes: with this value, or with none yet.
    fn attribute(&mut self, ui: &mut Ui, view: &View<'_>) {
        let defs = attributes(view);
        let chosen = self.filter.attribute.as_ref().and_then(|(id, value)| {
            let def = defs.iter().find(|def| def.id == *id)?;
            Some(format!("{}: {}", def.name, value.as_ref().map_or("not set".to_owned(), |v| def.show(v))))
        });
        ui.menu_button(chosen.as_deref().unwrap_or("Any attribute"), |ui| {
            if ui.button("Any attribute").clicked() {
                self.filter.attribute = None;
                ui.close();
            }
            for def in &defs {
                ui.menu_button(&def.name, |ui| {
                    for (name, value) in values(def) {
                        if ui.button(name).clicked() {
                            self.filter.attribute = Some((def.id.clone(), value));
                            ui.close();
                        }
                    }
                });
            }
        });
    }

    fn grouping(&mut self, ui: &mut Ui) {
        let groups = [
            SegmentGroup::None,
            SegmentGroup::Label,
            SegmentGroup::Article,
            SegmentGroup::Outlet,
            SegmentGroup::Annotator,
            SegmentGroup::Shared,
        ];
        let shown = |group: &SegmentGroup| {
            let name = match group {
                SegmentGroup::None => "Not grouped",
                SegmentGroup::Label => "Grouped by label",
                SegmentGroup::Article => "Grouped by article",
                SegmentGroup::Outlet => "Grouped by outlet",
                SegmentGroup::Annotator => "Grouped by coding",
                SegmentGroup::Shared => "Grouped by shared item",
            };
            name.to_owned()
        };
        choice(ui, "Groups", &mut self.group, &groups, shown);
    }

    fn counted(&self, ui: &mut Ui, view: &View<'_>) {
        let all = count(self.list.all, "annotation", "annotations");
        let shown = if self.list.shown == self.list.all { all } else { format!("{} of {all}", self.list.shown) };
        let ticked = self.ticks.len();
        let words = if ticked == 0 { shown } else { format!("{shown} · {ticked} ticked") };
        muted_line(ui, view.theme, if self.waiting { format!("{words} …") } else { words });
    }

    /// Buttons for what is ticked.
    fn acts(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let some = !self.list.rows.is_empty();
        let all = ui.add_enabled(some, Button::new("Tick all")).on_hover_text("Everything that is listed (Ctrl+A)");
        if all.clicked() {
            self.tick_all();
        }
        let copy = ui.add_enabled(some, Button::new("Copy"));
        let copy = copy.on_hover_text("What is ticked, or else all that is listed, for a spreadsheet (Ctrl+C)");
        if copy.clicked() {
            self.copy(ui, view);
        }
        let (mut wanted, mut by_likeness) = (None, false);
        ui.add_enabled_ui(!self.ticks.is_empty(), |ui| {
            ui.menu_button("Label", |ui| {
                for label in view.project().codebook.offered() {
                    let key = label.key.map(String::from).unwrap_or_default();
                    if ui.add(Button::new(&label.name).shortcut_text(key)).clicked() {
                        wanted = Some(EditAll::Relabel(label.id.clone()));
                        ui.close();
                    }
                }
            });
            ui.menu_button("Attribute", |ui| {
                for def in attributes(view) {
                    ui.menu_button(&def.name, |ui| {
                        for (name, value) in values(&def) {
                            if ui.button(name).clicked() {
                                wanted = Some(EditAll::SetAttribute(def.id.clone(), value));
                                ui.close();
                            }
                        }
                    });
                }
                ui.separator();
                for (name, unsure) in [("Unsure", true), ("Sure", false)] {
                    if ui.button(name).clicked() {
                        wanted = Some(EditAll::SetUnsure(unsure));
                        ui.close();
                    }
                }
            });
            // A click into the field must not close the menu.
            let stays = MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
            MenuButton::new("Same as").config(stays).ui(ui, |ui| {
                if ui.button("Choose by likeness, or make one…").clicked() {
                    by_likeness = true;
                    ui.close();
                }
                wanted = self.shared_menu(ui, view).or(wanted.take());
            });
            let delete = ui.button("Delete").on_hover_text("With their arrows; undo brings them back (Delete)");
            if delete.clicked() {
                wanted = Some(EditAll::Delete);
            }
        });
        if let Some(edit) = wanted {
            self.edit(view, edit, out);
        }
        if by_likeness {
            let ticked = self.ticks.of(view.session.annotator());
            let chosen = ticked.into_iter().flat_map(|(article, ids)| ids.into_iter().map(move |id| (article, id)));
            out.push(crate::ui::Message::ChooseThread(chosen.collect()));
        }
    }

    /// Shared items to link to, found by typing; a mention is linked only where its label is the item's.
    fn shared_menu(&mut self, ui: &mut Ui, view: &View<'_>) -> Option<EditAll> {
        let threads: Vec<_> = view.project().all_threads().map(|(_, thread)| thread).collect();
        if threads.is_empty() {
            muted_line(ui, view.theme, "No shared items yet");
            return None;
        }
        let hint = RichText::new("Find a shared item").color(view.theme.muted);
        let edit = TextEdit::singleline(&mut self.thread_filter).hint_text(hint).desired_width(space::PAGE / 3.0);
        ui.add(edit).accessible_name("Find a shared item");
        let words = fold(&self.thread_filter);
        let fits = |thread: &&std::sync::Arc<Thread>| {
            let title = fold(&thread.title);
            words.split_whitespace().all(|word| title.contains(word))
        };
        let fitting: Vec<_> = threads.into_iter().filter(|t| fits(t)).take(MOST_THREADS).collect();
        let mut wanted = None;
        ScrollArea::vertical().max_height(space::PAGE / 2.0).show(ui, |ui| {
            for thread in fitting {
                ui.menu_button(&thread.title, |ui| {
                    let acts = [
                        ("Link, for it", EditAll::Link(thread.id, LinkStance::For)),
                        ("Link, against it", EditAll::Link(thread.id, LinkStance::Against)),
                        ("Unlink", EditAll::Unlink(thread.id)),
                    ];
                    for (name, edit) in acts {
                        if ui.button(name).clicked() {
                            wanted = Some(edit);
                            ui.close();
                        }
                    }
                });
            }
        });
        wanted
    }
}

/// A box that opens a list to choose from.
pub(in crate::ui::pages) fn choice<T: Clone + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    all: &[T],
    shown: impl Fn(&T) -> String,
) {
    let open = ComboBox::from_id_salt(name).selected_text(shown(value)).show_ui(ui, |ui| {
        for one in all {
            ui.selectable_value(value, one.clone(), shown(one));
        }
    });
    open.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name));
}

/// Attributes of the offered labels that have values to choose from, each once.
fn attributes(view: &View<'_>) -> Vec<AttributeDef> {
    let mut found: Vec<AttributeDef> = Vec::new();
    for label in view.project().codebook.offered() {
        for def in label.attributes.iter().filter(|def| !def.archived && !values(def).is_empty()) {
            if found.iter().all(|known| known.id != def.id) {
                found.push(def.clone());
            }
        }
    }
    found
}

/// The values of an attribute to choose from, and none at the end.
fn values(def: &AttributeDef) -> Vec<(String, Option<AttributeValue>)> {
    let mut all: Vec<(String, Option<AttributeValue>)> = match &def.kind {
        AttributeKind::Choice(choices) => {
            choices.iter().map(|c| (c.name.clone(), Some(AttributeValue::text(c.id.clone())))).collect()
        }
        AttributeKind::Flag => {
            [("Yes", true), ("No", false)].map(|(n, v)| (n.to_owned(), Some(AttributeValue::Flag(v)))).into()
        }
        _ => return Vec::new(),
    };
    all.push(("Not set".into(), None));
    all
}
