//! The bar above the text while suggestions are shown: how many, how sure, in what order, and all of them at once.

use super::super::reader::words::label_name;
use super::suggestion::suggestions;
use crate::edit::plan::Suggested;
use crate::model::{Article, ArticleId, SuggestionId};
use crate::review::{OpenSuggestions, SuggestionOrder};
use crate::session::{EditRequest, Preferences, SaveStatus, SuggestionPreferences};
use crate::suggest::Language;
use crate::text::TextHash;
use crate::ui::theme::space;
use crate::ui::widgets::{count, quiet_button, tooltip};
use crate::ui::{Action, Message, Outbox, SuggestionAction, View};
use egui::{Button, ComboBox, DragValue, Frame, Label, Margin, Panel, RichText, Slider, Ui};
use std::collections::{BTreeMap, BTreeSet};

#[cfg(test)]
mod tests;

/// Scores that the threshold can stand at, in hundredths.
const RANGE: std::ops::RangeInclusive<u8> = 20..=95;
/// How far a key moves the threshold, in hundredths.
const STEP: u8 = 10;
/// Narrower than this, in points, the threshold has no slider, and a menu holds the rest.
const ROOMY: f32 = 640.0;
/// What the order is for.
const ORDER: &str = "The order in which g goes through them";

/// What the bar asks before it accepts all: exactly these.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Question {
    article: ArticleId,
    ids: BTreeSet<SuggestionId>,
    words: String,
}

/// The bar; its own state is the threshold while it is dragged, and the question that waits for an answer.
#[derive(Debug, Default)]
pub struct SuggestionBar {
    least: Option<u8>,
    question: Option<Question>,
    /// What is said of the language of a text that no suggester knows.
    refusal: Option<(TextHash, Option<String>)>,
    /// The suggesters are at work on the open article.
    pub working: bool,
}

impl SuggestionBar {
    /// Asks whether all that are shown on the article are accepted.
    pub fn ask(&mut self, view: &View<'_>) {
        let (Some(article), Some(open)) = (view.reader.article, view.suggestions()) else { return };
        if !open.is_empty() {
            let ids = open.all().map(|suggestion| suggestion.id).collect();
            self.question = Some(Question { article, ids, words: spelled_out(view, &open) });
        }
    }

    /// Takes the question back; false where there was none.
    pub fn escape(&mut self) -> bool {
        self.question.take().is_some()
    }

    /// Says yes to what is asked; false where nothing is.
    pub fn confirm(&mut self, out: &mut Outbox) -> bool {
        let question = self.question.take();
        let asked = question.is_some();
        if let Some(Question { article, ids, .. }) = question {
            out.edit(EditRequest::AcceptAll(Suggested::from([(article, ids)])));
        }
        asked
    }

    /// Draws the bar.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let (Some(article), Some(open)) = (view.reader.article, view.suggestions()) else {
            self.question = None;
            return;
        };
        // What was asked about is what is accepted: the question goes when anything of it does.
        let still_holds = |q: &Question| {
            q.article == article && q.ids.iter().eq(open.all().map(|s| s.id).collect::<BTreeSet<_>>().iter())
        };
        self.question = self.question.take().filter(still_holds);
        let frame = Frame::new()
            .fill(view.theme.chrome)
            .inner_margin(Margin::symmetric(space::MEDIUM as i8, space::SMALL as i8));
        Panel::top("suggestions").frame(frame).show_separator_line(true).show(ui, |ui| {
            ui.horizontal(|ui| {
                if self.question.is_some() {
                    self.asked(ui, view, out);
                } else if view.project().info.hides_suggestions(article) {
                    only_said(ui, view, "Kept blind: no suggestions are shown on this article", out);
                } else {
                    self.controls(ui, view, article, &open, out);
                }
            });
        });
    }

    fn asked(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let Some(question) = self.question.clone() else { return };
        let words = Label::new(RichText::new(&question.words).color(view.theme.text));
        if ui.available_width() > ROOMY {
            from_the_right(ui, |ui| {
                self.answers(ui, view, &question, out);
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| ui.add(words.truncate()));
            });
        } else {
            ui.vertical(|ui| {
                ui.add(words.wrap());
                ui.horizontal(|ui| self.answers(ui, view, &question, out));
            });
        }
    }

    fn answers(&mut self, ui: &mut Ui, view: &View<'_>, question: &Question, out: &mut Outbox) {
        if quiet_button(ui, "Cancel").clicked() {
            self.question = None;
        }
        let words = format!("Accept {}", question.ids.len());
        let key = RichText::new(view.keys.shortcut(&Action::Confirm)).small().color(view.theme.on_accent);
        let button = Button::new(RichText::new(&words).color(view.theme.on_accent)).fill(view.theme.accent);
        if ui.add(button.shortcut_text(key)).accessible_name(words).clicked() {
            self.confirm(out);
        }
    }

    /// What is to be said of an article's language; looked at once for each text.
    fn refusal_of(&mut self, article: &Article) -> Option<String> {
        let (text, tag) = (article.text(), article.metadata.language.as_str());
        let look = || Language::of(text.as_str(), Some(tag)).refusal();
        let known = self.refusal.take().filter(|(of, _)| *of == text.hash()).unwrap_or_else(|| (text.hash(), look()));
        self.refusal.insert(known).1.clone()
    }

    fn controls(&mut self, ui: &mut Ui, view: &View<'_>, article: ArticleId, open: &OpenSuggestions, out: &mut Outbox) {
        let preferences = &view.preferences.suggestions;
        let roomy = ui.available_width() > ROOMY;
        let mut least = self.least.unwrap_or(preferences.least).clamp(*RANGE.start(), *RANGE.end());
        let all = view.session.all_open(article);
        let shown = if self.least.is_some() {
            all.all().filter(|suggestion| suggestion.percent() >= least).count()
        } else {
            open.len()
        };
        let refusal = view.article().and_then(|article| self.refusal_of(article));
        if let Some(refusal) = refusal.filter(|_| all.is_empty() && !self.working) {
            only_said(ui, view, &refusal, out);
            return;
        }
        let is_opening = *view.session.status() == SaveStatus::Opening;
        let words = match (shown, self.working || is_opening) {
            (0, true) => "Looking…".to_owned(),
            (n, _) if n < all.len() => format!("{n} of {}", suggestions(all.len())),
            (n, _) => suggestions(n),
        };
        say(ui, view, &words);
        let name = ui.label(RichText::new("from").color(view.theme.muted));
        let threshold = if roomy {
            ui.add(Slider::new(&mut least, RANGE).suffix(" %").trailing_fill(true))
        } else {
            ui.add(DragValue::new(&mut least).range(RANGE).suffix(" %"))
        };
        let [fainter, surer] = [SuggestionAction::Fainter, SuggestionAction::Surer]
            .map(|step| view.keys.shortcut(&Action::Suggestion(step)));
        let threshold = threshold.labelled_by(name.id).on_hover_text(format!(
            "The least score that is shown; about so many of a hundred are right ({fainter}, {surer})"
        ));
        if threshold.dragged() {
            self.least = Some(least);
        } else if let Some(settled) =
            self.least.take().or((least != preferences.least && threshold.changed()).then_some(least))
        {
            prefer(view, out, |preferences| preferences.least = settled);
        }
        if !roomy {
            from_the_right(ui, |ui| drop(ui.menu_button("More", |ui| self.rest(ui, view, open, out))));
            return;
        }
        let order = ComboBox::from_id_salt("suggestion order").selected_text(preferences.order.name());
        let response = order.show_ui(ui, |ui| orders(ui, view, out));
        response.response.on_hover_text(ORDER);
        self.accept_all(ui, view, open);
        from_the_right(ui, |ui| close(ui, view, out));
    }

    /// What a narrow bar has no room for.
    fn rest(&mut self, ui: &mut Ui, view: &View<'_>, open: &OpenSuggestions, out: &mut Outbox) {
        orders(ui, view, out);
        ui.separator();
        self.accept_all(ui, view, open);
        close(ui, view, out);
    }

    fn accept_all(&mut self, ui: &mut Ui, view: &View<'_>, open: &OpenSuggestions) {
        if open.is_empty() {
            return;
        }
        let action = Action::Suggestion(SuggestionAction::AcceptAll);
        let button = ui.button(format!("Accept all {}…", open.len())).on_hover_text(tooltip(view.keys, &action));
        if button.clicked() {
            self.ask(view);
        }
    }
}

