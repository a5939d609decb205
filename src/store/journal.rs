//! A journal's file: reading its lines, and appending one.

use super::allowance::{self, JournalLeft};
use super::chain::{Break, LAST, Tip, split};
use super::disk::{self, New};
use super::folder::{Folder, append, flush_folder, is_here, make_folder};
use super::layout::journal_name;
use super::load_articles::shared_out;
use super::notation::ReadError;
use super::records::{HeaderRecord, JOURNAL_FORMAT, Line};
use super::{Check, Problem, StoreError, compact};
use crate::model::AnnotatorName;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Most places of one journal where its chain is told to be broken.
const MOST_BREAKS: usize = 20;

/// Bytes of the shortest line that is one, and lines that any journal may have: what a line says takes far more memory
/// than one that says nothing has bytes.
const SHORTEST: usize = 32;
const ANY_LINES: usize = 1_000;

/// Most lines of a journal that are read.
const MOST_LINES: usize = 4_000_000;

/// What a journal holds.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// The file, relative to the project's folder.
    pub(super) name: String,
    /// Lines in the order of the file.
    pub(super) lines: Vec<Entry>,
    /// Bytes up to the end of the last whole line.
    pub(super) whole: u64,
    /// What the next line is tied to.
    pub(super) tip: Tip,
    /// Bytes of lines that compacting leaves out.
    pub(super) idle: u64,
    /// What was found.
    pub(super) problems: Vec<Problem>,
    /// Why nothing may be appended, where that is so.
    pub(super) closed: Option<String>,
}

/// A line as it was found.
#[derive(Debug)]
pub(super) struct Entry {
    /// What it says; `None` where it can't be read.
    pub(super) line: Option<Line>,
    /// The number that it stands by among others.
    seq: u64,
    /// How it fits the line before it. Where it does not, what came before is out of reach of undo.
    pub(super) fit: Result<(), Break>,
}

impl Entry {
    /// True where the line is not known to say what was written, or to stand where it was written.
    pub(super) fn is_doubtful(&self) -> bool {
        self.fit.is_err_and(|broken| !matches!(broken, Break::Missing(_)))
    }
}

/// The lines of a journal, each with its end; `None` where there are more than anything in it can mean.
pub(super) fn lines_of(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let most = (ANY_LINES + bytes.len() / SHORTEST).min(MOST_LINES);
    let lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').take(most + 1).collect();
    (lines.len() <= most).then_some(lines)
}

/// Reads an annotator's journal; an empty one where there is none.
pub(super) fn read_journal(folder: &Folder, annotator: &AnnotatorName) -> Journal {
    let name = journal_name(annotator);
    let mut journal = Journal { name: name.clone(), ..Journal::default() };
    match folder.read(&name) {
        Ok(Some(bytes)) => {
            journal.idle = compact::idle_bytes(&bytes);
            journal.take(&name, &bytes, annotator);
        }
        Ok(None) => {}
        Err(error) => journal.close(Problem::new(Check::Unreadable, name, error.to_string())),
    }
    journal
}

impl Journal {
    fn close(&mut self, problem: Problem) {
        self.closed = Some(format!("{} {}", problem.file, problem.message));
        self.problems.push(problem);
    }

    fn take(&mut self, name: &str, bytes: &[u8], annotator: &AnnotatorName) {
        let Some(mut lines) = lines_of(bytes) else {
            let message = "has more lines than a journal of its length can; put it back from a copy";
            return self.close(Problem::new(Check::Unreadable, name, message));
        };
        let torn = lines.pop_if(|last| !last.ends_with(b"\n"));
        let count = lines.len();
        let mut last_is_torn = torn.is_some();
        let mut chain = Follower::default();
        let left = JournalLeft::new(bytes.len());
        let read = shared_out(lines.clone(), |line| read_line(line, &left));
        if left.is_gone() {
            return self.close(Problem::new(Check::Unreadable, name, allowance::TOO_MUCH_OF_JOURNAL));
        }
        for (at, (line, read)) in lines.iter().zip(read).enumerate() {
            match self.line(name, at + 1, read, annotator) {
                // A last line that can't be read was not written to its end either.
                Taken::Bad(_) if at + 1 == count && torn.is_none() => last_is_torn = true,
                Taken::Bad(problem) => {
                    chain.lose_track(line);
                    self.lines.push(Entry { line: None, seq: 0, fit: Err(Break::Unreadable) });
                    self.problems.push(problem);
                    self.whole += line.len() as u64;
                }
                Taken::Line(read) => {
                    let so_far = bytes.get(..self.whole as usize).unwrap_or(bytes);
                    let fit = chain.follow(line, &read, so_far);
                    self.problems.extend(fit.err().and_then(|broken| chain.report(broken, name, at + 1)));
                    // What stands in no chain has its place by no number, whatever it says.
                    let is_numbered = chain.tip.is_some() && fit != Err(Break::Unchained);
                    let seq = if is_numbered { read.seq() } else { 0 };
                    self.lines.push(Entry { line: Some(read), seq, fit });
                    self.whole += line.len() as u64;
                }
                Taken::Closed => return,
            }
        }
        let so_far = bytes.get(..self.whole as usize).unwrap_or(bytes);
        self.tip = chain.tip(self.lines.len(), so_far);
        self.put_in_order();
        if last_is_torn {
            let message = "the last line was not written to its end, and is left out; it was never shown as saved";
            let number = if torn.is_some() { count + 1 } else { count };
            self.problems.push(Problem::new(Check::TornLine, name, message).at(format!("line {number}")));
        }
    }

