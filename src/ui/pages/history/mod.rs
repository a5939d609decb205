//! The journal for people: when, who, what was replaced; back to a point, and checkpoints.

mod draw;
mod question;
#[cfg(test)]
mod tests;

pub use question::{HistoryAnswer, HistoryQuestion};

use crate::model::ArticleId;
use crate::session::SaveStatus;
use crate::store::{EventKind, Extent, JournalEvent, WayBack};
use crate::text::shown;
use crate::ui::theme::space;
use crate::ui::widgets::{Stay, count, empty_state, heading, muted, popup, primary_button, submitted};
use crate::ui::{Message, Outbox, View};
use egui::{Button, Key, Label, ScrollArea, TextEdit, Ui};
use question::{Asked, Events, Filter, Found};

/// Most lines of what a step back replaces that are shown.
const MOST_LINES: usize = 200;

/// The page.
#[derive(Debug, Default)]
pub struct HistoryPage {
    filter: Filter,
    events: Option<(u64, Events)>,
    rows: Vec<u32>,
    /// The filter and revision of the question on its way.
    asked: Option<(u64, Filter)>,
    answered: Option<(u64, Filter)>,
    cursor: usize,
    /// A step back that waits for a yes.
    back: Option<(String, Box<WayBack>)>,
    /// The name of a checkpoint that is being typed.
    naming: Option<String>,
    error: Option<String>,
    working: bool,
}

impl HistoryPage {
    /// Takes in what a worker found; an answer to an older question is dropped.
    pub fn arrived(&mut self, answer: HistoryAnswer) {
        match (answer.question.asked, answer.found) {
            (Asked::List(filter, _), Ok(Found::List(events, rows))) => {
                let stamp = (answer.question.revision, filter);
                if self.asked.as_ref() == Some(&stamp) {
                    (self.events, self.rows) = (Some((stamp.0, events)), rows);
                    self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
                    self.answered = Some(stamp);
                    self.error = None;
                }
            }
            (Asked::Back(_, _, what), Ok(Found::Back(back))) => {
                self.working = false;
                self.back = Some((what, back));
            }
            (_, Err(error)) => {
                self.working = false;
                self.answered = self.asked.clone();
                self.error = Some(error);
            }
            _ => {}
        }
    }

    /// Opens the field for the name of a checkpoint.
    pub fn name_checkpoint(&mut self) {
        self.naming = Some(String::new());
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        heading(ui, view.theme, "History");
        if view.session.folder().is_none() {
            empty_state(
                ui,
                view.theme,
                "This project is on no disk",
                "Keep it as a folder; then its journal is shown here",
            );
            return;
        }
        // As it was before this frame's keys: Enter that ends a field goes nowhere.
        let is_free = ui.memory(|memory| memory.focused().is_none()) && self.back.is_none() && self.naming.is_none();
        self.tools(ui, view, out);
        self.ask(view, out);
        if let Some(error) = &self.error {
            ui.add(
                Label::new(egui::RichText::new(crate::ui::reader::logic::sentence(error)).color(view.theme.warning))
                    .wrap(),
            );
        }
        let Some((_, events)) = self.events.clone() else {
            muted(ui, view.theme, "Reading the journal…");
            return;
        };
        if self.rows.is_empty() {
            let (title, hint) = if events.is_empty() {
                (
                    "Nothing was done yet",
                    "Every step is listed here with what it replaced, and each can be gone back to",
                )
            } else {
                ("No step fits", "Change the words, or show everybody and all articles")
            };
            empty_state(ui, view.theme, title, hint);
        } else {
            self.list(ui, view, &events, is_free, out);
        }
        self.confirm(ui, view, out);
    }

