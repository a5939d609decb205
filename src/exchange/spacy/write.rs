//! Writing.

use super::tokens::{self, Token};
use crate::exchange::carry::{self, Fields, coded_lines};
use crate::exchange::export::{Coded, Selection};
use crate::exchange::{ExportError, Loss, Pace};
use crate::model::{Annotation, AnnotationId, Article};
use crate::text::{Text, TextSpan};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes a line for each article and annotator; an article that nobody has coded has one without an annotator.
pub(super) fn write(selection: &Selection<'_>, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    coded_lines(selection, sink, pace, line)
}

/// What is lost besides what is counted everywhere.
pub(super) fn closer(selection: &Selection<'_>) -> Vec<Loss> {
    let mut count = 0;
    for article in selection.articles() {
        for coded in selection.coded(article) {
            let fragments = coded.annotations.iter().flat_map(|a| a.fragments());
            count += fragments.filter(|span| article.text().slice(**span).trim().is_empty()).count();
        }
    }
    let mut losses = carry::threads_cut_short(selection);
    if count > 0 {
        losses.push(Loss { count, what: "fragment of nothing but white space (where it is one space)".into() });
    }
    losses
}

/// The places of an annotation's fragments in tokens.
type Placed = Vec<(TextSpan, (usize, usize))>;

fn line(
    selection: &Selection<'_>,
    article: &Article,
    coded: Option<&Coded<'_>>,
    sink: &mut dyn Write,
) -> io::Result<()> {
    let text = article.text();
    let annotations = coded.map(|coded| coded.annotations.as_slice()).unwrap_or_default();
    let tokens = tokens::of_text(text, annotations.iter().flat_map(|a| a.fragments().iter().copied()));
    let (meta, rest) = carry::article_fields(article);
    sink.write_all(b"{\"meta\":")?;
    serde_json::to_writer(&mut *sink, &meta)?;
    sink.write_all(b",\"text\":")?;
    serde_json::to_writer(&mut *sink, text.as_str())?;
    sink.write_all(b",\"tokens\":")?;
    tokens::write(sink, text, &tokens)?;
    let mut fields = Fields::new();
    let mut spans = Vec::new();
    let mut relations = Vec::new();
    if let Some(coded) = coded {
        let mut heads: BTreeMap<AnnotationId, (Fields, usize)> = BTreeMap::new();
        for annotation in annotations {
            let placed = placed(&tokens, annotation);
            if let Some((span, at)) = placed.first() {
                let head = place(text, &tokens, *span, *at, annotation.label.as_str());
                heads.insert(annotation.id, (head, at.1));
            }
            let known = carry::annotation_fields(selection, text, &coded.annotator, annotation);
            push_spans(text, &tokens, annotation, &placed, known, &mut spans);
        }
        relations = relations_of(coded, &heads);
    }
    fields.insert("spans".into(), spans.into());
    fields.insert("relations".into(), relations.into());
    fields.insert("answer".into(), "accept".into());
    if let Some(coded) = coded {
        fields.insert("_annotator_id".into(), coded.annotator.as_str().into());
        fields.insert("_session_id".into(), coded.annotator.as_str().into());
        let threads = carry::thread_list(selection, &[coded]);
        if !threads.is_empty() {
            fields.insert("threads".into(), threads.into());
        }
        if coded.layer.done {
            fields.insert("done".into(), true.into());
        }
    }
    if !rest.is_empty() {
        fields.insert("article".into(), rest.into());
    }
    for (name, value) in &fields {
        write!(sink, ",\"{name}\":")?;
        serde_json::to_writer(&mut *sink, value)?;
    }
    sink.write_all(b"}\n")
}

/// Fragments that have tokens, with the first and last of them.
fn placed(tokens: &[Token], annotation: &Annotation) -> Placed {
    let fragments = annotation.fragments().iter();
    fragments.filter_map(|span| Some((*span, tokens::covering(tokens, *span)?))).collect()
}

/// Prodigy's fields of a span.
fn place(text: &Text, tokens: &[Token], span: TextSpan, (first, last): (usize, usize), label: &str) -> Fields {
    let (start, end) = ends(text, tokens, span, (first, last));
    let mut fields = Fields::new();
    fields.insert("start".into(), start.into());
    fields.insert("end".into(), end.into());
    fields.insert("token_start".into(), first.into());
    fields.insert("token_end".into(), last.into());
    fields.insert("label".into(), label.into());
    fields
}

/// Both ends of a span in code points; those of its tokens are known already.
fn ends(text: &Text, tokens: &[Token], span: TextSpan, (first, last): (usize, usize)) -> (usize, usize) {
    let start = tokens.get(first).filter(|t| t.span.start() == span.start()).map(|t| t.start);
    let end = tokens.get(last).filter(|t| t.span.end() == span.end()).map(|t| t.end);
    start.zip(end).unwrap_or_else(|| {
        let (start, end) = text.chars_of(span);
        (start.get(), end.get())
    })
}

fn push_spans(
    text: &Text,
    tokens: &[Token],
    annotation: &Annotation,
    placed: &Placed,
    known: Fields,
    spans: &mut Vec<Value>,
) {
    let mut known = Some(known);
    for (number, (span, at)) in placed.iter().enumerate() {
        let mut fields = place(text, tokens, *span, *at, annotation.label.as_str());
        fields.insert("text".into(), text.slice(*span).into());
        fields.insert("id".into(), annotation.id.as_str().into());
        if placed.len() > 1 {
            fields.insert("fragment".into(), number.into());
        }
        for (name, value) in known.take().into_iter().flatten() {
            fields.entry(name).or_insert(value);
        }
        spans.push(Value::Object(fields));
    }
}

/// Arrows as Prodigy has them: from the last token of a span to the last token of another.
fn relations_of(coded: &Coded<'_>, heads: &BTreeMap<AnnotationId, (Fields, usize)>) -> Vec<Value> {
    let mut written = Vec::new();
    for relation in &coded.relations {
        let (Some((head, head_token)), Some((child, child_token))) =
            (heads.get(&relation.from), heads.get(&relation.to))
        else {
            continue;
        };
        let mut fields = Fields::new();
        fields.insert("head".into(), (*head_token).into());
        fields.insert("child".into(), (*child_token).into());
        fields.insert("head_span".into(), head.clone().into());
        fields.insert("child_span".into(), child.clone().into());
        fields.insert("label".into(), relation.kind.as_str().into());
        for (name, value) in carry::relation_fields(&coded.annotator, relation) {
            if name != "type" {
                fields.entry(name).or_insert(value);
            }
        }
        written.push(Value::Object(fields));
    }
    written
}
