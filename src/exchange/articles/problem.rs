//! Why a file could not be read as an article.

use thiserror::Error;

/// What keeps a file from being an article: said by name, and the rest goes on.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind}: {file}")]
pub struct ArticleProblem {
    /// The file, as the caller named it.
    pub file: String,
    /// What is wrong with it.
    pub kind: ArticleProblemKind,
}

/// The kinds of problems with a file of an article.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ArticleProblemKind {
    /// The file has as many bytes as the limit, or more.
    #[error("too large: {} MB, and it must be under {} MB; save fewer articles, or their text alone", bytes.div_ceil(1_000_000), limit / 1_000_000)]
    TooLarge {
        /// The size of the file in bytes.
        bytes: usize,
        /// The most that it may have, in bytes.
        limit: usize,
    },
    /// The file has no words.
    #[error("empty: there are no words in it")]
    Empty,
    /// The file is not text; says what it is where that can be seen.
    #[error("not text: it is {0}; give its name the right ending")]
    Binary(&'static str),
    /// The file claims to be text and cannot be read as such.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// The name does not end as those of articles do.
    #[error("not a kind of article: {0:?}; byline formats lists the kinds")]
    UnknownKind(String),
}

impl ArticleProblemKind {
    pub(super) fn of(self, file: &str) -> ArticleProblem {
        ArticleProblem { file: file.to_owned(), kind: self }
    }
}
