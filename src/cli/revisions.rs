//! `byline revisions PROJECT`

use super::console::{Console, Failure, Verdict, count};
use crate::model::{Article, ArticleId, Place, Project, Revision};
use crate::review::{RevisionReport, SentenceChange, words_line};
use crate::store::{self, Access, Severity};
use crate::text::{Text, TextSpan};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Say what was added, softened or removed between the texts of articles that have several
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: byline revisions my-story --article k3f9x2m7qa --json\n\
    Importing an article again with another text, or correcting it in the window, keeps both texts.")]
pub(super) struct Arguments {
    /// The project's folder
    project: PathBuf,
    /// Only this article
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Print one JSON value
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let loaded = store::open(&arguments.project, None, Access::ReadOnly).map_err(Failure::because)?;
    for problem in loaded.problems.iter().filter(|p| p.severity() == Severity::Error) {
        console.say(format!("error: {problem}"));
    }
    let project = loaded.project;
    let wanted = match &arguments.article {
        None => None,
        Some(name) => {
            let id = ArticleId::parse(name).filter(|id| project.article(*id).is_some());
            Some(id.ok_or_else(|| Failure::new(format!("the project has no article {name:?}")))?)
        }
    };
    let articles = project.articles.values().filter(|article| match wanted {
        Some(id) => article.id == id,
        None => !article.earlier.is_empty(),
    });
    let (mut values, mut words) = (Vec::new(), Vec::new());
    for article in articles {
        let (value, lines) = of_article(&project, article);
        values.push(value);
        words.push(lines);
    }
    let value = json!({ "project": arguments.project.display().to_string(), "articles": values });
    if words.is_empty() {
        words.push("no article has an earlier text".to_owned());
    }
    console.result(arguments.json, &value, &words.join("\n\n"));
    Ok(Verdict::Done)
}

fn of_article(project: &Project, article: &Article) -> (Value, String) {
    let texts: Vec<&Revision> = article.earlier.iter().chain([&article.current]).collect();
    let head = format!("{} ({}): {}", article.display_title(), article.id, count(texts.len(), "text"));
    let (mut steps, mut lines) = (Vec::new(), vec![head]);
    for (number, (old, new)) in texts.iter().zip(texts.iter().skip(1)).enumerate() {
        let report = RevisionReport::new(project, article, &old.text, &new.text, &|_| true);
        let since = new.since.map(|when| when.to_string()).unwrap_or_default();
        lines.push(format!("  text {} to {}, {since}: {}", number + 1, number + 2, report.summary()));
        for change in &report.changes {
            lines.extend(in_words(project, article, (&old.text, &new.text), change));
        }
        let changes: Vec<Value> =
            report.changes.iter().map(|change| change_json(project, article, (&old.text, &new.text), change)).collect();
        steps.push(json!({
            "from": number + 1, "to": number + 2, "since": since, "summary": report.summary(), "changes": changes,
        }));
    }
    let files = texts.iter().map(|text| {
        json!({ "file": text.file, "hash": text.text.hash().to_string(),
            "since": text.since.map(|when| when.to_string()).unwrap_or_default() })
    });
    let value = json!({
        "article": article.id.as_str(),
        "title": article.display_title(),
        "texts": files.collect::<Vec<_>>(),
        "steps": steps,
    });
    (value, lines.join("\n"))
}

fn in_words(project: &Project, article: &Article, texts: (&Text, &Text), change: &SentenceChange) -> Vec<String> {
    let line = words_line(texts.1, change);
    let line = if line.is_empty() { String::new() } else { format!(" ({line})") };
    let mut lines = vec![format!("    {}{line}", change.kind.name())];
    let quoted = |mark: &str, text: &Text, span: Option<TextSpan>| {
        span.map(|span| format!("      {mark} {}", text.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")))
    };
    lines.extend(quoted("-", texts.0, change.old));
    lines.extend(quoted("+", texts.1, change.new));
    for (annotator, id) in &change.annotations {
        let key = crate::model::LayerKey { annotator: annotator.clone(), article: article.id };
        let Some(annotation) = project.annotation(&key, *id) else { continue };
        let lost = if matches!(annotation.place, Place::Lost(_)) { ", lost its place" } else { "" };
        let words = annotation.first_words(article.text(), 80);
        lines.push(format!("      {annotator}'s {}{lost}: {words}", annotation.label));
    }
    lines
}

fn change_json(project: &Project, article: &Article, texts: (&Text, &Text), change: &SentenceChange) -> Value {
    let side = |text: &Text, span: Option<TextSpan>| {
        span.map_or(Value::Null, |span| {
            let (start, end) = text.chars_of(span);
            json!({ "text": text.slice(span), "range": [start.get(), end.get()] })
        })
    };
    let new = change.new_words.iter().map(|n| json!({ "kind": n.kind.name(), "new": texts.1.slice(n.span) }));
    let dropped = change.dropped.iter().map(|d| json!({ "kind": d.kind.name(), "dropped": d.words }));
    let annotations = change.annotations.iter().filter_map(|(annotator, id)| {
        let key = crate::model::LayerKey { annotator: annotator.clone(), article: article.id };
        let annotation = project.annotation(&key, *id)?;
        Some(json!({
            "id": id.as_str(), "annotator": annotator.as_str(), "label": annotation.label.as_str(),
            "words": annotation.words(article.text()), "lost": matches!(annotation.place, Place::Lost(_)),
        }))
    });
    let mut value = json!({
        "kind": change.kind.name(),
        "words": new.chain(dropped).collect::<Vec<_>>(),
        "annotations": annotations.collect::<Vec<_>>(),
    });
    // Null is never written: what is absent is left out.
    if let Some(fields) = value.as_object_mut() {
        for (name, side) in [("old", side(texts.0, change.old)), ("new", side(texts.1, change.new))] {
            if !side.is_null() {
                fields.insert(name.into(), side);
            }
        }
    }
    value
}
