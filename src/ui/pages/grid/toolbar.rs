//! The line above the grid: filter, what can be done with the block, and the dialog before articles go.

use super::GridPage;
use crate::model::ArticleId;
use crate::session::EditRequest;
use crate::ui::theme::space;
use crate::ui::widgets::{Stay, count, heading, muted, muted_line, popup, primary_button, submitted};
use crate::ui::{Message, Outbox, View};
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{RichText, TextEdit, Ui};

impl GridPage {
    pub(super) fn toolbar(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let chosen = self.chosen_articles();
        ui.horizontal_wrapped(|ui| {
            let hint = RichText::new("Filter articles").color(view.theme.muted);
            let edit = TextEdit::singleline(&mut self.filter).hint_text(hint).desired_width(space::PAGE / 4.0);
            ui.add(edit).accessible_name("Filter the table");
            let rows = self.block.map_or(0, |b| b.rows().count());
            let fill = ui.add_enabled(rows > 1, egui::Button::new("Fill down"));
            let fill = fill.on_disabled_hover_text("Select cells below each other first");
            if fill.on_hover_text("The first row of the selection into the rows below it (Ctrl+D)").clicked() {
                self.fill_down(view, out);
            }
            ui.add_enabled_ui(!chosen.is_empty(), |ui| {
                // A click into the field for a new story's title must not close the menu.
                let stays = MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
                MenuButton::new("Story").config(stays).ui(ui, |ui| self.stories_menu(ui, view, &chosen, out));
                let first = chosen.first().copied();
                if let Some(id) = first.filter(|_| ui.button("Open article").clicked()) {
                    out.push(Message::OpenArticle(id));
                }
                if ui.button("Remove…").on_hover_text("Take the selected articles out of the project").clicked() {
                    self.removing.clone_from(&chosen);
                }
            });
            let (shown, all) = (self.table.rows().len(), view.project().articles.size());
            let articles = count(all, "article", "articles");
            muted_line(ui, view.theme, if shown == all { articles } else { format!("{shown} of {articles}") });
        });
        self.line_below(ui, view);
        self.ask_before_removing(ui, view, out);
    }

    /// What was refused, or what may be typed into the column.
    fn line_below(&self, ui: &mut Ui, view: &View<'_>) {
        if let Some(refused) = &self.refused {
            ui.add(egui::Label::new(RichText::new(refused).color(view.theme.danger)).wrap());
            return;
        }
        let column = self.block.and_then(|b| self.table.columns().get(b.cursor.column));
        match column.and_then(|c| Some((&c.name, c.hint()?))) {
            Some((name, hint)) => muted_line(ui, view.theme, format!("{name}: {hint}")),
            None => muted_line(ui, view.theme, "Type to replace, Enter to edit; copy and paste work with spreadsheets"),
        };
    }

    /// The articles of the selected rows.
    fn chosen_articles(&self) -> Vec<ArticleId> {
        let rows = self.block.map(super::block::Block::rows);
        rows.and_then(|rows| self.table.rows().get(rows)).unwrap_or_default().to_vec()
    }

    fn stories_menu(&mut self, ui: &mut Ui, view: &View<'_>, chosen: &[ArticleId], out: &mut Outbox) {
        let articles: Vec<_> = chosen.iter().filter_map(|id| view.project().article(*id)).collect();
        for (id, story) in &view.project().stories {
            let mut all = articles.iter().all(|a| a.stories.contains(id));
            if ui.checkbox(&mut all, &story.title).changed() {
                let (articles, title) = (chosen.to_vec(), story.title.clone());
                out.edit(if all {
                    EditRequest::AddToStory { articles, story: Some(*id), title }
                } else {
                    EditRequest::RemoveFromStory { articles, story: *id }
                });
            }
        }
        if !view.project().stories.is_empty() {
            ui.separator();
        }
        let hint = RichText::new("New story").color(view.theme.muted);
        let edit = TextEdit::singleline(&mut self.new_story).hint_text(hint).desired_width(space::PAGE / 4.0);
        let field = ui.add(edit).accessible_name("Title of a new story");
        let make = ui.button("Make the story").on_hover_text("The selected articles go into it").clicked();
        if (make || submitted(ui, &field)) && !self.new_story.trim().is_empty() {
            let title = std::mem::take(&mut self.new_story);
            out.edit(EditRequest::AddToStory { articles: chosen.to_vec(), story: None, title });
            ui.close();
        }
    }

    fn ask_before_removing(&mut self, ui: &Ui, view: &View<'_>, out: &mut Outbox) {
        if self.removing.is_empty() {
            return;
        }
        let theme = view.theme;
        let (answer, stay) = popup(ui.ctx(), "Remove articles", space::PAGE / 2.0, |ui| {
            let title = match self.removing.as_slice() {
                [one] => view.project().article(*one).map(|a| format!("{:?}", a.display_title())),
                _ => None,
            };
            let what = title.unwrap_or_else(|| count(self.removing.len(), "article", "articles"));
            heading(ui, theme, format!("Remove {what}?"));
            muted(ui, theme, "What you marked in them goes too. Undo brings everything back");
            ui.add_space(space::MEDIUM);
            ui.horizontal(|ui| {
                let remove = primary_button(ui, theme, "Remove").clicked();
                (remove, ui.button("Keep").clicked())
            })
            .inner
        });
        let (remove, keep) = answer;
        if remove {
            out.edit(EditRequest::RemoveArticles(std::mem::take(&mut self.removing)));
            self.block = None;
        } else if keep || stay == Stay::Close {
            self.removing.clear();
        }
    }
}
