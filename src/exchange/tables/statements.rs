//! Who said what: one row for each claim and each source that it is credited to.

use super::book::Book;
use super::table::{Cell, Column, Fixed, Kind, Rows, TableId, fixed, several};
use super::view::{LayerView, View, stance_name};
use crate::exchange::ExportError;
use crate::model::{Annotation, AnnotationId, AttributeId, AttributeValue, LabelRole};
use crate::review::relays;
use crate::review::{claims_holding, events_inside};
use crate::text::{ByteOffset, Text, TextSpan, sentence_at, sentences};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most events, and most sources that passed a claim on, in one cell.
const MOST: usize = 200;

/// The longest paragraph that is cut into sentences at once, in bytes; in longer ones they are looked up at a place.
const LONG: usize = 64 << 10;

const COLUMNS: &Fixed = &[
    ("article_id", Kind::Text, "the article"),
    ("article", Kind::Text, "its headline"),
    ("outlet", Kind::Text, "who published it"),
    ("published", Kind::Date, "when it was published"),
    ("paragraph", Kind::Number, "the number of the paragraph in which the claim starts, from 1"),
    (
        "part",
        Kind::Text,
        "what that paragraph is: body, title, lead, heading, list, caption, byline, excerpt, boilerplate",
    ),
    ("claim_id", Kind::Text, "the claim: its annotation_id"),
    ("claim", Kind::Text, "its words"),
    ("sentence", Kind::Text, "the whole sentences around it"),
    ("shared_claim", Kind::Text, "titles of the shared claims that it is a mention of, a bar between them"),
    ("for_or_against", Kind::Text, "whether it states or denies each of them, in the same order"),
    ("voice", Kind::Text, "who answers for it: credited, own (the outlet's own voice), reportedly"),
    ("act", Kind::Text, "what is done by saying it: statement, denial, question, promise, threat, demand, judgement"),
    ("source_id", Kind::Text, "the source: its annotation_id; empty where the claim is credited to nobody"),
    ("source", Kind::Text, "the words that name the source"),
    ("shared_source", Kind::Text, "titles of the shared sources that it is a mention of, a bar between them"),
    ("type", Kind::Text, "the source's type: as set at the mention, else at the shared source"),
    ("named", Kind::Flag, "the article says who the source is: as set at the mention, else at the shared source"),
    ("affiliation", Kind::Text, "whom the source speaks for: as set at the mention, else at the shared source"),
    ("via", Kind::Text, "who passed on what the source said, the nearest to the source first, a bar between them"),
    ("depth", Kind::Number, "how many claims lie around this one; 0 for one that stands on its own"),
    (
        "events",
        Kind::Text,
        "events inside the claim or that it is about: their shared events or words, a bar between them",
    ),
    ("annotator", Kind::Text, "who marked the claim"),
    ("how_made", Kind::Text, "how the claim was marked: hand, accepted, edited, inherited, imported"),
    ("note", Kind::Text, "the note on the claim"),
];

pub(super) fn columns() -> Vec<Column> {
    fixed(COLUMNS).collect()
}

/// The rows of an article's claims that have a place.
pub(super) fn rows(book: &Book<'_, '_>, view: &View<'_>, rows: &mut dyn Rows) -> Result<(), ExportError> {
    let codebook = &book.project().codebook;
    for layer in &view.layers {
        let coding = Coding { book, view, layer, passed_on: passed_on(book, layer) };
        let mut sentences = Sentences::default();
        for claim in layer.placed(book.selection) {
            if codebook.role(&claim.label) == LabelRole::Claim {
                coding.claim(claim, &mut sentences, rows)?;
            }
        }
    }
    Ok(())
}

/// For each source, those that relay it.
fn passed_on(book: &Book<'_, '_>, layer: &LayerView<'_>) -> BTreeMap<AnnotationId, BTreeSet<AnnotationId>> {
    let mut passed: BTreeMap<AnnotationId, BTreeSet<AnnotationId>> = BTreeMap::new();
    for (outer, inner) in relays(book.project(), layer.key, layer.layer) {
        passed.entry(inner).or_default().insert(outer);
    }
    passed
}

