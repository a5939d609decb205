//! Sources, claims and outlets as a network: who publishes what, who is credited with it, who passes it on.

mod layout;
#[cfg(test)]
mod tests;

pub use layout::lay_out;

use super::{Coding, ThreadIndex, derived_relations};
use crate::model::{
    Annotation, AnnotationId, ArticleId, LabelRole, Layer, LayerKey, LinkStance, Project, StoryId, ThreadId,
};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Most nodes that are drawn: more of them are a ball of wool.
pub const MOST_NODES: usize = 300;

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// Who publishes.
    Outlet,
    /// Who is credited.
    Source,
    /// What is claimed.
    Claim,
}

impl NodeKind {
    /// All kinds, in the order of the legend.
    pub const ALL: [Self; 3] = [Self::Outlet, Self::Source, Self::Claim];

    /// What the screen shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Source => "source",
            Self::Claim => "claim",
        }
    }
}

/// What runs from one node to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// An outlet publishes a claim.
    Publishes,
    /// A source is credited with a claim.
    Credited,
    /// A source passes on what another said.
    Relays,
}

impl EdgeKind {
    /// What the screen shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Publishes => "publishes",
            Self::Credited => "is credited with",
            Self::Relays => "relays",
        }
    }
}

/// An annotation that stands behind something.
pub type Quote = (LayerKey, AnnotationId);

/// A node with what stands behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it stands for.
    pub kind: NodeKind,
    /// What it is called.
    pub title: String,
    /// Its thread, where it is one; what nobody linked stands alone.
    pub thread: Option<ThreadId>,
    /// Annotations behind it, each once.
    pub quotes: Vec<Quote>,
}

/// All that runs from one node to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The place of the node that it starts at.
    pub from: usize,
    /// The place of the node that it ends at.
    pub to: usize,
    /// What it is.
    pub kind: EdgeKind,
    /// Annotations behind it.
    pub quotes: Vec<Quote>,
    /// How many of them speak against the claim.
    pub against: usize,
}

/// Nodes and edges that are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// Nodes, those with the most edges first.
    pub nodes: Vec<Node>,
    /// Edges between them.
    pub edges: Vec<Edge>,
    /// Nodes that fit the filter and are too many to be drawn.
    pub left_out: usize,
}

/// Which nodes are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkFilter {
    /// Kinds of nodes.
    pub kinds: BTreeSet<NodeKind>,
    /// Only what has these words in its title, folded, and its neighbours.
    pub words: String,
    /// Only articles and threads of this story.
    pub story: Option<StoryId>,
    /// Least number of annotations behind a node.
    pub least: usize,
    /// Whether sources that nobody linked are shown, each by itself.
    pub unlinked: Unlinked,
}

/// What becomes of sources that nobody linked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unlinked {
    /// They are left out.
    #[default]
    Out,
    /// Each is a node by itself.
    In,
}

impl Default for NetworkFilter {
    fn default() -> Self {
        Self { kinds: NodeKind::ALL.into(), words: String::new(), story: None, least: 1, unlinked: Unlinked::Out }
    }
}

/// What tells nodes apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Outlet(String),
    Thread(ThreadId),
    /// A source that nobody linked.
    Own(LayerKey, AnnotationId),
}

/// A network in the making.
#[derive(Default)]
struct Making {
    nodes: BTreeMap<Key, Node>,
    edges: BTreeMap<(Key, Key, EdgeKind), (Vec<Quote>, usize)>,
    /// Quotes that nodes and edges have already: an outlet's are many.
    node_quotes: BTreeMap<Key, BTreeSet<Quote>>,
    edge_quotes: BTreeMap<(Key, Key, EdgeKind), BTreeSet<Quote>>,
}

impl Making {
    fn node(&mut self, key: Key, kind: NodeKind, title: &str, thread: Option<ThreadId>, quote: &Quote) {
        if self.node_quotes.entry(key.clone()).or_default().insert(quote.clone()) {
            let new = || Node { kind, title: title.to_owned(), thread, quotes: Vec::new() };
            self.nodes.entry(key).or_insert_with(new).quotes.push(quote.clone());
        }
    }

    fn edge(&mut self, from: Key, to: Key, kind: EdgeKind, quote: &Quote, stance: LinkStance) {
        let key = (from, to, kind);
        if self.edge_quotes.entry(key.clone()).or_default().insert(quote.clone()) {
            let (quotes, against) = self.edges.entry(key).or_default();
            quotes.push(quote.clone());
            *against += usize::from(stance == LinkStance::Against);
        }
    }
}

/// The network of the shared claims: their outlets and sources, by whose coding counts.
pub fn network(project: &Project, threads: &ThreadIndex, coding: &Coding, filter: &NetworkFilter) -> Network {
    let mut making = Making::default();
    let mut layers: BTreeSet<LayerKey> = BTreeSet::new();
    for id in threads.ids() {
        let Some((_, thread)) = project.thread(id) else { continue };
        let in_story = filter.story.is_none() || thread.story.is_none() || thread.story == filter.story;
        if project.codebook.role(&thread.label) != LabelRole::Claim || !in_story {
            continue;
        }
        for mention in threads.mentions(id) {
            let Some(article) = project.article(mention.key.article) else { continue };
            if filter.story.is_some_and(|story| !article.stories.contains(&story)) {
                continue;
            }
            layers.insert(mention.key.clone());
            let quote = (mention.key.clone(), mention.annotation);
            let claim = Key::Thread(id);
            making.node(claim.clone(), NodeKind::Claim, &thread.title, Some(id), &quote);
            let outlet = super::outlet_of(article);
            making.node(Key::Outlet(outlet.to_owned()), NodeKind::Outlet, outlet, None, &quote);
            making.edge(Key::Outlet(outlet.to_owned()), claim.clone(), EdgeKind::Publishes, &quote, mention.stance);
            let Some(layer) = project.layer(&mention.key) else { continue };
            for source in sources(layer, mention.annotation) {
                if let Some(key) = source_node(&mut making, project, threads, &mention.key, source, filter) {
                    making.edge(key, claim.clone(), EdgeKind::Credited, &quote, mention.stance);
                }
            }
        }
    }
    for key in layers.iter().filter(|key| coding.includes(&key.annotator)) {
        relays(&mut making, project, threads, key, filter);
    }
    cut(&making, filter)
}

