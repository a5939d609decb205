//! The codebook's records in `project.ron`.

use super::known;
use crate::model::{
    AttributeDef, AttributeId, AttributeKind, Choice, Color, Label, LabelId, LabelRole, MarkScope, RelationType,
    RelationTypeId,
};
use crate::store::notation::{Put, Word, note_unknown, record};

record! {
    /// A label.
    LabelRecord = "Label" {
        id: String,
        name: String,
        role: Word,
        definition: String,
        examples: Vec<String>,
        color: String,
        key: String,
        parent: String,
        attributes: Vec<AttributeRecord>,
        thread_attributes: Vec<AttributeRecord>,
        scope: Word,
        archived: bool,
        /// Left out where it is the label's place in the file.
        order: Option<u32>,
    }
}

record! {
    /// A relation type.
    RelationTypeRecord = "RelationType" {
        id: String,
        name: String,
        definition: String,
        from: Vec<String>,
        to: Vec<String>,
        archived: bool,
        /// Left out where it is the type's place in the file.
        order: Option<u32>,
    }
}

record! {
    /// An attribute.
    AttributeRecord = "Attribute" {
        id: String,
        name: String,
        definition: String,
        kind: Word,
        archived: bool,
        /// Of an article attribute; left out where it is its place in the file.
        order: Option<u32>,
    }
}

impl LabelRecord {
    pub(in crate::store) fn of(label: &Label) -> Self {
        let role = match label.role {
            LabelRole::Claim => Word::new("claim"),
            LabelRole::Source => Word::new("source"),
            LabelRole::Event => Word::new("event"),
            LabelRole::Other => Word::default(),
        };
        let scope = match label.scope {
            MarkScope::Everything => Word::default(),
            MarkScope::WhatMatters => Word::new("what_matters"),
        };
        Self {
            id: label.id.to_string(),
            name: label.name.clone(),
            role,
            definition: label.definition.clone(),
            examples: label.examples.clone(),
            color: label.color.to_string(),
            key: label.key.map(String::from).unwrap_or_default(),
            parent: label.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
            attributes: label.attributes.iter().map(AttributeRecord::of).collect(),
            thread_attributes: label.thread_attributes.iter().map(AttributeRecord::of).collect(),
            scope,
            archived: label.archived,
            order: Some(label.order),
        }
    }

    pub(in crate::store) fn read(self) -> Option<Label> {
        let mut letters = self.key.chars();
        let key = letters.next();
        if letters.next().is_some() {
            note_unknown(format!("key {:?}", self.key));
        }
        let role = match self.role.name.as_str() {
            "claim" => LabelRole::Claim,
            "source" => LabelRole::Source,
            "event" => LabelRole::Event,
            "" | "other" => LabelRole::Other,
            unknown => {
                note_unknown(format!("role {unknown:?}"));
                LabelRole::Other
            }
        };
        let scope = match self.scope.name.as_str() {
            "what_matters" => MarkScope::WhatMatters,
            "" | "everything" => MarkScope::Everything,
            unknown => {
                note_unknown(format!("scope {unknown:?}"));
                MarkScope::Everything
            }
        };
        let parent = Some(&self.parent).filter(|p| !p.is_empty());
        Some(Label {
            id: known(LabelId::parse(&self.id), "label id", &self.id)?,
            name: self.name,
            role,
            definition: self.definition,
            examples: self.examples,
            color: known(Color::parse(&self.color), "color", &self.color).unwrap_or(Color([128, 128, 128])),
            key,
            parent: parent.and_then(|p| known(LabelId::parse(p), "label id", p)),
            attributes: self.attributes.into_iter().filter_map(AttributeRecord::read).collect(),
            thread_attributes: self.thread_attributes.into_iter().filter_map(AttributeRecord::read).collect(),
            scope,
            archived: self.archived,
            order: self.order.unwrap_or_default(),
        })
    }
}

impl RelationTypeRecord {
    pub(in crate::store) fn of(kind: &RelationType) -> Self {
        let names = |labels: &[LabelId]| labels.iter().map(ToString::to_string).collect();
        Self {
            id: kind.id.to_string(),
            name: kind.name.clone(),
            definition: kind.definition.clone(),
            from: names(&kind.from),
            to: names(&kind.to),
            archived: kind.archived,
            order: Some(kind.order),
        }
    }

    pub(in crate::store) fn read(self) -> Option<RelationType> {
        let labels = |names: Vec<String>| {
            names.iter().filter_map(|name| known(LabelId::parse(name), "label id", name)).collect()
        };
        Some(RelationType {
            id: known(RelationTypeId::parse(&self.id), "relation type", &self.id)?,
            name: self.name,
            definition: self.definition,
            from: labels(self.from),
            to: labels(self.to),
            archived: self.archived,
            order: self.order.unwrap_or_default(),
        })
    }
}

impl AttributeRecord {
    pub(in crate::store) fn of(def: &AttributeDef) -> Self {
        let with = |name: &str, choices: &[Choice]| {
            let pairs: Vec<_> = choices.iter().map(|c| (c.id.clone(), c.name.clone())).collect();
            let mut args = String::new();
            pairs.put(&mut args);
            Word { name: name.into(), args }
        };
        let kind = match &def.kind {
            AttributeKind::Choice(choices) => with("choice", choices),
            AttributeKind::Flag => Word::new("flag"),
            AttributeKind::Text => Word::default(),
            AttributeKind::Date => Word::new("date"),
            AttributeKind::Number => Word::new("number"),
            AttributeKind::Parts(parts) => with("parts", parts),
        };
        Self {
            id: def.id.to_string(),
            name: def.name.clone(),
            definition: def.definition.clone(),
            kind,
            archived: def.archived,
            order: None,
        }
    }

    pub(in crate::store) fn read(self) -> Option<AttributeDef> {
        let pairs = || {
            let pairs = self.kind.list::<Vec<(String, String)>>()?.into_iter().next()?;
            Some(pairs.into_iter().map(|(id, name)| Choice { id, name }).collect::<Vec<_>>())
        };
        let kind = match self.kind.name.as_str() {
            "choice" => pairs().map(AttributeKind::Choice),
            "parts" => pairs().map(AttributeKind::Parts),
            "flag" => Some(AttributeKind::Flag),
            "" | "text" => Some(AttributeKind::Text),
            "date" => Some(AttributeKind::Date),
            "number" => Some(AttributeKind::Number),
            _ => None,
        };
        let kind = kind.unwrap_or_else(|| {
            note_unknown(format!("attribute kind {:?}", self.kind.written()));
            AttributeKind::Text
        });
        let id = known(AttributeId::parse(&self.id), "attribute", &self.id)?;
        Some(AttributeDef { id, name: self.name, definition: self.definition, kind, archived: self.archived })
    }
}
