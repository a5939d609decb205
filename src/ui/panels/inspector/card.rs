//! Attributes and note beside the text, for the keyboard.

use super::attributes::{Digits, Holder, Typed, Values, attribute, send};
use crate::model::{AttributeDef, AttributeKind};
use crate::ui::fields::{Drafts, FieldLook, card};
use crate::ui::theme::space;
use crate::ui::widgets::muted;
use crate::ui::{Action, Outbox, View};
use egui::{EventFilter, Key, KeyboardShortcut, Modifiers, RichText, Ui};

/// The card beside the text while [`crate::ui::reader::Mode::Attributes`] lasts. One attribute at a time has the
/// digits; one of words takes the focus.
#[derive(Debug)]
pub struct AttributesCard {
    drafts: Drafts<Typed>,
    /// The place that had the digits in the last frame.
    shown: Option<(crate::model::AnnotationId, usize)>,
}

impl Default for AttributesCard {
    fn default() -> Self {
        Self { drafts: Drafts::new("attributes card"), shown: None }
    }
}

impl AttributesCard {
    /// Sends what is being typed; to be called once when the card goes away.
    pub fn flush(&mut self, view: &View<'_>, out: &mut Outbox) {
        self.shown = None;
        for (typed, text) in self.drafts.flushed() {
            send(view, typed, &text, out);
        }
    }

    /// Shows the attributes of the current annotation's label; number `at` of those that are not archived has the
    /// digits, and the note stands after the last.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, at: usize, out: &mut Outbox) {
        let (Some(article), Some(annotation)) = (view.reader.article, view.current()) else { return };
        let Some(label) = view.project().codebook.label(&annotation.label) else { return };
        let arrived = self.shown != Some((annotation.id, at));
        self.shown = Some((annotation.id, at));
        let holder = Holder::Annotation(article, annotation.id);
        let values = Values { holder, held: &annotation.attributes, computed: &annotation.computed };
        let offered: Vec<&AttributeDef> = label.attributes.iter().filter(|def| !def.archived).collect();
        let focus = focused_field(&offered, holder, article, annotation.id, at);
        if let Some(target) = &focus {
            self.keys(ui, target, arrived, out);
        }
        card(view.theme, view.theme.chrome).show(ui, |ui| {
            ui.label(RichText::new(&label.name).strong().color(view.theme.label_text(label.color)));
            for (i, def) in offered.iter().enumerate() {
                if i == at {
                    attribute(ui, view, &mut self.drafts, values, def, Digits::Shown, out);
                } else {
                    let shown = annotation.attributes.get(&def.id).map_or("–".to_owned(), |v| def.show(v));
                    muted(ui, view.theme, format!("{}: {shown}", def.name));
                }
            }
            if at == offered.len() {
                let target = Typed::Note(article, annotation.id);
                let look = FieldLook::lines("Note", 3).hint("Note");
                self.drafts.field_with(ui, look, &annotation.note, &target, |edit| {
                    edit.return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
                });
            } else if !annotation.note.is_empty() {
                ui.add(egui::Label::new(RichText::new(&annotation.note).italics()).truncate());
            }
            ui.add_space(space::SMALL);
            let hint = if focus.is_some() {
                "Type · Enter: next · Esc: close"
            } else {
                "Digit: choose · 0: none · Enter: next · Esc: close"
            };
            ui.label(RichText::new(hint).small().color(view.theme.muted));
        });
        if let Some(target) = focus.filter(|_| arrived) {
            ui.memory_mut(|m| m.request_focus(self.drafts.id(&target)));
        }
        for (typed, text) in self.drafts.settled(ui) {
            send(view, typed, &text, out);
        }
    }

    /// Enter and Tab leave the field that has the focus for the next attribute.
    fn keys(&mut self, ui: &Ui, target: &Typed, arrived: bool, out: &mut Outbox) {
        let id = self.drafts.id(target);
        if arrived || !ui.memory(|m| m.has_focus(id)) {
            return;
        }
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|m| m.set_focus_lock_filter(id, filter));
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        let action = if pressed(Modifiers::SHIFT, Key::Tab) {
            Action::CycleInward
        } else if pressed(Modifiers::NONE, Key::Tab) || enter(ui) {
            Action::Confirm
        } else {
            return;
        };
        self.drafts.close();
        ui.memory_mut(|m| m.surrender_focus(id));
        out.act(action);
    }
}

/// Enter without Shift, which breaks the line of a note.
fn enter(ui: &Ui) -> bool {
    let shift = ui.input(|i| i.modifiers.shift);
    !shift && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter))
}

/// The field of the place that has the digits, where it is one for words.
fn focused_field(
    offered: &[&AttributeDef],
    holder: Holder,
    article: crate::model::ArticleId,
    id: crate::model::AnnotationId,
    at: usize,
) -> Option<Typed> {
    let Some(def) = offered.get(at) else { return Some(Typed::Note(article, id)) };
    match &def.kind {
        AttributeKind::Choice(_) | AttributeKind::Flag => None,
        AttributeKind::Text => Some(Typed::Value(holder, def.id.clone())),
        _ => def.parts().first().map(|(part, _)| Typed::Part(holder, def.id.clone(), (*part).to_owned())),
    }
}
