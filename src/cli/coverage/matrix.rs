//! The matrix as lines to be read, and as CSV.

use super::{print_csv, short};
use crate::cli::console::{Console, Failure};
use crate::model::Project;
use crate::review::{CellState, ColumnView, Coverage, Matrix, RowItem, RowView, Square};

/// Characters of a thread's title.
const TITLE: usize = 46;

/// Prints a legend, the columns with their numbers, and under each label a line for each thread.
pub(super) fn text(project: &Project, coverage: &Coverage, view: &ColumnView, console: &mut Console<'_>) {
    let matrix = Matrix::new(coverage, &project.codebook, &RowView::default(), view);
    let mut page = "\nStates\n".to_owned();
    for state in CellState::ALL {
        page.push_str(&format!("  {}  {:<13} {}\n", state.sign(), state.words(), state.meaning()));
    }
    page.push_str("\nColumns\n");
    for (number, column) in matrix.columns().iter().enumerate() {
        let title = if column.title.is_empty() { "unknown" } else { &column.title };
        page.push_str(&format!("  {:>4}  {} ({})\n", number + 1, short(title, 70), column.about));
    }
    console.print_words(&page);
    let whole = matrix.columns().iter().all(|column| column.only_article().is_some());
    let width = if whole { 3 } else { 6 };
    for (row, item) in matrix.rows().iter().enumerate() {
        let mut line = match item {
            RowItem::Label(label, count) => {
                let name = project.codebook.label(label).map_or(label.as_str(), |label| &label.name);
                let numbers: String = (1..=matrix.columns().len()).map(|n| format!("{n:>width$}")).collect();
                format!("\n{:<TITLE$} {numbers}", format!("{name}: {count} shared"))
            }
            RowItem::Thread(thread) => {
                let title = coverage.threads().get(*thread).map_or("", |thread| &thread.title);
                let cell = |column| match matrix.square(row, column) {
                    Some(square) if whole => format!("{:>width$}", square.state.sign()),
                    Some(square) => format!("{:>width$}", of(square)),
                    None => " ".repeat(width),
                };
                let cells: String = (0..matrix.columns().len()).map(cell).collect();
                format!("  {:<w$} {cells}", short(title, TITLE - 2), w = TITLE - 2)
            }
        };
        line.truncate(line.trim_end().len());
        line.push('\n');
        console.print_words(&line);
    }
}

/// Prints a line for each thread and a column for each article, outlet or day.
pub(super) fn csv(
    project: &Project,
    coverage: &Coverage,
    view: &ColumnView,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let matrix = Matrix::new(coverage, &project.codebook, &RowView::default(), view);
    let mut head: Vec<String> = ["thread_id", "label", "title", "story", "known_since"].map(str::to_owned).to_vec();
    head.extend(matrix.columns().iter().map(|column| match column.only_article() {
        Some(article) if view.axis == crate::review::Axis::Articles => {
            let id = coverage.articles().get(article).map(|article| article.id.to_string()).unwrap_or_default();
            format!("{} ({}, {id})", column.title, column.about)
        }
        _ => column.title.clone(),
    }));
    let record = |(row, item): (usize, &RowItem)| {
        let RowItem::Thread(thread) = item else { return None };
        let thread = coverage.threads().get(*thread)?;
        let story = thread.story.and_then(|id| project.stories.get(&id)).map(|story| story.title.clone());
        let since = thread.since.map(|date| date.to_string()).unwrap_or_default();
        let known = [thread.id.to_string(), thread.label.to_string(), thread.title.clone(), story.unwrap_or_default()];
        let mut record: Vec<String> = known.into_iter().chain([since]).collect();
        record.extend(matrix.columns().iter().enumerate().map(|(at, column)| match matrix.square(row, at) {
            Some(square) if column.only_article().is_some() => square.state.name().to_owned(),
            Some(square) => of(square),
            None => String::new(),
        }));
        Some(record)
    };
    let records: Vec<Vec<String>> = matrix.rows().iter().enumerate().filter_map(record).collect();
    print_csv(std::iter::once(head).chain(records), console)
}

/// `2 of 3`; where none of them could mention it, a dash.
fn of(square: Square) -> String {
    if square.of == 0 { "–".into() } else { format!("{} of {}", square.mentioning, square.of) }
}
