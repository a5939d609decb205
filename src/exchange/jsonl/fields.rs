//! One JSON object being read: fields are taken out one by one, and what is left over is kept.

use super::node::{Name, Node};
use crate::model::Extra;
use serde_json::Number;

/// The fields of an object that have not been read yet.
#[derive(Debug)]
pub(super) struct Fields {
    /// Few: looking along them costs less than a hash of each name.
    list: Vec<(Name, Node)>,
    wrong: Vec<String>,
}

impl Fields {
    /// The fields of an object; says what kind any other value is.
    pub(super) fn of(value: impl Into<Node>) -> Result<Self, &'static str> {
        match value.into() {
            Node::Object(list) => Ok(Self { list, wrong: Vec::new() }),
            other => Err(other.kind()),
        }
    }

    /// A field as it is; null counts as absent.
    pub(super) fn take(&mut self, name: &str) -> Option<Node> {
        let at = self.list.iter().position(|(field, _)| field.as_str() == name)?;
        Some(self.list.remove(at).1).filter(|value| !value.is_null())
    }

    /// True where the field is there, whatever it holds.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|node| !node.is_null())
    }

    /// True where a field, left where it is, is absent, or what it is compared with is empty, or both are the same.
    pub(super) fn agrees(&self, name: &str, other: &str) -> bool {
        other.is_empty() || self.words(name).is_none_or(|value| value.is_empty() || value == other)
    }

    /// A string, left where it is.
    pub(super) fn words(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// A number, left where it is.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_number()?.as_f64()
    }

    fn get(&self, name: &str) -> Option<&Node> {
        self.list.iter().find(|(field, _)| field.as_str() == name).map(|(_, node)| node)
    }

    fn expect(&mut self, name: &str, expected: &str, kind: &str) {
        self.wrong.push(format!("{name:?} is {kind}, not {expected}; it was left out"));
    }

    /// A string; empty where absent. A number is taken as its digits.
    pub(super) fn text(&mut self, name: &str) -> String {
        match self.take(name) {
            None => String::new(),
            Some(Node::Words(text)) => text,
            Some(Node::Number(number)) => number.to_string(),
            Some(other) => {
                self.expect(name, "a string", other.kind());
                String::new()
            }
        }
    }

    /// True or false; false where absent.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        match self.take(name) {
            None => false,
            Some(Node::Flag(flag)) => flag,
            Some(other) => {
                self.expect(name, "true or false", other.kind());
                false
            }
        }
    }

    /// A number from 0 to 1; 0 where absent.
    pub(super) fn score(&mut self, name: &str) -> f64 {
        match self.take(name) {
            None => 0.0,
            Some(value) => {
                let score = value.as_number().and_then(Number::as_f64).filter(|score| (0.0..=1.0).contains(score));
                if score.is_none() {
                    self.wrong.push(format!("{name:?} is not a number from 0 to 1; it was left out"));
                }
                score.unwrap_or_default()
            }
        }
    }

    /// A list; empty where absent.
    pub(super) fn list(&mut self, name: &str) -> Vec<Node> {
        match self.take(name) {
            None => Vec::new(),
            Some(Node::List(list)) => list,
            Some(other) => {
                self.expect(name, "a list", other.kind());
                Vec::new()
            }
        }
    }

    /// A list of strings; a lone string is a list of one.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        if self.words(name).is_some() {
            return vec![self.text(name)];
        }
        let mut texts = Vec::new();
        for value in self.list(name) {
            match value {
                Node::Words(text) => texts.push(text),
                Node::Number(number) => texts.push(number.to_string()),
                other => self.expect(name, "a list of strings", other.kind()),
            }
        }
        texts
    }

    /// An object as its fields; nothing where absent.
    pub(super) fn object(&mut self, name: &str) -> Option<Self> {
        match Self::of(self.take(name)?) {
            Ok(fields) => Some(fields),
            Err(kind) => {
                self.expect(name, "an object", kind);
                None
            }
        }
    }

    /// A list of objects.
    pub(super) fn objects(&mut self, name: &str) -> Vec<Self> {
        let mut objects = Vec::new();
        for node in self.list(name) {
            match Self::of(node) {
                Ok(fields) => objects.push(fields),
                Err(kind) => self.expect(name, "a list of objects", kind),
            }
        }
        objects
    }

    /// A list of objects where it is nothing else; left where it is otherwise.
    pub(super) fn all_objects(&mut self, name: &str) -> Vec<Self> {
        let is_object = |node: &Node| matches!(node, Node::Object(_));
        match self.node_if(name, |node| matches!(node, Node::List(list) if list.iter().all(is_object))) {
            Some(Node::List(list)) => list.into_iter().filter_map(|node| Self::of(node).ok()).collect(),
            _ => Vec::new(),
        }
    }

    /// A field that is as wanted; left where it is otherwise.
    fn node_if(&mut self, name: &str, is_wanted: impl Fn(&Node) -> bool) -> Option<Node> {
        if self.get(name).is_some_and(is_wanted) { self.take(name) } else { None }
    }

    /// Fields with their values, in the order of the file.
    pub(super) fn into_pairs(self) -> impl Iterator<Item = (Name, Node)> {
        self.list.into_iter().filter(|(_, node)| !node.is_null())
    }

    /// What was of the wrong kind so far.
    pub(super) fn wrong(&mut self) -> Vec<String> {
        std::mem::take(&mut self.wrong)
    }

    /// What was not read, as name to JSON text.
    pub(super) fn rest(&mut self) -> Extra {
        let list = std::mem::take(&mut self.list);
        let there = list.into_iter().filter(|(_, node)| !node.is_null());
        there.map(|(name, node)| (name.into_string(), node.to_string())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_fits_and_says_what_does_not() {
        let mut fields = Fields::of(serde_json::json!({
            "id": 7, "note": ["x"], "tags": ["a", 1, true], "gone": null, "more": {"b": [1.5]}, "score": 2
        }))
        .unwrap();
        assert_eq!((fields.text("id").as_str(), fields.text("note").as_str()), ("7", ""));
        assert_eq!(fields.texts("tags"), ["a", "1"]);
        assert!(fields.score("score").abs() < f64::EPSILON && fields.take("gone").is_none());
        assert_eq!(fields.wrong().len(), 3);
        assert_eq!(fields.rest(), Extra::from([("more".to_owned(), r#"{"b":[1.5]}"#.to_owned())]));
    }
}
