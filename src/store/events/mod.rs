//! The journals as a list of what was done, for people to read.

mod detail;
#[cfg(test)]
mod tests;
mod way_back;

pub use way_back::{Extent, WayBack, way_back};

use super::StoreError;
use super::folder::Folder;
use super::journal::lines_of;
use super::layout::journal_name;
use super::load_articles::shared_out;
use super::records::{EditRecord, Line};
use crate::model::{AnnotationId, AnnotatorName, ArticleId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// A line of a journal: what stands before it and in it was done, what stands after it was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Its number in the file, from 0; a journal that was compacted has fewer lines before it.
    line: usize,
    /// What it says: which step, when.
    says: u64,
}

impl Point {
    fn of(line: usize, record: &Line) -> Self {
        let (kind, number, name) = match record {
            Line::Edit(edit) => ('e', edit.n, ""),
            Line::Undo(step) => ('u', step.n, ""),
            Line::Redo(step) => ('r', step.n, ""),
            Line::Mark(mark) => ('m', 0, mark.name.as_str()),
            Line::Header(_) | Line::Checkpoint(_) => ('f', 0, ""),
        };
        let hash = blake3::hash(format!("{kind}{number} {} {name}", record.when()).as_bytes());
        Self { line, says: hash.as_bytes().iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte)) }
    }

    /// The number of its line among these: where it was, or the only one that says the same.
    fn find(self, lines: &[Option<&Line>]) -> Option<usize> {
        let stands =
            |at: &usize| lines.get(*at).copied().flatten().is_some_and(|line| Self::of(*at, line).says == self.says);
        if stands(&self.line) {
            return Some(self.line);
        }
        let mut found = (0..lines.len()).filter(stands);
        found.next().filter(|_| found.next().is_none())
    }
}

/// What kind of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Something was done.
    Edit,
    /// The step with this number was taken back.
    Undo,
    /// It was done again.
    Redo,
    /// A point that somebody gave a name.
    Mark,
}

/// Whether what was done stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventState {
    /// It does.
    Stands,
    /// It was taken back.
    TakenBack,
}

/// One line of a journal, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEvent {
    /// Whose journal.
    pub annotator: Arc<AnnotatorName>,
    /// Which line.
    pub point: Point,
    /// When.
    pub when: Timestamp,
    /// What kind.
    pub kind: EventKind,
    /// What it does, as undo says it, or the name of the point.
    pub what: Arc<str>,
    /// What was replaced, old and new, in words.
    pub detail: Box<str>,
    /// Whether it stands.
    pub state: EventState,
    /// The article that it is about; the first of several.
    pub article: Option<ArticleId>,
    /// How many articles it is about.
    pub articles: u32,
    /// The annotation that it is about, where it is about one.
    pub annotation: Option<AnnotationId>,
    /// Its number as undo and redo name it.
    number: u64,
}

/// All lines of all journals, the newest first.
///
/// # Errors
/// Where the folder can't be read. A line that can't be read is left out.
pub fn journal_events(folder: &Path) -> Result<Vec<JournalEvent>, StoreError> {
    let folder = Folder::new(folder);
    let mut all = Vec::new();
    for name in folder.list("journal")? {
        if let Some(annotator) = name.strip_suffix(".ron").and_then(AnnotatorName::parse) {
            all.append(&mut events_of(&folder, annotator)?);
        }
    }
    all.sort_by_key(|event| std::cmp::Reverse((event.when, event.point)));
    all.shrink_to_fit();
    Ok(all)
}

fn events_of(folder: &Folder, annotator: AnnotatorName) -> Result<Vec<JournalEvent>, StoreError> {
    let bytes = folder.read(&journal_name(&annotator))?.unwrap_or_default();
    let annotator = Arc::new(annotator);
    let too_many = || StoreError::OutOfStep("it has more lines than a journal of its length can".into());
    let lines: Vec<(usize, &[u8])> = lines_of(&bytes).ok_or_else(too_many)?.into_iter().enumerate().collect();
    let read = shared_out(lines, |(number, bytes)| {
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.ends_with('\n'))?;
        let (line, _) = Line::read(text.trim_end()).ok()??;
        event(&annotator, number, line)
    });
    let mut events: Vec<JournalEvent> = read.into_iter().flatten().collect();
    share_words(&mut events);
    note_states(&mut events);
    Ok(events)
}

fn event(annotator: &Arc<AnnotatorName>, line: usize, record: Line) -> Option<JournalEvent> {
    let point = Point::of(line, &record);
    let plain = |kind: EventKind, when: &str, what: &str, number: u64| JournalEvent {
        annotator: Arc::clone(annotator),
        point,
        when: Timestamp::parse(when).unwrap_or_default(),
        kind,
        what: what.into(),
        detail: Box::default(),
        state: EventState::Stands,
        article: None,
        articles: 0,
        annotation: None,
        number,
    };
    Some(match record {
        Line::Header(_) | Line::Checkpoint(_) => return None,
        Line::Undo(step) => plain(EventKind::Undo, &step.when, "", step.n),
        Line::Redo(step) => plain(EventKind::Redo, &step.when, "", step.n),
        Line::Mark(mark) => plain(EventKind::Mark, &mark.when, &mark.name, 0),
        Line::Edit(edit) => {
            let articles = articles_of(&edit);
            JournalEvent {
                detail: detail::in_words(&edit.changes).into(),
                article: articles.first().copied(),
                articles: u32::try_from(articles.len()).unwrap_or(u32::MAX),
                annotation: detail::annotation_of(&edit.changes),
                ..plain(EventKind::Edit, &edit.when, &edit.what, edit.n)
            }
        }
    })
}

/// The articles that a step is about, that where the analyst was first.
fn articles_of(edit: &EditRecord) -> Vec<ArticleId> {
    let spot = edit.spot.as_ref().and_then(|(id, _)| ArticleId::parse(id));
    let mut all: BTreeSet<ArticleId> = edit.changes.iter().filter_map(detail::article_of).collect();
    let first = spot.filter(|id| all.remove(id) || all.is_empty());
    first.into_iter().chain(all).collect()
}

/// What is said often is kept once.
fn share_words(events: &mut [JournalEvent]) {
    let mut known: BTreeSet<Arc<str>> = BTreeSet::new();
    for event in events {
        match known.get(&event.what) {
            Some(same) => event.what = Arc::clone(same),
            None => drop(known.insert(Arc::clone(&event.what))),
        }
    }
}

/// Which steps stand, and what was taken back or done again.
fn note_states(events: &mut [JournalEvent]) {
    let mut edits: BTreeMap<u64, usize> = BTreeMap::new();
    for at in 0..events.len() {
        let Some((kind, number)) = events.get(at).map(|event| (event.kind, event.number)) else { continue };
        if kind == EventKind::Edit {
            edits.insert(number, at);
        }
        let state = match kind {
            EventKind::Undo => EventState::TakenBack,
            EventKind::Redo => EventState::Stands,
            _ => continue,
        };
        let Some(edit) = edits.get(&number).and_then(|at| events.get_mut(*at)) else { continue };
        edit.state = state;
        let (what, article, articles, annotation) =
            (Arc::clone(&edit.what), edit.article, edit.articles, edit.annotation);
        let detail = edit.detail.clone();
        if let Some(event) = events.get_mut(at) {
            (event.what, event.article, event.articles, event.annotation) = (what, article, articles, annotation);
            event.detail = detail;
        }
    }
}
