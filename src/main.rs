//! byline
fn main() {}
