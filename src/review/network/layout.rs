//! Where the nodes stand: springs along the edges, all nodes pushing each other away (fjadra, after d3-force).

use super::Network;
use fjadra::{Collide, Link, ManyBody, PositionX, PositionY, SimulationBuilder};

/// Length that an edge tends to, in points at a zoom of one.
const EDGE: f64 = 90.0;

/// How strongly nodes push each other away, as d3-force counts it.
const PUSH: f64 = -260.0;

/// How strongly nodes are pulled to the middle, so that parts without an edge between them stay in view.
const PULL: f64 = 0.06;

/// Least distance between the middles of two nodes, in points.
const APART: f64 = 34.0;

/// Where each node stands, in points around the middle, in the order of the nodes. The same network always gets the same
/// places.
pub fn lay_out(network: &Network) -> Vec<[f32; 2]> {
    let links: Vec<(usize, usize)> = network.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    let nodes = network.nodes.iter().map(|_| fjadra::Node::default());
    let mut simulation = SimulationBuilder::new()
        .build(nodes)
        .add_force("links", Link::new(links).distance(EDGE))
        .add_force("push", ManyBody::new().strength(PUSH))
        .add_force("apart", Collide::new().radius(|_| APART / 2.0))
        .add_force("x", PositionX::new().strength(PULL))
        .add_force("y", PositionY::new().strength(PULL));
    simulation.step();
    simulation.positions().map(|[x, y]| [x as f32, y as f32]).collect()
}
