//! What panels ask for.

use super::Action;
use super::pages::{
    CompareQuestion, ExportChoice, ExportQuestion, HistoryQuestion, HitQuestion, ImportAnswers, LookBackQuestion,
    ReviewQuestion, SegmentQuestion, TextQuestion, TextsTab, ThreadQuestion,
};
use crate::edit::plan::{LinkTo, MentionOf};
use crate::edit::{Spot, Transaction};
use crate::exchange::target::Existing;
use crate::model::{AnnotationId, AnnotatorName, ArticleId, LinkStance, Metadata, SuggestionId, ThreadId};
use crate::review::SegmentIndex;
use crate::session::{EditRequest, Preferences};
use crate::text::{ByteOffset, TextSpan};
use std::path::PathBuf;

/// What fills the middle of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The article.
    #[default]
    Reader,
    /// Labels and attributes.
    Codebook,
    /// Metadata of all articles.
    Grid,
    /// Preferences and keys.
    Preferences,
    /// All annotations of the project.
    Segments,
    /// Shared claims, sources and events.
    Threads,
    /// Annotations that are linked to nothing.
    Unlinked,
    /// Stories.
    Stories,
    /// How far everything is.
    Progress,
    /// Sources, claims and outlets.
    Network,
    /// Words in all articles.
    Find,
    /// All places with the same words.
    Alike,
    /// What was wrong with the project's files.
    Problems,
    /// The project in another format.
    Export,
    /// Events, claims and articles by date.
    Timeline,
    /// Articles side by side.
    Sides,
    /// Reprints, rewrites, conflicts, headlines.
    Families,
    /// Which article says what.
    Coverage,
    /// On whose word each shared claim stands.
    Attribution,
    /// What became of suggestions.
    Suggestions,
    /// The texts of an article, what changed between them, places that were lost.
    Texts,
    /// The journal: what was done, and the way back.
    History,
}

/// An article from the clipboard.
#[derive(Clone, Debug, Default)]
pub struct Paste {
    /// The words.
    pub text: String,
    /// What was typed into the fields.
    pub metadata: Metadata,
}

