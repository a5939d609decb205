//! What a row of the table of formats says.

use super::articles::ArticleFormat;
use super::export::Selection;
use super::folder::Folder;
use super::gather::Source;
use super::jsonl::Reader;
use super::loss::{Counts, Feature, Loss, of_options};
use super::pace::Pace;
use super::problem::ExportError;
use super::setting::{Setting, Values};
use std::fmt;
use std::io::Write;

/// Writes a selection as one file.
pub type FileWriter = fn(&Selection<'_>, &mut dyn Write, &mut Pace<'_>) -> Result<(), ExportError>;

/// Writes a selection as a folder of files.
pub type FolderWriter = fn(&Selection<'_>, &mut Folder, &mut Pace<'_>) -> Result<(), ExportError>;

/// Reads a file of annotated articles: gives each as a record in the shape of Byline JSONL (`Reader::record`), and says
/// what could not be read. The closure says whether to go on; it is asked before each article.
pub type CodedReader = fn(&Source<'_>, &mut Reader<'_, '_>, &mut dyn FnMut() -> bool);

/// How a format is written.
#[derive(Clone, Copy)]
pub enum Output {
    /// It is only read.
    None,
    /// As one file.
    File(FileWriter),
    /// As a folder of files.
    Folder(FolderWriter),
}

/// How a format is read.
#[derive(Clone, Copy)]
pub enum Input {
    /// A file of one or more articles without annotations.
    Article(ArticleFormat),
    /// A table of metadata beside articles.
    Metadata,
    /// Byline JSONL.
    Jsonl,
    /// Annotated articles in another program's format.
    Coded(CodedReader),
}

/// Whether a format can do without the words of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// It is nothing without them.
    Needed,
    /// `--no-text` leaves them out.
    CanGo,
}

/// The beginning of a file, for telling formats apart that share an ending.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The file's name, lower case.
    pub name: &'a str,
    /// Its first bytes: at most [`Head::MOST`].
    pub start: &'a [u8],
}

impl Head<'_> {
    /// How much of a file is looked at, in bytes.
    pub const MOST: usize = 64 << 10;
}

/// One row of the table.
#[derive(Clone, Copy)]
pub struct Format {
    /// What `--format` takes.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Ends of its files' names, lower case, without the point; the first is the one written.
    pub extensions: &'static [&'static str],
    /// What is read from it; empty where it is only written.
    pub reads: &'static str,
    /// What is written into it; empty where it is only read.
    pub writes: &'static str,
    /// What it cannot hold, where that can be counted.
    pub loses: &'static [Feature],
    /// What else is lost on the way there or back; may be empty.
    pub limits: &'static str,
    /// Losses that take a closer look at the selection, and remarks: nothing to write, say.
    pub closer: Option<fn(&Selection<'_>) -> Vec<Loss>>,
    /// What `--set` takes besides the settings of all formats.
    pub settings: &'static [Setting],
    /// Whether it can be written without the words of articles.
    pub words: Words,
    /// Whether a file with one of its endings is of this format, where several formats have the ending.
    pub is_it: Option<fn(&Head<'_>) -> bool>,
    /// Files that belong to one of its files and are not read on their own: an ending with its point means the file of
    /// the same stem (`.txt`), anything else a name in the same folder.
    pub beside: &'static [&'static str],
    /// How it is read, where it is.
    pub input: Option<Input>,
    /// How it is written.
    pub output: Output,
}

/// Settings that every written format takes.
pub const COMMON: &[Setting] = &[
    Setting {
        key: "split",
        values: Values::Words,
        about: "parts in percent, 80,10,10 say: it becomes a folder with train, dev and test; families stay together",
    },
    Setting { key: "seed", values: Values::Words, about: "any words: another seed is another split" },
    Setting {
        key: "manifest",
        values: Values::Flag,
        about: "writes NAME.manifest.json beside the file: versions, hashes, counts; a folder always has one",
    },
    Setting {
        key: "quote",
        values: Values::Number { or: 0, most: 1000 },
        about: "where texts are left out, how many words of an annotation are kept",
    },
];

impl Format {
    /// A row with nothing in it, to begin from.
    pub const BASE: Self = Self {
        name: "",
        title: "",
        extensions: &[],
        reads: "",
        writes: "",
        loses: &[],
        limits: "",
        closer: None,
        settings: &[],
        words: Words::Needed,
        is_it: None,
        beside: &[],
        input: None,
        output: Output::None,
    };

    /// True where it can be written.
    pub fn is_written(&self) -> bool {
        !matches!(self.output, Output::None)
    }

    /// True where it becomes a folder.
    pub fn is_folder(&self) -> bool {
        matches!(self.output, Output::Folder(_))
    }

    /// What it cannot hold, in words.
    pub fn cannot_hold(&self) -> String {
        let mut parts: Vec<&str> = self.loses.iter().map(|feature| feature.many()).collect();
        if !self.limits.is_empty() {
            parts.push(self.limits);
        }
        parts.join(", ")
    }

    /// All settings that it takes when written.
    pub fn all_settings(&self) -> impl Iterator<Item = &'static Setting> + Clone + use<> {
        self.settings.iter().chain(COMMON)
    }

    /// What of a selection would not be written, with how many: counted before anything is.
    pub fn losses(&self, selection: &Selection<'_>) -> Vec<Loss> {
        self.losses_of(selection, &Counts::of(selection))
    }

    /// As [`Self::losses`], where everything was counted already.
    pub(super) fn losses_of(&self, selection: &Selection<'_>, counts: &Counts) -> Vec<Loss> {
        let mut losses: Vec<Loss> = self
            .loses
            .iter()
            .map(|feature| Loss::of(*feature, counts.get(*feature)))
            .filter(|loss| loss.count > 0)
            .collect();
        losses.extend(self.closer.map(|look| look(selection)).unwrap_or_default());
        losses.extend(of_options(selection.options()));
        losses
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Format({})", self.name)
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(kind) => write!(f, "Article({kind:?})"),
            Self::Metadata => f.write_str("Metadata"),
            Self::Jsonl => f.write_str("Jsonl"),
            Self::Coded(_) => f.write_str("Coded"),
        }
    }
}
