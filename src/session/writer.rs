//! The thread that puts edits on disk: the journal first, the files when it is quiet.

use super::trouble::Trouble;
use super::{Wake, clock};
use crate::edit::Transaction;
use crate::model::{Project, SuggestionSet, Timestamp};
use crate::store::{Holder, Merged, Preparation, Prepared, ProjectStore, Step};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How long nothing must happen before the files follow the journal. Tests do not wait as people would.
const QUIET: Duration = Duration::from_millis(if cfg!(test) { 5 } else { 1_500 });

/// How long after a failure it is tried again.
const RETRY: Duration = Duration::from_millis(if cfg!(test) { 5 } else { 2_000 });

/// How often it is looked whether files are prepared.
const GLANCE: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 10 });

/// What was done.
#[derive(Clone, Debug)]
pub(super) enum Done {
    /// A transaction was made.
    Did(Arc<Transaction>),
    /// The last one was taken back.
    Undid(Arc<Transaction>),
    /// The last one taken back was made again.
    Redid(Arc<Transaction>),
}

impl Done {
    /// What was done or taken back.
    pub(super) fn transaction(&self) -> &Arc<Transaction> {
        let (Self::Did(transaction) | Self::Undid(transaction) | Self::Redid(transaction)) = self;
        transaction
    }

    fn step(&self) -> Step<'_> {
        match self {
            Self::Did(transaction) => Step::Do(transaction),
            Self::Undid(transaction) => Step::Undo(transaction),
            Self::Redid(transaction) => Step::Redo(transaction),
        }
    }
}

/// Where edits go: the project's folder, or in tests one that fails.
pub(super) trait Disk: Send {
    /// Puts a step into the journal and flushes it: then it is saved.
    fn append(&mut self, step: Step<'_>, when: Timestamp, after: &Project) -> Result<(), Trouble>;
    /// What of writing the files can be done while edits go on.
    fn preparation(&mut self, project: &Project) -> Option<Preparation>;
    /// Writes the files that the journal is ahead of.
    fn checkpoint(&mut self, project: &Project, prepared: Option<&Prepared>) -> Result<Merged, Trouble>;
    /// Notes a point of the journal under a name.
    fn mark(&mut self, name: &str, when: Timestamp) -> Result<(), Trouble>;
    /// Writes the suggestions for an article, which are no part of the journal. What fails is made again another day.
    fn write_suggestions(&mut self, project: &Project, set: &SuggestionSet);
}

impl Disk for ProjectStore {
    fn append(&mut self, step: Step<'_>, when: Timestamp, after: &Project) -> Result<(), Trouble> {
        Ok(Self::append(self, step, when, after)?)
    }

    fn preparation(&mut self, project: &Project) -> Option<Preparation> {
        Self::preparation(self, project)
    }

    fn checkpoint(&mut self, project: &Project, prepared: Option<&Prepared>) -> Result<Merged, Trouble> {
        Ok(Self::checkpoint_with(self, project, clock::now(), prepared)?)
    }

    fn mark(&mut self, name: &str, when: Timestamp) -> Result<(), Trouble> {
        Ok(Self::mark(self, name, when)?)
    }

    fn write_suggestions(&mut self, project: &Project, set: &SuggestionSet) {
        // Derived: where there is no room for them, they are worked out anew when the article is opened again.
        drop(Self::write_suggestions(self, project, set.article, Some(set)));
    }
}

/// An edit on its way: its number, what was done and when, the project after it.
struct Edit {
    number: u64,
    done: Done,
    when: Timestamp,
    after: Project,
}

/// A point of the journal that gets a name: after the edit with this number.
struct Mark {
    after: u64,
    name: String,
    when: Timestamp,
}

enum Job {
    Edit(Box<Edit>),
    Suggestions(Box<Project>, Arc<SuggestionSet>),
    Mark(Mark),
    Close,
    /// Somebody else has taken over: nothing is written any more.
    LetGo,
}

/// What the writer tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Report {
    /// Everything up to the edit with this number is on disk.
    Saved(u64),
    /// An edit could not be saved; it is kept and tried again.
    Failed(String),
    /// Every edit is saved in the journal, and the files could not follow; they are tried again.
    Behind(String),
    /// Edits are saved again.
    Recovered,
    /// The files are as the journal has them again.
    CaughtUp,
    /// Others have changed what everybody shares: it is seen when the project is opened again.
    Others,
    /// Somebody else has taken the project over, and the writer has let it go.
    TakenOver(Holder),
}

