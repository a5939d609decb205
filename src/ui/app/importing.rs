//! Imports: files are read on a worker, what is not certain is asked about, and then it is added.

use super::super::message::{Message, Popup};
use super::super::pages::{ImportAnswers, ImportForm, ImportQuestions, UncertainTable};
use super::super::reader::logic::sentence;
use super::super::widgets::count;
use super::jobs::{Arrived, Asked, Scratch};
use super::{App, Busy};
use crate::edit::{PlanContext, plan};
use crate::exchange::gather::{Gathered, InputProblem, Progress, Request, gather, preview_table};
use crate::exchange::jsonl::CodebookPolicy;
use crate::model::{AnnotatorName, Project, default_codebook};
use crate::session::{Reporter, Session, Wake, clock};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where what is read goes.
#[derive(Clone, Debug)]
enum Target {
    /// Into the open project.
    Open,
    /// Into a new one in this folder.
    New(PathBuf, Scratch),
}

/// What is read, for which project.
#[derive(Clone, Debug)]
struct Reading {
    target: Target,
    /// The open project as it was when the reading began, or the new one, still empty.
    project: Project,
    annotator: AnnotatorName,
    request: Request,
    /// Labels that were asked about.
    asked: BTreeSet<String>,
    /// Tables whose columns were asked about, by the columns' names.
    asked_tables: BTreeSet<Vec<String>>,
}

impl Reading {
    fn new(target: Target, project: Project, annotator: AnnotatorName, request: Request) -> Self {
        Self { target, project, annotator, request, asked: BTreeSet::new(), asked_tables: BTreeSet::new() }
    }
}

/// Different tables that are asked about at most.
const MOST_TABLES: usize = 50;

/// What was read.
#[derive(Debug)]
pub(super) struct Read {
    reading: Reading,
    gathered: Gathered,
    /// Tables whose columns nobody was asked about.
    tables: Vec<UncertainTable>,
}

impl App {
    /// Adds files to the open project, or makes a scratch project of them.
    pub(super) fn import(&mut self, inputs: Vec<PathBuf>) {
        if self.pending.is_some() {
            return self.say("Answer the questions about the files that were read first");
        }
        let Some(open) = &self.open else { return self.in_scratch(inputs, None) };
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        let request = Request { inputs, ..Request::default() };
        self.read(Reading::new(Target::Open, project, annotator, request));
    }

    /// Makes a project of files, and opens it.
    pub(super) fn read_new(&mut self, folder: PathBuf, inputs: Vec<PathBuf>, scratch: Scratch) {
        let title = folder.file_name().map(|name| name.to_string_lossy().replace(['_', '-'], " ")).unwrap_or_default();
        let project = Project::new(clock::new_ids().make(), title, default_codebook());
        let request = Request { inputs, codebook: CodebookPolicy::Adopt, ..Request::default() };
        let target = Target::New(folder, scratch);
        self.read(Reading::new(target, project, self.annotator(), request));
    }

    fn read(&mut self, reading: Reading) {
        self.spawn("import", move |reporter| {
            let (mut ids, now) = (clock::new_ids(), clock::now());
            let (project, annotator) = (&reading.project, &reading.annotator);
            let mut cx = PlanContext { project, annotator, now, ids: &mut ids };
            let progress = |at: Progress<'_>| reporter.send(Arrived::Progress(busy(&at)));
            let gathered = gather(&mut cx, &reading.request, &progress, reporter.stop());
            let tables = tables(&reading, &gathered);
            reporter.send(Arrived::Read(Box::new(Read { reading, gathered, tables })));
        });
    }

    /// Asks about what is not certain; else adds what was read.
    pub(super) fn was_read(&mut self, read: Read) {
        self.busy = None;
        // Another project may have been opened since: nothing goes where nobody wanted it.
        if matches!(read.reading.target, Target::Open) && !self.has_open(&read.reading.project) {
            return;
        }
        let questions = questions(&read);
        if questions.is_empty() || read.gathered.was_stopped {
            return self.take_in(read);
        }
        self.panels.import = ImportForm::new(questions, Arc::clone(&read.reading.project.codebook));
        self.pending = Some(Box::new(read));
        self.popup = Some(Popup::Import);
    }

