//! Writing projects and reading them back, for the tests of formats.

use super::export::ExportOptions;
use super::formats::format_named;
use super::gather::{Gathered, Request, gather};
use super::jsonl::{CodebookPolicy, LabelPolicy};
use super::target::{Existing, Export, Summary};
use crate::edit::PlanContext;
use crate::edit::plan::import_layers;
use crate::model::{AnnotatorName, IdMaker, Project, Timestamp, default_codebook, violations};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The files of an export, by their paths in its folder; of a single file, its own name `out.EXT`.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Options with these settings.
pub(crate) fn with(settings: &[(&str, &str)]) -> ExportOptions {
    let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    ExportOptions { settings, ..ExportOptions::default() }
}

/// Writes a project in a format as `byline export` does; the manifest of a folder is left out.
pub(crate) fn written(format: &str, project: &Project, options: &ExportOptions) -> (Files, Summary) {
    let home = tempfile::tempdir().unwrap();
    let format = format_named(format).unwrap();
    let export = Export::new(format, options.clone()).unwrap();
    let name = if export.makes_folder() { "out".to_owned() } else { format!("out.{}", format.extensions[0]) };
    let summary = export.write(project, &home.path().join(&name), Existing::Kept, &mut |_, _| true).unwrap();
    let mut files = Files::new();
    collect(&home.path().join(&name), "", &mut files);
    if let Some(only) = files.remove("") {
        files.insert(name, only);
    }
    files.remove("manifest.json");
    (files, summary)
}

fn collect(path: &Path, shown: &str, files: &mut Files) {
    if path.is_file() {
        files.insert(shown.to_owned(), fs::read(path).unwrap());
        return;
    }
    for entry in fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        collect(&entry.path(), &if shown.is_empty() { name } else { format!("{shown}/{name}") }, files);
    }
}

/// An empty project with the default codebook.
pub(crate) fn empty() -> Project {
    Project::new(IdMaker::new(5).make(), "new", default_codebook())
}

/// Reads files into a project as `byline import` does, as `format` where one is named, and checks that what comes of
/// it breaks no invariant.
pub(crate) fn read_into(
    project: &Project,
    files: &Files,
    format: Option<&str>,
    labels: LabelPolicy,
) -> (Project, Gathered) {
    let home = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    read_folder(project, home.path(), format, labels)
}

/// As [`read_into`], from a file or folder.
pub(crate) fn read_folder(
    project: &Project,
    root: &Path,
    format: Option<&str>,
    labels: LabelPolicy,
) -> (Project, Gathered) {
    let annotator = AnnotatorName::parse("me").unwrap();
    let (mut ids, now) = (IdMaker::new(99), Timestamp::from_seconds(9));
    let mut cx = PlanContext { project, annotator: &annotator, now, ids: &mut ids };
    let request = Request {
        inputs: vec![root.to_owned()],
        input: format.map(|name| format_named(name).unwrap().input.unwrap()),
        codebook: CodebookPolicy::Adopt,
        labels,
        ..Request::default()
    };
    let mut gathered = gather(&mut cx, &request, &|_| {}, &AtomicBool::new(false));
    let mut start = project.clone();
    if let Some(codebook) = gathered.codebook.clone() {
        start.codebook = Arc::new(codebook);
    }
    let cx = PlanContext { project: &start, annotator: &annotator, now, ids: &mut ids };
    let imported = std::mem::take(&mut gathered.imported);
    let mut after = import_layers(&cx, imported).unwrap().apply(&start).unwrap();
    for set in std::mem::take(&mut gathered.suggestions) {
        after.suggestions.insert_mut(set.article, Arc::new(set));
    }
    assert_eq!(violations(&after), []);
    (after, gathered)
}

/// What was said while reading.
pub(crate) fn said(gathered: &Gathered) -> Vec<String> {
    gathered.problems.iter().map(|problem| problem.what.clone()).collect()
}

/// Compares files of an export of the small project (`tests/golden/tables/project.jsonl`) with those that lie in
/// `tests/golden/FORMAT`. With `BYLINE_BLESS` set, it writes them there: look at what changed before you keep it.
pub(crate) fn check_golden(format: &str, names: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let small = Files::from([("a.jsonl".to_owned(), fs::read(root.join("tables/project.jsonl")).unwrap())]);
    let project = read_into(&empty(), &small, Some("jsonl"), LabelPolicy::default()).0;
    let (files, _) = written(format, &project, &with(&[]));
    for name in names {
        let made = files.get(*name).unwrap_or_else(|| panic!("{name} is none of {:?}", files.keys()));
        let made =
            String::from_utf8_lossy(made).replace(concat!("Byline ", env!("CARGO_PKG_VERSION")), "Byline VERSION");
        let path = root.join(format).join(name);
        if std::env::var_os("BYLINE_BLESS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &made).unwrap();
        }
        let golden = fs::read(&path).unwrap();
        assert_eq!(made, String::from_utf8_lossy(&golden), "{}", path.display());
    }
}
