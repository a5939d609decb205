//! The timeline as lanes of marks; made on a worker.

use super::super::mentions::whence;
use crate::model::{AnnotationId, ArticleId, Date, LayerKey, Project};
use crate::review::{Mention, Timeline};
use crate::ui::widgets::count;
use std::collections::BTreeMap;

/// What a mark opens.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ui::pages) enum Target {
    Mention(LayerKey, AnnotationId),
    Article(ArticleId),
}

/// Something at a time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    /// The first and the last day that it can mean, in days since [`epoch`].
    pub(super) days: (i32, i32),
    /// What the pointer shows.
    pub(super) words: String,
    pub(super) target: Target,
    /// The one that the lane stands at.
    pub(super) is_main: bool,
}

/// A row of the timeline.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lane {
    pub(super) name: String,
    /// Marks by first day.
    pub(super) marks: Vec<Mark>,
    /// What has no date, with words and what it opens.
    pub(super) undated: Vec<(String, Target)>,
    /// The marks belong together, and a line goes through them.
    pub(super) is_joined: bool,
    /// What is to be known about it besides.
    pub(super) note: String,
}

/// The lanes of each part of the page.
#[derive(Debug, Default)]
pub(in crate::ui::pages) struct Lanes {
    pub(super) events: Vec<Lane>,
    pub(super) claims: Vec<Lane>,
    pub(super) articles: Vec<Lane>,
    /// The first and the last day of all, in days since [`epoch`].
    pub(super) days: Option<(i32, i32)>,
}

/// Where days are counted from.
pub(super) fn epoch() -> Option<Date> {
    Date::day(2000, 1, 1)
}

/// A day as a number.
pub(super) fn number(date: Date) -> Option<i32> {
    date.days_since(epoch()?)
}

fn span(days: (Date, Date)) -> Option<(i32, i32)> {
    Some((number(days.0)?, number(days.1)?))
}

impl Lanes {
    pub(in crate::ui::pages) fn new(project: &Project, timeline: &Timeline) -> Self {
        Self {
            events: events(project, timeline),
            claims: claims(project, timeline),
            articles: outlets(project, timeline),
            days: timeline.days().and_then(span),
        }
    }
}

fn target(mention: &Mention) -> Target {
    Target::Mention(mention.key.clone(), mention.annotation)
}

fn events(project: &Project, timeline: &Timeline) -> Vec<Lane> {
    let lane = |event: &crate::review::TimelineEvent| {
        let mut marks: Vec<Mark> = Vec::new();
        for (at, date) in event.dates.iter().enumerate() {
            let (Some(first), Some(days)) = (date.mentions.first(), span(date.days)) else { continue };
            let mentions = count(date.mentions.len(), "mention", "mentions");
            let words =
                format!("{}: {}, {mentions}, first {}", event.title, date.value, whence(project, first.key.article));
            marks.push(Mark { days, words, target: target(first), is_main: at == 0 });
        }
        marks.sort_by_key(|mark| mark.days);
        let undated = event.undated.iter().map(|m| (whence(project, m.key.article), target(m))).collect();
        let note = if event.dates.len() > 1 { format!("{} dates given", event.dates.len()) } else { String::new() };
        Lane { name: event.title.clone(), marks, undated, is_joined: false, note }
    };
    timeline.events.iter().map(lane).collect()
}

fn claims(project: &Project, timeline: &Timeline) -> Vec<Lane> {
    let lane = |spread: &crate::review::Spread| {
        let title = project.thread(spread.thread).map(|(_, thread)| thread.title.clone()).unwrap_or_default();
        let (mut marks, mut undated) = (Vec::new(), Vec::new());
        for one in &spread.outlets {
            let place = whence(project, one.article);
            match one.published.map(Date::days).and_then(span) {
                Some(days) => {
                    let lag = match one.lag {
                        Some(0) => "first appearance".to_owned(),
                        Some(lag) => format!("{} after the first", count(lag.unsigned_abs() as usize, "day", "days")),
                        None => "day not known".to_owned(),
                    };
                    let words = format!("{title}: {place}, {lag}");
                    marks.push(Mark { days, words, target: target(&one.mention), is_main: one.lag == Some(0) });
                }
                None => undated.push((place, target(&one.mention))),
            }
        }
        marks.sort_by_key(|mark| mark.days);
        let uncertain = if spread.is_uncertain { "first appearance not certain" } else { "" };
        Lane { name: title, marks, undated, is_joined: true, note: uncertain.to_owned() }
    };
    timeline.claims.iter().map(lane).collect()
}

/// Articles, a lane for each outlet, the one with the earliest article first.
fn outlets(project: &Project, timeline: &Timeline) -> Vec<Lane> {
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut lanes: Vec<Lane> = Vec::new();
    for (id, published) in &timeline.articles {
        let Some(article) = project.article(*id) else { continue };
        let outlet = article.metadata.outlet.clone();
        let name = if outlet.is_empty() { "No outlet".to_owned() } else { outlet };
        let place = *at.entry(name.clone()).or_insert(lanes.len());
        if place == lanes.len() {
            let (marks, undated, note) = (Vec::new(), Vec::new(), String::new());
            lanes.push(Lane { name, marks, undated, is_joined: false, note });
        }
        let Some(lane) = lanes.get_mut(place) else { continue };
        let (words, target) = (article.display_title(), Target::Article(*id));
        match published.map(Date::days).and_then(span) {
            Some(days) => {
                let words = format!("{words}, {}", whence(project, *id));
                lane.marks.push(Mark { days, words, target, is_main: true });
            }
            None => lane.undated.push((words, target)),
        }
    }
    for lane in &mut lanes {
        lane.note = count(lane.marks.len() + lane.undated.len(), "article", "articles");
    }
    lanes
}
