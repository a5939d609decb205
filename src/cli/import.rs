//! `byline import PROJECT INPUT...`

use super::console::{Console, Failure, Verdict, count};
use super::gathering::{Reading, in_words, read_inputs, summary};
use crate::edit::PlanContext;
use crate::edit::plan::import_into;
use crate::exchange::jsonl::CodebookPolicy;
use crate::model::{AnnotatorName, ArticleId, LayerKey, Place, Project};
use crate::session::{annotator_name, clock};
use crate::store::{self, Access, Severity, Step};
use serde_json::Value;
use std::path::PathBuf;

/// Add articles, or annotations in another program's format
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: byline import my-story new-articles/\n         byline import my-story bens-coding.jsonl --annotator ben\n         byline import my-story corpus/ --format brat --map Statement=claim --map Speaker=source --unknown skip"
)]
pub(super) struct Arguments {
    /// The project's folder
    project: PathBuf,
    /// Files and folders: articles, tables, annotated articles of other programs (byline formats lists all)
    #[arg(required = true)]
    input: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Whose annotations those without an annotator are, and who adds them
    #[arg(long)]
    annotator: Option<String>,
    /// Print one JSON value
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    // Wrong usage is said before anything is opened.
    arguments.reading.request(&arguments.input, CodebookPolicy::Keep, None)?;
    let annotator = annotator_name(arguments.annotator.as_deref());
    let loaded = store::open(&arguments.project, Some(&annotator), Access::Edit).map_err(Failure::because)?;
    for problem in loaded.problems.iter().filter(|p| p.severity() == Severity::Error) {
        console.say(format!("error: {problem}"));
    }
    let (project, mut store) = (loaded.project, loaded.store);
    if let Some(why) = store.read_only() {
        let shown = arguments.project.display();
        return Err(Failure::new(format!("the project cannot be changed: {why}: {shown}")));
    }
    let request = arguments.reading.request(&arguments.input, CodebookPolicy::Keep, Some(&project.codebook))?;
    let (mut ids, now) = (clock::new_ids(), clock::now());
    let mut cx = PlanContext { project: &project, annotator: &annotator, now, ids: &mut ids };
    let gathered = read_inputs(&mut cx, &request, console);
    if gathered.is_empty() && gathered.duplicates.is_empty() {
        return Err(Failure::new(format!(
            "nothing could be read, so nothing was added: {}",
            arguments.project.display()
        )));
    }
    let value = Value::Object(summary(&arguments.project, &request, &gathered));
    let words = format!("added {} to {}", in_words(&gathered), arguments.project.display());
    let revised: Vec<ArticleId> = gathered.imported.texts.iter().map(|text| text.article).collect();
    let verdict = if gathered.has_failures() { Verdict::FoundErrors } else { Verdict::Done };
    let (transaction, after) = import_into(&cx, gathered.imported).map_err(Failure::because)?;
    if !transaction.is_empty() {
        store.append(Step::Do(&transaction), now, &after).map_err(Failure::because)?;
        store.checkpoint(&after, now).map_err(Failure::because)?;
    }
    for id in revised {
        console.say(revised_line(&project, &after, &annotator, id));
    }
    for set in &gathered.suggestions {
        store.write_suggestions(&after, set.article, Some(set)).map_err(Failure::because)?;
    }
    console.result(arguments.json, &value, &words);
    Ok(verdict)
}

/// What became of an article that has another text now.
fn revised_line(before: &Project, after: &Project, annotator: &AnnotatorName, id: ArticleId) -> String {
    let key = LayerKey { annotator: annotator.clone(), article: id };
    let lost = |project: &Project| {
        let layer = project.layer(&key);
        layer.map_or(0, |layer| layer.annotations.values().filter(|a| matches!(a.place, Place::Lost(_))).count())
    };
    let title = after.article(id).map(|article| article.display_title()).unwrap_or_default();
    let places = match lost(after).saturating_sub(lost(before)) {
        0 => String::new(),
        lost => format!("; {} lost their place", count(lost, "annotation")),
    };
    format!("note: {title:?} has another text now, and both are kept{places}: article {id}")
}
