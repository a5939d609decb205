//! Reading CAS JSON: ours, and that of `INCEpTION`, `DKPro` and UIMA.

use super::types::{ANNOTATION, DOCUMENT, Kind, SOFA, VIEW, attribute_of};
use crate::exchange::OffsetUnit;
use crate::exchange::carry::{Fields, Record, ThreadsTold, take_words, value_of_words};
use crate::exchange::gather::Source;
use crate::exchange::jsonl::{At, Extent, Reader};
use crate::text::Text;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Largest file that is read, in bytes: several times the largest text, with its tokens.
const LARGEST: u64 = 1 << 30;

/// Types that are longer above one another than this lead nowhere.
const DEEPEST: usize = 100;

/// What is no annotation of anybody's: segmentation, syntax, metadata, and programs' own notes.
const MACHINERY: [&str; 11] = [
    "uima.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.",
    "de.tudarmstadt.ukp.dkpro.core.api.syntax.",
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.",
    "de.tudarmstadt.ukp.dkpro.core.api.structure.",
    "de.tudarmstadt.ukp.dkpro.core.api.transform.",
    "de.tudarmstadt.ukp.dkpro.core.api.anomaly.",
    "de.tudarmstadt.ukp.clarin.webanno.",
    "de.tudarmstadt.ukp.inception.",
    "org.dkpro.core.api.xml.",
];

/// Reads a file: one text with what one annotator has put on it.
pub(super) fn read(source: &Source<'_>, reader: &mut Reader<'_, '_>, go_on: &mut dyn FnMut() -> bool) {
    if !go_on() {
        return;
    }
    let bytes = match source.bytes(LARGEST) {
        Ok(bytes) => bytes,
        Err(why) => return reader.say(At::File, Extent::File, why),
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return reader.say(At::File, Extent::File, format!("damaged, or no JSON: {error}")),
    };
    read_value(source, reader, value);
}

fn read_value(source: &Source<'_>, reader: &mut Reader<'_, '_>, value: Value) {
    let mut said = Vec::new();
    let Some(cas) = Cas::of(value, &mut said) else {
        return reader.say(At::File, Extent::File, "no CAS in JSON: it has no list of feature structures");
    };
    let Some((sofa, raw)) = cas.text(&mut said) else {
        return reader.say(At::File, Extent::File, "no text in it (a sofaString); it was left out");
    };
    let facts = Facts::of(&cas, source);
    if !ThreadsTold::default().tell(reader, &At::File, facts.threads.clone()) {
        return;
    }
    let mut making = Making {
        text: Text::new(raw.as_str()),
        record: Record::new(&facts.id, raw),
        annotator: facts.annotator.clone(),
        numbers: BTreeMap::new(),
        groups: BTreeMap::new(),
        said,
    };
    if facts.done {
        making.record.know([("done".to_owned(), json!([facts.annotator]))]);
    }
    making.record.know(facts.known);
    making.all(&cas, sofa);
    for what in std::mem::take(&mut making.said) {
        reader.say(At::File, Extent::Part, what);
    }
    making.record.give(reader, At::File);
}

/// A file as it is.
struct Cas {
    /// The type that each type is a kind of.
    parents: BTreeMap<String, String>,
    /// Structures by number, in the order of the file.
    structures: Vec<(u64, Fields)>,
}

impl Cas {
    fn of(value: Value, said: &mut Vec<String>) -> Option<Self> {
        let Value::Object(mut all) = value else { return None };
        let list: Vec<Value> = match all.shift_remove("%FEATURE_STRUCTURES")? {
            Value::Array(list) => list,
            // An early form: an object with the numbers as names.
            Value::Object(map) => map
                .into_iter()
                .map(|(id, mut structure)| {
                    if let (Some(fields), Ok(id)) = (structure.as_object_mut(), id.parse::<u64>()) {
                        fields.entry("%ID").or_insert_with(|| id.into());
                    }
                    structure
                })
                .collect(),
            _ => return None,
        };
        let mut structures = Vec::with_capacity(list.len());
        let mut met = BTreeSet::new();
        let (mut twice, mut others) = (0, 0);
        for value in list {
            match value {
                Value::Object(mut fields) => match fields.shift_remove("%ID").and_then(|id| id.as_u64()) {
                    Some(id) if met.insert(id) => structures.push((id, fields)),
                    Some(_) => twice += 1,
                    None => others += 1,
                },
                _ => others += 1,
            }
        }
        if twice > 0 {
            said.push(format!("{twice} feature structures have a number that is there twice; they were left out"));
        }
        if others > 0 {
            said.push(format!("{others} feature structures have no number; they were left out"));
        }
        let mut parents = BTreeMap::new();
        if let Some(Value::Object(types)) = all.shift_remove("%TYPES") {
            for (name, fields) in types {
                if let Some(parent) = fields.get("%SUPER_TYPE").and_then(Value::as_str) {
                    parents.insert(name, parent.to_owned());
                }
            }
        }
        Some(Self { parents, structures })
    }

