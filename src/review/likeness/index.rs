//! All threads with what is said about them, and their order by likeness while somebody types.

use super::evidence::{Evidence, Weights, date_of, outlet_of, sentence_around, visible};
use super::terms::{Term, Terms};
use crate::model::{
    Annotation, AnnotationId, AnnotatorName, Article, ArticleId, Date, LabelId, LabelRole, LayerKey, Project, Thread,
    ThreadId,
};
use crate::review::{Coding, ThreadIndex};
use crate::text::{TextSpan, fold};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Days between a mention and the nearest mention of a thread from which on the dates are far apart: longer than a story
/// of the day lives, shorter than the return of last year's.
pub const FAR_APART: u32 = 60;

/// A likeness from which on a thread is probably the one.
pub const LIKELY: f32 = 0.4;

/// Mentions of a thread that are compared, at most; further ones say the same again.
const COMPARED: usize = 24;

/// Most entries of a ranking.
const MOST: usize = 200;

/// A mention as it is shown beside its thread's title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The layer.
    pub key: LayerKey,
    /// The annotation.
    pub annotation: AnnotationId,
    /// The sentence that it stands in, on one line.
    pub sentence: String,
    /// Who published it.
    pub outlet: String,
    /// When, or that this is not known.
    pub date: String,
}

/// A thread with what is said about it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The thread, which stands for all that are the same.
    pub thread: Arc<Thread>,
    /// The mention that is shown: the earliest.
    pub shown: Option<Shown>,
    /// How many mentions there are.
    pub mentions: usize,
    /// Days of publication of its mentions, and since when it was known; sorted.
    dates: Vec<Date>,
    /// Title and words of mentions, folded: what is typed is looked for here.
    folded: String,
    /// Length of the folded title, in bytes.
    title: usize,
    evidence: Vec<Evidence>,
    /// What it was made from: where none of that has changed, it is kept.
    from: Vec<Arc<Annotation>>,
}

/// What is looked for: the words and people of a mention, its date, and what was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Probe {
    /// Only threads of this label; all where none is given.
    pub label: Option<LabelId>,
    /// The annotation, where there is one already.
    pub annotation: Option<(LayerKey, AnnotationId)>,
    /// The words, where there is none.
    pub words: Option<(ArticleId, Vec<TextSpan>)>,
    /// What was typed: each word must begin a word of the title or of a mention.
    pub typed: String,
}

/// A thread that something could be a mention of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likely {
    /// The thread, by [`LikenessIndex::candidate`].
    pub thread: ThreadId,
    /// How alike, from 0 to 1.
    pub likeness: f32,
    /// Days to the nearest mention, where that is [`FAR_APART`] or more.
    pub far: Option<u32>,
    /// The mention is linked to it already.
    pub linked: bool,
}

/// The threads of a state of a project. Cloning shares everything.
#[derive(Clone, Debug, Default)]
pub struct LikenessIndex(Arc<Inner>);

#[derive(Clone, Debug, Default)]
struct Inner {
    terms: Terms,
    weights: Weights,
    threads: ThreadIndex,
    candidates: BTreeMap<ThreadId, Arc<Candidate>>,
    /// Candidates that hold a word, by its number.
    holders: Vec<Vec<ThreadId>>,
}

impl LikenessIndex {
    /// The index of a project as it is now; threads whose mentions have not changed are taken over from this one. All
    /// threads are in it, whoever made them; mentions that `reader` may not see are left out.
    #[must_use]
    pub fn updated(&self, project: &Project, reader: &AnnotatorName) -> Self {
        let threads = ThreadIndex::new(project, &Coding::All);
        let mut terms = self.0.terms.clone();
        let mut candidates = BTreeMap::new();
        for id in threads.ids() {
            let Some((_, thread)) = project.thread(id) else { continue };
            let known = self.0.candidates.get(&id);
            let made = candidate(project, reader, &threads, thread, &mut terms, known);
            candidates.insert(id, made);
        }
        let weights = Weights::of(&terms, candidates.values().flat_map(|candidate| &candidate.evidence));
        let mut holders: Vec<Vec<ThreadId>> = vec![Vec::new(); terms.len()];
        for (id, candidate) in &candidates {
            let held = candidate.evidence.iter().flat_map(|e| e.stems.iter().chain(&e.people));
            for term in held.copied().collect::<BTreeSet<Term>>() {
                if let Some(holders) = holders.get_mut(term as usize) {
                    holders.push(*id);
                }
            }
        }
        Self(Arc::new(Inner { terms, weights, threads, candidates, holders }))
    }

