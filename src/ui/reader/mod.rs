//! The reader: its state, what keys do in it, how the article is laid out, painted and pointed at.

pub mod logic;
mod state;

pub use state::{Edge, Extend, Mode, ReaderState};
