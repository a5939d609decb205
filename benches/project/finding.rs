//! Searching 41 MB of text: every hit of queries with up to 10,000 hits, exact and folded, against `memmem` over the
//! same bytes; and the list of all alike.

use super::support::bars::{REPEATS, bar, milliseconds, timed};
use super::support::corpus;
use byline::model::{LabelId, Project};
use byline::review::{Bounds, Folding, Matcher, Query, SearchIndex, Within, alike, search};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Hits of a query at most.
const MOST: usize = 10_000;
/// Queries of each kind.
const QUERIES: usize = 6;

/// Searches a project of 10,000 articles.
pub fn bench(project: &Project, scale: f64) {
    let texts: Vec<&str> = project.articles.values().map(|article| article.text().as_str()).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    println!("searching {} articles, {:.1} MB", texts.len(), bytes as f64 / 1e6);
    let (index, go) = (SearchIndex::default(), AtomicBool::new(false));
    let built = timed(|| index.build(project, &go));
    println!("  {:<32}{:>10.1} ms", "building the index", milliseconds(built));
    println!("  {:<32}{:>10.1} MB", "its size", index.memory() as f64 / 1e6);
    let chosen = queries(&texts);
    println!("  {:<32}{:>10}{:>10}{:>10}{:>10}", "query", "hits", "memmem", "exact", "folded");
    let mut worst = Worst::default();
    for words in &chosen {
        let (mut plain, mut exact, mut folded) = (Duration::MAX, Duration::MAX, Duration::MAX);
        let mut hits = 0;
        for _ in 0..REPEATS {
            plain = plain.min(timed(|| {
                let finder = memchr::memmem::Finder::new(words);
                black_box(texts.iter().map(|text| finder.find_iter(text.as_bytes()).count()).sum::<usize>());
            }));
            exact = exact.min(timed(|| hits = run(&index, project, words, Folding::Exact)));
            folded = folded.min(timed(|| hits = run(&index, project, words, Folding::Folded)));
        }
        let [plain, exact, folded] = [plain, exact, folded].map(milliseconds);
        println!("  {:<32}{hits:>10}{plain:>10.2}{exact:>10.2}{folded:>10.2}", format!("{words:?}"));
        worst.exact = worst.exact.max(exact);
        worst.folded = worst.folded.max(folded);
        worst.exact_ratio = worst.exact_ratio.max(exact / plain);
        worst.folded_ratio = worst.folded_ratio.max(folded / plain);
    }
    all_alike(&index, project, scale);
    bar("search_exact_ms", worst.exact, 30.0 * scale);
    bar("search_folded_ms", worst.folded, 80.0 * scale);
    bar("search_exact_vs_memmem", worst.exact_ratio, 4.0);
    bar("search_folded_vs_memmem", worst.folded_ratio, 10.0);
}

/// What the slowest query took, in milliseconds, and as a ratio to `memmem`.
#[derive(Default)]
struct Worst {
    exact: f64,
    folded: f64,
    exact_ratio: f64,
    folded_ratio: f64,
}

fn run(index: &SearchIndex, project: &Project, words: &str, folding: Folding) -> usize {
    let query = Query { folding, bounds: Bounds::Anywhere, ..Query::words(words) };
    let matcher = Matcher::new(&query).unwrap();
    let found = search(index, project, &matcher, &Within::default(), usize::MAX, &AtomicBool::new(false));
    black_box(found.hits).len()
}

/// Words of at least four characters from the texts: the most frequent with at most [`MOST`] hits, a name, a phrase, a
/// word with an accent, a seldom word, and one that is nowhere.
fn queries(texts: &[&str]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphabetic())) {
        if word.chars().count() >= 4 {
            *counts.entry(word).or_default() += 1;
        }
    }
    // A word is found inside of others, too: a fifth of the most leaves room for that.
    let mut known: Vec<(usize, &str)> =
        counts.into_iter().filter(|(_, n)| *n <= MOST / 5).map(|(word, n)| (n, word)).collect();
    known.sort_unstable();
    let often = known.iter().rev().map(|(_, word)| *word);
    let first = |fits: fn(&str) -> bool| often.clone().find(|word| fits(word)).unwrap_or("quay").to_owned();
    let name = corpus::Words::new().names().first().unwrap().clone();
    let seldom = known.first().map_or("quay", |(_, word)| word).to_owned();
    let mut chosen = vec![
        first(str::is_ascii),
        first(|word| !word.is_ascii()),
        name,
        format!("{}, ", first(|word| word.chars().all(char::is_lowercase))),
        seldom,
        "nowhere at all".to_owned(),
    ];
    chosen.truncate(QUERIES);
    chosen
}

/// The list of all places of a name as a source.
fn all_alike(index: &SearchIndex, project: &Project, scale: f64) {
    let names = corpus::Words::new();
    let (source, ana) = (LabelId::parse("source").unwrap(), corpus::ana());
    let mut worst = Duration::ZERO;
    for name in names.names().iter().take(3) {
        let mut best = Duration::MAX;
        let mut places = 0;
        for _ in 0..REPEATS {
            best = best.min(timed(|| {
                let found = alike(index, project, &ana, (name, &source), MOST, &AtomicBool::new(false));
                places = black_box(found.places).len();
            }));
        }
        println!("  {:<32}{places:>10}{:>10.2} ms", format!("all alike: {name:?}"), milliseconds(best));
        worst = worst.max(best);
    }
    bar("all_alike_ms", milliseconds(worst), 100.0 * scale);
}