    /// True where a line can't be read, or does not fit the one before it.
    pub(super) fn is_broken(&self) -> bool {
        self.lines.iter().any(|entry| entry.fit.is_err())
    }

    /// Lines that were moved go where they were written, and a line that is there twice counts once.
    fn put_in_order(&mut self) {
        if !self.is_broken() {
            return;
        }
        let mut last = 0;
        for entry in &mut self.lines {
            // One without a number stays after the line that it was found after.
            entry.seq = if entry.seq == 0 { last } else { entry.seq };
            last = entry.seq;
        }
        self.lines.sort_by_key(|entry| entry.seq);
        self.lines.dedup_by(|later, first| {
            if later.fit.is_err() && later.line == first.line {
                later.line = None;
            }
            false
        });
    }

    fn line(&mut self, name: &str, number: usize, read: Read, annotator: &AnnotatorName) -> Taken {
        let line = match read {
            Ok(Some((line, unknown))) if unknown.is_empty() => line,
            Ok(_) => {
                let message = "has lines of a later version of Byline; open it with that";
                self.close(Problem::new(Check::FutureFormat, name, message).at(format!("line {number}")));
                return Taken::Closed;
            }
            Err(ReadError { at: (_, column), message }) => {
                let message = format!("a line can't be read ({message}); undo stops there");
                let place = format!("line {number}, column {column}");
                return Taken::Bad(Problem::new(Check::BadLine, name, message).at(place));
            }
        };
        match &line {
            Line::Header(header) if header.format > JOURNAL_FORMAT => {
                let message = "is from a later version of Byline; open it with that";
                self.close(Problem::new(Check::FutureFormat, name, message));
                Taken::Closed
            }
            Line::Header(header) if header.annotator != annotator.as_str() => {
                let message = format!("is the journal of {:?}; put it where it belongs", header.annotator);
                self.close(Problem::new(Check::StrayFile, name, message));
                Taken::Closed
            }
            _ => Taken::Line(line),
        }
    }
}

/// A line by itself, and what this version does not know in it.
type Read = Result<Option<(Line, Vec<String>)>, ReadError>;

fn read_line(line: &[u8], left: &JournalLeft) -> Read {
    let nothing = |message: &str| Err(ReadError { at: (1, 1), message: message.into() });
    // Then the whole journal is refused.
    if left.is_gone() {
        return nothing("");
    }
    let read = match std::str::from_utf8(line) {
        Ok(text) => Line::read(text.trim_end()),
        Err(_) => nothing("not UTF-8"),
    };
    if left.take(line.len()) { read } else { nothing("") }
}

enum Taken {
    Line(Line),
    Bad(Problem),
    Closed,
}

/// Follows the chain through the lines of a file.
#[derive(Default)]
struct Follower {
    /// The last line of the chain; none before it begins.
    tip: Option<Tip>,
    /// A line that can't be read was told of: the next one need not fit.
    is_lost: bool,
    /// Breaks so far.
    breaks: usize,
}

impl Follower {
    fn follow(&mut self, line: &[u8], read: &Line, so_far: &[u8]) -> Result<(), Break> {
        let text = std::str::from_utf8(line).unwrap_or_default().trim_end();
        let is_lost = std::mem::take(&mut self.is_lost);
        let Some(tip) = &mut self.tip else {
            if split(text).is_none() {
                return Ok(());
            }
            let begins = matches!(read, Line::Header(header) if header.seq <= LAST);
            let mut tip = Tip::before_chain(if begins { read.seq().saturating_sub(1) } else { 0 }, so_far);
            let fit = tip.follow(text, read.seq());
            self.tip = Some(tip);
            return if is_lost { Ok(()) } else { fit };
        };
        let fit = tip.follow(text, read.seq());
        if is_lost && matches!(fit, Err(Break::Changed | Break::Missing(_))) { Ok(()) } else { fit }
    }

    /// Passes a line that can't be read.
    fn lose_track(&mut self, line: &[u8]) {
        let digits = std::str::from_utf8(line).ok().and_then(|text| split(text.trim_end())).map(|(_, digits)| digits);
        match (&mut self.tip, digits) {
            (Some(tip), Some(digits)) => {
                *tip = Tip { seq: tip.seq.saturating_add(1), digits: digits.to_owned(), has_begun: true }
            }
            _ => self.is_lost = true,
        }
    }

