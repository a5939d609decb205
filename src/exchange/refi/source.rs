//! One source of a project as a record of an article with what is on it.

use super::MARK;
use super::book::Meaning;
use super::node::Node;
use super::place::{Range, place};
use super::shared::{Holds, Shared};
use crate::text::{Text, clean};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Codings of one selection, or of one annotation in all its selections, that are read.
const MOST_CODINGS: usize = 1000;

/// An annotation in the making: our own fragments come together by its id, another program's coding is one.
#[derive(Debug, Default)]
struct Draft {
    id: String,
    annotator: String,
    kept: Map<String, Value>,
    /// Labels of its codings, with the coding.
    labels: Vec<(String, String, String)>,
    values: Vec<(String, String, Value)>,
    threads: Vec<(String, Value)>,
    ranges: Vec<usize>,
    whole: bool,
    notes: Vec<String>,
    seen: BTreeSet<String>,
}

/// What became of a source.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) record: Value,
    /// What was left out of it.
    pub(super) said: Vec<String>,
}

/// Drafts of one source, in the order of the file.
struct Drafts<'s> {
    shared: &'s Shared,
    all: Vec<Draft>,
    by_id: BTreeMap<(String, String), usize>,
    /// The draft that each selection belongs to.
    by_selection: BTreeMap<String, usize>,
    ranges: Vec<Range>,
    uncoded: usize,
    unknown: usize,
}

/// Reads a source with this text; links that were used are noted.
pub(super) fn read(node: &Node, name: &str, raw: &str, shared: &Shared, used: &mut BTreeSet<String>) -> Read {
    let mut said = Vec::new();
    let (told, kept) = parted(node.words_of("Description"));
    let is_ours = kept.is_some();
    let mut record = kept.unwrap_or_default();
    let hash = record.remove("text_hash");
    let text = Text::new(clean(raw).into_owned());
    if hash.as_ref().and_then(Value::as_str).is_some_and(|hash| hash != text.hash().to_string()) {
        let places = ["zones", "reading", "done"].into_iter().filter(|name| record.remove(*name).is_some()).count();
        if places > 0 {
            said.push("its text was changed elsewhere; its parts and the paragraphs read were left out".to_owned());
        }
    }
    let mut drafts = Drafts {
        shared,
        all: Vec::new(),
        by_id: BTreeMap::new(),
        by_selection: BTreeMap::new(),
        ranges: Vec::new(),
        uncoded: 0,
        unknown: 0,
    };
    for selection in node.all("PlainTextSelection") {
        drafts.selection(selection);
    }
    for coding in node.all("Coding") {
        drafts.whole(coding);
    }
    let placed = place(raw, &shared.origin, shared.unit, &drafts.ranges);
    if drafts.uncoded > 0 {
        said.push(format!("{} selections have no code; they were left out", drafts.uncoded));
    }
    if drafts.unknown > 0 {
        said.push(format!(
            "{} codings are of codes that the codebook does not have; they were left out",
            drafts.unknown
        ));
    }
    let length = placed.text.chars().count();
    let (annotations, relations) = drafts.records(&placed.ranges, length, used);
    for variable in node.all("VariableValue").chain(shared.cases.get(&node.guid("guid")).into_iter().flatten()) {
        take_value(variable, shared, &mut record);
    }
    if !is_ours {
        record.insert("id".to_owned(), node.guid("guid").into());
        record.entry("title").or_insert_with(|| name.into());
        if !told.is_empty() {
            record.insert("description".to_owned(), told.into());
        }
    }
    let notes: Vec<&str> =
        node.all("NoteRef").filter_map(|note| Some(&**shared.notes.get(&note.guid("targetGUID"))?)).collect();
    if !notes.is_empty() {
        record.insert("notes".to_owned(), notes.into());
    }
    record.insert("text".to_owned(), placed.text.into());
    record.insert("annotations".to_owned(), Value::Array(annotations));
    record.insert("relations".to_owned(), Value::Array(relations));
    Read { record: Value::Object(record), said }
}

