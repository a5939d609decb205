//! Writing.

use super::config::{Control, config, controls};
use super::{LABEL, TEXT, control_name};
use crate::exchange::ahead::in_order;
use crate::exchange::carry::{self, Fields};
use crate::exchange::export::{Coded, Selection};
use crate::exchange::{ExportError, Folder, Pace};
use crate::model::{Annotation, AnnotationId, Article, AttributeId};
use crate::text::Text;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Arc;

/// Writes both files; tasks go out one by one.
pub(super) fn write(selection: &Selection<'_>, folder: &mut Folder, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let controls = controls(selection);
    folder.put("config.xml", config(selection, &controls).as_bytes())?;
    let mut annotators = BTreeSet::new();
    for article in selection.articles() {
        annotators.extend(selection.coded(article).into_iter().filter(has_coded).map(|coded| coded.annotator));
    }
    let annotators = annotators.into_iter().collect();
    let tasks = Tasks { selection, controls, annotators };
    let mut sink = folder.file("tasks.json")?;
    let articles: Vec<_> = selection.articles().enumerate().collect();
    let render = |(number, article): &(usize, &Arc<Article>)| serde_json::to_vec(&tasks.task(*number, article));
    let mut before: &[u8] = b"[\n";
    in_order(&articles, render, |task| {
        pace.step()?;
        sink.write_all(std::mem::replace(&mut before, b",\n"))?;
        Ok::<_, ExportError>(sink.write_all(&task.map_err(std::io::Error::from)?)?)
    })?;
    sink.write_all(if articles.is_empty() { b"[]\n" } else { b"\n]\n" })?;
    Folder::finish(sink)?;
    Ok(())
}

/// True for coding that becomes an annotation.
fn has_coded(coded: &Coded<'_>) -> bool {
    !coded.annotations.is_empty() || coded.layer.done
}

struct Tasks<'a> {
    selection: &'a Selection<'a>,
    controls: BTreeMap<AttributeId, Control>,
    /// Their names, in order; their numbers are counted from 1.
    annotators: Vec<String>,
}

impl Tasks<'_> {
    fn task(&self, number: usize, article: &Article) -> Value {
        let (metadata, rest) = carry::article_fields(article);
        let mut data = Fields::new();
        data.insert("text".into(), article.text().as_str().into());
        data.extend(metadata);
        let coded = self.selection.coded(article);
        let coded: Vec<&Coded<'_>> = coded.iter().filter(|coded| has_coded(coded)).collect();
        let threads = carry::thread_list(self.selection, &coded);
        if !threads.is_empty() {
            data.insert("threads".into(), threads.into());
        }
        if !rest.is_empty() {
            data.insert("article".into(), rest.into());
        }
        let annotations: Vec<Value> =
            coded.iter().map(|coded| self.annotation(number, article.text(), coded)).collect();
        json!({ "id": number + 1, "data": data, "annotations": annotations, "predictions": [] })
    }

    fn annotation(&self, task: usize, text: &Text, coded: &Coded<'_>) -> Value {
        let by = self.annotators.iter().position(|name| *name == coded.annotator).unwrap_or_default() + 1;
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
            "id": task * self.annotators.len() + by, "completed_by": by, "annotator": coded.annotator,
            "was_cancelled": false, "ground_truth": false, "result": result,
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
