//! Shared claims, sources and events: a list, and one of them with all its mentions in order of publication.

mod detail;
mod list;
mod mentions;
#[cfg(test)]
mod tests;
mod values;

use super::worked::{Asked, Asking, ThreadAnswer, ThreadQuestion, WorkedOut};
use crate::model::{AnnotationId, ArticleId, AttributeId, LabelId, LayerKey, ThreadId, ThreadRelationKind};
use crate::review::{Coding, ThreadIndex, Wording};
use crate::session::EditRequest;
use crate::text::fold;
use crate::ui::fields::Drafts;
use crate::ui::theme::space;
use crate::ui::widgets::empty_state;
use crate::ui::{Message, Outbox, View};
use egui::{CentralPanel, Frame, Margin, Panel, Ui};
use std::collections::BTreeSet;

/// A text that is being typed, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Typed {
    Title(ThreadId),
    Note(ThreadId),
    KnownSince(ThreadId),
    Text(ThreadId, AttributeId),
    Part(ThreadId, AttributeId, String),
}

/// What a click on another thread of the list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Picking {
    /// It is the same as the one that is shown.
    Same,
    /// The one that is shown stands so to it.
    Related(ThreadRelationKind),
}

/// A thread in the list.
#[derive(Clone, Debug)]
struct Row {
    id: ThreadId,
    label: LabelId,
    title: String,
    folded: String,
    mentions: usize,
    articles: usize,
}

/// Wordings of the thread that is shown, and what they were worked out from.
#[derive(Debug)]
struct Worded {
    thread: ThreadId,
    revision: u64,
    wordings: Vec<Wording>,
}

/// The page: what is filtered, which thread is shown, what is ticked and typed.
#[derive(Debug)]
pub struct ThreadsPage {
    filter: String,
    label: Option<LabelId>,
    coding: Option<Coding>,
    index: ThreadIndex,
    rows: Vec<Row>,
    shown: Option<ThreadId>,
    ticked: BTreeSet<(LayerKey, AnnotationId)>,
    picking: Option<Picking>,
    reason: String,
    split_title: String,
    worded: Option<Worded>,
    /// How often more mentions were asked for.
    more: usize,
    drafts: Drafts<Typed>,
    asking: Asking,
}

impl Default for ThreadsPage {
    fn default() -> Self {
        Self {
            filter: String::new(),
            label: None,
            coding: None,
            index: ThreadIndex::default(),
            rows: Vec::new(),
            shown: None,
            ticked: BTreeSet::new(),
            picking: None,
            reason: String::new(),
            split_title: String::new(),
            worded: None,
            more: 0,
            drafts: Drafts::new("threads"),
            asking: Asking::default(),
        }
    }
}

impl ThreadsPage {
    /// Shows a thread, whatever is filtered.
    pub fn open(&mut self, thread: ThreadId) {
        self.shown = Some(self.index.canonical(thread));
        (self.picking, self.worded, self.more) = (None, None, 0);
        self.ticked.clear();
        self.filter.clear();
        self.label = None;
    }

    /// Takes in what a worker found.
    pub fn arrived(&mut self, answer: ThreadAnswer, project: &crate::model::Project) {
        if let WorkedOut::Threads(index) = answer.found {
            self.rows = rows(project, &index);
            self.index = index;
            self.worded = None;
            self.shown = self.shown.map(|id| self.index.canonical(id));
        }
        self.asking.arrived(answer.question);
    }

    /// Sends what is being typed; to be called when the page goes away.
    pub fn flush(&mut self, view: &View<'_>, out: &mut Outbox) {
        for (typed, text) in self.drafts.flushed() {
            send(view, typed, text, out);
        }
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let coding = super::coding::coding_of_view(view, self.coding.as_ref());
        self.asking.ask(ThreadQuestion::new(view, Asked::Threads(coding)), out);
        if view.project().all_threads().next().is_none() {
            empty_state(
                ui,
                view.theme,
                "Nothing is shared yet",
                "Pick an annotation or select words in an article and press t: what is the same across articles is tied together",
            );
            return;
        }
        let width = (ui.available_width() * 0.34).clamp(space::LIST, space::PAGE / 2.0);
        let margin = Margin { left: 0, right: space::LARGE as i8, top: 0, bottom: 0 };
        Panel::left("threads")
            .frame(Frame::NONE.inner_margin(margin))
            .default_size(width)
            .resizable(true)
            .show(ui, |ui| self.list(ui, view, out));
        let margin = Margin { left: space::LARGE as i8, right: 0, top: 0, bottom: 0 };
        CentralPanel::default().frame(Frame::NONE.inner_margin(margin)).show(ui, |ui| {
            // Until one is chosen, the first of the list.
            self.shown = self.shown.or_else(|| self.rows.first().map(|row| row.id));
            egui::ScrollArea::vertical().id_salt("thread").auto_shrink(false).show(ui, |ui| {
                match self.shown.filter(|id| view.project().thread(*id).is_some()) {
                    Some(id) => self.detail(ui, view, id, out),
                    None => empty_state(ui, view.theme, "Choose one at the left", "All its mentions stand here then"),
                }
            });
        });
        for (typed, text) in self.drafts.settled(ui) {
            send(view, typed, text, out);
        }
    }

    /// Goes to a mention in its article.
    fn go(view: &View<'_>, key: &LayerKey, id: AnnotationId, out: &mut Outbox) {
        super::mentions::open(view, key, id, out);
    }
}

/// All threads that count, by label, then by how often they are mentioned, then by title.
fn rows(project: &crate::model::Project, index: &ThreadIndex) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for id in index.ids() {
        let Some((_, thread)) = project.thread(id) else { continue };
        let mentions = index.mentions(id);
        let articles: BTreeSet<ArticleId> = mentions.iter().map(|m| m.key.article).collect();
        rows.push(Row {
            id,
            label: thread.label.clone(),
            title: thread.title.clone(),
            folded: fold(&thread.title),
            mentions: mentions.len(),
            articles: articles.len(),
        });
    }
    let order = |row: &Row| {
        let place = project.codebook.label(&row.label).map_or(u32::MAX, |label| label.order);
        (place, std::cmp::Reverse(row.articles), std::cmp::Reverse(row.mentions), row.folded.clone(), row.id)
    };
    rows.sort_by_cached_key(order);
    rows
}

/// One edit for a text that was typed.
fn send(view: &View<'_>, typed: Typed, text: String, out: &mut Outbox) {
    use crate::model::{AttributeValue, Date};
    let request = match typed {
        Typed::Title(thread) => EditRequest::RenameThread { thread, title: text },
        Typed::Note(thread) => EditRequest::SetThreadNote { thread, note: text },
        Typed::KnownSince(thread) => {
            let since = Date::parse(&text);
            if since.is_none() && !text.trim().is_empty() {
                out.push(Message::Say(format!("“{text}” is no date; write it as 2025-11-28, 2025-11 or 2025")));
                return;
            }
            EditRequest::SetKnownSince { thread, since }
        }
        Typed::Text(thread, attribute) => {
            let value = Some(AttributeValue::Text(text));
            EditRequest::SetThreadAttribute { thread, attribute, value }
        }
        Typed::Part(thread, attribute, part) => {
            let known = view.project().thread(thread).and_then(|(_, t)| t.attributes.get(&attribute).cloned());
            let mut parts = match known {
                Some(AttributeValue::Parts(parts)) => parts,
                _ => Default::default(),
            };
            parts.insert(part, text);
            EditRequest::SetThreadAttribute { thread, attribute, value: Some(AttributeValue::Parts(parts)) }
        }
    };
    out.edit(request);
}
