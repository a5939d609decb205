//! Reading lines of doccano, in both of its forms, and our own.

use crate::exchange::carry::{
    Fields, Record, TextNames, ThreadsTold, json_lines, take_number, take_objects, take_words,
};
use crate::exchange::gather::Source;
use crate::exchange::jsonl::{At, Extent, Reader};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};

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
    let name = if fields.contains_key("text") { "text" } else { "data" };
    let Some(Value::String(text)) = fields.shift_remove(name) else {
        reader.say(at.clone(), Extent::Line, "no \"text\" or \"data\" in words; the line was left out");
        return true;
    };
    // doccano's own exports have their metadata at the top, older ones in an object.
    for name in ["meta", "metadata"] {
        if let Some(Value::Object(meta)) = fields.get(name).cloned() {
            fields.shift_remove(name);
            for (name, value) in meta {
                fields.entry(name).or_insert(value);
            }
        }
    }
    if !told.tell(reader, at, fields.shift_remove("threads")) {
        return false;
    }
    let annotator = take_words(&mut fields, "annotator").unwrap_or_default();
    let called = take_words(&mut fields, "id");
    let id = names.name(&text, called, || at.to_string());
    let mut line = Line {
        record: Record::new(&id, text),
        annotator,
        kept: Kept::of(fields.shift_remove("byline")),
        numbers: BTreeMap::new(),
        wrong: Vec::new(),
    };
    let mut others = 0;
    let entities = take_objects(&mut fields, "entities", &mut others);
    line.entities(entities);
    for name in ["label", "labels"] {
        if fields.get(name).is_some_and(Value::is_array) {
            let list = fields.shift_remove(name);
            line.triples(list);
        }
    }
    let relations = take_objects(&mut fields, "relations", &mut others);
    line.relations(relations);
    if others > 0 {
        line.wrong.push(format!("{others} of its entities or arrows are no objects; they were left out"));
    }
    if fields.shift_remove("done") == Some(Value::Bool(true)) {
        line.record.know([("done".to_owned(), Value::from(vec![line.annotator.clone()]))]);
    }
    for name in ["quotes", "Comments", "comments", "cats"] {
        if fields.get(name).is_some_and(|value| value.is_object() || value.is_array()) {
            fields.shift_remove(name);
        }
    }
    let rest = fields.shift_remove("article");
    line.record.know(fields);
    match rest {
        Some(Value::Object(rest)) => line.record.know(rest),
        Some(other) => line.record.know([("article".to_owned(), other)]),
        None => {}
    }
    for what in line.wrong {
        reader.say(at.clone(), Extent::Part, what);
    }
    line.record.give(reader, at.clone())
}

/// Start, end and label of an entity.
type Place = (u64, u64, String);

/// What a line keeps of annotations besides entities, found again by place and label: doccano gives new numbers.
struct Kept {
    annotations: Vec<Option<Fields>>,
    /// For each place, the annotations that have it, and whether it is their first.
    by_place: BTreeMap<Place, VecDeque<(usize, bool)>>,
    relations: Vec<Fields>,
}

impl Kept {
    fn of(byline: Option<Value>) -> Self {
        let mut kept = Self { annotations: Vec::new(), by_place: BTreeMap::new(), relations: Vec::new() };
        let Some(Value::Object(mut byline)) = byline else { return kept };
        let mut others = 0;
        for mut fields in take_objects(&mut byline, "annotations", &mut others) {
            let label = fields.get("label").and_then(Value::as_str).unwrap_or_default().to_owned();
            let places = match fields.shift_remove("at") {
                Some(Value::Array(places)) => places,
                _ => Vec::new(),
            };
            for (i, place) in places.iter().enumerate() {
                if let Some((start, end)) = pair(place) {
                    let place = (start, end, label.clone());
                    kept.by_place.entry(place).or_default().push_back((kept.annotations.len(), i == 0));
                }
            }
            kept.annotations.push(Some(fields));
        }
        kept.relations = take_objects(&mut byline, "relations", &mut others);
        kept
    }
}

fn pair(place: &Value) -> Option<(u64, u64)> {
    match place.as_array()?.as_slice() {
        [start, end] => Some((start.as_u64()?, end.as_u64()?)),
        _ => None,
    }
}

