//! `ClaimReview` of schema.org: shared claims with a verdict, as fact-check feeds read them.

use super::export::{Coded, Selection};
use super::format::{Format, Output, Words};
use super::loss::Loss;
use super::setting::{Setting, Values};
use super::{ExportError, Pace};
use crate::model::{
    Annotation, AnnotationId, AnnotatorName, Article, AttributeId, AttributeValue, Date, LabelRole, LinkStance, Thread,
    ThreadId,
};
use crate::review::relays;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "claimreview",
    title: "ClaimReview JSON-LD",
    extensions: &["json"],
    writes: "a list of shared claims with a verdict: the claim, who made it, the articles where it appeared, the rating, its \
             reasons and its address",
    limits: "everything but shared claims with a verdict, where they appeared and who made them",
    closer: Some(without_verdict),
    settings: &[
        Setting {
            key: "author",
            values: Values::Words,
            about: "the organization that gives the verdicts; else the annotator",
        },
        Setting { key: "url", values: Values::Words, about: "the page of the verdicts, for those without an address" },
    ],
    words: Words::CanGo,
    output: Output::File(write),
    ..Format::BASE
};

/// Most words of an unlinked source, in bytes.
const NAME: usize = 200;

/// A part of a thread's verdict; nothing where there is none.
fn verdict<'t>(thread: &'t Thread, part: &str) -> &'t str {
    let value = AttributeId::parse("verdict").and_then(|id| thread.attributes.get(&id));
    match value {
        Some(AttributeValue::Parts(parts)) => parts.get(part).map_or("", |words| words.trim()),
        Some(AttributeValue::Text(words)) if part == "rating" => words.trim(),
        _ => "",
    }
}

fn claims<'a>(selection: &Selection<'a>) -> impl Iterator<Item = (&'a AnnotatorName, &'a Thread)> {
    let codebook = &selection.project().codebook;
    let claims = selection.threads().filter(|(_, thread)| codebook.role(&thread.label) == LabelRole::Claim);
    claims.map(|(by, thread)| (by, thread.as_ref()))
}

fn without_verdict(selection: &Selection<'_>) -> Vec<Loss> {
    let (rated, bare): (Vec<_>, Vec<_>) =
        claims(selection).partition(|(_, thread)| !verdict(thread, "rating").is_empty());
    let mut losses = Vec::new();
    if !bare.is_empty() {
        let what = if bare.len() == 1 { "shared claim" } else { "shared claims" };
        losses.push(Loss { count: bare.len(), what: format!("{what} without a rating") });
    }
    if rated.is_empty() {
        losses.push(Loss::remark("no shared claim has a verdict with a rating; the list is empty"));
    }
    losses
}

/// A shared claim with what its mentions tell.
struct Review<'a> {
    by: &'a AnnotatorName,
    thread: &'a Thread,
    articles: Vec<&'a Article>,
    makers: BTreeMap<String, Maker>,
}

/// Who made a claim.
struct Maker {
    name: String,
    is_person: bool,
}

fn write(selection: &Selection<'_>, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let rated = claims(selection).filter(|(_, thread)| !verdict(thread, "rating").is_empty());
    let mut reviews: BTreeMap<ThreadId, Review<'_>> = rated
        .map(|(by, thread)| (thread.id, Review { by, thread, articles: Vec::new(), makers: BTreeMap::new() }))
        .collect();
    for article in selection.articles() {
        pace.step()?;
        for coded in selection.coded(article) {
            mentions(selection, article, &coded, &mut reviews);
        }
    }
    sink.write_all(b"[")?;
    for (number, review) in reviews.values().enumerate() {
        sink.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *sink, &review_json(selection, review)).map_err(std::io::Error::from)?;
    }
    sink.write_all(if reviews.is_empty() { b"]\n" } else { b"\n]\n" })?;
    Ok(())
}

