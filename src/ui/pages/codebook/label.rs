//! One label: everything about it.

use super::records::{Field, Home, Typed, edit_label, key_owner};
use super::{Form, Picked, attributes};
use crate::edit::plan::LabelUse;
use crate::model::{Codebook, Color, Label, LabelId, MarkScope};
use crate::session::EditRequest;
use crate::ui::fields::{Chosen, FieldLook, card, form_line, label_badge, sign_button, value_button};
use crate::ui::theme::{LABEL_COLORS, space};
use crate::ui::widgets::{count, heading, muted, primary_button, section};
use egui::{ComboBox, RichText, Sense, Stroke, Ui, Vec2};

/// Everything about one label.
pub(super) fn editor(ui: &mut Ui, form: &mut Form<'_, '_>, picked: &mut Picked, label: &Label) {
    let view = form.view;
    let uses = form.uses.labels.get(&label.id).cloned().unwrap_or_default();
    ui.horizontal(|ui| {
        label_badge(ui, view.theme, label);
        heading(ui, view.theme, &label.name);
        if label.archived {
            muted(ui, view.theme, "archived");
        } else {
            places(ui, form, label);
        }
    });
    muted(ui, view.theme, used(form, &uses));
    ui.add_space(space::MEDIUM);
    form_line(ui, view.theme, "Name", |ui, name| {
        let look = FieldLook::line("Name").labelled_by(name);
        form.drafts.field(ui, look, &label.name, &Typed::Label(label.id.clone(), Field::Name));
    });
    form_line(ui, view.theme, "Color", |ui, _| color(ui, form, picked, label));
    form_line(ui, view.theme, "Key", |ui, name| key(ui, form, picked, label, name));
    form_line(ui, view.theme, "Definition", |ui, name| {
        let look = FieldLook::lines("Definition", 3).labelled_by(name).hint("What belongs under it, and what does not");
        form.drafts.field(ui, look, &label.definition, &Typed::Label(label.id.clone(), Field::Definition));
    });
    form_line(ui, view.theme, "Examples", |ui, name| {
        let look = FieldLook::lines("Examples", 2).labelled_by(name).hint("One a line, with [the words to mark]");
        form.drafts.field(ui, look, &label.examples.join("\n"), &Typed::Label(label.id.clone(), Field::Examples));
    });
    form_line(ui, view.theme, "Mark", |ui, _| scope(ui, form, label));
    form_line(ui, view.theme, "A kind of", |ui, name| parent(ui, form, label, name));
    ui.add_space(space::LARGE);
    section(ui, view.theme, "Attributes");
    attributes::list(ui, form, &Home::Label(label.id.clone()));
    ui.add_space(space::LARGE);
    section(ui, view.theme, format!("Attributes of the shared {}", label.name.to_lowercase()));
    attributes::list(ui, form, &Home::Shared(label.id.clone()));
    ui.add_space(space::SECTION);
    acts(ui, form, picked, label, &uses);
}

/// How often it is used, and by whom.
fn used(form: &Form<'_, '_>, uses: &LabelUse) -> String {
    let me = form.view.session.annotator();
    let (own, others) = (uses.annotations.get(me).copied().unwrap_or(0), uses.of_others(me));
    if own + others + uses.threads == 0 {
        return "Not used yet".into();
    }
    let mut parts = vec![format!("{} of yours", count(own, "annotation", "annotations"))];
    parts.extend((others > 0).then(|| format!("{others} of others")));
    parts.extend((uses.threads > 0).then(|| count(uses.threads, "shared item", "shared items")));
    parts.join(", ")
}

fn places(ui: &mut Ui, form: &mut Form<'_, '_>, label: &Label) {
    let view = form.view;
    let all: Vec<LabelId> = view.project().codebook.ordered().iter().map(|l| l.id.clone()).collect();
    let offered: Vec<&LabelId> =
        all.iter().filter(|id| view.project().codebook.label(id).is_some_and(|l| !l.archived)).collect();
    let at = offered.iter().position(|id| **id == label.id);
    let neighbour = |step: isize| at.and_then(|at| at.checked_add_signed(step)).and_then(|at| offered.get(at));
    for (sign, words, target) in [("⬆", "Move up", neighbour(-1)), ("⬇", "Move down", neighbour(1))] {
        let place = target.and_then(|target| all.iter().position(|id| id == *target));
        let clicked = ui.add_enabled_ui(place.is_some(), |ui| sign_button(ui, view.theme, sign, words)).inner.clicked();
        if let Some(place) = place.filter(|_| clicked) {
            form.out.edit(EditRequest::ReorderLabel { id: label.id.clone(), place });
        }
    }
}

