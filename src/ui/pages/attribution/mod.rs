//! On whose word: what each shared claim stands on, and what is missing.

mod details;
mod lists;
mod rows;
#[cfg(test)]
mod tests;

use super::coding::{coding_choice, coding_of_view};
use super::reviewed::{KnownReview, ReviewQuestion};
use super::segments::choice;
use crate::model::{AnnotationId, LayerKey, Project, StoryId, ThreadId};
use crate::review::{
    Asked, Attribution, CitedOutlet, Coding, Standing, UnsourcedClaim, asked_for_comment, claims_without_source,
    outlets_not_collected, sources_without_claim,
};
use crate::text::fold;
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::{empty_state, muted_line};
use crate::ui::{Message, Outbox, View};
use egui::{Button, Panel, RichText, TextEdit, Ui};
use std::cmp::Reverse;
use std::sync::Arc;

/// Width of the details at the right, in points: at first and at most.
const DETAILS: (f32, f32) = (380.0, 620.0);

/// What the page shows: worked out on a worker.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributionQuestion {
    moment: Moment,
    coding: Coding,
}

/// A shared claim with what it stands on.
#[derive(Debug)]
struct Claim {
    thread: ThreadId,
    title: String,
    folded: String,
    story: Option<StoryId>,
    standing: Standing,
}

/// All that the page lists.
#[derive(Debug)]
struct Lists {
    attribution: Attribution,
    claims: Vec<Claim>,
    no_source: Vec<UnsourcedClaim>,
    no_claim: Vec<(LayerKey, AnnotationId)>,
    not_collected: Vec<CitedOutlet>,
    asked: Vec<Asked>,
}

/// The answer to a question.
#[derive(Debug)]
pub struct AttributionAnswer {
    question: AttributionQuestion,
    lists: Arc<Lists>,
}

impl AttributionQuestion {
    pub(super) fn answer(self, project: &Project, known: &mut KnownReview) -> AttributionAnswer {
        let attribution = known.attribution(&self.moment, project, &self.coding);
        let claim = |thread: ThreadId| {
            let (_, found) = project.thread(thread)?;
            let (title, story) = (found.title.clone(), found.story);
            Some(Claim { thread, folded: fold(&title), title, story, standing: attribution.standing(thread) })
        };
        let lists = Lists {
            claims: attribution.claims().filter_map(claim).collect(),
            no_source: claims_without_source(&attribution),
            no_claim: sources_without_claim(&attribution),
            not_collected: outlets_not_collected(&attribution),
            asked: asked_for_comment(&attribution),
            attribution,
        };
        AttributionAnswer { question: self, lists: Arc::new(lists) }
    }
}

/// Which list is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum List {
    #[default]
    Claims,
    NoSource,
    NoClaim,
    NotCollected,
    Asked,
}

/// Which claims are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Only {
    #[default]
    All,
    Echo,
    One,
    Unnamed,
    Unsourced,
}

/// How claims follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    #[default]
    MostArticles,
    FewestSources,
    Title,
}

/// Which claims are shown, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Filter {
    words: String,
    only: Only,
    order: Order,
    story: Option<StoryId>,
}

/// The page: what is listed, and which claim is looked at.
#[derive(Debug, Default)]
pub struct AttributionPage {
    coding: Option<Coding>,
    filter: Filter,
    list: List,
    lists: Option<Arc<Lists>>,
    answered: Option<AttributionQuestion>,
    waiting: bool,
    chosen: Option<ThreadId>,
    /// The claims that are shown, by their numbers, with what that follows from.
    shown: Option<(Filter, Arc<Lists>, Arc<[usize]>)>,
}

impl AttributionPage {
    /// Takes in what a worker found.
    pub fn arrived(&mut self, answer: AttributionAnswer) {
        self.waiting = false;
        self.answered = Some(answer.question);
        self.lists = Some(answer.lists);
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.ask(view, out);
        ui.horizontal_wrapped(|ui| {
            coding_choice(ui, view, &mut self.coding);
            if let Some(lists) = self.lists.clone() {
                ui.add_space(space::LARGE);
                self.tabs(ui, &lists);
            }
        });
        let Some(lists) = self.lists.clone() else {
            empty_state(ui, view.theme, "Working out who says so…", "");
            return;
        };
        ui.add_space(space::SMALL);
        match self.list {
            List::Claims => self.claims(ui, view, &lists, out),
            List::NoSource => lists.show_no_source(ui, view, out),
            List::NoClaim => lists.show_no_claim(ui, view, out),
            List::NotCollected => lists.show_not_collected(ui, view, out),
            List::Asked => lists.show_asked(ui, view, out),
        }
    }

