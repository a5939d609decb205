//! Reading exports of Label Studio (JSON and JSON-MIN), and our own.

use super::attribute_of;
use super::config::{Texts, texts_of};
use super::items::{Ended, each_item};
use super::region::{Entry, entry};
use crate::exchange::carry::{Fields, Record, ThreadsTold, take_objects, take_words};
use crate::exchange::gather::Source;
use crate::exchange::jsonl::{At, Extent, Reader};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::BufRead;

/// Largest configuration that is read, in bytes.
const LARGEST_CONFIG: u64 = 4 << 20;

/// Reads a file of tasks, one after the other.
pub(super) fn read(source: &Source<'_>, reader: &mut Reader<'_, '_>, go_on: &mut dyn FnMut() -> bool) {
    let texts = match source.beside("config.xml", LARGEST_CONFIG) {
        Some(Ok(xml)) => texts_of(&xml),
        Some(Err(why)) => {
            reader.say(At::Entry("config.xml".into()), Extent::Part, format!("{why}; it was not looked at"));
            Texts::default()
        }
        None => Texts::default(),
    };
    if texts.is_other {
        let what = "config.xml is for web pages, dialogues or media; only tasks of plain text (Text) are read";
        return reader.say(At::File, Extent::File, what);
    }
    let mut input = match source.open() {
        Ok(input) => input,
        Err(why) => return reader.say(At::File, Extent::File, why),
    };
    if input.fill_buf().is_ok_and(|start| start.starts_with(b"\xef\xbb\xbf")) {
        input.consume(3);
    }
    let (mut number, mut told) = (0_usize, ThreadsTold::default());
    let read = each_item(input, &mut |value| {
        number += 1;
        go_on() && task(reader, number, value, &texts, &mut told)
    });
    if let Err(Ended::Damaged(why)) = read {
        let what = format!("damaged or cut off: {why}; {number} tasks before that were read");
        reader.say(At::File, Extent::File, what);
    }
}

fn task(reader: &mut Reader<'_, '_>, number: usize, value: Value, texts: &Texts, told: &mut ThreadsTold) -> bool {
    let Value::Object(mut task) = value else {
        reader.say(At::Entry(format!("entry {number}")), Extent::Line, "no task; it was left out");
        return true;
    };
    let called = take_words(&mut task, "id").unwrap_or_else(|| number.to_string());
    let at = At::Entry(format!("task {called}"));
    let mut data = match task.shift_remove("data") {
        Some(Value::Object(data)) => data,
        _ => short_form(&mut task),
    };
    let text = match text_of(&mut data, texts) {
        Ok(text) => text,
        Err(why) => {
            reader.say(at, Extent::Line, why);
            return true;
        }
    };
    if !told.tell(reader, &at, data.shift_remove("threads")) {
        return false;
    }
    let id = take_words(&mut data, "id").unwrap_or(called);
    let mut rest = match data.shift_remove("article") {
        Some(Value::Object(rest)) => rest,
        Some(other) => Fields::from_iter([("article".to_owned(), other)]),
        None => Fields::new(),
    };
    let mut made = Making { record: Record::new(&id, text), whole: Fields::new(), done: Vec::new(), wrong: Vec::new() };
    let mut others = 0;
    for name in ["annotations", "completions"] {
        for annotation in take_objects(&mut task, name, &mut others) {
            made.annotation(annotation);
        }
    }
    for prediction in take_objects(&mut task, "predictions", &mut others) {
        made.prediction(prediction);
    }
    if others > 0 {
        made.wrong.push(format!("{others} of its annotations are no objects; they were left out"));
    }
    if let Some(Value::Object(attributes)) = rest.get("attributes") {
        let known = attributes.clone();
        for (name, value) in known {
            made.whole.insert(name, value);
        }
    }
    if !made.whole.is_empty() {
        rest.insert("attributes".into(), made.whole.into());
    }
    made.record.know([("done".to_owned(), Value::from(made.done))].into_iter().filter(|(_, v)| *v != json!([])));
    made.record.know(data);
    made.record.know(rest);
    for what in made.wrong {
        reader.say(at.clone(), Extent::Part, what);
    }
    made.record.give(reader, at)
}

