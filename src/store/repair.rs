//! Repairs, by name: what each would do, whether it can be done safely, and doing it. Whatever a repair replaces or takes
//! away is first copied to a place of its own.

use super::backups::{set_aside, versions};
use super::folder::Folder;
use super::journal::read_journal;
use super::layout::{FileKey, journal_name};
use super::load::{Files, Parsed, parse};
use super::merged::{put_together, versions_in};
use super::records::{ArticlesFile, LayerFile, ProjectFile, ThreadsFile};
use super::replay::{Content, read_version};
use super::write::render;
use super::{Check, Problem, StoreError};
use crate::model::{AnnotatorName, Layer, Project};
use crate::text::{Text, TextHash};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// A repair that is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// The hash of a text that was changed is noted; annotations were found again by their words.
    NoteNewHash,
    /// Places where words were found again are written down.
    WriteNewPlace,
    /// Arrows without two ends are taken out.
    RemoveDanglingLink,
    /// A last line that was not written to its end is cut off.
    CutTornLine,
    /// What a write that was cut off left behind is removed.
    RemoveLeftover,
    /// Two versions that a merge left in a file are put together.
    PutTogether,
    /// A file is written again as the journal has it.
    RebuildFromJournal,
    /// A file is put back as it was at its last backup.
    PutBackBackup,
    /// A text that was moved or renamed is put back under its name.
    PutBackText,
}

impl Repair {
    /// The repair's name, for `byline check --json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoteNewHash => "note-new-hash",
            Self::WriteNewPlace => "write-new-place",
            Self::RemoveDanglingLink => "remove-dangling-link",
            Self::CutTornLine => "cut-torn-line",
            Self::RemoveLeftover => "remove-leftover",
            Self::PutTogether => "put-together",
            Self::RebuildFromJournal => "rebuild-from-journal",
            Self::PutBackBackup => "put-back-backup",
            Self::PutBackText => "put-back-text",
        }
    }

    /// What it does, as the end of a sentence that begins with the file.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoteNewHash => "note the text's new hash; no annotation changes",
            Self::WriteNewPlace => "write down where the words stand now",
            Self::RemoveDanglingLink => "take out arrows that have lost an end",
            Self::CutTornLine => "cut off the line that was not written to its end",
            Self::RemoveLeftover => "remove what a write that was cut off left behind",
            Self::PutTogether => "put both versions together, with every record of either",
            Self::RebuildFromJournal => "write the file again as the journal has it, edit by edit",
            Self::PutBackBackup => "put the file back as it was at its last backup",
            Self::PutBackText => "put the text back from the file that has the same words under another name",
        }
    }
}

/// What repairs need to know.
#[derive(Debug, Default)]
pub(super) struct Means {
    /// Files as the journals have them, where those hold all of it.
    pub(super) rebuilt: BTreeMap<FileKey, Content>,
    /// Journals that are ahead of their files: rewriting a layer would put those edits aside.
    pub(super) behind: BTreeSet<String>,
}

/// Names the repair of each problem that has one, and says what stands in the way of others.
pub(super) fn plan(folder: &Folder, files: &Files, means: &Means, problems: &mut [Problem]) {
    let elsewhere = OnceCell::new();
    for problem in problems {
        problem.repair = match problem.check {
            Check::TornLine => Some(Repair::CutTornLine),
            Check::Leftover => Some(Repair::RemoveLeftover),
            // An edit that is in a journal alone still means the old text.
            Check::ChangedText => {
                Some(Repair::NoteNewHash).filter(|_| can_rewrite(files, &FileKey::Articles) && means.behind.is_empty())
            }
            Check::MovedPlace => Some(Repair::WriteNewPlace).filter(|_| is_at_rest(files, means, &problem.file)),
            Check::DanglingLink => Some(Repair::RemoveDanglingLink).filter(|_| is_at_rest(files, means, &problem.file)),
            Check::BroughtBack => Some(Repair::RebuildFromJournal),
            Check::MissingText => {
                let elsewhere = elsewhere.get_or_init(|| Elsewhere::of(folder));
                elsewhere.file(&problem.file).map(|_| Repair::PutBackText)
            }
            Check::MergeMarks => match merged_text(folder, files, &problem.file) {
                Ok(_) => Some(Repair::PutTogether),
                Err(why) => {
                    problem.message.push_str(&format!("; they can't be put together, because {why}"));
                    None
                }
            },
            Check::Unreadable | Check::MissingFile => {
                let key = FileKey::parse(&problem.file);
                let rebuilt = key.as_ref().is_some_and(|key| means.rebuilt.contains_key(key));
                let backup = || key.as_ref().and_then(|key| readable_backup(folder, files, key));
                if rebuilt { Some(Repair::RebuildFromJournal) } else { backup().map(|_| Repair::PutBackBackup) }
            }
            _ => None,
        };
    }
}

