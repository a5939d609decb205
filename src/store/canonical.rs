//! Reads RON in the form that Byline writes it, several times faster than the whole language can be read. What has any
//! other form, such as comments or a field that this version does not know, is left to the `ron` crate, which reads it or
//! says what is wrong and where.

mod reader;
#[cfg(test)]
mod tests;

use super::allowance;
use reader::Reader;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Why a text is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is not in the usual form.
    Unusual,
    /// By this byte it says more than a text of its length may.
    TooMuch(usize),
}

/// Line and column of a byte, from 1.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let Some((lines, line)) = before.rsplit_once('\n') else { return (1, before.chars().count() + 1) };
    (lines.matches('\n').count() + 2, line.chars().count() + 1)
}

/// What a record takes that a change holds, in bytes.
const RECORD: usize = 400;

/// What a map takes whose first entry has room for ten more, in bytes.
const MAP: usize = 640;

/// Reads a value.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unread> {
    let mut reader = Reader { rest: text, left: Some(allowance::of(text)) };
    let value = T::deserialize(&mut reader);
    allowance::note(allowance::of(text) - reader.left.unwrap_or(0));
    if reader.left.is_none() {
        return Err(Unread::TooMuch(text.len() - reader.rest.len()));
    }
    reader.space();
    value.ok().filter(|_| reader.rest.is_empty()).ok_or(Unread::Unusual)
}

/// The text is not in the usual form.
#[derive(Debug)]
struct Unusual;

impl fmt::Display for Unusual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not in the form that Byline writes")
    }
}

impl std::error::Error for Unusual {}

impl de::Error for Unusual {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident),* $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
            visitor.$visit(self.number()?.parse().map_err(|_| Unusual)?)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unusual;

    numbers! {
        deserialize_u32 visit_u32,
        deserialize_u64 visit_u64,
        deserialize_f64 visit_f64,
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        match self.peek() {
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            _ => Err(Unusual),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        match self.identifier()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(Unusual),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        let words = self.string()?;
        if !words.is_empty() {
            self.charge(words.len() + 2 * size_of::<usize>())?;
        }
        match words {
            Cow::Borrowed(words) => visitor.visit_borrowed_str(words),
            Cow::Owned(words) => visitor.visit_string(words),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        visitor.visit_borrowed_str(self.identifier()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        self.space();
        // These can be written around a value too, which Byline never does.
        if self.rest.starts_with("Some") || self.rest.starts_with("None") {
            return Err(Unusual);
        }
        if self.rest.starts_with('(') {
            self.charge(RECORD)?;
        }
        visitor.visit_some(self)
    }

    /// A word is read as it is written.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unusual> {
        visitor.visit_borrowed_str(self.word()?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        self.list('[', ']', |items| visitor.visit_seq(items))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unusual> {
        self.list('(', ')', |items| visitor.visit_seq(items))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unusual> {
        if self.peek() == Some(b'{') {
            self.charge(MAP)?;
        }
        self.list('{', '}', |items| visitor.visit_map(items))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unusual> {
        if self.peek() != Some(b'(') && self.identifier()? != name {
            return Err(Unusual);
        }
        self.list('(', ')', |items| visitor.visit_map(items))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u128 f32 char bytes byte_buf
    }

    fn deserialize_unit<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unusual> {
        Err(Unusual)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value, Unusual> {
        Err(Unusual)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, _: V) -> Result<V::Value, Unusual> {
        Err(Unusual)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unusual> {
        visitor.visit_enum(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unusual> {
        Err(Unusual)
    }
}

/// A variant is written as its name and the fields in parentheses.
impl<'de> de::EnumAccess<'de> for &mut Reader<'de> {
    type Error = Unusual;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Unusual> {
        let name = seed.deserialize(self.identifier()?.into_deserializer())?;
        Ok((name, self))
    }
}

impl<'de> de::VariantAccess<'de> for &mut Reader<'de> {
    type Error = Unusual;

    fn unit_variant(self) -> Result<(), Unusual> {
        Err(Unusual)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Unusual> {
        Err(Unusual)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unusual> {
        Err(Unusual)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unusual> {
        self.list('(', ')', |items| visitor.visit_map(items))
    }
}

/// Items between brackets, with commas between them and perhaps after the last one.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    close: char,
    /// An item may follow: none has come yet, or a comma has.
    open: bool,
}

impl<'de> Reader<'de> {
    fn list<T>(
        &mut self,
        open: char,
        close: char,
        read: impl FnOnce(&mut Items<'_, 'de>) -> Result<T, Unusual>,
    ) -> Result<T, Unusual> {
        self.expect(open)?;
        let mut items = Items { reader: self, close, open: true };
        let value = read(&mut items)?;
        self.expect(close)?;
        Ok(value)
    }
}

impl Items<'_, '_> {
    fn has_next(&mut self) -> bool {
        self.open && self.reader.peek() != u8::try_from(self.close).ok()
    }

    fn step(&mut self) {
        self.open = self.reader.takes(',');
    }
}

impl<'de> de::SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Unusual;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unusual> {
        if !self.has_next() {
            return Ok(None);
        }
        self.reader.charge(size_of::<T::Value>())?;
        let value = seed.deserialize(&mut *self.reader)?;
        self.step();
        Ok(Some(value))
    }
}

impl<'de> de::MapAccess<'de> for &mut Items<'_, 'de> {
    type Error = Unusual;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unusual> {
        if !self.has_next() {
            return Ok(None);
        }
        let key = if self.close == ')' {
            seed.deserialize(self.reader.identifier()?.into_deserializer())?
        } else {
            self.reader.charge(2 * size_of::<K::Value>())?;
            seed.deserialize(&mut *self.reader)?
        };
        self.reader.expect(':')?;
        Ok(Some(key))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unusual> {
        let value = seed.deserialize(&mut *self.reader)?;
        self.step();
        Ok(value)
    }
}
