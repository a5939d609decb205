//! The page that writes the project, or a part of it, in another format.

mod choices;
mod formats;
mod outcome;
mod question;
mod settings;
mod target;
#[cfg(test)]
mod tests;

pub use outcome::losses_line;
pub use question::{ExportAnswer, ExportChoice, ExportQuestion};

use crate::exchange::formats::{Format, format_named};
use crate::exchange::target::Summary;
use crate::session::LastExport;
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::{capitalized, heading, muted, section};
use crate::ui::{Message, Outbox, View};
use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};
use outcome::Outcome;
use std::path::{Path, PathBuf};

/// Most of the page's width that the list of formats takes.
const LIST: f32 = 0.34;

/// The page that exports.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish for the next frame, apart from the others")]
pub struct ExportPage {
    choice: ExportChoice,
    /// Where it is written, as it stands in the field.
    to: String,
    answered: Option<ExportAnswer>,
    waiting: bool,
    /// How far the writing is, from 0 to 1.
    writing: Option<f32>,
    /// Something is at the target; it is replaced when that is said.
    taken: Option<PathBuf>,
    refused: Option<String>,
    /// The last one was stopped, and nobody has done anything since.
    stopped: bool,
    outcome: Option<Outcome>,
    /// What the outcome stands for: another choice makes it go.
    wrote: Option<ExportChoice>,
    begun: bool,
    /// Brings the chosen format into view.
    reveal: bool,
    wants_focus: bool,
    focuses_path: bool,
}

impl ExportPage {
    /// Gets ready for a project called `title`; what was chosen for it before stays.
    pub fn begin(&mut self, title: &str, last: &LastExport, home: &Path) {
        self.wants_focus = true;
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        self.choice = ExportChoice::as_last(last);
        let listed = formats::listed();
        if listed.iter().all(|format| format.name != self.choice.format) {
            self.choice.format = listed.first().map(|format| format.name.to_owned()).unwrap_or_default();
        }
        // A file that somebody edited by hand, or that another version wrote.
        for (name, set) in &mut self.choice.settings {
            let known = format_named(name).map(|format| format.all_settings().collect::<Vec<_>>()).unwrap_or_default();
            set.retain(|key, value| known.iter().any(|s| s.key == key && s.values.takes(value)));
        }
        let folder = if last.folder.as_os_str().is_empty() { home } else { &last.folder };
        self.to = folder.join(format!("{}{}", target::file_name(title), self.ending())).display().to_string();
        self.reveal = true;
    }

    /// Takes in what a worker counted.
    pub fn arrived(&mut self, answer: ExportAnswer) {
        self.waiting = false;
        self.answered = Some(answer);
    }

    /// Writing has begun or goes on: how far it is, from 0 to 1.
    pub fn set_writing(&mut self, done: f32) {
        self.writing = Some(done);
    }

    /// True while an export is being written.
    pub fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// It was written.
    pub fn written(&mut self, to: PathBuf, summary: Summary) {
        (self.writing, self.taken, self.refused) = (None, None, None);
        self.wrote = Some(self.choice.clone());
        self.outcome = Some(Outcome { to, summary });
    }

    /// It was not written, because something is there.
    pub fn is_taken(&mut self, to: PathBuf) {
        (self.writing, self.taken) = (None, Some(to));
    }

    /// Somebody stopped it.
    pub fn stopped(&mut self) {
        (self.writing, self.stopped) = (None, true);
    }

    /// It was not written, for this reason.
    pub fn failed(&mut self, why: String) {
        (self.writing, self.refused) = (None, Some(why));
    }

    /// The answer to the question for a place: a file, or the folder that a folder goes into.
    pub fn set_target(&mut self, path: &Path) {
        let path =
            if self.makes_folder() { path.join(self.target().file_name().unwrap_or_default()) } else { path.into() };
        self.to = path.display().to_string();
        self.forget_answers();
    }

    /// Another try begins: what stood in the way of the last one is no more.
    fn forget_answers(&mut self) {
        (self.taken, self.refused, self.stopped) = (None, None, false);
    }

    /// The system has no dialog: the path is typed.
    pub fn type_path(&mut self) {
        self.refused = Some("The system shows no dialog for files here, so type the path".into());
        self.focuses_path = true;
    }

    fn format(&self) -> Option<&'static Format> {
        format_named(&self.choice.format)
    }

    /// Goes on with another format; the target's name ends as fits it.
    fn choose(&mut self, format: &Format) {
        let before = self.ending();
        self.choice.format = format.name.to_owned();
        self.rename_from(&before);
        self.forget_answers();
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        heading(ui, view.theme, "Export the project");
        let Some(format) = self.format() else { return };
        let before = self.ending();
        let frame = Frame::new();
        let width = (ui.available_width() * LIST).min(space::LIST);
        Panel::left("export formats").resizable(false).exact_size(width).frame(frame).show(ui, |ui| {
            self.formats(ui, view);
        });
        let margin = Margin { left: space::LARGE as i8, top: space::MEDIUM as i8, ..Margin::ZERO };
        Panel::bottom("export target").resizable(false).frame(frame.inner_margin(margin)).show(ui, |ui| {
            ui.vertical(|ui| {
                ui.set_max_width((ui.available_width() - space::LARGE).min(space::PAGE));
                self.target_and_button(ui, view, out);
            });
        });
        let margin = Margin { left: space::LARGE as i8, ..Margin::ZERO };
        CentralPanel::default().frame(frame.inner_margin(margin)).show(ui, |ui| {
            // Another format begins at its top.
            let scroll = ScrollArea::vertical().id_salt(("export", format.name, self.outcome.is_some()));
            scroll.auto_shrink(false).show(ui, |ui| {
                ui.set_max_width((ui.available_width() - space::LARGE).min(space::PAGE));
                self.outcome(ui, view.theme);
                let kind = if format.is_folder() { "a folder of files" } else { "one file" };
                section(ui, view.theme, format!("{}: {kind}", format.title));
                muted(ui, view.theme, format!("Holds: {}", format.writes));
                muted(ui, view.theme, format!("Cannot hold: {}", format.cannot_hold()));
                ui.add_space(space::MEDIUM);
                self.coding(ui, view);
                self.labels(ui, view);
                self.articles(ui, view);
                self.publish(ui, view, format);
                self.settings(ui, view, format);
                self.outlook(ui, view);
                ui.add_space(space::SECTION);
            });
        });
        if format.name == self.choice.format {
            // A split makes a folder of what was a file.
            self.rename_from(&before);
        }
        if self.wrote.as_ref().is_some_and(|wrote| *wrote != self.choice) {
            (self.wrote, self.outcome) = (None, None);
        }
        self.ask(view, out);
    }

    /// Asks what would be written, one question at a time; the last one wins.
    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        let question = ExportQuestion { moment: Moment::of(view.session), choice: self.choice.clone() };
        let known = self.answered.as_ref().is_some_and(|answer| answer.question == question);
        if self.answered.as_ref().is_some_and(|answer| answer.question.choice.format != self.choice.format) {
            self.answered = None;
        }
        if !self.waiting && !known {
            self.waiting = true;
            out.push(Message::CountExport(Box::new(question)));
        }
    }

    /// The losses of what is chosen now, on one line; nothing while they are counted.
    fn counted(&self) -> Option<Result<String, String>> {
        let answer = self.answered.as_ref()?;
        Some(match &answer.outlook {
            Ok(summary) => {
                let line = losses_line(summary);
                Ok(if line.is_empty() { String::new() } else { format!("Not written: {line}") })
            }
            Err(why) => Err(capitalized(why)),
        })
    }
}
