//! From a journal and the files as they are: the project as it was last saved, and the history of undo.
//!
//! For each file of one annotator's own, the journal says with which hash it was last written and which changes came
//! after. A file with that hash gets those changes. One that equals a later state (it was written, and the journal does
//! not say so yet) gets the rest. Any other was changed from outside: it wins, and undo stops there. The files that
//! everybody changes are looked at record by record instead, since others write them too.

mod rebuild;
mod sound;
mod walk;

pub(super) use rebuild::{Content, read_version};
pub(super) use walk::transaction_of;

use super::error::Listed;
use super::folder::Folder;
use super::journal::Journal;
use super::layout::FileKey;
use super::load::{Files, Parsed, parse};
use super::load_articles::is_text_file;
use super::records::{ArticleRecord, ChangeRecord, LayerFile, Line, Texts};
use super::write::render;
use super::{Check, Problem};
use crate::edit::{Change, History};
use crate::model::{Layer, LayerKey, Project};
use crate::text::{Text, TextHash};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use walk::{Chain, Walk, walk};

/// How hard it is looked which changes a file holds already: so many times at least, and then until that took so much, in
/// bytes put into words; taking a change back counts as some. A file that people and crashes make takes a few looks.
const LOOKS: usize = 64;
const EFFORT: usize = 1 << 29;
const PER_CHANGE: usize = 256;

/// What a replay gives besides the project.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    pub(super) history: History,
    /// Numbers of the edits in the history's two stacks.
    pub(super) done: Vec<u64>,
    pub(super) undone: Vec<u64>,
    /// The number of the next edit.
    pub(super) next: u64,
    /// Files whose last written hash the journal knows, and that were not changed from outside.
    pub(super) named: BTreeSet<FileKey>,
    /// Files that were changed from outside: the next line says so.
    pub(super) changed: BTreeSet<FileKey>,
    /// Files that are gone, can't be read or were changed from outside, as the journal has them where it has all of them.
    pub(super) rebuilt: BTreeMap<FileKey, Content>,
    /// Files that are not yet as the project is, or that the journal does not yet know as written.
    pub(super) dirty: BTreeSet<FileKey>,
    /// Why nothing may be appended to the journal, where that is so.
    pub(super) closed: Option<String>,
}

/// What is said of a journal that can't be walked through.
const TOO_MUCH: &str = "says the same steps so often that it would take all memory or minutes; put it back from a copy";

