//! Articles that share text.

use super::shingle::{common, shingles};
use super::sketch::{BINS, Sketch};
use crate::edit::plan::{Imported, settle_reprints};
use crate::model::{Article, ArticleId, Family, IdMaker, Project};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The share of the shorter text's shingles that makes two articles reprints.
const CONTAINED: f64 = 0.5;

/// A text with fewer shingles is too short to be told from a stock phrase.
const FEWEST: usize = 20;

/// Times that the longer text may be as long as the shorter one.
const MOST_TIMES: usize = 4;

/// Bins that a pair must agree in to be counted exactly. A pair at the limits above shares a ninth of its shingles, which
/// is 28 bins on the average, and fewer than this once in some thousand times.
const FEWEST_BINS: usize = BINS / 21;

/// Articles of one bucket that each one is compared with, at most: what is alike in so many is a form letter.
const MOST_COMPARED: usize = 32;

/// Threads that read texts at the same time, at most: the window and the system want the others.
const MOST_THREADS: usize = 4;

/// What two articles share, in shingles of five words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Shingles in both.
    pub common: usize,
    /// Shingles of the first article.
    pub first: usize,
    /// Shingles of the second article.
    pub second: usize,
}

impl Shared {
    /// The share of the shorter text that is in the longer one, from 0 to 1.
    pub fn contained(self) -> f64 {
        let shorter = self.first.min(self.second);
        if shorter == 0 { 0.0 } else { self.common as f64 / shorter as f64 }
    }

    /// True where the two count as reprints.
    pub fn is_reprint(self) -> bool {
        let (shorter, longer) = (self.first.min(self.second), self.first.max(self.second));
        shorter >= FEWEST && longer <= shorter * MOST_TIMES && self.contained() >= CONTAINED
    }
}

/// What two articles share, counted exactly; boilerplate is left out.
pub fn shared(a: &Article, b: &Article) -> Shared {
    let (first, second) = (shingles(a), shingles(b));
    Shared { common: common(&first, &second), first: first.len(), second: second.len() }
}

/// The reprint families of a project's articles as they follow from the texts, whatever was set by hand; by least article.
/// Raising `stop` ends it soon, with nothing.
pub fn find_reprints(project: &Project, stop: &AtomicBool) -> Vec<BTreeSet<ArticleId>> {
    let articles: Vec<&Article> = project.articles.values().map(|article| &**article).collect();
    groups(&articles, |_| true, stop)
}

/// The reprint families that an import makes, or makes larger: of the new articles among themselves, and with those that
/// the project has. What others have set is left as it is.
pub fn reprints_of_import(project: &Project, imported: &Imported, ids: &mut IdMaker, stop: &AtomicBool) -> Vec<Family> {
    if imported.articles.is_empty() {
        return Vec::new();
    }
    let fresh: BTreeSet<ArticleId> = imported.articles.iter().map(|article| article.id).collect();
    let known = project.articles.values().map(|article| &**article).filter(|article| !fresh.contains(&article.id));
    let mut articles: Vec<&Article> = known.chain(&imported.articles).collect();
    articles.sort_by_key(|article| article.id);
    let found = groups(&articles, |id| fresh.contains(&id), stop);
    let families: Vec<&Family> = project.families.values().map(Arc::as_ref).chain(&imported.families).collect();
    settle_reprints(&families, &project.info, &found, ids)
}

/// What is looked at of one article.
struct Looked {
    article: ArticleId,
    shingles: Vec<u64>,
    sketch: Sketch,
}

/// Groups of articles that are tied by shared text, where at least one of each tie is `fresh`.
fn groups(articles: &[&Article], fresh: impl Fn(ArticleId) -> bool, stop: &AtomicBool) -> Vec<BTreeSet<ArticleId>> {
    let looked = look(articles, stop);
    let fresh: Vec<bool> = looked.iter().map(|one| fresh(one.article)).collect();
    let mut ties = Ties::new(looked.len());
    let mut apart: BTreeSet<(u32, u32)> = BTreeSet::new();
    for band in 0..Sketch::bands() {
        if stop.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let mut keyed: Vec<(u64, u32)> =
            looked.iter().enumerate().map(|(i, one)| (one.sketch.band(band), i as u32)).collect();
        keyed.sort_unstable();
        for bucket in keyed.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1) {
            tie_bucket(bucket, &looked, &fresh, &mut ties, &mut apart);
        }
    }
    let mut groups: BTreeMap<usize, BTreeSet<ArticleId>> = BTreeMap::new();
    for (i, one) in looked.iter().enumerate() {
        groups.entry(ties.root(i)).or_default().insert(one.article);
    }
    let mut groups: Vec<_> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    groups
}

/// Ties the articles of one bucket that share enough text. Those that are tied already, or known to be apart, cost nothing.
fn tie_bucket(
    bucket: &[(u64, u32)],
    looked: &[Looked],
    fresh: &[bool],
    ties: &mut Ties,
    apart: &mut BTreeSet<(u32, u32)>,
) {
    for (at, (_, second)) in bucket.iter().enumerate() {
        let before = bucket.get(at.saturating_sub(MOST_COMPARED)..at).unwrap_or_default();
        for (_, first) in before {
            let is_fresh = |i: u32| fresh.get(i as usize).copied().unwrap_or_default();
            let (Some(a), Some(b)) = (looked.get(*first as usize), looked.get(*second as usize)) else { continue };
            if !(is_fresh(*first) || is_fresh(*second)) || ties.are_tied(*first as usize, *second as usize) {
                continue;
            }
            if a.sketch.agreeing(&b.sketch) < FEWEST_BINS || apart.contains(&(*first, *second)) {
                continue;
            }
            let (first_len, second_len) = (a.shingles.len(), b.shingles.len());
            let shared = Shared { common: common(&a.shingles, &b.shingles), first: first_len, second: second_len };
            if shared.is_reprint() {
                ties.tie(*first as usize, *second as usize);
            } else {
                apart.insert((*first, *second));
            }
        }
    }
}

/// Reads the texts that are long enough, on a few threads; in the order of the articles.
fn look(articles: &[&Article], stop: &AtomicBool) -> Vec<Looked> {
    let next = AtomicUsize::new(0);
    let look_at_some = || {
        let mut looked = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(article) = articles.get(at).filter(|_| !stop.load(Ordering::Relaxed)) else { return looked };
            let shingles = shingles(article);
            if shingles.len() >= FEWEST
                && let Some(sketch) = Sketch::of(&shingles)
            {
                looked.push((at, Looked { article: article.id, shingles, sketch }));
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let mut all = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..cores)
            .filter_map(|_| std::thread::Builder::new().name("reprints".into()).spawn_scoped(scope, look_at_some).ok())
            .collect();
        // Without a second thread the first one does it all.
        let mut all = look_at_some();
        all.extend(threads.into_iter().filter_map(|thread| thread.join().ok()).flatten());
        all
    });
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, looked)| looked).collect()
}

/// Which numbers are tied, directly or by others (a forest of disjoint sets: Tarjan 1975).
struct Ties(Vec<usize>);

impl Ties {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, of: usize) -> usize {
        let mut at = of;
        while let Some(above) = self.0.get(at).copied().filter(|above| *above != at) {
            let higher = self.0.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = higher;
            }
            at = higher;
        }
        at
    }

    fn are_tied(&mut self, a: usize, b: usize) -> bool {
        self.root(a) == self.root(b)
    }

    fn tie(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}
