//! Tables of articles in JSON: an array of objects, an object that holds one, or an object a line.

use super::columns::{ColumnMap, ColumnRole};
use super::entries::Out;
use super::rows::{Roles, content};
use serde_json::{Deserializer, Map, Value};

/// Fields in which objects keep their list of articles.
const LISTS: [&str; 10] =
    ["articles", "items", "results", "documents", "docs", "data", "records", "rows", "hits", "stories"];

/// Records that are looked at for the names of columns.
const SAMPLE: usize = 100;

/// True for what begins as JSON does.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    matches!(bytes.trim_ascii_start().first(), Some(b'[' | b'{'))
}

/// Reads records one by one; what breaks off keeps what came before.
pub(super) fn read(bytes: &[u8], said: &ColumnMap, out: &mut Out<'_>) -> Result<(), String> {
    let names = names(Records::new(bytes), SAMPLE);
    if names.is_empty() {
        return Err(match Records::new(bytes).next() {
            Some((_, Err(why))) => why,
            _ => "there is no list of articles in it: an array of objects, or an object a line".to_owned(),
        });
    }
    let roles = Roles::of(said, &names, out)?;
    for (entry, record) in Records::new(bytes) {
        if !out.goes_on() {
            return Ok(());
        }
        match record {
            Ok(record) => {
                let cells: Vec<(ColumnRole, String)> = record
                    .iter()
                    .filter_map(|(name, value)| Some((roles.role_of(name)?, words_of(value, 0))))
                    .collect();
                out.article(&entry, content(cells.iter().map(|(role, cell)| (*role, cell.as_str()))));
            }
            Err(why) => out.problem(&entry, why),
        }
    }
    Ok(())
}

/// The names of the fields of the first records, each once.
fn names(records: Records<'_>, count: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut met = std::collections::BTreeSet::new();
    for record in records.take(count).filter_map(|(_, record)| record.ok()) {
        names.extend(record.keys().filter(|name| met.insert((*name).clone())).cloned());
    }
    names
}

/// The columns and first rows of a table, from its beginning.
pub(super) fn first_rows(start: &str, count: usize) -> (Vec<String>, Vec<Vec<String>>) {
    let names = names(Records::new(start.as_bytes()), count.max(1));
    let rows = Records::new(start.as_bytes()).take(count).filter_map(|(_, record)| record.ok());
    let cells = |record: Map<String, Value>| {
        names.iter().map(|name| record.get(name).map(|value| words_of(value, 0)).unwrap_or_default()).collect()
    };
    let rows = rows.map(cells).collect();
    (names, rows)
}

/// Where a record stands, and its fields or why they cannot be read.
type Numbered = (String, Result<Map<String, Value>, String>);

/// What a value says: a list its items with commas, an object its name.
fn words_of(value: &Value, depth: usize) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Array(items) if depth < 3 => {
            let items: Vec<String> =
                items.iter().map(|item| words_of(item, depth + 1)).filter(|words| !words.is_empty()).collect();
            items.join(if items.iter().any(|item| item.len() > 200) { "\n" } else { ", " })
        }
        Value::Object(fields) => {
            let named = ["name", "title", "text", "value"].iter().find_map(|name| fields.get(*name)?.as_str());
            named.unwrap_or_default().to_owned()
        }
        Value::Null | Value::Array(_) => String::new(),
        other => other.to_string(),
    }
}

