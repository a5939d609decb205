//! One JSON object being read: fields are taken out one by one, and what is left over is kept.

use crate::model::Extra;
use serde_json::Value;

/// The fields of an object that have not been read yet.
#[derive(Debug)]
pub(super) struct Fields {
    /// Few: looking along them costs less than a hash of each name.
    list: Vec<(String, Value)>,
    wrong: Vec<String>,
}

/// What kind of JSON value this is, for messages.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

impl Fields {
    /// The fields of an object; gives any other value back.
    pub(super) fn of(value: Value) -> Result<Self, Value> {
        match value {
            Value::Object(map) => Ok(Self { list: map.into_iter().collect(), wrong: Vec::new() }),
            other => Err(other),
        }
    }

    /// A field as it is; null counts as absent.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.list.iter().position(|(field, _)| field == name)?;
        Some(self.list.remove(at).1).filter(|value| !value.is_null())
    }

    /// True where the field is there, whatever it holds.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !value.is_null())
    }

    /// True where a field, left where it is, is absent, or what it is compared with is empty, or both are the same.
    pub(super) fn agrees(&self, name: &str, other: &str) -> bool {
        other.is_empty()
            || self.get(name).and_then(Value::as_str).is_none_or(|value| value.is_empty() || value == other)
    }

    /// A number, left where it is.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.list.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    fn expect(&mut self, name: &str, expected: &str, value: &Value) {
        self.wrong.push(format!("{name:?} is {}, not {expected}; it was left out", kind_of(value)));
    }

    /// A string; empty where absent. A number is taken as its digits.
    pub(super) fn text(&mut self, name: &str) -> String {
        match self.take(name) {
            None => String::new(),
            Some(Value::String(text)) => text,
            Some(Value::Number(number)) => number.to_string(),
            Some(other) => {
                self.expect(name, "a string", &other);
                String::new()
            }
        }
    }

    /// True or false; false where absent.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        match self.take(name) {
            None => false,
            Some(Value::Bool(flag)) => flag,
            Some(other) => {
                self.expect(name, "true or false", &other);
                false
            }
        }
    }

    /// A number from 0 to 1; 0 where absent.
    pub(super) fn score(&mut self, name: &str) -> f64 {
        match self.take(name) {
            None => 0.0,
            Some(value) => {
                let score = value.as_f64().filter(|score| (0.0..=1.0).contains(score));
                if score.is_none() {
                    self.wrong.push(format!("{name:?} is not a number from 0 to 1; it was left out"));
                }
                score.unwrap_or_default()
            }
        }
    }

    /// A list; empty where absent.
    pub(super) fn list(&mut self, name: &str) -> Vec<Value> {
        match self.take(name) {
            None => Vec::new(),
            Some(Value::Array(list)) => list,
            Some(other) => {
                self.expect(name, "a list", &other);
                Vec::new()
            }
        }
    }

    /// A list of strings; a lone string is a list of one.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        if let Some(Value::String(_)) = self.get(name) {
            return vec![self.text(name)];
        }
        let mut texts = Vec::new();
        for value in self.list(name) {
            match value {
                Value::String(text) => texts.push(text),
                Value::Number(number) => texts.push(number.to_string()),
                other => self.expect(name, "a list of strings", &other),
            }
        }
        texts
    }

    /// An object as its fields; nothing where absent.
    pub(super) fn object(&mut self, name: &str) -> Option<Self> {
        match Self::of(self.take(name)?) {
            Ok(fields) => Some(fields),
            Err(other) => {
                self.expect(name, "an object", &other);
                None
            }
        }
    }

    /// A list of objects.
    pub(super) fn objects(&mut self, name: &str) -> Vec<Self> {
        let mut objects = Vec::new();
        for value in self.list(name) {
            match Self::of(value) {
                Ok(fields) => objects.push(fields),
                Err(other) => self.expect(name, "a list of objects", &other),
            }
        }
        objects
    }

    /// Fields with their values, in the order of the file.
    pub(super) fn into_pairs(self) -> impl Iterator<Item = (String, Value)> {
        self.list.into_iter().filter(|(_, value)| !value.is_null())
    }

    /// What was of the wrong kind so far.
    pub(super) fn wrong(&mut self) -> Vec<String> {
        std::mem::take(&mut self.wrong)
    }

    /// What was not read, as name to JSON text.
    pub(super) fn rest(&mut self) -> Extra {
        let list = std::mem::take(&mut self.list);
        list.into_iter().filter(|(_, v)| !v.is_null()).map(|(name, value)| (name, value.to_string())).collect()
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
