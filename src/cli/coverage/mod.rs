//! `byline coverage PROJECT`

mod attribution;
mod json;
mod matrix;

use super::console::{Console, Failure, Verdict};
use crate::model::{AnnotatorName, Contradiction, Project};
use crate::review::{Attribution, Axis, Coding, ColumnView, Counting, Coverage, seen_by};
use crate::session::Preferences;
use crate::store::{self, Access, Severity};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Show which article says what, and on whose word
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: byline coverage my-story --annotator ana --by outlet\n\
    A cell is a state, or, of several articles, how many of those that could mention it do.")]
pub(super) struct Arguments {
    /// The project's folder
    project: PathBuf,
    /// Whose coding counts: a name, mine, agreed or all; may be given several times. Without it mine, or all where I am
    /// not known
    #[arg(long)]
    annotator: Vec<String>,
    /// What a column is
    #[arg(long, value_enum, default_value = "article")]
    by: By,
    /// Count an article and its reprints as one
    #[arg(long)]
    families: bool,
    /// Print a table as CSV
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Which table; without it, as CSV the matrix, else both
    #[arg(long, value_enum)]
    table: Option<Table>,
    /// Print one JSON value: all cells by article, and what each claim stands on
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum By {
    Article,
    Outlet,
    Day,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Table {
    /// Threads by articles, outlets or days
    Matrix,
    /// Who is credited with each shared claim
    Attribution,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let loaded = store::open(&arguments.project, None, Access::ReadOnly).map_err(Failure::because)?;
    for problem in loaded.problems.iter().filter(|p| p.severity() == Severity::Error) {
        console.say(format!("error: {problem}"));
    }
    let project = seen(loaded.project, console);
    let coding = coding(&arguments.annotator, &project, console)?;
    let coverage = Coverage::new(&project, &coding);
    let attribution = Attribution::new(&project, &coding, coverage.index());
    if arguments.json {
        json::print(&project, &coverage, &attribution, console);
        return Ok(Verdict::Done);
    }
    let axis = match arguments.by {
        By::Article => Axis::Articles,
        By::Outlet => Axis::Outlets,
        By::Day => Axis::Days,
    };
    let counting = if arguments.families { Counting::Families } else { Counting::Articles };
    let columns = ColumnView { axis, counting, ..ColumnView::default() };
    match (arguments.csv, arguments.table) {
        (true, Some(Table::Attribution)) => attribution::csv(&attribution, console)?,
        (true, _) => matrix::csv(&project, &coverage, &columns, console)?,
        (false, table) => {
            console.print_words(&format!("Coding counted: {}\n", whose(&coding, &project)));
            if table != Some(Table::Attribution) {
                matrix::text(&project, &coverage, &columns, console);
            }
            if table != Some(Table::Matrix) {
                attribution::text(&attribution, console);
            }
        }
    }
    Ok(Verdict::Done)
}

/// The project without what its reader may not see.
fn seen(project: Project, console: &mut Console<'_>) -> Project {
    let Some(reader) = AnnotatorName::from_typed(&Preferences::load().0.annotator) else { return project };
    let seen = seen_by(&project, &reader);
    let hidden = project.layers.size() - seen.layers.size();
    if hidden > 0 {
        console
            .say(format!("the coding of others on articles that you code blind does not count here: {hidden} layers"));
    }
    seen
}

/// Whose coding is asked for. My own is that of the name in the preferences; where the project does not know it, as with
/// somebody who has only come to read, everybody's.
fn coding(asked: &[String], project: &Project, console: &mut Console<'_>) -> Result<Coding, Failure> {
    let known = project.annotators();
    let mine = || AnnotatorName::from_typed(&Preferences::load().0.annotator).filter(|name| known.contains(name));
    if asked.is_empty() {
        return Ok(mine().map_or(Coding::All, Coding::One));
    }
    let mut names = BTreeSet::new();
    for name in asked {
        match name.as_str() {
            "all" | "agreed" if asked.len() > 1 => {
                return Err(Failure::usage(format!("--annotator {name} stands alone")));
            }
            "all" => return Ok(Coding::All),
            "agreed" => return Ok(Coding::Agreed),
            "mine" => match mine() {
                Some(name) => drop(names.insert(name)),
                None if asked.len() == 1 => {
                    console.say("you have no coding here, so everybody's is counted");
                    return Ok(Coding::All);
                }
                None => return Err(Failure::new("you have no coding here; name annotators instead of mine")),
            },
            name => {
                let annotator = AnnotatorName::from_typed(name).filter(|name| known.contains(name));
                let others: Vec<&str> = known.iter().map(AnnotatorName::as_str).collect();
                let has = if others.is_empty() { String::new() } else { format!("; it has {}", others.join(", ")) };
                let unknown = || Failure::new(format!("the project has no annotator {name:?}{has}"));
                names.insert(annotator.ok_or_else(unknown)?);
            }
        }
    }
    let one = names.first().cloned().filter(|_| names.len() == 1);
    Ok(one.map_or(Coding::Several(names), Coding::One))
}

/// `ana`, `agreed (ana, ben)`, `all (ana, ben)`.
fn whose(coding: &Coding, project: &Project) -> String {
    let names = coding.annotators(project);
    let names = names.iter().map(AnnotatorName::as_str).collect::<Vec<_>>().join(", ");
    match coding {
        Coding::One(_) | Coding::Several(_) => names,
        Coding::Agreed | Coding::All => format!("{coding} ({names})"),
    }
}

/// What files and commands call the strength of a contradiction.
fn strength(strength: Contradiction) -> &'static str {
    match strength {
        Contradiction::Incompatible => "incompatible",
        Contradiction::Tension => "tension",
    }
}

/// Records as CSV, without a thought for what a spreadsheet would run: other programs read them.
fn print_csv(records: impl IntoIterator<Item = Vec<String>>, console: &mut Console<'_>) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in records {
        writer.write_record(record).map_err(Failure::because)?;
    }
    let bytes = writer.into_inner().map_err(Failure::because)?;
    console.print(&String::from_utf8_lossy(&bytes));
    Ok(())
}

/// Words on one line, no longer than this many characters.
fn short(words: &str, most: usize) -> String {
    let line: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
