//! Annotations by piece of layout, with their lanes: only where the text is on the screen, made anew only where the layer
//! has changed.

use super::lanes;
use super::pieces::Piece;
use crate::model::{Annotation, AnnotationId, Layer, LayerIndex, Place};
use crate::review::OpenSuggestions;
use crate::text::{ByteOffset, Text, TextSpan};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pieces whose marks are kept beside those on the screen.
const KEPT: usize = 64;

/// A fragment of an annotation, or the part of it that lies in one paragraph.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// The annotation.
    pub(super) annotation: Arc<Annotation>,
    /// The number of the fragment, from 0.
    pub(super) fragment: usize,
    /// The words.
    pub(super) span: TextSpan,
    /// The lane of the annotation in this paragraph.
    pub(super) lane: usize,
}

impl Mark {
    /// The annotation's id.
    pub(super) fn id(&self) -> AnnotationId {
        self.annotation.id
    }

    /// True where the whole fragment starts here.
    pub(super) fn starts_fragment(&self) -> bool {
        self.annotation.fragments().get(self.fragment).is_some_and(|f| f.start() == self.span.start())
    }

    /// True where the whole fragment ends here.
    pub(super) fn ends_fragment(&self) -> bool {
        self.annotation.fragments().get(self.fragment).is_some_and(|f| f.end() == self.span.end())
    }

    /// True where the annotation ends here.
    pub(super) fn ends_annotation(&self) -> bool {
        self.annotation.cover().is_some_and(|c| c.end() == self.span.end())
    }
}

/// The marks that share a byte with a piece, by start, and for each the farthest end up to it.
#[derive(Clone, Debug, Default)]
struct PieceMarks {
    marks: Vec<Mark>,
    reach: Vec<ByteOffset>,
    /// The piece's paragraph has a mark, here or in another piece.
    paragraph_has_any: bool,
}

/// The marks of one layer, or of an article's suggestions, on the pieces that were on the screen lately.
#[derive(Clone, Debug, Default)]
pub(super) struct LayerMarks {
    layer: Option<Arc<Layer>>,
    suggestions: Option<Arc<OpenSuggestions>>,
    /// The suggestions by place: nobody else has an index of them.
    suggested: Arc<LayerIndex>,
    pieces: BTreeMap<usize, PieceMarks>,
}

impl LayerMarks {
    /// Forgets all marks: the pieces are others, or the text is.
    pub(super) fn clear(&mut self) {
        self.pieces.clear();
    }

    /// Makes the marks of these pieces, where the layer is not the one that they were made from or they are new.
    pub(super) fn follow(&mut self, text: &Text, index: &LayerIndex, shown: &[(usize, Piece)]) {
        if !index.is_of(self.layer.as_ref()) {
            self.pieces.clear();
            self.layer = index.layer().cloned();
        }
        self.fill(text, index, shown);
    }

