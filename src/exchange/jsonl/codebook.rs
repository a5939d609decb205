//! The codebook as JSON, in the first line of a file.
//!
//! ```json
//! {"labels": [{"id": "claim", "name": "Claim", "role": "claim", "definition": "…", "examples": ["…"],
//!              "color": "#b45309", "key": "c", "parent": "…", "attributes": [ATTRIBUTE], "thread_attributes": [ATTRIBUTE],
//!              "scope": "what_matters", "archived": true}],
//!  "relation_types": [{"id": "attributed_to", "name": "…", "definition": "…", "from": ["claim"], "to": ["source"], "archived": true}],
//!  "article_attributes": [ATTRIBUTE]}
//! ```
//!
//! An ATTRIBUTE is `{"id", "name", "definition", "kind", "choices" or "parts": [{"id", "name"}], "archived"}`; its kind is
//! `choice`, `flag`, `text`, `date`, `number` or `parts`. The order of a list is the order of the codebook. A role is
//! `claim`, `source`, `event` or absent, a scope `what_matters` or absent (everything); what is absent is empty or false.

use super::fields::Fields;
use super::object::Object;
use crate::model::{
    AttributeDef, AttributeId, AttributeKind, Choice, Codebook, Color, Label, LabelId, LabelRole, MarkScope,
    RelationType, RelationTypeId,
};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The color of a label that came without one, sRGB: a gray that no default label has.
pub(super) const NEUTRAL: Color = Color([0x6B, 0x72, 0x80]);

/// The whole codebook as JSON.
pub(crate) fn codebook_json(codebook: &Codebook) -> Value {
    let mut types: Vec<_> = codebook.relation_types.values().collect();
    types.sort_unstable_by_key(|kind| (kind.order, kind.id.clone()));
    Object::new()
        .with("labels", codebook.ordered().into_iter().map(|label| label_json(label)).collect::<Vec<_>>())
        .with("relation_types", types.into_iter().map(|kind| relation_type_json(kind)).collect::<Vec<_>>())
        .with("article_attributes", attributes_json(codebook.ordered_article_attributes()))
        .value()
}

fn label_json(label: &Label) -> Value {
    let role = match label.role {
        LabelRole::Claim => "claim",
        LabelRole::Source => "source",
        LabelRole::Event => "event",
        LabelRole::Other => "",
    };
    let scope = if label.scope == MarkScope::WhatMatters { "what_matters" } else { "" };
    Object::new()
        .with("id", label.id.as_str())
        .with("name", label.name.as_str())
        .with("role", role)
        .with("definition", label.definition.as_str())
        .with("examples", label.examples.iter().cloned().map(Value::String).collect::<Vec<_>>())
        .with("color", label.color.to_string())
        .with("key", label.key.map(String::from).unwrap_or_default())
        .with("parent", label.parent.as_ref().map(LabelId::as_str).unwrap_or_default())
        .with("attributes", attributes_json(label.attributes.iter()))
        .with("thread_attributes", attributes_json(label.thread_attributes.iter()))
        .with("scope", scope)
        .with("archived", label.archived)
        .value()
}

fn relation_type_json(kind: &RelationType) -> Value {
    let labels = |side: &[LabelId]| side.iter().map(|id| Value::String(id.to_string())).collect::<Vec<_>>();
    Object::new()
        .with("id", kind.id.as_str())
        .with("name", kind.name.as_str())
        .with("definition", kind.definition.as_str())
        .with("from", labels(&kind.from))
        .with("to", labels(&kind.to))
        .with("archived", kind.archived)
        .value()
}

