//! Attributes of annotations, threads and articles: what the codebook allows and what a record holds.

use super::AttributeId;
use std::collections::BTreeMap;

/// The attributes that a record holds, by id.
pub type Attributes = BTreeMap<AttributeId, AttributeValue>;

/// One value of an attribute. A value that the codebook does not foresee is kept all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributeValue {
    /// Yes or no.
    Flag(bool),
    /// Free words, or the id of a choice.
    Text(String),
    /// Several of those.
    List(Vec<String>),
    /// Named parts: of a date (`words`, `value`, `precision`, `from`), a number (`value`, `unit`, `qualifier`), a
    /// verdict (`rating`, `reasoning`, `evidence`, `address`).
    Parts(BTreeMap<String, String>),
}

impl AttributeValue {
    /// A value of words.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    /// The words of a text value or choice; `None` for other kinds.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(words) => Some(words),
            _ => None,
        }
    }
}

/// One of the values of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What records hold.
    pub id: String,
    /// What the screen shows.
    pub name: String,
}

/// What values an attribute takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// One of some values; on the screen each has a digit.
    Choice(Vec<Choice>),
    /// Yes or no.
    Flag,
    /// Free words.
    Text,
    /// Words about a time, with a value and its precision.
    Date,
    /// A number with unit and qualifier.
    Number,
    /// Named parts, in the order given.
    Parts(Vec<Choice>),
}

/// An attribute as the codebook defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeDef {
    /// What records cite.
    pub id: AttributeId,
    /// What the screen shows.
    pub name: String,
    /// What it means, for annotators.
    pub definition: String,
    /// What values it takes.
    pub kind: AttributeKind,
    /// Kept in the codebook for what is already coded, and not offered any more.
    pub archived: bool,
}

impl AttributeDef {
    /// The choices, where it is one of some values.
    pub fn choices(&self) -> &[Choice] {
        match &self.kind {
            AttributeKind::Choice(choices) => choices,
            _ => &[],
        }
    }

    /// Names of the parts of a structured value, as `(id, name)`; empty for other kinds.
    pub fn parts(&self) -> Vec<(&str, &str)> {
        match &self.kind {
            AttributeKind::Date => {
                vec![("words", "Words"), ("value", "Date"), ("precision", "Precision"), ("from", "Resolved from")]
            }
            AttributeKind::Number => vec![("value", "Value"), ("unit", "Unit"), ("qualifier", "Qualifier")],
            AttributeKind::Parts(parts) => parts.iter().map(|p| (p.id.as_str(), p.name.as_str())).collect(),
            _ => Vec::new(),
        }
    }

    /// What the screen shows for a value.
    pub fn show(&self, value: &AttributeValue) -> String {
        let named = |id: &str| self.choices().iter().find(|c| c.id == id).map_or(id.to_owned(), |c| c.name.clone());
        match value {
            AttributeValue::Flag(true) => "yes".into(),
            AttributeValue::Flag(false) => "no".into(),
            AttributeValue::Text(words) => named(words),
            AttributeValue::List(values) => values.iter().map(|v| named(v)).collect::<Vec<_>>().join(", "),
            AttributeValue::Parts(parts) => parts.values().map(String::as_str).collect::<Vec<_>>().join(" · "),
        }
    }
}
