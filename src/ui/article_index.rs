//! Folded words of the articles for filters, made again only for articles that changed.

use crate::model::{Article, ArticleId, ProjectInfo};
use crate::session::Session;
use crate::text::fold;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names a state of a session: the project's own record tells projects apart, the revision its states.
#[derive(Clone, Debug)]
pub(crate) struct Moment(Arc<ProjectInfo>, u64);

impl Moment {
    pub(crate) fn of(session: &Session) -> Self {
        Self(Arc::clone(&session.project().info), session.revision())
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.1 == other.1 && Arc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Debug)]
struct Known {
    article: Arc<Article>,
    title: String,
    words: String,
}

/// Folded words of all articles.
#[derive(Debug, Default)]
pub(crate) struct ArticleIndex {
    moment: Option<Moment>,
    known: BTreeMap<ArticleId, Known>,
}

impl ArticleIndex {
    /// Takes in what changed since the last time.
    pub(crate) fn update(&mut self, session: &Session) {
        let moment = Moment::of(session);
        if self.moment.as_ref() == Some(&moment) {
            return;
        }
        self.moment = Some(moment);
        let articles = &session.project().articles;
        for (id, article) in articles {
            if !self.known.get(id).is_some_and(|k| Arc::ptr_eq(&k.article, article)) {
                self.known.insert(*id, Known::new(article));
            }
        }
        if self.known.len() != articles.size() {
            self.known.retain(|id, _| articles.contains_key(id));
        }
    }

    /// The folded title.
    pub(crate) fn title(&self, id: ArticleId) -> &str {
        self.known.get(&id).map_or("", |k| k.title.as_str())
    }

    /// True where title, outlet, author or date hold every one of the words, which are folded already.
    pub(crate) fn holds(&self, id: ArticleId, words: &str) -> bool {
        self.known.get(&id).is_some_and(|k| words.split_whitespace().all(|word| k.words.contains(word)))
    }
}

impl Known {
    fn new(article: &Arc<Article>) -> Self {
        let title = fold(&article.display_title());
        let (outlet, author) = (fold(&article.metadata.outlet), fold(&article.metadata.author));
        let date = article.metadata.published.map(|d| d.to_string()).unwrap_or_default();
        Self { words: format!("{title}\n{outlet}\n{author}\n{date}"), title, article: Arc::clone(article) }
    }
}
