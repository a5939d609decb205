//! Several suggesters' proposals become one list: the same place once, with the reasons of all; of two that get in each other's
//! way the surer; every claim with its source.

mod sentences;
#[cfg(test)]
mod tests;
mod weigh;

use super::{Document, Proposal, Proposals, ProposedLink, RULES, attributes, link};
use crate::model::{LabelId, is_one_place};
use crate::text::{TextSpan, trim};
use std::collections::{BTreeMap, BTreeSet};
use weigh::{READER, SHIPPED, by_codebook, doubt_one_sided, doubt_the_lonely};

/// What an agreeing suggester takes off the doubt that is left.
const AGREEMENT: f64 = 0.45;

/// Least score of a link that was not stated by a suggester.
const FAINTEST_LINK: f64 = 0.4;

/// Score from which on what the deep suggester finds is likely.
const LIKELY: f64 = 0.45;

/// What counts as an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventSense {
    /// What the codebook says: no states, no opinions, no mere purposes. The shipped model learned from news in which nearly
    /// every verb is an event; what rules do not see as one, too, is then unlikely.
    #[default]
    Codebook,
    /// Nearly every verb, as in the corpora that label nothing but events.
    EveryVerb,
}

/// How far one claim goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClaimSense {
    /// To the end of its sentence, as the codebook has it.
    #[default]
    Sentence,
    /// To the end of the quotation: the corpora that label no events mark a quotation of several sentences as one.
    Quotation,
}

/// What counts as what: the codebook's answers, or those of another guideline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guideline {
    /// What counts as an event.
    pub events: EventSense,
    /// How far one claim goes.
    pub claims: ClaimSense,
}

/// Puts proposals together. Spans lose their outer marks and a leading "that", as the codebook has it.
pub fn combine(document: &Document<'_>, parts: Vec<Proposals>) -> Proposals {
    combine_as(document, parts, Guideline::default())
}

/// As [`combine`], by another guideline.
pub fn combine_as(document: &Document<'_>, mut parts: Vec<Proposals>, guideline: Guideline) -> Proposals {
    if guideline.events == EventSense::Codebook {
        by_codebook(&mut parts);
    }
    let mut pool = Pool::default();
    for part in parts {
        pool.take(document, part);
    }
    let both = pool.has(RULES) && pool.has(SHIPPED);
    let is_read = pool.has(READER) && pool.parts > 1;
    let mut merged = pool.settled();
    if both {
        doubt_the_lonely(&mut merged);
    }
    if is_read {
        doubt_one_sided(&mut merged, guideline);
    }
    if guideline.claims == ClaimSense::Sentence {
        sentences::by_sentences(document, &mut merged);
    }
    credit(document, &mut merged);
    for item in &mut merged.items {
        attributes::fill(document, item);
    }
    nothing_twice(&mut merged);
    merged
}

/// Proposals as they come, before it is settled which stay.
#[derive(Default)]
struct Pool {
    items: Vec<Proposal>,
    links: Vec<ProposedLink>,
    /// Number of the part that each item came from: within one part nothing gets in the way of anything.
    part: Vec<usize>,
    parts: usize,
}

impl Pool {
    fn has(&self, by: &str) -> bool {
        self.items.iter().any(|item| item.by == by)
    }

    fn take(&mut self, document: &Document<'_>, part: Proposals) {
        let mut number = Vec::with_capacity(part.items.len());
        for mut item in part.items {
            item.fragments = item.fragments.iter().filter_map(|f| shaped(document, &item.label, *f)).collect();
            number.push((!item.fragments.is_empty()).then_some(self.items.len()));
            if !item.fragments.is_empty() {
                self.items.push(item);
                self.part.push(self.parts);
            }
        }
        for link in part.links {
            let known = |at: usize| number.get(at).copied().flatten();
            if let (Some(claim), Some(source)) = (known(link.claim), known(link.source)) {
                self.links.push(ProposedLink { claim, source, ..link });
            }
        }
        self.parts += 1;
    }

    /// Where an item stands among those that are settled: the surest first, but for what the deep suggester finds likely, whose
    /// edges are right more often than the others'.
    fn rank(&self, at: usize) -> f64 {
        let item = self.items.get(at);
        item.map_or(0.0, |item| item.score + if item.by == READER && item.score >= LIKELY { 1.0 } else { 0.0 })
    }

