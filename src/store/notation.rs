//! RON as Byline writes it: fields in a fixed order, defaults left out, one record a line; and read with what this
//! version does not know noted down instead of refused.

use super::canonical::Unread;
use super::{allowance, canonical};
use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

thread_local! {
    /// Fields met while reading that this version does not know; see [`read`].
    static UNKNOWN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Notes a field or value that this version does not know.
pub(super) fn note_unknown(what: impl Into<String>) {
    UNKNOWN.with_borrow_mut(|list| {
        // A file with the same unknown field in every record says so once.
        let what = what.into();
        if list.len() < 20 && !list.contains(&what) {
            list.push(what);
        }
    });
}

/// Why a file can't be read, and where.
#[derive(Clone, Debug)]
pub(super) struct ReadError {
    /// Line and column, from 1.
    pub(super) at: (usize, usize),
    /// What is wrong there.
    pub(super) message: String,
}

/// Reads a value, and the list of what this version does not know in it.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<(T, Vec<String>), ReadError> {
    take_unknown();
    match canonical::read(text) {
        Ok(value) => Ok((value, take_unknown())),
        Err(Unread::TooMuch(at)) => {
            Err(ReadError { at: canonical::place(text, at), message: allowance::TOO_MUCH.into() })
        }
        Err(Unread::Unusual) if allowance::is_short(text) => read_any_form(text),
        Err(Unread::Unusual) => Err(ReadError { at: (1, 1), message: allowance::TOO_LONG.into() }),
    }
}

/// As [`read`], by the whole language.
pub(super) fn read_any_form<T: DeserializeOwned>(text: &str) -> Result<(T, Vec<String>), ReadError> {
    take_unknown();
    let value = allowance::within(allowance::of(text), || options().from_str(text));
    let value = value.map_err(|error| ReadError {
        at: (error.span.start.line, error.span.start.col),
        message: error.code.to_string().trim_end_matches('.').to_lowercase(),
    })?;
    Ok((value, take_unknown()))
}

/// What was noted since the last reading, which is forgotten then.
pub(super) fn take_unknown() -> Vec<String> {
    UNKNOWN.with_borrow_mut(std::mem::take)
}

/// How RON is read everywhere: an optional field is simply there or not. Nesting is limited to 128 levels by the crate.
pub(super) fn options() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// The number after `format:` at the start of a file, without reading the rest.
pub(super) fn format_of(text: &str) -> Option<u32> {
    let rest = text.trim_start().trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').trim_start();
    let rest = rest.strip_prefix('(')?.trim_start().strip_prefix("format")?.trim_start().strip_prefix(':')?;
    let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
    // A number beyond u32 is a format from the future too.
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(u32::MAX))
}

/// A value that can be written.
pub(super) trait Put {
    /// Appends the value.
    fn put(&self, out: &mut String);

