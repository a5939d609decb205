//! One thread: its title, what is the same, how it stands to others, its values, and below that its mentions.

use super::super::coding::{coding_of_view, coding_words};
use super::{Picking, ThreadsPage, Typed};
use crate::model::{AnnotatorName, Contradiction, StoryId, Thread, ThreadId, ThreadRelation, ThreadRelationKind};
use crate::session::EditRequest;
use crate::ui::fields::{
    FieldLook, combo, form_line, label_badge, link_line, row_with_end, sign_button, small_heading,
};
use crate::ui::theme::space;
use crate::ui::widgets::{coding_of, count, heading, muted};
use crate::ui::{Outbox, View};
use egui::{RichText, Ui};
use std::sync::Arc;

/// "contradicts", "sits badly with", "supports", "updates".
pub(super) fn kind_name(kind: ThreadRelationKind) -> &'static str {
    match kind {
        ThreadRelationKind::Contradicts(Contradiction::Incompatible) => "contradicts",
        ThreadRelationKind::Contradicts(Contradiction::Tension) => "sits badly with",
        ThreadRelationKind::Supports => "supports",
        ThreadRelationKind::Updates => "updates",
        ThreadRelationKind::SameAs => "is the same as",
    }
}

/// The same, seen from the other one.
fn kind_from_there(kind: ThreadRelationKind) -> &'static str {
    match kind {
        ThreadRelationKind::Supports => "is supported by",
        ThreadRelationKind::Updates => "is updated by",
        other => kind_name(other),
    }
}

impl ThreadsPage {
    pub(super) fn detail(&mut self, ui: &mut Ui, view: &View<'_>, id: ThreadId, out: &mut Outbox) {
        let Some((owner, thread)) = view.project().thread(id).map(|(o, t)| (o.clone(), Arc::clone(t))) else { return };
        let own = owner == *view.session.annotator();
        self.head(ui, view, &owner, &thread, out);
        self.same(ui, view, id, out);
        self.relations(ui, view, id, out);
        ui.horizontal_wrapped(|ui| {
            let kinds = [
                ("Same as another…", Picking::Same),
                ("Contradicts…", Picking::Related(ThreadRelationKind::Contradicts(Contradiction::Incompatible))),
                ("Sits badly with…", Picking::Related(ThreadRelationKind::Contradicts(Contradiction::Tension))),
                ("Supports…", Picking::Related(ThreadRelationKind::Supports)),
                ("Updates…", Picking::Related(ThreadRelationKind::Updates)),
            ];
            for (name, picking) in kinds {
                if ui.button(name).on_hover_text("Then click the other one in the list").clicked() {
                    (self.picking, self.filter) = (Some(picking), String::new());
                    self.label = (picking == Picking::Same).then(|| thread.label.clone());
                }
            }
            if own && self.index.mentions(id).is_empty() && ui.button("Delete").clicked() {
                out.edit(EditRequest::DeleteThread(id));
            }
        });
        self.values(ui, view, own, &thread, out);
        ui.add_space(space::LARGE);
        self.mentions(ui, view, id, out);
        ui.add_space(space::SECTION);
    }

    fn head(&mut self, ui: &mut Ui, view: &View<'_>, owner: &AnnotatorName, thread: &Thread, out: &mut Outbox) {
        let own = owner == view.session.annotator();
        ui.horizontal(|ui| {
            if let Some(label) = view.project().codebook.label(&thread.label) {
                label_badge(ui, view.theme, label);
            }
            if own {
                let target = Typed::Title(thread.id);
                self.drafts.field(ui, FieldLook::line("Title of the shared item"), &thread.title, &target);
            } else {
                heading(ui, view.theme, &thread.title);
            }
        });
        let mentions = self.index.mentions(thread.id);
        let articles: std::collections::BTreeSet<_> = mentions.iter().map(|m| m.key.article).collect();
        let mut facts = vec![format!(
            "{} in {}",
            count(mentions.len(), "mention", "mentions"),
            count(articles.len(), "article", "articles")
        )];
        let coding = coding_of_view(view, self.coding.as_ref());
        let coding = coding_words(&coding, view.session.annotator());
        facts.push(format!("counted: {}", coding.to_lowercase()));
        if !own {
            facts.push(format!("in {}, which you can't change", coding_of(owner)));
        }
        muted(ui, view.theme, facts.join(" · "));
        let since = self.index.known_since(view.project(), thread.id);
        form_line(ui, view.theme, "Known since", |ui, label| {
            let value = thread.known_since.map(|date| date.to_string()).unwrap_or_default();
            if own {
                let hint = since.map_or("not known".to_owned(), |date| format!("{date}, its earliest mention"));
                let look = FieldLook::line("Known since").labelled_by(label).width(space::LIST).hint(&hint);
                self.drafts.field(ui, look, &value, &Typed::KnownSince(thread.id));
            } else {
                ui.label(since.map_or_else(|| "not known".to_owned(), |date| date.to_string()));
            }
        });
        form_line(ui, view.theme, "Story", |ui, _| story(ui, view, own, thread, out));
    }

