//! What can go wrong with a project's folder.

use super::{Holder, Repair};
use crate::text::shown;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a project can't be opened or saved. The message says what, where and what to do; the path comes last.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no project.
    #[error("no project here; choose a folder that has project.ron and articles.ron: {0}")]
    NotAProject(PathBuf),
    /// Something is in the way of a new project.
    #[error("something is here already; choose a new or empty folder: {0}")]
    Exists(PathBuf),
    /// A file has a format that only a later version knows.
    #[error(
        "format {format} is from a later version of Byline than this one, and was left as it is; update Byline: {path}"
    )]
    FutureFormat {
        /// The format's number.
        format: u32,
        /// The file.
        path: PathBuf,
    },
    /// A file name that would lead out of the project's folder.
    #[error("this file name leads out of the project's folder and was not followed; name a file inside it: {0:?}")]
    OutsidePath(String),
    /// A file is larger than any that Byline writes.
    #[error("the file is larger than {limit} bytes, which is more than Byline reads; split it: {path}")]
    TooLarge {
        /// Greatest size, in bytes.
        limit: u64,
        /// The file.
        path: PathBuf,
    },
    /// The system refused.
    #[error("could not {act}: {source}: {path}")]
    Io {
        /// What was tried: "read", say.
        act: &'static str,
        /// What the system said.
        source: io::Error,
        /// The file.
        path: PathBuf,
    },
    /// The file is kept as it is, because this version does not understand all of it.
    #[error("this file is kept as it is, because {why}; nothing was changed: {file}")]
    KeptFile {
        /// Why it is kept.
        why: String,
        /// The file, relative to the project's folder.
        file: String,
    },
    /// The project was opened for reading.
    #[error("the project is open for reading only ({0}); nothing was saved")]
    ReadOnly(String),
    /// Somebody else has the annotator's lock by now.
    #[error(
        "this project was taken over {0}; what is not saved yet is only in this window: export it, or open the project again"
    )]
    TakenOver(Holder),
    /// An undo or redo without an edit that it belongs to, or an earlier failure that left the journal in doubt.
    #[error("the journal and the program disagree ({0}); open the project again")]
    OutOfStep(String),
    /// An edit that can't be written down.
    #[error("this edit can't be saved ({0}); nothing was changed")]
    Unwritable(String),
}

impl StoreError {
    /// What to do about it, in a few words; empty where the message says so.
    pub fn remedy(&self) -> &'static str {
        use io::ErrorKind as Kind;
        let Self::Io { source, .. } = self else { return "" };
        match source.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => "make room on that disk",
            Kind::ReadOnlyFilesystem | Kind::PermissionDenied => "allow writing there",
            Kind::NotFound | Kind::NotADirectory => "the folder is gone: bring it back to its place",
            _ => "look after the disk",
        }
    }

    pub(super) fn io(act: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { act, source, path }
    }
}

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong with the project.
    Notice,
    /// Something could not be read or does not hold.
    Error,
}

/// The named checks of a project's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// A file can't be read.
    Unreadable,
    /// A file is from a later version.
    FutureFormat,
    /// A file has fields or values that this version does not know: it is shown as far as understood and kept as it is.
    UnknownFields,
    /// A path leads out of the folder.
    OutsidePath,
    /// Two names are one file on systems that take no notice of case.
    ClashingName,
    /// A text that an article names is not there.
    MissingText,
    /// A text is not the one that its article's hash names.
    ChangedText,
    /// Words stand elsewhere than a layer says; the new place is proposed.
    MovedPlace,
    /// Words can't be found again for certain: an orphan.
    LostPlace,
    /// Reading marks or rejections whose paragraph is not in the text any more.
    LostMark,
    /// A layer or suggestion file is on an article that the project does not have, or in the wrong place.
    StrayFile,
    /// Two records have the same id.
    DuplicateId,
    /// An arrow or statement has an end that is not there.
    DanglingLink,
    /// A link goes to a thread that nobody made, or a label that the codebook does not have.
    UnknownTarget,
    /// A place does not fit the text.
    BadPlace,
    /// The last line of a journal was not written to its end; its edit was never shown as saved.
    TornLine,
    /// A line of a journal can't be read.
    BadLine,
    /// A line of a journal was changed, removed, moved or put in: the chain of its lines does not hold.
    BrokenChain,
    /// A file has two versions in it, as a merge left them.
    MergeMarks,
    /// A file that Byline wrote is gone, and the journal does not hold all of it.
    MissingFile,
    /// A file that Byline wrote was gone and is as the journal has it.
    BroughtBack,
    /// A file is as it was at an earlier time: somebody put an old copy back.
    OlderFile,
    /// The line ends of a file were converted, as version control does on Windows; it was read as it was before.
    LineEnds,
    /// A file was changed from outside since Byline wrote it: the file wins, and undo stops there.
    ChangedFile,
    /// Somebody's journal holds edits that her files do not have yet.
    Behind,
    /// Another process has the project open for this annotator.
    Locked,
    /// A file that a write which was cut off has left behind.
    Leftover,
    /// A text that no article names.
    UnusedText,
    /// What another program wrote was copied to a place of its own before it was replaced.
    SetAside,
}

