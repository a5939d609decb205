//! What others put into the folder while a project is open: their layers and threads, as soon as their files are there.
//!
//! Only one's own session changes one's own files, so those are not looked at. Files are replaced whole, so a folder's
//! time tells whether there is anything to look at: a look costs a few questions to the system, however many articles.

use super::Problem;
use super::folder::{Folder, hash_of};
use super::layout::FileKey;
use super::load::{Parsed, load_book, parse};
use super::load_articles::load_layer;
use super::notation::take_unknown;
use super::records::ThreadsFile;
use crate::edit::{Change, book_changes, layer_changes, shared_with};
use crate::model::{AnnotatorName, Article, ArticleId, Layer, LayerKey, Map, Project, ThreadBook};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// After so many looks files are looked at whether or not their folder's time tells of a change: an editor may have
/// written into a file in place.
const LOOKS_UNTIL_ALL: u32 = 20;

/// When something was written last.
type Written = Option<SystemTime>;

/// What the one who writes and the one who looks tell each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Between {
    /// Hashes of the files that everybody changes, as this session read or wrote them.
    shared: Arc<Mutex<BTreeMap<FileKey, String>>>,
    /// What was found while files were written.
    found: Arc<Mutex<Vec<Problem>>>,
}

impl Between {
    /// Notes a file as it is read, or before it is written; true where it was known as another.
    pub(super) fn know(&self, key: &FileKey, hash: &str) -> bool {
        self.shared.lock().is_ok_and(|mut known| known.insert(key.clone(), hash.to_owned()).as_deref() != Some(hash))
    }

    /// Notes what was found while files were written.
    pub(super) fn find(&self, problem: Problem) {
        if let Ok(mut found) = self.found.lock() {
            found.push(problem);
        }
    }

    fn take_found(&self) -> Vec<Problem> {
        self.found.lock().map_or_else(|_| Vec::new(), |mut found| std::mem::take(&mut *found))
    }
}

/// What others have changed.
#[derive(Debug, Default)]
pub struct News {
    /// Layers as they are now; `None` where one is gone.
    pub layers: Vec<(LayerKey, Option<Arc<Layer>>)>,
    /// Threads by their annotator; `None` where she has none any more.
    pub threads: Vec<(AnnotatorName, Option<Arc<ThreadBook>>)>,
    /// What makes the old state the new one, record by record.
    pub changes: Vec<Change>,
    /// Layers that were finished since.
    pub finished: Vec<LayerKey>,
    /// `project.ron` or `articles.ron` is not as this session knows it.
    pub shared: bool,
    /// What was found while this session wrote files.
    pub found: Vec<Problem>,
}

impl News {
    /// True where there is nothing new.
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty() && self.threads.is_empty() && !self.shared && self.found.is_empty()
    }
}

/// When folders were changed last, noted before the project is read: what changes from then on is news.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks(BTreeMap<String, (Written, Seen)>);

/// Whether a folder was looked at since its last change, and some time after it: clocks of disks are coarse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Once,
    Settled,
}

impl Marks {
    /// Notes the folders as they are.
    pub(super) fn of(folder: &Folder) -> Self {
        let marks = folders(folder).into_iter().map(|name| {
            let written = written(folder, &name);
            (name, (written, Seen::Once))
        });
        Self(marks.collect())
    }
}

/// Folders that hold files of annotators.
fn folders(folder: &Folder) -> Vec<String> {
    let names = folder.list("annotations").unwrap_or_default();
    let layers = names.iter().filter(|name| AnnotatorName::parse(name).is_some());
    layers.map(|name| format!("annotations/{name}")).chain(["threads".to_owned()]).collect()
}

fn written(folder: &Folder, name: &str) -> Written {
    fs::metadata(folder.path(name).ok()?).ok()?.modified().ok()
}

/// Looks again and again at what others put into the folder, and writes nothing.
#[derive(Debug)]
pub struct Follower {
    folder: Folder,
    /// Whose files only this session changes; `None` where it changes nothing.
    own: Option<AnnotatorName>,
    layers: Map<LayerKey, Arc<Layer>>,
    threads: Map<AnnotatorName, Arc<ThreadBook>>,
    marks: Marks,
    /// Files as they were read: their time and length.
    files: BTreeMap<String, (Written, u64)>,
    between: Between,
    looks: u32,
}

impl Follower {
    pub(super) fn new(
        folder: &Path,
        own: Option<AnnotatorName>,
        project: &Project,
        marks: Marks,
        between: Between,
    ) -> Self {
        let (layers, threads) = (project.layers.clone(), project.threads.clone());
        Self { folder: Folder::new(folder), own, layers, threads, marks, files: BTreeMap::new(), between, looks: 0 }
    }

