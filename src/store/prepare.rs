//! Layers put into words and written beside while edits go on: what a checkpoint has left to do is short, and an edit that
//! comes then does not wait for a large file.

use super::folder::{Folder, hash_of};
use super::layout::FileKey;
use super::records::Texts;
use super::write::render;
use crate::model::{LayerKey, Project};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What is to be prepared; [`Self::make`] takes its time, on any thread.
#[derive(Debug)]
pub struct Preparation {
    folder: Folder,
    project: Project,
    /// The layers that are behind, with the hash of each as it is.
    layers: BTreeMap<LayerKey, String>,
    /// Their texts, where they are known beside the project's.
    texts: Texts,
}

/// Layers that only have to be put in place, as long as nothing has changed them since.
#[derive(Debug)]
pub struct Prepared {
    project: Project,
    layers: BTreeMap<LayerKey, Ready>,
}

/// A file that is written: its hash, and where it lies and belongs; nothing where it is so already.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) hash: String,
    pub(super) paths: Option<(PathBuf, PathBuf)>,
}

impl Preparation {
    pub(super) fn new(
        folder: &Folder,
        project: &Project,
        layers: BTreeMap<LayerKey, String>,
        known: &Texts,
    ) -> Option<Self> {
        let mut texts = Texts::default();
        let meant = layers.keys().filter_map(|key| known.get(project.layer(key)?.text));
        meant.for_each(|text| texts.add(text));
        let (folder, project) = (folder.clone(), project.clone());
        (!layers.is_empty()).then_some(Self { folder, project, layers, texts })
    }

    /// Does it; `None` where it can't be done, which the checkpoint then finds out and tells.
    pub fn make(self) -> Option<Prepared> {
        let mut layers = BTreeMap::new();
        let mut new: Vec<(LayerKey, String, String)> = Vec::new();
        for (key, known) in self.layers {
            // One that is to be taken away is left to the checkpoint.
            let Some(text) = render(&self.project, &FileKey::Layer(key.clone()), &self.texts).ok()? else { continue };
            let hash = hash_of(Some(text.as_bytes()));
            if hash == known {
                layers.insert(key, Ready { hash, paths: None });
            } else {
                new.push((key, hash, text));
            }
        }
        let name = |key: &LayerKey| FileKey::Layer(key.clone()).name();
        let files: Vec<_> = new.iter().map(|(key, _, text)| (name(key), text.as_bytes())).collect();
        let pairs = self.folder.put_beside(&files).ok()?;
        let ready = new.into_iter().zip(pairs);
        layers.extend(ready.map(|((key, hash, _), paths)| (key, Ready { hash, paths: Some(paths) })));
        Some(Prepared { project: self.project, layers })
    }
}

impl Prepared {
    /// A layer's file, where it is what this project's would be.
    pub(super) fn ready(&self, key: &FileKey, project: &Project) -> Option<Ready> {
        let FileKey::Layer(key) = key else { return None };
        let is_same = |a: Option<&Arc<_>>, b: Option<&Arc<_>>| a.zip(b).is_some_and(|(a, b)| Arc::ptr_eq(a, b));
        let same_layer = is_same(self.project.layers.get(key), project.layers.get(key));
        let articles = (self.project.article(key.article), project.article(key.article));
        let same_text = articles.0.zip(articles.1).is_some_and(|(a, b)| a.text().hash() == b.text().hash());
        self.layers.get(key).filter(|_| same_layer && same_text).cloned()
    }

    /// Takes away what was written for nothing.
    pub fn discard(self) {
        for (beside, _) in self.layers.into_values().filter_map(|ready| ready.paths) {
            // Best effort: what is left behind is named by the checks.
            drop(super::disk::remove(&beside));
        }
    }
}
