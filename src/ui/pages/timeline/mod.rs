//! Events by date, claims from outlet to outlet, articles by publication: drawn on one axis, with zoom and pan.

mod axis;
mod draw;
mod lanes;
#[cfg(test)]
mod tests;

pub(super) use lanes::Lanes;

use super::coding::{coding_choice, coding_of_view};
use super::comparing::{CompareAnswer, CompareQuestion, Compared, Found};
use super::mentions::open;
use crate::review::Coding;
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::{empty_state, heading};
use crate::ui::{Message, Outbox, View};
use axis::Axis;
use egui::{Button, Ui};
use lanes::{Lane, Target};

/// How much a button zooms.
const STEP: f64 = 1.5;

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Events,
    Claims,
    Articles,
}

impl Part {
    const ALL: [Self; 3] = [Self::Events, Self::Claims, Self::Articles];

    fn name(self) -> &'static str {
        match self {
            Self::Events => "Events",
            Self::Claims => "Claims",
            Self::Articles => "Articles",
        }
    }

    fn empty(self) -> (&'static str, &'static str) {
        match self {
            Self::Events => ("No events", "Link events to a shared event, or give one a date"),
            Self::Claims => ("No shared claims", "Link claims of several articles to see how they spread"),
            Self::Articles => ("No articles", "Add articles from files, or paste one"),
        }
    }
}

/// The page.
#[derive(Debug, Default)]
pub struct TimelinePage {
    part: Part,
    coding: Option<Coding>,
    lanes: Lanes,
    /// Where the view is; `None` until everything was fitted in once.
    axis: Option<Axis>,
    /// Width of the drawing in the last frame, in points.
    width: f64,
    asked: Option<CompareQuestion>,
    answered: Option<CompareQuestion>,
}

impl TimelinePage {
    /// Takes in what a worker found.
    pub fn arrived(&mut self, answer: CompareAnswer) {
        if let Found::Timeline(lanes) = answer.found {
            if self.lanes.days != lanes.days {
                self.axis = None;
            }
            (self.lanes, self.answered) = (lanes, Some(answer.question));
        }
    }

    fn shown(&self) -> &[Lane] {
        match self.part {
            Part::Events => &self.lanes.events,
            Part::Claims => &self.lanes.claims,
            Part::Articles => &self.lanes.articles,
        }
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.ask(view, out);
        ui.horizontal_wrapped(|ui| {
            heading(ui, view.theme, "Timeline");
            ui.add_space(space::LARGE);
            for part in Part::ALL {
                if ui.add(Button::selectable(self.part == part, part.name())).clicked() {
                    self.part = part;
                }
            }
            ui.add_space(space::LARGE);
            coding_choice(ui, view, &mut self.coding);
            ui.add_space(space::LARGE);
            self.zooming(ui);
        });
        ui.add_space(space::SMALL);
        if self.shown().is_empty() {
            let (title, what) = self.part.empty();
            empty_state(ui, view.theme, if self.answered.is_none() { "Collecting the dates…" } else { title }, what);
            return;
        }
        match self.draw(ui, view) {
            Some(Target::Mention(key, id)) => open(view, &key, id, out),
            Some(Target::Article(id)) => out.push(Message::OpenArticle(id)),
            None => {}
        }
    }

    fn zooming(&mut self, ui: &mut Ui) {
        let width = self.width;
        let about = "Also Ctrl with the wheel; drag to move";
        if ui.button("+").on_hover_text(about).accessible_name("Zoom in").clicked() {
            self.axis.iter_mut().for_each(|axis| axis.zoom(STEP, width / 2.0));
        }
        if ui.button("−").on_hover_text(about).accessible_name("Zoom out").clicked() {
            self.axis.iter_mut().for_each(|axis| axis.zoom(1.0 / STEP, width / 2.0));
        }
        if ui.button("Fit").on_hover_text("From the first day to the last").clicked() {
            self.axis = None;
        }
    }

    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        let what = Compared::Timeline(coding_of_view(view, self.coding.as_ref()));
        let question = CompareQuestion { moment: Moment::of(view.session), what };
        if self.asked.as_ref() != Some(&question) && self.asked == self.answered {
            self.asked = Some(question.clone());
            out.push(Message::Compare(Box::new(question)));
        }
    }
}
