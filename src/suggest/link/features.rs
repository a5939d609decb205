//! How a source stands to a claim, in features that weights were learned for.

use super::covers::Covers;
use crate::suggest::rules::{is_credit, is_saying};
use crate::suggest::{Document, Quoted};
use crate::text::TextSpan;
use std::ops::Range;

/// The number of a feature.
pub type LinkFeature = u16;

/// A claim or source in tokens.
struct Item {
    /// From its first token to one past its last.
    cover: Range<usize>,
    fragments: Vec<Range<usize>>,
    sentence: u32,
    paragraph: u32,
}

/// Sources between a claim and another that are told apart: this many, or more.
const MOST_BETWEEN: usize = 3;

/// The claims and sources of an article.
pub(super) struct Scene<'a> {
    document: &'a Document<'a>,
    claims: Vec<Item>,
    sources: Vec<Item>,
    /// Numbers of sources in text order.
    order: Vec<usize>,
    claim_starts: Vec<usize>,
    /// Where the claims are, to ask which are near.
    covers: Covers,
}

/// The features of each of the sources near a claim, with the source's number: what the weights are trained on.
pub fn link_features(
    document: &Document<'_>,
    claims: &[&[TextSpan]],
    sources: &[&[TextSpan]],
    claim: usize,
) -> Vec<(usize, Vec<LinkFeature>)> {
    let scene = Scene::new(document, claims, sources);
    let near = scene.candidates(claim, super::NEAREST);
    let each = near.into_iter().map(|source| {
        let mut found = Vec::new();
        scene.features(claim, source, &mut found);
        (source, found)
    });
    each.collect()
}

fn item(document: &Document<'_>, spans: &[TextSpan]) -> Item {
    let fragments: Vec<Range<usize>> = spans.iter().map(|s| document.tokens_in(*s)).collect();
    let start = fragments.iter().map(|f| f.start).min().unwrap_or(0);
    let end = fragments.iter().map(|f| f.end).max().unwrap_or(0);
    let first = document.tokens().get(start);
    Item {
        cover: start..end,
        fragments,
        sentence: first.map_or(0, |t| t.sentence),
        paragraph: first.map_or(0, |t| t.paragraph),
    }
}

/// Where the source stands to the claim.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
    Between,
    Inside,
}

fn capped(number: usize, most: usize) -> u16 {
    number.min(most) as u16
}

impl<'a> Scene<'a> {
    pub(super) fn new(document: &'a Document<'a>, claims: &[&[TextSpan]], sources: &[&[TextSpan]]) -> Self {
        let claims: Vec<Item> = claims.iter().map(|c| item(document, c)).collect();
        let sources: Vec<Item> = sources.iter().map(|s| item(document, s)).collect();
        let mut order: Vec<usize> = (0..sources.len()).collect();
        order.sort_by_key(|s| sources.get(*s).map_or(0, |s| s.cover.start));
        let mut claim_starts: Vec<usize> = claims.iter().flat_map(|c| c.fragments.iter().map(|f| f.start)).collect();
        claim_starts.sort_unstable();
        let covers = Covers::new(claims.iter().map(|c| c.cover.clone()));
        Self { document, claims, sources, order, claim_starts, covers }
    }

    /// The sources nearest to a claim on each side, and those between its fragments.
    pub(super) fn candidates(&self, claim: usize, nearest: usize) -> Vec<usize> {
        let Some(item) = self.claims.get(claim) else { return Vec::new() };
        let start = |s: &usize| self.sources.get(*s).map_or(0, |s| s.cover.start);
        let first = self.order.partition_point(|s| start(s) < item.cover.start).saturating_sub(nearest);
        let last = self.order.partition_point(|s| start(s) < item.cover.end) + nearest;
        let near = self.order.get(first..last.min(self.order.len())).unwrap_or_default();
        let outside = |s: &usize| {
            self.sources
                .get(*s)
                .is_some_and(|s| !item.fragments.iter().any(|f| f.start <= s.cover.start && s.cover.end <= f.end))
        };
        near.iter().copied().filter(outside).collect()
    }

    fn side(claim: &Item, source: &Item) -> Side {
        if source.cover.end <= claim.cover.start {
            Side::Before
        } else if source.cover.start >= claim.cover.end {
            Side::After
        } else if claim.fragments.len() > 1 {
            Side::Between
        } else {
            Side::Inside
        }
    }

