//! What the sources of a project share: users, codes, variables, notes, links.

use super::MARK;
use super::book::Book;
use super::node::{Node, records};
use crate::exchange::archive::Archive;
use crate::exchange::unit::OffsetUnit;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Largest note in a file of its own, in bytes.
const LARGEST_NOTE: u64 = 256 << 20;

/// What a variable holds.
#[derive(Clone, Debug)]
pub(super) enum Holds {
    /// A field of an article, by its name in Byline JSONL.
    Field(String),
    /// An attribute, by its id or another program's name.
    Attribute(String),
    /// An attribute that is yes or no, whatever type of variable another program made of it.
    Flag(String),
}

/// A link between two selections.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) target: String,
    pub(super) name: String,
}

/// What the sources of a project share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// The program that wrote it.
    pub(super) origin: String,
    pub(super) users: BTreeMap<String, String>,
    pub(super) book: Book,
    pub(super) variables: BTreeMap<String, Holds>,
    /// Values of cases, by the source that they are about.
    pub(super) cases: BTreeMap<String, Vec<Node>>,
    pub(super) notes: BTreeMap<String, String>,
    /// Links by the selection that they start at.
    pub(super) links: BTreeMap<String, Vec<Link>>,
    /// Names of arrow types of our codebook, with their ids.
    pub(super) arrows: BTreeMap<String, String>,
    /// Our own note of what articles share, as the first line of a Byline JSONL file.
    pub(super) first: Option<Map<String, Value>>,
    /// The unit of positions, where our own note says it.
    pub(super) unit: Option<OffsetUnit>,
    /// Sets that are not ours.
    pub(super) sets: usize,
    /// What could not be read of it.
    pub(super) problem: Option<String>,
}

impl Shared {
    /// Goes over a document for all but its sources.
    pub(super) fn of(xml: &str, archive: Option<&mut Archive<'_>>) -> Self {
        let mut shared = Self::default();
        let (mut codes, mut variables, mut files) = (Vec::new(), Vec::new(), Vec::new());
        let read = records(xml, &mut |node| {
            match node.name.as_str() {
                "Project" | "CodeBook" => node.attribute("origin").clone_into(&mut shared.origin),
                "User" => drop(shared.users.insert(node.guid("guid"), node.attribute("name").trim().to_owned())),
                "Code" => codes.push(node),
                "Variable" => variables.push((node.guid("guid"), node.attribute("name").to_owned())),
                "Case" => shared.case(&node),
                "Note" => shared.note(&node, &mut files),
                "Link" => {
                    let link = Link { target: node.guid("targetGUID"), name: node.attribute("name").to_owned() };
                    shared.links.entry(node.guid("originGUID")).or_default().push(link);
                }
                "Set" => shared.set(&node),
                _ => {}
            }
            true
        });
        shared.problem = read.err();
        if let Some(archive) = archive {
            let names = archive.names();
            let by_name: BTreeMap<String, &String> = names.iter().map(|name| (name.to_lowercase(), name)).collect();
            for (guid, name) in files {
                let entry = by_name.get(&format!("sources/{name}")).or_else(|| by_name.get(&name));
                if let Some(Ok(words)) = entry.map(|entry| archive.text(entry, LARGEST_NOTE)) {
                    shared.keep_note(guid, &words);
                }
            }
        }
        shared.take_own(&variables);
        shared.book = Book::new(shared.first.as_ref());
        for code in &codes {
            shared.book.add(code);
        }
        shared
    }

    /// A case that is about whole sources passes its values on to them.
    fn case(&mut self, node: &Node) {
        for source in node.all("SourceRef") {
            let values = self.cases.entry(source.guid("targetGUID")).or_default();
            for value in node.all("VariableValue") {
                values.push(value.clone());
            }
        }
    }

    fn note(&mut self, node: &Node, files: &mut Vec<(String, String)>) {
        let guid = node.guid("guid");
        let path = node.attribute("plainTextPath");
        let content = node.words_of("PlainTextContent");
        if let Some(name) = path.strip_prefix("internal://").filter(|_| content.is_empty()) {
            files.push((guid, name.to_lowercase()));
        } else {
            self.keep_note(guid, content);
        }
    }

