//! The project's folder: no name leads out of it, and a file is replaced whole.

use super::{StoreError, disk};
use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// Largest text of an article that is read, in bytes.
const LARGEST_TEXT: u64 = 256 << 20;

/// Largest journal that is read, in bytes.
const LARGEST_JOURNAL: u64 = 1 << 30;

/// Largest list of articles that is read, in bytes: some 400,000 of them.
const LARGEST_LIST: u64 = 256 << 20;

/// Largest other file of records that is read, in bytes: a layer of some 300,000 annotations.
const LARGEST_RECORDS: u64 = 64 << 20;

/// Most bytes of a file that are read.
fn limit_of(name: &str) -> u64 {
    match name {
        "articles.ron" => LARGEST_LIST,
        name if name.starts_with("journal/") => LARGEST_JOURNAL,
        name if Path::new(name).extension().is_some_and(|ending| ending == "txt") => LARGEST_TEXT,
        _ => LARGEST_RECORDS,
    }
}

/// What the system would not say: that a folder, a pipe or a device is in a file's place. Opening a pipe would wait for ever.
fn not_a_file() -> std::io::Error {
    std::io::Error::other("something that is not a file has its name; move it away")
}

/// End of the name of a file that is being written beside the one it will replace.
pub(super) const BESIDE: &str = ".byline-new";

/// A folder, and files in it by names with `/`.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

/// A file's hash as journals write it; a file that is not there has an empty one.
pub(super) fn hash_of(bytes: Option<&[u8]>) -> String {
    bytes.map(|bytes| format!("blake3:{}", blake3::hash(bytes).to_hex())).unwrap_or_default()
}

/// Replaces a file in a folder outside projects, whole: preferences, say. The folder is made where it is not there.
///
/// # Errors
/// Where the system refuses; then the file is as it was.
pub fn replace_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    make_folder(folder)?;
    Folder::new(folder).replace(name, bytes)
}

/// The bytes of a file outside projects, such as preferences; `None` where there is none.
///
/// # Errors
/// Says why it is not read: it is no file, it is larger than `limit` bytes, the system refuses.
pub fn read_small_file(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    let meta = match fs::metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    // A pipe or a device has no end, and waits.
    if !meta.is_file() {
        return Err("not a file".to_owned());
    }
    if meta.len() > limit {
        return Err(format!("larger than {limit} bytes"));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Some(bytes))
}

impl Folder {
    /// A folder; it may be reached through a link, but nothing in it may.
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a name, where neither the name nor a link leads out of the folder.
    pub(super) fn path(&self, name: &str) -> Result<PathBuf, StoreError> {
        self.look(name).map(|(path, _)| path)
    }

    /// The path of a name as [`Self::path`], where a file may be written: nothing is there, or a file.
    pub(super) fn writable(&self, name: &str) -> Result<PathBuf, StoreError> {
        match self.look(name)? {
            (path, Ok(meta)) if !meta.is_file() => Err(StoreError::io("write", path)(not_a_file())),
            (path, _) => Ok(path),
        }
    }

    /// The path of a name as [`Self::path`], and what the system says about it; `Err` inside where it says nothing.
    fn look(&self, name: &str) -> Result<(PathBuf, std::io::Result<Metadata>), StoreError> {
        let outside = || StoreError::OutsidePath(name.to_owned());
        // Backslashes and colons mean folders and drives on some systems.
        if name.is_empty() || name.contains(['\\', ':', '\0']) {
            return Err(outside());
        }
        let mut path = PathBuf::with_capacity(self.root.as_os_str().len() + name.len() + 1);
        path.push(&self.root);
        let mut meta = Err(std::io::ErrorKind::NotFound.into());
        for component in Path::new(name).components() {
            let Component::Normal(part) = component else { return Err(outside()) };
            path.push(part);
            meta = fs::symlink_metadata(&path);
            if meta.as_ref().is_ok_and(|meta| meta.file_type().is_symlink()) {
                return Err(outside());
            }
        }
        Ok((path, meta))
    }

