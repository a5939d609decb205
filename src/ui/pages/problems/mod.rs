//! What was found in the project's files, what was done about it, and what can be done.

mod draw;
#[cfg(test)]
mod tests;
mod words;

use crate::model::{AnnotationId, AnnotatorName, ArticleId, LayerKey, Project};
use crate::session::{Recovery, Session};
use crate::store::{Check, Holder, Problem, Repair};
use crate::ui::View;
use std::collections::BTreeMap;

/// One thing of the list: all that was found about one file by one check.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    /// The file in words, or what happened.
    title: String,
    /// In short.
    short: String,
    /// The file, relative to the project's folder; empty where there is none.
    file: String,
    /// What was found, each with its place; where there is very much, only the first.
    found: Vec<String>,
    /// How much that is in all.
    count: usize,
    /// What was done.
    done: String,
    /// What mending would do.
    repair: Option<Repair>,
    /// Other states of the file, by their places among what was offered.
    offers: Vec<usize>,
    /// True where something could not be read or does not hold.
    is_error: bool,
}

impl Entry {
    fn about(title: impl Into<String>, short: impl Into<String>, found: String, done: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            short: short.into(),
            file: String::new(),
            found: vec![found],
            count: 1,
            done: done.into(),
            repair: None,
            offers: Vec::new(),
            is_error: false,
        }
    }
}

/// What the entries were made from.
type Made = (u64, usize, usize, usize);

/// The page of problems and recovery.
#[derive(Debug, Default)]
pub struct ProblemsPage {
    made: Option<Made>,
    entries: Vec<Entry>,
    chosen: usize,
}

impl ProblemsPage {
    /// Makes the entries anew where there is anything new.
    fn update(&mut self, view: &View<'_>) {
        let recovery = view.session.recovery();
        let revision = view.session.revision();
        let made = (revision, recovery.found.len(), recovery.mended.len(), view.problems.len());
        if self.made != Some(made) {
            self.entries = entries(view.session, view.problems);
            self.chosen = self.chosen.min(self.entries.len().saturating_sub(1));
            self.made = Some(made);
        }
    }
}

/// True where there is anything to see on the page.
pub(crate) fn has_findings(view: &View<'_>) -> bool {
    let recovery = view.session.recovery();
    !(view.problems.is_empty() && recovery.found.is_empty() && recovery.mended.is_empty() && recovery.left.is_none())
}

fn entries(session: &Session, notes: &[String]) -> Vec<Entry> {
    let (recovery, project) = (session.recovery(), session.project());
    let mut entries: Vec<Entry> = recovery.left.iter().map(left_open).collect();
    entries.extend(recovery.mended.iter().map(|problem| mended(problem, recovery, project)));
    entries.extend(found(recovery, project));
    entries.extend(notes.iter().map(|note| {
        Entry::about(
            note,
            "While articles were added",
            note.clone(),
            "What could be read was added; the rest was left out",
        )
    }));
    entries
}

/// What was found, by file and check, errors first.
fn found(recovery: &Recovery, project: &Project) -> Vec<Entry> {
    let mut groups: BTreeMap<(std::cmp::Reverse<crate::store::Severity>, &str, Check), Vec<&Problem>> = BTreeMap::new();
    for problem in &recovery.found {
        let key = (std::cmp::Reverse(problem.severity()), problem.file.as_str(), problem.check);
        groups.entry(key).or_default().push(problem);
    }
    let mut offered = std::collections::BTreeSet::new();
    let entry = |((severity, file, check), problems): ((_, &str, Check), Vec<&Problem>)| Entry {
        title: words::file(file, project),
        short: words::found(check).to_owned(),
        file: file.to_owned(),
        found: problems.iter().map(|problem| one(problem, project)).collect(),
        count: problems.iter().map(|problem| problem.count()).sum(),
        done: words::done(check).to_owned(),
        repair: problems.iter().find_map(|problem| problem.repair),
        // Each once, where a file has several entries.
        offers: recovery
            .offers
            .iter()
            .enumerate()
            .filter(|(at, offer)| offer.file == file && offered.insert(*at))
            .map(|(at, _)| at)
            .collect(),
        is_error: severity == std::cmp::Reverse(crate::store::Severity::Error),
    };
    groups.into_iter().map(entry).collect()
}

/// A problem without its file, which stands above it.
fn one(problem: &Problem, project: &Project) -> String {
    let said = crate::ui::reader::logic::sentence(&problem.message);
    match words_at(problem, project) {
        Some(words) => format!("“{words}”: {}", problem.message),
        None if problem.place.is_empty() => said,
        None => format!("{said} ({})", problem.place),
    }
}

/// Most characters that are shown of an annotation's words.
const MOST_CHARACTERS: usize = 60;

/// The words of the annotation that a problem is about, or that it had.
fn words_at(problem: &Problem, project: &Project) -> Option<String> {
    let id = AnnotationId::parse(problem.place.strip_prefix("annotation ")?)?;
    let (annotator, article) = problem.file.strip_prefix("annotations/")?.strip_suffix(".ron")?.split_once('/')?;
    let (annotator, article) = (AnnotatorName::parse(annotator)?, ArticleId::parse(article)?);
    let annotation = project.annotation(&LayerKey { annotator, article }, id)?;
    let words = annotation.words(project.article(article)?.text());
    let shown: String = words.chars().take(MOST_CHARACTERS).collect();
    Some(if shown.len() < words.len() { format!("{}…", shown.trim_end()) } else { shown })
}

fn mended(problem: &Problem, recovery: &Recovery, project: &Project) -> Entry {
    let how = problem.repair.map(Repair::words).unwrap_or_default();
    let mut done = format!("Mended: {how}");
    if let Some(aside) = &recovery.aside {
        done.push_str(&format!(". What stood there before is in {aside}"));
    }
    let mut entry = Entry::about(words::file(&problem.file, project), "Mended", one(problem, project), done);
    entry.file.clone_from(&problem.file);
    entry
}

fn left_open(holder: &Holder) -> Entry {
    let since = holder.since.map_or_else(String::new, |since| format!("since {}", since.minute()));
    let found =
        format!("It was open {holder} {since}, and ended without closing, as in a crash or when the power goes");
    let done = "Everything that had been shown as saved is here";
    Entry::about("Byline was not closed the last time", "Everything saved is here", found, done)
}
