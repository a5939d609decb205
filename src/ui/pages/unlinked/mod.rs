//! Annotations that are linked to nothing, in groups that look the same. Nothing is linked before somebody says so.

#[cfg(test)]
mod tests;

use super::mentions::open;
use super::worked::{Asked, Asking, ThreadAnswer, ThreadQuestion, WorkedOut};
use crate::edit::plan::{LinkTo, MentionOf};
use crate::model::{AnnotationId, ArticleId, LabelId, LinkStance};
use crate::review::{Queue, QueueGroup, date_of, outlet_of};
use crate::ui::fields::{combo, link_line, row_with_end};
use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state, muted, quiet_button};
use crate::ui::{Message, Outbox, View};
use egui::{RichText, ScrollArea, Ui, vec2};
use std::collections::BTreeSet;

/// A line of the list.
#[derive(Clone, Copy, Debug)]
enum Line {
    /// What a group looks like, by its number.
    Group(usize),
    /// A mention of a group.
    Member(usize, usize),
    /// Above those that look like nothing else.
    Alone,
    /// One of those.
    Single(usize),
}

/// The page: what was found, what is not to be linked, and which label is shown.
#[derive(Debug, Default)]
pub struct UnlinkedPage {
    queue: Queue,
    unticked: BTreeSet<AnnotationId>,
    label: Option<LabelId>,
    /// The lines of the list, and the label that they are of; made again where either changes.
    lines: Vec<Line>,
    listed_for: Option<LabelId>,
    is_listed: bool,
    asking: Asking,
}

