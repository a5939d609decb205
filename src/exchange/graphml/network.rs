//! Who publishes what, who is credited with it, and who passes it on.

use super::super::export::{Coded, Selection};
use super::super::{ExportError, Pace};
use crate::model::{
    Annotation, AnnotationId, Article, AttributeId, AttributeValue, Attributes, Date, LabelRole, LinkStance, ThreadId,
};
use crate::review::relays;
use std::collections::BTreeMap;

/// What an outlet does to a claim.
pub(super) const PUBLISHES: &str = "publishes";
/// What a source is with a claim.
pub(super) const CREDITED: &str = "credited";
/// What a source does to another.
pub(super) const RELAYS: &str = "relays";

/// Most words of an annotation in a label, in bytes: about a sentence.
const LABEL: usize = 200;

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NodeKind {
    Outlet,
    Source,
    Claim,
}

/// An outlet, a source or a claim of the world, as far as it is known to be one.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) label: String,
    /// The thread's id, where it is one.
    pub(super) thread: String,
    /// Annotations; of an outlet, its articles.
    pub(super) mentions: usize,
    pub(super) articles: usize,
    /// The earliest date of an article with it.
    pub(super) first: Option<Date>,
    pub(super) source_type: String,
    pub(super) named: Option<bool>,
    pub(super) verdict: String,
    last: usize,
}

/// All that runs from one node to another.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) kind: &'static str,
    /// How often.
    pub(super) weight: usize,
    /// How often to deny it.
    pub(super) against: usize,
    pub(super) first: Option<Date>,
}

/// A node by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// An outlet or a thread.
    Shared(usize),
    /// One of an article's own nodes: a claim or source that nobody linked.
    Own(usize),
}

pub(super) type Edges = BTreeMap<(End, End), Edge>;

/// What articles share: outlets, threads, and what runs between them. Claims and sources that nobody linked are nodes
/// of their own, made article by article.
#[derive(Debug, Default)]
pub(super) struct Network {
    pub(super) nodes: Vec<Node>,
    /// Those between shared nodes.
    pub(super) edges: Edges,
    outlets: BTreeMap<String, usize>,
    threads: BTreeMap<ThreadId, usize>,
    articles: usize,
}

/// What one article adds.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// Nodes of its own.
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Edges,
}

impl Network {
    /// What the articles of a selection share.
    pub(super) fn of(selection: &Selection<'_>, pace: &mut Pace<'_>) -> Result<Self, ExportError> {
        let mut network = Self::default();
        for article in selection.articles() {
            pace.step()?;
            network.articles += 1;
            network.register(selection, article);
            let piece = network.piece(selection, article);
            for (ends, edge) in piece.edges.into_iter().filter(|(ends, _)| is_shared(*ends)) {
                let sum = network.edges.entry(ends).or_insert(Edge { weight: 0, against: 0, ..edge });
                sum.weight += edge.weight;
                sum.against += edge.against;
                sum.first = earlier(sum.first, edge.first);
            }
        }
        Ok(network)
    }

    /// Counts an article for its outlet and for the threads that it mentions.
    fn register(&mut self, selection: &Selection<'_>, article: &Article) {
        let outlet = &article.metadata.outlet;
        if !outlet.is_empty() {
            let next = self.nodes.len();
            let number = *self.outlets.entry(outlet.clone()).or_insert(next);
            if number == next {
                self.nodes.push(Node::new(NodeKind::Outlet, outlet.clone()));
            }
            self.count(number, article);
        }
        for coded in selection.coded(article) {
            for annotation in &coded.annotations {
                let Some(kind) = kind(selection, annotation) else { continue };
                for id in annotation.threads.keys() {
                    let Some((_, thread)) = selection.project().thread(*id) else { continue };
                    let next = self.nodes.len();
                    let number = *self.threads.entry(*id).or_insert(next);
                    if number == next {
                        let mut node = Node::new(kind, thread.title.clone());
                        node.thread = id.to_string();
                        node.describe(&thread.attributes);
                        self.nodes.push(node);
                    }
                    self.count(number, article);
                }
            }
        }
    }

    fn count(&mut self, number: usize, article: &Article) {
        let Some(node) = self.nodes.get_mut(number) else { return };
        node.mentions += 1;
        node.articles += usize::from(node.last != self.articles);
        node.last = self.articles;
        node.first = earlier(node.first, article.metadata.published);
    }

