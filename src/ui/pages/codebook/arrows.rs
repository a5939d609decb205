//! Types of arrows.

use super::Form;
use super::records::{Field, Typed, edit_arrow};
use crate::model::{LabelId, RelationType};
use crate::ui::fields::{Chosen, FieldLook, form_line, value_button};
use crate::ui::theme::space;
use crate::ui::widgets::{count, heading, muted};
use egui::Ui;

/// The two ends of an arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    From,
    To,
}

/// One type of arrow.
pub(super) fn editor(ui: &mut Ui, form: &mut Form<'_, '_>, kind: &RelationType) {
    let view = form.view;
    heading(ui, view.theme, &kind.name);
    muted(ui, view.theme, count(form.uses.arrow(&kind.id), "arrow of this type", "arrows of this type"));
    ui.add_space(space::MEDIUM);
    form_line(ui, view.theme, "Name", |ui, label| {
        let target = Typed::Arrow(kind.id.clone(), Field::Name);
        let look = FieldLook::line("Name").labelled_by(label).hint("Read from the first annotation to the second");
        form.drafts.field(ui, look, &kind.name, &target);
    });
    form_line(ui, view.theme, "Definition", |ui, label| {
        let target = Typed::Arrow(kind.id.clone(), Field::Definition);
        form.drafts.field(ui, FieldLook::lines("Definition", 2).labelled_by(label), &kind.definition, &target);
    });
    for (name, end) in [("From", End::From), ("To", End::To)] {
        form_line(ui, view.theme, name, |ui, _| ends(ui, form, kind, end));
    }
    ui.add_space(space::LARGE);
    let words = if kind.archived { "Restore" } else { "Archive" };
    let why = if kind.archived { "Offer it again" } else { "Arrows of this type stay; it is not offered any more" };
    if ui.button(words).on_hover_text(why).clicked() {
        edit_arrow(view, &kind.id, form.out, |after| after.archived = !kind.archived);
    }
}

fn ends(ui: &mut Ui, form: &mut Form<'_, '_>, kind: &RelationType, end: End) {
    let view = form.view;
    let side = |kind: &RelationType| if end == End::From { kind.from.clone() } else { kind.to.clone() };
    let held: Vec<LabelId> = side(kind);
    ui.horizontal_wrapped(|ui| {
        for label in view.project().codebook.ordered() {
            let on = held.contains(&label.id);
            if label.archived && !on {
                continue;
            }
            let chosen = if on { Chosen::Yes } else { Chosen::No };
            let response = value_button(ui, view.theme, &label.name, None, chosen);
            let words = if end == End::From { "From" } else { "To" };
            if response.accessible_name(format!("{words} {}", label.name)).clicked() {
                let mut after = held.clone();
                if on {
                    after.retain(|id| *id != label.id);
                } else {
                    after.push(label.id.clone());
                }
                edit_arrow(view, &kind.id, form.out, |kind| match end {
                    End::From => kind.from = after,
                    End::To => kind.to = after,
                });
            }
        }
    });
    if held.is_empty() {
        muted(ui, view.theme, "Any label");
    }
}
