//! Writing Byline JSONL.

use super::codebook::codebook_json;
use super::first::FORMAT;
use super::object::{Object, to_value};
use super::record::{AnnotationRecord, RelationRecord, article_fields, pair};
use super::value::AttributesRecord;
use crate::exchange::ahead::in_order;
use crate::exchange::export::{ExportOptions, Selection};
use crate::exchange::{ExportError, Loss, Pace};
use crate::model::{
    Annotation, AnnotatorName, Article, ArticleId, Contradiction, FamilyKind, Layer, Place, Story, StoryId,
    SuggestionSet, Thread, ThreadId, ThreadRelation, ThreadRelationKind, Timestamp,
};
use crate::text::{Text, TextQuote, TextSpan};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

/// Writes a project as Byline JSONL: a first line with what is shared, then a line for each article, by id.
///
/// # Errors
/// Where the sink does not take the bytes, or the work is stopped.
pub fn write(selection: &Selection<'_>, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let options = selection.options();
    let mut first = Vec::new();
    put_line(&mut first, &first_line(selection, options))?;
    sink.write_all(&first)?;
    let articles: Vec<&Arc<Article>> = selection.articles().collect();
    let line = |article: &&Arc<Article>| {
        let mut bytes = Vec::with_capacity(2 * article.text().len());
        put_line(&mut bytes, &ArticleLine { selection, article }).map(|()| bytes)
    };
    in_order(&articles, line, |bytes| {
        pace.step()?;
        Ok(sink.write_all(&bytes?)?)
    })
}

/// Lost places in several fragments have a context at each; only the outer ones are written.
pub(super) fn lost_contexts(selection: &Selection<'_>) -> Vec<Loss> {
    let layers = selection.articles().flat_map(|article| selection.layers(article.id));
    let in_parts = |a: &&Arc<Annotation>| matches!(&a.place, Place::Lost(quotes) if quotes.len() > 1);
    let count: usize = layers.map(|(_, layer)| selection.annotations_unordered(layer).filter(in_parts).count()).sum();
    let what = "inner context of a lost place in several fragments";
    if count > 0 { vec![Loss { count, what: what.into() }] } else { Vec::new() }
}

fn put_line(sink: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *sink, value)?;
    sink.write_all(b"\n")
}

/// What articles share: the first line of a file.
pub(in crate::exchange) fn first_line(selection: &Selection<'_>, options: &ExportOptions) -> Value {
    let project = selection.project();
    let threads: Vec<Value> = selection.threads().map(|(by, t)| thread_json(selection.name(by.as_str()), t)).collect();
    Object::new()
        .and("byline", FORMAT)
        .and("codebook", codebook_json(&project.codebook))
        .with("stories", stories(selection, options))
        .with("threads", threads)
        .with("thread_relations", thread_relations(selection))
        .with("families", families(selection))
        .value()
}

/// All stories, or where articles are chosen those that these and the threads cite.
fn stories(selection: &Selection<'_>, options: &ExportOptions) -> Vec<Value> {
    let cited: BTreeSet<StoryId> = selection
        .articles()
        .flat_map(|article| article.stories.iter().copied())
        .chain(selection.threads().filter_map(|(_, thread)| thread.story))
        .collect();
    let stories = selection.project().stories.values();
    let chosen = stories.filter(|story| options.articles.is_empty() || cited.contains(&story.id));
    let json = |story: &Arc<Story>| {
        Object::new()
            .with("id", story.id.as_str())
            .with("title", story.title.as_str())
            .with("note", story.note.as_str())
            .with("foreign_id", story.foreign_id.as_str())
            .value()
    };
    chosen.map(json).collect()
}

fn thread_json(annotator: &str, thread: &Thread) -> Value {
    Object::new()
        .with("id", thread.id.as_str())
        .with("label", thread.label.as_str())
        .with("title", thread.title.as_str())
        .with("story", thread.story.map(|s| s.to_string()).unwrap_or_default())
        .with("known_since", thread.known_since.map(|d| d.to_string()).unwrap_or_default())
        .with("made", thread.made.to_string())
        .with("attributes", AttributesRecord(&thread.attributes))
        .with("note", thread.note.as_str())
        .with("annotator", annotator)
        .with("foreign_id", thread.foreign_id.as_str())
        .kept(&thread.extra)
        .value()
}

/// Statements have no id here: they are ordered by what they say.
fn thread_relations(selection: &Selection<'_>) -> Vec<Value> {
    let mut rows = Vec::new();
    for (by, book) in selection.project().threads.iter().filter(|(by, _)| selection.passes_annotator(by)) {
        let written = |r: &&Arc<ThreadRelation>| selection.has_thread(r.from) && selection.has_thread(r.to);
        rows.extend(book.relations.values().filter(written).map(|r| (by, r.kind, r.from, r.to, r.reason.as_str())));
    }
    rows.sort_unstable();
    let json = |(by, kind, from, to, reason): (&AnnotatorName, ThreadRelationKind, _, _, &str)| {
        let (from, to): (ThreadId, ThreadId) = (from, to);
        let strength = match kind {
            ThreadRelationKind::Contradicts(Contradiction::Incompatible) => "incompatible",
            ThreadRelationKind::Contradicts(Contradiction::Tension) => "tension",
            _ => "",
        };
        Object::new()
            .with("type", kind.name())
            .with("from", from.as_str())
            .with("to", to.as_str())
            .with("strength", strength)
            .with("reason", reason)
            .with("annotator", selection.name(by.as_str()))
            .value()
    };
    rows.into_iter().map(json).collect()
}

