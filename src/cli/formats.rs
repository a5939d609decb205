//! `byline formats`

use super::console::{Console, Failure, Verdict};
use crate::exchange::formats::FORMATS;
use serde_json::{Value, json};

/// List every format, with what it reads, writes and cannot hold
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: byline formats --json")]
pub(super) struct Arguments {
    /// Print one JSON value
    #[arg(long)]
    pub(super) json: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "every command has this shape")]
pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let rows: Vec<Value> = FORMATS
        .iter()
        .map(|format| {
            json!({
                "name": format.name,
                "title": format.title,
                "extensions": format.extensions,
                "reads": format.reads,
                "writes": format.writes,
                "cannot_hold": format.cannot_hold(),
            })
        })
        .collect();
    let mut words = Vec::new();
    for format in FORMATS {
        let endings: Vec<String> = format.extensions.iter().map(|e| format!(".{e}")).collect();
        let shown = |what: &'static str| if what.is_empty() { "nothing" } else { what };
        words.push(format!("{} ({}; {})", format.name, format.title, endings.join(", ")));
        words.push(format!("  reads        {}", shown(format.reads)));
        words.push(format!("  writes       {}", shown(format.writes)));
        words.push(format!("  cannot hold  {}", format.cannot_hold()));
    }
    console.result(arguments.json, &Value::Array(rows), &words.join("\n"));
    Ok(Verdict::Done)
}
