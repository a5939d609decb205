//! Every call that changes something on the disk, so that tests can let any of them fail.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes a file that is not there yet, or writes over it.
#[expect(clippy::disallowed_methods, reason = "this is where the room writes files")]
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    hook::ask(Act::Write, path)?;
    fs::write(path, bytes)
}

/// Appends to a file that is open for it.
pub(super) fn append(file: &mut File, bytes: &[u8], path: &Path) -> io::Result<()> {
    if let Err(error) = hook::ask(Act::Append, path) {
        // A full disk takes what it has room for.
        file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
        return Err(error);
    }
    file.write_all(bytes)
}

/// Flushes a file's bytes.
pub(super) fn flush(file: &File, path: &Path) -> io::Result<()> {
    hook::ask(Act::Flush, path)?;
    if hook::is_flushing() { file.sync_data() } else { Ok(()) }
}

/// Flushes a file with all that the system knows about it, or the names in a folder.
pub(super) fn flush_all(path: &Path, open: impl FnOnce() -> io::Result<File>) -> io::Result<()> {
    hook::ask(Act::Flush, path)?;
    if hook::is_flushing() { open()?.sync_all() } else { Ok(()) }
}

/// Gives a file another name; what has that name goes.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    hook::ask(Act::Rename, to)?;
    fs::rename(from, to)
}

/// Takes a file away.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    hook::ask(Act::Remove, path)?;
    fs::remove_file(path)
}

/// Makes a folder and those above it.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    hook::ask(Act::MakeFolder, path)?;
    fs::create_dir_all(path)
}

/// Opens a file for appending; one that is not there is made only where the caller says that it is new.
pub(super) fn open_to_append(path: &Path, is_new: New) -> io::Result<File> {
    hook::ask(Act::Open, path)?;
    File::options().append(true).create(is_new == New::MayBe).open(path)
}

/// Cuts a file off.
pub(super) fn cut(file: &File, length: u64, path: &Path) -> io::Result<()> {
    hook::ask(Act::Cut, path)?;
    file.set_len(length)
}

/// Whether a file may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum New {
    /// It is made where it is not there.
    MayBe,
    /// It has to be there.
    Never,
}

/// True where a path still leads to the file that is open: a folder that was taken away or moved takes what is written
/// with it, and says nothing.
#[cfg(unix)]
pub(super) fn leads_to(path: &Path, file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (there, open) = (fs::metadata(path)?, file.metadata()?);
    Ok((there.dev(), there.ino()) == (open.dev(), open.ino()))
}

/// As on Unix; other systems do not let go of an open file.
#[cfg(not(unix))]
pub(super) fn leads_to(path: &Path, file: &File) -> io::Result<bool> {
    Ok(fs::metadata(path)?.len() == file.metadata()?.len())
}

/// What is done to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    Write,
    Append,
    Flush,
    Rename,
    Remove,
    MakeFolder,
    Open,
    Cut,
}

#[cfg(not(test))]
mod hook {
    use super::Act;

    /// Nothing is ever wrong but what the system says.
    #[inline(always)]
    #[expect(clippy::inline_always, clippy::unnecessary_wraps, reason = "it goes away; tests have one that fails")]
    pub(super) fn ask(_: Act, _: &std::path::Path) -> std::io::Result<()> {
        Ok(())
    }

    /// Always.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it goes away; tests have one that says no")]
    pub(super) fn is_flushing() -> bool {
        true
    }
}

#[cfg(test)]
pub(super) mod hook {
    use super::Act;
    use std::io::{Error, ErrorKind, Result};
    use std::path::{Path, PathBuf};
    use std::sync::{Mutex, OnceLock};

    /// A disk that fails, for all files below a folder.
    #[derive(Clone, Debug)]
    pub(in crate::store) struct Fault {
        /// Everything below it is on that disk.
        pub(in crate::store) below: PathBuf,
        /// The kinds of acts that fail; all where it is empty.
        pub(in crate::store) acts: Vec<Act>,
        /// So many acts of these kinds go well first.
        pub(in crate::store) after: usize,
        /// So many then fail.
        pub(in crate::store) times: usize,
        /// What the system says then.
        pub(in crate::store) kind: ErrorKind,
        /// Acts of these kinds so far.
        pub(in crate::store) seen: usize,
        /// What they were.
        pub(in crate::store) log: Vec<(Act, PathBuf)>,
    }

    static FAULTS: Mutex<Vec<Fault>> = Mutex::new(Vec::new());

    /// Puts a fault in place of others on the same folder.
    pub(in crate::store) fn set(fault: Fault) {
        let mut faults = FAULTS.lock().unwrap();
        faults.retain(|other| other.below != fault.below);
        faults.push(fault);
    }

    /// Mends the disk below a folder: acts that its fault has seen.
    pub(in crate::store) fn mend(below: &Path) -> usize {
        let mut faults = FAULTS.lock().unwrap();
        let seen = faults.iter().find(|fault| fault.below == below).map_or(0, |fault| fault.seen);
        faults.retain(|fault| fault.below != below);
        seen
    }

    /// What was done below a folder since its fault was set.
    pub(in crate::store) fn log(below: &Path) -> Vec<(Act, PathBuf)> {
        let faults = FAULTS.lock().unwrap();
        faults.iter().find(|fault| fault.below == below).map_or_else(Vec::new, |fault| fault.log.clone())
    }

    /// No test cuts the power: what a process wrote outlives it without a flush, and tests are quick. One that is killed
    /// flushes, so that it is also killed while it waits for the disk.
    pub(super) fn is_flushing() -> bool {
        static IS_FLUSHING: OnceLock<bool> = OnceLock::new();
        *IS_FLUSHING.get_or_init(|| std::env::var_os("BYLINE_FLUSH").is_some())
    }

    pub(super) fn ask(act: Act, path: &Path) -> Result<()> {
        let mut faults = FAULTS.lock().unwrap();
        let fits = |fault: &&mut Fault| path.starts_with(&fault.below);
        let Some(fault) = faults.iter_mut().find(fits) else { return Ok(()) };
        if !fault.acts.is_empty() && !fault.acts.contains(&act) {
            return Ok(());
        }
        let number = fault.seen;
        fault.seen += 1;
        fault.log.push((act, path.to_owned()));
        let fails = number >= fault.after && number < fault.after.saturating_add(fault.times);
        if fails { Err(Error::from(fault.kind)) } else { Ok(()) }
    }
}