/// A task in the short form (JSON-MIN): data and regions lie side by side. Its regions become an annotation.
fn short_form(task: &mut Fields) -> Fields {
    let mut data = std::mem::take(task);
    let is_regions = |value: &Value| {
        value
            .as_array()
            .is_some_and(|list| list.first().is_some_and(|v| v.get("start").is_some() && v.get("labels").is_some()))
    };
    let names: Vec<String> = data.iter().filter(|(_, v)| is_regions(v)).map(|(name, _)| name.clone()).collect();
    let mut result = Vec::new();
    for name in names {
        if let Some(Value::Array(list)) = data.shift_remove(&name) {
            let region =
                |(i, value): (usize, Value)| json!({ "id": format!("{name} {i}"), "type": "labels", "value": value });
            result.extend(list.into_iter().enumerate().map(region));
        }
    }
    let by = data.shift_remove("annotator").unwrap_or_default();
    for name in ["annotation_id", "created_at", "updated_at", "lead_time"] {
        data.shift_remove(name);
    }
    if !result.is_empty() {
        task.insert("annotations".into(), json!([{ "completed_by": by, "result": result }]));
    }
    data
}

/// The text of a task: the field that the configuration names, else `text`, else the longest words.
fn text_of(data: &mut Fields, texts: &Texts) -> Result<String, String> {
    let longest = || {
        let words = data.iter().filter_map(|(name, value)| Some((value.as_str()?.len(), name)));
        words.max().map(|(_, name)| name.clone())
    };
    let named = texts.field.clone().or_else(|| data.contains_key("text").then(|| "text".to_owned()));
    let Some(name) = named.or_else(longest) else { return Err("no words in its data; the task was left out".into()) };
    match data.shift_remove(&name) {
        Some(Value::String(text)) if is_address(&text) => {
            Err(format!("{name:?} is an address, and nothing is fetched; the task was left out"))
        }
        Some(Value::String(text)) => Ok(text),
        _ => Err(format!("{name:?} of its data holds no plain text; the task was left out")),
    }
}

fn is_address(text: &str) -> bool {
    let schemes = ["http://", "https://", "s3://", "gs://", "azure-blob://", "/data/"];
    schemes.iter().any(|scheme| text.starts_with(scheme)) && !text.contains(char::is_whitespace)
}

/// An article in the making.
struct Making {
    record: Record,
    /// Values for the text as a whole.
    whole: Fields,
    done: Vec<String>,
    wrong: Vec<String>,
}

/// Id, place, labels, what goes with it, and score.
type Region = (String, (u64, u64), Vec<String>, Fields, Option<f64>);

/// Entries of a `result`, sorted.
#[derive(Default)]
struct Sorted {
    regions: Vec<Region>,
    attributes: Vec<(String, String, Value)>,
    relations: Vec<(String, String, String, Fields)>,
}

impl Making {
    fn sorted(&mut self, of: &mut Fields) -> Sorted {
        let (mut sorted, mut others) = (Sorted::default(), 0);
        for fields in take_objects(of, "result", &mut others) {
            match entry(fields) {
                Ok(Entry::Region { id, range, labels, meta, score }) => {
                    sorted.regions.push((id, range, labels, meta, score));
                }
                Ok(Entry::Attribute { id, control, value }) => sorted.attributes.push((id, control, value)),
                Ok(Entry::Relation { from, to, kind, meta }) => sorted.relations.push((from, to, kind, meta)),
                Err(what) => self.wrong.push(what),
            }
        }
        if others > 0 {
            self.wrong.push(format!("{others} entries of a result are no objects; they were left out"));
        }
        sorted
    }

