//! A JSON value as it is read: objects are short lists, which cost less than maps that hash each name.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// Fields up to so many are compared one by one where a name must not stand twice.
const FEW: usize = 24;

/// Names that stand in every annotation: they are not copied for each of them.
const COMMON: [&str; 26] = [
    "id",
    "label",
    "ranges",
    "annotator",
    "provenance",
    "how",
    "by",
    "computed",
    "attributes",
    "threads",
    "note",
    "unsure",
    "quote",
    "before",
    "after",
    "foreign_id",
    "type",
    "from",
    "to",
    "range",
    "when",
    "mode",
    "voice",
    "act",
    "stance",
    "named",
];

/// The name of a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(Cow<'static, str>);

impl Name {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn into_string(self) -> String {
        self.0.into_owned()
    }

    fn common(name: &str) -> Option<Self> {
        COMMON.iter().find(|known| **known == name).map(|known| Self(Cow::Borrowed(known)))
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self::common(&name).unwrap_or(Self(Cow::Owned(name)))
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(AnyName)
    }
}

struct AnyName;

impl Visitor<'_> for AnyName {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        Ok(Name::common(name).unwrap_or_else(|| Name(Cow::Owned(name.to_owned()))))
    }

    fn visit_string<E: Error>(self, name: String) -> Result<Name, E> {
        Ok(name.into())
    }
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Null,
    Flag(bool),
    Number(Number),
    Words(String),
    List(Vec<Self>),
    /// The fields of an object, in order; each name stands once.
    Object(Vec<(Name, Self)>),
}

impl Node {
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// What kind of JSON value this is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Words(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        if let Self::Words(words) = self { Some(words) } else { None }
    }

    pub(super) fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    pub(super) fn as_number(&self) -> Option<&Number> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }
}

/// As JSON.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Value::from(self.clone()).fmt(f)
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Flag(flag),
            Value::Number(number) => Self::Number(number),
            Value::String(words) => Self::Words(words),
            Value::Array(list) => Self::List(list.into_iter().map(Self::from).collect()),
            Value::Object(map) => {
                Self::Object(map.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
            }
        }
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        match node {
            Node::Null => Self::Null,
            Node::Flag(flag) => Self::Bool(flag),
            Node::Number(number) => Self::Number(number),
            Node::Words(words) => Self::String(words),
            Node::List(list) => Self::Array(list.into_iter().map(Self::from).collect()),
            Node::Object(fields) => {
                Self::Object(fields.into_iter().map(|(name, node)| (name.into_string(), node.into())).collect())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Node, E> {
        Ok(Number::from_f64(number).map_or(Node::Null, Node::Number))
    }

    fn visit_str<E: Error>(self, words: &str) -> Result<Node, E> {
        Ok(Node::Words(words.to_owned()))
    }

    fn visit_string<E: Error>(self, words: String) -> Result<Node, E> {
        Ok(Node::Words(words))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut fields: Vec<(Name, Node)> = Vec::with_capacity(8);
        while let Some((name, node)) = entries.next_entry::<Name, Node>()? {
            let known = if fields.len() < FEW { fields.iter_mut().find(|(other, _)| *other == name) } else { None };
            match known {
                Some((_, before)) => *before = node,
                None => fields.push((name, node)),
            }
        }
        Ok(Node::Object(if fields.len() < FEW { fields } else { once_each(fields) }))
    }
}

/// Of fields with one name the last, where the first stood.
fn once_each(fields: Vec<(Name, Node)>) -> Vec<(Name, Node)> {
    let mut at: BTreeMap<Name, usize> = BTreeMap::new();
    let mut once: Vec<(Name, Node)> = Vec::with_capacity(fields.len());
    for (name, node) in fields {
        let place = *at.entry(name.clone()).or_insert(once.len());
        match once.get_mut(place) {
            Some((_, before)) => *before = node,
            None => once.push((name, node)),
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_serde_json_reads_it() {
        let many: String = (0..60).map(|n| format!("\"n{}\": {n},", n % 40)).collect();
        for text in [
            r#"{"a": 1, "b": [1.5, -2, {"c": null}], "a": "again", "d": [[1, 2], []], "e": {"f": true}}"#.to_owned(),
            format!("{{{many} \"n7\": []}}"),
            "[18446744073709551615, 1e300, \"\\u00e9\\n\", false]".to_owned(),
            "null".to_owned(),
        ] {
            let value: Value = serde_json::from_str(&text).unwrap();
            let node: Node = serde_json::from_str(&text).unwrap();
            assert_eq!(Value::from(node.clone()).to_string(), value.to_string());
            assert_eq!(Value::from(Node::from(value.clone())), value);
            assert_eq!(node.kind(), Node::from(value).kind());
        }
    }
}
