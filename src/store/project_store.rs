//! An open project's folder: appending to the journal, and bringing the files up to it.

mod writing;

use super::StoreError;
use super::backups;
use super::edit_line::{check_text_name, edit_record};
use super::folder::Folder;
use super::follow::Between;
use super::journal::JournalWriter;
use super::layout::{FileKey, suggestions_name, texts_of};
use super::load::Found;
use super::lock::{Lock, Tenure};
use super::prepare::{Preparation, Prepared};
use super::records::{CheckpointRecord, Line, MarkRecord, StepRecord, Texts};
use super::replay::Replayed;
use super::write::{is_held, render_suggestions};
use crate::edit::{Change, Transaction};
use crate::model::{ArticleId, Project, SuggestionSet, Timestamp};
use crate::text::Text;
use std::collections::{BTreeMap, BTreeSet};

/// Files that were written, each with the hash of what it holds; where one failed, those before it, and why.
type Written = Result<Vec<(FileKey, String)>, (Vec<(FileKey, String)>, StoreError)>;

/// What was done, as the journal notes it.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// A transaction was made.
    Do(&'a Transaction),
    /// The last transaction of the history was taken back; it is given as it was made.
    Undo(&'a Transaction),
    /// The last undone transaction was made again; it is given as it was made.
    Redo(&'a Transaction),
}

/// What a checkpoint found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Merged {
    /// Nobody else had changed anything.
    #[default]
    Nothing,
    /// `project.ron` or `articles.ron` hold others' changes too, which the project in memory does not have: open the
    /// project again to see them.
    Others,
}

/// Files that are kept as they are, because this version does not understand all of them, and why.
#[derive(Clone, Debug, Default)]
pub struct KeptFiles(BTreeMap<FileKey, String>);

impl KeptFiles {
    /// Whether a transaction would change one of them.
    ///
    /// # Errors
    /// [`StoreError::KeptFile`] for the first one.
    pub fn check(&self, transaction: &Transaction) -> Result<(), StoreError> {
        let touched = FileKey::of_all(transaction);
        let kept = touched.iter().find_map(|key| Some((key, self.0.get(key)?)));
        kept.map_or(Ok(()), |(key, why)| Err(StoreError::KeptFile { why: why.clone(), file: key.name() }))
    }
}

/// An open project's folder.
#[derive(Debug)]
pub struct ProjectStore {
    folder: Folder,
    /// Why nothing can be saved, where that is so.
    read_only: Option<String>,
    journal: Option<JournalWriter>,
    found: BTreeMap<FileKey, Found>,
    dirty: BTreeSet<FileKey>,
    named: BTreeSet<FileKey>,
    changed: BTreeSet<FileKey>,
    done: Vec<u64>,
    undone: Vec<u64>,
    next: u64,
    /// The project as its shared files had it when they and we last agreed.
    common: Project,
    /// Shared files that hold more than the project does: they are merged at every writing.
    merged: BTreeSet<FileKey>,
    texts: Texts,
    /// Held as long as the project is open for editing.
    lock: Option<Lock>,
    /// Files of one's own that were found changed from outside, until they are written.
    outside: BTreeSet<FileKey>,
    /// What the one who looks at others' work is told.
    between: Between,
}

/// What [`ProjectStore::new`] is made of.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) folder: Folder,
    pub(super) read_only: Option<String>,
    pub(super) journal: Option<JournalWriter>,
    pub(super) found: BTreeMap<FileKey, Found>,
    pub(super) replayed: Replayed,
    pub(super) common: Project,
    pub(super) merged: BTreeSet<FileKey>,
    pub(super) texts: Texts,
    pub(super) lock: Option<Lock>,
}

