//! The matrix and the attributions as one JSON value, written row by row: it can be long.

use super::strength;
use crate::cli::console::Console;
use crate::model::{LabelRole, Project};
use crate::review::{Attribution, Coding, Coverage, SourceId, Standing, contradictions};
use serde_json::{Value, json};

pub(super) fn print(project: &Project, coverage: &Coverage, attribution: &Attribution, console: &mut Console<'_>) {
    let layers: Vec<String> = match coverage.coding() {
        // That only what two agree on is counted is to be seen, too.
        Coding::Agreed => vec!["agreed".into()],
        _ => coverage.annotators().iter().map(ToString::to_string).collect(),
    };
    console.print(&format!("{{\"layers\":{},\"threads\":[", json!(layers)));
    let contradicted = contradictions(project, coverage.coding(), coverage.index());
    for (number, thread) in coverage.threads().iter().enumerate() {
        let default = coverage.default_state(number);
        let cells: Vec<Value> = (0..coverage.articles().len())
            .filter(|article| coverage.state(number, *article) != default)
            .filter_map(|article| cell(coverage, number, article))
            .collect();
        let is_claim = project.codebook.role(&thread.label) == LabelRole::Claim;
        let standing = if is_claim { attribution.standing(thread.id) } else { Standing::default() };
        let contradicts: Vec<Value> = contradicted
            .get(&thread.id)
            .into_iter()
            .flatten()
            .map(|other| {
                json!({ "thread": other.thread.as_str(), "strength": strength(other.strength), "reason": other.reason })
            })
            .collect();
        let value = json!({
            "id": thread.id.as_str(),
            "label": thread.label.as_str(),
            "title": thread.title,
            "story": thread.story.map(|story| story.to_string()).unwrap_or_default(),
            "cells": cells,
            "default_state": default.name(),
            "sources": sources(&standing),
            "echo": standing.is_echo(),
            "contradicts": contradicts,
        });
        console.print(&format!("{}\n{value}", if number == 0 { "" } else { "," }));
    }
    let families: Vec<Value> = project
        .families
        .values()
        .map(|family| {
            let articles: Vec<String> = family.articles.iter().map(ToString::to_string).collect();
            json!({ "kind": family.kind.name(), "articles": articles })
        })
        .collect();
    console.print(&format!("],\"families\":{}}}\n", json!(families)));
}

fn cell(coverage: &Coverage, thread: usize, article: usize) -> Option<Value> {
    let cell = coverage.cell(thread, article);
    let also: Vec<&str> = cell.also.iter().map(|state| state.name()).collect();
    let annotations: Vec<&str> = cell.mentions.iter().map(|mention| mention.annotation.as_str()).collect();
    Some(json!({
        "article": coverage.articles().get(article)?.id.as_str(),
        "state": cell.state.name(),
        "also": also,
        "annotations": annotations,
        "why": cell.why,
    }))
}

/// Sources of which nobody said that they are named are counted with the unnamed.
fn sources(standing: &Standing) -> Value {
    let ultimate: Vec<Value> = standing
        .ultimate()
        .map(|source| {
            let (kind, id) = match &source.source {
                SourceId::Thread(id) => ("thread", id.as_str()),
                SourceId::Annotation(_, id) => ("annotation", id.as_str()),
            };
            json!({ kind: id, "title": source.facts.title, "named": source.facts.named == Some(true) })
        })
        .collect();
    let (all, named) = (standing.at_least(), standing.named());
    json!({ "at_least": all, "named": named, "unnamed": all - named, "ultimate": ultimate })
}