/// True where a layer can be read whole and no journal is ahead of it.
fn is_at_rest(files: &Files, means: &Means, file: &str) -> bool {
    match FileKey::parse(file) {
        Some(FileKey::Layer(key)) => {
            !means.behind.contains(&journal_name(&key.annotator)) && can_rewrite(files, &FileKey::Layer(key))
        }
        _ => false,
    }
}

/// True where a file is wholly understood, so that writing it anew loses nothing.
fn can_rewrite(files: &Files, key: &FileKey) -> bool {
    let is_whole = *key != FileKey::Articles || !files.hidden_articles;
    is_whole && files.found.get(key).is_some_and(|found| found.kept.is_none())
}

/// Makes the repairs that are planned; gives where what they replaced was copied to.
pub(super) fn make(
    folder: &Folder,
    files: &Files,
    means: &Means,
    problems: &[Problem],
) -> Result<Option<String>, StoreError> {
    let mut done: BTreeSet<(&str, Repair)> = BTreeSet::new();
    let mut wanted: Vec<(&Problem, Repair)> = Vec::new();
    for problem in problems {
        wanted.extend(problem.repair.filter(|repair| done.insert((&problem.file, *repair))).map(|r| (problem, r)));
    }
    // Everything that is about to change, before the first change.
    let changed: BTreeSet<&str> = wanted
        .iter()
        .map(|(problem, repair)| if *repair == Repair::NoteNewHash { "articles.ron" } else { problem.file.as_str() })
        .collect();
    let place = set_aside(folder, changed)?;
    let elsewhere = OnceCell::new();
    for (problem, repair) in wanted {
        make_one(folder, files, means, problem, repair, &elsewhere)?;
    }
    Ok(place)
}