    /// The type of a structure and all that it is a kind of.
    fn is_kind_of(&self, name: &str, of: &str) -> bool {
        let mut name = name;
        for _ in 0..DEEPEST {
            if name == of {
                return true;
            }
            match self.parents.get(name) {
                Some(parent) => name = parent,
                None => return false,
            }
        }
        false
    }

    /// The number and words of the text: of the first view, else of the first one that has words.
    fn text(&self, said: &mut Vec<String>) -> Option<(u64, String)> {
        let sofas: Vec<&(u64, Fields)> = self.structures.iter().filter(|(_, f)| type_of(f) == SOFA).collect();
        let words = |sofa: &(u64, Fields)| {
            let words = sofa.1.get("sofaString").and_then(Value::as_str)?;
            Some((sofa.0, words.to_owned()))
        };
        let is_first = |sofa: &&&(u64, Fields)| sofa.1.get("sofaID").and_then(Value::as_str) == Some(VIEW);
        if sofas.len() > 1 {
            said.push(format!("{} views of the text; one of them was read", sofas.len()));
        }
        let first = sofas.iter().find(is_first).and_then(|sofa| words(sofa));
        first.or_else(|| sofas.iter().find_map(|sofa| words(sofa)))
    }
}

fn type_of(fields: &Fields) -> &str {
    fields.get("%TYPE").and_then(Value::as_str).unwrap_or_default()
}

/// What a file says of its article.
struct Facts {
    id: String,
    annotator: String,
    threads: Option<Value>,
    done: bool,
    known: Fields,
}

impl Facts {
    fn of(cas: &Cas, source: &Source<'_>) -> Self {
        let of_type = |wanted: &str| cas.structures.iter().find(|(_, f)| type_of(f) == wanted).map(|(_, f)| f.clone());
        let mut known = Fields::new();
        let dkpro = of_type(Kind::Metadata.name()).unwrap_or_default();
        let dkpro_of = |name: &str| dkpro.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (title, document) = (dkpro_of("documentTitle"), dkpro_of("documentId"));
        let Some(mut ours) = of_type(Kind::Article.name()) else {
            // INCEpTION: a folder for each document, in it a file for each annotator.
            let stem = source.stem();
            let is_document = source.folder_name() == title || source.folder_name() == document;
            let annotator = if is_document && !source.folder_name().is_empty() { stem.clone() } else { String::new() };
            let id = if document.is_empty() { stem } else { document };
            for (name, value) in
                [("title", title), ("url", dkpro_of("documentUri")), ("language", dkpro_of("language"))]
            {
                if !value.is_empty() && value != "x-unspecified" {
                    known.insert(name.into(), value.into());
                }
            }
            return Self { id, annotator, threads: None, done: false, known };
        };
        let id = take_words(&mut ours, "id").unwrap_or_default();
        let annotator = take_words(&mut ours, "annotator").unwrap_or_default();
        let list = |words: String| serde_json::from_str(&words).ok();
        let threads = take_words(&mut ours, "threads").and_then(list);
        let rest: Option<Value> = take_words(&mut ours, "byline").and_then(list);
        let done = ours.shift_remove("done") == Some(Value::Bool(true));
        known.extend(ours.into_iter().filter(|(name, _)| !name.starts_with(['%', '@'])));
        if let Some(Value::Object(rest)) = rest {
            for (name, value) in rest {
                known.entry(name).or_insert(value);
            }
        }
        Self { id, annotator, threads, done, known }
    }
}

/// An article in the making.
struct Making {
    text: Text,
    record: Record,
    annotator: String,
    /// Annotations by the number of their structure.
    numbers: BTreeMap<u64, usize>,
    /// Annotations in several fragments, by their id.
    groups: BTreeMap<String, usize>,
    said: Vec<String>,
}

impl Making {
    fn all(&mut self, cas: &Cas, sofa: u64) {
        let (mut relations, mut elsewhere) = (Vec::new(), 0);
        for (id, fields) in &cas.structures {
            let name = type_of(fields);
            let is_place = fields.contains_key("begin") && fields.contains_key("end");
            let is_annotation = cas.is_kind_of(name, ANNOTATION) || (!cas.parents.contains_key(name) && is_place);
            let is_machinery = MACHINERY.iter().any(|start| name.starts_with(start)) || cas.is_kind_of(name, DOCUMENT);
            if !is_annotation || is_machinery {
                continue;
            }
            if fields.get("@sofa").and_then(Value::as_u64).is_some_and(|of| of != sofa) {
                elsewhere += 1;
                continue;
            }
            match ends_of(fields) {
                Some(ends) => relations.push((*id, ends, fields.clone())),
                None => self.span(*id, fields.clone()),
            }
        }
        if elsewhere > 0 {
            self.said.push(format!("{elsewhere} annotations are on another view; they were left out"));
        }
        for (id, (from, to), fields) in relations {
            self.relation(id, from, to, fields);
        }
    }

