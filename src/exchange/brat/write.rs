//! Writing standoff files.

use super::line::{is_word, one_line, one_line_json};
use super::{OURS, UNSURE, conf};
use crate::exchange::export::{Coded, Selection};
use crate::exchange::folder::Folder;
use crate::exchange::jsonl::{annotation_json, relation_json, value_json};
use crate::exchange::stem::stems;
use crate::exchange::tokens::trimmed;
use crate::exchange::{ExportError, Loss, Pace};
use crate::model::{Annotation, AnnotationId, AttributeValue, LinkStance, Thread};
use crate::text::{Text, TextSpan};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Writes a folder: flat for one annotator's coding, else a folder for each.
///
/// # Errors
/// Where the folder does not take the files, or the work is stopped.
pub(super) fn write(selection: &Selection<'_>, folder: &mut Folder, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let codebook = &selection.project().codebook;
    let annotators = annotators(selection);
    let is_flat = annotators.len() < 2;
    let only = annotators.first().filter(|_| is_flat).map(String::as_str);
    folder.put("annotation.conf", conf::annotation_conf(codebook, only).as_bytes())?;
    folder.put("visual.conf", conf::visual_conf(codebook).as_bytes())?;
    for annotator in annotators.iter().filter(|_| !is_flat) {
        let contents = conf::annotation_conf(codebook, Some(annotator));
        folder.put(&format!("{annotator}/annotation.conf"), contents.as_bytes())?;
    }
    let stems = stems(selection);
    let threads = selection.threads().map(|(_, thread)| (thread.id, thread.as_ref())).collect();
    for article in selection.articles() {
        pace.step()?;
        let (text, stem) = (article.text(), stems.get(&article.id).map(String::as_str).unwrap_or_default());
        let mut put = |name: &str, lines: &str| -> Result<(), ExportError> {
            folder.put(&format!("{name}.txt"), text.as_str().as_bytes())?;
            Ok(folder.put(&format!("{name}.ann"), lines.as_bytes())?)
        };
        let mut is_bare = true;
        for coded in selection.coded(article) {
            let lines = Lines::of(selection, text, &threads, &coded);
            if !lines.is_empty() {
                is_bare = false;
                put(&if is_flat { stem.to_owned() } else { format!("{}/{stem}", coded.annotator) }, &lines)?;
            }
        }
        if is_bare {
            put(stem, "")?;
        }
    }
    Ok(())
}

/// Who has put something on an article that can be written, by name.
fn annotators(selection: &Selection<'_>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for article in selection.articles() {
        let text = article.text();
        for (key, layer) in selection.layers(article.id) {
            let is_written = |a: &Annotation| selection.passes_label(&a.label) && has_words(text, a);
            if layer.text == text.hash() && layer.annotations.values().any(|a| is_written(a)) {
                found.insert(selection.name(key.annotator.as_str()).to_owned());
            }
        }
    }
    found.into_iter().collect()
}

fn has_words(text: &Text, annotation: &Annotation) -> bool {
    annotation.fragments().iter().any(|span| trimmed(text, *span).is_some())
}

/// Counts what takes a closer look: annotations of white space alone, and threads of which more is known than a title.
pub(super) fn closer(selection: &Selection<'_>) -> Vec<Loss> {
    let mut losses = Vec::new();
    let mut lose = |count: usize, one: &str, many: &str| {
        if count > 0 {
            losses.push(Loss { count, what: if count == 1 { one } else { many }.to_owned() });
        }
    };
    let mut linked = BTreeSet::new();
    let mut blank = 0;
    for article in selection.articles() {
        for coded in selection.coded(article) {
            blank += coded.annotations.iter().filter(|a| !has_words(article.text(), a)).count();
            linked.extend(coded.annotations.iter().flat_map(|a| a.threads.keys().copied()));
        }
    }
    let more = |t: &Thread| {
        !t.note.is_empty() || !t.attributes.is_empty() || t.known_since.is_some() || !linked.contains(&t.id)
    };
    let threads = selection.threads().filter(|(_, thread)| more(thread)).count();
    lose(blank, "annotation of white space alone", "annotations of white space alone");
    lose(
        threads,
        "thread without a mention, or its note, verdict or date",
        "threads without a mention, or their notes, verdicts or dates",
    );
    losses
}

/// The fragments as brat has them: none holds a line break or a tab, and none begins or ends with white space.
pub(super) fn pieces(text: &Text, annotation: &Annotation) -> Vec<TextSpan> {
    let mut pieces = Vec::new();
    for span in annotation.fragments() {
        let mut start = span.start().get();
        for part in text.slice(*span).split(['\n', '\t']) {
            pieces.extend(trimmed(text, TextSpan::of(start, start + part.len())));
            start += part.len() + 1;
        }
    }
    pieces
}

