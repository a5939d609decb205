//! What the formats of annotation programs carry beside their own fields, so that nothing is lost on the way back: the
//! fields of Byline JSONL, under its names. Threads go along with their titles.

use super::ahead::in_order;
use super::export::{Coded, Selection, Texts};
use super::jsonl::{
    At, Extent, LONGEST_LINE, Line, Object, Reader, annotation_json, article_json, next_line, relation_json,
};
use super::loss::{Feature, Loss};
use super::pace::Pace;
use super::problem::ExportError;
use crate::exchange::gather::Source;
use crate::model::{Annotation, Article, Relation};
use crate::text::Text;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

/// Fields of an object, in order.
pub(super) type Fields = Map<String, Value>;

/// What a format that carries all this along still loses.
pub(super) const LOSES: &[Feature] = &[
    Feature::ThreadRelations,
    Feature::Reading,
    Feature::Stories,
    Feature::Families,
    Feature::Suggestions,
    Feature::Rejected,
    Feature::LostPlaces,
    Feature::Revisions,
    Feature::Codebook,
    Feature::Settings,
];

/// Threads that are written with their titles only.
pub(super) fn threads_cut_short(selection: &Selection<'_>) -> Vec<Loss> {
    let count = selection.threads().count();
    let what = match count {
        0 => return Vec::new(),
        1 => "thread's note, attributes and date",
        _ => "threads' notes, attributes and dates",
    };
    vec![Loss { count, what: what.into() }]
}

/// Names of metadata that are plain words, in order.
const METADATA: [&str; 9] =
    ["id", "title", "outlet", "author", "published", "accessed", "url", "archived_url", "language"];

fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

/// An article's id and metadata, all words; and apart what else is known of it, its text and stories left out.
pub(super) fn article_fields(article: &Article) -> (Fields, Fields) {
    let object = article_json(article, Texts::LeftOut).kept(&article.extra);
    let mut rest = fields(object.value());
    rest.shift_remove("text_hash");
    rest.shift_remove("stories");
    let mut metadata = Fields::new();
    for name in METADATA {
        if let Some(value) = rest.shift_remove(name) {
            metadata.insert(name.to_owned(), value);
        }
    }
    (metadata, rest)
}

/// An annotation without its place.
pub(super) fn annotation_fields(
    selection: &Selection<'_>,
    text: &Text,
    annotator: &str,
    annotation: &Annotation,
) -> Fields {
    let mut fields = fields(annotation_json(selection, text, annotator, annotation));
    fields.shift_remove("ranges");
    fields
}

/// A relation, its ends by id.
pub(super) fn relation_fields(annotator: &str, relation: &Relation) -> Fields {
    fields(relation_json(annotator, relation))
}

/// Writes lines for each article and annotator, on all cores; an article that nobody has coded has one without.
pub(super) fn coded_lines(
    selection: &Selection<'_>,
    sink: &mut dyn Write,
    pace: &mut Pace<'_>,
    line: impl Fn(&Selection<'_>, &Article, Option<&Coded<'_>>, &mut dyn Write) -> io::Result<()> + Sync,
) -> Result<(), ExportError> {
    let articles: Vec<_> = selection.articles().collect();
    let render = |article: &&Arc<Article>| -> io::Result<Vec<u8>> {
        let mut lines = Vec::new();
        for coded in selection.coded(article).iter().filter(|c| !c.annotations.is_empty() || c.layer.done) {
            line(selection, article, Some(coded), &mut lines)?;
        }
        if lines.is_empty() {
            line(selection, article, None, &mut lines)?;
        }
        Ok(lines)
    };
    in_order(&articles, render, |lines| {
        pace.step()?;
        Ok(sink.write_all(&lines?)?)
    })
}

/// The threads that annotations link to, each with id, label, title and who made it.
pub(super) fn thread_list(selection: &Selection<'_>, coded: &[&Coded<'_>]) -> Vec<Value> {
    let linked: BTreeSet<_> =
        coded.iter().flat_map(|c| &c.annotations).flat_map(|a| a.threads.keys().copied()).collect();
    let json = |id| {
        let (by, thread) = selection.project().thread(id)?;
        let object = Object::new()
            .with("id", thread.id.as_str())
            .with("label", thread.label.as_str())
            .with("title", thread.title.as_str())
            .with("annotator", selection.name(by.as_str()))
            .with("foreign_id", thread.foreign_id.as_str());
        Some(object.value())
    };
    linked.into_iter().filter_map(json).collect()
}