    fn report(&mut self, broken: Break, name: &str, number: usize) -> Option<Problem> {
        self.breaks += 1;
        let what = match broken {
            Break::Changed => "a line is not as Byline wrote it; what it says is taken as far as it fits".to_owned(),
            Break::Missing(1) => "a line is missing before this one".to_owned(),
            Break::Missing(n) => format!("{n} lines are missing before this one"),
            Break::OutOfOrder => "a line stands where it was not written; it was moved or put in".to_owned(),
            Break::Unchained | Break::Unreadable => "a line was put in that Byline did not write".to_owned(),
        };
        let message = match self.breaks {
            n if n < MOST_BREAKS => format!("{what}; undo stops there"),
            MOST_BREAKS => format!("{what}, and there may be more such places after it; undo stops there"),
            _ => return None,
        };
        Some(Problem::new(Check::BrokenChain, name, message).at(format!("line {number}")))
    }

    fn tip(self, lines: usize, so_far: &[u8]) -> Tip {
        self.tip.unwrap_or_else(|| Tip::before_chain(lines as u64, so_far))
    }
}

/// A journal that is being written.
#[derive(Debug)]
pub(super) struct JournalWriter {
    annotator: AnnotatorName,
    path: PathBuf,
    /// Bytes that are known to be whole lines on the disk.
    length: u64,
    /// The last of those lines.
    tip: Tip,
    /// Bytes of lines that compacting leaves out; `None` where it is not to be compacted.
    idle: Option<u64>,
    file: Option<File>,
}

impl JournalWriter {
    /// Appends after the whole lines; nothing is written or made before the first line.
    pub(super) fn new(folder: &Folder, annotator: &AnnotatorName, journal: &Journal) -> Result<Self, StoreError> {
        let path = folder.writable(&journal_name(annotator))?;
        let tip = journal.tip.clone();
        // What is broken is kept as it is, to be looked at.
        let idle = (!journal.is_broken()).then_some(journal.idle);
        Ok(Self { annotator: annotator.clone(), path, length: journal.whole, tip, idle, file: None })
    }

    /// Writes the journal anew without what is behind it, where there is enough of that. `files` are all files that it
    /// knows, with their hashes; none of them may be behind.
    ///
    /// # Errors
    /// Where the system refuses; then the journal is as it was, and it is tried again when it has grown.
    pub(super) fn compact(
        &mut self,
        folder: &Folder,
        when: &str,
        files: impl FnOnce() -> Vec<(String, String)>,
    ) -> Result<(), StoreError> {
        if !self.idle.is_some_and(|idle| compact::is_worth(idle, self.length)) {
            return Ok(());
        }
        self.idle = Some(0);
        let name = journal_name(&self.annotator);
        let bytes = folder.read(&name)?.unwrap_or_default();
        let whole = bytes.get(..self.length as usize).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let Some((text, tip)) = whole.and_then(|text| compact::compact(text, &self.annotator, when, files())) else {
            return Err(StoreError::OutOfStep("the journal was changed by somebody else".into()));
        };
        // The file that is open is the one that goes.
        self.file = None;
        folder.replace(&name, text.as_bytes())?;
        self.length = text.len() as u64;
        self.tip = tip;
        Ok(())
    }

    /// Appends a line and flushes it: then it is saved.
    ///
    /// # Errors
    /// Where the system refuses; then the journal is as it was before.
    pub(super) fn append(&mut self, line: Line) -> Result<(), StoreError> {
        let mut tip = self.tip.clone();
        let mut text = String::new();
        if !tip.has_begun {
            let (format, annotator, when) = (JOURNAL_FORMAT, self.annotator.to_string(), line.when().to_owned());
            text = tip.tie(Line::Header(HeaderRecord { format, annotator, when, ..HeaderRecord::default() }));
        }
        text.push_str(&tip.tie(line));
        let path = self.path.clone();
        let result = self.open().and_then(|file| append(file, text.as_bytes(), &path));
        match result {
            Ok(()) => {
                self.length += text.len() as u64;
                self.idle = self.idle.map(|idle| idle + compact::idle_bytes(text.as_bytes()));
                self.tip = tip;
                Ok(())
            }
            Err(error) => {
                // The next append opens the file again and cuts off what this one left.
                if let Some(file) = self.file.take() {
                    drop(disk::cut(&file, self.length, &path));
                }
                Err(error)
            }
        }
    }

    fn open(&mut self) -> Result<&mut File, StoreError> {
        if self.file.is_none() {
            let folder = self.path.parent().unwrap_or(Path::new("."));
            let is_new = if self.length == 0 { New::MayBe } else { New::Never };
            if is_new == New::MayBe {
                folder.parent().map_or(Ok(()), is_here)?;
                make_folder(folder)?;
            }
            let open = disk::open_to_append(&self.path, is_new);
            let file = open.map_err(StoreError::io("open the journal", &self.path))?;
            // Before the first line, so that a line that was saved is never in a file without a name.
            flush_folder(folder)?;
            let meta = file.metadata().map_err(StoreError::io("read", &self.path))?;
            if meta.len() < self.length {
                return Err(StoreError::OutOfStep("the journal became shorter".into()));
            }
            if meta.len() > self.length {
                disk::cut(&file, self.length, &self.path)
                    .map_err(StoreError::io("cut the torn line off", &self.path))?;
            }
            self.file = Some(file);
        }
        self.file.as_mut().ok_or_else(|| StoreError::OutOfStep("the journal is not open".into()))
    }
}
