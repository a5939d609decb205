//! Whether a file of JSON lines is Byline's: several programs write such files.

use serde_json::Value;

/// Fields in which other programs keep annotations in lines that have a `text` too.
const OTHERS: [&str; 6] = ["label", "spans", "entities", "tokens", "annotation", "data"];

/// Looks at the first line that is not empty. A lone text, or an article with annotations as Byline writes them, is
/// certain; a line of another program is not. A line that is no JSON is left to the reader, which says where.
pub(super) fn is_byline_jsonl(first_line: &[u8]) -> bool {
    let bytes = first_line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first_line);
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return true };
    let Some(fields) = value.as_object() else { return false };
    let has = |name: &str| fields.contains_key(name);
    if fields.get("byline").is_some_and(Value::is_number) {
        return true;
    }
    let ranges = |annotation: &Value| annotation.get("ranges").or_else(|| annotation.get("quote")).is_some();
    let annotations = fields.get("annotations").map(|list| list.as_array().is_some_and(|list| list.iter().all(ranges)));
    match annotations {
        Some(ours) => ours,
        None => has("text") && !OTHERS.iter().any(|name| has(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_programs_are_told_apart() {
        for ours in [
            r#"{"byline": 1}"#,
            r#"{"text": "a", "title": "b"}"#,
            r#"{"text": "a", "labels": ["claim"], "annotations": [{"ranges": [[0, 1]]}]}"#,
            "\u{feff}{\"id\": \"a\", \"annotations\": []}",
            "{broken",
        ] {
            assert!(is_byline_jsonl(ours.as_bytes()), "{ours}");
        }
        for other in [
            r#"{"text": "a", "label": [[0, 1, "X"]]}"#,
            r#"{"text": "a", "spans": []}"#,
            r#"{"data": {"text": "a"}, "annotations": [{"result": []}]}"#,
            "[1]",
        ] {
            assert!(!is_byline_jsonl(other.as_bytes()), "{other}");
        }
    }
}
