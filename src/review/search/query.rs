//! What is looked for, and what is wrong with a regular expression.

use crate::text::fold;

/// How the words of a query are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A word or a phrase, as it stands.
    #[default]
    Words,
    /// A regular expression, in the syntax of the `regex` crate; `^` and `$` mean the ends of a line.
    Regex,
}

/// Whether case and accents matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Folding {
    /// They do not: "guaido" finds "Guaidó".
    #[default]
    Folded,
    /// They do.
    Exact,
}

/// Where a place may begin and end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bounds {
    /// Anywhere.
    #[default]
    Anywhere,
    /// Not inside a word.
    WholeWords,
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Query {
    /// The words or the expression, as typed.
    pub words: String,
    /// How they are read.
    pub form: Form,
    /// Whether case and accents matter.
    pub folding: Folding,
    /// Where a place may begin and end.
    pub bounds: Bounds,
}

impl Query {
    /// A word or phrase anywhere, whatever its case and accents.
    pub fn words(words: impl Into<String>) -> Self {
        Self { words: words.into(), ..Self::default() }
    }

    /// True where there is nothing to look for: nothing was typed, or nothing but spaces and invisible characters.
    pub fn is_empty(&self) -> bool {
        match self.form {
            Form::Words => fold(&self.words).trim().is_empty(),
            Form::Regex => self.words.is_empty(),
        }
    }
}

/// Why a query can't be looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// The regular expression can't be read.
    #[error("{what} at character {at} of the regular expression {pattern:?}")]
    BadRegex {
        /// What is wrong.
        what: String,
        /// The place in `pattern`, in code points from 1.
        at: usize,
        /// The expression, as typed.
        pattern: String,
    },
    /// The regular expression would take too much memory.
    #[error("repeats too much to be looked for; use smaller numbers in the regular expression {pattern:?}")]
    TooLarge {
        /// The expression, as typed.
        pattern: String,
    },
}

/// Says what is wrong with a regular expression, and where; `None` where nothing is.
pub(super) fn complaint(pattern: &str) -> Option<QueryError> {
    let (what, byte) = match regex_syntax::parse(pattern) {
        Ok(_) => return None,
        Err(regex_syntax::Error::Parse(error)) => (error.kind().to_string(), error.span().start.offset),
        Err(regex_syntax::Error::Translate(error)) => (error.kind().to_string(), error.span().start.offset),
        Err(other) => (other.to_string(), 0),
    };
    let at = pattern.get(..byte).map_or(0, |before| before.chars().count()) + 1;
    Some(QueryError::BadRegex { what, at, pattern: pattern.to_owned() })
}

/// A regular expression for folded text: its own accents and typographic marks are folded, escapes stay as they are.
pub(super) fn folded_pattern(pattern: &str) -> String {
    let mut folded = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        if c.is_ascii() {
            folded.push(c);
        } else {
            folded.push_str(&regex::escape(&fold(c.encode_utf8(&mut [0; 4]))));
        }
    }
    folded
}