/// A layer whose claims are written.
struct Coding<'c, 'b, 'a> {
    book: &'c Book<'b, 'a>,
    view: &'c View<'a>,
    layer: &'c LayerView<'a>,
    passed_on: BTreeMap<AnnotationId, BTreeSet<AnnotationId>>,
}

impl Coding<'_, '_, '_> {
    fn written(&self, id: AnnotationId) -> Option<&Arc<Annotation>> {
        let annotation = self.layer.layer.annotations.get(&id)?;
        self.book.selection.passes_label(&annotation.label).then_some(annotation)
    }

    fn claim(&self, claim: &Annotation, sentences: &mut Sentences, rows: &mut dyn Rows) -> Result<(), ExportError> {
        let (article, selection) = (self.view.article, self.book.selection);
        let text = article.text();
        let start = claim.fragments().first().map(|span| span.start()).unwrap_or_default();
        let paragraph = text.index().paragraph_at(start);
        let zone = paragraph.and_then(|at| text.paragraphs().get(at)).map(|span| article.zone_of(*span));
        let stances = claim.threads.iter().filter(|(id, _)| self.book.threads.contains_key(id));
        let stances: Vec<String> = stances.map(|(_, stance)| stance_name(*stance).to_owned()).collect();
        let words = self.layer.words(selection, claim);
        let sentence = selection.quote(&sentences.around(text, claim));
        let titles = self.book.titles(claim);
        let holding = claims_holding(self.book.project(), &self.layer.index, claim);
        let depth = holding.iter().filter(|around| selection.passes_label(&around.label)).count();
        let events = self.events(claim);
        let none = [None];
        let sources: Vec<Option<&Arc<Annotation>>> = self.sources(claim).map(Some).collect();
        for source in if sources.is_empty() { &none[..] } else { &sources } {
            let mut cells = vec![
                Cell::text(article.id.as_str()),
                Cell::text(article.metadata.title.as_str()),
                Cell::text(article.metadata.outlet.as_str()),
                Cell::date(article.metadata.published),
                paragraph.map_or(Cell::Empty, |at| Cell::Number(at + 1)),
                Cell::text(zone.map_or("", |zone| zone.name())),
                Cell::text(claim.id.as_str()),
                Cell::text(words.as_str()),
                Cell::text(sentence.as_str()),
                several(&titles),
                several(&stances),
                Cell::text(words_of(claim, "voice")),
                Cell::text(words_of(claim, "act")),
            ];
            self.source(source.map(AsRef::as_ref), &mut cells);
            cells.extend([
                Cell::Number(depth),
                several(&events),
                Cell::text(self.layer.annotator.as_str()),
                Cell::text(claim.provenance.how.name()),
                Cell::text(claim.note.as_str()),
            ]);
            rows.row(TableId::Statements, &cells)?;
        }
        Ok(())
    }

    fn sources(&self, claim: &Annotation) -> impl Iterator<Item = &Arc<Annotation>> {
        let id = claim.id;
        let credited = self.layer.index.relations_of(id).iter();
        let mut seen = BTreeSet::new();
        credited
            .filter(move |r| r.from == id && r.kind.as_str() == "attributed_to")
            .filter_map(|r| self.written(r.to))
            .filter(move |source| seen.insert(source.id))
    }

    fn source(&self, source: Option<&Annotation>, cells: &mut Vec<Cell<'_>>) {
        let Some(source) = source else {
            cells.extend((0..7).map(|_| Cell::Empty));
            return;
        };
        let words = |name| self.of_source(source, name).and_then(|value| value.as_text().map(str::to_owned));
        cells.extend([
            Cell::text(source.id.to_string()),
            Cell::text(self.layer.words(self.book.selection, source)),
            several(&self.book.titles(source)),
            Cell::text(words("type").unwrap_or_default()),
            match self.of_source(source, "named") {
                Some(AttributeValue::Flag(flag)) => Cell::Flag(*flag),
                _ => Cell::Empty,
            },
            Cell::text(words("affiliation").unwrap_or_default()),
            several(&self.via(source)),
        ]);
    }

    /// An attribute of a source: the mention's own, else that of the first of its threads that has one.
    fn of_source<'v>(&'v self, source: &'v Annotation, name: &str) -> Option<&'v AttributeValue> {
        let id = AttributeId::parse(name)?;
        if let Some(own) = source.attributes.get(&id) {
            return Some(own);
        }
        let mut threads = source.threads.keys().filter_map(|thread| self.book.threads.get(thread));
        threads.find_map(|(_, thread)| thread.attributes.get(&id))
    }

    /// Who passed on what a source said, from the nearest outward.
    fn via(&self, source: &Annotation) -> Vec<String> {
        let mut seen = BTreeSet::from([source.id]);
        let mut chain = vec![source.id];
        let mut next = 0;
        while let Some(inner) = chain.get(next).filter(|_| chain.len() <= MOST) {
            let outer = self.passed_on.get(inner).into_iter().flatten().copied();
            let fresh: Vec<AnnotationId> = outer.filter(|outer| seen.insert(*outer)).collect();
            chain.extend(fresh);
            next += 1;
        }
        chain.iter().skip(1).filter_map(|id| self.written(*id)).map(|outer| self.shown(outer)).collect()
    }

    /// Events inside a claim and those that it is about, in text order.
    fn events(&self, claim: &Annotation) -> Vec<String> {
        let inside = events_inside(self.book.project(), &self.layer.index, claim);
        let drawn = self.layer.index.relations_of(claim.id).iter().filter(|r| r.from == claim.id);
        let about = drawn.filter(|r| r.kind.as_str() == "about").filter_map(|r| self.written(r.to));
        let inside = inside.into_iter().filter(|event| self.book.selection.passes_label(&event.label));
        let all: BTreeMap<_, _> = inside.chain(about).map(|e| ((self.layer.index.position(e), e.id), e)).collect();
        let mut shown: Vec<String> = Vec::new();
        for event in all.into_values().take(MOST) {
            let name = self.shown(event);
            if !shown.contains(&name) {
                shown.push(name);
            }
        }
        shown
    }

    /// The titles of an annotation's threads, else its words.
    fn shown(&self, annotation: &Annotation) -> String {
        let titles = self.book.titles(annotation);
        if titles.is_empty() { self.layer.words(self.book.selection, annotation) } else { titles.join(" | ") }
    }
}

