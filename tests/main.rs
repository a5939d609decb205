//! All tests that look at the program from outside, in one binary.

#![expect(clippy::disallowed_methods, reason = "tests write the files that they try the program on")]

mod commands;
mod coverage;
mod evaluate;
mod hostile;
mod layering;
mod samples;
mod suggest;
mod support;
mod two;
#[cfg(feature = "gui")]
mod window;
