//! What the word of one suggester is worth beside another's.

use super::{ClaimSense, EventSense, Guideline};
use crate::suggest::{Proposal, Proposals, RULES};
use crate::text::{ByteOffset, TextSpan};
use std::collections::BTreeMap;

/// The name of the shipped model.
pub(super) const SHIPPED: &str = "model";

/// The name of the deep suggester.
pub(super) const READER: &str = "deep";

/// How much of its score an event of the shipped model keeps that rules do not see: one in fourteen is one by the codebook.
/// The deep suggester learned events from the same corpora.
const ONLY_MODEL: f64 = 0.3;

/// How much of its score an event of rules keeps that the shipped model does not see.
const WITHOUT_MODEL: f64 = 0.95;

/// How much of its score is left of what one side alone proposes, where the deep suggester reads along.
struct Doubt {
    /// Of a claim or source of the others that the deep suggester does not see.
    unread: f64,
    /// Of a claim that several of the others agree on and it does not see.
    unread_agreed: f64,
    /// Of an event of the others that it does not see.
    unread_event: f64,
    /// Of a claim of the deep suggester that nobody else sees.
    only_read_claim: f64,
    /// Of its source that nobody else sees.
    only_read_source: f64,
}

/// By the guideline that it learned claims from, others hardly ever help it, but where they agree: in news of another kind it
/// misses what they see. By the codebook, which rules know, both sides are doubted alike, and its events count elsewhere.
fn doubt(guideline: Guideline) -> Doubt {
    let unread_event = if guideline.events == EventSense::EveryVerb { 0.6 } else { 1.0 };
    let (unread, unread_agreed, only_read_claim, only_read_source) = match guideline.claims {
        ClaimSense::Quotation => (0.3, 0.7, 0.95, 0.85),
        ClaimSense::Sentence => (0.8, 0.8, 0.8, 0.8),
    };
    Doubt { unread, unread_agreed, unread_event, only_read_claim, only_read_source }
}

/// Takes the events of the shipped model for what they are worth by the codebook: they speak for or against those of rules.
/// Those of the deep suggester say no more than these do.
pub(super) fn by_codebook(parts: &mut [Proposals]) {
    let is_event = |item: &&Proposal| item.label.as_str() == "event";
    let of = |parts: &[Proposals], by: &str| -> BTreeMap<TextSpan, f64> {
        let items = parts.iter().flat_map(|part| &part.items).filter(is_event).filter(|item| item.by == by);
        items.map(|item| (item.cover(), item.score)).collect()
    };
    let (rules, model) = (of(parts, RULES), of(parts, SHIPPED));
    let takes_part = |by: &str| parts.iter().any(|part| part.items.iter().any(|item| item.by == by));
    if !takes_part(RULES) || !(takes_part(SHIPPED) || takes_part(READER)) {
        return;
    }
    let is_shipped = takes_part(SHIPPED);
    for item in parts.iter_mut().flat_map(|part| &mut part.items).filter(|item| item.label.as_str() == "event") {
        let place = item.cover();
        match item.by {
            RULES if is_shipped => item.score *= at(&model, place).map_or(WITHOUT_MODEL, |score| 0.8 + 0.3 * score),
            SHIPPED | READER if at(&rules, place).is_some() => item.score *= 0.1,
            SHIPPED | READER => item.score *= ONLY_MODEL,
            _ => {}
        }
    }
}

/// The score of an event that shares words with a place: "conversation" speaks for "telephone conversation".
fn at(events: &BTreeMap<TextSpan, f64>, place: TextSpan) -> Option<f64> {
    let before = events.range(..TextSpan::caret(place.end())).rev().take(4);
    before.into_iter().find(|(span, _)| span.overlaps(place)).map(|(_, score)| *score)
}

/// The places of claims, to ask what lies inside one.
struct Claims {
    places: Vec<TextSpan>,
    /// For each, the farthest end of those up to it.
    ends: Vec<ByteOffset>,
}

impl Claims {
    /// Of proposals in text order those claims that `counts`.
    fn of(merged: &Proposals, counts: impl Fn(&Proposal) -> bool) -> Self {
        let claims = merged.items.iter().filter(|item| item.label.as_str() == "claim" && counts(item));
        let places: Vec<TextSpan> = claims.map(Proposal::cover).collect();
        let mut ends = Vec::with_capacity(places.len());
        for place in &places {
            let before = ends.last().copied().unwrap_or(place.end());
            ends.push(place.end().max(before));
        }
        Self { places, ends }
    }

    /// True where a claim that begins no later and ends no earlier holds the place.
    fn hold(&self, place: TextSpan) -> bool {
        let before = self.places.partition_point(|claim| *claim < place);
        before.checked_sub(1).and_then(|at| self.ends.get(at)).is_some_and(|end| *end >= place.end())
    }
}

/// Takes something off what rules or the shipped model propose alone, where both take part: on annotated news it is right less
/// often than what they agree on. A claim in a claim is found by rules only, and is left as it is.
pub(super) fn doubt_the_lonely(merged: &mut Proposals) {
    let claims = Claims::of(merged, |_| true);
    for item in merged.items.iter_mut().filter(|item| item.also.is_empty()) {
        item.score *= match (item.by, item.label.as_str()) {
            (SHIPPED, "claim" | "source") => 0.85,
            (RULES, "claim" | "source") if claims.hold(item.cover()) => 1.0,
            (RULES, "claim") => 0.8,
            (RULES, "source") => 0.65,
            _ => 1.0,
        };
    }
}

/// Takes something off what rules and the shipped model propose where the deep suggester reads along and does not see it, and
/// off what nobody but it sees. Rules find more inside of claims that it sees: that is left as it is.
pub(super) fn doubt_one_sided(merged: &mut Proposals, guideline: Guideline) {
    let is_read = |item: &Proposal| item.by == READER || item.also.contains(&READER);
    let (read, doubt) = (Claims::of(merged, is_read), doubt(guideline));
    for item in &mut merged.items {
        item.score *= match (item.by, item.label.as_str()) {
            (READER, "claim") if item.also.is_empty() => doubt.only_read_claim,
            (READER, "source") if item.also.is_empty() => doubt.only_read_source,
            (RULES | SHIPPED, _) if is_read(item) => 1.0,
            (RULES | SHIPPED, "event") => doubt.unread_event,
            (RULES, "claim" | "source") if read.hold(item.cover()) => 1.0,
            (RULES | SHIPPED, "claim") if !item.also.is_empty() => doubt.unread_agreed,
            (RULES | SHIPPED, _) => doubt.unread,
            _ => 1.0,
        };
    }
}
