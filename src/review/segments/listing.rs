//! Filtering, sorting and grouping the index.

use super::index::{Block, Segment, SegmentIndex};
use crate::model::{Annotation, AnnotatorName, AttributeId, AttributeValue, LabelId, Project, StoryId, ThreadId};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whether an annotation is a mention of a thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Linked {
    /// Either.
    #[default]
    Any,
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// Which annotations are listed; every part that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentFilter {
    /// Words that must all stand in the annotation, its note, or its article's title, outlet, author or date; folded.
    pub words: String,
    /// These labels; empty means all.
    pub labels: BTreeSet<LabelId>,
    /// This annotator's coding.
    pub annotator: Option<AnnotatorName>,
    /// Articles of this story.
    pub story: Option<StoryId>,
    /// Mentions of threads, or what is not linked.
    pub linked: Linked,
    /// Mentions of this thread.
    pub thread: Option<ThreadId>,
    /// This value of an attribute; `None` for those whose label has the attribute and that have no value.
    pub attribute: Option<(AttributeId, Option<AttributeValue>)>,
}

/// What rows are sorted by. Ties keep the order of articles and of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SegmentSort {
    /// By title, then by place in the text.
    #[default]
    Article,
    /// By label, in the codebook's order.
    Label,
    /// By words, without case and accents.
    Words,
    /// By outlet.
    Outlet,
    /// By date of publication; unknown ones last.
    Published,
    /// By who made them.
    Annotator,
    /// By the titles of the threads.
    Shared,
    /// By the note; those without come last.
    Note,
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// The smallest.
    #[default]
    Up,
    /// The largest.
    Down,
}

/// Sorting and its direction.
pub type SegmentOrder = (SegmentSort, Direction);

/// What stands together under one heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SegmentGroup {
    /// No headings.
    #[default]
    None,
    /// Label.
    Label,
    /// Article.
    Article,
    /// Outlet.
    Outlet,
    /// Annotator.
    Annotator,
    /// Shared item; a mention of several stands under each.
    Shared,
}

/// One row of the list.
#[derive(Clone, Debug)]
pub enum SegmentRow {
    /// A heading with the number of annotations below it.
    Heading(Arc<str>, usize),
    /// An annotation: its block, and its place there.
    Segment(Arc<Block>, u32),
}

impl SegmentRow {
    /// The annotation with whose it is and where; `None` for a heading.
    pub fn segment(&self) -> Option<(&Arc<Block>, &Segment)> {
        match self {
            Self::Heading(..) => None,
            Self::Segment(block, number) => Some((block, block.segments.get(*number as usize)?)),
        }
    }
}

/// The rows of the table.
#[derive(Clone, Debug, Default)]
pub struct SegmentList {
    /// Headings and annotations.
    pub rows: Vec<SegmentRow>,
    /// Annotations listed, each counted once.
    pub shown: usize,
    /// Annotations of the project that the reader may see.
    pub all: usize,
    /// Everybody whose annotations are in the project, with their number.
    pub annotators: BTreeMap<AnnotatorName, usize>,
}

/// An annotation on its way into the list.
type Item<'a> = (&'a Arc<Block>, u32, &'a Segment);

/// Lists the annotations that fit.
pub fn list_segments(
    index: &SegmentIndex,
    project: &Project,
    filter: &SegmentFilter,
    (sort, direction): SegmentOrder,
    group: SegmentGroup,
) -> SegmentList {
    let mut list = SegmentList::default();
    let mut blocks: Vec<&Arc<Block>> = index.blocks().collect();
    blocks.sort_by_cached_key(|b| (fold(&b.article.display_title()), b.key.article, b.key.annotator.clone()));
    let words = fold(&filter.words);
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut items: Vec<Item<'_>> = Vec::new();
    for block in blocks {
        list.all += block.segments.len();
        *list.annotators.entry(block.key.annotator.clone()).or_default() += block.segments.len();
        if filter.takes_block(block) {
            let numbered = (0_u32..).zip(&block.segments).map(|(n, segment)| (block, n, segment));
            items.extend(numbered.filter(|(_, _, segment)| filter.takes(project, block, segment, &words)));
        }
    }
    list.shown = items.len();
    sort_items(project, &mut items, sort);
    if direction == Direction::Down {
        items.reverse();
    }
    // What is absent comes last, whichever end is first.
    items.sort_by_key(|item| is_absent(item, sort));
    list.rows = grouped(project, items, group);
    list
}

impl SegmentFilter {
    fn takes_block(&self, block: &Block) -> bool {
        self.annotator.as_ref().is_none_or(|name| *name == block.key.annotator)
            && self.story.is_none_or(|story| block.article.stories.contains(&story))
    }

