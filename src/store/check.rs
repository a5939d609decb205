//! Checks of a whole project, each with a name, and the repairs that are safe.

use super::folder::{BESIDE, Folder};
use super::journal::read_journal;
use super::layout::{FileKey, journal_name, texts_of};
use super::load::{Files, load};
use super::load_articles::lost_place;
use super::open::{behind, behind_problem, take_lock};
use super::write::render;
use super::{Check, Problem, Severity, StoreError};
use crate::model::{AnnotatorName, Layer, LayerKey, Place, Project, Violation, violations};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// What the checks found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Everything that was found and is still so, errors first.
    pub problems: Vec<Problem>,
    /// What was found and has been repaired.
    pub repaired: Vec<Problem>,
    /// Articles that could be read.
    pub articles: usize,
    /// Annotations that could be read, of all annotators.
    pub annotations: usize,
}

impl Report {
    /// True where something could not be read or does not hold; notices do not count.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity() == Severity::Error)
    }
}

/// Verifies every file, hash, range and link of a project. Writes nothing.
///
/// # Errors
/// Where there is no project, or its `project.ron` is from a later version.
pub fn check(folder: &Path) -> Result<Report, StoreError> {
    examine(&Folder::new(folder)).map(|(report, _)| report)
}

/// As [`check`], and makes the repairs that are safe; a file that is changed is first copied to `NAME.before-repair`.
///
/// # Errors
/// As [`check`]; where somebody has the project open; where the system refuses.
pub fn repair(folder: &Path) -> Result<Report, StoreError> {
    let folder = Folder::new(folder);
    let (before, files) = examine(&folder)?;
    if !before.problems.iter().any(|problem| problem.check.repair().is_some()) {
        return Ok(before);
    }
    let annotators = annotators(&folder, &files.project);
    let locks: Result<Vec<_>, String> = annotators.iter().map(|annotator| take_lock(&folder, annotator)).collect();
    let locks = locks.map_err(StoreError::ReadOnly)?;
    // Rewriting a file whose last edits are still in a journal would put those edits aside.
    let behind: BTreeSet<String> =
        before.problems.iter().filter(|p| p.check == Check::Behind).map(|p| p.file.clone()).collect();
    let mut done: BTreeSet<(String, &str)> = BTreeSet::new();
    for problem in &before.problems {
        let Some(repair) = problem.check.repair() else { continue };
        if done.insert((problem.file.clone(), repair)) {
            repair_one(&folder, &files, problem, &behind)?;
        }
    }
    drop(locks);
    let (mut after, _) = examine(&folder)?;
    after.repaired = before.problems.into_iter().filter(|problem| !after.problems.contains(problem)).collect();
    Ok(after)
}

fn examine(folder: &Folder) -> Result<(Report, Files), StoreError> {
    let mut files = load(folder, None)?;
    let mut problems = std::mem::take(&mut files.problems);
    problems.extend(behind(folder, None).iter().map(behind_problem));
    for annotator in annotators(folder, &files.project) {
        problems.extend(read_journal(folder, &annotator).problems);
    }
    problems.extend(violations(&files.project).into_iter().map(|violation| problem_of(&violation)));
    lost_places(&files.project, &mut problems);
    leftovers(folder, "", 0, &mut problems);
    unused_texts(folder, &files, &mut problems);
    problems.sort_by_key(|p| (std::cmp::Reverse(p.severity()), p.file.clone(), p.place.clone()));
    let report = Report {
        problems,
        repaired: Vec::new(),
        articles: files.project.articles.size(),
        annotations: files.project.layers.values().map(|layer| layer.annotations.size()).sum(),
    };
    Ok((report, files))
}

/// Everybody who has a layer, threads or a journal.
fn annotators(folder: &Folder, project: &Project) -> BTreeSet<AnnotatorName> {
    let journals = folder.list("journal").unwrap_or_default();
    let named = journals.iter().filter_map(|file| file.strip_suffix(".ron").and_then(AnnotatorName::parse));
    named.chain(project.annotators()).collect()
}

fn problem_of(violation: &Violation) -> Problem {
    let layer = |key: &LayerKey| FileKey::Layer(key.clone()).name();
    let (check, file, place) = match violation {
        Violation::UnknownArticle(key) | Violation::OtherText(key) => (Check::StrayFile, layer(key), String::new()),
        Violation::BadFragment(key, id) => (Check::BadPlace, layer(key), format!("annotation {id}")),
        Violation::UnknownLabel(key, id, _) | Violation::UnknownThread(key, id, _) => {
            (Check::UnknownTarget, layer(key), format!("annotation {id}"))
        }
        Violation::DanglingRelation(key, id) | Violation::SelfRelation(key, id) => {
            (Check::DanglingLink, layer(key), format!("relation {id}"))
        }
        Violation::DanglingThreadRelation(id) => {
            (Check::UnknownTarget, "threads".to_owned(), format!("statement {id}"))
        }
        Violation::BadZone(id) => (Check::BadPlace, FileKey::Articles.name(), format!("article {id}")),
    };
    Problem::new(check, file, violation.to_string()).at(place)
}

