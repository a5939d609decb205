//! What a step replaced, in words.

use crate::model::{AnnotationId, ArticleId, AttributeValue};
use crate::store::records::{AnnotationRecord, ArticleRecord, ChangeRecord};
use std::cmp::Ordering;

/// Changes that are told one by one.
const MOST: usize = 3;

/// Code points of quoted words.
const WORDS: usize = 60;

/// The article that a change is about.
pub(super) fn article_of(change: &ChangeRecord) -> Option<ArticleId> {
    match change {
        ChangeRecord::Article { id, .. } => ArticleId::parse(id),
        ChangeRecord::LayerText { layer, .. }
        | ChangeRecord::Done { layer, .. }
        | ChangeRecord::Annotation { layer, .. }
        | ChangeRecord::Relation { layer, .. }
        | ChangeRecord::Reading { layer, .. }
        | ChangeRecord::Rejected { layer, .. } => ArticleId::parse(&layer.1),
        _ => None,
    }
}

/// The annotation that a step is about: the first one.
pub(super) fn annotation_of(changes: &[ChangeRecord]) -> Option<AnnotationId> {
    changes.iter().find_map(|change| match change {
        ChangeRecord::Annotation { id, .. } => AnnotationId::parse(id),
        _ => None,
    })
}

/// What was replaced: "claim “prices fall” → source “prices fall”; and 3 more".
pub(super) fn in_words(changes: &[ChangeRecord]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = 0;
    let mut read = (0_usize, 0_usize);
    for change in changes {
        if let ChangeRecord::Reading { after, .. } = change {
            let count = if after.is_some() { &mut read.0 } else { &mut read.1 };
            *count += 1;
            continue;
        }
        let Some(words) = one(change) else { continue };
        if parts.len() < MOST {
            parts.push(words);
        } else {
            rest += 1;
        }
    }
    for (count, what) in [(read.0, "read"), (read.1, "not read any more")] {
        if count > 0 {
            parts.push(format!("{count} {} {what}", if count == 1 { "paragraph" } else { "paragraphs" }));
        }
    }
    if rest > 0 {
        parts.push(format!("and {rest} more"));
    }
    parts.join("; ")
}

/// What each change replaces; paragraphs that were read are counted together.
pub(super) fn lines(changes: &[&ChangeRecord]) -> Vec<String> {
    let is_reading = |change: &&&ChangeRecord| matches!(change, ChangeRecord::Reading { .. });
    let mut lines: Vec<String> = changes.iter().filter_map(|change| one(change)).collect();
    let read: Vec<ChangeRecord> = changes.iter().filter(is_reading).map(|change| (*change).clone()).collect();
    lines.extend(Some(in_words(&read)).filter(|words| !words.is_empty()));
    lines
}

fn one(change: &ChangeRecord) -> Option<String> {
    Some(match change {
        ChangeRecord::Annotation { before, after, .. } => annotation(before.as_deref(), after.as_deref())?,
        ChangeRecord::Relation { before, after, .. } => sides(
            "arrow",
            before.as_ref().map(|r| r.kind.replace('_', " ")),
            after.as_ref().map(|r| r.kind.replace('_', " ")),
        ),
        ChangeRecord::Article { before, after, .. } => article(before.as_deref(), after.as_deref())?,
        ChangeRecord::Info { before, after } => {
            sides("title", before.as_ref().map(|i| i.title.clone()), after.as_ref().map(|i| i.title.clone()))
        }
        ChangeRecord::Label { id, before, after } => named("label", id, before.is_some(), after.is_some()),
        ChangeRecord::RelationType { id, before, after } => named("arrow type", id, before.is_some(), after.is_some()),
        ChangeRecord::ArticleAttribute { id, before, after } => {
            named("article attribute", id, before.is_some(), after.is_some())
        }
        ChangeRecord::Story { before, after, .. } => {
            sides("story", before.as_ref().map(|s| s.title.clone()), after.as_ref().map(|s| s.title.clone()))
        }
        ChangeRecord::Family { before, after, .. } => named("family", "", before.is_some(), after.is_some()),
        ChangeRecord::Done { after, .. } => {
            if *after == Some(true) {
                "finished".to_owned()
            } else {
                "open again".to_owned()
            }
        }
        ChangeRecord::Rejected { label, after, .. } => {
            let what = if after.is_some() { "turned down" } else { "not turned down any more" };
            format!("suggested {label} {what}")
        }
        ChangeRecord::Thread { before, after, .. } => {
            sides("shared item", before.as_ref().map(|t| t.title.clone()), after.as_ref().map(|t| t.title.clone()))
        }
        ChangeRecord::ThreadRelation { before, after, .. } => {
            let kind = |r: &crate::store::records::ThreadRelationRecord| r.kind.name.clone();
            sides("statement", before.as_deref().map(kind), after.as_deref().map(kind))
        }
        // It goes with another text of the article, which is told.
        ChangeRecord::LayerText { .. } | ChangeRecord::Reading { .. } => return None,
    })
}

