//! Which rows the list of annotations has: nothing is made for a row that is not on the screen.

use super::words_of;
use crate::model::{Annotation, AnnotationId, AnnotatorName, ArticleId, LabelId, LayerIndex, LayerKey};
use crate::text::fold;
use crate::ui::View;
use crate::ui::widgets::coding_of;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the rows were made from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stamp {
    pub(super) revision: u64,
    pub(super) article: ArticleId,
    pub(super) text: String,
    pub(super) labels: BTreeSet<LabelId>,
    pub(super) shown: Vec<AnnotatorName>,
}

/// Annotations of one layer that stand below each other.
#[derive(Debug)]
pub(super) struct Part {
    /// Words above them; with somebody else's annotations, which all can be copied.
    pub(super) heading: Option<String>,
    pub(super) key: LayerKey,
    pub(super) items: Items,
}

/// Which annotations a part lists.
#[derive(Debug)]
pub(super) enum Items {
    /// All that have a place, as the layer's index has them, and how many they are.
    Placed(usize),
    /// These.
    Some(Vec<AnnotationId>),
}

/// A row of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row<'a> {
    /// The words above it.
    Heading(&'a str),
    /// An annotation, by its number in the part.
    Item(usize),
}

impl Part {
    pub(super) fn len(&self) -> usize {
        match &self.items {
            Items::Placed(count) => *count,
            Items::Some(ids) => ids.len(),
        }
    }

    pub(super) fn rows(&self) -> usize {
        self.len() + usize::from(self.heading.is_some())
    }

    pub(super) fn row(&self, number: usize) -> Row<'_> {
        match (&self.heading, number) {
            (Some(words), 0) => Row::Heading(words),
            (Some(_), _) => Row::Item(number - 1),
            (None, _) => Row::Item(number),
        }
    }

    pub(super) fn id(&self, index: &LayerIndex, item: usize) -> Option<AnnotationId> {
        match &self.items {
            Items::Placed(_) => index.placed().get(item).map(|annotation| annotation.id),
            Items::Some(ids) => ids.get(item).copied(),
        }
    }

    /// The number of the row that lists an annotation.
    pub(super) fn row_of(&self, index: &LayerIndex, id: AnnotationId) -> Option<usize> {
        let item = match &self.items {
            Items::Placed(_) => index.position(index.layer()?.annotations.get(&id)?),
            Items::Some(ids) => ids.iter().position(|other| *other == id),
        };
        Some(item? + usize::from(self.heading.is_some()))
    }
}

/// The rows of the open article.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) stamp: Stamp,
    pub(super) parts: Vec<Part>,
    /// Annotations of one's own, filtered or not.
    pub(super) own: usize,
    /// Everybody else who has coded this article, with the number of annotations.
    pub(super) others: Vec<(AnnotatorName, usize)>,
    /// Others' coding stays hidden: the article was drawn for blind coding.
    pub(super) blind: bool,
}

impl Rows {
    pub(super) fn count(&self) -> usize {
        self.parts.iter().map(Part::rows).sum()
    }

    pub(super) fn row_of(&self, view: &View<'_>, id: AnnotationId) -> Option<usize> {
        let mut first = 0;
        for part in &self.parts {
            if let Some(row) = part.row_of(&view.session.index(&part.key), id) {
                return Some(first + row);
            }
            first += part.rows();
        }
        None
    }
}

/// The rows of the open article.
pub(super) fn build(view: &View<'_>, stamp: Stamp) -> Rows {
    let project = view.project();
    let me = view.session.annotator();
    let draw = project.info.blind_draw.as_ref();
    let blind = draw.is_some_and(|d| d.articles.contains(&stamp.article) && d.annotators.contains(me));
    let mut rows = Rows { stamp, parts: Vec::new(), own: 0, others: Vec::new(), blind };
    let own_key = view.session.key(rows.stamp.article);
    let index = view.session.index(&own_key);
    rows.own = index.layer().map_or(0, |layer| layer.annotations.size());
    let (lost, placed) = fitting(view, &index, &rows.stamp);
    let mut heading = None;
    if !lost.is_empty() {
        let key = own_key.clone();
        rows.parts.push(Part { heading: Some("Lost places".into()), key, items: Items::Some(lost) });
        heading = Some(coding_of(me));
    }
    let own = Part { heading, key: own_key, items: placed };
    if own.len() > 0 {
        rows.parts.push(own);
    }
    if blind {
        return rows;
    }
    for (key, layer) in project.layers_of(rows.stamp.article).filter(|(key, _)| key.annotator != *me) {
        if layer.annotations.is_empty() {
            continue;
        }
        rows.others.push((key.annotator.clone(), layer.annotations.size()));
        if rows.stamp.shown.contains(&key.annotator) {
            let index = view.session.index(key);
            let (lost, placed) = fitting(view, &index, &rows.stamp);
            let items = match placed {
                placed if lost.is_empty() => placed,
                Items::Placed(_) => Items::Some(index.placed().iter().map(|a| a.id).chain(lost).collect()),
                Items::Some(ids) => Items::Some(ids.into_iter().chain(lost).collect()),
            };
            rows.parts.push(Part { heading: Some(coding_of(&key.annotator)), key: key.clone(), items });
        }
    }
    rows
}

/// Annotations that fit the filter in text order: those that lost their place, and the others.
fn fitting(view: &View<'_>, index: &LayerIndex, stamp: &Stamp) -> (Vec<AnnotationId>, Items) {
    let fits = |a: &Annotation| {
        (stamp.labels.is_empty() || stamp.labels.contains(&a.label))
            && (stamp.text.is_empty()
                || fold(&words_of(view, a)).contains(&stamp.text)
                || fold(&a.note).contains(&stamp.text))
    };
    let those = |all: &[Arc<Annotation>]| all.iter().filter(|a| fits(a)).map(|a| a.id).collect();
    let is_open = stamp.labels.is_empty() && stamp.text.is_empty();
    // Without a filter nothing is listed twice: the index has the order.
    let placed = if is_open { Items::Placed(index.placed().len()) } else { Items::Some(those(index.placed())) };
    (those(index.lost()), placed)
}