fn attributes_json<'a>(defs: impl IntoIterator<Item = &'a AttributeDef>) -> Vec<Value> {
    let named = |list: &[Choice]| -> Vec<Value> {
        list.iter().map(|c| Object::new().with("id", c.id.as_str()).with("name", c.name.as_str()).value()).collect()
    };
    let one = |def: &AttributeDef| {
        let (kind, choices, parts) = match &def.kind {
            AttributeKind::Choice(choices) => ("choice", named(choices), Vec::new()),
            AttributeKind::Flag => ("flag", Vec::new(), Vec::new()),
            AttributeKind::Text => ("text", Vec::new(), Vec::new()),
            AttributeKind::Date => ("date", Vec::new(), Vec::new()),
            AttributeKind::Number => ("number", Vec::new(), Vec::new()),
            AttributeKind::Parts(parts) => ("parts", Vec::new(), named(parts)),
        };
        Object::new()
            .with("id", def.id.as_str())
            .with("name", def.name.as_str())
            .with("definition", def.definition.as_str())
            .with("kind", kind)
            .with("choices", choices)
            .with("parts", parts)
            .with("archived", def.archived)
            .value()
    };
    defs.into_iter().map(one).collect()
}

/// Reads a codebook; what could not be read is said in `wrong`.
pub(super) fn codebook_of(mut fields: Fields, wrong: &mut Vec<String>) -> Codebook {
    let mut codebook = Codebook::default();
    let mut keys = BTreeSet::new();
    for (order, label) in fields.objects("labels").into_iter().enumerate() {
        if let Some(mut label) = label_of(label, order as u32, wrong) {
            // Two labels cannot share a key: the first keeps it.
            label.key = label.key.filter(|key| keys.insert(*key));
            codebook.labels.entry(label.id.clone()).or_insert_with(|| Arc::new(label));
        }
    }
    let known: BTreeSet<LabelId> = codebook.labels.keys().cloned().collect();
    for label in codebook.labels.values_mut() {
        if label.parent.as_ref().is_some_and(|parent| !known.contains(parent)) {
            wrong.push(format!("the parent of label {:?} is not in the codebook; it was left out", label.id.as_str()));
            Arc::make_mut(label).parent = None;
        }
    }
    for (order, kind) in fields.objects("relation_types").into_iter().enumerate() {
        if let Some(kind) = relation_type_of(kind, order as u32, wrong) {
            codebook.relation_types.entry(kind.id.clone()).or_insert_with(|| Arc::new(kind));
        }
    }
    for (order, def) in attribute_defs(&mut fields, "article_attributes", wrong).into_iter().enumerate() {
        codebook.article_attributes.entry(def.id.clone()).or_insert_with(|| Arc::new((order as u32, def)));
    }
    leftovers(&mut fields, "the codebook", wrong);
    codebook
}

/// Says what of a record was of the wrong kind, or is not known here.
pub(super) fn leftovers(fields: &mut Fields, of: &str, wrong: &mut Vec<String>) {
    wrong.extend(fields.wrong().into_iter().map(|what| format!("{of}: {what}")));
    wrong.extend(fields.rest().into_keys().map(|name| format!("{of}: field {name:?} is not known; it was left out")));
}

fn label_of(mut fields: Fields, order: u32, wrong: &mut Vec<String>) -> Option<Label> {
    let id = fields.text("id");
    let Some(id) = LabelId::parse(&id) else {
        wrong.push(format!("label {id:?} of the codebook has no name that a codebook takes; it was left out"));
        return None;
    };
    let role = match fields.text("role").as_str() {
        "claim" => LabelRole::Claim,
        "source" => LabelRole::Source,
        "event" => LabelRole::Event,
        _ => LabelRole::Other,
    };
    let mut key = fields.text("key").chars().next().map(|c| c.to_ascii_lowercase());
    key = key.filter(|c| c.is_alphabetic());
    let scope = if fields.text("scope") == "what_matters" { MarkScope::WhatMatters } else { MarkScope::Everything };
    let label = Label {
        name: Some(fields.text("name")).filter(|n| !n.is_empty()).unwrap_or_else(|| readable(id.as_str())),
        role,
        definition: fields.text("definition"),
        examples: fields.texts("examples"),
        color: Color::parse(&fields.text("color")).unwrap_or(NEUTRAL),
        key,
        parent: LabelId::parse(&fields.text("parent")),
        attributes: attribute_defs(&mut fields, "attributes", wrong),
        thread_attributes: attribute_defs(&mut fields, "thread_attributes", wrong),
        scope,
        archived: fields.flag("archived"),
        order,
        id,
    };
    leftovers(&mut fields, &format!("label {:?}", label.id.as_str()), wrong);
    Some(label)
}

