//! Suggestions are there as an article is opened: tokens a second of rules, of the model, of both and of all that answer at
//! once, on the articles of a sample project; an article of 1,000 words; the part on the screen of one of 10 MB; the memory of
//! `byline suggest` on 10,000 articles, which `--quick` leaves out.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure, and read the samples")]

#[path = "../support/bars.rs"]
#[expect(dead_code, reason = "other benches use more of it")]
mod bars;
#[path = "../support/corpus.rs"]
#[expect(dead_code, reason = "other benches use more of it")]
mod corpus;

mod memory;

use bars::{REPEATS, bar, calibration, milliseconds, worked};
use byline::model::{
    Annotation, AnnotatorName, Article, IdMaker, LabelId, LayerKey, Metadata, Place, Project, Revision,
    default_codebook,
};
use byline::review::OpenSuggestions;
use byline::session::{BEST_SCORE, FAINTEST, Suggesters};
use byline::store::{self, Access};
use byline::suggest::Document;
use byline::text::{ByteOffset, Text, TextSpan};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Most microseconds that rules and model take for a token: 100,000 a second.
const BOTH: f64 = 10.0;
/// Most microseconds that all that answer at once take for a token: 60,000 a second.
const ALL: f64 = 1e6 / 60_000.0;
/// Most milliseconds for an article of 1,000 words.
const ARTICLE: f64 = 100.0;
/// Most milliseconds for what is on the screen of an article of 10 MB.
const SCREEN: f64 = 100.0;
/// Bytes that are worked on with what is on the screen, as in the window.
const AROUND: usize = 22_000;
/// Most megabytes of the model.
const MODEL: f64 = 10.0;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let scale = calibration();
    let project = store::open(&sample(), None, Access::ReadOnly).unwrap().project;
    let texts: Vec<&str> = project.articles.values().map(|article| article.text().as_str()).collect();
    let limits =
        [("rules", &["rules"][..], BOTH), ("model", &["model"], BOTH), ("rules-and-model", &["rules", "model"], BOTH)];
    for (name, names, limit) in limits {
        speed(name, &suggesters(names), &texts, limit * scale);
    }
    speed("all", &everybody(&project), &texts, ALL * scale);
    let all = suggesters(&["rules", "model"]);
    let thousand = words(&texts, 1_000);
    let article = best(|| drop(black_box(all.propose(&thousand, &[], Some("en"), FAINTEST))));
    println!("an article of 1,000 words: {:.1} ms", milliseconds(article));
    bar("suggest-1000-words-ms", milliseconds(article), ARTICLE * scale);
    huge(&all, &texts, scale);
    let size = model_size();
    println!("the model: {size:.2} MB");
    bar("suggest-model-mb", size, MODEL);
    if std::env::args().any(|argument| argument == "--quick") {
        return;
    }
    memory::bench(&texts);
}

/// Tokens a second on one core.
fn speed(name: &str, suggesters: &Suggesters, texts: &[&str], limit: f64) {
    let tokens: usize = texts.iter().map(|text| Document::new(text, &[], Some("en")).tokens().len()).sum();
    let taken = best(|| {
        for text in texts {
            black_box(suggesters.propose(text, &[], Some("en"), BEST_SCORE));
        }
    });
    let each = taken.as_secs_f64() * 1e6 / tokens as f64;
    println!("{name}: {tokens} tokens, {:.0} a second on one core", 1e6 / each);
    bar(&format!("suggest-{name}-us-a-token"), each, limit);
}

