//! What the panel works out again only where what it came from has changed.

use super::panel::ReaderPanel;
use crate::model::Article;
use crate::review::{Derived, derived_of};
use crate::text::{Grain, TextHash, TextSpan};
use crate::ui::View;
use std::sync::Arc;

/// Arrows that follow from places which are drawn: more would hide the words.
const MOST_DERIVED: usize = 40;

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
            let index = view.session.index(&view.session.key(article));
            self.derived = derived_of(view.project(), &index, current);
            self.ties = Some((current, Arc::clone(layer), index.relations_of(current).to_vec()));
        }
    }

    /// Arrows that follow from places, while an annotation is current.
    pub(super) fn derived(&self) -> &[Derived] {
        let shown = self.derived.get(..MOST_DERIVED).unwrap_or(&self.derived);
        if self.ties.is_some() { shown } else { &[] }
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