fn make_one(
    folder: &Folder,
    files: &Files,
    means: &Means,
    problem: &Problem,
    repair: Repair,
    elsewhere: &OnceCell<Elsewhere>,
) -> Result<(), StoreError> {
    let name = problem.file.as_str();
    let key = FileKey::parse(name);
    match (repair, key) {
        (Repair::RemoveLeftover, _) => folder.remove(name),
        (Repair::CutTornLine, _) => {
            let annotator = name.strip_prefix("journal/").and_then(|n| n.strip_suffix(".ron"));
            let Some(annotator) = annotator.and_then(AnnotatorName::parse) else { return Ok(()) };
            let whole = read_journal(folder, &annotator).whole as usize;
            let bytes = folder.read(name)?.unwrap_or_default();
            folder.replace(name, bytes.get(..whole).unwrap_or(&bytes))
        }
        (Repair::NoteNewHash, _) => write(folder, files, &files.project, &FileKey::Articles),
        (Repair::WriteNewPlace | Repair::RemoveDanglingLink, Some(FileKey::Layer(key))) => {
            let Some(layer) = files.project.layer(&key) else { return Ok(()) };
            let mut project = files.project.clone();
            project.layers.insert_mut(key.clone(), Arc::new(without_dangling(layer)));
            write(folder, files, &project, &FileKey::Layer(key))
        }
        (Repair::PutTogether, _) => match merged_text(folder, files, name) {
            Ok(text) => folder.replace(name, text.as_bytes()),
            Err(_) => Ok(()),
        },
        (Repair::RebuildFromJournal, Some(key)) => {
            let mut project = files.project.clone();
            let Some(content) = means.rebuilt.get(&key) else { return Ok(()) };
            content.clone().put(&mut project, &key);
            write(folder, files, &project, &key)
        }
        (Repair::PutBackBackup, Some(key)) => match readable_backup(folder, files, &key) {
            Some(bytes) => folder.replace(name, &bytes),
            None => Ok(()),
        },
        (Repair::PutBackText, _) => match elsewhere.get_or_init(|| Elsewhere::of(folder)).file(name) {
            Some(file) => folder.replace(name, &folder.read(file)?.unwrap_or_default()),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

fn write(folder: &Folder, files: &Files, project: &Project, key: &FileKey) -> Result<(), StoreError> {
    match render(project, key, &files.texts)? {
        Some(text) => folder.replace(&key.name(), text.as_bytes()),
        None => Ok(()),
    }
}

/// Bytes of the newest backup of a file that can be read whole.
fn readable_backup(folder: &Folder, files: &Files, key: &FileKey) -> Option<Vec<u8>> {
    fn is_whole<T: serde::de::DeserializeOwned>(folder: &Folder, file: &str) -> bool {
        let parsed: Parsed<T> = parse(folder, file);
        parsed.record.is_some() && parsed.found.kept.is_none()
    }
    let is_readable = |file: &str| match key {
        FileKey::Project => is_whole::<ProjectFile>(folder, file),
        FileKey::Articles => is_whole::<ArticlesFile>(folder, file),
        key => read_version(folder, &files.project, key, file).is_some(),
    };
    let version = versions(folder, &key.name()).into_iter().find(|version| is_readable(&version.file))?;
    folder.read(&version.file).ok().flatten()
}

/// Texts that articles name, and files that none of them names: looked at once, however many texts are missing.
#[derive(Debug, Default)]
struct Elsewhere {
    /// The hash that `articles.ron` names for each file.
    named: BTreeMap<String, String>,
    /// Files that no article names, by the hash of their words.
    unused: BTreeMap<String, String>,
}

impl Elsewhere {
    fn of(folder: &Folder) -> Self {
        let articles: Parsed<ArticlesFile> = parse(folder, "articles.ron");
        let records = articles.record.map(|file| file.articles).unwrap_or_default();
        let named = records.into_iter().flat_map(|record| {
            let earlier = record.revisions.into_iter().map(|revision| (revision.file, revision.hash));
            std::iter::once((record.file, record.hash)).chain(earlier)
        });
        let named: BTreeMap<String, String> = named.collect();
        let files = folder.list("articles").unwrap_or_default().into_iter().map(|file| format!("articles/{file}"));
        let is_text = |file: &String| Path::new(file).extension().is_some_and(|e| e == "txt");
        let unused = files.filter(|file| is_text(file) && !named.contains_key(file)).filter_map(|file| {
            let words = String::from_utf8(folder.read(&file).ok()??).ok()?;
            Some((Text::new(words).hash().to_string(), file))
        });
        let unused = unused.collect();
        Self { named, unused }
    }

    /// A file that has the words of one that is not there.
    fn file(&self, missing: &str) -> Option<&str> {
        self.unused.get(self.named.get(missing)?).map(String::as_str)
    }
}

/// A file with both versions put together, as Byline writes it.
fn merged_text(folder: &Folder, files: &Files, name: &str) -> Result<String, String> {
    let bytes = folder.read(name).map_err(|error| error.to_string())?.unwrap_or_default();
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let versions = versions_in(&text).ok_or("its marks do not fit together")?;
    match FileKey::parse(name) {
        Some(FileKey::Layer(key)) => {
            let file: LayerFile = put_together(&versions)?;
            let article = files.project.article(key.article).ok_or("its article is not in the project")?;
            let hash = TextHash::parse(&file.text);
            let meant = super::layout::texts_of(article).map(|r| &r.text).find(|text| Some(text.hash()) == hash);
            let (layer, _) = file.read(article.text(), meant);
            if !super::notation::take_unknown().is_empty() {
                return Err("it has what this version of Byline does not know".into());
            }
            Ok(LayerFile::render(&key, &layer, article.text()))
        }
        Some(FileKey::Threads(by)) => {
            let book = put_together::<ThreadsFile>(&versions)?.read();
            Ok(ThreadsFile::render(&by, &book))
        }
        Some(FileKey::Articles) => Ok(ArticlesFile::render(&put_together::<ArticlesFile>(&versions)?.articles)),
        _ => Err("it holds the codebook, which people should look at".into()),
    }
}

fn without_dangling(layer: &Layer) -> Layer {
    let mut layer = layer.clone();
    let dangling: Vec<_> = layer
        .relations
        .values()
        .filter(|r| r.from == r.to || ![r.from, r.to].iter().all(|end| layer.annotations.contains_key(end)))
        .map(|r| r.id)
        .collect();
    for id in dangling {
        layer.relations.remove_mut(&id);
    }
    layer
}
