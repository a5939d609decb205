//! What is brought up to date with each frame: the keyboard's focus, the theme, the window's title, what hangs on the project.

use super::{App, Message, Page, ReaderState, Theme};
use crate::session::Appearance;
use crate::ui::KeyMap;
use std::sync::Arc;

impl App {
    /// Makes the article's text larger or smaller, or as it was at first.
    pub(super) fn resize_text(&mut self, by: Option<f32>) {
        let text_size = by.map_or(crate::session::Preferences::default().text_size, |by| {
            (self.preferences.text_size + by).clamp(10.0, 40.0)
        });
        self.set_preferences(crate::session::Preferences { text_size, ..self.preferences.clone() });
    }

    /// The reader takes the keyboard back after every action, and whenever nobody has it; a field or popup keeps it.
    pub(super) fn give_focus(&mut self, ctx: &egui::Context) {
        let reading = self.page == Page::Reader && self.popup.is_none() && self.open.is_some();
        let nobody = ctx.memory(|memory| memory.focused().is_none());
        if reading && (self.refocus || nobody) && !ctx.text_edit_focused() {
            self.refocus = false;
            let id = self.panels.reader.focus_id();
            // Asking again would take the lock on arrows and Tab away for a frame, and an arrow in it would move focus.
            if !ctx.memory(|memory| memory.has_focus(id)) {
                ctx.memory_mut(|memory| memory.request_focus(id));
            }
        }
    }

    /// Goes back to the article that was open when the project was closed.
    pub(super) fn return_to_article(&mut self) {
        let Some(open) = &self.open else { return };
        let left = open.session.folder().and_then(|folder| self.preferences.left_at.get(folder));
        let article = left.and_then(|id| crate::model::ArticleId::parse(id));
        if let Some(article) = article.filter(|id| open.session.project().article(*id).is_some()) {
            self.reader.open(article);
        }
    }

    /// Makes the edits of what is being typed; other messages wait for their turn.
    pub(super) fn settle_drafts(&mut self) {
        self.flush_drafts();
        for message in self.outbox.take() {
            let Message::Edit(request) = message else {
                self.outbox.push(message);
                continue;
            };
            if let Some(Err(error)) = self.open.as_mut().map(|open| open.session.edit(request)) {
                self.said = Some(error.to_string());
            }
        }
    }

    /// Keeps what hangs on the project up to date: the label keys, an article that is gone.
    pub(super) fn follow_project(&mut self) {
        let Some(open) = &self.open else { return };
        let project = open.session.project();
        let gone = self.reader.article.is_some_and(|id| project.article(id).is_none());
        if gone {
            self.reader = ReaderState::default();
        }
        if let (Some(current), Some(article)) = (self.reader.current, self.reader.article)
            && !project.layers_of(article).any(|(_, layer)| layer.annotations.contains_key(&current))
        {
            self.reader.current = None;
        }
        if let Some(article) = self.reader.article.and_then(|id| project.article(id)) {
            self.reader.fit(article.text());
        }
        if self.reader.article.is_none()
            && let Some(first) = self.panels.articles.listed(&open.session).first()
        {
            self.reader.open(*first);
            self.refocus = true;
        }
    }

    /// The window is called after the project.
    pub(super) fn give_title(&mut self, ctx: &egui::Context) {
        let project = self.open.as_ref().map(|open| open.session.project().info.title.trim());
        let title = match project {
            Some(project) if !project.is_empty() => format!("{project} – Byline"),
            _ => "Byline".to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    pub(super) fn apply_theme(&mut self, ctx: &egui::Context) {
        let system_dark = ctx.input(|i| i.raw.system_theme) == Some(egui::Theme::Dark);
        let dark = match self.preferences.appearance {
            Appearance::System => system_dark,
            Appearance::Light => false,
            Appearance::Dark => true,
        };
        if self.applied != Some(dark) {
            self.theme = if dark { Theme::dark() } else { Theme::light() };
            self.theme.apply(ctx);
            self.applied = Some(dark);
        }
        self.apply_font(ctx);
        if (ctx.zoom_factor() - self.preferences.zoom).abs() > 0.001 {
            ctx.set_zoom_factor(self.preferences.zoom);
        }
    }

    pub(super) fn rebuild_keys(&mut self) {
        let codebook = self.open.as_ref().map(|open| Arc::clone(&open.session.project().codebook));
        self.keys = KeyMap::new(
            &codebook.unwrap_or_else(|| Arc::new(crate::model::default_codebook())),
            &self.preferences.keys,
        );
    }
}
