//! Making and opening a project's folder.

use super::folder::Folder;
use super::follow::{Follower, Marks};
use super::journal::{Journal, JournalWriter, read_journal};
use super::layout::{FileKey, journal_name};
use super::load::{Files, Glance, Onlooker, load};
use super::load_articles::Detail;
use super::lock::{Holder, Lock, lock_name, take_lock};
use super::offers::{Offer, offers_of};
use super::project_store::{Parts, ProjectStore};
use super::repair::{Means, plan};
use super::replay::{Replayed, replay};
use super::{Check, Problem, StoreError};
use crate::edit::History;
use crate::model::{AnnotatorName, ArticleId, Project, SuggestionSet};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// How often a project is read again because somebody saves at the same time.
const MOST_TRIES: usize = 8;

/// What a project is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access<'a> {
    /// To edit: takes the annotator's lock.
    Edit,
    /// To edit, in the place of somebody on another machine who gave no sign of life for a long time.
    TakeOver(&'a Holder),
    /// To look: writes nothing at all.
    ReadOnly,
}

/// An opened project.
#[derive(Debug)]
pub struct Loaded {
    /// The project, as it was last saved.
    pub project: Project,
    /// What could not be read, or does not hold, or is worth knowing.
    pub problems: Vec<Problem>,
    /// What the annotator can undo and redo.
    pub history: History,
    /// The folder, for saving.
    pub store: ProjectStore,
    /// What others put into the folder from now on.
    pub follower: Follower,
    /// Who has the project open for this annotator, so that it is open for reading only here.
    pub holder: Option<Holder>,
    /// Who had it open before, and ended without closing it, as in a crash.
    pub left: Option<Holder>,
    /// Other states of files that something was found about.
    pub offers: Vec<Offer>,
}

/// Opens a project. One file that can't be read never closes the others: it is in the list of problems. Without an
/// annotator, and where her lock is taken or the folder can't be written, the project is open for reading, and
/// [`ProjectStore::read_only`] says why. Nothing but the lock is written before the first edit.
///
/// # Errors
/// Where there is no project, or its `project.ron` is from a later version.
pub fn open(folder: &Path, annotator: Option<&AnnotatorName>, access: Access<'_>) -> Result<Loaded, StoreError> {
    open_for(folder, annotator, access, (To::Edit, None))
}

/// Opens a project as [`open`] does, and shows a [`Glance`] of it on the way, before the layers are read:
/// with the coding of the article that `choose` chooses. What the journals hold beyond the files is not in it.
///
/// # Errors
/// As [`open`]; there may have been a glance by then.
pub fn open_shown(
    folder: &Path,
    annotator: &AnnotatorName,
    access: Access<'_>,
    choose: &dyn Fn(&Project) -> Option<ArticleId>,
    show: &dyn Fn(Glance),
) -> Result<Loaded, StoreError> {
    open_for(folder, Some(annotator), access, (To::Edit, Some(&Onlooker { choose, show })))
}

/// A project opened to suggest for its articles: not everything is in memory, so nothing else can be saved.
#[derive(Debug)]
pub struct ToSuggest {
    /// Articles, texts, codebook and threads; the annotator's layers; of other layers what is linked to threads; of
    /// suggestions what they were made of and by.
    pub project: Project,
    /// What could not be read, or does not hold, or is worth knowing.
    pub problems: Vec<Problem>,
    store: ProjectStore,
}

impl ToSuggest {
    /// Opens a project with the annotator's lock.
    ///
    /// # Errors
    /// As [`open`].
    pub fn open(folder: &Path, annotator: &AnnotatorName) -> Result<Self, StoreError> {
        let Loaded { project, problems, store, .. } =
            open_for(folder, Some(annotator), Access::Edit, (To::Suggest, None))?;
        Ok(Self { project, problems, store })
    }

    /// Why nothing can be written, if so.
    pub fn read_only(&self) -> Option<&str> {
        self.store.read_only()
    }

    /// Writes suggestions for several articles, with one flush.
    ///
    /// # Errors
    /// As [`ProjectStore::write_many_suggestions`].
    pub fn write(&self, sets: &[SuggestionSet]) -> Result<(), StoreError> {
        self.store.write_many_suggestions(&self.project, sets)
    }
}

/// What a project is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Edit,
    Suggest,
}

