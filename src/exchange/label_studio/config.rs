//! The labelling configuration.

use super::{LABEL, TEXT, control_name};
use crate::exchange::export::Selection;
use crate::exchange::xml::allowed;
use crate::model::{AttributeId, AttributeKind, AttributeValue, Color, RelationTypeId};
use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How an attribute is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Control {
    /// By one of these values.
    Choices(Vec<String>),
    /// By words.
    Words,
}

/// The control of each attribute: choices where the codebook has them and no value is another one, else words.
pub(super) fn controls(selection: &Selection<'_>) -> BTreeMap<AttributeId, Control> {
    let mut controls: BTreeMap<AttributeId, Control> = BTreeMap::new();
    for label in selection.project().codebook.ordered().into_iter().filter(|l| selection.passes_label(&l.id)) {
        for def in &label.attributes {
            let control = match &def.kind {
                AttributeKind::Choice(choices) => Control::Choices(choices.iter().map(|c| c.id.clone()).collect()),
                AttributeKind::Flag => Control::Choices(vec!["true".into(), "false".into()]),
                _ => Control::Words,
            };
            let known = controls.entry(def.id.clone()).or_insert_with(|| control.clone());
            if *known != control {
                *known = Control::Words;
            }
        }
    }
    for article in selection.articles() {
        for coded in selection.coded(article) {
            for (id, value) in coded.annotations.iter().flat_map(|a| &a.attributes) {
                let fits = match (controls.get(id), value) {
                    (Some(Control::Choices(choices)), AttributeValue::Text(words)) => {
                        choices.contains(words) && words != "true" && words != "false"
                    }
                    (Some(Control::Choices(choices)), AttributeValue::Flag(flag)) => {
                        choices.iter().any(|c| *c == flag.to_string())
                    }
                    (Some(Control::Words), _) => true,
                    _ => false,
                };
                if !fits {
                    controls.insert(id.clone(), Control::Words);
                }
            }
        }
    }
    controls
}

/// The configuration as XML.
pub(super) fn config(selection: &Selection<'_>, controls: &BTreeMap<AttributeId, Control>) -> String {
    let codebook = &selection.project().codebook;
    let mut types: BTreeSet<RelationTypeId> = codebook.relation_types.keys().cloned().collect();
    for article in selection.articles() {
        for coded in selection.coded(article) {
            for relation in coded.relations {
                if !types.contains(&relation.kind) {
                    types.insert(relation.kind.clone());
                }
            }
        }
    }
    let mut xml = String::from("<View>\n  <Relations>\n");
    for kind in &types {
        line(&mut xml, 4, "Relation", &[("value", kind.as_str())]);
    }
    xml.push_str("  </Relations>\n");
    open(&mut xml, 2, "Labels", &[("name", LABEL), ("toName", TEXT)]);
    for label in codebook.ordered().into_iter().filter(|l| selection.passes_label(&l.id)) {
        let Color([r, g, b]) = label.color;
        let color = format!("#{r:02x}{g:02x}{b:02x}");
        line(&mut xml, 4, "Label", &[("value", label.id.as_str()), ("background", &color), ("hint", &label.name)]);
    }
    xml.push_str("  </Labels>\n");
    line(&mut xml, 2, "Text", &[("name", TEXT), ("value", "$text"), ("granularity", "symbol")]);
    for (id, control) in controls {
        let name = control_name(id.as_str());
        let of: Vec<&str> = codebook
            .labels
            .values()
            .filter(|l| l.attribute(id).is_some() && selection.passes_label(&l.id))
            .map(|l| l.id.as_str())
            .collect();
        let of = of.join(",");
        let mut attributes = vec![("name", name.as_str()), ("toName", TEXT), ("perRegion", "true")];
        if !of.is_empty() {
            attributes.extend([("whenTagName", LABEL), ("whenLabelValue", &of)]);
        }
        match control {
            Control::Choices(values) => {
                open(&mut xml, 2, "Choices", &attributes);
                for value in values {
                    line(&mut xml, 4, "Choice", &[("value", value)]);
                }
                xml.push_str("  </Choices>\n");
            }
            Control::Words => line(&mut xml, 2, "TextArea", &attributes),
        }
    }
    xml.push_str("</View>\n");
    xml
}

fn open(xml: &mut String, indent: usize, tag: &str, attributes: &[(&str, &str)]) {
    tag_of(xml, indent, tag, attributes, ">\n");
}

fn line(xml: &mut String, indent: usize, tag: &str, attributes: &[(&str, &str)]) {
    tag_of(xml, indent, tag, attributes, "/>\n");
}

fn tag_of(xml: &mut String, indent: usize, tag: &str, attributes: &[(&str, &str)], end: &str) {
    xml.push_str(&" ".repeat(indent));
    xml.push('<');
    xml.push_str(tag);
    for (name, value) in attributes {
        let value = allowed(value);
        xml.extend([" ", name, "=\"", escape(value.as_ref()).as_ref(), "\""]);
    }
    xml.push_str(end);
}

/// What a configuration says of the texts of its tasks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Texts {
    /// The field of a task's data that is its text.
    pub(super) field: Option<String>,
    /// It marks web pages, pictures or sounds, and no text.
    pub(super) is_other: bool,
}

/// Reads a configuration, as far as it can be read.
pub(super) fn texts_of(xml: &[u8]) -> Texts {
    let mut found = Texts::default();
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    let mut others = false;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                "Text" if found.field.is_none() => {
                    found.field = attribute(&tag, "value").and_then(|v| v.strip_prefix('$').map(str::to_owned));
                }
                "HyperText" | "Paragraphs" | "Image" | "Audio" | "Video" | "TimeSeries" => others = true,
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found.is_other = others && found.field.is_none();
    found
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    Some(unescape(&found.value).map_or_else(|_| found.value.to_string(), Cow::into_owned))
}
