//! Writing an export to a path: the target is whole or as it was.

use super::export::{ExportOptions, Selection, Texts};
use super::folder::Folder;
use super::format::{FileWriter, Format, Output, Words};
use super::loss::{Counts, Loss};
use super::manifest::{self, Written};
use super::pace::Pace;
use super::problem::ExportError;
use super::{setting, split};
use crate::model::{ArticleId, Project};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// An export that was checked and can be written.
#[derive(Clone, Debug)]
pub struct Export {
    format: &'static Format,
    options: ExportOptions,
}

/// What becomes of something that is at the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// The export is refused.
    Kept,
    /// A file is replaced, and so is a folder that an export made (its manifest says so); any other folder is not.
    Replaced,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Articles.
    pub articles: usize,
    /// Annotations with or without a place, whether or not the format can hold them.
    pub annotations: usize,
    /// What was not written, as counted before.
    pub losses: Vec<Loss>,
    /// Names and sizes (bytes) of the files, relative to the target where that is a folder.
    pub files: Vec<(String, u64)>,
    /// For a split, the parts' names and numbers of articles.
    pub parts: Vec<(&'static str, usize)>,
}

impl Export {
    /// Checks that a format can be written with these options.
    ///
    /// # Errors
    /// Names the setting or option that does not fit.
    pub fn new(format: &'static Format, options: ExportOptions) -> Result<Self, ExportError> {
        if !format.is_written() {
            return Err(ExportError::Refused(format!("{} is only read; choose another format", format.name)));
        }
        setting::check(&options.settings, format.all_settings())?;
        if let Some(written) = options.settings.get("split") {
            split::shares(written)?;
        }
        if options.texts == Texts::LeftOut && format.words == Words::Needed {
            let what = format!("{} is nothing without the words of articles; take another format", format.name);
            return Err(ExportError::Refused(what));
        }
        Ok(Self { format, options })
    }

    /// The format.
    pub fn format(&self) -> &'static Format {
        self.format
    }

    /// What would not be written, with how many.
    pub fn losses(&self, project: &Project) -> Vec<Loss> {
        self.format.losses(&Selection::new(project, &self.options))
    }

    /// What would be written, and what not; without files and parts.
    pub fn outlook(&self, project: &Project) -> Summary {
        self.summary(&Selection::new(project, &self.options), Vec::new())
    }

    /// True where the target becomes a folder.
    pub fn makes_folder(&self) -> bool {
        self.format.is_folder() || self.options.settings.contains_key("split")
    }

    /// Writes to a path: beside it first, then in its place. `report` gets articles done and their number (0 of them
    /// where that is not known), and stops the export by saying no.
    ///
    /// # Errors
    /// Where the system refuses, the target is taken, or it was stopped; then the target is as it was.
    pub fn write(
        &self,
        project: &Project,
        to: &Path,
        existing: Existing,
        report: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Summary, ExportError> {
        let there = fs::symlink_metadata(to).ok();
        check_target(to, there.as_ref(), existing, self.makes_folder())?;
        if let (Output::File(writer), Some(_)) = (self.format.output, fs::metadata(to).ok().filter(is_special)) {
            let selection = Selection::new(project, &self.options);
            let mut pace = Pace::new(selection.articles().count(), report);
            let mut sink = BufWriter::new(File::options().write(true).open(to)?);
            writer(&selection, &mut sink, &mut pace)?;
            sink.flush()?;
            return Ok(self.summary(&selection, Vec::new()));
        }
        let mut name = to.file_name().ok_or_else(|| io::Error::other("it names no file"))?.to_owned();
        name.push(format!(".{}.byline-new", std::process::id()));
        let beside = Beside(to.with_file_name(name));
        let summary = self.write_beside(project, &beside.0, to, report)?;
        put_in_place(&beside.0, to)?;
        Ok(summary)
    }

    fn write_beside(
        &self,
        project: &Project,
        beside: &Path,
        to: &Path,
        report: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Summary, ExportError> {
        if let Some(shares) = self.options.settings.get("split") {
            return self.write_split(project, beside, shares, report);
        }
        let selection = Selection::new(project, &self.options);
        let mut pace = Pace::new(selection.articles().count(), report);
        match self.format.output {
            Output::None => Err(ExportError::Refused(format!("{} is only read", self.format.name))),
            Output::File(writer) => {
                let shown = to.file_name().unwrap_or_default().to_string_lossy().into_owned();
                file_at(&selection, writer, beside, &mut pace)?;
                let summary = self.summary(&selection, vec![(shown.clone(), fs::metadata(beside)?.len())]);
                if selection.has_flag("manifest") {
                    let written = hashed(beside, shown)?;
                    let mut file = File::create(manifest_beside(to))?;
                    file.write_all(&self.manifest(&selection, &summary, &[written]))?;
                }
                Ok(summary)
            }
            Output::Folder(writer) => {
                let mut folder = Folder::create(beside)?;
                writer(&selection, &mut folder, &mut pace)?;
                let files = files_of(beside, &folder)?;
                let sizes = files.iter().map(|file| (file.name.clone(), file.bytes)).collect();
                let summary = self.summary(&selection, sizes);
                folder.put(manifest::NAME, &self.manifest(&selection, &summary, &files))?;
                Ok(summary)
            }
        }
    }

    /// A folder with one export for each part.
    fn write_split(
        &self,
        project: &Project,
        beside: &Path,
        shares: &str,
        report: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Summary, ExportError> {
        let whole = Selection::new(project, &self.options);
        let articles: BTreeSet<ArticleId> = whole.articles().map(|article| article.id).collect();
        let seed = whole.setting("seed").unwrap_or_default();
        let parts = split::split(project, &articles, &split::shares(shares)?, seed);
        let mut folder = Folder::create(beside)?;
        let (mut files, mut sizes) = (Vec::new(), Vec::new());
        let mut before = 0;
        for (name, part) in split::PARTS.iter().zip(parts) {
            let count = part.len();
            sizes.push((*name, count));
            // No article chosen means all of them: a part without any is not written.
            if count > 0 {
                let mut options = self.options.clone();
                options.articles = part;
                let selection = Selection::new(project, &options);
                let mut on = |done: usize, _| report(before + done, articles.len());
                let mut pace = Pace::new(count, &mut on);
                files.extend(self.write_part(&selection, &mut folder, name, &mut pace)?);
            }
            before += count;
        }
        let mut summary = self.summary(&whole, files.iter().map(|f: &Written| (f.name.clone(), f.bytes)).collect());
        summary.parts = sizes;
        folder.put(manifest::NAME, &self.manifest(&whole, &summary, &files))?;
        Ok(summary)
    }

    fn write_part(
        &self,
        selection: &Selection<'_>,
        folder: &mut Folder,
        name: &str,
        pace: &mut Pace<'_>,
    ) -> Result<Vec<Written>, ExportError> {
        match self.format.output {
            Output::None => Ok(Vec::new()),
            Output::File(writer) => {
                let shown = format!("{name}.{}", self.format.extensions.first().unwrap_or(&"txt"));
                let mut sink = folder.file(&shown)?;
                writer(selection, &mut sink, pace)?;
                Folder::finish(sink)?;
                Ok(vec![hashed(&folder.root().join(&shown), shown)?])
            }
            Output::Folder(writer) => {
                let root = folder.root().join(name);
                let mut inner = Folder::create(&root)?;
                writer(selection, &mut inner, pace)?;
                let mut files = files_of(&root, &inner)?;
                for file in &mut files {
                    file.name = format!("{name}/{}", file.name);
                }
                Ok(files)
            }
        }
    }

    fn summary(&self, selection: &Selection<'_>, files: Vec<(String, u64)>) -> Summary {
        let counts = Counts::of(selection);
        Summary {
            articles: selection.articles().count(),
            annotations: counts.annotations(),
            losses: self.format.losses_of(selection, &counts),
            files,
            parts: Vec::new(),
        }
    }

    fn manifest(&self, selection: &Selection<'_>, summary: &Summary, files: &[Written]) -> Vec<u8> {
        let counts = (summary.articles, summary.annotations);
        manifest::manifest(selection, self.format, counts, &summary.losses, files)
    }
}

/// Where an export is written before it gets to its place. What is left there when it does not is of no use; a fault in a
/// writer ends here, too.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        // That it cannot be taken away changes nothing about the error; mostly it is in its place, and no more here.
        drop(if self.0.is_dir() { fs::remove_dir_all(&self.0) } else { fs::remove_file(&self.0) });
    }
}

