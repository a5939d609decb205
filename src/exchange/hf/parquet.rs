//! The rows as Parquet, by the low-level writer: levels are worked out here, so that Arrow is not needed.

use super::row::{Arrow, Row, Span};
use crate::exchange::export::Selection;
use crate::exchange::{ExportError, Pace};
use crate::model::Article;
use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::sync::Arc;

/// The columns, in the order in which they are written.
const SCHEMA: &str = "message articles {
  required binary id (STRING);
  required binary text (STRING);
  required binary title (STRING);
  required binary outlet (STRING);
  required binary published (STRING);
  required binary language (STRING);
  required binary url (STRING);
  required group spans (LIST) { repeated group list { required group element {
    required binary id (STRING);
    required binary label (STRING);
    required binary annotator (STRING);
    required group fragments (LIST) { repeated group list { required group element {
      required int64 start;
      required int64 end;
      required binary text (STRING);
    } } }
    required group attributes (LIST) { repeated group list { required group element {
      required binary name (STRING);
      required binary value (STRING);
    } } }
    required group threads (LIST) { repeated group list { required group element {
      required binary id (STRING);
      required binary title (STRING);
      required binary stance (STRING);
    } } }
    required binary note (STRING);
    required boolean unsure;
  } } }
  required group relations (LIST) { repeated group list { required group element {
    required binary id (STRING);
    required binary type (STRING);
    required binary head (STRING);
    required binary tail (STRING);
  } } }
}";

/// How much text goes into one group of rows, in bytes: what is held in memory at a time.
const GROUP: usize = 4 << 20;

/// Writes the articles in this order.
pub(super) fn write(
    selection: &Selection<'_>,
    articles: &[&Arc<Article>],
    sink: &mut dyn Write,
    pace: &mut Pace<'_>,
) -> Result<(), ExportError> {
    let schema = Arc::new(parse_message_type(SCHEMA).map_err(refused)?);
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by("Byline".to_owned()).build();
    let mut writer = SerializedFileWriter::new(tempfile::tempfile()?, schema, Arc::new(properties)).map_err(refused)?;
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for article in articles {
        pace.step()?;
        let row = Row::new(selection, article);
        bytes += article.text().len() + row.spans.len() * size_of::<Span<'_>>();
        rows.push(row);
        if bytes >= GROUP {
            group(&mut writer, &rows).map_err(refused)?;
            rows.clear();
            bytes = 0;
        }
    }
    if !rows.is_empty() {
        group(&mut writer, &rows).map_err(refused)?;
    }
    let mut file = writer.into_inner().map_err(refused)?;
    file.rewind()?;
    io::copy(&mut file, sink)?;
    Ok(())
}

fn refused(error: ParquetError) -> ExportError {
    ExportError::Io(io::Error::other(error))
}

