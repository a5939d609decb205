//! What stands below the text: finishing the article, or what comes after that.

use crate::review::{Progress, ProgressState};
use crate::ui::theme::space;
use crate::ui::widgets::{count, tooltip};
use crate::ui::{Action, Outbox, View};
use egui::{Button, RichText, Ui};

/// Draws the buttons for the end of an article.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, progress: &Progress, out: &mut Outbox) {
    let mut button = |ui: &mut Ui, words: &str, action: Action| {
        if ui.add(Button::new(words)).on_hover_text(tooltip(view.keys, &action)).clicked() {
            out.act(action);
        }
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::MEDIUM;
        let words = if progress.state == ProgressState::Done {
            button(ui, "Next article", Action::NextArticle);
            button(ui, "Work on it again", Action::ReopenArticle);
            "This article is done".to_owned()
        } else {
            button(ui, "Finish the article…", Action::FinishArticle);
            unread(progress)
        };
        ui.label(RichText::new(words).small().color(view.theme.muted));
    });
}

/// "5 paragraphs are not read yet".
fn unread(progress: &Progress) -> String {
    match progress.counted.saturating_sub(progress.read) {
        0 => "Every paragraph is read".to_owned(),
        1 => "One paragraph is not read yet".to_owned(),
        many => format!("{} are not read yet", count(many, "paragraph", "paragraphs")),
    }
}
