//! The binary: commands, or the window.

use byline::cli::{Outcome, run};
use std::io::{stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(std::env::args_os(), &mut stdout(), &mut stderr()) {
        Outcome::Exit(code) => code,
        Outcome::OpenWindow(project) => open_window(project),
    }
}

fn open_window(_project: Option<PathBuf>) -> ExitCode {
    use std::io::Write as _;
    drop(writeln!(stderr(), "byline: this build has no window; byline --help lists the commands"));
    ExitCode::FAILURE
}
