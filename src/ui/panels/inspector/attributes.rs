//! Values of attributes: of an annotation, or of the article.

use crate::edit::plan::{CellEdit, Column};
use crate::model::{AnnotationId, ArticleId, AttributeDef, AttributeId, AttributeKind, AttributeValue, Attributes};
use crate::session::EditRequest;
use crate::ui::fields::{Chosen, Drafts, FieldLook, sign_button, value_button};
use crate::ui::theme::space;
use crate::ui::widgets::muted;
use crate::ui::{Outbox, View};
use egui::{ComboBox, RichText, Ui};
use std::collections::{BTreeMap, BTreeSet};

/// Most values that are laid out side by side; more are a list to open.
const MOST_BUTTONS: usize = 9;

/// Width of the names of parts, in points.
const PART_NAME: f32 = 96.0;

/// What holds the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// An annotation of the annotator's own.
    Annotation(ArticleId, AnnotationId),
    /// An article.
    Article(ArticleId),
}

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// An attribute of free words.
    Value(Holder, AttributeId),
    /// One part of an attribute that has several.
    Part(Holder, AttributeId, String),
    /// The note of an annotation.
    Note(ArticleId, AnnotationId),
}

/// Whether digits choose the attribute's values now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    /// They do.
    Shown,
    /// They do not.
    Hidden,
}

/// The values of one holder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values<'a> {
    /// What holds them.
    pub(super) holder: Holder,
    /// The values.
    pub(super) held: &'a Attributes,
    /// Those that the program worked out.
    pub(super) computed: &'a BTreeSet<AttributeId>,
}

impl Values<'_> {
    fn set(&self, attribute: &AttributeId, value: Option<AttributeValue>) -> EditRequest {
        let attribute = attribute.clone();
        match self.holder {
            Holder::Annotation(article, id) => EditRequest::SetAttribute { article, ids: vec![id], attribute, value },
            Holder::Article(article) => {
                let value = match value {
                    Some(AttributeValue::Flag(flag)) => if flag { "yes" } else { "no" }.to_owned(),
                    Some(AttributeValue::Text(words)) => words,
                    _ => String::new(),
                };
                EditRequest::SetCells(vec![CellEdit { article, column: Column::Attribute(attribute), value }])
            }
        }
    }

    fn chosen(&self, attribute: &AttributeId, is_value: bool) -> Chosen {
        match (is_value, self.computed.contains(attribute)) {
            (false, _) => Chosen::No,
            (true, true) => Chosen::WorkedOut,
            (true, false) => Chosen::Yes,
        }
    }
}

/// Sends what was typed as an edit.
pub(super) fn send(view: &View<'_>, typed: Typed, text: &str, out: &mut Outbox) {
    let text = text.trim().to_owned();
    let value = (!text.is_empty()).then(|| AttributeValue::text(text.clone()));
    match typed {
        Typed::Note(article, id) => out.edit(EditRequest::SetNote { article, id, note: text }),
        Typed::Value(Holder::Annotation(article, id), attribute) => {
            out.edit(EditRequest::SetAttribute { article, ids: vec![id], attribute, value });
        }
        Typed::Value(Holder::Article(article), attribute) | Typed::Part(Holder::Article(article), attribute, _) => {
            let column = Column::Attribute(attribute);
            out.edit(EditRequest::SetCells(vec![CellEdit { article, column, value: text }]));
        }
        Typed::Part(Holder::Annotation(article, id), attribute, part) => {
            let Some(annotation) = view.project().annotation(&view.session.key(article), id) else { return };
            let label = view.project().codebook.label(&annotation.label);
            let Some(def) = label.and_then(|l| l.attribute(&attribute)) else { return };
            let mut parts = parts_of(def, annotation.attributes.get(&attribute));
            if text.is_empty() {
                parts.remove(&part);
            } else {
                parts.insert(part, text);
            }
            let value = (!parts.is_empty()).then_some(AttributeValue::Parts(parts));
            out.edit(EditRequest::SetAttribute { article, ids: vec![id], attribute, value });
        }
    }
}

/// The parts of a value; plain words count as the first part.
fn parts_of(def: &AttributeDef, value: Option<&AttributeValue>) -> BTreeMap<String, String> {
    match (value, def.parts().first()) {
        (Some(AttributeValue::Parts(parts)), _) => parts.clone(),
        (Some(AttributeValue::Text(words)), Some((first, _))) => BTreeMap::from([((*first).to_owned(), words.clone())]),
        _ => BTreeMap::new(),
    }
}

