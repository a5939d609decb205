//! Several suggesters' proposals become one list: the same place once, with the reasons of all; of two that get in each other's
//! way the surer; every claim with its source.

use super::{Document, Proposal, Proposals, ProposedLink, RULES, attributes, link};
use crate::model::{LabelId, is_one_place};
use crate::text::{TextSpan, trim};
use std::collections::{BTreeMap, BTreeSet};

/// What an agreeing suggester takes off the doubt that is left.
const AGREEMENT: f64 = 0.45;

/// The name of the shipped model.
const SHIPPED: &str = "model";

/// How much of its score an event of the shipped model keeps that rules do not see: one in fourteen is one by the codebook.
const ONLY_MODEL: f64 = 0.3;

/// How much of its score an event of rules keeps that the shipped model does not see.
const WITHOUT_MODEL: f64 = 0.9;

/// Least score of a link that was not stated by a suggester.
const FAINTEST_LINK: f64 = 0.4;

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

/// Puts proposals together. Spans lose their outer marks and a leading "that", as the codebook has it.
pub fn combine(document: &Document<'_>, parts: Vec<Proposals>) -> Proposals {
    combine_as(document, parts, EventSense::Codebook)
}

/// As [`combine`], with another sense of what an event is.
pub fn combine_as(document: &Document<'_>, mut parts: Vec<Proposals>, sense: EventSense) -> Proposals {
    if sense == EventSense::Codebook {
        by_codebook(&mut parts);
    }
    let mut pool = Pool::default();
    for part in parts {
        pool.take(document, part);
    }
    let both = pool.has(RULES) && pool.has(SHIPPED);
    let mut merged = pool.settled();
    if both {
        doubt_the_lonely(&mut merged);
    }
    credit(document, &mut merged);
    for item in &mut merged.items {
        attributes::fill(document, item);
    }
    nothing_twice(&mut merged);
    merged
}

/// Takes the events of the shipped model for what they are worth by the codebook: they speak for or against those of rules.
fn by_codebook(parts: &mut [Proposals]) {
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
            RULES => item.score *= model.get(&place).map_or(WITHOUT_MODEL, |score| 0.8 + 0.3 * score),
            SHIPPED if rules.contains_key(&place) => item.score *= 0.1,
            SHIPPED => item.score *= ONLY_MODEL,
            _ => {}
        }
    }
}

/// Takes something off what rules or the shipped model propose alone, where both take part: on annotated news it is right less
/// often than what they agree on. A claim in a claim is found by rules only, and is left as it is.
fn doubt_the_lonely(merged: &mut Proposals) {
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

    /// The surest first; each that comes later joins one that it says the same as, gives way to one that it crosses, or stays.
    fn settled(self) -> Proposals {
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        let score = |at: &usize| self.items.get(*at).map_or(0.0, |i| i.score);
        order.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
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
            let near = by_place.range((from, 0)..(cover.end().get(), 0)).map(|(_, number)| *number);
            match meeting(item, *part, near, &kept, &exact) {
                Meeting::Same(number) => {
                    if let Some(other) = kept.get_mut(number) {
                        join(&mut other.item, item);
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
                    kept.push(Kept { item: item.clone(), parts: vec![*part] });
                }
            }
        }
        let stand = |at: usize| stands.get(at).copied().flatten();
        let links = self
            .links
            .iter()
            .filter_map(|link| Some(ProposedLink { claim: stand(link.claim)?, source: stand(link.source)?, ..*link }));
        let links = links.collect();
        in_text_order(kept.into_iter().map(|kept| kept.item).collect(), links)
    }
}

