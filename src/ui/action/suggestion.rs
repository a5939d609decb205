//! Actions on suggestions.

use super::words::{ActionInfo, info};

/// What can be done with suggestions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuggestionAction {
    /// Go to the next one.
    Next,
    /// Go back to the one before.
    Previous,
    /// Accept it with its source and arrow.
    Accept,
    /// Turn it down.
    Reject,
    /// Leave it for later.
    Later,
    /// Ask whether all that are shown on the article are accepted.
    AcceptAll,
    /// Show fainter ones, too.
    Fainter,
    /// Show only surer ones.
    Surer,
    /// Show suggestions, or none.
    Toggle,
    /// What became of them, and a second look.
    ShowPage,
}

impl SuggestionAction {
    /// All of them, in the order of the help page.
    pub const ALL: [Self; 10] = [
        Self::Next,
        Self::Previous,
        Self::Accept,
        Self::Reject,
        Self::Later,
        Self::AcceptAll,
        Self::Fainter,
        Self::Surer,
        Self::Toggle,
        Self::ShowPage,
    ];

    pub(super) fn info(self) -> ActionInfo {
        let (text, tooltip, keys, reader_only): (&str, &str, &[&'static str], bool) = match self {
            Self::Next => ("Next suggestion", "Go to the next suggestion of the article", &["g"], true),
            Self::Previous => (
                "Previous suggestion",
                "Back to the suggestion before; on a suggestion, Backspace does it too",
                &["Shift+g"],
                true,
            ),
            Self::Accept => ("Accept the suggestion", "With its source and arrow, as one step", &["a"], true),
            Self::Reject => ("Reject the suggestion", "It does not come back", &["x"], true),
            Self::Later => ("Leave it for later", "On to the next suggestion", &["Space"], true),
            Self::AcceptAll => (
                "Accept all suggestions…",
                "Says first which they are, and Enter says yes; one undo takes all of them back",
                &["Shift+a"],
                true,
            ),
            Self::Fainter => {
                ("Fainter suggestions, too", "Lower the least score that is shown by ten", &["Alt+Down"], true)
            }
            Self::Surer => ("Only surer suggestions", "Raise the least score that is shown by ten", &["Alt+Up"], true),
            Self::Toggle => ("Show suggestions", "Dashed, worked out on this machine; or none at all", &[], false),
            Self::ShowPage => ("Suggestions", "What became of them, and places to look at again", &[], false),
        };
        info(format!("suggestion {self:?}"), text, tooltip, keys, reader_only)
    }
}
