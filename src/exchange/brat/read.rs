//! Reading standoff files.

use super::line::{About, Entity, Standoff, one_line, standoff};
use super::offsets::Counted;
use super::{OURS, UNSURE, conf};
use crate::exchange::articles::decoded;
use crate::exchange::gather::Source;
use crate::exchange::jsonl::{At, Extent, Reader};
use crate::exchange::stem::{article_named, id_of};
use crate::model::ThreadId;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of a text or of its standoff file.
const LIMIT: u64 = 256 << 20;

/// Most bytes of an `annotation.conf`.
const CONF_LIMIT: u64 = 4 << 20;

/// Reads an article with the standoff file beside it.
pub(super) fn read(source: &Source<'_>, reader: &mut Reader<'_, '_>, go_on: &mut dyn FnMut() -> bool) {
    if !go_on() {
        return;
    }
    match parts(source, reader) {
        Ok((text, lines)) => article(source, reader, &text, &lines),
        Err(why) => reader.say(At::File, Extent::File, why),
    }
}

/// The words and the standoff lines, or why they cannot be read.
fn parts(source: &Source<'_>, reader: &mut Reader<'_, '_>) -> Result<(String, String), String> {
    if !source.name().to_lowercase().ends_with(".ann") {
        return Err("no .ann file; brat's annotations lie in ARTICLE.ann beside ARTICLE.txt".into());
    }
    let lines = words(source.bytes(LIMIT)?, "the annotations", reader)?;
    let name = format!("{}.txt", source.stem());
    let text = source.beside(&name, LIMIT).ok_or_else(|| format!("there is no {name:?} beside it; it was left out"))?;
    let text = words(text.map_err(|why| format!("{name:?}: {why}"))?, &name, reader)?;
    Ok((text, lines))
}

fn words(bytes: Vec<u8>, what: &str, reader: &mut Reader<'_, '_>) -> Result<String, String> {
    // A byte order mark stays: some programs count it.
    let bytes = match String::from_utf8(bytes) {
        Ok(words) => return Ok(words),
        Err(error) => error.into_bytes(),
    };
    let (words, notice) = decoded(&bytes).ok_or_else(|| format!("{what} is no text in any encoding"))?;
    let notice = notice.unwrap_or_else(|| "not UTF-8".to_owned());
    reader.say(At::File, Extent::Part, format!("{what}: {notice}; brat's files are UTF-8"));
    Ok(words)
}

fn article(source: &Source<'_>, reader: &mut Reader<'_, '_>, raw: &str, lines: &str) {
    let found = standoff(lines.strip_prefix('\u{feff}').unwrap_or(lines));
    for (line, why) in &found.wrong {
        reader.say(At::Line(*line), Extent::Part, why.clone());
    }
    for (what, (count, first)) in &found.passed_over {
        let what = format!("{count} of kind {what} from here on; what they mark is kept, how it hangs together is not");
        reader.say(At::Line(*first), Extent::Part, what);
    }
    let conf = source.beside("annotation.conf", CONF_LIMIT).and_then(Result::ok).unwrap_or_default();
    let conf = String::from_utf8_lossy(&conf);
    let (annotator, codebook) = conf::noted(&conf);
    let folder = match annotator {
        None if source.has_twin() => source.folder_name(),
        _ => String::new(),
    };
    let annotator = annotator.unwrap_or(&folder);
    let mut about = Abouts::of(&found, reader);
    let threads = about.threads(&found.entities);
    let codebook = codebook.filter(|_| reader.needs_codebook(found.entities.iter().map(|e| e.label.as_str())));
    if codebook.is_some() || !threads.is_empty() {
        let mut first = json!({ "byline": 1, "threads": threads });
        if let (Some(codebook), Some(fields)) = (codebook, first.as_object_mut()) {
            fields.insert("codebook".into(), codebook);
        }
        reader.record(At::File, first);
    }
    let counted = Counted::of(raw, &found.entities);
    let annotations = annotations(&found, &counted, &mut about, annotator, reader);
    let relations: Vec<Value> = arrows(&found, &mut about, annotator);
    about.leftovers(reader);
    let (id, foreign) = article_named(&source.stem(), counted.text.as_str());
    let record = json!({
        "id": id, "foreign_id": foreign, "text": counted.text.as_str(),
        "annotations": annotations, "relations": relations,
    });
    reader.record(At::File, record);
}