/// A pipe or a device: it takes the bytes as they come.
fn is_special(meta: &fs::Metadata) -> bool {
    !meta.is_file() && !meta.is_dir()
}

fn manifest_beside(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".manifest.json");
    to.with_file_name(name)
}

/// Refuses a target that is taken, or that must not be replaced.
fn check_target(
    to: &Path,
    there: Option<&fs::Metadata>,
    existing: Existing,
    makes_folder: bool,
) -> Result<(), ExportError> {
    let refuse = |what: &str| Err(ExportError::Target { what: what.to_owned(), path: to.to_owned() });
    let Some(there) = there else { return Ok(()) };
    if existing == Existing::Kept {
        return Err(ExportError::Taken { path: to.to_owned() });
    }
    if there.is_dir() && !makes_folder {
        return refuse("a folder is there, and this format is one file; choose another name");
    }
    if !there.is_dir() && makes_folder {
        return refuse("a file is there, and this export is a folder; choose another name");
    }
    if there.is_dir() {
        let mut contents = Vec::new();
        let read = File::open(to.join(manifest::NAME)).and_then(|file| file.take(16 << 20).read_to_end(&mut contents));
        let is_empty = fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_none());
        if !is_empty && (read.is_err() || !manifest::is_ours(&contents)) {
            return refuse("this folder is no earlier export, so it is not replaced; choose another name");
        }
    }
    Ok(())
}

fn file_at(
    selection: &Selection<'_>,
    writer: FileWriter,
    beside: &Path,
    pace: &mut Pace<'_>,
) -> Result<(), ExportError> {
    let mut sink = BufWriter::with_capacity(1 << 18, File::create(beside)?);
    writer(selection, &mut sink, pace)?;
    sink.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(())
}

/// Size and hash of a file, under the name that the manifest has for it.
fn hashed(path: &Path, name: String) -> io::Result<Written> {
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok(Written { name, bytes, hash: format!("blake3:{}", hasher.finalize()) })
}

/// Size and hash of each file of a folder, by name.
fn files_of(root: &Path, folder: &Folder) -> io::Result<Vec<Written>> {
    let shown = |name: &Path| {
        let parts: Vec<_> = name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    };
    let files = folder.files().iter().map(|name| hashed(&root.join(name), shown(name)));
    let mut files = files.collect::<io::Result<Vec<Written>>>()?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// Renames what was written to its place; a folder that is there is moved aside first and taken away last.
fn put_in_place(beside: &Path, to: &Path) -> io::Result<()> {
    if !to.is_dir() || !beside.is_dir() {
        return fs::rename(beside, to);
    }
    let aside = beside.with_extension("byline-old");
    fs::rename(to, &aside)?;
    if let Err(error) = fs::rename(beside, to) {
        fs::rename(&aside, to)?;
        return Err(error);
    }
    fs::remove_dir_all(&aside)
}

#[cfg(test)]
#[path = "target_tests.rs"]
mod tests;
