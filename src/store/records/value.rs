//! Attribute values on disk: yes or no, words, a list of words, or named parts.

use super::{attribute_id, known};
use crate::model::{AttributeValue, Attributes};
use crate::store::notation::{Put, note_unknown};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::store) struct ValueRecord(pub(in crate::store) AttributeValue);

/// Values by attribute.
pub(in crate::store) type Values = BTreeMap<String, ValueRecord>;

/// Attributes as files write them.
pub(super) fn values_of(attributes: &Attributes) -> Values {
    attributes.iter().map(|(id, value)| (id.to_string(), ValueRecord(value.clone()))).collect()
}

/// Attributes from a file.
pub(super) fn attributes_of(values: Values) -> Attributes {
    let known_id = |id: String| known(attribute_id(&id), "attribute", &id);
    values.into_iter().filter_map(|(id, value)| Some((known_id(id)?, value.0))).collect()
}

impl Put for ValueRecord {
    fn put(&self, out: &mut String) {
        match &self.0 {
            AttributeValue::Flag(flag) => flag.put(out),
            AttributeValue::Text(words) => words.put(out),
            AttributeValue::List(list) => list.put(out),
            AttributeValue::Parts(parts) => parts.put(out),
        }
    }
}

impl<'de> Deserialize<'de> for ValueRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Self)
    }
}

/// Takes the four kinds, and a bare number as its digits, which is noted.
struct AnyValue;

fn number(written: &impl ToString) -> AttributeValue {
    let written = written.to_string();
    note_unknown(format!("number {written} without quotation marks"));
    AttributeValue::Text(written)
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = AttributeValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false, a string, a list of strings, or a map of strings")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<AttributeValue, E> {
        Ok(AttributeValue::Flag(flag))
    }

    fn visit_str<E>(self, words: &str) -> Result<AttributeValue, E> {
        Ok(AttributeValue::Text(words.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<AttributeValue, E> {
        Ok(number(&value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<AttributeValue, E> {
        Ok(number(&value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<AttributeValue, E> {
        Ok(number(&value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<AttributeValue, A::Error> {
        let mut list = Vec::new();
        while let Some(words) = seq.next_element()? {
            list.push(words);
        }
        Ok(AttributeValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AttributeValue, A::Error> {
        let mut parts = BTreeMap::new();
        while let Some((key, words)) = map.next_entry()? {
            parts.insert(key, words);
        }
        Ok(AttributeValue::Parts(parts))
    }
}