/// The words of an attribute, or nothing.
fn words_of<'v>(annotation: &'v Annotation, name: &str) -> &'v str {
    let value = AttributeId::parse(name).and_then(|id| annotation.attributes.get(&id));
    value.and_then(AttributeValue::as_text).unwrap_or_default()
}

/// The sentences of the paragraph last asked for: claims come in text order.
#[derive(Default)]
struct Sentences {
    paragraph: Option<TextSpan>,
    spans: Vec<TextSpan>,
}

impl Sentences {
    /// The whole sentences around an annotation, an ellipsis between those that are apart.
    fn around(&mut self, text: &Text, annotation: &Annotation) -> String {
        let mut spans: Vec<TextSpan> = Vec::new();
        for fragment in annotation.fragments() {
            let last = text.floor(ByteOffset::new(fragment.end().get().saturating_sub(1)));
            let mut span = *fragment;
            for at in [fragment.start(), last] {
                span = self.at(text, at).map_or(span, |sentence| span.cover(sentence));
            }
            match spans.last_mut() {
                Some(before) if span.start() <= before.end() => *before = before.cover(span),
                Some(before) if text.slice(TextSpan::new(before.end(), span.start())).trim().is_empty() => {
                    *before = before.cover(span);
                }
                _ => spans.push(span),
            }
        }
        spans.iter().map(|span| text.slice(*span).trim()).collect::<Vec<_>>().join(" … ")
    }

    fn at(&mut self, text: &Text, at: ByteOffset) -> Option<TextSpan> {
        let paragraph = *text.paragraphs().get(text.index().paragraph_at(at)?)?;
        if paragraph.len() > LONG {
            return sentence_at(text, at);
        }
        if self.paragraph != Some(paragraph) {
            self.spans = sentences(text.as_str(), paragraph);
            self.paragraph = Some(paragraph);
        }
        let after = self.spans.partition_point(|sentence| sentence.start() <= at);
        self.spans.get(after.saturating_sub(1)).copied()
    }
}