/// Threads of a file that were told to the reader already.
#[derive(Debug, Default)]
pub(super) struct ThreadsTold(BTreeSet<String>);

impl ThreadsTold {
    /// Tells the reader those of a list that it does not know yet. False where reading is over.
    pub(super) fn tell(&mut self, reader: &mut Reader<'_, '_>, at: &At, list: Option<Value>) -> bool {
        let Some(Value::Array(list)) = list else { return true };
        let is_new =
            |thread: &Value| thread.get("id").and_then(Value::as_str).is_some_and(|id| self.0.insert(id.to_owned()));
        let new: Vec<Value> = list.into_iter().filter(is_new).collect();
        new.is_empty() || reader.record(at.clone(), serde_json::json!({ "byline": 1, "threads": new }))
    }
}

/// An article in the making: what is on it in the shape of Byline JSONL.
#[derive(Debug, Default)]
pub(super) struct Record {
    fields: Fields,
    annotations: Vec<Fields>,
    relations: Vec<Value>,
}

impl Record {
    /// A record of an article with this text.
    pub(super) fn new(id: &str, text: String) -> Self {
        let mut fields = Fields::new();
        if !id.is_empty() {
            fields.insert("id".into(), id.into());
        }
        fields.insert("text".into(), text.into());
        Self { fields, ..Self::default() }
    }

    /// Adds what is known of the article; the first of two fields with one name stays.
    pub(super) fn know(&mut self, more: impl IntoIterator<Item = (String, Value)>) {
        for (name, value) in more {
            if !self.fields.contains_key(&name) && !value.is_null() {
                self.fields.insert(name, value);
            }
        }
    }

    /// Adds entries to one of its lists.
    pub(super) fn append(&mut self, name: &str, more: Vec<Value>) {
        if more.is_empty() {
            return;
        }
        if let Value::Array(list) = self.fields.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
            list.extend(more);
        }
    }

    /// Adds an annotation of one fragment, in code points; its number names it here.
    pub(super) fn annotate(&mut self, mut fields: Fields, range: (u64, u64)) -> usize {
        fields.insert("ranges".into(), Value::Array(vec![pair(range)]));
        self.annotations.push(fields);
        self.annotations.len() - 1
    }

    /// Adds a fragment to an annotation.
    pub(super) fn extend(&mut self, number: usize, range: (u64, u64)) {
        let ranges = self.annotations.get_mut(number).and_then(|fields| fields.get_mut("ranges"));
        if let Some(Value::Array(ranges)) = ranges {
            ranges.push(pair(range));
        }
    }

    /// The fields of an annotation, to add to them.
    pub(super) fn annotation(&mut self, number: usize) -> Option<&mut Fields> {
        self.annotations.get_mut(number)
    }

    /// Adds an arrow between two annotations. Ends that the file does not name get names here.
    pub(super) fn relate(&mut self, mut fields: Fields, from: usize, to: usize) {
        for (name, number) in [("from", from), ("to", to)] {
            if let Some(annotation) = self.annotations.get_mut(number) {
                let id = annotation.entry("id").or_insert_with(|| Value::from(format!("no. {}", number + 1)));
                fields.insert(name.into(), id.clone());
            }
        }
        if let Some(annotator) = self.annotations.get(from).and_then(|a| a.get("annotator")) {
            fields.entry("annotator").or_insert_with(|| annotator.clone());
        }
        self.relations.push(Value::Object(fields));
    }

    /// Gives the article to the reader. False where reading is over.
    pub(super) fn give(mut self, reader: &mut Reader<'_, '_>, at: At) -> bool {
        let annotations: Vec<Value> = self.annotations.into_iter().map(Value::Object).collect();
        for (name, list) in [("annotations", annotations), ("relations", self.relations)] {
            self.fields.shift_remove(name);
            if !list.is_empty() {
                self.fields.insert(name.into(), list.into());
            }
        }
        reader.record(at, Value::Object(self.fields))
    }
}

fn pair((start, end): (u64, u64)) -> Value {
    Value::Array(vec![start.into(), end.into()])
}

