//! One cell: what an article is to a thread.

use super::CellState;
use super::facts::{self, ArticleFacts, ThreadFacts};
use crate::model::{AnnotatorName, ArticleId, Project, ThreadId};
use crate::review::coding::Coding;
use crate::review::threads::{Mention, Reported, ThreadIndex};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A cell of a thread and an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The first state that holds.
    pub state: CellState,
    /// Other states that hold for mentions.
    pub also: Vec<CellState>,
    /// The mentions, in text order.
    pub mentions: &'a [Mention],
    /// What makes it so, in words; empty where the state says it all.
    pub why: String,
}

/// What all cells follow from, worked out once from a state of a project. A cell costs nothing until it is asked for.
/// Cloning shares everything.
#[derive(Clone, Debug)]
pub struct Coverage(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    coding: Coding,
    annotators: BTreeSet<AnnotatorName>,
    index: ThreadIndex,
    articles: Vec<ArticleFacts>,
    numbers: BTreeMap<ArticleId, usize>,
    threads: Vec<ThreadFacts>,
    reprints: Vec<usize>,
}

impl Coverage {
    /// The coverage of a project, as those see it whose coding counts.
    pub fn new(project: &Project, coding: &Coding) -> Self {
        let layers = coding.all_layers(project);
        let index = ThreadIndex::of_layers(project, coding, &layers);
        let articles = facts::articles(project, coding, &layers);
        let numbers = articles.iter().enumerate().map(|(number, article)| (article.id, number)).collect();
        let threads = facts::threads(project, &index, &numbers);
        let reprints = facts::reprints(project, &numbers);
        let annotators = coding.annotators(project);
        Self(Arc::new(Inner { coding: coding.clone(), annotators, index, articles, numbers, threads, reprints }))
    }

    /// Whose coding counts.
    pub fn coding(&self) -> &Coding {
        &self.0.coding
    }

    /// Their names.
    pub fn annotators(&self) -> &BTreeSet<AnnotatorName> {
        &self.0.annotators
    }

    /// The threads with their mentions.
    pub fn index(&self) -> &ThreadIndex {
        &self.0.index
    }

    /// Articles by date of publication, those without one last; their place here is their number.
    pub fn articles(&self) -> &[ArticleFacts] {
        &self.0.articles
    }

    /// Threads by id; their place here is their number.
    pub fn threads(&self) -> &[ThreadFacts] {
        &self.0.threads
    }

    /// The number of an article.
    pub fn article_number(&self, id: ArticleId) -> Option<usize> {
        self.0.numbers.get(&id).copied()
    }

    /// The number of a thread, or of the one that it is the same as.
    pub fn thread_number(&self, id: ThreadId) -> Option<usize> {
        let canonical = self.0.index.canonical(id);
        self.0.threads.binary_search_by_key(&canonical, |thread| thread.id).ok()
    }

    /// The number of the first article that this one is a reprint of, or which is one of it; its own where it has none.
    pub fn reprint_of(&self, article: usize) -> usize {
        self.0.reprints.get(article).copied().unwrap_or(article)
    }

    /// The mentions of a thread in an article, by their numbers.
    pub fn mentions(&self, thread: usize, article: usize) -> &[Mention] {
        let Some(facts) = self.0.threads.get(thread) else { return &[] };
        let at = facts.places.partition_point(|place| place.0 < article);
        let Some(place) = facts.places.get(at).filter(|place| place.0 == article) else { return &[] };
        let start = at.checked_sub(1).and_then(|before| facts.places.get(before)).map_or(0, |before| before.1);
        self.0.index.mentions(facts.id).get(start..place.1).unwrap_or_default()
    }

    /// The articles that mention a thread, by their numbers.
    pub fn mentioning(&self, thread: usize) -> impl Iterator<Item = usize> {
        self.0.threads.get(thread).into_iter().flat_map(|facts| facts.places.iter().map(|place| place.0))
    }

