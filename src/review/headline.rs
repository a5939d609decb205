//! The headline against the text: claims that the title states more strongly than the text does, and claims whose source
//! is named only some paragraphs later.

use super::wording::{WordingKind, wordings};
use super::{Coding, Mention, Reported, ThreadIndex};
use crate::model::{Annotation, AnnotationId, Article, LabelRole, LayerKey, Project, ThreadId, ZoneKind};
use crate::text::TextSpan;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Paragraphs between a claim and its source from which on the source is late.
pub const LATE_AFTER: usize = 2;

/// In what way a title states a claim more strongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stronger {
    /// The text credits the claim to a source wherever it brings it; the title states it.
    NoSource,
    /// The text hedges the claim by these words wherever it brings it; the title does not.
    NoHedge(String),
    /// The text brings it as denied or disputed, too; the title does not.
    NoDenial,
    /// The title gives another number.
    OtherNumber {
        /// In the title.
        title: String,
        /// In the text.
        text: String,
    },
}

impl Stronger {
    /// What the screen shows.
    pub fn words(&self) -> String {
        match self {
            Self::NoSource => "the text credits it to a source".into(),
            Self::NoHedge(hedge) => format!("the text says “{hedge}”"),
            Self::NoDenial => "the text also has it disputed".into(),
            Self::OtherNumber { title, text } => format!("the title says {title}, the text {text}"),
        }
    }
}

/// A claim that the title states more strongly than the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overstated {
    /// The shared claim.
    pub thread: ThreadId,
    /// The layer that both mentions are in.
    pub key: LayerKey,
    /// The mention in the title.
    pub title: AnnotationId,
    /// The first mention in the text.
    pub text: AnnotationId,
    /// In what ways.
    pub how: Vec<Stronger>,
}

/// A claim that is credited to a source which is named only later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateSource {
    /// The layer.
    pub key: LayerKey,
    /// The claim.
    pub claim: AnnotationId,
    /// Where the source is first named.
    pub source: AnnotationId,
    /// Paragraphs from the claim to there, boilerplate left out.
    pub paragraphs: usize,
}

/// Claims that titles state more strongly than the texts below them, by shared claim. Only titles that stand in the text
/// can hold a claim.
pub fn overstated(project: &Project, threads: &ThreadIndex) -> Vec<Overstated> {
    let is_claim = |id: &ThreadId| {
        project.thread(*id).is_some_and(|(_, thread)| project.codebook.role(&thread.label) == LabelRole::Claim)
    };
    let mut found = Vec::new();
    for thread in threads.ids().filter(is_claim) {
        let mut by_layer: BTreeMap<&LayerKey, Vec<&Mention>> = BTreeMap::new();
        for mention in threads.mentions(thread) {
            by_layer.entry(&mention.key).or_default().push(mention);
        }
        for (key, mentions) in by_layer.into_iter().filter(|(_, mentions)| mentions.len() > 1) {
            found.extend(in_layer(project, thread, key, &mentions));
        }
    }
    found
}

/// A mention with its annotation.
type Placed<'a> = (&'a Mention, &'a Arc<Annotation>);

fn in_layer(project: &Project, thread: ThreadId, key: &LayerKey, mentions: &[&Mention]) -> Option<Overstated> {
    let article = project.article(key.article)?;
    let zone = |annotation: &Annotation| annotation.cover().map(|cover| article.zone_of(cover));
    let placed = mentions.iter().filter_map(|m| Some((*m, project.annotation(key, m.annotation)?)));
    let (title, rest): (Vec<Placed<'_>>, Vec<Placed<'_>>) = placed.partition(|(_, a)| zone(a) == Some(ZoneKind::Title));
    let is_text = |annotation: &Annotation| zone(annotation).is_some_and(|zone| zone != ZoneKind::Boilerplate);
    let text: Vec<Placed<'_>> = rest.into_iter().filter(|(_, a)| is_text(a)).collect();
    let (title, first) = (title.first()?, text.first()?);
    let how = stronger(article, *title, &text);
    let overstated = Overstated { thread, key: key.clone(), title: title.1.id, text: first.1.id, how };
    (!overstated.how.is_empty()).then_some(overstated)
}

