//! Everything that a key, a button or the palette can do: one closed enum, with words and default keys.

mod fixed;
mod suggestion;
mod words;

use super::Motion;
use crate::model::LabelId;
use crate::text::Grain;
pub use suggestion::SuggestionAction;
pub use words::ActionInfo;
use words::{extend_info, grain_info, info};

/// Everything that a key, a button or the palette can do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Move the caret.
    Move(Motion),
    /// Extend the selection.
    Extend(Motion),
    /// Grow the selection: word, quotation or clause, sentence, paragraph.
    Grow,
    /// Shrink the selection.
    Shrink,
    /// Jump to a word in view by its first letters; with a selection, extend it to the word.
    JumpToWord,
    /// Set the grain of the selection.
    SetGrain(Grain),
    /// Select the whole article.
    SelectAll,
    /// Label the selection, or the word at the caret; with a current annotation and no selection, change its label.
    Label(LabelId),
    /// The mouse labels on release, the keyboard with Enter, until Esc.
    StickyLabel(LabelId),
    /// Delete the current annotation.
    Delete,
    /// Double the current annotation.
    Duplicate,
    /// The next selection and Enter adds a fragment.
    AddFragment,
    /// Move the start of the current annotation with the arrows.
    EdgeStart,
    /// Move the end of the current annotation with the arrows.
    EdgeEnd,
    /// Pick the next annotation outward at the caret.
    CycleOutward,
    /// Pick the next annotation inward at the caret.
    CycleInward,
    /// Pick the next annotation.
    NextAnnotation,
    /// Pick the previous annotation.
    PreviousAnnotation,
    /// Go to the next paragraph not read.
    NextUnread,
    /// Go to the previous paragraph not read.
    PreviousUnread,
    /// Open the next article.
    NextArticle,
    /// Open the previous article.
    PreviousArticle,
    /// The paragraph is read, and on to the next.
    MarkRead,
    /// Finish the article and open the next.
    FinishArticle,
    /// Open a finished article again.
    ReopenArticle,
    /// Draw an arrow from the current annotation: the fitting ones are numbered on the text.
    Relate,
    /// Enter: take the offer, label with a sticky label, add the fragment, or open the attributes.
    Confirm,
    /// Leave the innermost of popup, pending mode, sticky label, selection.
    Escape,
    /// Say or unsay that the current annotation is unsure.
    ToggleUnsure,
    /// Link to a shared claim, source or event.
    Link,
    /// Something with suggestions.
    Suggestion(SuggestionAction),
    /// Repeat the last label or link.
    Repeat,
    /// Copy the words with outlet, title, date, address, paragraph.
    Copy,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Find in the article.
    Find,
    /// The next place found.
    FindNext,
    /// The previous place found.
    FindPrevious,
    /// Find in all articles.
    FindInProject,
    /// List every place with the same words.
    AllAlike,
    /// Find an article.
    GoToArticle,
    /// Find a command.
    Palette,
    /// The next panel.
    NextPanel,
    /// The previous panel.
    PreviousPanel,
    /// The keys.
    Help,
    /// Larger text.
    TextLarger,
    /// Smaller text.
    TextSmaller,
    /// Text as it was at first.
    TextReset,
    /// Light or dark.
    ToggleAppearance,
    /// Only the text, or all panels.
    FocusMode,
    /// The article.
    ShowReader,
    /// Labels and attributes.
    ShowCodebook,
    /// Metadata of all articles.
    ShowGrid,
    /// All annotations of the project.
    ShowSegments,
    /// Events, claims and articles by date.
    ShowTimeline,
    /// Articles side by side.
    ShowSides,
    /// Reprints, rewrites, conflicts, headlines.
    ShowFamilies,
    /// Which article says what.
    ShowCoverage,
    /// On whose word each shared claim stands.
    ShowAttribution,
    /// Shared claims, sources and events.
    ShowThreads,
    /// Annotations that are linked to nothing.
    ShowUnlinked,
    /// Stories.
    ShowStories,
    /// How far everything is, and what to read next.
    ShowProgress,
    /// Sources, claims and outlets as a network.
    ShowNetwork,
    /// The texts of the article, and what changed between them.
    ShowTexts,
    /// Correct the article's text.
    CorrectText,
    /// Annotations on the article that lost their place.
    ShowLost,
    /// The journal: what was done, and the way back.
    ShowHistory,
    /// Give this point of the journal a name.
    NameCheckpoint,
    /// Preferences and keys.
    ShowPreferences,
    /// What was wrong with the project's files.
    ShowProblems,
    /// A new project from files or a folder.
    NewProject,
    /// Open a project.
    OpenProject,
    /// Add articles from files.
    ImportFiles,
    /// Add articles from a folder.
    ImportFolder,
    /// Add an article from the clipboard.
    PasteArticle,
    /// Write the project, or a part of it, in another format.
    Export,
    /// Write Byline JSONL.
    ExportJsonl,
    /// Give a scratch project a folder of its own.
    SaveProjectAs,
    /// Open, add, export or keep by a path that is typed.
    TypePath,
    /// Close the project.
    CloseProject,
    /// Close the window.
    Quit,
}