fn annotations(
    found: &Standoff,
    counted: &Counted,
    about: &mut Abouts,
    annotator: &str,
    reader: &mut Reader<'_, '_>,
) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::with_capacity(found.entities.len());
    for entity in &found.entities {
        if seen.insert(entity.id.as_str()) {
            all.push(annotation(entity, counted, about, annotator));
        } else {
            let what = format!("annotation {:?} is there twice; the second was left out", entity.id);
            reader.say(At::Line(entity.line), Extent::Part, what);
        }
    }
    all
}

fn annotation(entity: &Entity, counted: &Counted, about: &mut Abouts, annotator: &str) -> Value {
    let mut fields = about.rests.remove(&entity.id).unwrap_or_default();
    fields.entry("id").or_insert_with(|| entity.id.as_str().into());
    let ranges: Vec<_> = counted.ranges(entity).into_iter().map(|(start, end)| json!([start, end])).collect();
    fields.insert("label".into(), entity.label.as_str().into());
    fields.insert("ranges".into(), ranges.into());
    fields.insert("annotator".into(), annotator.into());
    if !counted.quotes(entity) {
        fields.insert("quote".into(), json!([entity.words]));
    }
    let mut attributes = match fields.remove("attributes") {
        Some(Value::Object(attributes)) => attributes,
        _ => Map::new(),
    };
    for (name, value) in about.attributes.remove(&entity.id).unwrap_or_default() {
        match (name.as_str(), value.as_str()) {
            (UNSURE, "") => drop(fields.insert("unsure".into(), true.into())),
            (_, "") => drop(attributes.insert(name, true.into())),
            _ => drop(attributes.insert(name, value.into())),
        }
    }
    fields.insert("attributes".into(), attributes.into());
    let against = fields.remove("threads").unwrap_or_default();
    let links = about.links.remove(&entity.id).unwrap_or_default();
    let link = |(id, _, _): (String, String, String)| {
        let is_against = against.as_array().is_some_and(|list| list.contains(&json!([id, "against"])));
        json!([id, if is_against { "against" } else { "for" }])
    };
    fields.insert("threads".into(), links.into_iter().map(link).collect());
    let shown = about.notes.remove(&entity.id).unwrap_or_default().join("\n");
    // The note as it was written, unless it was changed since in another program.
    let is_same = fields.get("note").and_then(Value::as_str).is_some_and(|exact| one_line(exact) == one_line(&shown));
    if !is_same {
        fields.insert("note".into(), shown.into());
    }
    fields.into()
}

fn arrows(found: &Standoff, about: &mut Abouts, annotator: &str) -> Vec<Value> {
    let ids: BTreeMap<&str, &str> = about.ids.iter().map(|(line, id)| (line.as_str(), id.as_str())).collect();
    let named = |end: &str| {
        let end = found.meant(end);
        ids.get(end).copied().unwrap_or(end).to_owned()
    };
    let arrow = |arrow: &super::line::Arrow| {
        let mut fields = about.rests.remove(&arrow.id).unwrap_or_default();
        fields.entry("id").or_insert_with(|| arrow.id.as_str().into());
        let (from, to) = (named(&arrow.ends.0), named(&arrow.ends.1));
        for (name, value) in [("type", arrow.kind.as_str()), ("from", &from), ("to", &to), ("annotator", annotator)] {
            fields.insert(name.into(), value.into());
        }
        fields.into()
    };
    found.arrows.iter().map(arrow).collect()
}

/// What stands in lines of its own about annotations, by the id of the annotation's line.
#[derive(Default)]
struct Abouts {
    attributes: BTreeMap<String, Vec<(String, String)>>,
    /// Threads: id, the id in another corpus, title.
    links: BTreeMap<String, Vec<(String, String, String)>>,
    notes: BTreeMap<String, Vec<String>>,
    /// What brat has no shape for, as we noted it.
    rests: BTreeMap<String, Map<String, Value>>,
    /// Ids of annotations where we noted them.
    ids: BTreeMap<String, String>,
    dangling: Vec<(u64, String)>,
}

