//! `byline train CORPUS... --to MODEL`

use super::console::{Console, Failure, Verdict, count};
use super::corpus;
use crate::store::replace_file;
use crate::suggest::crf::{Model, english};
use serde_json::json;
use std::path::PathBuf;

/// Train the suggestion model on labelled corpora in Byline JSONL; the same files give the same model
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: byline train news_train.jsonl events_train.jsonl --to news.bin")]
pub(super) struct Arguments {
    /// Corpora in Byline JSONL, with `labels` naming what each labels exhaustively
    #[arg(required = true)]
    corpora: Vec<PathBuf>,
    /// The model file to write
    #[arg(long)]
    to: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
    /// Print one JSON value
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    if arguments.to.exists() && !arguments.force {
        return Err(Failure::taken(&arguments.to));
    }
    let (mut cases, mut notes) = (Vec::new(), Vec::new());
    for path in &arguments.corpora {
        let corpus = corpus::read(path).map_err(Failure::new)?;
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        notes.push(format!("{name} ({})", count(corpus.len(), "article")));
        cases.extend(corpus);
    }
    if cases.iter().all(|case| case.gold.marks.is_empty()) {
        return Err(Failure::new("the corpora hold no annotation to learn from"));
    }
    let english = english().map_err(Failure::because)?;
    let model = Model::train(&english, &cases, &notes.join(", "), &mut |step| {
        let probability = step.likelihood.exp();
        console.say(format!("{}: pass {} of {}, {probability:.3}", step.what, step.pass, step.passes));
    });
    let bytes = model.write();
    let folder = arguments.to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), PathBuf::from);
    let name = arguments.to.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    replace_file(&folder, name, &bytes).map_err(Failure::because)?;
    let value = json!({
        "model": arguments.to.display().to_string(),
        "bytes": bytes.len(),
        "articles": cases.len(),
        "features": model.features(),
    });
    let words = format!(
        "{}, {} with weights, {:.1} MB: {}",
        count(cases.len(), "article"),
        count(model.features(), "feature"),
        bytes.len() as f64 / 1e6,
        arguments.to.display()
    );
    console.result(arguments.json, &value, &words);
    Ok(Verdict::Done)
}