    /// A thread with what is said about it.
    pub fn candidate(&self, id: ThreadId) -> Option<&Arc<Candidate>> {
        self.0.candidates.get(&id)
    }

    /// All threads, what is the same as one, with their mentions.
    pub fn threads(&self) -> &ThreadIndex {
        &self.0.threads
    }

    /// Threads by how alike they are, the likeliest first; of what fits what was typed, titles come before words of
    /// mentions. At most 200.
    pub fn rank(&self, project: &Project, probe: &Probe) -> Vec<Likely> {
        let mut terms = self.0.terms.clone();
        let (evidence, linked) = self.evidence_of(project, probe, &mut terms);
        let typed = fold(&probe.typed);
        let typed: Vec<&str> = typed.split_whitespace().collect();
        let mut ranked: Vec<(u8, Likely)> = Vec::new();
        for id in self.of_interest(&evidence, &typed) {
            let Some(candidate) = self.0.candidates.get(&id) else { continue };
            if probe.label.as_ref().is_some_and(|label| *label != candidate.thread.label) {
                continue;
            }
            let Some(tier) = candidate.fits(&typed) else { continue };
            let near = candidate.dates.iter().zip(std::iter::repeat(evidence.date));
            let apart = near.filter_map(|(date, ours)| Some(date.days_apart(ours?))).min();
            ranked.push((
                tier,
                Likely {
                    thread: id,
                    likeness: candidate.likeness(&evidence, &self.0.weights),
                    far: apart.filter(|days| *days >= FAR_APART),
                    linked: linked.contains(&id),
                },
            ));
        }
        ranked.sort_by(|a, b| {
            let order =
                |(tier, likely): &(u8, Likely)| (*tier, likely.linked, Reverse(Order(likely.likeness)), likely.thread);
            order(a).cmp(&order(b))
        });
        ranked.truncate(MOST);
        ranked.into_iter().map(|(_, likely)| likely).collect()
    }

    /// What the probe says, and what it is linked to.
    fn evidence_of(&self, project: &Project, probe: &Probe, terms: &mut Terms) -> (Evidence, BTreeSet<ThreadId>) {
        if let Some((key, id)) = &probe.annotation
            && let (Some(article), Some(layer)) = (project.article(key.article), project.layer(key))
            && let Some(annotation) = layer.annotations.get(id)
        {
            let linked = annotation.threads.keys().map(|id| self.0.threads.canonical(*id)).collect();
            return (
                Evidence::of_annotation(terms, &self.0.threads, &project.codebook, (article, layer), annotation),
                linked,
            );
        }
        if let Some((article, spans)) = &probe.words
            && let Some(article) = project.article(*article)
        {
            return (Evidence::of_spans(terms, article, spans, LabelRole::Claim), BTreeSet::new());
        }
        (Evidence::of_words(terms, &probe.typed), BTreeSet::new())
    }

    /// Threads that share a word or a person with the evidence; all of them where something is typed or little is shared.
    fn of_interest(&self, evidence: &Evidence, typed: &[&str]) -> Vec<ThreadId> {
        let held = evidence.stems.iter().chain(&evidence.people).filter_map(|term| self.0.holders.get(*term as usize));
        let shared: BTreeSet<ThreadId> = held.flatten().copied().collect();
        if typed.is_empty() && shared.len() >= MOST {
            return shared.into_iter().collect();
        }
        self.0.candidates.keys().copied().collect()
    }
}