/// A line being read.
struct Line {
    record: Record,
    annotator: String,
    kept: Kept,
    /// Annotations by the number of an entity in the file.
    numbers: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl Line {
    fn entities(&mut self, entities: Vec<Fields>) {
        // Annotations of this record by their number among those kept.
        let mut made: BTreeMap<usize, usize> = BTreeMap::new();
        for mut entity in entities {
            let id = take_words(&mut entity, "id").unwrap_or_default();
            let label = take_words(&mut entity, "label").unwrap_or_default();
            let ends = take_number(&mut entity, "start_offset").zip(take_number(&mut entity, "end_offset"));
            let Some((start, end)) = ends else {
                self.wrong.push(format!("entity {id:?} of label {label:?} has no place; it was left out"));
                continue;
            };
            let kept = self.kept.by_place.get_mut(&(start, end, label.clone())).and_then(VecDeque::pop_front);
            if let Some(number) = kept.and_then(|(kept, _)| made.get(&kept)).copied() {
                self.record.extend(number, (start, end));
                self.numbers.insert(id, number);
                continue;
            }
            let known = kept.and_then(|(kept, _)| self.kept.annotations.get_mut(kept)).and_then(Option::take);
            let mut fields = known.unwrap_or_else(|| self.plain(&label, &id));
            fields.extend(entity);
            let number = self.record.annotate(fields, (start, end));
            if let Some((kept, _)) = kept {
                made.insert(kept, number);
            }
            self.numbers.insert(id, number);
        }
    }

    fn plain(&self, label: &str, id: &str) -> Fields {
        let mut fields = Fields::new();
        if !id.is_empty() {
            fields.insert("id".into(), id.into());
        }
        fields.insert("label".into(), label.into());
        if !self.annotator.is_empty() {
            fields.insert("annotator".into(), self.annotator.as_str().into());
        }
        fields
    }

    /// The other form: `[[start, end, label], …]`.
    fn triples(&mut self, list: Option<Value>) {
        let Some(Value::Array(list)) = list else { return };
        for row in list {
            let place = || {
                let row = row.as_array()?;
                let [start, end, label] = row.as_slice() else { return None };
                Some(((start.as_u64()?, end.as_u64()?), label.as_str()?.to_owned()))
            };
            match place() {
                Some((range, label)) => {
                    let fields = self.plain(&label, "");
                    self.record.annotate(fields, range);
                }
                None => self.wrong.push(format!("label {row} is not start, end and name; it was left out")),
            }
        }
    }

    fn relations(&mut self, relations: Vec<Fields>) {
        for mut relation in relations {
            let kind = take_words(&mut relation, "type").unwrap_or_else(|| "relation".to_owned());
            let (from, to) = (take_words(&mut relation, "from_id"), take_words(&mut relation, "to_id"));
            let number = |id: &Option<String>| id.as_ref().and_then(|id| self.numbers.get(id)).copied();
            let (Some(from_number), Some(to_number)) = (number(&from), number(&to)) else {
                let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
                self.wrong.push(format!("an arrow {kind:?} from {from:?} to {to:?} has no such ends; it was left out"));
                continue;
            };
            let fields = self.kept_relation(&kind, from_number, to_number).unwrap_or_else(|| {
                relation.insert("type".into(), kind.into());
                relation
            });
            self.record.relate(fields, from_number, to_number);
        }
    }

    /// What the line keeps of an arrow of this type between these annotations.
    fn kept_relation(&mut self, kind: &str, from: usize, to: usize) -> Option<Fields> {
        let id = |record: &mut Record, number| record.annotation(number).and_then(|fields| fields.get("id").cloned());
        let ends = (id(&mut self.record, from)?, id(&mut self.record, to)?);
        let same = |fields: &Fields| {
            fields.get("type").and_then(Value::as_str) == Some(kind)
                && (fields.get("from"), fields.get("to")) == (Some(&ends.0), Some(&ends.1))
        };
        let at = self.kept.relations.iter().position(same)?;
        Some(self.kept.relations.remove(at))
    }
}
