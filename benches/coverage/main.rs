//! The matrix of 2,000 threads by 10,000 articles opens at once and scrolls within a frame: only what is on the screen is
//! worked out. `t` ranks the same threads for an annotation.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure")]

#[path = "../support/bars.rs"]
#[expect(dead_code, reason = "other benches use the rest of it")]
mod bars;
#[path = "../support/corpus.rs"]
mod corpus;

use bars::{REPEATS, bar, calibration, milliseconds, quantile, timed};
use byline::model::{
    Annotation, Family, FamilyKind, IdMaker, LabelId, Layer, LinkStance, Project, Thread, ThreadBook, ThreadId,
    Timestamp,
};
use byline::review::{
    Attribution, Axis, Coding, ColumnView, Coverage, LikenessIndex, Matrix, Probe, RowOrder, RowView,
    asked_for_comment, claims_without_source, outlets_not_collected, sources_without_claim,
};
use corpus::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

/// Threads of each label.
const THREADS: [(&str, usize); 3] = [("claim", 900), ("source", 700), ("event", 400)];
/// A screenful: rows and columns.
const SCREEN: (usize, usize) = (50, 60);
/// Places that are scrolled to.
const PLACES: usize = 300;

fn main() {
    let scale = calibration();
    let project = project();
    let mentions: usize =
        project.layers.values().map(|layer| layer.annotations.values().filter(|a| !a.threads.is_empty()).count()).sum();
    println!("{} articles, {mentions} mentions", project.articles.size());
    let coding = Coding::One(corpus::ana());
    let (rows, columns) = (RowView::default(), ColumnView::default());
    let mut opened = Duration::MAX;
    let mut all = None;
    for _ in 0..REPEATS {
        opened = opened.min(timed(|| {
            let coverage = Coverage::new(&project, &coding);
            let matrix = Matrix::new(&coverage, &project.codebook, &rows, &columns);
            black_box(screenful(&matrix, 0, 0));
            all = Some((coverage, matrix));
        }));
    }
    let (coverage, matrix) = all.unwrap();
    row("opening and the first screenful", opened);
    let scrolled = scrolled(&matrix);
    row("a screenful elsewhere (p95)", scrolled);
    let mut sorted = Duration::MAX;
    for _ in 0..REPEATS {
        let rows = RowView { order: RowOrder::Title, words: "a".into(), ..RowView::default() };
        sorted = sorted.min(timed(|| drop(Matrix::new(&coverage, &project.codebook, &rows, &columns))));
    }
    row("sorted and filtered", sorted);
    for (name, axis) in [("by outlet, a screenful", Axis::Outlets), ("by day, a screenful", Axis::Days)] {
        let mut taken = Duration::MAX;
        for _ in 0..REPEATS {
            taken = taken.min(timed(|| {
                let columns = ColumnView { axis, ..ColumnView::default() };
                let matrix = Matrix::new(&coverage, &project.codebook, &rows, &columns);
                black_box(screenful(&matrix, 0, 0));
            }));
        }
        row(name, taken);
    }
    row(
        "the states of all cells",
        timed(|| drop((0..coverage.threads().len()).map(|t| coverage.counts(t)).collect::<Vec<_>>())),
    );
    attributions(&project, &coding, &coverage);
    let ranked = ranked(&project);
    bar("coverage_open_ms", milliseconds(opened), 300.0 * scale);
    bar("coverage_screen_ms", milliseconds(scrolled), 8.0 * scale);
    bar("link_ranking_ms", milliseconds(ranked), 50.0 * scale);
}

fn row(name: &str, taken: Duration) {
    println!("  {name:<40}{:>10.2} ms", milliseconds(taken));
}

/// The squares of a screenful that starts at a row and a column, and how many of them are mentions.
fn screenful(matrix: &Matrix, row: usize, column: usize) -> usize {
    let squares = (row..row + SCREEN.0).flat_map(|row| (column..column + SCREEN.1).map(move |column| (row, column)));
    squares.filter_map(|(row, column)| matrix.square(row, column)).filter(|square| square.state.is_mention()).count()
}

fn scrolled(matrix: &Matrix) -> Duration {
    let mut dice = Dice::new(3);
    let mut times: Vec<Duration> = (0..PLACES)
        .map(|_| {
            let (row, column) = (dice.below(matrix.rows().len()), dice.below(matrix.columns().len()));
            timed(|| {
                black_box(screenful(matrix, row, column));
            })
        })
        .collect();
    quantile(&mut times, 0.95)
}

