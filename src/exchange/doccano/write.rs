//! Writing.

use super::ascii;
use crate::exchange::carry::{self, Fields, coded_lines};
use crate::exchange::export::{Coded, Selection};
use crate::exchange::{ExportError, Pace};
use crate::model::{AnnotationId, Article};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes a line for each article and annotator; an article that nobody has coded has one without an annotator.
pub(super) fn write(selection: &Selection<'_>, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    coded_lines(selection, sink, pace, line)
}

fn line(
    selection: &Selection<'_>,
    article: &Article,
    coded: Option<&Coded<'_>>,
    sink: &mut dyn Write,
) -> io::Result<()> {
    let (metadata, rest) = carry::article_fields(article);
    let mut made = Made::default();
    if let Some(coded) = coded {
        made.code(selection, article, coded);
    }
    let mut fields = Fields::new();
    fields.insert("text".into(), article.text().as_str().into());
    fields.insert("entities".into(), made.entities.into());
    fields.insert("relations".into(), made.relations.into());
    fields.insert("quotes".into(), made.quotes.into());
    fields.extend(metadata);
    if let Some(coded) = coded {
        fields.insert("annotator".into(), coded.annotator.as_str().into());
        if coded.layer.done {
            fields.insert("done".into(), true.into());
        }
        let threads = carry::thread_list(selection, &[coded]);
        if !threads.is_empty() {
            fields.insert("threads".into(), threads.into());
        }
    }
    if !rest.is_empty() {
        fields.insert("article".into(), rest.into());
    }
    if !made.annotations.is_empty() {
        let byline = json!({ "annotations": made.annotations, "relations": made.arrows });
        fields.insert("byline".into(), byline);
    }
    ascii::write(sink, &fields)?;
    sink.write_all(b"\n")
}

/// What is on one line.
#[derive(Default)]
struct Made {
    entities: Vec<Value>,
    relations: Vec<Value>,
    quotes: Fields,
    annotations: Vec<Value>,
    arrows: Vec<Value>,
}

impl Made {
    fn code(&mut self, selection: &Selection<'_>, article: &Article, coded: &Coded<'_>) {
        let text = article.text();
        let mut firsts: BTreeMap<AnnotationId, usize> = BTreeMap::new();
        for annotation in &coded.annotations {
            firsts.insert(annotation.id, self.entities.len());
            let mut places = Vec::new();
            for span in annotation.fragments() {
                let (start, end) = text.chars_of(*span);
                let (start, end, id) = (start.get(), end.get(), self.entities.len());
                self.entities.push(json!({
                    "id": id, "label": annotation.label.as_str(), "start_offset": start, "end_offset": end,
                }));
                self.quotes.insert(id.to_string(), text.slice(*span).into());
                places.push(json!([start, end]));
            }
            let mut known = carry::annotation_fields(selection, text, &coded.annotator, annotation);
            known.insert("at".into(), places.into());
            self.annotations.push(known.into());
        }
        for relation in &coded.relations {
            let ends = (firsts.get(&relation.from), firsts.get(&relation.to));
            let (Some(from), Some(to)) = ends else { continue };
            let id = self.relations.len();
            self.relations.push(json!({ "id": id, "from_id": from, "to_id": to, "type": relation.kind.as_str() }));
            self.arrows.push(carry::relation_fields(&coded.annotator, relation).into());
        }
    }
}
