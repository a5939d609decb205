//! The codebook as a tree of codes: labels with their kinds under them, values of attributes, and threads, each of
//! which every program of qualitative analysis shows as a code with its places.

use super::guid::Guids;
use super::xml::Xml;
use crate::exchange::export::Selection;
use crate::model::{
    AttributeDef, AttributeId, AttributeKind, AttributeValue, Codebook, Color, Label, LabelId, LabelRole, LinkStance,
    MarkScope, Thread, ThreadId,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

/// Longest name of a code, in characters: programs refuse names over 255.
const LONGEST: usize = 200;

/// Labels under labels that are written so; what is deeper stands beside the others, and the note says where it is.
const DEEPEST: usize = 40;

/// One code, with those under it.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) guid: String,
    pub(super) name: String,
    pub(super) color: Option<Color>,
    pub(super) definition: String,
    /// What it stands for, as JSON; `None` for a mere heading.
    pub(super) meaning: Option<Value>,
    pub(super) children: Vec<Code>,
}

/// The GUID of a label's code.
pub(super) fn label_guid(guids: &Guids, label: &LabelId) -> String {
    guids.make(&["label", label.as_str()])
}

/// The GUID of a thread's code.
pub(super) fn thread_guid(guids: &Guids, thread: ThreadId, stance: LinkStance) -> String {
    match stance {
        LinkStance::For => guids.make(&["thread", thread.as_str()]),
        LinkStance::Against => guids.make(&["thread", thread.as_str(), "against"]),
    }
}

/// The GUID of the code of an attribute's value, where it has one: a choice of the codebook, yes or no.
pub(super) fn value_guid(
    guids: &Guids,
    label: Option<&Label>,
    id: &AttributeId,
    value: &AttributeValue,
) -> Option<String> {
    let label = label?;
    let def = label.attribute(id)?;
    let id = match value {
        AttributeValue::Flag(flag) if def.kind == AttributeKind::Flag => flag_name(*flag),
        AttributeValue::Text(words) if def.choices().iter().any(|c| c.id == *words) => words,
        _ => return None,
    };
    Some(guids.make(&["value", label.id.as_str(), def.id.as_str(), id]))
}

fn flag_name(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// Builds the tree; each name is given once, since some programs take no two codes of one name.
struct Builder<'a> {
    guids: &'a Guids,
    codebook: &'a Codebook,
    taken: BTreeSet<String>,
    names: BTreeMap<LabelId, String>,
    done: BTreeSet<LabelId>,
    under: BTreeMap<LabelId, Vec<Arc<Label>>>,
    threads: BTreeMap<LabelId, Vec<Code>>,
}

/// All codes of a codebook alone.
pub(super) fn of_codebook(guids: &Guids, codebook: &Codebook) -> Vec<Code> {
    Builder::new(guids, codebook).build()
}

/// All codes that a selection needs.
pub(super) fn of_selection(guids: &Guids, selection: &Selection<'_>) -> Vec<Code> {
    let mut codebook = (*selection.project().codebook).clone();
    let mut denied = BTreeSet::new();
    let layers = selection.articles().flat_map(|article| selection.layers(article.id));
    for annotation in layers.flat_map(|(_, layer)| selection.annotations(layer)) {
        need(&mut codebook, &annotation.label);
        let against = annotation.threads.iter().filter(|(_, stance)| **stance == LinkStance::Against);
        denied.extend(against.map(|(id, _)| *id));
    }
    for (_, thread) in selection.threads() {
        need(&mut codebook, &thread.label);
    }
    let mut builder = Builder::new(guids, &codebook);
    for (_, thread) in selection.threads() {
        let code = builder.thread(thread, denied.contains(&thread.id));
        builder.threads.entry(thread.label.clone()).or_default().push(code);
    }
    builder.build()
}

/// A label that is used has a code, even where a damaged codebook lacks it.
fn need(codebook: &mut Codebook, id: &LabelId) {
    if !codebook.labels.contains_key(id) {
        let label = Label {
            id: id.clone(),
            name: id.to_string(),
            role: LabelRole::Other,
            definition: String::new(),
            examples: Vec::new(),
            color: Color([0x6b, 0x72, 0x80]),
            key: None,
            parent: None,
            attributes: Vec::new(),
            thread_attributes: Vec::new(),
            scope: MarkScope::Everything,
            archived: false,
            order: u32::MAX,
        };
        codebook.labels.insert(id.clone(), Arc::new(label));
    }
}

impl<'a> Builder<'a> {
    /// Labels have the first choice of names.
    fn new(guids: &'a Guids, codebook: &'a Codebook) -> Self {
        let (taken, names, done) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
        let (under, threads) = (BTreeMap::new(), BTreeMap::new());
        let mut builder = Self { guids, codebook, taken, names, done, under, threads };
        for label in codebook.ordered() {
            if let Some(parent) = &label.parent {
                builder.under.entry(parent.clone()).or_default().push(label.clone());
            }
            let name = builder.name(&label.name, label.id.as_str());
            builder.names.insert(label.id.clone(), name);
        }
        builder
    }

    fn build(mut self) -> Vec<Code> {
        let ordered = self.codebook.ordered();
        let is_root = |label: &&&Arc<Label>| {
            label.parent.as_ref().is_none_or(|parent| !self.codebook.labels.contains_key(parent))
        };
        let roots: Vec<&Arc<Label>> = ordered.iter().filter(is_root).copied().collect();
        // Labels whose parents run in a circle hang on no root; they come last.
        let mut codes = Vec::new();
        for label in roots.into_iter().chain(ordered) {
            codes.extend(self.label(label, 0));
        }
        codes
    }

