//! A journal's file: reading its lines, and appending one.

use super::folder::{Folder, append, make_folder};
use super::layout::journal_name;
use super::records::{FORMAT, HeaderRecord, Line};
use super::{Check, Problem, StoreError};
use crate::model::AnnotatorName;
use std::fs::File;
use std::path::PathBuf;

/// What a journal holds.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// Lines in order; `None` stands for one that can't be read.
    pub(super) lines: Vec<Option<Line>>,
    /// Bytes up to the end of the last whole line.
    pub(super) whole: u64,
    /// What was found.
    pub(super) problems: Vec<Problem>,
    /// Why nothing may be appended, where that is so.
    pub(super) closed: Option<String>,
}

/// Reads an annotator's journal; an empty one where there is none.
pub(super) fn read_journal(folder: &Folder, annotator: &AnnotatorName) -> Journal {
    let name = journal_name(annotator);
    let mut journal = Journal::default();
    match folder.read(&name) {
        Ok(Some(bytes)) => journal.take(&name, &bytes, annotator),
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
        let mut rest = bytes;
        let mut number = 0;
        while let Some(end) = rest.iter().position(|b| *b == b'\n') {
            let (line, after) = rest.split_at_checked(end + 1).unwrap_or((rest, &[]));
            number += 1;
            match self.line(name, number, line, annotator) {
                // A last line that can't be read was not written to its end either.
                Taken::Bad(_) if after.is_empty() => break,
                Taken::Bad(problem) => {
                    self.lines.push(None);
                    self.problems.push(problem);
                }
                Taken::Line(line) => self.lines.push(Some(line)),
                Taken::Closed => return,
            }
            self.whole += line.len() as u64;
            rest = after;
        }
        if !rest.is_empty() {
            let message = "the last line was not written to its end, and is left out; it was never shown as saved";
            self.problems.push(Problem::new(Check::TornLine, name, message).at(format!("line {}", number.max(1))));
        }
    }

    fn line(&mut self, name: &str, number: usize, bytes: &[u8], annotator: &AnnotatorName) -> Taken {
        let bad = |column: usize, message: &str| {
            let message = format!("a line can't be read ({message}); undo stops there");
            Taken::Bad(Problem::new(Check::BadLine, name, message).at(format!("line {number}, column {column}")))
        };
        let Ok(text) = std::str::from_utf8(bytes) else { return bad(1, "not UTF-8") };
        let line = match Line::read(text.trim_end()) {
            Ok(Some((line, unknown))) if unknown.is_empty() => line,
            Ok(_) => {
                let message = "has lines of a later version of Byline; open it with that";
                self.close(Problem::new(Check::FutureFormat, name, message).at(format!("line {number}")));
                return Taken::Closed;
            }
            Err(error) => return bad(error.at.1, &error.message),
        };
        match &line {
            Line::Header(header) if header.format > FORMAT => {
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

enum Taken {
    Line(Line),
    Bad(Problem),
    Closed,
}

/// A journal that is being written.
#[derive(Debug)]
pub(super) struct JournalWriter {
    annotator: AnnotatorName,
    path: PathBuf,
    /// Bytes that are known to be whole lines on the disk.
    length: u64,
    file: Option<File>,
}

impl JournalWriter {
    /// Appends after the whole lines; nothing is written or made before the first line.
    pub(super) fn new(folder: &Folder, annotator: &AnnotatorName, whole: u64) -> Result<Self, StoreError> {
        let path = folder.path(&journal_name(annotator))?;
        Ok(Self { annotator: annotator.clone(), path, length: whole, file: None })
    }

    /// Appends a line and flushes it: then it is saved.
    ///
    /// # Errors
    /// Where the system refuses; then the journal is as it was before.
    pub(super) fn append(&mut self, line: &Line) -> Result<(), StoreError> {
        let mut text = String::new();
        if self.length == 0 {
            let header = HeaderRecord { format: FORMAT, annotator: self.annotator.to_string() };
            text.push_str(&Line::Header(header).render());
        }
        text.push_str(&line.render());
        let path = self.path.clone();
        let result = self.open().and_then(|file| append(file, text.as_bytes(), &path));
        match result {
            Ok(()) => {
                self.length += text.len() as u64;
                Ok(())
            }
            Err(error) => {
                // The next append opens the file again and cuts off what this one left.
                if let Some(file) = self.file.take() {
                    drop(file.set_len(self.length));
                }
                Err(error)
            }
        }
    }

    fn open(&mut self) -> Result<&mut File, StoreError> {
        if self.file.is_none() {
            self.path.parent().map_or(Ok(()), make_folder)?;
            let file = File::options()
                .append(true)
                .create(true)
                .open(&self.path)
                .map_err(StoreError::io("open the journal", &self.path))?;
            // Before the first line, so that a line that was saved is never in a file without a name.
            self.path.parent().map_or(Ok(()), super::folder::flush_folder)?;
            let meta = file.metadata().map_err(StoreError::io("read", &self.path))?;
            if meta.len() < self.length {
                return Err(StoreError::OutOfStep("the journal became shorter".into()));
            }
            if meta.len() > self.length {
                file.set_len(self.length).map_err(StoreError::io("cut the torn line off", &self.path))?;
            }
            self.file = Some(file);
        }
        self.file.as_mut().ok_or_else(|| StoreError::OutOfStep("the journal is not open".into()))
    }
}
