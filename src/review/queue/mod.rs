//! Mentions that no shared claim, source or event has yet, in groups that look the same. Nothing is linked here.

#[cfg(test)]
mod tests;

use super::likeness::{Evidence, LikenessIndex, Terms, Weights};
use crate::edit::plan::title_of;
use crate::model::{
    Annotation, AnnotationId, AnnotatorName, Article, ArticleId, Date, LabelId, LayerKey, Project, ThreadId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A likeness from which on two mentions go into one group: more than for what is only shown, as a group is ticked whole.
pub const PROPOSED: f32 = 0.5;

/// The rarest words of a mention by which others like it are found.
const RAREST: usize = 6;

/// Groups that a word is looked for in, at most: a word of more groups tells none of them apart.
const COMMON: usize = 64;

/// Mentions that look the same, and what they look like.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueGroup {
    /// Their label.
    pub label: LabelId,
    /// The mentions, in order of publication; one alone where it looks like a thread.
    pub mentions: Vec<(ArticleId, AnnotationId)>,
    /// The thread that they look like, where there is one.
    pub thread: Option<ThreadId>,
    /// How alike: the least of the mentions, to the group's first or to the thread; from 0 to 1.
    pub likeness: f32,
    /// A title for a new thread, made of the first mention's words.
    pub title: String,
}

/// What is not linked yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    /// Groups, the largest first.
    pub groups: Vec<QueueGroup>,
    /// Mentions that look like nothing else, in order of publication.
    pub alone: Vec<(ArticleId, AnnotationId)>,
}

impl Queue {
    /// How many mentions there are.
    pub fn mentions(&self) -> usize {
        self.alone.len() + self.groups.iter().map(|group| group.mentions.len()).sum::<usize>()
    }
}

/// One mention without a link.
struct Unlinked {
    article: ArticleId,
    annotation: Arc<Annotation>,
    order: (bool, Option<Date>, ArticleId, crate::text::ByteOffset),
    evidence: Evidence,
}

/// A group in the making: its first mention stands for it.
struct Making {
    members: Vec<(usize, f32)>,
    thread: Option<ThreadId>,
}

/// The annotator's own annotations that are linked to nothing, in groups. Each mention goes to the group whose first mention
/// it is most like (leader clustering, Hartigan 1975), where it is like one at all. Ends early, with nothing, once `stop` is
/// set.
pub fn unlinked_queue(project: &Project, annotator: &AnnotatorName, index: &LikenessIndex, stop: &AtomicBool) -> Queue {
    let mut terms = index.terms().clone();
    let all = collect(project, annotator, index, &mut terms, stop);
    let known = index.candidates().flat_map(|candidate| candidate.evidence());
    let weights = Weights::of(&terms, all.iter().map(|one| &one.evidence).chain(known));
    let mut groups: Vec<Making> = Vec::new();
    let mut by_term: BTreeMap<(LabelId, u32), Vec<usize>> = BTreeMap::new();
    seed(index, &weights, &mut groups, &mut by_term);
    for (at, one) in all.iter().enumerate() {
        if stop.load(Ordering::Relaxed) {
            return Queue::default();
        }
        let label = &one.annotation.label;
        let rare = rarest(&one.evidence, &weights);
        let near: BTreeSet<usize> =
            rare.iter().filter_map(|term| by_term.get(&(label.clone(), *term))).flatten().copied().collect();
        let like = |group: &Making| likeness(group, one, &all, index, &weights);
        let likely = near.into_iter().filter_map(|number| Some((number, like(groups.get(number)?))));
        let best = likely.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let number = match best.filter(|(_, like)| *like >= PROPOSED) {
            Some((number, like)) => {
                if let Some(group) = groups.get_mut(number) {
                    group.members.push((at, like));
                }
                continue;
            }
            None => groups.len(),
        };
        groups.push(Making { members: vec![(at, 1.0)], thread: None });
        remember(&mut by_term, label, &rare, number);
    }
    finish(project, &all, groups)
}