    fn takes(&self, project: &Project, block: &Block, segment: &Segment, words: &[&str]) -> bool {
        let annotation = &segment.annotation;
        let has_attribute = || match &self.attribute {
            None => true,
            Some((id, Some(value))) => annotation.attributes.get(id) == Some(value),
            Some((id, None)) => {
                let label = project.codebook.label(&annotation.label);
                label.is_some_and(|l| l.attribute(id).is_some()) && !annotation.attributes.contains_key(id)
            }
        };
        (self.labels.is_empty() || self.labels.contains(&annotation.label))
            && match self.linked {
                Linked::Any => true,
                Linked::Yes => !annotation.threads.is_empty(),
                Linked::No => annotation.threads.is_empty(),
            }
            && self.thread.is_none_or(|thread| annotation.threads.contains_key(&thread))
            && has_attribute()
            && words.iter().all(|word| segment.folded.contains(word) || block.about.contains(word))
    }
}

fn sort_items(project: &Project, items: &mut [Item<'_>], sort: SegmentSort) {
    match sort {
        SegmentSort::Article => {}
        SegmentSort::Label => {
            let order: BTreeMap<&LabelId, usize> =
                project.codebook.ordered().into_iter().enumerate().map(|(n, label)| (&label.id, n)).collect();
            items.sort_by_key(|(_, _, s)| order.get(&s.annotation.label).copied().unwrap_or(usize::MAX));
        }
        SegmentSort::Words => items.sort_by(|a, b| a.2.folded.cmp(&b.2.folded)),
        SegmentSort::Outlet => items.sort_by_cached_key(|(b, _, _)| fold(&b.article.metadata.outlet)),
        SegmentSort::Published => items.sort_by_key(|(b, _, _)| b.article.metadata.published),
        SegmentSort::Annotator => items.sort_by(|a, b| a.0.key.annotator.cmp(&b.0.key.annotator)),
        SegmentSort::Shared => {
            items.sort_by_cached_key(|(_, _, s)| fold(&shared_titles(project, &s.annotation).join("; ")));
        }
        SegmentSort::Note => items.sort_by_cached_key(|(_, _, s)| fold(&s.annotation.note)),
    }
}

/// True where an item has nothing in the column that is sorted by.
fn is_absent((block, _, segment): &Item<'_>, sort: SegmentSort) -> bool {
    match sort {
        SegmentSort::Outlet => block.article.metadata.outlet.is_empty(),
        SegmentSort::Published => block.article.metadata.published.is_none(),
        SegmentSort::Shared => segment.annotation.threads.is_empty(),
        SegmentSort::Note => segment.annotation.note.is_empty(),
        SegmentSort::Article | SegmentSort::Label | SegmentSort::Words | SegmentSort::Annotator => false,
    }
}

/// The titles of the threads that an annotation is a mention of.
pub(super) fn shared_titles(project: &Project, annotation: &Annotation) -> Vec<String> {
    let threads = annotation.threads.keys().filter_map(|id| project.thread(*id));
    threads.map(|(_, thread)| thread.title.clone()).collect()
}

/// Puts items under headings, which stand in the order of their first item.
fn grouped(project: &Project, items: Vec<Item<'_>>, group: SegmentGroup) -> Vec<SegmentRow> {
    let row = |(block, number, _): Item<'_>| SegmentRow::Segment(Arc::clone(block), number);
    if group == SegmentGroup::None {
        return items.into_iter().map(row).collect();
    }
    let mut place: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    let mut groups: Vec<(Arc<str>, Vec<SegmentRow>)> = Vec::new();
    for item in items {
        for heading in headings(project, &item, group) {
            let at = *place.entry(heading.clone()).or_insert_with(|| {
                groups.push((heading, Vec::new()));
                groups.len() - 1
            });
            if let Some((_, rows)) = groups.get_mut(at) {
                rows.push(row(item));
            }
        }
    }
    groups
        .into_iter()
        .flat_map(|(heading, rows)| std::iter::once(SegmentRow::Heading(heading, rows.len())).chain(rows))
        .collect()
}

fn headings(project: &Project, (block, _, segment): &Item<'_>, group: SegmentGroup) -> Vec<Arc<str>> {
    let or = |words: String, absent: &str| if words.is_empty() { absent.to_owned() } else { words };
    let annotation = &segment.annotation;
    let one = match group {
        SegmentGroup::None => String::new(),
        SegmentGroup::Label => {
            project.codebook.label(&annotation.label).map_or_else(|| annotation.label.to_string(), |l| l.name.clone())
        }
        SegmentGroup::Article => block.article.display_title(),
        SegmentGroup::Outlet => or(block.article.metadata.outlet.clone(), "No outlet"),
        SegmentGroup::Annotator => block.key.annotator.to_string(),
        SegmentGroup::Shared => {
            let titles = shared_titles(project, annotation);
            if !titles.is_empty() {
                return titles.into_iter().map(Into::into).collect();
            }
            "Not linked".to_owned()
        }
    };
    vec![one.into()]
}
