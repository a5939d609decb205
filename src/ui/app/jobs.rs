//! What workers do, and what is done with what they bring.

use super::super::article_index::ArticleIndex;
use super::super::message::PathQuestion;
use super::super::pages::{
    CompareAnswer, ExportAnswer, HistoryAnswer, HitAnswer, LookBackAnswer, ReviewAnswer, SegmentAnswer,
    SegmentQuestion, TextAnswer, ThreadAnswer,
};
use super::deepening::Deepened;
use super::exporting::Exported;
use super::importing::Read;
use super::seek::Next;
use super::suggesting::{Suggested, Team};
use super::{App, Busy, Open};
use crate::model::{AnnotatorName, Article, ArticleId, Project, ProjectId};
use crate::review::SegmentIndex;
use crate::session::{Opened, Reporter, SaveStatus, Session, Wake};
use crate::store::{Access, Holder, Report};
use crate::ui::fonts::SystemFace;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a worker sends.
#[derive(Debug)]
pub(super) enum Arrived {
    /// A look at a project that is still being read.
    Looked(Box<Look>, Asked),
    /// A project was opened, or could not be.
    Opened(Result<Box<Opened>, String>, Asked),
    /// Files were read.
    Read(Box<Read>),
    /// What the table of annotations shows.
    Segments(ProjectId, Box<SegmentAnswer>),
    /// What a page that compares articles asked for.
    Compared(ProjectId, Box<CompareAnswer>),
    /// What a page about coverage or attribution shows.
    Reviewed(ProjectId, Box<ReviewAnswer>),
    /// Places in the texts.
    Hits(ProjectId, Box<HitAnswer>),
    /// What a page about threads shows.
    Threads(ProjectId, Box<ThreadAnswer>),
    /// Suggestions for an article, or for a part of it.
    Suggested(ProjectId, Box<Suggested>),
    /// What the deep suggester found in an article.
    Deepened(ProjectId, Box<Deepened>),
    /// Suggesters that learned from the project.
    Learned(ProjectId, Box<Team>),
    /// Where the next suggestion is, after an article.
    Sought(ProjectId, ArticleId, Option<Next>),
    /// What became of suggestions.
    LookedBack(ProjectId, Box<LookBackAnswer>),
    /// Something about the texts of an article.
    Texts(ProjectId, Box<TextAnswer>),
    /// Lines of the journal, or a way back.
    History(ProjectId, Box<HistoryAnswer>),
    /// What an export would write and lose.
    Counted(ProjectId, Box<ExportAnswer>),
    /// How far an export is, from 0 to 1.
    Writing(f32),
    /// An export was written, or was not.
    Exported(Box<Exported>),
    /// How far the work is.
    Progress(Busy),
    /// The system's dialog was answered, or closed.
    Picked(PathQuestion, Vec<PathBuf>, Shown),
    /// The preferences were written, or could not be.
    PreferencesSaved(Result<(), String>),
    /// A family of the system was read, or could not be.
    Face(String, Result<SystemFace, String>),
    /// The families of the system by name.
    Fonts(Vec<String>),
    /// A sentence about work that failed.
    Failed(String),
}

/// Whether the system showed its dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// It answered before anybody could have.
    No,
    /// Somebody answered.
    Yes,
}

/// Whether a project's folder is one that nobody has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scratch {
    /// Somebody chose the place.
    No,
    /// Byline did.
    Yes,
}

/// What is claimed of a project that is opened.
#[derive(Clone, Debug)]
pub(super) enum Claim {
    /// It is edited where nobody else has it open.
    Free,
    /// It is taken over from somebody who gave no sign of life for a long time.
    Over(Holder),
}

/// What is there of a project before everything is read.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) session: Session,
    /// Made on the worker, so that the first frame need not read every title.
    pub(super) index: ArticleIndex,
}

impl Look {
    pub(super) fn new(session: Session) -> Self {
        let mut index = ArticleIndex::default();
        index.update(&session);
        Self { session, index }
    }
}

/// How a project was asked for.
#[derive(Debug)]
pub(super) struct Asked {
    scratch: Scratch,
    /// Nobody wants it any more.
    stop: Arc<AtomicBool>,
}

impl Asked {
    pub(super) fn of(scratch: Scratch, stop: &Arc<AtomicBool>) -> Self {
        Self { scratch, stop: Arc::clone(stop) }
    }
}

/// Least number of articles for which it pays to look at a project before everything is read.
const MANY: usize = 200;

