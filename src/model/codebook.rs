//! The codebook: labels, attributes and relation types as data.

use super::{AttributeDef, AttributeId, LabelId, RelationTypeId};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// What the program knows about a label beyond its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelRole {
    /// The content of what somebody says.
    Claim,
    /// Whom a claim is credited to.
    Source,
    /// Something that happened, is planned, alleged or denied.
    Event,
    /// A label of the project's own.
    #[default]
    Other,
}

/// Whether every place is marked or only what matters for the question at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkScope {
    /// Everything that fits the definition is marked.
    #[default]
    Everything,
    /// What matters here is marked.
    WhatMatters,
}

/// A color in sRGB, 8 bits a channel; the theme derives shades for light and dark from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color(pub [u8; 3]);

impl Color {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let value = u32::from_str_radix(hex, 16).ok()?;
        let [_, r, g, b] = value.to_be_bytes();
        Some(Self([r, g, b]))
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

/// A label of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What annotations cite; never changes.
    pub id: LabelId,
    /// What the screen shows.
    pub name: String,
    /// What the program knows about it.
    pub role: LabelRole,
    /// What belongs under it.
    pub definition: String,
    /// Examples, as an annotator would mark them.
    pub examples: Vec<String>,
    /// Its color.
    pub color: Color,
    /// The letter that applies it, lower case.
    pub key: Option<char>,
    /// The label that it is a kind of.
    pub parent: Option<LabelId>,
    /// Attributes of its annotations, in order.
    pub attributes: Vec<AttributeDef>,
    /// Attributes of its threads, in order.
    pub thread_attributes: Vec<AttributeDef>,
    /// Whether everything is marked or what matters.
    pub scope: MarkScope,
    /// Kept for what is already coded, and not offered any more.
    pub archived: bool,
    /// Its place among the labels, from 0.
    pub order: u32,
}

impl Label {
    /// The definition of one of its attributes.
    pub fn attribute(&self, id: &AttributeId) -> Option<&AttributeDef> {
        self.attributes.iter().find(|a| a.id == *id)
    }
}

/// A type of relation between two annotations of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationType {
    /// What relations cite; never changes.
    pub id: RelationTypeId,
    /// What the screen shows, read from the first annotation to the second.
    pub name: String,
    /// What it means.
    pub definition: String,
    /// Labels that it may start at; empty means any.
    pub from: Vec<LabelId>,
    /// Labels that it may end at; empty means any.
    pub to: Vec<LabelId>,
    /// Kept for what is already coded, and not offered any more.
    pub archived: bool,
    /// Its place among the types, from 0.
    pub order: u32,
}

/// All labels, relation types and article attributes of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codebook {
    /// Labels by id.
    pub labels: BTreeMap<LabelId, Arc<Label>>,
    /// Relation types by id.
    pub relation_types: BTreeMap<RelationTypeId, Arc<RelationType>>,
    /// Attributes of articles by id, with their place in the order from 0.
    pub article_attributes: BTreeMap<AttributeId, Arc<(u32, AttributeDef)>>,
}

impl Codebook {
    /// All labels in the codebook's order.
    pub fn ordered(&self) -> Vec<&Arc<Label>> {
        let mut labels: Vec<_> = self.labels.values().collect();
        labels.sort_unstable_by_key(|label| (label.order, label.id.clone()));
        labels
    }

    /// Labels that are offered, in the codebook's order.
    pub fn offered(&self) -> impl Iterator<Item = &Arc<Label>> {
        self.ordered().into_iter().filter(|label| !label.archived)
    }

    /// Attributes of articles in the codebook's order.
    pub fn ordered_article_attributes(&self) -> Vec<&AttributeDef> {
        let mut all: Vec<_> = self.article_attributes.values().collect();
        all.sort_unstable_by_key(|a| (a.0, a.1.id.clone()));
        all.into_iter().map(|a| &a.1).collect()
    }

    /// A label by id.
    pub fn label(&self, id: &LabelId) -> Option<&Arc<Label>> {
        self.labels.get(id)
    }

    /// The role of a label; other for one that the codebook does not know.
    pub fn role(&self, id: &LabelId) -> LabelRole {
        self.labels.get(id).map_or(LabelRole::Other, |label| label.role)
    }

    /// The first offered label with this role.
    pub fn label_with_role(&self, role: LabelRole) -> Option<&Arc<Label>> {
        self.offered().find(|label| label.role == role)
    }

    /// Relation types that may run between annotations of these labels, in order.
    pub fn relation_types_between(&self, from: &LabelId, to: &LabelId) -> Vec<&Arc<RelationType>> {
        let allows = |side: &[LabelId], label: &LabelId| side.is_empty() || side.contains(label);
        let mut fitting: Vec<_> = self
            .relation_types
            .values()
            .filter(|kind| !kind.archived && allows(&kind.from, from) && allows(&kind.to, to))
            .collect();
        fitting.sort_unstable_by_key(|kind| (kind.order, kind.id.clone()));
        fitting
    }
}
