//! Writing.

use super::config::{Control, config, controls};
use super::{LABEL, TEXT, control_name};
use crate::exchange::carry::{self, Fields};
use crate::exchange::export::{Coded, Selection};
use crate::exchange::{ExportError, Folder, Pace};
use crate::model::{Annotation, AnnotationId, Article, AttributeId};
use crate::text::Text;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// Writes both files; tasks go out one by one.
pub(super) fn write(selection: &Selection<'_>, folder: &mut Folder, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let controls = controls(selection);
    folder.put("config.xml", config(selection, &controls).as_bytes())?;
    let mut tasks = Tasks { selection, controls, task: 0, annotation: 0, annotators: Annotators::default() };
    let mut sink = folder.file("tasks.json")?;
    sink.write_all(b"[")?;
    for article in selection.articles() {
        pace.step()?;
        sink.write_all(if tasks.task == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut sink, &tasks.task(article)).map_err(std::io::Error::from)?;
    }
    sink.write_all(b"\n]\n")?;
    Folder::finish(sink)?;
    Ok(())
}

/// Numbers of annotators, from 1 in the order met.
#[derive(Default)]
struct Annotators(BTreeMap<String, usize>);

impl Annotators {
    fn number(&mut self, name: &str) -> usize {
        let next = self.0.len() + 1;
        *self.0.entry(name.to_owned()).or_insert(next)
    }
}

struct Tasks<'a> {
    selection: &'a Selection<'a>,
    controls: BTreeMap<AttributeId, Control>,
    task: usize,
    annotation: usize,
    annotators: Annotators,
}

impl Tasks<'_> {
    fn task(&mut self, article: &Article) -> Value {
        self.task += 1;
        let (metadata, rest) = carry::article_fields(article);
        let mut data = Fields::new();
        data.insert("text".into(), article.text().as_str().into());
        data.extend(metadata);
        let coded = self.selection.coded(article);
        let coded: Vec<&Coded<'_>> = coded.iter().filter(|c| !c.annotations.is_empty() || c.layer.done).collect();
        let threads = carry::thread_list(self.selection, &coded);
        if !threads.is_empty() {
            data.insert("threads".into(), threads.into());
        }
        if !rest.is_empty() {
            data.insert("article".into(), rest.into());
        }
        let annotations: Vec<Value> = coded.iter().map(|coded| self.annotation(article.text(), coded)).collect();
        json!({ "id": self.task, "data": data, "annotations": annotations, "predictions": [] })
    }

    fn annotation(&mut self, text: &Text, coded: &Coded<'_>) -> Value {
        self.annotation += 1;
        let mut result = Vec::new();
        for annotation in &coded.annotations {
            self.regions(text, coded, annotation, &mut result);
        }
        for relation in &coded.relations {
            let mut more = carry::relation_fields(&coded.annotator, relation);
            for name in ["type", "from", "to"] {
                more.shift_remove(name);
            }
            result.push(json!({
                "type": "relation", "from_id": relation.from.as_str(), "to_id": relation.to.as_str(),
                "direction": "right", "labels": [relation.kind.as_str()], "meta": { "byline": more },
            }));
        }
        let mut annotation = json!({
            "id": self.annotation, "completed_by": self.annotators.number(&coded.annotator),
            "annotator": coded.annotator, "was_cancelled": false, "ground_truth": false, "result": result,
        });
        if let (true, Some(fields)) = (coded.layer.done, annotation.as_object_mut()) {
            fields.insert("done".into(), true.into());
        }
        annotation
    }

    /// A region for each fragment, and after the first the attributes.
    fn regions(&self, text: &Text, coded: &Coded<'_>, annotation: &Annotation, result: &mut Vec<Value>) {
        let mut more = carry::annotation_fields(self.selection, text, &coded.annotator, annotation);
        let note = more.shift_remove("note");
        let attributes = more.shift_remove("attributes");
        more.shift_remove("id");
        more.shift_remove("label");
        let mut meta = Fields::new();
        if let Some(note) = note {
            meta.insert("text".into(), vec![note].into());
        }
        meta.insert("byline".into(), more.into());
        let mut meta = Some(meta);
        for (number, span) in annotation.fragments().iter().enumerate() {
            let (start, end) = text.chars_of(*span);
            let (start, end) = (start.get(), end.get());
            let meta = meta.take().map_or_else(|| json!({ "fragment_of": annotation.id.as_str() }), Value::Object);
            result.push(json!({
                "id": region_id(annotation.id, number), "from_name": LABEL, "to_name": TEXT, "type": "labels",
                "value": {
                    "start": start, "end": end, "text": text.slice(*span), "labels": [annotation.label.as_str()],
                },
                "origin": "manual", "meta": meta,
            }));
            if let (0, Some(Value::Object(attributes))) = (number, &attributes) {
                let at = (annotation.id, start, end);
                result.extend(attributes.iter().map(|(name, value)| self.attribute(at, name, value)));
            }
        }
    }

    fn attribute(&self, (id, start, end): (AnnotationId, usize, usize), name: &str, value: &Value) -> Value {
        let control = AttributeId::parse(name).and_then(|id| self.controls.get(&id));
        let words = vec![carry::value_words(value)];
        let (kind, value) = match control {
            Some(Control::Choices(_)) => ("choices", json!({ "start": start, "end": end, "choices": words })),
            _ => ("textarea", json!({ "start": start, "end": end, "text": words })),
        };
        json!({
            "id": id.as_str(), "from_name": control_name(name), "to_name": TEXT, "type": kind, "value": value,
            "origin": "manual",
        })
    }
}

fn region_id(annotation: AnnotationId, fragment: usize) -> String {
    match fragment {
        0 => annotation.to_string(),
        more => format!("{annotation}.{more}"),
    }
}
