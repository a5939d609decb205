//! The states of a cell.

/// What an article is to a thread. The first that holds, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellState {
    /// A mention is linked against it, is a denial, or the outlet rejects it.
    Disputed,
    /// A mention credits it to somebody.
    Attributed,
    /// It is mentioned in any other way.
    Stated,
    /// The thread belongs to a story that the article is not in.
    OutOfScope,
    /// The article was published on a day before it could be known.
    Earlier,
    /// A paragraph outside boilerplate was not read.
    Unread,
    /// Annotations of that label are not linked to any thread.
    Unlinked,
    /// It was read before the thread was made.
    Stale,
    /// It was read, and is not there.
    Absent,
}

impl CellState {
    /// All states, the first that holds first.
    pub const ALL: [Self; 9] = [
        Self::Disputed,
        Self::Attributed,
        Self::Stated,
        Self::OutOfScope,
        Self::Earlier,
        Self::Unread,
        Self::Unlinked,
        Self::Stale,
        Self::Absent,
    ];

    /// The state's name in files and commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Disputed => "disputed",
            Self::Attributed => "attributed",
            Self::Stated => "stated",
            Self::OutOfScope => "out_of_scope",
            Self::Earlier => "earlier",
            Self::Unread => "unread",
            Self::Unlinked => "unlinked",
            Self::Stale => "stale",
            Self::Absent => "absent",
        }
    }

    /// What the screen shows.
    pub fn words(self) -> &'static str {
        match self {
            Self::OutOfScope => "out of scope",
            Self::Unread => "not read",
            Self::Unlinked => "not linked",
            Self::Stale => "read before",
            _ => self.name(),
        }
    }

    /// One character for it, where there is room for no more; a legend stands beside it.
    pub fn sign(self) -> char {
        match self {
            Self::Disputed => 'D',
            Self::Attributed => 'A',
            Self::Stated => 'S',
            Self::OutOfScope => '-',
            Self::Earlier => '<',
            Self::Unread => '?',
            Self::Unlinked => '~',
            Self::Stale => 'o',
            Self::Absent => '0',
        }
    }

    /// What it means, for legends.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Disputed => "denied, rejected by the outlet, or linked against",
            Self::Attributed => "credited to somebody",
            Self::Stated => "said in the outlet's own voice, or with nobody named",
            Self::OutOfScope => "the article belongs to another story",
            Self::Earlier => "published before it could be known",
            Self::Unread => "not there as far as it was read; some of it was not",
            Self::Unlinked => "perhaps there: not everything of that label is linked",
            Self::Stale => "read before this was looked for",
            Self::Absent => "read, and not there",
        }
    }

    /// True where the article mentions it.
    pub fn is_mention(self) -> bool {
        self <= Self::Stated
    }

    /// True where the article could have mentioned it and does not, as far as is known.
    pub fn is_missing(self) -> bool {
        self >= Self::Unread
    }

    /// The state's place in [`CellState::ALL`].
    pub fn number(self) -> usize {
        self as usize
    }
}