    /// The surest first; each that comes later joins one that it says the same as, gives way to one that it crosses, or stays.
    fn settled(self) -> Proposals {
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by(|a, b| self.rank(*b).total_cmp(&self.rank(*a)).then(a.cmp(b)));
        let mut kept: Vec<Kept> = Vec::new();
        let exact: BTreeSet<(usize, &LabelId, &[TextSpan])> =
            self.items.iter().zip(&self.part).map(|(i, part)| (*part, &i.label, i.fragments.as_slice())).collect();
        // Where each item went: the number of the one that stands for it.
        let mut stands: Vec<Option<usize>> = vec![None; self.items.len()];
        // Only neighbours in the text can be in the way: kept numbers by the start of their cover.
        let mut by_place: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let longest = self.items.iter().map(|i| i.cover().len()).max().unwrap_or(0);
        for at in order {
            let (Some(item), Some(part)) = (self.items.get(at), self.part.get(at)) else { continue };
            let cover = item.cover();
            let from = cover.start().get().saturating_sub(longest);
            let near: Vec<usize> = by_place.range((from, 0)..(cover.end().get(), 0)).map(|(_, n)| *n).collect();
            match meeting(item, *part, near.iter().copied(), &kept, &exact) {
                Meeting::Same(number) => {
                    let item = with_read_edges(item, number, &near, &mut kept);
                    if let Some(other) = kept.get_mut(number) {
                        join(&mut other.item, &item);
                        other.parts.push(*part);
                    }
                    if let Some(slot) = stands.get_mut(at) {
                        *slot = Some(number);
                    }
                }
                Meeting::InTheWay => {}
                Meeting::Free => {
                    by_place.insert((cover.start().get(), kept.len()), kept.len());
                    if let Some(slot) = stands.get_mut(at) {
                        *slot = Some(kept.len());
                    }
                    kept.push(Kept { item: item.clone(), parts: vec![*part], in_another: None });
                }
            }
        }
        // Numbers without those that went into another.
        let mut left = 0;
        let number: Vec<usize> = kept
            .iter()
            .map(|one| {
                left += usize::from(one.in_another.is_none());
                left.saturating_sub(1)
            })
            .collect();
        let stand = |at: usize| {
            let at = stands.get(at).copied().flatten()?;
            number.get(kept.get(at)?.in_another.unwrap_or(at)).copied()
        };
        let links = self
            .links
            .iter()
            .filter_map(|link| Some(ProposedLink { claim: stand(link.claim)?, source: stand(link.source)?, ..*link }));
        let links = links.collect();
        in_text_order(kept.into_iter().filter(|one| one.in_another.is_none()).map(|one| one.item).collect(), links)
    }
}

/// A proposal that stays, and the parts that propose it.
struct Kept {
    item: Proposal,
    parts: Vec<usize>,
    /// The number of the one that it became a fragment of.
    in_another: Option<usize>,
}

/// A broken claim that says the same as one of the deep suggester, which reads fragments as claims of their own: others know
/// what belongs together, it knows what there is, and the edges. Its claims that are fragments go into the one with this number.
fn with_read_edges(item: &Proposal, number: usize, near: &[usize], kept: &mut [Kept]) -> Proposal {
    let mut whole = item.clone();
    let is_read = kept.get(number).is_some_and(|one| one.item.by == READER && one.item.fragments.len() == 1);
    if !is_read || item.fragments.len() < 2 || item.by == READER {
        return whole;
    }
    let mut read = Vec::with_capacity(whole.fragments.len());
    for at in near {
        let Some(one) = kept.get_mut(*at).filter(|one| one.in_another.is_none() && one.item.by == READER) else {
            continue;
        };
        let [own] = one.item.fragments.as_slice() else { continue };
        let is_fragment = one.item.label == item.label && item.fragments.iter().any(|f| is_one_place(&[*f], &[*own]));
        if is_fragment {
            read.push(*own);
            one.in_another = (*at != number).then_some(number);
        }
    }
    read.sort();
    whole.fragments = read;
    whole
}

enum Meeting {
    Same(usize),
    InTheWay,
    Free,
}

fn meeting(
    item: &Proposal,
    part: usize,
    near: impl Iterator<Item = usize>,
    kept: &[Kept],
    exact: &BTreeSet<(usize, &LabelId, &[TextSpan])>,
) -> Meeting {
    for number in near {
        let Some(other) = kept.get(number).filter(|other| other.item.label == item.label) else { continue };
        if other.in_another.is_some() {
            continue;
        }
        if other.item.fragments == item.fragments {
            return Meeting::Same(number);
        }
        // A claim in a claim is much like it: where its own suggester proposes both, they are two.
        if other.parts.contains(&part) || exact.contains(&(part, &item.label, other.item.fragments.as_slice())) {
            continue;
        }
        let (a, b) = (other.item.cover(), item.cover());
        // One credit is told once: "Fry" and "Ana Fry, the mayor" of two suggesters are one source.
        if alike(&other.item.fragments, &item.fragments) || (item.label.as_str() == "source" && a.overlaps(b)) {
            return Meeting::Same(number);
        }
        if a.overlaps(b) && !a.contains_span(b) && !b.contains_span(a) {
            return Meeting::InTheWay;
        }
    }
    Meeting::Free
}

