//! What is fuzzed: every reader of a file, through the library's public doors. The fuzz binary and a short test of the
//! package share this file.

use byline::edit::plan::import_layers;
use byline::edit::{Change, Draft, PlanContext};
use byline::exchange::articles::read_pasted;
use byline::exchange::formats::{FORMATS, Format, format_named};
use byline::exchange::gather::{Gathered, Request, gather};
use byline::exchange::jsonl::CodebookPolicy;
use byline::model::{AnnotatorName, IdMaker, LayerKey, Project, Timestamp, default_codebook, violations};
use byline::session::Preferences;
use byline::store::{self, Access, Loaded, Step};
use byline::suggest::{Document, ModelSuggester, Suggester as _};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A reader.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    /// Its name: a format's, or a file's of a project.
    pub(crate) name: &'static str,
    how: How,
}

#[derive(Clone, Copy)]
enum How {
    /// A file is imported as this format.
    Import(&'static Format),
    /// A file with this ending is imported as this format, where a reader of its own stands behind the ending.
    #[cfg(feature = "parquet")]
    Ending(&'static Format, &'static str),
    /// A file is imported as whatever its first line names, `csv` say, and its contents tell.
    Guessed,
    /// A file of a project is the input, and the project is opened, looked at and checked.
    Stored(&'static str),
    /// A journal is the input, and the project is opened for editing, undone and saved.
    Journal,
    Preferences,
    Model,
    Pasted,
}

/// Files of projects that are fuzzed, with the names of their targets.
const STORED: [(&str, &str); 6] = [
    ("project", "project.ron"),
    ("articles", "articles.ron"),
    ("layer", "annotations/ana/art0000001.ron"),
    ("threads", "threads/ana.ron"),
    ("suggestions", "suggestions/art0000001.ron"),
    ("article-text", TEXT),
];

/// The text that layers of the sample are on.
const TEXT: &str = "articles/plumbline-evening-art0000001.txt";

/// All targets: a format that is read is one from the day that it stands in the table.
pub(crate) fn targets() -> Vec<Target> {
    let imports = FORMATS.iter().filter(|format| format.input.is_some());
    let mut all: Vec<Target> = imports.map(|f| Target { name: f.name, how: How::Import(f) }).collect();
    // Built in where the feature is on: a table by its format, with a library of its own.
    #[cfg(feature = "parquet")]
    all.extend(format_named("table").map(|f| Target { name: "parquet", how: How::Ending(f, "parquet") }));
    all.extend(STORED.map(|(name, file)| Target { name, how: How::Stored(file) }));
    all.push(Target { name: "journal", how: How::Journal });
    all.push(Target { name: "preferences", how: How::Preferences });
    all.push(Target { name: "model", how: How::Model });
    all.push(Target { name: "pasted", how: How::Pasted });
    all.push(Target { name: "guessed", how: How::Guessed });
    all
}

/// A project to put hostile files into, made once.
pub(crate) struct Sample {
    home: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
}

fn ana() -> AnnotatorName {
    AnnotatorName::from_typed("ana").unwrap_or_else(|| unreachable!("a name"))
}

/// Imports files as `byline import` does; what comes of it breaks no invariant, whatever they hold.
fn import(project: &Project, input: &Path, format: Option<&Format>) -> (Project, Gathered) {
    let (annotator, now) = (ana(), Timestamp::from_seconds(9));
    let mut ids = IdMaker::new(99);
    let mut cx = PlanContext { project, annotator: &annotator, now, ids: &mut ids };
    let request = Request {
        inputs: vec![input.to_owned()],
        input: format.and_then(|format| format.input),
        codebook: CodebookPolicy::Adopt,
        ..Request::default()
    };
    let mut gathered = gather(&mut cx, &request, &|_| {}, &AtomicBool::new(false));
    let mut start = project.clone();
    if let Some(codebook) = gathered.codebook.clone() {
        start.codebook = Arc::new(codebook);
    }
    let cx = PlanContext { project: &start, annotator: &annotator, now, ids: &mut ids };
    let imported = std::mem::take(&mut gathered.imported);
    let mut after = match import_layers(&cx, imported).map(|t| t.apply(&start)) {
        Ok(Ok(after)) => after,
        other => panic!("what was read cannot be taken in: {other:?}"),
    };
    for set in std::mem::take(&mut gathered.suggestions) {
        after.suggestions.insert_mut(set.article, Arc::new(set));
    }
    assert_eq!(violations(&after), [], "what was read breaks an invariant");
    (after, gathered)
}

fn empty() -> Project {
    Project::new(IdMaker::new(5).make(), "new", default_codebook())
}

fn put(path: &Path, bytes: &[u8]) {
    if let Some(parent) = path.parent() {
        drop(fs::create_dir_all(parent));
    }
    if let Err(error) = fs::write(path, bytes) {
        panic!("{error}: {}", path.display());
    }
}

fn collect(folder: &Path, shown: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let shown = if shown.is_empty() { name } else { format!("{shown}/{name}") };
        match fs::read(entry.path()) {
            Ok(bytes) => drop(files.insert(shown, bytes)),
            Err(_) => collect(&entry.path(), &shown, files),
        }
    }
}

/// Several files in one input: each begins with a line `%%% NAME`. Without such a line it is one file.
pub(crate) fn parts(name: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    if !bytes.starts_with(b"%%% ") {
        return vec![(name.to_owned(), bytes.to_vec())];
    }
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if let Some(name) = line.strip_prefix(b"%%% ") {
            let name = String::from_utf8_lossy(name);
            let kept: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
            let is_plain = !kept.is_empty() && kept.len() < 60 && kept.chars().any(|c| c != '.');
            files.push((if is_plain { kept } else { "x".to_owned() }, Vec::new()));
        } else if let Some((_, bytes)) = files.last_mut() {
            bytes.extend(line);
        }
    }
    files
}

