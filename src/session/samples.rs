//! The sample projects, embedded in the binary; opening one works on a copy.

use super::scratch_folder;
use include_dir::{Dir, include_dir};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/sample_projects");

/// All samples: folder, title, a sentence.
pub const ALL: &[(&str, &str, &str)] = &[
    ("caracas_call", "A call to Caracas", "Nine articles on talks between Washington and Caracas, coded by two people"),
    (
        "awkward_text",
        "Awkward text",
        "Emoji, many scripts, deep nesting and a very long paragraph, to try the reader on",
    ),
];

/// Copies a sample into a scratch folder beside the preferences in `config`; gives the folder.
///
/// # Errors
/// A message where there is no such sample, or the copy can't be written.
pub fn copy(id: &str, config: &Path) -> Result<PathBuf, String> {
    let sample = EMBEDDED.get_dir(id).ok_or_else(|| format!("there is no sample {id:?}"))?;
    let folder = scratch_folder(config, id)?;
    copy_into(sample, id, &folder)
        .map_err(|error| format!("the sample could not be copied: {error}: {}", folder.display()))?;
    Ok(folder)
}

fn copy_into(dir: &Dir<'_>, id: &str, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for file in dir.files() {
        let name = file.path().strip_prefix(id).unwrap_or(file.path());
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        File::create_new(path)?.write_all(file.contents())?;
    }
    dir.dirs().try_for_each(|inner| copy_into(inner, id, folder))
}
