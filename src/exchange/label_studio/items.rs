//! The entries of a JSON list, one after the other, so that a large file is never held whole.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use std::io::Read;

/// Why reading ended before the list did.
pub(super) enum Ended {
    /// `each` said so.
    Stopped,
    /// The file is damaged or cut off: why, with line and column.
    Damaged(String),
}

/// Gives each entry of a list to `each`, which says whether to go on; a lone object is a list of one.
pub(super) fn each_item(input: impl Read, each: &mut dyn FnMut(Value) -> bool) -> Result<(), Ended> {
    let mut stopped = false;
    let mut deserializer = serde_json::Deserializer::from_reader(input);
    let read = Items { each, stopped: &mut stopped }.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match read {
        Ok(()) => Ok(()),
        Err(_) if stopped => Err(Ended::Stopped),
        Err(error) => Err(Ended::Damaged(error.to_string())),
    }
}

struct Items<'a> {
    each: &'a mut dyn FnMut(Value) -> bool,
    stopped: &'a mut bool,
}

impl Items<'_> {
    fn give<E: Error>(&mut self, value: Value) -> Result<(), E> {
        if (self.each)(value) {
            return Ok(());
        }
        *self.stopped = true;
        Err(E::custom("stopped"))
    }
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element()? {
            self.give(value)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        let mut map = Map::new();
        while let Some((name, value)) = fields.next_entry()? {
            map.insert(name, value);
        }
        self.give(Value::Object(map))
    }
}