/// Brings `files.project` to where the journal says it was.
pub(super) fn replay(folder: &Folder, files: &mut Files, journal: &mut Journal) -> Replayed {
    gather_texts(folder, &mut files.texts, journal);
    let loaded = files.project.clone();
    let mut walk = walk(journal, &files.texts, &files.project);
    if walk.is_too_much {
        files.problems.push(Problem::new(Check::Unreadable, journal.name.as_str(), TOO_MUCH));
        return Replayed { closed: Some(format!("{} {TOO_MUCH}", journal.name)), ..Replayed::default() };
    }
    let mut replayed = Replayed { next: walk.next.max(1), ..Replayed::default() };
    let mut dropped = Dropped::default();
    let chains = std::mem::take(&mut walk.chains);
    let (shared, own): (Vec<_>, Vec<_>) = chains.into_iter().partition(|(key, _)| key.is_shared());
    for (key, chain) in shared {
        let found = files.found.get(&key).cloned().unwrap_or_default();
        replayed.named.insert(key.clone());
        if found.kept.is_some() {
            waits(&key, &chain, files);
            dropped.files.insert(key);
            continue;
        }
        replay_records(&key, &chain, &mut files.project, &mut files.problems, &mut dropped);
        sound::articles(files, &loaded, &chain, &mut dropped);
        if !chain.pending.is_empty() {
            replayed.dirty.insert(key);
        }
    }
    let mut scratch = with_all_articles(&files.project, &walk);
    let mut effort = 0;
    let mut missing = Listed::of_files(Check::MissingFile, journal.name.as_str());
    let layers: Vec<LayerKey> = own.iter().filter_map(|(key, _)| key.layer().cloned()).collect();
    for (key, chain) in own {
        let found = files.found.get(&key).cloned().unwrap_or_default();
        let mut rebuilt = |project: &Project, files: &Files| {
            rebuild::rebuild(folder, project, &files.texts, journal, &walk, &key, &mut effort)
        };
        if found.kept.is_some() {
            replayed.rebuilt.extend(rebuilt(&scratch, files).map(|content| (key.clone(), content)));
            waits(&key, &chain, files);
            dropped.files.insert(key);
            continue;
        }
        let is_missing = found.hash.is_empty() && chain.hash.as_ref().is_some_and(|hash| !hash.is_empty());
        // Taken away since it was written, as its last edits say, is not missing.
        if is_missing && replay_file(&key, &chain, &found.hash, &scratch, &files.texts).is_none() {
            if let Some(content) = rebuilt(&scratch, files) {
                let message = "was not there; it was brought back from the journal, edit by edit, and is written again \
                               after your next edit in it";
                files.problems.push(Problem::new(Check::BroughtBack, key.name(), message));
                content.clone().put(&mut scratch, &key);
                replayed.rebuilt.insert(key.clone(), content);
                replayed.named.insert(key.clone());
                replayed.dirty.insert(key);
            } else {
                let message = "is not there, and the journal does not hold all of it; put it back from a copy";
                missing.add(&mut files.problems, || Problem::new(Check::MissingFile, key.name(), message));
                replayed.changed.insert(key.clone());
                dropped.files.insert(key);
            }
            continue;
        }
        let is_moved = chain.pending.iter().any(|change| matches!(change, Change::LayerText(..)));
        let layer = key.layer().filter(|_| is_moved);
        let written = layer.and_then(|layer| as_written(folder, layer, &files.texts, &scratch));
        let start = written.as_ref().unwrap_or(&scratch);
        let mut next = replay_file(&key, &chain, &found.hash, start, &files.texts);
        if next.is_none() && walk.is_broken && !chain.pending.is_empty() {
            let mut project = start.clone();
            replay_records(&key, &chain, &mut project, &mut files.problems, &mut dropped);
            next = Some(project);
        }
        // What was said about moving a layer whose moving is among its edits is not so.
        if next.is_some() && written.is_some() {
            let about_moving = |check: Check| matches!(check, Check::MovedPlace | Check::LostPlace | Check::LostMark);
            files.problems.retain(|problem| problem.file != key.name() || !about_moving(problem.check));
        }
        if let Some(next) = next {
            scratch = next;
            if !chain.pending.is_empty() {
                replayed.dirty.insert(key.clone());
            }
            replayed.named.insert(key);
        } else {
            let is_older = chain.earlier.contains(&found.hash);
            let check = if is_older { Check::OlderFile } else { Check::ChangedFile };
            let mut message = if is_older {
                "is an older state of itself, put back from outside; it is taken as it is, and undo stops there for it"
            } else {
                "was changed from outside; it is taken as it is, and undo stops there for it"
            }
            .to_owned();
            // What was saved after the file was last written is in no file: it is made again where all of it fits.
            let again = followed(start, &chain.pending);
            if let Some(next) = again.filter(|_| !chain.broken && !chain.pending.is_empty()) {
                scratch = next;
                replayed.dirty.insert(key.clone());
                message.push_str("; what you had saved after it was last written was made again on it");
            }
            files.problems.push(Problem::new(check, key.name(), message));
            replayed.rebuilt.extend(rebuilt(&scratch, files).map(|content| (key.clone(), content)));
            replayed.changed.insert(key.clone());
            dropped.files.insert(key);
        }
    }
    missing.finish(&mut files.problems);
    sound::articles_of_layers(files, &loaded, &scratch, &mut dropped);
    sound::over_current_texts(folder, &mut scratch, files, &replayed);
    sound::layers(folder, &mut scratch, files, &layers, &mut replayed, &mut dropped);
    files.project.layers = scratch.layers;
    files.project.threads = scratch.threads;
    build_history(&mut replayed, &walk, &dropped, &files.texts);
    replayed
}

