//! Finding the files of inputs.

use super::source::start_of;
use super::{Gathered, Gravity, InputProblem, Request, Uncertain};
use crate::exchange::articles::{ArticleFormat, ColumnMap, ColumnRole, has_column};
use crate::exchange::formats::{FORMATS, Format, Head, Input, formats_of, readable_formats, recognize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Folders in folders that are walked; deeper ones are said and left out.
const DEEPEST: usize = 64;

/// What browsers add to the name of a page for the folder of its pictures, in several languages.
const PAGE_FOLDERS: [&str; 9] =
    ["_files", "-Dateien", "_Dateien", "_fichiers", "_archivos", "_ficheiros", "_arquivos", "_file", "_bestanden"];

/// A file that is to be read.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Where it was found: named by the caller, or in a folder.
    pub(super) how: How,
    /// What it is read as.
    pub(super) input: Input,
    /// Whether somebody said so.
    pub(super) said: bool,
}

/// How a file came to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Named,
    Walked,
}

impl How {
    /// How grave it is that such a file cannot be read.
    pub(super) fn gravity(self) -> Gravity {
        match self {
            Self::Named => Gravity::Failed,
            Self::Walked => Gravity::LeftOut,
        }
    }
}

struct Walk<'a> {
    found: Vec<Found>,
    /// Folders and files that were met, by their true paths: a link that leads back is not followed again.
    met: BTreeSet<PathBuf>,
    request: &'a Request,
    gathered: &'a mut Gathered,
    stop: &'a AtomicBool,
}

/// All files of the inputs: in the order of the inputs, and in a folder by name, its own files before those of folders
/// in it. Hidden files and folders are passed over, and so are projects.
pub(super) fn walk(request: &Request, stop: &AtomicBool, gathered: &mut Gathered) -> Vec<Found> {
    let mut walk = Walk { found: Vec::new(), met: BTreeSet::new(), request, gathered, stop };
    for input in &request.inputs {
        match std::fs::metadata(input) {
            Ok(meta) if meta.is_dir() => walk.folder(input, How::Named, 0),
            Ok(_) => walk.file(input.clone(), How::Named),
            Err(error) => walk.problem(input, How::Named.gravity(), format!("cannot be read: {error}")),
        }
    }
    without_companions(walk.found)
}

impl Walk<'_> {
    fn problem(&mut self, file: &Path, gravity: Gravity, what: impl Into<String>) {
        self.gathered.problems.push(InputProblem { file: file.to_owned(), what: what.into(), gravity });
    }

    /// True the first time that a path is met, whatever links lead to it.
    fn is_new(&mut self, path: &Path) -> bool {
        self.met.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }

    fn folder(&mut self, folder: &Path, how: How, depth: usize) {
        if self.stop.load(Ordering::Relaxed) || !self.is_new(folder) {
            return;
        }
        if depth > DEEPEST {
            return self.problem(folder, Gravity::LeftOut, format!("deeper than {DEEPEST} folders"));
        }
        if folder.join("project.ron").is_file() {
            let what = "this is a project of Byline; export it as jsonl to read it into another";
            return self.problem(folder, how.gravity(), what);
        }
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.problem(folder, how.gravity(), format!("cannot be read: {error}")),
        };
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in entries.flatten() {
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            // A link that leads nowhere has no metadata; it is said as a file that cannot be read.
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
        files.sort_unstable();
        folders.sort_unstable();
        folders.retain(|folder| !is_of_a_page(folder, &files));
        for file in files {
            self.file(file, How::Walked);
        }
        for folder in folders {
            self.folder(&folder, How::Walked, depth + 1);
        }
    }

    fn file(&mut self, path: PathBuf, how: How) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if how == How::Walked && is_known_companion(&name) {
            return;
        }
        let said = match self.request.formats.get(&path) {
            Some(None) => return,
            Some(said) => *said,
            None => self.request.input,
        };
        let known = said.map_or_else(|| input_of(&path, &name, &self.request.columns_of(&path)), Ok);
        let input = match known {
            Ok(input) => input,
            Err(candidates) if candidates.is_empty() => {
                let what = match how {
                    How::Named => {
                        let candidates = FORMATS.iter().filter(|format| format.input.is_some()).collect();
                        self.gathered.uncertain.push(Uncertain { file: path.clone(), candidates });
                        let formats = readable_formats().join(", ");
                        format!("its name tells no format; say which with --format ({formats})")
                    }
                    How::Walked => "no kind of article".to_owned(),
                };
                return self.problem(&path, how.gravity(), what);
            }
            Err(candidates) => {
                let names: Vec<&str> = candidates.iter().map(|format| format.name).collect();
                let what = format!("its format is not certain; say which with --format ({})", names.join(", "));
                self.gathered.uncertain.push(Uncertain { file: path.clone(), candidates });
                return self.problem(&path, how.gravity(), what);
            }
        };
        if self.is_new(&path) {
            self.found.push(Found { path, how, input, said: said.is_some() });
        }
    }
}

/// What a file is read as, by its name and where that is not enough its beginning; else what it may be.
fn input_of(path: &Path, name: &str, columns: &ColumnMap) -> Result<Input, Vec<&'static Format>> {
    let name = name.to_lowercase();
    let candidates = formats_of(&name);
    let input = |format: &Format| format.input.ok_or(Vec::new());
    match candidates.as_slice() {
        // A name without an ending is plain text.
        [] => ArticleFormat::of(&name).map(Input::Article).ok_or(Vec::new()),
        [one] if one.is_it.is_none() => input(one),
        _ => {
            let head = Head { name: &name, start: &start_of(path) };
            // A column that was named makes a table of articles of whatever it might be.
            let table = candidates.iter().find(|f| matches!(f.input, Some(Input::Article(ArticleFormat::Table))));
            match (table, columns.get(ColumnRole::Text)) {
                (Some(table), Some(column)) if has_column(&head, column) => input(table),
                _ => recognize(&head).and_then(input),
            }
        }
    }
}

/// Takes out the files that belong to another one in the same folder: its text, its configuration.
fn without_companions(found: Vec<Found>) -> Vec<Found> {
    let mut companions = BTreeSet::new();
    for file in &found {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        for format in formats_of(&name).into_iter().filter(|format| is_read_as(format, file.input)) {
            for beside in format.beside {
                companions.insert(match beside.strip_prefix('.') {
                    Some(extension) => file.path.with_extension(extension),
                    None => file.path.with_file_name(beside),
                });
            }
        }
    }
    found.into_iter().filter(|file| !companions.contains(&file.path)).collect()
}

fn is_read_as(format: &Format, input: Input) -> bool {
    matches!((format.input, input), (Some(Input::Coded(_)), Input::Coded(_)))
}

/// True for the folder of pictures and scripts that a browser saves beside a page.
fn is_of_a_page(folder: &Path, files: &[PathBuf]) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let stem = PAGE_FOLDERS.iter().find_map(|ending| name.strip_suffix(ending));
    let is_page = |file: &PathBuf, stem: &str| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        [".html", ".htm", ".xhtml"].iter().any(|ending| name.strip_suffix(ending) == Some(&stem.to_lowercase()))
    };
    stem.is_some_and(|stem| files.iter().any(|file| is_page(file, stem)))
}

/// True for a file that some format writes or reads beside its own, and that is nothing by itself.
fn is_known_companion(name: &str) -> bool {
    name == "manifest.json" || FORMATS.iter().any(|f| f.beside.contains(&name))
}
