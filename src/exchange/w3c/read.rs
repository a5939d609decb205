//! Reading annotation pages and lists.

use super::body::{creator, each, said, thread, words};
use super::place::{Selected, place, selected, unit};
use super::{ANNOTATION, RELATION};
use crate::exchange::articles::decoded;
use crate::exchange::gather::Source;
use crate::exchange::jsonl::{At, Extent, Reader};
use crate::exchange::stem::{article_named, id_of};
use crate::text::Text;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Most bytes of a page or of its text.
const LIMIT: u64 = 256 << 20;

/// Reads a page of annotations, with the texts that they are on.
pub(super) fn read(source: &Source<'_>, reader: &mut Reader<'_, '_>, go_on: &mut dyn FnMut() -> bool) {
    let value = source.bytes(LIMIT).and_then(|bytes| {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        serde_json::from_slice::<Value>(bytes).map_err(|error| format!("not JSON: {error}"))
    });
    match value {
        Ok(value) => page(source, reader, go_on, &value),
        Err(why) => reader.say(At::File, Extent::File, why),
    }
}

/// The annotations of a page, a collection, a list, a search of Hypothesis, or one alone.
fn items(value: &Value) -> Vec<&Value> {
    let lists = [value.get("items"), value.get("rows"), value.get("annotations"), value.pointer("/first/items")];
    let list = lists.into_iter().flatten().find_map(Value::as_array).or_else(|| value.as_array());
    match list {
        Some(list) => list.iter().collect(),
        None if value.get("target").is_some() => vec![value],
        None => Vec::new(),
    }
}

/// What is on one text.
#[derive(Default)]
struct Group<'v> {
    annotations: Vec<(&'v Value, Vec<Selected>)>,
    links: Vec<&'v Value>,
}

fn page(source: &Source<'_>, reader: &mut Reader<'_, '_>, go_on: &mut dyn FnMut() -> bool, value: &Value) {
    let mut groups = BTreeMap::<String, Group<'_>>::new();
    let mut homes = BTreeMap::<&str, String>::new();
    let (mut links, mut placeless) = (Vec::new(), 0_usize);
    for item in items(value) {
        if each(item.get("motivation")).iter().any(|m| m == "linking") {
            links.push(item);
            continue;
        }
        let targets = each(item.get("target")).iter().map(|target| selected(target, words(item, "uri")));
        let targets: Vec<Selected> = targets.filter(|t| t.quote.is_some() || t.position.is_some()).collect();
        let Some(home) = targets.first().map(|target| target.source.clone()) else {
            placeless += 1;
            continue;
        };
        homes.insert(words(item, "id"), home.clone());
        groups.entry(home).or_default().annotations.push((item, targets));
    }
    for link in links {
        let home = each(link.get("target")).first().and_then(address).and_then(|from| homes.get(from));
        if let Some(group) = home.and_then(|home| groups.get_mut(home)) {
            group.links.push(link);
        } else {
            let what = format!("link {:?} is on nothing that is here; it was left out", words(link, "id"));
            reader.say(At::File, Extent::Part, what);
        }
    }
    if placeless > 0 {
        let what =
            format!("{placeless} annotations have no place in a text (replies, notes on a page); they were left out");
        reader.say(At::File, Extent::Part, what);
    }
    let byline = value.get("byline").and_then(Value::as_object).cloned().unwrap_or_default();
    if groups.is_empty() && !byline.is_empty() {
        groups.insert(format!("{}.txt", source.stem()), Group::default());
    }
    if groups.is_empty() && placeless == 0 {
        reader.say(At::File, Extent::File, "no annotations as the W3C or Hypothesis has them");
    }
    for (home, group) in groups {
        if !go_on() {
            return;
        }
        one_text(source, reader, &home, &group, &byline);
    }
}

fn address(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("id").and_then(Value::as_str))
}

/// Gives the reader one text with what is on it.
fn one_text(
    source: &Source<'_>,
    reader: &mut Reader<'_, '_>,
    home: &str,
    group: &Group<'_>,
    byline: &Map<String, Value>,
) {
    let mut fields = Map::new();
    let text = match text_of(source, reader, home) {
        Ok(Words::There(text)) => {
            // Our own pages say what the article is called.
            if !byline.contains_key("id") {
                let (id, foreign) = article_named(stem_of(home), text.as_str());
                fields.insert("id".into(), id.into());
                fields.insert("foreign_id".into(), foreign.into());
            }
            fields.insert("text".into(), text.as_str().into());
            text
        }
        Ok(Words::InProject(id, text)) => {
            fields.insert("id".into(), id.into());
            text
        }
        Err(why) => {
            let count = group.annotations.len();
            return reader.say(
                At::Entry(home.to_owned()),
                Extent::Line,
                format!("{why}; {count} annotations were left out"),
            );
        }
    };
    let targets: Vec<Selected> = group.annotations.iter().flat_map(|(_, targets)| targets.clone()).collect();
    let unit = unit(&text, &targets);
    let (mut annotations, mut threads) = (Vec::new(), BTreeMap::new());
    for (item, targets) in &group.annotations {
        let places: Option<Vec<_>> = targets.iter().map(|target| place(&text, target, unit)).collect();
        let (mut record, exact) = annotation(item, &mut threads);
        match places {
            Some(places) => {
                let ranges = places.into_iter().map(|span| {
                    let (start, end) = text.chars_of(span);
                    json!([start.get(), end.get()])
                });
                record.insert("ranges".into(), ranges.collect());
            }
            None => lost(reader, home, targets, &mut record),
        }
        record.extend(exact);
        annotations.push(Value::Object(record));
    }
    let mut list = byline.get("threads").and_then(Value::as_array).cloned().unwrap_or_default();
    list.extend(threads.into_values());
    if !list.is_empty() {
        reader.record(At::File, json!({ "byline": 1, "threads": list }));
    }
    let told = ["threads", "text", "annotations", "relations"];
    for (name, value) in byline.iter().filter(|(name, _)| !told.contains(&name.as_str())) {
        fields.entry(name.clone()).or_insert_with(|| value.clone());
    }
    fields.insert("annotations".into(), annotations.into());
    fields.insert("relations".into(), group.links.iter().filter_map(|link| relation(link)).collect());
    reader.record(At::Entry(home.to_owned()), Value::Object(fields));
}