/// Orphans of earlier days; those that this reading found are among the problems already.
fn lost_places(project: &Project, problems: &mut Vec<Problem>) {
    let lost = |problem: &&Problem| problem.check == Check::LostPlace;
    let known: BTreeSet<(String, String)> =
        problems.iter().filter(lost).map(|p| (p.file.clone(), p.place.clone())).collect();
    for (key, layer) in &project.layers {
        for annotation in layer.annotations.values().filter(|a| matches!(a.place, Place::Lost(_))) {
            let problem = lost_place(&FileKey::Layer(key.clone()).name(), annotation.id);
            if !known.contains(&(problem.file.clone(), problem.place.clone())) {
                problems.push(problem);
            }
        }
    }
}

fn leftovers(folder: &Folder, at: &str, depth: usize, problems: &mut Vec<Problem>) {
    for entry in folder.list(at).unwrap_or_default() {
        let name = if at.is_empty() { entry.clone() } else { format!("{at}/{entry}") };
        let Ok(path) = folder.path(&name) else { continue };
        if entry.ends_with(BESIDE) && path.is_file() {
            let message = "was left behind by a write that was cut off, and can be removed";
            problems.push(Problem::new(Check::Leftover, name, message));
        } else if depth < 2 && !entry.starts_with('.') && path.is_dir() {
            leftovers(folder, &name, depth + 1, problems);
        }
    }
}

fn unused_texts(folder: &Folder, files: &Files, problems: &mut Vec<Problem>) {
    if files.hidden_articles {
        return;
    }
    let articles = files.project.articles.values();
    let named: BTreeSet<&str> = articles.flat_map(|a| texts_of(a)).map(|revision| revision.file.as_str()).collect();
    for file in folder.list("articles").unwrap_or_default() {
        let name = format!("articles/{file}");
        let is_text = Path::new(&file).extension().is_some_and(|e| e == "txt");
        if is_text && !named.contains(name.as_str()) {
            let message = "no article names this text; it is kept, since undo may want it";
            problems.push(Problem::new(Check::UnusedText, name, message));
        }
    }
}

fn repair_one(folder: &Folder, files: &Files, problem: &Problem, behind: &BTreeSet<String>) -> Result<(), StoreError> {
    match problem.check {
        Check::Leftover => folder.remove(&problem.file),
        Check::TornLine => {
            let name = problem.file.strip_prefix("journal/").and_then(|n| n.strip_suffix(".ron"));
            let Some(annotator) = name.and_then(AnnotatorName::parse) else { return Ok(()) };
            let whole = read_journal(folder, &annotator).whole as usize;
            let bytes = folder.read(&problem.file)?.unwrap_or_default();
            put_aside(folder, &problem.file)?;
            folder.replace(&problem.file, bytes.get(..whole).unwrap_or(&bytes))
        }
        Check::ChangedText if !files.hidden_articles => rewrite(folder, files, &files.project, &FileKey::Articles),
        Check::MovedPlace | Check::DanglingLink => match FileKey::parse(&problem.file) {
            Some(FileKey::Layer(key)) if !behind.contains(&journal_name(&key.annotator)) => {
                let Some(layer) = files.project.layer(&key) else { return Ok(()) };
                let mut project = files.project.clone();
                project.layers.insert_mut(key.clone(), Arc::new(without_dangling(layer)));
                rewrite(folder, files, &project, &FileKey::Layer(key))
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

fn without_dangling(layer: &Layer) -> Layer {
    let mut layer = layer.clone();
    let dangling: Vec<_> = layer
        .relations
        .values()
        .filter(|r| r.from == r.to || ![r.from, r.to].iter().all(|end| layer.annotations.contains_key(end)))
        .map(|r| r.id)
        .collect();
    for id in dangling {
        layer.relations.remove_mut(&id);
    }
    layer
}

/// Writes a file anew from what was read; one that is not wholly understood is left as it is.
fn rewrite(folder: &Folder, files: &Files, project: &Project, key: &FileKey) -> Result<(), StoreError> {
    if files.found.get(key).is_none_or(|found| found.kept.is_some()) {
        return Ok(());
    }
    let Some(text) = render(project, key, &files.texts)? else { return Ok(()) };
    put_aside(folder, &key.name())?;
    folder.replace(&key.name(), text.as_bytes())
}

fn put_aside(folder: &Folder, name: &str) -> Result<(), StoreError> {
    match folder.read(name)? {
        Some(bytes) => folder.replace(&format!("{name}.before-repair"), &bytes),
        None => Ok(()),
    }
}