/// The project with a layer as its file has it, over the text that the file names, and not moved to the text that its
/// article had when the files were read: that the article has another one now is among the changes that follow.
fn as_written(folder: &Folder, key: &LayerKey, texts: &Texts, project: &Project) -> Option<Project> {
    let parsed: Parsed<LayerFile> = parse(folder, &FileKey::Layer(key.clone()).name());
    let file = parsed.record?;
    let text = texts.named(&file.text)?;
    let (layer, _) = file.read(text, Some(text));
    super::notation::take_unknown();
    let mut project = project.clone();
    if layer.is_empty() {
        project.layers.remove_mut(key);
    } else {
        project.layers.insert_mut(key.clone(), Arc::new(layer));
    }
    Some(project)
}

fn waits(key: &FileKey, chain: &Chain, files: &mut Files) {
    if !chain.pending.is_empty() {
        let message =
            format!("{} edits in the journal wait until this file can be read and written again", chain.pending.len());
        files.problems.push(Problem::new(Check::Behind, key.name(), message));
    }
}

/// What undo can't reach any more.
#[derive(Debug, Default)]
struct Dropped {
    files: BTreeSet<FileKey>,
    /// Single records of files, by their names in words.
    records: BTreeSet<(FileKey, String)>,
}

impl Dropped {
    fn hits(&self, change: &Change) -> bool {
        let key = FileKey::of(change);
        self.files.contains(&key) || (!self.records.is_empty() && self.records.contains(&(key, change.record())))
    }
}

/// Texts that the journal speaks of and the articles do not have any more.
pub(super) fn gather_texts(folder: &Folder, texts: &mut Texts, journal: &Journal) {
    let edits = journal.lines.iter().filter_map(|entry| match &entry.line {
        Some(Line::Edit(edit)) => Some(edit),
        _ => None,
    });
    let records = edits.flat_map(|edit| &edit.changes).flat_map(|change| match change {
        ChangeRecord::Article { before, after, .. } => [before.as_deref(), after.as_deref()],
        _ => [None, None],
    });
    for record in records.flatten() {
        for file in files_of(record).filter(|file| is_text_file(file)) {
            if texts.in_file(file).is_none()
                && let Ok(Some(bytes)) = folder.read(file)
                && let Ok(content) = String::from_utf8(bytes)
            {
                texts.put_in(file, &Text::new(content));
            }
        }
    }
}

fn files_of(record: &ArticleRecord) -> impl Iterator<Item = &str> {
    std::iter::once(record.file.as_str()).chain(record.revisions.iter().map(|revision| revision.file.as_str()))
}

/// The project with every article that the journal speaks of, so that changes of layers on articles that are gone by
/// now can be followed.
fn with_all_articles(project: &Project, walk: &Walk) -> Project {
    let mut scratch = project.clone();
    for transaction in walk.edits.values().flatten() {
        for change in &transaction.changes {
            if let Change::Article(id, swap) = change
                && let Some(article) = swap.after.as_ref().or(swap.before.as_ref())
                && !scratch.articles.contains_key(id)
            {
                scratch.articles.insert_mut(*id, Arc::clone(article));
            }
        }
    }
    scratch
}

