//! The open project and its history.

use super::indexes::Indexes;
use super::neighbours::Neighbours;
use super::recovery::Recovery;
use super::suggested::Suggested;
use super::taken::OnTheWay;
use super::writer::{Done, Report, Writer};
use super::{EditRequest, SaveStatus, Wake, clock};
use crate::edit::plan::{self, Imported};
use crate::edit::{Change, Conflict, Followed, History, PlanContext, PlanError, Spot, Transaction};
use crate::model::{AnnotationId, AnnotatorName, ArticleId, IdMaker, LayerIndex, LayerKey, Project};
use crate::review::Progress;
use crate::store::{self, Access, StoreError};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Most steps that [`Session::changes_since`] reaches back.
const MOST_RECENT: usize = 64;

/// Why an edit was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The plan refused.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A record was changed by somebody else.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The project is open for reading only.
    #[error("this project is open for reading only: {0}")]
    ReadOnly(String),
    /// The project is still being read.
    #[error("the project is still being read; edit it in a moment")]
    Opening,
    /// A file that would change is kept as it is.
    #[error("{0}")]
    Kept(String),
}

/// One open project: the only place that changes it.
#[derive(Debug)]
pub struct Session {
    pub(super) project: Project,
    pub(super) revision: u64,
    /// The last steps, the newest last: one for each revision.
    pub(super) recent: VecDeque<Arc<Transaction>>,
    history: History,
    pub(super) annotator: AnnotatorName,
    ids: IdMaker,
    folder: Option<PathBuf>,
    pub(super) writer: Option<Writer>,
    pub(super) neighbours: Option<Neighbours>,
    pub(super) recovery: Recovery,
    pub(super) status: SaveStatus,
    /// Why edits can't be saved, and why the files can't follow the journal.
    failed: Option<String>,
    behind: Option<String>,
    /// Edits sent to the writer, and those it has reported as saved.
    sent: u64,
    saved: u64,
    pub(super) on_the_way: OnTheWay,
    /// Others have changed what everybody shares since the project was opened.
    pub(super) others_changed: bool,
    kept: store::KeptFiles,
    pub(super) indexes: Indexes,
    /// Others' layers on texts that were corrected.
    followed: Followed,
    /// What is derived from suggestions.
    pub(super) suggested: Suggested,
}

/// A project just opened.
#[derive(Debug)]
pub struct Opened {
    /// The session over it.
    pub session: Session,
    /// What was found on the way, as sentences.
    pub problems: Vec<String>,
}

impl Session {
    /// A session over a project that is on no disk.
    pub fn in_memory(project: Project, annotator: AnnotatorName, ids: IdMaker) -> Self {
        Self {
            project,
            revision: 0,
            recent: VecDeque::new(),
            history: History::default(),
            annotator,
            ids,
            folder: None,
            writer: None,
            neighbours: None,
            recovery: Recovery::default(),
            status: SaveStatus::Saved,
            failed: None,
            behind: None,
            sent: 0,
            saved: 0,
            on_the_way: OnTheWay::default(),
            others_changed: false,
            kept: store::KeptFiles::default(),
            indexes: Indexes::default(),
            followed: Followed::default(),
            suggested: Suggested::default(),
        }
    }

    /// Opens a project's folder, for reading only where another Byline has it open as this annotator. `wake` is called
    /// from the writer's thread when the status has changed.
    ///
    /// # Errors
    /// Where the folder is no project, or comes from a later version.
    pub fn open(folder: &Path, annotator: &AnnotatorName, wake: Wake) -> Result<Opened, StoreError> {
        Ok(Self::over(store::open(folder, Some(annotator), Access::Edit)?, annotator, wake))
    }

    /// Opens a project's folder as [`Session::open`] does, or takes it over from somebody else, and shows a look at it before everything is read: all articles,
    /// and the coding of the one that `choose` chooses. Its revision is one that the session never has.
    ///
    /// # Errors
    /// As [`Session::open`]; there may have been a look by then.
    pub fn open_shown(
        folder: &Path,
        annotator: &AnnotatorName,
        access: Access<'_>,
        wake: Wake,
        choose: &dyn Fn(&Project) -> Option<ArticleId>,
        show: &dyn Fn(Self),
    ) -> Result<Opened, StoreError> {
        let show = |glance: store::Glance| show(Self::look(glance.project, annotator.clone(), folder));
        Ok(Self::over(store::open_shown(folder, annotator, access, choose, &show)?, annotator, wake))
    }

    /// A look at a project that is still being read: nothing in it can be edited.
    pub fn look(project: Project, annotator: AnnotatorName, folder: &Path) -> Self {
        let (folder, status) = (Some(folder.to_owned()), SaveStatus::Opening);
        Self { folder, status, revision: u64::MAX, ..Self::in_memory(project, annotator, clock::new_ids()) }
    }

