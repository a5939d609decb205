//! Every format that is written: time, size, memory; and for those that are read too, the time of reading it back.

use super::bars::{bar, timed};
use super::memory::export_memory;
use byline::edit::PlanContext;
use byline::edit::plan::import_into;
use byline::exchange::export::ExportOptions;
use byline::exchange::formats::{FORMATS, format_named};
use byline::exchange::gather::{Request, gather};
use byline::exchange::jsonl::{CodebookPolicy, LabelPolicy};
use byline::exchange::target::{Existing, Export, Summary};
use byline::model::{AnnotatorName, IdMaker, Project, Timestamp, default_codebook};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Longest export, in seconds.
const EXPORT: f64 = 10.0;

/// Most memory that an export takes above the open project, in megabytes.
const MEMORY: f64 = 64.0;

/// Writes a project as the command does.
pub fn export(project: &Project, format: &str, to: &Path) -> Summary {
    let export = Export::new(format_named(format).unwrap(), ExportOptions::default()).unwrap();
    export.write(project, to, Existing::Replaced, &mut |_, _| true).unwrap()
}

/// Reads a file or folder into a new project on the disk, as `byline new` does, which leaves freeing it to the system.
#[must_use]
pub fn import(from: &Path, format: Option<&str>, to: &Path) -> Project {
    let annotator = AnnotatorName::parse("me").unwrap();
    let (mut ids, now) = (IdMaker::new(7), Timestamp::default());
    let mut project = Project::new(ids.make(), "new", default_codebook());
    let request = Request {
        inputs: vec![from.to_owned()],
        input: format.map(|name| format_named(name).unwrap().input.unwrap()),
        codebook: CodebookPolicy::Adopt,
        labels: LabelPolicy::default(),
        ..Request::default()
    };
    let mut cx = PlanContext { project: &project, annotator: &annotator, now, ids: &mut ids };
    let gathered = gather(&mut cx, &request, &|_| {}, &AtomicBool::new(false));
    if let Some(codebook) = gathered.codebook {
        project.codebook = Arc::new(codebook);
    }
    let cx = PlanContext { project: &project, annotator: &annotator, now, ids: &mut ids };
    let project = import_into(&cx, gathered.imported).unwrap().1;
    drop(byline::store::create(to, &project, &annotator).unwrap());
    project
}

fn size(path: &Path) -> u64 {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().map(|entry| size(&entry.unwrap().path())).sum();
    }
    fs::metadata(path).unwrap().len()
}

/// Prints the table and the bars; one format where one is named.
pub fn bench(project: &Project, folder: &Path, home: &Path, only: Option<&str>, scale: f64) {
    println!("{:14} {:>9} {:>12} {:>10} {:>9}", "format", "export s", "bytes", "memory MB", "import s");
    let mut bars = Vec::new();
    // Without its feature Parquet only says how to get it.
    let can = |name| name != "hf-parquet" || cfg!(feature = "parquet");
    let asked = |name| can(name) && only.is_none_or(|only| only == name);
    for format in FORMATS.iter().filter(|format| format.is_written() && asked(format.name)) {
        let to = home.join(format!("out.{}", format.extensions.first().unwrap_or(&"txt")));
        let written = timed(|| drop(export(project, format.name, &to))).as_secs_f64();
        let bytes = size(&to);
        let memory = export_memory(folder, format.name, &home.join("child"));
        let target = home.join(format!("back-{}", format.name));
        let read = match format.input {
            Some(_) => {
                let taken = timed(|| drop(import(&to, Some(format.name), &target))).as_secs_f64();
                format!("{taken:.2}")
            }
            None => String::new(),
        };
        println!("{:14} {written:9.2} {bytes:12} {memory:10.1} {read:>9}", format.name);
        bars.push((format.name, written, memory));
        if to.is_dir() { fs::remove_dir_all(&to).unwrap() } else { fs::remove_file(&to).unwrap() }
    }
    for (name, written, memory) in bars {
        bar(&format!("{name} export seconds"), written, EXPORT * scale);
        bar(&format!("{name} export memory MB"), memory, MEMORY);
    }
}
