//! `byline check PROJECT`

use super::console::{Console, Failure, Verdict, count};
use crate::store::{self, Problem, Repair, Severity};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Verify every file, hash, range and link of a project
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: byline check my-story --repair")]
pub(super) struct Arguments {
    /// The project's folder
    project: PathBuf,
    /// Mend what can be mended safely; without it, what would be done is said and nothing is changed. Files that are changed
    /// or removed are first copied to journal/aside
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
        let how = problem.repair.map_or("", Repair::name);
        console.say(format!("mended ({how}): {problem}"));
    }
    if let Some(aside) = &report.aside {
        console.say(format!("what stood there before is in {aside}"));
    }
    for problem in &report.problems {
        let gravity = if problem.severity() == Severity::Error { "error" } else { "note" };
        let hint = problem.repair.map(|repair| format!("; --repair would {}", repair.words())).unwrap_or_default();
        console.say(format!("{gravity}: {problem}{hint}"));
    }
    let number = |severity: Severity| -> usize {
        report.problems.iter().filter(|problem| problem.severity() == severity).map(Problem::count).sum()
    };
    let mut value = json!({
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
        count(number(Severity::Error), "error"),
        count(number(Severity::Notice), "notice")
    );
    if !report.repaired.is_empty() {
        words = format!("{words}; {} mended", report.repaired.iter().map(Problem::count).sum::<usize>());
    }
    if let (Some(aside), Some(fields)) = (&report.aside, value.as_object_mut()) {
        fields.insert("aside".into(), aside.as_str().into());
    }
    console.result(arguments.json, &value, &words);
    Ok(if report.has_errors() { Verdict::FoundErrors } else { Verdict::Done })
}

/// A problem as JSON; `repair` is there where `--repair` mends it, `more` where it stands for so many of the kind.
fn problem_json(problem: &Problem) -> Value {
    let severity = if problem.severity() == Severity::Error { "error" } else { "notice" };
    let mut value = json!({
        "check": problem.check.name(),
        "severity": severity,
        "file": problem.file,
        "place": problem.place,
        "message": problem.message,
    });
    if let Some(fields) = value.as_object_mut() {
        fields.extend(problem.repair.map(|repair| ("repair".to_owned(), repair.name().into())));
        fields.extend((problem.more > 0).then(|| ("more".to_owned(), problem.more.into())));
    }
    value
}
