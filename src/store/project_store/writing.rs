//! Writing files that are behind the journal.

use super::super::backups::set_aside;
use super::super::folder::hash_of;
use super::super::layout::FileKey;
use super::super::prepare::{Prepared, Ready};
use super::super::write::{merge, render};
use super::super::{Check, Problem, StoreError};
use super::{Merged, ProjectStore};
use crate::model::Project;
use std::fs::File;

impl ProjectStore {
    /// Copies files that another program wrote to a place of their own, before what is in memory comes in their place.
    pub(super) fn set_others_aside(&mut self, keys: &[FileKey]) -> Result<(), StoreError> {
        for key in keys {
            let name = key.name();
            let there = hash_of(self.folder.read(&name)?.as_deref());
            let came_later = there != self.hash(key) && !there.is_empty();
            if !came_later && !self.outside.contains(key) {
                continue;
            }
            let Some(place) = set_aside(&self.folder, [name.as_str()])? else { continue };
            self.outside.remove(key);
            self.found.entry(key.clone()).or_default().hash = there;
            let message = if came_later {
                format!(
                    "was changed by another program while it was open here; what is in this window was written, and what stood there is in {place}"
                )
            } else {
                format!(
                    "was changed from outside before it was opened, and is written again with your edits; as it was found it is in {place}"
                )
            };
            self.between.find(Problem::new(Check::SetAside, name, message));
        }
        Ok(())
    }

    /// Writes layers and threads; gives what was written, and with an error too.
    pub(super) fn write_own(
        &self,
        project: &Project,
        keys: Vec<FileKey>,
        prepared: Option<&Prepared>,
    ) -> super::Written {
        let mut written = Vec::new();
        let mut ready: Vec<(FileKey, Ready)> = Vec::new();
        let mut new: Vec<(FileKey, String)> = Vec::new();
        let mut failed = None;
        for key in keys {
            // One that was found to be so already must be so still.
            let is_so = |ready: &Ready| ready.paths.is_some() || ready.hash == self.hash(&key);
            if let Some(there) = prepared.and_then(|prepared| prepared.ready(&key, project)).filter(is_so) {
                ready.push((key, there));
                continue;
            }
            match render(project, &key, &self.texts) {
                Ok(Some(text)) if hash_of(Some(text.as_bytes())) != self.hash(&key) => new.push((key, text)),
                Ok(Some(_)) => {
                    let hash = self.hash(&key);
                    written.push((key, hash));
                }
                Ok(None) => match self.folder.remove(&key.name()) {
                    Ok(()) => written.push((key, String::new())),
                    Err(error) => failed = Some(error),
                },
                Err(error) => failed = Some(error),
            }
        }
        let files: Vec<_> = new.iter().map(|(key, text)| (key.name(), text.as_bytes())).collect();
        let paths = ready.iter().filter_map(|(_, ready)| ready.paths.clone()).collect();
        match self.folder.replace_with(&files, paths) {
            Ok(()) => {
                written.extend(new.iter().map(|(key, text)| (key.clone(), hash_of(Some(text.as_bytes())))));
                written.extend(ready.into_iter().map(|(key, ready)| (key, ready.hash)));
            }
            Err(error) => failed = Some(error),
        }
        failed.map_or(Ok(written.clone()), |error| Err((written, error)))
    }

    /// Writes a file that everybody changes: under a short lock, read again, merged, replaced.
    pub(super) fn write_shared(&mut self, project: &Project, key: &FileKey) -> Result<(String, Merged), StoreError> {
        let name = key.name();
        let path = self.folder.writable(".lock")?;
        let lock = File::options().create(true).append(true).open(&path).map_err(StoreError::io("open", &path))?;
        lock.lock().map_err(StoreError::io("lock", &path))?;
        let there = self.folder.read(&name)?;
        let ours = render(project, key, &self.texts)?.unwrap_or_default();
        let is_ours_alone = hash_of(there.as_deref()) == self.hash(key) && !self.merged.contains(key);
        let text = match there.as_deref().map(std::str::from_utf8) {
            _ if is_ours_alone => ours.clone(),
            None => ours.clone(),
            Some(Ok(theirs)) => merge(key, &self.common, project, theirs)?,
            Some(Err(_)) => {
                return Err(StoreError::KeptFile { why: "somebody made it unreadable".into(), file: name });
            }
        };
        self.between.know(key, &hash_of(Some(text.as_bytes())));
        if there.as_deref() != Some(text.as_bytes()) {
            self.folder.replace(&name, text.as_bytes())?;
        }
        drop(lock);
        if *key == FileKey::Articles {
            self.common.articles = project.articles.clone();
        } else {
            self.common.info = project.info.clone();
            self.common.codebook = project.codebook.clone();
            self.common.stories = project.stories.clone();
            self.common.families = project.families.clone();
        }
        let is_merged = text != ours;
        if is_merged {
            self.merged.insert(key.clone());
        } else {
            self.merged.remove(key);
        }
        Ok((hash_of(Some(text.as_bytes())), if is_merged { Merged::Others } else { Merged::Nothing }))
    }
}