fn relation_type_of(mut fields: Fields, order: u32, wrong: &mut Vec<String>) -> Option<RelationType> {
    let id = fields.text("id");
    let Some(id) = RelationTypeId::parse(&id) else {
        wrong.push(format!("arrow type {id:?} of the codebook has no name that a codebook takes; it was left out"));
        return None;
    };
    let labels = |names: Vec<String>| names.iter().filter_map(|name| LabelId::parse(name)).collect();
    let kind = RelationType {
        name: Some(fields.text("name")).filter(|n| !n.is_empty()).unwrap_or_else(|| readable(id.as_str())),
        definition: fields.text("definition"),
        from: labels(fields.texts("from")),
        to: labels(fields.texts("to")),
        archived: fields.flag("archived"),
        order,
        id,
    };
    leftovers(&mut fields, &format!("arrow type {:?}", kind.id.as_str()), wrong);
    Some(kind)
}

fn attribute_defs(fields: &mut Fields, name: &str, wrong: &mut Vec<String>) -> Vec<AttributeDef> {
    let mut defs: Vec<AttributeDef> = Vec::new();
    for mut def in fields.objects(name) {
        let id = def.text("id");
        let Some(id) = AttributeId::parse(&id).filter(|id| defs.iter().all(|d| d.id != *id)) else {
            wrong.push(format!(
                "attribute {id:?} of the codebook is there twice or has no fitting name; it was left out"
            ));
            continue;
        };
        let kind = match def.text("kind").as_str() {
            "choice" => AttributeKind::Choice(named(&mut def, "choices")),
            "flag" => AttributeKind::Flag,
            "date" => AttributeKind::Date,
            "number" => AttributeKind::Number,
            "parts" => AttributeKind::Parts(named(&mut def, "parts")),
            _ => AttributeKind::Text,
        };
        let name = Some(def.text("name")).filter(|n| !n.is_empty()).unwrap_or_else(|| readable(id.as_str()));
        let (definition, archived) = (def.text("definition"), def.flag("archived"));
        leftovers(&mut def, &format!("attribute {:?}", id.as_str()), wrong);
        defs.push(AttributeDef { id, name, definition, kind, archived });
    }
    defs
}

fn named(fields: &mut Fields, list: &str) -> Vec<Choice> {
    let choices = fields.objects(list).into_iter();
    choices.map(|mut choice| Choice { id: choice.text("id"), name: choice.text("name") }).collect()
}

/// `cued_by` as `Cued by`: a name for what came without one.
pub(super) fn readable(id: &str) -> String {
    let spaced = id.replace('_', " ");
    let mut chars = spaced.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::default_codebook;

    #[test]
    fn the_default_codebook_comes_back() {
        let json = codebook_json(&default_codebook());
        let mut wrong = Vec::new();
        let back = codebook_of(Fields::of(json.clone()).unwrap(), &mut wrong);
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(back, default_codebook());
        assert!(!json.to_string().contains("null"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let json = serde_json::json!({
            "labels": [{"id": "x", "key": "q", "parent": "y"}, {"id": "A B"}, {"id": "z", "key": "q", "new": 1}]
        });
        let mut wrong = Vec::new();
        let back = codebook_of(Fields::of(json).unwrap(), &mut wrong);
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        let keys: Vec<_> = back.ordered().iter().map(|l| (l.name.clone(), l.key, l.color)).collect();
        assert_eq!(keys, [("X".into(), Some('q'), NEUTRAL), ("Z".into(), None, NEUTRAL)]);
    }
}
