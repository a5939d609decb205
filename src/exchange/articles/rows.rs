//! Tables of articles: a row an article, in CSV, TSV, JSON, JSON lines or Parquet.

use super::columns::{ColumnMap, ColumnRole};
use super::content::Content;
use super::decode::{Declared, decode};
use super::entries::Out;
use super::facts::{Facts, Field};
use super::problem::ArticleProblemKind;
use super::table::is_file_column;
use super::{delimited, html, json_rows};
use crate::exchange::format::Head;
use crate::text::clean;

/// Columns that only tables of annotations have, folded.
const OF_ANNOTATIONS: [&str; 13] = [
    "start",
    "end",
    "begin",
    "offset",
    "label",
    "labels",
    "span_id",
    "fragment",
    "annotator",
    "annotations",
    "spans",
    "entities",
    "target",
];

/// Most columns whose names are said to be left out.
const MOST_NAMED: usize = 20;

/// Reads a table; its first row, or its first records, name the columns.
pub(super) fn read(bytes: &[u8], columns: &ColumnMap, out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    if bytes.starts_with(b"PAR1") {
        return parquet(bytes, columns, out).map_err(ArticleProblemKind::Unreadable);
    }
    let decoded =
        decode(bytes, Declared::Nowhere).ok_or(ArticleProblemKind::Binary("a file of another program, or damaged"))?;
    if let Some(notice) = decoded.notice {
        out.notice(notice);
    }
    let text = decoded.text.strip_prefix('\u{feff}').unwrap_or(&decoded.text);
    if json_rows::is_json(text.as_bytes()) {
        json_rows::read(text.as_bytes(), columns, out).map_err(ArticleProblemKind::Unreadable)
    } else {
        delimited::read(text, columns, out).map_err(ArticleProblemKind::Unreadable)
    }
}

#[cfg(feature = "parquet")]
fn parquet(bytes: &[u8], columns: &ColumnMap, out: &mut Out<'_>) -> Result<(), String> {
    super::parquet_rows::read(bytes, columns, out)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &[u8], _: &ColumnMap, _: &mut Out<'_>) -> Result<(), String> {
    Err("this program was built without Parquet; save the table as CSV, or build Byline with --features parquet".into())
}

/// True for a file that is a table of articles for certain: it has a column with words, and none of annotations.
pub(in crate::exchange) fn is_table(head: &Head<'_>) -> bool {
    if head.name.ends_with(".parquet") {
        return head.start.starts_with(b"PAR1");
    }
    let columns = columns_of(head);
    let roles = ColumnMap::guess(columns.iter().map(String::as_str));
    // A line with a text is Byline's own, whatever else it has.
    let is_ours = head.name.ends_with("jsonl") || head.name.ends_with("ndjson");
    if is_ours && columns.iter().any(|column| column == "text") {
        return false;
    }
    let foreign = |column: &String| OF_ANNOTATIONS.contains(&super::facts::plain_key(column).as_str());
    roles.get(ColumnRole::Text).is_some() && columns.len() > 1 && !columns.iter().any(foreign)
}

/// True for a file with a column of this name.
pub(in crate::exchange) fn has_column(head: &Head<'_>, name: &str) -> bool {
    columns_of(head).iter().any(|column| column == name)
}

/// True for a table of metadata: it names files, and has no words of articles.
pub(in crate::exchange) fn is_metadata(head: &Head<'_>) -> bool {
    columns_of(head).iter().any(|column| is_file_column(column)) && !is_table(head)
}

fn columns_of(head: &Head<'_>) -> Vec<String> {
    // The beginning may be cut inside a character.
    let start = decode(head.start, Declared::Nowhere).map(|d| d.text);
    let start = start.unwrap_or_else(|| String::from_utf8_lossy(head.start).into_owned());
    let start = start.trim_start_matches('\u{feff}');
    if json_rows::is_json(start.as_bytes()) { json_rows::first_keys(start) } else { delimited::header(start) }
}

/// The columns of a table, and what becomes of them.
pub(super) struct Roles {
    map: ColumnMap,
}

impl Roles {
    /// What each column is, as it was said and else by its name; says which are left out.
    ///
    /// # Errors
    /// Where no column holds the words, or one that was said is not there.
    pub(super) fn of(said: &ColumnMap, columns: &[String], out: &mut Out<'_>) -> Result<Self, String> {
        let shown = || columns.iter().take(MOST_NAMED).map(|c| format!("{c:?}")).collect::<Vec<_>>().join(", ");
        for (role, column) in said.iter() {
            if !columns.iter().any(|c| c == column) {
                return Err(format!("no column is called {column:?}, for the {}; there are {}", role.name(), shown()));
            }
        }
        let map = said.completed(columns.iter().map(String::as_str));
        if map.get(ColumnRole::Text).is_none() {
            return Err(format!(
                "no column is known to hold the words; there are {}; say which with --columns text=NAME",
                shown()
            ));
        }
        let left: Vec<String> =
            columns.iter().filter(|c| map.role_of(c).is_none() && !c.is_empty()).map(|c| format!("{c:?}")).collect();
        if !left.is_empty() {
            let more = left.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let names = left.into_iter().take(MOST_NAMED).collect::<Vec<_>>().join(", ");
            out.notice(format!("columns left out: {names}{more}"));
        }
        Ok(Self { map })
    }

    /// The role of a column.
    pub(super) fn role_of(&self, column: &str) -> Option<ColumnRole> {
        self.map.role_of(column)
    }
}

/// Puts one row together.
pub(super) fn content<'c>(cells: impl Iterator<Item = (ColumnRole, &'c str)>) -> Content {
    let (mut lead, mut facts, mut content) = (String::new(), Facts::default(), Content::default());
    for (role, cell) in cells {
        match role {
            ColumnRole::Text => {
                let blocks = words_of(cell);
                (content.text, content.known) = blocks;
            }
            ColumnRole::Lead => lead = words_of(cell).0,
            ColumnRole::Id => content.foreign_id = cell.trim().to_owned(),
            ColumnRole::Field(field) => facts.set(Field::Grid(field), cell),
            ColumnRole::Attribute(id) => facts.set(Field::Attribute(id), cell),
        }
    }
    let lead = lead.trim();
    if !lead.is_empty() && !content.text.contains(lead) {
        let lines = lead.split('\n').filter(|line| !line.trim().is_empty()).count();
        content.known.splice(0..0, std::iter::repeat_n(Some(crate::model::ZoneKind::Lead), lines));
        content.text = format!("{lead}\n{}", content.text);
    }
    content.facts = facts;
    content
}

/// The words of a cell; one that holds tags of a page is read as one.
fn words_of(cell: &str) -> (String, Vec<Option<crate::model::ZoneKind>>) {
    let cleaned = clean(cell);
    let start = cleaned.get(..cleaned.floor_char_boundary(20_000)).unwrap_or_default().to_ascii_lowercase();
    let tags = ["</p>", "<br", "</div>", "</a>", "</strong>", "</em>", "</h2>"];
    if tags.iter().any(|tag| start.contains(tag)) {
        let blocks = html::fragment(&cleaned);
        return (blocks.text, blocks.kinds);
    }
    (cleaned.into_owned(), Vec::new())
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
