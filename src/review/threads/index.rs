//! For each thread, what is the same as it and where it is mentioned.

use crate::model::{
    Annotation, AnnotationId, AnnotatorName, AttributeId, AttributeValue, Codebook, Date, LabelRole, LayerKey,
    LinkStance, Project, Thread, ThreadId, ThreadRelationKind,
};
use crate::review::coding::{Coded, Coding};
use crate::review::parts::in_parts;
use crate::text::ByteOffset;
use std::cell::LazyCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a mention disputes its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dispute {
    /// It is linked against the thread.
    Against,
    /// It is a denial.
    Denial,
    /// The outlet rejects it.
    Rejected,
    /// The event is denied.
    DeniedEvent,
}

impl Dispute {
    /// What the screen shows.
    pub fn words(self) -> &'static str {
        match self {
            Self::Against => "linked against",
            Self::Denial => "a denial",
            Self::Rejected => "the outlet rejects it",
            Self::DeniedEvent => "the event is denied",
        }
    }
}

/// How a mention speaks of its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reported {
    /// Against it, for this reason.
    Disputed(Dispute),
    /// As what a source says.
    Attributed,
    /// Every other way.
    Stated,
}

/// An annotation that is linked to a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The layer that it is in.
    pub key: LayerKey,
    /// The annotation.
    pub annotation: AnnotationId,
    /// Whether it speaks for the thread; against it, where it is linked to several that are one and to any of them so.
    pub stance: LinkStance,
    /// How it speaks of it.
    pub reported: Reported,
}

/// Where a mention comes among those of its article: those that lost their place last.
type Order<'a> = (bool, ByteOffset, Reverse<ByteOffset>, AnnotationId, &'a AnnotatorName);

/// Threads that are one.
#[derive(Debug)]
struct Class {
    members: Vec<ThreadId>,
    mentions: Vec<Mention>,
    listed: bool,
}

/// Threads, all that are *the same as* each other as one, with their mentions. Cloning shares everything.
#[derive(Clone, Debug, Default)]
pub struct ThreadIndex(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    canonical: BTreeMap<ThreadId, ThreadId>,
    classes: BTreeMap<ThreadId, Class>,
}

impl ThreadIndex {
    /// The threads of a project, with the mentions that count. What is the same as what is taken from those whose
    /// coding counts, too.
    pub fn new(project: &Project, coding: &Coding) -> Self {
        Self::of_layers(project, coding, &coding.all_layers(project))
    }

