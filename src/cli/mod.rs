//! The commands: one file a command, each a function from its arguments to what it prints and an exit code.
//!
//! Standard output holds the result (with `--json` one JSON value, nothing else), standard error the messages. Exit
//! codes: 0 done, perhaps with notices; 1 it could not be done, or errors were found; 2 wrong usage.

mod check;
mod console;
mod corpus;
mod coverage;
mod evaluate;
mod export;
mod formats;
mod gathering;
mod import;
mod new;
mod replace;
mod revisions;
mod search;
mod suggest;
mod train;

use clap::{Parser, Subcommand};
use console::{Console, Failure, Verdict};
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Highlight claims, sources and events in the news, tie them together across articles, and see who said what.
#[derive(Debug, Parser)]
#[command(
    name = "byline",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Example: byline new my-story articles/ && byline my-story"
)]
struct Arguments {
    /// The project to open in the window; without one, the window asks
    project: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Arguments),
    Import(import::Arguments),
    Export(export::Arguments),
    Formats(formats::Arguments),
    Suggest(suggest::Arguments),
    Search(search::Arguments),
    Coverage(coverage::Arguments),
    Check(check::Arguments),
    Revisions(revisions::Arguments),
    Train(train::Arguments),
    Evaluate(evaluate::Arguments),
}

/// What is left for the caller to do.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing: exit with this code.
    Exit(ExitCode),
    /// Open the window, on a project where one was named.
    OpenWindow(Option<PathBuf>),
}

/// Runs the command that the arguments ask for, the program's name first. Results go to `out`, messages to `err`.
pub fn run(arguments: impl IntoIterator<Item = OsString>, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
    let mut console = Console::new(out, err);
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = error.render().to_string();
            if error.use_stderr() {
                console.say_raw(&text);
            } else {
                console.print(&text);
            }
            return Outcome::Exit(ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)));
        }
    };
    let (json, result) = match arguments.command {
        None => return window(arguments.project, &mut console),
        Some(Command::New(a)) => (a.json, new::run(&a, &mut console)),
        Some(Command::Import(a)) => (a.json, import::run(&a, &mut console)),
        Some(Command::Export(a)) => (a.json, export::run(&a, &mut console)),
        Some(Command::Formats(a)) => (a.json, formats::run(&a, &mut console)),
        Some(Command::Suggest(a)) => (a.json, suggest::run(&a, &mut console)),
        Some(Command::Search(a)) => (a.json, search::run(&a, &mut console)),
        Some(Command::Coverage(a)) => (a.json, coverage::run(&a, &mut console)),
        Some(Command::Check(a)) => (a.json, check::run(&a, &mut console)),
        Some(Command::Revisions(a)) => (a.json, revisions::run(&a, &mut console)),
        Some(Command::Train(a)) => (a.json, train::run(&a, &mut console)),
        Some(Command::Evaluate(a)) => (a.json, evaluate::run(&a, &mut console)),
    };
    Outcome::Exit(match result {
        Ok(Verdict::Done) => ExitCode::SUCCESS,
        Ok(Verdict::FoundErrors) => ExitCode::from(1),
        Err(failure) => console.fail(&failure, json),
    })
}

/// A lone argument names a project; a word that is neither that nor a command is most likely a command misspelt.
fn window(project: Option<PathBuf>, console: &mut Console<'_>) -> Outcome {
    match project {
        Some(path) if !path.exists() => {
            let what =
                format!("there is no such command or project (byline --help lists the commands): {}", path.display());
            Outcome::Exit(console.fail(&Failure::usage(what), false))
        }
        project => Outcome::OpenWindow(project),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        for command in Arguments::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains(&format!("byline {}", command.get_name())), "{}", command.get_name());
        }
    }
}
