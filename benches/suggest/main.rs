//! Suggestions are there as an article is opened: words a second of rules, of the model and of both, on the articles of a
//! sample project; an article of 1,000 words; the part on the screen of one of 10 MB.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure, and read the samples")]

#[path = "../support/bars.rs"]
#[expect(dead_code, reason = "other benches use more of it")]
mod bars;
#[path = "../support/corpus.rs"]
#[expect(dead_code, reason = "other benches use more of it")]
mod corpus;

use bars::{REPEATS, bar, calibration, milliseconds, worked};
use byline::model::{Article, IdMaker, Metadata, Revision, default_codebook};
use byline::session::{BEST_SCORE, Suggesters};
use byline::suggest::Document;
use byline::text::{ByteOffset, Text};
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

/// Most microseconds that rules, and the model, take for a token: 100,000 a second.
const ONE: f64 = 10.0;
/// Most microseconds that both together take for a token: 60,000 a second.
const BOTH: f64 = 1e6 / 60_000.0;
/// Most milliseconds for an article of 1,000 words.
const ARTICLE: f64 = 100.0;
/// Most milliseconds for what is on the screen of an article of 10 MB.
const SCREEN: f64 = 100.0;
/// Bytes that are worked on with what is on the screen, as in the window.
const AROUND: usize = 22_000;

fn main() {
    let scale = calibration();
    let samples = samples();
    let texts: Vec<&str> = samples.iter().map(String::as_str).collect();
    for (names, name, limit) in
        [(&["rules"][..], "rules", ONE), (&["model"], "model", ONE), (&["rules", "model"], "all", BOTH)]
    {
        let suggesters = suggesters(names);
        let tokens: usize = texts.iter().map(|text| Document::new(text, &[], Some("en")).tokens().len()).sum();
        let taken = best(|| {
            for text in &texts {
                black_box(suggesters.propose(text, &[], Some("en"), BEST_SCORE));
            }
        });
        let each = taken.as_secs_f64() * 1e6 / tokens as f64;
        println!("{name}: {tokens} tokens, {:.0} a second on one core", 1e6 / each);
        bar(&format!("suggest-{name}-us-a-token"), each, limit * scale);
    }
    let all = suggesters(&["rules", "model"]);
    let thousand = words(&texts, 1_000);
    let article = best(|| drop(black_box(all.propose(&thousand, &[], Some("en"), BEST_SCORE))));
    println!("an article of 1,000 words: {:.1} ms", milliseconds(article));
    bar("suggest-1000-words-ms", milliseconds(article), ARTICLE * scale);
    huge(&all, &texts, scale);
}

/// An article of 10 MB: what is on the screen comes first, and the rest follows.
fn huge(all: &Suggesters, texts: &[&str], scale: f64) {
    let mut text = String::new();
    while text.len() < 10_000_000 {
        text.extend(texts.iter().copied());
    }
    let article = article(&text);
    let middle = ByteOffset::new(text.len() / 2 - AROUND);
    let (from, to) = (article.text().floor(middle), article.text().floor(ByteOffset::new(middle.get() + 2 * AROUND)));
    let codebook = default_codebook();
    let screen = best(|| drop(black_box(all.suggest_part(&article, &codebook, BEST_SCORE, (from, to)))));
    let whole = worked(|| drop(black_box(all.suggest(&article, &codebook, BEST_SCORE))));
    println!(
        "10 MB: what is on the screen after {:.1} ms, all after {:.1} s",
        milliseconds(screen),
        whole.as_secs_f64()
    );
    bar("suggest-10mb-screen-ms", milliseconds(screen), SCREEN * scale);
}

fn suggesters(names: &[&str]) -> Suggesters {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    Suggesters::of_texts(&names)
}

/// The texts of a sample project.
fn samples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_projects/caracas_call/articles");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

/// The first so many words of texts.
fn words(texts: &[&str], number: usize) -> String {
    let paragraphs = texts.iter().flat_map(|text| text.split_inclusive('\n'));
    let mut found = String::new();
    for paragraph in paragraphs {
        if found.split_whitespace().count() >= number {
            break;
        }
        found.push_str(paragraph);
    }
    found
}

fn article(text: &str) -> Article {
    Article {
        id: IdMaker::new(1).make(),
        foreign_id: String::new(),
        metadata: Metadata { language: "en".into(), ..Metadata::default() },
        attributes: Default::default(),
        stories: Default::default(),
        zones: Vec::new(),
        earlier: Vec::new(),
        current: Revision { text: Text::new(text), file: "articles/huge.txt".into(), since: None },
        extra: Default::default(),
    }
}

fn best(mut act: impl FnMut()) -> Duration {
    (0..REPEATS).map(|_| worked(&mut act)).min().unwrap()
}