    fn has_open(&self, project: &Project) -> bool {
        self.open.as_ref().is_some_and(|open| open.session.project().info.id == project.info.id)
    }

    /// Reads again with the answers, where they change anything.
    pub(super) fn answer_import(&mut self, answers: ImportAnswers) {
        self.close_questions();
        let Some(mut read) = self.pending.take() else { return };
        let asked = read.gathered.unknown_labels.keys().cloned();
        read.reading.asked.extend(asked);
        read.reading.asked_tables.extend(read.tables.iter().map(|table| table.preview.columns.clone()));
        let is_new =
            answers.formats.values().any(Option::is_some) || !answers.labels.is_empty() || !answers.columns.is_empty();
        let request = &mut read.reading.request;
        request.formats.extend(answers.formats.into_iter().map(|(file, format)| (file, format.and_then(|f| f.input))));
        request.labels.map.extend(answers.labels);
        for (table, columns) in answers.columns {
            request.table_columns.entry(table).or_default().extend(columns);
        }
        if !is_new {
            return self.take_in(*read);
        }
        if let (Target::Open, Some(open)) = (&read.reading.target, &self.open) {
            read.reading.project = open.session.project().clone();
        }
        self.read(read.reading);
    }

    /// Adds nothing of what was read.
    pub(super) fn cancel_import(&mut self) {
        self.close_questions();
        if self.pending.take().is_some() {
            self.say("Nothing was added");
        }
    }

    fn close_questions(&mut self) {
        if self.popup == Some(Popup::Import) {
            self.popup = None;
        }
        self.refocus = true;
    }

    fn take_in(&mut self, read: Read) {
        let Read { reading, gathered, .. } = read;
        match reading.target.clone() {
            Target::Open => self.add(gathered),
            Target::New(folder, scratch) => {
                let wake = Arc::clone(&self.wake);
                self.spawn("new project", move |reporter| create(reporter, reading, gathered, &folder, scratch, wake));
            }
        }
    }

    /// Adds what was read to the open project, and says what was not.
    fn add(&mut self, gathered: Gathered) {
        let Some(open) = self.open.as_mut() else { return };
        let summary = summary(&gathered);
        let first = gathered.imported.articles.first().map(|article| article.id);
        open.problems.extend(gathered.problems.iter().map(in_words));
        if !gathered.is_empty()
            && let Err(error) = open.session.import(gathered.imported)
        {
            self.say(sentence(&error.to_string()));
            return;
        }
        self.rebuild_keys();
        self.say(summary);
        if let Some(first) = first {
            self.outbox.push(Message::OpenArticle(first));
            (self.wake)();
        }
    }
}

/// The tables that were read and whose columns nobody was asked about, those with the same columns as one.
fn tables(reading: &Reading, gathered: &Gathered) -> Vec<UncertainTable> {
    let mut tables: Vec<UncertainTable> = Vec::new();
    for file in &gathered.tables {
        let Ok(preview) = preview_table(file) else { continue };
        if reading.asked_tables.contains(&preview.columns) {
            continue;
        }
        let is_room = tables.len() < MOST_TABLES;
        match tables.iter_mut().find(|table| table.preview.columns == preview.columns) {
            Some(table) => table.files.push(file.clone()),
            None if is_room => tables.push(UncertainTable { files: vec![file.clone()], preview }),
            None => {}
        }
    }
    tables
}

/// What of it somebody should decide.
fn questions(read: &Read) -> ImportQuestions {
    let mut questions = ImportQuestions::default();
    for uncertain in &read.gathered.uncertain {
        questions.add_file(uncertain.file.clone(), &uncertain.candidates);
    }
    let labels = read.gathered.unknown_labels.iter().filter(|(name, _)| !read.reading.asked.contains(*name));
    questions.tables.clone_from(&read.tables);
    questions.labels = labels.map(|(name, annotations)| (name.clone(), *annotations)).collect();
    questions
}

