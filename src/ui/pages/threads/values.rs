//! Attributes of a thread: its verdict with evidence, whether it is worth checking, and whatever the codebook asks for.

use super::{ThreadsPage, Typed};
use crate::model::{AttributeDef, AttributeKind, AttributeValue, Thread};
use crate::session::EditRequest;
use crate::ui::fields::{Chosen, FieldLook, form_line, small_heading, value_button};
use crate::ui::theme::space;
use crate::ui::widgets::muted;
use crate::ui::{Outbox, View};
use egui::Ui;

impl ThreadsPage {
    pub(super) fn values(&mut self, ui: &mut Ui, view: &View<'_>, own: bool, thread: &Thread, out: &mut Outbox) {
        let label = view.project().codebook.label(&thread.label).cloned();
        let defs = label.iter().flat_map(|label| &label.thread_attributes);
        for def in defs.filter(|def| !def.archived || thread.attributes.contains_key(&def.id)) {
            small_heading(ui, view.theme, &def.name).on_hover_text(&def.definition);
            let value = thread.attributes.get(&def.id);
            if own {
                self.value(ui, view, thread, def, value, out);
            } else {
                muted(ui, view.theme, value.map_or("not set".to_owned(), |value| def.show(value)));
            }
        }
        small_heading(ui, view.theme, "Note");
        if own {
            let look = FieldLook::lines("Note on the shared item", 2).width(space::PAGE);
            self.drafts.field(ui, look, &thread.note, &Typed::Note(thread.id));
        } else {
            muted(ui, view.theme, if thread.note.is_empty() { "none" } else { &thread.note });
        }
    }

    fn value(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        thread: &Thread,
        def: &AttributeDef,
        value: Option<&AttributeValue>,
        out: &mut Outbox,
    ) {
        let mut chosen: Option<Option<AttributeValue>> = None;
        match &def.kind {
            AttributeKind::Choice(choices) => {
                ui.horizontal_wrapped(|ui| {
                    for choice in choices {
                        let is_set = value.and_then(AttributeValue::as_text) == Some(&choice.id);
                        let look = if is_set { Chosen::Yes } else { Chosen::No };
                        if value_button(ui, view.theme, &choice.name, None, look).clicked() {
                            chosen = Some((!is_set).then(|| AttributeValue::text(&choice.id)));
                        }
                    }
                });
            }
            AttributeKind::Flag => {
                ui.horizontal(|ui| {
                    for (name, flag) in [("yes", true), ("no", false)] {
                        let is_set = value == Some(&AttributeValue::Flag(flag));
                        let look = if is_set { Chosen::Yes } else { Chosen::No };
                        let response = value_button(ui, view.theme, name, None, look);
                        response.widget_info(|| {
                            let words = format!("{}: {name}", def.name);
                            egui::WidgetInfo::selected(egui::Role::Button, true, is_set, words)
                        });
                        if response.clicked() {
                            chosen = Some((!is_set).then_some(AttributeValue::Flag(flag)));
                        }
                    }
                });
            }
            AttributeKind::Parts(parts) => {
                for part in parts {
                    let known = match value {
                        Some(AttributeValue::Parts(known)) => known.get(&part.id).map_or("", String::as_str),
                        _ => "",
                    };
                    let name = format!("{}: {}", def.name, part.name.to_lowercase());
                    form_line(ui, view.theme, &part.name, |ui, _| {
                        let look = FieldLook::line(&name).width(space::PAGE * 0.6);
                        let target = Typed::Part(thread.id, def.id.clone(), part.id.clone());
                        self.drafts.field(ui, look, known, &target);
                    });
                }
            }
            AttributeKind::Text | AttributeKind::Date | AttributeKind::Number => {
                let known = value.map(|value| def.show(value)).unwrap_or_default();
                let look = FieldLook::line(&def.name).width(space::PAGE * 0.6);
                self.drafts.field(ui, look, &known, &Typed::Text(thread.id, def.id.clone()));
            }
        }
        if let Some(value) = chosen {
            out.edit(EditRequest::SetThreadAttribute { thread: thread.id, attribute: def.id.clone(), value });
        }
    }
}
