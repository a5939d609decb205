//! What `new` and `import` share: reading inputs, and telling what came of it.

use super::console::{Console, Failure, count};
use crate::edit::PlanContext;
use crate::exchange::formats::{Input, format_named, readable_formats};
use crate::exchange::gather::{Gathered, Gravity, Request, gather};
use crate::exchange::jsonl::{CodebookPolicy, LabelPolicy};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// What the inputs are read as, from `--format`.
pub(super) fn input_named(format: Option<&str>) -> Result<Option<Input>, Failure> {
    let Some(name) = format else { return Ok(None) };
    let input = format_named(name).and_then(|format| format.input);
    let wrong = || {
        Failure::usage(format!(
            "no format that is read is called {name:?}; take one of {}",
            readable_formats().join(", ")
        ))
    };
    input.map(Some).ok_or_else(wrong)
}

/// Reads all inputs, and says what could not be read.
pub(super) fn read_inputs(
    cx: &mut PlanContext<'_>,
    inputs: &[PathBuf],
    input: Option<Input>,
    codebook: CodebookPolicy,
    console: &mut Console<'_>,
) -> Gathered {
    let request = Request { inputs: inputs.to_vec(), input, codebook, labels: LabelPolicy::default() };
    let gathered = gather(cx, &request, &|_| {}, &AtomicBool::new(false));
    for problem in &gathered.problems {
        let gravity = match problem.gravity {
            Gravity::Notice => "note",
            Gravity::LeftOut => "left out",
            Gravity::Failed => "could not be read",
        };
        console.say(format!("{gravity}: {problem}"));
    }
    for same_file in gathered.duplicates.chunk_by(|a, b| a.file == b.file) {
        let Some(first) = same_file.first() else { continue };
        let what = match same_file.len() {
            1 => format!("already there as article {}", first.of),
            many => format!("{many} articles are already there"),
        };
        console.say(format!("{what}: {}", first.file.display()));
    }
    gathered
}

/// What was read, as the one JSON value of a command.
pub(super) fn summary(project: &Path, gathered: &Gathered) -> Map<String, Value> {
    let articles: Vec<Value> = gathered
        .imported
        .articles
        .iter()
        .zip(&gathered.sources)
        .map(|(a, file)| json!({ "id": a.id.as_str(), "title": a.display_title(), "file": file.display().to_string() }))
        .collect();
    let duplicates: Vec<Value> = gathered
        .duplicates
        .iter()
        .map(|d| json!({ "file": d.file.display().to_string(), "article": d.of.as_str() }))
        .collect();
    let problems: Vec<Value> = gathered
        .problems
        .iter()
        .map(|p| {
            let gravity = match p.gravity {
                Gravity::Notice => "notice",
                Gravity::LeftOut => "left_out",
                Gravity::Failed => "failed",
            };
            json!({ "file": p.file.display().to_string(), "problem": p.what, "gravity": gravity })
        })
        .collect();
    let mut map = Map::new();
    map.insert("project".into(), project.display().to_string().into());
    map.insert("articles".into(), articles.into());
    map.insert("annotations".into(), gathered.annotations.into());
    map.insert("known_annotations".into(), gathered.known_annotations.into());
    map.insert("duplicates".into(), duplicates.into());
    map.insert("problems".into(), problems.into());
    map
}

/// What was read, in words: "3 articles, 12 annotations".
pub(super) fn in_words(gathered: &Gathered) -> String {
    let mut words = count(gathered.imported.articles.len(), "article");
    if gathered.annotations > 0 {
        words = format!("{words}, {}", count(gathered.annotations, "annotation"));
    }
    if !gathered.duplicates.is_empty() {
        words = format!("{words}; {} already there", gathered.duplicates.len());
    }
    words
}
