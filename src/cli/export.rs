//! `byline export PROJECT --format F --to PATH`

use super::console::{Console, Failure, Verdict, count};
use crate::exchange::ExportError;
use crate::exchange::export::{ExportOptions, Names, Texts};
use crate::exchange::formats::{format_named, writable_formats};
use crate::exchange::target::{Existing, Export};
use crate::model::{AnnotatorName, ArticleId, LabelId, Project};
use crate::store::{self, Access, Severity};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Write the project, or a part of it, in another format
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(
    after_help = "Example: byline export my-story --format jsonl --to my-story.jsonl --annotator ana --anonymous"
)]
pub(super) struct Arguments {
    /// The project's folder
    project: PathBuf,
    /// The format (byline formats lists them)
    #[arg(long)]
    format: String,
    /// The file or folder to write
    #[arg(long)]
    to: PathBuf,
    /// Only this annotator's coding; may be given several times
    #[arg(long)]
    annotator: Vec<String>,
    /// Only annotations with this label; may be given several times
    #[arg(long)]
    label: Vec<String>,
    /// Only this article, by id; may be given several times
    #[arg(long)]
    article: Vec<String>,
    /// Leave the words of articles out: positions only
    #[arg(long)]
    no_text: bool,
    /// Call annotators annotator1, annotator2…; notes are kept as they are
    #[arg(long)]
    anonymous: bool,
    /// A setting of the format
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Replace what is there
    #[arg(long)]
    force: bool,
    /// Print one JSON value
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let unknown = || {
        let names = writable_formats().join(", ");
        Failure::usage(format!("no format that is written is called {:?}; take one of {names}", arguments.format))
    };
    let format = format_named(&arguments.format).filter(|format| format.is_written()).ok_or_else(unknown)?;
    let settings = settings(&arguments.set)?;
    let loaded = store::open(&arguments.project, None, Access::ReadOnly).map_err(Failure::because)?;
    for problem in loaded.problems.iter().filter(|p| p.severity() == Severity::Error) {
        console.say(format!("error: {problem}"));
    }
    let project = loaded.project;
    let options = options(arguments, settings, &project)?;
    let export = Export::new(format, options).map_err(|error| Failure::usage(error.to_string()))?;
    for loss in export.losses(&project) {
        console.say(format!("note: {loss}"));
    }
    let existing = if arguments.force { Existing::Replaced } else { Existing::Kept };
    let at = |error| match error {
        ExportError::Target { .. } => Failure::new(error.to_string()),
        error => Failure::new(format!("{error}: {}", arguments.to.display())),
    };
    let summary = export.write(&project, &arguments.to, existing, &mut |_, _| true).map_err(at)?;
    let losses: Vec<String> = summary.losses.iter().map(ToString::to_string).collect();
    let (articles, annotations) = (summary.articles, summary.annotations);
    let value = json!({
        "format": format.name, "to": arguments.to.display().to_string(),
        "articles": articles, "annotations": annotations, "losses": losses,
    });
    let what = format!("{}, {}", count(articles, "article"), count(annotations, "annotation"));
    console.result(arguments.json, &value, &format!("wrote {what} to {}", arguments.to.display()));
    Ok(Verdict::Done)
}

fn settings(written: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let pair = |set: &String| {
        let (key, value) =
            set.split_once('=').ok_or_else(|| Failure::usage(format!("--set takes KEY=VALUE, not {set:?}")))?;
        Ok((key.to_owned(), value.to_owned()))
    };
    written.iter().map(pair).collect()
}

/// The options; a name that the project does not know is refused, so that a slip is not taken for an empty result.
fn options(
    arguments: &Arguments,
    settings: BTreeMap<String, String>,
    project: &Project,
) -> Result<ExportOptions, Failure> {
    let known = project.annotators();
    let mut options = ExportOptions { settings, ..ExportOptions::default() };
    for name in arguments.annotator.iter().filter(|name| *name != "all") {
        let annotator = AnnotatorName::from_typed(name).filter(|name| known.contains(name));
        let names: Vec<&str> = known.iter().map(AnnotatorName::as_str).collect();
        options.annotators.insert(annotator.ok_or_else(|| unknown("annotator", name, &names))?);
    }
    for name in &arguments.label {
        let label = LabelId::parse(name).filter(|label| project.codebook.labels.contains_key(label));
        let names: Vec<&str> = project.codebook.labels.keys().map(LabelId::as_str).collect();
        options.labels.insert(label.ok_or_else(|| unknown("label", name, &names))?);
    }
    for name in &arguments.article {
        let article = ArticleId::parse(name).filter(|id| project.articles.contains_key(id));
        options.articles.insert(article.ok_or_else(|| unknown("article", name, &[]))?);
    }
    options.texts = if arguments.no_text { Texts::LeftOut } else { Texts::Kept };
    options.names = if arguments.anonymous { Names::Anonymous } else { Names::Kept };
    Ok(options)
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Failure {
    let others = if known.is_empty() { String::new() } else { format!("; it has {}", known.join(", ")) };
    Failure::new(format!("the project has no {what} {name:?}{others}"))
}
