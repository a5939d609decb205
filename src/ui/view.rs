//! What panels may read.

use super::reader::ReaderState;
use super::{KeyMap, Page, Theme};
use crate::model::{Annotation, Article, ArticleId, Layer, LayerKey, Project};
use crate::review::OpenSuggestions;
use crate::session::{Preferences, Session};
use std::sync::Arc;

/// Everything that a panel may read while it draws. None of it can be changed from here.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The open project.
    pub session: &'a Session,
    /// The reader: article, caret, selection, mode.
    pub reader: &'a ReaderState,
    /// What the person prefers.
    pub preferences: &'a Preferences,
    /// Which key does what.
    pub keys: &'a KeyMap,
    /// Colors.
    pub theme: &'a Theme,
    /// What fills the middle of the window.
    pub page: Page,
    /// True where the project lives in a scratch folder and has not been given a place yet.
    pub scratch: bool,
    /// Articles as the list at the left shows them: its filter and order decide what is next and previous.
    pub listed: &'a [ArticleId],
    /// Problems found on opening, as sentences.
    pub problems: &'a [String],
}

impl<'a> View<'a> {
    /// The project as it is now.
    pub fn project(&self) -> &'a Project {
        self.session.project()
    }

    /// The article in the reader.
    pub fn article(&self) -> Option<&'a Arc<Article>> {
        self.project().article(self.reader.article?)
    }

    /// The annotator's own layer on the article in the reader.
    pub fn layer(&self) -> Option<&'a Arc<Layer>> {
        self.project().layer(&self.session.key(self.reader.article?))
    }

    /// The suggestions that are shown on the article in the reader; `None` where they are off.
    pub fn suggestions(&self) -> Option<Arc<OpenSuggestions>> {
        let article = self.reader.article.filter(|_| self.preferences.suggestions.on)?;
        Some(self.session.open_suggestions(article, self.preferences.suggestions.least))
    }

    /// The annotation whose details are shown: the current one, or somebody else's that is looked at; with its layer.
    pub fn inspected(&self) -> Option<(LayerKey, &'a Arc<Annotation>)> {
        let article = self.reader.article?;
        if let Some(own) = self.current() {
            return Some((self.session.key(article), own));
        }
        let id = self.reader.current?;
        self.project().layers_of(article).find_map(|(key, layer)| Some((key.clone(), layer.annotations.get(&id)?)))
    }

    /// The current annotation.
    pub fn current(&self) -> Option<&'a Arc<Annotation>> {
        self.layer()?.annotations.get(&self.reader.current?)
    }
}
