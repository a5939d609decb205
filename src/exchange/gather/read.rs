//! Reading the files that were found.

use super::certain::is_byline_jsonl;
use super::known::{Known, Match};
use super::walk::{Found, How};
use super::{Duplicate, Gathered, Gravity, InputProblem, Progress, Request, Source, Uncertain};
use crate::edit::PlanContext;
use crate::edit::plan::NewText;
use crate::exchange::articles::{
    ArticleFormat, ArticleProblemKind, MetadataTable, ReadArticle, ReadEntry, ReadOptions, SIZE_LIMIT, read_articles,
};
use crate::exchange::format::{CodedReader, Input};
use crate::exchange::formats::formats_of;
use crate::exchange::jsonl::{Extent, FileReport, LONGEST_LINE, Line, Reader, next_line};
use crate::model::{Article, ArticleId, Extra, Revision};
use crate::store::text_file;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Seek};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Largest table of metadata, in bytes.
const LARGEST_TABLE: u64 = 100 << 20;

/// Most remarks on the articles of one file that are said one by one.
const MOST_NOTICES: usize = 50;

/// Reads all files: tables first, then articles in order, then files of many articles.
pub(super) fn read_all(
    cx: &mut PlanContext<'_>,
    request: &Request,
    found: &[Found],
    progress: &dyn Fn(Progress<'_>),
    stop: &AtomicBool,
    gathered: &mut Gathered,
) {
    let tables = tables_of(found, gathered);
    let mut known = Known::of(cx.project);
    let go_on = |done: usize, file: &Path| {
        progress(Progress { done, files: found.len(), file });
        !stop.load(Ordering::Relaxed)
    };
    gathered.files = found.iter().filter(|file| matches!(file.input, Input::Metadata)).count();
    for file in found {
        let Input::Article(format) = file.input else { continue };
        if !go_on(gathered.files, &file.path) {
            gathered.was_stopped = true;
            return;
        }
        gathered.files += 1;
        if format == ArticleFormat::Table {
            gathered.tables.push(file.path.clone());
        }
        let wanted = || !stop.load(Ordering::Relaxed);
        let columns = request.columns_of(&file.path);
        let options = ReadOptions { format: Some(format), table: None, columns: &columns, go_on: &wanted };
        read_file(cx, file, options, &tables, &mut known, gathered);
    }
    let mut reader = Reader::new(cx, request.codebook).with_labels(request.labels.clone());
    for file in found.iter().filter(|file| matches!(file.input, Input::Jsonl | Input::Coded(_))) {
        if gathered.was_stopped || !go_on(gathered.files, &file.path) {
            gathered.was_stopped = true;
            break;
        }
        gathered.files += 1;
        match file.input {
            Input::Coded(read) => read_coded(&mut reader, file, read, stop, gathered),
            _ => read_jsonl(&mut reader, file, stop, gathered),
        }
    }
    let import = reader.finish();
    let from_files = std::mem::replace(&mut gathered.imported, import.imported);
    gathered.imported.articles.splice(0..0, from_files.articles);
    gathered.imported.texts.splice(0..0, from_files.texts);
    gathered.with_families = import.with_families;
    gathered.codebook = import.codebook;
    gathered.suggestions = import.suggestions;
    gathered.unknown_labels = import.unknown_labels;
    gathered.chosen_labels = import.chosen_labels;
}

fn problem(gathered: &mut Gathered, file: &Path, gravity: Gravity, what: impl Into<String>) {
    gathered.problems.push(InputProblem { file: file.to_owned(), what: what.into(), gravity });
}

/// Tables of metadata by the folder that they speak for; of several in one folder the first.
fn tables_of(found: &[Found], gathered: &mut Gathered) -> BTreeMap<PathBuf, MetadataTable> {
    let mut tables = BTreeMap::new();
    for file in found.iter().filter(|file| matches!(file.input, Input::Metadata)) {
        let read = Source::new(&file.path).bytes(LARGEST_TABLE);
        let folder = file.path.parent().unwrap_or(Path::new("")).to_owned();
        match read.and_then(|bytes| MetadataTable::parse(&bytes)) {
            Ok(_) if tables.contains_key(&folder) => {
                problem(gathered, &file.path, Gravity::LeftOut, "a second table in this folder");
            }
            Ok(table) => {
                for notice in table.notices() {
                    problem(gathered, &file.path, Gravity::Notice, notice);
                }
                tables.insert(folder, table);
            }
            Err(why) => problem(gathered, &file.path, file.how.gravity(), why),
        }
    }
    tables
}

/// The table of the nearest folder above a file, and the file's name as seen from there.
fn table_for<'t>(path: &Path, tables: &'t BTreeMap<PathBuf, MetadataTable>) -> (Option<&'t MetadataTable>, String) {
    let with_slashes = |path: &Path| -> String {
        path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    for folder in path.ancestors().skip(1) {
        if let Some(table) = tables.get(folder) {
            return (Some(table), with_slashes(path.strip_prefix(folder).unwrap_or(path)));
        }
    }
    (None, path.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

/// Reads the articles of one file.
fn read_file(
    cx: &mut PlanContext<'_>,
    file: &Found,
    options: ReadOptions<'_>,
    tables: &BTreeMap<PathBuf, MetadataTable>,
    known: &mut Known,
    gathered: &mut Gathered,
) {
    let (table, name) = table_for(&file.path, tables);
    let limit = options.format.map_or(SIZE_LIMIT, ArticleFormat::size_limit);
    let options = ReadOptions { table, ..options };
    let read = bytes_of(&file.path, limit)
        .and_then(|bytes| read_articles(&name, &bytes, options).map_err(|p| p.kind.to_string()));
    let read = match read {
        Ok(read) => read,
        Err(why) => return problem(gathered, &file.path, file.how.gravity(), why),
    };
    let at = |entry: &str, what: &str| if entry.is_empty() { what.to_owned() } else { format!("{entry}: {what}") };
    for notice in &read.notices {
        problem(gathered, &file.path, Gravity::Notice, notice);
    }
    let gravity = if read.articles.is_empty() { file.how.gravity() } else { Gravity::LeftOut };
    for part in &read.problems {
        problem(gathered, &file.path, gravity, at(&part.entry, &part.what));
    }
    if read.articles.is_empty() && read.problems.is_empty() {
        problem(gathered, &file.path, gravity, "there are no articles in it");
    }
    let mut said = 0;
    for ReadEntry { entry, article } in read.articles {
        for notice in &article.notices {
            said += 1;
            if said <= MOST_NOTICES {
                problem(gathered, &file.path, Gravity::Notice, at(&entry, notice));
            }
        }
        match known.place(&article, cx.project) {
            Match::There(of) => gathered.duplicates.push(Duplicate { file: file.path.clone(), of }),
            Match::OtherText(of) => revise(cx, file, of, article, gathered),
            Match::New => {
                let article = with_id(cx, article);
                known.add(&article);
                gathered.imported.articles.push(article);
                gathered.sources.push(file.path.clone());
            }
        }
    }
    if said > MOST_NOTICES {
        let what = format!("{} more remarks on its articles", said - MOST_NOTICES);
        problem(gathered, &file.path, Gravity::Notice, what);
    }
}

/// Notes another text of an article. What is known about it otherwise stays; another headline is said.
fn revise(cx: &PlanContext<'_>, file: &Found, of: ArticleId, read: ReadArticle, gathered: &mut Gathered) {
    let title = cx.project.article(of).map(|article| article.metadata.title.clone()).unwrap_or_default();
    if !read.metadata.title.is_empty() && read.metadata.title != title {
        let what = format!("its title is {:?} now; the project keeps {title:?}", read.metadata.title);
        problem(gathered, &file.path, Gravity::Notice, what);
    }
    gathered.imported.texts.push(NewText { article: of, text: read.text, accessed: read.metadata.accessed });
    gathered.revised.push(Duplicate { file: file.path.clone(), of });
}

/// The bytes of a file, unless it has as many as the limit or is not a file that ends.
fn bytes_of(path: &Path, limit: usize) -> Result<Vec<u8>, String> {
    let unreadable = |error: io::Error| format!("cannot be read: {error}");
    let meta = std::fs::metadata(path).map_err(unreadable)?;
    if meta.is_file() && meta.len() >= limit as u64 {
        let bytes = usize::try_from(meta.len()).unwrap_or(usize::MAX);
        return Err(ArticleProblemKind::TooLarge { bytes, limit }.to_string());
    }
    // It may grow while it is read.
    Source::new(path).bytes(limit as u64)
}

fn with_id(cx: &mut PlanContext<'_>, read: ReadArticle) -> Article {
    let id: ArticleId = cx.ids.make();
    Article {
        id,
        foreign_id: read.foreign_id,
        attributes: read.attributes,
        stories: BTreeSet::new(),
        zones: read.zones,
        earlier: Vec::new(),
        current: Revision { file: text_file(&read.metadata, id, 1), text: read.text, since: None },
        metadata: read.metadata,
        extra: Extra::new(),
    }
}

fn read_coded(
    reader: &mut Reader<'_, '_>,
    file: &Found,
    read: CodedReader,
    stop: &AtomicBool,
    gathered: &mut Gathered,
) {
    reader.begin_file();
    read(&Source::new(&file.path), reader, &mut || !stop.load(Ordering::Relaxed));
    let report = reader.finish_file();
    gathered.was_stopped |= stop.load(Ordering::Relaxed);
    take_report(gathered, file, report);
}

fn read_jsonl(reader: &mut Reader<'_, '_>, file: &Found, stop: &AtomicBool, gathered: &mut Gathered) {
    let mut input = match open_jsonl(file) {
        Ok(Some(input)) => input,
        Ok(None) => {
            let candidates = formats_of(&file.path.to_string_lossy());
            gathered.uncertain.push(Uncertain { file: file.path.clone(), candidates });
            let what = "its format is not certain; say which with --format (jsonl is Byline's own)";
            return problem(gathered, &file.path, file.how.gravity(), what);
        }
        Err(why) => return problem(gathered, &file.path, file.how.gravity(), why),
    };
    let report = reader.read(&mut input, &mut |_| !stop.load(Ordering::Relaxed));
    gathered.was_stopped |= stop.load(Ordering::Relaxed);
    take_report(gathered, file, report);
}

/// Opens a file of JSON lines; none where another program's format explains it better, unless it was asked for.
fn open_jsonl(file: &Found) -> Result<Option<BufReader<File>>, String> {
    let path = &file.path;
    let unreadable = |error: io::Error| format!("cannot be read: {error}");
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err("not a file".into());
    }
    let mut input = BufReader::new(File::open(path).map_err(unreadable)?);
    if !file.said {
        while let Some(line) = next_line(&mut input, LONGEST_LINE).map_err(unreadable)? {
            match line {
                Line::Bytes(bytes) if bytes.trim_ascii().is_empty() => {}
                Line::Bytes(bytes) if !is_byline_jsonl(&bytes) => {
                    return Ok(None);
                }
                _ => break,
            }
        }
        input.rewind().map_err(unreadable)?;
    }
    Ok(Some(input))
}

fn take_report(gathered: &mut Gathered, file: &Found, report: FileReport) {
    let read_something = !report.articles.is_empty() || !report.known_articles.is_empty();
    let revised = report.revised_articles.into_iter();
    gathered.revised.extend(revised.map(|of| Duplicate { file: file.path.clone(), of }));
    gathered.sources.extend(report.articles.iter().map(|_| file.path.clone()));
    gathered.duplicates.extend(report.known_articles.into_iter().map(|of| Duplicate { file: file.path.clone(), of }));
    gathered.annotations += report.annotations;
    gathered.known_annotations += report.known_annotations;
    gathered.skipped_annotations += report.skipped;
    let has_lost_all = !read_something && report.problems.iter().any(|p| p.extent > Extent::Part);
    for line in report.problems {
        let gravity = match line.extent {
            Extent::Part => Gravity::Notice,
            _ if has_lost_all && file.how == How::Named => Gravity::Failed,
            Extent::File => file.how.gravity(),
            Extent::Line => Gravity::LeftOut,
        };
        problem(gathered, &file.path, gravity, line.to_string());
    }
}
