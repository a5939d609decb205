//! From files and folders to what an import adds: walking, reading, joining tables of metadata, leaving duplicates out.
//!
//! Files of *inputs* are opened here and only here; files of a project are the store's.

mod certain;
mod known;
mod read;
mod source;
#[cfg(test)]
mod tests;
mod walk;

pub(in crate::exchange) use known::is_other_text;
pub use source::Source;

use super::formats::{Format, Input};
use crate::edit::PlanContext;
use crate::edit::plan::Imported;
use crate::exchange::articles::{ColumnMap, TablePreview};
use crate::exchange::jsonl::{CodebookPolicy, LabelPolicy};
use crate::model::{ArticleId, Codebook, FamilyKind, SuggestionSet};
use crate::review::reprints_of_import;
use crate::text::shown;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// What to read, and as what.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders; folders are walked to their ends.
    pub inputs: Vec<PathBuf>,
    /// What all files are read as; `None` goes by each file's name and contents.
    pub input: Option<Input>,
    /// What single files are read as, by the paths under which they are found; `None` leaves one out. Counts before
    /// `input`.
    pub formats: BTreeMap<PathBuf, Option<Input>>,
    /// What becomes of a codebook that a file brings.
    pub codebook: CodebookPolicy,
    /// What becomes of labels that the project lacks.
    pub labels: LabelPolicy,
    /// Which columns of tables of articles are which; what it leaves open is guessed.
    pub columns: ColumnMap,
    /// Which columns of single tables are which, by the paths under which they are found; what it says counts before
    /// `columns`.
    pub table_columns: BTreeMap<PathBuf, ColumnMap>,
}

impl Request {
    /// Which columns of the table at a path are which.
    pub(super) fn columns_of(&self, path: &Path) -> Cow<'_, ColumnMap> {
        let Some(own) = self.table_columns.get(path) else { return Cow::Borrowed(&self.columns) };
        let mut columns = self.columns.clone();
        columns.extend(own.clone());
        Cow::Owned(columns)
    }
}

/// How far the reading is.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Files that have been read.
    pub done: usize,
    /// Files that were found.
    pub files: usize,
    /// The file that is being read.
    pub file: &'a Path,
}

/// How grave a problem with an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Something about a file that was read: a guessed encoding, a column that was left out.
    Notice,
    /// A file in a folder, or a part of a file, was left out.
    LeftOut,
    /// An input that was asked for by name could not be read.
    Failed,
}

/// Something about one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    /// The file or folder.
    pub file: PathBuf,
    /// What is so, with the line where it has one.
    pub what: String,
    /// How grave it is.
    pub gravity: Gravity,
}

impl fmt::Display for InputProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", shown(&self.what), shown(&self.file.to_string_lossy()))
    }
}

/// A file that several formats may explain, and that was not read.
#[derive(Clone, Debug)]
pub struct Uncertain {
    /// The file.
    pub file: PathBuf,
    /// What it may be.
    pub candidates: Vec<&'static Format>,
}

/// A file whose article is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The file.
    pub file: PathBuf,
    /// The article that it repeats: one of the project, or one that is being added.
    pub of: ArticleId,
}

/// Everything that was read, ready for [`crate::edit::plan::import_layers`].
#[derive(Debug, Default)]
pub struct Gathered {
    /// What is to be added.
    pub imported: Imported,
    /// The codebook that a new project starts with, where a file brought one.
    pub codebook: Option<Codebook>,
    /// Suggestions on articles that are added; they are no edit.
    pub suggestions: Vec<SuggestionSet>,
    /// Articles to be added whose files tell what families they belong to.
    pub with_families: usize,
    /// The file of each article to be added, in the same order as the articles.
    pub sources: Vec<PathBuf>,
    /// Articles that are there already, and were not added again.
    pub duplicates: Vec<Duplicate>,
    /// Articles that are there with another text; both are kept.
    pub revised: Vec<Duplicate>,
    /// Annotations read, those that the project had already left out.
    pub annotations: usize,
    /// Annotations that the project had already.
    pub known_annotations: usize,
    /// Annotations left out because their label was not wanted.
    pub skipped_annotations: usize,
    /// Labels that the project lacks, by their names in the files, with the number of annotations.
    pub unknown_labels: BTreeMap<String, usize>,
    /// Labels that the request has a choice for, by their names in the files, with the number of annotations.
    pub chosen_labels: BTreeMap<String, usize>,
    /// Files that were not read because their format is not certain; each is among the problems, too.
    pub uncertain: Vec<Uncertain>,
    /// Tables of articles that were read, or could not be.
    pub tables: Vec<PathBuf>,
    /// Everything that could not be read as it is.
    pub problems: Vec<InputProblem>,
    /// Files that were read.
    pub files: usize,
    /// True where reading was stopped before the end; what was read until then is here.
    pub was_stopped: bool,
}

impl Gathered {
    /// True where there is nothing to add.
    pub fn is_empty(&self) -> bool {
        let i = &self.imported;
        let has_codebook = self.codebook.is_some() || !i.labels.is_empty() || !i.relation_types.is_empty();
        !has_codebook
            && i.articles.is_empty()
            && i.texts.is_empty()
            && i.layers.is_empty()
            && i.threads.is_empty()
            && i.stories.is_empty()
    }

    /// Families of reprints that are new, or larger than they were.
    pub fn reprint_families(&self) -> usize {
        self.imported.families.iter().filter(|family| family.kind == FamilyKind::Reprint).count()
    }

    /// True where an input that was asked for by name could not be read.
    pub fn has_failures(&self) -> bool {
        self.problems.iter().any(|problem| problem.gravity == Gravity::Failed)
    }
}

/// Looks at the beginning of a table of articles: its columns, first rows, and what the columns seem to be.
///
/// # Errors
/// Says why it is no table.
pub fn preview_table(path: &Path) -> Result<TablePreview, String> {
    TablePreview::of(&source::start_of(path))
}

/// Reads all inputs into what an import into the context's project adds. Raising `stop` ends the reading soon; what was
/// read until then is kept.
pub fn gather(
    cx: &mut PlanContext<'_>,
    request: &Request,
    progress: &dyn Fn(Progress<'_>),
    stop: &AtomicBool,
) -> Gathered {
    let mut gathered = Gathered::default();
    let walked = walk::walk(request, stop, &mut gathered);
    read::read_all(cx, request, &walked, progress, stop, &mut gathered);
    // A whole project that moves brings the families that were found, or taken apart, where it was.
    if !(cx.project.articles.is_empty() && gathered.with_families == gathered.imported.articles.len()) {
        add_reprints(cx, stop, &mut gathered.imported);
    }
    gathered
}

/// Adds the families of reprints that the new articles make, or make larger.
fn add_reprints(cx: &mut PlanContext<'_>, stop: &AtomicBool, imported: &mut Imported) {
    let found = reprints_of_import(cx.project, imported, cx.ids, stop);
    // One that a file brought may have grown.
    imported.families.retain(|family| found.iter().all(|larger| larger.id != family.id));
    imported.families.extend(found);
}
