//! What a project's codes mean here: labels, values of attributes, threads; other programs' codes become labels.

use super::node::Node;
use crate::model::{AttributeId, LabelId};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What a code stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A label, by its id, and the name that a file of labels is matched by.
    Label { id: LabelId, name: String },
    /// A value of an attribute of a label.
    Value { label: LabelId, attribute: AttributeId, value: AttributeWords },
    /// A mention of a thread, for or against it.
    Thread { label: LabelId, thread: String, stance: String },
    /// A heading over other codes.
    Heading,
}

/// A value that has a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum AttributeWords {
    Flag(bool),
    Text(String),
}

impl AttributeWords {
    pub(super) fn json(&self) -> Value {
        match self {
            Self::Flag(flag) => Value::Bool(*flag),
            Self::Text(words) => Value::from(words.as_str()),
        }
    }
}

/// All codes of a project.
#[derive(Debug, Default)]
pub(super) struct Book {
    by_guid: BTreeMap<String, Meaning>,
    /// Labels for codes that are not ours, in the shape of a codebook in JSON.
    pub(super) labels: Vec<Value>,
    ids: BTreeSet<LabelId>,
    /// Meanings of our codes, by GUID and by name: other programs give new GUIDs, and keep names.
    ours: BTreeMap<String, Meaning>,
}

impl Book {
    /// A book that knows what our own note says of codes.
    pub(super) fn new(shared: Option<&Map<String, Value>>) -> Self {
        let mut book = Self::default();
        let list = shared.and_then(|shared| shared.get("codes")).and_then(Value::as_array);
        for code in list.into_iter().flatten() {
            let words = |name: &str| code.get(name).and_then(Value::as_str).unwrap_or_default();
            let meaning = meaning_of(code, &words);
            book.ours.insert(words("guid").to_ascii_lowercase(), meaning.clone());
            book.ours.insert(name_key(words("name")), meaning);
        }
        let codebook = shared.and_then(|shared| shared.get("codebook"));
        let labels = codebook.and_then(|codebook| codebook.get("labels")).and_then(Value::as_array);
        for label in labels.into_iter().flatten() {
            book.ids.extend(label.get("id").and_then(Value::as_str).and_then(LabelId::parse));
        }
        book
    }

    /// Adds a code with all under it.
    pub(super) fn add(&mut self, node: &Node) {
        self.code(node, None, "");
    }

    fn code(&mut self, node: &Node, parent: Option<&LabelId>, parent_name: &str) {
        let (guid, name) = (node.guid("guid"), node.attribute("name"));
        let known = self.ours.get(&guid).or_else(|| self.ours.get(&name_key(name))).cloned();
        let meaning = known.unwrap_or_else(|| self.label(node, parent, parent_name));
        let own = match &meaning {
            Meaning::Label { id, .. } => Some(id.clone()),
            Meaning::Value { label, .. } | Meaning::Thread { label, .. } => Some(label.clone()),
            Meaning::Heading => parent.cloned(),
        };
        self.by_guid.insert(guid, meaning);
        for child in node.all("Code") {
            self.code(child, own.as_ref(), name);
        }
    }

    /// A label for a code of another program's.
    fn label(&mut self, node: &Node, parent: Option<&LabelId>, parent_name: &str) -> Meaning {
        let name = node.attribute("name").split_whitespace().collect::<Vec<_>>().join(" ");
        let long = format!("{parent_name} {name}");
        let tries = [name.as_str(), long.as_str()].into_iter().filter_map(LabelId::from_typed);
        let free = tries.into_iter().find(|id| !self.ids.contains(id));
        let made = || {
            let short: String = name.chars().take(30).collect();
            let numbered = (2..1000).map(|n| format!("{short} {n}"));
            let mut names = numbered.chain((self.ids.len()..).map(|n| format!("code_{n}")));
            names.find_map(|name| LabelId::from_typed(&name).filter(|id| !self.ids.contains(id)))
        };
        let Some(id) = free.or_else(made) else { return Meaning::Heading };
        self.ids.insert(id.clone());
        let color = node.attribute("color").to_ascii_lowercase();
        let mut label = json!({ "id": id.as_str(), "name": name, "definition": node.words_of("Description") });
        if let Value::Object(label) = &mut label {
            if let Some(color) = long_color(&color) {
                label.insert("color".to_owned(), color.into());
            }
            if let Some(parent) = parent {
                label.insert("parent".to_owned(), parent.as_str().into());
            }
            if name.is_empty() {
                label.remove("name");
            }
        }
        self.labels.push(label);
        let name = if LabelId::from_typed(&name).as_ref() == Some(&id) { name } else { id.to_string() };
        Meaning::Label { id, name }
    }

    /// What a code stands for; `None` where the codebook does not have it.
    pub(super) fn meaning(&self, guid: &str) -> Option<&Meaning> {
        self.by_guid.get(guid)
    }
}

fn name_key(name: &str) -> String {
    format!("name {}", name.trim().to_lowercase())
}

fn meaning_of<'c>(code: &Value, words: &impl Fn(&str) -> &'c str) -> Meaning {
    let Some(label) = LabelId::parse(words("label")) else { return Meaning::Heading };
    if let Some(attribute) = AttributeId::parse(words("attribute")) {
        let value = match code.get("value") {
            Some(Value::Bool(flag)) => AttributeWords::Flag(*flag),
            _ => AttributeWords::Text(words("value").to_owned()),
        };
        return Meaning::Value { label, attribute, value };
    }
    if !words("thread").is_empty() {
        return Meaning::Thread { label, thread: words("thread").to_owned(), stance: words("stance").to_owned() };
    }
    Meaning::Label { name: label.to_string(), id: label }
}

/// `#abc` as `#aabbcc`; `None` for what is no color.
fn long_color(color: &str) -> Option<String> {
    let digits = color.strip_prefix('#').filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    match digits.len() {
        6 => Some(color.to_owned()),
        3 => Some(digits.chars().fold("#".to_owned(), |all, c| format!("{all}{c}{c}"))),
        _ => None,
    }
}