/// A description's words for people, and what is ours in its last line.
fn parted(description: &str) -> (&str, Option<Map<String, Value>>) {
    let (told, last) = description.trim_end().rsplit_once('\n').unwrap_or(("", description.trim_end()));
    match last.strip_prefix(MARK).map(serde_json::from_str) {
        Some(Ok(Value::Object(map))) => (told, Some(map)),
        _ => (description.trim(), None),
    }
}

/// Puts a variable's value into the record; what the record has already stays.
fn take_value(value: &Node, shared: &Shared, record: &mut Map<String, Value>) {
    let Some(variable) = value.all("VariableRef").next() else { return };
    let Some(holds) = shared.variables.get(&variable.guid("targetGUID")) else { return };
    let Some(content) = value.children.iter().find(|child| child.name.ends_with("Value")) else { return };
    let words = content.words.as_str();
    if words.is_empty() {
        return;
    }
    let is_flag = content.name == "BooleanValue" || matches!(holds, Holds::Flag(_));
    match holds {
        Holds::Field(field) => drop(record.entry(field.as_str()).or_insert_with(|| words.into())),
        Holds::Attribute(name) | Holds::Flag(name) => {
            let attributes = record.entry("attributes").or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(attributes) = attributes {
                let json =
                    if is_flag { Value::Bool(matches!(words.trim(), "true" | "True" | "1")) } else { words.into() };
                attributes.entry(name.as_str()).or_insert(json);
            }
        }
    }
}