/// Sources that a claim is credited to.
fn sources(layer: &Layer, claim: AnnotationId) -> impl Iterator<Item = &Annotation> {
    let credited = layer.relations_of(claim).filter(move |r| r.from == claim && r.kind.as_str() == "attributed_to");
    credited.filter_map(|r| layer.annotations.get(&r.to).map(|source| &**source))
}

/// The node of a source: its thread, or itself; unnamed sources never merge by themselves.
fn source_node(
    making: &mut Making,
    project: &Project,
    threads: &ThreadIndex,
    layer: &LayerKey,
    source: &Annotation,
    filter: &NetworkFilter,
) -> Option<Key> {
    let quote = (layer.clone(), source.id);
    if let Some(id) = source.threads.keys().next().map(|id| threads.canonical(*id)) {
        let (_, thread) = project.thread(id)?;
        making.node(Key::Thread(id), NodeKind::Source, &thread.title, Some(id), &quote);
        return Some(Key::Thread(id));
    }
    if filter.unlinked == Unlinked::Out {
        return None;
    }
    let words = source.first_words(project.article(layer.article)?.text(), 120);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let key = Key::Own(layer.clone(), source.id);
    making.node(key.clone(), NodeKind::Source, &words, None, &quote);
    Some(key)
}

/// Sources that pass on what others said, drawn by hand or following from where the words lie.
fn relays(making: &mut Making, project: &Project, threads: &ThreadIndex, key: &LayerKey, filter: &NetworkFilter) {
    let Some(layer) = project.layer(key) else { return };
    let drawn = layer.relations.values().filter(|r| r.kind.as_str() == "relays").map(|r| (r.from, r.to));
    let derived = derived_relations(project, key);
    let follow = derived.iter().filter(|d| d.kind.as_str() == "relays").map(|d| (d.from, d.to));
    for (from, to) in drawn.chain(follow).collect::<BTreeSet<_>>() {
        let (Some(first), Some(second)) = (layer.annotations.get(&from), layer.annotations.get(&to)) else { continue };
        let first_key = source_node(making, project, threads, key, first, filter);
        let second_key = source_node(making, project, threads, key, second, filter);
        if let (Some(a), Some(b)) = (first_key, second_key)
            && a != b
        {
            making.edge(a, b, EdgeKind::Relays, &(key.clone(), from), LinkStance::For);
        }
    }
}

/// Applies the filter, and keeps the nodes that most runs to.
fn cut(making: &Making, filter: &NetworkFilter) -> Network {
    let words = fold(&filter.words);
    let words: Vec<&str> = words.split_whitespace().collect();
    let fits = |node: &Node| filter.kinds.contains(&node.kind) && node.quotes.len() >= filter.least;
    let named = |node: &Node| {
        let title = fold(&node.title);
        words.iter().all(|word| title.contains(word))
    };
    let mut kept: BTreeSet<&Key> =
        making.nodes.iter().filter(|(_, node)| fits(node) && named(node)).map(|(key, _)| key).collect();
    if !words.is_empty() {
        let near: Vec<&Key> = making
            .edges
            .keys()
            .flat_map(|(a, b, _)| [(a, b), (b, a)])
            .filter(|(one, _)| kept.contains(one))
            .filter_map(|(_, other)| making.nodes.get(other).filter(|node| fits(node)).map(|_| other))
            .collect();
        kept.extend(near);
    }
    let mut degree: BTreeMap<&Key, usize> = kept.iter().map(|key| (*key, 0)).collect();
    for (from, to, _) in making.edges.keys().filter(|(a, b, _)| kept.contains(a) && kept.contains(b)) {
        for end in [from, to] {
            if let Some(count) = degree.get_mut(end) {
                *count += 1;
            }
        }
    }
    let mut order: Vec<(&Key, usize)> = degree.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let left_out = order.len().saturating_sub(MOST_NODES);
    order.truncate(MOST_NODES);
    let place: BTreeMap<&Key, usize> = order.iter().enumerate().map(|(at, (key, _))| (*key, at)).collect();
    let nodes = order.iter().filter_map(|(key, _)| making.nodes.get(*key).cloned()).collect();
    let edges = making.edges.iter().filter_map(|((from, to, kind), (quotes, against))| {
        let (from, to) = (*place.get(from)?, *place.get(to)?);
        Some(Edge { from, to, kind: *kind, quotes: quotes.clone(), against: *against })
    });
    Network { edges: edges.collect(), nodes, left_out }
}

impl Network {
    /// Nodes that something runs to or from a node.
    pub fn neighbours(&self, node: usize) -> BTreeSet<usize> {
        let near = self.edges.iter().filter_map(|edge| match (edge.from == node, edge.to == node) {
            (true, _) => Some(edge.to),
            (_, true) => Some(edge.from),
            _ => None,
        });
        near.collect()
    }

    /// The articles behind a node.
    pub fn articles(&self, node: usize) -> BTreeSet<ArticleId> {
        self.nodes.get(node).into_iter().flat_map(|node| node.quotes.iter().map(|(key, _)| key.article)).collect()
    }
}
