//! Correcting an article's text: the text in a field, and beside it what would move.

use super::draw;
use super::question::{Asked, Preview, TextQuestion};
use crate::edit::plan::NewText;
use crate::model::{Article, ArticleId};
use crate::session::EditRequest;
use crate::text::{Text, clean};
use crate::ui::article_index::Moment;
use crate::ui::reader::words::{label_color, label_name};
use crate::ui::theme::space;
use crate::ui::widgets::{count, muted, primary_button};
use crate::ui::{Message, Outbox, View};
use egui::{Label, RichText, ScrollArea, TextEdit, Ui};
use std::sync::Arc;

/// Longest text, in bytes, that is edited in a field; a longer one is corrected in a file and imported again.
const LONGEST: usize = 400 * 1024;

/// How long nothing must be typed before what would move is worked out, in seconds.
const PAUSE: f64 = 0.35;

/// What is being typed, and what it would change.
#[derive(Debug, Default)]
pub(super) struct Correct {
    article: Option<ArticleId>,
    /// The text that the draft began with.
    began: Option<Text>,
    draft: String,
    /// When something was typed last.
    typed: f64,
    asked: Option<TextQuestion>,
    preview: Option<(TextQuestion, Box<Preview>)>,
}

impl Correct {
    pub(super) fn arrived(&mut self, question: &TextQuestion, preview: Box<Preview>) {
        if self.asked.as_ref() == Some(question) {
            self.preview = Some((question.clone(), preview));
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, article: &Arc<Article>, out: &mut Outbox) {
        if article.text().len() > LONGEST {
            muted(
                ui,
                view.theme,
                "This text is too long for a field. Correct it in a file, with the article's title and address, and add that file again: the project keeps both texts.",
            );
            return;
        }
        // A draft stays while the article has the text that it began with.
        if self.article != Some(article.id) || self.began.as_ref() != Some(article.text()) {
            let draft = article.text().as_str().to_owned();
            *self = Self { article: Some(article.id), began: Some(article.text().clone()), draft, ..Self::default() };
        }
        let is_changed = clean(&self.draft) != article.text().as_str();
        let question = self.question(ui, view, article, is_changed, out);
        let preview = self.preview.as_ref().filter(|(known, _)| Some(known) == question.as_ref()).map(|(_, p)| &**p);
        let (line, is_ready) = (line(is_changed, preview), is_changed && preview.is_some());
        let (mut keep, mut again) = (false, false);
        ui.horizontal(|ui| {
            ui.add_enabled_ui(is_ready, |ui| {
                let button = primary_button(ui, view.theme, "Keep this text");
                keep = button.on_hover_text("The text before stays in the project; undo takes this back").clicked();
            });
            again = ui.add_enabled(is_changed, egui::Button::new("Start again")).clicked();
            muted(ui, view.theme, line);
        });
        if again {
            self.article = None;
        }
        if keep {
            let text = Text::new(clean(&self.draft));
            out.edit(EditRequest::Revise(NewText { article: article.id, text, accessed: None }));
            out.push(Message::ShowTexts(super::TextsTab::Compare));
            return;
        }
        ui.add_space(space::SMALL);
        let time = ui.input(|i| i.time);
        let height = ui.available_height();
        let (draft, typed) = (&mut self.draft, &mut self.typed);
        let preview = self.preview.as_ref().map(|(_, preview)| &**preview).filter(|_| is_changed);
        ui.columns(2, |columns| {
            let [left, right] = columns else { return };
            ScrollArea::vertical().id_salt("text to correct").max_height(height).auto_shrink(false).show(left, |ui| {
                let room = egui::vec2(0.0, height - space::MEDIUM);
                let field = TextEdit::multiline(draft).desired_width(f32::INFINITY).min_size(room);
                let field = ui.add(field).accessible_name("The article's text");
                if field.changed() {
                    *typed = time;
                }
            });
            ScrollArea::vertical().id_salt("what would move").max_height(height).auto_shrink(false).show(right, |ui| {
                // Columns would spread the words over the whole width.
                ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| match preview {
                    Some(preview) => moved(ui, view, article, preview, out),
                    None => drop(muted(ui, view.theme, "Change the text at the left; here you see what would move before you keep it. Annotations follow their words, and one whose words can't be found again for certain is listed under Lost places.")),
                });
            });
        });
    }

    /// Asks what would move once nothing was typed for a moment; gives the question about the draft as it is.
    fn question(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        article: &Article,
        is_changed: bool,
        out: &mut Outbox,
    ) -> Option<TextQuestion> {
        if !is_changed {
            return None;
        }
        let moment = Moment::of(view.session);
        if let Some(asked) = &self.asked
            && asked.moment == moment
            && matches!(&asked.asked, Asked::Preview(draft) if **draft == *self.draft)
        {
            return Some(asked.clone());
        }
        let waited = ui.input(|i| i.time) - self.typed;
        if waited < PAUSE {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(PAUSE - waited));
            return None;
        }
        let question =
            TextQuestion { moment, article: article.id, asked: Asked::Preview(Arc::from(self.draft.as_str())) };
        self.asked = Some(question.clone());
        out.push(Message::AskTexts(Box::new(question.clone())));
        Some(question)
    }
}

fn line(is_changed: bool, preview: Option<&Preview>) -> String {
    match preview {
        None if is_changed => "Working out what would move…".to_owned(),
        None => "Nothing is changed yet".to_owned(),
        Some(preview) => moves_line(preview),
    }
}

/// "12 annotations stay, 1 with other words, 1 loses its place; 2 paragraphs to read again".
fn moves_line(preview: &Preview) -> String {
    let moves = &preview.moves;
    let mut parts = vec![format!("{} in place", count(moves.kept, "annotation stays", "annotations stay"))];
    if !moves.changed.is_empty() {
        parts.push(format!("{} with other words", moves.changed.len()));
    }
    if !moves.lost.is_empty() {
        parts.push(count(moves.lost.len(), "loses its place", "lose their place"));
    }
    if !moves.found.is_empty() {
        parts.push(count(moves.found.len(), "has its place again", "have their place again"));
    }
    let read = match moves.to_read {
        0 => String::new(),
        n => format!("; {} to read again", count(n, "paragraph", "paragraphs")),
    };
    format!("{}{read}", parts.join(", "))
}

fn moved(ui: &mut Ui, view: &View<'_>, article: &Article, preview: &Preview, out: &mut Outbox) {
    for row in &preview.rows {
        ui.horizontal_wrapped(|ui| {
            let codebook = &view.project().codebook;
            let shade = view.theme.label_text(label_color(codebook, &row.label));
            ui.label(RichText::new(label_name(codebook, &row.label)).color(shade));
            let words = match &row.now {
                None => RichText::new(format!("loses its place: “{}”", row.was)).color(view.theme.warning),
                Some(now) if *now == row.was => RichText::new(format!("has its place again: “{now}”")),
                Some(now) => RichText::new(format!("“{}” → “{now}”", row.was)),
            };
            ui.add(Label::new(words).wrap());
        });
    }
    if !preview.rows.is_empty() {
        ui.add_space(space::MEDIUM);
    }
    muted(ui, view.theme, preview.compared.report.summary());
    ui.add_space(space::SMALL);
    draw::changes(ui, view, article, &preview.compared, false, out);
}
