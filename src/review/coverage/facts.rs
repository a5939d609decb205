//! What is known about each article and each thread before any cell is looked at.

use crate::model::LabelId;
use crate::model::{Article, ArticleId, Date, FamilyKind, Project, StoryId, Thread, ThreadId, Timestamp};
use crate::review::coding::{Coded, Coding};
use crate::review::parts::in_parts;
use crate::review::progress::counted;
use crate::review::threads::{Mention, Reported, ThreadIndex};
use crate::text::{TextSpan, fold};
use std::collections::{BTreeMap, BTreeSet};

/// What the cells of an article's column follow from.
#[derive(Clone, Debug)]
pub struct ArticleFacts {
    /// The article.
    pub id: ArticleId,
    /// Its title, or what stands for one.
    pub title: String,
    /// Who published it.
    pub outlet: String,
    /// When it was published.
    pub published: Option<Date>,
    /// Its stories.
    pub stories: BTreeSet<StoryId>,
    /// Paragraphs outside boilerplate.
    pub paragraphs: usize,
    /// Those of them that nobody read whose reading counts.
    pub unread: usize,
    /// The earliest time at which one of them was read.
    pub read_since: Option<Timestamp>,
    /// Annotations without a link, by label.
    pub unlinked: BTreeMap<LabelId, usize>,
}

/// What the cells of a thread's row follow from.
#[derive(Clone, Debug)]
pub struct ThreadFacts {
    /// The canonical thread.
    pub id: ThreadId,
    /// The label of its mentions.
    pub label: LabelId,
    /// What it is called.
    pub title: String,
    /// Its title, folded.
    pub folded: String,
    /// The story that it belongs to.
    pub story: Option<StoryId>,
    /// Since when it could be known.
    pub since: Option<Date>,
    /// When it was made.
    pub made: Timestamp,
    /// A mention disputes it.
    pub disputed: bool,
    /// Articles with a mention, by their number, and where their mentions end among the thread's.
    pub(super) places: Vec<(usize, usize)>,
}

impl ThreadFacts {
    /// Articles that mention it.
    pub fn articles(&self) -> usize {
        self.places.len()
    }
}

