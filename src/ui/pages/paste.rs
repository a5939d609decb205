//! The form for an article from the clipboard.

use crate::model::{Date, Metadata};
use crate::ui::theme::space;
use crate::ui::widgets::{Stay, field, heading, muted, popup, primary_button};
use crate::ui::{Message, Outbox, Paste, Popup, Theme};
use egui::{Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, ViewportCommand};

/// Longest first line that is taken as a title, in characters.
const LONGEST_TITLE: usize = 200;

/// The form for an article from the clipboard. Make a new one each time it opens.
#[derive(Debug, Default)]
pub struct PasteForm {
    text: String,
    title: String,
    proposed: String,
    url: String,
    outlet: String,
    author: String,
    published: String,
    refused: Option<String>,
    begun: bool,
}

impl PasteForm {
    /// A form with the clipboard's words. Without any the form asks the system for them.
    pub fn new(text: impl Into<String>) -> Self {
        let mut form = Self { text: text.into(), ..Self::default() };
        form.propose_title();
        form
    }

    /// Draws the form. It closes with [`Message::Toggle`], after [`Message::PasteArticle`] where the article is added.
    pub fn show(&mut self, ctx: &egui::Context, theme: &Theme, out: &mut Outbox) {
        let (done, stay) = popup(ctx, "Paste an article", space::PAGE, |ui| self.form(ui, theme));
        let added = done == Done::Add && self.add(out);
        if added || done == Done::Cancel || stay == Stay::Close {
            out.push(Message::Toggle(Popup::Paste));
        }
    }

    fn form(&mut self, ui: &mut Ui, theme: &Theme) -> Done {
        heading(ui, theme, "Paste an article");
        // Fields and buttons stay in view in a low window: the text gives way.
        let room = ui.ctx().content_rect().height() - space::PAGE * 0.6;
        let label = muted(ui, theme, "Text");
        let scroll = ScrollArea::vertical().id_salt("text").max_height(room.max(2.0 * space::ROW));
        let text = scroll.show(ui, |ui| {
            let hint = RichText::new("Paste the article's words here").color(theme.muted);
            let edit = TextEdit::multiline(&mut self.text).hint_text(hint).desired_rows(8).desired_width(f32::INFINITY);
            ui.add(edit).labelled_by(label.id)
        });
        if !self.begun {
            self.begun = true;
            text.inner.request_focus();
            if self.text.is_empty() {
                ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
            }
        }
        if text.inner.changed() {
            self.propose_title();
            self.refused = None;
        }
        field(ui, theme, "Title", &mut self.title, "");
        field(ui, theme, "Address", &mut self.url, "https://…");
        ui.columns_const(|[left, middle, right]| {
            field(left, theme, "Outlet", &mut self.outlet, "");
            field(middle, theme, "Author", &mut self.author, "");
            if field(right, theme, "Published", &mut self.published, "2025-11-28").changed() {
                self.refused = None;
            }
        });
        if let Some(refused) = &self.refused {
            ui.colored_label(theme.danger, refused);
        }
        ui.add_space(space::MEDIUM);
        let with_keys = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
        ui.horizontal(|ui| {
            let add = primary_button(ui, theme, "Add article").on_hover_text("Add it to the project (Ctrl+Enter)");
            let cancel = ui.button("Cancel");
            match () {
                () if add.clicked() || with_keys => Done::Add,
                () if cancel.clicked() => Done::Cancel,
                () => Done::No,
            }
        })
        .inner
    }

    /// The first line as title, as long as nobody typed another.
    fn propose_title(&mut self) {
        if self.title != self.proposed {
            return;
        }
        let first = self.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        self.proposed = if first.chars().count() <= LONGEST_TITLE { first.into() } else { String::new() };
        self.title.clone_from(&self.proposed);
    }

    fn add(&mut self, out: &mut Outbox) -> bool {
        let published = Date::parse(&self.published);
        if self.text.trim().is_empty() {
            self.refused = Some("An article needs words: paste some".into());
        } else if published.is_none() && !self.published.trim().is_empty() {
            self.refused =
                Some(format!("{:?} is not a date: write 2025-11-28, 2025-11 or 2025", self.published.trim()));
        } else {
            let trimmed = |text: &str| text.trim().to_owned();
            let metadata = Metadata {
                title: trimmed(&self.title),
                outlet: trimmed(&self.outlet),
                author: trimmed(&self.author),
                url: trimmed(&self.url),
                published,
                ..Metadata::default()
            };
            out.push(Message::PasteArticle(Box::new(Paste { text: std::mem::take(&mut self.text), metadata })));
            return true;
        }
        false
    }
}

/// What the buttons said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    No,
    Add,
    Cancel,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::View;
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::kittest::Queryable as _;

    fn show(form: &mut PasteForm, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        form.show(ui.ctx(), view.theme, out);
    }

    #[test]
    fn a_title_is_proposed_and_a_wrong_date_refused() {
        let form = PasteForm::new("\n  Storm warning\n\nThe storm comes.");
        let mut window = harness(Stage::harbour(), form, show);
        assert_eq!(window.get_by_label("Title").value().as_deref(), Some("Storm warning"));
        window.get_by_label("Published").click();
        window.run();
        window.get_by_label("Published").type_text("28/11/2025");
        window.run();
        window.get_by_label("Add article").click();
        window.run();
        window.get_by_label_contains("is not a date");
        assert!(window.state_mut().0.take().is_empty());
        window.state_mut().1.published = "2025-11-28".into();
        window.get_by_label("Add article").click();
        window.run();
        let messages = window.state_mut().0.take();
        let [Message::PasteArticle(paste), Message::Toggle(Popup::Paste)] = &messages[..] else {
            panic!("{messages:?}")
        };
        assert_eq!(paste.metadata.title, "Storm warning");
        assert_eq!(paste.metadata.published, Date::parse("2025-11-28"));
    }

    #[test]
    fn words_are_needed_and_a_typed_title_stays() {
        let mut window = harness(Stage::harbour(), PasteForm::default(), show);
        window.get_by_label("Add article").click();
        window.run();
        window.get_by_label_contains("An article needs words");
        window.state_mut().1.title = "Mine".into();
        window.get_by_label("Text").click();
        window.run();
        window.get_by_label("Text").type_text("First line");
        window.run();
        assert_eq!(window.get_by_label("Title").value().as_deref(), Some("Mine"));
        window.get_by_label("Cancel").click();
        window.run();
        assert!(matches!(window.state_mut().0.take()[..], [Message::Toggle(Popup::Paste)]));
    }
}
