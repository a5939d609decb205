//! Other states of files that something was found about, to be taken as an edit.

use super::backups::versions;
use super::folder::Folder;
use super::layout::FileKey;
use super::load::Files;
use super::repair::Means;
use super::replay::{Content, read_version};
use super::{Check, Problem};
use crate::edit::Transaction;
use crate::model::{AnnotatorName, Project};
use std::collections::BTreeSet;

/// Another state of a file of the annotator's own, which can be taken instead of the one that is shown: an edit like any
/// other, which undo takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The file, relative to the project's folder.
    pub file: String,
    /// Which state it is.
    pub state: OfferedState,
    key: FileKey,
    content: Content,
}

impl Offer {
    /// The step that makes a project have it; empty where it has it already.
    pub fn step(&self, project: &Project) -> Transaction {
        let what = match &self.state {
            OfferedState::Journal => "bring back what the journal has".to_owned(),
            OfferedState::Backup(hour) => format!("put back the coding of {hour}:00 UTC").replace('T', " "),
            OfferedState::Gone => "leave out what was gone".to_owned(),
        };
        Transaction { what, changes: self.content.changes(project, &self.key), spot: None }
    }
}

/// Which state of a file is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferedState {
    /// As the journal has it, with every edit.
    Journal,
    /// As it was before the first change of an hour, in UTC: `2026-11-21T14`.
    Backup(String),
    /// As it would be without it: the file was gone, and was brought back.
    Gone,
}

/// Most backups of one file that are offered.
const MOST_OFFERS: usize = 8;

/// Other states of the annotator's own files that something was found about.
pub(super) fn offers_of(
    folder: &Folder,
    files: &Files,
    annotator: Option<&AnnotatorName>,
    means: &Means,
    problems: &[Problem],
) -> Vec<Offer> {
    let (mut offers, project) = (Vec::new(), &files.project);
    let named: BTreeSet<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
    for name in named {
        let is_own = |key: &FileKey| annotator.is_some() && key.annotator() == annotator;
        // One that is kept as it is can only be mended.
        let is_kept = |key: &FileKey| files.found.get(key).is_some_and(|found| found.kept.is_some());
        let Some(key) = FileKey::parse(name).filter(|key| is_own(key) && !is_kept(key)) else { continue };
        let mut offer = |state: OfferedState, content: &Content| {
            let (file, key, content) = (name.to_owned(), key.clone(), content.clone());
            let offer = Offer { file, state, key, content };
            if !offer.step(project).is_empty() {
                offers.push(offer);
            }
        };
        let was_gone = problems.iter().any(|problem| problem.file == name && problem.check == Check::BroughtBack);
        match means.rebuilt.get(&key) {
            Some(_) if was_gone => offer(OfferedState::Gone, &Content::nothing(&key)),
            Some(content) => offer(OfferedState::Journal, content),
            None => {}
        }
        for version in versions(folder, name).into_iter().take(MOST_OFFERS) {
            if let Some(content) = read_version(folder, project, &key, &version.file) {
                offer(OfferedState::Backup(version.hour), &content);
            }
        }
    }
    offers
}