impl Sample {
    /// Makes the project in a folder that may be written in.
    pub(crate) fn new(home: &Path) -> Self {
        let lines = include_bytes!("../../tests/golden/tables/project.jsonl");
        put(&home.join("first/a.jsonl"), lines);
        let (project, _) = import(&empty(), &home.join("first"), format_named("jsonl"));
        let folder = home.join("base");
        if let Err(error) = store::create(&folder, &project, &ana()) {
            panic!("{error}");
        }
        let mut files = BTreeMap::new();
        collect(&folder, "", &mut files);
        Self { home: home.to_owned(), files }
    }

    /// The sample's own file for a target, where it has one.
    pub(crate) fn file(&self, target: &Target) -> Option<&[u8]> {
        let How::Stored(name) = target.how else { return None };
        self.files.get(name).map(Vec::as_slice)
    }

    /// Puts the project anew, with this file in it.
    pub(crate) fn with(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let folder = self.home.join("work");
        drop(fs::remove_dir_all(&folder));
        for (name, bytes) in &self.files {
            put(&folder.join(name), bytes);
        }
        put(&folder.join(name), bytes);
        folder
    }
}

impl Target {
    /// Reads an input; a panic is a fault of the reader.
    pub(crate) fn run(&self, sample: &Sample, bytes: &[u8]) {
        match self.how {
            How::Import(format) => {
                let ending = format.extensions.first().copied().unwrap_or("x");
                import_parts(sample, &parts(&format!("x.{ending}"), bytes), Some(format));
            }
            #[cfg(feature = "parquet")]
            How::Ending(format, ending) => {
                import_parts(sample, &[(format!("x.{ending}"), bytes.to_vec())], Some(format));
            }
            How::Guessed => {
                let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
                let ending = bytes.get(..end.min(12)).unwrap_or_default();
                let ending: String =
                    String::from_utf8_lossy(ending).chars().filter(char::is_ascii_alphanumeric).collect();
                let rest = bytes.get(end + 1..).unwrap_or_default();
                import_parts(sample, &parts(&format!("x.{ending}"), rest), None);
            }
            How::Stored(name) => look(&sample.with(name, bytes), bytes),
            // Of every two lengths one with a chain that fits, whatever its lines say.
            How::Journal if bytes.len().is_multiple_of(2) => edit(&sample.with("journal/ana.ron", &chained(bytes))),
            How::Journal => edit(&sample.with("journal/ana.ron", bytes)),
            How::Preferences => preferences(&sample.home, bytes),
            How::Model => model(bytes),
            How::Pasted => drop(read_pasted(&String::from_utf8_lossy(bytes))),
        }
    }
}

fn import_parts(sample: &Sample, files: &[(String, Vec<u8>)], format: Option<&Format>) {
    let folder = sample.home.join("in");
    drop(fs::remove_dir_all(&folder));
    for (name, bytes) in files {
        put(&folder.join(name), bytes);
    }
    import(&empty(), &folder, format);
}