/// A proposal that stays, and the parts that propose it.
struct Kept {
    item: Proposal,
    parts: Vec<usize>,
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
    for (claim, choice) in claims.iter().zip(found) {
        let Some(choice) = choice.filter(|c| c.score >= FAINTEST_LINK) else { continue };
        let Some(source) = sources.get(choice.source) else { continue };
        if !merged.links.iter().any(|l| l.claim == *claim) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::Reason;

    fn proposal(label: &str, by: &'static str, score: f64, spans: &[(usize, usize)]) -> Proposal {
        let mut proposal = Proposal::new(
            LabelId::parse(label).unwrap(),
            TextSpan::of(0, 0),
            score,
            by,
            Reason::new(format!("by {by}")),
        );
        proposal.fragments = spans.iter().map(|(a, b)| TextSpan::of(*a, *b)).collect();
        proposal
    }

    fn part(items: Vec<Proposal>, links: &[(usize, usize)]) -> Proposals {
        let links = links.iter().map(|(claim, source)| ProposedLink {
            claim: *claim,
            source: *source,
            score: 0.9,
            by: "rules",
        });
        Proposals { items, links: links.collect() }
    }

    const TEXT: &str = "The mayor said that the bridge is shut, and Ana Fry left.";

    #[test]
    fn the_same_place_is_one_proposal_with_the_reasons_of_all() {
        let document = Document::new(TEXT, &[], Some("en"));
        let rules = part(
            vec![proposal("claim", "rules", 0.6, &[(20, 38)]), proposal("source", "rules", 0.7, &[(0, 9)])],
            &[(0, 1)],
        );
        let model =
            part(vec![proposal("claim", "model", 0.8, &[(15, 39)]), proposal("event", "model", 0.5, &[(52, 56)])], &[]);
        let all = combine(&document, vec![rules, model]);
        let shown: Vec<(&str, &str)> = all.items.iter().map(|i| (i.label.as_str(), i.cover().slice(TEXT))).collect();
        assert_eq!(shown, [("source", "The mayor"), ("claim", "the bridge is shut"), ("event", "left")]);
        let claim = &all.items[1];
        assert_eq!((claim.by, claim.also.as_slice()), ("model", ["rules"].as_slice()));
        assert!(claim.score > 0.8 && claim.score < 1.0 && claim.reason.as_str() == "by model; by rules");
        assert_eq!(all.links.iter().map(|l| (l.claim, l.source)).collect::<Vec<_>>(), [(1, 0)]);
    }

    #[test]
    fn what_crosses_a_surer_one_goes_and_what_lies_inside_stays() {
        let document = Document::new(TEXT, &[], Some("en"));
        let rules = part(vec![proposal("claim", "rules", 0.9, &[(20, 38)])], &[]);
        let model =
            part(vec![proposal("claim", "model", 0.5, &[(31, 56)]), proposal("claim", "model", 0.4, &[(24, 30)])], &[]);
        let all = combine(&document, vec![rules, model]);
        let shown: Vec<&str> = all.items.iter().map(|i| i.cover().slice(TEXT)).collect();
        assert_eq!(shown, ["the bridge is shut", "bridge"]);
    }

    #[test]
    fn a_claim_in_a_claim_is_not_taken_for_the_outer_one() {
        let text = "The Tide wrote that Fry said the old bridge over the river is shut for good.";
        let at = |words: &str| (text.find(words).unwrap(), text.find(words).unwrap() + words.len());
        let document = Document::new(text, &[], Some("en"));
        let outer = at("Fry said the old bridge over the river is shut for good");
        let inner = at("the old bridge over the river is shut for good");
        let rules =
            part(vec![proposal("claim", "rules", 0.7, &[outer]), proposal("claim", "rules", 0.8, &[inner])], &[]);
        let model = part(vec![proposal("claim", "model", 0.9, &[outer])], &[]);
        let all = combine(&document, vec![rules, model]);
        assert_eq!(all.items.iter().map(|i| (i.by, i.also.len())).collect::<Vec<_>>(), [("model", 1), ("rules", 0)]);
    }

    #[test]
    fn events_of_the_model_are_weighed_by_the_codebook() {
        let document = Document::new(TEXT, &[], Some("en"));
        let parts = || {
            let rules = part(vec![proposal("event", "rules", 0.6, &[(52, 56)])], &[]);
            let model = part(
                vec![proposal("event", "model", 0.9, &[(52, 56)]), proposal("event", "model", 0.9, &[(10, 14)])],
                &[],
            );
            vec![rules, model]
        };
        let kept = |sense| {
            let all = combine_as(&document, parts(), sense).items;
            all.iter().filter(|i| i.score > 0.45).map(|i| i.cover().slice(TEXT)).collect::<Vec<_>>()
        };
        assert_eq!(kept(EventSense::Codebook), ["left"]);
        assert_eq!(kept(EventSense::EveryVerb), ["said", "left"]);
    }

    #[test]
    fn a_broken_claim_is_told_whole_and_a_claim_without_a_source_gets_one() {
        let text = "“The bridge,” the mayor said, “is shut.”";
        let at = |words: &str| (text.find(words).unwrap(), text.find(words).unwrap() + words.len());
        let document = Document::new(text, &[], Some("en"));
        let model = part(
            vec![
                proposal("claim", "model", 0.8, &[at("“The bridge,”")]),
                proposal("source", "model", 0.8, &[at("the mayor")]),
            ],
            &[],
        );
        let rules = part(vec![proposal("claim", "rules", 0.6, &[at("“The bridge,”"), at("“is shut.”")])], &[]);
        let all = combine(&document, vec![model, rules]);
        assert_eq!((all.items.len(), all.items[0].fragments.len()), (2, 2));
        assert_eq!(all.links.len(), 1);
    }
}