    /// A file's bytes; `None` where there is no such file.
    pub(super) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let (path, meta) = self.look(name)?;
        let meta = match meta {
            Ok(meta) => meta,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io("read", path)(error)),
        };
        if !meta.is_file() {
            return Err(StoreError::io("read", path)(not_a_file()));
        }
        let limit = limit_of(name);
        if meta.len() > limit {
            return Err(StoreError::TooLarge { limit, path });
        }
        let mut bytes = Vec::with_capacity(meta.len() as usize + 1);
        let file = File::open(&path).map_err(StoreError::io("read", &path))?;
        file.take(limit).read_to_end(&mut bytes).map_err(StoreError::io("read", path))?;
        Ok(Some(bytes))
    }

    /// Names in a folder of the project, in order; none where it is not there.
    pub(super) fn list(&self, name: &str) -> Result<Vec<String>, StoreError> {
        let path = if name.is_empty() { self.root.clone() } else { self.path(name)? };
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::io("list", path)(error)),
        };
        let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// Replaces a file whole: written beside, flushed, renamed, and the folder flushed.
    pub(super) fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.replace_all(&[(name.to_owned(), bytes)])
    }

    /// Replaces several files, each whole; all are flushed before the first takes its place.
    pub(super) fn replace_all(&self, files: &[(String, &[u8])]) -> Result<(), StoreError> {
        self.replace_with(files, Vec::new())
    }

    /// As [`Self::replace_all`], and with them files that [`Self::put_beside`] has written before.
    pub(super) fn replace_with(
        &self,
        files: &[(String, &[u8])],
        ready: Vec<(PathBuf, PathBuf)>,
    ) -> Result<(), StoreError> {
        let mut besides: Vec<PathBuf> = ready.iter().map(|(beside, _)| beside.clone()).collect();
        let result = self.put_beside(files).and_then(|mut pairs| {
            pairs.extend(ready);
            for (beside, path) in &pairs {
                disk::rename(beside, path).map_err(StoreError::io("replace", path))?;
            }
            let mut folders: Vec<&Path> = pairs.iter().filter_map(|(_, path)| path.parent()).collect();
            folders.sort_unstable();
            folders.dedup();
            folders.into_iter().try_for_each(flush_folder)
        });
        if result.is_err() {
            besides.extend(files.iter().filter_map(|(name, _)| self.path(&format!("{name}{BESIDE}")).ok()));
            for beside in besides {
                // Best effort: what is left behind is named by the checks.
                drop(disk::remove(&beside));
            }
        }
        result
    }

    /// Writes files beside the ones that they will replace, and flushes them.
    pub(super) fn put_beside(&self, files: &[(String, &[u8])]) -> Result<Vec<(PathBuf, PathBuf)>, StoreError> {
        is_here(&self.root)?;
        let mut pairs = Vec::with_capacity(files.len());
        let mut last_parent = PathBuf::new();
        for (name, bytes) in files {
            let path = self.writable(name)?;
            let beside = self.writable(&format!("{name}{BESIDE}"))?;
            if let Some(parent) = path.parent().filter(|parent| *parent != last_parent) {
                make_folder(parent)?;
                parent.clone_into(&mut last_parent);
            }
            disk::write(&beside, bytes).map_err(StoreError::io("write", &beside))?;
            pairs.push((beside, path));
        }
        flush_files(pairs.iter().map(|(beside, _)| beside))?;
        Ok(pairs)
    }

    /// Writes a file of a folder that was just made and that nobody has looked into: where it belongs, and to be flushed
    /// with others. The folder takes its place afterwards, which is the commit.
    pub(super) fn put_new(&self, name: &str, bytes: &[u8], filling: &mut Filling) -> Result<(), StoreError> {
        let is_plain = |part| matches!(part, Component::Normal(_));
        if name.contains(['\\', ':', '\0']) || !Path::new(name).components().all(is_plain) {
            return Err(StoreError::OutsidePath(name.to_owned()));
        }
        let path = self.root.join(name);
        if let Some(parent) = path.parent().filter(|parent| filling.folders.last().is_none_or(|last| last != parent)) {
            disk::make_folder(parent).map_err(StoreError::io("make the folder", parent))?;
            // The nearest one last, as the next file's is compared with it.
            let above = parent.ancestors().take_while(|folder| folder.starts_with(&self.root));
            let above: Vec<PathBuf> = above.map(Path::to_owned).collect();
            filling.folders.extend(above.into_iter().rev());
        }
        disk::write(&path, bytes).map_err(StoreError::io("write", &path))?;
        filling.paths.push(path);
        Ok(())
    }

    /// Takes a file away, and its folder where that is empty then.
    pub(super) fn remove(&self, name: &str) -> Result<(), StoreError> {
        let path = self.path(name)?;
        match disk::remove(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io("remove", path)(error));
            }
            _ => {}
        }
        let below_root = |parent: &&Path| *parent != self.root && parent.exists();
        let Some(parent) = path.parent().filter(below_root) else { return Ok(()) };
        if fs::remove_dir(parent).is_ok() { parent.parent().map_or(Ok(()), flush_folder) } else { flush_folder(parent) }
    }
}