/// Opens a project to look at it; of some inputs does what a reader of it does, too, and what mends it.
fn look(folder: &Path, bytes: &[u8]) {
    let Ok(loaded) = store::open(folder, Some(&ana()), Access::ReadOnly) else { return };
    drop(store::check(folder));
    drop(loaded);
    let part = blake3::hash(bytes).as_bytes().first().map_or(0, |byte| byte % 8);
    if part < 2 {
        drop(byline_command(folder, &["coverage", "--json"]));
        drop(byline_command(folder, &["search", "the", "--json"]));
    }
    if part == 2 {
        // What is repaired may be repaired again.
        let first = store::repair(folder);
        let second = store::repair(folder);
        assert!(first.is_err() || second.is_ok(), "a repair broke the project: {second:?}");
    }
}

fn byline_command(folder: &Path, arguments: &[&str]) -> (Vec<u8>, Vec<u8>) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut words: Vec<OsString> = vec!["byline".into()];
    words.extend(arguments.iter().map(OsString::from));
    words.insert(2, folder.into());
    byline::cli::run(words, &mut out, &mut err);
    (out, err)
}

/// A journal whose lines have the digits that tie each to the one before it (`src/store/chain.rs`).
fn chained(bytes: &[u8]) -> Vec<u8> {
    let digits_of = |hash: blake3::Hash| hash.to_hex().chars().take(16).collect::<String>();
    let mut before = digits_of(blake3::hash(b""));
    let mut whole = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let body = line.trim_ascii_end();
        match body.len().checked_sub(", chain: \"0123456789abcdef\")".len()).and_then(|at| body.split_at_checked(at)) {
            Some((body, end)) if end.starts_with(b", chain: \"") => {
                let mut hasher = blake3::Hasher::new();
                before = digits_of(hasher.update(before.as_bytes()).update(body).finalize());
                whole.extend(body);
                whole.extend(format!(", chain: \"{before}\")\n").into_bytes());
            }
            _ => whole.extend(line),
        }
    }
    whole
}

/// Opens a project to edit it, undoes all there is, makes a step, saves, and opens it again.
fn edit(folder: &Path) {
    let now = Timestamp::from_seconds(9);
    let Ok(Loaded { mut project, mut history, mut store, .. }) = store::open(folder, Some(&ana()), Access::Edit) else {
        return;
    };
    if store.read_only().is_some() {
        return;
    }
    // Layers that the steps do not touch follow a text in the session, which is not here.
    let mut moved = BTreeSet::new();
    for _ in 0..20 {
        let Some(Ok((next, step))) = history.undo(&project) else { break };
        if store.append(Step::Undo(&step), now, &next).is_err() {
            break;
        }
        project = next;
        moved.extend(step.changes.iter().filter(|change| change.is_of_text()).filter_map(|change| match change {
            Change::Article(id, _) => Some(*id),
            _ => None,
        }));
    }
    if let Some(article) = project.articles.keys().next().copied().filter(|id| !moved.contains(id)) {
        let mut draft = Draft::new(&project);
        let key = LayerKey { annotator: ana(), article };
        draft.done(&key, !project.layer(&key).is_some_and(|layer| layer.done));
        let step = draft.finish("done", None);
        if let Ok(next) = step.apply(&project)
            && store.append(Step::Do(&step), now, &next).is_ok()
        {
            project = next;
        }
    }
    if store.checkpoint(&project, now).is_err() {
        return;
    }
    drop(store);
    let layers = |project: &Project| -> Vec<_> {
        let all = project.layers.iter().filter(|(key, _)| !moved.contains(&key.article));
        all.map(|(key, layer)| (key.clone(), layer.clone())).collect()
    };
    let again = store::open(folder, Some(&ana()), Access::Edit).map(|loaded| loaded.project);
    let is_same = again.as_ref().is_ok_and(|again| {
        layers(again) == layers(&project) && again.articles == project.articles && again.threads == project.threads
    });
    assert!(is_same, "what was saved does not come back: {again:?}");
}

fn preferences(home: &Path, bytes: &[u8]) {
    put(&home.join("config/preferences.ron"), bytes);
    let (read, _) = Preferences::load_from(&home.join("config"));
    assert!(read.zoom.is_finite() && read.text_size.is_finite() && read.line_width.is_finite());
    assert!(read.save(&home.join("config")).is_ok());
    let (again, fault) = Preferences::load_from(&home.join("config"));
    assert_eq!((again, fault), (read, None));
}

/// A model whose check sum is right, whatever its numbers are.
fn model(bytes: &[u8]) {
    const TEXT: &str = "Prices will fall, the minister said on Monday. “We won’t pay,” a clerk told The Ledger.\n";
    let mut sealed = bytes.to_vec();
    sealed.extend(blake3::hash(bytes).as_bytes().iter().take(16));
    let Ok(suggester) = ModelSuggester::from_bytes(&sealed) else { return };
    drop(suggester.propose(&Document::new(TEXT, &[], None)));
}
