//! Reprints and rewrites, what can be inherited, conflicts of event values, and headlines against texts.

mod draw;
mod inherit;
mod lists;
#[cfg(test)]
mod tests;

pub(super) use inherit::InheritForm;
pub(super) use lists::FamilyLists;

use super::coding::{coding_choice, coding_of_view};
use super::comparing::{CompareAnswer, CompareQuestion, Compared, Found};
use crate::review::Coding;
use crate::session::EditRequest;
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state, heading, muted_line};
use crate::ui::{Message, Outbox, View};
use egui::{Button, Ui};
use lists::Does;

/// What is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    #[default]
    Reprints,
    Rewrites,
    Conflicts,
    Headlines,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Reprints, Self::Rewrites, Self::Conflicts, Self::Headlines];

    fn name(self) -> &'static str {
        match self {
            Self::Reprints => "Reprints",
            Self::Rewrites => "Rewrites",
            Self::Conflicts => "Event conflicts",
            Self::Headlines => "Headlines",
        }
    }

    /// What its list holds, for an empty one.
    fn empty(self) -> (&'static str, &'static str) {
        match self {
            Self::Reprints => ("No reprints", "They are found when articles are added, and again with Find reprints"),
            Self::Rewrites => (
                "No rewrites",
                "Put articles side by side and mark them; they are offered here where the same shared claims come in the same order",
            ),
            Self::Conflicts => (
                "Nothing to compare",
                "Values are compared where two mentions of a shared event give date, place or number",
            ),
            Self::Headlines => (
                "No headline says more than its text",
                "Claims are compared where title and text mention the same shared claim",
            ),
        }
    }
}

/// The page.
#[derive(Debug, Default)]
pub struct FamiliesPage {
    tab: Tab,
    coding: Option<Coding>,
    lists: FamilyLists,
    asked: Option<CompareQuestion>,
    answered: Option<CompareQuestion>,
    /// Looking for reprints in all texts.
    is_finding: bool,
    inherit: Option<InheritForm>,
}

impl FamiliesPage {
    /// Takes in what a worker found.
    pub fn arrived(&mut self, answer: CompareAnswer, out: &mut Outbox) {
        match answer.found {
            Found::Families(lists) => (self.lists, self.answered) = (lists, Some(answer.question)),
            Found::Reprints(found) => {
                self.is_finding = false;
                out.edit(EditRequest::AddReprints(found));
            }
            Found::Inherit(form) => {
                if form.is_empty() {
                    out.push(Message::Say(
                        "Nothing more can be inherited: what is left is labelled already, or stands in other words"
                            .into(),
                    ));
                } else {
                    self.inherit = Some(form);
                }
            }
            _ => {}
        }
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.ask(view, out);
        ui.horizontal_wrapped(|ui| {
            heading(ui, view.theme, "Families");
            ui.add_space(space::LARGE);
            for tab in Tab::ALL {
                let lines = self.lists.of(tab).iter().filter(|line| line.is_head()).count();
                let button = Button::selectable(self.tab == tab, format!("{} {lines}", tab.name()));
                if ui.add(button).accessible_name(tab.name()).clicked() {
                    self.tab = tab;
                }
            }
        });
        ui.horizontal_wrapped(|ui| {
            coding_choice(ui, view, &mut self.coding);
            match self.tab {
                Tab::Reprints => self.find(ui, view, out),
                Tab::Rewrites => {
                    muted_line(
                        ui,
                        view.theme,
                        "Offered where at least three shared claims, and most, come in the same order",
                    );
                }
                Tab::Conflicts => {
                    muted_line(ui, view.theme, "Compared at equal phase and precision only");
                }
                Tab::Headlines => {
                    muted_line(
                        ui,
                        view.theme,
                        "Same shared claim in title and text; then sources named two paragraphs later or more",
                    );
                }
            }
        });
        ui.add_space(space::SMALL);
        let lines = self.lists.of(self.tab);
        if lines.is_empty() {
            let (title, what) = self.tab.empty();
            empty_state(ui, view.theme, if self.answered.is_none() { "Comparing the articles…" } else { title }, what);
        } else if let Some(act) = draw::lines(ui, view, self.tab, lines, out) {
            Self::act(view, act, out);
        }
        if let Some(form) = &mut self.inherit
            && form.show(ui.ctx(), view, out) == inherit::Stay::Close
        {
            self.inherit = None;
        }
    }

    fn find(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let text = if self.is_finding { "Finding reprints…" } else { "Find reprints" };
        let button = ui.add_enabled(!self.is_finding, Button::new(text));
        let about = "Compares the words of all articles, boilerplate left out; what was set by hand stays as it is";
        if button.on_hover_text(about).clicked() {
            self.is_finding = true;
            let what = Compared::Reprints;
            out.push(Message::Compare(Box::new(CompareQuestion { moment: Moment::of(view.session), what })));
        }
        let articles: usize = view.project().families.values().map(|family| family.articles.len()).sum();
        muted_line(ui, view.theme, format!("{} in families", count(articles, "article", "articles")));
    }

    /// Asks for what should be shown, one question at a time; the last one wins.
    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        let coding: Coding = coding_of_view(view, self.coding.as_ref());
        let question = CompareQuestion { moment: Moment::of(view.session), what: Compared::Families(coding) };
        if self.asked.as_ref() != Some(&question) && self.asked == self.answered {
            self.asked = Some(question.clone());
            out.push(Message::Compare(Box::new(question)));
        }
    }

    fn act(view: &View<'_>, act: Does, out: &mut Outbox) {
        match act {
            Does::Edit(request) => out.edit(request),
            Does::SideBySide(articles) => out.push(Message::SideBySide(articles)),
            Does::Inherit(from, to) => {
                let what = Compared::Inherit(from, to);
                out.push(Message::Compare(Box::new(CompareQuestion { moment: Moment::of(view.session), what })));
            }
        }
    }
}
