//! Making a project's folder.

use super::StoreError;
use super::edit_line::check_text_name;
use super::folder::{Filling, Folder, flush_folder, hash_of, make_folder};
use super::journal::{Journal, JournalWriter};
use super::layout::{FileKey, suggestions_name, texts_of};
use super::load::Found;
use super::lock::take_lock;
use super::project_store::{Parts, ProjectStore};
use super::records::Texts;
use super::replay::Replayed;
use super::write::{render, render_suggestions};
use crate::model::{AnnotatorName, Project};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Makes a project's folder with all that the project holds, and opens it for editing by an annotator. It is made beside
/// and then takes its place as a whole: where that fails, nothing is left.
///
/// # Errors
/// Where something is there already, a text's file name leads out of the folder, or the system refuses.
pub fn create(folder: &Path, project: &Project, annotator: &AnnotatorName) -> Result<ProjectStore, StoreError> {
    let is_there = fs::symlink_metadata(folder).is_ok();
    let is_empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if is_there && !is_empty {
        return Err(StoreError::Exists(folder.to_owned()));
    }
    let name = folder.file_name().ok_or_else(|| StoreError::Exists(folder.to_owned()))?;
    let parent = folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_folder(parent)?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}{}", std::process::id(), super::folder::BESIDE));
    let beside = parent.join(beside);
    let result = fs::create_dir(&beside)
        .map_err(StoreError::io("make the folder", &beside))
        .and_then(|()| fill(&Folder::new(&beside), project))
        .and_then(|found| {
            if is_there {
                fs::remove_dir(folder).map_err(StoreError::io("replace", folder))?;
            }
            fs::rename(&beside, folder).map_err(StoreError::io("make the folder", folder))?;
            flush_folder(parent)?;
            Ok(found)
        });
    let found = result.inspect_err(|_| drop(fs::remove_dir_all(&beside)))?;
    let folder = Folder::new(folder);
    let (lock, read_only) = match take_lock(&folder, annotator, None) {
        Ok(lock) => (Some(lock), None),
        Err(why) => (None, Some(why.words(annotator))),
    };
    let mut texts = Texts::default();
    for article in project.articles.values() {
        texts_of(article).for_each(|revision| texts.add(&revision.text));
    }
    let journal = match read_only {
        None => Some(JournalWriter::new(&folder, annotator, &Journal::default())?),
        Some(_) => None,
    };
    Ok(ProjectStore::new(Parts {
        folder,
        read_only,
        journal,
        found,
        replayed: Replayed { next: 1, ..Replayed::default() },
        common: project.clone(),
        merged: BTreeSet::new(),
        texts,
        lock,
    }))
}

/// What version control leaves alone: a text's line ends are its own.
const GIT_ATTRIBUTES: &str = "articles/*.txt -text\n";

/// What version control leaves out: what is one machine's own, or can be made again.
const GIT_IGNORE: &str = "/journal/\n/suggestions/\n/.lock\n*.byline-new\n*.before-repair\n";

/// Files as they were written.
type Written = (Vec<(FileKey, Found)>, Filling);

/// Renders and writes files on all cores; those that are not there are left out.
fn write_all(folder: &Folder, project: &Project, keys: &[FileKey], texts: &Texts) -> Result<Written, StoreError> {
    let part = |keys: &[FileKey]| -> Result<Written, StoreError> {
        let (mut found, mut filling) = (Vec::with_capacity(keys.len()), Filling::default());
        for key in keys {
            let Some(text) = render(project, key, texts)? else { continue };
            folder.put_new(&key.name(), text.as_bytes(), &mut filling)?;
            found.push((key.clone(), Found { hash: hash_of(Some(text.as_bytes())), kept: None }));
        }
        Ok((found, filling))
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if keys.len() < 256 || threads == 1 {
        return part(keys);
    }
    let parts: Vec<_> = std::thread::scope(|scope| {
        let chunks = keys.chunks(keys.len().div_ceil(threads));
        let running: Vec<_> = chunks.map(|chunk| scope.spawn(move || part(chunk))).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(fault()))).collect()
    });
    let (mut found, mut filling) = (Vec::with_capacity(keys.len()), Filling::default());
    for part in parts {
        let (part_found, part_filling) = part?;
        found.extend(part_found);
        filling.add(part_filling);
    }
    Ok((found, filling))
}

fn fault() -> StoreError {
    StoreError::OutOfStep("a thread that put files into words failed".into())
}

/// Writes all files of a folder that nobody sees yet: texts, and beside them what has to be put into words first.
fn fill(folder: &Folder, project: &Project) -> Result<BTreeMap<FileKey, Found>, StoreError> {
    let mut texts = Texts::default();
    let mut files: Vec<(&str, &[u8])> =
        vec![(".gitattributes", GIT_ATTRIBUTES.as_bytes()), (".gitignore", GIT_IGNORE.as_bytes())];
    for article in project.articles.values() {
        for revision in texts_of(article) {
            check_text_name(&revision.file)?;
            texts.add(&revision.text);
            files.push((&revision.file, revision.text.as_str().as_bytes()));
        }
    }
    let names: BTreeSet<&str> = files.iter().map(|(name, _)| *name).collect();
    if names.len() < files.len() {
        return Err(StoreError::Unwritable("two texts have the same file name".into()));
    }
    let layers = project.layers.keys().cloned().map(FileKey::Layer);
    let threads = project.threads.keys().cloned().map(FileKey::Threads);
    let keys: Vec<FileKey> = layers.chain(threads).chain([FileKey::Articles, FileKey::Project]).collect();
    let (found, mut filling) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| write_all(folder, project, &keys, &texts));
        // The disk takes the texts while the rest is put into words.
        let mut filling = Filling::default();
        files.iter().try_for_each(|(name, bytes)| folder.put_new(name, bytes, &mut filling))?;
        filling.flush()?;
        writing.join().unwrap_or_else(|_| Err(fault()))
    })?;
    for set in project.suggestions.values() {
        if let Some(text) = render_suggestions(project, set) {
            folder.put_new(&suggestions_name(set.article), text.as_bytes(), &mut filling)?;
        }
    }
    filling.flush()?;
    Ok(found.into_iter().collect())
}
