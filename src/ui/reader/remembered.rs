//! What the panel works out again only where what it came from has changed.

use super::panel::ReaderPanel;
use crate::model::Article;
use crate::review::{Derived, Progress, derived_relations, progress};
use crate::text::{Grain, TextHash, TextSpan};
use crate::ui::View;
use std::sync::Arc;

/// What a snapped selection follows from.
pub(super) type SnapKey = (TextHash, TextSpan, Grain);

impl ReaderPanel {
    /// Arrows of the current annotation, looked up again only where it or the layer has changed.
    pub(super) fn ties(&mut self, view: &View<'_>) {
        let (Some(current), Some(layer), Some(article)) = (view.reader.current, view.layer(), view.reader.article)
        else {
            self.ties = None;
            return;
        };
        let is_known = self.ties.as_ref().is_some_and(|(id, from, _)| *id == current && Arc::ptr_eq(from, layer));
        if !is_known {
            if self.ties.as_ref().is_none_or(|(_, from, _)| !Arc::ptr_eq(from, layer)) {
                self.derived = derived_relations(view.project(), &view.session.key(article));
            }
            let relations = layer.relations_of(current).cloned().collect();
            self.ties = Some((current, Arc::clone(layer), relations));
        }
    }

    /// Arrows that follow from places, while an annotation is current.
    pub(super) fn derived(&self) -> &[Derived] {
        if self.ties.is_some() { &self.derived } else { &[] }
    }

    /// How far the article is read; counted again only after an edit.
    pub(super) fn progress(&mut self, view: &View<'_>, article: &Article) -> Progress {
        let key = (view.session.revision(), view.session.key(article.id));
        match &self.progress {
            Some((known, progress)) if *known == key => *progress,
            _ => {
                let found = progress(view.project(), &key.1);
                self.progress = Some((key, found));
                found
            }
        }
    }

    /// The selection, snapped to the grain; worked out again only where it has changed.
    pub(super) fn selection(&mut self, view: &View<'_>, article: &Article) -> Option<TextSpan> {
        let raw = view.reader.raw_selection()?;
        let key = (article.text().hash(), raw, view.reader.grain);
        match &self.snapped {
            Some((known, span)) if *known == key => *span,
            _ => {
                let span = view.reader.selection(article.text());
                self.snapped = Some((key, span));
                span
            }
        }
    }
}