impl Check {
    /// The check's name, for `byline check --json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::FutureFormat => "future-format",
            Self::UnknownFields => "unknown-fields",
            Self::OutsidePath => "outside-path",
            Self::ClashingName => "clashing-name",
            Self::MissingText => "missing-text",
            Self::ChangedText => "changed-text",
            Self::MovedPlace => "moved-place",
            Self::LostPlace => "lost-place",
            Self::LostMark => "lost-mark",
            Self::StrayFile => "stray-file",
            Self::DuplicateId => "duplicate-id",
            Self::DanglingLink => "dangling-link",
            Self::UnknownTarget => "unknown-target",
            Self::BadPlace => "bad-place",
            Self::TornLine => "torn-line",
            Self::BadLine => "bad-line",
            Self::BrokenChain => "broken-chain",
            Self::MergeMarks => "merge-marks",
            Self::MissingFile => "missing-file",
            Self::BroughtBack => "brought-back",
            Self::OlderFile => "older-file",
            Self::LineEnds => "line-ends",
            Self::ChangedFile => "changed-file",
            Self::Behind => "behind",
            Self::Locked => "locked",
            Self::Leftover => "leftover",
            Self::UnusedText => "unused-text",
            Self::SetAside => "set-aside",
        }
    }

    /// How grave it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::UnknownFields
            | Self::MovedPlace
            | Self::LostPlace
            | Self::LostMark
            | Self::TornLine
            | Self::BroughtBack
            | Self::OlderFile
            | Self::LineEnds
            | Self::ChangedFile
            | Self::Behind
            | Self::Locked
            | Self::Leftover
            | Self::UnusedText
            | Self::SetAside => Severity::Notice,
            _ => Severity::Error,
        }
    }
}

/// Something found while reading a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which check found it.
    pub check: Check,
    /// The file, relative to the project's folder.
    pub file: String,
    /// Where in the file: a line and column, or a record; else empty.
    pub place: String,
    /// What is so, and what to do about it.
    pub message: String,
    /// The repair that mends it, where there is a safe one.
    pub repair: Option<Repair>,
    /// Where it stands for others of the kind in the same file: how many they are.
    pub more: usize,
}

impl Problem {
    pub(super) fn new(check: Check, file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { check, file: file.into(), place: String::new(), message: message.into(), repair: None, more: 0 }
    }

    pub(super) fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.check.severity()
    }

    /// How many things it says.
    pub fn count(&self) -> usize {
        self.more.max(1)
    }
}

/// Things of a kind in one file that are listed; a file of 40 MB can have a million.
const MOST_LISTED: usize = 100;

/// Lists what a check finds in a file: the first by themselves, of the others how many there are.
pub(super) struct Listed {
    check: Check,
    file: String,
    found: usize,
    most: usize,
}

/// Files that one journal names and that are listed by themselves.
const MOST_FILES: usize = 10_000;

impl Listed {
    pub(super) fn new(check: Check, file: impl Into<String>) -> Self {
        Self { check, file: file.into(), found: 0, most: MOST_LISTED }
    }

    /// For what is found about other files that this one names.
    pub(super) fn of_files(check: Check, file: impl Into<String>) -> Self {
        Self { most: MOST_FILES, ..Self::new(check, file) }
    }

    /// One more; `problem` makes it where it is listed.
    pub(super) fn add(&mut self, problems: &mut Vec<Problem>, problem: impl FnOnce() -> Problem) {
        self.found += 1;
        if self.found <= self.most {
            problems.push(problem());
        }
    }

    /// Says how many are not listed.
    pub(super) fn finish(self, problems: &mut Vec<Problem>) {
        let more = self.found.saturating_sub(self.most);
        if more > 0 {
            let message = format!("has {more} more of the kind, which are not listed");
            problems.push(Problem { more, ..Problem::new(self.check, self.file, message) });
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", shown(&self.file), shown(&self.message))?;
        if self.place.is_empty() { Ok(()) } else { write!(f, " ({})", shown(&self.place)) }
    }
}
