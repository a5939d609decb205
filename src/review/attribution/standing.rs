//! What a claim stands on.

use super::credits::{Attribution, Pass};
use super::graph::Graph;
use super::{SourceFacts, SourceId};
use crate::model::{Annotation, AnnotationId, ArticleId, LabelRole, LayerKey, ThreadId};
use crate::review::threads::{Dispute, Mention, Reported};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// A source of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credited {
    /// Who it is.
    pub source: SourceId,
    /// What is known about it.
    pub facts: SourceFacts,
    /// How many pass its words on before an article does: 0 where an article credits it itself.
    pub depth: usize,
    /// Those whose words it passes on.
    pub passes_on: Vec<SourceId>,
    /// It passes on nobody's words: one of those who stand behind the claim.
    pub ultimate: bool,
    /// Without it no article has the claim from anybody.
    pub needed: bool,
    /// Where: the layer, the claim, and the source's words.
    pub quotes: Vec<(LayerKey, AnnotationId, AnnotationId)>,
}

/// What a claim stands on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its sources: those that stand behind it first, then by how near they are.
    pub sources: Vec<Credited>,
    /// Articles that report it without naming or pointing to a source.
    pub unsourced: Vec<ArticleId>,
    /// Outlets that credit it to somebody.
    pub outlets: usize,
    /// Articles that report it.
    pub articles: usize,
    /// Mentions that deny it or are linked against it.
    pub against: Vec<(LayerKey, AnnotationId)>,
}

impl Standing {
    /// Those who stand behind it. There may be more; there are at least so many as far as is known.
    pub fn ultimate(&self) -> impl Iterator<Item = &Credited> {
        self.sources.iter().filter(|source| source.ultimate)
    }

    /// How many independent sources stand behind it.
    pub fn at_least(&self) -> usize {
        self.ultimate().count()
    }

    /// How many of them are known to be named.
    pub fn named(&self) -> usize {
        self.ultimate().filter(|source| source.facts.named == Some(true)).count()
    }

    /// All from one source: several outlets have it, and in the end from one alone.
    pub fn is_echo(&self) -> bool {
        self.at_least() == 1 && self.outlets > 1 && self.unsourced.is_empty()
    }

    /// The sources without which it falls.
    pub fn falls_without(&self) -> impl Iterator<Item = &Credited> {
        self.sources.iter().filter(|source| source.needed)
    }
}

impl Attribution {
    /// What a claim stands on; nothing where the thread is none of claims.
    pub fn standing(&self, thread: ThreadId) -> Standing {
        let mut standing = Standing::default();
        let mut found = Found::default();
        let mut articles: BTreeMap<ArticleId, bool> = BTreeMap::new();
        let thread = self.index().canonical(thread);
        for mention in self.index().mentions(thread) {
            let Some(claim) = self.project().annotation(&mention.key, mention.annotation) else { continue };
            if self.project().codebook.role(&claim.label) != LabelRole::Claim {
                continue;
            }
            if matches!(mention.reported, Reported::Disputed(Dispute::Against | Dispute::Denial)) {
                standing.against.push((mention.key.clone(), mention.annotation));
                continue;
            }
            let has_source = self.gather(thread, mention, claim, &mut found);
            *articles.entry(mention.key.article).or_default() |= has_source;
        }
        let outlet = |article: &ArticleId| {
            let outlet = fold(self.project().article(*article)?.metadata.outlet.trim());
            Some(outlet).filter(|outlet| !outlet.is_empty())
        };
        let sourced = articles.iter().filter(|(_, sourced)| **sourced);
        standing.outlets = sourced.filter_map(|(article, _)| outlet(article)).collect::<BTreeSet<_>>().len();
        standing.articles = articles.len();
        standing.unsourced = articles.iter().filter(|(_, sourced)| !**sourced).map(|(id, _)| *id).collect();
        standing.sources = self.credited(found, standing.unsourced.is_empty());
        standing
    }

    /// Takes in the sources of one claim; true where it has one.
    fn gather(&self, thread: ThreadId, mention: &Mention, claim: &Annotation, found: &mut Found) -> bool {
        let key = &mention.key;
        let counts = |pass: &&Pass| !pass.derived || self.is_about_this(thread, key, claim, pass.inner);
        let passes: Vec<&Pass> = self.passes(key).iter().filter(counts).collect();
        let mut seen: BTreeSet<AnnotationId> = BTreeSet::new();
        let mut next: Vec<AnnotationId> = Vec::new();
        for source in self.sources_of(key, mention.annotation) {
            for who in self.who(key, *source) {
                found.graph.credit(who);
            }
            next.push(*source);
        }
        while let Some(source) = next.pop() {
            if !seen.insert(source) {
                continue;
            }
            for who in self.who(key, source) {
                let quote = (key.clone(), mention.annotation, source);
                found.quotes.entry(who.clone()).or_default().push(quote);
            }
            for pass in passes.iter().filter(|pass| pass.outer == source) {
                for outer in self.who(key, source) {
                    for inner in self.who(key, pass.inner) {
                        found.graph.pass(outer, inner);
                    }
                }
                next.push(pass.inner);
            }
        }
        !self.sources_of(key, mention.annotation).is_empty()
    }

    /// True where what is credited to a source inside of a claim is the same thing: it is linked to the same thread, or to
    /// none. A claim may as well hold what somebody says about something else.
    fn is_about_this(&self, thread: ThreadId, key: &LayerKey, claim: &Annotation, source: AnnotationId) -> bool {
        let inner = |id: &AnnotationId| {
            let inner = self.project().annotation(key, *id)?;
            (lies_inside(inner, claim) && inner.id != claim.id).then_some(inner)
        };
        self.claims_of(key, source).filter_map(inner).any(|inner| {
            inner.threads.is_empty() || inner.threads.keys().any(|id| self.index().canonical(*id) == thread)
        })
    }

    fn credited(&self, mut found: Found, all_sourced: bool) -> Vec<Credited> {
        let quotes = std::mem::take(&mut found.quotes);
        let graph = &found.graph;
        let (depths, ultimate) = (graph.depths(), graph.ultimate());
        let needed: BTreeSet<&SourceId> =
            if all_sourced { graph.needed().into_iter().collect() } else { BTreeSet::new() };
        let mut sources: Vec<Credited> = depths
            .iter()
            .map(|(source, depth)| Credited {
                source: (*source).clone(),
                facts: self.facts(source),
                depth: *depth,
                passes_on: graph.passes.get(*source).into_iter().flatten().cloned().collect(),
                ultimate: ultimate.contains(source),
                needed: needed.contains(source),
                quotes: quotes.get(*source).cloned().unwrap_or_default(),
            })
            .collect();
        sources.sort_by_cached_key(|s| (!s.ultimate, s.depth, fold(&s.facts.title), s.source.clone()));
        sources
    }
}

/// The sources of a thread, as its mentions are walked along.
#[derive(Default)]
struct Found {
    graph: Graph,
    quotes: BTreeMap<SourceId, Vec<(LayerKey, AnnotationId, AnnotationId)>>,
}

fn lies_inside(inner: &Annotation, outer: &Annotation) -> bool {
    let held = |span| outer.fragments().iter().any(|fragment| fragment.contains_span(span));
    !inner.fragments().is_empty() && inner.fragments().iter().all(|span| held(*span))
}
