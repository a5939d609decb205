//! Articles, their parts, and what was read of them.

use super::attributes::Spread;
use super::book::Book;
use super::table::{Cell, Column, Fixed, Kind, Rows, TableId, fixed, ids, several};
use super::view::{View, kept};
use crate::exchange::ExportError;
use crate::model::FamilyKind;

const BEFORE: &Fixed = &[
    ("article_id", Kind::Text, "names the article"),
    ("title", Kind::Text, "its headline"),
    ("outlet", Kind::Text, "who published it"),
    ("author", Kind::Text, "who wrote it, as printed"),
    ("published", Kind::Date, "when it was published"),
    ("accessed", Kind::Date, "when it was looked up"),
    ("language", Kind::Text, "its language, as BCP 47 names it"),
    ("url", Kind::Text, "its address"),
    ("archived_url", Kind::Text, "where a copy is kept"),
    ("stories", Kind::Text, "titles of its stories"),
    ("story_ids", Kind::Text, "ids of its stories, a semicolon between them"),
    ("reprint_family", Kind::Text, "ids of its families of reprints: articles with the same id share text"),
    ("rewrite_family", Kind::Text, "ids of its families of rewrites: articles with the same id retell one report"),
    ("characters", Kind::Number, "how long its text is, in code points"),
    ("paragraphs", Kind::Number, "how many paragraphs it has"),
    ("counted_paragraphs", Kind::Number, "how many of them are not boilerplate"),
    ("parts", Kind::Number, "how many parts of it are not body; they stand in the table parts"),
    ("earlier_texts", Kind::Number, "how often its text was corrected"),
    ("text_hash", Kind::Text, "the hash of its text"),
    ("annotations", Kind::Number, "how many annotations on it are written"),
    ("finished_by", Kind::Text, "annotators who have finished it, a semicolon between them"),
];

const AFTER: &Fixed = &[
    ("foreign_id", Kind::Text, "its id in the corpus that it came from"),
    ("kept_fields", Kind::Text, "fields of another program's file, as JSON"),
];

const PARTS: &Fixed = &[
    ("article_id", Kind::Text, "the article"),
    ("part", Kind::Text, "title, lead, heading, list, caption, byline, excerpt or boilerplate"),
    ("start", Kind::Number, "where it starts, in code points from 0"),
    ("end", Kind::Number, "where it ends, in code points, not included"),
    ("outlet", Kind::Text, "for an excerpt, the outlet that it was taken from"),
];

const READING: &Fixed = &[
    ("article_id", Kind::Text, "the article"),
    ("paragraph", Kind::Number, "the paragraph's number, from 1"),
    (
        "part",
        Kind::Text,
        "what the paragraph is: body, title, lead, heading, list, caption, byline, excerpt, boilerplate",
    ),
    ("start", Kind::Number, "where it starts, in code points from 0"),
    ("end", Kind::Number, "where it ends, in code points, not included"),
    ("annotator", Kind::Text, "who has read it"),
    ("read_at", Kind::Date, "when, in UTC"),
    ("annotations", Kind::Number, "how many of the annotator's annotations touch it; 0 is: looked, and nothing here"),
];

/// Names that no attribute may take.
pub(super) fn names() -> Vec<&'static str> {
    BEFORE.iter().chain(AFTER).map(|(name, _, _)| *name).collect()
}

pub(super) fn columns(attributes: &Spread) -> Vec<Column> {
    fixed(BEFORE).chain(attributes.columns()).chain(fixed(AFTER)).collect()
}

pub(super) fn part_columns() -> Vec<Column> {
    fixed(PARTS).collect()
}

pub(super) fn reading_columns() -> Vec<Column> {
    fixed(READING).collect()
}

pub(super) fn rows(book: &Book<'_, '_>, view: &View<'_>, rows: &mut dyn Rows) -> Result<(), ExportError> {
    row(book, view, rows)?;
    let text = view.article.text();
    for zone in &view.article.zones {
        let (start, end) = text.chars_of(zone.span);
        let cells = [
            Cell::text(view.article.id.as_str()),
            Cell::text(zone.kind.name()),
            Cell::Number(start.get()),
            Cell::Number(end.get()),
            Cell::text(zone.outlet.as_str()),
        ];
        rows.row(TableId::Parts, &cells)?;
    }
    reading(book, view, rows)
}

fn row(book: &Book<'_, '_>, view: &View<'_>, rows: &mut dyn Rows) -> Result<(), ExportError> {
    let (article, project) = (view.article, book.project());
    let stories = article.stories.iter().filter_map(|id| project.stories.get(id));
    let family = |kind: FamilyKind| ids(book.families_of(article.id, kind).map(|family| family.id));
    let annotations = view.layers.iter().map(|l| l.placed(book.selection).count() + l.lost(book.selection).count());
    let (_, characters) = article.text().chars_of(article.text().span());
    let metadata = &article.metadata;
    let mut cells = vec![
        Cell::text(article.id.as_str()),
        Cell::text(metadata.title.as_str()),
        Cell::text(metadata.outlet.as_str()),
        Cell::text(metadata.author.as_str()),
        Cell::date(metadata.published),
        Cell::date(metadata.accessed),
        Cell::text(metadata.language.as_str()),
        Cell::text(metadata.url.as_str()),
        Cell::text(metadata.archived_url.as_str()),
        several(&stories.map(|story| story.title.clone()).collect::<Vec<_>>()),
        ids(&article.stories),
        family(FamilyKind::Reprint),
        family(FamilyKind::Rewrite),
        Cell::Number(characters.get()),
        Cell::Number(article.text().paragraphs().len()),
        Cell::Number(article.counted_paragraphs().count()),
        Cell::Number(article.zones.len()),
        Cell::Number(article.earlier.len()),
        Cell::text(article.text().hash().to_string()),
        Cell::Number(annotations.sum()),
        ids(view.layers.iter().filter(|layer| layer.layer.done).map(|layer| &layer.annotator)),
    ];
    book.of_articles.cells(&article.attributes, &mut cells);
    cells.push(Cell::text(article.foreign_id.as_str()));
    cells.push(Cell::text(kept(&article.extra)));
    rows.row(TableId::Articles, &cells)
}

fn reading(book: &Book<'_, '_>, view: &View<'_>, rows: &mut dyn Rows) -> Result<(), ExportError> {
    let text = view.article.text();
    for layer in view.layers.iter().filter(|layer| layer.is_current) {
        for (paragraph, when) in &layer.layer.reading {
            let number = text.index().paragraph_at(paragraph.start()).map_or(0, |at| at + 1);
            let (start, end) = text.chars_of(*paragraph);
            let touching = layer.index.overlapping(*paragraph).filter(|annotation| {
                book.selection.passes_label(&annotation.label)
                    && annotation.fragments().iter().any(|fragment| fragment.overlaps(*paragraph))
            });
            let cells = [
                Cell::text(view.article.id.as_str()),
                Cell::Number(number),
                Cell::text(view.article.zone_of(*paragraph).name()),
                Cell::Number(start.get()),
                Cell::Number(end.get()),
                Cell::text(layer.annotator.as_str()),
                Cell::text(when.to_string()),
                Cell::Number(touching.count()),
            ];
            rows.row(TableId::Reading, &cells)?;
        }
    }
    Ok(())
}
