//! Reading lines of Prodigy, of `spacy` converters, and our own.

use crate::exchange::carry::{
    Fields, Record, TextNames, ThreadsTold, json_lines, take_number, take_objects, take_words,
};
use crate::exchange::gather::Source;
use crate::exchange::jsonl::{At, Extent, Reader};
use serde_json::Value;
use std::collections::BTreeMap;

/// Prodigy's housekeeping, of no use outside it.
const HOUSEKEEPING: [&str; 13] = [
    "_input_hash",
    "_task_hash",
    "_view_id",
    "_timestamp",
    "_is_binary",
    "_annotator_id",
    "_session_id",
    "answer",
    "config",
    "tokens",
    "priority",
    "score",
    "html",
];

/// Fields of a span or an arrow that only say where it is and how it is drawn.
const PLACE: [&str; 8] = ["start", "end", "token_start", "token_end", "text", "color", "fragment", "type"];

/// Reads a file.
pub(super) fn read(source: &Source<'_>, reader: &mut Reader<'_, '_>, go_on: &mut dyn FnMut() -> bool) {
    let (mut names, mut told) = (TextNames::default(), ThreadsTold::default());
    json_lines(source, reader, go_on, &mut |reader, at, fields| line(reader, &at, fields, &mut names, &mut told));
}

fn line(
    reader: &mut Reader<'_, '_>,
    at: &At,
    mut fields: Fields,
    names: &mut TextNames,
    told: &mut ThreadsTold,
) -> bool {
    let Some(Value::String(text)) = fields.shift_remove("text") else {
        reader.say(at.clone(), Extent::Line, "no \"text\" in words; the line was left out");
        return true;
    };
    let answer = take_words(&mut fields, "answer").unwrap_or_default();
    if answer == "reject" || answer == "ignore" {
        let what = format!("its answer is {answer:?}; the annotations of the line were left out");
        reader.say(at.clone(), Extent::Part, what);
        fields.shift_remove("spans");
        fields.shift_remove("relations");
    }
    if !told.tell(reader, at, fields.shift_remove("threads")) {
        return false;
    }
    let annotator =
        take_words(&mut fields, "_annotator_id").or_else(|| take_words(&mut fields, "_session_id")).unwrap_or_default();
    let mut meta = match fields.shift_remove("meta") {
        Some(Value::Object(meta)) => meta,
        _ => Fields::new(),
    };
    let called = take_words(&mut meta, "id").or_else(|| take_words(&mut fields, "id"));
    let called = called.or_else(|| take_words(&mut fields, "_input_hash"));
    let id = names.name(&text, called, || at.to_string());
    let mut line = Reading { wrong: Vec::new(), record: Record::new(&id, text), annotator, placed: Vec::new() };
    let tokens = Tokens::of(fields.shift_remove("tokens"));
    let mut others = 0;
    let spans = take_objects(&mut fields, "spans", &mut others);
    let relations = take_objects(&mut fields, "relations", &mut others);
    line.spans(spans, &tokens);
    line.relations(relations);
    if others > 0 {
        line.wrong.push(format!("{others} of its spans or arrows are no objects; they were left out"));
    }
    if fields.shift_remove("done") == Some(Value::Bool(true)) {
        line.record.know([("done".to_owned(), Value::from(vec![line.annotator.clone()]))]);
    }
    let rest = fields.shift_remove("article");
    line.record.know(meta);
    line.record.know(rest.as_ref().and_then(Value::as_object).cloned().into_iter().flatten());
    line.record.know(fields.into_iter().filter(|(name, _)| !HOUSEKEEPING.contains(&name.as_str())));
    for what in line.wrong {
        reader.say(at.clone(), Extent::Part, what);
    }
    line.record.give(reader, at.clone())
}

/// Places of tokens in code points, by their number.
struct Tokens(BTreeMap<u64, (u64, u64)>);

impl Tokens {
    fn of(value: Option<Value>) -> Self {
        let Some(Value::Array(list)) = value else { return Self(BTreeMap::new()) };
        let place = |(number, token): (usize, &Value)| {
            let number = token.get("id").and_then(Value::as_u64).unwrap_or(number as u64);
            Some((number, (token.get("start")?.as_u64()?, token.get("end")?.as_u64()?)))
        };
        Self(list.iter().enumerate().filter_map(place).collect())
    }