    fn over(mut loaded: store::Loaded, annotator: &AnnotatorName, wake: Wake) -> Opened {
        let folder = loaded.store.folder().to_owned();
        let recovery = Recovery::of(&mut loaded);
        let problems: Vec<String> = recovery.found.iter().map(ToString::to_string).collect();
        let mut session = Self::in_memory(loaded.project, annotator.clone(), clock::new_ids());
        session.recovery = recovery;
        session.history = loaded.history;
        session.folder = Some(folder);
        session.kept = loaded.store.kept_files();
        session.start_neighbours(loaded.follower, loaded.store.tenure(), Wake::clone(&wake));
        match loaded.store.read_only().map(str::to_owned) {
            Some(why) => session.status = SaveStatus::ReadOnly(why),
            None => session.start_writer(loaded.store, wake),
        }
        Opened { session, problems }
    }

    pub(super) fn start_writer(&mut self, disk: impl super::writer::Disk + 'static, wake: Wake) {
        match Writer::start(disk, self.project.clone(), wake) {
            Ok(writer) => self.writer = Some(writer),
            Err(error) => {
                self.status = SaveStatus::ReadOnly(format!(
                    "the system gives no thread to write with ({error}); close other programs and open it again"
                ));
            }
        }
    }

    /// The project as it is now.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Grows with every change: what is derived from the project keys on it.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What the steps since an earlier revision changed, whichever way they were taken, so that what is derived need not
    /// look at everything; `None` where that is too long ago.
    pub fn changes_since(&self, revision: u64) -> Option<impl Iterator<Item = &Change>> {
        let steps = usize::try_from(self.revision.checked_sub(revision)?).ok()?;
        let first = self.recent.len().checked_sub(steps)?;
        Some(self.recent.iter().skip(first).flat_map(|step| &step.changes))
    }

    /// Who edits.
    pub fn annotator(&self) -> &AnnotatorName {
        &self.annotator
    }

    /// The annotator's layer on an article, whether or not it holds anything yet.
    pub fn key(&self, article: ArticleId) -> LayerKey {
        LayerKey { annotator: self.annotator.clone(), article }
    }

    /// A layer's annotations in text order and by place. Made once for each layer that is looked at; an edit changes it
    /// only where the edit was, so ask again after an edit and keep none.
    pub fn index(&self, key: &LayerKey) -> Arc<LayerIndex> {
        self.indexes.of(key, self.project.layer(key))
    }

    /// How far this annotator is with an article. Counted again only where what is read has changed.
    pub fn progress(&self, article: ArticleId) -> Progress {
        self.indexes.progress(&self.project, &self.key(article))
    }

    /// The project's folder; `None` for one that is on no disk.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// What the status line says about saving.
    pub fn status(&self) -> &SaveStatus {
        &self.status
    }

    /// Edits that are not on disk yet.
    pub fn unsaved(&self) -> usize {
        usize::try_from(self.sent - self.saved).unwrap_or(usize::MAX)
    }

    /// What can be undone and redone.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Plans and commits an edit; gives the annotation that was made, if one was.
    ///
    /// # Errors
    /// What the plan refuses, or that the project is open for reading only.
    pub fn edit(&mut self, request: EditRequest) -> Result<Option<AnnotationId>, SessionError> {
        let mut cx =
            PlanContext { project: &self.project, annotator: &self.annotator, now: clock::now(), ids: &mut self.ids };
        let planned = request.plan(&mut cx)?;
        self.commit(planned.transaction)?;
        Ok(planned.made)
    }

    /// Adds all that an import brings, as one step.
    ///
    /// # Errors
    /// As [`Session::edit`].
    pub fn import(&mut self, imported: Imported) -> Result<(), SessionError> {
        self.writable()?;
        let cx =
            PlanContext { project: &self.project, annotator: &self.annotator, now: clock::now(), ids: &mut self.ids };
        let (transaction, project) = plan::import_into(&cx, imported)?;
        if transaction.is_empty() {
            return Ok(());
        }
        self.kept.check(&transaction).map_err(|error| SessionError::Kept(error.to_string()))?;
        self.did(transaction, project);
        Ok(())
    }

    /// Others have changed what everybody shares since the project was opened; said once.
    pub fn take_others_changed(&mut self) -> bool {
        std::mem::take(&mut self.others_changed)
    }