/// Families of which at least two articles are written, ordered by kind and articles.
fn families(selection: &Selection<'_>) -> Vec<Value> {
    let written: BTreeSet<ArticleId> = selection.articles().map(|article| article.id).collect();
    let families = selection.project().families.values();
    let mut rows: Vec<_> = families
        .map(|family| (family.kind, family.articles.intersection(&written).copied().collect::<Vec<_>>()))
        .filter(|(_, articles)| articles.len() > 1)
        .collect();
    rows.sort_unstable();
    let json = |(kind, articles): (FamilyKind, Vec<ArticleId>)| {
        let articles: Vec<Value> = articles.iter().map(|id| Value::from(id.as_str())).collect();
        Object::new().with("kind", kind.name()).with("articles", articles).value()
    };
    rows.into_iter().map(json).collect()
}

/// An article with all that is on it.
struct ArticleLine<'a> {
    selection: &'a Selection<'a>,
    article: &'a Article,
}

impl Serialize for ArticleLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (selection, article) = (self.selection, self.article);
        let (mut annotations, mut relations, mut reading, mut done) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let text = article.text();
        for (key, layer) in selection.layers(article.id) {
            let annotator = selection.name(key.annotator.as_str());
            // Positions of a layer that lags behind a corrected text mean nothing in the current one.
            let is_current = layer.text == text.hash();
            annotations.extend(selection.annotations(layer).map(|annotation| {
                let annotation = if is_current {
                    Cow::Borrowed(&**annotation)
                } else {
                    Cow::Owned(lost(article, layer, annotation))
                };
                AnnotationRecord { selection, text, annotator, annotation }
            }));
            relations.extend(selection.relations(layer).map(|relation| RelationRecord { annotator, relation }));
            if is_current {
                reading.extend(reading_records(text, annotator, layer));
            }
            if layer.done {
                done.push(annotator);
            }
        }
        let set = selection.project().suggestions.get(&article.id).filter(|set| set.text == text.hash());
        let (suggestions, suggested) = set.map(|set| suggestions_json(selection, article, set)).unwrap_or_default();
        article_fields(Object::to(serializer), article, selection.options().texts)
            .with("annotations", annotations)
            .with("relations", relations)
            .with("reading", reading)
            .with("done", done)
            .with("suggestions", suggestions)
            .with("suggested_relations", suggested)
            .kept(&article.extra)
            .finish()
    }
}

/// An annotation whose positions mean an earlier text, as an orphan with the words that it had there.
fn lost(article: &Article, layer: &Layer, annotation: &Annotation) -> Annotation {
    let text = article.earlier.iter().map(|revision| &revision.text).find(|text| text.hash() == layer.text);
    let quotes = |text| annotation.fragments().iter().map(|span| TextQuote::of(text, *span)).collect();
    let place = match &annotation.place {
        Place::At(_) => Place::Lost(text.map(quotes).unwrap_or_default()),
        Place::Lost(quotes) => Place::Lost(quotes.clone()),
    };
    Annotation { place, ..annotation.clone() }
}

/// A paragraph that an annotator has read.
struct ReadingRecord<'a> {
    annotator: &'a str,
    /// In code points, half-open.
    range: (usize, usize),
    when: Timestamp,
}

impl Serialize for ReadingRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Object::to(serializer)
            .with("annotator", self.annotator)
            .and("range", self.range)
            .with("when", self.when.to_string())
            .finish()
    }
}

fn reading_records<'a>(text: &Text, annotator: &'a str, layer: &Layer) -> impl Iterator<Item = ReadingRecord<'a>> {
    let record =
        |(span, when): (&TextSpan, &Timestamp)| ReadingRecord { annotator, range: pair(text, *span), when: *when };
    layer.reading.iter().map(record)
}

/// The paragraphs that an annotator has read.
pub(in crate::exchange) fn reading_json(text: &Text, annotator: &str, layer: &Layer) -> Vec<Value> {
    reading_records(text, annotator, layer).map(to_value).collect()
}

fn suggestions_json(selection: &Selection<'_>, article: &Article, set: &SuggestionSet) -> (Vec<Value>, Vec<Value>) {
    let text = article.text();
    let written: Vec<_> = set.suggestions.iter().filter(|s| selection.passes_label(&s.label)).collect();
    let ids: BTreeSet<_> = written.iter().map(|s| s.id).collect();
    let suggestions = written.iter().map(|s| {
        Object::new()
            .with("id", s.id.as_str())
            .with("label", s.label.as_str())
            .and("ranges", s.fragments.iter().map(|f| pair(text, *f)).collect::<Vec<_>>())
            .with("score", s.score)
            .with("by", s.by.as_str())
            .with("reason", s.reason.as_str())
            .with("attributes", AttributesRecord(&s.attributes))
            .with("cue", s.cue.map(|span| pair(text, span)))
            .with("threads", s.threads.iter().map(|(id, score)| (id.as_str(), *score)).collect::<Vec<_>>())
            .value()
    });
    let relations = set.relations.iter().filter(|r| ids.contains(&r.from) && ids.contains(&r.to)).map(|r| {
        Object::new()
            .with("type", r.kind.as_str())
            .with("from", r.from.as_str())
            .with("to", r.to.as_str())
            .with("score", r.score)
            .with("by", r.by.as_str())
            .value()
    });
    (suggestions.collect(), relations.collect())
}