/// A problem without what only a command can do about it.
fn in_words(problem: &InputProblem) -> String {
    let what = problem.what.split("; say which with --").next().unwrap_or_default();
    format!("{what}: {}", problem.file.display())
}

/// One sentence about what an import brought.
fn summary(gathered: &Gathered) -> String {
    let mut parts = vec![format!("Added {}", count(gathered.imported.articles.len(), "article", "articles"))];
    if gathered.annotations > 0 {
        parts.push(count(gathered.annotations, "annotation", "annotations"));
    }
    if gathered.skipped_annotations > 0 {
        parts.push(format!("{} left out", count(gathered.skipped_annotations, "annotation", "annotations")));
    }
    if gathered.reprint_families() > 0 {
        parts.push(count(gathered.reprint_families(), "family of reprints", "families of reprints"));
    }
    if !gathered.revised.is_empty() {
        let articles = count(gathered.revised.len(), "article has another text", "articles have another text");
        parts.push(format!("{articles} now, and both are kept"));
    }
    if !gathered.duplicates.is_empty() {
        parts.push(format!("{} there already", gathered.duplicates.len()));
    }
    if !gathered.problems.is_empty() {
        parts.push(format!("{} on the problems page", count(gathered.problems.len(), "note", "notes")));
    }
    if gathered.was_stopped {
        parts.push("stopped before the end".into());
    }
    parts.join(" · ")
}

fn busy(progress: &Progress<'_>) -> Busy {
    let done = if progress.files == 0 { 0.0 } else { progress.done as f32 / progress.files as f32 };
    let what = format!("Reading {} of {}", progress.done, progress.files);
    Busy { what, done, on_stop: "What was read so far stays" }
}

/// Makes a project of what was read, and opens it.
fn create(
    reporter: &Reporter<Arrived>,
    reading: Reading,
    gathered: Gathered,
    folder: &Path,
    scratch: Scratch,
    wake: Wake,
) {
    let annotator = reading.annotator.clone();
    match make(reading, gathered, folder) {
        Ok(problems) => {
            let opened = Session::open(folder, &annotator, wake).map_err(|error| error.to_string());
            let opened = opened.map(|mut opened| {
                opened.problems.extend(problems);
                Box::new(opened)
            });
            reporter.send(Arrived::Opened(opened, Asked::of(scratch, reporter.stop())));
        }
        Err(error) => reporter.send(Arrived::Failed(error)),
    }
}

/// Makes a project's folder; gives what could not be read. Nothing is left behind where nothing could be read.
fn make(reading: Reading, gathered: Gathered, folder: &Path) -> Result<Vec<String>, String> {
    let Reading { mut project, annotator, request, .. } = reading;
    let mut problems: Vec<String> = gathered.problems.iter().map(in_words).collect();
    if gathered.was_stopped {
        problems.push("reading was stopped before the end; add the same files again to read the rest".into());
    }
    if gathered.is_empty() && !request.inputs.is_empty() {
        let first = problems.first().cloned().unwrap_or_else(|| "there is no article in what was chosen".into());
        return Err(format!("no project was made: {first}"));
    }
    if let Some(codebook) = gathered.codebook {
        project.codebook = codebook.into();
    }
    let mut ids = clock::new_ids();
    let cx = PlanContext { project: &project, annotator: &annotator, now: clock::now(), ids: &mut ids };
    let (_, mut project) = plan::import_into(&cx, gathered.imported).map_err(|error| error.to_string())?;
    for set in gathered.suggestions {
        project.suggestions.insert_mut(set.article, Arc::new(set));
    }
    crate::store::create(folder, &project, &annotator).map_err(|error| error.to_string())?;
    Ok(problems)
}
