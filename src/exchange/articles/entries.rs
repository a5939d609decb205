//! What comes out of one file: articles, each with its entry, and what could not be read.

use super::content::{Content, ReadArticle};
use super::facts::Facts;
use super::problem::ArticleProblemKind;
use super::table::MetadataTable;
use super::{SIZE_LIMIT, file_name};

/// Most articles that are read from one file.
const MOST: usize = 1_000_000;

/// Most words that are read from one file, in bytes.
const MOST_WORDS: usize = 20 * SIZE_LIMIT;

/// Most problems and remarks that are kept of one file, each.
const MOST_SAID: usize = 100;

/// One article of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadEntry {
    /// Where it stands in the file (`row 3`, `chapter 2`); empty where the file is one article.
    pub entry: String,
    /// What was read.
    pub article: ReadArticle,
}

/// A part of a file that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryProblem {
    /// Where it stands in the file; empty where it is said of the whole.
    pub entry: String,
    /// What is wrong with it.
    pub what: String,
}

/// Everything that was read from one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadEntries {
    /// Its articles, in the file's order.
    pub articles: Vec<ReadEntry>,
    /// Parts that were left out.
    pub problems: Vec<EntryProblem>,
    /// What an editor should know about the file as a whole.
    pub notices: Vec<String>,
}

/// Gathers the articles of a file as its reader finds them.
pub(super) struct Out<'a> {
    file_name: &'a str,
    table: Option<&'a MetadataTable>,
    go_on: &'a dyn Fn() -> bool,
    read: ReadEntries,
    unsaid: usize,
    /// Words so far, in bytes.
    words: usize,
    announced: Option<usize>,
    /// The file of a package that is being read.
    inside: Option<String>,
}

impl<'a> Out<'a> {
    pub(super) fn new(file_name: &'a str, table: Option<&'a MetadataTable>, go_on: &'a dyn Fn() -> bool) -> Self {
        Self {
            file_name,
            table,
            go_on,
            read: ReadEntries::default(),
            unsaid: 0,
            words: 0,
            announced: None,
            inside: None,
        }
    }

    /// Goes into a file of a package: what follows is said of it.
    pub(super) fn enter(&mut self, name: &str) {
        self.inside = Some(name.to_owned());
    }

    /// Leaves a file of a package.
    pub(super) fn leave(&mut self) {
        self.inside = None;
    }

    /// An entry as it is shown: with the file of the package that it is in.
    fn shown(&self, entry: &str) -> String {
        match self.inside.as_deref() {
            Some(inside) if entry.is_empty() => inside.to_owned(),
            Some(inside) => format!("{inside}: {entry}"),
            None => entry.to_owned(),
        }
    }

    /// False where the reader should stop: it is not wanted any more, or the file has too many articles.
    pub(super) fn goes_on(&mut self) -> bool {
        if self.read.articles.len() >= MOST {
            self.problem("", format!("only the first {MOST} articles were read"));
            return false;
        }
        if self.words > MOST_WORDS {
            self.problem(
                "",
                format!("its articles are larger than {} MB; the rest was left out", MOST_WORDS / 1_000_000),
            );
            return false;
        }
        (self.go_on)()
    }

    /// Number of articles so far.
    pub(super) fn len(&self) -> usize {
        self.read.articles.len()
    }

    /// The file is one article: what its name and the table of metadata say is its metadata too.
    pub(super) fn whole(&mut self, mut content: Content) {
        let name = self.inside.clone().unwrap_or_else(|| self.file_name.to_owned());
        let mut facts = self.table.and_then(|t| t.find(&name)).unwrap_or_default();
        facts.fill(std::mem::take(&mut content.facts));
        content.facts = facts;
        self.add("", content, file_name::read(&name));
    }

    /// One of several articles of the file.
    pub(super) fn article(&mut self, entry: &str, content: Content) {
        self.add(entry, content, Facts::default());
    }

    fn add(&mut self, entry: &str, content: Content, named: Facts) {
        if content.is_empty() {
            return self.problem(entry, ArticleProblemKind::Empty.to_string());
        }
        if content.text.len() >= SIZE_LIMIT {
            return self.problem(
                entry,
                ArticleProblemKind::TooLarge { bytes: content.text.len(), limit: SIZE_LIMIT }.to_string(),
            );
        }
        self.words += content.text.len();
        self.read.articles.push(ReadEntry { entry: self.shown(entry), article: content.finish(named) });
    }

    /// A part was left out.
    pub(super) fn problem(&mut self, entry: &str, what: impl Into<String>) {
        if self.read.problems.len() >= MOST_SAID {
            self.unsaid += 1;
            return;
        }
        self.read.problems.push(EntryProblem { entry: self.shown(entry), what: what.into() });
    }

    /// Something about the file as a whole.
    pub(super) fn notice(&mut self, what: impl Into<String>) {
        let what = what.into();
        let what = self.inside.as_ref().map_or(what.clone(), |inside| format!("{inside}: {what}"));
        if self.read.notices.len() < MOST_SAID && !self.read.notices.contains(&what) {
            self.read.notices.push(what);
        }
    }

    /// The file says how many articles it holds.
    pub(super) fn announce(&mut self, count: usize) {
        self.announced = Some(self.announced.unwrap_or(0).saturating_add(count));
    }

    pub(super) fn finish(mut self) -> ReadEntries {
        let found = self.len();
        if let Some(announced) = self.announced {
            let what = format!("found {found} of {announced} announced articles");
            if found < announced { self.problem("", what) } else { self.notice(what) }
        }
        if self.unsaid > 0 {
            let what = format!("{} more entries were left out", self.unsaid);
            self.read.problems.push(EntryProblem { entry: String::new(), what });
        }
        self.read
    }
}