/// The project after changes of one file. A layer that comes to be on the way means the text that a later one of them
/// moves it from; the article has the last text already.
fn followed(project: &Project, changes: &[Change]) -> Option<Project> {
    let texts = changes.iter().enumerate().filter_map(|(at, change)| match change {
        Change::LayerText(_, swap) => Some((at, swap.before)),
        _ => None,
    });
    let texts: Vec<(usize, TextHash)> = texts.collect();
    let mut project = project.clone();
    for (at, change) in changes.iter().enumerate() {
        let moved = texts.get(texts.partition_point(|(moved, _)| *moved < at));
        if let (Some(key), Some((_, text))) = (change.layer(), moved)
            && project.layer(key).is_none()
        {
            project.layers.insert_mut(key.clone(), Arc::new(Layer::new(*text)));
        }
        project = change.apply(&project).ok()?;
    }
    Some(project)
}

/// The project with a file's pending changes; `None` where the file was changed from outside.
fn replay_file(key: &FileKey, chain: &Chain, hash: &str, project: &Project, texts: &Texts) -> Option<Project> {
    let written = chain.hash.as_deref()?;
    if chain.broken {
        return (written == hash && chain.pending.is_empty()).then(|| project.clone());
    }
    let rest = |skip: usize| followed(project, chain.pending.get(skip..).unwrap_or_default());
    if hash == written {
        return rest(0);
    }
    // Which changes does the file hold already? Taking exactly those back must give what was last written.
    let (mut looks, mut spent) = (0, 0);
    (1..=chain.pending.len()).rev().find_map(|held| {
        if looks >= LOOKS && spent >= EFFORT {
            return None;
        }
        let back = chain.pending.iter().take(held).rev();
        let before = back.map(Change::inverse).try_fold(project.clone(), |p, c| {
            spent += PER_CHANGE;
            c.apply(&p).ok()
        })?;
        let bytes = render(&before, key, texts).ok()?;
        looks += 1;
        spent += bytes.as_ref().map_or(0, String::len);
        let is_base = super::folder::hash_of(bytes.as_deref().map(str::as_bytes)) == written;
        if is_base { rest(held) } else { None }
    })
}

/// Brings each record of a file from any state of its chain to the last: of the files that everybody changes, and of any
/// file where lines of the journal are missing or were changed.
fn replay_records(
    key: &FileKey,
    chain: &Chain,
    project: &mut Project,
    problems: &mut Vec<Problem>,
    dropped: &mut Dropped,
) {
    let mut records: BTreeMap<String, Vec<&Change>> = BTreeMap::new();
    for change in &chain.pending {
        records.entry(change.record()).or_default().push(change);
    }
    for (record, changes) in records {
        let held = (1..=changes.len())
            .rev()
            .find(|held| changes.get(held - 1).is_some_and(|change| change.inverse().apply(project).is_ok()));
        let held = held.or_else(|| changes.first().filter(|c| c.apply(project).is_ok()).map(|_| 0));
        let next = held
            .and_then(|held| changes.iter().skip(held).try_fold(project.clone(), |p, change| change.apply(&p).ok()));
        if let Some(next) = next {
            *project = next;
        } else {
            let message = format!(
                "{record} is not what the journal expects; it is taken as it is, its edits stay in the journal, and undo \
                 stops there for it"
            );
            problems.push(Problem::new(Check::ChangedFile, key.name(), message));
            dropped.records.insert((key.clone(), record));
        }
    }
}

fn build_history(replayed: &mut Replayed, walk: &Walk, dropped: &Dropped, texts: &Texts) {
    let reachable = |n: &u64| {
        let transaction = walk.edits.get(n)?.as_ref()?;
        let hits = |change: &Change| dropped.hits(change) || !sound::has_texts(change, texts);
        let is_hit = transaction.changes.iter().any(hits);
        (!is_hit).then(|| (*n, Arc::clone(transaction)))
    };
    let (done, done_transactions): (Vec<u64>, Vec<_>) = walk.done.iter().filter_map(reachable).unzip();
    let (undone, undone_transactions): (Vec<u64>, Vec<_>) = walk.undone.iter().filter_map(reachable).unzip();
    replayed.history = History::restore(done_transactions, undone_transactions);
    replayed.done = done;
    replayed.undone = undone;
}