fn color(ui: &mut Ui, form: &mut Form<'_, '_>, picked: &mut Picked, label: &Label) {
    let view = form.view;
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(space::SMALL);
        for color in LABEL_COLORS {
            let (rect, response) = ui.allocate_exact_size(Vec2::splat(space::SIGN), Sense::click());
            let name = format!("Color {color}");
            let on = color == label.color;
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, on, &name));
            ui.painter().rect_filled(rect.shrink(2.0), 4.0, view.theme.label_line(color));
            if on || response.hovered() || response.has_focus() {
                let line = if on { view.theme.text } else { view.theme.muted };
                ui.painter().rect_stroke(rect, 5.0, Stroke::new(1.5, line), egui::StrokeKind::Inside);
            }
            if response.on_hover_text(name).clicked() {
                chosen = Some(color);
            }
        }
        let mut rgb = match &picked.color {
            Some((id, rgb)) if *id == label.id => *rgb,
            _ => label.color.0,
        };
        let any = ui.color_edit_button_srgb(&mut rgb).accessible_name("Any color");
        if any.changed() || rgb != label.color.0 {
            picked.color = Some((label.id.clone(), rgb));
        }
        let look = FieldLook::line("Color as #rrggbb").width(space::NAME * 0.6);
        let target = Typed::Label(label.id.clone(), Field::Color);
        form.drafts.field(ui, look, &label.color.to_string(), &target);
    });
    // A color that is being dragged in the picker counts once the pointer is let go.
    if let Some((id, rgb)) = picked.color.clone().filter(|_| !ui.input(|i| i.pointer.any_down())) {
        picked.color = None;
        edit_label(view, &id, form.out, |label| label.color = Color(rgb));
    }
    if let Some(color) = chosen {
        edit_label(view, &label.id, form.out, |label| label.color = color);
    }
}

fn key(ui: &mut Ui, form: &mut Form<'_, '_>, picked: &mut Picked, label: &Label, name: &egui::Response) {
    let view = form.view;
    let target = Typed::Label(label.id.clone(), Field::Key);
    let shown = label.key.map(String::from).unwrap_or_default();
    ui.horizontal(|ui| {
        let look = FieldLook::line("Key").labelled_by(name).hint("–").width(space::ROW);
        form.drafts.field_with(ui, look, &shown, &target, |edit| edit.char_limit(1));
        muted(ui, view.theme, "A letter; with Shift it keeps labelling");
    });
    let typed = form.drafts.typed(&target).and_then(|text| text.trim().chars().next());
    let wrong = typed.and_then(|typed| refusal(&view.project().codebook, &label.id, typed));
    let refused = picked.refused.as_ref().filter(|(id, _)| *id == label.id).map(|(_, why)| why.clone());
    if let Some(why) = wrong.or(refused) {
        ui.label(RichText::new(why).color(view.theme.danger));
    }
    if let Some((_, chord)) = view.keys.clashes.iter().find(|(name, _)| *name == label.name) {
        let owner = view.keys.action(*chord).map(|action| action.info().text).unwrap_or_default();
        let words = format!("{chord} belongs to “{owner}”, so the label has no key; choose another letter");
        ui.label(RichText::new(words).color(view.theme.warning));
    }
}

/// Why a label can't have a key; `None` where it can.
pub(super) fn refusal(codebook: &Codebook, id: &LabelId, typed: char) -> Option<String> {
    let key = typed.to_lowercase().next().unwrap_or(typed);
    if !key.is_alphabetic() {
        return Some("A label's key is a letter".into());
    }
    let owner = key_owner(codebook, id, key)?;
    Some(format!("{key} belongs to the label {}; choose another letter", owner.name))
}

fn scope(ui: &mut Ui, form: &mut Form<'_, '_>, label: &Label) {
    ui.horizontal(|ui| {
        for (name, scope) in [("Everything", MarkScope::Everything), ("What matters here", MarkScope::WhatMatters)] {
            let chosen = if label.scope == scope { Chosen::Yes } else { Chosen::No };
            if value_button(ui, form.view.theme, name, None, chosen).clicked() {
                edit_label(form.view, &label.id, form.out, |label| label.scope = scope);
            }
        }
    });
}

/// True where `id` is the label itself or a kind of it.
fn is_under(codebook: &Codebook, id: &LabelId, ancestor: &LabelId) -> bool {
    let mut at = Some(id.clone());
    for _ in 0..=codebook.labels.len() {
        match at {
            Some(id) if id == *ancestor => return true,
            Some(id) => at = codebook.label(&id).and_then(|label| label.parent.clone()),
            None => return false,
        }
    }
    true
}

