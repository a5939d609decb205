//! All alike: every place in the project with the same words, ticked where it is likely meant; Enter labels them.

use super::hits::{HitAct, HitAnswer, HitQuestion, HitTable, Looked};
use super::segments::choice;
use crate::model::{AnnotationId, ArticleId, LabelId};
use crate::review::{Likeness, Order, alike_rule};
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state, heading, muted_line, primary_button};
use crate::ui::{Message, Outbox, Page, View};
use egui::{Key, Modifiers, Ui};

/// What all alike starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlikeStart {
    /// The words.
    pub words: String,
    /// The label that they get.
    pub label: LabelId,
    /// The annotation whose attributes the others take over, where it is one of the annotator's own.
    pub like: Option<(ArticleId, AnnotationId)>,
}

/// The page of all places with the same words.
#[derive(Debug, Default)]
pub struct AlikePage {
    start: Option<AlikeStart>,
    order: Order,
    table: HitTable,
    asked: Option<HitQuestion>,
    answered: Option<HitQuestion>,
    /// What the ticks were set for.
    ticked: Option<Looked>,
    more: bool,
    articles: usize,
}

impl AlikePage {
    /// Lists the places alike from here on.
    pub fn open(&mut self, start: AlikeStart) {
        *self = Self { start: Some(start), ..Self::default() };
        self.table.focus();
    }

    /// Takes in what a worker found; an answer to an older question is dropped.
    pub fn arrived(&mut self, answer: HitAnswer) {
        if answer.stopped || self.asked.as_ref() != Some(&answer.question) {
            return;
        }
        (self.more, self.articles) = (answer.more, answer.articles);
        self.table.fill(answer.rows.unwrap_or_default());
        // Only another label or other words set the ticks anew.
        if self.ticked.as_ref() != Some(&answer.question.looked) {
            self.table.tick_where(|row| row.likeness == Some(Likeness::Likely));
            self.ticked = Some(answer.question.looked.clone());
        }
        self.answered = Some(answer.question);
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let Some(start) = &self.start else {
            empty_state(ui, view.theme, "Nothing to compare", "Pick an annotation or select words, then press *");
            return;
        };
        heading(ui, view.theme, format!("All alike: “{}”", shortened(&start.words)));
        ui.add_space(space::SMALL);
        let acts = self.acts(ui, view);
        ui.add_space(space::SMALL);
        self.ask(view, out);
        if self.table.rows().is_empty() {
            let title = if self.asked == self.answered { "No other place has these words" } else { "Searching…" };
            empty_state(ui, view.theme, title, "");
            return;
        }
        let act = self.table.show(ui, view, "Places alike", self.order);
        let Some(start) = &self.start else { return };
        match acts.or(act) {
            Some(HitAct::Confirm) => self.label(view, &start.label, out),
            Some(HitAct::Label(label)) => self.label(view, &label, out),
            Some(HitAct::Open) => self.table.open(out),
            Some(HitAct::Sort(order)) => self.order = order,
            None => {}
        }
    }

    /// Labels what is ticked and goes back to the text.
    fn label(&self, view: &View<'_>, label: &LabelId, out: &mut Outbox) {
        let like = self.start.as_ref().filter(|start| start.label == *label).and_then(|start| start.like);
        if self.table.label(view, label, like, out) {
            out.push(Message::Show(Page::Reader));
        }
    }

    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        let Some(start) = &self.start else { return };
        let looked = Looked::Alike(start.words.clone(), start.label.clone());
        let question = HitQuestion { moment: Moment::of(view.session), looked, order: self.order };
        if self.asked.as_ref() != Some(&question) {
            self.asked = Some(question.clone());
            out.push(Message::LookFor(Box::new(question)));
        }
    }

    /// The label, the ticks and the button; gives what was asked for.
    fn acts(&mut self, ui: &mut Ui, view: &View<'_>) -> Option<HitAct> {
        let start = self.start.as_mut()?;
        let codebook = &view.project().codebook;
        let name = |id: &LabelId| codebook.label(id).map_or(id.to_string(), |label| label.name.clone());
        let mut act = None;
        ui.horizontal(|ui| {
            let all: Vec<LabelId> = codebook.offered().map(|label| label.id.clone()).collect();
            choice(ui, "Label for them", &mut start.label, &all, |id| format!("As {}", name(id).to_lowercase()));
            if ui.button("Tick all").on_hover_text("All places, or none (Ctrl+A)").clicked() {
                self.table.tick_all();
            }
            let ticked = self.table.ticked();
            ui.add_enabled_ui(ticked > 0, |ui| {
                let words = format!("Label {}", count(ticked, "place", "places"));
                if primary_button(ui, view.theme, words)
                    .on_hover_text("One step; undo takes all back (Enter)")
                    .clicked()
                {
                    act = Some(HitAct::Confirm);
                }
            });
            let rule = alike_rule(codebook.role(&start.label));
            let at_least = if self.more { "at least " } else { "" };
            let places = count(self.table.rows().len(), "place", "places");
            let articles = count(self.articles, "article", "articles");
            muted_line(
                ui,
                view.theme,
                format!("{at_least}{places} in {articles} · {rule} · Space ticks, Enter labels"),
            );
        });
        // With the focus on a button or nowhere, Enter still means the list.
        if act.is_none()
            && ui.memory(|m| m.focused().is_none())
            && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter))
        {
            act = Some(HitAct::Confirm);
        }
        act
    }
}

fn shortened(words: &str) -> String {
    const MOST: usize = 80;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= MOST { words } else { words.chars().take(MOST).chain(['…']).collect() }
}
