//! One input file, as readers of formats see it.

use super::super::formats::Head;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Component, Path};

/// A file that is being read, and the files beside it that belong to it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    path: &'a Path,
}

impl<'a> Source<'a> {
    /// The source at a path.
    pub(in crate::exchange) fn new(path: &'a Path) -> Self {
        Self { path }
    }

    /// The file's name, without folders.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The file's name without its ending: `a` of `a.ann`.
    pub fn stem(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The name of the folder that it lies in; empty where there is none.
    pub fn folder_name(&self) -> String {
        let folder = self.path.parent().and_then(Path::file_name);
        folder.unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Its bytes, at most so many.
    ///
    /// # Errors
    /// Says why it cannot be read: no file that ends, larger than `limit`, refused by the system.
    pub fn bytes(&self, limit: u64) -> Result<Vec<u8>, String> {
        bytes_of(self.path, limit)
    }

    /// Opens it for reading piece by piece.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    pub fn open(&self) -> Result<BufReader<File>, String> {
        open(self.path).map(BufReader::new)
    }

    /// The bytes of a file in the same folder, or in a folder in it; `None` where there is none, or its name leads
    /// elsewhere.
    pub fn beside(&self, name: &str, limit: u64) -> Option<Result<Vec<u8>, String>> {
        let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        let path = self.path.parent().unwrap_or(Path::new("")).join(name);
        (is_plain && path.is_file()).then(|| bytes_of(&path, limit))
    }

    /// True where a folder beside its own has a file of the same name, and the article's words in as many bytes: then each
    /// folder is one annotator's. Only so many folders are looked into.
    pub fn has_twin(&self) -> bool {
        const MOST: usize = 32;
        let (Some(folder), Some(name)) = (self.path.parent(), self.path.file_name()) else { return false };
        let Some(parent) = folder.parent().filter(|_| folder.file_name().is_some()) else { return false };
        let text = Path::new(name).with_extension("txt");
        let size = |path: &Path| std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|meta| meta.len());
        let Some(own) = size(&folder.join(&text)) else { return false };
        let entries = std::fs::read_dir(parent).into_iter().flatten().flatten().take(MOST);
        let mut others = entries.map(|entry| entry.path()).filter(|path| path.file_name() != folder.file_name());
        others.any(|other| size(&other.join(name)).is_some() && size(&other.join(&text)) == Some(own))
    }

    /// Names of the files in the same folder, in order.
    pub fn neighbours(&self) -> Vec<String> {
        let folder = self.path.parent().filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.path().is_file());
        let mut names: Vec<String> = files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        names
    }
}

fn open(path: &Path) -> Result<File, String> {
    let unreadable = |error: io::Error| format!("cannot be read: {error}");
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err("not a file".into());
    }
    File::open(path).map_err(unreadable)
}

fn bytes_of(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let unreadable = |error: io::Error| format!("cannot be read: {error}");
    let too_large = || format!("larger than {} MiB", limit >> 20);
    let file = open(path)?;
    // What is too large is not read at all; what grows meanwhile is read no further.
    if file.metadata().map_err(unreadable)?.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}

/// The beginning of a file; empty where it cannot be read, which is said when it is.
pub(super) fn start_of(path: &Path) -> Vec<u8> {
    let mut start = Vec::new();
    let read = open(path).map(|file| file.take(Head::MOST as u64).read_to_end(&mut start));
    drop(read);
    start
}