/// The writer's end in the session.
pub(super) struct Writer {
    jobs: Sender<Job>,
    reports: Receiver<Report>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Writer")
    }
}

impl Writer {
    /// Starts the thread.
    ///
    /// # Errors
    /// Where the system gives none.
    pub(super) fn start(disk: impl Disk + 'static, project: Project, wake: Wake) -> std::io::Result<Self> {
        let (jobs, inbox) = channel();
        let (outbox, reports) = channel();
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || {
            Loop {
                disk,
                outbox,
                wake,
                project,
                pending: VecDeque::new(),
                marks: VecDeque::new(),
                ahead: false,
                failed: false,
                behind: false,
                preparing: None,
                turn: Turn::Ours,
            }
            .run(&inbox);
        })?;
        Ok(Self { jobs, reports, thread: Some(thread) })
    }

    pub(super) fn send(&self, number: u64, done: Done, when: Timestamp, after: Project) {
        // A writer that is gone has said why before it went.
        drop(self.jobs.send(Job::Edit(Box::new(Edit { number, done, when, after }))));
    }

    /// Names the point after everything that was sent so far.
    pub(super) fn send_mark(&self, number: u64, name: String, when: Timestamp) {
        drop(self.jobs.send(Job::Mark(Mark { after: number, name, when })));
    }

    /// Keeps the suggestions for an article of a project.
    pub(super) fn send_suggestions(&self, project: Project, set: Arc<SuggestionSet>) {
        drop(self.jobs.send(Job::Suggestions(Box::new(project), set)));
    }

    pub(super) fn receive(&self) -> Option<Report> {
        self.reports.try_recv().ok()
    }

    /// Has the project's lock let go without another word to the disk: somebody else has it.
    pub(super) fn let_go(&self) {
        drop(self.jobs.send(Job::LetGo));
    }

    /// Waits until everything that can be written is.
    pub(super) fn close(mut self) {
        drop(self.jobs.send(Job::Close));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

struct Loop<D> {
    disk: D,
    outbox: Sender<Report>,
    wake: Wake,
    /// The project after the last edit that is in the journal.
    project: Project,
    /// Edits that are not in the journal yet.
    pending: VecDeque<Edit>,
    /// Names that are not in the journal yet.
    marks: VecDeque<Mark>,
    /// The journal is ahead of the files.
    ahead: bool,
    /// The last edit could not be saved.
    failed: bool,
    /// The files could not follow.
    behind: bool,
    /// Files are being prepared.
    preparing: Option<Preparing>,
    turn: Turn,
}

/// Whose turn it is to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Ours,
    /// Somebody else has taken over.
    Theirs,
}

/// Files on their way.
struct Preparing {
    thread: std::thread::JoinHandle<Option<Prepared>>,
    /// An edit came in between: they are not what is needed any more.
    is_stale: bool,
}

impl<D: Disk> Loop<D> {
    fn run(mut self, inbox: &Receiver<Job>) {
        while self.turn == Turn::Ours {
            match self.wait(inbox) {
                Ok(Job::LetGo) => return,
                Ok(Job::Edit(edit)) => {
                    self.pending.push_back(*edit);
                    self.append();
                }
                Ok(Job::Mark(mark)) => {
                    self.marks.push_back(mark);
                    self.append();
                }
                Ok(Job::Suggestions(project, set)) => self.disk.write_suggestions(&project, &set),
                Err(RecvTimeoutError::Timeout) => {
                    self.append();
                    self.follow();
                }
                Ok(Job::Close) | Err(RecvTimeoutError::Disconnected) => {
                    self.append();
                    let prepared = self.prepared();
                    self.checkpoint(prepared);
                    return;
                }
            }
        }
    }

