//! A search through a project.

use super::filter::Filter;
use super::index::Entry;
use super::{Matcher, SearchIndex, Within};
use crate::model::{ArticleId, Project};
use crate::text::TextSpan;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

/// Hits between two looks at whether the search should stop.
const PATIENCE: usize = 4096;

/// A place that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// The words there; bytes of the current text.
    pub span: TextSpan,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Places by article, in the order of date, title and id, and then in text order.
    pub hits: Vec<Hit>,
    /// There are more than were asked for: the count is "at least".
    pub more: bool,
    /// It was stopped before the end.
    pub stopped: bool,
}

/// Articles for which it pays to search on several threads.
const MANY: usize = 1_000;
/// Threads that search at the same time, at most: the window and the system want the others.
const SEARCHERS: usize = 4;

/// Looks through a project; ends early with `limit` hits, or once `stop` is set.
pub fn search(
    index: &SearchIndex,
    project: &Project,
    matcher: &Matcher,
    within: &Within,
    limit: usize,
    stop: &AtomicBool,
) -> Found {
    if matcher.is_empty() {
        return Found::default();
    }
    let entries = index.entries(project);
    let filter = Filter::new(project, within);
    let job = Job { filter: &filter, matcher, limit, stop };
    let threads = if entries.all.len() < MANY {
        1
    } else {
        std::thread::available_parallelism().map_or(1, usize::from).min(SEARCHERS)
    };
    let mut parts = entries.all.chunks(entries.all.len().div_ceil(threads).max(1));
    let first = parts.next().unwrap_or_default();
    std::thread::scope(|scope| {
        let others: Vec<_> = parts
            .map(|part| {
                let searcher = std::thread::Builder::new().name("search".into());
                (part, searcher.spawn_scoped(scope, move || job.search(part)))
            })
            .collect();
        let mut found = job.search(first);
        for (part, other) in others {
            // A system without another thread leaves the part to this one.
            let other = other.map_or_else(|_| Ok(job.search(part)), std::thread::ScopedJoinHandle::join);
            found.append(other.unwrap_or(Found { stopped: true, ..Found::default() }), limit);
        }
        found
    })
}

impl Found {
    /// Adds what was found in later articles.
    fn append(&mut self, later: Self, limit: usize) {
        self.more |= later.more || self.hits.len() + later.hits.len() > limit;
        self.stopped |= later.stopped;
        self.hits.extend(later.hits);
        self.hits.truncate(limit);
    }
}

/// What each thread needs to know.
#[derive(Clone, Copy)]
struct Job<'a> {
    filter: &'a Filter<'a>,
    matcher: &'a Matcher,
    limit: usize,
    stop: &'a AtomicBool,
}

impl Job<'_> {
    fn search(self, entries: &[Entry]) -> Found {
        let mut found = Found::default();
        let takes_all = self.filter.takes_all();
        for entry in entries.iter().filter(|entry| takes_all || self.filter.takes(&entry.article)) {
            found.stopped |= self.stop.load(Ordering::Relaxed);
            if found.stopped || self.search_article(entry, &mut found).is_break() {
                break;
            }
        }
        found
    }

    fn search_article(self, entry: &Entry, found: &mut Found) -> ControlFlow<()> {
        let folded = self.matcher.needs_folded().then(|| entry.folded());
        let mut places = None;
        let mut seen = 0_usize;
        self.matcher.each_in(entry.text.as_str(), folded, |span| {
            seen += 1;
            if seen.is_multiple_of(PATIENCE) && self.stop.load(Ordering::Relaxed) {
                found.stopped = true;
                return ControlFlow::Break(());
            }
            if !places.get_or_insert_with(|| self.filter.places(&entry.article)).takes(span) {
                return ControlFlow::Continue(());
            }
            if found.hits.len() == self.limit {
                found.more = true;
                return ControlFlow::Break(());
            }
            found.hits.push(Hit { article: entry.article.id, span });
            ControlFlow::Continue(())
        })
    }
}
