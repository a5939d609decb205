//! The window that asks what becomes of files and labels that an import is not certain about.

mod columns;
mod labels;
#[cfg(test)]
mod tests;

use crate::exchange::articles::{ColumnMap, TablePreview};
use crate::exchange::formats::Format;
use crate::model::{Codebook, LabelId};
use crate::ui::fields::combo;
use crate::ui::theme::space;
use crate::ui::widgets::{heading, muted, popup, primary_button, section};
use crate::ui::{Message, Outbox, Theme};
use columns::TableForm;
use egui::{Label, ScrollArea, Ui};
use labels::LabelChoice;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Share of the window's height that each list of questions takes at most.
const SHARE: f32 = 0.28;

/// What title, buttons and margins take of the window's height, in points.
const FRAME: f32 = 180.0;

/// Files of one ending that the same formats may explain.
#[derive(Clone, Debug)]
pub struct UncertainFiles {
    /// The files.
    pub files: Vec<PathBuf>,
    /// What they may be.
    pub candidates: Vec<&'static Format>,
}

/// Tables of articles with the same columns.
#[derive(Clone, Debug)]
pub struct UncertainTable {
    /// The files.
    pub files: Vec<PathBuf>,
    /// The columns and first rows of the first one.
    pub preview: TablePreview,
}

/// What an import is not certain about.
#[derive(Clone, Debug, Default)]
pub struct ImportQuestions {
    /// Files that were not read.
    pub files: Vec<UncertainFiles>,
    /// Tables whose columns are guessed.
    pub tables: Vec<UncertainTable>,
    /// Labels that the project lacks, with the number of annotations.
    pub labels: Vec<(String, usize)>,
}