    fn wait(&self, inbox: &Receiver<Job>) -> Result<Job, RecvTimeoutError> {
        if self.preparing.is_some() {
            return inbox.recv_timeout(GLANCE);
        }
        match (self.failed || self.behind, self.ahead) {
            (true, _) => inbox.recv_timeout(RETRY),
            (false, true) => inbox.recv_timeout(QUIET),
            (false, false) => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn append(&mut self) {
        loop {
            if !self.write_marks() {
                return;
            }
            let Some(edit) = self.pending.front() else { return };
            if let Err(trouble) = self.disk.append(edit.done.step(), edit.when, &edit.after) {
                self.fail(trouble);
                return;
            }
            if std::mem::take(&mut self.failed) {
                self.report(Report::Recovered);
            }
            if let Some(edit) = self.pending.pop_front() {
                self.project = edit.after;
                self.ahead = true;
                if let Some(preparing) = &mut self.preparing {
                    preparing.is_stale = true;
                }
                self.report(Report::Saved(edit.number));
            }
        }
    }

    /// Writes the names of points that come before the next edit; false where that failed.
    fn write_marks(&mut self) -> bool {
        let next = self.pending.front().map_or(u64::MAX, |edit| edit.number);
        while let Some(mark) = self.marks.front().filter(|mark| mark.after < next) {
            if let Err(trouble) = self.disk.mark(&mark.name, mark.when) {
                self.fail(trouble);
                return false;
            }
            if std::mem::take(&mut self.failed) {
                self.report(Report::Recovered);
            }
            self.marks.pop_front();
        }
        true
    }

    /// Brings the files nearer to the journal: what takes long on a thread of its own, so that no edit waits for it.
    fn follow(&mut self) {
        if self.preparing.as_ref().is_some_and(|preparing| !preparing.thread.is_finished()) {
            return;
        }
        if let Some(preparing) = &self.preparing {
            let is_stale = preparing.is_stale;
            let prepared = self.prepared();
            // Where an edit came in between, it is quiet again later.
            if !is_stale {
                self.checkpoint(prepared);
            }
            return;
        }
        if !self.ahead || !self.pending.is_empty() {
            return;
        }
        let prepare = |preparation: Preparation| {
            std::thread::Builder::new().name("files".into()).spawn(move || preparation.make()).ok()
        };
        match self.disk.preparation(&self.project).and_then(prepare) {
            Some(thread) => self.preparing = Some(Preparing { thread, is_stale: false }),
            None => self.checkpoint(None),
        }
    }

    /// Waits for what is being prepared; nothing where it is not what is needed any more.
    fn prepared(&mut self) -> Option<Prepared> {
        let preparing = self.preparing.take()?;
        let prepared = preparing.thread.join().ok()??;
        if preparing.is_stale {
            prepared.discard();
            return None;
        }
        Some(prepared)
    }

    fn checkpoint(&mut self, prepared: Option<Prepared>) {
        if !self.ahead || !self.pending.is_empty() {
            if let Some(prepared) = prepared {
                prepared.discard();
            }
            return;
        }
        match self.disk.checkpoint(&self.project, prepared.as_ref()) {
            Ok(merged) => {
                self.ahead = false;
                if std::mem::take(&mut self.behind) {
                    self.report(Report::CaughtUp);
                }
                if merged == Merged::Others {
                    self.report(Report::Others);
                }
            }
            Err(Trouble::Now(error)) => {
                self.behind = true;
                self.report(Report::Behind(error));
            }
            Err(over) => self.fail(over),
        }
    }

    /// What could not be saved is tried again, unless it is somebody else's turn.
    fn fail(&mut self, trouble: Trouble) {
        match trouble {
            Trouble::Now(error) => {
                self.failed = true;
                self.report(Report::Failed(error));
            }
            Trouble::TakenOver(holder) => {
                self.turn = Turn::Theirs;
                self.report(Report::TakenOver(holder));
            }
        }
    }

    fn report(&self, report: Report) {
        drop(self.outbox.send(report));
        (self.wake)();
    }
}