impl Drafts<'_> {
    fn selection(&mut self, node: &Node) {
        let position = |name: &str| node.attribute(name).trim().parse::<usize>().ok();
        let number = self.ranges.len();
        self.ranges.push(Range {
            start: position("startPosition"),
            end: position("endPosition"),
            name: node.attribute("name").to_owned(),
        });
        let (told, kept) = parted(node.words_of("Description"));
        let user = self.shared.user(&node.guid("creatingUser")).to_owned();
        let notes: Vec<String> = node.all("NoteRef").map(|note| note.guid("targetGUID")).collect();
        let id = kept.as_ref().and_then(|kept| kept.get("id")).and_then(Value::as_str).unwrap_or_default().to_owned();
        if let Some(kept) = kept.filter(|_| !id.is_empty()) {
            let index = self.own(&id, &user);
            self.by_selection.insert(node.guid("guid"), index);
            let codings: Vec<&Node> = node.all("Coding").take(MOST_CODINGS).collect();
            for coding in &codings {
                self.add_coding(index, coding);
            }
            if let Some(draft) = self.all.get_mut(index) {
                draft.kept.extend(kept);
                draft.ranges.push(number);
            }
            self.add_notes(index, "", notes.into_iter().chain(notes_of(&codings)));
            return;
        }
        self.foreign(node, number, told, &user, &notes);
    }

    /// The draft of our own annotation, which may have several fragments.
    fn own(&mut self, id: &str, user: &str) -> usize {
        let next = self.all.len();
        let index = *self.by_id.entry((id.to_owned(), user.to_owned())).or_insert(next);
        if index == next {
            self.all.push(Draft { id: id.to_owned(), annotator: user.to_owned(), ..Draft::default() });
        }
        index
    }

    /// Another program's selection: an annotation for each label that is coded on it, by each user.
    fn foreign(&mut self, node: &Node, number: usize, told: &str, user: &str, notes: &[String]) {
        let codings: Vec<&Node> = node.all("Coding").take(MOST_CODINGS).collect();
        let mut made: Vec<usize> = Vec::new();
        for coding in &codings {
            let coder = coding.guid("creatingUser");
            let coder = if coder.is_empty() { user.to_owned() } else { self.shared.user(&coder).to_owned() };
            let Some(meaning) = self.shared.book.meaning(&coding_target(coding)) else {
                self.unknown += 1;
                continue;
            };
            let label = match meaning {
                Meaning::Label { name, .. } => name.clone(),
                Meaning::Value { label, .. } | Meaning::Thread { label, .. } => label.to_string(),
                Meaning::Heading => {
                    self.unknown += 1;
                    continue;
                }
            };
            let is_label = matches!(meaning, Meaning::Label { .. });
            let same = |d: &Draft| d.annotator == coder && d.labels.iter().any(|(l, _, _)| *l == label);
            let there = made.iter().copied().find(|index| self.all.get(*index).is_some_and(same));
            let index = there.unwrap_or_else(|| {
                let id = if codings.len() == 1 { node.guid("guid") } else { coding.guid("guid") };
                self.all.push(Draft { id, annotator: coder, ranges: vec![number], ..Draft::default() });
                made.push(self.all.len() - 1);
                self.all.len() - 1
            });
            if !is_label && let Some(draft) = self.all.get_mut(index).filter(|d| d.labels.is_empty()) {
                draft.labels.push((label.clone(), label, String::new()));
            }
            self.add_coding(index, coding);
            self.add_notes(index, "", notes_of(&[coding]));
        }
        if made.is_empty() {
            self.uncoded += usize::from(codings.is_empty());
        }
        for index in &made {
            self.add_notes(*index, told, notes.iter().cloned());
        }
        if let Some(first) = made.first() {
            self.by_selection.insert(node.guid("guid"), *first);
        }
    }

    /// A coding of a whole source.
    fn whole(&mut self, coding: &Node) {
        let Some(Meaning::Label { .. }) = self.shared.book.meaning(&coding_target(coding)) else {
            self.unknown += 1;
            return;
        };
        let annotator = self.shared.user(&coding.guid("creatingUser")).to_owned();
        self.all.push(Draft { id: coding.guid("guid"), annotator, whole: true, ..Draft::default() });
        self.add_coding(self.all.len() - 1, coding);
        self.add_notes(self.all.len() - 1, "", notes_of(&[coding]));
    }

    fn add_coding(&mut self, index: usize, coding: &Node) {
        let Some(meaning) = self.shared.book.meaning(&coding_target(coding)) else {
            self.unknown += 1;
            return;
        };
        let Some(draft) = self.all.get_mut(index) else { return };
        match meaning {
            Meaning::Label { id, name } => {
                if draft.labels.len() < MOST_CODINGS && draft.labels.iter().all(|(_, known, _)| known != id.as_str()) {
                    draft.labels.push((name.clone(), id.to_string(), coding.guid("guid")));
                }
            }
            Meaning::Value { label, attribute, value } => {
                draft.values.push((label.to_string(), attribute.to_string(), value.json()));
            }
            Meaning::Thread { label, thread, stance } => {
                let link = json!([thread, stance]);
                if draft.threads.len() < MOST_CODINGS && draft.threads.iter().all(|(_, known)| *known != link) {
                    draft.threads.push((label.to_string(), link));
                }
            }
            Meaning::Heading => {}
        }
    }

    /// Adds the words of notes to a draft, each note once.
    fn add_notes(&mut self, index: usize, told: &str, notes: impl Iterator<Item = String>) {
        let Some(draft) = self.all.get_mut(index) else { return };
        if !told.is_empty() && draft.seen.insert(String::new()) {
            draft.notes.push(told.to_owned());
        }
        for guid in notes {
            let Some(words) = self.shared.notes.get(&guid) else { continue };
            if !words.is_empty() && draft.seen.insert(guid) {
                draft.notes.push(words.clone());
            }
        }
    }

    /// Annotations and arrows in the shape of Byline JSONL.
    fn records(
        mut self,
        places: &[Option<(usize, usize)>],
        length: usize,
        used: &mut BTreeSet<String>,
    ) -> (Vec<Value>, Vec<Value>) {
        let (mut annotations, mut relations) = (Vec::new(), Vec::new());
        let mut stated: BTreeSet<(usize, String, String)> = BTreeSet::new();
        for (index, draft) in self.all.iter_mut().enumerate() {
            let arrows = draft.kept.remove("relations");
            for arrow in arrows.as_ref().and_then(Value::as_array).into_iter().flatten() {
                let Value::Object(mut arrow) = arrow.clone() else { continue };
                let words = |name: &str| arrow.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                stated.insert((index, words("to"), words("type")));
                arrow.insert("from".to_owned(), draft.id.as_str().into());
                arrow.insert("annotator".to_owned(), draft.annotator.as_str().into());
                relations.push(Value::Object(arrow));
            }
            annotations.extend(draft.records(places, length, &self.ranges));
        }
        for (selection, index) in &self.by_selection {
            let Some(links) = self.shared.links.get(selection) else { continue };
            for link in links {
                let Some(target) = self.by_selection.get(&link.target) else { continue };
                let (Some(from), Some(to)) = (self.all.get(*index), self.all.get(*target)) else { continue };
                used.insert(selection.clone());
                let kind = self.shared.arrows.get(&link.name).map_or(link.name.as_str(), String::as_str);
                let kind = if kind.trim().is_empty() { "link" } else { kind };
                if index != target && stated.insert((*index, to.id.clone(), kind.to_owned())) {
                    relations.push(json!({
                        "type": kind, "from": from.id, "to": to.id, "annotator": from.annotator,
                    }));
                }
            }
        }
        (annotations, relations)
    }
}

