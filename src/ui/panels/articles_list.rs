//! Which articles the list at the left shows, and in what order; how far each is.

use crate::model::{Article, ArticleId, Layer, StoryId};
use crate::review::{Progress, progress};
use crate::session::Session;
use crate::text::fold;
use crate::ui::article_index::{ArticleIndex, Moment};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The day it was published; those without one come last.
    #[default]
    Date,
    /// The title.
    Title,
    /// The outlet, then the date.
    Outlet,
    /// How far the annotator is.
    Progress,
    /// The id, which says nothing and never changes.
    Id,
}

impl Sort {
    /// All orders, as the menu has them.
    pub const ALL: [Self; 5] = [Self::Date, Self::Title, Self::Outlet, Self::Progress, Self::Id];

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "Date",
            Self::Title => "Title",
            Self::Outlet => "Outlet",
            Self::Progress => "Progress",
            Self::Id => "Id",
        }
    }
}

/// Which end of the order comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// From the first to the last.
    #[default]
    Up,
    /// From the last to the first.
    Down,
}

/// What the list is asked to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    pub(crate) filter: String,
    pub(crate) story: Option<StoryId>,
    pub(crate) sort: Sort,
    pub(crate) order: Order,
}

/// The listed articles, worked out once for each query and state of the project.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    index: ArticleIndex,
    key: Option<(Moment, Query)>,
    ids: Arc<[ArticleId]>,
    known: BTreeMap<ArticleId, Known>,
}

#[derive(Debug)]
struct Known {
    article: Arc<Article>,
    layer: Option<Arc<Layer>>,
    progress: Progress,
}

impl Listing {
    /// The ids that fit the query, in its order.
    pub(crate) fn ids(&mut self, session: &Session, query: &Query) -> Arc<[ArticleId]> {
        let key = (Moment::of(session), query.clone());
        if self.key.as_ref() != Some(&key) {
            self.ids = self.list(session, query);
            self.key = Some(key);
        }
        Arc::clone(&self.ids)
    }

    fn list(&mut self, session: &Session, query: &Query) -> Arc<[ArticleId]> {
        self.index.update(session);
        let project = session.project();
        // A story that was undone does not hide everything.
        let story = query.story.filter(|story| project.stories.contains_key(story));
        let words = fold(&query.filter);
        let fits = |article: &&Arc<Article>| {
            story.is_none_or(|story| article.stories.contains(&story)) && self.index.holds(article.id, &words)
        };
        let mut all: Vec<&Arc<Article>> = project.articles.values().filter(fits).collect();
        match query.sort {
            Sort::Date => all.sort_by_cached_key(|a| (a.metadata.published.is_none(), a.metadata.published)),
            Sort::Title => all.sort_by(|a, b| self.index.title(a.id).cmp(self.index.title(b.id))),
            Sort::Outlet => all.sort_by_cached_key(|a| (fold(&a.metadata.outlet), a.metadata.published)),
            Sort::Progress => all.sort_by_cached_key(|a| self.progress(session, a.id).rank()),
            Sort::Id => {}
        }
        if query.order == Order::Down {
            all.reverse();
        }
        all.into_iter().map(|a| a.id).collect()
    }

    /// How far the annotator is with an article, worked out once for each state of the article and her layer.
    pub(crate) fn progress(&mut self, session: &Session, id: ArticleId) -> Progress {
        let Some(article) = session.project().article(id) else { return Progress::default() };
        let key = session.key(id);
        let layer = session.project().layer(&key);
        let same_layer = |known: Option<&Arc<Layer>>| match (known, layer) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        if let Some(known) = self.known.get(&id)
            && Arc::ptr_eq(&known.article, article)
            && same_layer(known.layer.as_ref())
        {
            return known.progress;
        }
        let progress = progress(session.project(), &key);
        self.known.insert(id, Known { article: Arc::clone(article), layer: layer.cloned(), progress });
        progress
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::EditRequest;
    use crate::ui::testing::Stage;

    fn titles(stage: &Stage, listing: &mut Listing, query: &Query) -> Vec<String> {
        let project = stage.session.project();
        listing.ids(&stage.session, query).iter().map(|id| project.article(*id).unwrap().display_title()).collect()
    }

    #[test]
    fn sorts_and_filters() {
        let (stage, mut listing) = (Stage::harbour(), Listing::default());
        let mut query = Query::default();
        assert_eq!(titles(&stage, &mut listing, &query), ["Élan at the docks", "Harbour to close", "Boats stay"]);
        query.order = Order::Down;
        assert_eq!(titles(&stage, &mut listing, &query), ["Boats stay", "Harbour to close", "Élan at the docks"]);
        query = Query { sort: Sort::Title, ..Query::default() };
        assert_eq!(titles(&stage, &mut listing, &query), ["Boats stay", "Élan at the docks", "Harbour to close"]);
        query = Query { filter: "COURIER 12".into(), ..Query::default() };
        assert_eq!(titles(&stage, &mut listing, &query), ["Boats stay"]);
        query = Query { filter: "elan".into(), ..Query::default() };
        assert_eq!(titles(&stage, &mut listing, &query), ["Élan at the docks"]);
    }

    #[test]
    fn an_edit_is_taken_in_and_progress_sorts() {
        let (mut stage, mut listing) = (Stage::harbour(), Listing::default());
        let query = Query { sort: Sort::Progress, order: Order::Down, ..Query::default() };
        listing.ids(&stage.session, &query);
        let article = stage.article("Boats stay");
        stage.session.edit(EditRequest::Finish { article }).unwrap();
        assert_eq!(titles(&stage, &mut listing, &query)[0], "Boats stay");
        assert_eq!(listing.progress(&stage.session, article).read, 1);
        stage.session.undo().unwrap();
        assert_eq!(listing.progress(&stage.session, article).read, 0);
    }

    #[test]
    fn a_story_narrows_the_list_until_it_is_gone() {
        let (mut stage, mut listing) = (Stage::harbour(), Listing::default());
        let articles = vec![stage.article("Boats stay")];
        stage.session.edit(EditRequest::AddToStory { articles, story: None, title: "Harbour".into() }).unwrap();
        let story = *stage.session.project().stories.keys().next().unwrap();
        let query = Query { story: Some(story), ..Query::default() };
        assert_eq!(titles(&stage, &mut listing, &query), ["Boats stay"]);
        stage.session.undo().unwrap();
        assert_eq!(titles(&stage, &mut listing, &query).len(), 3);
    }
}
