//! What the articles say together: which of them has which claim, on whose word, and when. Each figure leads to its
//! quotes, and each quote to its place in the article.

mod beside;
mod matrix;
mod names;
mod quotes;
mod scale;
mod sort;
mod sources;
mod timeline;

pub(super) use names::Names;
pub(super) use sort::{HASH, SCRIPT};

use super::escape::escaped;
use crate::exchange::export::Selection;
use crate::exchange::{ExportError, Pace};
use crate::model::{AnnotationId, AnnotatorName, LayerKey, Project, ThreadId};
use crate::review::{Attribution, Axis, Coding, ColumnView, Coverage, Matrix, RowItem, RowView, Timeline};
use std::io::Write;

/// Most columns of the matrix: with more articles it goes by outlets.
const MOST_COLUMNS: usize = 40;

/// What a report shows, worked out once.
pub(super) struct Report<'a> {
    selection: &'a Selection<'a>,
    /// The project with the chosen articles only: all figures are about these.
    project: Project,
    names: &'a Names,
    coverage: Coverage,
    matrix: Matrix,
    attribution: Attribution,
    timeline: Timeline,
}

impl<'a> Report<'a> {
    /// The report on what is chosen; none where nothing is shared between articles.
    pub(super) fn of(selection: &'a Selection<'a>, names: &'a Names) -> Option<Self> {
        selection.threads().next()?;
        let project = chosen(selection);
        let coding = coding(selection);
        let coverage = Coverage::new(&project, &coding);
        let rows = RowView { labels: selection.options().labels.clone(), ..RowView::default() };
        let axis = if coverage.articles().len() <= MOST_COLUMNS { Axis::Articles } else { Axis::Outlets };
        let columns = ColumnView { axis, ..ColumnView::default() };
        let matrix = Matrix::new(&coverage, &project.codebook, &rows, &columns);
        let attribution = Attribution::new(&project, &coding, coverage.index());
        let timeline = Timeline::new(&project, &coding, coverage.index());
        Some(Self { selection, project, names, coverage, matrix, attribution, timeline })
    }

    /// Where a thread stands in the page: under the one that all that are the same as it are.
    pub(super) fn home(&self, id: ThreadId) -> Option<ThreadId> {
        let number = self.coverage.thread_number(id)?;
        let facts = self.coverage.threads().get(number)?;
        self.selection.passes_label(&facts.label).then_some(facts.id)
    }

    /// Whose coding counts, in words.
    fn whose(&self) -> String {
        let names: Vec<String> = self.coverage.annotators().iter().map(|name| self.called(name)).collect();
        match (self.selection.options().annotators.is_empty(), names.as_slice()) {
            (_, [one]) => format!("{one}’s coding"),
            (true, _) => format!("everybody’s coding ({})", names.join(", ")),
            (false, _) => format!("the coding of {}", names.join(", ")),
        }
    }

    /// A name as it is shown.
    fn called(&self, name: &AnnotatorName) -> String {
        escaped(&super::person(self.selection.name(name.as_str()))).into_owned()
    }

    /// Links to the parts of the page.
    pub(super) fn contents(&self) -> String {
        let mut parts = vec![("coverage", "Who says what")];
        parts.extend(self.has_claims().then_some(("sources", "On whose word")));
        parts.extend(self.timeline.days().map(|_| ("timeline", "When")));
        parts.push(("beside", "Beside each other"));
        parts.extend([("labels", "Labels"), ("articles", "Articles"), ("shared", "The same across articles")]);
        let links: Vec<String> = parts.iter().map(|(to, name)| format!("<a href=\"#{to}\">{name}</a>")).collect();
        format!("<nav aria-label=\"On this page\">{}</nav>\n", links.join(" "))
    }

    /// What the articles say together: before the articles themselves.
    pub(super) fn write(&self, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
        self.write_matrix(sink, pace)?;
        self.write_sources(sink, pace)?;
        self.write_timeline(sink)?;
        Ok(self.write_beside(sink)?)
    }

    /// Threads of the matrix's rows by number, in their order.
    fn threads(&self) -> impl Iterator<Item = usize> {
        self.matrix.rows().iter().filter_map(|row| match row {
            RowItem::Thread(number) => Some(*number),
            RowItem::Label(..) => None,
        })
    }

    /// True where an annotation has a mark in the page.
    fn is_marked(&self, key: &LayerKey, id: AnnotationId) -> bool {
        let (Some(layer), Some(annotation)) = (self.project.layer(key), self.project.annotation(key, id)) else {
            return false;
        };
        let text = self.project.article(key.article).map(|article| article.text().hash());
        let is_placed = !annotation.fragments().is_empty() && text == Some(layer.text);
        is_placed && self.selection.passes_annotator(&key.annotator) && self.selection.passes_label(&annotation.label)
    }
}

/// Whose coding is chosen.
fn coding(selection: &Selection<'_>) -> Coding {
    let annotators = &selection.options().annotators;
    match (annotators.len(), annotators.first()) {
        (1, Some(one)) => Coding::One(one.clone()),
        (0, _) => Coding::All,
        _ => Coding::Several(annotators.clone()),
    }
}

/// The project without the articles that are not chosen.
fn chosen(selection: &Selection<'_>) -> Project {
    let mut project = selection.project().clone();
    let articles = &selection.options().articles;
    if articles.is_empty() {
        return project;
    }
    for article in selection.project().articles.keys().filter(|id| !articles.contains(id)) {
        project.articles.remove_mut(article);
    }
    for key in selection.project().layers.keys().filter(|key| !articles.contains(&key.article)) {
        project.layers.remove_mut(key);
    }
    project
}

/// `3 articles` of a number that is a link where it is not 0.
fn linked(count: usize, to: &str) -> String {
    if count == 0 { "0".to_owned() } else { format!("<a href=\"#{to}\">{count}</a>") }
}