/// Each thread is a group without members, found by the words of its mentions.
fn seed(
    index: &LikenessIndex,
    weights: &Weights,
    groups: &mut Vec<Making>,
    by_term: &mut BTreeMap<(LabelId, u32), Vec<usize>>,
) {
    for candidate in index.candidates() {
        let number = groups.len();
        groups.push(Making { members: Vec::new(), thread: Some(candidate.thread.id) });
        let rare: BTreeSet<u32> = candidate.evidence().iter().flat_map(|e| rarest(e, weights)).collect();
        remember(by_term, &candidate.thread.label, &rare.into_iter().collect::<Vec<_>>(), number);
    }
}

fn remember(by_term: &mut BTreeMap<(LabelId, u32), Vec<usize>>, label: &LabelId, terms: &[u32], number: usize) {
    for term in terms {
        let groups = by_term.entry((label.clone(), *term)).or_default();
        if groups.len() < COMMON {
            groups.push(number);
        }
    }
}

fn likeness(group: &Making, one: &Unlinked, all: &[Unlinked], index: &LikenessIndex, weights: &Weights) -> f32 {
    match (group.thread.and_then(|id| index.candidate(id)), group.members.first()) {
        (Some(candidate), _) => {
            candidate.evidence().iter().map(|known| one.evidence.likeness(known, weights)).fold(0.0, f32::max)
        }
        (None, Some((first, _))) => all.get(*first).map_or(0.0, |f| one.evidence.likeness(&f.evidence, weights)),
        (None, None) => 0.0,
    }
}

fn rarest(evidence: &Evidence, weights: &Weights) -> Vec<u32> {
    let mut terms = evidence.stems.clone();
    terms.sort_by(|a, b| weights.of_term(*b).total_cmp(&weights.of_term(*a)).then(a.cmp(b)));
    terms.truncate(RAREST);
    terms
}

/// Annotations without a link, in order of publication. Those without a word of their own, such as pronouns, look like
/// nothing.
fn collect(
    project: &Project,
    annotator: &AnnotatorName,
    index: &LikenessIndex,
    terms: &mut Terms,
    stop: &AtomicBool,
) -> Vec<Unlinked> {
    let mut all = Vec::new();
    for article in project.articles.values() {
        if stop.load(Ordering::Relaxed) {
            return all;
        }
        let key = LayerKey { annotator: annotator.clone(), article: article.id };
        let Some(layer) = project.layer(&key) else { continue };
        let unlinked = layer.annotations.values().filter(|a| a.threads.is_empty() && !a.fragments().is_empty());
        for annotation in unlinked {
            let published = article.metadata.published;
            let start = annotation.cover().map(crate::text::TextSpan::start).unwrap_or_default();
            all.push(Unlinked {
                article: article.id,
                annotation: Arc::clone(annotation),
                order: (published.is_none(), published, article.id, start),
                evidence: Evidence::of_annotation(
                    terms,
                    index.threads(),
                    &project.codebook,
                    (article, layer),
                    annotation,
                ),
            });
        }
    }
    all.sort_by_key(|one| one.order);
    all
}

fn finish(project: &Project, all: &[Unlinked], groups: Vec<Making>) -> Queue {
    let mut queue = Queue::default();
    for group in groups {
        let members: Vec<_> = group.members.iter().filter_map(|(at, like)| Some((all.get(*at)?, *like))).collect();
        let Some((first, _)) = members.first() else { continue };
        let mentions: Vec<_> = members.iter().map(|(one, _)| (one.article, one.annotation.id)).collect();
        if mentions.len() == 1 && group.thread.is_none() {
            queue.alone.extend(mentions);
            continue;
        }
        queue.groups.push(QueueGroup {
            label: first.annotation.label.clone(),
            title: title_for(project.article(first.article).map(|a| &**a), &first.annotation),
            likeness: members.iter().map(|(_, like)| *like).fold(1.0, f32::min),
            thread: group.thread,
            mentions,
        });
    }
    queue.groups.sort_by_key(|group| std::cmp::Reverse(group.mentions.len()));
    let place: BTreeMap<AnnotationId, usize> =
        all.iter().enumerate().map(|(at, one)| (one.annotation.id, at)).collect();
    queue.alone.sort_by_key(|(_, id)| place.get(id).copied());
    queue
}

/// A title for a thread that an annotation is the first mention of: its words.
fn title_for(article: Option<&Article>, annotation: &Annotation) -> String {
    article.map(|article| title_of(&annotation.first_words(article.text(), 400))).unwrap_or_default()
}
