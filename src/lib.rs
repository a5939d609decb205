//! Byline: highlight claims, sources and events in the news, tie them together across articles, and see who said what.
//!
//! Rooms in order; each imports only from rooms above it.

#![cfg_attr(test, expect(clippy::disallowed_methods, reason = "tests write the files that they try the program on"))]

#[cfg(feature = "gui")]
pub mod app;
pub mod cli;
pub mod edit;
pub mod exchange;
pub mod model;
pub mod review;
pub mod session;
pub mod store;
pub mod suggest;
pub mod text;
#[cfg(feature = "gui")]
pub mod ui;
