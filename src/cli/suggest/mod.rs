//! `byline suggest PROJECT` and `byline suggest --stream`

mod project;
mod stream;

use super::console::{Console, Failure, Verdict};
use crate::session::{BEST_SCORE, OF_PROJECTS, OF_TEXTS, suggester_names, usual};
use std::path::PathBuf;

/// Write suggestions for the articles of a project, or of Byline JSONL line by line; annotations stay as they are
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: byline suggest my-story --with rules,model --min-score 0.6\n         byline suggest --stream < articles.jsonl > suggested.jsonl\n\
    A project: what is done is kept when it is stopped, and the next run goes on from there.\n\
    A stream: offsets count the text as it came; a line that cannot be read is answered with {\"error\", \"line\"}."
)]
pub(super) struct Arguments {
    /// The project's folder
    #[arg(required_unless_present = "stream", conflicts_with = "stream")]
    project: Option<PathBuf>,
    /// Read Byline JSONL from standard input, and write the same articles with suggestions
    #[arg(long)]
    stream: bool,
    /// The suggesters, with commas between: rules, model, deep (slower, and off unless named); for a project also learned, threads
    #[arg(long, value_name = "NAMES")]
    with: Option<String>,
    /// Least score from 0 to 1; else the one that serves recall and precision best
    #[arg(long, value_name = "SCORE", value_parser = score)]
    min_score: Option<f64>,
    /// Work out again what is there already
    #[arg(long, conflicts_with = "stream")]
    again: bool,
    /// Whose annotations the learned suggester learns from
    #[arg(long, conflicts_with = "stream")]
    annotator: Option<String>,
    /// Print one JSON value
    #[arg(long, conflicts_with = "stream")]
    pub(super) json: bool,
}

impl Arguments {
    fn least(&self) -> f64 {
        self.min_score.unwrap_or(BEST_SCORE)
    }
}

/// A score from 0 to 1.
pub(super) fn score(written: &str) -> Result<f64, String> {
    let score = written.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "a score is a number from 0 to 1".into())
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let known: &[&str] = if arguments.stream { OF_TEXTS } else { OF_PROJECTS };
    let with = arguments.with.clone().unwrap_or_else(|| usual(known));
    let names = suggester_names(&with, known).map_err(|error| Failure::usage(error.to_string()))?;
    match &arguments.project {
        Some(folder) => project::run(folder, &names, arguments, console),
        None => stream::run(&names, arguments.least(), console),
    }
}
