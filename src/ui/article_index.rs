//! Folded words of the articles for filters, made again only for articles that changed.

use crate::edit::Change;
use crate::model::{Article, ArticleId, ProjectInfo};
use crate::session::Session;
use crate::text::fold;
use std::sync::Arc;

/// Names a state of a session: the project's own record tells projects apart, the revision its states.
#[derive(Clone, Debug)]
pub(crate) struct Moment(Arc<ProjectInfo>, u64);

impl Moment {
    pub(crate) fn of(session: &Session) -> Self {
        Self(Arc::clone(&session.project().info), session.revision())
    }

    /// What changed from this moment until now; `None` where that is not known.
    pub(crate) fn changes_until<'a>(&self, session: &'a Session) -> Option<impl Iterator<Item = &'a Change>> {
        Arc::ptr_eq(&self.0, &session.project().info).then(|| session.changes_since(self.1))?
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.1 == other.1 && Arc::ptr_eq(&self.0, &other.0)
    }
}

/// An article with its folded words.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) article: Arc<Article>,
    /// Title, outlet, author and date, one a line.
    words: String,
    /// Lengths of the first two lines, in bytes.
    lengths: (usize, usize),
}

/// Folded words of all articles.
#[derive(Debug, Default)]
pub(crate) struct ArticleIndex {
    moment: Option<Moment>,
    /// In the order of ids.
    known: Vec<Known>,
    state: u64,
}

impl ArticleIndex {
    /// Takes in what changed since the last time.
    pub(crate) fn update(&mut self, session: &Session) {
        let moment = Moment::of(session);
        if self.moment.as_ref() == Some(&moment) {
            return;
        }
        let changes = self.moment.as_ref().and_then(|known| known.changes_until(session));
        let is_article = |change: &Change| matches!(change, Change::Article(..));
        if changes.is_none_or(|mut changes| changes.any(is_article)) {
            self.take(session);
        }
        self.moment = Some(moment);
    }

    /// Looks at every article, and reads the words of those that are not as they were.
    fn take(&mut self, session: &Session) {
        let mut before = std::mem::take(&mut self.known).into_iter().peekable();
        for (id, article) in &session.project().articles {
            while before.next_if(|known| known.article.id < *id).is_some() {}
            let same = before.next_if(|known| Arc::ptr_eq(&known.article, article));
            self.known.push(same.unwrap_or_else(|| Known::new(article)));
        }
        self.state += 1;
    }

    /// Grows whenever an article changed, came or went.
    pub(crate) fn state(&self) -> u64 {
        self.state
    }

    /// All articles, in the order of their ids.
    pub(crate) fn all(&self) -> &[Known] {
        &self.known
    }

    fn get(&self, id: ArticleId) -> Option<&Known> {
        let at = self.known.binary_search_by_key(&id, |known| known.article.id).ok()?;
        self.known.get(at)
    }

    /// The folded title.
    pub(crate) fn title(&self, id: ArticleId) -> &str {
        self.get(id).map_or("", Known::title)
    }

    /// True where title, outlet, author or date hold every one of the words, which are folded already.
    pub(crate) fn holds(&self, id: ArticleId, words: &str) -> bool {
        self.get(id).is_some_and(|known| known.holds(words))
    }
}

impl Known {
    fn new(article: &Arc<Article>) -> Self {
        let title = fold(&article.display_title());
        let (outlet, author) = (fold(&article.metadata.outlet), fold(&article.metadata.author));
        let date = article.metadata.published.map(|d| d.to_string()).unwrap_or_default();
        let lengths = (title.len(), outlet.len());
        Self { words: format!("{title}\n{outlet}\n{author}\n{date}"), lengths, article: Arc::clone(article) }
    }

    /// The folded title.
    pub(crate) fn title(&self) -> &str {
        self.words.get(..self.lengths.0).unwrap_or_default()
    }

    /// The folded outlet.
    pub(crate) fn outlet(&self) -> &str {
        let start = self.lengths.0 + 1;
        self.words.get(start..start + self.lengths.1).unwrap_or_default()
    }

    /// As [`ArticleIndex::holds`].
    pub(crate) fn holds(&self, words: &str) -> bool {
        words.split_whitespace().all(|word| self.words.contains(word))
    }
}