/// Lines in the making, with the numbers that were given out.
struct Lines<'a> {
    selection: &'a Selection<'a>,
    text: &'a Text,
    threads: &'a BTreeMap<crate::model::ThreadId, &'a Thread>,
    lines: String,
    numbers: BTreeMap<AnnotationId, usize>,
    attributes: usize,
    references: usize,
    notes: usize,
}

impl<'a> Lines<'a> {
    fn of(
        selection: &'a Selection<'a>,
        text: &'a Text,
        threads: &'a BTreeMap<crate::model::ThreadId, &'a Thread>,
        coded: &Coded<'_>,
    ) -> String {
        let (lines, numbers) = (String::new(), BTreeMap::new());
        let mut all = Self { selection, text, threads, lines, numbers, attributes: 0, references: 0, notes: 0 };
        for annotation in &coded.annotations {
            all.annotation(annotation);
        }
        let mut arrows = Vec::new();
        for relation in &coded.relations {
            if let (Some(from), Some(to)) = (all.numbers.get(&relation.from), all.numbers.get(&relation.to)) {
                arrows.push((*from, *to, relation.kind.as_str(), relation.id, relation));
            }
        }
        arrows.sort_by_key(|(from, to, kind, id, _)| (*from, *to, *kind, *id));
        for (number, (from, to, kind, _, relation)) in (1..).zip(arrows) {
            all.lines += &format!("R{number}\t{kind} Arg1:T{from} Arg2:T{to}\n");
            all.rest(&format!("R{number}"), relation_json("", relation), &["type", "from", "to"]);
        }
        all.lines
    }

    fn annotation(&mut self, annotation: &Annotation) {
        let pieces = pieces(self.text, annotation);
        if pieces.is_empty() {
            return;
        }
        let number = self.numbers.len() + 1;
        self.numbers.insert(annotation.id, number);
        let target = format!("T{number}");
        let place = |span: &TextSpan| {
            let (start, end) = self.text.chars_of(*span);
            format!("{} {}", start.get(), end.get())
        };
        let places: Vec<String> = pieces.iter().map(place).collect();
        let words: Vec<&str> = pieces.iter().map(|span| self.text.slice(*span)).collect();
        let (places, words) = (places.join(";"), words.join(" "));
        self.lines += &format!("{target}\t{} {places}\t{words}\n", annotation.label);
        let mut rest = annotation_json(self.selection, self.text, "", annotation);
        let mut values = Map::new();
        for (id, value) in &annotation.attributes {
            match value {
                AttributeValue::Flag(true) => self.attribute(id.as_str(), &target, ""),
                AttributeValue::Text(word) if is_word(word) => self.attribute(id.as_str(), &target, word),
                _ => drop(values.insert(id.to_string(), value_json(value))),
            }
        }
        if annotation.unsure {
            self.attribute(UNSURE, &target, "");
        }
        let mut against = Vec::new();
        for (id, stance) in &annotation.threads {
            let title = self.threads.get(id).map(|thread| one_line(&thread.title)).unwrap_or_default();
            let title = if title.is_empty() { id.to_string() } else { title };
            self.references += 1;
            self.lines += &format!("N{}\tReference {target} {OURS}:{id}\t{title}\n", self.references);
            if *stance == LinkStance::Against {
                against.push(json!([id.as_str(), "against"]));
            }
        }
        let note = one_line(&annotation.note);
        if !note.is_empty() {
            self.note("AnnotatorNotes", &target, &note);
        }
        if let Some(fields) = rest.as_object_mut() {
            for (name, value) in [("attributes", Value::Object(values)), ("threads", Value::Array(against))] {
                match value {
                    Value::Object(map) if map.is_empty() => drop(fields.shift_remove(name)),
                    Value::Array(list) if list.is_empty() => drop(fields.shift_remove(name)),
                    value => drop(fields.insert(name.to_owned(), value)),
                }
            }
        }
        let shown = if note == annotation.note { "note" } else { "" };
        self.rest(&target, rest, &["label", "ranges", "unsure", shown]);
    }

    fn attribute(&mut self, name: &str, target: &str, value: &str) {
        self.attributes += 1;
        let space = if value.is_empty() { "" } else { " " };
        self.lines += &format!("A{}\t{name} {target}{space}{value}\n", self.attributes);
    }

    fn note(&mut self, kind: &str, target: &str, words: &str) {
        self.notes += 1;
        self.lines += &format!("#{}\t{kind} {target}\t{words}\n", self.notes);
    }

    /// What brat has no shape for, as JSON: the record but for what stands in lines of its own.
    fn rest(&mut self, target: &str, mut record: Value, told: &[&str]) {
        if let Some(fields) = record.as_object_mut() {
            for name in told {
                fields.shift_remove(*name);
            }
        }
        let line = one_line_json(&record);
        self.note(OURS, target, &line);
    }
}