    /// Adds the features of a claim and a source.
    pub(super) fn features(&self, claim: usize, source: usize, found: &mut Vec<LinkFeature>) {
        let (Some(c), Some(s)) = (self.claims.get(claim), self.sources.get(source)) else { return };
        let side = Self::side(c, s);
        let rel = side as u16;
        let gap = match side {
            Side::Before => s.cover.end..c.cover.start,
            Side::After => c.cover.end..s.cover.start,
            _ => 0..0,
        };
        let last_sentence =
            self.document.tokens().get(c.cover.end.saturating_sub(1)).map_or(c.sentence, |t| t.sentence);
        let same_sentence = s.sentence >= c.sentence && s.sentence <= last_sentence;
        let sentences =
            if s.sentence < c.sentence { c.sentence - s.sentence } else { s.sentence.saturating_sub(last_sentence) };
        let paragraphs = s.paragraph.abs_diff(c.paragraph) as usize;
        let near = if same_sentence { 0 } else { 1 + capped(paragraphs, 2) };
        let between = self.sources_between(&gap).filter(|o| *o != source).take(MOST_BETWEEN).count();
        let first = self.claim_starts.partition_point(|start| *start < gap.start);
        let others = self.claim_starts.partition_point(|start| *start < gap.end).saturating_sub(first);
        let distance = match gap.len() {
            0..=1 => 0,
            2 => 1,
            3..=4 => 2,
            5..=7 => 3,
            8..=12 => 4,
            13..=25 => 5,
            26..=60 => 6,
            _ => 7,
        };
        let cue = self.cue(s);
        let quoted = self
            .document
            .tokens()
            .get(c.cover.start)
            .is_some_and(|t| matches!(t.quoted, Quoted::Mark | Quoted::Inside));
        let pronoun = s.cover.len() == 1 && self.document.lower(s.cover.start).len() < 5;
        let led = self.led(c);
        let nested = self.crosses(claim, s);
        found.extend([
            rel * 4 + near,
            16 + rel * 8 + distance,
            48 + rel * 4 + capped(between, MOST_BETWEEN),
            64 + rel * 4 + capped(others, 3),
            80 + rel * 8 + cue,
            112 + rel * 4 + capped(sentences as usize, 3),
            128 + (rel * 4 + near) * 2 + u16::from(quoted),
            160 + (rel * 4 + near) * 2 + u16::from(pronoun),
            192 + (cue * 4 + near) * 2 + u16::from(between == 0),
            256 + (rel * 4 + near) * 2 + u16::from(led),
            288 + (u16::from(led) * 8 + cue) * 4 + rel,
            352 + (distance * 8 + cue) * 4 + rel,
            608 + (capped(between, MOST_BETWEEN) * 4 + capped(others, 3)) * 4 + rel,
            672 + nested,
            676 + (near * 2 + u16::from(quoted)) * 8 + cue,
            740 + (u16::from(quoted) * 4 + near) * 8 + rel * 2 + u16::from(between == 0),
        ]);
    }

    /// Numbers of the sources that lie in a gap.
    fn sources_between(&self, gap: &Range<usize>) -> impl Iterator<Item = usize> {
        let cover = |s: &usize| self.sources.get(*s).map_or(0..0, |s| s.cover.clone());
        let first = self.order.partition_point(|s| cover(s).start < gap.start);
        let (rest, end) = (self.order.get(first..).unwrap_or_default(), gap.end);
        let begins = rest.iter().copied().take_while(move |s| cover(s).start <= end);
        begins.filter(move |s| cover(s).end <= end)
    }

    /// Words of saying beside a source: 1 behind it, 2 right before it, 4 "according to" before it.
    fn cue(&self, source: &Item) -> u16 {
        let document = self.document;
        let mut cue = 0;
        for at in source.cover.end..source.cover.end + 6 {
            let word = document.lower(at);
            if document.tokens().get(at).is_none_or(|t| t.sentence != source.sentence)
                || (at > source.cover.end && matches!(word, "," | ":" | ";"))
            {
                break;
            }
            if is_saying(word) {
                cue |= 1;
                break;
            }
        }
        let before = source.cover.start.saturating_sub(1);
        if source.cover.start > 0 && is_saying(document.lower(before)) {
            cue |= 2;
        }
        if is_credit(document, source.cover.start) {
            cue |= 4;
        }
        cue
    }

    /// True where a word of saying, or "that", a colon or a comma behind one, leads the claim in.
    fn led(&self, claim: &Item) -> bool {
        let from = claim.cover.start;
        let sentence = claim.sentence;
        (from.saturating_sub(5)..from).any(|at| {
            self.document.tokens().get(at).is_some_and(|t| t.sentence == sentence && t.quoted != Quoted::Inside)
                && (is_saying(self.document.lower(at))
                    || (at + 1 == from && matches!(self.document.lower(at), "that" | ":")))
        })
    }

    /// How many claims hold the claim but not the source, or the source but not the claim (2 at most, then 3 for both).
    fn crosses(&self, claim: usize, source: &Item) -> u16 {
        let Some(c) = self.claims.get(claim) else { return 0 };
        let holds = |outer: &Item, inner: &Range<usize>| {
            outer.fragments.iter().any(|f| f.start <= inner.start && inner.end <= f.end && f.len() > inner.len())
        };
        let reach = c.cover.start.min(source.cover.start)..c.cover.end.max(source.cover.end);
        let (mut claim_only, mut source_only) = (false, false);
        self.covers.each_over(&reach, |number| {
            let Some(other) = self.claims.get(number).filter(|_| number != claim) else { return };
            let (has_claim, has_source) = (holds(other, &c.cover), holds(other, &source.cover));
            claim_only |= has_claim && !has_source;
            source_only |= has_source && !has_claim;
        });
        u16::from(claim_only) + 2 * u16::from(source_only)
    }
}

/// One more than the greatest feature.
pub(super) const FEATURES: usize = 804;