/// Keeps the words of an annotation that has no certain place.
fn lost(reader: &mut Reader<'_, '_>, home: &str, targets: &[Selected], record: &mut Map<String, Value>) {
    let quotes: Vec<_> = targets.iter().filter_map(|target| target.quote.as_ref()).collect();
    let (before, after) = (quotes.first().map(|q| q.before.as_str()), quotes.last().map(|q| q.after.as_str()));
    record.insert("ranges".into(), json!([]));
    record.insert("before".into(), before.unwrap_or_default().into());
    record.insert("after".into(), after.unwrap_or_default().into());
    record.insert("quote".into(), quotes.iter().map(|quote| Value::from(quote.exact.as_str())).collect());
    let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
    if !quotes.is_empty() {
        let what = format!("annotation {id:?} has no certain place; it was kept with its words as a lost place");
        reader.say(At::Entry(home.to_owned()), Extent::Part, what);
    }
}

/// An annotation without its place, and what we noted of it ourselves.
fn annotation(item: &Value, threads: &mut BTreeMap<String, Value>) -> (Map<String, Value>, Map<String, Value>) {
    let said = said(item);
    let id = words(item, "id");
    let own = id.strip_prefix(ANNOTATION);
    let mut exact = item.get("byline").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut record = Map::new();
    record.insert("id".into(), own.unwrap_or(id).into());
    record.insert("label".into(), said.label.as_str().into());
    record.insert("annotator".into(), creator(item).into());
    record.insert("note".into(), said.note.into());
    for told in ["id", "label", "annotator", "note", "ranges", "quote"] {
        exact.shift_remove(told);
    }
    if own.is_some() {
        return (record, exact);
    }
    if !said.tags.is_empty() {
        record.insert("attributes".into(), json!({ "tags": said.tags }));
    }
    let link = |address: &String| {
        if let Some(id) = thread(address) {
            Value::from(id)
        } else {
            let id = id_of(&format!("{}\n{address}", said.label));
            let title = address.trim_end_matches('/').rsplit('/').next().unwrap_or(address);
            let thread = json!({ "id": id, "label": said.label, "title": title, "foreign_id": address });
            threads.insert(id.clone(), thread);
            Value::from(id)
        }
    };
    record.insert("threads".into(), said.identified.iter().map(link).collect());
    (record, exact)
}

/// An arrow: from what it is on to its body that is an annotation.
fn relation(link: &Value) -> Option<Value> {
    let plain = |address: &str| address.strip_prefix(ANNOTATION).unwrap_or(address).to_owned();
    let from = each(link.get("target")).first().and_then(address).map(plain)?;
    let to =
        each(link.get("body")).iter().filter(|body| words(body, "value").is_empty()).find_map(address).map(plain)?;
    let kind = each(link.get("body")).iter().map(|body| words(body, "value")).find(|value| !value.is_empty());
    let id = words(link, "id");
    let mut record = link.get("byline").and_then(Value::as_object).cloned().unwrap_or_default();
    let annotator = creator(link);
    let rows = [
        ("id", id.strip_prefix(RELATION).unwrap_or(id)),
        ("type", kind.unwrap_or("linked_to")),
        ("from", &from),
        ("to", &to),
        ("annotator", &annotator),
    ];
    for (name, value) in rows {
        record.insert(name.into(), value.into());
    }
    Some(Value::Object(record))
}

/// The words that annotations are on.
enum Words {
    /// In a file beside the page.
    There(Text),
    /// In an article of the project, by id.
    InProject(String, Text),
}

fn stem_of(home: &str) -> &str {
    let name = home.rsplit('/').next().unwrap_or(home);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The text at a place: an article of the project with that address, a file beside the page of that name, or the file
/// that is called as the page is.
fn text_of(source: &Source<'_>, reader: &mut Reader<'_, '_>, home: &str) -> Result<Words, String> {
    let is_address = home.contains("://") && !home.starts_with("file:");
    if let Some((id, text)) = reader.article_at(home).filter(|_| is_address) {
        return Ok(Words::InProject(id.to_string(), text));
    }
    let name = if is_address || home.is_empty() {
        format!("{}.txt", source.stem())
    } else {
        home.rsplit('/').next().unwrap_or(home).replace("%20", " ")
    };
    let Some(bytes) = source.beside(&name, LIMIT) else {
        return Err(if is_address {
            "the project has no article with this address; import the page first, or lay its text beside".into()
        } else {
            format!("there is no {name:?} beside the annotations")
        });
    };
    let (text, notice) = match String::from_utf8(bytes?) {
        Ok(text) => (text, None),
        Err(error) => decoded(error.as_bytes()).ok_or_else(|| format!("{name:?} is no text in any encoding"))?,
    };
    if let Some(notice) = notice {
        reader.say(At::Entry(name), Extent::Part, notice);
    }
    Ok(Words::There(Text::new(text)))
}
