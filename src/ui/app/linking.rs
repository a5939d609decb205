//! Linking to shared claims, sources and events: the window in which one is chosen, and the worker that ranks them.

use super::super::message::Popup;
use super::super::pages::{KnownThreads, LinkForm, LinkStart, ThreadAnswer, ThreadQuestion};
use super::super::reader::logic;
use super::App;
use super::jobs::Arrived;
use crate::edit::plan::{LinkTo, MentionOf, title_of};
use crate::model::{AnnotationId, ArticleId, LabelRole, LinkStance, Project, ProjectId};
use crate::ui::pages::WorkedOut;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Words of a claim from which on they make a title; shorter ones take the sentence around them.
const ENOUGH: usize = 3;

/// What is kept about the threads of the open project.
#[derive(Debug, Default)]
pub(super) struct Linking {
    known: KnownThreads,
    /// Set when the project is closed.
    stop: Arc<AtomicBool>,
}

impl Drop for Linking {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl App {
    /// `t`: opens the window for the current annotation, or for the selected words.
    pub(super) fn start_link(&mut self) {
        let Some(open) = &self.open else { return };
        match logic::to_link(&self.reader, &open.session) {
            Ok(to) => {
                let project = open.session.project();
                let title = title_for(project, &to);
                let start = LinkStart { mentions: vec![to.mention], label: to.label, words: to.words, title };
                self.open_link(start);
            }
            Err(why) => self.say(why),
        }
    }

    /// Opens the window for annotations that were ticked in a list; those of other labels than the first are left out.
    pub(super) fn start_link_of(&mut self, chosen: &[(ArticleId, AnnotationId)]) {
        let Some(open) = &self.open else { return };
        let project = open.session.project();
        let of = |(article, id): &(ArticleId, AnnotationId)| {
            let annotation = project.annotation(&open.session.key(*article), *id)?;
            Some((*article, project.article(*article)?, annotation))
        };
        let all: Vec<_> = chosen.iter().filter_map(of).collect();
        let Some((_, article, first)) = all.first() else {
            self.say("These are not in your coding; open one to copy it there");
            return;
        };
        let label = first.label.clone();
        let words = first.first_words(article.text(), 400);
        let same: Vec<_> = all.iter().filter(|(_, _, annotation)| annotation.label == label).collect();
        let mentions = same.iter().map(|(article, _, annotation)| MentionOf::Annotation(*article, annotation.id));
        let left_out = all.len() - same.len();
        let start = LinkStart { mentions: mentions.collect(), label: Some(label), title: title_of(&words), words };
        if left_out > 0 {
            self.say(format!("{left_out} of another label are left out: a shared item takes mentions of one label"));
        }
        self.open_link(start);
    }

    fn open_link(&mut self, start: LinkStart) {
        self.panels.link = LinkForm::new(start);
        self.popup = Some(Popup::Link);
    }

    /// Links what was chosen.
    pub(super) fn link(&mut self, mentions: Vec<MentionOf>, to: LinkTo, stance: LinkStance) {
        if let Some(outcome) = self.with_scene(|scene| logic::link(scene, mentions, to, stance)) {
            self.follow(outcome);
        }
    }

    /// Shows a shared claim, source or event with its mentions.
    pub(super) fn show_thread(&mut self, thread: crate::model::ThreadId) {
        self.show_page(crate::ui::Page::Threads);
        self.panels.threads.open(thread);
    }

    /// Works out on a worker what a page about threads shows.
    pub(super) fn work_out(&mut self, question: ThreadQuestion) {
        let Some(open) = &self.open else { return };
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        let (known, stop) = (self.linking.known.clone(), Arc::clone(&self.linking.stop));
        self.spawn("threads", move |reporter| {
            let answer = question.answer(&project, &annotator, &known, &stop);
            reporter.send(Arrived::Threads(project.info.id, Box::new(answer)));
        });
    }

    /// Hands what was worked out to the page that asked.
    pub(super) fn worked_out(&mut self, project: ProjectId, answer: ThreadAnswer) {
        // Another project may have been opened since.
        let Some(open) = self.open.as_ref().filter(|open| open.session.project().info.id == project) else { return };
        self.linking.known = answer.known.clone();
        match answer.found {
            WorkedOut::Likely(_) => self.panels.link.arrived(answer),
            WorkedOut::Threads(_) => self.panels.threads.arrived(answer, open.session.project()),
            WorkedOut::Unlinked(_) => self.panels.unlinked.arrived(answer),
            WorkedOut::Network(..) => self.panels.network.arrived(answer),
            WorkedOut::Progress(..) => self.panels.progress.arrived(answer, open.session.project()),
        }
    }
}

/// What a new thread is called: the mention's words, or the sentence where they are few; a source or event is its words.
fn title_for(project: &Project, to: &logic::ToLink) -> String {
    let role = to.label.as_ref().map_or(LabelRole::Claim, |label| project.codebook.role(label));
    let is_short = to.words.split_whitespace().count() < ENOUGH;
    let sentence = || {
        let article = project.article(to.mention.article())?;
        let span = match &to.mention {
            MentionOf::Words(_, spans) => *spans.first()?,
            MentionOf::Annotation(..) => return None,
        };
        Some(logic::sentence_of(article, span))
    };
    // A name without a label yet is a source more often than a claim.
    let is_name =
        to.label.is_none() && to.words.split_whitespace().all(|w| w.chars().next().is_some_and(char::is_uppercase));
    if role == LabelRole::Claim && is_short && !is_name {
        return title_of(&sentence().unwrap_or_else(|| to.words.clone()));
    }
    title_of(&to.words)
}
