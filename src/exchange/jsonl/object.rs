//! A JSON object in the making: fields in the order given, what is empty left out.

use serde_json::{Map, Value};

/// An object whose absent fields are never written.
#[derive(Debug, Default)]
pub(in crate::exchange) struct Object(Map<String, Value>);

impl Object {
    pub(in crate::exchange) fn new() -> Self {
        Self::default()
    }

    /// Adds a field unless it is empty: no words, no entries, false.
    pub(in crate::exchange) fn with(self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let is_empty = match &value {
            Value::Null => true,
            Value::Bool(flag) => !flag,
            Value::String(words) => words.is_empty(),
            Value::Array(list) => list.is_empty(),
            Value::Object(map) => map.is_empty(),
            Value::Number(_) => false,
        };
        if is_empty { self } else { self.and(name, value) }
    }

    /// Adds a field whatever it holds; the first of two with one name stays.
    pub(in crate::exchange) fn and(mut self, name: &str, value: impl Into<Value>) -> Self {
        if !self.0.contains_key(name) {
            self.0.insert(name.into(), value.into());
        }
        self
    }

    /// Adds fields of another program's file, kept for its sake.
    pub(in crate::exchange) fn kept(mut self, extra: &crate::model::Extra) -> Self {
        for (name, value) in super::value::extra_json(extra) {
            self = self.and(name, value);
        }
        self
    }

    pub(in crate::exchange) fn finish(self) -> Value {
        Value::Object(self.0)
    }
}