fn open_for(
    folder: &Path,
    annotator: Option<&AnnotatorName>,
    access: Access<'_>,
    (to, onlooker): (To, Option<&Onlooker<'_>>),
) -> Result<Loaded, StoreError> {
    let folder = Folder::new(folder);
    let marks = Marks::of(&folder);
    let (mut lock, mut read_only, mut holder) = (None, None, None);
    let silent = if let Access::TakeOver(silent) = access { Some(silent) } else { None };
    match (access, annotator) {
        (Access::ReadOnly, _) => read_only = Some("it was opened that way".to_owned()),
        (_, None) => read_only = Some("nobody is named as the annotator".into()),
        (_, Some(annotator)) if is_project(&folder) => match take_lock(&folder, annotator, silent) {
            Ok(taken) => lock = Some(taken),
            Err(why) => {
                read_only = Some(why.words(annotator));
                holder = why.holder();
            }
        },
        _ => {}
    }
    let Together { mut files, common, journal, mut replayed } = read_together(&folder, annotator, (to, onlooker))?;
    if let (Some(annotator), Some(why), true) = (annotator, &read_only, access != Access::ReadOnly) {
        files.problems.push(Problem::new(Check::Locked, lock_name(annotator), why.clone()));
    }
    read_only = read_only.or_else(|| journal.closed.clone()).or_else(|| replayed.closed.take());
    let mut offers = Vec::new();
    let history = std::mem::take(&mut replayed.history);
    let mut problems = std::mem::take(&mut files.problems);
    if !problems.is_empty() {
        let behind = behind(&folder, None).iter().map(journal_name).collect();
        let means = Means { rebuilt: std::mem::take(&mut replayed.rebuilt), behind };
        plan(&folder, &files, &means, &mut problems);
        offers = offers_of(&folder, &files, annotator, &means, &problems);
    }
    let left = lock.as_mut().and_then(|lock| lock.left.take());
    let own = annotator.filter(|_| read_only.is_none()).cloned();
    let root = folder.root().to_owned();
    let store = store_of(folder, annotator, read_only, &journal, replayed, common, &mut files, lock)?;
    let follower = Follower::new(&root, own, &files.project, marks, store.between().clone());
    Ok(Loaded { project: files.project, problems, history, store, follower, holder, left, offers })
}

/// Files and journals of one moment.
struct Together {
    files: Files,
    /// The project as the files have it.
    common: Project,
    journal: Journal,
    replayed: Replayed,
}

/// Reads files and journals. Where somebody saved in between, the two do not belong together and are read again.
fn read_together(
    folder: &Folder,
    annotator: Option<&AnnotatorName>,
    (to, onlooker): (To, Option<&Onlooker<'_>>),
) -> Result<Together, StoreError> {
    let mut tries = 0;
    loop {
        tries += 1;
        let before = journal_sizes(folder);
        // What a journal is ahead of is needed whole.
        let whole = if to == To::Suggest {
            behind(folder, None).into_iter().chain(annotator.cloned()).collect()
        } else {
            BTreeSet::new()
        };
        let detail = if to == To::Suggest { Detail::ToSuggest(&whole) } else { Detail::Everything };
        // One glance is enough.
        let mut files = load(folder, detail, onlooker.filter(|_| tries == 1))?;
        let common = files.project.clone();
        read_others(folder, annotator, &mut files);
        let mut journal = annotator.map(|annotator| read_journal(folder, annotator)).unwrap_or_default();
        files.problems.extend(journal.problems.iter().cloned());
        if tries >= MOST_TRIES || journal_sizes(folder) == before {
            let replayed = replay(folder, &mut files, &mut journal);
            return Ok(Together { files, common, journal, replayed });
        }
    }
}

/// The journals with their lengths in bytes: they grow with every step that is saved, and only then.
fn journal_sizes(folder: &Folder) -> Vec<(String, u64)> {
    let size =
        |name: &String| folder.path(name).ok().and_then(|path| fs::metadata(path).ok()).map_or(0, |meta| meta.len());
    let journals = folder.list("journal").unwrap_or_default().into_iter().map(|name| format!("journal/{name}"));
    journals.map(|name| (name.clone(), size(&name))).collect()
}

#[expect(clippy::too_many_arguments, reason = "everything that opening found, used once")]
fn store_of(
    folder: Folder,
    annotator: Option<&AnnotatorName>,
    read_only: Option<String>,
    journal: &Journal,
    replayed: Replayed,
    common: Project,
    files: &mut Files,
    lock: Option<Lock>,
) -> Result<ProjectStore, StoreError> {
    let writer = match annotator.filter(|_| read_only.is_none()) {
        Some(annotator) => Some(JournalWriter::new(&folder, annotator, journal)?),
        None => None,
    };
    let merged = files.hidden_articles.then_some(FileKey::Articles).into_iter().collect();
    Ok(ProjectStore::new(Parts {
        folder,
        read_only,
        journal: writer,
        found: std::mem::take(&mut files.found),
        replayed,
        common,
        merged,
        texts: std::mem::take(&mut files.texts),
        lock,
    }))
}

fn is_project(folder: &Folder) -> bool {
    ["project.ron", "articles.ron"].iter().any(|name| folder.root().join(name).exists())
}

/// Annotators other than this one whose journals are ahead of their files, as after a kill.
pub(super) fn behind(folder: &Folder, annotator: Option<&AnnotatorName>) -> Vec<AnnotatorName> {
    let is_ahead = |other: &AnnotatorName| {
        let bytes = folder.read(&journal_name(other)).ok().flatten().unwrap_or_default();
        let last = bytes
            .split(|b| *b == b'\n')
            .rfind(|line| !line.is_empty() && !line.starts_with(b"Mark"))
            .unwrap_or_default();
        !last.is_empty() && !last.starts_with(b"Checkpoint") && !last.starts_with(b"Journal")
    };
    let names = folder.list("journal").unwrap_or_default();
    let others = names.iter().filter_map(|file| AnnotatorName::parse(file.strip_suffix(".ron")?));
    others.filter(|other| annotator != Some(other) && is_ahead(other)).collect()
}

/// What other people saved and their files do not have yet is read from their journals, so that nobody misses it; the
/// files follow when they open the project.
fn read_others(folder: &Folder, annotator: Option<&AnnotatorName>, files: &mut Files) {
    for other in behind(folder, annotator) {
        let mut journal = read_journal(folder, &other);
        files.problems.extend(journal.problems.iter().cloned());
        replay(folder, files, &mut journal);
        files.problems.push(behind_problem(&other));
    }
}

/// The notice about a journal that is ahead.
pub(super) fn behind_problem(other: &AnnotatorName) -> Problem {
    let message = format!(
        "{other}'s last edits are in the journal and not in the files yet; the files follow when {other} opens the project"
    );
    Problem::new(Check::Behind, journal_name(other), message)
}