impl UnlinkedPage {
    /// Takes in what a worker found.
    pub fn arrived(&mut self, answer: ThreadAnswer) {
        if let WorkedOut::Unlinked(queue) = answer.found {
            (self.queue, self.is_listed) = (queue, false);
        }
        self.asking.arrived(answer.question);
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.asking.ask(ThreadQuestion::new(view, Asked::Unlinked), out);
        if self.queue.mentions() == 0 {
            let (title, what) = if self.asking.is_working() {
                ("Looking for what is the same…", "")
            } else {
                ("Everything in your coding is linked", "What you label without a shared item stands here")
            };
            empty_state(ui, view.theme, title, what);
            return;
        }
        ui.horizontal_wrapped(|ui| {
            let codebook = &view.project().codebook;
            let mut labels: Vec<Option<LabelId>> = vec![None];
            labels.extend(codebook.offered().map(|label| Some(label.id.clone())));
            let name = |id: &Option<LabelId>| {
                let label = id.as_ref().and_then(|id| codebook.label(id));
                label.map_or_else(|| "All labels".to_owned(), |label| label.name.clone())
            };
            combo(ui, "Label", &mut self.label, &labels, name);
            let all = count(self.queue.mentions(), "annotation of yours is", "annotations of yours are");
            let groups = count(self.queue.groups.len(), "group looks", "groups look");
            muted(ui, view.theme, format!("{all} linked to nothing; {groups} the same"));
        });
        ui.add_space(space::SMALL);
        if !self.is_listed || self.listed_for != self.label {
            self.lines = self.listed(view);
            (self.is_listed, self.listed_for) = (true, self.label.clone());
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("unlinked").auto_shrink(false).show_rows(
            ui,
            space::LINE,
            self.lines.len(),
            |ui, range| {
                for line in self.lines.get(range).unwrap_or_default().to_vec() {
                    let size = vec2(ui.available_width(), space::LINE);
                    ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        ui.set_min_size(size);
                        self.line(ui, view, line, out);
                    });
                }
            },
        );
    }

    fn listed(&self, view: &View<'_>) -> Vec<Line> {
        let mut lines = Vec::new();
        for (number, group) in self.queue.groups.iter().enumerate() {
            if self.label.as_ref().is_none_or(|label| *label == group.label) {
                lines.push(Line::Group(number));
                lines.extend((0..group.mentions.len()).map(|at| Line::Member(number, at)));
            }
        }
        let of_label = |(article, id): &(ArticleId, AnnotationId)| {
            let annotation = view.project().annotation(&view.session.key(*article), *id);
            self.label.is_none() || annotation.is_some_and(|a| Some(&a.label) == self.label.as_ref())
        };
        let alone: Vec<usize> =
            self.queue.alone.iter().enumerate().filter(|(_, one)| of_label(one)).map(|(at, _)| at).collect();
        if !alone.is_empty() {
            lines.push(Line::Alone);
            lines.extend(alone.into_iter().map(Line::Single));
        }
        lines
    }

    fn line(&mut self, ui: &mut Ui, view: &View<'_>, line: Line, out: &mut Outbox) {
        match line {
            Line::Group(number) => {
                let Some(group) = self.queue.groups.get(number).cloned() else { return };
                self.group(ui, view, &group, out);
            }
            Line::Member(number, at) => {
                let one = self.queue.groups.get(number).and_then(|group| group.mentions.get(at)).copied();
                let Some((article, id)) = one else { return };
                ui.add_space(space::LARGE);
                let mut ticked = !self.unticked.contains(&id);
                let name = format!("Tick: {}", words(view, article, id));
                if ui.checkbox(&mut ticked, "").accessible_name(name).changed() {
                    if ticked {
                        self.unticked.remove(&id)
                    } else {
                        self.unticked.insert(id)
                    };
                }
                mention(ui, view, article, id, out);
            }
            Line::Alone => {
                let words = format!("Look like nothing else: {}", self.queue.alone.len());
                ui.label(RichText::new(words).strong().color(view.theme.text));
            }
            Line::Single(at) => {
                let Some((article, id)) = self.queue.alone.get(at).copied() else { return };
                ui.add_space(space::LARGE);
                mention(ui, view, article, id, out);
            }
        }
    }

    /// What the group looks like, and what can be made of it.
    fn group(&self, ui: &mut Ui, view: &View<'_>, group: &QueueGroup, out: &mut Outbox) {
        let known = group.thread.and_then(|id| view.project().thread(id)).map(|(_, thread)| thread.title.clone());
        let ticked: Vec<(ArticleId, AnnotationId)> =
            group.mentions.iter().filter(|(_, id)| !self.unticked.contains(id)).copied().collect();
        let title = known.clone().unwrap_or_else(|| group.title.clone());
        row_with_end(
            ui,
            |ui| {
                let (name, to) = if let (Some(id), Some(title)) = (group.thread, &known) {
                    (format!("Link to: {title}"), LinkTo::Thread(id))
                } else {
                    let (label, title) = (group.label.clone(), group.title.clone());
                    (format!("Make one of: {title}"), LinkTo::New { label, title })
                };
                let words = if known.is_some() { "Link" } else { "Make one of them" };
                if quiet_button(ui, "Same as…").accessible_name(format!("Same as: {title}")).clicked() {
                    out.push(Message::ChooseThread(ticked.clone()));
                }
                let button = ui.add_enabled(!ticked.is_empty(), egui::Button::new(words));
                if button.accessible_name(&name).on_hover_text(&name).clicked() {
                    let mentions = ticked.iter().map(|(article, id)| MentionOf::Annotation(*article, *id)).collect();
                    out.push(Message::Link { mentions, to: to.clone(), stance: LinkStance::For });
                }
                let share = format!("{:.0} % alike", group.likeness * 100.0);
                ui.label(RichText::new(share).small().color(view.theme.muted));
            },
            |ui| {
                if let Some(label) = view.project().codebook.label(&group.label) {
                    crate::ui::fields::label_badge(ui, view.theme, label);
                }
                let words = match &known {
                    Some(title) => format!("Looks like “{title}”"),
                    None => format!("{} look the same: “{}”", group.mentions.len(), group.title),
                };
                ui.add(egui::Label::new(RichText::new(&words).strong().color(view.theme.text)).truncate());
            },
        );
    }
}

fn words(view: &View<'_>, article: ArticleId, id: AnnotationId) -> String {
    let annotation = view.project().annotation(&view.session.key(article), id);
    let words = annotation.and_then(|a| Some(a.first_words(view.project().article(article)?.text(), 300)));
    words.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words that open their article; outlet and date at the right.
fn mention(ui: &mut Ui, view: &View<'_>, article: ArticleId, id: AnnotationId, out: &mut Outbox) {
    let Some(record) = view.project().article(article) else { return };
    let place = format!("{} · {}", outlet_of(record), date_of(record));
    let (mut chosen, mut opened) = (false, false);
    row_with_end(
        ui,
        |ui| {
            chosen = quiet_button(ui, "Same as…").clicked();
            ui.label(RichText::new(place).small().color(view.theme.muted));
        },
        |ui| opened = link_line(ui, view.theme, &words(view, article, id)).clicked(),
    );
    if chosen {
        out.push(Message::ChooseThread(vec![(article, id)]));
    }
    if opened {
        open(view, &view.session.key(article), id, out);
    }
}
