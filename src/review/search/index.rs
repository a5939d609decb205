//! Folded copies of the articles' texts, made when they are first needed and kept while the texts stay.

use crate::model::{Article, ArticleId, Date, Project};
use crate::text::{Folded, Text, fold, fold_mapped};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Threads that fold at the same time, at most: the window and the system want the others.
const FOLDERS: usize = 4;

/// An article with its folded text, where it was made.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) article: Arc<Article>,
    /// The article's own: a search without restrictions need not look at the article.
    pub(super) text: Text,
    folded: Arc<OnceLock<Folded>>,
}

impl Entry {
    fn new(article: &Arc<Article>) -> Self {
        Self { article: Arc::clone(article), text: article.text().clone(), folded: Arc::default() }
    }

    pub(super) fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| fold_mapped(self.text.as_str()))
    }
}

/// The articles of one state of a project.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// In the order in which hits come: by date, title and id; those without a date last.
    pub(super) all: Vec<Entry>,
    /// For each article, by id, its place in `all`.
    by_id: Vec<(ArticleId, usize)>,
}

impl Entries {
    pub(super) fn get(&self, id: ArticleId) -> Option<&Entry> {
        self.all.get(self.place(id)?)
    }

    /// The place of an article in the order of the hits.
    pub(super) fn place(&self, id: ArticleId) -> Option<usize> {
        let at = self.by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.by_id.get(at).map(|(_, place)| *place)
    }

    fn is_of(&self, project: &Project) -> bool {
        let same = |((id, place), (other, article)): (&(ArticleId, usize), (&ArticleId, &Arc<Article>))| {
            id == other && self.all.get(*place).is_some_and(|entry| Arc::ptr_eq(&entry.article, article))
        };
        self.by_id.len() == project.articles.size() && self.by_id.iter().zip(project.articles.iter()).all(same)
    }

    fn of(project: &Project, before: &Self) -> Self {
        let kept = |id: ArticleId, text: &Text| {
            let entry = before.get(id).filter(|entry| entry.text == *text);
            entry.map(|entry| Arc::clone(&entry.folded))
        };
        let mut all: Vec<Entry> = project
            .articles
            .values()
            .map(|article| match kept(article.id, article.text()) {
                Some(folded) => Entry { folded, ..Entry::new(article) },
                None => Entry::new(article),
            })
            .collect();
        all.sort_by_cached_key(|entry| reading_order(&entry.article));
        let mut by_id: Vec<_> = all.iter().enumerate().map(|(place, entry)| (entry.article.id, place)).collect();
        by_id.sort_unstable();
        Self { all, by_id }
    }
}

fn reading_order(article: &Article) -> (bool, Option<Date>, String, ArticleId) {
    let published = article.metadata.published;
    (published.is_none(), published, fold(&article.display_title()), article.id)
}

/// Folded copies of the texts of a project, shared by all that search in it. Starts empty; each search takes in what
/// changed in the project since.
#[derive(Debug, Default)]
pub struct SearchIndex(Mutex<Arc<Entries>>);

impl SearchIndex {
    /// The articles of this state of the project, folded as far as they were.
    pub(super) fn entries(&self, project: &Project) -> Arc<Entries> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !entries.is_of(project) {
            *entries = Arc::new(Entries::of(project, &entries));
        }
        Arc::clone(&entries)
    }

    /// Folds every text that is not folded yet, on a few threads; ends early once `stop` is set. Searches need not
    /// wait for it.
    pub fn build(&self, project: &Project, stop: &AtomicBool) {
        let entries = self.entries(project);
        let next = AtomicUsize::new(0);
        let fold_some = || {
            while let Some(entry) = entries.all.get(next.fetch_add(1, Ordering::Relaxed))
                && !stop.load(Ordering::Relaxed)
            {
                entry.folded();
            }
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(FOLDERS);
        std::thread::scope(|scope| {
            for _ in 1..threads {
                let folder = std::thread::Builder::new().name("search index".into());
                // Without a second thread the first one does it all.
                drop(folder.spawn_scoped(scope, fold_some));
            }
            fold_some();
        });
    }

    /// Bytes of memory that the folded copies take.
    pub fn memory(&self) -> usize {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.all.iter().filter_map(|entry| entry.folded.get()).map(Folded::memory).sum()
    }

    /// Articles whose folded copies are there.
    pub fn folded(&self) -> usize {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.all.iter().filter(|entry| entry.folded.get().is_some()).count()
    }
}
