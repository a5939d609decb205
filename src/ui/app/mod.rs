//! The window's state, and the one place that applies messages.

mod apply;
mod comparing;
mod deepening;
mod dialogs;
mod exporting;
mod faces;
mod finding;
mod going;
mod history;
mod importing;
mod input;
mod jobs;
mod leaving;
mod linking;
mod projects;
mod reviewing;
mod screen;
mod seek;
mod show;
mod suggesting;
mod taken;
#[cfg(test)]
mod tests;
mod texts;
mod upkeep;

use super::message::{Message, Popup};
use super::pages::{
    AlikePage, ArticleFinder, AttributionPage, CodebookPage, CoveragePage, ExportPage, FamiliesPage, FindPage,
    GridPage, HistoryPage, ImportForm, KeysPage, KnownReview, LinkForm, LookBackPage, NetworkPage, NewProjectForm,
    Palette, PasteForm, PathForm, PreferencesPage, ProblemsPage, ProgressPage, SegmentsPage, SidesPage, StoriesPage,
    TextsPage, ThreadsPage, TimelinePage, UnlinkedPage, WelcomePage,
};
use super::panels::{
    AnnotationList, ArticlesPanel, AttributesCard, FindBar, Inspector, StatusLine, SuggestionBar, TopBar,
};
use super::reader::{ReaderPanel, ReaderState};
use super::widgets::capitalized;
use super::{KeyMap, Outbox, Page, Paste, Theme};
use crate::model::{LayerKey, Project};
use crate::session::{Preferences, Session, Wake, Workers};
use crate::text::shown;
use jobs::Arrived;
use std::path::PathBuf;
use std::sync::Arc;

/// The open project, where one is open.
#[derive(Debug)]
struct Open {
    session: Session,
    /// It lives in a scratch folder and has not been given a place yet.
    scratch: bool,
    /// Problems found on opening, as sentences.
    problems: Vec<String>,
}

/// The state of each panel: what is typed into it, what is folded.
#[derive(Debug, Default)]
struct Panels {
    top: TopBar,
    status: StatusLine,
    articles: ArticlesPanel,
    reader: ReaderPanel,
    find: FindBar,
    inspector: Inspector,
    card: AttributesCard,
    suggestions: SuggestionBar,
    look_back: LookBackPage,
    annotations: AnnotationList,
    welcome: WelcomePage,
    codebook: CodebookPage,
    grid: GridPage,
    segments: SegmentsPage,
    threads: ThreadsPage,
    unlinked: UnlinkedPage,
    stories: StoriesPage,
    progress: ProgressPage,
    network: NetworkPage,
    find_page: FindPage,
    alike: AlikePage,
    timeline: TimelinePage,
    sides: SidesPage,
    families: FamiliesPage,
    preferences: PreferencesPage,
    keys: KeysPage,
    coverage: CoveragePage,
    attribution: AttributionPage,
    problems: ProblemsPage,
    export: ExportPage,
    import: ImportForm,
    link: LinkForm,
    texts: TextsPage,
    history: HistoryPage,
    palette: Palette,
    finder: ArticleFinder,
    paste: PasteForm,
    path: PathForm,
    new_project: NewProjectForm,
}

/// Work on a thread, as the status line shows it.
#[derive(Clone, Debug, PartialEq)]
struct Busy {
    what: String,
    /// From 0 to 1.
    done: f32,
    /// What stopping it means.
    on_stop: &'static str,
}

/// Whether the preferences are being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Saving {
    /// They are not.
    Idle,
    /// They are.
    Running,
    /// They are, and have changed since.
    Again,
}

/// The window's state.
pub struct App {
    preferences: Preferences,
    /// Where preferences and scratch projects are kept; `None` where the system names no such folder.
    config: Option<PathBuf>,
    theme: Theme,
    keys: KeyMap,
    open: Option<Open>,
    reader: ReaderState,
    page: Page,
    popup: Option<Popup>,
    panels: Panels,
    workers: Workers<Arrived>,
    /// What searching keeps for the open project.
    finding: finding::Finding,
    /// What coverage and attribution were worked out from.
    reviewed: KnownReview,
    /// What linking keeps for the open project.
    linking: linking::Linking,
    /// What suggesting keeps for the open project.
    suggesting: suggesting::Suggesting,
    wake: Wake,
    /// The last message, for the status line.
    said: Option<String>,
    busy: Option<Busy>,
    /// What was read and waits for answers before it is added.
    pending: Option<Box<importing::Read>>,
    /// Who asked for the export that runs.
    exporting: exporting::Exporting,
    /// True while a dialog of the system is open: one at a time.
    asking: bool,
    /// True when focus should go back to the reader with the next frame.
    refocus: bool,
    quit: bool,
    /// It was said that leaving loses edits.
    warning: leaving::Warning,
    /// What the preferences are on their way to disk with.
    saving: Saving,
    /// The panel that F6 went to last: text, annotations, articles.
    panel: usize,
    /// Words on their way to the clipboard.
    clipboard: Option<String>,
    /// An article that was pasted before there was a project for it.
    paste_next: Option<Paste>,
    /// Whether the theme that egui has now is dark.
    applied: Option<bool>,
    faces: faces::Faces,
    /// The window's title, as the system has it now.
    title: String,
    outbox: Outbox,
    /// Keys that wait a frame for whoever has just been given the keyboard.
    held_keys: Vec<egui::Event>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("open", &self.open).field("reader", &self.reader).finish_non_exhaustive()
    }
}

