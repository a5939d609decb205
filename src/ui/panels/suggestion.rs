//! The card of a suggestion: what it is, how sure and why, and what can be done with it.

use super::super::reader::words::{attribute_line, label_color, label_name, shortened};
use crate::model::{Suggestion, SuggestionId};
use crate::review::{Level, OpenSuggestions};
use crate::ui::theme::space;
use crate::ui::widgets::{count, muted, tooltip};
use crate::ui::{Action, Outbox, SuggestionAction, View};
use egui::{Button, Frame, RichText, Sense, Stroke, Ui, WidgetInfo, vec2};

/// Characters of a source's words on the card.
const WORDS: usize = 70;

/// What the card does, with the key first as the analyst learns it.
const DEEDS: [(SuggestionAction, &str); 3] =
    [(SuggestionAction::Accept, "Accept"), (SuggestionAction::Reject, "Reject"), (SuggestionAction::Later, "Later")];

/// The card with its buttons.
pub(crate) fn suggestion_card(
    ui: &mut Ui,
    view: &View<'_>,
    open: &OpenSuggestions,
    id: SuggestionId,
    out: &mut Outbox,
) {
    Frame::popup(ui.style()).show(ui, |ui| {
        ui.set_max_width(space::CARD);
        suggestion_words(ui, view, open, id);
        ui.add_space(space::SMALL);
        ui.horizontal(|ui| {
            for (deed, words) in DEEDS {
                let action = Action::Suggestion(deed);
                let words_of = RichText::new(words);
                let button = if deed == SuggestionAction::Accept {
                    Button::new(words_of.color(view.theme.on_accent)).fill(view.theme.accent)
                } else {
                    Button::new(words_of)
                };
                let button = button.shortcut_text(key(view, &action));
                let response = ui.add(button).on_hover_text(tooltip(view.keys, &action));
                if response.accessible_name(format!("{words} the suggestion")).clicked() {
                    out.act(action);
                }
            }
        });
    });
}

fn key(view: &View<'_>, action: &Action) -> RichText {
    let accept = *action == Action::Suggestion(SuggestionAction::Accept);
    let color = if accept { view.theme.on_accent } else { view.theme.muted };
    RichText::new(view.keys.shortcut(action)).small().color(color)
}

/// What a suggestion is, how sure and why.
pub(crate) fn suggestion_words(ui: &mut Ui, view: &View<'_>, open: &OpenSuggestions, id: SuggestionId) {
    let Some(suggestion) = open.get(id) else { return };
    let (theme, project) = (view.theme, view.project());
    let codebook = &project.codebook;
    let level = Level::of(suggestion.percent());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::SMALL;
        let color = theme.label_text(label_color(codebook, &suggestion.label));
        ui.label(RichText::new(label_name(codebook, &suggestion.label)).color(color).strong());
        ui.label(RichText::new("suggested").color(theme.muted));
        marks(ui, view, level);
        ui.label(RichText::new(level.name()).color(theme.muted));
    });
    if !suggestion.reason.is_empty() {
        muted(ui, theme, format!("Why: {}", suggestion.reason));
    }
    if let Some(article) = view.article() {
        for source in open.sources_of(id) {
            let words: Vec<&str> = source.fragments.iter().map(|span| article.text().slice(*span)).collect();
            let words = shortened(&words.join(" … "), WORDS);
            ui.label(RichText::new(format!("→ “{words}”")).color(theme.text))
                .on_hover_text("Accepted with it, and the arrow between them");
        }
    }
    let values = suggestion.attributes.iter();
    let values: Vec<String> =
        values.map(|(id, value)| attribute_line(codebook, &suggestion.label, id, value)).collect();
    if !values.is_empty() {
        muted(ui, theme, values.join(" · "));
    }
    let linked = suggestion.thread();
    for (thread, _) in &suggestion.threads {
        let Some((_, record)) = project.thread(*thread) else { continue };
        let what = if linked == Some(*thread) { "Same as" } else { "Perhaps the same as" };
        muted(ui, theme, format!("{what} “{}”", shortened(&record.title, WORDS)));
    }
    muted(ui, theme, kept(view, suggestion, level));
}

/// "You kept 17 of 20 like this".
pub(crate) fn kept(view: &View<'_>, suggestion: &Suggestion, level: Level) -> String {
    let kept = view.session.tally().like(&suggestion.by, &suggestion.label, level);
    match kept.decided() {
        0 => format!("The first like this, from {}", suggestion.by),
        n => format!("You kept {} of {n} like this, from {}", kept.kept(), suggestion.by),
    }
}

/// Three marks, as many of them filled as the level says.
fn marks(ui: &mut Ui, view: &View<'_>, level: Level) {
    let side = space::MEDIUM;
    let (rect, response) = ui.allocate_exact_size(vec2(3.0 * side, side), Sense::hover());
    for number in 0..3 {
        let center = rect.left_center() + vec2((number as f32 + 0.5) * side, 0.0);
        let radius = side * 0.32;
        if number < level.marks() {
            ui.painter().circle_filled(center, radius, view.theme.accent);
        } else {
            ui.painter().circle_stroke(center, radius, Stroke::new(1.0, view.theme.muted));
        }
    }
    let words = format!("{} of 3: {}", level.marks(), level.name());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &words));
}

/// "14 suggestions".
pub(crate) fn suggestions(number: usize) -> String {
    count(number, "suggestion", "suggestions")
}