    fn span(&mut self, id: u64, mut fields: Fields) {
        let name = type_of(&fields).to_owned();
        let Some(range) = self.range(&fields) else {
            let at = |end: &str| fields.get(end).map_or_else(|| "nothing".to_owned(), Value::to_string);
            let (begin, end) = (at("begin"), at("end"));
            self.said.push(format!(
                "{name} {id} is at {begin} to {end}, outside the text, empty or inside a character; it was left out"
            ));
            return;
        };
        let given = take_words(&mut fields, "id");
        let fragment = fields.shift_remove("fragment").and_then(|n| n.as_u64());
        if let (Some(1..), Some(number)) = (fragment, given.as_ref().and_then(|given| self.groups.get(given))) {
            self.record.extend(*number, range);
            self.numbers.insert(id, *number);
            return;
        }
        let mut made = Fields::new();
        made.insert("id".into(), given.clone().unwrap_or_else(|| id.to_string()).into());
        let labels = ["label", "value"].into_iter().find(|name| fields.get(*name).is_some_and(Value::is_string));
        let label = labels.and_then(|name| take_words(&mut fields, name)).filter(|label| !label.trim().is_empty());
        let short = name.rsplit('.').next().unwrap_or(&name);
        made.insert("label".into(), label.unwrap_or_else(|| short.to_owned()).into());
        if !self.annotator.is_empty() {
            made.insert("annotator".into(), self.annotator.as_str().into());
        }
        if name == Kind::Span.name() {
            fields.shift_remove("threads");
        }
        if let Some(note) = take_words(&mut fields, "note").filter(|note| !note.is_empty()) {
            made.insert("note".into(), note.into());
        }
        if let Some(Value::Bool(true)) = fields.shift_remove("unsure") {
            made.insert("unsure".into(), true.into());
        }
        let kept = take_json(&mut fields);
        let attributes = attributes(fields);
        if !attributes.is_empty() {
            made.insert("attributes".into(), attributes.into());
        }
        for (name, value) in kept {
            made.entry(name).or_insert(value);
        }
        let number = self.record.annotate(made, range);
        self.numbers.insert(id, number);
        if let (Some(0), Some(given)) = (fragment, given) {
            self.groups.insert(given, number);
        }
    }

    /// A place in code points.
    fn range(&self, fields: &Fields) -> Option<(u64, u64)> {
        let end = |name: &str| fields.get(name)?.as_u64().and_then(|n| u32::try_from(n).ok());
        let span = OffsetUnit::Utf16.span(&self.text, end("begin")? as usize, end("end")? as usize)?;
        let (start, end) = OffsetUnit::CodePoints.of(&self.text, span);
        (start < end).then_some((start as u64, end as u64))
    }

    fn relation(&mut self, id: u64, from: u64, to: u64, mut fields: Fields) {
        let name = type_of(&fields).to_owned();
        let short = name.rsplit('.').next().unwrap_or(&name).to_owned();
        let label = ["label", "value", "role"].into_iter().find_map(|name| take_words(&mut fields, name));
        let kind = label.filter(|label| !label.trim().is_empty()).unwrap_or(short);
        let (Some(from_number), Some(to_number)) = (self.numbers.get(&from), self.numbers.get(&to)) else {
            self.said.push(format!(
                "{name} {id} runs from {from} to {to}, and one of them is no annotation; it was left out"
            ));
            return;
        };
        let mut made = Fields::new();
        made.insert("id".into(), take_words(&mut fields, "id").unwrap_or_else(|| id.to_string()).into());
        made.insert("type".into(), kind.into());
        made.extend(take_json(&mut fields));
        let more = attributes(fields);
        if !more.is_empty() {
            made.insert("features".into(), more.into());
        }
        self.record.relate(made, *from_number, *to_number);
    }
}

/// What stands in `byline`: JSON of what has no feature of its own.
fn take_json(fields: &mut Fields) -> Fields {
    let read = |words: String| serde_json::from_str(&words).ok();
    match take_words(fields, "byline").and_then(read) {
        Some(Value::Object(fields)) => fields,
        _ => Fields::new(),
    }
}

/// Both ends of an arrow: its governor, where it starts, and its dependent.
fn ends_of(fields: &Fields) -> Option<(u64, u64)> {
    let end = |names: [&str; 2]| names.iter().find_map(|name| fields.get(*name)).and_then(Value::as_u64);
    Some((end(["@Governor", "@governor"])?, end(["@Dependent", "@dependent"])?))
}

/// Features that are words, numbers, or yes and no, as attributes. What points at other structures is passed over.
fn attributes(fields: Fields) -> Fields {
    let mut attributes = Fields::new();
    for (name, value) in fields {
        if name.starts_with(['%', '@', '^']) || ["begin", "end"].contains(&name.as_str()) {
            continue;
        }
        let name = attribute_of(name.trim_start_matches('#')).to_owned();
        match value {
            Value::String(words) => attributes.insert(name, value_of_words(&words)),
            Value::Bool(_) => attributes.insert(name, value),
            Value::Number(number) => attributes.insert(name, number.to_string().into()),
            _ => None,
        };
    }
    attributes
}
