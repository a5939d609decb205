//! A JSON object in the making: fields in the order given, what is empty left out.
//!
//! One description of a record serves both ways out: straight into a line of a file, and as a [`Value`] for the formats
//! that take some fields out and put others in.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

/// An object whose absent fields are never written.
pub(in crate::exchange) struct Object<S: Serializer>(Result<Open<S>, S::Error>);

/// The map that takes the fields, and the names of those that it has.
struct Open<S: Serializer> {
    map: S::SerializeMap,
    names: Vec<&'static str>,
}

/// What a field may hold.
pub(in crate::exchange) trait Part: Serialize {
    /// True for what is not written: no words, no entries, false.
    fn is_nothing(&self) -> bool;
}

impl Object<serde_json::value::Serializer> {
    /// An object that becomes a [`Value`].
    pub(in crate::exchange) fn new() -> Self {
        Self::to(serde_json::value::Serializer)
    }

    /// The object; keys are strings and numbers finite, so nothing stands against it.
    pub(in crate::exchange) fn value(self) -> Value {
        self.finish().unwrap_or_default()
    }
}

impl<S: Serializer> Object<S> {
    /// An object on its way to a serializer.
    pub(in crate::exchange) fn to(serializer: S) -> Self {
        let map = serializer.serialize_map(None);
        Self(map.map(|map| Open { map, names: Vec::with_capacity(16) }))
    }

    /// Adds a field unless it is empty: no words, no entries, false.
    pub(in crate::exchange) fn with(self, name: &'static str, value: impl Part) -> Self {
        if value.is_nothing() { self } else { self.and(name, &value) }
    }

    /// Adds a field whatever it holds.
    pub(in crate::exchange) fn and(self, name: &'static str, value: impl Serialize) -> Self {
        Self(self.0.and_then(|mut open| {
            open.map.serialize_entry(name, &value)?;
            open.names.push(name);
            Ok(open)
        }))
    }

    /// Adds fields of another program's file, kept for its sake; of two with one name the first stays.
    pub(in crate::exchange) fn kept(self, extra: &crate::model::Extra) -> Self {
        Self(self.0.and_then(|mut open| {
            for (name, value) in super::value::extra_json(extra) {
                if !open.names.contains(&name.as_str()) {
                    open.map.serialize_entry(name, &value)?;
                }
            }
            Ok(open)
        }))
    }

    /// Ends the object.
    pub(in crate::exchange) fn finish(self) -> Result<S::Ok, S::Error> {
        self.0?.map.end()
    }
}

/// A record as a value; for its fields the same holds as for [`Object::value`].
pub(in crate::exchange) fn to_value(record: impl Serialize) -> Value {
    serde_json::to_value(record).unwrap_or_default()
}

impl<T: Part + ?Sized> Part for &T {
    fn is_nothing(&self) -> bool {
        (**self).is_nothing()
    }
}

impl Part for str {
    fn is_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl Part for String {
    fn is_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl Part for bool {
    fn is_nothing(&self) -> bool {
        !self
    }
}

impl Part for f64 {
    fn is_nothing(&self) -> bool {
        false
    }
}

impl<T: Serialize> Part for Option<T> {
    fn is_nothing(&self) -> bool {
        self.is_none()
    }
}

impl<T: Serialize> Part for Vec<T> {
    fn is_nothing(&self) -> bool {
        self.is_empty()
    }
}
