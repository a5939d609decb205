//! What `byline suggest` takes while it works on 10,000 articles: the peak of the program as it is shipped, read from the
//! system, and how long it takes on all cores.

use super::bars::{bar, timed};
use byline::model::{AnnotatorName, IdMaker, Layer, LayerKey, Project, default_codebook};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// Most megabytes for 10,000 articles, the program itself included.
const MEMORY: f64 = 150.0;
/// How many articles.
const ARTICLES: usize = 10_000;
/// Marks that somebody else has made on each article.
const MARKS: usize = 20;
/// The program, built like this bench.
const PROGRAM: &str = env!("CARGO_BIN_EXE_byline");

/// Runs the program on a project and as a stream, on articles put together of the paragraphs of these texts.
pub fn bench(texts: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    let paragraphs: Vec<&str> = texts.iter().flat_map(|text| text.lines()).filter(|line| line.len() > 80).collect();
    let articles: Vec<String> = (0..ARTICLES).map(|number| mixed(&paragraphs, number)).collect();
    stream(home.path(), &articles);
    let folder = home.path().join("project");
    drop(byline::store::create(&folder, &project(&articles), &who("ana")).unwrap());
    drop(articles);
    let mut suggest = Command::new(PROGRAM);
    suggest.arg("suggest").arg(&folder).args(["--annotator", "ben"]).stdout(Stdio::null()).stderr(Stdio::null());
    watched("project", &mut suggest);
    // Half of it again: what is there is only looked at.
    for file in fs::read_dir(folder.join("suggestions")).unwrap().step_by(2) {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    watched("project-gone-on-with", &mut suggest);
}

fn stream(home: &Path, articles: &[String]) {
    let path = home.join("articles.jsonl");
    let mut lines = File::create(&path).unwrap();
    for text in articles {
        writeln!(lines, "{}", serde_json::json!({ "text": text, "language": "en" })).unwrap();
    }
    let mut suggest = Command::new(PROGRAM);
    suggest.args(["suggest", "--stream"]).stdin(File::open(&path).unwrap()).stdout(Stdio::null());
    watched("stream", &mut suggest);
}

/// Runs the program to its end, and prints its peak.
fn watched(name: &str, command: &mut Command) {
    let mut peak = 0.0_f64;
    let taken = timed(|| {
        let mut child = command.spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            peak = peak.max(megabytes(&child));
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(child.wait().unwrap().success(), "{name}");
    });
    println!("{ARTICLES} articles, {name}: {:.0} s, at most {peak:.0} MB", taken.as_secs_f64());
    bar(&format!("suggest-{name}-memory-mb"), peak, MEMORY);
}

/// The most that a running program has taken so far; 0 where the system does not say.
fn megabytes(child: &Child) -> f64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|word| word.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

/// An article of about 4,000 bytes.
fn mixed(paragraphs: &[&str], number: usize) -> String {
    let mut dice = super::corpus::Dice::new(number as u64);
    let mut text = format!("Report number {number}\n");
    while text.len() < 4_000 {
        text.extend(["\n", dice.one(paragraphs), "\n"]);
    }
    text
}

/// The articles with somebody's marks.
fn project(texts: &[String]) -> Project {
    let mut ids = IdMaker::new(7);
    let mut project = Project::new(ids.make(), "Made up", default_codebook());
    for text in texts {
        let article = super::article(&mut ids, text);
        let mut layer = Layer::new(article.text().hash());
        for word in text.match_indices(' ').step_by(15).take(MARKS) {
            let annotation = super::marked(&mut ids, text, word.0 + 1);
            layer.annotations.insert_mut(annotation.id, Arc::new(annotation));
        }
        let key = LayerKey { annotator: who("ana"), article: article.id };
        project.layers.insert_mut(key, Arc::new(layer));
        project.articles.insert_mut(article.id, Arc::new(article));
    }
    project
}

pub fn who(name: &str) -> AnnotatorName {
    AnnotatorName::parse(name).unwrap()
}
