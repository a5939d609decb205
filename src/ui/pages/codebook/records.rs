//! What is typed on the codebook page, and the edits that come of it.

use crate::edit::plan::{LabelUse, label_uses};
use crate::model::{
    AttributeDef, AttributeId, AttributeKind, AttributeValue, Attributes, Choice, Codebook, Color, Label, LabelId,
    LabelRole, MarkScope, Project, RelationType, RelationTypeId,
};
use crate::session::EditRequest;
use crate::ui::theme::LABEL_COLORS;
use crate::ui::{Chord, Outbox, View};
use std::collections::BTreeMap;

/// Longest start of an id that is made from a name, in characters: room for a number after it.
const ID_STEM: usize = 34;

/// Whose attributes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Home {
    /// Of a label's annotations.
    Label(LabelId),
    /// Of a label's shared items.
    Shared(LabelId),
    /// Of articles.
    Article,
}

/// A field of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Name,
    Definition,
    Examples,
    Key,
    Color,
}

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    Label(LabelId, Field),
    NewLabel,
    Arrow(RelationTypeId, Field),
    NewArrow,
    Attribute(Home, AttributeId, Field),
    NewAttribute(Home),
    Choice(Home, AttributeId, String),
    NewChoice(Home, AttributeId),
}

/// How often the codebook's parts are used, in one pass.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    pub(super) labels: BTreeMap<LabelId, LabelUse>,
    attributes: BTreeMap<(Home, AttributeId), usize>,
    choices: BTreeMap<(Home, AttributeId, String), usize>,
    arrows: BTreeMap<RelationTypeId, usize>,
}

impl Uses {
    pub(super) fn of(project: &Project) -> Self {
        let mut uses = Self { labels: label_uses(project), ..Self::default() };
        for layer in project.layers.values() {
            for annotation in layer.annotations.values() {
                uses.count(&Home::Label(annotation.label.clone()), &annotation.attributes);
            }
            for relation in layer.relations.values() {
                *uses.arrows.entry(relation.kind.clone()).or_default() += 1;
            }
        }
        for (_, thread) in project.all_threads() {
            uses.count(&Home::Shared(thread.label.clone()), &thread.attributes);
        }
        for article in project.articles.values() {
            uses.count(&Home::Article, &article.attributes);
        }
        uses
    }

    fn count(&mut self, home: &Home, attributes: &Attributes) {
        for (id, value) in attributes {
            *self.attributes.entry((home.clone(), id.clone())).or_default() += 1;
            let ids: Vec<&String> = match value {
                AttributeValue::Text(words) => vec![words],
                AttributeValue::List(all) => all.iter().collect(),
                AttributeValue::Parts(parts) => parts.keys().collect(),
                AttributeValue::Flag(_) => Vec::new(),
            };
            for choice in ids {
                *self.choices.entry((home.clone(), id.clone(), choice.clone())).or_default() += 1;
            }
        }
    }

    pub(super) fn attribute(&self, home: &Home, id: &AttributeId) -> usize {
        self.attributes.get(&(home.clone(), id.clone())).copied().unwrap_or(0)
    }

    pub(super) fn choice(&self, home: &Home, id: &AttributeId, choice: &str) -> usize {
        self.choices.get(&(home.clone(), id.clone(), choice.to_owned())).copied().unwrap_or(0)
    }

    pub(super) fn arrow(&self, id: &RelationTypeId) -> usize {
        self.arrows.get(id).copied().unwrap_or(0)
    }
}

/// The values or parts that an attribute offers.
pub(super) fn list_of(kind: &mut AttributeKind) -> Option<&mut Vec<Choice>> {
    match kind {
        AttributeKind::Choice(list) | AttributeKind::Parts(list) => Some(list),
        _ => None,
    }
}

/// Attributes of a home in their order.
pub(super) fn defs(codebook: &Codebook, home: &Home) -> Vec<AttributeDef> {
    match home {
        Home::Label(id) => codebook.label(id).map(|l| l.attributes.clone()).unwrap_or_default(),
        Home::Shared(id) => codebook.label(id).map(|l| l.thread_attributes.clone()).unwrap_or_default(),
        Home::Article => codebook.ordered_article_attributes().into_iter().cloned().collect(),
    }
}