impl Action {
    /// The action's words and default keys; a label's own words come from the codebook.
    pub fn info(&self) -> ActionInfo {
        let (text, tooltip, keys, reader_only): (&str, &str, &[&'static str], bool) = match self {
            Self::Move(motion) => {
                let (text, key) = motion.info();
                let keys = [key].into_iter().filter(|key| !key.is_empty());
                return info(format!("{motion:?}"), text, "Move the caret", &keys.collect::<Vec<_>>(), true);
            }
            Self::Extend(motion) => return extend_info(*motion),
            Self::SetGrain(grain) => return grain_info(*grain),
            Self::Suggestion(what) => return what.info(),
            Self::Label(id) => {
                return info(
                    format!("label {id}"),
                    &format!("Label as {id}"),
                    "Label the selection, or the word at the caret",
                    &[],
                    true,
                );
            }
            Self::StickyLabel(id) => {
                return info(
                    format!("keep {id}"),
                    &format!("Keep labelling as {id}"),
                    "Every selection gets the label until Esc",
                    &[],
                    true,
                );
            }
            Self::Grow => {
                ("Grow the selection", "Word, quotation or clause, sentence, paragraph", &["Ctrl+Shift+Up"], true)
            }
            Self::Shrink => ("Shrink the selection", "Back towards the word", &["Ctrl+Shift+Down"], true),
            Self::JumpToWord => {
                ("Jump to a word", "Type its first letters; a selection is extended to it", &["/"], true)
            }
            Self::SelectAll => ("Select all", "Select the whole article", &["Ctrl+A"], true),
            Self::Delete => (
                "Delete the annotation",
                "Its arrows go with it; undo brings them back",
                &["Delete", "Backspace"],
                true,
            ),
            Self::Duplicate => {
                ("Double the annotation", "A copy on the same words, to give it another label", &["Ctrl+D"], true)
            }
            Self::AddFragment => ("Add a fragment…", "Select more words, then Enter", &["+"], true),
            Self::EdgeStart => ("Move its start", "Then the arrows move it by the grain", &["[", "Alt+Left"], true),
            Self::EdgeEnd => ("Move its end", "Then the arrows move it by the grain", &["]", "Alt+Right"], true),
            Self::CycleOutward => {
                ("Pick outward", "From the innermost annotation at the caret to the outermost", &["Tab"], true)
            }
            Self::CycleInward => {
                ("Pick inward", "From the outermost annotation at the caret to the innermost", &["Shift+Tab"], true)
            }
            Self::NextAnnotation => ("Next annotation", "Pick the next annotation", &["n"], true),
            Self::PreviousAnnotation => ("Previous annotation", "Pick the previous annotation", &["p"], true),
            Self::NextUnread => ("Next paragraph not read", "Go there", &["Shift+n"], true),
            Self::PreviousUnread => ("Previous paragraph not read", "Go there", &["Shift+p"], true),
            Self::NextArticle => ("Next article", "Open the next article of the list", &["Ctrl+PageDown"], false),
            Self::PreviousArticle => {
                ("Previous article", "Open the previous article of the list", &["Ctrl+PageUp"], false)
            }
            Self::MarkRead => ("Paragraph is read", "It holds nothing more; on to the next", &["m"], true),
            Self::FinishArticle => {
                ("Finish the article…", "Mark the rest as read, then open the next article", &["Ctrl+Enter"], false)
            }
            Self::ReopenArticle => ("Reopen the article", "It counts as in progress again", &[], false),
            Self::Relate => ("Draw an arrow…", "The fitting annotations are numbered on the text", &["r"], true),
            Self::Confirm => (
                "Confirm, or open the attributes",
                "Take the offer; else attributes and note beside the text",
                &["Enter"],
                true,
            ),
            Self::Escape => {
                ("Leave", "Leave the innermost of popup, pending mode, sticky label, selection", &["Esc"], false)
            }
            Self::ToggleUnsure => ("Unsure", "Mark the annotation as unsure, or as sure", &["u"], true),
            Self::Link => {
                ("Same as…", "Link the annotation, or the selection, to a shared claim, source or event", &["t"], true)
            }
            Self::Repeat => ("Repeat", "The last label or link again, on the selection", &["."], true),
            Self::Copy => {
                ("Copy with reference", "The words with outlet, title, date, address, paragraph", &["Ctrl+C"], true)
            }
            Self::Undo => ("Undo", "Take the last step back, in whatever article it was", &["Ctrl+Z"], false),
            Self::Redo => ("Redo", "Make the undone step again", &["Ctrl+Shift+Z", "Ctrl+Y"], false),
            Self::Find => ("Find in the article", "Case and accents do not matter", &["Ctrl+F"], false),
            Self::FindNext => ("Find next", "The next place found", &["F3"], false),
            Self::FindPrevious => ("Find previous", "The previous place found", &["Shift+F3"], false),
            Self::FindInProject => {
                ("Find in all articles", "Words in context, to compare, tick and label", &["Ctrl+Shift+F"], false)
            }
            Self::AllAlike => {
                ("All alike…", "Every place in the project with the same words, to label as one step", &["*"], true)
            }
            Self::GoToArticle => ("Go to article…", "Find an article by title, outlet or date", &["Ctrl+P"], false),
            Self::Palette => ("Commands…", "Find a command by its name", &["Ctrl+K"], false),
            Self::NextPanel => ("Next panel", "Articles, text, details", &["F6"], false),
            Self::PreviousPanel => ("Previous panel", "Details, text, articles", &["Shift+F6"], false),
            Self::Help => ("Keys", "All keys on one page", &["?", "F1"], false),
            Self::TextLarger => ("Larger text", "Make the article's text larger", &["Ctrl++", "Ctrl+="], false),
            Self::TextSmaller => ("Smaller text", "Make the article's text smaller", &["Ctrl+-"], false),
            Self::TextReset => ("Normal text size", "The article's text as it was at first", &["Ctrl+0"], false),
            Self::ToggleAppearance => ("Light or dark", "Switch between light and dark", &[], false),
            Self::FocusMode => (
                "Focus mode",
                "Only the text and a thin line under it, or all panels",
                &["F11", "Ctrl+Shift+Enter"],
                false,
            ),
            Self::ShowReader => ("Article", "Read and label", &[], false),
            Self::ShowCodebook => ("Codebook", "Labels, attributes, definitions", &[], false),
            Self::ShowGrid => ("Article details", "Title, outlet, date and address of all articles", &[], false),
            Self::ShowSegments => ("Annotations", "All annotations of the project, to compare and change", &[], false),
            Self::ShowTimeline => ("Timeline", "Events, claims and articles by date", &[], false),
            Self::ShowSides => ("Side by side", "Two to four articles, paragraph by paragraph", &[], false),
            Self::ShowFamilies => {
                ("Families", "Reprints, rewrites, event conflicts, headlines against texts", &[], false)
            }
            Self::ShowCoverage => ("Coverage", "Which article says what, and which leaves it out", &[], false),
            Self::ShowAttribution => ("Attribution", "On whose word each shared claim stands", &[], false),
            Self::ShowThreads => {
                ("Shared items", "Shared claims, sources and events with all their mentions", &[], false)
            }
            Self::ShowUnlinked => {
                ("Not linked yet", "Annotations without a shared item, in groups that look the same", &[], false)
            }
            Self::ShowStories => ("Stories", "Sets of articles, and what belongs to them", &[], false),
            Self::ShowProgress => ("Progress", "How far everything is, and what to read next", &[], false),
            Self::ShowNetwork => ("Network", "Sources, claims and outlets, and what runs between them", &[], false),
            Self::ShowTexts => {
                ("Texts of the article", "What was added, softened or removed between its texts", &[], false)
            }
            Self::CorrectText => {
                ("Correct the text…", "Both texts are kept, and annotations follow their words", &[], false)
            }
            Self::ShowLost => {
                ("Lost places", "Annotations whose words can't be found, and where they may stand", &[], false)
            }
            Self::ShowHistory => ("History", "Every step with what it replaced, and the way back", &["Ctrl+H"], false),
            Self::NameCheckpoint => ("Name a checkpoint…", "A point of the journal to go back to", &[], false),
            Self::ShowPreferences => ("Preferences", "Name, appearance, keys", &["Ctrl+,"], false),
            Self::ShowProblems => ("Problems", "What was found in the project's files", &[], false),
            Self::NewProject => ("New project…", "From files or a folder of articles", &["Ctrl+N"], false),
            Self::OpenProject => ("Open project…", "Open a project's folder", &["Ctrl+O"], false),
            Self::ImportFiles => ("Add files…", "Add articles from files", &[], false),
            Self::ImportFolder => ("Add a folder…", "Add all articles of a folder", &[], false),
            Self::PasteArticle => ("Paste an article…", "Add an article from the clipboard", &["Ctrl+V"], false),
            Self::Export => ("Export…", "Tables, corpora, files of other programs, pages to read", &["Ctrl+E"], false),
            Self::ExportJsonl => {
                ("Export as JSONL…", "All articles with everybody's annotations in one file", &[], false)
            }
            Self::SaveProjectAs => ("Keep the project as…", "Give it a folder of its own", &["Ctrl+Shift+S"], false),
            Self::TypePath => ("Type a path…", "Open, add, export or keep by a path that you type", &[], false),
            Self::CloseProject => ("Close the project", "Back to the welcome page", &["Ctrl+W"], false),
            Self::Quit => ("Quit", "Close the window; everything is saved", &["Ctrl+Q"], false),
        };
        info(format!("{self:?}"), text, tooltip, keys, reader_only)
    }
}
