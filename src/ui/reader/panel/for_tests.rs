//! What tests of the reader look at.

use super::super::hot::SuggestedAt;
use super::super::overview::Overview;
use super::ReaderPanel;
use crate::model::SuggestionId;
use crate::text::TextSpan;
use egui::Rect;

impl ReaderPanel {
    /// The first row of a span that is on the screen.
    pub(in crate::ui::reader) fn rect_for_tests(&self, span: TextSpan) -> Option<Rect> {
        let rows = self.frame?.y_range();
        self.laid.iter().flat_map(|laid| laid.rects(span, rows)).map(|row| row.rect).next()
    }

    /// The first "+n" on the screen: its place, and how many annotations are behind it.
    pub(in crate::ui::reader) fn more_for_tests(&self) -> Option<(Rect, usize)> {
        self.hot.more.first().map(|(rect, ids)| (*rect, ids.len()))
    }

    /// The first row of a suggestion's bar, where it can be clicked.
    pub(in crate::ui::reader) fn suggested_bar_for_tests(&self, id: SuggestionId) -> Option<Rect> {
        let is_bar = |(_, other, at): &&(Rect, SuggestionId, SuggestedAt)| *other == id && *at == SuggestedAt::Bar;
        self.hot.suggested.iter().find(is_bar).map(|(rect, ..)| *rect)
    }

    /// The lowest bar of an annotation.
    pub(in crate::ui::reader) fn lowest_bar_for_tests(&self) -> Option<Rect> {
        let rects = self.hot.bars.iter().map(|(rect, _)| *rect);
        rects.max_by(|a, b| a.bottom().total_cmp(&b.bottom()))
    }

    /// Articles beside the open one whose first screen is laid out.
    pub(in crate::ui::reader) fn ahead_for_tests(&self) -> Vec<crate::model::ArticleId> {
        self.ahead.ready_for_tests()
    }

    /// The marks beside the scroll bar.
    pub(in crate::ui::reader) fn overview_for_tests(&self) -> &Overview {
        &self.overview
    }

    /// Bytes that were laid out for the last frame.
    pub(in crate::ui::reader) fn laid_bytes_for_tests(&self) -> usize {
        self.laid.iter().map(|laid| laid.span.len()).sum()
    }
}