/// Changes a label by one edit.
pub(super) fn edit_label(view: &View<'_>, id: &LabelId, out: &mut Outbox, change: impl FnOnce(&mut Label)) {
    if let Some(before) = view.project().codebook.label(id) {
        let mut after = (**before).clone();
        change(&mut after);
        if after != **before {
            out.edit(EditRequest::PutLabel(Box::new(after)));
        }
    }
}

/// Changes an arrow type by one edit.
pub(super) fn edit_arrow(
    view: &View<'_>,
    id: &RelationTypeId,
    out: &mut Outbox,
    change: impl FnOnce(&mut RelationType),
) {
    if let Some(before) = view.project().codebook.relation_types.get(id) {
        let mut after = (**before).clone();
        change(&mut after);
        if after != **before {
            out.edit(EditRequest::PutRelationType(after));
        }
    }
}

/// Changes the attributes of a home by one edit.
pub(super) fn edit_defs(view: &View<'_>, home: &Home, out: &mut Outbox, change: impl FnOnce(&mut Vec<AttributeDef>)) {
    match home {
        Home::Label(id) => edit_label(view, id, out, |label| change(&mut label.attributes)),
        Home::Shared(id) => edit_label(view, id, out, |label| change(&mut label.thread_attributes)),
        Home::Article => {
            let before = defs(&view.project().codebook, home);
            let mut after = before.clone();
            change(&mut after);
            for def in after.into_iter().filter(|def| !before.contains(def)) {
                out.edit(EditRequest::PutArticleAttribute(def));
            }
        }
    }
}

/// Changes one attribute by one edit.
pub(super) fn edit_def(
    view: &View<'_>,
    home: &Home,
    id: &AttributeId,
    out: &mut Outbox,
    change: impl FnOnce(&mut AttributeDef),
) {
    edit_defs(view, home, out, |defs| {
        if let Some(def) = defs.iter_mut().find(|def| def.id == *id) {
            change(def);
        }
    });
}

/// An id made from what somebody typed that nothing has yet.
pub(super) fn unique<T>(
    typed: &str,
    fallback: &str,
    make: impl Fn(&str) -> Option<T>,
    is_taken: impl Fn(&T) -> bool,
) -> Option<T> {
    let stem: String = typed.chars().take(ID_STEM).collect();
    let stem = AttributeId::from_typed(&stem).map_or(fallback.to_owned(), |id| id.to_string());
    let numbered = (2..).map(|n| format!("{stem}_{n}"));
    std::iter::once(stem.clone()).chain(numbered).filter_map(|name| make(&name)).find(|id| !is_taken(id))
}

/// The label that has a key, other than the one with this id.
pub(super) fn key_owner<'a>(codebook: &'a Codebook, id: &LabelId, key: char) -> Option<&'a Label> {
    codebook.offered().find(|other| other.id != *id && other.key == Some(key)).map(|label| &**label)
}

/// A new label of this name, with a color and a letter that are free.
pub(super) fn new_label(view: &View<'_>, name: &str) -> Option<Label> {
    let codebook = &view.project().codebook;
    let id = unique(name, "label", LabelId::parse, |id| codebook.labels.contains_key(id))?;
    let is_free = |color: &Color| codebook.labels.values().all(|label| label.color != *color);
    let color = LABEL_COLORS.into_iter().find(is_free).or(LABEL_COLORS.first().copied())?;
    let bound = |letter: &str| Chord::parse(letter).is_some_and(|chord| view.keys.action(chord).is_some());
    let free_key = |key: &char| {
        !bound(&key.to_string()) && !bound(&format!("Shift+{key}")) && key_owner(codebook, &id, *key).is_none()
    };
    let key = name.to_lowercase().chars().filter(char::is_ascii_alphabetic).find(free_key);
    Some(Label {
        id,
        name: name.into(),
        role: LabelRole::Other,
        definition: String::new(),
        examples: Vec::new(),
        color,
        key,
        parent: None,
        attributes: Vec::new(),
        thread_attributes: Vec::new(),
        scope: MarkScope::default(),
        archived: false,
        order: codebook.labels.values().map(|label| label.order + 1).max().unwrap_or(0),
    })
}