/// One thing that a panel asks for; applied after all panels were drawn.
#[derive(Clone, Debug)]
pub enum Message {
    /// An action, as from a key.
    Do(Action),
    /// An edit of the project.
    Edit(EditRequest),
    /// Open an article in the reader, at its start or where the analyst last was.
    OpenArticle(ArticleId),
    /// Go to a place.
    GoTo(Spot),
    /// Make an annotation of the annotator's own current and bring it into view.
    Pick(AnnotationId),
    /// Make a suggestion on the open article the one that keys act on, and bring it into view.
    PickSuggestion(SuggestionId),
    /// Accept a suggestion on the open article with other words, as when its ends were dragged.
    AcceptWith {
        /// Which one.
        id: SuggestionId,
        /// Its fragments now.
        spans: Vec<TextSpan>,
    },
    /// Go to a suggestion in any article.
    GoToSuggestion(ArticleId, SuggestionId),
    /// Work out something about suggestions in all articles.
    LookBack(Box<LookBackQuestion>),
    /// Look at somebody else's annotation on the open article: the caret goes there and its details are shown, read
    /// only; keys do not act on it. The app sets [`super::reader::ReaderState::current`] to its id.
    LookAt {
        /// Whose it is.
        annotator: AnnotatorName,
        /// Which it is.
        id: AnnotationId,
    },
    /// Show or hide another annotator's lanes beside one's own.
    ShowAnnotator {
        /// Whose.
        name: AnnotatorName,
        /// Whether they are shown from now on.
        shown: bool,
    },
    /// No annotation is current any more.
    Unpick,
    /// The mouse put the caret somewhere; `extend` keeps the anchor.
    Caret {
        /// Where.
        at: ByteOffset,
        /// Whether the selection's anchor stays.
        extend: bool,
    },
    /// The mouse selected a run.
    Select {
        /// Where it began.
        anchor: ByteOffset,
        /// Where the pointer is: before the anchor where the mouse went backward.
        caret: ByteOffset,
    },
    /// The mouse ticks or unticks an arrow that is offered, by its place in the list from 0.
    ToggleOffer(usize),
    /// The mouse was released after a drag or click in the reader: a sticky label or a pending fragment acts now.
    Released {
        /// Ctrl (Cmd on macOS) was down: add the selection as a fragment to the current annotation.
        add_fragment: bool,
    },
    /// The places of what is looked for in the article, and which of them should come into view; none when the find
    /// bar closes.
    Found {
        /// All places, in text order.
        spans: Vec<TextSpan>,
        /// The place of the current one among them.
        current: Option<usize>,
    },
    /// Work out what the table of annotations shows, from an index that may be older.
    ListSegments(Box<SegmentQuestion>, SegmentIndex),
    /// Look for places in the texts; an answer to an older question is not waited for any more.
    LookFor(Box<HitQuestion>),
    /// Work something out over several articles.
    Compare(Box<CompareQuestion>),
    /// Work something out about the texts of an article.
    AskTexts(Box<TextQuestion>),
    /// Show a part of the page about the open article's texts.
    ShowTexts(TextsTab),
    /// Read the journal, or work out a way back.
    AskHistory(Box<HistoryQuestion>),
    /// Make a step that a page has worked out.
    Commit(Box<Transaction>),
    /// Give this point of the journal a name.
    NameCheckpoint(String),
    /// Put articles side by side.
    SideBySide(Vec<ArticleId>),
    /// Work out what a page about coverage or attribution shows.
    Review(Box<ReviewQuestion>),
    /// Show a shared claim, source or event with its mentions.
    ShowThread(ThreadId),
    /// Work out something about threads.
    WorkOut(Box<ThreadQuestion>),
    /// Choose a thread for annotations of the annotator's own, all of one label.
    ChooseThread(Vec<(ArticleId, AnnotationId)>),
    /// Link mentions to a thread.
    Link {
        /// What is linked.
        mentions: Vec<MentionOf>,
        /// To what.
        to: LinkTo,
        /// For it, or against it.
        stance: LinkStance,
    },
    /// Show a page.
    Show(Page),
    /// Show or hide the command palette, the article finder, the keys.
    Toggle(Popup),
    /// Open a project.
    OpenProject(PathBuf),
    /// Open a copy of a sample.
    OpenSample(&'static str),
    /// Make a project of these files in this folder.
    NewProject {
        /// The project's folder, which must not exist or be empty.
        folder: PathBuf,
        /// Files and folders of articles.
        inputs: Vec<PathBuf>,
    },
    /// Add these files to the open project; without one, make a scratch project of them.
    Import(Vec<PathBuf>),
    /// What becomes of files and labels that an import was not certain about.
    AnswerImport(Box<ImportAnswers>),
    /// Add nothing of what was read.
    CancelImport,
    /// Add an article from the clipboard; without a project, in a scratch project.
    PasteArticle(Box<Paste>),
    /// Work out what an export would write and lose.
    CountExport(Box<ExportQuestion>),
    /// Write the project, or a part of it.
    Export {
        /// What, and how.
        choice: Box<ExportChoice>,
        /// The file or folder.
        to: PathBuf,
        /// What becomes of something that is there.
        existing: Existing,
    },
    /// Stop the import or export that runs.
    StopImport,
    /// Write Byline JSONL to a file.
    ExportJsonl(PathBuf),
    /// Give a scratch project a folder of its own.
    SaveProjectAs(PathBuf),
    /// Open the project again for editing, after it was open for reading only because somebody else had it.
    EditHere,
    /// Mend what can be mended of the open project's files, and open it again.
    Mend,
    /// Take another state of a file, by its place among what was offered when the project was opened.
    TakeOffer(usize),
    /// Close the project, to the welcome page.
    CloseProject,
    /// Ask the system for files or a folder.
    AskPath(PathQuestion),
    /// The answer to a question for a path, as from a dialog; nothing where it was closed.
    Picked(PathQuestion, Vec<PathBuf>),
    /// Set the annotator's name.
    SetAnnotator(String),
    /// Set the preferences.
    SetPreferences(Box<Preferences>),
    /// Name the system's fonts for the preferences.
    ListFonts,
    /// Show a message at the foot of the window.
    Say(String),
}

/// Windows above the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Popup {
    /// Find a command.
    Palette,
    /// Find an article.
    Articles,
    /// The keys.
    Keys,
    /// Paste an article.
    Paste,
    /// Make a new project.
    NewProject,
    /// Type a path.
    Path,
    /// Answer questions about what was read.
    Import,
    /// Choose a shared claim, source or event.
    Link,
}

/// What a file dialog is for; the answer comes back as the message that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathQuestion {
    /// [`Message::OpenProject`]
    OpenProject,
    /// [`Message::Import`], files.
    ImportFiles,
    /// [`Message::Import`], a folder.
    ImportFolder,
    /// Files or a folder for the form of a new project.
    NewProjectInputs,
    /// The place of a new project.
    NewProjectFolder,
    /// The file of an export.
    ExportFile,
    /// The folder that the folder of an export goes into.
    ExportFolder,
    /// [`Message::ExportJsonl`]
    ExportJsonl,
    /// [`Message::SaveProjectAs`]
    SaveProjectAs,
}

/// Where panels push their messages.
#[derive(Debug, Default)]
pub struct Outbox(Vec<Message>);

impl Outbox {
    /// Adds a message.
    pub fn push(&mut self, message: Message) {
        self.0.push(message);
    }

    /// Adds an action.
    pub fn act(&mut self, action: Action) {
        self.push(Message::Do(action));
    }

    /// Adds an edit.
    pub fn edit(&mut self, request: EditRequest) {
        self.push(Message::Edit(request));
    }

    /// Takes all messages out.
    pub fn take(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.0)
    }
}