/// The articles by date of publication, those without one last, then by id: the order of a thread's mentions. The layers
/// come by article.
pub(super) fn articles(project: &Project, coding: &Coding, layers: &[Coded<'_>]) -> Vec<ArticleFacts> {
    let mut articles: Vec<&Article> = project.articles.values().map(|article| &**article).collect();
    articles.sort_by_key(|article| {
        let published = article.metadata.published;
        (published.is_none(), published, article.id)
    });
    let facts = in_parts(&articles, |part| {
        let facts = part.iter().map(|article| {
            let first = layers.partition_point(|coded| coded.key.article < article.id);
            let of = layers.get(first..).unwrap_or_default();
            article_facts(
                article,
                coding,
                of.chunk_by(|a, b| a.key.article == b.key.article).next().unwrap_or_default(),
            )
        });
        facts.collect::<Vec<_>>()
    });
    facts.into_iter().flatten().collect()
}

/// What is known about an article, from the first layers that are on it.
fn article_facts(article: &Article, coding: &Coding, layers: &[Coded<'_>]) -> ArticleFacts {
    let layers = if layers.first().is_some_and(|coded| coded.key.article == article.id) { layers } else { &[] };
    let mut unlinked: BTreeMap<LabelId, usize> = BTreeMap::new();
    for annotation in layers.iter().flat_map(Coded::annotations).filter(|a| a.threads.is_empty()) {
        match unlinked.get_mut(&annotation.label) {
            Some(count) => *count += 1,
            None => drop(unlinked.insert(annotation.label.clone(), 1)),
        }
    }
    let (paragraphs, unread, read_since) = reading(counted(article), layers, coding.readers());
    ArticleFacts {
        id: article.id,
        title: article.display_title(),
        outlet: article.metadata.outlet.trim().to_owned(),
        published: article.metadata.published,
        stories: article.stories.clone(),
        paragraphs,
        unread,
        read_since,
        unlinked,
    }
}

/// How many paragraphs there are, how many are not read, and since when one of them has been. Where several people read
/// one, the last of them counts; where two must have, the last but one.
fn reading(
    paragraphs: impl Iterator<Item = TextSpan>,
    layers: &[Coded<'_>],
    readers: usize,
) -> (usize, usize, Option<Timestamp>) {
    // Both are in text order: one walk along them.
    let mut walks: Vec<_> = layers.iter().map(|coded| coded.layer.reading.iter().peekable()).collect();
    let (mut total, mut unread, mut since) = (0, 0, None::<Timestamp>);
    let mut times: Vec<Timestamp> = Vec::with_capacity(walks.len());
    for paragraph in paragraphs {
        total += 1;
        times.clear();
        for walk in &mut walks {
            while walk.next_if(|(span, _)| **span < paragraph).is_some() {}
            times.extend(walk.next_if(|(span, _)| **span == paragraph).map(|(_, time)| *time));
        }
        times.sort_unstable_by(|a, b| b.cmp(a));
        match times.get(readers.saturating_sub(1)) {
            Some(time) => since = Some(since.map_or(*time, |since| since.min(*time))),
            None => unread += 1,
        }
    }
    (total, unread, since)
}

/// The threads of an index, in its order.
pub(super) fn threads(
    project: &Project,
    index: &ThreadIndex,
    numbers: &BTreeMap<ArticleId, usize>,
) -> Vec<ThreadFacts> {
    let known: BTreeMap<ThreadId, &Thread> = project.all_threads().map(|(_, thread)| (thread.id, &**thread)).collect();
    let ids: Vec<ThreadId> = index.ids().filter(|id| known.contains_key(id)).collect();
    let facts = in_parts(&ids, |part| {
        part.iter().filter_map(|id| thread_facts(project, index, &known, numbers, *id)).collect::<Vec<_>>()
    });
    facts.into_iter().flatten().collect()
}

fn thread_facts(
    project: &Project,
    index: &ThreadIndex,
    known: &BTreeMap<ThreadId, &Thread>,
    numbers: &BTreeMap<ArticleId, usize>,
    id: ThreadId,
) -> Option<ThreadFacts> {
    let thread = known.get(&id)?;
    let members = || index.members(id).iter().filter_map(|member| known.get(member));
    let mentions = index.mentions(id);
    let places = places(mentions, numbers);
    let dated = |place: Option<&(usize, usize)>| {
        let mention = mentions.get(place?.1.checked_sub(1)?)?;
        project.article(mention.key.article)?.metadata.published
    };
    Some(ThreadFacts {
        id,
        label: thread.label.clone(),
        title: thread.title.clone(),
        folded: fold(&thread.title),
        story: members().find_map(|member| member.story),
        since: members().filter_map(|member| member.known_since).min().or_else(|| dated(places.first())),
        made: thread.made,
        disputed: mentions.iter().any(|mention| matches!(mention.reported, Reported::Disputed(_))),
        places,
    })
}

/// Mentions come article by article, in the articles' order.
fn places(mentions: &[Mention], numbers: &BTreeMap<ArticleId, usize>) -> Vec<(usize, usize)> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (at, mention) in mentions.iter().enumerate() {
        let Some(number) = numbers.get(&mention.key.article) else { continue };
        match places.last_mut() {
            Some(place) if place.0 == *number => place.1 = at + 1,
            _ => places.push((*number, at + 1)),
        }
    }
    places
}

/// For each article, by number, the number of the reprint family that it is in: the least number of an article in it.
/// Families that share an article are one.
pub(super) fn reprints(project: &Project, numbers: &BTreeMap<ArticleId, usize>) -> Vec<usize> {
    let mut first: Vec<usize> = (0..numbers.len()).collect();
    let root = |first: &[usize], mut at: usize| {
        while let Some(next) = first.get(at).filter(|next| **next != at) {
            at = *next;
        }
        at
    };
    for family in project.families.values().filter(|family| family.kind == FamilyKind::Reprint) {
        let mut articles = family.articles.iter().filter_map(|id| numbers.get(id).copied());
        let Some(one) = articles.next() else { continue };
        for other in articles {
            let (a, b) = (root(&first, one), root(&first, other));
            if let Some(slot) = first.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
        }
    }
    (0..first.len()).map(|at| root(&first, at)).collect()
}
