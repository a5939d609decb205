//! Steps of the caret.

/// A step of the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Motion {
    /// One character back; extending, one unit of the grain.
    Left,
    /// One character on; extending, one unit of the grain.
    Right,
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// One word back.
    WordLeft,
    /// One word on.
    WordRight,
    /// To the start of the clause.
    ClauseLeft,
    /// To the end of the clause.
    ClauseRight,
    /// One sentence back.
    SentenceUp,
    /// One sentence on.
    SentenceDown,
    /// To the start of the line.
    LineStart,
    /// To the end of the line.
    LineEnd,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the start of the article.
    TextStart,
    /// To the end of the article.
    TextEnd,
}

impl Motion {
    /// All motions.
    pub const ALL: [Self; 16] = [
        Self::Left,
        Self::Right,
        Self::Up,
        Self::Down,
        Self::WordLeft,
        Self::WordRight,
        Self::ClauseLeft,
        Self::ClauseRight,
        Self::SentenceUp,
        Self::SentenceDown,
        Self::LineStart,
        Self::LineEnd,
        Self::PageUp,
        Self::PageDown,
        Self::TextStart,
        Self::TextEnd,
    ];

    /// Words, and the default key that moves; empty where there is none.
    pub(super) fn info(self) -> (&'static str, &'static str) {
        match self {
            Self::Left => ("Left", "Left"),
            Self::Right => ("Right", "Right"),
            Self::Up => ("Up a line", "Up"),
            Self::Down => ("Down a line", "Down"),
            Self::WordLeft => ("Word back", "Ctrl+Left"),
            Self::WordRight => ("Word on", "Ctrl+Right"),
            Self::ClauseLeft => ("Start of the clause", ""),
            Self::ClauseRight => ("End of the clause", ""),
            Self::SentenceUp => ("Sentence back", "Ctrl+Up"),
            Self::SentenceDown => ("Sentence on", "Ctrl+Down"),
            Self::LineStart => ("Start of the line", "Home"),
            Self::LineEnd => ("End of the line", "End"),
            Self::PageUp => ("Page up", "PageUp"),
            Self::PageDown => ("Page down", "PageDown"),
            Self::TextStart => ("Start of the article", "Ctrl+Home"),
            Self::TextEnd => ("End of the article", "Ctrl+End"),
        }
    }
}
