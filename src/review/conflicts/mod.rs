//! Values that articles give for an event's date, place or number: whether they agree.
//!
//! Two values are compared only where they speak of the same phase (*happened*, *planned*, …) at the same precision: a day
//! with a day, "at least" with "at least", strikes with strikes. What was sent in October and entered in November raises
//! no alarm, and neither does a place named more exactly.

mod judge;
#[cfg(test)]
mod tests;
mod value;

pub use judge::Agreement;
pub use value::EventField;
pub(in crate::review) use value::date_of;

use super::{Mention, ThreadIndex};
use crate::model::{Date, LabelRole, Project, ThreadId};
use judge::judge;
use std::collections::BTreeMap;
use value::{Value, values_of};

/// One value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The value as an article gives it first.
    pub value: String,
    /// The mentions that give it, by date of publication.
    pub mentions: Vec<Mention>,
}

/// What is said about one side of one event, at one phase and precision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventValues {
    /// The event.
    pub thread: ThreadId,
    /// Date, place or number.
    pub field: EventField,
    /// The phase that it speaks of, by the id of the status; empty where none is set.
    pub phase: String,
    /// What is compared: "day", or the unit and qualifier of a number; empty for places.
    pub precision: String,
    /// The different values, those published first before others.
    pub values: Vec<Stated>,
    /// Whether they agree.
    pub agreement: Agreement,
}

/// All that mentions of shared events say about date, place and number, where two mentions at least can be compared:
/// contradictions first, then what was updated, then what agrees; each by event.
pub fn event_values(project: &Project, threads: &ThreadIndex) -> Vec<EventValues> {
    let is_event = |id: &ThreadId| {
        project.thread(*id).is_some_and(|(_, thread)| project.codebook.role(&thread.label) == LabelRole::Event)
    };
    let mut all: Vec<EventValues> =
        threads.ids().filter(is_event).flat_map(|id| values_of_event(project, threads, id)).collect();
    all.sort_by_key(|one| (std::cmp::Reverse(one.agreement), one.thread, one.field));
    all
}

/// What mentions of one shared event say, as [`event_values`].
pub fn values_of_event(project: &Project, threads: &ThreadIndex, thread: ThreadId) -> Vec<EventValues> {
    type Said<'a> = (Value, Option<Date>, &'a Mention);
    let mut sides: BTreeMap<(EventField, String, String), Vec<Said<'_>>> = BTreeMap::new();
    for mention in threads.mentions(thread) {
        let Some(annotation) = project.annotation(&mention.key, mention.annotation) else { continue };
        let published = project.article(mention.key.article).and_then(|article| article.metadata.published);
        for (field, phase, precision, value) in values_of(annotation) {
            sides.entry((field, phase, precision)).or_default().push((value, published, mention));
        }
    }
    let compared = sides.into_iter().filter(|(_, said)| said.len() > 1);
    compared
        .map(|((field, phase, precision), said)| {
            let agreement = judge(said.iter().map(|(value, published, _)| (value, *published)));
            let mut values: Vec<(Value, Stated)> = Vec::new();
            for (value, _, mention) in said {
                if let Some((_, stated)) = values.iter_mut().find(|(known, _)| known.is_equal(&value)) {
                    stated.mentions.push(mention.clone());
                } else {
                    let stated = Stated { value: value.shown().to_owned(), mentions: vec![mention.clone()] };
                    values.push((value, stated));
                }
            }
            let values = values.into_iter().map(|(_, stated)| stated).collect();
            EventValues { thread, field, phase, precision, values, agreement }
        })
        .collect()
}
