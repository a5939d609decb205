//! What the word of one suggester is worth beside another's.

use crate::suggest::{Proposal, Proposals, RULES};
use crate::text::TextSpan;
use std::collections::BTreeMap;

/// The name of the shipped model.
pub(super) const SHIPPED: &str = "model";

/// The name of the deep suggester.
pub(super) const READER: &str = "deep";

/// How much of its score a proposal keeps that the deep suggester, which takes part, does not see.
const UNREAD: f64 = 0.6;

/// How much of its score an event of the shipped model keeps that rules do not see: one in fourteen is one by the codebook.
const ONLY_MODEL: f64 = 0.3;

/// How much of its score an event of rules keeps that the shipped model does not see.
const WITHOUT_MODEL: f64 = 0.95;

/// Takes the events of the shipped model for what they are worth by the codebook: they speak for or against those of rules.
pub(super) fn by_codebook(parts: &mut [Proposals]) {
    let is_event = |item: &&Proposal| item.label.as_str() == "event";
    let of = |parts: &[Proposals], by: &str| -> BTreeMap<TextSpan, f64> {
        let items = parts.iter().flat_map(|part| &part.items).filter(is_event).filter(|item| item.by == by);
        items.map(|item| (item.cover(), item.score)).collect()
    };
    let (rules, model) = (of(parts, RULES), of(parts, SHIPPED));
    let takes_part = |by: &str| parts.iter().any(|part| part.items.iter().any(|item| item.by == by));
    if !takes_part(RULES) || !takes_part(SHIPPED) {
        return;
    }
    for item in parts.iter_mut().flat_map(|part| &mut part.items).filter(|item| item.label.as_str() == "event") {
        let place = item.cover();
        match item.by {
            RULES => item.score *= at(&model, place).map_or(WITHOUT_MODEL, |score| 0.8 + 0.3 * score),
            SHIPPED if at(&rules, place).is_some() => item.score *= 0.1,
            SHIPPED => item.score *= ONLY_MODEL,
            _ => {}
        }
    }
}

/// The score of an event that shares words with a place: "conversation" speaks for "telephone conversation".
fn at(events: &BTreeMap<TextSpan, f64>, place: TextSpan) -> Option<f64> {
    let before = events.range(..TextSpan::caret(place.end())).rev().take(4);
    before.into_iter().find(|(span, _)| span.overlaps(place)).map(|(_, score)| *score)
}

/// Takes something off what rules or the shipped model propose alone, where both take part: on annotated news it is right less
/// often than what they agree on. A claim in a claim is found by rules only, and is left as it is.
pub(super) fn doubt_the_lonely(merged: &mut Proposals) {
    let claims: Vec<TextSpan> =
        merged.items.iter().filter(|i| i.label.as_str() == "claim").map(Proposal::cover).collect();
    let mut longest_end = Vec::with_capacity(claims.len());
    for claim in &claims {
        let before = longest_end.last().copied().unwrap_or(claim.end());
        longest_end.push(claim.end().max(before));
    }
    // Claims are in text order: one that begins no later and ends no earlier holds the place.
    let nested = |place: TextSpan| {
        let before = claims.partition_point(|c| *c < place);
        before.checked_sub(1).and_then(|at| longest_end.get(at)).is_some_and(|end| *end >= place.end())
    };
    for item in merged.items.iter_mut().filter(|item| item.also.is_empty()) {
        item.score *= match (item.by, item.label.as_str()) {
            (SHIPPED, "claim" | "source") => 0.85,
            (RULES, "claim" | "source") if nested(item.cover()) => 1.0,
            (RULES, "claim") => 0.8,
            (RULES, "source") => 0.65,
            _ => 1.0,
        };
    }
}

/// Takes something off what rules and the shipped model propose where the deep suggester reads along and does not see it.
pub(super) fn doubt_what_is_unread(merged: &mut Proposals) {
    let is_of_texts = |item: &&mut Proposal| item.by == RULES || item.by == SHIPPED;
    for item in merged.items.iter_mut().filter(is_of_texts).filter(|item| !item.also.contains(&READER)) {
        item.score *= UNREAD;
    }
}
