//! What the beginning of a JSON file tells, which may be cut off anywhere.

use super::format::Head;
use serde_json::{Map, Value};

/// The first object of a file.
#[derive(Debug, PartialEq)]
pub(super) enum First {
    /// All of it: the whole first line.
    Whole(Map<String, Value>),
    /// Names in it as far as the head goes, each with how deep it stands (from 1).
    Names(Vec<(usize, String)>),
}

impl First {
    /// True where the object has a field of this name, as far as it is seen.
    pub(super) fn has(&self, name: &str) -> bool {
        match self {
            Self::Whole(map) => map.contains_key(name),
            Self::Names(names) => names.iter().any(|(depth, n)| *depth == 1 && n == name),
        }
    }

    /// True where the object, or one in it, has a field of this name, as far as it is seen.
    pub(super) fn has_inside(&self, name: &str) -> bool {
        match self {
            Self::Whole(map) => map.iter().any(|(n, value)| n == name || is_inside(value, name)),
            Self::Names(names) => names.iter().any(|(_, n)| n == name),
        }
    }

    /// The value of a field, where the whole object is there.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Whole(map) => map.get(name),
            Self::Names(_) => None,
        }
    }
}

fn is_inside(value: &Value, name: &str) -> bool {
    match value {
        Value::Array(list) => list.iter().any(|value| is_inside(value, name)),
        Value::Object(map) => map.iter().any(|(n, value)| n == name || is_inside(value, name)),
        _ => false,
    }
}

/// The first object in a file of JSON lines.
pub(super) fn first_line(head: &Head<'_>) -> Option<First> {
    let start = head.start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.start);
    let start = start.trim_ascii_start();
    let end = start.iter().position(|b| *b == b'\n');
    let line = start.get(..end.unwrap_or(start.len())).unwrap_or_default();
    match serde_json::from_slice(line) {
        Ok(Value::Object(map)) => Some(First::Whole(map)),
        Err(_) if end.is_none() && line.first() == Some(&b'{') => Some(First::Names(names(line))),
        _ => None,
    }
}

/// The first object of a JSON file: the file itself, or the first entry of its list.
pub(super) fn first_object(head: &Head<'_>) -> Option<First> {
    let start = head.start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.start).trim_ascii_start();
    let inner = start.strip_prefix(b"[").unwrap_or(start).trim_ascii_start();
    (inner.first() == Some(&b'{')).then(|| First::Names(names(inner)))
}

/// Names of fields up to the end of the first object, or of the bytes.
fn names(bytes: &[u8]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut depth, mut at) = (0_usize, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => break,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let end = string_end(bytes, at + 1);
                let after = bytes.get(end + 1..).unwrap_or_default().trim_ascii_start();
                if after.first() == Some(&b':') {
                    let name = bytes.get(at + 1..end).unwrap_or_default();
                    found.push((depth, String::from_utf8_lossy(name).into_owned()));
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Where the string that begins at `at` ends: its closing mark, or the end of the bytes.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' => break,
            _ => {}
        }
        at += 1;
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(start: &str) -> Head<'_> {
        Head { name: "x.jsonl", start: start.as_bytes() }
    }

    #[test]
    fn names_are_seen_as_far_as_the_head_goes() {
        let whole = first_line(&head("\u{feff}\n{\"a\": {\"b\": 1}}\n{\"c\": 2}")).unwrap();
        assert!(whole.has("a") && !whole.has("b") && whole.has_inside("b") && !whole.has_inside("c"));
        let cut = first_line(&head(r#"{"a\"b": "x\\", "c": [{"d": "e"}, {"f": "it is cu"#)).unwrap();
        assert!(cut.has("c") && !cut.has("d") && cut.has_inside("f") && !cut.has_inside("e"));
        assert_eq!(first_line(&head("[1]\n")), None);
        assert_eq!(first_line(&head("{broken\n")), None);
        let list = first_object(&head("[\n {\"id\": 1,\n \"data\": {\"text\": \"a\"}}, {\"z\": 1}]")).unwrap();
        assert!(list.has("data") && list.has_inside("text") && !list.has_inside("z"));
        assert_eq!(first_object(&head("[[1]]")), None);
    }
}
