//! The texts of an article: what changed between them, correcting the text, and annotations that lost their place.

mod correct;
mod draw;
mod lost;
mod question;
#[cfg(test)]
mod tests;

pub use question::{TextAnswer, TextQuestion};

use crate::edit::plan::NewText;
use crate::model::{Article, ArticleId, Revision};
use crate::session::EditRequest;
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state, heading, muted};
use crate::ui::{Message, Outbox, View};
use egui::{ScrollArea, Ui};
use question::{Asked, Compared, Found, texts};
use std::sync::Arc;

/// What the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextsTab {
    /// What changed from one text to another.
    #[default]
    Compare,
    /// The text in a field, and what would move.
    Correct,
    /// Annotations without a place.
    Lost,
}

impl TextsTab {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Compare, "What changed"), (Self::Correct, "Correct the text"), (Self::Lost, "Lost places")];
}

/// The page.
#[derive(Debug, Default)]
pub struct TextsPage {
    tab: TextsTab,
    article: Option<ArticleId>,
    /// Numbers of the texts that are compared.
    pair: Option<(usize, usize)>,
    compared: Option<(TextQuestion, Box<Compared>)>,
    asked: Option<TextQuestion>,
    correct: correct::Correct,
    lost: lost::Lost,
}

impl TextsPage {
    /// Shows a tab from here on.
    pub fn open(&mut self, tab: TextsTab) {
        self.tab = tab;
    }

    /// Takes in what a worker found; an answer to an older question is dropped.
    pub fn arrived(&mut self, answer: TextAnswer) {
        match answer.found {
            Found::Compared(compared) if self.asked.as_ref() == Some(&answer.question) => {
                self.compared = Some((answer.question, compared));
            }
            Found::Preview(preview) => self.correct.arrived(&answer.question, preview),
            Found::Candidates(found) => self.lost.arrived(&answer.question, found),
            _ => {}
        }
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let Some(article) = view.article() else {
            heading(ui, view.theme, "Texts");
            empty_state(
                ui,
                view.theme,
                "No article is open",
                "Open an article first; then its texts are compared here",
            );
            return;
        };
        if self.article != Some(article.id) {
            (self.article, self.pair) = (Some(article.id), None);
        }
        heading(ui, view.theme, format!("Texts of “{}”", article.display_title()));
        ui.horizontal(|ui| {
            for (tab, name) in TextsTab::ALL {
                let lost = if tab == TextsTab::Lost {
                    view.session.index(&view.session.key(article.id)).lost().len()
                } else {
                    0
                };
                let words = if lost > 0 { format!("{name} ({lost})") } else { name.to_owned() };
                if ui.selectable_label(self.tab == tab, words).clicked() {
                    self.tab = tab;
                }
            }
        });
        ui.separator();
        match self.tab {
            TextsTab::Compare => self.compare(ui, view, article, out),
            TextsTab::Correct => self.correct.show(ui, view, article, out),
            TextsTab::Lost => self.lost.show(ui, view, article, out),
        }
    }

    fn compare(&mut self, ui: &mut Ui, view: &View<'_>, article: &Arc<Article>, out: &mut Outbox) {
        let last = article.earlier.len();
        if last == 0 {
            empty_state(
                ui,
                view.theme,
                "This article has one text",
                "Import it again where it was changed, or correct it here: both texts are kept, and what changed is listed",
            );
            return;
        }
        let (from, to) = self.pair.filter(|(from, to)| *from <= last && *to <= last).unwrap_or((last - 1, last));
        let mut pair = (from, to);
        ui.horizontal_wrapped(|ui| {
            muted(ui, view.theme, "From");
            choose(ui, view, article, "Older text", &mut pair.0);
            muted(ui, view.theme, "to");
            choose(ui, view, article, "Newer text", &mut pair.1);
            let chosen = texts(article).nth(pair.0).filter(|_| pair.0 < last);
            if let Some(older) = chosen
                && ui.button("Use the older text again").on_hover_text("Both stay; undo takes it back").clicked()
            {
                let text = older.text.clone();
                out.edit(EditRequest::Revise(NewText { article: article.id, text, accessed: None }));
            }
        });
        self.pair = Some(pair);
        let question = TextQuestion {
            moment: Moment::of(view.session),
            article: article.id,
            asked: Asked::Compare(pair.0, pair.1),
        };
        if self.asked.as_ref() != Some(&question) {
            self.asked = Some(question.clone());
            out.push(Message::AskTexts(Box::new(question)));
        }
        // What was worked out before stays until the new answer is there, unless it is about other texts.
        let known = self
            .compared
            .as_ref()
            .filter(|(known, _)| known.article == article.id && known.asked == Asked::Compare(pair.0, pair.1));
        let Some((_, compared)) = known else {
            muted(ui, view.theme, "Comparing…");
            return;
        };
        muted(ui, view.theme, compared.report.summary());
        ui.add_space(space::SMALL);
        ScrollArea::vertical().id_salt("changes of texts").auto_shrink(false).show(ui, |ui| {
            draw::changes(ui, view, article, compared, pair.1 == last, out);
        });
    }
}

/// A choice among the texts of an article.
fn choose(ui: &mut Ui, view: &View<'_>, article: &Article, name: &str, chosen: &mut usize) {
    let shown = texts(article).nth(*chosen).map(|text| text_name(article, text, *chosen)).unwrap_or_default();
    let combo = egui::ComboBox::from_id_salt((name, view.theme.dark)).selected_text(shown.clone());
    let response = combo.show_ui(ui, |ui| {
        for (number, text) in texts(article).enumerate() {
            ui.selectable_value(chosen, number, text_name(article, text, number));
        }
    });
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {shown}")));
}

/// "Text 2, since 2026-11-22 15:04".
pub(super) fn text_name(article: &Article, text: &Revision, number: usize) -> String {
    let since = match text.since {
        Some(when) => format!("since {}", moment_words(when)),
        None => "as it came".to_owned(),
    };
    let current = if number == article.earlier.len() { ", current" } else { "" };
    format!("Text {}, {since}{current}", number + 1)
}

/// "2026-11-22 15:04".
pub(crate) fn moment_words(when: crate::model::Timestamp) -> String {
    let written = when.to_string();
    written.get(..16).unwrap_or(&written).replace('T', " ")
}

/// What the reader says above the text: "3 texts, the current one since 2026-11-22 15:04".
pub(crate) fn texts_words(article: &Article) -> Option<String> {
    let earlier = article.earlier.len();
    let since = article.current.since.map(|when| format!(", the current one since {}", moment_words(when)));
    (earlier > 0).then(|| format!("{}{}", count(earlier + 1, "text", "texts"), since.unwrap_or_default()))
}
