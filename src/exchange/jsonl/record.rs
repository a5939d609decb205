//! Articles, annotations and relations as JSON.

use super::object::Object;
use super::value::attributes_json;
use crate::exchange::export::{Selection, Texts};
use crate::model::{Annotation, Article, LinkStance, Metadata, MetadataField, Place, Provenance, Relation, Zone};
use crate::text::{Text, TextSpan};
use serde_json::Value;

/// A span as `[start, end]` in code points, half-open.
pub(in crate::exchange) fn pair(text: &Text, span: TextSpan) -> Value {
    let (start, end) = text.chars_of(span);
    Value::Array(vec![start.get().into(), end.get().into()])
}

/// An article's own fields; annotations follow.
pub(in crate::exchange) fn article_json(article: &Article, texts: Texts) -> Object {
    let metadata = |field| Metadata::get(&article.metadata, field);
    let object = Object::new().with("id", article.id.as_str()).with("foreign_id", article.foreign_id.as_str());
    let object = match texts {
        Texts::Kept => object.and("text", article.text().as_str()),
        Texts::LeftOut => object.with("text_hash", article.text().hash().to_string()),
    };
    let stories: Vec<Value> = article.stories.iter().map(|id| Value::from(id.as_str())).collect();
    let zones: Vec<Value> = article.zones.iter().map(|zone| zone_json(article.text(), zone)).collect();
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
        .with("stories", stories)
        .with("attributes", attributes_json(&article.attributes))
        .with("zones", zones)
        .with("revisions", earlier.map(|revision| Value::from(revision.text.as_str())).collect::<Vec<_>>())
}

/// `["caption", 210, 318]`, and for an excerpt its outlet as a fourth entry.
fn zone_json(text: &Text, zone: &Zone) -> Value {
    let (start, end) = text.chars_of(zone.span);
    let mut entry: Vec<Value> = vec![zone.kind.name().into(), start.get().into(), end.get().into()];
    if !zone.outlet.is_empty() {
        entry.push(zone.outlet.as_str().into());
    }
    Value::Array(entry)
}

/// An annotation as Byline JSONL has it.
pub(in crate::exchange) fn annotation_json(
    selection: &Selection<'_>,
    text: &Text,
    annotator: &str,
    annotation: &Annotation,
) -> Value {
    let object = Object::new().with("id", annotation.id.as_str()).with("label", annotation.label.as_str());
    let object = match &annotation.place {
        Place::At(spans) => object
            .and("ranges", spans.iter().map(|s| pair(text, *s)).collect::<Vec<_>>())
            .with("quote", kept_quotes(selection, text, spans)),
        Place::Lost(quotes) => object
            .and("ranges", Vec::<Value>::new())
            .with("quote", quotes.iter().map(|q| Value::from(q.exact.as_str())).collect::<Vec<_>>())
            .with("before", quotes.first().map(|q| q.before.as_str()).unwrap_or_default())
            .with("after", quotes.last().map(|q| q.after.as_str()).unwrap_or_default()),
    };
    let stance = |stance: LinkStance| match stance {
        LinkStance::For => "for",
        LinkStance::Against => "against",
    };
    let threads: Vec<Value> = annotation
        .threads
        .iter()
        .map(|(id, link)| Value::Array(vec![id.as_str().into(), stance(*link).into()]))
        .collect();
    object
        .with("threads", threads)
        .with("attributes", attributes_json(&annotation.attributes))
        .with("note", annotation.note.as_str())
        .with("unsure", annotation.unsure)
        .with("annotator", annotator)
        .with("provenance", provenance_json(selection, annotation))
        .with("foreign_id", annotation.foreign_id.as_str())
        .kept(&annotation.extra)
        .finish()
}

/// The words of an annotation where texts are left out and quotes so long are kept; else none. They are whole, so that
/// positions can be checked against them.
fn kept_quotes(selection: &Selection<'_>, text: &Text, spans: &[TextSpan]) -> Vec<Value> {
    if selection.options().texts == Texts::Kept {
        return Vec::new();
    }
    let whole = |span: &TextSpan| {
        let words = text.slice(*span);
        (selection.quote(words) == words).then(|| Value::from(words))
    };
    spans.iter().map(whole).collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn provenance_json(selection: &Selection<'_>, annotation: &Annotation) -> Value {
    let Provenance { how, by, from } = &annotation.provenance;
    Object::new()
        .with("how", how.name())
        .with("by", selection.name(by))
        .with("from", from.map(|id| id.to_string()).unwrap_or_default())
        .with("computed", annotation.computed.iter().map(|id| Value::from(id.as_str())).collect::<Vec<_>>())
        .finish()
}

/// An arrow as Byline JSONL has it.
pub(in crate::exchange) fn relation_json(annotator: &str, relation: &Relation) -> Value {
    Object::new()
        .with("id", relation.id.as_str())
        .with("type", relation.kind.as_str())
        .with("from", relation.from.as_str())
        .with("to", relation.to.as_str())
        .with("annotator", annotator)
        .with("foreign_id", relation.foreign_id.as_str())
        .kept(&relation.extra)
        .finish()
}