/// One attribute with its values to choose or its words to type.
pub(super) fn attribute(
    ui: &mut Ui,
    view: &View<'_>,
    drafts: &mut Drafts<Typed>,
    values: Values<'_>,
    def: &AttributeDef,
    digits: Digits,
    out: &mut Outbox,
) {
    let heading = ui.horizontal(|ui| {
        ui.set_height(space::LARGE);
        let mut name = muted(ui, view.theme, &def.name);
        if !def.definition.is_empty() {
            name = name.on_hover_text(&def.definition);
        }
        if values.computed.contains(&def.id) {
            let words = RichText::new("worked out").small().italics().color(view.theme.muted);
            ui.label(words).on_hover_text("Byline worked this out; click the value to make it your own");
        }
        name
    });
    let heading = heading.inner;
    let value = values.held.get(&def.id);
    match (&def.kind, values.holder) {
        (AttributeKind::Choice(choices), _) if choices.len() > MOST_BUTTONS => list(ui, values, def, value, out),
        (AttributeKind::Choice(_) | AttributeKind::Flag, _) => buttons(ui, view, values, def, digits, out),
        (AttributeKind::Text, _) | (_, Holder::Article(_)) => {
            let shown = value.map(|v| def.show(v)).unwrap_or_default();
            drafts.field(
                ui,
                FieldLook::line(&def.name).labelled_by(&heading),
                &shown,
                &Typed::Value(values.holder, def.id.clone()),
            );
        }
        _ => {
            let parts = parts_of(def, value);
            for (id, name) in def.parts() {
                ui.horizontal(|ui| {
                    let label = ui.label(RichText::new(name).small().color(view.theme.muted));
                    ui.add_space((PART_NAME - label.rect.width()).max(0.0));
                    let full = format!("{}: {}", def.name, name.to_lowercase());
                    let target = Typed::Part(values.holder, def.id.clone(), id.to_owned());
                    drafts.field(ui, FieldLook::line(&full), parts.get(id).map_or("", String::as_str), &target);
                });
            }
        }
    }
}

/// Everything that can be chosen, as `(value, name)`; the value that is held comes last where the codebook has it not.
fn options(def: &AttributeDef, value: Option<&AttributeValue>) -> Vec<(AttributeValue, String)> {
    let mut all: Vec<(AttributeValue, String)> = match &def.kind {
        AttributeKind::Flag => {
            vec![(AttributeValue::Flag(true), "yes".into()), (AttributeValue::Flag(false), "no".into())]
        }
        _ => def.choices().iter().map(|c| (AttributeValue::text(c.id.clone()), c.name.clone())).collect(),
    };
    if let Some(value) = value.filter(|value| !all.iter().any(|(known, _)| known == *value)) {
        all.push((value.clone(), def.show(value)));
    }
    all
}

fn buttons(ui: &mut Ui, view: &View<'_>, values: Values<'_>, def: &AttributeDef, digits: Digits, out: &mut Outbox) {
    let held = values.held.get(&def.id);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::SMALL;
        for (i, (value, name)) in options(def, held).into_iter().enumerate() {
            let chosen = values.chosen(&def.id, held == Some(&value));
            let digit = (digits == Digits::Shown).then_some(i + 1);
            let response = value_button(ui, view.theme, &name, digit, chosen).on_hover_text(match chosen {
                Chosen::No => "Choose it",
                Chosen::Yes => "Click again to take it away",
                Chosen::WorkedOut => "Worked out by Byline; click to make it your own",
            });
            if response.clicked() {
                out.edit(values.set(&def.id, (chosen != Chosen::Yes).then_some(value)));
            }
        }
    });
}

fn list(ui: &mut Ui, values: Values<'_>, def: &AttributeDef, value: Option<&AttributeValue>, out: &mut Outbox) {
    let shown = value.map_or("Not set".to_owned(), |v| def.show(v));
    let combo = ComboBox::from_id_salt(("values", def.id.as_str())).selected_text(shown).truncate();
    let combo = combo.width(ui.available_width());
    combo
        .show_ui(ui, |ui| {
            if ui.selectable_label(value.is_none(), "Not set").clicked() && value.is_some() {
                out.edit(values.set(&def.id, None));
            }
            for (option, name) in options(def, value) {
                if ui.selectable_label(value == Some(&option), name).clicked() {
                    out.edit(values.set(&def.id, Some(option)));
                }
            }
        })
        .response
        .accessible_name(&def.name);
}

/// Values that the codebook does not foresee for this label: kept, shown, and taken away only by hand.
pub(super) fn unforeseen(ui: &mut Ui, view: &View<'_>, values: Values<'_>, known: &[AttributeDef], out: &mut Outbox) {
    for (id, value) in values.held.iter().filter(|(id, _)| !known.iter().any(|def| def.id == **id && !def.archived)) {
        let def = known.iter().find(|def| def.id == *id);
        let (name, shown) = match def {
            Some(def) => (def.name.clone(), def.show(value)),
            None => (id.to_string(), bare(value)),
        };
        ui.horizontal(|ui| {
            let why = if def.is_some() { "Archived in the codebook" } else { "Not in the codebook for this label" };
            muted(ui, view.theme, format!("{name}: {shown}")).on_hover_text(format!("{why}; kept as it is"));
            if sign_button(ui, view.theme, "×", &format!("Take {name} away")).clicked() {
                out.edit(values.set(id, None));
            }
        });
    }
}

fn bare(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Flag(flag) => if *flag { "yes" } else { "no" }.into(),
        AttributeValue::Text(words) => words.clone(),
        AttributeValue::List(words) => words.join(", "),
        AttributeValue::Parts(parts) => parts.values().cloned().collect::<Vec<_>>().join(" · "),
    }
}

/// The values of somebody else's annotation, as words.
pub(super) fn read_only(ui: &mut Ui, view: &View<'_>, attributes: &Attributes, known: &[AttributeDef]) {
    for (id, value) in attributes {
        let def = known.iter().find(|def| def.id == *id);
        let name = def.map_or(id.to_string(), |def| def.name.clone());
        let shown = def.map_or_else(|| bare(value), |def| def.show(value));
        ui.horizontal_wrapped(|ui| {
            muted(ui, view.theme, name);
            ui.add(egui::Label::new(shown).wrap());
        });
    }
}