    fn tools(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        ui.horizontal_wrapped(|ui| {
            let field = TextEdit::singleline(&mut self.filter.words)
                .hint_text("Words, label, title…")
                .desired_width(space::LIST);
            ui.add(field).accessible_name("Filter the history");
            let who = self.filter.annotator.as_ref().map_or("Everybody".to_owned(), ToString::to_string);
            let combo = egui::ComboBox::from_id_salt("history of whom").selected_text(&who).show_ui(ui, |ui| {
                ui.selectable_value(&mut self.filter.annotator, None, "Everybody");
                for name in names(self.events.as_ref().map(|(_, events)| &***events).unwrap_or_default()) {
                    let words = name.to_string();
                    ui.selectable_value(&mut self.filter.annotator, Some(name), words);
                }
            });
            combo
                .response
                .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, format!("Whose steps: {who}")));
            let mut only = self.filter.article.is_some();
            if ui
                .add_enabled(view.reader.article.is_some(), egui::Checkbox::new(&mut only, "This article only"))
                .changed()
            {
                self.filter.article = view.reader.article.filter(|_| only);
            }
            ui.checkbox(&mut self.filter.marks_only, "Checkpoints only");
            if let Some(draft) = &mut self.naming {
                let field =
                    ui.add(TextEdit::singleline(draft).hint_text("Name of the checkpoint").desired_width(space::LIST));
                let field = field.accessible_name("Name of the checkpoint");
                if !field.has_focus() && !field.lost_focus() {
                    field.request_focus();
                }
                let named = submitted(ui, &field).then(|| draft.trim().to_owned());
                if field.lost_focus() {
                    self.naming = None;
                }
                if let Some(name) = named.filter(|name| !name.is_empty()) {
                    out.push(Message::NameCheckpoint(name));
                }
            } else if ui
                .button("Name a checkpoint…")
                .on_hover_text("A point to go back to, kept in the journal")
                .clicked()
            {
                self.naming = Some(String::new());
            }
        });
        if let (Some((_, events)), true) = (&self.events, self.answered.is_some()) {
            let all = count(events.len(), "step", "steps");
            let words = if self.rows.len() == events.len() { all } else { format!("{} of {all}", self.rows.len()) };
            muted(ui, view.theme, words);
        }
        ui.add_space(space::SMALL);
    }

    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        let stamp = (view.session.revision(), self.filter.clone());
        // What is on its way to the disk is read when it is there.
        if self.asked.as_ref() == Some(&stamp) || *view.session.status() == SaveStatus::Saving {
            return;
        }
        let known = self.events.as_ref().filter(|(revision, _)| *revision == stamp.0).map(|(_, events)| events.clone());
        let question = HistoryQuestion { revision: stamp.0, asked: Asked::List(self.filter.clone(), known) };
        self.asked = Some(stamp);
        out.push(Message::AskHistory(Box::new(question)));
    }

    /// Leaves what waits for a yes as it is; false where nothing does.
    pub fn escape(&mut self) -> bool {
        self.back.take().is_some()
    }

    /// Reads the journal again, as after a checkpoint was named.
    pub fn read_again(&mut self) {
        self.events = None;
        self.asked = None;
    }

    fn list(&mut self, ui: &mut Ui, view: &View<'_>, events: &Events, is_free: bool, out: &mut Outbox) {
        let mut moved = false;
        if is_free {
            use super::row_keys::{RowStep, row_step};
            if let Some(RowStep::To(row) | RowStep::TickTo(row)) = row_step(ui, self.cursor, self.rows.len()) {
                (self.cursor, moved) = (row, true);
            }
        }
        let current = self.rows.get(self.cursor).and_then(|row| events.get(*row as usize)).cloned();
        if let Some(event) = &current {
            egui::Panel::bottom("step")
                .frame(egui::Frame::NONE)
                .resizable(false)
                .show(ui, |ui| self.one(ui, view, event, out));
            if is_free && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter)) {
                draw::go_to(view, event, out);
            }
        }
        egui::CentralPanel::no_frame().show(ui, |ui| {
            let mut area = ScrollArea::vertical().id_salt("journal").auto_shrink(false);
            if moved {
                let height = space::ROW + ui.spacing().item_spacing.y;
                let (top, page) = (self.cursor as f32 * height, ui.available_height());
                area = area.vertical_scroll_offset((top - page / 2.0).max(0.0));
            }
            area.show_rows(ui, space::ROW, self.rows.len(), |ui, range| {
                for at in range {
                    let Some(event) = self.rows.get(at).and_then(|row| events.get(*row as usize)) else { continue };
                    let response = draw::row(ui, view, event, at == self.cursor);
                    if response.clicked() {
                        self.cursor = at;
                    }
                    if response.double_clicked() {
                        draw::go_to(view, event, out);
                    }
                }
            });
        });
    }

    /// What can be done with the step that is picked.
    fn one(&mut self, ui: &mut Ui, view: &View<'_>, event: &JournalEvent, out: &mut Outbox) {
        ui.add_space(space::SMALL);
        ui.add(Label::new(draw::sentence_of(view, event)).wrap());
        ui.horizontal_wrapped(|ui| {
            let has_place = event.article.is_some_and(|id| view.project().article(id).is_some());
            if ui.add_enabled(has_place, Button::new("Go to the place")).on_hover_text("Enter does the same").clicked()
            {
                draw::go_to(view, event, out);
            }
            let (is_own, is_editable) =
                (*event.annotator == *view.session.annotator(), view.session.status().is_editable());
            let own = is_own && is_editable && !self.working;
            let why = if is_own && !is_editable {
                "The project can't be edited here now"
            } else {
                "Only your own steps can be gone back over"
            };
            let named = if event.kind == EventKind::Mark { "this checkpoint" } else { "right after this step" };
            let back = ui.add_enabled(own, Button::new("Go back to here…"));
            if back
                .on_hover_text(format!("As everything of yours was {named}; you see first what changes"))
                .on_disabled_hover_text(why)
                .clicked()
            {
                self.start_back(view, event, Extent::Everything, out);
            }
            if let Some(article) = article_for(view, event) {
                let restore = ui.add_enabled(own, Button::new("Restore only this article…"));
                let title = view.project().article(article).map(|a| a.display_title()).unwrap_or_default();
                let hint = format!("“{title}” as it was {named}; you see first what changes");
                if restore.on_hover_text(hint).on_disabled_hover_text(why).clicked() {
                    self.start_back(view, event, Extent::Article(article), out);
                }
            }
            if self.working {
                ui.spinner();
            }
        });
    }

    fn start_back(&mut self, view: &View<'_>, event: &JournalEvent, extent: Extent, out: &mut Outbox) {
        let when = super::revisions::moment_words(event.when);
        let point =
            if event.kind == EventKind::Mark { format!("checkpoint “{}”", shown(&event.what)) } else { when };
        let what = match extent {
            Extent::Everything => format!("go back to {point}"),
            Extent::Article(id) => {
                let title = view.project().article(id).map(|article| article.display_title()).unwrap_or_default();
                format!("restore “{}” as of {point}", shown(&title))
            }
        };
        let asked = Asked::Back(event.point, extent, what);
        self.working = true;
        self.error = None;
        out.push(Message::AskHistory(Box::new(HistoryQuestion { revision: view.session.revision(), asked })));
    }

    /// Says what will change, and waits for a yes.
    fn confirm(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let Some((what, back)) = &self.back else { return };
        let ((yes, no), stay) = popup(ui.ctx(), "What going back changes", space::PAGE, |ui| {
            heading(ui, view.theme, crate::ui::reader::logic::sentence(what));
            if back.transaction.is_empty() {
                muted(ui, view.theme, "Nothing would change: everything of yours is as it was then.");
                return (false, ui.button("Close").clicked());
            }
            let records = count(back.transaction.changes.len(), "record changes", "records change");
            let articles = count(back.articles, "article", "articles");
            muted(
                ui,
                view.theme,
                format!("{records}, on {articles}. It is one step, and undo takes it back. What others did stays."),
            );
            ui.add_space(space::SMALL);
            let height = ui.ctx().content_rect().height() * 0.5;
            ScrollArea::vertical().id_salt("what goes back").max_height(height).show(ui, |ui| {
                for line in back.lines.iter().take(MOST_LINES) {
                    ui.add(Label::new(line).wrap());
                }
                let rest = back.lines.len().saturating_sub(MOST_LINES);
                if rest > 0 {
                    muted(ui, view.theme, format!("and {rest} more"));
                }
            });
            ui.add_space(space::MEDIUM);
            ui.horizontal(|ui| {
                let yes = primary_button(ui, view.theme, "Go back").clicked();
                (yes, ui.button("Leave it as it is").clicked())
            })
            .inner
        });
        if yes && let Some((what, back)) = self.back.take() {
            out.push(Message::Commit(Box::new(crate::edit::Transaction { what, ..back.transaction })));
        } else if no || stay == Stay::Close {
            self.back = None;
        }
    }
}

/// The article that a step is about; for a checkpoint the one that is open.
fn article_for(view: &View<'_>, event: &JournalEvent) -> Option<ArticleId> {
    let open = || view.reader.article.filter(|_| event.kind == EventKind::Mark || event.articles != 1);
    event.article.filter(|_| event.articles == 1).or_else(open)
}

/// Everybody with a step, by name.
fn names(events: &[JournalEvent]) -> std::collections::BTreeSet<crate::model::AnnotatorName> {
    let mut names: Vec<&std::sync::Arc<crate::model::AnnotatorName>> = Vec::new();
    for event in events {
        // Lines of one journal share the name.
        if !names.iter().any(|known| std::sync::Arc::ptr_eq(known, &event.annotator)) {
            names.push(&event.annotator);
        }
    }
    names.into_iter().map(|name| (**name).clone()).collect()
}
