//! The sink of formats that are a folder of files.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Component, Path, PathBuf};

/// A folder in the making: files are put into it by names that stay in it.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    files: Vec<PathBuf>,
}

impl Folder {
    /// A new folder at this path.
    ///
    /// # Errors
    /// Where the system refuses, or something is there.
    pub fn create(root: &Path) -> io::Result<Self> {
        fs::create_dir(root)?;
        Ok(Self { root: root.to_owned(), files: Vec::new() })
    }

    /// A file in it, by a path of plain names divided by `/`; folders on the way are made. Give it back to
    /// [`Self::finish`] once it is written.
    ///
    /// # Errors
    /// Where the path leads out of the folder, is there already, or the system refuses.
    pub fn file(&mut self, name: &str) -> io::Result<BufWriter<File>> {
        let relative = Path::new(name);
        let is_plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
        if name.is_empty() || !is_plain {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("{name:?} is no name of a file in a folder"),
            ));
        }
        let path = self.root.join(relative);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let file = File::create_new(&path)?;
        self.files.push(relative.to_owned());
        Ok(BufWriter::new(file))
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// As [`Self::file`].
    pub fn put(&mut self, name: &str, contents: &[u8]) -> io::Result<()> {
        let mut file = self.file(name)?;
        io::Write::write_all(&mut file, contents)?;
        Self::finish(file)
    }

    /// Ends a file.
    ///
    /// # Errors
    /// Where what was buffered cannot be written.
    pub fn finish(file: BufWriter<File>) -> io::Result<()> {
        file.into_inner().map(drop).map_err(io::IntoInnerError::into_error)
    }

    /// Where it is.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Paths of its files relative to it, in the order made.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        let home = tempfile::tempdir().unwrap();
        let mut folder = Folder::create(&home.path().join("out")).unwrap();
        folder.put("a/b.txt", b"x").unwrap();
        for wrong in ["", "../b", "/b", "a/../../b", "."] {
            assert!(folder.put(wrong, b"x").is_err(), "{wrong}");
        }
        assert!(folder.put("a/b.txt", b"y").is_err(), "a name is given once");
        assert_eq!(folder.files(), [Path::new("a/b.txt")]);
        assert!(Folder::create(home.path()).is_err());
    }
}