impl Draft {
    /// A record for the annotation, and one for each further label that somebody put on it elsewhere.
    fn records(&self, places: &[Option<(usize, usize)>], length: usize, ranges: &[Range]) -> Vec<Value> {
        let one = |(number, (name, label, coding)): (usize, &(String, String, String))| {
            let mut record = if number == 0 { self.kept.clone() } else { Map::new() };
            let id = if number == 0 { &self.id } else { coding };
            record.insert("id".to_owned(), id.as_str().into());
            record.insert("label".to_owned(), name.as_str().into());
            record.insert("annotator".to_owned(), self.annotator.as_str().into());
            // The note itself, where it is there, was perhaps edited; else what the description kept of it.
            if !self.notes.is_empty() {
                record.insert("note".to_owned(), self.notes.join("\n\n").into());
            }
            self.put_place(&mut record, places, length, ranges);
            let is_else = |of: &String| self.labels.iter().any(|(_, other, _)| other == of);
            let is_its = |of: &String| of == label || number == 0 && !is_else(of);
            let threads: Vec<Value> =
                self.threads.iter().filter(|(of, _)| is_its(of)).map(|(_, link)| link.clone()).collect();
            if !threads.is_empty() {
                record.insert("threads".to_owned(), threads.into());
            }
            for (_, attribute, value) in self.values.iter().filter(|(l, _, _)| l == label) {
                let attributes = record.entry("attributes").or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(attributes) = attributes {
                    attributes.insert(attribute.clone(), value.clone());
                }
            }
            Value::Object(record)
        };
        self.labels.iter().enumerate().map(one).collect()
    }

    /// Ranges where all of them fit; else the words that the selections are named by, for a lost place.
    fn put_place(
        &self,
        record: &mut Map<String, Value>,
        places: &[Option<(usize, usize)>],
        length: usize,
        ranges: &[Range],
    ) {
        let placed: Vec<Option<&(usize, usize)>> =
            self.ranges.iter().map(|number| places.get(*number).and_then(Option::as_ref)).collect();
        let pairs: Vec<Value> = placed.iter().flatten().map(|(start, end)| json!([start, end])).collect();
        if self.whole {
            record.insert("ranges".to_owned(), json!([[0, length]]));
            return;
        }
        let names = self.ranges.iter().filter_map(|number| ranges.get(*number)).map(|range| range.name.as_str());
        let names: Vec<&str> = names.filter(|name| !name.trim().is_empty()).collect();
        if pairs.len() == self.ranges.len() {
            record.insert("ranges".to_owned(), pairs.into());
        } else if names.is_empty() {
            let written = self.ranges.iter().filter_map(|number| ranges.get(*number));
            let written: Vec<Value> = written.map(|range| json!([range.start, range.end])).collect();
            record.insert("ranges".to_owned(), written.into());
        } else {
            record.insert("ranges".to_owned(), Value::Array(Vec::new()));
            record.insert("quote".to_owned(), names.into());
        }
    }
}

fn coding_target(coding: &Node) -> String {
    coding.all("CodeRef").next().map(|code| code.guid("targetGUID")).unwrap_or_default()
}

fn notes_of(codings: &[&Node]) -> impl Iterator<Item = String> + use<> {
    let notes: Vec<String> =
        codings.iter().flat_map(|coding| coding.all("NoteRef")).map(|note| note.guid("targetGUID")).collect();
    notes.into_iter()
}
