//! What a journal leads to that no file can hold. No journal that Byline wrote leads there; one that somebody else wrote
//! may, and then what it says of those records is left out.

use super::super::folder::Folder;
use super::super::layout::{FileKey, texts_of};
use super::super::load::Files;
use super::super::load_articles::load_layer;
use super::super::records::Texts;
use super::super::{Check, Problem};
use super::walk::Chain;
use super::{Dropped, Replayed};
use crate::edit::{Change, carry_layer, is_sound_layer};
use crate::model::{Article, ArticleId, Layer, LayerKey, Project};
use crate::text::Alignment;
use std::collections::BTreeSet;
use std::sync::Arc;

/// True where every text of the articles in a change is in the file that the change names.
pub(super) fn has_texts(change: &Change, texts: &Texts) -> bool {
    let Change::Article(_, swap) = change else { return true };
    [&swap.before, &swap.after].into_iter().flatten().all(|article| are_there(article, texts))
}

fn are_there(article: &Article, texts: &Texts) -> bool {
    texts_of(article).all(|revision| texts.in_file(&revision.file) == Some(revision.text.hash()))
}

/// Puts articles back as they were found whose texts are not in the files that the journal names.
pub(super) fn articles(files: &mut Files, loaded: &Project, chain: &Chain, dropped: &mut Dropped) {
    let changed = chain.pending.iter().filter_map(|change| match change {
        Change::Article(id, _) => Some(*id),
        _ => None,
    });
    for id in changed.collect::<BTreeSet<ArticleId>>() {
        let article = files.project.article(id);
        let is_as_found = article == loaded.article(id);
        if !is_as_found && article.is_some_and(|article| !are_there(article, &files.texts)) {
            put_back(files, loaded, id, "its text is not in the file that the journal names", dropped);
        }
    }
}

/// Puts articles back that the journal takes away from under layers.
pub(super) fn articles_of_layers(files: &mut Files, loaded: &Project, scratch: &Project, dropped: &mut Dropped) {
    let gone = scratch.layers.keys().map(|key| key.article).filter(|id| files.project.article(*id).is_none());
    for id in gone.collect::<BTreeSet<ArticleId>>() {
        if loaded.article(id).is_some() {
            put_back(files, loaded, id, "the journal takes it away, and there are layers on it", dropped);
        }
    }
}

fn put_back(files: &mut Files, loaded: &Project, id: ArticleId, why: &str, dropped: &mut Dropped) {
    match loaded.articles.get(&id) {
        Some(article) => files.project.articles.insert_mut(id, Arc::clone(article)),
        None => drop(files.project.articles.remove_mut(&id)),
    }
    let record = format!("article {id}");
    let message = format!("{record} is left as it is: {why}; undo stops there for it");
    files.problems.push(Problem::new(Check::ChangedFile, FileKey::Articles.name(), message));
    dropped.records.insert((FileKey::Articles, record));
}

/// Layers that a replay left over a text that their article does not have, as where somebody else's text was taken, move
/// to the one that it has: one that is to be written from here, all others as they are read.
pub(super) fn over_current_texts(folder: &Folder, scratch: &mut Project, files: &Files, replayed: &Replayed) {
    let behind = scratch.layers.iter().filter_map(|(key, layer)| {
        let article = files.project.article(key.article).filter(|article| article.text().hash() != layer.text)?;
        if !replayed.dirty.contains(&FileKey::Layer(key.clone())) {
            return Some((key.clone(), as_found(folder, key, article)));
        }
        let alignment = Alignment::new(files.texts.get(layer.text)?, article.text());
        Some((key.clone(), Some(carry_layer(layer, &alignment, article).0)))
    });
    let behind: Vec<(LayerKey, Option<Layer>)> = behind.collect();
    for (key, layer) in behind {
        put(scratch, key, layer);
    }
}

/// Layers that the journal is about and that no file can hold become what their files have.
pub(super) fn layers(
    folder: &Folder,
    scratch: &mut Project,
    files: &mut Files,
    keys: &[LayerKey],
    replayed: &mut Replayed,
    dropped: &mut Dropped,
) {
    for key in keys {
        let Some(layer) = scratch.layer(key) else { continue };
        let article = files.project.article(key.article);
        if article.is_some_and(|article| is_sound_layer(layer, article.text())) {
            continue;
        }
        let layer = article.and_then(|article| as_found(folder, key, article));
        put(scratch, key.clone(), layer);
        let file = FileKey::Layer(key.clone());
        let message = "the journal has it otherwise, and not as any layer can be; it is taken as it is, and undo stops \
                       there for it";
        files.problems.push(Problem::new(Check::ChangedFile, file.name(), message));
        replayed.dirty.remove(&file);
        replayed.named.remove(&file);
        replayed.changed.insert(file.clone());
        dropped.files.insert(file);
    }
}

/// A layer as its file has it. What is wrong with it was said when it was read.
fn as_found(folder: &Folder, key: &LayerKey, article: &Article) -> Option<Layer> {
    let (layer, _) = load_layer(folder, key, article, &mut Vec::new());
    super::super::notation::take_unknown();
    layer
}

fn put(project: &mut Project, key: LayerKey, layer: Option<Layer>) {
    match layer.filter(|layer| !layer.is_empty()) {
        Some(layer) => project.layers.insert_mut(key, Arc::new(layer)),
        None => drop(project.layers.remove_mut(&key)),
    }
}