impl Abouts {
    fn of(found: &Standoff, reader: &mut Reader<'_, '_>) -> Self {
        let labels: BTreeMap<&str, &str> = found.entities.iter().map(|e| (e.id.as_str(), e.label.as_str())).collect();
        let arrows: BTreeSet<&str> = found.arrows.iter().map(|arrow| arrow.id.as_str()).collect();
        let mut all = Self::default();
        let dangling = |all: &mut Self, about: &About| {
            let what = format!("{:?} is about {:?}, which is not there; it was left out", about.name, about.of);
            all.dangling.push((about.line, what));
        };
        for about in &found.attributes {
            let of = found.meant(&about.of);
            if !labels.contains_key(of) {
                dangling(&mut all, about);
                continue;
            }
            let values = all.attributes.entry(of.to_owned()).or_default();
            // A second value of one name: both are kept, as one.
            match values.iter_mut().find(|(name, _)| *name == about.name) {
                Some((_, value)) => *value = format!("{value} {}", about.value).trim().to_owned(),
                None => values.push((about.name.clone(), about.value.clone())),
            }
        }
        for about in &found.references {
            let of = found.meant(&about.of);
            let Some(label) = labels.get(of) else {
                dangling(&mut all, about);
                continue;
            };
            let own = about.name.strip_prefix(OURS).and_then(|id| ThreadId::parse(id.strip_prefix(':')?));
            let (id, foreign) = match own {
                Some(id) => (id.to_string(), String::new()),
                None => (id_of(&format!("{label}\n{}", about.name)), about.name.clone()),
            };
            let links = all.links.entry(of.to_owned()).or_default();
            if links.iter().all(|(known, _, _)| *known != id) {
                links.push((id, foreign, about.value.trim().to_owned()));
            }
        }
        for about in &found.notes {
            let of = found.meant(&about.of);
            let rest = (about.name == OURS).then(|| serde_json::from_str(&about.value).ok()).flatten();
            match rest {
                Some(Value::Object(rest)) if labels.contains_key(of) || arrows.contains(of) => {
                    let id = rest.get("id").and_then(Value::as_str);
                    all.ids.extend(id.map(|id| (of.to_owned(), id.to_owned())));
                    all.rests.insert(of.to_owned(), rest);
                }
                _ if !labels.contains_key(of) => dangling(&mut all, about),
                _ if about.name == "AnnotatorNotes" => {
                    all.notes.entry(of.to_owned()).or_default().push(about.value.clone());
                }
                _ => {
                    let note = format!("{}: {}", about.name, about.value);
                    all.notes.entry(of.to_owned()).or_default().push(note);
                }
            }
        }
        all.doubled_ids(reader);
        all
    }

    /// One line copied by hand carries the id of another; the copy gets a new one.
    fn doubled_ids(&mut self, reader: &mut Reader<'_, '_>) {
        let mut seen = BTreeSet::new();
        let doubled: Vec<String> =
            self.ids.iter().filter(|(_, id)| !seen.insert((*id).clone())).map(|(line, _)| line.clone()).collect();
        for line in doubled {
            self.ids.remove(&line);
            self.rests.entry(line.clone()).or_default().remove("id");
            let what = format!("{line} was copied from another line with its id; it was given a new one");
            reader.say(At::File, Extent::Part, what);
        }
    }

    /// The threads that annotations link to, each once.
    fn threads(&self, entities: &[Entity]) -> Vec<Value> {
        let mut seen = BTreeSet::new();
        let mut threads = Vec::new();
        for entity in entities {
            for (id, foreign, title) in self.links.get(&entity.id).into_iter().flatten() {
                if seen.insert(id.as_str()) {
                    let title = if title.is_empty() { if foreign.is_empty() { id } else { foreign } } else { title };
                    threads.push(json!({ "id": id, "label": entity.label, "title": title, "foreign_id": foreign }));
                }
            }
        }
        threads
    }

    /// Says what is about nothing that is there.
    fn leftovers(&mut self, reader: &mut Reader<'_, '_>) {
        for (line, what) in std::mem::take(&mut self.dangling) {
            reader.say(At::Line(line), Extent::Part, what);
        }
    }
}