    fn annotation(&mut self, mut annotation: Fields) {
        let annotator = annotator_of(&mut annotation);
        if annotation.get("was_cancelled") == Some(&Value::Bool(true)) {
            self.wrong.push(format!("{annotator:?} has skipped it; that annotation was left out"));
            return;
        }
        if annotation.get("done") == Some(&Value::Bool(true)) {
            self.done.push(annotator.clone());
        }
        let sorted = self.sorted(&mut annotation);
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut fragments = Vec::new();
        for (id, range, labels, mut meta, _) in sorted.regions {
            if let Some(Value::String(of)) = meta.get("fragment_of") {
                fragments.push((of.clone(), id, range, labels));
                continue;
            }
            let note = note_of(&mut meta);
            let kept = match meta.shift_remove("byline") {
                Some(Value::Object(kept)) => kept,
                _ => Fields::new(),
            };
            let mut more = Some((note, kept));
            for (i, label) in labels.into_iter().enumerate() {
                let (note, kept) = more.take().unwrap_or_default();
                let mut fields = region(&annotator, &label, &note);
                if i == 0 {
                    fields.insert("id".into(), id.as_str().into());
                }
                fields.extend(kept);
                let number = self.record.annotate(fields, range);
                numbers.entry(id.clone()).or_insert(number);
            }
        }
        for (of, id, range, labels) in fragments {
            let number = numbers.get(&of).copied();
            if let Some(number) = number {
                self.record.extend(number, range);
            } else {
                for label in labels {
                    self.record.annotate(region(&annotator, &label, ""), range);
                }
            }
            if let Some(number) = number {
                numbers.insert(id, number);
            }
        }
        self.attributes(sorted.attributes, &numbers);
        for (from, to, kind, mut meta) in sorted.relations {
            let (Some(from), Some(to)) = (numbers.get(&from), numbers.get(&to)) else {
                self.wrong.push(format!("an arrow {kind:?} from {from:?} to {to:?} has no such ends; it was left out"));
                continue;
            };
            let mut fields = Fields::new();
            fields.insert("type".into(), kind.into());
            if let Some(Value::Object(kept)) = meta.shift_remove("byline") {
                fields.extend(kept);
            }
            self.record.relate(fields, *from, *to);
        }
    }

    fn attributes(&mut self, attributes: Vec<(String, String, Value)>, numbers: &BTreeMap<String, usize>) {
        for (id, control, value) in attributes {
            let name = attribute_of(&control).to_owned();
            let Some(fields) = numbers.get(&id).and_then(|number| self.record.annotation(*number)) else {
                if self.whole.get(&name).is_some_and(|known| *known != value) {
                    self.wrong.push(format!("{name:?} of the whole text has two values; the first was taken"));
                } else {
                    self.whole.insert(name, value);
                }
                continue;
            };
            let attributes = fields.entry("attributes").or_insert_with(|| json!({}));
            if let Some(attributes) = attributes.as_object_mut() {
                attributes.insert(name, value);
            }
        }
    }

    /// A prediction becomes suggestions.
    fn prediction(&mut self, mut prediction: Fields) {
        let by = take_words(&mut prediction, "model_version").unwrap_or_else(|| "label-studio".to_owned());
        let score = prediction.get("score").and_then(Value::as_f64);
        let sorted = self.sorted(&mut prediction);
        let mut suggestions = Vec::new();
        for (id, range, labels, _, own) in sorted.regions {
            let score = own.or(score).filter(|score| (0.0..=1.0).contains(score)).unwrap_or_default();
            let attributes = sorted.attributes.iter().filter(|(of, _, _)| *of == id);
            let attributes: Fields =
                attributes.map(|(_, control, value)| (attribute_of(control).to_owned(), value.clone())).collect();
            suggestions.extend(labels.into_iter().take(1).map(|label| {
                json!({
                    "id": id, "label": label, "ranges": [[range.0, range.1]], "score": score, "by": by,
                    "attributes": attributes,
                })
            }));
        }
        let arrow = |(from, to, kind, _): (String, String, String, Fields)| json!({ "type": kind, "from": from, "to": to, "by": by });
        let arrows: Vec<Value> = sorted.relations.into_iter().map(arrow).collect();
        self.record.append("suggestions", suggestions);
        self.record.append("suggested_relations", arrows);
    }
}

fn region(annotator: &str, label: &str, note: &str) -> Fields {
    let mut fields = Fields::new();
    fields.insert("label".into(), label.into());
    if !annotator.is_empty() {
        fields.insert("annotator".into(), annotator.into());
    }
    if !note.is_empty() {
        fields.insert("note".into(), note.into());
    }
    fields
}

/// Who made an annotation: our own field, else the user's address or number.
fn annotator_of(annotation: &mut Fields) -> String {
    if let Some(name) = take_words(annotation, "annotator") {
        return name;
    }
    match annotation.shift_remove("completed_by") {
        Some(Value::Number(number)) => format!("user{number}"),
        Some(Value::String(name)) => name,
        Some(Value::Object(mut user)) => {
            let number = user.get("id").and_then(Value::as_u64);
            let named = ["email", "username"].iter().find_map(|name| take_words(&mut user, name));
            named.or_else(|| number.map(|number| format!("user{number}"))).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The note on a region: a string or a list of them.
fn note_of(meta: &mut Fields) -> String {
    match meta.shift_remove("text") {
        Some(Value::String(note)) => note,
        Some(Value::Array(notes)) => notes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    }
}
