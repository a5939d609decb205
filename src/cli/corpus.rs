//! A labelled corpus in Byline JSONL, as training and scoring read it: texts as they came, with what the corpus says of
//! itself (`labels`, `scored`, `one_level`).

use crate::model::LabelId;
use crate::suggest::evaluate::{Answer, Case, Levels, Mark, Scope};
use crate::text::{CharOffset, TextIndex, TextSpan};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Reads a corpus; a line that is no labelled article is an error with its number.
pub(super) fn read(path: &Path) -> Result<Vec<Case>, String> {
    let file = std::fs::File::open(path).map_err(|error| format!("{error}: {}", path.display()))?;
    let mut cases = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let place = |what: &str| format!("line {}: {what}: {}", number + 1, path.display());
        let line = line.map_err(|error| place(&error.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let value: Value = serde_json::from_str(&line).map_err(|error| place(&error.to_string()))?;
        if value.get("byline").is_some() {
            continue;
        }
        cases.push(case(&value).ok_or_else(|| place("this is no article with annotations in Byline JSONL"))?);
    }
    Ok(cases)
}

/// The entries of a field that holds a list; none where it is absent.
fn list<'a>(value: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    value.get(field).and_then(Value::as_array).into_iter().flatten()
}

fn case(value: &Value) -> Option<Case> {
    let text = value.get("text")?.as_str()?.to_owned();
    let index = TextIndex::new(&text);
    let span = |range: &Value| {
        let at = |side: usize| {
            let count = usize::try_from(range.get(side)?.as_u64()?).ok()?;
            index.byte_of_char(&text, CharOffset::new(count))
        };
        Some(TextSpan::new(at(0)?, at(1)?))
    };
    let mut gold = Answer::default();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for annotation in list(value, "annotations") {
        let label = LabelId::parse(annotation.get("label")?.as_str()?)?;
        let mut fragments: Vec<TextSpan> = list(annotation, "ranges").map(span).collect::<Option<_>>()?;
        fragments.sort();
        if !fragments.is_empty() {
            numbers.insert(annotation.get("id").and_then(Value::as_str).unwrap_or_default(), gold.marks.len());
            gold.marks.push(Mark { label, fragments: joined(&text, &fragments), score: 1.0 });
        }
    }
    for relation in list(value, "relations") {
        let end = |field: &str| numbers.get(relation.get(field)?.as_str()?).copied();
        if relation.get("type").and_then(Value::as_str) == Some("attributed_to")
            && let (Some(from), Some(to)) = (end("from"), end("to"))
        {
            gold.links.push((from, to));
        }
    }
    let labels = list(value, "labels").map(|label| LabelId::parse(label.as_str()?)).collect::<Option<_>>()?;
    let scored = value.get("scored").map(|_| list(value, "scored").map(span).collect::<Option<Vec<TextSpan>>>());
    let one_level = value.get("one_level").and_then(Value::as_bool) == Some(true);
    let scope = Scope {
        labels,
        scored: match scored {
            Some(ranges) => Some(ranges?),
            None => None,
        },
        levels: if one_level { Levels::Outermost } else { Levels::Nested },
    };
    Some(Case { text, gold, scope })
}

/// Fragments with only white space between them are one.
fn joined(text: &str, sorted: &[TextSpan]) -> Vec<TextSpan> {
    let mut merged: Vec<TextSpan> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match merged.last_mut() {
            Some(last) if TextSpan::new(last.end().min(span.start()), span.start()).slice(text).trim().is_empty() => {
                *last = last.cover(*span);
            }
            _ => merged.push(*span),
        }
    }
    merged
}
