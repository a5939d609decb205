//! Writing annotation pages.

use super::{ANNOTATION, CONTEXT, RELATION, THREAD};
use crate::exchange::export::{Coded, Selection};
use crate::exchange::folder::Folder;
use crate::exchange::stem::stems;
use crate::exchange::{ExportError, OffsetUnit, Pace, carry};
use crate::model::{Annotation, Article, AttributeDef, AttributeValue, Relation};
use crate::text::{Text, TextQuote, TextSpan};
use serde_json::{Value, json};
use std::io::Write;

/// Writes a page and a text for each article.
///
/// # Errors
/// Where the folder does not take the files, or the work is stopped.
pub(super) fn write(selection: &Selection<'_>, folder: &mut Folder, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let unit = selection.offsets(OffsetUnit::CodePoints);
    for (id, stem) in stems(selection) {
        pace.step()?;
        let Some(article) = selection.project().article(id) else { continue };
        folder.put(&format!("{stem}.txt"), article.text().as_str().as_bytes())?;
        let mut file = folder.file(&format!("{stem}.jsonld"))?;
        page(selection, article, &format!("{stem}.txt"), unit, &mut file)?;
        Folder::finish(file)?;
    }
    Ok(())
}

fn page(
    selection: &Selection<'_>,
    article: &Article,
    source: &str,
    unit: OffsetUnit,
    file: &mut dyn Write,
) -> Result<(), ExportError> {
    let layers = selection.coded(article);
    let (mut fields, rest) = carry::article_fields(article);
    fields.extend(rest);
    let threads = carry::thread_list(selection, &layers.iter().collect::<Vec<_>>());
    if !threads.is_empty() {
        fields.insert("threads".into(), threads.into());
    }
    writeln!(file, "{{\n\"@context\": {},", json!(CONTEXT))?;
    writeln!(file, "\"id\": {},\n\"type\": \"AnnotationPage\",", json!(format!("urn:byline:page:{}", article.id)))?;
    writeln!(file, "\"byline\": {},", Value::Object(fields))?;
    write!(file, "\"items\": [")?;
    let mut before = "\n";
    for coded in &layers {
        let annotations = coded.annotations.iter().map(|a| annotation_item(selection, article, source, unit, coded, a));
        for item in annotations.chain(coded.relations.iter().map(|relation| relation_item(coded, relation))) {
            write!(file, "{before}{item}")?;
            before = ",\n";
        }
    }
    Ok(writeln!(file, "\n]\n}}")?)
}

fn annotation_item(
    selection: &Selection<'_>,
    article: &Article,
    source: &str,
    unit: OffsetUnit,
    coded: &Coded<'_>,
    annotation: &Annotation,
) -> Value {
    let text = article.text();
    let targets: Vec<Value> = annotation.fragments().iter().map(|span| target(text, *span, source, unit)).collect();
    // One target stands for itself: some programs read nothing else.
    let targets = match <[Value; 1]>::try_from(targets) {
        Ok([only]) => only,
        Err(several) => Value::Array(several),
    };
    let mut rest = carry::annotation_fields(selection, text, &coded.annotator, annotation);
    for told in ["id", "label", "annotator", "note"] {
        rest.shift_remove(told);
    }
    json!({
        "id": format!("{ANNOTATION}{}", annotation.id),
        "type": "Annotation",
        "motivation": "classifying",
        "creator": creator(&coded.annotator),
        "body": bodies(selection, annotation),
        "target": targets,
        "byline": rest,
    })
}

fn creator(annotator: &str) -> Value {
    json!({ "id": format!("urn:byline:annotator:{annotator}"), "type": "Person", "name": annotator })
}

fn textual(purpose: &str, value: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": purpose, "value": value })
}

fn bodies(selection: &Selection<'_>, annotation: &Annotation) -> Vec<Value> {
    let label = selection.project().codebook.label(&annotation.label);
    let mut bodies = vec![textual("classifying", annotation.label.as_str())];
    for (id, value) in &annotation.attributes {
        let def = label.and_then(|label| label.attribute(id));
        bodies.push(textual("tagging", &format!("{id}: {}", shown(def, value))));
    }
    if annotation.unsure {
        bodies.push(textual("tagging", "unsure"));
    }
    for id in annotation.threads.keys() {
        let source = format!("{THREAD}{id}");
        bodies.push(json!({ "type": "SpecificResource", "purpose": "identifying", "source": source }));
    }
    if !annotation.note.is_empty() {
        bodies.push(textual("commenting", &annotation.note));
    }
    bodies
}

/// A value for people: a choice by its id, as records have it, and anything else as the codebook shows it.
fn shown(def: Option<&AttributeDef>, value: &AttributeValue) -> String {
    match (def, value) {
        (_, AttributeValue::Text(words)) => words.clone(),
        (_, AttributeValue::Flag(flag)) => if *flag { "yes" } else { "no" }.to_owned(),
        (_, AttributeValue::List(values)) => values.join(", "),
        (Some(def), parts) => def.show(parts),
        (None, AttributeValue::Parts(parts)) => parts.values().map(String::as_str).collect::<Vec<_>>().join(" · "),
    }
}

fn target(text: &Text, span: TextSpan, source: &str, unit: OffsetUnit) -> Value {
    let quote = TextQuote::of(text, span);
    let (start, end) = unit.of(text, span);
    json!({
        "type": "SpecificResource",
        "source": source,
        "selector": [
            { "type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.before, "suffix": quote.after },
            { "type": "TextPositionSelector", "start": start, "end": end },
        ],
    })
}

/// An arrow: an annotation on one annotation, whose body is the other.
fn relation_item(coded: &Coded<'_>, relation: &Relation) -> Value {
    let mut rest = carry::relation_fields(&coded.annotator, relation);
    for told in ["id", "type", "from", "to", "annotator"] {
        rest.shift_remove(told);
    }
    json!({
        "id": format!("{RELATION}{}", relation.id),
        "type": "Annotation",
        "motivation": "linking",
        "creator": creator(&coded.annotator),
        "body": [format!("{ANNOTATION}{}", relation.to), textual("tagging", relation.kind.as_str())],
        "target": format!("{ANNOTATION}{}", relation.from),
        "byline": rest,
    })
}