impl ImportQuestions {
    /// True where nothing is to be asked.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.tables.is_empty() && self.labels.is_empty()
    }

    /// Adds a file to those that are like it.
    pub fn add_file(&mut self, file: PathBuf, candidates: &[&'static Format]) {
        let names = |formats: &[&'static Format]| formats.iter().map(|format| format.name).collect::<Vec<_>>();
        let is_like = |group: &&mut UncertainFiles| {
            names(&group.candidates) == names(candidates)
                && group.files.first().is_some_and(|first| first.extension() == file.extension())
        };
        match self.files.iter_mut().find(is_like) {
            Some(group) => group.files.push(file),
            None => self.files.push(UncertainFiles { files: vec![file], candidates: candidates.to_vec() }),
        }
    }
}

/// What was decided.
#[derive(Clone, Debug, Default)]
pub struct ImportAnswers {
    /// What files are read as; `None` leaves one out.
    pub formats: BTreeMap<PathBuf, Option<&'static Format>>,
    /// Labels of the files that are one of the project's, or `None` where their annotations are left out. The others
    /// are added.
    pub labels: BTreeMap<String, Option<LabelId>>,
    /// Columns that are something else than they seem to be, by the table's file.
    pub columns: BTreeMap<PathBuf, ColumnMap>,
}

/// The window that asks. Make a new one for each import.
#[derive(Debug, Default)]
pub struct ImportForm {
    questions: ImportQuestions,
    codebook: Arc<Codebook>,
    /// For each group of files the place of its format among the candidates.
    formats: Vec<Option<usize>>,
    labels: Vec<LabelChoice>,
    tables: Vec<TableForm>,
    begun: bool,
}

impl ImportForm {
    /// A form for these questions, over a project with this codebook.
    pub fn new(questions: ImportQuestions, codebook: Arc<Codebook>) -> Self {
        let formats = vec![None; questions.files.len()];
        let labels = questions.labels.iter().map(|(name, _)| LabelChoice::proposed(name, &codebook)).collect();
        let tables = questions.tables.iter().map(TableForm::new).collect();
        Self { questions, codebook, formats, labels, tables, begun: false }
    }

    /// Draws the form. It ends with [`Message::AnswerImport`] or [`Message::CancelImport`].
    pub fn show(&mut self, ctx: &egui::Context, theme: &Theme, out: &mut Outbox) {
        // A click beside the window is no answer; Esc is the app's.
        let (done, _) = popup(ctx, "Before anything is added", space::PAGE, |ui| self.form(ui, theme));
        match done {
            Done::Answer => out.push(Message::AnswerImport(Box::new(self.answers()))),
            Done::Cancel => out.push(Message::CancelImport),
            Done::No => {}
        }
    }

    fn form(&mut self, ui: &mut Ui, theme: &Theme) -> Done {
        heading(ui, theme, "Before anything is added");
        let height = ui.ctx().content_rect().height();
        let most = (height * SHARE).max(3.0 * space::ROW);
        // The buttons stay in view in a low window: the questions give way.
        let scroll = ScrollArea::vertical().id_salt("questions").max_height(height - FRAME);
        // A popup takes no more than 400 points by itself.
        let scroll = scroll.min_scrolled_height(height - FRAME);
        scroll.auto_shrink([false, true]).show(ui, |ui| {
            self.files(ui, theme, most);
            self.columns(ui, theme, most);
            self.label_list(ui, theme, most);
        });
        ui.add_space(space::LARGE);
        ui.horizontal(|ui| {
            let add =
                primary_button(ui, theme, "Go on").on_hover_text("Read the files with these answers and add them");
            if !std::mem::replace(&mut self.begun, true) {
                add.request_focus();
            }
            let cancel = ui.button("Cancel").on_hover_text("Nothing is added");
            match () {
                () if add.clicked() => Done::Answer,
                () if cancel.clicked() => Done::Cancel,
                () => Done::No,
            }
        })
        .inner
    }

    fn files(&mut self, ui: &mut Ui, theme: &Theme, most: f32) {
        if self.questions.files.is_empty() {
            return;
        }
        ui.add_space(space::MEDIUM);
        let is_one = self.questions.files.iter().map(|group| group.files.len()).sum::<usize>() == 1;
        section(ui, theme, if is_one { "What is this file?" } else { "What are these files?" });
        muted(ui, theme, "Neither name nor beginning tells the format for certain");
        ui.add_space(space::SMALL);
        let scroll = ScrollArea::vertical().id_salt("files").max_height(most).auto_shrink([false, true]);
        scroll.show(ui, |ui| {
            for (group, chosen) in self.questions.files.iter().zip(&mut self.formats) {
                let name = names_of(&group.files);
                line(ui, &name, |ui| {
                    let all: Vec<Option<usize>> =
                        std::iter::once(None).chain((0..group.candidates.len()).map(Some)).collect();
                    let shown = |choice: &Option<usize>| match choice.and_then(|at| group.candidates.get(at)) {
                        Some(format) => format.title.to_owned(),
                        None => "Leave out".to_owned(),
                    };
                    combo(ui, &format!("Format of {name}"), chosen, &all, shown);
                });
            }
        });
    }

    fn answers(&self) -> ImportAnswers {
        let mut answers = ImportAnswers::default();
        for (group, chosen) in self.questions.files.iter().zip(&self.formats) {
            let format = chosen.and_then(|at| group.candidates.get(at).copied());
            answers.formats.extend(group.files.iter().map(|file| (file.clone(), format)));
        }
        for ((name, _), choice) in self.questions.labels.iter().zip(&self.labels) {
            match choice {
                LabelChoice::Add => {}
                LabelChoice::LeaveOut => drop(answers.labels.insert(name.clone(), None)),
                LabelChoice::Is(id) => drop(answers.labels.insert(name.clone(), Some(id.clone()))),
            }
        }
        for (form, table) in self.tables.iter().zip(&self.questions.tables) {
            let changes = form.changes();
            if !changes.is_empty() {
                answers.columns.extend(table.files.iter().map(|file| (file.clone(), changes.clone())));
            }
        }
        answers
    }
}

/// What the buttons said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    No,
    Answer,
    Cancel,
}

/// "spans.jsonl", "spans.jsonl and 3 more like it".
fn names_of(files: &[PathBuf]) -> String {
    let first = files.first().and_then(|file| file.file_name()).unwrap_or_default().to_string_lossy();
    match files.len() {
        0 | 1 => first.into_owned(),
        many => format!("{first} and {} more like it", many - 1),
    }
}

/// A line with what is asked about at its left and the answer at its right.
fn line(ui: &mut Ui, name: &str, answer: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let size = egui::vec2((ui.available_width() - space::LIST - space::LARGE).max(space::NAME), space::LINE);
        let left = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(size, left, |ui| {
            ui.set_min_size(size);
            ui.add(Label::new(name).truncate()).on_hover_text(name);
        });
        answer(ui);
    });
}