impl App {
    /// A window without a project. `wake` asks for a frame from any thread.
    pub fn new(preferences: Preferences, notice: Option<String>, wake: Wake) -> Self {
        let keys = KeyMap::new(&crate::model::default_codebook(), &preferences.keys);
        Self {
            preferences,
            config: Preferences::folder(),
            theme: Theme::light(),
            keys,
            open: None,
            reader: ReaderState::default(),
            page: Page::Reader,
            popup: None,
            panels: Panels::default(),
            workers: Workers::new(Arc::clone(&wake)),
            finding: finding::Finding::default(),
            reviewed: KnownReview::default(),
            linking: linking::Linking::default(),
            suggesting: suggesting::Suggesting::default(),
            wake,
            said: notice,
            busy: None,
            pending: None,
            exporting: exporting::Exporting::No,
            asking: false,
            refocus: false,
            quit: false,
            warning: leaving::Warning::default(),
            saving: Saving::Idle,
            panel: 0,
            clipboard: None,
            paste_next: None,
            applied: None,
            faces: faces::Faces::default(),
            title: String::new(),
            outbox: Outbox::default(),
            held_keys: Vec::new(),
        }
    }

    /// Keeps preferences and scratch projects in another folder than [`Preferences::folder`].
    #[must_use]
    pub fn with_config(self, folder: PathBuf) -> Self {
        Self { config: Some(folder), ..self }
    }

    /// Opens a project as soon as the window is there.
    pub fn open_at_start(&mut self, project: PathBuf) {
        self.outbox.push(Message::OpenProject(project));
    }

    /// Asks for something as a panel does; it is applied with the next frame.
    pub fn send(&mut self, message: Message) {
        self.outbox.push(message);
    }

    /// Bytes that the reader's layouts take, for benches.
    pub fn layout_bytes(&self) -> usize {
        self.panels.reader.layout_bytes()
    }

    /// The open project, for tests.
    pub fn session(&self) -> Option<&Session> {
        self.open.as_ref().map(|open| &open.session)
    }

    /// The reader's state, for tests.
    pub fn reader(&self) -> &ReaderState {
        &self.reader
    }

    /// Changes the preferences, for tests.
    pub fn prefer(&mut self, change: impl FnOnce(&mut Preferences)) {
        let mut preferences = self.preferences.clone();
        change(&mut preferences);
        self.outbox.push(Message::SetPreferences(Box::new(preferences)));
    }

    /// Takes in what workers sent and what the writer did; draws nothing.
    pub fn logic(&mut self, ctx: &egui::Context) {
        while let Some(arrived) = self.workers.receive() {
            self.arrive(arrived);
        }
        if let Some(open) = &mut self.open {
            open.session.poll();
            if open.session.take_others_changed() {
                self.said = Some("Somebody else has changed the project; open it again to see it".into());
            }
            if let Some(said) = finished(&open.session.take_finished(), open.session.project()) {
                self.said = Some(said);
            }
        }
        for message in self.outbox.take() {
            self.apply(ctx, message);
        }
    }

    /// Draws a frame, then applies what its panels asked for.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.apply_theme(&ctx);
        self.take_dropped(&ctx);
        self.take_keys(&ctx);
        if let Some(open) = &self.open
            && ctx.input(|input| input.events.contains(&egui::Event::WindowFocused(true)))
        {
            open.session.look_around();
        }
        let messages = self.outbox.take();
        for message in messages {
            self.apply(&ctx, message);
        }
        // Whatever came in between: questions stay until they are answered.
        if self.popup.is_none() && self.pending.is_some() {
            self.popup = Some(Popup::Import);
        }
        self.show(ui);
        self.reader.reveal = None;
        for message in self.outbox.take() {
            self.apply(&ctx, message);
        }
        self.give_focus(&ctx);
        self.follow_project();
        self.tend_suggestions();
        self.tend_deep_suggestions();
        self.give_title(&ctx);
        if let Some(words) = self.clipboard.take() {
            ctx.copy_text(words);
        }
        self.hold_window(&ctx);
        if self.quit {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
    }

    /// Puts everything on disk before the window goes.
    pub fn close(&mut self) {
        self.settle_drafts();
        if let Some(open) = self.open.take() {
            if let (Some(folder), Some(article), false) = (open.session.folder(), self.reader.article, open.scratch) {
                self.preferences.left_at.insert(folder.to_owned(), article.to_string());
            }
            open.session.close();
        }
    }

    /// Puts everything on disk and remembers where the analyst was, before the program ends.
    pub fn quit(&mut self) {
        self.stop_export();
        self.close();
        if let Some(config) = self.config()
            && let Err(error) = self.preferences.save(&config)
        {
            // The window is going: the next start falls back on what was saved before.
            self.said = Some(error);
        }
    }

    fn say(&mut self, message: impl Into<String>) {
        // Titles and names in it are other people's.
        self.said = Some(shown(&message.into()).into_owned());
    }
}

/// What others have finished, as a sentence.
fn finished(layers: &[LayerKey], project: &Project) -> Option<String> {
    let (first, rest) = layers.split_first()?;
    let who = capitalized(first.annotator.as_str());
    if !rest.is_empty() {
        let one = rest.iter().all(|key| key.annotator == first.annotator);
        let who = if one { who } else { "Others".into() };
        return Some(format!("{who} finished {} articles", layers.len()));
    }
    let title = project.article(first.article).map(|article| article.metadata.title.trim()).unwrap_or_default();
    Some(if title.is_empty() { format!("{who} finished an article") } else { format!("{who} finished “{title}”") })
}

/// A view borrows each part of the app by itself, so that panels can be borrowed mutably beside it.
macro_rules! view {
    ($app:expr, $open:expr, $listed:expr) => {
        View {
            session: &$open.session,
            reader: &$app.reader,
            preferences: &$app.preferences,
            keys: &$app.keys,
            theme: &$app.theme,
            page: $app.page,
            scratch: $open.scratch,
            listed: $listed,
            problems: &$open.problems,
        }
    };
}
use view;
