//! All articles of a project, on all cores; what is done stays, so that a run that was stopped is gone on with.

use super::super::console::{Console, Failure, Verdict, count};
use super::Arguments;
use crate::model::{AnnotatorName, Article, Project, SuggestionSet};
use crate::session::{Suggesters, annotator_name, clock};
use crate::store::{Severity, ToSuggest};
use crate::suggest::Language;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

/// Articles whose suggestions are written with one flush: what a stop loses at most.
const TOGETHER: usize = 64;
/// How often progress is told at most.
const PACE: Duration = Duration::from_millis(500);

pub(super) fn run(
    folder: &Path,
    names: &[String],
    arguments: &Arguments,
    console: &mut Console<'_>,
) -> Result<Verdict, Failure> {
    let annotator = annotator_name(arguments.annotator.as_deref());
    let opened = ToSuggest::open(folder, &annotator).map_err(Failure::because)?;
    for problem in opened.problems.iter().filter(|p| p.severity() == Severity::Error) {
        console.say(format!("error: {problem}"));
    }
    if let Some(why) = opened.read_only() {
        return Err(Failure::new(format!("suggestions cannot be written: {why}: {}", folder.display())));
    }
    let suggesters = Suggesters::of_project(names, &opened.project, &annotator, &AtomicBool::new(false));
    for notice in suggesters.notices() {
        console.say(notice);
    }
    if suggesters.is_empty() {
        return Err(Failure::new("no suggester is left to ask"));
    }
    let project = &opened.project;
    let run =
        Run { opened: &opened, project, suggesters: &suggesters, least: arguments.least(), annotator: &annotator };
    let todo = run.todo(arguments.again);
    let kept = project.articles.size() - todo.len();
    let made = run.go(&todo, console)?;
    let suggestions: usize = made.values().sum();
    let value = json!({
        "project": folder.display().to_string(), "articles": todo.len(), "kept": kept, "suggestions": suggestions,
        "labels": made, "by": names,
    });
    let foreign = todo.iter().filter(|article| !language(article).is_english()).count();
    if foreign > 0 {
        console.say(format!(
            "{} in another language than English, in which only quotation marks are read",
            count(foreign, "article")
        ));
    }
    let there = if kept > 0 { format!(" ({} had theirs already)", count(kept, "article")) } else { String::new() };
    let (what, of) = (count(suggestions, "suggestion"), count(todo.len(), "article"));
    console.result(arguments.json, &value, &format!("wrote {what} for {of}{there}: {}", folder.display()));
    Ok(Verdict::Done)
}

fn language(article: &Article) -> Language {
    Language::of(article.text().as_str(), Some(&article.metadata.language))
}

/// One run over a project.
struct Run<'a> {
    opened: &'a ToSuggest,
    project: &'a Project,
    suggesters: &'a Suggesters,
    least: f64,
    annotator: &'a AnnotatorName,
}

impl Run<'_> {
    /// Articles whose suggestions are not there, or were made of another text or by others.
    fn todo(&self, again: bool) -> Vec<&Arc<Article>> {
        let made = self.made();
        let is_there = |article: &Article| {
            let set = self.project.suggestions.get(&article.id);
            set.is_some_and(|set| set.text == article.text().hash() && set.made == made)
        };
        self.project.articles.values().filter(|article| again || !is_there(article)).collect()
    }

    /// What makes these suggestions: a run with other suggesters or another score makes others.
    fn made(&self) -> String {
        format!("{} from {} by {}", self.suggesters.made(), self.least, self.annotator)
    }

    /// Works on all cores, and writes what comes in the order of the articles. Gives how many of each label there are.
    fn go(&self, todo: &[&Arc<Article>], console: &mut Console<'_>) -> Result<BTreeMap<String, usize>, Failure> {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get).min(todo.len().max(1));
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let made = self.made();
        std::thread::scope(|scope| {
            // A bound, so that memory does not grow where the disk is slower than the cores.
            let (sender, receiver) = sync_channel(2 * cores);
            for core in 0..cores {
                let (sender, next, stop, made) = (sender.clone(), &next, &stop, &made);
                let work = move || {
                    while let Some(article) = todo.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let mut set = self.suggesters.suggest(article, &self.project.codebook, self.least);
                        set.made.clone_from(made);
                        if stop.load(Ordering::Relaxed) || sender.send(set).is_err() {
                            return;
                        }
                    }
                };
                let named = std::thread::Builder::new().name(format!("suggest {core}"));
                named.spawn_scoped(scope, work).map_err(Failure::because)?;
            }
            drop(sender);
            let written = self.write(&receiver, todo.len(), console);
            stop.store(true, Ordering::Relaxed);
            // Whoever still waits to hand over a set must not wait for ever.
            drop(receiver);
            written
        })
    }

    fn write(
        &self,
        receiver: &Receiver<SuggestionSet>,
        all: usize,
        console: &mut Console<'_>,
    ) -> Result<BTreeMap<String, usize>, Failure> {
        let mut told = Progress::new(all);
        let (mut labels, mut done, mut held) = (BTreeMap::new(), 0, Vec::with_capacity(TOGETHER));
        for set in receiver {
            for suggestion in &set.suggestions {
                *labels.entry(suggestion.label.to_string()).or_default() += 1;
            }
            held.push(set);
            if held.len() == TOGETHER {
                self.opened.write(&held).map_err(Failure::because)?;
                done += held.len();
                held.clear();
                told.tell(done, console);
            }
        }
        self.opened.write(&held).map_err(Failure::because)?;
        told.tell(done + held.len(), console);
        told.end(console);
        Ok(labels)
    }
}

/// How far the work is, on standard error: one line that changes on a terminal, else a line for each tenth.
struct Progress {
    all: usize,
    is_terminal: bool,
    last: Option<clock::Watch>,
    tenth: usize,
}

impl Progress {
    fn new(all: usize) -> Self {
        Self { all, is_terminal: std::io::stderr().is_terminal(), last: None, tenth: 0 }
    }

    fn tell(&mut self, done: usize, console: &mut Console<'_>) {
        let line = format!("{done} of {}", count(self.all, "article"));
        let tenth = (done * 10).checked_div(self.all).unwrap_or(10);
        if self.is_terminal && self.last.is_none_or(|last| last.elapsed() >= PACE) {
            self.last = Some(clock::Watch::start());
            console.say_raw(&format!("\rbyline: {line}"));
        } else if !self.is_terminal && tenth > self.tenth {
            self.tenth = tenth;
            console.say(line);
        }
    }

    fn end(&self, console: &mut Console<'_>) {
        if self.is_terminal && self.last.is_some() {
            console.say_raw(&format!("\rbyline: {} of {}\n", self.all, count(self.all, "article")));
        }
    }
}