fn attributions(project: &Project, coding: &Coding, coverage: &Coverage) {
    let mut attribution = None;
    row("attributions", timed(|| attribution = Some(Attribution::new(project, coding, coverage.index()))));
    let attribution = attribution.unwrap();
    let standings = timed(|| drop(attribution.claims().map(|claim| attribution.standing(claim)).collect::<Vec<_>>()));
    row("what each claim stands on", standings);
    let lists = timed(|| {
        black_box((claims_without_source(&attribution).len(), sources_without_claim(&attribution).len()));
        black_box((outlets_not_collected(&attribution).len(), asked_for_comment(&attribution).len()));
    });
    row("lists of what is missing", lists);
}

/// The shared items that `t` lists for annotations without a link, and while somebody types: on a worker, but it must
/// come before one looks up.
fn ranked(project: &Project) -> Duration {
    let mut index = LikenessIndex::default();
    row("shared items by their words, at first", timed(|| index = index.updated(project, &corpus::ana())));
    row("the same again after an edit", timed(|| index = index.updated(project, &corpus::ana())));
    let claim = LabelId::parse("claim").unwrap();
    let annotations = project.layers.iter().flat_map(|(key, layer)| layer.annotations.values().map(move |a| (key, a)));
    let unlinked: Vec<_> = annotations.filter(|(_, a)| a.threads.is_empty() && a.label == claim).collect();
    let mut slowest = Duration::ZERO;
    for (name, typed) in [("shared items for a claim (p95)", ""), ("the same while typing (p95)", "shared numb")] {
        let mut times: Vec<Duration> = unlinked
            .iter()
            .step_by((unlinked.len() / PLACES).max(1))
            .map(|(key, annotation)| {
                let probe = Probe {
                    label: Some(claim.clone()),
                    annotation: Some(((*key).clone(), annotation.id)),
                    typed: typed.to_owned(),
                    ..Probe::default()
                };
                timed(|| drop(black_box(index.rank(project, &probe))))
            })
            .collect();
        let taken = quantile(&mut times, 0.95);
        row(name, taken);
        slowest = slowest.max(taken);
    }
    slowest
}

/// 10,000 articles of which half of the annotations are linked to 2,000 threads, some threads far more often than
/// others, and 400 articles are reprints of another one.
fn project() -> Project {
    let mut project = corpus::project(10_000);
    let (mut dice, mut ids) = (Dice::new(13), IdMaker::new(13));
    let mut book = ThreadBook::default();
    let mut of: BTreeMap<&str, Vec<ThreadId>> = BTreeMap::new();
    for (label, count) in THREADS {
        for number in 0..count {
            let thread = thread(&mut ids, label, number);
            of.entry(label).or_default().push(thread.id);
            book.threads.insert_mut(thread.id, Arc::new(thread));
        }
    }
    project.threads.insert_mut(corpus::ana(), Arc::new(book));
    let layers: Vec<_> = project.layers.iter().map(|(key, layer)| (key.clone(), Arc::clone(layer))).collect();
    for (key, layer) in layers {
        let mut linked: Layer = (*layer).clone();
        for annotation in layer.annotations.values() {
            let threads = of.get(annotation.label.as_str()).unwrap();
            if dice.below(2) == 0 {
                // Few threads come often, many come seldom.
                let share = dice.share().powi(2);
                #[expect(clippy::cast_sign_loss, reason = "a share of a number is not negative")]
                let thread = threads.get((share * threads.len() as f64) as usize).unwrap();
                let stance = if dice.below(30) == 0 { LinkStance::Against } else { LinkStance::For };
                let mut annotation: Annotation = (**annotation).clone();
                annotation.threads.insert(*thread, stance);
                linked.annotations.insert_mut(annotation.id, Arc::new(annotation));
            }
        }
        project.layers.insert_mut(key, Arc::new(linked));
    }
    let articles: Vec<_> = project.articles.keys().copied().collect();
    for pair in articles.chunks(2).take(400) {
        let articles: BTreeSet<_> = pair.iter().copied().collect();
        let family = Family { id: ids.make(), kind: FamilyKind::Reprint, articles };
        project.families.insert_mut(family.id, Arc::new(family));
    }
    project
}

fn thread(ids: &mut IdMaker, label: &str, number: usize) -> Thread {
    Thread {
        id: ids.make(),
        label: LabelId::parse(label).unwrap(),
        title: format!("A shared {label}, number {number}"),
        story: None,
        known_since: None,
        made: Timestamp::from_seconds(1_800_000_000),
        attributes: BTreeMap::new(),
        note: String::new(),
        foreign_id: String::new(),
        extra: BTreeMap::new(),
    }
}
