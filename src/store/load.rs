//! Reading all files of a project but the journals.

use super::folder::{BESIDE, Folder, hash_of};
use super::layout::{FileKey, texts_of};
use super::load_articles::{Beside, Detail, load_article, load_coded, shared_among};
use super::merged::{in_words, versions_in};
use super::notation::{format_of, read, take_unknown};
use super::records::{ArticleRecord, ArticlesFile, FORMAT, ProjectFile, Texts, ThreadsFile};
use super::{Check, Problem, StoreError};
use crate::model::{AnnotatorName, ArticleId, Codebook, Id, LayerKey, Project, ProjectId, ThreadBook};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Its hash; empty where it is not there.
    pub(super) hash: String,
    /// Why it is kept as it is, where it is.
    pub(super) kept: Option<String>,
}

/// What the files hold.
#[derive(Debug)]
pub(super) struct Files {
    pub(super) project: Project,
    pub(super) texts: Texts,
    pub(super) found: BTreeMap<FileKey, Found>,
    pub(super) problems: Vec<Problem>,
    /// `articles.ron` has records that the project does not show, such as one whose text is missing.
    pub(super) hidden_articles: bool,
}

/// A file of records, read.
pub(super) struct Parsed<T> {
    pub(super) record: Option<T>,
    pub(super) found: Found,
    pub(super) problem: Option<Problem>,
}

/// Reads a file of records. One that can't be read is a problem, and is kept as it is.
pub(super) fn parse<T: serde::de::DeserializeOwned>(folder: &Folder, name: &str) -> Parsed<T> {
    let kept = |hash: String, problem: Problem| {
        let why = match problem.check {
            Check::FutureFormat => "it is from a later version of Byline",
            _ => "it can't be read",
        };
        Parsed { record: None, found: Found { hash, kept: Some(why.into()) }, problem: Some(problem) }
    };
    let bytes = match folder.read(name) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Parsed { record: None, found: Found::default(), problem: None },
        Err(error) => {
            let check =
                if matches!(error, StoreError::OutsidePath(_)) { Check::OutsidePath } else { Check::Unreadable };
            return kept(String::new(), Problem::new(check, name, error.to_string()));
        }
    };
    // Byline writes no carriage return: version control or an editor did.
    let converted = bytes.contains(&b'\r');
    let plain = converted.then(|| std::str::from_utf8(&bytes).ok().map(|text| text.replace("\r\n", "\n").into_bytes()));
    let bytes = plain.flatten().unwrap_or(bytes);
    let hash = hash_of(Some(&bytes));
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return kept(hash, Problem::new(Check::Unreadable, name, "not UTF-8; put the file back from a copy"));
    };
    if let Some(versions) = versions_in(text) {
        return kept(hash, Problem::new(Check::MergeMarks, name, in_words(&versions)));
    }
    match format_of(text) {
        Some(format) if format > FORMAT => {
            let message =
                format!("format {format} is from a later version of Byline; the file is left as it is; update Byline");
            return kept(hash, Problem::new(Check::FutureFormat, name, message));
        }
        Some(0) | None => {
            let message = "does not begin with a name and a format; put the file back from a copy";
            return kept(hash, Problem::new(Check::Unreadable, name, message).at("line 1"));
        }
        Some(_) => {}
    }
    match read(text) {
        Ok((record, unknown)) => {
            let line_ends = converted.then(|| Problem::new(Check::LineEnds, name, LINE_ENDS));
            let problem = (!unknown.is_empty()).then(|| unknown_fields(name, &unknown));
            let kept = problem.as_ref().map(|_| KEPT_UNKNOWN.to_owned());
            Parsed { record: Some(record), found: Found { hash, kept }, problem: problem.or(line_ends) }
        }
        Err(error) => {
            let message =
                format!("can't be read: {}; mend that place, or put the file back from a copy", error.message);
            let problem = Problem::new(Check::Unreadable, name, message);
            kept(hash, problem.at(format!("line {}, column {}", error.at.0, error.at.1)))
        }
    }
}

/// What a conversion of line ends means.
pub(super) const LINE_ENDS: &str =
    "has other line ends than Byline writes, as version control or an editor makes them; it was read as it was before";

const KEPT_UNKNOWN: &str = "it has fields or values that this version does not know";