/// The fields of the first record of a file that may be cut anywhere.
pub(super) fn first_keys(start: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let (mut depth, mut record_depth) = (0_usize, None);
    let mut chars = start.char_indices().peekable();
    let mut last: Option<String> = None;
    while let Some((at, c)) = chars.next() {
        match c {
            '{' => {
                depth += 1;
                // An object that holds the list: the records are in it.
                record_depth.get_or_insert(depth);
            }
            '[' => {
                depth += 1;
                if last.take().is_some_and(|name| LISTS.contains(&name.as_str()))
                    && record_depth == Some(1)
                    && depth == 2
                {
                    (keys, record_depth) = (Vec::new(), None);
                }
            }
            '}' | ']' => {
                if c == '}' && record_depth == Some(depth) {
                    return keys;
                }
                depth = depth.saturating_sub(1);
            }
            '"' => {
                let mut escaped = false;
                let end = chars.by_ref().find(|(_, c)| {
                    let closes = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    closes
                });
                let Some((end, _)) = end else { return keys };
                while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                if chars.peek().is_some_and(|(_, c)| *c == ':') {
                    let name = start.get(at..=end).and_then(|name| serde_json::from_str::<String>(name).ok());
                    if record_depth == Some(depth) {
                        keys.extend(name.clone());
                    }
                    last = name;
                    continue;
                }
                last = None;
            }
            ':' | ' ' | '\n' | '\r' | '\t' => {}
            _ => last = None,
        }
    }
    keys
}

/// The records of a file, each with its place.
struct Records<'b> {
    bytes: &'b [u8],
    at: usize,
    number: usize,
    lines: bool,
    done: bool,
}

impl<'b> Records<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let start = bytes.len() - bytes.trim_ascii_start().len();
        let mut records = Self { bytes, at: start, number: 0, lines: false, done: false };
        match bytes.get(start) {
            Some(b'[') => records.at += 1,
            _ => match list_in(bytes, start) {
                Some(at) => records.at = at,
                None => records.lines = true,
            },
        }
        records
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The next line that is not empty.
    fn line(&mut self) -> Option<Numbered> {
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            let end = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |at| at + 1);
            self.at += end;
            self.number += 1;
            let line = rest.get(..end).unwrap_or_default().trim_ascii();
            if !line.is_empty() {
                let record = serde_json::from_slice(line).map_err(|error| format!("no JSON object: {error}"));
                return Some((format!("line {}", self.number), record));
            }
        }
    }

    /// The next item of an array.
    fn item(&mut self) -> Option<Numbered> {
        let rest = self.rest();
        let skipped = rest.iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count();
        self.at += skipped;
        let rest = self.rest();
        if rest.first() == Some(&b']') {
            return None;
        }
        self.number += 1;
        let entry = format!("record {}", self.number);
        let mut stream = Deserializer::from_slice(rest).into_iter::<Value>();
        let value = stream.next();
        self.at += stream.byte_offset();
        match value {
            Some(Ok(Value::Object(record))) => Some((entry, Ok(record))),
            Some(Ok(_)) => Some((entry, Err("no JSON object; it was left out".to_owned()))),
            Some(Err(error)) => {
                self.done = true;
                Some((entry, Err(format!("the JSON breaks off: {error}; the rest was left out"))))
            }
            None => {
                self.done = true;
                Some((entry, Err("the JSON breaks off: its list is never closed".to_owned())))
            }
        }
    }
}

impl Iterator for Records<'_> {
    type Item = (String, Result<Map<String, Value>, String>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        if self.lines { self.line() } else { self.item() }
    }
}

/// Where the list of articles begins in an object that holds one: after its bracket.
fn list_in(bytes: &[u8], start: usize) -> Option<usize> {
    let blank = |at: usize| {
        at + bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count()
    };
    let mut at = blank(start + 1);
    while bytes.get(at) == Some(&b'"') {
        let mut name = Deserializer::from_slice(bytes.get(at..)?).into_iter::<String>();
        let key = name.next()?.ok()?;
        at = blank(at + name.byte_offset());
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        at = blank(at + 1);
        if bytes.get(at) == Some(&b'[') && LISTS.contains(&key.as_str()) {
            let first = blank(at + 1);
            return (bytes.get(first) == Some(&b'{')).then_some(at + 1);
        }
        let mut value = Deserializer::from_slice(bytes.get(at..)?).into_iter::<serde::de::IgnoredAny>();
        value.next()?.ok()?;
        at = blank(at + value.byte_offset());
    }
    None
}
