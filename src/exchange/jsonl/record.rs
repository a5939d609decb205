//! Articles, annotations and relations as JSON.

use super::object::{Object, Part, to_value};
use super::value::AttributesRecord;
use crate::exchange::export::{Selection, Texts};
use crate::model::{
    Annotation, Article, ArticleId, AttributeId, LinkStance, Metadata, MetadataField, Place, Relation, StoryId, Zone,
};
use crate::text::{Text, TextQuote, TextSpan};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;

/// A span as `[start, end]` in code points, half-open.
pub(super) fn pair(text: &Text, span: TextSpan) -> (usize, usize) {
    let (start, end) = text.chars_of(span);
    (start.get(), end.get())
}

/// An article's own fields; annotations follow.
pub(in crate::exchange) fn article_json(article: &Article, texts: Texts) -> Object<serde_json::value::Serializer> {
    article_fields(Object::new(), article, texts)
}

/// An article's own fields on their way out; annotations follow.
pub(super) fn article_fields<S: Serializer>(object: Object<S>, article: &Article, texts: Texts) -> Object<S> {
    let metadata = |field| Metadata::get(&article.metadata, field);
    let object = object.with("id", article.id.as_str()).with("foreign_id", &article.foreign_id);
    let object = match texts {
        Texts::Kept => object.and("text", article.text().as_str()),
        Texts::LeftOut => object.with("text_hash", article.text().hash().to_string()),
    };
    let zones: Vec<ZoneRecord<'_>> =
        article.zones.iter().map(|zone| ZoneRecord { text: article.text(), zone }).collect();
    let earlier = article.earlier.iter().filter(|_| texts == Texts::Kept);
    object
        .with("title", metadata(MetadataField::Title))
        .with("outlet", metadata(MetadataField::Outlet))
        .with("author", metadata(MetadataField::Author))
        .with("published", metadata(MetadataField::Published))
        .with("accessed", metadata(MetadataField::Accessed))
        .with("url", metadata(MetadataField::Url))
        .with("archived_url", metadata(MetadataField::ArchivedUrl))
        .with("language", metadata(MetadataField::Language))
        .with("stories", article.stories.iter().map(StoryId::as_str).collect::<Vec<_>>())
        .with("attributes", AttributesRecord(&article.attributes))
        .with("zones", zones)
        .with("revisions", earlier.map(|revision| revision.text.as_str()).collect::<Vec<_>>())
}

/// `["caption", 210, 318]`, and for an excerpt its outlet as a fourth entry.
struct ZoneRecord<'a> {
    text: &'a Text,
    zone: &'a Zone,
}

impl Serialize for ZoneRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (start, end) = pair(self.text, self.zone.span);
        let (kind, outlet) = (self.zone.kind.name(), self.zone.outlet.as_str());
        if outlet.is_empty() {
            (kind, start, end).serialize(serializer)
        } else {
            (kind, start, end, outlet).serialize(serializer)
        }
    }
}

/// An annotation as Byline JSONL has it.
pub(in crate::exchange) fn annotation_json(
    selection: &Selection<'_>,
    text: &Text,
    annotator: &str,
    annotation: &Annotation,
) -> Value {
    to_value(AnnotationRecord { selection, text, annotator, annotation: Cow::Borrowed(annotation) })
}

/// An annotation on its way out.
pub(super) struct AnnotationRecord<'a> {
    pub(super) selection: &'a Selection<'a>,
    pub(super) text: &'a Text,
    pub(super) annotator: &'a str,
    pub(super) annotation: Cow<'a, Annotation>,
}

impl Serialize for AnnotationRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let annotation = &*self.annotation;
        let object = Object::to(serializer).with("id", annotation.id.as_str()).with("label", annotation.label.as_str());
        let object = match &annotation.place {
            Place::At(spans) => object
                .and("ranges", spans.iter().map(|span| pair(self.text, *span)).collect::<Vec<_>>())
                .with("quote", kept_quotes(self.selection, self.text, spans)),
            Place::Lost(quotes) => with_lost_words(object, quotes),
        };
        let stance = |stance: LinkStance| match stance {
            LinkStance::For => "for",
            LinkStance::Against => "against",
        };
        let threads = annotation.threads.iter().map(|(id, link)| (id.as_str(), stance(*link)));
        object
            .with("threads", threads.collect::<Vec<_>>())
            .with("attributes", AttributesRecord(&annotation.attributes))
            .with("note", &annotation.note)
            .with("unsure", annotation.unsure)
            .with("annotator", self.annotator)
            .with("provenance", ProvenanceRecord { selection: self.selection, annotation })
            .with("foreign_id", &annotation.foreign_id)
            .kept(&annotation.extra)
            .finish()
    }
}

fn with_lost_words<S: Serializer>(object: Object<S>, quotes: &[TextQuote]) -> Object<S> {
    object
        .and("ranges", [(); 0])
        .with("quote", quotes.iter().map(|quote| quote.exact.as_str()).collect::<Vec<_>>())
        .with("before", quotes.first().map(|quote| quote.before.as_str()).unwrap_or_default())
        .with("after", quotes.last().map(|quote| quote.after.as_str()).unwrap_or_default())
}

/// The words of an annotation where texts are left out and quotes so long are kept; else none. They are whole, so that
/// positions can be checked against them.
fn kept_quotes<'a>(selection: &Selection<'_>, text: &'a Text, spans: &[TextSpan]) -> Vec<&'a str> {
    if selection.options().texts == Texts::Kept {
        return Vec::new();
    }
    let whole = |span: &TextSpan| {
        let words = text.slice(*span);
        (selection.quote(words) == words).then_some(words)
    };
    spans.iter().map(whole).collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// How an annotation was made.
struct ProvenanceRecord<'a> {
    selection: &'a Selection<'a>,
    annotation: &'a Annotation,
}

impl Part for ProvenanceRecord<'_> {
    fn is_nothing(&self) -> bool {
        false
    }
}

impl Serialize for ProvenanceRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let provenance = &self.annotation.provenance;
        Object::to(serializer)
            .with("how", provenance.how.name())
            .with("by", self.selection.name(&provenance.by))
            .with("from", provenance.from.as_ref().map(ArticleId::as_str).unwrap_or_default())
            .with("score", provenance.percent.map(|percent| f64::from(percent) / 100.0))
            .with("computed", self.annotation.computed.iter().map(AttributeId::as_str).collect::<Vec<_>>())
            .finish()
    }
}

/// An arrow as Byline JSONL has it.
pub(in crate::exchange) fn relation_json(annotator: &str, relation: &Relation) -> Value {
    to_value(RelationRecord { annotator, relation })
}

/// An arrow on its way out.
pub(super) struct RelationRecord<'a> {
    pub(super) annotator: &'a str,
    pub(super) relation: &'a Relation,
}

impl Serialize for RelationRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let relation = self.relation;
        Object::to(serializer)
            .with("id", relation.id.as_str())
            .with("type", relation.kind.as_str())
            .with("from", relation.from.as_str())
            .with("to", relation.to.as_str())
            .with("annotator", self.annotator)
            .with("foreign_id", &relation.foreign_id)
            .kept(&relation.extra)
            .finish()
    }
}
