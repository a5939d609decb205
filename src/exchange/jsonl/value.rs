//! Attribute values as JSON.

use super::fields::Fields;
use super::node::Node;
use super::object::{Part, to_value};
use crate::model::{AttributeId, AttributeValue, Attributes, Extra};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// A value as JSON: true or false, a string, a list of strings, or an object of strings.
struct ValueRecord<'a>(&'a AttributeValue);

impl Serialize for ValueRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            AttributeValue::Flag(flag) => serializer.serialize_bool(*flag),
            AttributeValue::Text(words) => serializer.serialize_str(words),
            AttributeValue::List(values) => serializer.collect_seq(values),
            AttributeValue::Parts(parts) => serializer.collect_map(parts),
        }
    }
}

/// Attributes as an object.
pub(super) struct AttributesRecord<'a>(pub(super) &'a Attributes);

impl Serialize for AttributesRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, value)| (id.as_str(), ValueRecord(value))))
    }
}

impl Part for AttributesRecord<'_> {
    fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

/// A value as JSON: true or false, a string, a list of strings, or an object of strings.
pub(in crate::exchange) fn value_json(value: &AttributeValue) -> Value {
    to_value(ValueRecord(value))
}

/// Kept fields as they were; one whose text is not JSON becomes a string.
pub(in crate::exchange) fn extra_json(extra: &Extra) -> impl Iterator<Item = (&String, Value)> {
    extra.iter().map(|(name, text)| (name, serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone()))))
}

/// A string as it is, anything else as its JSON text.
fn words(node: Node) -> String {
    match node {
        Node::Words(words) => words,
        other => other.to_string(),
    }
}

/// A value from JSON; null is absent, a number becomes its digits.
pub(super) fn value_of(node: Node) -> Option<AttributeValue> {
    Some(match node {
        Node::Null => return None,
        Node::Flag(flag) => AttributeValue::Flag(flag),
        Node::Words(words) => AttributeValue::Text(words),
        Node::Number(number) => AttributeValue::Text(number.to_string()),
        Node::List(nodes) => AttributeValue::List(nodes.into_iter().filter(|n| !n.is_null()).map(words).collect()),
        Node::Object(parts) => {
            let parts = parts.into_iter().filter(|(_, node)| !node.is_null());
            AttributeValue::Parts(parts.map(|(name, node)| (name.into_string(), words(node))).collect())
        }
    })
}

/// Attributes from an object. A name of another form is made to fit, and one that cannot be is said.
pub(super) fn attributes_of(fields: Option<Fields>, wrong: &mut Vec<String>) -> Attributes {
    let mut attributes = Attributes::new();
    for (name, value) in fields.into_iter().flat_map(Fields::into_pairs) {
        let name = name.as_str();
        let id = AttributeId::parse(name).or_else(|| AttributeId::from_typed(name));
        match (id, value_of(value)) {
            (Some(id), Some(value)) if !attributes.contains_key(&id) => {
                attributes.insert(id, value);
            }
            (_, None) => {}
            _ => wrong.push(format!("attribute {name:?} has no name that a codebook takes; it was left out")),
        }
    }
    attributes
}
