//! The reader: its state, what keys do in it, how the article is laid out, painted and pointed at.

mod access;
mod ahead;
mod arrows;
mod bars;
mod cards;
mod chars;
mod document;
mod foot;
mod geometry;
mod handle;
mod header;
mod heights;
mod hot;
mod laid;
mod lanes;
pub mod logic;
mod margin;
mod marks;
mod menus;
mod overview;
mod paint;
mod panel;
mod pieces;
mod pointer;
mod remembered;
mod scroll;
mod state;
mod strip;
mod style;
mod suggested;
#[cfg(test)]
mod tests;
pub(in crate::ui) mod words;

pub use panel::ReaderPanel;
pub use state::{Edge, Extend, Mode, ReaderState};