/// The threshold a key press further: whole tens, and the ends of the range.
pub fn stepped(least: u8, surer: bool) -> u8 {
    let next = if surer { (least / STEP + 1) * STEP } else { (least.div_ceil(STEP).max(1) - 1) * STEP };
    next.clamp(*RANGE.start(), *RANGE.end())
}

/// The orders in which one goes through them.
fn orders(ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
    for order in SuggestionOrder::ALL {
        let is_chosen = view.preferences.suggestions.order == order;
        if ui.selectable_label(is_chosen, order.name()).on_hover_text(ORDER).clicked() {
            prefer(view, out, |preferences| preferences.order = order);
        }
    }
}

fn from_the_right(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), add);
}

/// A bar with nothing to choose: the words have the room that the ways out leave.
fn only_said(ui: &mut Ui, view: &View<'_>, words: &str, out: &mut Outbox) {
    from_the_right(ui, |ui| {
        close(ui, view, out);
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| say(ui, view, words));
    });
}

fn say(ui: &mut Ui, view: &View<'_>, words: &str) {
    let label = ui.add(Label::new(RichText::new(words).color(view.theme.text)).truncate());
    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

/// The way to what became of suggestions, and the way to have none.
fn close(ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
    let hide = quiet_button(ui, "Hide").on_hover_text("Show no suggestions");
    if hide.accessible_name("Hide suggestions").clicked() {
        out.act(Action::Suggestion(SuggestionAction::Toggle));
    }
    let page = Action::Suggestion(SuggestionAction::ShowPage);
    if quiet_button(ui, "What became of them").on_hover_text(tooltip(view.keys, &page)).clicked() {
        out.act(page);
    }
}

fn prefer(view: &View<'_>, out: &mut Outbox, change: impl FnOnce(&mut SuggestionPreferences)) {
    let mut preferences: Preferences = view.preferences.clone();
    change(&mut preferences.suggestions);
    out.push(Message::SetPreferences(Box::new(preferences)));
}

/// "Accept these 14 in this article: 6 claims, 5 quoted sources, 3 events, with 5 arrows".
fn spelled_out(view: &View<'_>, open: &OpenSuggestions) -> String {
    let codebook = &view.project().codebook;
    let labels: BTreeMap<_, usize> = open.by_label();
    let kinds = labels.iter().map(|(label, n)| {
        let name = label_name(codebook, label).to_lowercase();
        count(*n, &name, &format!("{name}s"))
    });
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    let arrows: usize = open.all().map(|suggestion| open.sources_of(suggestion.id).count()).sum();
    let arrows = if arrows == 0 { String::new() } else { format!(", with {}", count(arrows, "arrow", "arrows")) };
    format!("Accept these {} in this article: {kinds}{arrows}?", open.len())
}