fn stronger(article: &Article, title: Placed<'_>, text: &[Placed<'_>]) -> Vec<Stronger> {
    let mut how = Vec::new();
    let voice = title.1.attributes.iter().find(|(id, _)| id.as_str() == "voice").and_then(|(_, v)| v.as_text());
    let is_stated = title.0.reported == Reported::Stated && voice != Some("reportedly");
    if is_stated && text.iter().all(|(mention, _)| mention.reported == Reported::Attributed) {
        how.push(Stronger::NoSource);
    }
    let is_disputed = |mention: &Mention| matches!(mention.reported, Reported::Disputed(_));
    if !is_disputed(title.0) && text.iter().any(|(mention, _)| is_disputed(mention)) {
        how.push(Stronger::NoDenial);
    }
    // What the title has lost and gained beside each mention in the text.
    let mut hedges: Vec<Option<String>> = Vec::new();
    let mut numbers: Vec<Option<(String, String)>> = Vec::new();
    for (_, annotation) in text {
        let both = wordings(&[(article, annotation), (article, title.1)]);
        let Some(wording) = both.into_iter().nth(1) else { continue };
        let new = |kind| wording.new.iter().find(|n| n.kind == kind).map(|n| article.text().slice(n.span).to_owned());
        let dropped = |kind| wording.dropped.iter().find(|d| d.kind == kind).map(|d| d.words.clone());
        hedges.push(dropped(WordingKind::Hedge).filter(|_| new(WordingKind::Hedge).is_none()));
        numbers.push(new(WordingKind::Number).zip(dropped(WordingKind::Number)));
    }
    if let Some(hedges) = hedges.into_iter().collect::<Option<Vec<String>>>()
        && let Some(hedge) = hedges.into_iter().next()
    {
        how.push(Stronger::NoHedge(hedge));
    }
    if let Some(numbers) = numbers.into_iter().collect::<Option<Vec<_>>>()
        && let Some((title, text)) = numbers.into_iter().next()
    {
        how.push(Stronger::OtherNumber { title, text });
    }
    how
}

/// Claims whose source is named only [`LATE_AFTER`] paragraphs later or after more, the latest first. A source that was
/// named before under the same shared source is not late; boilerplate does not count.
pub fn late_sources(project: &Project, coding: &Coding, threads: &ThreadIndex) -> Vec<LateSource> {
    let mut found: Vec<LateSource> = Vec::new();
    for coded in coding.all_layers(project) {
        let Some(article) = project.article(coded.key.article) else { continue };
        let paragraphs: Vec<TextSpan> = article.counted_paragraphs().collect();
        let number = |annotation: &Annotation| {
            let start = annotation.cover()?.start();
            let after = paragraphs.partition_point(|paragraph| paragraph.start() <= start);
            after.checked_sub(1).filter(|at| paragraphs.get(*at).is_some_and(|p| p.touches(start)))
        };
        let named = named_sources(project, &coded, threads, &number);
        let mut credited: BTreeMap<AnnotationId, Vec<AnnotationId>> = BTreeMap::new();
        for relation in coded.layer.relations.values().filter(|r| r.kind.as_str() == "attributed_to") {
            credited.entry(relation.from).or_default().push(relation.to);
        }
        for claim in coded.annotations().filter(|a| project.codebook.role(&a.label) == LabelRole::Claim) {
            let Some(at) = number(claim) else { continue };
            let sources = credited.get(&claim.id).into_iter().flatten();
            let places = sources.filter_map(|source| named.get(source)).min();
            if let Some((place, source)) = places.filter(|(place, _)| *place >= at + LATE_AFTER) {
                let (key, paragraphs) = (coded.key.clone(), place - at);
                found.push(LateSource { key, claim: claim.id, source: *source, paragraphs });
            }
        }
    }
    found.sort_by_key(|late| std::cmp::Reverse(late.paragraphs));
    found
}