/// Those that take part in a project where nobody says otherwise, what is learned from its coder included. The sample has too
/// few articles to learn from: each is there twice.
fn everybody(project: &Project) -> Suggesters {
    let names = ["rules", "model", "learned", "threads"].map(str::to_owned);
    let coder: &AnnotatorName = &project.layers.keys().next().unwrap().annotator;
    let (mut twice, mut ids) = (project.clone(), IdMaker::new(3));
    for (key, layer) in project.layers.iter().filter(|(key, _)| key.annotator == *coder) {
        let again = Article { id: ids.make(), ..(**project.article(key.article).unwrap()).clone() };
        twice.layers.insert_mut(LayerKey { annotator: coder.clone(), article: again.id }, Arc::clone(layer));
        twice.articles.insert_mut(again.id, Arc::new(again));
    }
    let all = Suggesters::of_project(&names, &twice, coder, &AtomicBool::new(false));
    assert!(all.made().contains("learned"), "{}", all.made());
    all
}

/// The files of the model that come with the program, in megabytes.
fn model_size() -> f64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/model");
    let files = ["english.bin", "news.bin"].map(|name| std::fs::metadata(folder.join(name)).unwrap().len());
    files.iter().sum::<u64>() as f64 / 1e6
}

/// An article of 10 MB: what is on the screen comes first, and the rest follows.
fn huge(all: &Suggesters, texts: &[&str], scale: f64) {
    // Lines that come again are left out: each is told from the others.
    let mut text = String::new();
    for (number, line) in texts.iter().flat_map(|text| text.lines()).cycle().enumerate() {
        text.push_str(&format!("{line} That was in report {number}.\n"));
        if text.len() > 10_000_000 {
            break;
        }
    }
    let article = article(&mut IdMaker::new(1), &text);
    let middle = ByteOffset::new(text.len() / 2 - AROUND);
    let (from, to) = (article.text().floor(middle), article.text().floor(ByteOffset::new(middle.get() + 2 * AROUND)));
    let codebook = default_codebook();
    let screen = best(|| drop(black_box(all.suggest_part(&article, &codebook, FAINTEST, (from, to)))));
    let mut set = None;
    let whole = worked(|| set = Some(all.suggest(&article, &codebook, FAINTEST)));
    println!(
        "10 MB: what is on the screen after {:.1} ms, all after {:.1} s",
        milliseconds(screen),
        whole.as_secs_f64()
    );
    bar("suggest-10mb-screen-ms", milliseconds(screen), SCREEN * scale);
    let (id, set) = (article.id, set.unwrap());
    let mut project = Project::new(IdMaker::new(2).make(), "Huge", codebook);
    project.articles.insert_mut(id, Arc::new(article));
    let number = set.suggestions.len();
    project.suggestions.insert_mut(id, Arc::new(set));
    let coder = memory::who("ana");
    let decided = best(|| drop(black_box(OpenSuggestions::of(&project, &coder, id, 60))));
    println!("10 MB: {number} suggestions, what is open of them after a decision: {:.0} ms", milliseconds(decided));
}

fn suggesters(names: &[&str]) -> Suggesters {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    Suggesters::of_texts(&names)
}

/// A sample project.
fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_projects/caracas_call")
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

fn article(ids: &mut IdMaker, text: &str) -> Article {
    let metadata = Metadata { language: "en".into(), ..Metadata::default() };
    let id = ids.make();
    let file = store::text_file(&metadata, id, 1);
    Article {
        id,
        foreign_id: String::new(),
        metadata,
        attributes: Default::default(),
        stories: Default::default(),
        zones: Vec::new(),
        earlier: Vec::new(),
        current: Revision { text: Text::new(text), file, since: None },
        extra: Default::default(),
    }
}

/// The word at a place, marked as an event.
fn marked(ids: &mut IdMaker, text: &str, at: usize) -> Annotation {
    let length = text.get(at..).unwrap().find(char::is_whitespace).unwrap_or(1).max(1);
    let place = Place::At(vec![TextSpan::of(at, at + length)]);
    Annotation::new(ids.make(), LabelId::parse("event").unwrap(), place)
}

fn best(mut act: impl FnMut()) -> Duration {
    (0..REPEATS).map(|_| worked(&mut act)).min().unwrap()
}