fn unknown_fields(name: &str, unknown: &[String]) -> Problem {
    let list = unknown.join(", ");
    let message =
        format!("has what this version does not know ({list}); it is shown as far as understood and kept as it is");
    Problem::new(Check::UnknownFields, name, message)
}

/// Takes up what was noted while records were turned into the model.
pub(super) fn keep_if_noted(name: &str, found: &mut Found, problems: &mut Vec<Problem>) {
    let unknown = take_unknown();
    if !unknown.is_empty() {
        problems.push(unknown_fields(name, &unknown));
        found.kept = Some(KEPT_UNKNOWN.into());
    }
}

/// What can be shown of a project before everything is read: all articles with their texts, and the coding of one.
#[derive(Clone, Debug)]
pub struct Glance {
    /// The project as far as it is read; nothing in it may be edited.
    pub project: Project,
    /// The article whose coding is there.
    pub article: Option<ArticleId>,
}

/// Who wants a [`Glance`], and of which article.
pub(super) struct Onlooker<'a> {
    /// The article to read first, of those that there are.
    pub(super) choose: &'a dyn Fn(&Project) -> Option<ArticleId>,
    /// Takes the glance.
    pub(super) show: &'a dyn Fn(Glance),
}

/// Reads everything but journals; somebody may have a look before the layers are read.
///
/// # Errors
/// Where there is no project, or its `project.ron` is from a later version.
pub(super) fn load(folder: &Folder, detail: Detail<'_>, onlooker: Option<&Onlooker<'_>>) -> Result<Files, StoreError> {
    let mut problems = Vec::new();
    let mut found = BTreeMap::new();
    let mut project = load_project(folder, &mut found, &mut problems)?;
    let records = load_records(folder, &mut found, &mut problems);
    let named = records.articles;
    let mut texts = Texts::default();
    let mut read = Vec::with_capacity(records.fresh.len());
    for item in shared_among(records.fresh, detail.threads(), |record| load_article(folder, record)) {
        item.texts.iter().for_each(|text| texts.add(text));
        item.changed.iter().for_each(|(was, now)| texts.change(*was, now));
        let article = item.article.map(Arc::new);
        if let Some(article) = &article {
            texts_of(article).for_each(|revision| texts.put_in(&revision.file, &revision.text));
            project.articles.insert_mut(article.id, Arc::clone(article));
        }
        read.push((article, item.problems, item.unknown));
    }
    if let Some(onlooker) = onlooker {
        (onlooker.show)(glance(folder, &project, onlooker));
    }
    let layers = list_layers(folder, &mut problems);
    let suggested = listed(folder, "suggestions", &mut problems);
    let suggested = suggested.iter().filter_map(|name| ArticleId::parse(name.strip_suffix(".ron")?)).collect();
    let beside = Beside { layers: &layers, suggested, detail };
    let mut coded = std::collections::BTreeSet::new();
    let all = shared_among(read, detail.threads(), |(article, problems, unknown)| {
        (article.map(|article| load_coded(folder, &article, &beside)), problems, unknown)
    });
    for (item, about_text, unknown) in all {
        for name in unknown {
            note_kept(&mut found, &mut problems, &name);
        }
        problems.extend(about_text);
        let Some(item) = item else { continue };
        problems.extend(item.problems);
        for (key, layer, state) in item.layers {
            coded.insert(key.clone());
            if let Some(layer) = layer.filter(|layer| !layer.is_empty()) {
                project.layers.insert_mut(key.clone(), Arc::new(layer));
            }
            found.insert(FileKey::Layer(key), state);
        }
        if let Some(set) = item.suggestions {
            project.suggestions.insert_mut(set.article, Arc::new(set));
        }
    }
    let stray = layers
        .into_iter()
        .flat_map(|(article, names)| names.into_iter().map(move |annotator| LayerKey { annotator, article }));
    for key in stray.filter(|key| !coded.contains(key)) {
        let file = FileKey::Layer(key);
        let message =
            "is on an article that the project does not have; it is kept; add the article again, or remove the file";
        problems.push(Problem::new(Check::StrayFile, file.name(), message));
        let state = Found { hash: String::new(), kept: Some("its article is not in the project".into()) };
        found.insert(file, state);
    }
    load_threads(folder, &mut project, &mut found, &mut problems);
    let hidden_articles = project.articles.size() < named;
    Ok(Files { project, texts, found, problems, hidden_articles })
}

