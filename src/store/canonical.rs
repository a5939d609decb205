//! Reads RON in the form that Byline writes it, several times faster than the whole language can be read. What has any
//! other form, such as comments or a field that this version does not know, is left to the `ron` crate, which reads it or
//! says what is wrong and where.

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Reads a value; `None` where the text is not in the usual form.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut reader = Reader { rest: text };
    let value = T::deserialize(&mut reader).ok()?;
    reader.space();
    reader.rest.is_empty().then_some(value)
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

/// What is left of the text.
struct Reader<'de> {
    rest: &'de str,
}

impl<'de> Reader<'de> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\t', '\r']);
    }

    /// The next character that is no space, and stays.
    fn peek(&mut self) -> Option<u8> {
        self.space();
        self.rest.as_bytes().first().copied()
    }

    /// Takes a character where it is the next one.
    fn takes(&mut self, c: char) -> bool {
        self.space();
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, c: char) -> Result<(), Unusual> {
        if self.takes(c) { Ok(()) } else { Err(Unusual) }
    }

    /// Takes as many characters as fit.
    fn take_while(&mut self, fits: impl Fn(u8) -> bool) -> &'de str {
        let end = self.rest.bytes().position(|b| !fits(b)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        taken
    }

    fn identifier(&mut self) -> Result<&'de str, Unusual> {
        self.space();
        let name = self.take_while(|b| b.is_ascii_alphanumeric() || b == b'_');
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) { Err(Unusual) } else { Ok(name) }
    }

    /// A number as it is written; nothing that belongs to it may follow.
    fn number(&mut self) -> Result<&'de str, Unusual> {
        self.space();
        let digits = self.take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'));
        match self.rest.as_bytes().first() {
            Some(b',' | b')' | b']' | b'}' | b' ' | b'\n') | None => Ok(digits),
            Some(_) => Err(Unusual),
        }
    }

    fn string(&mut self) -> Result<Cow<'de, str>, Unusual> {
        self.expect('"')?;
        let plain = self.take_while(|b| b != b'"' && b != b'\\');
        if let Some(rest) = self.rest.strip_prefix('"') {
            self.rest = rest;
            return Ok(Cow::Borrowed(plain));
        }
        let mut words = plain.to_owned();
        loop {
            words.push_str(self.take_while(|b| b != b'"' && b != b'\\'));
            let mut next = self.rest.chars();
            match next.next() {
                Some('"') => {
                    self.rest = next.as_str();
                    return Ok(Cow::Owned(words));
                }
                Some('\\') => {
                    let escaped = next.next();
                    self.rest = next.as_str();
                    words.push(match escaped {
                        Some(c @ ('"' | '\\')) => c,
                        Some('n') => '\n',
                        Some('t') => '\t',
                        Some('r') => '\r',
                        Some('u') => self.code_point()?,
                        _ => return Err(Unusual),
                    });
                }
                _ => return Err(Unusual),
            }
        }
    }

    /// The character of `{2028}`.
    fn code_point(&mut self) -> Result<char, Unusual> {
        let (digits, rest) = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).ok_or(Unusual)?;
        let fits = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let code = fits.then(|| u32::from_str_radix(digits, 16).ok()).flatten();
        self.rest = rest;
        code.and_then(char::from_u32).ok_or(Unusual)
    }

    /// An identifier, perhaps with values in parentheses, as it is written; who takes it looks at those.
    fn word(&mut self) -> Result<&'de str, Unusual> {
        self.space();
        let from = self.rest;
        self.identifier()?;
        let mut open = 0_usize;
        while open > 0 || self.rest.starts_with('(') {
            match self.peek() {
                Some(b'"') => drop(self.string()?),
                Some(b'(' | b'[' | b'{') => {
                    self.rest = self.rest.get(1..).unwrap_or_default();
                    open += 1;
                }
                Some(b')' | b']' | b'}') => {
                    self.rest = self.rest.get(1..).unwrap_or_default();
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                Some(b',' | b':') => self.rest = self.rest.get(1..).unwrap_or_default(),
                _ => drop(self.take_value()?),
            }
        }
        from.get(..from.len() - self.rest.len()).ok_or(Unusual)
    }

    /// A number or an identifier.
    fn take_value(&mut self) -> Result<&'de str, Unusual> {
        let taken = self.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        if taken.is_empty() { Err(Unusual) } else { Ok(taken) }
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
        match self.string()? {
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

#[cfg(test)]
mod tests {
    use super::super::create;
    use super::super::notation::read_any_form;
    use super::super::records::{ArticlesFile, LayerFile, ProjectFile, SuggestionsFile, ThreadsFile};
    use super::super::testing::{Dice, ana, files_in};
    use super::*;
    use proptest::prelude::*;

    /// What both readings give for a file: `None` where one can't read it.
    fn both<T: DeserializeOwned + PartialEq + fmt::Debug>(text: &str) -> (Option<T>, Option<T>) {
        (read(text), read_any_form(text).ok().map(|(value, _)| value))
    }

    /// True where the quick reading can read a file; it never reads anything else than the whole language does.
    #[track_caller]
    fn agree(name: &str, text: &str) -> bool {
        fn check<T: DeserializeOwned + PartialEq + fmt::Debug>(text: &str) -> bool {
            let (quick, whole) = both::<T>(text);
            assert!(quick.is_none() || quick == whole, "{text:?}");
            quick.is_some()
        }
        match name.split('/').next() {
            Some("project.ron") => check::<ProjectFile>(text),
            Some("articles.ron") => check::<ArticlesFile>(text),
            Some("annotations") => check::<LayerFile>(text),
            Some("threads") => check::<ThreadsFile>(text),
            _ => check::<SuggestionsFile>(text),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_file_that_is_written_is_in_the_usual_form_and_reads_the_same(seed: u64) {
            let mut dice = Dice::new(seed);
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("project");
            drop(create(&path, &dice.project(), &ana()).unwrap());
            for (name, bytes) in files_in(&path).into_iter().filter(|(name, _)| name.strip_suffix(".ron").is_some()) {
                let text = String::from_utf8(bytes).unwrap();
                prop_assert!(agree(&name, &text), "{name}: {text}");
                // Whatever somebody's editor makes of it, the quick reading says nothing that the other would not.
                for _ in 0..20 {
                    let mut edited: Vec<char> = text.chars().collect();
                    for _ in 0..=dice.below(3) {
                        let at = dice.below(edited.len());
                        let new = ['"', '\\', ',', ')', '(', ']', ' ', '\n', 'x', '0', '/', '*', '{', ':', '-', 'u'];
                        match dice.below(3) {
                            0 => drop(edited.remove(at)),
                            1 => edited.insert(at, new[dice.below(new.len())]),
                            _ => edited[at] = new[dice.below(new.len())],
                        }
                    }
                    agree(&name, &edited.into_iter().collect::<String>());
                }
            }
        }
    }
}
