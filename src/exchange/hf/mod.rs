//! Rows for machine learning, as Hugging Face `datasets`, `DuckDB`, Spark and pandas read them: JSONL, and Parquet where
//! the program was built with it.

#[cfg(feature = "parquet")]
mod parquet;
mod row;
#[cfg(test)]
mod tests;

use super::export::Selection;
use super::format::{Format, Output};
use super::loss::Feature;
use super::{ExportError, Pace};
use crate::model::{Article, ArticleId, Date};
use row::Row;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

/// What a row has no place for.
const LOSES: &[Feature] = &[
    Feature::ThreadRelations,
    Feature::Provenance,
    Feature::Reading,
    Feature::Done,
    Feature::Zones,
    Feature::ArticleAttributes,
    Feature::Stories,
    Feature::Families,
    Feature::Suggestions,
    Feature::Rejected,
    Feature::LostPlaces,
    Feature::Revisions,
    Feature::Codebook,
    Feature::Settings,
];

/// The row of JSONL in the table.
pub(super) const JSONL: Format = Format {
    name: "hf",
    title: "Hugging Face JSONL",
    extensions: &["jsonl"],
    writes: "an article a line: text, title, outlet, date, spans with fragments, attributes and threads, relations; those \
             with annotations first, so that every column has its type. Parquet of it takes two lines of Python: \
             import pandas; pandas.read_json(\"F.jsonl\", lines=True, convert_dates=False).to_parquet(\"F.parquet\")",
    loses: LOSES,
    limits: "authors, archived addresses, notes and verdicts of threads",
    output: Output::File(write_jsonl),
    ..Format::BASE
};

/// The row of Parquet in the table.
pub(super) const PARQUET: Format = Format {
    name: "hf-parquet",
    title: "Parquet (Hugging Face)",
    extensions: &["parquet"],
    writes: "the rows of hf as Parquet with typed columns; only by a program that was built with --features parquet",
    loses: LOSES,
    limits: "authors, archived addresses, notes and verdicts of threads",
    output: Output::File(write_parquet),
    ..Format::BASE
};

fn write_jsonl(selection: &Selection<'_>, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let mut line = Vec::new();
    for article in ordered(selection, pace)? {
        pace.step()?;
        line.clear();
        serde_json::to_writer(&mut line, &Row::new(selection, article)).map_err(std::io::Error::from)?;
        line.push(b'\n');
        sink.write_all(&line)?;
    }
    Ok(())
}

#[cfg(feature = "parquet")]
fn write_parquet(selection: &Selection<'_>, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let articles = ordered(selection, pace)?;
    parquet::write(selection, &articles, sink, pace)
}

#[cfg(not(feature = "parquet"))]
fn write_parquet(_: &Selection<'_>, _: &mut dyn Write, _: &mut Pace<'_>) -> Result<(), ExportError> {
    let what = "this program was built without Parquet; export hf and turn it into Parquet with the two lines of Python \
                that `byline formats` shows, or build Byline with --features parquet";
    Err(ExportError::Refused(what.to_owned()))
}

/// What readers guess a column's type from: a kind of value that must come early in a file of lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hint {
    Spans,
    Attributes,
    /// An attribute's value that no reader takes for a time.
    Words,
    Threads,
    Relations,
    /// A date without its day, or none: where all are full, readers take them for times.
    LooseDate,
}

/// The articles: first the shortest one that tells the type of each column, then those with annotations, then the rest,
/// each by id. Readers of JSONL (Apache Arrow under `datasets`) guess types from the first 10 MB; a column that is only
/// empty there becomes one of nulls, and the file cannot be read.
fn ordered<'a>(selection: &Selection<'a>, pace: &mut Pace<'_>) -> Result<Vec<&'a Arc<Article>>, ExportError> {
    let mut shortest: std::collections::BTreeMap<Hint, (usize, &'a Arc<Article>)> = std::collections::BTreeMap::new();
    let (mut annotated, mut bare) = (Vec::new(), Vec::new());
    for article in selection.articles() {
        pace.breathe()?;
        let hints = hints(selection, article);
        for hint in &hints {
            let found = shortest.entry(*hint).or_insert((article.text().len(), article));
            if article.text().len() < found.0 {
                *found = (article.text().len(), article);
            }
        }
        if hints.contains(&Hint::Spans) { annotated.push(article) } else { bare.push(article) }
    }
    let mut first: Vec<&Arc<Article>> = Vec::new();
    for (_, article) in shortest.into_values() {
        if !first.iter().any(|other| other.id == article.id) {
            first.push(article);
        }
    }
    let ids: BTreeSet<ArticleId> = first.iter().map(|article| article.id).collect();
    first.extend(annotated.into_iter().chain(bare).filter(|article| !ids.contains(&article.id)));
    Ok(first)
}

fn hints(selection: &Selection<'_>, article: &Article) -> BTreeSet<Hint> {
    let mut hints = BTreeSet::new();
    if !article.metadata.published.is_some_and(Date::is_full) {
        hints.insert(Hint::LooseDate);
    }
    for coded in selection.coded(article) {
        if !coded.relations.is_empty() {
            hints.insert(Hint::Relations);
        }
        for annotation in &coded.annotations {
            hints.insert(Hint::Spans);
            if !annotation.threads.is_empty() {
                hints.insert(Hint::Threads);
            }
            for (id, value) in &annotation.attributes {
                for (_, words) in row::values(id, value) {
                    hints.insert(Hint::Attributes);
                    if Date::parse(&words).is_none() {
                        hints.insert(Hint::Words);
                    }
                }
            }
        }
    }
    hints
}
