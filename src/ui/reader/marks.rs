//! Annotations by paragraph, with their lanes: made anew only where the layer has changed.

use super::lanes;
use crate::model::{Annotation, AnnotationId, Layer, Place, SuggestionSet};
use crate::text::{ByteOffset, Text, TextSpan};
use std::collections::BTreeMap;
use std::sync::Arc;

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

/// The marks of one paragraph by start, and for each the farthest end up to it.
#[derive(Clone, Debug, Default)]
struct ParagraphMarks {
    marks: Vec<Mark>,
    reach: Vec<ByteOffset>,
}

/// The marks of one layer.
#[derive(Clone, Debug, Default)]
pub(super) struct LayerMarks {
    layer: Option<Arc<Layer>>,
    suggestions: Option<Arc<SuggestionSet>>,
    paragraphs: BTreeMap<usize, ParagraphMarks>,
}

impl LayerMarks {
    /// Makes the marks anew where the layer is not the one that they were made from.
    pub(super) fn follow(&mut self, text: &Text, layer: Option<&Arc<Layer>>) {
        let same = match (&self.layer, layer) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            (None, None) => true,
            _ => false,
        };
        if !same {
            *self = layer.map_or_else(Self::default, |layer| Self::new(text, layer));
        }
    }

    /// Makes the marks of suggestions anew where the set is not the one that they were made from.
    pub(super) fn follow_suggestions(&mut self, text: &Text, set: Option<&Arc<SuggestionSet>>) {
        let same = match (&self.suggestions, set) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            (None, None) => true,
            _ => false,
        };
        if same {
            return;
        }
        // A suggestion is drawn like an annotation with the same label and place; it never gets into a layer.
        let mut drawn = Layer::new(set.map_or(text.hash(), |set| set.text));
        for suggestion in set.into_iter().flat_map(|set| &set.suggestions) {
            let (id, place) = (AnnotationId(suggestion.id.0), Place::At(suggestion.fragments.clone()));
            drawn.annotations.insert_mut(id, Arc::new(Annotation::new(id, suggestion.label.clone(), place)));
        }
        *self = Self { suggestions: set.cloned(), ..Self::new(text, &Arc::new(drawn)) };
    }

    /// The marks of a layer over its text; a layer over another text has none.
    pub(super) fn new(text: &Text, layer: &Arc<Layer>) -> Self {
        let mut paragraphs: BTreeMap<usize, ParagraphMarks> = BTreeMap::new();
        let fitting = layer.annotations.values().filter(|_| layer.text == text.hash());
        for annotation in fitting {
            for (fragment, span) in annotation.fragments().iter().enumerate() {
                for number in text.index().paragraphs_in(*span) {
                    let Some(part) = text.paragraphs().get(number).and_then(|p| p.intersection(*span)) else {
                        continue;
                    };
                    let mark = Mark { annotation: Arc::clone(annotation), fragment, span: part, lane: 0 };
                    paragraphs.entry(number).or_default().marks.push(mark);
                }
            }
        }
        paragraphs.values_mut().for_each(ParagraphMarks::arrange);
        Self { layer: Some(Arc::clone(layer)), suggestions: None, paragraphs }
    }

    /// Marks of a paragraph that share a byte with a span, in text order.
    pub(super) fn in_span(&self, paragraph: usize, span: TextSpan) -> impl Iterator<Item = &Mark> {
        let found = self.paragraphs.get(&paragraph);
        let (marks, reach) = found.map_or((&[][..], &[][..]), |p| (p.marks.as_slice(), p.reach.as_slice()));
        let first = reach.partition_point(|end| *end <= span.start());
        let last = marks.partition_point(|mark| mark.span.start() < span.end());
        let near = marks.get(first..last.max(first)).unwrap_or_default();
        near.iter().filter(move |mark| mark.span.overlaps(span))
    }

    /// True where a paragraph has an annotation.
    pub(super) fn has_any(&self, paragraph: usize) -> bool {
        self.paragraphs.contains_key(&paragraph)
    }

    /// Annotations over the character at a place: the innermost first.
    pub(super) fn at(&self, paragraph: usize, at: ByteOffset) -> Vec<Arc<Annotation>> {
        let here = TextSpan::of(at.get(), at.get() + 1);
        let mut found: Vec<&Mark> = self.in_span(paragraph, here).collect();
        found.sort_by_key(|mark| (mark.annotation.covered_bytes(), std::cmp::Reverse(mark.lane), mark.id()));
        found.into_iter().map(|mark| Arc::clone(&mark.annotation)).collect()
    }
}

impl ParagraphMarks {
    /// Puts marks in text order and gives each annotation a lane: all its fragments here, and what lies between them.
    fn arrange(&mut self) {
        self.marks.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.id().cmp(&b.id())));
        let mut covers: BTreeMap<AnnotationId, TextSpan> = BTreeMap::new();
        for mark in &self.marks {
            covers.entry(mark.id()).and_modify(|cover| *cover = cover.cover(mark.span)).or_insert(mark.span);
        }
        let intervals: Vec<(TextSpan, AnnotationId)> = covers.into_iter().map(|(id, cover)| (cover, id)).collect();
        let lane_of: BTreeMap<AnnotationId, usize> =
            intervals.iter().map(|(_, id)| *id).zip(lanes::assign(&intervals)).collect();
        let mut farthest = ByteOffset::ZERO;
        for mark in &mut self.marks {
            mark.lane = lane_of.get(&mark.annotation.id).copied().unwrap_or_default();
            farthest = farthest.max(mark.span.end());
            self.reach.push(farthest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{IdMaker, LabelId, Suggestion};

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

    #[test]
    fn the_innermost_is_hit_first() {
        let text = Text::new("one two three four five\nsix seven");
        let layer = layer(&text, &[&[(0, 33)], &[(4, 13)], &[(4, 7), (14, 18)]]);
        let marks = LayerMarks::new(&text, &layer);
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
        let marks = LayerMarks::new(&text, &layer);
        let lanes: Vec<(usize, usize)> =
            marks.in_span(0, text.span()).map(|mark| (mark.span.start().get(), mark.lane)).collect();
        assert_eq!(lanes, [(0, 0), (4, 1), (14, 0)]);
    }

    #[test]
    fn suggestions_are_marked_by_paragraph() {
        let text = Text::new("one two\nthree");
        let mut ids = IdMaker::new(3);
        let suggestion = Suggestion {
            id: ids.make(),
            label: LabelId::parse("claim").unwrap(),
            fragments: vec![TextSpan::of(4, 10)],
            score: 0.9,
            by: "rules".into(),
            reason: String::new(),
            attributes: crate::model::Attributes::new(),
        };
        let suggestions = vec![suggestion];
        let set = SuggestionSet { article: ids.make(), text: text.hash(), suggestions, relations: Vec::new() };
        let mut marks = LayerMarks::default();
        marks.follow_suggestions(&text, Some(&Arc::new(set)));
        let spans: Vec<TextSpan> = (0..2).flat_map(|p| marks.in_span(p, text.span()).map(|m| m.span)).collect();
        assert_eq!(spans, [TextSpan::of(4, 7), TextSpan::of(8, 10)]);
        marks.follow_suggestions(&text, None);
        assert!(!marks.has_any(0));
    }

    #[test]
    fn marks_follow_the_layer() {
        let text = Text::new("one two");
        let mut marks = LayerMarks::default();
        marks.follow(&text, Some(&layer(&text, &[&[(0, 3)]])));
        assert!(marks.has_any(0));
        marks.follow(&text, None);
        assert!(!marks.has_any(0));
    }
}