impl ProjectStore {
    pub(super) fn new(parts: Parts) -> Self {
        let Replayed { done, undone, next, named, changed, dirty, .. } = parts.replayed;
        let between = Between::default();
        for (key, found) in parts.found.iter().filter(|(key, _)| key.is_shared()) {
            between.know(key, &found.hash);
        }
        Self {
            folder: parts.folder,
            read_only: parts.read_only,
            journal: parts.journal,
            found: parts.found,
            dirty,
            named,
            changed: changed.clone(),
            done,
            undone,
            next,
            common: parts.common,
            merged: parts.merged,
            texts: parts.texts,
            lock: parts.lock,
            outside: changed,
            between,
        }
    }

    /// The project's folder.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.root()
    }

    /// Why nothing can be saved; `None` where the project is open for editing.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// True where files are behind the journal: a checkpoint has something to do.
    pub fn needs_checkpoint(&self) -> bool {
        !self.dirty.is_empty()
    }

    /// Saves a step: new texts first, then one line of the journal, flushed. `after` is the project with the step done.
    /// The files of records follow at the next [`Self::checkpoint`].
    ///
    /// # Errors
    /// Where the project is open for reading, a file it touches is kept as it is, or the system refuses. Then nothing
    /// is saved, and the caller must not take the step either.
    pub fn append(&mut self, step: Step<'_>, when: Timestamp, after: &Project) -> Result<(), StoreError> {
        self.is_ours(when)?;
        let (Step::Do(transaction) | Step::Undo(transaction) | Step::Redo(transaction)) = step;
        let touched = FileKey::of_all(transaction);
        self.refuse_kept(&touched)?;
        let mut naming: BTreeSet<FileKey> = touched.difference(&self.named).cloned().collect();
        naming.extend(self.changed.iter().cloned());
        let base = naming.iter().map(|key| (key.name(), self.hash(key))).collect();
        let when = when.to_string();
        let line = match step {
            Step::Do(transaction) => {
                self.write_texts(transaction)?;
                Line::Edit(Box::new(edit_record(self.next, when, base, transaction, after, &self.texts)?))
            }
            Step::Undo(_) => {
                Line::Undo(StepRecord { n: top(&self.done, "undo")?, when, base, ..StepRecord::default() })
            }
            Step::Redo(_) => {
                Line::Redo(StepRecord { n: top(&self.undone, "redo")?, when, base, ..StepRecord::default() })
            }
        };
        self.journal()?.append(line)?;
        match step {
            Step::Do(_) => {
                self.done.push(self.next);
                self.undone.clear();
                self.next += 1;
            }
            Step::Undo(_) => self.undone.extend(self.done.pop()),
            Step::Redo(_) => self.done.extend(self.undone.pop()),
        }
        self.named.extend(naming);
        self.changed.clear();
        self.dirty.extend(touched);
        Ok(())
    }

    /// Notes a point in the journal under a name, to go back to.
    ///
    /// # Errors
    /// Where the project is open for reading or the system refuses.
    pub fn mark(&mut self, name: &str, when: Timestamp) -> Result<(), StoreError> {
        self.is_ours(when)?;
        let record = MarkRecord { name: name.to_owned(), when: when.to_string(), ..MarkRecord::default() };
        self.journal()?.append(Line::Mark(record))
    }

    /// Writes every file that is behind, whole, and notes their hashes in the journal.
    ///
    /// # Errors
    /// Where the system refuses or a file is kept as it is. What could be written is written; the rest stays in the
    /// journal and is tried again at the next checkpoint.
    pub fn checkpoint(&mut self, project: &Project, when: Timestamp) -> Result<Merged, StoreError> {
        self.checkpoint_with(project, when, None)
    }

    /// What takes long of a checkpoint and can be done while edits go on; `None` where there is nothing of the kind.
    pub fn preparation(&self, project: &Project) -> Option<Preparation> {
        let is_writable = self.read_only.is_none();
        let layers = self
            .dirty
            .iter()
            .filter_map(FileKey::layer)
            .map(|key| (key.clone(), self.hash(&FileKey::Layer(key.clone()))));
        Preparation::new(&self.folder, project, layers.filter(|_| is_writable).collect(), &self.texts)
    }

    /// As [`Self::checkpoint`], with what was prepared for it.
    ///
    /// # Errors
    /// As [`Self::checkpoint`].
    pub fn checkpoint_with(
        &mut self,
        project: &Project,
        when: Timestamp,
        prepared: Option<&Prepared>,
    ) -> Result<Merged, StoreError> {
        if self.dirty.is_empty() {
            return Ok(Merged::Nothing);
        }
        self.is_ours(when)?;
        let own_keys: Vec<FileKey> = self.dirty.iter().filter(|key| !key.is_shared()).cloned().collect();
        self.set_others_aside(&own_keys)?;
        backups::keep(&self.folder, self.dirty.iter().map(FileKey::name), when);
        // A layer's file is there only as long as its article is: it goes before the article, and comes after it.
        let (shared, own): (Vec<_>, Vec<_>) = self.dirty.iter().cloned().partition(FileKey::is_shared);
        let (held, gone): (Vec<_>, Vec<_>) = own.into_iter().partition(|key| is_held(project, key));
        let mut failed = None;
        let mut merged = Merged::Nothing;
        let mut take = |result: Written| {
            result.unwrap_or_else(|(written, error)| {
                failed = failed.take().or(Some(error));
                written
            })
        };
        let mut written = take(self.write_own(project, gone, None));
        for key in shared {
            match self.write_shared(project, &key) {
                Ok((hash, state)) => {
                    written.push((key, hash));
                    if state == Merged::Others {
                        merged = Merged::Others;
                    }
                }
                Err(error) => drop(take(Err((Vec::new(), error)))),
            }
        }
        let common = &self.common.articles;
        let has_article = |key: &FileKey| key.layer().is_none_or(|key| common.contains_key(&key.article));
        let held = held.into_iter().filter(has_article).collect();
        written.extend(take(self.write_own(project, held, prepared)));
        if !written.is_empty() {
            let files = written.iter().map(|(key, hash)| (key.name(), hash.clone())).collect();
            let record = CheckpointRecord { when: when.to_string(), files, ..CheckpointRecord::default() };
            self.journal()?.append(Line::Checkpoint(record))?;
        }
        for (key, hash) in written {
            self.dirty.remove(&key);
            self.named.insert(key.clone());
            self.changed.remove(&key);
            self.found.insert(key, Found { hash, kept: None });
        }
        if failed.is_none() && self.dirty.is_empty() {
            // Where it fails everything is as it was, and saved.
            drop(self.compact(&when.to_string()));
        }
        failed.map_or(Ok(merged), Err)
    }

    /// Makes a journal shorter that has grown, now that all files are as it says.
    fn compact(&mut self, when: &str) -> Result<(), StoreError> {
        let Some(journal) = &mut self.journal else { return Ok(()) };
        let (named, changed, found) = (&self.named, &self.changed, &self.found);
        let hash = |key: &FileKey| found.get(key).map(|found| found.hash.clone()).unwrap_or_default();
        let files = || named.difference(changed).map(|key| (key.name(), hash(key))).collect();
        journal.compact(&self.folder, when, files)
    }

    /// Writes the suggestions for an article, or takes their file away; they are derived, and not part of the journal.
    ///
    /// # Errors
    /// Where the project is open for reading or the system refuses.
    pub fn write_suggestions(
        &self,
        project: &Project,
        article: ArticleId,
        set: Option<&SuggestionSet>,
    ) -> Result<(), StoreError> {
        if let Some(why) = &self.read_only {
            return Err(StoreError::ReadOnly(why.clone()));
        }
        let name = suggestions_name(article);
        match set.and_then(|set| render_suggestions(project, set)) {
            Some(text) => self.folder.replace(&name, text.as_bytes()),
            None => self.folder.remove(&name),
        }
    }

    /// Writes the suggestions for many articles with one flush; those about another text are left out.
    ///
    /// # Errors
    /// As [`Self::write_suggestions`]; then none of them is there.
    pub fn write_many_suggestions(&self, project: &Project, sets: &[SuggestionSet]) -> Result<(), StoreError> {
        self.writable()?;
        let files =
            sets.iter().filter_map(|set| Some((suggestions_name(set.article), render_suggestions(project, set)?)));
        let files: Vec<(String, String)> = files.collect();
        let files: Vec<(String, &[u8])> = files.iter().map(|(name, text)| (name.clone(), text.as_bytes())).collect();
        if files.is_empty() { Ok(()) } else { self.folder.replace_all(&files) }
    }

    pub(super) fn between(&self) -> &Between {
        &self.between
    }

    /// For whoever looks from another thread whether the project is open for editing still; `None` where it is not.
    pub fn tenure(&self) -> Option<Tenure> {
        self.lock.as_ref().map(Lock::tenure)
    }

    /// Whether this may write: it was opened for editing, and nobody has taken over since.
    fn is_ours(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.writable()?;
        self.lock.as_mut().map_or(Ok(()), |lock| lock.is_ours(now))
    }

    fn writable(&self) -> Result<(), StoreError> {
        self.read_only.as_ref().map_or(Ok(()), |why| Err(StoreError::ReadOnly(why.clone())))
    }

    fn journal(&mut self) -> Result<&mut JournalWriter, StoreError> {
        self.journal.as_mut().ok_or_else(|| StoreError::ReadOnly("nobody is named as the annotator".into()))
    }

    fn hash(&self, key: &FileKey) -> String {
        self.found.get(key).map(|found| found.hash.clone()).unwrap_or_default()
    }

    /// Files that are kept as they are, so that an edit of them can be refused before it is made.
    pub fn kept_files(&self) -> KeptFiles {
        let kept = self.found.iter().filter_map(|(key, found)| Some((key.clone(), found.kept.clone()?)));
        KeptFiles(kept.collect())
    }

    fn refuse_kept(&self, keys: &BTreeSet<FileKey>) -> Result<(), StoreError> {
        let kept = keys.iter().find_map(|key| Some((key, self.found.get(key)?.kept.as_ref()?)));
        kept.map_or(Ok(()), |(key, why)| Err(StoreError::KeptFile { why: why.clone(), file: key.name() }))
    }

    /// Writes texts that a transaction brings, all with one flush. A text is never replaced by another one.
    fn write_texts(&mut self, transaction: &Transaction) -> Result<(), StoreError> {
        let mut new: Vec<(String, Text)> = Vec::new();
        for change in &transaction.changes {
            let Change::Article(_, swap) = change else { continue };
            let known: BTreeSet<&str> = swap.before.iter().flat_map(|a| texts_of(a)).map(|r| r.file.as_str()).collect();
            for revision in swap.after.iter().flat_map(|a| texts_of(a)).filter(|r| !known.contains(r.file.as_str())) {
                check_text_name(&revision.file)?;
                match self.folder.read(&revision.file)? {
                    Some(bytes) if bytes == revision.text.as_str().as_bytes() => {}
                    Some(_) => {
                        let message = format!("another text is in {:?} already", revision.file);
                        return Err(StoreError::Unwritable(message));
                    }
                    None => new.push((revision.file.clone(), revision.text.clone())),
                }
            }
        }
        let files: Vec<_> = new.iter().map(|(name, text)| (name.clone(), text.as_str().as_bytes())).collect();
        if !files.is_empty() {
            self.folder.replace_all(&files)?;
        }
        for change in &transaction.changes {
            if let Change::Article(_, swap) = change {
                let articles = swap.before.iter().chain(&swap.after);
                articles.flat_map(|a| texts_of(a)).for_each(|revision| self.texts.add(&revision.text));
            }
        }
        Ok(())
    }
}

fn top(stack: &[u64], what: &str) -> Result<u64, StoreError> {
    stack.last().copied().ok_or_else(|| StoreError::OutOfStep(format!("there is nothing to {what} in the journal")))
}