/// Takes the words of a field; a number becomes its digits, anything else is left.
pub(super) fn take_words(fields: &mut Fields, name: &str) -> Option<String> {
    let words = match fields.get(name)? {
        Value::String(words) => words.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    fields.shift_remove(name);
    Some(words)
}

/// Takes a whole number that is not negative; `None` where the field is none.
pub(super) fn take_number(fields: &mut Fields, name: &str) -> Option<u64> {
    fields.shift_remove(name)?.as_u64()
}

/// Takes a list of objects; what is no object is left out and counted.
pub(super) fn take_objects(fields: &mut Fields, name: &str, others: &mut usize) -> Vec<Fields> {
    let list = match fields.shift_remove(name) {
        Some(Value::Array(list)) => list,
        None | Some(Value::Null) => return Vec::new(),
        Some(_) => {
            *others += 1;
            return Vec::new();
        }
    };
    let mut objects = Vec::new();
    for value in list {
        match value {
            Value::Object(fields) => objects.push(fields),
            _ => *others += 1,
        }
    }
    objects
}

/// Names for articles that a file has no names for: one text, one name, so that several annotators' codings of it meet.
#[derive(Debug, Default)]
pub(super) struct TextNames(BTreeMap<[u8; 32], String>);

impl TextNames {
    /// The name of a text: as the file calls it, else as it was called before, else this one.
    pub(super) fn name(&mut self, text: &str, called: Option<String>, or: impl FnOnce() -> String) -> String {
        if let Some(called) = called.filter(|called| !called.is_empty()) {
            return called;
        }
        self.0.entry(*blake3::hash(text.as_bytes()).as_bytes()).or_insert_with(or).clone()
    }
}

/// A file whose first lines, so many of them, are all no JSON is something else: it is not read any further.
const HOPELESS: u64 = 100;

/// Reads JSON lines; each object goes to `each` with its line, which says whether to go on. What is no object is said.
pub(super) fn json_lines(
    source: &Source<'_>,
    reader: &mut Reader<'_, '_>,
    go_on: &mut dyn FnMut() -> bool,
    each: &mut dyn FnMut(&mut Reader<'_, '_>, At, Fields) -> bool,
) {
    let mut input = match source.open() {
        Ok(input) => input,
        Err(why) => return reader.say(At::File, Extent::File, why),
    };
    let (mut number, mut good) = (0, 0);
    while go_on() {
        number += 1;
        let at = At::Line(number);
        let bytes = match next_line(&mut input, LONGEST_LINE) {
            Ok(None) => return,
            Ok(Some(Line::Bytes(bytes))) => bytes,
            Ok(Some(Line::TooLong)) => {
                let what = format!("longer than {} MiB; the line was left out", LONGEST_LINE >> 20);
                reader.say(at, Extent::Line, what);
                continue;
            }
            Err(error) => {
                return reader.say(at, Extent::File, format!("the file cannot be read any further: {error}"));
            }
        };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(fields)) => {
                good += 1;
                if !each(reader, at, fields) {
                    return;
                }
            }
            Ok(_) => reader.say(at, Extent::Line, "no JSON object; the line was left out"),
            Err(_) if std::str::from_utf8(bytes).is_err() => {
                reader.say(at, Extent::Line, "not UTF-8; save the file as UTF-8; the line was left out");
            }
            Err(error) => {
                let why = error.to_string();
                let why = why.split(" at line ").next().unwrap_or_default();
                reader.say(at, Extent::Line, format!("not JSON: {why}; the line was left out"));
            }
        }
        if good == 0 && number >= HOPELESS {
            let what = "no line so far is a JSON object; the rest was not read";
            return reader.say(At::Line(number), Extent::File, what);
        }
    }
}

/// An attribute's value as words for programs that know nothing else: words as they are, anything else as JSON, and so
/// words that could be taken for that.
pub(super) fn value_words(value: &Value) -> String {
    match value {
        Value::String(words) if value_of_words(words) == *value => words.clone(),
        other => other.to_string(),
    }
}

/// The value that words stand for; the inverse of [`value_words`].
pub(super) fn value_of_words(words: &str) -> Value {
    let may_be_json = words.trim_start().starts_with(['{', '[', '"', 't', 'f']);
    match serde_json::from_str(words) {
        Ok(value @ (Value::Bool(_) | Value::Array(_) | Value::Object(_) | Value::String(_))) if may_be_json => value,
        _ => Value::String(words.to_owned()),
    }
}
