//! `GraphML`: outlets, sources and claims as a network, for Gephi, yEd, visone, Cytoscape and R.

mod network;
#[cfg(test)]
mod tests;

use super::export::Selection;
use super::format::{Format, Output, Words};
use super::loss::{Feature, Loss};
use super::xml::allowed;
use super::{ExportError, Pace};
use network::{Edge, Edges, End, Network, Node, NodeKind};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io::{self, Write};

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "graphml",
    title: "GraphML",
    extensions: &["graphml"],
    writes: "a network: outlets publish claims, sources are credited with claims, sources relay sources; shared claims and \
             sources are one node each, with how often and since when",
    loses: &[
        Feature::Notes,
        Feature::Unsure,
        Feature::ThreadRelations,
        Feature::Provenance,
        Feature::Reading,
        Feature::Done,
        Feature::Zones,
        Feature::ArticleAttributes,
        Feature::Stories,
        Feature::Families,
        Feature::Suggestions,
        Feature::Rejected,
        Feature::LostPlaces,
        Feature::Revisions,
        Feature::Codebook,
        Feature::Settings,
        Feature::BareArticles,
    ],
    limits: "articles and places in them, events, other labels, most attributes",
    closer: Some(nothing),
    words: Words::CanGo,
    output: Output::File(write),
    ..Format::BASE
};

/// Declared keys: id, what it is on, name, type.
const KEYS: &[(&str, &str, &str, &str)] = &[
    ("label", "node", "label", "string"),
    ("kind", "node", "kind", "string"),
    ("thread", "node", "thread", "string"),
    ("mentions", "node", "mentions", "int"),
    ("articles", "node", "articles", "int"),
    ("first", "node", "first", "string"),
    ("type", "node", "type", "string"),
    ("named", "node", "named", "boolean"),
    ("verdict", "node", "verdict", "string"),
    ("does", "edge", "kind", "string"),
    ("weight", "edge", "weight", "double"),
    ("stance", "edge", "stance", "string"),
    ("against", "edge", "against", "int"),
    ("since", "edge", "first", "string"),
];

fn nothing(selection: &Selection<'_>) -> Vec<Loss> {
    let has_node = selection.articles().any(|article| {
        let mut coded = selection.coded(article).into_iter().flat_map(|coded| coded.annotations);
        !article.metadata.outlet.is_empty() || coded.any(|annotation| network::kind(selection, annotation).is_some())
    });
    if has_node { Vec::new() } else { vec![Loss::remark("there is no outlet, claim or source; the network is empty")] }
}

fn write(selection: &Selection<'_>, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let network = Network::of(selection, pace)?;
    let mut writer = Writer::new_with_indent(sink, b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = BytesStart::new("graphml").with_attributes([("xmlns", "http://graphml.graphdrawing.org/xmlns")]);
    writer.write_event(Event::Start(root))?;
    for (id, on, name, kind) in KEYS {
        let key = [("id", *id), ("for", *on), ("attr.name", *name), ("attr.type", *kind)];
        writer.write_event(Event::Empty(BytesStart::new("key").with_attributes(key)))?;
    }
    let graph = [("id", "byline"), ("edgedefault", "directed")];
    writer.write_event(Event::Start(BytesStart::new("graph").with_attributes(graph)))?;
    for (number, node) in network.nodes.iter().enumerate() {
        put_node(&mut writer, number, node)?;
    }
    let (mut nodes, mut edges) = (network.nodes.len(), 0);
    let mut put_edges = |writer: &mut Sink<'_>, before: usize, piece: &Edges| {
        for (ends, edge) in piece {
            let number = |end| match end {
                End::Shared(number) => number,
                End::Own(number) => before + number,
            };
            put_edge(writer, edges, (number(ends.0), number(ends.1)), edge)?;
            edges += 1;
        }
        io::Result::Ok(())
    };
    for article in selection.articles() {
        pace.breathe()?;
        let mut piece = network.piece(selection, article);
        for (number, node) in piece.nodes.iter().enumerate() {
            put_node(&mut writer, nodes + number, node)?;
        }
        piece.edges.retain(|ends, _| !network::is_shared(*ends));
        put_edges(&mut writer, nodes, &piece.edges)?;
        nodes += piece.nodes.len();
    }
    put_edges(&mut writer, 0, &network.edges)?;
    writer.write_event(Event::End(BytesEnd::new("graph")))?;
    writer.write_event(Event::End(BytesEnd::new("graphml")))?;
    writer.get_mut().write_all(b"\n")?;
    Ok(())
}

type Sink<'w> = Writer<&'w mut dyn Write>;

fn put_node(writer: &mut Sink<'_>, number: usize, node: &Node) -> io::Result<()> {
    let id = format!("n{number}");
    writer.write_event(Event::Start(BytesStart::new("node").with_attributes([("id", id.as_str())])))?;
    data(writer, "label", &node.label)?;
    let kind = match node.kind {
        NodeKind::Outlet => "outlet",
        NodeKind::Source => "source",
        NodeKind::Claim => "claim",
    };
    data(writer, "kind", kind)?;
    data(writer, "thread", &node.thread)?;
    data(writer, "mentions", &node.mentions.to_string())?;
    data(writer, "articles", &node.articles.to_string())?;
    data(writer, "first", &node.first.map(|date| date.to_string()).unwrap_or_default())?;
    data(writer, "type", &node.source_type)?;
    data(writer, "named", node.named.map_or("", |named| if named { "true" } else { "false" }))?;
    data(writer, "verdict", &node.verdict)?;
    writer.write_event(Event::End(BytesEnd::new("node")))
}

fn put_edge(writer: &mut Sink<'_>, number: usize, ends: (usize, usize), edge: &Edge) -> io::Result<()> {
    let (id, from, to) = (format!("e{number}"), format!("n{}", ends.0), format!("n{}", ends.1));
    let attributes = [("id", id.as_str()), ("source", &from), ("target", &to)];
    writer.write_event(Event::Start(BytesStart::new("edge").with_attributes(attributes)))?;
    data(writer, "does", edge.kind)?;
    data(writer, "weight", &edge.weight.to_string())?;
    if edge.kind != network::RELAYS {
        let stance = match edge.against {
            0 => "for",
            against if against == edge.weight => "against",
            _ => "both",
        };
        data(writer, "stance", stance)?;
        data(writer, "against", &edge.against.to_string())?;
    }
    data(writer, "since", &edge.first.map(|date| date.to_string()).unwrap_or_default())?;
    writer.write_event(Event::End(BytesEnd::new("edge")))
}

/// A value of a declared key; nothing is not written.
fn data(writer: &mut Sink<'_>, key: &str, value: &str) -> io::Result<()> {
    if value.is_empty() {
        return Ok(());
    }
    writer.write_event(Event::Start(BytesStart::new("data").with_attributes([("key", key)])))?;
    writer.write_event(Event::Text(BytesText::new(&allowed(value))))?;
    writer.write_event(Event::End(BytesEnd::new("data")))
}
