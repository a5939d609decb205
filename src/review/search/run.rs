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

/// Looks through a project; ends early with `limit` hits, or once `stop` is set.
pub fn search(
    index: &SearchIndex,
    project: &Project,
    matcher: &Matcher,
    within: &Within,
    limit: usize,
    stop: &AtomicBool,
) -> Found {
    let mut found = Found::default();
    if matcher.is_empty() {
        return found;
    }
    let entries = index.entries(project);
    let filter = Filter::new(project, within);
    for entry in entries.all.iter().filter(|entry| filter.takes(&entry.article)) {
        if stop.load(Ordering::Relaxed) {
            found.stopped = true;
        }
        if found.stopped || search_article(&filter, matcher, entry, limit, stop, &mut found).is_break() {
            break;
        }
    }
    found
}

fn search_article(
    filter: &Filter<'_>,
    matcher: &Matcher,
    entry: &Entry,
    limit: usize,
    stop: &AtomicBool,
    found: &mut Found,
) -> ControlFlow<()> {
    let (article, text) = (entry.article.id, entry.article.text().as_str());
    let folded = matcher.needs_folded().then(|| entry.folded());
    let mut places = None;
    let mut seen = 0_usize;
    matcher.each_in(text, folded, |span| {
        seen += 1;
        if seen.is_multiple_of(PATIENCE) && stop.load(Ordering::Relaxed) {
            found.stopped = true;
            return ControlFlow::Break(());
        }
        if !places.get_or_insert_with(|| filter.places(&entry.article)).takes(span) {
            return ControlFlow::Continue(());
        }
        if found.hits.len() == limit {
            found.more = true;
            return ControlFlow::Break(());
        }
        found.hits.push(Hit { article, span });
        ControlFlow::Continue(())
    })
}
