//! `byline new PROJECT INPUT...`

use super::console::{Console, Failure, Verdict};
use super::gathering::{Reading, in_words, read_inputs, summary};
use super::replace::Target;
use crate::edit::PlanContext;
use crate::edit::plan::import_into;
use crate::exchange::gather::Gathered;
use crate::exchange::jsonl::CodebookPolicy;
use crate::model::{AnnotatorName, IdMaker, Project, Timestamp, default_codebook};
use crate::session::{annotator_name, clock};
use crate::store;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Make a project from files and folders of articles
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: byline new my-story articles/ more/interview.html metadata.csv\n         byline new my-story table.csv --columns text=Body,title=Headline"
)]
pub(super) struct Arguments {
    /// The folder to make
    project: PathBuf,
    /// Files and folders: articles, tables, annotated articles of other programs (byline formats lists all)
    #[arg(required = true)]
    input: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// The project's title; else the name of the folder, or of a lone JSONL file
    #[arg(long)]
    title: Option<String>,
    /// Whose annotations those without an annotator are
    #[arg(long)]
    annotator: Option<String>,
    /// Replace a project that is there
    #[arg(long)]
    force: bool,
    /// Print one JSON value
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let request = arguments.reading.request(&arguments.input, CodebookPolicy::Adopt, None)?;
    let target = Target::of(&arguments.project, &arguments.input, arguments.force)?;
    let annotator = annotator_name(arguments.annotator.as_deref());
    let (mut ids, now) = (clock::new_ids(), clock::now());
    let empty = Project::new(ids.make(), title(arguments), default_codebook());
    let mut cx = PlanContext { project: &empty, annotator: &annotator, now, ids: &mut ids };
    let gathered = read_inputs(&mut cx, &request, console);
    if gathered.is_empty() {
        return Err(Failure::new(format!(
            "nothing could be read, so no project was made: {}",
            arguments.project.display()
        )));
    }
    let value = Value::Object(summary(&arguments.project, &request, &gathered));
    let words = format!("made {} with {}", arguments.project.display(), in_words(&gathered));
    let verdict = if gathered.has_failures() { Verdict::FoundErrors } else { Verdict::Done };
    let project = filled(empty, gathered, &annotator, now, &mut ids)?;
    target.replace(|| store::create(&arguments.project, &project, &annotator).map(drop).map_err(Failure::because))?;
    console.result(arguments.json, &value, &words);
    // The command ends here: the system frees at once what would take a tenth of the time to free piece by piece.
    std::mem::forget(project);
    Ok(verdict)
}

/// The project with all that was read.
fn filled(
    mut project: Project,
    gathered: Gathered,
    annotator: &AnnotatorName,
    now: Timestamp,
    ids: &mut IdMaker,
) -> Result<Project, Failure> {
    if let Some(codebook) = gathered.codebook {
        project.codebook = Arc::new(codebook);
    }
    let cx = PlanContext { project: &project, annotator, now, ids };
    let (_, mut project) = import_into(&cx, gathered.imported).map_err(Failure::because)?;
    for set in gathered.suggestions {
        project.suggestions.insert_mut(set.article, Arc::new(set));
    }
    Ok(project)
}

fn title(arguments: &Arguments) -> String {
    let stem = |path: &Path| path.file_stem().map(|name| name.to_string_lossy().into_owned());
    let folder = || {
        let path = std::path::absolute(&arguments.project).unwrap_or_else(|_| arguments.project.clone());
        path.file_name().map(|name| name.to_string_lossy().into_owned())
    };
    let lone = match arguments.input.as_slice() {
        [file] if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("jsonl")) => stem(file),
        _ => None,
    };
    arguments.title.clone().or(lone).or_else(folder).unwrap_or_default()
}
