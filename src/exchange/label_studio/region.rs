//! One entry of a `result`: a region, an attribute of one, or an arrow.

use crate::exchange::carry::{Fields, take_words, value_of_words};
use serde_json::Value;

/// What an entry is.
pub(super) enum Entry {
    /// Words with one or more labels.
    Region { id: String, range: (u64, u64), labels: Vec<String>, meta: Fields, score: Option<f64> },
    /// A value for the region of the same id, or for the whole text where there is none.
    Attribute { id: String, control: String, value: Value },
    /// An arrow from one region to another.
    Relation { from: String, to: String, kind: String, meta: Fields },
}

/// Reads an entry.
///
/// # Errors
/// Says what it is that cannot be read.
pub(super) fn entry(mut fields: Fields) -> Result<Entry, String> {
    let id = take_words(&mut fields, "id").unwrap_or_default();
    let kind = take_words(&mut fields, "type").unwrap_or_default();
    let meta = object(fields.shift_remove("meta"));
    if kind == "relation" {
        return relation(fields, meta);
    }
    let mut value = object(fields.shift_remove("value"));
    let control = take_words(&mut fields, "from_name").unwrap_or_default();
    let inner = value.shift_remove(if kind == "textarea" { "text" } else { kind.as_str() });
    let score = fields.get("score").and_then(Value::as_f64);
    match kind.as_str() {
        "labels" => {
            let range = range(&value).ok_or_else(|| {
                if value.get("start").is_some_and(Value::is_string) {
                    format!("region {id:?} marks a web page (hypertext), and only plain text is read; it was left out")
                } else {
                    format!("region {id:?} has no start and end; it was left out")
                }
            })?;
            let labels = words(inner.as_ref());
            if labels.is_empty() {
                return Err(format!("region {id:?} has no label; it was left out"));
            }
            Ok(Entry::Region { id, range, labels, meta, score })
        }
        "hypertextlabels" => {
            Err(format!("region {id:?} marks a web page (hypertext), and only plain text is read; it was left out"))
        }
        "choices" | "textarea" | "rating" | "number" | "datetime" | "taxonomy" => {
            let value = match words(inner.as_ref()).as_slice() {
                [] => return Err(format!("{control:?} of {id:?} has no value; it was left out")),
                [one] => value_of_words(one),
                several => several.iter().cloned().map(Value::String).collect(),
            };
            Ok(Entry::Attribute { id, control, value })
        }
        other => Err(format!("an entry {id:?} is of type {other:?}, which is no mark on text; it was left out")),
    }
}

fn relation(mut fields: Fields, meta: Fields) -> Result<Entry, String> {
    let ends = (take_words(&mut fields, "from_id"), take_words(&mut fields, "to_id"));
    let (Some(from), Some(to)) = ends else { return Err("an arrow has no ends; it was left out".into()) };
    let kind = words(fields.get("labels")).into_iter().next().unwrap_or_else(|| "relation".to_owned());
    let is_backward = fields.get("direction").and_then(Value::as_str) == Some("left");
    let (from, to) = if is_backward { (to, from) } else { (from, to) };
    Ok(Entry::Relation { from, to, kind, meta })
}

fn object(value: Option<Value>) -> Fields {
    match value {
        Some(Value::Object(fields)) => fields,
        _ => Fields::new(),
    }
}

/// Start and end in code points; offsets into the whole text win over those into an element of a page.
fn range(value: &Fields) -> Option<(u64, u64)> {
    let ends = |fields: &Fields| Some((number(fields.get("start")?)?, number(fields.get("end")?)?));
    let whole = value.get("globalOffsets").and_then(Value::as_object).and_then(ends);
    whole.or_else(|| ends(value))
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// The words in a value: a string, a number, or a list of those; a path of a taxonomy is joined by a slash.
fn words(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => list.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn one(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(path) => Some(path.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("/")),
        _ => None,
    }
}