    /// From the start of one token to the end of another, both included.
    fn range(&self, first: u64, last: u64) -> Option<(u64, u64)> {
        Some((self.0.get(&first)?.0, self.0.get(&last)?.1))
    }
}

/// A span that was read: where, its last token, its label, and the annotation that it became.
struct Placed {
    range: (u64, u64),
    last_token: Option<u64>,
    label: String,
    id: String,
    number: usize,
}

/// A line being read.
struct Reading {
    wrong: Vec<String>,
    record: Record,
    annotator: String,
    placed: Vec<Placed>,
}

impl Reading {
    fn spans(&mut self, spans: Vec<Fields>, tokens: &Tokens) {
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        for mut span in spans {
            let (first, last) = (take_number(&mut span, "token_start"), take_number(&mut span, "token_end"));
            let by_tokens = first.zip(last).and_then(|(first, last)| tokens.range(first, last));
            let range = take_number(&mut span, "start").zip(take_number(&mut span, "end")).or(by_tokens);
            let label = take_words(&mut span, "label").unwrap_or_default();
            let Some(range) = range else {
                self.wrong.push(format!("a span of label {label:?} has no place; it was left out"));
                continue;
            };
            let id = take_words(&mut span, "id").unwrap_or_default();
            let fragment = span.get("fragment").and_then(Value::as_u64);
            if let (Some(1..), Some(number)) = (fragment, groups.get(&id)) {
                self.record.extend(*number, range);
                self.placed.push(Placed { range, last_token: last, label, id, number: *number });
                continue;
            }
            let mut fields = Fields::new();
            if !id.is_empty() {
                fields.insert("id".into(), id.as_str().into());
            }
            fields.insert("label".into(), label.as_str().into());
            if !self.annotator.is_empty() {
                fields.insert("annotator".into(), self.annotator.as_str().into());
            }
            for (name, value) in span {
                if name == "annotator" {
                    fields.insert(name, value);
                } else if !PLACE.contains(&name.as_str()) {
                    fields.entry(name).or_insert(value);
                }
            }
            let number = self.record.annotate(fields, range);
            if fragment == Some(0) {
                groups.insert(id.clone(), number);
            }
            self.placed.push(Placed { range, last_token: last, label, id, number });
        }
    }

    fn relations(&mut self, relations: Vec<Fields>) {
        for mut relation in relations {
            let label = take_words(&mut relation, "label").unwrap_or_default();
            let from = self.end(&mut relation, "from", "head_span", "head");
            let to = self.end(&mut relation, "to", "child_span", "child");
            let (Some(from), Some(to)) = (from, to) else {
                self.wrong.push(format!("an arrow {label:?} has an end that is no span; it was left out"));
                continue;
            };
            let mut fields = Fields::new();
            fields.insert("type".into(), label.into());
            let more = relation.into_iter().filter(|(name, _)| !PLACE.contains(&name.as_str()));
            fields.extend(more);
            self.record.relate(fields, from, to);
        }
    }

    /// The annotation at one end of an arrow: by id, else by the span's place and label, else by its last token.
    fn end(&self, relation: &mut Fields, id: &str, span: &str, token: &str) -> Option<usize> {
        let (id, token) = (take_words(relation, id), take_number(relation, token));
        let by_id = id.and_then(|id| self.placed.iter().find(|p| p.id == id));
        let span = relation.shift_remove(span);
        let by_span = || {
            let span = span.as_ref()?;
            let range = (span.get("start")?.as_u64()?, span.get("end")?.as_u64()?);
            let label = span.get("label").and_then(Value::as_str).unwrap_or_default();
            let same = |p: &&Placed| p.range == range && p.label == label;
            self.placed.iter().find(same).or_else(|| self.placed.iter().find(|p| p.range == range))
        };
        let by_token = || self.placed.iter().find(|p| p.last_token.is_some() && p.last_token == token);
        by_id.or_else(by_span).or_else(by_token).map(|p| p.number)
    }
}
