//! `byline export PROJECT --format F --to PATH`

use super::console::{Console, Failure, Verdict, count};
use crate::exchange::export::{ExportOptions, Names, Texts};
use crate::exchange::formats::{COMMON, FORMATS, Format, format_named, writable_formats};
use crate::exchange::target::{Existing, Export, Summary};
use crate::exchange::{ExportError, Setting, Values};
use crate::model::{AnnotatorName, ArticleId, LabelId, Project};
use crate::store::{self, Access, Severity};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Example: byline export my-story --format jsonl --to my-story.jsonl --annotator ana --anonymous
         byline export my-story --format jsonl --to parts --set split=80,10,10";

/// Write the project, or a part of it, in another format
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{}", settings_help())
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
    /// A setting, of all formats or of this one: --help lists them
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
    // Wrong usage is said before anything is opened.
    let unlimited = ExportOptions { settings: settings.clone(), texts: texts(arguments), ..ExportOptions::default() };
    Export::new(format, unlimited).map_err(|error| Failure::usage(error.to_string()))?;
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
        ExportError::Taken { path } => Failure::taken(&path),
        ExportError::Target { .. } => Failure::new(error.to_string()),
        error => Failure::new(format!("{error}: {}", arguments.to.display())),
    };
    let summary = export.write(&project, &arguments.to, existing, &mut |_, _| true).map_err(at)?;
    console.result(arguments.json, &in_json(arguments, format, &summary), &in_words(arguments, &summary));
    Ok(Verdict::Done)
}

/// What was written, as the one JSON value of the command.
fn in_json(arguments: &Arguments, format: &Format, summary: &Summary) -> Value {
    let not_written = summary.losses.iter().filter(|loss| loss.count > 0);
    json!({
        "format": format.name, "to": arguments.to.display().to_string(),
        "articles": summary.articles, "annotations": summary.annotations,
        "losses": summary.losses.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "not_written": not_written.map(|loss| json!({ "count": loss.count, "what": loss.what })).collect::<Vec<_>>(),
        "files": summary.files.iter().map(|(name, bytes)| json!({ "name": name, "bytes": bytes })).collect::<Vec<_>>(),
        "parts": summary.parts.iter().map(|(name, n)| json!({ "name": name, "articles": n })).collect::<Vec<_>>(),
    })
}

/// What was written, and again what was not, in words.
fn in_words(arguments: &Arguments, summary: &Summary) -> String {
    let what = format!("{}, {}", count(summary.articles, "article"), count(summary.annotations, "annotation"));
    let mut words = format!("wrote {what} to {}", arguments.to.display());
    for (name, articles) in &summary.parts {
        words = format!("{words}\n  {name}: {}", count(*articles, "article"));
    }
    for loss in &summary.losses {
        words = format!("{words}\n  {loss}");
    }
    words
}

fn texts(arguments: &Arguments) -> Texts {
    if arguments.no_text { Texts::LeftOut } else { Texts::Kept }
}

/// The settings of all formats, and of each, for `--help`.
fn settings_help() -> String {
    let line = |setting: &Setting| format!("  {}: {}\n", setting_words(setting), setting.about);
    let mut help = "Settings of all formats:\n".to_owned();
    help.extend(COMMON.iter().map(line));
    for format in FORMATS.iter().filter(|format| format.is_written() && !format.settings.is_empty()) {
        help.push_str(&format!("Settings of {}:\n", format.name));
        help.extend(format.settings.iter().map(line));
    }
    help
}

/// `offsets=utf16`, and what else it takes.
pub(super) fn setting_words(setting: &Setting) -> String {
    let takes = match setting.values {
        Values::Flag => "true|false".to_owned(),
        Values::OneOf(names) => names.join("|"),
        Values::Number { most, .. } => format!("0..{most}"),
        Values::Words => "…".to_owned(),
    };
    let default = setting.values.default();
    let default = if default.is_empty() { default } else { format!(" (else {default})") };
    format!("{}={takes}{default}", setting.key)
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
    options.texts = texts(arguments);
    options.names = if arguments.anonymous { Names::Anonymous } else { Names::Kept };
    Ok(options)
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Failure {
    let others = if known.is_empty() { String::new() } else { format!("; it has {}", known.join(", ")) };
    Failure::new(format!("the project has no {what} {name:?}{others}"))
}
