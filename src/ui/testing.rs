//! A stage for tests of panels: a small project in memory, everything that a view shows, and what panels asked for.

use super::pages::{CompareAnswer, KnownReview, KnownThreads, ReviewFound, ThreadAnswer};
use super::{KeyMap, Message, Outbox, Page, Theme, View, reader::ReaderState};
use crate::model::{AnnotatorName, Article, ArticleId, Date, IdMaker, Metadata, Project, Revision, default_codebook};
use crate::session::{Preferences, Session};
use crate::text::Text;
use egui_kittest::Harness;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Everything that a view shows, and the messages that came of it.
pub(crate) struct Stage {
    pub(crate) session: Session,
    pub(crate) reader: ReaderState,
    pub(crate) preferences: Preferences,
    pub(crate) keys: KeyMap,
    pub(crate) theme: Theme,
    pub(crate) page: Page,
    pub(crate) scratch: bool,
    pub(crate) listed: Vec<ArticleId>,
    pub(crate) problems: Vec<String>,
    pub(crate) messages: Vec<Message>,
}

impl Stage {
    /// A stage with articles as `(title, outlet, date, text)`, coded by Ana; the first one is open.
    pub(crate) fn new(articles: &[(&str, &str, &str, &str)]) -> Self {
        let mut ids = IdMaker::new(1);
        let mut project = Project::new(ids.make(), "Harbour", default_codebook());
        let mut listed = Vec::new();
        for (title, outlet, date, text) in articles {
            let id: ArticleId = ids.make();
            let metadata = Metadata {
                title: (*title).into(),
                outlet: (*outlet).into(),
                published: Date::parse(date),
                ..Metadata::default()
            };
            let article = Article {
                id,
                foreign_id: String::new(),
                metadata,
                attributes: BTreeMap::new(),
                stories: BTreeSet::new(),
                zones: Vec::new(),
                earlier: Vec::new(),
                current: Revision { text: Text::new(*text), file: format!("articles/{id}.txt"), since: None },
                extra: BTreeMap::new(),
            };
            project.articles.insert_mut(id, Arc::new(article));
            listed.push(id);
        }
        let keys = KeyMap::new(&project.codebook, &BTreeMap::new());
        let annotator = AnnotatorName::parse("ana").unwrap();
        Self {
            session: Session::in_memory(project, annotator, ids),
            reader: ReaderState { article: listed.first().copied(), ..ReaderState::default() },
            preferences: Preferences { annotator: "ana".into(), ..Preferences::default() },
            keys,
            theme: Theme::light(),
            page: Page::Reader,
            scratch: false,
            listed,
            problems: Vec::new(),
            messages: Vec::new(),
        }
    }

    /// Three articles about a harbour.
    pub(crate) fn harbour() -> Self {
        Self::new(&[
            ("Harbour to close", "The Courier", "2025-11-28", "The harbour will close.\nThe mayor said so.\n"),
            ("Élan at the docks", "Evening Post", "2025-11-27", "Workers cheered.\n"),
            ("Boats stay", "The Courier", "2025-12-01", "Boats stay in the harbour. A harbour needs boats.\n"),
        ])
    }

    /// What panels may read.
    pub(crate) fn view(&self) -> View<'_> {
        View {
            session: &self.session,
            reader: &self.reader,
            preferences: &self.preferences,
            keys: &self.keys,
            theme: &self.theme,
            page: self.page,
            scratch: self.scratch,
            listed: &self.listed,
            problems: &self.problems,
        }
    }

    /// The article with this title.
    pub(crate) fn article(&self, title: &str) -> ArticleId {
        let all = self.session.project().articles.values();
        all.into_iter().find(|a| a.metadata.title == title).map(|a| a.id).unwrap()
    }

    /// Makes the edits that panels asked for, and gives all messages since the last time.
    pub(crate) fn take(&mut self) -> Vec<Message> {
        let messages = std::mem::take(&mut self.messages);
        for message in &messages {
            if let Message::Edit(request) = message {
                self.session.edit(request.clone()).unwrap();
            }
        }
        messages
    }
}

/// A window of 1024 by 700 points that shows one panel on a stage.
pub(crate) fn harness<P: 'static>(
    stage: Stage,
    panel: P,
    mut show: impl FnMut(&mut P, &mut egui::Ui, &View<'_>, &mut Outbox) + 'static,
) -> Harness<'static, (Stage, P)> {
    let mut harness =
        Harness::builder().with_size([1024.0, 700.0]).with_max_steps(64).allow_missing_glyphs().build_ui_state(
            move |ui: &mut egui::Ui, (stage, panel): &mut (Stage, P)| {
                let mut out = Outbox::default();
                show(panel, ui, &stage.view(), &mut out);
                stage.messages.extend(out.take());
            },
            (stage, panel),
        );
    harness.run();
    harness
}

/// What a worker found.
pub(crate) enum Answer {
    Reviewed(ReviewFound),
    WorkedOut(ThreadAnswer),
    Compared(CompareAnswer),
}

/// A page in a window whose questions are answered at once, as the app's workers do later.
pub(crate) fn answered<P: 'static>(
    stage: Stage,
    page: P,
    show: fn(&mut P, &mut egui::Ui, &View<'_>, &mut Outbox),
    arrived: fn(&mut P, Answer, &Project),
) -> Harness<'static, (Stage, P)> {
    harness(stage, page, move |page, ui, view, out| {
        let mut asked = Outbox::default();
        show(page, ui, view, &mut asked);
        let (project, reader, stop) = (view.project(), view.session.annotator(), AtomicBool::new(false));
        for message in asked.take() {
            let answer = match message {
                Message::Review(question) => {
                    Answer::Reviewed(question.answer(project, reader, &KnownReview::default()).found)
                }
                Message::WorkOut(question) => {
                    Answer::WorkedOut(question.answer(project, reader, &KnownThreads::default(), &stop))
                }
                Message::Compare(question) => Answer::Compared(question.answer(project, reader, &stop)),
                other => {
                    out.push(other);
                    continue;
                }
            };
            arrived(page, answer, project);
            ui.ctx().request_repaint();
        }
    })
}

/// Lets a window come to rest, makes the edits that its page asked for, and gives all messages.
pub(crate) fn settle<P: 'static>(window: &mut Harness<'static, (Stage, P)>) -> Vec<Message> {
    window.run();
    let messages = window.state_mut().0.take();
    window.run();
    messages
}
