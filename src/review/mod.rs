//! What is computed over articles: nothing here draws, writes files or changes a project.

mod derived;

pub use derived::{Derived, derived_relations};