    /// Looks once; `articles` are those of the project as it is now.
    pub fn look(&mut self, articles: &Map<ArticleId, Arc<Article>>) -> News {
        self.looks = (self.looks + 1) % LOOKS_UNTIL_ALL;
        let mut news = News::default();
        let mut names: BTreeSet<String> = folders(&self.folder).into_iter().collect();
        // A folder goes with its last file.
        names.extend(self.marks.0.keys().cloned());
        for name in names {
            let now = written(&self.folder, &name);
            match self.marks.0.get(&name) {
                Some((known, Seen::Settled)) if *known == now && self.looks != 0 => continue,
                Some((known, _)) if *known == now => drop(self.marks.0.insert(name.clone(), (now, Seen::Settled))),
                _ => drop(self.marks.0.insert(name.clone(), (now, Seen::Once))),
            }
            match name.strip_prefix("annotations/").and_then(AnnotatorName::parse) {
                Some(annotator) if self.own.as_ref() == Some(&annotator) => {}
                Some(annotator) => self.look_at_layers(&name, &annotator, articles, &mut news),
                None => self.look_at_threads(&mut news),
            }
        }
        news.found = self.between.take_found();
        news.shared = [FileKey::Project, FileKey::Articles].iter().any(|key| self.is_shared_news(key));
        news
    }

    fn look_at_layers(
        &mut self,
        name: &str,
        annotator: &AnnotatorName,
        articles: &Map<ArticleId, Arc<Article>>,
        news: &mut News,
    ) {
        let Ok(files) = self.folder.list(name) else { return };
        let mut there = BTreeSet::new();
        for file in files {
            let Some(article) = file.strip_suffix(".ron").and_then(ArticleId::parse) else { continue };
            there.insert(article);
            // One on an article that came later is there when the project is opened again.
            let Some(known) = articles.get(&article) else { continue };
            let key = LayerKey { annotator: annotator.clone(), article };
            // One that was read over a text which was corrected since is read again.
            let fits = self.layers.get(&key).is_none_or(|layer| layer.text == known.text().hash());
            if self.is_as_read(&format!("{name}/{file}")) && fits {
                continue;
            }
            let (layer, found) = load_layer(&self.folder, &key, known, &mut Vec::new());
            // What can't be read now leaves what was there: the next opening tells.
            match layer {
                Some(layer) => self.take_layer(key, Some(layer).filter(|layer| !layer.is_empty()), known, news),
                None if found.kept.is_none() => self.take_layer(key, None, known, news),
                None => {}
            }
        }
        let is_gone = |key: &&LayerKey| key.annotator == *annotator && !there.contains(&key.article);
        let gone: Vec<LayerKey> = self.layers.keys().filter(is_gone).cloned().collect();
        for key in gone {
            self.files.remove(&FileKey::Layer(key.clone()).name());
            if let Some(known) = articles.get(&key.article) {
                self.take_layer(key, None, known, news);
            }
        }
    }

    fn take_layer(&mut self, key: LayerKey, layer: Option<Layer>, article: &Article, news: &mut News) {
        let before = self.layers.get(&key).cloned();
        let after = layer.map(|layer| shared_with(before.as_ref(), layer));
        if before == after {
            return;
        }
        let changes = layer_changes(&key, before.as_deref(), after.as_deref(), article.text().hash());
        news.changes.extend(changes);
        if after.as_ref().is_some_and(|layer| layer.done) && !before.is_some_and(|layer| layer.done) {
            news.finished.push(key.clone());
        }
        match &after {
            Some(layer) => self.layers.insert_mut(key.clone(), Arc::clone(layer)),
            None => drop(self.layers.remove_mut(&key)),
        }
        news.layers.push((key, after));
    }

    fn look_at_threads(&mut self, news: &mut News) {
        let Ok(files) = self.folder.list("threads") else { return };
        let named = |file: &String| AnnotatorName::parse(file.strip_suffix(".ron")?);
        let there: BTreeSet<AnnotatorName> = files.iter().filter_map(named).collect();
        let known: BTreeSet<AnnotatorName> = self.threads.keys().cloned().collect();
        let own = self.own.clone();
        for by in there.union(&known).filter(|by| own.as_ref() != Some(*by)) {
            let name = FileKey::Threads(by.clone()).name();
            if self.is_as_read(&name) {
                continue;
            }
            let parsed: Parsed<ThreadsFile> = parse(&self.folder, &name);
            if parsed.problem.is_some() && parsed.record.is_none() {
                continue;
            }
            let book = parsed.record.and_then(|file| load_book(file, by));
            take_unknown();
            let before = self.threads.get(by).cloned();
            let after = book.map(|book| shared_with(before.as_ref(), book));
            if before == after {
                continue;
            }
            news.changes.extend(book_changes(by, before.as_deref(), after.as_deref()));
            match &after {
                Some(book) => self.threads.insert_mut(by.clone(), Arc::clone(book)),
                None => drop(self.threads.remove_mut(by)),
            }
            news.threads.push((by.clone(), after));
        }
    }

    /// True where a file has the time and length that it had when it was read; else those are noted.
    fn is_as_read(&mut self, name: &str) -> bool {
        let meta = self.folder.path(name).ok().and_then(|path| fs::metadata(path).ok());
        let now = meta.map_or((None, 0), |meta| (meta.modified().ok(), meta.len()));
        let known = self.files.insert(name.to_owned(), now);
        // A file that is gone has no time: it is looked at once.
        known.is_some_and(|known| known == now)
    }

    /// True where a file that everybody changes is another than this session read or wrote.
    fn is_shared_news(&mut self, key: &FileKey) -> bool {
        let name = key.name();
        if self.is_as_read(&name) {
            return false;
        }
        let Ok(Some(bytes)) = self.folder.read(&name) else { return false };
        self.between.know(key, &hash_of(Some(&bytes)))
    }
}
