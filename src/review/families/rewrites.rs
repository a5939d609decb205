//! Articles that retell the same report in other words.

use crate::model::{ArticleId, FamilyKind, LabelRole, Project, ThreadId};
use crate::review::ThreadIndex;
use crate::text::ByteOffset;
use std::collections::{BTreeMap, BTreeSet};

/// Shared claims that two articles must bring in the same order.
const FEWEST: usize = 3;

/// The share of the claims of the article that has fewer of them which must come in the same order.
const IN_ORDER: f64 = 0.6;

/// A shared claim that more articles bring says nothing about two of them.
const MOST_ARTICLES: usize = 500;

/// Two articles that bring the same claims in the same order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewriteOffer {
    /// The two articles, by id.
    pub articles: [ArticleId; 2],
    /// The claims that come in the same order, in that order.
    pub claims: Vec<ThreadId>,
    /// Claims of the article that has fewer.
    pub of: usize,
}

/// Articles that may be rewrites of each other, those with the most claims in order first: at least three claims, and 60 %
/// of those of the article with fewer, come in the same order. `claims` are the shared claims of each article, in the order
/// in which they first stand there. Articles that are in one family already are left out, and reprints count as one article.
pub fn offered_rewrites(project: &Project, claims: &BTreeMap<ArticleId, Vec<ThreadId>>) -> Vec<RewriteOffer> {
    let mut bringing: BTreeMap<ThreadId, Vec<usize>> = BTreeMap::new();
    let articles: Vec<(&ArticleId, &Vec<ThreadId>)> = claims.iter().collect();
    for (at, (_, threads)) in articles.iter().enumerate() {
        for thread in *threads {
            bringing.entry(*thread).or_default().push(at);
        }
    }
    let families: BTreeSet<(ArticleId, ArticleId)> = tied_pairs(project);
    let print = first_prints(project);
    let mut offers = Vec::new();
    let mut shared = vec![0_u32; articles.len()];
    for (at, (first, threads)) in articles.iter().enumerate() {
        let mut touched = BTreeSet::new();
        for thread in *threads {
            let others = bringing.get(thread).filter(|others| others.len() <= MOST_ARTICLES);
            for other in others.into_iter().flatten().filter(|other| **other > at) {
                if let Some(count) = shared.get_mut(*other) {
                    *count += 1;
                    touched.insert(*other);
                }
            }
        }
        for other in touched {
            let count = shared.get_mut(other).map(std::mem::take).unwrap_or_default();
            let Some((second, others)) = articles.get(other).filter(|_| count as usize >= FEWEST) else { continue };
            let prints = ordered(print(**first), print(**second));
            if prints.0 == prints.1 || families.contains(&prints) {
                continue;
            }
            let (common, of) = (in_order(threads, others), threads.len().min(others.len()));
            if common.len() >= FEWEST && common.len() as f64 >= of as f64 * IN_ORDER {
                offers.push(RewriteOffer { articles: [**first, **second], claims: common, of });
            }
        }
    }
    offers.sort_by_key(|offer| (std::cmp::Reverse(offer.claims.len()), offer.of, offer.articles));
    let mut known = BTreeSet::new();
    offers.retain(|offer| {
        let [first, second] = offer.articles;
        known.insert(ordered(print(first), print(second)))
    });
    offers
}

/// The article that stands for all its reprints: the one with the least id.
fn first_prints(project: &Project) -> impl Fn(ArticleId) -> ArticleId {
    let mut prints: BTreeMap<ArticleId, ArticleId> = BTreeMap::new();
    for family in project.families.values().filter(|family| family.kind == FamilyKind::Reprint) {
        let first = family.articles.first().copied();
        prints.extend(family.articles.iter().filter_map(|id| Some((*id, first?))));
    }
    move |id| prints.get(&id).copied().unwrap_or(id)
}

fn ordered(a: ArticleId, b: ArticleId) -> (ArticleId, ArticleId) {
    (a.min(b), a.max(b))
}

/// The shared claims of each article, in the order in which they first stand there.
pub fn claims_in_order(project: &Project, threads: &ThreadIndex) -> BTreeMap<ArticleId, Vec<ThreadId>> {
    let mut first: BTreeMap<ArticleId, BTreeMap<ThreadId, ByteOffset>> = BTreeMap::new();
    let is_claim = |id: &ThreadId| {
        project.thread(*id).is_some_and(|(_, thread)| project.codebook.role(&thread.label) == LabelRole::Claim)
    };
    for id in threads.ids().filter(is_claim) {
        for mention in threads.mentions(id) {
            let annotation = project.annotation(&mention.key, mention.annotation);
            let Some(place) = annotation.and_then(|annotation| annotation.cover()) else { continue };
            let start = first.entry(mention.key.article).or_default().entry(id).or_insert(place.start());
            *start = place.start().min(*start);
        }
    }
    let ordered = |claims: BTreeMap<ThreadId, ByteOffset>| {
        let mut claims: Vec<_> = claims.into_iter().collect();
        claims.sort_by_key(|(id, start)| (*start, *id));
        claims.into_iter().map(|(id, _)| id).collect()
    };
    first.into_iter().map(|(article, claims)| (article, ordered(claims))).collect()
}

/// Pairs of articles that are in one family, each by its first print, the lesser id first.
fn tied_pairs(project: &Project) -> BTreeSet<(ArticleId, ArticleId)> {
    let print = first_prints(project);
    let pairs = project.families.values().flat_map(|family| {
        let articles: BTreeSet<ArticleId> = family.articles.iter().map(|id| print(*id)).collect();
        let articles: Vec<ArticleId> = articles.into_iter().collect();
        let pairs = articles
            .iter()
            .enumerate()
            .flat_map(|(at, first)| articles.iter().skip(at + 1).map(|second| (*first, *second)).collect::<Vec<_>>());
        pairs.collect::<Vec<_>>()
    });
    pairs.collect()
}

/// The longest sequence that is in both, in this order (dynamic programming: Wagner and Fischer 1974).
fn in_order(first: &[ThreadId], second: &[ThreadId]) -> Vec<ThreadId> {
    let width = second.len() + 1;
    let mut best = vec![0_u32; (first.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    let value = |best: &[u32], i, j| best.get(at(i, j)).copied().unwrap_or_default();
    for (i, a) in first.iter().enumerate().rev() {
        for (j, b) in second.iter().enumerate().rev() {
            let longest = if a == b {
                value(&best, i + 1, j + 1) + 1
            } else {
                value(&best, i + 1, j).max(value(&best, i, j + 1))
            };
            if let Some(slot) = best.get_mut(at(i, j)) {
                *slot = longest;
            }
        }
    }
    let (mut i, mut j, mut common) = (0, 0, Vec::new());
    while let (Some(a), Some(b)) = (first.get(i), second.get(j)) {
        if a == b {
            common.push(*a);
            (i, j) = (i + 1, j + 1);
        } else if value(&best, i + 1, j) >= value(&best, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    common
}