/// Numbers in their order, whatever they are.
#[derive(PartialEq)]
struct Order(f32);

impl Eq for Order {}

impl PartialOrd for Order {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Order {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Candidate {
    /// 0 where the title begins with what was typed, 1 where words of the title do, 2 where words of mentions do; `None`
    /// where some word begins none.
    fn fits(&self, typed: &[&str]) -> Option<u8> {
        let (title, rest) = self.folded.split_at_checked(self.title).unwrap_or((&self.folded, ""));
        let begins = |words: &str, part: &str| words.split(|c: char| !c.is_alphanumeric()).any(|w| w.starts_with(part));
        match typed {
            [] => Some(0),
            typed if title.starts_with(&typed.join(" ")) => Some(0),
            typed if typed.iter().all(|part| begins(title, part)) => Some(1),
            typed => typed.iter().all(|part| begins(title, part) || begins(rest, part)).then_some(2),
        }
    }

    fn likeness(&self, evidence: &Evidence, weights: &Weights) -> f32 {
        self.evidence.iter().map(|known| evidence.likeness(known, weights)).fold(0.0, f32::max)
    }

    /// What it says, for comparing mentions that have no thread.
    pub(in crate::review) fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }
}

impl LikenessIndex {
    pub(in crate::review) fn candidates(&self) -> impl Iterator<Item = &Arc<Candidate>> {
        self.0.candidates.values()
    }

    pub(in crate::review) fn terms(&self) -> &Terms {
        &self.0.terms
    }
}

fn candidate(
    project: &Project,
    reader: &AnnotatorName,
    threads: &ThreadIndex,
    thread: &Arc<Thread>,
    terms: &mut Terms,
    known: Option<&Arc<Candidate>>,
) -> Arc<Candidate> {
    let mentions: Vec<_> = visible(project, reader, threads, thread.id).collect();
    let annotation = |key: &LayerKey, id| project.annotation(key, id).cloned();
    let from: Vec<Arc<Annotation>> =
        mentions.iter().take(COMPARED).filter_map(|m| annotation(&m.key, m.annotation)).collect();
    let is_same = |known: &Candidate| {
        Arc::ptr_eq(&known.thread, thread)
            && known.mentions == mentions.len()
            && known.from.len() == from.len()
            && known.from.iter().zip(&from).all(|(a, b)| Arc::ptr_eq(a, b))
    };
    if let Some(known) = known.filter(|known| is_same(known)) {
        return Arc::clone(known);
    }
    let mut folded = fold(&thread.title);
    let title = folded.len();
    let mut evidence =
        vec![Evidence { date: threads.known_since(project, thread.id), ..Evidence::of_words(terms, &thread.title) }];
    let mut shown = None;
    for mention in mentions.iter().take(COMPARED) {
        let (Some(article), Some(layer)) = (project.article(mention.key.article), project.layer(&mention.key)) else {
            continue;
        };
        let Some(annotation) = layer.annotations.get(&mention.annotation) else { continue };
        let says = Evidence::of_annotation(terms, threads, &project.codebook, (article, layer), annotation);
        folded.push('\n');
        folded.push_str(&fold(&annotation.first_words(article.text(), 400)));
        shown = shown.or_else(|| Some(show(&mention.key, article, annotation)));
        if !evidence.contains(&says) {
            evidence.push(says);
        }
    }
    let published = mentions.iter().filter_map(|m| project.article(m.key.article)?.metadata.published);
    let mut dates: Vec<Date> = published.chain(thread.known_since).collect();
    dates.sort_unstable();
    dates.dedup();
    let mentions = mentions.len();
    Arc::new(Candidate { thread: Arc::clone(thread), shown, mentions, dates, folded, title, evidence, from })
}

fn show(key: &LayerKey, article: &Article, annotation: &Annotation) -> Shown {
    Shown {
        key: key.clone(),
        annotation: annotation.id,
        sentence: sentence_around(article, annotation),
        outlet: outlet_of(article).to_owned(),
        date: date_of(article),
    }
}
