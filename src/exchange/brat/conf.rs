//! `annotation.conf` and `visual.conf` from the codebook.

use super::line::{is_word, one_line, one_line_json};
use super::{ANNOTATOR, CODEBOOK, UNSURE};
use crate::exchange::jsonl::codebook_json;
use crate::model::{AttributeKind, Codebook, Label, LabelId};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What annotators may use: labels, arrows with their ends, attributes with their values. Comments name the annotator
/// whose coding lies beside it and hold the codebook whole.
pub(super) fn annotation_conf(codebook: &Codebook, annotator: Option<&str>) -> String {
    let mut out = String::new();
    if let Some(annotator) = annotator {
        out += &format!("{ANNOTATOR}{annotator}\n");
    }
    out += &format!("{CODEBOOK}{}\n\n[entities]\n", one_line_json(&codebook_json(codebook)));
    let mut done = BTreeSet::new();
    let labels = codebook.ordered();
    for label in &labels {
        let is_top = label.parent.as_ref().is_none_or(|parent| codebook.label(parent).is_none());
        if is_top {
            entities(&labels, label, 0, &mut done, &mut out);
        }
    }
    // Labels that are each other's parents have no top.
    for label in &labels {
        entities(&labels, label, 0, &mut done, &mut out);
    }
    out += "\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n";
    let mut kinds: Vec<_> = codebook.relation_types.values().collect();
    kinds.sort_unstable_by_key(|kind| (kind.order, kind.id.clone()));
    for kind in kinds {
        out += &format!("{}\tArg1:{}, Arg2:{}\n", kind.id, side(&kind.from), side(&kind.to));
    }
    out += &format!("\n[events]\n\n[attributes]\n{UNSURE}\tArg:<ENTITY>\n");
    for (name, labels, values) in attributes(codebook) {
        let values = if values.is_empty() { String::new() } else { format!(", Value:{}", values.join("|")) };
        out += &format!("{name}\tArg:{}{values}\n", labels.join("|"));
    }
    out
}

/// A label and the kinds of it, one tab deeper each.
fn entities(labels: &[&Arc<Label>], label: &Label, depth: usize, done: &mut BTreeSet<LabelId>, out: &mut String) {
    if !done.insert(label.id.clone()) {
        return;
    }
    *out += &format!("{}{}\n", "\t".repeat(depth), label.id);
    for kind in labels.iter().filter(|kind| kind.parent.as_ref() == Some(&label.id)) {
        entities(labels, kind, depth + 1, done, out);
    }
}

fn side(labels: &[LabelId]) -> String {
    let names: Vec<&str> = labels.iter().map(LabelId::as_str).collect();
    if names.is_empty() { "<ENTITY>".to_owned() } else { names.join("|") }
}

/// Attributes in the order of the codebook: name, labels that have it, values of all of them that are one word.
fn attributes(codebook: &Codebook) -> Vec<(&str, Vec<&str>, Vec<&str>)> {
    let mut found: Vec<(&str, Vec<&str>, Vec<&str>)> = Vec::new();
    for label in codebook.ordered() {
        for def in &label.attributes {
            let at = found.iter().position(|(name, _, _)| *name == def.id.as_str()).unwrap_or_else(|| {
                found.push((def.id.as_str(), Vec::new(), Vec::new()));
                found.len() - 1
            });
            let Some((_, labels, values)) = found.get_mut(at) else { continue };
            labels.push(label.id.as_str());
            if let AttributeKind::Choice(choices) = &def.kind {
                for choice in choices.iter().filter(|choice| is_word(&choice.id)) {
                    if !values.contains(&choice.id.as_str()) {
                        values.push(&choice.id);
                    }
                }
            }
        }
    }
    found
}

/// How labels and arrows are called and drawn.
pub(super) fn visual_conf(codebook: &Codebook) -> String {
    let name = |name: &str| one_line(name).replace('|', "/");
    let mut out = "[labels]\n".to_owned();
    for label in codebook.ordered() {
        out += &format!("{} | {}\n", label.id, name(&label.name));
    }
    for kind in codebook.relation_types.values() {
        out += &format!("{} | {}\n", kind.id, name(&kind.name));
    }
    out += "\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgray, borderColor:darken\n";
    out += "ARC_DEFAULT\tcolor:black, dashArray:-, arrowHead:triangle-5\n";
    for label in codebook.ordered() {
        let [r, g, b] = label.color.0.map(u32::from);
        // Luma of ITU-R BT.601, of 255: dark words on what is lighter than the middle.
        let text = if (299 * r + 587 * g + 114 * b) / 1000 > 140 { "black" } else { "white" };
        out += &format!("{}\tfgColor:{text}, bgColor:{}, borderColor:darken\n", label.id, label.color);
    }
    out += &format!("\n[attributes]\n{UNSURE}\tglyph:?, position:right\n");
    out
}

/// What Byline noted in an `annotation.conf`: whose coding lies beside it, and the codebook.
pub(super) fn noted(contents: &str) -> (Option<&str>, Option<Value>) {
    let after = |start: &str| contents.lines().take(9).find_map(|line| line.trim_end().strip_prefix(start));
    (after(ANNOTATOR), after(CODEBOOK).and_then(|json| serde_json::from_str(json).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::default_codebook;

    #[test]
    fn the_codebook_comes_back_whole() {
        let codebook = default_codebook();
        let conf = annotation_conf(&codebook, Some("ana"));
        let (annotator, json) = noted(&conf);
        assert_eq!((annotator, json), (Some("ana"), Some(codebook_json(&codebook))));
        assert!(conf.contains("\n[relations]\n") && conf.contains("\nmode\tArg:claim, Value:"), "{conf}");
        assert_eq!(noted("[entities]\nPerson\n"), (None, None));
    }

    #[test]
    fn labels_that_are_each_others_parents_are_listed_once() {
        let mut codebook = default_codebook();
        for (child, parent) in [("claim", "source"), ("source", "claim")] {
            let id = LabelId::parse(child).unwrap();
            let label = Label { parent: LabelId::parse(parent), ..(**codebook.label(&id).unwrap()).clone() };
            codebook.labels.insert(id, label.into());
        }
        let conf = annotation_conf(&codebook, None);
        let entities = conf.split("[entities]\n").nth(1).unwrap().split("\n\n").next().unwrap();
        assert_eq!(entities, "event\nclaim\n\tsource");
    }
}
