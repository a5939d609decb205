//! The actions that are there whatever the codebook says.

use super::{Action, Motion, SuggestionAction};
use crate::text::Grain;

impl Action {
    /// All actions that do not come from the codebook, in the order of the help page.
    pub fn fixed() -> Vec<Self> {
        let mut all: Vec<Self> = Motion::ALL.into_iter().map(Self::Move).collect();
        all.extend(Motion::ALL.into_iter().map(Self::Extend));
        all.extend([Self::Grow, Self::Shrink, Self::JumpToWord, Self::SelectAll]);
        all.extend(Grain::ALL.into_iter().map(Self::SetGrain));
        all.extend([
            Self::Delete,
            Self::Duplicate,
            Self::AddFragment,
            Self::EdgeStart,
            Self::EdgeEnd,
            Self::CycleOutward,
            Self::CycleInward,
            Self::NextAnnotation,
            Self::PreviousAnnotation,
            Self::NextUnread,
            Self::PreviousUnread,
            Self::NextArticle,
            Self::PreviousArticle,
            Self::MarkRead,
            Self::FinishArticle,
            Self::ReopenArticle,
            Self::Relate,
            Self::Confirm,
            Self::Escape,
            Self::ToggleUnsure,
            Self::Link,
            Self::Repeat,
        ]);
        all.extend(SuggestionAction::ALL.into_iter().map(Self::Suggestion));
        all.extend([
            Self::Copy,
            Self::Undo,
            Self::Redo,
            Self::Find,
            Self::FindNext,
            Self::FindPrevious,
            Self::FindInProject,
            Self::AllAlike,
            Self::GoToArticle,
            Self::Palette,
            Self::NextPanel,
            Self::PreviousPanel,
            Self::Help,
            Self::TextLarger,
            Self::TextSmaller,
            Self::TextReset,
            Self::ToggleAppearance,
            Self::FocusMode,
            Self::ShowReader,
            Self::ShowCodebook,
            Self::ShowGrid,
            Self::ShowSegments,
            Self::ShowTimeline,
            Self::ShowSides,
            Self::ShowFamilies,
            Self::ShowCoverage,
            Self::ShowAttribution,
            Self::ShowThreads,
            Self::ShowUnlinked,
            Self::ShowStories,
            Self::ShowProgress,
            Self::ShowNetwork,
            Self::ShowTexts,
            Self::CorrectText,
            Self::ShowLost,
            Self::ShowHistory,
            Self::NameCheckpoint,
            Self::ShowPreferences,
            Self::ShowProblems,
            Self::NewProject,
            Self::OpenProject,
            Self::ImportFiles,
            Self::ImportFolder,
            Self::PasteArticle,
            Self::Export,
            Self::ExportJsonl,
            Self::SaveProjectAs,
            Self::TypePath,
            Self::CloseProject,
            Self::Quit,
        ]);
        all
    }
}
