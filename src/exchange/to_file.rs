//! Writing an export to a path: the target is whole or not there.

use super::export::ExportOptions;
use super::formats::FileWriter;
use crate::model::Project;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes beside the target, flushes, and renames; a pipe or device takes the bytes as they come. Gives what the format
/// could not hold.
///
/// # Errors
/// Where the system refuses; then the target is as it was.
pub fn write_file(
    project: &Project,
    options: &ExportOptions,
    writer: FileWriter,
    to: &Path,
) -> io::Result<Vec<String>> {
    let special = fs::metadata(to).is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
    if special {
        return into(project, options, writer, File::options().write(true).open(to)?).map(|(losses, _)| losses);
    }
    let mut name = to.file_name().ok_or_else(|| io::Error::other("it names no file"))?.to_owned();
    name.push(format!(".{}.byline-new", std::process::id()));
    let beside = to.with_file_name(name);
    let written =
        File::create(&beside).and_then(|file| into(project, options, writer, file)).and_then(|(losses, file)| {
            file.sync_all()?;
            fs::rename(&beside, to)?;
            Ok(losses)
        });
    written.inspect_err(|_| drop(fs::remove_file(&beside)))
}

fn into(project: &Project, options: &ExportOptions, writer: FileWriter, file: File) -> io::Result<(Vec<String>, File)> {
    let mut sink = BufWriter::new(file);
    let losses = writer(project, options, &mut sink)?;
    sink.flush()?;
    Ok((losses, sink.into_inner()?))
}
