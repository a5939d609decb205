//! A project's folder for a test, and somebody elsewhere who takes it over.

use super::ana;
use crate::model::Project;
use crate::store::{Access, Loaded, create, open};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that goes when the test is over, with a project in it.
pub(in crate::store) struct Home {
    _folder: tempfile::TempDir,
    pub(in crate::store) path: PathBuf,
}

/// Makes a project's folder.
pub(in crate::store) fn home(project: &Project) -> Home {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project");
    create(&path, project, &ana()).unwrap();
    Home { _folder: folder, path }
}

/// Opens a project for editing.
pub(in crate::store) fn open_it(path: &Path) -> Loaded {
    open(path, Some(&ana()), Access::Edit).unwrap()
}

/// Makes ana's sign of life look as if another machine had written it.
pub(in crate::store) fn as_from_elsewhere(project: &Path) {
    let sign = project.join("journal/ana.open");
    let text = fs::read_to_string(&sign).unwrap();
    let machine = text.split("machine: \"").nth(1).unwrap().split('"').next().unwrap();
    let text = text.replacen(machine, "ffffffffffffffff", 1);
    let host = text.split("host: \"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    let text = match host {
        Some(host) => text.replacen(&format!("host: \"{host}\""), "host: \"laptop\"", 1),
        None => text.replacen("machine", "host: \"laptop\", machine", 1),
    };
    fs::write(sign, text).unwrap();
}

/// Somebody on another machine takes a project over that is open for ana here.
pub(crate) fn take_over_elsewhere(project: &Path) {
    as_from_elsewhere(project);
    let sign = project.join("journal/ana.open");
    fs::write(&sign, fs::read_to_string(&sign).unwrap().replacen("token: \"", "token: \"0", 1)).unwrap();
}

/// Takes a project over as [`take_over_elsewhere`] does while its disk is away, so that nothing can be saved in between:
/// what is done then is in memory only. `away` is where the folder is meanwhile; [`bring_back`] brings it back.
pub(crate) fn take_over_and_away(project: &Path, away: &Path) {
    take_over_elsewhere(project);
    let sign = fs::read(project.join("journal/ana.open")).unwrap();
    fs::rename(project, away).unwrap();
    // A folder in the journal's place: it can't be written.
    fs::create_dir_all(project.join("journal/ana.ron")).unwrap();
    fs::write(project.join("journal/ana.open"), sign).unwrap();
}

/// Brings a project's folder back that was away.
pub(crate) fn bring_back(project: &Path, away: &Path) {
    fs::remove_dir_all(project).unwrap();
    fs::rename(away, project).unwrap();
}

/// Whoever took a project over closes it.
pub(crate) fn close_elsewhere(project: &Path) {
    fs::remove_file(project.join("journal/ana.open")).unwrap();
}
