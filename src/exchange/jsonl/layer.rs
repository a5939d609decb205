//! What annotators have put on an article: annotations, relations, paragraphs read.

use super::annotation::ReadAnnotation;
use super::fields::Fields;
use super::node::Node;
use super::place::{Positions, Quotes};
use super::read::Reader;
use super::terms::Chosen;
use super::value::attributes_of;
use crate::model::{
    Annotation, AnnotationId, AnnotatorName, ArticleId, Layer, LayerKey, Place, Relation, RelationId,
    SuggestedRelation, Suggestion, SuggestionId, SuggestionSet, ThreadId, Timestamp,
};
use crate::text::Text;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Annotations of one line by their id in the file, for its arrows: an id may stand once in each annotator's layer.
#[derive(Default)]
struct Named {
    all: Vec<(String, AnnotatorName, AnnotationId)>,
    is_sorted: bool,
}

impl Named {
    fn add(&mut self, given: String, annotator: AnnotatorName, id: AnnotationId) {
        self.all.push((given, annotator, id));
        self.is_sorted = false;
    }

    /// Both ends of an arrow in one layer: the wanted one, else the first that has both.
    fn ends(
        &mut self,
        from: &str,
        to: &str,
        wanted: Option<&AnnotatorName>,
    ) -> Option<(AnnotatorName, AnnotationId, AnnotationId)> {
        if !self.is_sorted {
            // Stable: of one id, the layers stay in the order of the line.
            self.all.sort_by(|a, b| a.0.cmp(&b.0));
            self.is_sorted = true;
        }
        let both = |annotator: &AnnotatorName| {
            let one = |id: &str| self.called(id).find(|(_, who, _)| who == annotator).map(|(_, _, id)| *id);
            Some((annotator.clone(), one(from)?, one(to)?))
        };
        wanted.and_then(both).or_else(|| self.called(from).find_map(|(_, annotator, _)| both(annotator)))
    }

    fn called(&self, id: &str) -> impl Iterator<Item = &(String, AnnotatorName, AnnotationId)> {
        let first = self.all.partition_point(|(given, _, _)| given.as_str() < id);
        self.all.iter().skip(first).take_while(move |(given, _, _)| given == id)
    }
}

impl Reader<'_, '_> {
    /// Reads all that annotators have put on an article; `ahead` are the annotations that were read already.
    pub(super) fn layers_of(
        &mut self,
        article: ArticleId,
        positions: &Positions,
        ahead: Vec<ReadAnnotation>,
        fields: &mut Fields,
    ) {
        let mut named = Named::default();
        for annotation in ahead {
            self.annotation(article, positions, annotation, &mut named);
        }
        for annotation in fields.objects("annotations") {
            self.annotation(article, positions, ReadAnnotation::of(annotation, positions), &mut named);
        }
        for relation in fields.objects("relations") {
            self.relation(article, relation, &mut named);
        }
        for reading in fields.objects("reading") {
            self.reading(article, positions, reading);
        }
        for name in fields.texts("done") {
            let annotator = self.annotator(&name);
            let key = LayerKey { annotator, article };
            if !self.known_layer(&key).is_some_and(|layer| layer.done) {
                self.layer(&key).done = true;
            }
        }
    }

    fn known_layer(&self, key: &LayerKey) -> Option<Arc<Layer>> {
        self.cx.project.layer(key).cloned()
    }