/// For each source of a layer the paragraph in which it is first named, itself or as the same shared source, and where.
fn named_sources(
    project: &Project,
    coded: &super::Coded<'_>,
    threads: &ThreadIndex,
    number: &dyn Fn(&Annotation) -> Option<usize>,
) -> BTreeMap<AnnotationId, (usize, AnnotationId)> {
    let is_source = |a: &&Arc<Annotation>| project.codebook.role(&a.label) == LabelRole::Source;
    let sources: Vec<&Arc<Annotation>> = coded.annotations().filter(is_source).collect();
    let mut first: BTreeMap<ThreadId, (usize, AnnotationId)> = BTreeMap::new();
    for source in &sources {
        let Some(at) = number(source) else { continue };
        for thread in source.threads.keys().map(|thread| threads.canonical(*thread)) {
            let earliest = first.entry(thread).or_insert((at, source.id));
            *earliest = (*earliest).min((at, source.id));
        }
    }
    let own = |source: &Arc<Annotation>| Some((number(source)?, source.id));
    let place = |source: &Arc<Annotation>| {
        let known = source.threads.keys().filter_map(|thread| first.get(&threads.canonical(*thread)).copied());
        known.chain(own(source)).min()
    };
    sources.into_iter().filter_map(|source| Some((source.id, place(source)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AttributeValue;
    use crate::review::scene::{Scene, key};

    fn of(scene: &Scene) -> Vec<Vec<Stronger>> {
        overstated(&scene.project, &scene.threads()).into_iter().map(|o| o.how).collect()
    }

    #[test]
    fn a_title_that_says_more_than_the_text_is_listed() {
        let mut scene = Scene::new();
        let text = "Prices will fall by 9 percent #\nThe mayor said that prices may fall by 4 percent.\nNothing else.";
        let article = scene.article(text, "Daily", "");
        let thread = scene.thread("claim", "Prices fall");
        let title = scene.mention(article, "claim", "Prices will fall by 9 percent", Some(thread));
        let claim = scene.mention(article, "claim", "prices may fall by 4 percent", Some(thread));
        let source = scene.mention(article, "source", "The mayor", None);
        scene.credit(article, claim, source);
        let found = of(&scene);
        let [how] = &found[..] else { panic!("{found:?}") };
        assert!(how.contains(&Stronger::NoSource) && how.contains(&Stronger::NoHedge("may".into())), "{how:?}");
        assert!(how.iter().any(|h| matches!(h, Stronger::OtherNumber { .. })), "{how:?}");
        scene.set(article, title, "voice", AttributeValue::text("credited"));
        assert!(!of(&scene)[0].contains(&Stronger::NoSource), "the title credits it, too");
        scene.set(article, claim, "act", AttributeValue::text("denial"));
        assert!(of(&scene)[0].contains(&Stronger::NoDenial));
    }

    #[test]
    fn a_title_that_says_what_the_text_says_is_not() {
        let mut scene = Scene::new();
        let article = scene.article("Prices will fall #\nPrices will fall, and everybody knows it.", "Daily", "");
        let thread = scene.thread("claim", "Prices fall");
        scene.mention(article, "claim", "Prices will fall", Some(thread));
        assert_eq!(of(&scene), [] as [Vec<Stronger>; 0], "only the text has it");
        let other = scene.article("Prices will fall #\nSo prices will fall again.", "Daily", "");
        scene.mention(other, "claim", "Prices will fall", Some(thread));
        scene.mention(other, "claim", "prices will fall", Some(thread));
        assert_eq!(of(&scene), [] as [Vec<Stronger>; 0]);
    }

    #[test]
    fn a_source_that_comes_some_paragraphs_later_is_late() {
        let mut scene = Scene::new();
        let text = "Prices will fall.\nIt is cold.\nIt rains.\nSo the mayor said, and Ana Fry agreed.";
        let article = scene.article(text, "Daily", "");
        let claim = scene.mention(article, "claim", "Prices will fall", None);
        let mayor = scene.mention(article, "source", "the mayor", None);
        scene.credit(article, claim, mayor);
        let late = |scene: &Scene| late_sources(&scene.project, &Coding::All, &scene.threads());
        let found = late(&scene);
        assert_eq!(found, [LateSource { key: key(article), claim, source: mayor, paragraphs: 3 }]);
        let thread = scene.thread("source", "The mayor");
        let early = scene.mention(article, "source", "It is cold", Some(thread));
        let again = scene.mention(article, "source", "Ana Fry", Some(thread));
        scene.credit(article, claim, again);
        assert_ne!(early, again);
        assert_eq!(late(&scene), [], "named in the next paragraph under the same shared source");
    }
}
