//! Who is credited with each shared claim, as lines to be read and as CSV.

use super::{print_csv, short};
use crate::cli::console::{Console, Failure, count};
use crate::model::ArticleId;
use crate::review::{Attribution, Credited, SourceId, Standing};
use std::collections::BTreeSet;

const COLUMNS: [&str; 17] = [
    "thread_id",
    "title",
    "articles",
    "outlets",
    "at_least",
    "named",
    "echo",
    "unsourced_articles",
    "source_id",
    "source",
    "type",
    "source_named",
    "affiliation",
    "stands_behind",
    "falls_without",
    "depth",
    "source_articles",
];

/// Prints for each claim how many stand behind it, and who.
pub(super) fn text(attribution: &Attribution, console: &mut Console<'_>) {
    console.print("\nOn whose word\n");
    for (title, standing) in claims(attribution) {
        let mut lines = format!("  {}\n", short(&title, 100));
        if standing.articles == 0 && standing.against.is_empty() {
            lines.push_str("    no article reports it\n");
        }
        if !standing.sources.is_empty() {
            let (all, named) = (standing.at_least(), standing.named());
            let independent = count(all, "independent source");
            let echo = if standing.is_echo() { ": all from one source, an echo" } else { "" };
            lines.push_str(&format!("    at least {independent}, {named} named{echo}\n"));
        }
        for source in &standing.sources {
            lines.push_str(&format!("      {}\n", line(attribution, source)));
        }
        if !standing.unsourced.is_empty() {
            lines.push_str(&format!("    without a source in {}\n", count(standing.unsourced.len(), "article")));
        }
        if !standing.against.is_empty() {
            lines.push_str(&format!("    denied in {}\n", count(standing.against.len(), "mention")));
        }
        console.print_words(&lines);
    }
}

/// `Bolton (person, named), 3 articles; it falls without this one`
fn line(attribution: &Attribution, source: &Credited) -> String {
    let named = match source.facts.named {
        Some(true) => "named",
        Some(false) => "unnamed",
        None => "",
    };
    let about: Vec<&str> = [source.facts.kind.as_str(), named].into_iter().filter(|part| !part.is_empty()).collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    let inner: Vec<String> = source.passes_on.iter().map(|inner| short(&attribution.facts(inner).title, 40)).collect();
    let inner = if inner.is_empty() { String::new() } else { format!("; passes on {}", inner.join(", ")) };
    let needed = if source.needed { "; the claim falls without it" } else { "" };
    let articles = count(articles(source).len(), "article");
    format!("{}{about}, {articles}{inner}{needed}", short(&source.facts.title, 60))
}

fn articles(source: &Credited) -> BTreeSet<ArticleId> {
    source.quotes.iter().map(|(key, ..)| key.article).collect()
}

/// The claims with what they stand on, by title.
fn claims(attribution: &Attribution) -> impl Iterator<Item = (String, Standing)> {
    let title = |id| attribution.project().thread(id).map(|(_, thread)| thread.title.clone()).unwrap_or_default();
    let mut claims: Vec<_> = attribution.claims().map(|id| (title(id), id)).collect();
    claims.sort_unstable();
    claims.into_iter().map(|(title, id)| (title, attribution.standing(id)))
}

/// Prints a line for each claim and source; a claim without one has a line, too.
pub(super) fn csv(attribution: &Attribution, console: &mut Console<'_>) -> Result<(), Failure> {
    let mut records = vec![COLUMNS.map(str::to_owned).to_vec()];
    let mut ids: Vec<_> = attribution.claims().collect();
    ids.sort_unstable();
    for id in ids {
        let title = attribution.project().thread(id).map(|(_, thread)| thread.title.clone()).unwrap_or_default();
        let standing = attribution.standing(id);
        let numbers = [standing.articles, standing.outlets, standing.at_least(), standing.named()];
        let mut claim = vec![id.to_string(), title];
        claim.extend(numbers.map(|number| number.to_string()));
        claim.extend([standing.is_echo().to_string(), standing.unsourced.len().to_string()]);
        for source in &standing.sources {
            let (id, facts) = (source_id(&source.source), &source.facts);
            let named = facts.named.map(|named| named.to_string()).unwrap_or_default();
            let mut record = claim.clone();
            record.extend([id, facts.title.clone(), facts.kind.clone(), named, facts.affiliation.clone()]);
            record.extend([source.ultimate.to_string(), source.needed.to_string(), source.depth.to_string()]);
            record.push(articles(source).len().to_string());
            records.push(record);
        }
        if standing.sources.is_empty() {
            claim.resize(COLUMNS.len(), String::new());
            records.push(claim);
        }
    }
    print_csv(records, console)
}

fn source_id(source: &SourceId) -> String {
    match source {
        SourceId::Thread(id) => id.to_string(),
        SourceId::Annotation(_, id) => id.to_string(),
    }
}
