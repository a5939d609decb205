//! `byline formats`

use super::console::{Console, Failure, Verdict};
use super::export::setting_words;
use crate::exchange::Setting;
use crate::exchange::formats::{COMMON, FORMATS, Format, Output};
use serde_json::{Value, json};

/// List every format, with what it reads, writes and cannot hold, and its settings
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
                "makes": makes(format),
                "settings": format.settings.iter().map(setting_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let mut words = Vec::new();
    for format in FORMATS {
        let endings: Vec<String> = format.extensions.iter().map(|e| format!(".{e}")).collect();
        let shown = |what: &'static str| if what.is_empty() { "nothing" } else { what };
        let ends = if endings.is_empty() { String::new() } else { format!("; {}", endings.join(", ")) };
        words.push(format!("{} ({}{ends})", format.name, format.title));
        words.push(format!("  reads        {}", shown(format.reads)));
        let into = if format.is_written() { format!("a {}: ", makes(format)) } else { String::new() };
        words.push(format!("  writes       {into}{}", shown(format.writes)));
        words.push(format!("  cannot hold  {}", format.cannot_hold()));
        words.extend(format.settings.iter().map(|setting| format!("  --set        {}", setting_line(setting))));
    }
    words.push("Every format that is written takes".to_owned());
    words.extend(COMMON.iter().map(|setting| format!("  --set        {}", setting_line(setting))));
    console.result(arguments.json, &Value::Array(rows), &words.join("\n"));
    Ok(Verdict::Done)
}

/// What an export of a format makes; empty where it is only read.
fn makes(format: &Format) -> &'static str {
    match format.output {
        Output::None => "",
        Output::File(_) => "file",
        Output::Folder(_) => "folder",
    }
}

fn setting_line(setting: &Setting) -> String {
    format!("{}: {}", setting_words(setting), setting.about)
}

fn setting_json(setting: &Setting) -> Value {
    let (values, default) = (setting.values.in_words(), setting.values.default());
    json!({ "key": setting.key, "values": values, "default": default, "about": setting.about })
}