/// Adds an article's mentions that state one of the claims.
fn mentions<'a>(
    selection: &Selection<'a>,
    article: &'a Article,
    coded: &Coded<'a>,
    reviews: &mut BTreeMap<ThreadId, Review<'a>>,
) {
    let stated = |claim: &&Annotation| {
        claim.threads.iter().any(|(id, stance)| *stance == LinkStance::For && reviews.contains_key(id))
    };
    let claims: Vec<&Annotation> = coded.annotations.iter().copied().filter(stated).collect();
    if claims.is_empty() {
        return;
    }
    let mut passes: BTreeMap<AnnotationId, Vec<AnnotationId>> = BTreeMap::new();
    for (outer, inner) in relays(selection.project(), coded.key, coded.layer) {
        passes.entry(outer).or_default().push(inner);
    }
    let placed: BTreeMap<AnnotationId, &Annotation> = coded.annotations.iter().map(|a| (a.id, *a)).collect();
    let mut credits: BTreeMap<AnnotationId, Vec<AnnotationId>> = BTreeMap::new();
    for relation in coded.relations.iter().filter(|r| r.kind.as_str() == "attributed_to") {
        credits.entry(relation.from).or_default().push(relation.to);
    }
    for claim in claims {
        let sources = credits.get(&claim.id).into_iter().flatten().flat_map(|source| ultimate(*source, &passes));
        let sources: Vec<&Annotation> = sources.filter_map(|id| placed.get(&id).copied()).collect();
        for id in claim.threads.iter().filter(|(_, stance)| **stance == LinkStance::For).map(|(id, _)| id) {
            let Some(review) = reviews.get_mut(id) else { continue };
            if review.articles.last().is_none_or(|last| last.id != article.id) {
                review.articles.push(article);
            }
            for source in &sources {
                let (key, maker) = maker(selection, article, source);
                review.makers.entry(key).or_insert(maker);
            }
        }
    }
}

/// The last sources along *relays*.
fn ultimate(source: AnnotationId, passes: &BTreeMap<AnnotationId, Vec<AnnotationId>>) -> Vec<AnnotationId> {
    let (mut seen, mut open, mut last) = (BTreeSet::from([source]), vec![source], Vec::new());
    while let Some(one) = open.pop() {
        let inner = passes.get(&one).map_or(&[][..], Vec::as_slice);
        if inner.is_empty() {
            last.push(one);
        }
        open.extend(inner.iter().copied().filter(|inner| seen.insert(*inner)));
    }
    last
}

/// A source is who its thread is, or else only itself.
fn maker(selection: &Selection<'_>, article: &Article, source: &Annotation) -> (String, Maker) {
    let thread = source.threads.keys().find_map(|id| selection.project().thread(*id)).map(|(_, thread)| thread);
    let kind = AttributeId::parse("type").and_then(|id| {
        let own = source.attributes.get(&id);
        own.or_else(|| thread?.attributes.get(&id)).and_then(AttributeValue::as_text)
    });
    let (key, name) = match thread {
        Some(thread) => (thread.id.to_string(), thread.title.clone()),
        None => (format!("{}/{}", article.id, source.id), selection.quote(&source.first_words(article.text(), NAME))),
    };
    (key, Maker { name, is_person: kind == Some("person") })
}

fn review_json(selection: &Selection<'_>, review: &Review<'_>) -> Value {
    let thread = review.thread;
    let mut rating = json!({ "@type": "Rating", "alternateName": verdict(thread, "rating") });
    put(&mut rating, "ratingExplanation", verdict(thread, "reasoning"));
    let author = match selection.setting("author").filter(|name| !name.is_empty()) {
        Some(name) => json!({ "@type": "Organization", "name": name }),
        None => json!({ "@type": "Person", "name": selection.name(review.by.as_str()) }),
    };
    let mut value = json!({
        "@context": "https://schema.org", "@type": "ClaimReview",
        "claimReviewed": thread.title, "url": address(selection, thread), "author": author,
        "itemReviewed": claim_json(review), "reviewRating": rating,
    });
    put(&mut value, "citation", verdict(thread, "evidence"));
    value
}

