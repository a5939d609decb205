//! What could not be read, and where.

use std::fmt;

/// Something in a file that could not be taken as it is: said by line, and the rest goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProblem {
    /// Where in the file.
    pub at: At,
    /// The column, from 1 in bytes of the line, where the line is no JSON; else `None`.
    pub column: Option<u64>,
    /// What is wrong, what became of it, and where it helps what to do.
    pub what: String,
    /// Whether the whole line is lost, or only a part of it.
    pub extent: Extent,
}

/// A place in a file of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// A line, from 1.
    Line(u64),
    /// A named part: an entry of a package, a document's name.
    Entry(String),
    /// The file as a whole.
    File,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Entry(name) => f.write_str(name),
            Self::File => f.write_str("the file"),
        }
    }
}

/// How much a problem took away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// The line was read; something in it was left out or changed.
    Part,
    /// The line, or the article, was left out.
    Line,
    /// The file was not read any further.
    File,
}

impl fmt::Display for LineProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.at)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.what)
    }
}
