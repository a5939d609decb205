//! What became of suggestions: what is left to decide, what was kept, whether it bends the result, and a second look.

mod answer;
mod draw;
#[cfg(test)]
mod tests;

pub(crate) use answer::{Asked, Found};
pub use answer::{LookBackAnswer, LookBackQuestion};

use crate::edit::plan::Suggested;
use crate::review::Honesty;
use crate::session::{EditRequest, SaveStatus};
use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state, heading, muted, primary_button, quiet_button};
use crate::ui::{Action, Outbox, SuggestionAction, View};
use answer::{Row, Seen};
use egui::{ScrollArea, Ui};
use std::collections::BTreeSet;

/// What the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    /// What is left to decide, in all articles.
    #[default]
    Open,
    /// What was kept of them.
    Kept,
    /// Places to look at again.
    SecondLook,
}

impl Tab {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Open, "To decide"), (Self::Kept, "What was kept"), (Self::SecondLook, "Second look")];
}

/// The page.
#[derive(Debug, Default)]
pub struct LookBackPage {
    tab: Tab,
    open: Vec<Row>,
    /// How many articles they are in.
    articles: usize,
    honesty: Honesty,
    seen: Vec<Seen>,
    answered: Option<LookBackQuestion>,
    waiting: bool,
    /// All that are open are about to be accepted.
    asks: bool,
}

impl LookBackPage {
    /// Takes in what a worker found.
    pub fn arrived(&mut self, answer: LookBackAnswer) {
        match answer.found {
            Found::Open(rows) => {
                self.articles = rows.iter().map(|row| row.article).collect::<BTreeSet<_>>().len();
                self.open = rows;
            }
            Found::Honesty(honesty) => self.honesty = honesty,
            Found::SecondLook(seen) => self.seen = seen,
        }
        self.answered = Some(answer.question);
        self.waiting = false;
        self.asks = false;
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        heading(ui, view.theme, "Suggestions");
        if !view.preferences.suggestions.on {
            empty_state(
                ui,
                view.theme,
                "Suggestions are off",
                "They are worked out on this machine, and only when asked for",
            );
            ui.vertical_centered(|ui| {
                if primary_button(ui, view.theme, "Show suggestions").clicked() {
                    out.act(Action::Suggestion(SuggestionAction::Toggle));
                }
            });
            return;
        }
        ui.horizontal(|ui| {
            for (tab, name) in Tab::ALL {
                if ui.selectable_label(self.tab == tab, name).clicked() {
                    self.tab = tab;
                    self.asks = false;
                }
            }
        });
        ui.separator();
        if *view.session.status() == SaveStatus::Opening {
            muted(ui, view.theme, "The project is still being opened…");
            return;
        }
        self.ask(view, out);
        let is_there = self.answered.as_ref().is_some_and(|question| question.tab() == self.tab);
        match self.tab {
            _ if !is_there => drop(muted(ui, view.theme, "Working it out…")),
            Tab::Open => self.show_open(ui, view, out),
            Tab::Kept => self.show_kept(ui, view, out),
            Tab::SecondLook => self.show_second_look(ui, view, out),
        }
    }

    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        let preferences = &view.preferences.suggestions;
        let asked = match self.tab {
            Tab::Open => {
                Asked::Open { least: preferences.least, order: preferences.order, listed: view.listed.to_vec() }
            }
            Tab::Kept => Asked::Honesty { least: preferences.least },
            Tab::SecondLook => Asked::SecondLook,
        };
        let question = LookBackQuestion::new(view, asked);
        if !self.waiting && self.answered.as_ref() != Some(&question) {
            self.waiting = true;
            out.push(crate::ui::Message::LookBack(Box::new(question)));
        }
    }

    fn show_open(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if self.open.is_empty() {
            empty_state(
                ui,
                view.theme,
                "Nothing to decide",
                "Suggestions come as an article is opened; “byline suggest PROJECT” makes those of all articles at once",
            );
            return;
        }
        let (all, articles) = (self.open.len(), count(self.articles, "article", "articles"));
        ui.horizontal_wrapped(|ui| {
            if !self.asks {
                let first = if all == answer::MOST { "The first " } else { "" };
                ui.label(format!(
                    "{first}{all} to decide in {articles}, from {} %",
                    view.preferences.suggestions.least
                ));
                muted(
                    ui,
                    view.theme,
                    format!("{}; sources come along with their claims", view.preferences.suggestions.order.name()),
                );
                if ui.button(format!("Accept all {all}…")).clicked() {
                    self.asks = true;
                }
                return;
            }
            ui.label(format!(
                "Accept these {all} in {articles}, with their sources and arrows? One undo takes all of them back"
            ));
            if primary_button(ui, view.theme, format!("Accept {all}")).clicked() {
                out.edit(EditRequest::AcceptAll(self.scope()));
                self.asks = false;
            }
            if quiet_button(ui, "Cancel").clicked() {
                self.asks = false;
            }
        });
        ui.add_space(space::SMALL);
        let rows = &self.open;
        ScrollArea::vertical().id_salt("open suggestions").auto_shrink(false).show_rows(
            ui,
            space::LINE,
            rows.len(),
            |ui, range| {
                for row in rows.get(range).unwrap_or_default() {
                    draw::row(ui, view, row, out);
                }
            },
        );
    }

    /// All that are listed, by article.
    fn scope(&self) -> Suggested {
        let mut scope = Suggested::new();
        for row in &self.open {
            scope.entry(row.article).or_default().insert(row.id);
        }
        scope
    }

    fn show_kept(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        ScrollArea::vertical().id_salt("kept suggestions").auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(space::PAGE * 1.25));
            draw::kept(ui, view, &self.honesty);
            draw::learned(ui, view, &self.honesty);
            draw::blind(ui, view, &self.honesty, out);
        });
    }

    fn show_second_look(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if self.seen.is_empty() {
            let what =
                "Finish some articles: then what you would label by habit and did not, and the reverse, stands here";
            empty_state(ui, view.theme, "Nothing to look at again", what);
            return;
        }
        muted(
            ui,
            view.theme,
            "In your finished articles; habits are learned from your own coding where there is enough of it",
        );
        ui.add_space(space::SMALL);
        let seen = &self.seen;
        ScrollArea::vertical().id_salt("second look").auto_shrink(false).show_rows(
            ui,
            space::LINE,
            seen.len(),
            |ui, range| {
                for one in seen.get(range).unwrap_or_default() {
                    draw::seen(ui, view, one, out);
                }
            },
        );
    }
}
