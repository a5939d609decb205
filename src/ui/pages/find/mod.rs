//! Finding words in all articles: a query with its restrictions, and what was found as lines of a concordance.

#[cfg(test)]
mod tests;
mod toolbar;

use super::hits::{HitAct, HitAnswer, HitQuestion, HitTable, Looked};
use crate::model::Date;
use crate::review::{Hit, Order, Query, Within};
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::empty_state;
use crate::ui::{Message, Outbox, Page, View};
use egui::Ui;
use std::collections::BTreeSet;

/// The page that finds words in all articles.
#[derive(Debug, Default)]
pub struct FindPage {
    query: Query,
    within: Within,
    /// Dates as they are typed: from, to.
    dates: [String; 2],
    order: Order,
    table: HitTable,
    asked: Option<HitQuestion>,
    answered: Option<HitQuestion>,
    complaint: Option<String>,
    more: bool,
    articles: usize,
    wants_focus: bool,
    outlets: Outlets,
}

/// The outlets of a state of the project, by name.
#[derive(Debug, Default)]
struct Outlets(Option<Moment>, Vec<String>);

impl Outlets {
    fn of(&mut self, view: &View<'_>) -> &[String] {
        let moment = Moment::of(view.session);
        if self.0.as_ref() != Some(&moment) {
            let names: BTreeSet<&str> = view.project().articles.values().map(|a| a.metadata.outlet.trim()).collect();
            self.1 = names.into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect();
            self.0 = Some(moment);
        }
        &self.1
    }
}

impl FindPage {
    /// Gives the line of words the keyboard with the next frame. Words that are selected in the text are looked for
    /// instead, unless they are the place that was opened from the list: then the list is gone back to.
    pub fn open(&mut self, selected: Option<(Hit, String)>) {
        self.wants_focus = true;
        if let Some((hit, words)) = selected
            && self.table.at() != Some(hit)
        {
            self.query.words = words;
        }
    }

    /// Takes in what a worker found; an answer to an older question is dropped.
    pub fn arrived(&mut self, answer: HitAnswer) {
        if answer.stopped || self.asked.as_ref() != Some(&answer.question) {
            return;
        }
        (self.more, self.articles, self.answered) = (answer.more, answer.articles, Some(answer.question));
        match answer.rows {
            Ok(rows) => {
                self.table.fill(rows);
                self.complaint = None;
            }
            Err(complaint) => {
                self.table.fill(Vec::new());
                self.complaint = Some(complaint);
            }
        }
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.query_line(ui, view, out);
        ui.add_space(space::SMALL);
        self.restrictions(ui, view);
        ui.add_space(space::SMALL);
        self.acts(ui, view, out);
        ui.add_space(space::SMALL);
        self.ask(view, out);
        if self.table.rows().is_empty() {
            self.empty(ui, view);
            return;
        }
        match self.table.show(ui, view, "Places found", self.order) {
            Some(HitAct::Confirm | HitAct::Open) => self.table.open(out),
            Some(HitAct::Label(label)) => {
                self.table.label(view, &label, None, out);
            }
            Some(HitAct::Sort(order)) => self.order = order,
            None => {}
        }
    }

    /// Asks for what should be shown; the last question wins.
    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        let [from, to] = &self.dates;
        (self.within.from, self.within.to) = (Date::parse(from), Date::parse(to));
        if self.query.is_empty() {
            self.table.fill(Vec::new());
            (self.asked, self.answered, self.complaint) = (None, None, None);
            return;
        }
        let looked = Looked::Query(self.query.clone(), self.within.clone());
        let question = HitQuestion { moment: Moment::of(view.session), looked, order: self.order };
        if self.asked.as_ref() != Some(&question) {
            self.asked = Some(question.clone());
            out.push(Message::LookFor(Box::new(question)));
        }
    }

    fn is_waiting(&self) -> bool {
        self.asked != self.answered
    }

    fn empty(&self, ui: &mut Ui, view: &View<'_>) {
        let (title, what) = match (&self.complaint, self.query.is_empty(), self.is_waiting()) {
            (_, true, _) => (
                "Find words in all articles",
                "Type a word or a phrase; case and accents do not matter unless you say so",
            ),
            (Some(complaint), ..) => ("This expression cannot be looked for", complaint.as_str()),
            (_, _, true) => ("Searching…", ""),
            _ => ("Nothing found", "Check the words and the restrictions"),
        };
        empty_state(ui, view.theme, title, what);
    }

    fn leave(out: &mut Outbox) {
        out.push(Message::Show(Page::Reader));
    }
}
