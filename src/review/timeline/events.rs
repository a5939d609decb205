//! Events by date.

use crate::model::{Annotation, AttributeValue, Date, LabelRole, LayerKey, LinkStance, Project, ThreadId};
use crate::review::conflicts::date_of;
use crate::review::{Coding, Mention, Reported, ThreadIndex};
use std::cmp::Reverse;

/// Most bytes of an event's words that name it where it has no thread.
const NAME: usize = 80;

/// A date that is given for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDate {
    /// The value as given: a day, week, month or year.
    pub value: String,
    /// The first and the last day that it can mean.
    pub days: (Date, Date),
    /// The mentions that give it, by date of publication.
    pub mentions: Vec<Mention>,
}

/// An event on the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEvent {
    /// The shared event; `None` for a mention that is linked to none.
    pub thread: Option<ThreadId>,
    /// Its title, or the words of the mention.
    pub title: String,
    /// The dates that are given for it, the most exact first, of equally exact ones the one that most mentions give. The
    /// event stands at the first; where it is empty, nobody gives a date.
    pub dates: Vec<EventDate>,
    /// Mentions without a date.
    pub undated: Vec<Mention>,
}

impl TimelineEvent {
    /// Where the event stands: the first and the last day that its most exact date can mean.
    pub fn days(&self) -> Option<(Date, Date)> {
        self.dates.first().map(|date| date.days)
    }

    /// All mentions, those that give the date it stands at first.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.dates.iter().flat_map(|date| &date.mentions).chain(&self.undated)
    }
}

/// The days that a date value can mean.
fn days_of(value: &str) -> Option<(Date, Date)> {
    Date::parse(value).map(Date::days).or_else(|| Date::parse_week(value))
}

fn when(annotation: &Annotation) -> Option<(String, (Date, Date))> {
    let value: &AttributeValue = annotation.attributes.iter().find(|(id, _)| id.as_str() == "when")?.1;
    let (_, value) = date_of(value)?;
    let days = days_of(&value)?;
    Some((value, days))
}

/// All shared events, and mentions linked to none that give a date; by first day, those without a date last, by title.
pub fn timeline_events(project: &Project, coding: &Coding, threads: &ThreadIndex) -> Vec<TimelineEvent> {
    let is_event = |id: &ThreadId| {
        project.thread(*id).is_some_and(|(_, thread)| project.codebook.role(&thread.label) == LabelRole::Event)
    };
    let shared = threads.ids().filter(is_event).filter(|id| !threads.mentions(*id).is_empty());
    let mut events: Vec<TimelineEvent> = shared
        .map(|id| {
            let title = project.thread(id).map(|(_, thread)| thread.title.clone()).unwrap_or_default();
            event(project, Some(id), title, threads.mentions(id).iter().cloned())
        })
        .collect();
    for coded in coding.all_layers(project) {
        let Some(article) = project.article(coded.key.article) else { continue };
        for annotation in coded.annotations() {
            let is_event = project.codebook.role(&annotation.label) == LabelRole::Event;
            if is_event && annotation.threads.is_empty() && when(annotation).is_some() {
                let mention = alone(coded.key, annotation);
                events.push(event(project, None, annotation.first_words(article.text(), NAME), [mention]));
            }
        }
    }
    events.sort_by(|a, b| {
        let key = |event: &TimelineEvent| (event.dates.is_empty(), event.days());
        key(a).cmp(&key(b)).then_with(|| (&a.title, a.thread).cmp(&(&b.title, b.thread)))
    });
    events
}

fn alone(key: &LayerKey, annotation: &Annotation) -> Mention {
    let (stance, reported) = (LinkStance::For, Reported::Stated);
    Mention { key: key.clone(), annotation: annotation.id, stance, reported }
}

fn event(
    project: &Project,
    thread: Option<ThreadId>,
    title: String,
    mentions: impl IntoIterator<Item = Mention>,
) -> TimelineEvent {
    let (mut dates, mut undated): (Vec<EventDate>, Vec<Mention>) = (Vec::new(), Vec::new());
    for mention in mentions {
        let given = project.annotation(&mention.key, mention.annotation).and_then(|annotation| when(annotation));
        match given {
            None => undated.push(mention),
            Some((value, days)) => match dates.iter_mut().find(|date| date.days == days) {
                Some(date) => date.mentions.push(mention),
                None => dates.push(EventDate { value, days, mentions: vec![mention] }),
            },
        }
    }
    let length = |date: &EventDate| date.days.1.days_since(date.days.0);
    dates.sort_by_key(|date| (length(date), Reverse(date.mentions.len()), date.days));
    TimelineEvent { thread, title, dates, undated }
}
