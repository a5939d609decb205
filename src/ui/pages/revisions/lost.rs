//! Annotations that lost their place, each with the places that it may stand at.

use super::question::{Asked, Offered, TextQuestion};
use crate::edit::Spot;
use crate::model::{Annotation, AnnotationId, Article, Place};
use crate::session::EditRequest;
use crate::ui::article_index::Moment;
use crate::ui::reader::words::{label_color, label_name};
use crate::ui::theme::space;
use crate::ui::widgets::{empty_state, muted, section};
use crate::ui::{Message, Outbox, View};
use egui::text::{LayoutJob, TextFormat};
use egui::{Button, Event, Frame, Label, Margin, Panel, RichText, ScrollArea, TextStyle, Ui};
use std::sync::Arc;

/// Which one is looked at, and where it may stand.
#[derive(Debug, Default)]
pub(super) struct Lost {
    current: Option<AnnotationId>,
    asked: Option<TextQuestion>,
    found: Option<(TextQuestion, Vec<Offered>)>,
}

impl Lost {
    pub(super) fn arrived(&mut self, question: &TextQuestion, found: Vec<Offered>) {
        if self.asked.as_ref() == Some(question) {
            self.found = Some((question.clone(), found));
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, article: &Arc<Article>, out: &mut Outbox) {
        let index = view.session.index(&view.session.key(article.id));
        let lost = index.lost();
        if lost.is_empty() {
            self.current = None;
            empty_state(
                ui,
                view.theme,
                "No annotation of yours lost its place here",
                "Words that can't be found again after the text changed are listed here, with the places that they may stand at",
            );
            return;
        }
        let at = lost.iter().position(|a| Some(a.id) == self.current).unwrap_or(0);
        let at = step(ui, at, lost.len());
        let Some(annotation) = lost.get(at) else { return };
        self.current = Some(annotation.id);
        Panel::left("lost places").frame(Frame::NONE).default_size(space::LIST).resizable(true).show(ui, |ui| {
            ScrollArea::vertical().id_salt("lost places").auto_shrink(false).show_rows(
                ui,
                space::LINE,
                lost.len(),
                |ui, range| {
                    for other in lost.get(range).unwrap_or_default() {
                        self.row(ui, view, other);
                    }
                },
            );
        });
        let margin = Margin { left: 12, ..Margin::ZERO };
        egui::CentralPanel::no_frame()
            .frame(Frame::NONE.inner_margin(margin))
            .show(ui, |ui| self.one(ui, view, article, annotation, out));
    }

    fn row(&mut self, ui: &mut Ui, view: &View<'_>, annotation: &Annotation) {
        let codebook = &view.project().codebook;
        let words = words_of(annotation);
        let text = format!("{}: {words}", label_name(codebook, &annotation.label));
        let row = ui.add(Button::selectable(self.current == Some(annotation.id), &text).truncate());
        if row.on_hover_text(words).clicked() {
            self.current = Some(annotation.id);
        }
    }

    fn one(&mut self, ui: &mut Ui, view: &View<'_>, article: &Article, annotation: &Annotation, out: &mut Outbox) {
        let codebook = &view.project().codebook;
        let shade = view.theme.label_text(label_color(codebook, &annotation.label));
        section(ui, view.theme, "These words can't be found again for certain");
        ui.label(RichText::new(label_name(codebook, &annotation.label)).color(shade));
        if let Place::Lost(quotes) = &annotation.place {
            for quote in quotes {
                ui.add(Label::new(in_context(ui, view, &quote.before, &quote.exact, &quote.after)).wrap());
            }
        }
        ui.add_space(space::MEDIUM);
        let question = TextQuestion {
            moment: Moment::of(view.session),
            article: article.id,
            asked: Asked::Candidates(annotation.id),
        };
        if self.asked.as_ref() != Some(&question) {
            self.asked = Some(question.clone());
            out.push(Message::AskTexts(Box::new(question.clone())));
        }
        let known = self.found.as_ref().filter(|(known, _)| *known == question);
        let Some((_, found)) = known else {
            muted(ui, view.theme, "Looking for places…");
            return;
        };
        section(ui, view.theme, "Where they may stand");
        if found.is_empty() {
            muted(
                ui,
                view.theme,
                "No place in the text is like them. Select the right words in the text and place it there, or delete it.",
            );
        } else {
            muted(ui, view.theme, "A digit takes a place; undo gives it back. The arrows go through the lost ones.");
        }
        let typed = typed_digit(ui);
        ScrollArea::vertical().id_salt("candidates").auto_shrink(false).show(ui, |ui| {
            for (number, offered) in found.iter().enumerate() {
                if candidate(ui, view, article, number + 1, offered, out) || typed == Some(number + 1) {
                    out.edit(EditRequest::PlaceLost {
                        article: article.id,
                        id: annotation.id,
                        spans: offered.spans.clone(),
                    });
                    self.asked = None;
                }
            }
            ui.horizontal(|ui| {
                if ui
                    .button("Choose in the text…")
                    .on_hover_text("Select the right words there, then Place here")
                    .clicked()
                {
                    out.push(Message::Pick(annotation.id));
                }
                if ui.button("Delete it").clicked() {
                    out.edit(EditRequest::DeleteAnnotations { article: article.id, ids: vec![annotation.id] });
                }
            });
        });
    }
}

/// A place with what stands around it; true where it is taken.
fn candidate(
    ui: &mut Ui,
    view: &View<'_>,
    article: &Article,
    number: usize,
    offered: &Offered,
    out: &mut Outbox,
) -> bool {
    let mut taken = false;
    ui.horizontal(|ui| {
        let name = format!("Take place {number}: {}", offered.words);
        taken = ui.button(number.to_string()).on_hover_text("Place it here").accessible_name(name).clicked();
        muted(ui, view.theme, format!("{} %", offered.percent));
        if ui.button("Show").accessible_name(format!("Show place {number} in the text")).clicked()
            && let Some(span) = offered.spans.first()
        {
            out.push(Message::GoTo(Spot { article: article.id, span: *span }));
        }
        ui.add(Label::new(in_context(ui, view, &offered.before, &offered.words, &offered.after)).wrap());
    });
    taken
}

fn words_of(annotation: &Annotation) -> String {
    match &annotation.place {
        Place::Lost(quotes) => quotes.iter().map(|quote| quote.exact.as_str()).collect::<Vec<_>>().join(" … "),
        Place::At(_) => String::new(),
    }
}

fn in_context(ui: &Ui, view: &View<'_>, before: &str, words: &str, after: &str) -> LayoutJob {
    let font = TextStyle::Body.resolve(ui.style());
    let with = |color| TextFormat { font_id: font.clone(), color, ..TextFormat::default() };
    let mut job = LayoutJob::default();
    let flat = |words: &str| words.replace('\n', " ");
    let (start, end) = (if before.is_empty() { "" } else { "…" }, if after.is_empty() { "" } else { "…" });
    job.append(&format!("{start}{}", flat(before)), 0.0, with(view.theme.muted));
    job.append(&flat(words), 0.0, TextFormat { background: view.theme.found, ..with(view.theme.text) });
    job.append(&format!("{}{end}", flat(after)), 0.0, with(view.theme.muted));
    job
}

fn step(ui: &Ui, at: usize, count: usize) -> usize {
    match super::super::row_keys::row_step(ui, at, count) {
        Some(super::super::row_keys::RowStep::To(row) | super::super::row_keys::RowStep::TickTo(row)) => row,
        None => at,
    }
}

/// A digit that was typed.
fn typed_digit(ui: &Ui) -> Option<usize> {
    ui.input(|i| {
        i.events.iter().find_map(|event| match event {
            Event::Text(text) => text.parse().ok(),
            _ => None,
        })
    })
}
