//! What happened when, what was published when, and how each claim spread. What has no date is said to have none.

mod events;
mod spread;
#[cfg(test)]
mod tests;

pub use events::{EventDate, TimelineEvent, timeline_events};
pub use spread::{Appearance, Spread, spread_of, spreads};

use super::{Coding, ThreadIndex};
use crate::model::{ArticleId, Date, Project};

/// Events, articles and claims in the order of their dates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Events that have a date, by first day; then those without.
    pub events: Vec<TimelineEvent>,
    /// Articles by date of publication; those without a date last, by id.
    pub articles: Vec<(ArticleId, Option<Date>)>,
    /// Shared claims by first appearance; those that never appear with a date last.
    pub claims: Vec<Spread>,
}

impl Timeline {
    /// The timeline of a project, from the coding that counts.
    pub fn new(project: &Project, coding: &Coding, threads: &ThreadIndex) -> Self {
        let articles = project.articles.values().map(|article| (article.id, article.metadata.published));
        let mut articles: Vec<_> = articles.collect();
        articles.sort_by_key(|(id, published)| (published.is_none(), *published, *id));
        Self { events: timeline_events(project, coding, threads), articles, claims: spreads(project, threads) }
    }

    /// The first and the last day that anything in it can mean; `None` where nothing has a date.
    pub fn days(&self) -> Option<(Date, Date)> {
        let events = self.events.iter().flat_map(|event| &event.dates).map(|date| date.days);
        let articles = self.articles.iter().filter_map(|(_, published)| published.map(Date::days));
        events.chain(articles).reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
    }
}