    fn annotation(&mut self, article: ArticleId, positions: &Positions, read: ReadAnnotation, named: &mut Named) {
        let annotator = self.annotator(&read.annotator);
        let key = LayerKey { annotator, article };
        let label = match self.chosen_label(&read.label) {
            Chosen::Label(label) => label,
            Chosen::LeftOut => {
                self.file.report.skipped += 1;
                return;
            }
            Chosen::Impossible => {
                let (shown, label) = (read.shown(), &read.label);
                self.part(format!("annotation {shown} has label {label:?}, which no codebook takes; it was left out"));
                return;
            }
        };
        let place = match &read.place {
            Ok(place) => place.clone(),
            Err(why) => {
                self.part(format!("annotation {} {why}; it was left out", read.shown()));
                return;
            }
        };
        if let Some(id) = self.known_annotation(&key, &read.given, &read.foreign) {
            named.add(read.given, key.annotator, id);
            self.file.report.known_annotations += 1;
            return;
        }
        if matches!(place, Place::Lost(_)) && read.has_ranges {
            self.part(format!(
                "annotation {} does not stand where it says; it was kept with its words as a lost place",
                read.shown()
            ));
        }
        let (id, foreign_id) = self.id::<AnnotationId>(&read.given, read.foreign.clone());
        let mut annotation = Annotation { foreign_id, ..Annotation::new(id, label, place) };
        let given = self.fill(&mut annotation, &key, &positions.text, read);
        self.layer(&key).annotations.push(annotation);
        named.add(given, key.annotator, id);
        self.file.report.annotations += 1;
    }

    /// An annotation that the project's layer has already: by id, or by the id that it had in another program.
    fn known_annotation(&self, key: &LayerKey, given: &str, foreign: &str) -> Option<AnnotationId> {
        let layer = self.known_layer(key)?;
        let by_id = AnnotationId::parse(given).filter(|id| layer.annotations.contains_key(id));
        let called = if foreign.is_empty() { given } else { foreign };
        by_id
            .or_else(|| layer.annotations.values().find(|a| !called.is_empty() && a.foreign_id == called).map(|a| a.id))
    }

    /// Everything of an annotation but its name, label and place; gives its id in the file back.
    fn fill(&mut self, annotation: &mut Annotation, key: &LayerKey, text: &Text, read: ReadAnnotation) -> String {
        if !read.wrong.is_empty() {
            let shown = read.shown();
            for what in &read.wrong {
                self.part(format!("annotation {shown}: {what}"));
            }
        }
        for (given, stance) in &read.links {
            let words = annotation.words(text);
            let id = self.thread_named(given, &key.annotator, &annotation.label, &words);
            annotation.threads.insert(id, *stance);
        }
        if !read.from.is_empty() {
            let number = self.layer(key).annotations.len();
            self.file.origins.push((key.clone(), number, read.from, self.file.at.clone()));
        }
        annotation.attributes = read.attributes;
        annotation.note = read.note;
        annotation.unsure = read.unsure;
        annotation.provenance = read.provenance;
        annotation.computed = read.computed;
        annotation.extra = read.extra;
        read.given
    }

    fn relation(&mut self, article: ArticleId, mut fields: Fields, named: &mut Named) {
        let (given, foreign) = (fields.text("id"), fields.text("foreign_id"));
        let (from, to, kind) = (fields.text("from"), fields.text("to"), fields.text("type"));
        let name = fields.text("annotator");
        let shown = format!("arrow {kind:?} from {from:?} to {to:?}");
        let Some(kind) = self.relation_type(&kind) else {
            self.part(format!("{shown} is of a type that no codebook takes; it was left out"));
            return;
        };
        let wanted = if name.is_empty() { None } else { Some(self.annotator(&name)) };
        let Some((annotator, from, to)) = named.ends(&from, &to, wanted.as_ref()) else {
            self.part(format!("{shown} has an end that is not there, or in another layer; it was left out"));
            return;
        };
        if from == to {
            self.part(format!("{shown} runs from an annotation to itself; it was left out"));
            return;
        }
        let key = LayerKey { annotator, article };
        let is_known = self.known_layer(&key).is_some_and(|layer| {
            let same = |r: &Relation| (&r.kind, r.from, r.to) == (&kind, from, to);
            RelationId::parse(&given).is_some_and(|id| layer.relations.contains_key(&id))
                || layer.relations.values().any(|r| same(r))
        });
        if is_known {
            return;
        }
        let (id, foreign_id) = self.id::<RelationId>(&given, foreign);
        for what in fields.wrong() {
            self.part(format!("{shown}: {what}"));
        }
        let extra = fields.rest();
        self.layer(&key).relations.push(Relation { id, kind, from, to, foreign_id, extra });
    }

