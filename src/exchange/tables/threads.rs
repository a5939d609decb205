//! Threads, statements about them, and stories.

use super::attributes::Spread;
use super::book::{Book, Tally};
use super::table::{Cell, Column, Fixed, Kind, Rows, TableId, fixed};
use super::view::kept;
use crate::exchange::ExportError;
use crate::model::{Contradiction, ThreadRelationKind};

const BEFORE: &Fixed = &[
    ("thread_id", Kind::Text, "names the thread"),
    ("label", Kind::Text, "the label's id of its mentions"),
    ("title", Kind::Text, "what it is called"),
    ("story", Kind::Text, "the title of the story that it belongs to"),
    ("story_id", Kind::Text, "that story's id"),
    (
        "known_since",
        Kind::Date,
        "when it could first be known: as set, else its earliest dated mention that is written",
    ),
    ("known_since_set", Kind::Flag, "that date was set by hand"),
    ("mentions_for", Kind::Number, "how many annotations state it"),
    ("mentions_against", Kind::Number, "how many annotations deny it"),
    ("articles", Kind::Number, "how many articles have a mention"),
    ("outlets", Kind::Number, "how many outlets have a mention"),
    ("annotator", Kind::Text, "who made it"),
    ("made", Kind::Date, "when, in UTC"),
    ("note", Kind::Text, "a note in free words"),
];

const AFTER: &Fixed = &[
    ("foreign_id", Kind::Text, "its id in the corpus that it came from"),
    ("kept_fields", Kind::Text, "fields of another program's file, as JSON"),
];

const RELATIONS: &Fixed = &[
    ("type", Kind::Text, "contradicts, supports, updates or same_as"),
    ("strength", Kind::Text, "of a contradiction: incompatible or tension"),
    ("from_id", Kind::Text, "the first thread"),
    ("from", Kind::Text, "its title"),
    ("to_id", Kind::Text, "the second thread"),
    ("to", Kind::Text, "its title"),
    ("reason", Kind::Text, "why"),
    ("annotator", Kind::Text, "who states it"),
];

const STORIES: &Fixed = &[
    ("story_id", Kind::Text, "names the story"),
    ("title", Kind::Text, "what it is called"),
    ("note", Kind::Text, "a note in free words"),
    ("foreign_id", Kind::Text, "its id in the corpus that it came from"),
];

/// Names that no attribute may take.
pub(super) fn names() -> Vec<&'static str> {
    BEFORE.iter().chain(AFTER).map(|(name, _, _)| *name).collect()
}

pub(super) fn columns(attributes: &Spread) -> Vec<Column> {
    fixed(BEFORE).chain(attributes.columns()).chain(fixed(AFTER)).collect()
}

pub(super) fn relation_columns() -> Vec<Column> {
    fixed(RELATIONS).collect()
}

pub(super) fn story_columns() -> Vec<Column> {
    fixed(STORIES).collect()
}

pub(super) fn rows(book: &Book<'_, '_>, rows: &mut dyn Rows) -> Result<(), ExportError> {
    let (project, none) = (book.project(), Tally::default());
    for (id, (by, thread)) in &book.threads {
        let tally = book.tallies.get(id).unwrap_or(&none);
        let story = thread.story.and_then(|id| project.stories.get(&id));
        let mut cells = vec![
            Cell::text(id.as_str()),
            Cell::text(thread.label.as_str()),
            Cell::text(thread.title.as_str()),
            Cell::text(story.map_or("", |story| story.title.as_str())),
            Cell::text(thread.story.map(|id| id.to_string()).unwrap_or_default()),
            Cell::date(thread.known_since.or(tally.earliest)),
            Cell::Flag(thread.known_since.is_some()),
            Cell::Number(tally.stated),
            Cell::Number(tally.denied),
            Cell::Number(tally.articles),
            Cell::Number(tally.outlets.len()),
            Cell::text(book.selection.name(by.as_str())),
            Cell::text(thread.made.to_string()),
            Cell::text(thread.note.as_str()),
        ];
        book.of_threads.cells(&thread.attributes, &mut cells);
        cells.push(Cell::text(thread.foreign_id.as_str()));
        cells.push(Cell::text(kept(&thread.extra)));
        rows.row(TableId::Threads, &cells)?;
    }
    relations(book, rows)?;
    for story in project.stories.values() {
        let cells = [
            Cell::text(story.id.as_str()),
            Cell::text(story.title.as_str()),
            Cell::text(story.note.as_str()),
            Cell::text(story.foreign_id.as_str()),
        ];
        rows.row(TableId::Stories, &cells)?;
    }
    Ok(())
}

/// Statements have no id outside Byline: they are ordered by what they say.
fn relations(book: &Book<'_, '_>, rows: &mut dyn Rows) -> Result<(), ExportError> {
    let books = book.project().threads.iter().filter(|(by, _)| book.selection.passes_annotator(by));
    let all = books.flat_map(|(by, book)| book.relations.values().map(move |r| (by, r)));
    let mut written: Vec<_> =
        all.filter(|(_, r)| book.selection.has_thread(r.from) && book.selection.has_thread(r.to)).collect();
    written.sort_by_key(|(by, r)| (*by, r.kind, r.from, r.to, r.reason.as_str()));
    for (by, relation) in written {
        let strength = match relation.kind {
            ThreadRelationKind::Contradicts(Contradiction::Incompatible) => "incompatible",
            ThreadRelationKind::Contradicts(Contradiction::Tension) => "tension",
            _ => "",
        };
        let title = |id| Cell::text(book.threads.get(&id).map_or("", |(_, thread)| thread.title.as_str()));
        let cells = [
            Cell::text(relation.kind.name()),
            Cell::text(strength),
            Cell::text(relation.from.as_str()),
            title(relation.from),
            Cell::text(relation.to.as_str()),
            title(relation.to),
            Cell::text(relation.reason.as_str()),
            Cell::text(book.selection.name(by.as_str())),
        ];
        rows.row(TableId::ThreadRelations, &cells)?;
    }
    Ok(())
}
