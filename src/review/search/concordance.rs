//! Keyword in context: the words around a hit, and the order of the lines.

use super::{Hit, SearchIndex};
use crate::model::{Date, Project};
use crate::text::{Text, TextSpan, fold};

/// Bytes on each side of a hit that its neighbours are looked for in.
const NEAR: usize = 48;

/// The order of the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// By date, title and place.
    #[default]
    Article,
    /// By the words before the hit, the nearest first.
    Left,
    /// By the words after the hit.
    Right,
    /// By outlet.
    Outlet,
}

/// What stands before and after a span in its paragraph, up to `chars` code points each.
pub fn context(text: &Text, span: TextSpan, chars: usize) -> (&str, &str) {
    let content = text.as_str();
    let before = content.get(..span.start().get()).unwrap_or_default();
    let start = before.char_indices().rev().take(chars).take_while(|(_, c)| *c != '\n').last();
    let after = content.get(span.end().get()..).unwrap_or_default();
    let end = after.char_indices().take(chars).take_while(|(_, c)| *c != '\n').last();
    let left = start.and_then(|(at, _)| before.get(at..)).unwrap_or_default();
    let right = end.and_then(|(at, c)| after.get(..at + c.len_utf8())).unwrap_or_default();
    (left, right)
}

/// Puts hits in order; those that are alike in it stay in text order.
pub fn sort(hits: &mut [Hit], order: Order, index: &SearchIndex, project: &Project) {
    let entries = index.entries(project);
    let article = |hit: &Hit| entries.get(hit.article).map(|entry| &entry.article);
    hits.sort_by_cached_key(|hit| (entries.place(hit.article), hit.span));
    match order {
        Order::Article => {}
        Order::Left => hits.sort_by_cached_key(|hit| article(hit).map(|a| left_of(a.text(), hit.span))),
        Order::Right => hits.sort_by_cached_key(|hit| article(hit).map(|a| right_of(a.text(), hit.span))),
        Order::Outlet => hits.sort_by_cached_key(|hit| {
            let key = |outlet: &str, day: Option<Date>| (outlet.is_empty(), fold(outlet), day.is_none(), day);
            article(hit).map(|a| key(&a.metadata.outlet, a.metadata.published))
        }),
    }
}

/// The folded words before a span in its paragraph, the nearest first.
fn left_of(text: &Text, span: TextSpan) -> Vec<String> {
    let start = span.start().get();
    let from = text.as_str().floor_char_boundary(start.saturating_sub(NEAR));
    let near = text.as_str().get(from..start).unwrap_or_default();
    let near = near.rsplit('\n').next().unwrap_or_default();
    words(&fold(near)).rev().map(str::to_owned).collect()
}

/// The folded words after a span in its paragraph.
fn right_of(text: &Text, span: TextSpan) -> Vec<String> {
    let end = span.end().get();
    let to = text.as_str().floor_char_boundary(end.saturating_add(NEAR).min(text.len()));
    let near = text.as_str().get(end..to).unwrap_or_default();
    words(&fold(near.split('\n').next().unwrap_or_default())).map(str::to_owned).collect()
}

fn words(folded: &str) -> impl DoubleEndedIterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
