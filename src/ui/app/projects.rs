//! Messages about whole projects: opening, making, importing, exporting, preferences.

use super::super::Action;
use super::super::message::{Message, Paste, PathQuestion, Popup};
use super::super::pages::{ExportChoice, PathForm};
use super::exporting::Exporting;
use super::jobs::{Arrived, Claim, Scratch, Shown, open_job, open_mended};
use super::{App, Saving, dialogs};
use crate::exchange::target::Existing;
use crate::model::{AnnotatorName, Article, ArticleId, MetadataField, Revision};
use crate::session::{EditRequest, Preferences, annotator_name, clock, samples, scratch_folder};
use crate::store::Standing;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl App {
    /// Messages that are about whole projects.
    pub(super) fn apply_to_projects(&mut self, message: Message) {
        let leaves = matches!(message, Message::OpenProject(_) | Message::OpenSample(_) | Message::CloseProject);
        if leaves && self.holds_back() {
            return;
        }
        match message {
            Message::OpenProject(folder) => self.open_project(folder, Scratch::No),
            Message::EditHere => self.edit_here(),
            Message::Mend => self.mend(),
            Message::TakeOffer(at) => self.take_offer(at),
            Message::OpenSample(id) => self.open_sample(id),
            Message::NewProject { folder, inputs } => {
                self.read_new(folder, inputs, Scratch::No);
            }
            Message::Import(inputs) => self.import(inputs),
            Message::AnswerImport(answers) => self.answer_import(*answers),
            Message::CancelImport => self.cancel_import(),
            Message::PasteArticle(paste) => self.paste(*paste),
            // Half a project is none: what is still being read goes with the rest.
            Message::StopImport if self.is_opening() => self.apply_to_projects(Message::CloseProject),
            Message::StopImport => self.workers.stop(),
            Message::ExportJsonl(path) => {
                // Whoever named the file has been asked whether it may be replaced.
                self.export(ExportChoice::everything("jsonl"), path, Existing::Replaced, Exporting::AtOnce);
            }
            Message::SaveProjectAs(folder) => self.save_as(folder),
            Message::CloseProject => {
                // What is being read for this project has no place to go any more.
                self.workers.stop();
                self.close();
                self.reader = super::ReaderState::default();
                (self.popup, self.pending) = (None, None);
                self.said = None;
            }
            Message::AskPath(question) => self.ask(question),
            Message::Picked(question, paths) => self.picked(question, paths),
            _ => {}
        }
    }

    /// Actions about whole projects. `false` where it is none of them.
    pub(super) fn act_on_projects(&mut self, action: &Action) -> bool {
        let question = match action {
            Action::OpenProject => PathQuestion::OpenProject,
            Action::ImportFiles => PathQuestion::ImportFiles,
            Action::ImportFolder => PathQuestion::ImportFolder,
            Action::ExportJsonl => PathQuestion::ExportJsonl,
            Action::SaveProjectAs => PathQuestion::SaveProjectAs,
            Action::CloseProject => {
                self.apply_to_projects(Message::CloseProject);
                return true;
            }
            _ => return false,
        };
        self.ask(question);
        true
    }

    /// Where preferences and scratch projects are kept; said where there is no place for them.
    pub(super) fn config(&mut self) -> Option<PathBuf> {
        if self.config.is_none() {
            self.say("This system names no folder for preferences; set BYLINE_CONFIG and start Byline again");
        }
        self.config.clone()
    }

    /// Who edits: the name in the preferences, else the system's user name.
    pub(super) fn annotator(&self) -> AnnotatorName {
        annotator_name(Some(&self.preferences.annotator))
    }

    /// Opens the open project again for editing; whoever had it open is gone.
    fn edit_here(&mut self) {
        let Some(open) = &self.open else { return };
        let (folder, scratch) = (open.session.folder().map(Path::to_owned), open.scratch);
        let claim = match &open.session.recovery().standing {
            Some(Standing::Silent(holder)) => Claim::Over(holder.clone()),
            _ => Claim::Free,
        };
        if let Some(folder) = folder {
            self.open_by(folder, if scratch { Scratch::Yes } else { Scratch::No }, claim);
        }
    }

    /// Mends the open project's files and opens it again: nobody may have it open meanwhile, this window included.
    fn mend(&mut self) {
        if self.holds_back() {
            return;
        }
        let Some(open) = &self.open else { return };
        let Some(folder) = open.session.folder().map(Path::to_owned) else { return };
        let scratch = if open.scratch { Scratch::Yes } else { Scratch::No };
        self.abandon_opening();
        self.close();
        let left = self.preferences.left_at.get(&folder).and_then(|id| ArticleId::parse(id));
        let (annotator, wake) = (self.annotator(), Arc::clone(&self.wake));
        self.said = Some("Mending…".into());
        self.spawn("mend project", move |reporter| match crate::store::repair(&folder) {
            Ok(report) => open_mended(folder, annotator, wake, scratch, left, Claim::Free, report)(reporter),
            Err(error) => {
                reporter.send(Arrived::Failed(error.to_string()));
                open_job(folder, annotator, wake, scratch, left, Claim::Free)(reporter);
            }
        });
    }

    fn take_offer(&mut self, at: usize) {
        let Some(open) = &mut self.open else { return };
        match open.session.take_offer(at) {
            Ok(()) => {
                let done = open.session.history().next_undo().map(|step| step.what.clone()).unwrap_or_default();
                self.say(format!("Done: {done}; undo takes it back"));
            }
            Err(error) => self.say(super::super::reader::logic::sentence(&error.to_string())),
        }
    }

    fn open_project(&mut self, folder: PathBuf, scratch: Scratch) {
        self.open_by(folder, scratch, Claim::Free);
    }

    fn open_by(&mut self, folder: PathBuf, scratch: Scratch, claim: Claim) {
        // Opened again, it is not kept from itself by its own lock.
        let is_open = self.open.as_ref().and_then(|open| open.session.folder()).is_some_and(|open| {
            open == folder || open.canonicalize().is_ok_and(|open| folder.canonicalize().is_ok_and(|new| new == open))
        });
        if is_open && self.is_opening() {
            return;
        }
        self.abandon_opening();
        // One that was taken over holds no lock, and perhaps edits that nobody else has: it stays until the other is there.
        let is_taken = self.open.as_ref().is_some_and(|open| open.session.recovery().taken.is_some());
        if is_open && !is_taken {
            self.close();
        }
        let left = self.preferences.left_at.get(&folder).and_then(|id| ArticleId::parse(id));
        let job = open_job(folder, self.annotator(), Arc::clone(&self.wake), scratch, left, claim);
        self.spawn("open project", job);
    }

    /// What is still being read of a project is not wanted any more.
    fn abandon_opening(&mut self) {
        if self.is_opening() {
            self.workers.stop();
        }
    }

    /// Opens a copy of a sample, so that the sample stays as it is.
    fn open_sample(&mut self, id: &'static str) {
        let Some(config) = self.config() else { return };
        let (annotator, wake) = (self.annotator(), Arc::clone(&self.wake));
        self.spawn("open sample", move |reporter| match samples::copy(id, &config) {
            Ok(folder) => open_job(folder, annotator, wake, Scratch::Yes, None, Claim::Free)(reporter),
            Err(error) => reporter.send(Arrived::Failed(error)),
        });
    }

    pub(super) fn paste(&mut self, paste: Paste) {
        let Some(open) = self.open.as_mut() else {
            self.in_scratch(Vec::new(), Some(paste));
            return;
        };
        let article = article_of(&paste);
        let id = article.id;
        match open.session.edit(EditRequest::AddArticles(vec![article])) {
            Ok(_) => {
                self.say("Added 1 article");
                self.outbox.push(Message::OpenArticle(id));
            }
            Err(error) => self.say(super::super::reader::logic::sentence(&error.to_string())),
        }
    }

    /// A project in a scratch folder, which can be given a place of its own later.
    pub(super) fn in_scratch(&mut self, inputs: Vec<PathBuf>, paste: Option<Paste>) {
        let Some(config) = self.config() else { return };
        let folder = match scratch_folder(&config, "Pasted articles") {
            Ok(folder) => folder,
            Err(error) => return self.say(error),
        };
        self.paste_next = paste;
        self.read_new(folder, inputs, Scratch::Yes);
    }

    /// Gives a scratch project a folder of its own, and goes on there.
    fn save_as(&mut self, folder: PathBuf) {
        self.settle_drafts();
        // The project stays open until the new one is there: a folder that can't be written loses nothing.
        let Some(open) = &self.open else { return };
        let (mut project, annotator, wake) = (open.session.project().clone(), self.annotator(), Arc::clone(&self.wake));
        if let Some(name) = folder.file_name() {
            let mut info = (*project.info).clone();
            info.title = name.to_string_lossy().replace(['_', '-'], " ");
            project.info = Arc::new(info);
        }
        self.spawn("keep project", move |reporter| {
            match crate::store::create(&folder, &project, &annotator).map(drop) {
                // The lock is given back before the project is opened.
                Ok(()) => open_job(folder, annotator, wake, Scratch::No, None, Claim::Free)(reporter),
                Err(error) => reporter.send(Arrived::Failed(error.to_string())),
            }
        });
    }

    fn ask(&mut self, question: PathQuestion) {
        if self.asking {
            self.say("A dialog is open already");
            return;
        }
        let needs_project = matches!(question, PathQuestion::ExportJsonl | PathQuestion::SaveProjectAs);
        if needs_project && self.open.is_none() {
            self.say("Open a project first");
            return;
        }
        self.asking = true;
        let dialog = dialogs::ask(question, &self.proposal());
        self.spawn("dialog", move |reporter| {
            let watch = clock::Watch::start();
            let paths = pollster::block_on(dialog);
            let shown = if paths.is_empty() && watch.elapsed() < dialogs::AT_ONCE { Shown::No } else { Shown::Yes };
            reporter.send(Arrived::Picked(question, paths, shown));
        });
    }

    /// What a typed path can be for now.
    pub(super) fn path_questions(&self) -> Vec<PathQuestion> {
        let mut questions = vec![PathQuestion::OpenProject, PathQuestion::ImportFiles];
        if let Some(open) = &self.open {
            questions.push(PathQuestion::ExportJsonl);
            questions.extend(open.scratch.then_some(PathQuestion::SaveProjectAs));
        }
        questions
    }

    /// The system has no dialog to show: the path is typed.
    pub(super) fn type_instead(&mut self, question: PathQuestion) {
        self.asking = false;
        if matches!(question, PathQuestion::ExportFile | PathQuestion::ExportFolder) {
            return self.panels.export.type_path();
        }
        self.panels.path = PathForm::instead_of_dialog(question);
        self.popup = Some(Popup::Path);
    }

    pub(super) fn picked(&mut self, question: PathQuestion, paths: Vec<PathBuf>) {
        self.asking = false;
        let Some(first) = paths.first().cloned() else {
            if matches!(question, PathQuestion::NewProjectInputs | PathQuestion::NewProjectFolder) {
                self.popup = Some(Popup::NewProject);
            }
            return;
        };
        let message = match question {
            PathQuestion::OpenProject => Message::OpenProject(first),
            PathQuestion::ImportFiles | PathQuestion::ImportFolder => Message::Import(paths),
            PathQuestion::ExportFile | PathQuestion::ExportFolder => return self.panels.export.set_target(&first),
            PathQuestion::ExportJsonl => Message::ExportJsonl(first),
            PathQuestion::SaveProjectAs => Message::SaveProjectAs(first),
            PathQuestion::NewProjectInputs => {
                self.panels.new_project.add_inputs(paths);
                self.popup = Some(Popup::NewProject);
                return;
            }
            PathQuestion::NewProjectFolder => {
                self.panels.new_project.set_place(&first);
                self.popup = Some(Popup::NewProject);
                return;
            }
        };
        self.outbox.push(message);
    }

    pub(super) fn set_preferences(&mut self, preferences: Preferences) {
        self.preferences = preferences;
        self.rebuild_keys();
        self.save_preferences();
    }

    pub(super) fn save_preferences(&mut self) {
        let Some(config) = self.config() else { return };
        // One at a time, so that the last word is the one that stays.
        if self.saving != Saving::Idle {
            self.saving = Saving::Again;
            return;
        }
        self.saving = Saving::Running;
        let preferences = self.preferences.clone();
        self.spawn("preferences", move |reporter| reporter.send(Arrived::PreferencesSaved(preferences.save(&config))));
    }

    pub(super) fn preferences_saved(&mut self, saved: Result<(), String>) {
        let before = std::mem::replace(&mut self.saving, Saving::Idle);
        if let Err(error) = saved {
            self.say(super::super::reader::logic::sentence(&error));
        }
        if before == Saving::Again {
            self.save_preferences();
        }
    }

    pub(super) fn set_annotator(&mut self, name: &str) {
        let Some(name) = AnnotatorName::from_typed(name) else {
            self.say("A name needs a letter or digit; type one");
            return;
        };
        if self.holds_back() {
            return;
        }
        self.set_preferences(Preferences { annotator: name.to_string(), ..self.preferences.clone() });
        // An open project goes on under the new name.
        self.abandon_opening();
        self.settle_drafts();
        if let Some(open) = self.open.take() {
            let (folder, scratch) = (open.session.folder().map(Path::to_owned), open.scratch);
            open.session.close();
            if let Some(folder) = folder {
                self.open_project(folder, if scratch { Scratch::Yes } else { Scratch::No });
            }
        }
    }
}

/// The article of pasted words: what was typed into the fields counts before what the words say.
fn article_of(paste: &Paste) -> Article {
    let read = crate::exchange::articles::read_pasted(&paste.text);
    let mut metadata = read.metadata;
    for field in MetadataField::ALL {
        let typed = paste.metadata.get(field);
        if !typed.is_empty() {
            // A field of the form holds what the form has checked.
            drop(metadata.set(field, &typed));
        }
    }
    let zones = crate::exchange::articles::propose_zones(&read.text, &metadata);
    let id: ArticleId = clock::new_ids().make();
    let file = crate::store::text_file(&metadata, id, 1);
    Article {
        id,
        foreign_id: String::new(),
        metadata,
        attributes: read.attributes,
        stories: Default::default(),
        zones,
        earlier: Vec::new(),
        current: Revision { text: read.text, file, since: None },
        extra: Default::default(),
    }
}
