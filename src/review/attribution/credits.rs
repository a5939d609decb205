//! What is credited to whom in each layer, worked out once.

use super::source::{SourceAttributes, SourceFacts, SourceId, of_thread, threads_of};
use crate::model::{Annotation, AnnotationId, LabelRole, LayerKey, Project, ThreadId};
use crate::review::coding::{Coded, Coding, overlap};
use crate::review::derived_relations;
use crate::review::relays::drawn_relays;
use crate::review::threads::ThreadIndex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Words of different annotators are the same where they share at least this part of what either covers.
const SAME_WORDS: f64 = 0.5;

/// Bytes of a source's words that are kept as its title.
const TITLE: usize = 200;

/// One source that passes on what another said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass {
    pub(super) outer: AnnotationId,
    pub(super) inner: AnnotationId,
    /// It follows from where attributions lie: it holds for claims around the inner source only.
    pub(super) derived: bool,
}

/// Who is credited in a layer.
#[derive(Debug, Default)]
pub(super) struct Credits {
    /// The sources of each claim.
    pub(super) sources: BTreeMap<AnnotationId, Vec<AnnotationId>>,
    pub(super) passes: Vec<Pass>,
}

/// Who is credited with what, everywhere. Cloning shares everything.
#[derive(Clone, Debug)]
pub struct Attribution(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    project: Project,
    coding: Coding,
    index: ThreadIndex,
    credits: BTreeMap<LayerKey, Credits>,
    /// Who each source annotation is.
    who: BTreeMap<(LayerKey, AnnotationId), Vec<SourceId>>,
    facts: BTreeMap<SourceId, SourceFacts>,
}

impl Attribution {
    /// The attributions of a project that count; the index is that of the same coding.
    pub fn new(project: &Project, coding: &Coding, index: &ThreadIndex) -> Self {
        let mut inner = Inner {
            project: project.clone(),
            coding: coding.clone(),
            index: index.clone(),
            credits: BTreeMap::new(),
            who: BTreeMap::new(),
            facts: BTreeMap::new(),
        };
        let attributes = SourceAttributes::new();
        let layers = coding.all_layers(project);
        for of_article in layers.chunk_by(|a, b| a.key.article == b.key.article) {
            for coded in of_article {
                inner.read(coded);
                inner.identify(&attributes, of_article, coded);
            }
        }
        Self(Arc::new(inner))
    }

    /// The project as it was.
    pub fn project(&self) -> &Project {
        &self.0.project
    }

    /// Whose coding counts.
    pub fn coding(&self) -> &Coding {
        &self.0.coding
    }

    /// The threads with their mentions.
    pub fn index(&self) -> &ThreadIndex {
        &self.0.index
    }

    /// Canonical threads of claims, by id.
    pub fn claims(&self) -> impl Iterator<Item = ThreadId> {
        self.0.index.ids().filter(|id| {
            let thread = self.0.project.thread(*id);
            thread.is_some_and(|(_, thread)| self.0.project.codebook.role(&thread.label) == LabelRole::Claim)
        })
    }

    /// What is known about a source.
    pub fn facts(&self, source: &SourceId) -> SourceFacts {
        self.0.facts.get(source).cloned().unwrap_or_default()
    }

    /// Who a source annotation is: the threads that it is linked to, else only itself.
    pub fn who(&self, key: &LayerKey, source: AnnotationId) -> &[SourceId] {
        self.0.who.get(&(key.clone(), source)).map_or(&[], Vec::as_slice)
    }

    /// The sources that a claim is credited to, as far as they count.
    pub fn sources_of(&self, key: &LayerKey, claim: AnnotationId) -> &[AnnotationId] {
        self.0.credits.get(key).and_then(|credits| credits.sources.get(&claim)).map_or(&[], Vec::as_slice)
    }

    /// The claims that are credited to a source.
    pub(super) fn claims_of(&self, key: &LayerKey, source: AnnotationId) -> impl Iterator<Item = &AnnotationId> {
        let credits = self.0.credits.get(key).into_iter().flat_map(|credits| &credits.sources);
        credits.filter(move |(_, sources)| sources.contains(&source)).map(|(claim, _)| claim)
    }

    pub(super) fn passes(&self, key: &LayerKey) -> &[Pass] {
        self.0.credits.get(key).map_or(&[], |credits| &credits.passes)
    }
}

impl Inner {
    /// Takes in a layer's arrows.
    fn read(&mut self, coded: &Coded<'_>) {
        if coded.layer.relations.is_empty() {
            return;
        }
        let mut credits = Credits::default();
        for relation in coded.layer.relations.values().filter(|r| r.kind.as_str() == "attributed_to") {
            if coded.counts(relation.from) && coded.counts(relation.to) {
                let sources = credits.sources.entry(relation.from).or_default();
                if !sources.contains(&relation.to) {
                    sources.push(relation.to);
                }
            }
        }
        let counted = |(outer, inner): &(AnnotationId, AnnotationId)| coded.counts(*outer) && coded.counts(*inner);
        let drawn = drawn_relays(coded.layer).filter(counted);
        credits.passes.extend(drawn.map(|(outer, inner)| Pass { outer, inner, derived: false }));
        let derived = derived_relations(&self.project, coded.key).into_iter().filter(|d| d.kind.as_str() == "relays");
        let derived = derived.map(|d| (d.from, d.to)).filter(counted);
        credits.passes.extend(derived.map(|(outer, inner)| Pass { outer, inner, derived: true }));
        self.credits.insert(coded.key.clone(), credits);
    }

    /// Says who the sources of a layer are. One that is linked to nobody is who the other annotators' source on the same
    /// words is: these are the same words, not two sources that look alike.
    fn identify(&mut self, attributes: &SourceAttributes, of_article: &[Coded<'_>], coded: &Coded<'_>) {
        let role = |annotation: &Annotation| self.project.codebook.role(&annotation.label);
        let sources: Vec<&Arc<Annotation>> = coded.annotations().filter(|a| role(a) == LabelRole::Source).collect();
        let text = self.project.article(coded.key.article).map(|article| article.text().clone());
        for source in sources {
            let mut who = threads_of(&self.index, source);
            if who.is_empty() {
                let others = of_article.iter().filter(|other| other.key != coded.key);
                let alike = others.flat_map(|other| {
                    let alike = other.annotations().filter(|a| overlap(a, source) >= SAME_WORDS);
                    alike.filter(|a| a.label == source.label).map(|a| (other.key, a))
                });
                let alike: Vec<_> = alike.collect();
                who = alike.iter().map(|(_, a)| threads_of(&self.index, a)).find(|t| !t.is_empty()).unwrap_or_default();
                if who.is_empty() {
                    let all = alike.iter().map(|(key, a)| (*key, a.id)).chain([(coded.key, source.id)]);
                    let first = all.min().unwrap_or((coded.key, source.id));
                    who.push(SourceId::Annotation(first.0.clone(), first.1));
                }
            }
            for id in &who {
                let facts = self.facts.entry(id.clone()).or_insert_with(|| match id {
                    SourceId::Thread(id) => of_thread(&self.project, &self.index, attributes, *id),
                    SourceId::Annotation(..) => SourceFacts::default(),
                });
                if facts.title.is_empty() {
                    facts.title = text.as_ref().map(|text| source.first_words(text, TITLE)).unwrap_or_default();
                }
                attributes.fill(facts, &source.attributes);
            }
            self.who.insert((coded.key.clone(), source.id), who);
        }
    }
}