impl App {
    /// Starts a worker; a system without threads is said.
    pub(super) fn spawn(&mut self, name: &str, job: impl FnOnce(&Reporter<Arrived>) + Send + 'static) {
        let guarded = move |reporter: &Reporter<Arrived>| {
            if let Err(fault) = caught(|| job(reporter)) {
                reporter.send(Arrived::Failed(fault));
            }
        };
        if let Err(error) = self.workers.spawn(name, guarded) {
            self.say(format!("The system gives no thread for {name}: {error}"));
        }
    }

    pub(super) fn arrive(&mut self, arrived: Arrived) {
        match arrived {
            Arrived::Looked(_, asked) if asked.stop.load(Ordering::SeqCst) => {}
            Arrived::Opened(opened, asked) if asked.stop.load(Ordering::SeqCst) => {
                // The lock is given back.
                drop(opened.map(|opened| opened.session.close()));
            }
            Arrived::Looked(look, asked) => self.looked(*look, asked.scratch),
            Arrived::Opened(Ok(opened), asked) => self.opened(*opened, asked.scratch),
            Arrived::Opened(Err(error), _) => {
                self.busy = None;
                if self.is_opening() {
                    self.open = None;
                    self.reader = super::ReaderState::default();
                }
                self.say(super::super::reader::logic::sentence(&error));
            }
            Arrived::Read(read) => self.was_read(*read),
            Arrived::Segments(project, answer) => {
                // Another project may have been opened since.
                if self.open.as_ref().is_some_and(|open| open.session.project().info.id == project) {
                    self.panels.segments.arrived(*answer);
                }
            }
            Arrived::Reviewed(project, answer) => self.was_reviewed(project, *answer),
            Arrived::Threads(project, answer) => self.worked_out(project, *answer),
            Arrived::Suggested(project, suggested) => self.was_suggested(project, *suggested),
            Arrived::Deepened(project, deepened) => self.was_deepened(project, *deepened),
            Arrived::Learned(project, team) => self.has_learned(project, *team),
            Arrived::Sought(project, from, found) => self.sought(project, from, found),
            Arrived::LookedBack(project, answer) => self.looked_back(project, *answer),
            Arrived::History(project, answer) => self.history_answered(project, *answer),
            Arrived::Texts(project, answer) => self.texts_answered(project, *answer),
            Arrived::Counted(project, answer) => self.counted(project, *answer),
            Arrived::Writing(done) => self.writing(done),
            Arrived::Exported(exported) => self.exported(*exported),
            Arrived::Compared(project, answer) => self.compared(project, *answer),
            Arrived::Hits(project, answer) => self.found(project, *answer),
            Arrived::PreferencesSaved(saved) => self.preferences_saved(saved),
            Arrived::Face(name, face) => self.take_face(&name, face),
            Arrived::Fonts(families) => self.panels.preferences.set_families(families),
            Arrived::Progress(busy) => self.busy = Some(busy),
            Arrived::Picked(question, _, Shown::No) => self.type_instead(question),
            Arrived::Picked(question, paths, Shown::Yes) => self.picked(question, paths),
            Arrived::Failed(said) => {
                self.busy = None;
                self.say(super::super::reader::logic::sentence(&said));
            }
        }
    }

    /// Works out on a worker what the table of annotations shows.
    pub(super) fn list_segments(&mut self, question: SegmentQuestion, index: SegmentIndex) {
        let Some(open) = &self.open else { return };
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        self.spawn("annotations", move |reporter| {
            let answer = question.answer(&project, &annotator, &index);
            reporter.send(Arrived::Segments(project.info.id, Box::new(answer)));
        });
    }

    /// True while the open project is still being read.
    pub(super) fn is_opening(&self) -> bool {
        self.open.as_ref().is_some_and(|open| *open.session.status() == SaveStatus::Opening)
    }

    /// Nothing of what was open before is on the screen any more.
    fn make_room(&mut self) {
        self.close();
        self.reader = super::ReaderState::default();
        self.page = super::Page::Reader;
        self.popup = None;
        self.panels.segments = Default::default();
        self.panels.find_page = Default::default();
        self.panels.alike = Default::default();
        self.panels.timeline = Default::default();
        self.panels.sides = Default::default();
        self.panels.families = Default::default();
        self.panels.export = Default::default();
        self.panels.coverage = Default::default();
        self.panels.attribution = Default::default();
        self.reviewed = Default::default();
        self.pending = None;
        self.finding = Default::default();
        self.linking = Default::default();
        self.suggesting = Default::default();
        self.panels.suggestions = Default::default();
        self.panels.look_back = Default::default();
        self.panels.threads = Default::default();
        self.panels.unlinked = Default::default();
        self.panels.stories = Default::default();
        self.panels.progress = Default::default();
        self.panels.network = Default::default();
        self.panels.texts = Default::default();
        self.panels.history = Default::default();
    }

