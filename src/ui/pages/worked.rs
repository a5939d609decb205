//! What pages about threads show: worked out on a worker, from one state of the project.

use crate::model::{AnnotatorName, Project};
use crate::review::{
    Coding, Likely, LikenessIndex, Network, NetworkFilter, NextArticle, Probe, ProjectProgress, Queue, ThreadIndex,
    lay_out, network, next_articles, project_progress, seen_by, unlinked_queue,
};
use crate::ui::article_index::Moment;
use std::sync::atomic::AtomicBool;

/// The threads of a state of the project, by likeness; kept from one question to the next.
#[derive(Clone, Debug, Default)]
pub struct KnownThreads {
    moment: Option<Moment>,
    index: LikenessIndex,
}

impl KnownThreads {
    /// As they are at a moment; nothing is done where they are of that moment already.
    fn at(&self, moment: &Moment, project: &Project, annotator: &AnnotatorName) -> Self {
        if self.moment.as_ref() == Some(moment) {
            return self.clone();
        }
        Self { moment: Some(moment.clone()), index: self.index.updated(project, annotator) }
    }

    /// The index.
    pub fn index(&self) -> &LikenessIndex {
        &self.index
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Asked {
    /// Threads that something could be a mention of.
    Likely(Probe),
    /// All threads, by whose coding counts.
    Threads(Coding),
    /// What is linked to nothing.
    Unlinked,
    /// How far everything is.
    Progress,
    /// Sources, claims and outlets, by whose coding counts.
    Network(Coding, NetworkFilter),
}

/// A question about a state of the project.
#[derive(Clone, Debug, PartialEq)]
pub struct ThreadQuestion {
    moment: Moment,
    pub(crate) asked: Asked,
}

/// What was worked out.
#[derive(Debug)]
pub(crate) enum WorkedOut {
    Likely(Vec<Likely>),
    Threads(ThreadIndex),
    Unlinked(Queue),
    Progress(ProjectProgress, Vec<NextArticle>),
    Network(Network, Vec<[f32; 2]>),
}

/// The answer to a question, with the threads that it was found among.
#[derive(Debug)]
pub struct ThreadAnswer {
    pub(crate) question: ThreadQuestion,
    pub(crate) known: KnownThreads,
    pub(crate) found: WorkedOut,
}

impl ThreadQuestion {
    pub(crate) fn new(view: &crate::ui::View<'_>, asked: Asked) -> Self {
        Self { moment: Moment::of(view.session), asked }
    }

    /// Works the answer out; `known` are the threads of an earlier one.
    pub fn answer(
        self,
        project: &Project,
        annotator: &AnnotatorName,
        known: &KnownThreads,
        stop: &AtomicBool,
    ) -> ThreadAnswer {
        let (project, mut known) = (&seen_by(project, annotator), known.clone());
        if matches!(self.asked, Asked::Likely(_) | Asked::Unlinked) {
            known = known.at(&self.moment, project, annotator);
        }
        let found = match &self.asked {
            Asked::Likely(probe) => WorkedOut::Likely(known.index.rank(project, probe)),
            Asked::Threads(coding) => WorkedOut::Threads(ThreadIndex::new(project, coding)),
            Asked::Unlinked => WorkedOut::Unlinked(unlinked_queue(project, annotator, &known.index, stop)),
            Asked::Progress => {
                let threads = ThreadIndex::new(project, &Coding::One(annotator.clone()));
                let progress = project_progress(project, annotator, &threads);
                let next = next_articles(project, annotator, &threads, &progress, stop);
                WorkedOut::Progress(progress, next)
            }
            Asked::Network(coding, filter) => {
                let found = network(project, &ThreadIndex::new(project, coding), coding, filter);
                let places = lay_out(&found);
                WorkedOut::Network(found, places)
            }
        };
        ThreadAnswer { question: self, known, found }
    }
}

/// One question at a time; the last one counts.
#[derive(Debug, Default)]
pub(crate) struct Asking {
    answered: Option<ThreadQuestion>,
    waiting: bool,
}

impl Asking {
    /// Asks, unless that is answered already or an answer is on its way.
    pub(crate) fn ask(&mut self, question: ThreadQuestion, out: &mut crate::ui::Outbox) {
        if !self.waiting && self.answered.as_ref() != Some(&question) {
            self.waiting = true;
            out.push(crate::ui::Message::WorkOut(Box::new(question)));
        }
    }

    /// An answer is there.
    pub(crate) fn arrived(&mut self, question: ThreadQuestion) {
        self.waiting = false;
        self.answered = Some(question);
    }

    /// True once this very question is answered.
    pub(crate) fn is_answered(&self, question: &ThreadQuestion) -> bool {
        self.answered.as_ref() == Some(question)
    }

    /// True while an answer is on its way: until then, that nothing is there says nothing.
    pub(crate) fn is_working(&self) -> bool {
        self.waiting || self.answered.is_none()
    }
}
