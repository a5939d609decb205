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
    let folder = scratch_folder(config, id)?;
    copy_to(id, &folder)?;
    Ok(folder)
}

/// Copies a sample into a folder, which is made; a file that is there is never replaced.
///
/// # Errors
/// As [`copy`].
pub fn copy_to(id: &str, folder: &Path) -> Result<(), String> {
    let sample = EMBEDDED.get_dir(id).ok_or_else(|| format!("there is no sample {id:?}"))?;
    copy_into(sample, id, folder)
        .map_err(|error| format!("the sample could not be copied: {error}: {}", folder.display()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;

    #[test]
    fn nothing_of_one_machine_is_embedded() {
        let embedded: Vec<&Path> = EMBEDDED.dirs().map(Dir::path).collect();
        assert_eq!(embedded.len(), ALL.len());
        for (id, _, _) in ALL {
            let sample = EMBEDDED.get_dir(id).unwrap();
            let names: Vec<_> = sample.entries().iter().filter_map(|entry| entry.path().file_name()).collect();
            let own = |name: &&OsStr| ["journal", "suggestions", ".lock"].iter().any(|kept| *name == OsStr::new(kept));
            assert!(!names.iter().any(own), "close the sample, and remove these: {names:?}");
        }
    }

    #[test]
    fn a_copy_never_replaces_a_file() {
        let home = tempfile::tempdir().unwrap();
        let (first, second) = (copy("caracas_call", home.path()).unwrap(), copy("caracas_call", home.path()).unwrap());
        assert!(first != second && second.join("project.ron").is_file());
        let again = copy_to("caracas_call", &first).unwrap_err();
        assert!(again.starts_with("the sample could not be copied"), "{again}");
        assert_eq!(copy_to("nothing", home.path()), Err("there is no sample \"nothing\"".into()));
    }
}