/// The coding of one article over all texts; what is wrong with it is found again when everything is read.
fn glance(folder: &Folder, project: &Project, onlooker: &Onlooker<'_>) -> Glance {
    let mut project = project.clone();
    let article = (onlooker.choose)(&project).and_then(|id| project.article(id).cloned());
    let coded = article.as_ref().map(|article| {
        // Everybody may have a layer on it: looking for those takes less than listing all.
        let names = folder.list("annotations").unwrap_or_default();
        let annotators = names.iter().filter_map(|name| AnnotatorName::parse(name)).collect();
        let layers = BTreeMap::from([(article.id, annotators)]);
        load_coded(
            folder,
            article,
            &Beside { layers: &layers, suggested: Default::default(), detail: Detail::Everything },
        )
    });
    for (key, layer, _) in coded.into_iter().flat_map(|coded| coded.layers) {
        if let Some(layer) = layer.filter(|layer| !layer.is_empty()) {
            project.layers.insert_mut(key, Arc::new(layer));
        }
    }
    Glance { project, article: article.map(|article| article.id) }
}

/// The records of `articles.ron`.
struct Records {
    /// Those with an id of their own.
    fresh: Vec<ArticleRecord>,
    /// How many there are.
    articles: usize,
}

fn load_records(folder: &Folder, found: &mut BTreeMap<FileKey, Found>, problems: &mut Vec<Problem>) -> Records {
    let articles: Parsed<ArticlesFile> = parse(folder, "articles.ron");
    if articles.found.hash.is_empty() && articles.problem.is_none() {
        problems.push(Problem::new(
            Check::Unreadable,
            "articles.ron",
            "is not there; put it back from a copy, or add the articles again",
        ));
    }
    problems.extend(articles.problem);
    found.insert(FileKey::Articles, articles.found);
    let mut fresh = articles.record.map(|file| file.articles).unwrap_or_default();
    let named = fresh.len();
    let mut seen = std::collections::BTreeSet::new();
    fresh.retain(|record| {
        let fresh = seen.insert(record.id.clone());
        if !fresh {
            let message = "two articles have the same id; give one of them another";
            problems
                .push(Problem::new(Check::DuplicateId, "articles.ron", message).at(format!("article {}", record.id)));
        }
        fresh
    });
    note_clashes(&fresh, problems);
    Records { fresh, articles: named }
}

/// Texts whose names differ in case only are one file on some systems: the second would take the first one's words.
fn note_clashes(records: &[ArticleRecord], problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for record in records {
        let names = std::iter::once(&record.file).chain(record.revisions.iter().map(|revision| &revision.file));
        for name in names {
            if let Some(other) = seen.insert(name.to_lowercase(), name) {
                let message =
                    format!("has a text {name:?}, and {other:?} is the same file on some systems; rename one");
                let problem = Problem::new(Check::ClashingName, "articles.ron", message);
                problems.push(problem.at(format!("article {}", record.id)));
            }
        }
    }
}

/// A record of `articles.ron` that is not wholly understood keeps the file as it is.
fn note_kept(found: &mut BTreeMap<FileKey, Found>, problems: &mut Vec<Problem>, what: &str) {
    problems.push(unknown_fields("articles.ron", &[what.to_owned()]));
    found.entry(FileKey::Articles).or_default().kept = Some(KEPT_UNKNOWN.into());
}

