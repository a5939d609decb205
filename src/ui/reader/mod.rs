//! The reader: its state, what keys do in it, how the article is laid out, painted and pointed at.

mod state;

pub use state::{Edge, Mode, ReaderState};
