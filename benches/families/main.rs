//! Reprints are found fast: 10,000 made-up articles, a third of them reprints of others with a cut and an edited word in
//! 60, with the same footer under all.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure")]

#[path = "../support/bars.rs"]
#[expect(dead_code, reason = "other benches use more of it")]
mod bars;
#[path = "../support/corpus.rs"]
mod corpus;

use bars::{REPEATS, bar, calibration, milliseconds, timed};
use byline::edit::plan::Imported;
use byline::model::{Article, ArticleId, IdMaker, Project, Revision};
use byline::review::{find_reprints, reprints_of_import, shared_words};
use byline::text::Text;
use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Most seconds for the reprints of 10,000 articles.
const WHOLE: f64 = 10.0;
/// Most seconds that the reprints of one new article take beside 10,000.
const ONE: f64 = 2.0;

fn main() {
    let scale = calibration();
    let (project, expected) = project(10_000);
    let stop = AtomicBool::new(false);
    let mut found = Vec::new();
    let whole = best(|| found = find_reprints(&project, &stop));
    let (right, wrong) = compared(&found, &expected);
    println!(
        "reprints of 10,000 articles: {:.0} ms; {} families, {right} of {} pairs found, {wrong} more",
        milliseconds(whole),
        found.len(),
        expected.len()
    );
    bar("families-10k-s", whole.as_secs_f64(), WHOLE * scale);
    bar("families-missed-percent", 100.0 - 100.0 * right as f64 / expected.len() as f64, 1.0);
    let article = project.articles.values().next().unwrap();
    let new = Article { id: IdMaker::new(99).make(), ..(**article).clone() };
    let imported = Imported { articles: vec![new], ..Imported::default() };
    let mut ids = IdMaker::new(3);
    let one = best(|| drop(black_box(reprints_of_import(&project, &imported, &mut ids, &stop))));
    println!("reprints of 1 new article beside them: {:.0} ms", milliseconds(one));
    bar("families-one-s", one.as_secs_f64(), ONE * scale);
    let (first, second) =
        expected.iter().next().map(|(a, b)| (project.article(*a).unwrap(), project.article(*b).unwrap())).unwrap();
    let pair = best(|| drop(black_box(shared_words(first, second))));
    println!("aligned places of two reprints: {:.2} ms", milliseconds(pair));
}

fn best(mut act: impl FnMut()) -> Duration {
    (0..REPEATS).map(|_| timed(&mut act)).min().unwrap()
}

/// Pairs that share a family, and pairs in families that do not.
fn compared(found: &[BTreeSet<ArticleId>], expected: &BTreeSet<(ArticleId, ArticleId)>) -> (usize, usize) {
    let family = |id: &ArticleId| found.iter().position(|f| f.contains(id));
    let right = expected.iter().filter(|(a, b)| family(a).is_some() && family(a) == family(b)).count();
    let pairs: usize = found.iter().map(|f| f.len() - 1).sum();
    (right, pairs.saturating_sub(right))
}

/// A project of which every third article reprints the one before it; gives the pairs.
fn project(articles: usize) -> (Project, BTreeSet<(ArticleId, ArticleId)>) {
    let mut project = corpus::project(articles);
    let mut dice = corpus::Dice::new(8);
    let all: Vec<Arc<Article>> = project.articles.values().cloned().collect();
    let mut pairs = BTreeSet::new();
    for (at, article) in all.iter().enumerate() {
        let original = at.checked_sub(1).and_then(|at| all.get(at)).filter(|_| at % 3 == 2);
        let text = original.unwrap_or(article).text().as_str();
        let keep = if original.is_some() { 0.7 + 0.3 * dice.share() } else { 1.0 };
        let count = text.split(' ').count() as f64 * keep;
        let words = text.split(' ').enumerate().take_while(|(i, _)| (*i as f64) < count);
        let edited: Vec<&str> =
            words.map(|(_, word)| if original.is_some() && dice.below(60) == 0 { "edited" } else { word }).collect();
        let text = Text::new(format!("{}\nRead more from us every morning.", edited.join(" ")));
        let current = Revision { text, file: article.current.file.clone(), since: None };
        if let Some(original) = original {
            pairs.insert((original.id, article.id));
        }
        let article = Article { current, zones: Vec::new(), ..(**article).clone() };
        project.articles.insert_mut(article.id, Arc::new(article));
    }
    (project, pairs)
}