    /// What is the same as this one, each to be taken apart again.
    fn same(&mut self, ui: &mut Ui, view: &View<'_>, id: ThreadId, out: &mut Outbox) {
        let members = self.index.members(id).to_vec();
        if members.len() < 2 {
            return;
        }
        small_heading(ui, view.theme, "The same as");
        for member in members.into_iter().filter(|member| *member != id) {
            let Some((owner, thread)) = view.project().thread(member) else { continue };
            row_with_end(
                ui,
                |ui| {
                    if sign_button(ui, view.theme, "×", &format!("Take apart: {}", thread.title)).clicked() {
                        out.edit(EditRequest::SeparateThread(member));
                    }
                },
                |ui| {
                    ui.label(format!("{} ({})", thread.title, coding_of(owner)));
                },
            );
        }
    }

    /// What is stated about this one, by anybody.
    fn relations(&mut self, ui: &mut Ui, view: &View<'_>, id: ThreadId, out: &mut Outbox) {
        let books = view.project().threads.iter();
        let stated = books.flat_map(|(owner, book)| book.relations.values().map(move |r| (owner, r)));
        let index = self.index.clone();
        let here = |other: ThreadId| index.canonical(other) == id;
        let fitting: Vec<(AnnotatorName, Arc<ThreadRelation>)> = stated
            .filter(|(_, r)| r.kind != ThreadRelationKind::SameAs && (here(r.from) || here(r.to)))
            .map(|(owner, r)| (owner.clone(), Arc::clone(r)))
            .collect();
        if fitting.is_empty() {
            return;
        }
        small_heading(ui, view.theme, "Stated");
        for (owner, relation) in fitting {
            let outward = here(relation.from);
            let other = index.canonical(if outward { relation.to } else { relation.from });
            let title = view.project().thread(other).map(|(_, t)| t.title.clone()).unwrap_or_default();
            let kind = if outward { kind_name(relation.kind) } else { kind_from_there(relation.kind) };
            let own = owner == *view.session.annotator();
            row_with_end(
                ui,
                |ui| {
                    if own && sign_button(ui, view.theme, "×", &format!("Take back: {kind} {title}")).clicked() {
                        out.edit(EditRequest::RemoveThreadRelation(relation.id));
                    }
                    if !own {
                        ui.label(RichText::new(coding_of(&owner)).small().color(view.theme.muted));
                    }
                },
                |ui| {
                    ui.label(RichText::new(kind).color(view.theme.muted));
                    if link_line(ui, view.theme, &title).clicked() {
                        self.open(other);
                    }
                },
            );
            if !relation.reason.is_empty() {
                muted(ui, view.theme, format!("because {}", relation.reason));
            }
        }
    }
}

fn story(ui: &mut Ui, view: &View<'_>, own: bool, thread: &Thread, out: &mut Outbox) {
    let stories = &view.project().stories;
    let name = |id: &Option<StoryId>| {
        let story = id.as_ref().and_then(|id| stories.get(id));
        story.map_or_else(|| "No story: all articles are in its scope".to_owned(), |story| story.title.clone())
    };
    if !own {
        ui.label(name(&thread.story));
        return;
    }
    let all: Vec<Option<StoryId>> = std::iter::once(None).chain(stories.keys().copied().map(Some)).collect();
    let mut chosen = thread.story;
    combo(ui, "Story", &mut chosen, &all, name);
    if chosen != thread.story {
        out.edit(EditRequest::MoveThreads { threads: vec![thread.id], story: chosen });
    }
}
