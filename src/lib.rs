//! Byline: highlight claims, sources and events in the news, tie them together across articles, and see who said what.

pub mod model;
pub mod text;