fn parent(ui: &mut Ui, form: &mut Form<'_, '_>, label: &Label, title: &egui::Response) {
    let codebook = &form.view.project().codebook;
    let name = |id: &LabelId| codebook.label(id).map_or(id.to_string(), |label| label.name.clone());
    let shown = label.parent.as_ref().map_or("Nothing else".into(), name);
    let combo = ComboBox::from_id_salt("parent of the label").selected_text(shown).show_ui(ui, |ui| {
        let mut chosen = None;
        if ui.selectable_label(label.parent.is_none(), "Nothing else").clicked() {
            chosen = Some(None);
        }
        for other in codebook.offered().filter(|other| !is_under(codebook, &other.id, &label.id)) {
            if ui.selectable_label(label.parent.as_ref() == Some(&other.id), &other.name).clicked() {
                chosen = Some(Some(other.id.clone()));
            }
        }
        chosen
    });
    if let Some(parent) = combo.inner.flatten() {
        edit_label(form.view, &label.id, form.out, |label| label.parent = parent);
    }
    combo.response.labelled_by(title.id);
}

/// Merge, archive, delete, restore.
fn acts(ui: &mut Ui, form: &mut Form<'_, '_>, picked: &mut Picked, label: &Label, uses: &LabelUse) {
    let (view, id) = (form.view, label.id.clone());
    let codebook = &view.project().codebook;
    ui.horizontal_wrapped(|ui| {
        if label.archived {
            if ui.button("Restore").on_hover_text("Offer it again").clicked() {
                form.out.edit(EditRequest::RestoreLabel(id.clone()));
            }
        } else {
            let cited = codebook.labels.values().any(|other| other.parent.as_ref() == Some(&id))
                || codebook.relation_types.values().any(|kind| kind.from.contains(&id) || kind.to.contains(&id));
            let unused = *uses == LabelUse::default() && !cited;
            let words = if unused { "Delete" } else { "Archive" };
            let why = match (unused, uses.total()) {
                (true, _) => "Nothing uses it".to_owned(),
                (false, 0) => "Other labels or arrow types name it; it is not offered any more".to_owned(),
                (false, n) => format!("{} keep it; it is not offered any more", count(n, "annotation", "annotations")),
            };
            if ui.button(words).on_hover_text(why).clicked() {
                form.out.edit(EditRequest::ArchiveLabel(id.clone()));
            }
        }
        ui.menu_button("Merge into…", |ui| {
            for other in codebook.offered().filter(|other| other.id != id) {
                if ui.button(&other.name).clicked() {
                    picked.merging = Some((id.clone(), other.id.clone()));
                    ui.close();
                }
            }
        });
    });
    if let Some((from, into)) = picked.merging.clone().filter(|(from, _)| *from == id) {
        confirm_merge(ui, form, picked, uses, &from, &into);
    }
}

fn confirm_merge(
    ui: &mut Ui,
    form: &mut Form<'_, '_>,
    picked: &mut Picked,
    uses: &LabelUse,
    from: &LabelId,
    into: &LabelId,
) {
    let view = form.view;
    let name = |id: &LabelId| view.project().codebook.label(id).map_or(id.to_string(), |label| label.name.clone());
    card(view.theme, view.theme.raised).show(ui, |ui| {
        ui.label(RichText::new(format!("Merge {} into {}", name(from), name(into))).strong());
        muted(ui, view.theme, touched(form, uses));
        ui.horizontal(|ui| {
            if primary_button(ui, view.theme, "Merge").clicked() {
                form.out.edit(EditRequest::MergeLabels { from: from.clone(), into: into.clone() });
                picked.merging = None;
                picked.label = Some(into.clone());
            }
            if ui.button("Keep both").clicked() {
                picked.merging = None;
            }
        });
    });
}

/// What a merge touches, in words.
fn touched(form: &Form<'_, '_>, uses: &LabelUse) -> String {
    let me = form.view.session.annotator();
    let own = uses.annotations.get(me).copied().unwrap_or(0);
    let mut words = format!("Moves {} of yours", count(own, "annotation", "annotations"));
    for (name, n) in uses.annotations.iter().filter(|(name, _)| *name != me) {
        let owner = crate::ui::widgets::capitalized(name.as_str());
        words.extend(["; ", &n.to_string(), " of ", &owner, "'s keep the old label"]);
    }
    words + "; the old label is archived"
}