fn load_project(
    folder: &Folder,
    found: &mut BTreeMap<FileKey, Found>,
    problems: &mut Vec<Problem>,
) -> Result<Project, StoreError> {
    let mut parsed: Parsed<ProjectFile> = parse(folder, "project.ron");
    let path = folder.root().join("project.ron");
    match &parsed.problem {
        Some(problem) if problem.check == Check::FutureFormat => {
            let bytes = folder.read("project.ron")?.unwrap_or_default();
            let format = format_of(&String::from_utf8_lossy(&bytes)).unwrap_or_default();
            return Err(StoreError::FutureFormat { format, path });
        }
        None if parsed.record.is_none() && !folder.root().join("articles.ron").exists() => {
            return Err(StoreError::NotAProject(folder.root().to_owned()));
        }
        None if parsed.record.is_none() => {
            let message = "is not there; put it back from a copy";
            parsed.problem = Some(Problem::new(Check::Unreadable, "project.ron", message));
            parsed.found.kept = Some("it is missing".into());
        }
        _ => {}
    }
    problems.extend(parsed.problem);
    let project = parsed.record.and_then(ProjectFile::read);
    let mut state = parsed.found;
    keep_if_noted("project.ron", &mut state, problems);
    found.insert(FileKey::Project, state);
    Ok(project.unwrap_or_else(|| {
        let name = folder.root().file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let bits = blake3::hash(name.as_bytes()).as_bytes().iter().take(8).fold(0, |bits, b| bits << 8 | u64::from(*b));
        Project::new(ProjectId(Id::from_bits(bits)), name, Codebook::default())
    }))
}

/// Names in a folder of the project; none, and a problem, where it can't be listed.
fn listed(folder: &Folder, name: &str, problems: &mut Vec<Problem>) -> Vec<String> {
    folder.list(name).unwrap_or_else(|error| {
        let check = if matches!(error, StoreError::OutsidePath(_)) { Check::OutsidePath } else { Check::Unreadable };
        problems.push(Problem::new(check, name, error.to_string()));
        Vec::new()
    })
}

/// Annotators with a layer file on each article.
fn list_layers(folder: &Folder, problems: &mut Vec<Problem>) -> BTreeMap<ArticleId, Vec<AnnotatorName>> {
    let mut layers: BTreeMap<ArticleId, Vec<AnnotatorName>> = BTreeMap::new();
    for annotator in listed(folder, "annotations", problems).iter().filter(|n| !n.starts_with('.')) {
        let known = AnnotatorName::parse(annotator);
        for file in listed(folder, &format!("annotations/{annotator}"), problems).iter().filter(|n| is_ours(n)) {
            let article = file.strip_suffix(".ron").and_then(ArticleId::parse);
            if let (Some(annotator), Some(article)) = (&known, article) {
                layers.entry(article).or_default().push(annotator.clone());
            } else {
                let name = format!("annotations/{annotator}/{file}");
                let message = "is not named ANNOTATOR/ARTICLE.ron and was not read; rename it";
                problems.push(Problem::new(Check::StrayFile, name, message));
            }
        }
    }
    layers
}

/// Hidden files, backups and what a write left behind are not records.
fn is_ours(name: &str) -> bool {
    !name.starts_with('.') && !name.ends_with(BESIDE) && !name.ends_with(".before-repair")
}

fn load_threads(
    folder: &Folder,
    project: &mut Project,
    found: &mut BTreeMap<FileKey, Found>,
    problems: &mut Vec<Problem>,
) {
    for file in listed(folder, "threads", problems).iter().filter(|n| is_ours(n)) {
        let name = format!("threads/{file}");
        let Some(FileKey::Threads(annotator)) = FileKey::parse(&name) else {
            let message = "is not named ANNOTATOR.ron and was not read; rename it";
            problems.push(Problem::new(Check::StrayFile, name, message));
            continue;
        };
        let parsed: Parsed<ThreadsFile> = parse(folder, &name);
        problems.extend(parsed.problem);
        let mut state = parsed.found;
        if let Some(file) = parsed.record {
            let whose = file.annotator.clone();
            if whose == annotator.as_str() {
                let book = load_book(file, &annotator);
                keep_if_noted(&name, &mut state, problems);
                if let Some(book) = book {
                    project.threads.insert_mut(annotator.clone(), Arc::new(book));
                }
            } else {
                let message = format!("says that it is {whose:?}'s; it was not read; put it where it belongs");
                problems.push(Problem::new(Check::StrayFile, name, message));
                state.kept = Some("it is somebody else's than its place says".into());
            }
        }
        found.insert(FileKey::Threads(annotator), state);
    }
}

/// The threads in an annotator's file; `None` where there are none, or they are somebody else's.
pub(super) fn load_book(file: ThreadsFile, annotator: &AnnotatorName) -> Option<ThreadBook> {
    let book = (file.annotator == annotator.as_str()).then(|| file.read())?;
    (!book.threads.is_empty() || !book.relations.is_empty()).then_some(book)
}
