//! The file of one annotator's layer on one article.

use super::annotation::{Anchor, AnnotationRecord, RelationRecord, ranges_of};
use super::{FORMAT, Range, known, range_of, span_of, time};
use crate::model::{AnnotationId, LabelId, Layer, LayerKey, Map, Rejection};
use crate::store::notation::{FileText, note_unknown, record};
use crate::text::{Alignment, Carried, Text, TextHash, TextSpan};
use std::sync::Arc;

record! {
    /// A whole file.
    LayerFile = "Layer" {
        format: u32,
        article: String,
        annotator: String,
        text: String,
        done: bool,
        annotations: Vec<AnnotationRecord>,
        relations: Vec<RelationRecord>,
        reading: Vec<ReadingRecord>,
        rejected: Vec<RejectedRecord>,
    }
}

record! {
    /// A paragraph that was read.
    ReadingRecord = "Reading" {
        paragraph: Range,
        when: String,
    }
}

record! {
    /// A suggestion that was turned down.
    RejectedRecord = "Rejected" {
        label: String,
        at: Vec<Range>,
        by: String,
        percent: u32,
        when: String,
    }
}

/// What reading a layer gave, besides the layer.
#[derive(Debug, Default)]
pub(in crate::store) struct Anchoring {
    /// Annotations whose words stand elsewhere now.
    pub(in crate::store) moved: Vec<AnnotationId>,
    /// Annotations whose words cannot be found again for certain.
    pub(in crate::store) lost: Vec<AnnotationId>,
    /// Reading marks and rejections whose place is not in the text any more.
    pub(in crate::store) dropped: usize,
}

impl LayerFile {
    /// The file of a layer; `text` is the one that its positions mean.
    pub(in crate::store) fn render(key: &LayerKey, layer: &Layer, text: &Text) -> String {
        let mut file = FileText::new("Layer", FORMAT);
        file.field("article", &key.article.to_string());
        file.field("annotator", &key.annotator.to_string());
        file.field("text", &layer.text.to_string());
        file.field("done", &layer.done);
        let annotations: Vec<_> = layer.in_text_order().iter().map(|a| AnnotationRecord::of(a, text)).collect();
        file.rows("annotations", &annotations);
        file.rows("relations", &layer.relations.values().map(|r| RelationRecord::of(r)).collect::<Vec<_>>());
        let reading = layer.reading.iter();
        let reading = reading.map(|(p, when)| ReadingRecord { paragraph: range_of(text, *p), when: when.to_string() });
        file.rows("reading", &reading.collect::<Vec<_>>());
        let rejected = layer.rejected.iter().map(|(what, when)| RejectedRecord {
            label: what.label.to_string(),
            at: ranges_of(text, &what.fragments),
            by: what.by.clone(),
            percent: what.percent.into(),
            when: when.to_string(),
        });
        file.rows("rejected", &rejected.collect::<Vec<_>>());
        file.finish()
    }

    /// The layer over an article's current text; `meant` is the text with the file's hash, where it is known.
    pub(in crate::store) fn read(self, text: &Text, meant: Option<&Text>) -> (Layer, Anchoring) {
        if TextHash::parse(&self.text).is_none() {
            note_unknown(format!("text hash {:?}", self.text));
        }
        let meant = meant.map(|meant| Alignment::new(meant, text));
        let meant = meant.as_ref();
        let mut layer = Layer::new(text.hash());
        let mut anchoring = Anchoring::default();
        layer.done = self.done;
        let mut annotations = Map::new_sync();
        for record in self.annotations {
            let Some((annotation, anchor)) = record.read_anchored(text, meant) else { continue };
            match anchor {
                Anchor::Here => {}
                Anchor::Moved => anchoring.moved.push(annotation.id),
                Anchor::Lost => anchoring.lost.push(annotation.id),
            }
            if annotations.contains_key(&annotation.id) {
                note_unknown(format!("a second annotation {}", annotation.id));
            }
            annotations.insert_mut(annotation.id, Arc::new(annotation));
        }
        layer.annotations = annotations;
        for relation in self.relations.into_iter().filter_map(RelationRecord::read) {
            if layer.relations.contains_key(&relation.id) {
                note_unknown(format!("a second relation {}", relation.id));
            }
            layer.relations.insert_mut(relation.id, Arc::new(relation));
        }
        let mut place = |range: Range| {
            let span = place_in(range, text, meant);
            anchoring.dropped += usize::from(span.is_none());
            span
        };
        for row in self.reading {
            if let Some(span) = place(row.paragraph) {
                layer.reading.insert_mut(span, time(&row.when));
            }
        }
        for row in self.rejected {
            let Some(label) = known(LabelId::parse(&row.label), "label id", &row.label) else { continue };
            if let Some(fragments) = row.at.iter().map(|range| place(*range)).collect() {
                let percent = hundredths(row.percent);
                layer.rejected.insert_mut(Rejection { label, fragments, by: row.by, percent }, time(&row.when));
            }
        }
        (layer, anchoring)
    }
}

/// A score in hundredths; a larger one was never written.
pub(super) fn hundredths(percent: u32) -> u8 {
    let known = known(u8::try_from(percent).ok().filter(|p| *p <= 100), "score", &percent.to_string());
    known.unwrap_or(100)
}

/// The span of a range that has no quote of its own: it counts where the text is the one that it means, or where that
/// text is known and the words stand in this one without doubt.
fn place_in(range: Range, text: &Text, meant: Option<&Alignment>) -> Option<TextSpan> {
    let meant = meant?;
    let span = span_of(meant.old(), range)?;
    if meant.old() == text {
        return Some(span);
    }
    match meant.carry(span) {
        Carried::Same(there) => Some(there),
        _ => None,
    }
}
