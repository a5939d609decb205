//! Attribute values that the program works out.

use super::Draft;
use crate::model::{Annotation, AnnotationId, AttributeId, AttributeValue, Codebook, LabelRole, LayerKey, Project};
use crate::text::{ByteOffset, Text, TextSpan, part_around, quotations};

/// Bytes of an endless paragraph that are looked at together for quotation marks.
const A_PART: usize = 4 * 1024;

/// Such parts after which the rest is taken to be like them.
const MOST_PARTS: usize = 64;

/// How a claim's words stand to quotation marks: `direct` where all are quoted, `indirect` where none are, else
/// `mixed`. Marks, white space and punctuation count for neither side.
pub fn quotation_mode(text: &Text, fragments: &[TextSpan]) -> &'static str {
    let (mut inside, mut outside) = (0_usize, 0_usize);
    for fragment in fragments {
        let Some(first) = text.index().paragraphs_in(*fragment).next() else { continue };
        let paragraphs = text.paragraphs().get(first..).unwrap_or_default();
        for paragraph in paragraphs.iter().take_while(|p| p.start() < fragment.end()) {
            let Some(part) = fragment.intersection(*paragraph) else { continue };
            // Of an endless paragraph a part at a time, and no more of them than are read.
            let mut at = part.start();
            for _ in 0..MOST_PARTS {
                let end = text.floor(ByteOffset::new(at.get() + A_PART)).min(part.end());
                let whole = part_around(text.as_str(), *paragraph, at) == *paragraph;
                let end = if whole { part.end() } else { end };
                let near = |at| part_around(text.as_str(), *paragraph, at);
                let quoted = merged(quotations(text.as_str(), near(at).cover(near(end))));
                let here = TextSpan::new(at, end);
                for (i, c) in text.slice(here).char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                    let char = TextSpan::of(at.get() + i, at.get() + i + c.len_utf8());
                    let before = quoted.partition_point(|q| q.start() <= char.start());
                    let around = before.checked_sub(1).and_then(|i| quoted.get(i));
                    if around.is_some_and(|q| q.contains_span(char)) { inside += 1 } else { outside += 1 }
                }
                if (inside > 0 && outside > 0) || end >= part.end() {
                    break;
                }
                at = end;
            }
        }
    }
    match (inside, outside) {
        (_, 0) if inside > 0 => "direct",
        (0, _) => "indirect",
        _ => "mixed",
    }
}

/// Quotations in text order, those inside others left out.
fn merged(mut quotations: Vec<TextSpan>) -> Vec<TextSpan> {
    quotations.sort_unstable();
    let mut merged: Vec<TextSpan> = Vec::with_capacity(quotations.len());
    for quotation in quotations {
        match merged.last_mut() {
            Some(last) if quotation.start() < last.end() => *last = last.cover(quotation),
            _ => merged.push(quotation),
        }
    }
    merged
}

/// Sets a value that the program works out, unless the annotator has set one of her own; `None` takes it away again.
pub(super) fn set_computed(codebook: &Codebook, annotation: &mut Annotation, attribute: &str, value: Option<&str>) {
    let known = |id: &AttributeId| codebook.label(&annotation.label).is_some_and(|label| label.attribute(id).is_some());
    let Some(id) = AttributeId::parse(attribute).filter(known) else { return };
    if annotation.attributes.contains_key(&id) && !annotation.computed.contains(&id) {
        return;
    }
    if let Some(value) = value {
        annotation.attributes.insert(id.clone(), AttributeValue::text(value));
        annotation.computed.insert(id);
    } else {
        annotation.attributes.remove(&id);
        annotation.computed.remove(&id);
    }
}

/// Works out again what follows from an annotation's place and arrows.
pub(super) fn recompute(project: &Project, key: &LayerKey, annotation: &mut Annotation) {
    let codebook = &project.codebook;
    // Values worked out for a former label mean nothing under this one.
    let stale: Vec<AttributeId> = annotation
        .computed
        .iter()
        .filter(|id| codebook.label(&annotation.label).is_none_or(|label| label.attribute(id).is_none()))
        .cloned()
        .collect();
    for id in stale {
        annotation.attributes.remove(&id);
        annotation.computed.remove(&id);
    }
    if codebook.role(&annotation.label) != LabelRole::Claim {
        return;
    }
    if let Some(article) = project.article(key.article).filter(|_| !annotation.fragments().is_empty()) {
        let mode = quotation_mode(article.text(), annotation.fragments());
        set_computed(codebook, annotation, "mode", Some(mode));
    }
    let is_credited = project.layer(key).is_some_and(|layer| {
        layer.relations_of(annotation.id).any(|r| r.from == annotation.id && r.kind.as_str() == "attributed_to")
    });
    set_computed(codebook, annotation, "voice", is_credited.then_some("credited"));
}

/// As [`recompute`], for an annotation of a draft.
pub(super) fn recompute_in(draft: &mut Draft, key: &LayerKey, id: AnnotationId) {
    if let Some(annotation) = draft.project().annotation(key, id) {
        let mut annotation = (**annotation).clone();
        recompute(draft.project(), key, &mut annotation);
        draft.annotation(key, id, Some(annotation));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mode_follows_the_marks() {
        let text = Text::new("“We will pay,” he said. He was “deeply sorry” today.");
        let mode = |words: &str| {
            let start = text.as_str().find(words).unwrap();
            quotation_mode(&text, &[TextSpan::of(start, start + words.len())])
        };
        assert_eq!(mode("“We will pay,”"), "direct");
        assert_eq!(mode("We will pay"), "direct");
        assert_eq!(mode("He was “deeply sorry” today"), "mixed");
        assert_eq!(mode("he said"), "indirect");
    }

    #[test]
    fn an_endless_claim_has_a_mode_too() {
        let (said, quoted) = ("He said that prices fall. ".repeat(12_000), "“prices fall again”. ".repeat(9_000));
        for (words, mode) in [(&said, "indirect"), (&quoted, "direct"), (&format!("{said}{quoted}"), "indirect")] {
            let text = Text::new(words.clone());
            assert_eq!(quotation_mode(&text, &[text.span()]), mode);
        }
        let text = Text::new(format!("A start. {quoted}"));
        assert_eq!(quotation_mode(&text, &[text.span()]), "mixed");
    }
}