    /// What an article adds: its own nodes, and all that runs between nodes there.
    pub(super) fn piece(&self, selection: &Selection<'_>, article: &Article) -> Piece {
        let mut piece = Piece::default();
        let published = article.metadata.published;
        let outlet = self.outlets.get(&article.metadata.outlet).map(|number| End::Shared(*number));
        for coded in selection.coded(article) {
            let mut nodes = BTreeMap::new();
            for annotation in &coded.annotations {
                let Some(kind) = kind(selection, annotation) else { continue };
                let linked = annotation.threads.iter();
                let known = linked.filter_map(|(id, stance)| Some((End::Shared(*self.threads.get(id)?), *stance)));
                let mut ends: Vec<(End, LinkStance)> = known.collect();
                if ends.is_empty() {
                    let label = selection.quote(&annotation.first_words(article.text(), LABEL));
                    let mut node = Node { mentions: 1, articles: 1, first: published, ..Node::new(kind, label) };
                    node.describe(&annotation.attributes);
                    ends.push((End::Own(piece.nodes.len()), LinkStance::For));
                    piece.nodes.push(node);
                }
                if let (NodeKind::Claim, Some(outlet)) = (kind, outlet) {
                    for (claim, stance) in &ends {
                        piece.join((outlet, *claim), PUBLISHES, *stance, published);
                    }
                }
                nodes.insert(annotation.id, (kind, ends));
            }
            piece.arrows(selection, &coded, &nodes, published);
        }
        piece
    }
}

/// The nodes that annotations mention, with how they stand to them.
type Mentioned = BTreeMap<AnnotationId, (NodeKind, Vec<(End, LinkStance)>)>;

impl Piece {
    fn arrows(&mut self, selection: &Selection<'_>, coded: &Coded<'_>, mentioned: &Mentioned, published: Option<Date>) {
        let of = |id: &AnnotationId, kind: NodeKind| {
            let found = mentioned.get(id).filter(|(found, _)| *found == kind);
            found.map_or(&[][..], |(_, nodes)| nodes.as_slice())
        };
        for relation in coded.relations.iter().filter(|relation| relation.kind.as_str() == "attributed_to") {
            for (source, _) in of(&relation.to, NodeKind::Source) {
                for (claim, stance) in of(&relation.from, NodeKind::Claim) {
                    self.join((*source, *claim), CREDITED, *stance, published);
                }
            }
        }
        for (outer, inner) in relays(selection.project(), coded.key, coded.layer) {
            for (from, _) in of(&outer, NodeKind::Source) {
                for (to, _) in of(&inner, NodeKind::Source).iter().filter(|(to, _)| to != from) {
                    self.join((*from, *to), RELAYS, LinkStance::For, published);
                }
            }
        }
    }

    fn join(&mut self, ends: (End, End), kind: &'static str, stance: LinkStance, published: Option<Date>) {
        let edge = self.edges.entry(ends).or_insert(Edge { kind, weight: 0, against: 0, first: None });
        edge.weight += 1;
        edge.against += usize::from(stance == LinkStance::Against);
        edge.first = earlier(edge.first, published);
    }
}

impl Node {
    fn new(kind: NodeKind, label: String) -> Self {
        Self {
            kind,
            label,
            thread: String::new(),
            mentions: 0,
            articles: 0,
            first: None,
            source_type: String::new(),
            named: None,
            verdict: String::new(),
            last: 0,
        }
    }

    fn describe(&mut self, attributes: &Attributes) {
        let get = |name| AttributeId::parse(name).and_then(|id| attributes.get(&id));
        match self.kind {
            NodeKind::Source => {
                get("type").and_then(AttributeValue::as_text).unwrap_or_default().clone_into(&mut self.source_type);
                if let Some(AttributeValue::Flag(named)) = get("named") {
                    self.named = Some(*named);
                }
            }
            NodeKind::Claim => {
                if let Some(AttributeValue::Parts(parts)) = get("verdict") {
                    self.verdict = parts.get("rating").cloned().unwrap_or_default();
                }
            }
            NodeKind::Outlet => {}
        }
    }
}

/// True for an edge between shared nodes.
pub(super) fn is_shared(ends: (End, End)) -> bool {
    matches!(ends, (End::Shared(_), End::Shared(_)))
}

/// What an annotation is in the network, where it is in it.
pub(super) fn kind(selection: &Selection<'_>, annotation: &Annotation) -> Option<NodeKind> {
    match selection.project().codebook.role(&annotation.label) {
        LabelRole::Claim => Some(NodeKind::Claim),
        LabelRole::Source => Some(NodeKind::Source),
        _ => None,
    }
}

fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    [one, other].into_iter().flatten().min()
}
