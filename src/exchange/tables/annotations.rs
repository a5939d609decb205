//! Annotations, their fragments, and arrows.

use super::attributes::Spread;
use super::book::Book;
use super::table::{Cell, Column, Fixed, Kind, Rows, TableId, fixed, ids};
use super::view::{LayerView, View, kept};
use crate::exchange::ExportError;
use crate::model::{Annotation, LinkStance};

const BEFORE: &Fixed = &[
    ("article_id", Kind::Text, "the article that it is on"),
    ("annotation_id", Kind::Text, "names the annotation; span_id of its fragments"),
    ("label", Kind::Text, "its label's id"),
    ("text", Kind::Text, "the words of all its fragments, an ellipsis between them"),
    ("start", Kind::Number, "where its first fragment starts, in code points from 0; empty for a lost place"),
    ("end", Kind::Number, "where its last fragment ends, in code points, not included; empty for a lost place"),
    ("fragments", Kind::Number, "how many fragments it has; 0 for a lost place"),
    ("annotator", Kind::Text, "who made it"),
    ("note", Kind::Text, "a note in free words"),
    ("unsure", Kind::Flag, "the annotator was not sure"),
    ("lost_place", Kind::Flag, "its words cannot be found again for certain in the article"),
    ("how_made", Kind::Text, "hand, accepted, edited (accepted and edited), inherited (from a reprint), imported"),
    ("made_by", Kind::Text, "the suggester or program that proposed it"),
    ("inherited_from", Kind::Text, "the article that it was inherited from"),
    ("threads_for", Kind::Text, "ids of the threads that it states, a semicolon between them"),
    ("threads_against", Kind::Text, "ids of the threads that it denies, a semicolon between them"),
    ("computed", Kind::Text, "attributes whose values the program worked out, a semicolon between them"),
];

const AFTER: &Fixed = &[
    ("foreign_id", Kind::Text, "its id in the corpus that it came from"),
    ("kept_fields", Kind::Text, "fields of another program's file, as JSON"),
];

/// The header that readers of spans expect.
const FRAGMENTS: &Fixed = &[
    ("doc_id", Kind::Text, "the article: its article_id, and its text's file without .txt"),
    ("span_id", Kind::Text, "the annotation: its annotation_id"),
    ("fragment", Kind::Number, "the fragment's number in the annotation, from 1"),
    ("label", Kind::Text, "the label's id"),
    ("annotator", Kind::Text, "who made it"),
    ("start", Kind::Number, "where it starts, in code points from 0"),
    ("end", Kind::Number, "where it ends, in code points, not included"),
    ("text", Kind::Text, "its words"),
];

const RELATIONS: &Fixed = &[
    ("article_id", Kind::Text, "the article that it is on"),
    ("relation_id", Kind::Text, "names the arrow"),
    (
        "type",
        Kind::Text,
        "its type's id: attributed_to (claim to source), about (claim to event), relays (source to source)",
    ),
    ("from_id", Kind::Text, "the annotation that it starts at"),
    ("from_label", Kind::Text, "that annotation's label"),
    ("from_text", Kind::Text, "that annotation's words"),
    ("to_id", Kind::Text, "the annotation that it ends at"),
    ("to_label", Kind::Text, "that annotation's label"),
    ("to_text", Kind::Text, "that annotation's words"),
    ("annotator", Kind::Text, "who drew it"),
    ("foreign_id", Kind::Text, "its id in the corpus that it came from"),
    ("kept_fields", Kind::Text, "fields of another program's file, as JSON"),
];

/// Names that no attribute may take.
pub(super) fn names() -> Vec<&'static str> {
    BEFORE.iter().chain(AFTER).map(|(name, _, _)| *name).collect()
}

pub(super) fn columns(attributes: &Spread) -> Vec<Column> {
    fixed(BEFORE).chain(attributes.columns()).chain(fixed(AFTER)).collect()
}

pub(super) fn fragment_columns() -> Vec<Column> {
    fixed(FRAGMENTS).collect()
}

pub(super) fn relation_columns() -> Vec<Column> {
    fixed(RELATIONS).collect()
}