    fn keep_note(&mut self, guid: String, words: &str) {
        match first_of(words) {
            Some(first) if self.first.is_none() => self.first = Some(first),
            Some(_) => {}
            None => drop(self.notes.insert(guid, words.to_owned())),
        }
    }

    fn set(&mut self, node: &Node) {
        match first_of(node.words_of("Description")) {
            Some(first) if self.first.is_none() => self.first = Some(first),
            _ => self.sets += 1,
        }
    }

    /// Reads what our own note says of variables, arrows and the unit.
    fn take_own(&mut self, variables: &[(String, String)]) {
        let words = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut ours: BTreeMap<String, Holds> = BTreeMap::new();
        if let Some(first) = &mut self.first {
            let list = first.remove("variables");
            for entry in list.as_ref().and_then(Value::as_array).into_iter().flatten() {
                let (field, attribute) = (words(entry, "field"), words(entry, "attribute"));
                let holds = match entry.get("flag") {
                    _ if !field.is_empty() => Holds::Field(field),
                    Some(Value::Bool(true)) => Holds::Flag(attribute),
                    _ => Holds::Attribute(attribute),
                };
                ours.insert(words(entry, "guid"), holds.clone());
                ours.insert(words(entry, "name").to_lowercase(), holds);
            }
            let unit = first.remove("offsets");
            self.unit = unit.as_ref().and_then(Value::as_str).and_then(OffsetUnit::named);
            let types = first.get("codebook").and_then(|codebook| codebook.get("relation_types"));
            for kind in types.and_then(Value::as_array).into_iter().flatten() {
                self.arrows.insert(words(kind, "name"), words(kind, "id"));
            }
        }
        for (guid, name) in variables {
            let lower = name.trim().to_lowercase();
            let known = ours.get(guid).or_else(|| ours.get(&lower)).cloned();
            let holds = known.unwrap_or_else(|| field_called(&lower, name));
            self.variables.insert(guid.clone(), holds);
        }
    }

    /// The first record for the reader: our own, with labels for the codes that are not ours.
    pub(super) fn first_record(&mut self) -> Option<Value> {
        let labels = std::mem::take(&mut self.book.labels);
        let mut first = self.first.take();
        if first.is_none() && labels.is_empty() {
            return None;
        }
        let record = first.get_or_insert_default();
        record.insert("byline".to_owned(), 1.into());
        record.remove("codes");
        let codebook = record.entry("codebook").or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(codebook) = codebook
            && !labels.is_empty()
        {
            match codebook.get_mut("labels") {
                Some(Value::Array(all)) => all.extend(labels),
                _ => drop(codebook.insert("labels".to_owned(), Value::Array(labels))),
            }
        }
        first.map(Value::Object)
    }

    /// The name of a user; empty where it is not known.
    pub(super) fn user(&self, guid: &str) -> &str {
        self.users.get(guid).map_or("", String::as_str)
    }

    /// How many links no article used.
    pub(super) fn unused_links(&self, used: &BTreeSet<String>) -> usize {
        self.links.iter().filter(|(origin, _)| !used.contains(*origin)).map(|(_, links)| links.len()).sum()
    }
}

/// Our own record at the beginning of a note.
fn first_of(words: &str) -> Option<Map<String, Value>> {
    let json = words.trim().strip_prefix(MARK)?;
    match serde_json::from_str(json) {
        Ok(Value::Object(map)) if map.contains_key("byline") => Some(map),
        _ => None,
    }
}

/// What other programs' variables hold, by their names.
fn field_called(lower: &str, name: &str) -> Holds {
    let field = match lower {
        "title" | "headline" => "title",
        "outlet" | "publication" | "newspaper" | "publisher" => "outlet",
        "author" => "author",
        "published" | "date" | "publication date" | "date published" => "published",
        "accessed" => "accessed",
        "language" => "language",
        "url" | "address" | "link" => "url",
        "archived address" => "archived_url",
        _ => return Holds::Attribute(name.to_owned()),
    };
    Holds::Field(field.to_owned())
}
