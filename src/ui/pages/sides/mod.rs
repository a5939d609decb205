//! Two to four articles side by side: paragraphs at the same height where they tell the same, what stands in only one
//! stands out, and any column can be labelled.

mod cell;
mod draw;
mod keys;
#[cfg(test)]
mod tests;

use super::coding::{coding_choice, coding_of_view};
use super::comparing::{CompareAnswer, CompareQuestion, Compared, Found};
use crate::edit::Spot;
use crate::model::{ArticleId, FamilyKind, LabelId};
use crate::review::{Coding, MOST_SIDES, PART, Sides};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::{empty_state, heading, muted_line};
use crate::ui::{Message, Outbox, View};
pub(super) use cell::{Marks, marks};
use draw::Heights;
use egui::{Button, ComboBox, Event, RichText, TextEdit, Ui};
use keys::column_id;

/// Articles that the list of a column shows, at most; typing finds the others.
const MOST_LISTED: usize = 40;

/// Words that are selected in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Selected {
    column: usize,
    /// The words; none where there was only a click.
    span: Option<TextSpan>,
}

/// The page.
#[derive(Debug, Default)]
pub struct SidesPage {
    articles: Vec<ArticleId>,
    coding: Option<Coding>,
    sides: Sides,
    marks: Marks,
    heights: Heights,
    selected: Option<Selected>,
    /// Which part of long articles is shown, from 0.
    part: usize,
    /// Column and paragraph to bring into view.
    reveal: Option<(usize, usize)>,
    /// What of the rows is on the screen, from their top.
    seen: (f32, f32),
    /// What is typed to find an article.
    filter: String,
    asked: Option<CompareQuestion>,
    answered: Option<CompareQuestion>,
}

/// What the pointer did in a column.
#[derive(Clone, Debug, PartialEq)]
enum Pointer {
    Selected(Selected),
    Opened(ArticleId, TextSpan),
}

impl SidesPage {
    /// Puts these articles side by side.
    pub fn open(&mut self, articles: &[ArticleId]) {
        self.articles = articles.iter().copied().take(MOST_SIDES).collect();
        (self.selected, self.part) = (None, 0);
    }

