//! What is missing: claims that nobody is credited with, sources of nothing, outlets that nobody collected; and who was
//! asked.

use super::{Attribution, SourceId};
use crate::model::{
    Annotation, AnnotationId, ArticleId, AttributeId, AttributeValue, LabelRole, LayerKey, Project, ZoneKind,
};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Why a claim has no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsourced {
    /// It is said to be credited, and no arrow says to whom.
    NoArrow,
    /// It is "reportedly" so.
    Reportedly,
    /// Nobody said who answers for it.
    NotSaid,
}

impl Unsourced {
    /// What the screen shows.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoArrow => "credited, and not said to whom",
            Self::Reportedly => "“reportedly”, nobody named",
            Self::NotSaid => "voice not set",
        }
    }
}

/// A claim without a source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnsourcedClaim {
    /// The layer.
    pub key: LayerKey,
    /// The claim.
    pub claim: AnnotationId,
    /// Why.
    pub why: Unsourced,
}

/// An outlet that articles cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedOutlet {
    /// What it is called, as most articles have it.
    pub name: String,
    /// The articles that cite it, with the words that do, where they are marked as a source.
    pub cited_by: Vec<(ArticleId, Option<(LayerKey, AnnotationId)>)>,
}

/// Somebody who was asked for comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who.
    pub source: SourceId,
    /// The shared source's title, else the words.
    pub title: String,
    /// The id of what came of it.
    pub result: String,
    /// Where that stands.
    pub quotes: Vec<(LayerKey, AnnotationId)>,
}

/// Claims that no arrow credits to a source, but those in the outlet's own voice; by article, in text order.
pub fn claims_without_source(attribution: &Attribution) -> Vec<UnsourcedClaim> {
    let voice = AttributeId::parse("voice");
    let mut found = Vec::new();
    each(attribution, LabelRole::Claim, |key, claim| {
        if !attribution.sources_of(key, claim.id).is_empty() {
            return;
        }
        let voice = voice.as_ref().and_then(|id| claim.attributes.get(id)).and_then(AttributeValue::as_text);
        let why = match voice {
            Some("own") => return,
            Some("credited") => Unsourced::NoArrow,
            Some("reportedly") => Unsourced::Reportedly,
            _ => Unsourced::NotSaid,
        };
        found.push(UnsourcedClaim { key: key.clone(), claim: claim.id, why });
    });
    found
}

/// Sources that nothing is credited to, that pass on nobody's words, and of which nobody says that they were asked for
/// comment; by article, in text order.
pub fn sources_without_claim(attribution: &Attribution) -> Vec<(LayerKey, AnnotationId)> {
    let comment = AttributeId::parse("comment");
    let mut found = Vec::new();
    let mut credited: BTreeSet<AnnotationId> = BTreeSet::new();
    let mut of: Option<LayerKey> = None;
    each(attribution, LabelRole::Source, |key, source| {
        if of.as_ref() != Some(key) {
            credited = used(attribution.project(), key);
            of = Some(key.clone());
        }
        let asked = comment.as_ref().is_some_and(|id| source.attributes.contains_key(id));
        if !asked && !credited.contains(&source.id) {
            found.push((key.clone(), source.id));
        }
    });
    found
}

/// Annotations of a layer that an arrow from a claim or between sources starts or ends at.
fn used(project: &Project, key: &LayerKey) -> BTreeSet<AnnotationId> {
    let relations = project.layer(key).into_iter().flat_map(|layer| layer.relations.values());
    let counted = relations.filter(|r| matches!(r.kind.as_str(), "attributed_to" | "relays"));
    counted.flat_map(|r| [r.from, r.to]).collect()
}

/// Outlets that articles cite, as sources, agencies or in excerpts, and of which no article is in the collection; those
/// that most articles cite first.
pub fn outlets_not_collected(attribution: &Attribution) -> Vec<CitedOutlet> {
    let project = attribution.project();
    let collected: BTreeSet<String> = project.articles.values().map(|a| plain(&a.metadata.outlet)).collect();
    let mut cited: BTreeMap<String, CitedOutlet> = BTreeMap::new();
    let mut cite = |name: &str, article: ArticleId, quote: Option<(LayerKey, AnnotationId)>| {
        let known = plain(name);
        if known.is_empty() || collected.contains(&known) {
            return;
        }
        let outlet =
            cited.entry(known).or_insert_with(|| CitedOutlet { name: name.trim().to_owned(), cited_by: Vec::new() });
        // Said once of an article where no words are marked.
        if quote.is_some() || !outlet.cited_by.iter().any(|(known, _)| *known == article) {
            outlet.cited_by.push((article, quote));
        }
    };
    each(attribution, LabelRole::Source, |key, source| {
        for who in attribution.who(key, source.id) {
            let facts = attribution.facts(who);
            if facts.kind == "outlet" {
                cite(&facts.title, key.article, Some((key.clone(), source.id)));
            }
        }
    });
    let agency = AttributeId::parse("agency_credit");
    for article in project.articles.values() {
        let credit = agency.as_ref().and_then(|id| article.attributes.get(id)).and_then(AttributeValue::as_text);
        for name in credit.into_iter().flat_map(|credit| credit.split([',', ';'])) {
            cite(name, article.id, None);
        }
        for zone in article.zones.iter().filter(|zone| zone.kind == ZoneKind::Excerpt) {
            cite(&zone.outlet, article.id, None);
        }
    }
    let mut outlets: Vec<CitedOutlet> = cited.into_values().collect();
    let articles = |outlet: &CitedOutlet| outlet.cited_by.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>().len();
    outlets.sort_by_cached_key(|outlet| (std::cmp::Reverse(articles(outlet)), fold(&outlet.name)));
    outlets
}

/// Who was asked for comment, with what result: as said at the words, else at the shared source where a credit goes to
/// it; by result and name.
pub fn asked_for_comment(attribution: &Attribution) -> Vec<Asked> {
    let comment = AttributeId::parse("comment");
    let mut asked: BTreeMap<(String, SourceId), Asked> = BTreeMap::new();
    each(attribution, LabelRole::Source, |key, source| {
        let own = comment.as_ref().and_then(|id| source.attributes.get(id)).and_then(AttributeValue::as_text);
        for who in attribution.who(key, source.id) {
            let facts = attribution.facts(who);
            let result = own.unwrap_or(&facts.comment).to_owned();
            if result.is_empty() {
                continue;
            }
            let entry = asked.entry((result.clone(), who.clone())).or_insert_with(|| Asked {
                source: who.clone(),
                title: facts.title.clone(),
                result,
                quotes: Vec::new(),
            });
            entry.quotes.push((key.clone(), source.id));
        }
    });
    let mut asked: Vec<Asked> = asked.into_values().collect();
    asked.sort_by_cached_key(|asked| (asked.result.clone(), fold(&asked.title)));
    asked
}

/// Every annotation of a role that counts, by article and annotator, in text order.
fn each(attribution: &Attribution, role: LabelRole, mut act: impl FnMut(&LayerKey, &Annotation)) {
    let project = attribution.project();
    for coded in attribution.coding().all_layers(project) {
        for annotation in coded.layer.in_text_order() {
            if coded.counts(annotation.id) && project.codebook.role(&annotation.label) == role {
                act(coded.key, annotation);
            }
        }
    }
}

/// An outlet's name without what does not tell it from others: case, accents, marks and a leading article.
fn plain(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = match words.split_first() {
        Some((first, rest)) if *first == "the" && !rest.is_empty() => rest,
        _ => &words,
    };
    words.join(" ")
}