fn new_arrow(codebook: &Codebook, name: &str) -> Option<RelationType> {
    let id = unique(name, "arrow", RelationTypeId::parse, |id| codebook.relation_types.contains_key(id))?;
    Some(RelationType {
        id,
        name: name.into(),
        definition: String::new(),
        from: Vec::new(),
        to: Vec::new(),
        archived: false,
        order: codebook.relation_types.values().map(|kind| kind.order + 1).max().unwrap_or(0),
    })
}

/// What was added, so that it can be chosen in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Added {
    Label(LabelId),
    Arrow(RelationTypeId),
    ArticleAttribute(AttributeId),
}

/// Sends what was typed as an edit. Names can't be empty: what is empty then stays as it was.
pub(super) fn send(view: &View<'_>, typed: Typed, text: &str, out: &mut Outbox) -> Option<Added> {
    let codebook = &view.project().codebook;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = !line.is_empty();
    match typed {
        Typed::NewLabel if named => {
            let label = new_label(view, &line)?;
            let id = label.id.clone();
            out.edit(EditRequest::PutLabel(Box::new(label)));
            return Some(Added::Label(id));
        }
        Typed::NewArrow if named => {
            let kind = new_arrow(codebook, &line)?;
            let id = kind.id.clone();
            out.edit(EditRequest::PutRelationType(kind));
            return Some(Added::Arrow(id));
        }
        Typed::NewAttribute(home) if named => {
            let known = defs(codebook, &home);
            let id = unique(&line, "attribute", AttributeId::parse, |id| known.iter().any(|def| def.id == *id))?;
            let (name, kind) = (line, AttributeKind::Choice(Vec::new()));
            let def = AttributeDef { id: id.clone(), name, definition: String::new(), kind, archived: false };
            edit_defs(view, &home, out, |defs| defs.push(def));
            return (home == Home::Article).then_some(Added::ArticleAttribute(id));
        }
        Typed::NewChoice(home, attribute) if named => edit_def(view, &home, &attribute, out, |def| {
            if let Some(list) = list_of(&mut def.kind) {
                let is_taken = |id: &AttributeId| list.iter().any(|choice| choice.id == id.as_str());
                if let Some(id) = unique(&line, "value", AttributeId::parse, is_taken) {
                    list.push(Choice { id: id.to_string(), name: line });
                }
            }
        }),
        Typed::Choice(home, attribute, choice) if named => edit_def(view, &home, &attribute, out, |def| {
            let list = list_of(&mut def.kind);
            if let Some(choice) = list.and_then(|list| list.iter_mut().find(|c| c.id == choice)) {
                choice.name = line;
            }
        }),
        Typed::Label(id, field) => edit_label(view, &id, out, |label| set_label(label, field, text, line)),
        Typed::Arrow(id, field) => edit_arrow(view, &id, out, |kind| match field {
            Field::Name if named => kind.name = line,
            Field::Definition => text.trim().clone_into(&mut kind.definition),
            _ => {}
        }),
        Typed::Attribute(home, id, field) => edit_def(view, &home, &id, out, |def| match field {
            Field::Name if named => def.name = line,
            Field::Definition => text.trim().clone_into(&mut def.definition),
            _ => {}
        }),
        _ => {}
    }
    None
}

fn set_label(label: &mut Label, field: Field, text: &str, line: String) {
    match field {
        Field::Name if !line.is_empty() => label.name = line,
        Field::Definition => text.trim().clone_into(&mut label.definition),
        Field::Examples => {
            label.examples = text.lines().map(str::trim).filter(|l| !l.is_empty()).map(Into::into).collect();
        }
        Field::Key => label.key = line.chars().next().and_then(|c| c.to_lowercase().next()),
        Field::Color => label.color = Color::parse(&line).unwrap_or(label.color),
        Field::Name => {}
    }
}