pub(super) fn rows(book: &Book<'_, '_>, view: &View<'_>, rows: &mut dyn Rows) -> Result<(), ExportError> {
    for layer in &view.layers {
        for annotation in layer.placed(book.selection) {
            row(book, view, layer, annotation, Place::InText, rows)?;
            fragments(book, view, layer, annotation, rows)?;
        }
        for annotation in layer.lost(book.selection) {
            row(book, view, layer, annotation, Place::Lost, rows)?;
        }
        relations(book, view, layer, rows)?;
    }
    Ok(())
}

/// Whether an annotation has a place in the current text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    InText,
    Lost,
}

fn row(
    book: &Book<'_, '_>,
    view: &View<'_>,
    layer: &LayerView<'_>,
    annotation: &Annotation,
    place: Place,
    rows: &mut dyn Rows,
) -> Result<(), ExportError> {
    let cover = annotation.cover().filter(|_| place == Place::InText);
    let (start, end) = cover.map_or((Cell::Empty, Cell::Empty), |cover| {
        let (start, end) = view.article.text().chars_of(cover);
        (Cell::Number(start.get()), Cell::Number(end.get()))
    });
    let linked = |stance: LinkStance| {
        ids(annotation.threads.iter().filter(|(_, link)| **link == stance).map(|(id, _)| id.as_str()))
    };
    let provenance = &annotation.provenance;
    let mut cells = vec![
        Cell::text(view.article.id.as_str()),
        Cell::text(annotation.id.as_str()),
        Cell::text(annotation.label.as_str()),
        Cell::text(layer.words(book.selection, annotation)),
        start,
        end,
        Cell::Number(if place == Place::InText { annotation.fragments().len() } else { 0 }),
        Cell::text(layer.annotator.as_str()),
        Cell::text(annotation.note.as_str()),
        Cell::Flag(annotation.unsure),
        Cell::Flag(place == Place::Lost),
        Cell::text(provenance.how.name()),
        Cell::text(book.selection.name(&provenance.by)),
        Cell::text(provenance.from.map(|id| id.to_string()).unwrap_or_default()),
        linked(LinkStance::For),
        linked(LinkStance::Against),
        ids(&annotation.computed),
    ];
    book.of_annotations.cells(&annotation.attributes, &mut cells);
    cells.push(Cell::text(annotation.foreign_id.as_str()));
    cells.push(Cell::text(kept(&annotation.extra)));
    rows.row(TableId::Annotations, &cells)
}

fn fragments(
    book: &Book<'_, '_>,
    view: &View<'_>,
    layer: &LayerView<'_>,
    annotation: &Annotation,
    rows: &mut dyn Rows,
) -> Result<(), ExportError> {
    let text = view.article.text();
    for (number, span) in annotation.fragments().iter().enumerate() {
        let (start, end) = text.chars_of(*span);
        let cells = [
            Cell::text(view.article.id.as_str()),
            Cell::text(annotation.id.as_str()),
            Cell::Number(number + 1),
            Cell::text(annotation.label.as_str()),
            Cell::text(layer.annotator.as_str()),
            Cell::Number(start.get()),
            Cell::Number(end.get()),
            Cell::text(book.selection.quote(text.slice(*span))),
        ];
        rows.row(TableId::Fragments, &cells)?;
    }
    Ok(())
}

fn relations(
    book: &Book<'_, '_>,
    view: &View<'_>,
    layer: &LayerView<'_>,
    rows: &mut dyn Rows,
) -> Result<(), ExportError> {
    for relation in book.selection.relations(layer.layer) {
        let end = |id| layer.layer.annotations.get(&id);
        let label = |id| Cell::text(end(id).map_or("", |annotation| annotation.label.as_str()));
        let words = |id| Cell::text(end(id).map(|a| layer.words(book.selection, a)).unwrap_or_default());
        let cells = [
            Cell::text(view.article.id.as_str()),
            Cell::text(relation.id.as_str()),
            Cell::text(relation.kind.as_str()),
            Cell::text(relation.from.as_str()),
            label(relation.from),
            words(relation.from),
            Cell::text(relation.to.as_str()),
            label(relation.to),
            words(relation.to),
            Cell::text(layer.annotator.as_str()),
            Cell::text(relation.foreign_id.as_str()),
            Cell::text(kept(&relation.extra)),
        ];
        rows.row(TableId::Relations, &cells)?;
    }
    Ok(())
}