    fn reading(&mut self, article: ArticleId, positions: &Positions, mut fields: Fields) {
        let name = fields.text("annotator");
        let key = LayerKey { annotator: self.annotator(&name), article };
        let range = fields.take("range").unwrap_or(Node::Null);
        let when = fields.text("when");
        let text = &positions.text;
        let span = positions.pair(&range);
        let touched = span.map_or(0..0, |span| text.index().paragraphs_in(span));
        let touched = text.paragraphs().get(touched).unwrap_or_default();
        // Cleaning may have made several paragraphs of one; a part of a paragraph is no paragraph that was read.
        let read: Vec<_> = touched.iter().filter(|p| span.is_some_and(|span| span.contains_span(**p))).collect();
        if read.is_empty() {
            self.part(format!("reading state {range} is no paragraph; it was left out"));
        }
        let when = Timestamp::parse(&when).unwrap_or(self.cx.now);
        let known = self.known_layer(&key);
        for paragraph in read {
            if known.as_ref().is_none_or(|layer| layer.reading.get(paragraph).is_none()) {
                self.layer(&key).reading.push((*paragraph, when));
            }
        }
        self.leftovers(&mut fields, "reading state");
    }

    /// Reads suggestions on an article that is added; those on one of the project are derived there anew.
    pub(super) fn suggestions_of(&mut self, article: ArticleId, positions: &Positions, fields: &mut Fields) {
        let (suggestions, relations) = (fields.objects("suggestions"), fields.objects("suggested_relations"));
        if (suggestions.is_empty() && relations.is_empty()) || self.cx.project.article(article).is_some() {
            return;
        }
        let mut ids: BTreeMap<String, SuggestionId> = BTreeMap::new();
        let (text, made) = (positions.text.hash(), String::new());
        let mut set = SuggestionSet { article, text, made, suggestions: Vec::new(), relations: Vec::new() };
        for mut suggestion in suggestions {
            let (given, label) = (suggestion.text("id"), suggestion.text("label"));
            let place = positions.place(&suggestion.list("ranges"), &Quotes::default());
            let (Some(label), Ok(place)) = (self.label(&label), place) else {
                self.part(format!("suggestion {given:?} does not fit the text or the codebook; it was left out"));
                continue;
            };
            let (id, _) = self.id::<SuggestionId>(&given, String::new());
            let mut wrong = Vec::new();
            let threads = suggestion.list("threads");
            set.suggestions.push(Suggestion {
                id,
                label,
                fragments: place.fragments().to_vec(),
                score: suggestion.score("score"),
                by: suggestion.text("by"),
                reason: suggestion.text("reason"),
                attributes: attributes_of(suggestion.object("attributes"), &mut wrong),
                cue: suggestion.take("cue").and_then(|range| positions.pair(&range)),
                threads: threads.iter().filter_map(likely_thread).collect(),
            });
            for what in wrong {
                self.part(format!("suggestion {given:?}: {what}"));
            }
            self.leftovers(&mut suggestion, &format!("suggestion {given:?}"));
            ids.insert(given, id);
        }
        for mut relation in relations {
            let (from, to, kind) = (relation.text("from"), relation.text("to"), relation.text("type"));
            let (Some(from), Some(to), Some(kind)) = (ids.get(&from), ids.get(&to), self.relation_type(&kind)) else {
                self.part(format!("a suggested arrow from {from:?} to {to:?} has no such ends; it was left out"));
                continue;
            };
            let (score, by) = (relation.score("score"), relation.text("by"));
            set.relations.push(SuggestedRelation { kind, from: *from, to: *to, score, by });
            self.leftovers(&mut relation, "a suggested arrow");
        }
        self.suggestions.push(set);
    }
}

/// `["t4n8r1v6zs", 0.8]`
fn likely_thread(pair: &Node) -> Option<(ThreadId, f64)> {
    let [thread, score] = pair.as_list()? else { return None };
    let score = score.as_number()?.as_f64().filter(|score| (0.0..=1.0).contains(score))?;
    Some((ThreadId::parse(thread.as_str()?)?, score))
}
