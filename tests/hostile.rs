//! What somebody could put in the way of the program: files that lie, and crates that reach out.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]
#![expect(clippy::string_slice, clippy::indexing_slicing, reason = "a test that looks at the wrong place fails")]

#[cfg(unix)]
mod project;
mod short;
mod tree;

#[path = "../src/exchange/hostile/mutate.rs"]
mod mutate;
#[path = "../fuzz/src/package.rs"]
mod package;
#[path = "../fuzz/src/targets.rs"]
mod targets;
