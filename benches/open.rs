//! Opening costs reading, and an edit costs what it changes: a made-up project of 1,000 articles with 20,000 annotations.
//!
//! Two bars: opening against a warm, single-threaded read of the same files; an edit's time to saved with 1,000
//! articles against the same with 100.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure")]

use byline::edit::{PlanContext, plan};
use byline::model::{
    Annotation, AnnotatorName, Article, ArticleId, AttributeId, AttributeValue, Date, IdMaker, LabelId, Layer,
    LayerKey, Metadata, Place, Project, Provenance, Relation, RelationTypeId, Revision, Timestamp, default_codebook,
};
use byline::store::{self, Access, ProjectStore, Step};
use byline::text::{Text, TextSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Repeats of which the best counts.
const REPEATS: usize = 3;
/// Paragraphs of an article, each with a claim, a source and an arrow.
const PARAGRAPHS: usize = 10;
/// Edits of which the median counts.
const EDITS: usize = 101;

fn main() {
    let home = tempfile::tempdir().unwrap();
    let (small, large) = (home.path().join("small"), home.path().join("large"));
    for (folder, articles) in [(&small, 100), (&large, 1_000)] {
        drop(store::create(folder, &made_up(articles), &ana()).unwrap());
    }
    opening(&large);
    appending(&small, &large);
}

fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

/// A project that follows from its number of articles.
fn made_up(articles: usize) -> Project {
    let mut ids = IdMaker::new(7);
    let mut project = Project::new(ids.make(), "Made up", default_codebook());
    for number in 0..articles {
        let (article, layer) = made_up_article(&mut ids, number);
        project.layers.insert_mut(LayerKey { annotator: ana(), article: article.id }, Arc::new(layer));
        project.articles.insert_mut(article.id, Arc::new(article));
    }
    project
}

/// About 4,000 bytes of text, with 20 annotations, 10 arrows and every paragraph read.
fn made_up_article(ids: &mut IdMaker, number: usize) -> (Article, Layer) {
    let mut words = format!("Report {number} from the quay\n\n");
    let mut places = Vec::new();
    let (said, rest) =
        (" said that ", "Nobody on the quay — not even the gulls — had asked about it before. ".repeat(3));
    for paragraph in 0..PARAGRAPHS {
        let who = format!("The harbour master of Sample Quay {paragraph}");
        let what = format!("the fee for berth {number} would rise by {paragraph} per cent in the spring");
        let (source, claim) = (words.len(), words.len() + who.len() + said.len());
        places.push((TextSpan::of(source, source + who.len()), TextSpan::of(claim, claim + what.len())));
        words.extend([who.as_str(), said, what.as_str(), ". ", rest.as_str(), "\n\n"]);
    }
    let (text, noon) = (Text::new(words), Timestamp::from_seconds(1_800_000_000));
    let mut layer = Layer::new(text.hash());
    for (source, claim) in places {
        let (from, to) = (marked(ids, &text, "claim", claim), marked(ids, &text, "source", source));
        let (id, kind) = (ids.make(), RelationTypeId::parse("attributed_to").unwrap());
        let (foreign_id, extra) = (String::new(), BTreeMap::new());
        let arrow = Relation { id, kind, from: from.id, to: to.id, foreign_id, extra };
        layer.relations.insert_mut(arrow.id, Arc::new(arrow));
        layer.annotations.insert_mut(from.id, Arc::new(from));
        layer.annotations.insert_mut(to.id, Arc::new(to));
    }
    for paragraph in text.paragraphs() {
        layer.reading.insert_mut(*paragraph, noon);
    }
    let id: ArticleId = ids.make();
    let (title, published) = (format!("Report {number} from the quay"), Date::parse("2025-11-28"));
    let metadata = Metadata { title, published, language: "en".into(), ..Metadata::default() };
    let article = Article {
        id,
        foreign_id: String::new(),
        metadata,
        attributes: BTreeMap::new(),
        stories: BTreeSet::new(),
        zones: Vec::new(),
        earlier: Vec::new(),
        current: Revision { text, file: format!("articles/{id}.txt") },
        extra: BTreeMap::new(),
    };
    (article, layer)
}

fn marked(ids: &mut IdMaker, text: &Text, label: &str, span: TextSpan) -> Annotation {
    let mut annotation = Annotation::new(ids.make(), LabelId::parse(label).unwrap(), Place::at(text, [span]));
    if label == "claim" {
        annotation.attributes.insert(AttributeId::parse("voice").unwrap(), AttributeValue::text("credited"));
    }
    annotation
}

/// Reads every file below a folder; gives the bytes of each.
fn read_all(folder: &Path) -> Vec<usize> {
    let bytes = |path: PathBuf| {
        if path.is_dir() { read_all(&path) } else { vec![black_box(fs::read(path).unwrap()).len()] }
    };
    fs::read_dir(folder).unwrap().flatten().flat_map(|entry| bytes(entry.path())).collect()
}

fn opening(folder: &Path) {
    let sizes = read_all(folder);
    let (mut read, mut open) = (Duration::MAX, Duration::MAX);
    for _ in 0..REPEATS {
        let start = Instant::now();
        black_box(read_all(folder));
        read = read.min(start.elapsed());
        let start = Instant::now();
        let loaded = black_box(store::open(folder, None, Access::ReadOnly).unwrap());
        open = open.min(start.elapsed());
        assert_eq!((loaded.project.articles.size(), loaded.problems.len()), (1_000, 0));
    }
    let (files, bytes) = (sizes.len(), sizes.iter().sum::<usize>());
    println!("1,000 articles, 20,000 annotations: {files} files, {bytes} bytes");
    println!("  {:<32}{:>10.2} ms", "warm read, one thread", milliseconds(read));
    println!("  {:<32}{:>10.2} ms", "opening", milliseconds(open));
    bar("open_vs_read", open.as_secs_f64() / read.as_secs_f64(), 3.0);
}

/// A project open for editing.
struct Desk {
    project: Project,
    store: ProjectStore,
    ids: IdMaker,
    articles: Vec<ArticleId>,
}

impl Desk {
    fn open(folder: &Path) -> Self {
        let loaded = store::open(folder, Some(&ana()), Access::Edit).unwrap();
        let articles = loaded.project.articles.keys().copied().collect();
        Self { project: loaded.project, store: loaded.store, ids: IdMaker::new(11), articles }
    }

    /// Labels the headline of an article; gives the time from the request until it is saved.
    fn edit(&mut self, number: usize) -> Duration {
        let article = *self.articles.get(number % self.articles.len()).unwrap();
        let headline = *self.project.article(article).unwrap().text().paragraphs().first().unwrap();
        let label = LabelId::parse("event").unwrap();
        let now = Timestamp::from_seconds(1_800_000_001);
        let start = Instant::now();
        let mut cx = PlanContext { project: &self.project, annotator: &ana(), now, ids: &mut self.ids };
        let (edit, _) = plan::annotate(&mut cx, article, &label, &[headline], Provenance::default()).unwrap();
        let after = edit.apply(&self.project).unwrap();
        self.store.append(Step::Do(&edit), now, &after).unwrap();
        let taken = start.elapsed();
        self.project = after;
        taken
    }
}

fn appending(small: &Path, large: &Path) {
    let (mut small, mut large) = (Desk::open(small), Desk::open(large));
    let mut best = [Duration::MAX; 2];
    for repeat in 0..REPEATS {
        let mut taken: [Vec<Duration>; 2] = Default::default();
        // One of each in turn, so that whatever else the disk does falls on both.
        for number in 0..EDITS {
            for (all, desk) in taken.iter_mut().zip([&mut small, &mut large]) {
                all.push(desk.edit(repeat * EDITS + number));
            }
        }
        for (best, all) in best.iter_mut().zip(&mut taken) {
            all.sort();
            *best = (*best).min(*all.get(EDITS / 2).unwrap());
        }
    }
    let [small, large] = best;
    println!("an edit until it is saved, median of {EDITS}");
    println!("  {:<32}{:>10.3} ms", "100 articles", milliseconds(small));
    println!("  {:<32}{:>10.3} ms", "1,000 articles", milliseconds(large));
    bar("append_flat", large.as_secs_f64() / small.as_secs_f64(), 1.5);
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn bar(name: &str, value: f64, limit: f64) {
    println!("bar {name} {value:.3} {limit:.1} {}", if value <= limit { "ok" } else { "short" });
}
