//! What the benches share: made-up articles, bars, and a window that is drawn without a display.

pub mod bars;
pub mod corpus;
pub mod window;