    /// As [`LayerMarks::follow`], for suggestions.
    pub(super) fn follow_suggestions(
        &mut self,
        text: &Text,
        open: Option<&Arc<OpenSuggestions>>,
        shown: &[(usize, Piece)],
    ) {
        let same = match (&self.suggestions, open) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.pieces.clear();
            self.suggestions = open.cloned();
            // A suggestion is drawn like an annotation with the same label and place; it never gets into a layer.
            let mut drawn = Layer::new(text.hash());
            for suggestion in open.into_iter().flat_map(|open| open.all()) {
                let (id, place) = (AnnotationId(suggestion.id.0), Place::At(suggestion.fragments.clone()));
                let mut annotation = Annotation::new(id, suggestion.label.clone(), place);
                annotation.provenance.percent = Some(suggestion.percent());
                drawn.annotations.insert_mut(id, Arc::new(annotation));
            }
            self.suggested = Arc::new(LayerIndex::new(open.map(|_| Arc::new(drawn)).as_ref()));
        }
        let index = Arc::clone(&self.suggested);
        self.fill(text, &index, shown);
    }

    fn fill(&mut self, text: &Text, index: &LayerIndex, shown: &[(usize, Piece)]) {
        if self.pieces.len() > KEPT + shown.len() {
            self.pieces.retain(|number, _| shown.iter().any(|(other, _)| other == number));
        }
        // A layer over another text has no marks on this one.
        let fits = index.layer().is_some_and(|layer| layer.text == text.hash());
        for (number, piece) in shown {
            let (Some(paragraph), true) = (text.paragraphs().get(piece.paragraph), fits) else { continue };
            self.pieces.entry(*number).or_insert_with(|| PieceMarks::new(index, piece.span, *paragraph));
        }
    }

    /// Marks on a piece that share a byte with a span of it, in text order.
    pub(super) fn in_span(&self, piece: usize, span: TextSpan) -> impl Iterator<Item = &Mark> {
        let found = self.pieces.get(&piece);
        let (marks, reach) = found.map_or((&[][..], &[][..]), |p| (p.marks.as_slice(), p.reach.as_slice()));
        let first = reach.partition_point(|end| *end <= span.start());
        let last = marks.partition_point(|mark| mark.span.start() < span.end());
        let near = marks.get(first..last.max(first)).unwrap_or_default();
        near.iter().filter(move |mark| mark.span.overlaps(span))
    }

    /// True where the paragraph of a piece has an annotation.
    pub(super) fn has_any(&self, piece: usize) -> bool {
        self.pieces.get(&piece).is_some_and(|marks| marks.paragraph_has_any)
    }

    /// Annotations over the character at a place in a piece: the innermost first.
    pub(super) fn at(&self, piece: usize, at: ByteOffset) -> Vec<Arc<Annotation>> {
        let here = TextSpan::of(at.get(), at.get() + 1);
        let mut found: Vec<&Mark> = self.in_span(piece, here).collect();
        found.sort_by_cached_key(|mark| (mark.annotation.covered_bytes(), std::cmp::Reverse(mark.lane), mark.id()));
        found.into_iter().map(|mark| Arc::clone(&mark.annotation)).collect()
    }
}

