//! Byline JSONL against a copy of the same file, and its import into a new project.
//!
//! What is imported stays until the bench ends: ext4 looks slowly for a free inode among those deleted a moment ago.

use super::bars::{REPEATS, bar, milliseconds, timed};
use super::formats::{export, import};
use byline::model::Project;
use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

/// Longest import of 10,000 articles with 200,000 annotations, in seconds.
const IMPORT: f64 = 2.5;

/// Prints the times and bars.
pub fn bench(project: &Project, home: &Path, scale: f64) {
    let (file, copy) = (home.join("all.jsonl"), home.join("copy.jsonl"));
    let (mut copied, mut exported, mut imported) = (Duration::MAX, Duration::MAX, Duration::MAX);
    export(project, "jsonl", &file);
    for repeat in 0..REPEATS {
        copied = copied.min(timed(|| {
            fs::copy(&file, &copy).unwrap();
            File::open(&copy).unwrap().sync_all().unwrap();
        }));
        fs::remove_file(&file).unwrap();
        exported = exported.min(timed(|| drop(export(project, "jsonl", &file))));
        let target = home.join(format!("imported{repeat}"));
        let mut project = None;
        imported = imported.min(timed(|| project = Some(import(&file, None, &target))));
        drop(project);
    }
    let size = fs::metadata(&file).unwrap().len();
    println!("jsonl: {size} bytes");
    for (what, time) in [("copy and flush", copied), ("export", exported), ("import into a new project", imported)] {
        println!("  {what:30} {:8.0} ms", milliseconds(time));
    }
    bar("jsonl export per copy", exported.as_secs_f64() / copied.as_secs_f64(), 4.0);
    bar("jsonl import seconds", imported.as_secs_f64(), IMPORT * scale);
}
