//! What a command prints, and how it fails.

use crate::text::shown;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// How a command that could be run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// As asked, perhaps with notices.
    Done,
    /// It ran, and found errors, or left out what was asked for by name.
    FoundErrors,
}

/// Why a command could not be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    what: String,
    code: u8,
}

impl Failure {
    /// It could not be done.
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), code: 1 }
    }

    /// It could not be done, for this reason.
    pub(super) fn because(error: impl std::fmt::Display) -> Self {
        Self::new(error.to_string())
    }

    /// Something is at a place that may only be replaced when that is said.
    pub(super) fn taken(path: &Path) -> Self {
        Self::new(format!("something is there already; choose another name, or --force: {}", path.display()))
    }

    /// It was asked for wrongly.
    pub(super) fn usage(what: impl Into<String>) -> Self {
        Self { what: what.into(), code: 2 }
    }
}

/// Standard output for results, standard error for messages.
pub(super) struct Console<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    out_failed: bool,
}

impl<'a> Console<'a> {
    pub(super) fn new(out: &'a mut dyn Write, err: &'a mut dyn Write) -> Self {
        Self { out, err, out_failed: false }
    }

    /// Prints a result as it is. A reader that went away (`| head`) is no reason to say anything.
    pub(super) fn print(&mut self, text: &str) {
        self.out_failed |= self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).is_err();
    }

    /// Prints words for people; what others wrote in them does nothing to the terminal.
    pub(super) fn print_words(&mut self, words: &str) {
        self.print(&shown(words));
    }

    /// True where nobody takes the results any more.
    pub(super) fn is_unread(&self) -> bool {
        self.out_failed
    }

    /// Prints one JSON value, and a line end.
    pub(super) fn print_json(&mut self, value: &Value) {
        self.print(&format!("{value}\n"));
    }

    /// Prints the JSON value or the words, whichever was asked for.
    pub(super) fn result(&mut self, json: bool, value: &Value, words: &str) {
        if json { self.print_json(value) } else { self.print_words(&format!("{words}\n")) }
    }

    /// Says a message: what is so, and where.
    pub(super) fn say(&mut self, message: impl AsRef<str>) {
        self.say_raw(&format!("byline: {}\n", shown(message.as_ref())));
    }

    pub(super) fn say_raw(&mut self, text: &str) {
        // Nobody is left to tell where standard error is closed.
        drop(self.err.write_all(text.as_bytes()).and_then(|()| self.err.flush()));
    }

    /// Says why a command failed; with JSON asked for, the one value says it too.
    pub(super) fn fail(&mut self, failure: &Failure, json: bool) -> ExitCode {
        self.say(&failure.what);
        if json {
            self.print_json(&json!({ "error": failure.what }));
        }
        ExitCode::from(failure.code)
    }
}

/// `1 article`, `2 articles`.
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