    /// The state of a cell, by the numbers of thread and article.
    pub fn state(&self, thread: usize, article: usize) -> CellState {
        let mentions = self.mentions(thread, article);
        if let Some(state) = mentions.iter().map(state_of).min() {
            return state;
        }
        match (self.0.threads.get(thread), self.0.articles.get(article)) {
            (Some(thread), Some(article)) => missing(thread, article),
            _ => CellState::Unread,
        }
    }

    /// A cell, by the numbers of thread and article.
    pub fn cell(&self, thread: usize, article: usize) -> Cell<'_> {
        let mentions = self.mentions(thread, article);
        let holds: BTreeSet<CellState> = mentions.iter().map(state_of).collect();
        let mut holds = holds.into_iter();
        if let Some(state) = holds.next() {
            return Cell { state, also: holds.collect(), mentions, why: disputes(mentions) };
        }
        let (Some(thread), Some(article)) = (self.0.threads.get(thread), self.0.articles.get(article)) else {
            return Cell { state: CellState::Unread, also: Vec::new(), mentions, why: String::new() };
        };
        let state = missing(thread, article);
        Cell { state, also: Vec::new(), mentions, why: why(state, thread, article) }
    }

    /// How often each state comes in a thread's row, in the order of [`CellState::ALL`].
    pub fn counts(&self, thread: usize) -> [usize; 9] {
        let mut counts = [0; 9];
        for article in 0..self.0.articles.len() {
            if let Some(count) = counts.get_mut(self.state(thread, article).number()) {
                *count += 1;
            }
        }
        counts
    }

    /// The commonest state without mentions in a thread's row; the first of several.
    pub fn default_state(&self, thread: usize) -> CellState {
        let counts = self.counts(thread);
        let mut most = (0, CellState::Absent);
        for (state, count) in CellState::ALL.into_iter().zip(counts) {
            if !state.is_mention() && count > most.0 {
                most = (count, state);
            }
        }
        most.1
    }
}

fn state_of(mention: &Mention) -> CellState {
    match mention.reported {
        Reported::Disputed(_) => CellState::Disputed,
        Reported::Attributed => CellState::Attributed,
        Reported::Stated => CellState::Stated,
    }
}

/// The state of a cell without mentions.
fn missing(thread: &ThreadFacts, article: &ArticleFacts) -> CellState {
    if thread.story.is_some_and(|story| !article.stories.contains(&story)) {
        return CellState::OutOfScope;
    }
    if article.published.zip(thread.since).is_some_and(|(published, since)| published.is_before(since)) {
        return CellState::Earlier;
    }
    if article.unread > 0 {
        return CellState::Unread;
    }
    if !article.unlinked.is_empty() && article.unlinked.contains_key(&thread.label) {
        return CellState::Unlinked;
    }
    if article.read_since.is_some_and(|since| since < thread.made) {
        return CellState::Stale;
    }
    CellState::Absent
}

fn disputes(mentions: &[Mention]) -> String {
    let disputes: BTreeSet<_> = mentions
        .iter()
        .filter_map(|mention| match mention.reported {
            Reported::Disputed(dispute) => Some(dispute),
            _ => None,
        })
        .collect();
    disputes.into_iter().map(super::super::threads::Dispute::words).collect::<Vec<_>>().join(", ")
}

fn why(state: CellState, thread: &ThreadFacts, article: &ArticleFacts) -> String {
    let date = |date: Option<crate::model::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    match state {
        CellState::Earlier => format!("published {}, known since {}", date(article.published), date(thread.since)),
        CellState::Unread => format!("{} of {} paragraphs not read", article.unread, article.paragraphs),
        CellState::Unlinked => {
            let count = article.unlinked.get(&thread.label).copied().unwrap_or_default();
            format!("{count} of label {} without a link", thread.label)
        }
        CellState::Stale => {
            let read = article.read_since.map(|time| time.to_string()).unwrap_or_default();
            format!("read {read}, made {}", thread.made)
        }
        _ => String::new(),
    }
}
