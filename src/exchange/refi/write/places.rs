//! Annotations in a project: their places with codes, their notes, their arrows.

use super::super::NOTE;
use super::super::codes::{label_guid, thread_guid, value_guid};
use super::{Project, described};
use crate::exchange::export::Coded;
use crate::exchange::jsonl::{annotation_json, relation_json};
use crate::exchange::{ExportError, Pace};
use crate::model::{Annotation, Article};
use crate::text::Text;
use serde_json::{Map, Value};
use std::io;

/// The time of a note, which we do not know: `QualCoder` stops at a note without one.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

/// How much of the words at the other end of an arrow a description shows, in bytes.
const SHOWN: usize = 200;

impl Project<'_, '_, '_> {
    /// One selection for each fragment.
    pub(super) fn annotation(
        &mut self,
        article: &Article,
        coded: &Coded<'_>,
        annotation: &Annotation,
    ) -> io::Result<()> {
        let text = article.text();
        let user = self.user(&coded.annotator);
        let (kept, codes) = self.kept_and_codes(text, coded, annotation);
        let count = annotation.fragments().len();
        let note = (!annotation.note.is_empty()).then(|| self.record_guid("note", article, coded, annotation, 0));
        for (part, span) in annotation.fragments().iter().enumerate() {
            let guid = self.record_guid("selection", article, coded, annotation, part);
            let (start, end) = self.unit.of(text, *span);
            let (start, end) = (start.to_string(), end.to_string());
            let attributes = [
                ("guid", guid.as_str()),
                ("name", text.slice(*span)),
                ("startPosition", &start),
                ("endPosition", &end),
                ("creatingUser", &user),
            ];
            self.xml.open("PlainTextSelection", &attributes)?;
            let description = if part == 0 {
                described(&self.told(text, coded, annotation), kept.clone())
            } else {
                let id = Map::from_iter([("id".to_owned(), Value::from(annotation.id.as_str()))]);
                described(&format!("part {} of {count}", part + 1), id)
            };
            self.xml.words("Description", &description)?;
            for code in &codes {
                let guid = self.guids.make(&["coding", &guid, code]);
                self.xml.open("Coding", &[("guid", &guid), ("creatingUser", &user)])?;
                self.xml.empty("CodeRef", &[("targetGUID", code)])?;
                self.xml.close("Coding")?;
            }
            if let Some(note) = &note {
                self.xml.empty("NoteRef", &[("targetGUID", note)])?;
            }
            self.xml.close("PlainTextSelection")?;
        }
        Ok(())
    }

    /// A GUID of an annotation's own.
    fn record_guid(
        &self,
        kind: &str,
        article: &Article,
        coded: &Coded<'_>,
        annotation: &Annotation,
        part: usize,
    ) -> String {
        let part = part.to_string();
        self.guids.make(&[kind, &coded.annotator, article.id.as_str(), annotation.id.as_str(), &part])
    }

    /// The codes of an annotation, and what they do not say.
    fn kept_and_codes(
        &self,
        text: &Text,
        coded: &Coded<'_>,
        annotation: &Annotation,
    ) -> (Map<String, Value>, Vec<String>) {
        let json = annotation_json(self.selection, text, &coded.annotator, annotation);
        let Value::Object(mut kept) = json else { return (Map::new(), Vec::new()) };
        let own = ["id", "attributes", "note", "unsure", "provenance", "foreign_id"];
        kept.retain(|name, _| own.contains(&name.as_str()) || annotation.extra.contains_key(name));
        let label = self.selection.project().codebook.label(&annotation.label).map(AsRef::as_ref);
        let mut codes = vec![label_guid(&self.guids, &annotation.label)];
        for (id, value) in &annotation.attributes {
            if let Some(code) = value_guid(&self.guids, label, id, value) {
                codes.push(code);
                if let Some(Value::Object(attributes)) = kept.get_mut("attributes") {
                    attributes.remove(id.as_str());
                }
            }
        }
        kept.retain(|name, value| name != "attributes" || value.as_object().is_some_and(|map| !map.is_empty()));
        let threads = annotation.threads.iter().filter(|(id, _)| self.selection.has_thread(**id));
        codes.extend(threads.map(|(id, stance)| thread_guid(&self.guids, *id, *stance)));
        let arrows = coded.relations.iter().filter(|r| r.from == annotation.id);
        let arrows: Vec<Value> = arrows
            .map(|relation| {
                let mut arrow = relation_json(&coded.annotator, relation);
                if let Value::Object(map) = &mut arrow {
                    map.retain(|name, _| !["from", "annotator"].contains(&name.as_str()));
                }
                arrow
            })
            .collect();
        if !arrows.is_empty() {
            kept.insert("relations".to_owned(), Value::Array(arrows));
        }
        (kept, codes)
    }

    /// Note, arrows and free attributes in words: `QualCoder` shows this beside the place, and no note.
    fn told(&self, text: &Text, coded: &Coded<'_>, annotation: &Annotation) -> String {
        let codebook = &self.selection.project().codebook;
        let mut lines = Vec::new();
        if !annotation.note.is_empty() {
            lines.push(annotation.note.clone());
        }
        let count = annotation.fragments().len();
        if count > 1 {
            lines.push(format!("part 1 of {count}"));
        }
        for relation in coded.relations.iter().filter(|r| r.from == annotation.id) {
            let Some(target) = coded.layer.annotations.get(&relation.to) else { continue };
            let kind = codebook.relation_types.get(&relation.kind).map_or(relation.kind.as_str(), |kind| &kind.name);
            lines.push(format!("{kind}: “{}”", target.first_words(text, SHOWN)));
        }
        let label = codebook.label(&annotation.label).map(AsRef::as_ref);
        for (id, value) in &annotation.attributes {
            let def = label.and_then(|label| label.attribute(id));
            if let Some(def) = def.filter(|_| value_guid(&self.guids, label, id, value).is_none()) {
                lines.push(format!("{}: {}", def.name, def.show(value)));
            }
        }
        if annotation.unsure {
            lines.push("unsure".to_owned());
        }
        lines.join("\n")
    }

    /// The note of what articles share, then those on annotations.
    pub(super) fn notes(&mut self, pace: &mut Pace<'_>) -> Result<(), ExportError> {
        self.xml.open("Notes", &[])?;
        let guid = self.guids.make(&["shared"]);
        let path = format!("internal://{guid}.txt");
        let attributes =
            [("guid", guid.as_str()), ("name", NOTE), ("plainTextPath", &path), ("creationDateTime", NO_TIME)];
        self.xml.empty("Note", &attributes)?;
        for article in self.selection.articles() {
            pace.step()?;
            for coded in self.selection.coded(article) {
                let user = self.user(&coded.annotator);
                for annotation in coded.annotations.iter().filter(|a| !a.note.is_empty()) {
                    let guid = self.record_guid("note", article, &coded, annotation, 0);
                    let name = format!("On “{}”", annotation.first_words(article.text(), 60));
                    let attributes = [
                        ("guid", guid.as_str()),
                        ("name", &name),
                        ("creatingUser", &user),
                        ("creationDateTime", NO_TIME),
                    ];
                    self.xml.open("Note", &attributes)?;
                    self.xml.words("PlainTextContent", &annotation.note)?;
                    self.xml.close("Note")?;
                }
            }
        }
        self.xml.close("Notes")?;
        Ok(())
    }

    /// Arrows, between the first fragments of both ends.
    pub(super) fn links(&mut self, pace: &mut Pace<'_>) -> Result<(), ExportError> {
        let codebook = self.selection.project().codebook.clone();
        let mut is_open = false;
        for article in self.selection.articles() {
            pace.step()?;
            for coded in self.selection.coded(article) {
                for relation in &coded.relations {
                    let ends = [&relation.from, &relation.to].map(|id| coded.layer.annotations.get(id));
                    let [Some(from), Some(to)] = ends else { continue };
                    if !is_open {
                        self.xml.open("Links", &[])?;
                        is_open = true;
                    }
                    let kind =
                        codebook.relation_types.get(&relation.kind).map_or(relation.kind.as_str(), |kind| &kind.name);
                    let guid = self.guids.make(&["link", &coded.annotator, article.id.as_str(), relation.id.as_str()]);
                    let [from, to] = [from, to].map(|end| self.record_guid("selection", article, &coded, end, 0));
                    let attributes = [
                        ("guid", guid.as_str()),
                        ("name", kind),
                        ("direction", "OneWay"),
                        ("originGUID", &from),
                        ("targetGUID", &to),
                    ];
                    self.xml.empty("Link", &attributes)?;
                }
            }
        }
        if is_open {
            self.xml.close("Links")?;
        }
        Ok(())
    }
}