/// Files of a new folder that are written and not flushed yet.
#[derive(Debug, Default)]
pub(super) struct Filling {
    paths: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Filling {
    /// Takes what another thread has written.
    pub(super) fn add(&mut self, other: Self) {
        self.paths.extend(other.paths);
        self.folders.extend(other.folders);
    }

    /// Flushes all files, and the folders that hold them.
    pub(super) fn flush(mut self) -> Result<(), StoreError> {
        flush_files(&self.paths)?;
        self.folders.sort_unstable();
        self.folders.dedup();
        self.folders.iter().try_for_each(|folder| flush_folder(folder))
    }
}

/// From so many files on, a flush of their whole file system costs less than one of each.
#[cfg(target_os = "linux")]
const MANY: usize = 256;

/// Flushes files that were just written. They are all written before the first flush, so that the disk can take them as
/// one; threads wait for it together. Many files are flushed by one call, where the system has such a call.
fn flush_files<P: AsRef<Path>>(files: impl IntoIterator<Item = P>) -> Result<(), StoreError> {
    let files: Vec<P> = files.into_iter().collect();
    let paths: Vec<&Path> = files.iter().map(AsRef::as_ref).collect();
    #[cfg(target_os = "linux")]
    if let Some(path) = paths.first().filter(|_| paths.len() >= MANY) {
        let flushed = File::open(path).and_then(|file| Ok(rustix::fs::syncfs(file)?));
        return flushed.map_err(StoreError::io("flush", *path));
    }
    let flush = |beside: &&Path| {
        let open = || File::options().write(true).open(beside);
        disk::flush_all(beside, open).map_err(StoreError::io("flush", *beside))
    };
    if paths.len() < 32 {
        return paths.iter().try_for_each(flush);
    }
    std::thread::scope(|scope| {
        let workers: Vec<_> = paths
            .chunks(paths.len().div_ceil(8))
            .map(|chunk| scope.spawn(move || chunk.iter().try_for_each(flush)))
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err(StoreError::OutOfStep("a thread that flushed files failed".into())))
        })
    })
}

/// Makes a folder and those above it, and flushes the folder that holds it.
pub(super) fn make_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    disk::make_folder(path).map_err(StoreError::io("make the folder", path))?;
    path.parent().filter(|p| !p.as_os_str().is_empty()).map_or(Ok(()), flush_folder)
}

/// Flushes a folder, so that names in it outlive a loss of power.
pub(super) fn flush_folder(path: &Path) -> Result<(), StoreError> {
    // Windows can't open a folder as a file, and needs no such flush.
    if cfg!(unix) {
        disk::flush_all(path, || File::open(path)).map_err(StoreError::io("flush", path))?;
    }
    Ok(())
}

/// Appends to a file that is open for it, and flushes. The path has to lead to it still: what is written to a file that
/// was taken away is nowhere.
pub(super) fn append(file: &mut File, bytes: &[u8], path: &Path) -> Result<(), StoreError> {
    let appended = disk::append(file, bytes, path).and_then(|()| disk::flush(file, path));
    let is_there = appended.and_then(|()| disk::leads_to(path, file)).map_err(StoreError::io("append to", path))?;
    let another = || std::io::Error::other("another file was put in its place");
    if is_there { Ok(()) } else { Err(StoreError::io("append to", path)(another())) }
}

/// Refuses where a project's folder is gone, so that it is not made again as an empty one: it may be on a disk that comes
/// back.
pub(super) fn is_here(root: &Path) -> Result<(), StoreError> {
    let is_folder = fs::metadata(root).map_err(StoreError::io("find the project", root))?.is_dir();
    let not_folder = || StoreError::io("find the project", root)(std::io::ErrorKind::NotADirectory.into());
    if is_folder { Ok(()) } else { Err(not_folder()) }
}