/// Where the verdict can be read: its own address, else the page that was set, else a name that is no page.
fn address(selection: &Selection<'_>, thread: &Thread) -> String {
    match (verdict(thread, "address"), selection.setting("url").unwrap_or_default()) {
        ("", "") => format!("urn:byline:{}:{}", selection.project().info.id, thread.id),
        ("", page) => format!("{page}#{}", thread.id),
        (address, _) => address.to_owned(),
    }
}

fn claim_json(review: &Review<'_>) -> Value {
    let mut claim = json!({ "@type": "Claim" });
    let makers: Vec<Value> = review
        .makers
        .values()
        .filter(|maker| !maker.name.is_empty())
        .map(|maker| json!({ "@type": if maker.is_person { "Person" } else { "Organization" }, "name": maker.name }))
        .collect();
    let dates = review.articles.iter().filter_map(|article| article.metadata.published);
    let date: Option<Date> = review.thread.known_since.or_else(|| dates.min());
    let appearance: Vec<Value> = review.articles.iter().map(|article| article_json(article)).collect();
    if let Value::Object(fields) = &mut claim {
        match makers.as_slice() {
            [] => None,
            [one] => fields.insert("author".to_owned(), one.clone()),
            _ => fields.insert("author".to_owned(), Value::Array(makers)),
        };
        if let Some(date) = date {
            fields.insert("datePublished".to_owned(), Value::from(date.to_string()));
        }
        if !appearance.is_empty() {
            fields.insert("appearance".to_owned(), Value::Array(appearance));
        }
    }
    claim
}

fn article_json(article: &Article) -> Value {
    let metadata = &article.metadata;
    let mut value = json!({ "@type": "NewsArticle" });
    put(&mut value, "headline", &metadata.title);
    put(&mut value, "url", &metadata.url);
    put(&mut value, "datePublished", &metadata.published.map(|date| date.to_string()).unwrap_or_default());
    put(&mut value, "inLanguage", &metadata.language);
    if let (Value::Object(fields), false) = (&mut value, metadata.outlet.is_empty()) {
        fields.insert("publisher".to_owned(), json!({ "@type": "Organization", "name": metadata.outlet }));
    }
    value
}

/// Sets a field unless it would be empty.
fn put(value: &mut Value, field: &str, words: &str) {
    if let (Value::Object(fields), false) = (value, words.is_empty()) {
        fields.insert(field.to_owned(), Value::from(words));
    }
}

#[cfg(test)]
mod tests {
    use crate::exchange::export::ExportOptions;
    use crate::exchange::jsonl::LabelPolicy;
    use crate::exchange::testing::{Files, empty, read_into, with, written};
    use crate::model::Project;

    fn small() -> Project {
        let bytes = include_bytes!("../../tests/golden/tables/project.jsonl").to_vec();
        read_into(&empty(), &Files::from([("a.jsonl".to_owned(), bytes)]), Some("jsonl"), LabelPolicy::default()).0
    }

    #[test]
    fn verdicts_with_where_and_who() {
        let (files, summary) = written("claimreview", &small(), &ExportOptions::default());
        let made = String::from_utf8(files["out.json"].clone()).unwrap();
        assert_eq!(made, include_str!("../../tests/golden/claimreview.json"));
        assert_eq!(
            summary.losses.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["1 shared claim without a rating is not written"]
        );
        let (files, _) = written("claimreview", &small(), &with(&[("author", "The desk")]));
        assert!(String::from_utf8_lossy(&files["out.json"]).contains(r#"{"@type":"Organization","name":"The desk"}"#));
    }

    #[test]
    fn without_a_verdict_the_list_is_empty_and_that_is_said() {
        let (files, summary) = written("claimreview", &empty(), &ExportOptions::default());
        assert_eq!(files["out.json"], b"[]\n");
        assert!(summary.losses.iter().any(|loss| loss.to_string().contains("the list is empty")));
    }
}