    /// Applies a transaction and sends it to the writer; one that changes nothing leaves no trace.
    ///
    /// # Errors
    /// Where a record is not what the transaction expects, or the project is open for reading only.
    pub fn commit(&mut self, transaction: Transaction) -> Result<(), SessionError> {
        if transaction.is_empty() {
            return Ok(());
        }
        self.writable()?;
        self.kept.check(&transaction).map_err(|error| SessionError::Kept(error.to_string()))?;
        let project = transaction.apply(&self.project)?;
        self.did(transaction, project);
        Ok(())
    }

    /// Goes on with the project that a transaction has made.
    fn did(&mut self, transaction: Transaction, project: Project) {
        let transaction = Arc::new(transaction);
        self.history.commit(Arc::clone(&transaction));
        self.changed(project, Done::Did(transaction));
    }

    /// Gives this point of the journal a name, to go back to.
    ///
    /// # Errors
    /// Where the project is open for reading only.
    pub fn mark(&mut self, name: &str) -> Result<(), SessionError> {
        self.writable()?;
        if let Some(writer) = &self.writer {
            writer.send_mark(self.sent, name.to_owned(), clock::now());
        }
        Ok(())
    }

    /// Takes the last step back: what it was and where to go. `None` where there is nothing to undo.
    ///
    /// # Errors
    /// Where somebody else changed a record since; then nothing is changed.
    pub fn undo(&mut self) -> Result<Option<(String, Option<Spot>)>, SessionError> {
        self.writable()?;
        let Some(undone) = self.history.undo(&self.project) else { return Ok(None) };
        let (project, transaction) = undone?;
        self.changed(project, Done::Undid(Arc::clone(&transaction)));
        Ok(Some((transaction.what.clone(), transaction.spot)))
    }

    /// Makes the last undone step again: what it was and where to go. `None` where there is nothing to redo.
    ///
    /// # Errors
    /// As [`Session::undo`].
    pub fn redo(&mut self) -> Result<Option<(String, Option<Spot>)>, SessionError> {
        self.writable()?;
        let Some(redone) = self.history.redo(&self.project) else { return Ok(None) };
        let (project, transaction) = redone?;
        self.changed(project, Done::Redid(Arc::clone(&transaction)));
        Ok(Some((transaction.what.clone(), transaction.spot)))
    }

    fn changed(&mut self, project: Project, done: Done) {
        let project = self.followed.follow(&self.project, project, done.transaction());
        let before = std::mem::replace(&mut self.project, project);
        self.revision += 1;
        self.remember(Arc::clone(done.transaction()));
        if done.transaction().changes.iter().any(Change::is_of_text) {
            // Layers of others moved along: what hangs on the project is worked out anew.
            self.recent.clear();
        }
        self.indexes.follow(&before, &self.project, done.transaction());
        if let Some(neighbours) = &self.neighbours {
            neighbours.know(&self.project.articles);
        }
        if let Some(writer) = &self.writer {
            self.sent += 1;
            self.on_the_way.send(self.sent, done.clone());
            writer.send(self.sent, done, clock::now(), self.project.clone());
            if !matches!(self.status, SaveStatus::Failed(_)) {
                self.status = SaveStatus::Saving;
            }
        }
    }

    /// Keeps the last steps.
    pub(super) fn remember(&mut self, step: Arc<Transaction>) {
        if self.recent.len() == MOST_RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(step);
    }

    /// Takes in what the writer reported; call it whenever it woke the window.
    pub fn poll(&mut self) {
        self.look_at_others();
        while let Some(report) = self.writer.as_ref().and_then(Writer::receive) {
            match report {
                Report::Saved(number) => {
                    self.saved = number;
                    self.on_the_way.arrive(number);
                }
                Report::Failed(error) => {
                    self.failed = Some(format!("{error}; the edits are kept here and tried again"));
                }
                Report::Recovered => self.failed = None,
                Report::Behind(error) => self.behind = Some(format!("{error}; it is tried again")),
                Report::CaughtUp => self.behind = None,
                Report::Others => self.others_changed = true,
                Report::TakenOver(holder) => self.taken_over(holder),
            }
            if self.recovery.taken.is_some() {
                continue;
            }
            self.status = match (&self.failed, &self.behind) {
                (Some(why), _) => SaveStatus::Failed(why.clone()),
                _ if self.saved != self.sent => SaveStatus::Saving,
                (None, Some(why)) => SaveStatus::Behind(why.clone()),
                (None, None) => SaveStatus::Saved,
            };
        }
    }

    /// Puts everything on disk and lets the project go.
    pub fn close(self) {
        if let Some(writer) = self.writer {
            writer.close();
        }
    }

    fn writable(&self) -> Result<(), SessionError> {
        match &self.status {
            SaveStatus::ReadOnly(why) => Err(SessionError::ReadOnly(why.clone())),
            SaveStatus::Opening => Err(SessionError::Opening),
            _ => Ok(()),
        }
    }
}