    /// Shows the articles of a project that is still being read.
    fn looked(&mut self, look: Look, scratch: Scratch) {
        let Look { session, index } = look;
        if !self.left_over(session.folder()).is_empty() {
            // What nobody else has does not give way to a look.
            return;
        }
        self.make_room();
        self.panels.articles.know(index);
        self.say(format!("Opening “{}”…", session.project().info.title));
        self.open = Some(Open { session, scratch: scratch == Scratch::Yes, problems: Vec::new() });
        self.rebuild_keys();
        self.return_to_article();
        self.refocus = true;
    }

    fn opened(&mut self, opened: Opened, scratch: Scratch) {
        let left_over = self.left_over(opened.session.folder());
        let Some(session) = self.takes_up(opened.session, &left_over) else { return };
        let folder = self.open.as_ref().and_then(|open| open.session.folder());
        let was_shown = self.is_opening() && folder == session.folder();
        if !was_shown {
            self.make_room();
        }
        self.panels.segments = Default::default();
        self.panels.coverage = Default::default();
        self.panels.attribution = Default::default();
        self.busy = None;
        let count = session.recovery().count();
        if scratch == Scratch::No
            && let Some(folder) = session.folder()
        {
            self.preferences.remember(folder);
            self.save_preferences();
        }
        let title = session.project().info.title.clone();
        if !session.recovery().mended.is_empty() {
            self.page = super::Page::Problems;
        }
        self.open = Some(Open { session, scratch: scratch == Scratch::Yes, problems: Vec::new() });
        self.rebuild_keys();
        match count {
            0 => self.say(format!("Opened “{title}”")),
            1 => self.say(format!("Opened “{title}”; one thing to look at on the problems page")),
            n => self.say(format!("Opened “{title}”; {n} things to look at on the problems page")),
        }
        self.make_again(&left_over);
        // Who has begun to read goes on where she is.
        if !was_shown {
            self.return_to_article();
            self.refocus = true;
        }
        if let Some(paste) = self.paste_next.take() {
            self.paste(paste);
        }
    }
}

/// Does work; a fault in it becomes an error in words, so that nobody waits for ever.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).map_err(|fault| {
        let said = fault.downcast_ref::<String>().map(String::as_str).or_else(|| fault.downcast_ref().copied());
        format!("this is a fault in Byline, please report it: {}", said.unwrap_or("nothing more is known"))
    })
}

/// Opens a project; of a large one, a look comes first: at the article where the analyst left it, or at the earliest.
pub(super) fn open_job(
    folder: PathBuf,
    annotator: AnnotatorName,
    wake: Wake,
    scratch: Scratch,
    left: Option<ArticleId>,
    claim: Claim,
) -> impl FnOnce(&Reporter<Arrived>) + Send {
    open_mended(folder, annotator, wake, scratch, left, claim, Report::default())
}

/// Opens a project as [`open_job`] does, after its files were mended.
pub(super) fn open_mended(
    folder: PathBuf,
    annotator: AnnotatorName,
    wake: Wake,
    scratch: Scratch,
    left: Option<ArticleId>,
    claim: Claim,
    report: Report,
) -> impl FnOnce(&Reporter<Arrived>) + Send {
    move |reporter| {
        let earliest = |project: &Project| {
            let key =
                |article: &Article| (article.metadata.published.is_none(), article.metadata.published, article.id);
            project.articles.values().min_by_key(|article| key(article)).map(|article| article.id)
        };
        let choose = |project: &Project| left.filter(|id| project.article(*id).is_some()).or_else(|| earliest(project));
        let show = |session: Session| {
            if session.project().articles.size() >= MANY {
                reporter.send(Arrived::Looked(Box::new(Look::new(session)), Asked::of(scratch, reporter.stop())));
            }
        };
        let access = match &claim {
            Claim::Free => Access::Edit,
            Claim::Over(holder) => Access::TakeOver(holder),
        };
        let opened = Session::open_shown(&folder, &annotator, access, wake, &choose, &show);
        let opened = opened.map(|mut opened| {
            opened.session.note_mended(report);
            Box::new(opened)
        });
        let opened = opened.map_err(|error| error.to_string());
        reporter.send(Arrived::Opened(opened, Asked::of(scratch, reporter.stop())));
    }
}
