//! Searching the project: the index, the worker that looks, and the two pages that show what it finds.

use super::super::message::Page;
use super::super::pages::{AlikeStart, HitAnswer, HitQuestion, Looked};
use super::App;
use super::jobs::Arrived;
use crate::model::{LabelRole, ProjectId};
use crate::review::{Hit, SearchIndex};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What a search waits for more typing before it begins: shorter than people type, longer than a key repeats.
const PAUSE: Duration = Duration::from_millis(25);

/// The longest selection that the find page takes over, in code points.
const TAKEN_OVER: usize = 80;

/// What searching keeps for the open project. Nothing is kept before the first search.
#[derive(Debug, Default)]
pub(super) struct Finding {
    index: Arc<SearchIndex>,
    /// Stops the search that runs: only the last question counts.
    stop: Arc<AtomicBool>,
    /// Stops the making of the index; there once it has begun.
    building: Option<Arc<AtomicBool>>,
}

impl Drop for Finding {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(building) = &self.building {
            building.store(true, Ordering::Relaxed);
        }
    }
}

impl App {
    /// Opens the find page; a selection in the text is what is looked for.
    pub(super) fn find_in_project(&mut self) {
        let Some(open) = &self.open else { return };
        let selected = self.reader.article.filter(|_| self.page == Page::Reader).and_then(|id| {
            let text = open.session.project().article(id)?.text().clone();
            let span = self.reader.selection(&text)?;
            let words = text.slice(span).to_owned();
            let fits = !words.contains('\n') && words.chars().count() <= TAKEN_OVER;
            fits.then_some((Hit { article: id, span }, words))
        });
        self.show_page(Page::Find);
        self.panels.find_page.open(selected);
    }

    /// Lists the places with the same words as the current annotation, the selection, or the word at the caret.
    pub(super) fn all_alike(&mut self) {
        let Some(open) = &self.open else { return };
        let project = open.session.project();
        let Some(article) = self.reader.article.and_then(|id| project.article(id)) else { return };
        let current = self.reader.current.filter(|_| self.reader.raw_selection().is_none()).and_then(|id| {
            let mut layers = project.layers_of(article.id);
            layers.find_map(|(key, layer)| Some((key.clone(), Arc::clone(layer.annotations.get(&id)?))))
        });
        let start = match current {
            Some((key, annotation)) => {
                let [span] = annotation.fragments() else {
                    self.say("All alike takes one run of words; select the words and press it again");
                    return;
                };
                let is_own = key.annotator == *open.session.annotator();
                let like = is_own.then_some((article.id, annotation.id));
                Some(AlikeStart {
                    words: article.text().slice(*span).to_owned(),
                    label: annotation.label.clone(),
                    like,
                })
            }
            None => self.reader.target(article.text()).and_then(|span| {
                let codebook = &project.codebook;
                let last = self.reader.last_label.clone().filter(|id| codebook.offered().any(|l| l.id == *id));
                let source = codebook.label_with_role(LabelRole::Source).or_else(|| codebook.offered().next());
                let label = last.or_else(|| source.map(|label| label.id.clone()))?;
                Some(AlikeStart { words: article.text().slice(span).to_owned(), label, like: None })
            }),
        };
        match start {
            Some(start) => {
                self.show_page(Page::Alike);
                self.panels.alike.open(start);
            }
            None => self.say("Nothing is selected that could be compared; select a word"),
        }
    }

    /// Works out on a worker what a list of places shows; the question before it is dropped.
    pub(super) fn look_for(&mut self, question: HitQuestion) {
        let Some(open) = &self.open else { return };
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        let index = Arc::clone(&self.finding.index);
        self.finding.stop.store(true, Ordering::Relaxed);
        let stop = Arc::new(AtomicBool::new(false));
        self.finding.stop = Arc::clone(&stop);
        if question.needs_folded() && self.finding.building.is_none() {
            self.build_search_index();
        }
        self.spawn("search", move |reporter| {
            if matches!(question.looked, Looked::Query(..)) {
                std::thread::sleep(PAUSE);
            }
            if !stop.load(Ordering::Relaxed) {
                let answer = question.answer(&project, &annotator, &index, &stop);
                reporter.send(Arrived::Hits(project.info.id, Box::new(answer)));
            }
        });
    }

    /// Folds all texts ahead of the searches, which need not wait for it.
    fn build_search_index(&mut self) {
        let Some(open) = &self.open else { return };
        let (project, index) = (open.session.project().clone(), Arc::clone(&self.finding.index));
        let stop = Arc::new(AtomicBool::new(false));
        self.finding.building = Some(Arc::clone(&stop));
        self.spawn("search index", move |_| index.build(&project, &stop));
    }

    /// Hands what was found to the page that asked.
    pub(super) fn found(&mut self, project: ProjectId, answer: HitAnswer) {
        // Another project may have been opened since.
        if self.open.as_ref().is_none_or(|open| open.session.project().info.id != project) {
            return;
        }
        match answer.question.looked {
            Looked::Query(..) => self.panels.find_page.arrived(answer),
            Looked::Alike(..) => self.panels.alike.arrived(answer),
        }
    }
}
