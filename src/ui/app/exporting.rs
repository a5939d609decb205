//! Exports: counted and written on a worker, from the project as it is when they begin.

use super::super::message::Page;
use super::super::pages::{ExportAnswer, ExportChoice, ExportQuestion, losses_line};
use super::super::reader::logic::sentence;
use super::apply::home;
use super::dialogs::Proposal;
use super::jobs::{Arrived, caught};
use super::{App, Busy};
use crate::exchange::ExportError;
use crate::exchange::target::{Existing, Summary};
use crate::model::{Project, ProjectId};
use crate::session::Reporter;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Who asked for the export that runs: one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exporting {
    /// None runs.
    No,
    /// The page of exports.
    FromPage,
    /// The command that asks for a file and nothing else.
    AtOnce,
}

/// What came of an export.
#[derive(Debug)]
pub(super) struct Exported {
    to: PathBuf,
    choice: ExportChoice,
    written: Result<Summary, ExportError>,
}

/// What is said of an export that was stopped.
const STOPPED: &str = "The export was stopped; nothing was written";

/// How long the end of the program waits for an export to clear up: so many times so long.
const CLEARING: (u32, Duration) = (100, Duration::from_millis(20));

impl App {
    /// Shows the page of exports.
    pub(super) fn show_export(&mut self) {
        let Some(open) = &self.open else { return self.say("Open a project first") };
        self.panels.export.begin(&open.session.project().info.title, &self.preferences.export, &home());
        self.show_page(Page::Export);
    }

    /// Counts on a worker what an export would write and lose.
    pub(super) fn count_export(&mut self, question: ExportQuestion) {
        let Some(open) = &self.open else { return };
        let project = open.session.project().clone();
        self.spawn("count export", move |reporter| {
            let counted = caught(|| question.clone().answer(&project));
            let answer = counted.unwrap_or_else(|fault| question.failed(&fault));
            reporter.send(Arrived::Counted(project.info.id, Box::new(answer)));
        });
    }

    pub(super) fn counted(&mut self, project: ProjectId, answer: ExportAnswer) {
        if self.open.as_ref().is_some_and(|open| open.session.project().info.id == project) {
            self.panels.export.arrived(answer);
        }
    }

    /// Writes on a worker what is chosen.
    pub(super) fn export(&mut self, choice: ExportChoice, to: PathBuf, existing: Existing, asked: Exporting) {
        let refused = match &self.open {
            None => Some("Open a project first"),
            Some(_) if self.is_opening() => Some("The project is still being read; export it in a moment"),
            Some(_) if self.exporting != Exporting::No => Some("An export is being written; wait for it or stop it"),
            Some(_) => None,
        };
        if let Some(why) = refused {
            if asked == Exporting::FromPage {
                self.panels.export.failed(why.to_owned());
            }
            return self.say(why);
        }
        // What is being typed belongs to the project.
        self.settle_drafts();
        let Some(open) = &self.open else { return };
        let project = open.session.project().clone();
        let given = choice.clone();
        let place = to.clone();
        self.export_by(choice, to, asked, move |reporter| write(&project, &given, &place, existing, reporter));
    }

    /// Writes on a worker; a fault in a writer is an error like others.
    pub(super) fn export_by(
        &mut self,
        choice: ExportChoice,
        to: PathBuf,
        asked: Exporting,
        write: impl FnOnce(&Reporter<Arrived>) -> Result<Summary, ExportError> + Send + 'static,
    ) {
        self.exporting = asked;
        self.spawn("export", move |reporter| {
            let fault = |fault| Err(ExportError::Refused(format!("nothing was written; {fault}")));
            let written = caught(|| write(reporter)).unwrap_or_else(fault);
            reporter.send(Arrived::Exported(Box::new(Exported { to, choice, written })));
        });
    }

    pub(super) fn writing(&mut self, done: f32) {
        if self.exporting == Exporting::FromPage {
            self.panels.export.set_writing(done);
        }
        let what = format!("Exporting: {:.0} %", done * 100.0);
        self.busy = Some(Busy { what, done, on_stop: "Nothing is written then" });
    }

    pub(super) fn exported(&mut self, exported: Exported) {
        self.busy = None;
        let asked = std::mem::replace(&mut self.exporting, Exporting::No);
        let from_page = asked == Exporting::FromPage && self.panels.export.is_writing();
        let Exported { to, choice, written } = exported;
        match written {
            Ok(summary) => {
                self.say(in_words(&summary, &to));
                if from_page {
                    let folder = to.parent().unwrap_or(Path::new("")).to_owned();
                    self.preferences.export = crate::session::LastExport { folder, ..choice.remembered() };
                    self.save_preferences();
                    self.panels.export.written(to, summary);
                }
            }
            Err(ExportError::Taken { path }) if from_page => self.panels.export.is_taken(path),
            Err(error) => {
                if matches!(error, ExportError::Stopped) {
                    self.panels.export.stopped();
                    return self.say(STOPPED);
                }
                let said = match &error {
                    ExportError::Io(error) => {
                        format!("The export could not be written: {}: {}", why(error), to.display())
                    }
                    error => sentence(&error.to_string()),
                };
                if from_page {
                    self.panels.export.failed(said.clone());
                }
                self.say(said);
            }
        }
    }

    /// What a dialog proposes.
    pub(super) fn proposal(&self) -> Proposal {
        let target = self.panels.export.target();
        Proposal {
            name: target.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            folder: target.parent().map(Path::to_owned).unwrap_or_default(),
        }
    }

    /// Stops an export that runs and lets it clear up, before the program ends.
    pub(super) fn stop_export(&mut self) {
        if self.exporting == Exporting::No {
            return;
        }
        self.workers.stop();
        for _ in 0..CLEARING.0 {
            if self.workers.running() == 0 {
                return;
            }
            std::thread::sleep(CLEARING.1);
        }
    }
}

fn write(
    project: &Project,
    choice: &ExportChoice,
    to: &Path,
    existing: Existing,
    reporter: &Reporter<Arrived>,
) -> Result<Summary, ExportError> {
    let export = choice.export(project).map_err(ExportError::Refused)?;
    let mut shown = None;
    let mut report = |done: usize, total: usize| {
        let percent = done * 100 / total.max(1);
        if shown != Some(percent) {
            shown = Some(percent);
            reporter.send(Arrived::Writing(percent as f32 / 100.0));
        }
        !reporter.stop().load(Ordering::Relaxed)
    };
    export.write(project, to, existing, &mut report)
}

/// What the system says, in words where they are known.
fn why(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such folder".to_owned(),
        ErrorKind::PermissionDenied => "nothing may be written there".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "nothing can be written there".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    }
}

/// One sentence about what was written.
fn in_words(summary: &Summary, to: &Path) -> String {
    let articles = crate::ui::widgets::count(summary.articles, "article", "articles");
    let losses = losses_line(summary);
    let lost = if losses.is_empty() { String::new() } else { format!(" · not written: {losses}") };
    format!("Exported {articles} to {}{lost}", to.display())
}
