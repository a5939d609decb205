//! A file as the journal has it, from its first line on: for one that is gone, can't be read, or was changed.

use super::super::backups::versions;
use super::super::folder::{Folder, hash_of};
use super::super::journal::Journal;
use super::super::layout::{FileKey, texts_of};
use super::super::load::{Parsed, load_book, parse};
use super::super::notation::take_unknown;
use super::super::records::{LayerFile, Line, Texts, ThreadsFile};
use super::super::write::render;
use super::walk::Walk;
use crate::edit::{Change, book_changes, layer_changes};
use crate::model::{Layer, Project, ThreadBook};
use crate::text::TextHash;
use std::sync::Arc;

/// What one file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) enum Content {
    /// Annotations and what goes with them.
    Layer(Option<Arc<Layer>>),
    /// Threads.
    Threads(Option<Arc<ThreadBook>>),
}

impl Content {
    /// What a project has of a file; `None` for the files that everybody changes.
    pub(in crate::store) fn of(project: &Project, key: &FileKey) -> Option<Self> {
        match key {
            FileKey::Layer(key) => Some(Self::Layer(project.layer(key).cloned())),
            FileKey::Threads(by) => Some(Self::Threads(project.threads.get(by).cloned())),
            FileKey::Project | FileKey::Articles => None,
        }
    }

    /// A file that is not there.
    pub(in crate::store) fn nothing(key: &FileKey) -> Self {
        match key {
            FileKey::Layer(_) => Self::Layer(None),
            _ => Self::Threads(None),
        }
    }

    /// Puts it into a project.
    pub(in crate::store) fn put(self, project: &mut Project, key: &FileKey) {
        match (self, key) {
            (Self::Layer(Some(layer)), FileKey::Layer(key)) => project.layers.insert_mut(key.clone(), layer),
            (Self::Layer(None), FileKey::Layer(key)) => drop(project.layers.remove_mut(key)),
            (Self::Threads(Some(book)), FileKey::Threads(by)) => project.threads.insert_mut(by.clone(), book),
            (Self::Threads(None), FileKey::Threads(by)) => drop(project.threads.remove_mut(by)),
            _ => {}
        }
    }

    /// What makes a project have it.
    pub(in crate::store) fn changes(&self, project: &Project, key: &FileKey) -> Vec<Change> {
        match (self, key) {
            (Self::Layer(layer), FileKey::Layer(key)) => {
                let Some(article) = project.article(key.article) else { return Vec::new() };
                let before = project.layer(key).map(|layer| &**layer);
                layer_changes(key, before, layer.as_deref(), article.text().hash())
            }
            (Self::Threads(book), FileKey::Threads(by)) => {
                book_changes(by, project.threads.get(by).map(|book| &**book), book.as_deref())
            }
            _ => Vec::new(),
        }
    }
}

/// Reads a version of a file from another place in the folder.
pub(in crate::store) fn read_version(folder: &Folder, project: &Project, key: &FileKey, file: &str) -> Option<Content> {
    let content = match key {
        FileKey::Layer(key) => {
            let parsed: Parsed<LayerFile> = parse(folder, file);
            let record = parsed.record.filter(|_| parsed.found.kept.is_none())?;
            let is_it = record.annotator == key.annotator.as_str() && record.article == key.article.as_str();
            let article = project.article(key.article).filter(|_| is_it)?;
            let hash = TextHash::parse(&record.text);
            let meant = texts_of(article).map(|revision| &revision.text).find(|text| Some(text.hash()) == hash);
            let (layer, _) = record.read(article.text(), meant);
            Content::Layer(Some(layer).filter(|layer| !layer.is_empty()).map(Arc::new))
        }
        FileKey::Threads(by) => {
            let parsed: Parsed<ThreadsFile> = parse(folder, file);
            let record =
                parsed.record.filter(|record| parsed.found.kept.is_none() && record.annotator == by.as_str())?;
            Content::Threads(load_book(record, by).map(Arc::new))
        }
        FileKey::Project | FileKey::Articles => return None,
    };
    take_unknown().is_empty().then_some(content)
}

/// Most lines and names in them that are looked at to make files as the journal has them, over all files: a journal may
/// name very many.
const MOST_EFFORT: usize = 1_000_000_000;

/// Bytes put into words that take as long as looking at a line.
const LETTERS: usize = 4;

