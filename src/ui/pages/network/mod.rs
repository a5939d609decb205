//! Sources, claims and outlets as a network: drag to move it, turn the wheel to zoom, click for the quotes.

mod draw;
#[cfg(test)]
mod tests;
mod toolbar;

use super::quotes::Quotes;
use super::worked::{Asked, Asking, ThreadAnswer, ThreadQuestion, WorkedOut};
use crate::review::{Coding, Edge, Network, NetworkFilter};
use crate::ui::theme::space;
use crate::ui::widgets::{count, empty_state};
use crate::ui::{Message, Outbox, View};
use egui::{CentralPanel, Frame, Margin, Panel, Ui, Vec2};

/// Least and greatest zoom.
const ZOOM: (f32, f32) = (0.15, 4.0);

/// The page: filter, what was laid out, and what part of it is seen.
#[derive(Debug)]
pub struct NetworkPage {
    filter: NetworkFilter,
    coding: Option<Coding>,
    network: Network,
    /// Where each node stands, in points around the middle at a zoom of one.
    places: Vec<Vec2>,
    pan: Vec2,
    zoom: f32,
    /// The whole network should come into view with the next frame.
    fit: bool,
    selected: Option<usize>,
    quotes: Quotes,
    asking: Asking,
}

impl Default for NetworkPage {
    fn default() -> Self {
        Self {
            filter: NetworkFilter::default(),
            coding: None,
            network: Network::default(),
            places: Vec::new(),
            pan: Vec2::ZERO,
            zoom: 1.0,
            fit: true,
            selected: None,
            quotes: Quotes::default(),
            asking: Asking::default(),
        }
    }
}

impl NetworkPage {
    /// Takes in what a worker found.
    pub fn arrived(&mut self, answer: ThreadAnswer) {
        if let WorkedOut::Network(network, places) = answer.found {
            let is_new = self.network.nodes != network.nodes;
            self.places = places.into_iter().map(Vec2::from).collect();
            self.network = network;
            self.fit |= is_new;
            if is_new {
                self.selected = None;
            }
        }
        self.asking.arrived(answer.question);
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let coding = super::coding::coding_of_view(view, self.coding.as_ref());
        self.asking.ask(ThreadQuestion::new(view, Asked::Network(coding, self.filter.clone())), out);
        self.toolbar(ui, view, out);
        ui.add_space(space::SMALL);
        if self.quotes.is_open() {
            let margin = Margin { left: space::LARGE as i8, right: 0, top: 0, bottom: 0 };
            Panel::right("network quotes")
                .frame(Frame::NONE.inner_margin(margin))
                .default_size(space::CARD)
                .resizable(true)
                .show(ui, |ui| self.quotes.show(ui, view, out));
        }
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            if self.network.nodes.is_empty() {
                let (title, what) = if self.asking.is_working() {
                    ("Laying out…", "")
                } else {
                    ("Nothing to draw", "Link claims with t and credit them to sources, or change the filter")
                };
                empty_state(ui, view.theme, title, what);
            } else {
                self.draw(ui, view, out);
            }
        });
    }

    /// Shows the quotes behind a node.
    fn pick_node(&mut self, at: usize) {
        let Some(node) = self.network.nodes.get(at) else { return };
        self.selected = Some(at);
        self.quotes.set(
            format!("{} “{}”", crate::ui::widgets::capitalized(node.kind.name()), node.title),
            node.quotes.clone(),
        );
    }

    /// Shows the quotes behind an edge.
    fn pick_edge(&mut self, edge: &Edge) {
        let title = self.edge_words(edge);
        self.quotes.set(title, edge.quotes.clone());
    }

    /// "The mayor is credited with The ferry stops, 1 against".
    fn edge_words(&self, edge: &Edge) -> String {
        let name = |at: usize| self.network.nodes.get(at).map_or("", |node| node.title.as_str());
        let against = if edge.against > 0 { format!(", {} against", edge.against) } else { String::new() };
        format!("{} {} {}{against}", name(edge.from), edge.kind.name(), name(edge.to))
    }

    /// What a screen reader hears of a node.
    fn node_words(&self, at: usize) -> String {
        let Some(node) = self.network.nodes.get(at) else { return String::new() };
        format!("{} {}: {}", node.kind.name(), node.title, count(node.quotes.len(), "quote", "quotes"))
    }

    fn open_selected(&self, out: &mut Outbox) {
        let thread = self.selected.and_then(|at| self.network.nodes.get(at)).and_then(|node| node.thread);
        if let Some(thread) = thread {
            out.push(Message::ShowThread(thread));
        }
    }
}