/// True where two lists of fragments mean one thing: half of their words are the same, or one is a part of a broken other.
fn alike(a: &[TextSpan], b: &[TextSpan]) -> bool {
    let part_of = |one: &[TextSpan], all: &[TextSpan]| {
        all.len() > 1 && one.iter().all(|o| all.iter().any(|f| is_one_place(&[*o], &[*f])))
    };
    is_one_place(a, b) || part_of(a, b) || part_of(b, a)
}

/// Adds what another suggester says of the same place.
fn join(kept: &mut Proposal, other: &Proposal) {
    if kept.by != other.by {
        if !kept.also.contains(&other.by) {
            kept.also.push(other.by);
        }
        kept.score = 1.0 - (1.0 - kept.score) * (1.0 - AGREEMENT * other.score);
        kept.reason = std::mem::take(&mut kept.reason).and(&other.reason);
    }
    // A broken content is better told whole.
    if other.fragments.len() > kept.fragments.len()
        && kept.label == other.label
        && kept.fragments.iter().all(|f| other.fragments.iter().any(|o| is_one_place(&[*f], &[*o])))
    {
        kept.fragments = other.fragments.clone();
    }
    for (id, value) in &other.attributes {
        kept.attributes.entry(id.clone()).or_insert_with(|| value.clone());
    }
    kept.cue = kept.cue.or(other.cue);
    for (thread, score) in &other.threads {
        match kept.threads.iter_mut().find(|(known, _)| known == thread) {
            Some(known) => known.1 = known.1.max(*score),
            None => kept.threads.push((*thread, *score)),
        }
    }
    kept.threads.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
}

/// A span as the codebook has it.
fn shaped(document: &Document<'_>, label: &LabelId, span: TextSpan) -> Option<TextSpan> {
    let span = trim(document.text(), span)?;
    if label.as_str() != "claim" {
        return Some(span);
    }
    let words = span.slice(document.text());
    let led = words.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("that ")) && words.len() > 5;
    if led { trim(document.text(), TextSpan::of(span.start().get() + 5, span.end().get())) } else { Some(span) }
}

fn in_text_order(items: Vec<Proposal>, links: Vec<ProposedLink>) -> Proposals {
    let mut order: Vec<(usize, Proposal)> = items.into_iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| a.cover().cmp(&b.cover()).then_with(|| a.label.cmp(&b.label)));
    let mut place = vec![0; order.len()];
    for (now, (before, _)) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(*before) {
            *slot = now;
        }
    }
    let now = |before: usize| place.get(before).copied().unwrap_or(before);
    let links = links.into_iter().map(|link| ProposedLink { claim: now(link.claim), source: now(link.source), ..link });
    Proposals { links: links.collect(), items: order.into_iter().map(|(_, item)| item).collect() }
}

/// Gives each claim that has no source one, where the weights find one.
fn credit(document: &Document<'_>, merged: &mut Proposals) {
    let of = |label: &str| -> Vec<usize> {
        merged.items.iter().enumerate().filter(|(_, i)| i.label.as_str() == label).map(|(n, _)| n).collect()
    };
    let (claims, sources) = (of("claim"), of("source"));
    let spans = |numbers: &[usize]| -> Vec<&[TextSpan]> {
        numbers.iter().filter_map(|n| merged.items.get(*n)).map(|i| i.fragments.as_slice()).collect()
    };
    let found = link(document, &spans(&claims), &spans(&sources));
    let credited: BTreeSet<usize> = merged.links.iter().map(|link| link.claim).collect();
    for (claim, choice) in claims.iter().zip(found) {
        let Some(choice) = choice.filter(|c| c.score >= FAINTEST_LINK) else { continue };
        let Some(source) = sources.get(choice.source) else { continue };
        if !credited.contains(claim) {
            let by = merged.items.get(*claim).map_or("", |i| i.by);
            merged.links.push(ProposedLink { claim: *claim, source: *source, score: choice.score, by });
        }
    }
}

/// One link for each claim and source, the surest.
fn nothing_twice(merged: &mut Proposals) {
    merged.links.sort_by(|a, b| (a.claim, a.source).cmp(&(b.claim, b.source)).then(b.score.total_cmp(&a.score)));
    merged.links.dedup_by_key(|link| (link.claim, link.source));
}