    /// A name as it may stand: one line, not too long, and no other code's; `context` tells it apart where it is.
    fn name(&mut self, wanted: &str, context: &str) -> String {
        let line = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut short: String = line.chars().take(LONGEST).collect();
        if short.len() < line.len() {
            short.push('…');
        }
        let base = if short.is_empty() { context.to_owned() } else { short };
        let tries = std::iter::once(base.clone())
            .chain(std::iter::once(format!("{base} ({context})")))
            .chain((2..).map(|n| format!("{base} ({context} {n})")));
        let free = tries.into_iter().find(|name| self.taken.insert(name.to_lowercase()));
        free.unwrap_or(base)
    }

    fn label(&mut self, label: &Label, depth: usize) -> Option<Code> {
        if depth > DEEPEST || !self.done.insert(label.id.clone()) {
            return None;
        }
        let name = self.names.get(&label.id).cloned().unwrap_or_default();
        let mut children = Vec::new();
        let mut seen = BTreeSet::new();
        for def in label.attributes.iter().filter(|def| seen.insert(def.id.clone())) {
            children.extend(self.attribute(label, def, &name));
        }
        if let Some(threads) = self.threads.remove(&label.id) {
            let heading = self.name(&format!("{name}: same as"), label.id.as_str());
            children.push(Code {
                guid: self.guids.make(&["threads", label.id.as_str()]),
                name: heading,
                color: Some(label.color),
                definition: "Each code here is one of the world; its places are the mentions.".to_owned(),
                meaning: None,
                children: threads,
            });
        }
        for child in self.under.remove(&label.id).unwrap_or_default() {
            children.extend(self.label(&child, depth + 1));
        }
        Some(Code {
            guid: label_guid(self.guids, &label.id),
            name,
            color: Some(label.color),
            definition: label.definition.clone(),
            meaning: Some(json!({ "label": label.id.as_str() })),
            children,
        })
    }

    /// The heading of an attribute with a code for each value that the codebook foresees; none for free words.
    fn attribute(&mut self, label: &Label, def: &AttributeDef, label_name: &str) -> Option<Code> {
        let values: Vec<(AttributeValue, &str)> = match &def.kind {
            AttributeKind::Choice(choices) => {
                choices.iter().map(|c| (AttributeValue::text(c.id.clone()), c.name.as_str())).collect()
            }
            AttributeKind::Flag => vec![(AttributeValue::Flag(true), "yes"), (AttributeValue::Flag(false), "no")],
            _ => return None,
        };
        let heading = self.name(&format!("{label_name}: {}", def.name), label.id.as_str());
        let mut children: Vec<Code> = Vec::new();
        for (value, shown) in values {
            let Some(guid) = value_guid(self.guids, Some(label), &def.id, &value) else { continue };
            if children.iter().any(|code| code.guid == guid) {
                continue;
            }
            let json = match &value {
                AttributeValue::Flag(flag) => Value::Bool(*flag),
                other => Value::from(other.as_text().unwrap_or_default()),
            };
            children.push(Code {
                guid,
                name: self.name(&format!("{}: {shown}", def.name), label_name),
                color: Some(label.color),
                definition: String::new(),
                meaning: Some(json!({ "label": label.id.as_str(), "attribute": def.id.as_str(), "value": json })),
                children: Vec::new(),
            });
        }
        (!children.is_empty()).then(|| Code {
            guid: self.guids.make(&["attribute", label.id.as_str(), def.id.as_str()]),
            name: heading,
            color: Some(label.color),
            definition: def.definition.clone(),
            meaning: None,
            children,
        })
    }

    fn thread(&mut self, thread: &Thread, has_denials: bool) -> Code {
        let color = self.codebook.label(&thread.label).map(|label| label.color);
        let mut code = |stance: LinkStance, title: &str, name: &str, definition: &str| Code {
            guid: thread_guid(self.guids, thread.id, stance),
            name: self.name(title, "same as"),
            color,
            definition: definition.to_owned(),
            meaning: Some(json!({ "label": thread.label.as_str(), "thread": thread.id.as_str(), "stance": name })),
            children: Vec::new(),
        };
        let mut whole = code(LinkStance::For, &thread.title, "for", &thread.note);
        if has_denials {
            whole.children.push(code(LinkStance::Against, &format!("Against: {}", thread.title), "against", ""));
        }
        whole
    }
}

/// What each code stands for, by its GUID and name: other programs give new GUIDs, and keep names.
pub(super) fn meanings(codes: &[Code]) -> Value {
    fn add(codes: &[Code], all: &mut Vec<Value>) {
        for code in codes {
            let mut entry = match &code.meaning {
                Some(Value::Object(map)) => map.clone(),
                _ => Map::new(),
            };
            entry.insert("guid".into(), code.guid.as_str().into());
            entry.insert("name".into(), code.name.as_str().into());
            all.push(Value::Object(entry));
            add(&code.children, all);
        }
    }
    let mut all = Vec::new();
    add(codes, &mut all);
    Value::Array(all)
}

/// Writes codes as elements.
pub(super) fn write(xml: &mut Xml<'_>, codes: &[Code]) -> io::Result<()> {
    for code in codes {
        let color = code.color.map(|color| color.to_string());
        let is_codable = if code.meaning.is_some() { "true" } else { "false" };
        let mut attributes =
            vec![("guid", code.guid.as_str()), ("name", code.name.as_str()), ("isCodable", is_codable)];
        attributes.extend(color.as_deref().map(|color| ("color", color)));
        xml.open("Code", &attributes)?;
        xml.words("Description", &code.definition)?;
        write(xml, &code.children)?;
        xml.close("Code")?;
    }
    Ok(())
}
