//! `byline check PROJECT`

use super::console::{Console, Failure, Verdict, count};
use crate::store::{self, Problem, Severity};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Verify every file, hash, range and link of a project
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: byline check my-story --repair")]
pub(super) struct Arguments {
    /// The project's folder
    project: PathBuf,
    /// Mend what can be mended safely; a file that is changed is first copied to NAME.before-repair
    #[arg(long)]
    repair: bool,
    /// Print one JSON value
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let check = if arguments.repair { store::repair } else { store::check };
    let report = check(&arguments.project).map_err(Failure::because)?;
    for problem in &report.repaired {
        console.say(format!("mended: {problem}"));
    }
    for problem in &report.problems {
        let gravity = if problem.severity() == Severity::Error { "error" } else { "note" };
        let hint = if problem.check.repair().is_some() && !arguments.repair { "; --repair mends it" } else { "" };
        console.say(format!("{gravity}: {problem}{hint}"));
    }
    let errors = report.problems.iter().filter(|problem| problem.severity() == Severity::Error).count();
    let value = json!({
        "project": arguments.project.display().to_string(),
        "ok": !report.has_errors(),
        "articles": report.articles,
        "annotations": report.annotations,
        "problems": report.problems.iter().map(problem_json).collect::<Vec<_>>(),
        "repaired": report.repaired.iter().map(problem_json).collect::<Vec<_>>(),
    });
    let mut words = format!(
        "{}, {}: {}, {}",
        count(report.articles, "article"),
        count(report.annotations, "annotation"),
        count(errors, "error"),
        count(report.problems.len() - errors, "notice")
    );
    if !report.repaired.is_empty() {
        words = format!("{words}; {} mended", report.repaired.len());
    }
    console.result(arguments.json, &value, &words);
    Ok(if report.has_errors() { Verdict::FoundErrors } else { Verdict::Done })
}

/// A problem as JSON; `repair` is there where `--repair` mends it.
fn problem_json(problem: &Problem) -> Value {
    let severity = if problem.severity() == Severity::Error { "error" } else { "notice" };
    let mut value = json!({
        "check": problem.check.name(),
        "severity": severity,
        "file": problem.file,
        "place": problem.place,
        "message": problem.message,
    });
    if let (Some(repair), Some(fields)) = (problem.check.repair(), value.as_object_mut()) {
        fields.insert("repair".into(), repair.into());
    }
    value
}
