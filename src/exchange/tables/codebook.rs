//! The codebook as a data dictionary: labels, attributes, their values, relation types, and every table's columns.

use super::book::Book;
use super::table::{Cell, Column, Fixed, Kind, Rows, TableId, fixed, ids};
use crate::exchange::ExportError;
use crate::model::{AttributeDef, AttributeKind, Label, LabelRole, MarkScope};

const COLUMNS: &Fixed = &[
    (
        "record",
        Kind::Text,
        "label, attribute (of a label), thread_attribute, article_attribute, value, part, relation_type, table or column",
    ),
    ("of", Kind::Text, "what it belongs to: a label, an attribute as label.attribute, a table"),
    ("id", Kind::Text, "what records and headers cite"),
    ("name", Kind::Text, "what the screen shows"),
    (
        "type",
        Kind::Text,
        "of an attribute: choice, flag, text, date, number or parts; of a column: text, number, date or flag; of a label: \
         claim, source, event or other",
    ),
    ("definition", Kind::Text, "what it means"),
    ("examples", Kind::Text, "examples, one a line"),
    ("scope", Kind::Text, "of a label: everything is marked, or what_matters"),
    ("parent", Kind::Text, "of a label: the label that it is a kind of"),
    ("color", Kind::Text, "of a label"),
    ("key", Kind::Text, "of a label: the letter that applies it"),
    ("from", Kind::Text, "of a relation type: labels that it may start at; empty means any"),
    ("to", Kind::Text, "of a relation type: labels that it may end at; empty means any"),
    ("archived", Kind::Flag, "kept for what is already coded, and not offered any more"),
];

pub(super) fn columns() -> Vec<Column> {
    fixed(COLUMNS).collect()
}

/// The first six cells; the others are empty unless set.
fn entry<'c>(record: &'c str, of: &'c str, id: &'c str, name: &'c str, kind: &'c str, about: &'c str) -> Vec<Cell<'c>> {
    let mut cells: Vec<Cell<'c>> = [record, of, id, name, kind, about].into_iter().map(Cell::text).collect();
    cells.resize(COLUMNS.len(), Cell::Empty);
    cells
}

fn set<'c>(cells: &mut [Cell<'c>], column: &str, value: Cell<'c>) {
    let at = COLUMNS.iter().position(|(name, _, _)| *name == column);
    if let Some(cell) = at.and_then(|at| cells.get_mut(at)) {
        *cell = value;
    }
}

pub(super) fn rows(book: &Book<'_, '_>, rows: &mut dyn Rows) -> Result<(), ExportError> {
    let codebook = &book.project().codebook;
    for label in codebook.ordered() {
        self::label(label, rows)?;
    }
    let mut kinds: Vec<_> = codebook.relation_types.values().collect();
    kinds.sort_unstable_by_key(|kind| (kind.order, kind.id.clone()));
    for kind in kinds {
        let mut cells = entry("relation_type", "", kind.id.as_str(), &kind.name, "", &kind.definition);
        set(&mut cells, "from", ids(&kind.from));
        set(&mut cells, "to", ids(&kind.to));
        set(&mut cells, "archived", Cell::Flag(kind.archived));
        rows.row(TableId::Codebook, &cells)?;
    }
    for def in codebook.ordered_article_attributes() {
        attribute("article_attribute", "", def, rows)?;
    }
    for (table, columns) in book.tables() {
        rows.row(TableId::Codebook, &entry("table", "", table.name(), "", "", table.about()))?;
        for column in columns {
            let cells = entry("column", table.name(), &column.name, "", column.kind.name(), &column.about);
            rows.row(TableId::Codebook, &cells)?;
        }
    }
    Ok(())
}

fn label(label: &Label, rows: &mut dyn Rows) -> Result<(), ExportError> {
    let role = match label.role {
        LabelRole::Claim => "claim",
        LabelRole::Source => "source",
        LabelRole::Event => "event",
        LabelRole::Other => "other",
    };
    let scope = match label.scope {
        MarkScope::Everything => "everything",
        MarkScope::WhatMatters => "what_matters",
    };
    let mut cells = entry("label", "", label.id.as_str(), &label.name, role, &label.definition);
    set(&mut cells, "examples", Cell::text(label.examples.join("\n")));
    set(&mut cells, "scope", Cell::text(scope));
    set(&mut cells, "parent", Cell::text(label.parent.as_ref().map_or("", |parent| parent.as_str())));
    set(&mut cells, "color", Cell::text(label.color.to_string()));
    set(&mut cells, "key", Cell::text(label.key.map(String::from).unwrap_or_default()));
    set(&mut cells, "archived", Cell::Flag(label.archived));
    rows.row(TableId::Codebook, &cells)?;
    for def in &label.attributes {
        attribute("attribute", label.id.as_str(), def, rows)?;
    }
    for def in &label.thread_attributes {
        attribute("thread_attribute", label.id.as_str(), def, rows)?;
    }
    Ok(())
}

fn attribute(record: &str, of: &str, def: &AttributeDef, rows: &mut dyn Rows) -> Result<(), ExportError> {
    let (kind, inner) = match &def.kind {
        AttributeKind::Choice(_) => ("choice", "value"),
        AttributeKind::Flag => ("flag", ""),
        AttributeKind::Text => ("text", ""),
        AttributeKind::Date => ("date", ""),
        AttributeKind::Number => ("number", ""),
        AttributeKind::Parts(_) => ("parts", "part"),
    };
    let mut cells = entry(record, of, def.id.as_str(), &def.name, kind, &def.definition);
    set(&mut cells, "archived", Cell::Flag(def.archived));
    rows.row(TableId::Codebook, &cells)?;
    let path = if of.is_empty() { def.id.to_string() } else { format!("{of}.{}", def.id) };
    let named: &[crate::model::Choice] = match &def.kind {
        AttributeKind::Choice(choices) | AttributeKind::Parts(choices) => choices,
        _ => &[],
    };
    for choice in named {
        rows.row(TableId::Codebook, &entry(inner, &path, &choice.id, &choice.name, "", ""))?;
    }
    Ok(())
}
