//! Checks of a whole project, each with a name, and the repairs that are safe.

use super::error::Listed;
use super::folder::{BESIDE, Folder};
use super::journal::read_journal;
use super::layout::{FileKey, texts_of};
use super::load::{Files, load};
use super::load_articles::{Detail, lost_places};
use super::lock::take_lock;
use super::open::{behind, behind_problem};
use super::repair::{Means, make, plan};
use super::replay::replay;
use super::{Check, Problem, Severity, StoreError};
use crate::model::{AnnotatorName, LayerKey, Place, Project, Violation, violations};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the checks found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Everything that was found and is still so, errors first.
    pub problems: Vec<Problem>,
    /// What was found and has been repaired.
    pub repaired: Vec<Problem>,
    /// Where what repairs replaced was copied to, relative to the project's folder.
    pub aside: Option<String>,
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
    examine(&Folder::new(folder)).map(|examined| examined.report)
}

/// As [`check`], and makes the repairs that are safe. Files that are changed or removed are first copied to
/// `journal/aside/N`, which the report names.
///
/// # Errors
/// As [`check`]; where somebody has the project open; where the system refuses.
pub fn repair(folder: &Path) -> Result<Report, StoreError> {
    let folder = Folder::new(folder);
    let Examined { report, files, .. } = examine(&folder)?;
    if !report.problems.iter().any(|problem| problem.repair.is_some()) {
        return Ok(report);
    }
    let annotators = annotators(&folder, &files.project);
    let locks: Result<Vec<_>, String> =
        annotators.iter().map(|by| take_lock(&folder, by, None).map_err(|why| why.words(by))).collect();
    let locks = locks.map_err(StoreError::ReadOnly)?;
    // Again, now that nobody changes anything.
    let Examined { report: before, files, means } = examine(&folder)?;
    let aside = make(&folder, &files, &means, &before.problems)?;
    drop(locks);
    let mut after = examine(&folder)?.report;
    let there: BTreeSet<_> = after.problems.iter().map(|p| (p.check, p.file.clone(), p.place.clone())).collect();
    let is_there = |p: &Problem| there.contains(&(p.check, p.file.clone(), p.place.clone()));
    after.repaired = before.problems.into_iter().filter(|p| p.repair.is_some() && !is_there(p)).collect();
    after.aside = aside;
    Ok(after)
}

/// A project that was looked through.
struct Examined {
    report: Report,
    files: Files,
    means: Means,
}

fn examine(folder: &Folder) -> Result<Examined, StoreError> {
    let mut files = load(folder, Detail::Everything, None)?;
    let mut means = Means::default();
    let behind: Vec<Problem> = behind(folder, None).iter().map(behind_problem).collect();
    means.behind = behind.iter().map(|problem| problem.file.clone()).collect();
    let annotations = files.project.layers.values().map(|layer| layer.annotations.size()).sum();
    for annotator in annotators(folder, &files.project) {
        let mut journal = read_journal(folder, &annotator);
        files.problems.extend(journal.problems.iter().cloned());
        means.rebuilt.extend(replay(folder, &mut files, &mut journal).rebuilt);
    }
    let mut problems = std::mem::take(&mut files.problems);
    problems.extend(behind);
    broken(&files.project, &mut problems);
    orphans(&files.project, &mut problems);
    leftovers(folder, "", 0, &mut problems);
    unused_texts(folder, &files, &mut problems);
    plan(folder, &files, &means, &mut problems);
    problems.sort_by_key(|p| (std::cmp::Reverse(p.severity()), p.file.clone(), p.more, p.place.clone()));
    let articles = files.project.articles.size();
    let report = Report { problems, repaired: Vec::new(), aside: None, articles, annotations };
    Ok(Examined { report, files, means })
}

/// Everybody who has a layer, threads or a journal.
fn annotators(folder: &Folder, project: &Project) -> BTreeSet<AnnotatorName> {
    let journals = folder.list("journal").unwrap_or_default();
    let named = journals.iter().filter_map(|file| file.strip_suffix(".ron").and_then(AnnotatorName::parse));
    named.chain(project.annotators()).collect()
}

fn kind_of(violation: &Violation) -> (Check, String) {
    let layer = |key: &LayerKey| FileKey::Layer(key.clone()).name();
    match violation {
        Violation::UnknownArticle(key) | Violation::OtherText(key) => (Check::StrayFile, layer(key)),
        Violation::BadFragment(key, _) => (Check::BadPlace, layer(key)),
        Violation::UnknownLabel(key, ..) | Violation::UnknownThread(key, ..) => (Check::UnknownTarget, layer(key)),
        Violation::DanglingRelation(key, _) | Violation::SelfRelation(key, _) => (Check::DanglingLink, layer(key)),
        Violation::DanglingThreadRelation(_) => (Check::UnknownTarget, "threads".to_owned()),
        Violation::BadZone(_) => (Check::BadPlace, FileKey::Articles.name()),
    }
}

fn problem_of(violation: &Violation) -> Problem {
    let (check, file) = kind_of(violation);
    let place = match violation {
        Violation::UnknownArticle(_) | Violation::OtherText(_) => String::new(),
        Violation::BadFragment(_, id) | Violation::UnknownLabel(_, id, _) | Violation::UnknownThread(_, id, _) => {
            format!("annotation {id}")
        }
        Violation::DanglingRelation(_, id) | Violation::SelfRelation(_, id) => format!("relation {id}"),
        Violation::DanglingThreadRelation(id) => format!("statement {id}"),
        Violation::BadZone(id) => format!("article {id}"),
    };
    Problem::new(check, file, violation.to_string()).at(place)
}

/// What no edit would have let through.
fn broken(project: &Project, problems: &mut Vec<Problem>) {
    let mut listed: BTreeMap<(String, Check), Listed> = BTreeMap::new();
    for violation in violations(project) {
        let (check, file) = kind_of(&violation);
        let listed = listed.entry((file, check)).or_insert_with_key(|(file, check)| Listed::new(*check, file.as_str()));
        listed.add(problems, || problem_of(&violation));
    }
    for listed in listed.into_values() {
        listed.finish(problems);
    }
}

/// All orphans: those that this reading found, and those of earlier days.
fn orphans(project: &Project, problems: &mut Vec<Problem>) {
    problems.retain(|problem| problem.check != Check::LostPlace);
    for (key, layer) in &project.layers {
        let lost = layer.annotations.values().filter(|a| matches!(a.place, Place::Lost(_))).map(|a| a.id);
        lost_places(&FileKey::Layer(key.clone()).name(), lost, problems);
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
