//! What on the sheet can be pointed at: filled while painting, asked by the one hit test.

use super::Edge;
use super::laid::Laid;
use crate::model::{AnnotationId, SuggestionId};
use crate::text::ByteOffset;
use egui::{Pos2, Rect};

/// An end of a fragment of the current annotation, or of the picked suggestion, that can be dragged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handle {
    /// Where it can be grasped.
    pub(super) rect: Rect,
    /// The number of the fragment.
    pub(super) fragment: usize,
    /// Which end of it.
    pub(super) edge: Edge,
}

/// What of a suggestion is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SuggestedAt {
    /// Its dashed bar.
    Bar,
    /// Its words.
    Words,
}

/// Places on the screen that mean something, in points of the window.
#[derive(Clone, Debug, Default)]
pub(super) struct Hot {
    /// Bars in lanes.
    pub(super) bars: Vec<(Rect, AnnotationId)>,
    /// Numbers of candidates for an arrow.
    pub(super) badges: Vec<(Rect, AnnotationId)>,
    /// Ends of the current annotation, or of the picked suggestion.
    pub(super) handles: Vec<Handle>,
    /// "+n" marks, with the annotations that have no lane there.
    pub(super) more: Vec<(Rect, Vec<AnnotationId>)>,
    /// Bars and words of suggestions, row by row, and which of the two it is.
    pub(super) suggested: Vec<(Rect, SuggestionId, SuggestedAt)>,
    /// The words of annotations, row by row.
    pub(super) words: Vec<(Rect, AnnotationId)>,
}

impl Hot {
    /// The bar at a place: of several the nearest.
    pub(super) fn bar_at(&self, pos: Pos2) -> Option<AnnotationId> {
        let near = self.bars.iter().filter(|(rect, _)| rect.contains(pos));
        near.min_by(|a, b| distance(a.0, pos).total_cmp(&distance(b.0, pos))).map(|(_, id)| *id)
    }

    /// The suggestion whose bar or words are at a place: of several the shortest row.
    pub(super) fn suggestion_at(&self, pos: Pos2, at: SuggestedAt) -> Option<SuggestionId> {
        let here = self.suggested.iter().filter(|(rect, _, what)| *what == at && rect.contains(pos));
        here.min_by(|a, b| a.0.width().total_cmp(&b.0.width())).map(|(_, id, _)| *id)
    }

    /// All of a suggestion's words that are on the screen.
    pub(super) fn suggestion_rect(&self, id: SuggestionId) -> Option<Rect> {
        let words = self.suggested.iter().filter(|(_, other, at)| *other == id && *at == SuggestedAt::Words);
        words.map(|(rect, ..)| *rect).reduce(Rect::union)
    }

    /// The number at a place.
    pub(super) fn badge_at(&self, pos: Pos2) -> Option<AnnotationId> {
        self.badges.iter().rev().find(|(rect, _)| rect.contains(pos)).map(|(_, id)| *id)
    }

    /// The end of the current annotation at a place.
    pub(super) fn handle_at(&self, pos: Pos2) -> Option<Handle> {
        let near = self.handles.iter().filter(|handle| handle.rect.contains(pos));
        near.min_by(|a, b| a.rect.center().distance(pos).total_cmp(&b.rect.center().distance(pos))).copied()
    }

    /// The annotations behind a "+n" mark.
    pub(super) fn more_at(&self, pos: Pos2) -> Option<&[AnnotationId]> {
        self.more.iter().find(|(rect, _)| rect.contains(pos)).map(|(_, ids)| ids.as_slice())
    }

    /// The rows of an annotation that are on the screen.
    pub(super) fn rows_of(&self, id: AnnotationId) -> impl Iterator<Item = Rect> {
        self.words.iter().filter(move |(_, other)| *other == id).map(|(rect, _)| *rect)
    }

    /// All of an annotation that is on the screen.
    pub(super) fn cover_of(&self, id: AnnotationId) -> Option<Rect> {
        self.rows_of(id).reduce(Rect::union)
    }
}

/// Bars are flat: how far above or below counts.
fn distance(rect: Rect, pos: Pos2) -> f32 {
    (rect.center().y - pos.y).abs()
}

/// The piece at a height, or the nearest one above, or else the first.
pub(super) fn laid_at(laid: &[Laid], y: f32) -> Option<&Laid> {
    let after = laid.partition_point(|piece| piece.rect().top() <= y);
    laid.get(after.saturating_sub(1))
}

/// The boundary between grapheme clusters that is nearest to a place on the screen.
pub(super) fn byte_at(laid: &[Laid], text: &str, pos: Pos2) -> Option<ByteOffset> {
    Some(laid_at(laid, pos.y)?.byte_at(text, pos))
}

/// The next annotation that a click picks: the innermost, or where the last click at the same place picked one of them,
/// the next outward.
pub(super) fn next_outward(here: &[AnnotationId], last: Option<AnnotationId>) -> Option<AnnotationId> {
    let picked = last.and_then(|last| here.iter().position(|id| *id == last));
    here.get(picked.map_or(0, |i| (i + 1) % here.len().max(1))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IdMaker;
    use egui::{pos2, vec2};

    #[test]
    fn clicks_go_outward_and_round() {
        let mut ids = IdMaker::new(1);
        let (a, b, c, gone): (AnnotationId, AnnotationId, AnnotationId, AnnotationId) =
            (ids.make(), ids.make(), ids.make(), ids.make());
        let here = [a, b, c];
        assert_eq!(next_outward(&here, None), Some(a));
        assert_eq!(next_outward(&here, Some(a)), Some(b));
        assert_eq!(next_outward(&here, Some(c)), Some(a));
        assert_eq!(next_outward(&here, Some(gone)), Some(a));
        assert_eq!(next_outward(&[], Some(a)), None);
    }

    #[test]
    fn the_nearest_bar_is_the_exact_one() {
        let mut ids = IdMaker::new(1);
        let (a, b): (AnnotationId, AnnotationId) = (ids.make(), ids.make());
        let bar = |y| Rect::from_min_size(pos2(10.0, y), vec2(50.0, 5.0));
        let hot = Hot { bars: vec![(bar(20.0), a), (bar(24.0), b)], ..Hot::default() };
        assert_eq!(hot.bar_at(pos2(12.0, 23.0)), Some(a));
        assert_eq!(hot.bar_at(pos2(12.0, 24.8)), Some(b));
        assert_eq!(hot.bar_at(pos2(12.0, 40.0)), None);
    }
}