/// Writes rows as a group, column by column.
fn group(writer: &mut SerializedFileWriter<File>, rows: &[Row<'_>]) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    let g = &mut group;
    words(g, flat(rows, |row| row.id))?;
    words(g, flat(rows, |row| row.text))?;
    words(g, flat(rows, |row| row.title))?;
    words(g, flat(rows, |row| row.outlet))?;
    words(g, flat(rows, |row| row.published.as_str()))?;
    words(g, flat(rows, |row| row.language))?;
    words(g, flat(rows, |row| row.url))?;
    words(g, spans(rows, |span| span.id))?;
    words(g, spans(rows, |span| span.label))?;
    words(g, spans(rows, |span| span.annotator.as_str()))?;
    put::<Int64Type>(g, &inner(rows, |span| &span.fragments, |fragment| fragment.start as i64))?;
    put::<Int64Type>(g, &inner(rows, |span| &span.fragments, |fragment| fragment.end as i64))?;
    words(g, inner(rows, |span| &span.fragments, |fragment| fragment.text))?;
    words(g, inner(rows, |span| &span.attributes, |attribute| attribute.name.as_str()))?;
    words(g, inner(rows, |span| &span.attributes, |attribute| attribute.value.as_str()))?;
    words(g, inner(rows, |span| &span.threads, |link| link.id))?;
    words(g, inner(rows, |span| &span.threads, |link| link.title))?;
    words(g, inner(rows, |span| &span.threads, |link| link.stance))?;
    words(g, spans(rows, |span| span.note))?;
    put::<BoolType>(g, &spans(rows, |span| span.unsure))?;
    words(g, arrows(rows, |arrow| arrow.id))?;
    words(g, arrows(rows, |arrow| arrow.kind))?;
    words(g, arrows(rows, |arrow| arrow.head))?;
    words(g, arrows(rows, |arrow| arrow.tail))?;
    group.close()?;
    Ok(())
}

/// The values of a column, with Dremel's levels: how deep each is there, and which list it goes on with.
struct Leaf<V> {
    values: Vec<V>,
    definition: Vec<i16>,
    repetition: Vec<i16>,
}

impl<V> Leaf<V> {
    fn new() -> Self {
        Self { values: Vec::new(), definition: Vec::new(), repetition: Vec::new() }
    }

    fn push(&mut self, definition: i16, repetition: i16, value: Option<V>) {
        self.definition.push(definition);
        self.repetition.push(repetition);
        self.values.extend(value);
    }
}

/// A column of the rows themselves.
fn flat<'r, 'a, V>(rows: &'r [Row<'a>], value: impl Fn(&'r Row<'a>) -> V) -> Leaf<V> {
    Leaf { values: rows.iter().map(value).collect(), ..Leaf::new() }
}

/// A column of a list's entries.
fn entries<'r, 'a, X: 'r, V>(
    rows: &'r [Row<'a>],
    list: impl Fn(&'r Row<'a>) -> &'r [X],
    value: impl Fn(&'r X) -> V,
) -> Leaf<V> {
    let mut leaf = Leaf::new();
    for row in rows {
        for (at, entry) in list(row).iter().enumerate() {
            leaf.push(1, i16::from(at > 0), Some(value(entry)));
        }
        if list(row).is_empty() {
            leaf.push(0, 0, None);
        }
    }
    leaf
}

fn spans<'r, 'a, V>(rows: &'r [Row<'a>], value: impl Fn(&'r Span<'a>) -> V) -> Leaf<V> {
    entries(rows, |row| row.spans.as_slice(), value)
}

fn arrows<'r, 'a, V>(rows: &'r [Row<'a>], value: impl Fn(&'r Arrow<'a>) -> V) -> Leaf<V> {
    entries(rows, |row| row.relations.as_slice(), value)
}

/// A column of a list in each span.
fn inner<'r, 'a, X: 'r, V>(
    rows: &'r [Row<'a>],
    list: impl Fn(&'r Span<'a>) -> &'r Vec<X>,
    value: impl Fn(&'r X) -> V,
) -> Leaf<V> {
    let mut leaf = Leaf::new();
    for row in rows {
        for (at, span) in row.spans.iter().enumerate() {
            let begins = i16::from(at > 0);
            for (number, entry) in list(span).iter().enumerate() {
                leaf.push(2, if number > 0 { 2 } else { begins }, Some(value(entry)));
            }
            if list(span).is_empty() {
                leaf.push(1, begins, None);
            }
        }
        if row.spans.is_empty() {
            leaf.push(0, 0, None);
        }
    }
    leaf
}

fn words(group: &mut SerializedRowGroupWriter<'_, File>, leaf: Leaf<&str>) -> Result<(), ParquetError> {
    let Leaf { values, definition, repetition } = leaf;
    let values = values.into_iter().map(ByteArray::from).collect();
    put::<ByteArrayType>(group, &Leaf { values, definition, repetition })
}

fn put<T: DataType>(group: &mut SerializedRowGroupWriter<'_, File>, leaf: &Leaf<T::T>) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("more columns than the schema has".to_owned()));
    };
    let (definition, repetition) = (levels(&leaf.definition), levels(&leaf.repetition));
    column.typed::<T>().write_batch(&leaf.values, definition, repetition)?;
    column.close()
}

/// Levels of a column that has any.
fn levels(levels: &[i16]) -> Option<&[i16]> {
    (!levels.is_empty()).then_some(levels)
}
