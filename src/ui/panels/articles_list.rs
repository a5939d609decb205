//! Which articles the list at the left shows, and in what order; how far each is.

use crate::edit::Change;
use crate::model::{Article, ArticleId, Layer, StoryId};
use crate::review::{Progress, ProgressState};
use crate::session::Session;
use crate::text::fold;
use crate::ui::article_index::{self as index, ArticleIndex, Moment};
use std::collections::{BTreeMap, BTreeSet};
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

/// The listed articles, worked out again only where what they depend on changed.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    index: ArticleIndex,
    sorted: Option<Sorted>,
    /// What the ids were worked out for: the project's state, the query as it was asked, and as it could be answered.
    key: Option<(Moment, Query, Query)>,
    ids: Arc<[ArticleId]>,
    known: BTreeMap<ArticleId, Known>,
}

/// All articles in an order, without filter.
#[derive(Debug)]
struct Sorted {
    sort: Sort,
    moment: Moment,
    /// The state of the index that the places are from.
    state: u64,
    /// Places in the index, first to last.
    places: Vec<usize>,
    /// How far each place's article is; empty unless that is what they are sorted by.
    ranks: Vec<(ProgressState, usize)>,
}

/// Whether something is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Since {
    Same,
    Changed,
}

#[derive(Debug)]
struct Known {
    article: Arc<Article>,
    layer: Option<Arc<Layer>>,
    progress: Progress,
}

impl Listing {
    /// Takes an index that was made elsewhere; what was listed before is worked out again.
    pub(crate) fn know(&mut self, index: ArticleIndex) {
        *self = Self { index, ..Self::default() };
    }

    /// The ids that fit the query, in its order.
    pub(crate) fn ids(&mut self, session: &Session, query: &Query) -> Arc<[ArticleId]> {
        let moment = Moment::of(session);
        if self.key.as_ref().is_some_and(|(known, asked, _)| *known == moment && asked == query) {
            return Arc::clone(&self.ids);
        }
        self.index.update(session);
        let since = self.sort(session, query.sort);
        // A story that was undone does not hide everything.
        let story = query.story.filter(|story| session.project().stories.contains_key(story));
        let answered = Query { story, ..query.clone() };
        if since == Since::Changed || self.key.as_ref().is_none_or(|(_, _, known)| *known != answered) {
            self.ids = self.filtered(&answered);
        }
        self.key = Some((moment, query.clone(), answered));
        Arc::clone(&self.ids)
    }

    fn filtered(&self, query: &Query) -> Arc<[ArticleId]> {
        let words = fold(&query.filter);
        let places = self.sorted.as_ref().map_or(&[][..], |sorted| &sorted.places);
        let listed = |place: &usize| {
            let known = self.index.all().get(*place)?;
            let fits = query.story.is_none_or(|story| known.article.stories.contains(&story)) && known.holds(&words);
            fits.then_some(known.article.id)
        };
        match query.order {
            Order::Up => places.iter().filter_map(listed).collect(),
            Order::Down => places.iter().rev().filter_map(listed).collect(),
        }
    }

    /// Brings the order of all articles up to the project.
    fn sort(&mut self, session: &Session, sort: Sort) -> Since {
        let before = self.sorted.take().filter(|known| known.sort == sort && known.state == self.index.state());
        let (sorted, since) = match before {
            Some(mut known) => {
                let since = if sort == Sort::Progress { self.follow(session, &mut known) } else { Since::Same };
                known.moment = Moment::of(session);
                (known, since)
            }
            None => (self.sorted_anew(session, sort), Since::Changed),
        };
        self.sorted = Some(sorted);
        since
    }

    fn sorted_anew(&mut self, session: &Session, sort: Sort) -> Sorted {
        let mut ranks = Vec::new();
        if sort == Sort::Progress {
            let ids: Vec<ArticleId> = self.index.all().iter().map(|known| known.article.id).collect();
            ranks = ids.into_iter().map(|id| self.progress(session, id).rank()).collect();
        }
        let all = self.index.all();
        let mut places: Vec<usize> = (0..all.len()).collect();
        let published = |place: &usize| all.get(*place).map(|known| known.article.metadata.published);
        match sort {
            Sort::Date => places.sort_by_key(|place| published(place).map(|date| (date.is_none(), date))),
            Sort::Title => places.sort_by_key(|place| all.get(*place).map(index::Known::title)),
            Sort::Outlet => places.sort_by_key(|place| (all.get(*place).map(index::Known::outlet), published(place))),
            Sort::Progress => places.sort_by_key(|place| ranks.get(*place)),
            Sort::Id => {}
        }
        Sorted { sort, moment: Moment::of(session), state: self.index.state(), places, ranks }
    }

    /// Moves the articles that the annotator came further with.
    fn follow(&mut self, session: &Session, sorted: &mut Sorted) -> Since {
        let Some(changes) = sorted.moment.changes_until(session) else {
            *sorted = self.sorted_anew(session, sorted.sort);
            return Since::Changed;
        };
        let own = changes.filter_map(Change::layer).filter(|key| key.annotator == *session.annotator());
        let touched: BTreeSet<ArticleId> = own.map(|key| key.article).collect();
        let mut since = Since::Same;
        for id in touched {
            let place = self.index.all().binary_search_by_key(&id, |known| known.article.id);
            let rank = self.progress(session, id).rank();
            if let Some(known) = place.ok().and_then(|place| sorted.ranks.get_mut(place))
                && *known != rank
            {
                *known = rank;
                since = Since::Changed;
            }
        }
        if since == Since::Changed {
            // Places of the same rank stay in the order of ids.
            let ranks = &sorted.ranks;
            sorted.places.sort_by_key(|place| (ranks.get(*place), *place));
        }
        since
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
        let progress = session.progress(id);
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
    fn following_edits_lists_as_a_fresh_list_does() {
        let (mut stage, mut listing) = (Stage::harbour(), Listing::default());
        let articles: Vec<ArticleId> = stage.session.project().articles.keys().copied().collect();
        let queries: Vec<Query> = Sort::ALL
            .into_iter()
            .flat_map(|sort| [Order::Up, Order::Down].map(|order| Query { sort, order, ..Query::default() }))
            .collect();
        let check = |stage: &Stage, listing: &mut Listing| {
            for query in &queries {
                let fresh = Listing::default().ids(&stage.session, query);
                assert_eq!(listing.ids(&stage.session, query), fresh, "{query:?}");
            }
        };
        check(&stage, &mut listing);
        for (number, article) in articles.iter().enumerate() {
            stage.session.edit(EditRequest::Finish { article: *article }).unwrap();
            // One order is followed over several steps, the others over one.
            if number != 1 {
                check(&stage, &mut listing);
            }
        }
        let title = crate::edit::plan::Column::Field(crate::model::MetadataField::Title);
        let cell = crate::edit::plan::CellEdit { article: articles[1], column: title, value: "Aardvark".into() };
        stage.session.edit(EditRequest::SetCells(vec![cell])).unwrap();
        check(&stage, &mut listing);
        stage.session.edit(EditRequest::RemoveArticles(vec![articles[0]])).unwrap();
        check(&stage, &mut listing);
        for _ in 0..5 {
            stage.session.undo().unwrap();
            check(&stage, &mut listing);
        }
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