/// What the journal says that a file holds after its last line; `None` where it does not hold all of it. Each state that
/// was written is compared with the hash that the journal notes for it.
pub(super) fn rebuild(
    folder: &Folder,
    project: &Project,
    texts: &Texts,
    journal: &Journal,
    walk: &Walk,
    key: &FileKey,
    effort: &mut usize,
) -> Option<Content> {
    let name = key.name();
    let mut state = Start { folder, texts, key, project: project.clone(), has_begun: false, rendered: 0 };
    let hash_in =
        |files: &[(String, String)]| files.iter().find(|(file, _)| *file == name).map(|(_, hash)| hash.clone());
    for line in journal.lines.iter().map(|entry| entry.line.as_ref()) {
        *effort = effort.saturating_add(1 + line.map_or(0, names));
        if effort.saturating_add(state.rendered / LETTERS) > MOST_EFFORT {
            return None;
        }
        let Some(line) = line else {
            state.has_begun = false;
            continue;
        };
        match line {
            Line::Edit(edit) => {
                state.begin(hash_in(&edit.base));
                state.step(walk, edit.n, false);
            }
            Line::Undo(step) => {
                state.begin(hash_in(&step.base));
                state.step(walk, step.n, true);
            }
            Line::Redo(step) => {
                state.begin(hash_in(&step.base));
                state.step(walk, step.n, false);
            }
            Line::Checkpoint(record) => {
                let hash = hash_in(&record.files);
                if hash.as_ref().is_some_and(|hash| !state.has_begun || state.hash().as_ref() != Some(hash)) {
                    state.begin(hash);
                }
            }
            Line::Header(_) | Line::Mark(_) => {}
        }
    }
    *effort = effort.saturating_add(state.rendered / LETTERS);
    if state.has_begun { Content::of(&state.project, key) } else { None }
}

/// How many files a line names.
fn names(line: &Line) -> usize {
    match line {
        Line::Edit(edit) => edit.base.len(),
        Line::Undo(step) | Line::Redo(step) => step.base.len(),
        Line::Checkpoint(record) => record.files.len(),
        Line::Header(_) | Line::Mark(_) => 0,
    }
}

/// A file's state on its way through the journal.
struct Start<'a> {
    folder: &'a Folder,
    texts: &'a Texts,
    key: &'a FileKey,
    project: Project,
    has_begun: bool,
    /// Bytes that were put into words on the way.
    rendered: usize,
}

impl Start<'_> {
    /// Begins anew where the journal names the file's hash: with nothing, or with a backup that has it.
    fn begin(&mut self, hash: Option<String>) {
        let Some(hash) = hash else { return };
        if hash.is_empty() {
            Content::nothing(self.key).put(&mut self.project, self.key);
            self.has_begun = true;
            return;
        }
        if self.has_begun && self.hash().as_ref() == Some(&hash) {
            return;
        }
        let has_it = |file: &str| hash_of(self.folder.read(file).ok().flatten().as_deref()) == hash;
        let version = versions(self.folder, &self.key.name()).into_iter().find(|version| has_it(&version.file));
        let content = version.and_then(|version| read_version(self.folder, &self.project, self.key, &version.file));
        self.has_begun = content.is_some();
        if let Some(content) = content {
            content.put(&mut self.project, self.key);
        }
    }

    /// Takes a step as far as it is about the file, or takes it back.
    fn step(&mut self, walk: &Walk, number: u64, back: bool) {
        if !self.has_begun {
            return;
        }
        let Some(step) = walk.edits.get(&number).and_then(Option::as_ref) else {
            self.has_begun = false;
            return;
        };
        let mut changes: Vec<&Change> = step.changes.iter().filter(|c| FileKey::of(c) == *self.key).collect();
        if back {
            changes.reverse();
        }
        for change in changes {
            let next = if back { change.inverse().apply(&self.project) } else { change.apply(&self.project) };
            match next {
                Ok(next) => self.project = next,
                Err(_) => self.has_begun = false,
            }
        }
    }

    /// The hash of the file that the state would be.
    fn hash(&mut self) -> Option<String> {
        let bytes = render(&self.project, self.key, self.texts).ok()?;
        self.rendered += bytes.as_ref().map_or(0, String::len);
        Some(hash_of(bytes.as_deref().map(str::as_bytes)))
    }
}
