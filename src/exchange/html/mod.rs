//! HTML: all articles with their marks in one file that needs nothing else, for people.
//!
//! `escape` makes words safe, `color` makes label colors readable, `page` is the frame and look of any page of Byline's,
//! `marks` lays marks over a text, `article` is one article of it, and `report` is what the articles say together.

mod article;
mod color;
mod escape;
mod marks;
mod page;
mod report;
#[cfg(test)]
mod tests;

use super::export::Selection;
use super::format::{Format, Output};
use super::loss::{Feature, Loss};
use super::{ExportError, Pace};
use crate::model::{Article, LabelId};
use article::Shown;
use escape::escaped;
use report::{Names, Report};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "html",
    title: "Web page",
    extensions: &["html"],
    writes: "one page to read and to print: who says what, on whose word and when, then the articles with their marks and notes",
    loses: &[
        Feature::Reading,
        Feature::Done,
        Feature::Suggestions,
        Feature::Rejected,
        Feature::LostPlaces,
        Feature::Revisions,
        Feature::Settings,
    ],
    limits: "examples and keys of labels; it is not read back",
    closer: Some(closer),
    output: Output::File(write),
    ..Format::BASE
};

/// Families stand in the report, which there is where something is shared.
fn closer(selection: &Selection<'_>) -> Vec<Loss> {
    let families = selection.project().families.size();
    let is_told = families == 0 || selection.threads().next().is_some();
    if is_told { Vec::new() } else { vec![Loss::of(Feature::Families, families)] }
}

/// Writes the page, an article at a time.
///
/// # Errors
/// Where the sink does not take the bytes, or the work is stopped.
fn write(selection: &Selection<'_>, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let project = selection.project();
    let title = if project.info.title.is_empty() { "Articles" } else { &project.info.title };
    let summary = Summary::of(selection);
    let names = Names::of(selection, summary.articles.iter().map(|(article, _)| *article));
    let report = Report::of(selection, &names);
    let runs = if report.is_some() { page::Runs::Sorting } else { page::Runs::Nothing };
    page::begin(sink, title, &project.codebook, runs)?;
    writeln!(
        sink,
        "<header class=\"top\">\n<h1 dir=\"auto\">{}</h1>\n<p>{}</p>\n{}</header>",
        escaped(title),
        summary.line(),
        report.as_ref().map(Report::contents).unwrap_or_default()
    )?;
    if let Some(report) = &report {
        report.write(sink, pace)?;
    }
    legend(sink, selection, &summary)?;
    contents(sink, &summary)?;
    writeln!(sink, "<main>")?;
    let shown = Shown::new(selection, &names, report.as_ref());
    for (article, _) in &summary.articles {
        pace.step()?;
        shown.article(sink, article)?;
    }
    if let Some(report) = &report {
        report.write_quotes(sink, pace)?;
    }
    writeln!(sink, "</main>")?;
    Ok(page::end(sink, runs)?)
}

/// What is counted before anything is written.
#[derive(Default)]
struct Summary<'a> {
    /// By date of publication, the unknown last; each with the number of its annotations.
    articles: Vec<(&'a Article, usize)>,
    labels: BTreeMap<LabelId, usize>,
    annotators: BTreeSet<String>,
}

impl<'a> Summary<'a> {
    fn of(selection: &Selection<'a>) -> Self {
        let mut summary = Self::default();
        for article in selection.articles() {
            let mut count = 0;
            for (key, layer) in selection.layers(article.id) {
                let has_place = |a: &crate::model::Annotation| {
                    selection.passes_label(&a.label) && !a.fragments().is_empty() && layer.text == article.text().hash()
                };
                for annotation in layer.annotations.values().filter(|a| has_place(a)) {
                    *summary.labels.entry(annotation.label.clone()).or_default() += 1;
                    summary.annotators.insert(person(selection.name(key.annotator.as_str())));
                    count += 1;
                }
            }
            summary.articles.push((article, count));
        }
        let published = |article: &Article| article.metadata.published;
        summary.articles.sort_by_key(|(article, _)| (published(article).is_none(), published(article), article.id));
        summary
    }

    /// How much there is, and whose coding it is.
    fn line(&self) -> String {
        let coding = match self.annotators.iter().map(|name| escaped(name)).collect::<Vec<_>>().join(", ") {
            names if names.is_empty() => String::new(),
            names => format!(" · coding by {names}"),
        };
        let annotations = self.articles.iter().map(|(_, count)| count).sum();
        let (articles, annotations) = (many(self.articles.len(), "article"), many(annotations, "annotation"));
        format!("{articles} · {annotations}{coding}")
    }
}

/// An annotator's name as people write names.
fn person(name: &str) -> String {
    let word = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    name.split('_').map(word).collect::<Vec<String>>().join(" ")
}

/// A number with its noun.
fn many(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The labels with their colors, signs and definitions.
fn legend(sink: &mut dyn Write, selection: &Selection<'_>, summary: &Summary<'_>) -> std::io::Result<()> {
    writeln!(sink, "<section class=\"legend\" id=\"labels\">\n<h2>Labels</h2>\n<dl>")?;
    for label in selection.project().codebook.ordered() {
        let count = summary.labels.get(&label.id).copied().unwrap_or_default();
        if count > 0 {
            let (name, about) = (escaped(&label.name), escaped(&label.definition));
            let sign = article::sign(&label.name);
            writeln!(
                sink,
                "<div><dt><b class=\"chip k-{}\">{sign}</b> {name} <small>{count}</small></dt><dd>{about}</dd></div>",
                label.id
            )?;
        }
    }
    writeln!(sink, "</dl>\n</section>")
}

/// The list of articles.
fn contents(sink: &mut dyn Write, summary: &Summary<'_>) -> std::io::Result<()> {
    writeln!(sink, "<nav aria-label=\"Articles\" id=\"articles\">\n<h2>Articles</h2>\n<ol>")?;
    for (article, count) in &summary.articles {
        let facts = article::facts(article);
        let facts = if facts.is_empty() { facts } else { format!(" <small>{facts}</small>") };
        let (id, title) = (article.id, article::title(article));
        writeln!(sink, "<li><a href=\"#a-{id}\" dir=\"auto\">{title}</a>{facts} <small>· {count}</small></li>")?;
    }
    writeln!(sink, "</ol>\n</nav>")
}