impl PieceMarks {
    /// Marks in text order; each annotation has a lane for all its fragments in the paragraph and what lies between them.
    fn new(index: &LayerIndex, piece: TextSpan, paragraph: TextSpan) -> Self {
        let in_paragraph = |span: &TextSpan| span.overlaps(paragraph);
        let paragraph_has_any = index.overlapping(paragraph).any(|a| a.fragments().iter().any(in_paragraph));
        let mut all = Self { paragraph_has_any, ..Self::default() };
        // Whatever decides the lanes here: what overlaps the piece, what overlaps that, and so on.
        let mut covers: Vec<(TextSpan, AnnotationId)> = Vec::new();
        for annotation in index.entangled(piece) {
            let mut cover: Option<TextSpan> = None;
            for (fragment, span) in annotation.fragments().iter().enumerate() {
                let Some(span) = span.intersection(paragraph).filter(|span| !span.is_empty()) else { continue };
                cover = Some(cover.map_or(span, |cover| cover.cover(span)));
                if span.overlaps(piece) {
                    all.marks.push(Mark { annotation: Arc::clone(annotation), fragment, span, lane: covers.len() });
                }
            }
            covers.extend(cover.map(|cover| (cover, annotation.id)));
        }
        let lanes = lanes::assign(&covers);
        for mark in &mut all.marks {
            // Until here the mark held the number of its annotation.
            mark.lane = lanes.get(mark.lane).copied().unwrap_or_default();
        }
        all.marks.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.id().cmp(&b.id())));
        let mut farthest = ByteOffset::ZERO;
        for mark in &all.marks {
            farthest = farthest.max(mark.span.end());
            all.reach.push(farthest);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{IdMaker, LabelId, Suggestion, SuggestionSet, ZoneKind};

    fn layer(text: &Text, places: &[&[(usize, usize)]]) -> Arc<Layer> {
        let mut ids = IdMaker::new(3);
        let mut layer = Layer::new(text.hash());
        for place in places {
            let spans = place.iter().map(|(a, b)| TextSpan::of(*a, *b)).collect();
            let annotation = Annotation::new(ids.make(), LabelId::parse("claim").unwrap(), Place::At(spans));
            layer.annotations.insert_mut(annotation.id, Arc::new(annotation));
        }
        Arc::new(layer)
    }

    /// A piece for each paragraph.
    fn pieces(text: &Text) -> Vec<(usize, Piece)> {
        let piece = |(paragraph, span): (usize, &TextSpan)| {
            let zone = ZoneKind::Body;
            (
                paragraph,
                Piece { span: *span, paragraph, zone, zone_number: None, first: true, last: true, opens_zone: false },
            )
        };
        text.paragraphs().iter().enumerate().map(piece).collect()
    }

    fn marks(text: &Text, layer: Option<&Arc<Layer>>) -> LayerMarks {
        let mut marks = LayerMarks::default();
        marks.follow(text, &LayerIndex::new(layer), &pieces(text));
        marks
    }

    #[test]
    fn the_innermost_is_hit_first() {
        let text = Text::new("one two three four five\nsix seven");
        let layer = layer(&text, &[&[(0, 33)], &[(4, 13)], &[(4, 7), (14, 18)]]);
        let marks = marks(&text, Some(&layer));
        let lengths = |paragraph, at| -> Vec<usize> {
            marks.at(paragraph, ByteOffset::new(at)).iter().map(|a| a.covered_bytes()).collect()
        };
        assert_eq!(lengths(0, 5), [7, 9, 33]);
        assert_eq!(lengths(0, 9), [9, 33]);
        assert_eq!(lengths(0, 13), [33], "an end belongs to no annotation");
        assert_eq!(lengths(1, 25), [33]);
    }

    #[test]
    fn fragments_of_one_annotation_share_a_lane_and_the_words_between() {
        let text = Text::new("one two three four five");
        let layer = layer(&text, &[&[(0, 3), (14, 18)], &[(4, 7)]]);
        let marks = marks(&text, Some(&layer));
        let lanes: Vec<(usize, usize)> =
            marks.in_span(0, text.span()).map(|mark| (mark.span.start().get(), mark.lane)).collect();
        assert_eq!(lanes, [(0, 0), (4, 1), (14, 0)]);
    }

    #[test]
    fn a_part_of_a_paragraph_has_the_lanes_of_the_whole() {
        let text = Text::new("one two three four five six seven");
        let layer = layer(&text, &[&[(0, 13)], &[(4, 23)], &[(8, 28)], &[(29, 33)], &[(14, 18)]]);
        let whole = marks(&text, Some(&layer));
        let index = LayerIndex::new(Some(&layer));
        let lane_of = |mark: &Mark| (mark.span, mark.lane);
        for (start, end) in [(0, 3), (19, 23), (24, 33), (29, 33)] {
            let part = TextSpan::of(start, end);
            let of_part: Vec<_> = PieceMarks::new(&index, part, text.span()).marks.iter().map(lane_of).collect();
            let of_whole: Vec<_> = whole.in_span(0, part).map(lane_of).collect();
            assert_eq!(of_part, of_whole);
        }
    }

    #[test]
    fn suggestions_are_marked_by_paragraph() {
        let text = Text::new("one two\nthree");
        let mut ids = IdMaker::new(3);
        let label = LabelId::parse("claim").unwrap();
        let suggestion = Suggestion::new(ids.make(), label, vec![TextSpan::of(4, 10)], 0.9, "rules");
        let suggestions = vec![suggestion];
        let set = SuggestionSet {
            article: ids.make(),
            text: text.hash(),
            made: String::new(),
            suggestions,
            relations: Vec::new(),
        };
        let mut marks = LayerMarks::default();
        let open = Arc::new(OpenSuggestions::of_set(Arc::new(set)));
        marks.follow_suggestions(&text, Some(&open), &pieces(&text));
        let spans: Vec<TextSpan> = (0..2).flat_map(|p| marks.in_span(p, text.span()).map(|m| m.span)).collect();
        assert_eq!(spans, [TextSpan::of(4, 7), TextSpan::of(8, 10)]);
        marks.follow_suggestions(&text, None, &pieces(&text));
        assert!(!marks.has_any(0));
    }

    #[test]
    fn marks_follow_the_layer() {
        let text = Text::new("one two");
        let mut marks = marks(&text, Some(&layer(&text, &[&[(0, 3)]])));
        assert!(marks.has_any(0));
        marks.follow(&text, &LayerIndex::new(None), &pieces(&text));
        assert!(!marks.has_any(0));
    }
}