    /// Takes in what a worker found.
    pub fn arrived(&mut self, answer: CompareAnswer) {
        if let Found::Sides(sides, marks) = answer.found {
            if self.sides != sides {
                self.heights = Heights::default();
            }
            (self.sides, self.marks, self.answered) = (sides, marks, Some(answer.question));
        }
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.articles.retain(|id| view.project().article(*id).is_some());
        if self.articles.is_empty() {
            // The open article, and the ones after it in the list.
            let from = view.listed.iter().position(|id| Some(*id) == view.reader.article).unwrap_or(0);
            self.articles = view.listed.iter().skip(from).take(2).copied().collect();
        }
        self.ask(view, out);
        ui.horizontal_wrapped(|ui| {
            heading(ui, view.theme, "Side by side");
            ui.add_space(space::LARGE);
            coding_choice(ui, view, &mut self.coding);
            self.columns(ui, view);
            self.families(ui, out);
        });
        self.labels(ui, view, out);
        self.parts(ui, view);
        ui.add_space(space::SMALL);
        if self.articles.len() < 2 || self.sides.articles != self.articles {
            let (title, what) = match (self.articles.len(), self.answered == self.asked) {
                (0 | 1, _) => ("One article stands alone", "Add a column to compare it with another article"),
                (_, false) => ("Aligning the paragraphs…", ""),
                (_, true) => ("These articles cannot be compared", "Choose others"),
            };
            empty_state(ui, view.theme, title, what);
            return;
        }
        match self.draw(ui, view) {
            Some(Pointer::Selected(selected)) => {
                self.selected = Some(selected);
                ui.memory_mut(|memory| memory.request_focus(column_id(selected.column)));
            }
            Some(Pointer::Opened(article, span)) => out.push(Message::GoTo(Spot { article, span })),
            None => {}
        }
    }

    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        if self.articles.len() < 2 {
            return;
        }
        let what = Compared::Sides(coding_of_view(view, self.coding.as_ref()), self.articles.clone(), self.part);
        let question = CompareQuestion { moment: Moment::of(view.session), what };
        if self.asked.as_ref() != Some(&question) && self.asked == self.answered {
            self.asked = Some(question.clone());
            out.push(Message::Compare(Box::new(question)));
        }
    }

    /// A box for each column's article, and one more for another.
    fn columns(&mut self, ui: &mut Ui, view: &View<'_>) {
        let mut wanted = None;
        for column in 0..=self.articles.len().min(MOST_SIDES - 1) {
            let shown = self.articles.get(column).and_then(|id| view.project().article(*id));
            let name = shown.map_or("Add a column…".to_owned(), |article| article.display_title());
            let short: String = name.chars().take(28).collect();
            let open = ComboBox::from_id_salt(("column", column))
                .selected_text(short)
                .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
                .show_ui(ui, |ui| {
                    let hint = RichText::new("Find an article").color(view.theme.muted);
                    ui.add(TextEdit::singleline(&mut self.filter).hint_text(hint)).accessible_name("Find an article");
                    if shown.is_some() && self.articles.len() > 1 && ui.button("Close this column").clicked() {
                        wanted = Some((column, None));
                        ui.close();
                    }
                    for (id, title) in fitting(view, &self.filter, &self.articles) {
                        if ui.add(Button::new(title).frame_when_inactive(false)).clicked() {
                            wanted = Some((column, Some(id)));
                            ui.close();
                        }
                    }
                });
            let name = if shown.is_some() { format!("Column {}", column + 1) } else { "Add a column".to_owned() };
            open.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
        }
        match wanted {
            Some((column, Some(id))) if column < self.articles.len() => {
                self.articles.iter_mut().skip(column).take(1).for_each(|slot| *slot = id);
            }
            Some((_, Some(id))) => self.articles.push(id),
            Some((column, None)) => drop(self.articles.remove(column)),
            None => return,
        }
        (self.selected, self.part) = (None, 0);
        self.filter.clear();
    }

    fn families(&self, ui: &mut Ui, out: &mut Outbox) {
        for (kind, text, about) in [
            (
                FamilyKind::Reprint,
                "Mark as reprints",
                "These share their text; counted once where counts are per family",
            ),
            (FamilyKind::Rewrite, "Mark as rewrites", "These retell the same report in other words"),
        ] {
            let button = ui.add_enabled(self.articles.len() > 1, Button::new(text));
            if button.on_hover_text(about).clicked() {
                out.edit(EditRequest::PutFamily { kind, articles: self.articles.iter().copied().collect() });
            }
        }
    }

    /// Which part of long articles is shown, and the way to the others.
    fn parts(&mut self, ui: &mut Ui, view: &View<'_>) {
        let parts = self.sides.parts();
        if parts < 2 {
            return;
        }
        ui.horizontal(|ui| {
            let last = self.sides.paragraphs.iter().copied().max().unwrap_or_default();
            let (from, to) = (self.part * PART + 1, ((self.part + 1) * PART).min(last));
            muted_line(ui, view.theme, format!("Paragraphs {from} to {to} of {last} at most"));
            if ui.add_enabled(self.part > 0, Button::new("Earlier paragraphs")).clicked() {
                (self.part, self.selected) = (self.part - 1, None);
            }
            if ui.add_enabled(self.part + 1 < parts, Button::new("Later paragraphs")).clicked() {
                (self.part, self.selected) = (self.part + 1, None);
            }
        });
    }

    /// Labels for the selected words, by button or key.
    fn labels(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let mut wanted: Option<LabelId> = None;
        let target = self.selected.and_then(|s| Some((*self.articles.get(s.column)?, s.span?)));
        ui.horizontal_wrapped(|ui| {
            let Some((article, span)) = target else {
                muted_line(ui, view.theme, "Select words to label them, with the mouse or, once a column has the focus, with the arrows; a double click opens the article there");
                return;
            };
            let words =
                view.project().article(article).map(|a| a.text().slice(span).chars().take(48).collect::<String>());
            muted_line(ui, view.theme, format!("“{}”", words.unwrap_or_default()));
            for label in view.project().codebook.offered() {
                let text = RichText::new(&label.name).color(view.theme.label_text(label.color));
                let key = label.key.map(String::from).unwrap_or_default();
                let button = ui.add(Button::new(text).shortcut_text(key));
                if button.accessible_name(format!("Label as {}", label.name)).clicked() {
                    wanted = Some(label.id.clone());
                }
            }
        });
        let typing = ui.ctx().text_edit_focused();
        if target.is_some() && !typing {
            let typed: Vec<String> = ui.input(|i| {
                i.events
                    .iter()
                    .filter_map(|e| if let Event::Text(text) = e { Some(text.to_lowercase()) } else { None })
                    .collect()
            });
            let by_key = view
                .project()
                .codebook
                .offered()
                .find(|label| label.key.is_some_and(|key| typed.iter().any(|text| *text == key.to_string())));
            wanted = wanted.or(by_key.map(|label| label.id.clone()));
        }
        if let (Some((article, span)), Some(label)) = (target, wanted) {
            out.edit(EditRequest::Annotate { article, label, spans: vec![span] });
            self.selected = None;
        }
    }
}

/// Articles whose title or outlet has all words typed, those of the list first; the ones that are shown left out.
fn fitting(view: &View<'_>, typed: &str, shown: &[ArticleId]) -> Vec<(ArticleId, String)> {
    let words = crate::text::fold(typed);
    let mut found = Vec::new();
    for id in view.listed {
        let Some(article) = view.project().article(*id).filter(|_| !shown.contains(id)) else { continue };
        let title = format!("{} · {}", article.display_title(), article.metadata.outlet);
        let folded = crate::text::fold(&title);
        if words.split_whitespace().all(|word| folded.contains(word)) {
            found.push((*id, title));
        }
        if found.len() == MOST_LISTED {
            break;
        }
    }
    found
}
