//! A project's folder that is to be made, and what stands in its place.

use super::console::Failure;
use std::fs;
use std::path::{Path, PathBuf};

/// A place for a new project: free, or taken by a project that may be replaced.
#[derive(Debug)]
pub(super) struct Target {
    path: PathBuf,
    is_taken: bool,
}

impl Target {
    /// Refuses a place that is taken; with `force`, one that is taken by anything but a project, or that holds one of
    /// the inputs.
    pub(super) fn of(path: &Path, inputs: &[PathBuf], force: bool) -> Result<Self, Failure> {
        let shown = path.display();
        let is_taken = match fs::symlink_metadata(path) {
            Err(_) => false,
            Ok(meta) if meta.is_dir() => fs::read_dir(path).map_or(true, |mut entries| entries.next().is_some()),
            Ok(_) => true,
        };
        if is_taken && !force {
            return Err(Failure::taken(path));
        }
        if is_taken && !path.join("project.ron").is_file() {
            return Err(Failure::new(format!("what is there is no project, so it is not replaced: {shown}")));
        }
        let within = |input: &PathBuf| match (input.canonicalize(), path.canonicalize()) {
            (Ok(input), Ok(path)) => input.starts_with(path),
            _ => false,
        };
        if is_taken && inputs.iter().any(within) {
            return Err(Failure::new(format!("an input lies in the project that would be replaced: {shown}")));
        }
        Ok(Self { path: path.to_owned(), is_taken })
    }

    /// Makes the project. One that was there is put aside first, and put back where the new one cannot be made.
    pub(super) fn replace(self, make: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
        if !self.is_taken {
            return make();
        }
        let failed =
            |error: std::io::Error| Failure::new(format!("cannot be replaced: {error}: {}", self.path.display()));
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".replaced-{}", std::process::id()));
        let aside = self.path.with_file_name(name);
        fs::rename(&self.path, &aside).map_err(failed)?;
        match make() {
            Ok(()) => fs::remove_dir_all(&aside).map_err(failed),
            Err(failure) => {
                fs::rename(&aside, &self.path).map_err(failed)?;
                Err(failure)
            }
        }
    }
}
