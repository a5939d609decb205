//! `byline check PROJECT`

use super::console::{Console, Failure, Verdict, count};
use crate::store::{self, Access, Problem, Severity};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Verify every file, hash, range and link of a project
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: byline check my-story --json")]
pub(super) struct Arguments {
    /// The project's folder
    project: PathBuf,
    /// Mend what can be mended safely
    #[arg(long)]
    repair: bool,
    /// Print one JSON value
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    if arguments.repair {
        return Err(Failure::new("nothing can be mended yet; run check without --repair to see what is wrong"));
    }
    let loaded = store::open(&arguments.project, None, Access::ReadOnly).map_err(Failure::because)?;
    let errors = loaded.problems.iter().filter(|problem| problem.severity() == Severity::Error).count();
    let notices = loaded.problems.len() - errors;
    for problem in &loaded.problems {
        console.say(format!("{}: {problem}", severity(problem)));
    }
    let (articles, layers) = (loaded.project.articles.size(), loaded.project.layers.size());
    let value = json!({
        "project": arguments.project.display().to_string(),
        "ok": errors == 0,
        "articles": articles,
        "layers": layers,
        "problems": loaded.problems.iter().map(problem_json).collect::<Vec<_>>(),
    });
    let found = format!("{}, {}", count(errors, "error"), count(notices, "notice"));
    let words = format!("{}, {}: {found}", count(articles, "article"), count(layers, "layer"));
    console.result(arguments.json, &value, &words);
    Ok(if errors == 0 { Verdict::Done } else { Verdict::FoundErrors })
}

fn severity(problem: &Problem) -> &'static str {
    match problem.severity() {
        Severity::Error => "error",
        Severity::Notice => "note",
    }
}

fn problem_json(problem: &Problem) -> Value {
    json!({
        "check": problem.check.name(),
        "severity": if problem.severity() == Severity::Error { "error" } else { "notice" },
        "file": problem.file,
        "place": problem.place,
        "message": problem.message,
        "repair": problem.check.repair().unwrap_or_default(),
    })
}