    /// As [`ThreadIndex::new`], from the layers that count, by article.
    pub(in crate::review) fn of_layers(project: &Project, coding: &Coding, layers: &[Coded<'_>]) -> Self {
        let (canonical, mut classes) = classes(project, coding);
        let numbers: BTreeMap<ThreadId, usize> = classes.keys().enumerate().map(|(at, id)| (*id, at)).collect();
        let number = |id: &ThreadId| canonical.get(id).and_then(|class| numbers.get(class)).copied();
        let numbers: BTreeMap<ThreadId, usize> =
            canonical.keys().filter_map(|id| number(id).map(|number| (*id, number))).collect();
        // Article by article in the order of mentions, each thread's come in their order.
        let published = |of: &[Coded<'_>]| project.article(of.first()?.key.article)?.metadata.published;
        let mut articles: Vec<_> = layers.chunk_by(|a, b| a.key.article == b.key.article).collect();
        articles.sort_by_cached_key(|of| {
            let date = published(of);
            (date.is_none(), date, of.first().map(|coded| coded.key.article))
        });
        let (numbers, reporting) = (&numbers, &Reporting::new());
        let found = in_parts(&articles, |part| {
            let mentions = part.iter().flat_map(|layers| mentions_in(project, numbers, reporting, layers));
            mentions.collect::<Vec<(usize, Mention)>>()
        });
        let mut of: Vec<Vec<Mention>> = classes.iter().map(|_| Vec::new()).collect();
        for (number, mention) in found.into_iter().flatten() {
            if let Some(mentions) = of.get_mut(number) {
                mentions.push(mention);
            }
        }
        for (class, mentions) in classes.values_mut().zip(of) {
            class.listed |= !mentions.is_empty();
            class.mentions = mentions;
        }
        Self(Arc::new(Inner { canonical, classes }))
    }

    /// The thread that stands for all that are the same as this one: the one made first, then by id; itself where the
    /// project does not have it.
    pub fn canonical(&self, id: ThreadId) -> ThreadId {
        self.0.canonical.get(&id).copied().unwrap_or(id)
    }

    /// All threads that are the same as a canonical one, itself first; none for one that is not canonical.
    pub fn members(&self, canonical: ThreadId) -> &[ThreadId] {
        self.0.classes.get(&canonical).map_or(&[], |class| &class.members)
    }

    /// Mentions of a canonical thread and of those that are the same: by date of publication, the unknown last, then by
    /// article and place; those that lost their place come last.
    pub fn mentions(&self, canonical: ThreadId) -> &[Mention] {
        self.0.classes.get(&canonical).map_or(&[], |class| &class.mentions)
    }

    /// Canonical threads that were made or are mentioned by those whose coding counts, by id.
    pub fn ids(&self) -> impl Iterator<Item = ThreadId> {
        self.0.classes.iter().filter(|(_, class)| class.listed).map(|(id, _)| *id)
    }

    /// Since when a canonical thread could be known: as set on it or on what is the same, else the date of its earliest
    /// dated mention.
    pub fn known_since(&self, project: &Project, canonical: ThreadId) -> Option<Date> {
        let members = self.members(canonical).iter().filter_map(|id| project.thread(*id));
        let set = members.filter_map(|(_, thread)| thread.known_since);
        set.min().or_else(|| {
            let mut articles = self.mentions(canonical).iter().filter_map(|m| project.article(m.key.article));
            articles.find_map(|article| article.metadata.published)
        })
    }
}

/// Threads by what stands for them, and the classes without mentions.
fn classes(project: &Project, coding: &Coding) -> (BTreeMap<ThreadId, ThreadId>, BTreeMap<ThreadId, Class>) {
    let threads: BTreeMap<ThreadId, (bool, &Thread)> =
        project.all_threads().map(|(annotator, thread)| (thread.id, (coding.includes(annotator), &**thread))).collect();
    let mut canonical: BTreeMap<ThreadId, ThreadId> = threads.keys().map(|id| (*id, *id)).collect();
    let books = project.threads.iter().filter(|(annotator, _)| coding.includes(annotator));
    for relation in books.flat_map(|(_, book)| book.relations.values()) {
        if relation.kind == ThreadRelationKind::SameAs {
            unite(&mut canonical, &threads, relation.from, relation.to);
        }
    }
    let ids: Vec<ThreadId> = canonical.keys().copied().collect();
    let mut classes: BTreeMap<ThreadId, Class> = BTreeMap::new();
    for id in ids {
        let root = root(&canonical, id);
        canonical.insert(id, root);
        let class =
            classes.entry(root).or_insert_with(|| Class { members: vec![root], mentions: Vec::new(), listed: false });
        if id != root {
            class.members.push(id);
        }
        class.listed |= threads.get(&id).is_some_and(|(counts, _)| *counts);
    }
    (canonical, classes)
}

fn root(canonical: &BTreeMap<ThreadId, ThreadId>, mut id: ThreadId) -> ThreadId {
    while let Some(next) = canonical.get(&id).filter(|next| **next != id) {
        id = *next;
    }
    id
}

/// Makes two threads one, under the one made first.
fn unite(
    canonical: &mut BTreeMap<ThreadId, ThreadId>,
    threads: &BTreeMap<ThreadId, (bool, &Thread)>,
    a: ThreadId,
    b: ThreadId,
) {
    let (a, b) = (root(canonical, a), root(canonical, b));
    let made = |id: ThreadId| threads.get(&id).map(|(_, thread)| (thread.made, id));
    if let (Some(first), Some(second)) = (made(a), made(b)) {
        let (keeps, goes) = if first <= second { (a, b) } else { (b, a) };
        canonical.insert(goes, keeps);
    }
}

/// The mentions in an article, in their order, each with the number of its class.
fn mentions_in(
    project: &Project,
    numbers: &BTreeMap<ThreadId, usize>,
    reporting: &Reporting,
    layers: &[Coded<'_>],
) -> Vec<(usize, Mention)> {
    let mut found: Vec<(Order<'_>, usize, Mention)> = Vec::new();
    for coded in layers {
        let credited = LazyCell::new(|| credited(coded));
        for annotation in coded.annotations().filter(|annotation| !annotation.threads.is_empty()) {
            for (number, stance) in of_classes(numbers, annotation) {
                let is_credited = || credited.binary_search(&annotation.id).is_ok();
                let reported = reporting.reported(&project.codebook, annotation, stance, is_credited);
                let mention = Mention { key: coded.key.clone(), annotation: annotation.id, stance, reported };
                found.push((order(coded.key, annotation), number, mention));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.into_iter().map(|(_, number, mention)| (number, mention)).collect()
}

/// The numbers of the classes that an annotation is linked to, against one where any link to it is.
fn of_classes(
    numbers: &BTreeMap<ThreadId, usize>,
    annotation: &Annotation,
) -> impl Iterator<Item = (usize, LinkStance)> {
    let mut links: Vec<(usize, LinkStance)> = Vec::with_capacity(annotation.threads.len());
    for (thread, stance) in &annotation.threads {
        let Some(number) = numbers.get(thread) else { continue };
        match links.iter_mut().find(|(known, _)| known == number) {
            Some((_, known)) => *known = (*known).max(*stance),
            None => links.push((*number, *stance)),
        }
    }
    links.into_iter()
}

fn order<'a>(key: &'a LayerKey, annotation: &Annotation) -> Order<'a> {
    let cover = annotation.cover();
    let start = cover.map(crate::text::TextSpan::start).unwrap_or_default();
    let end = cover.map(crate::text::TextSpan::end).unwrap_or_default();
    (cover.is_none(), start, Reverse(end), annotation.id, &key.annotator)
}

/// Claims of a layer that an arrow credits to a source, by id.
fn credited(coded: &Coded<'_>) -> Vec<AnnotationId> {
    let arrows = coded.layer.relations.values().filter(|r| r.kind.as_str() == "attributed_to");
    let mut claims: Vec<AnnotationId> = arrows.map(|r| r.from).collect();
    claims.sort_unstable();
    claims
}

/// The attributes that say how something is reported.
struct Reporting {
    voice: Option<AttributeId>,
    act: Option<AttributeId>,
    stance: Option<AttributeId>,
    status: Option<AttributeId>,
}

impl Reporting {
    fn new() -> Self {
        let id = AttributeId::parse;
        Self { voice: id("voice"), act: id("act"), stance: id("stance"), status: id("status") }
    }

    /// How an annotation speaks of a thread. One that an arrow credits needs no voice set.
    fn reported(
        &self,
        codebook: &Codebook,
        annotation: &Annotation,
        stance: LinkStance,
        is_credited: impl Fn() -> bool,
    ) -> Reported {
        let value = |id: &Option<AttributeId>| {
            id.as_ref().and_then(|id| annotation.attributes.get(id)).and_then(AttributeValue::as_text)
        };
        let role = codebook.role(&annotation.label);
        if stance == LinkStance::Against {
            return Reported::Disputed(Dispute::Against);
        }
        match role {
            LabelRole::Claim if value(&self.act) == Some("denial") => Reported::Disputed(Dispute::Denial),
            LabelRole::Claim if value(&self.stance) == Some("rejects") => Reported::Disputed(Dispute::Rejected),
            LabelRole::Event if value(&self.status) == Some("denied") => Reported::Disputed(Dispute::DeniedEvent),
            LabelRole::Claim => match value(&self.voice) {
                Some("credited") => Reported::Attributed,
                None if is_credited() => Reported::Attributed,
                _ => Reported::Stated,
            },
            _ => Reported::Stated,
        }
    }
}