/// "story “A” → “B”", "story “A” gone", "story “A”".
fn sides(what: &str, before: Option<String>, after: Option<String>) -> String {
    match (before, after) {
        (Some(before), Some(after)) if before == after => format!("{what} “{}”", cut(&after)),
        (Some(before), Some(after)) => format!("{what} “{}” → “{}”", cut(&before), cut(&after)),
        (Some(before), None) => format!("{what} “{}” gone", cut(&before)),
        (None, Some(after)) => format!("{what} “{}”", cut(&after)),
        (None, None) => what.to_owned(),
    }
}

fn named(what: &str, id: &str, was: bool, is: bool) -> String {
    let gap = if id.is_empty() { "" } else { " " };
    match (was, is) {
        (false, true) => format!("new {what}{gap}{id}"),
        (true, false) => format!("{what}{gap}{id} gone"),
        _ => format!("{what}{gap}{id} changed"),
    }
}

fn annotation(before: Option<&AnnotationRecord>, after: Option<&AnnotationRecord>) -> Option<String> {
    let words = |a: &AnnotationRecord| cut(a.quote.join(" … ").trim_matches(['“', '”', '"']));
    Some(match (before, after) {
        (None, Some(after)) => format!("{} “{}”", after.label, words(after)),
        (Some(before), None) => format!("{} “{}” gone", before.label, words(before)),
        (Some(before), Some(after)) => {
            let mut parts = Vec::new();
            if before.label != after.label {
                parts.push(format!("{} → {}", before.label, after.label));
            }
            if after.at.0.is_empty() && !before.at.0.is_empty() {
                parts.push("lost its place".to_owned());
            } else if before.quote != after.quote {
                parts.push(format!("“{}” → “{}”", words(before), words(after)));
            } else if before.at.0.is_empty() && !after.at.0.is_empty() {
                parts.push("has its place again".to_owned());
            }
            if before.note != after.note {
                parts.push(format!("note “{}” → “{}”", cut(&before.note), cut(&after.note)));
            }
            if before.unsure != after.unsure {
                parts.push(if after.unsure { "unsure" } else { "sure" }.to_owned());
            }
            if before.threads != after.threads {
                let words = match after.threads.len().cmp(&before.threads.len()) {
                    Ordering::Greater => "linked",
                    Ordering::Less => "unlinked",
                    Ordering::Equal => "links changed",
                };
                parts.push(words.to_owned());
            }
            let names = before.attributes.keys().chain(after.attributes.keys());
            let names: std::collections::BTreeSet<&String> = names.collect();
            for name in names.into_iter().filter(|name| before.attributes.get(*name) != after.attributes.get(*name)) {
                let value =
                    |a: &AnnotationRecord| a.attributes.get(name).map_or("–".to_owned(), |v| cut(&value_words(&v.0)));
                parts.push(format!("{name} {} → {}", value(before), value(after)));
            }
            if parts.is_empty() {
                return None;
            }
            format!("{} “{}”: {}", after.label, words(after), parts.join(", "))
        }
        (None, None) => return None,
    })
}

fn article(before: Option<&ArticleRecord>, after: Option<&ArticleRecord>) -> Option<String> {
    let title = |a: &ArticleRecord| cut(if a.title.is_empty() { &a.file } else { &a.title });
    Some(match (before, after) {
        (None, Some(after)) => format!("article “{}”", title(after)),
        (Some(before), None) => format!("article “{}” gone", title(before)),
        (Some(before), Some(after)) => {
            let fields = [
                ("title", &before.title, &after.title),
                ("outlet", &before.outlet, &after.outlet),
                ("author", &before.author, &after.author),
                ("published", &before.published, &after.published),
                ("accessed", &before.accessed, &after.accessed),
                ("language", &before.language, &after.language),
                ("address", &before.url, &after.url),
                ("archived address", &before.archived_url, &after.archived_url),
            ];
            let mut parts: Vec<String> = Vec::new();
            if before.hash != after.hash {
                parts.push("another text".to_owned());
            }
            for (name, was, is) in fields {
                if was != is {
                    parts.push(format!("{name} “{}” → “{}”", cut(was), cut(is)));
                }
            }
            if before.zones != after.zones && before.hash == after.hash {
                parts.push("parts changed".to_owned());
            }
            if before.stories != after.stories {
                parts.push("stories changed".to_owned());
            }
            if before.attributes != after.attributes {
                parts.push("attributes changed".to_owned());
            }
            if parts.is_empty() {
                return None;
            }
            format!("“{}”: {}", title(after), parts.join(", "))
        }
        (None, None) => return None,
    })
}

fn cut(words: &str) -> String {
    let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match flat.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", flat.get(..end).unwrap_or_default()),
        None => flat,
    }
}

fn value_words(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Flag(true) => "yes".into(),
        AttributeValue::Flag(false) => "no".into(),
        AttributeValue::Text(words) => words.clone(),
        AttributeValue::List(values) => values.join(", "),
        AttributeValue::Parts(parts) => parts.values().map(String::as_str).collect::<Vec<_>>().join(" · "),
    }
}
