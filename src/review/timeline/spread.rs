//! How claims spread from outlet to outlet.

use crate::model::{ArticleId, Date, LabelRole, Project, ThreadId};
use crate::review::{Mention, ThreadIndex};

/// The first time that an outlet brings a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The outlet; empty where the article names none.
    pub outlet: String,
    /// The article.
    pub article: ArticleId,
    /// The mention there.
    pub mention: Mention,
    /// When it was published.
    pub published: Option<Date>,
    /// Days after the first appearance of all; `None` where either day is not known.
    pub lag: Option<i32>,
}

/// A claim's way from outlet to outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The shared claim.
    pub thread: ThreadId,
    /// The earliest day known of all that mention it.
    pub first: Option<Date>,
    /// True where another article could have been earlier, because its date is not known, or not to the day.
    pub is_uncertain: bool,
    /// Each outlet's first mention, by date of publication, the unknown last.
    pub outlets: Vec<Appearance>,
}

/// The spread of every shared claim with a mention, by first appearance; those without a date last.
pub fn spreads(project: &Project, threads: &ThreadIndex) -> Vec<Spread> {
    let is_claim = |id: &ThreadId| {
        project.thread(*id).is_some_and(|(_, thread)| project.codebook.role(&thread.label) == LabelRole::Claim)
    };
    let mut spreads: Vec<Spread> = threads.ids().filter(is_claim).map(|id| spread_of(project, threads, id)).collect();
    spreads.retain(|spread| !spread.outlets.is_empty());
    spreads.sort_by_key(|spread| (spread.first.is_none(), spread.first, spread.thread));
    spreads
}

/// The spread of one shared claim.
pub fn spread_of(project: &Project, threads: &ThreadIndex, thread: ThreadId) -> Spread {
    let mut outlets: Vec<Appearance> = Vec::new();
    let mut dates: Vec<Option<Date>> = Vec::new();
    for mention in threads.mentions(thread) {
        let Some(article) = project.article(mention.key.article) else { continue };
        let (outlet, published) = (article.metadata.outlet.clone(), article.metadata.published);
        dates.push(published);
        // Mentions come by date: the first of each outlet is its first. Articles without an outlet stand each for itself.
        let is_known = |known: &Appearance| {
            if outlet.is_empty() { known.article == article.id } else { known.outlet == outlet }
        };
        if !outlets.iter().any(is_known) {
            outlets.push(Appearance { outlet, article: article.id, mention: mention.clone(), published, lag: None });
        }
    }
    // A month may be its first day or its last: the first day that is known for certain counts.
    let first = dates.iter().flatten().copied().filter(|date| date.is_full()).min();
    let could_be_earlier = |date: &Option<Date>| match (date, first) {
        (Some(date), Some(first)) => !date.is_full() && !first.is_before(*date),
        _ => true,
    };
    let is_uncertain = dates.iter().any(could_be_earlier);
    for appearance in &mut outlets {
        appearance.lag = appearance.published.zip(first).and_then(|(date, first)| date.days_since(first));
    }
    Spread { thread, first, is_uncertain, outlets }
}
