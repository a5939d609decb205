//! Attribute values as JSON.

use super::fields::Fields;
use super::object::{Part, to_value};
use crate::model::{AttributeId, AttributeValue, Attributes, Extra};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

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
fn words(value: Value) -> String {
    match value {
        Value::String(words) => words,
        other => other.to_string(),
    }
}

/// A value from JSON; null is absent, a number becomes its digits.
pub(super) fn value_of(value: Value) -> Option<AttributeValue> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(flag) => AttributeValue::Flag(flag),
        Value::String(words) => AttributeValue::Text(words),
        Value::Number(number) => AttributeValue::Text(number.to_string()),
        Value::Array(values) => AttributeValue::List(values.into_iter().filter(|v| !v.is_null()).map(words).collect()),
        Value::Object(parts) => {
            let parts = parts.into_iter().filter(|(_, v)| !v.is_null()).map(|(name, v)| (name, words(v)));
            AttributeValue::Parts(parts.collect::<BTreeMap<_, _>>())
        }
    })
}

/// Attributes from an object. A name of another form is made to fit, and one that cannot be is said.
pub(super) fn attributes_of(fields: Option<Fields>, wrong: &mut Vec<String>) -> Attributes {
    let mut attributes = Attributes::new();
    for (name, value) in fields.into_iter().flat_map(Fields::into_pairs) {
        let id = AttributeId::parse(&name).or_else(|| AttributeId::from_typed(&name));
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
