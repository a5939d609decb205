//! The binary: commands, or the window.

use byline::cli::{Outcome, run};
use std::io::{stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run(std::env::args_os(), &mut stdout(), &mut stderr()) {
        Outcome::Exit(code) => code,
        Outcome::OpenWindow(project) => open_window(project),
    }
}

#[cfg(feature = "gui")]
fn open_window(project: Option<PathBuf>) -> ExitCode {
    byline::app::run(project)
}

#[cfg(not(feature = "gui"))]
fn open_window(_: Option<PathBuf>) -> ExitCode {
    use std::io::Write as _;
    drop(writeln!(stderr(), "byline: this build has no window; byline --help lists the commands"));
    ExitCode::FAILURE
}