    /// True where the field is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

impl Put for String {
    fn put(&self, out: &mut String) {
        put_str(self, out);
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Appends a quoted string; control characters and invisible line breaks are escaped, so that a record stays one line.
pub(super) fn put_str(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(may_need_escape) {
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut characters = special.chars();
        if let Some(c) = characters.next() {
            put_char(c, out);
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// True for a first byte of a character that [`put_char`] may escape; every other run of bytes is copied as it is.
fn may_need_escape(byte: u8) -> bool {
    // C2 begins U+0080 to U+00BF, E2 begins U+2000 to U+2FFF, EF begins U+F000 to U+FFFF.
    byte < b' ' || matches!(byte, b'"' | b'\\' | 0x7f | 0xc2 | 0xe2 | 0xef)
}

fn put_char(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => out.extend(c.escape_unicode()),
        c => out.push(c),
    }
}

macro_rules! put_display {
    ($($type:ty, $absent:expr;)*) => {$(
        impl Put for $type {
            fn put(&self, out: &mut String) {
                // Writing to a string cannot fail.
                let _ = write!(out, "{self}");
            }

            fn is_absent(&self) -> bool {
                let absent: fn(&Self) -> bool = $absent;
                absent(self)
            }
        }
    )*};
}

put_display! {
    bool, |flag| !flag;
    u32, |_| false;
    u64, |_| false;
}

impl Put for f64 {
    fn put(&self, out: &mut String) {
        let written = format!("{:?}", if self.is_finite() { *self } else { 0.0 });
        out.push_str(&written);
    }
}

impl<T: Put> Put for Box<T> {
    fn put(&self, out: &mut String) {
        (**self).put(out);
    }
}

impl<T: Put> Put for Option<T> {
    fn put(&self, out: &mut String) {
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Put> Put for Vec<T> {
    fn put(&self, out: &mut String) {
        out.push('[');
        for (i, value) in self.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            value.put(out);
        }
        out.push(']');
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Put> Put for BTreeMap<String, T> {
    fn put(&self, out: &mut String) {
        out.push('{');
        for (i, (key, value)) in self.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            put_str(key, out);
            out.push_str(": ");
            value.put(out);
        }
        out.push('}');
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

macro_rules! put_tuple {
    ($first:ident $($rest:ident)*) => {
        impl<$first: Put, $($rest: Put),*> Put for ($first, $($rest),*) {
            fn put(&self, out: &mut String) {
                #[expect(non_snake_case, reason = "the type parameters name the fields")]
                let ($first, $($rest),*) = self;
                out.push('(');
                $first.put(out);
                $(out.push_str(", "); $rest.put(out);)*
                out.push(')');
            }
        }
    };
}

put_tuple!(A B);
put_tuple!(A B C);

/// Appends `name: value`, with a comma before it unless it is the first; nothing where the value is left out.
pub(super) fn put_field(out: &mut String, first: &mut bool, name: &str, value: &impl Put) {
    if value.is_absent() {
        return;
    }
    if !std::mem::take(first) {
        out.push_str(", ");
    }
    out.push_str(name);
    out.push_str(": ");
    value.put(out);
}

/// A file in the making: the header on the first line, then lists with one record a line.
pub(super) struct FileText(String);

impl FileText {
    /// `Name(format: N`.
    pub(super) fn new(name: &str, format: u32) -> Self {
        Self(format!("{name}(format: {format}"))
    }

    /// A field on the line that is being written.
    pub(super) fn field(&mut self, name: &str, value: &impl Put) {
        put_field(&mut self.0, &mut false, name, value);
    }

    /// A field on a line of its own.
    pub(super) fn line(&mut self, name: &str, value: &impl Put) {
        if !value.is_absent() {
            self.0.push_str(",\n ");
            put_field(&mut self.0, &mut true, name, value);
        }
    }

    /// A list, one record a line; left out where it is empty.
    pub(super) fn rows(&mut self, name: &str, rows: &[impl Put]) {
        if rows.is_empty() {
            return;
        }
        self.0.extend([",\n ", name, ": [\n"]);
        for row in rows {
            self.0.push_str("  ");
            row.put(&mut self.0);
            self.0.push_str(",\n");
        }
        self.0.push_str(" ]");
    }

    /// The whole file.
    pub(super) fn finish(mut self) -> String {
        self.0.push_str(",\n)\n");
        self.0
    }
}

/// Reads the name of a field, and gives its number among these; another one is noted, and gives nothing.
pub(super) struct FieldOf {
    /// The names of all fields.
    pub(super) names: &'static [&'static str],
    /// The number that is tried first: files have fields in their order.
    pub(super) first: usize,
}

impl<'de> de::DeserializeSeed<'de> for FieldOf {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldOf {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        let later = self.names.iter().enumerate().skip(self.first);
        let known = later.chain(self.names.iter().enumerate()).find(|(_, known)| **known == name);
        if known.is_none() {
            note_unknown(name);
        }
        Ok(known.map(|(number, _)| number))
    }
}

/// Defines a record on disk: its fields in the order of the file, absent ones at their default.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident = $ron:literal { $($(#[$field_doc:meta])* $field:ident $(as $file:literal)? : $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(in crate::store) struct $name {
            $($(#[$field_doc])* pub(in crate::store) $field: $type,)*
        }

        impl $crate::store::notation::Put for $name {
            fn put(&self, out: &mut String) {
                let mut first = true;
                out.push('(');
                $($crate::store::notation::put_field(
                    out, &mut first, $crate::store::notation::field_name!($field $($file)?), &self.$field,
                );)*
                out.push(')');
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields;
                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("the fields of ", stringify!($name)))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        const NAMES: &[&str] = &[$($crate::store::notation::field_name!($field $($file)?)),*];
                        #[expect(non_camel_case_types, reason = "the fields' own names, to number them")]
                        #[derive(Clone, Copy)]
                        enum Number {
                            $($field,)*
                        }
                        let room = $crate::store::allowance::take(size_of::<$name>());
                        room.map_err(serde::de::Error::custom)?;
                        let mut record = $name::default();
                        let mut first = 0;
                        let field = |first| $crate::store::notation::FieldOf { names: NAMES, first };
                        while let Some(number) = map.next_key_seed(field(first))? {
                            match number {
                                $(Some(number) if number == Number::$field as usize => {
                                    record.$field = map.next_value()?;
                                })*
                                _ => {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                }
                            }
                            first = number.map_or(first, |number| number + 1);
                        }
                        Ok(record)
                    }
                }
                deserializer.deserialize_struct($ron, &[], Fields)
            }
        }
    };
}

macro_rules! field_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $file:literal) => {
        $file
    };
}

pub(super) use {super::word::Word, field_name, record};

#[cfg(test)]
mod tests;
