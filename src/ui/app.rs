//! The window's state, and the one place that applies messages.

/// The window's state.
#[derive(Debug, Default)]
pub struct App {}
