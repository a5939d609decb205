//! Going from place to place: articles, annotations, pages, panels.

use super::super::reader::{Mode, logic};
use super::super::{Page, View};
use super::{App, view};
use crate::edit::Spot;
use crate::model::{AnnotationId, AnnotatorName, ArticleId, LayerKey};

impl App {
    pub(super) fn go_to(&mut self, spot: Spot) {
        let Some(open) = &self.open else { return };
        self.page = Page::Reader;
        logic::go_to(&mut self.reader, &open.session, spot);
        self.refocus = true;
    }

    pub(super) fn open_article(&mut self, id: ArticleId) {
        if self.open.as_ref().is_some_and(|open| open.session.project().article(id).is_some()) {
            if self.reader.article != Some(id) {
                self.reader.open(id);
            }
            self.page = Page::Reader;
            self.popup = None;
            self.refocus = true;
        }
    }

    /// Opens the article some places further down the list at the left.
    pub(super) fn step_article(&mut self, by: isize) {
        let Some(open) = &self.open else { return };
        let listed = self.panels.articles.listed(&open.session);
        let at = listed.iter().position(|id| Some(*id) == self.reader.article);
        let next = match at {
            Some(at) => at.checked_add_signed(by),
            None => Some(0),
        };
        if let Some(id) = next.and_then(|i| listed.get(i)) {
            self.open_article(*id);
            return;
        }
        let end =
            if by > 0 { "That was the last article of the list" } else { "That was the first article of the list" };
        let said = self.said.take().map_or(end.to_owned(), |said| format!("{said} · {end}"));
        self.say(said);
    }

    pub(super) fn pick(&mut self, id: AnnotationId) {
        if matches!(self.reader.mode, Mode::Relate { .. }) {
            if let Some(outcome) = self.with_scene(|scene| logic::complete_relation(scene, id)) {
                self.follow(outcome);
            }
            return;
        }
        let Some(open) = &self.open else { return };
        let found = self
            .reader
            .article
            .and_then(|article| open.session.project().annotation(&open.session.key(article), id))
            .cloned();
        if let Some(annotation) = found {
            logic::leave(&mut self.reader);
            self.page = Page::Reader;
            self.reader.pick(&annotation);
            self.refocus = true;
        }
    }

    /// Somebody else's annotation: its details are shown, and no key acts on it.
    pub(super) fn look_at(&mut self, annotator: &AnnotatorName, id: AnnotationId) {
        let (Some(open), Some(article)) = (&self.open, self.reader.article) else { return };
        let key = LayerKey { annotator: annotator.clone(), article };
        if let Some(annotation) = open.session.project().annotation(&key, id).cloned() {
            logic::leave(&mut self.reader);
            self.reader.pick(&annotation);
        }
    }

    pub(super) fn show_page(&mut self, page: Page) {
        if self.page != page {
            self.flush_drafts();
        }
        self.page = page;
        match page {
            Page::Grid => self.panels.grid.focus(),
            Page::Segments => self.panels.segments.focus(),
            _ => {}
        }
        self.popup = None;
        self.refocus = page == Page::Reader;
    }

    /// What is being typed on a page counts when the page goes away.
    pub(super) fn flush_drafts(&mut self) {
        let Some(open) = self.open.take() else { return };
        let listed = self.panels.articles.listed(&open.session);
        let view = view!(self, open, &listed);
        match self.page {
            Page::Reader => {
                self.panels.inspector.flush(&view, &mut self.outbox);
                self.panels.card.flush(&view, &mut self.outbox);
            }
            Page::Codebook => self.panels.codebook.flush(&view, &mut self.outbox),
            Page::Threads => self.panels.threads.flush(&view, &mut self.outbox),
            Page::Stories => self.panels.stories.flush(&view, &mut self.outbox),
            Page::Preferences => self.panels.preferences.flush(&mut self.outbox),
            Page::Grid
            | Page::Segments
            | Page::Find
            | Page::Alike
            | Page::Problems
            | Page::Export
            | Page::Timeline
            | Page::Sides
            | Page::Families
            | Page::Coverage
            | Page::Attribution
            | Page::Unlinked
            | Page::Suggestions
            | Page::Progress
            | Page::Texts
            | Page::History
            | Page::Network => {}
        }
        self.open = Some(open);
    }

    /// F6: focus goes round articles, text and details.
    pub(super) fn step_panel(&mut self, by: isize) {
        if self.preferences.focus_mode && self.page == Page::Reader {
            self.refocus = true;
            return;
        }
        self.panel = (self.panel + 3).wrapping_add_signed(by) % 3;
        self.refocus = false;
        match self.panel {
            0 => self.refocus = true,
            1 => self.panels.annotations.focus(),
            _ => self.panels.articles.focus(),
        }
    }
}