    /// Asks for what should be shown, one question at a time; the last one wins.
    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        let coding = coding_of_view(view, self.coding.as_ref());
        let question = AttributionQuestion { moment: Moment::of(view.session), coding };
        if !self.waiting && self.answered.as_ref() != Some(&question) {
            self.waiting = true;
            out.push(Message::Review(Box::new(ReviewQuestion::Attribution(question))));
        }
    }

    fn tabs(&mut self, ui: &mut Ui, lists: &Lists) {
        let all = [
            (List::Claims, "Shared claims", lists.claims.len()),
            (List::NoSource, "Claims without a source", lists.no_source.len()),
            (List::NoClaim, "Sources without a claim", lists.no_claim.len()),
            (List::NotCollected, "Outlets not collected", lists.not_collected.len()),
            (List::Asked, "Asked for comment", lists.asked.len()),
        ];
        for (list, name, many) in all {
            let tab = ui.add(Button::selectable(self.list == list, format!("{name} · {many}")));
            if tab.accessible_name(name).clicked() {
                self.list = list;
            }
        }
    }

    fn claims(&mut self, ui: &mut Ui, view: &View<'_>, lists: &Arc<Lists>, out: &mut Outbox) {
        self.filters(ui, view);
        let shown = self.shown(lists);
        if shown.is_empty() {
            let (title, what) = if lists.claims.is_empty() {
                ("No claim is shared yet", "Label a claim and press t to say that it is the same as another")
            } else {
                ("No claim fits", "Change the filters")
            };
            empty_state(ui, view.theme, title, what);
            return;
        }
        let chosen = self.chosen.and_then(|id| lists.claims.iter().find(|claim| claim.thread == id));
        if let Some(claim) = chosen {
            let frame = egui::Frame::NONE.inner_margin(egui::Margin { left: 12, ..egui::Margin::ZERO });
            Panel::right("attribution details")
                .frame(frame)
                .default_size(DETAILS.0)
                .max_size(DETAILS.1)
                .resizable(true)
                .show(ui, |ui| {
                    if !lists.show_claim(ui, view, claim, out) {
                        self.chosen = None;
                    }
                });
        }
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
            let many = format!("{} of {}", shown.len(), lists.claims.len());
            muted_line(ui, view.theme, if self.waiting { format!("{many} …") } else { many });
            if let Some(clicked) = rows::claims(ui, view, &lists.claims, &shown, self.chosen) {
                self.chosen = Some(clicked);
            }
        });
    }

    fn filters(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.horizontal_wrapped(|ui| {
            let hint = RichText::new("Filter claims").color(view.theme.muted);
            let edit = TextEdit::singleline(&mut self.filter.words).hint_text(hint).desired_width(space::PAGE / 5.0);
            ui.add(edit).accessible_name("Filter claims");
            let shown = |only: &Only| {
                let words = match only {
                    Only::All => "All",
                    Only::Echo => "Echoes: many outlets, one source",
                    Only::One => "From one source",
                    Only::Unnamed => "Only unnamed sources",
                    Only::Unsourced => "Somewhere without a source",
                };
                words.to_owned()
            };
            let all = [Only::All, Only::Echo, Only::One, Only::Unnamed, Only::Unsourced];
            choice(ui, "Which claims", &mut self.filter.only, &all, shown);
            let shown = |order: &Order| {
                let words = match order {
                    Order::MostArticles => "Most articles first",
                    Order::FewestSources => "Fewest sources first",
                    Order::Title => "By title",
                };
                words.to_owned()
            };
            let all = [Order::MostArticles, Order::FewestSources, Order::Title];
            choice(ui, "Order of claims", &mut self.filter.order, &all, shown);
            let stories = &view.project().stories;
            if !stories.is_empty() {
                let all: Vec<_> = std::iter::once(None).chain(stories.keys().copied().map(Some)).collect();
                let shown = |id: &Option<StoryId>| match id.as_ref() {
                    None => "Every story".to_owned(),
                    Some(id) => stories.get(id).map(|story| story.title.clone()).unwrap_or_default(),
                };
                choice(ui, "Story", &mut self.filter.story, &all, shown);
            }
        });
    }

    /// The claims that are shown, by their numbers; worked out once.
    fn shown(&mut self, lists: &Arc<Lists>) -> Arc<[usize]> {
        match &self.shown {
            Some((filter, known, shown)) if *filter == self.filter && Arc::ptr_eq(known, lists) => Arc::clone(shown),
            _ => {
                let shown: Arc<[usize]> = self.filter.apply(&lists.claims).into();
                self.shown = Some((self.filter.clone(), Arc::clone(lists), Arc::clone(&shown)));
                shown
            }
        }
    }
}

impl Filter {
    fn apply(&self, claims: &[Claim]) -> Vec<usize> {
        let words: Vec<String> = fold(&self.words).split_whitespace().map(str::to_owned).collect();
        let fits = |claim: &Claim| {
            let standing = &claim.standing;
            let only = match self.only {
                Only::All => true,
                Only::Echo => standing.is_echo(),
                Only::One => standing.at_least() == 1,
                Only::Unnamed => standing.at_least() > 0 && standing.named() == 0,
                Only::Unsourced => !standing.unsourced.is_empty(),
            };
            only && self.story.is_none_or(|story| claim.story == Some(story))
                && words.iter().all(|word| claim.folded.contains(word))
        };
        let mut shown: Vec<(usize, &Claim)> = claims.iter().enumerate().filter(|(_, claim)| fits(claim)).collect();
        shown.sort_by(|(_, a), (_, b)| {
            let (one, other) = (&a.standing, &b.standing);
            let order = match self.order {
                Order::MostArticles => Reverse(one.articles).cmp(&Reverse(other.articles)),
                Order::FewestSources => one.at_least().cmp(&other.at_least()),
                Order::Title => std::cmp::Ordering::Equal,
            };
            order.then_with(|| (&a.folded, a.thread).cmp(&(&b.folded, b.thread)))
        });
        shown.into_iter().map(|(number, _)| number).collect()
    }
}
