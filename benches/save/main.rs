//! An edit costs what it changes: the time from a request until the session shows it as saved, against a bare append and
//! flush of the same bytes on the same file system, in turn; with 100, 1,000 and 10,000 articles, and in one article of
//! 5 MB with 20,000 annotations. Then an edit that comes while the file of that article's layer is written; and what a
//! journal of 100,000 lines costs: the history page, and opening.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure")]

#[path = "../support/bars.rs"]
#[expect(dead_code, reason = "other benches use the rest of it")]
mod bars;
#[path = "../support/corpus.rs"]
mod corpus;
mod history;

use bars::{REPEATS, bar, milliseconds, quantile};
use byline::model::{ArticleId, IdMaker, LabelId, LayerKey, Project, default_codebook};
use byline::session::{EditRequest, SaveStatus, Session};
use byline::text::{ByteOffset, TextSpan};
use corpus::{Dice, Words, ana};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Edits of which median and 95th percentile count, after some to warm up.
const EDITS: usize = 200;
const WARM: usize = 10;

/// More than the median of a bare append and flush that an edit may take, and than twice its 95th percentile, in
/// milliseconds.
const MORE: f64 = 2.0;

/// Edits with a pause after each that is long enough for the files to follow.
const PAUSED: usize = 8;

/// Edits that come while a large file is written, each some milliseconds later than the one before: the first when the
/// files begin to follow, after a pause that is as long as the session's.
const DURING: u64 = 24;
const PAUSE: u64 = 1_490;
const LATER: u64 = 25;

/// Most that such an edit may take, in milliseconds: what nobody notices.
const NOTICED: f64 = 100.0;

/// A project open in a session, and the bare file beside it.
struct Desk {
    name: &'static str,
    session: Session,
    woken: Receiver<()>,
    places: Vec<(ArticleId, TextSpan)>,
    dice: Dice,
    journal: File,
    bare: File,
}

/// What was taken, and by the bare file.
#[derive(Clone, Default)]
struct Taken {
    saved: Vec<Duration>,
    bare: Vec<Duration>,
    bytes: usize,
}

impl Desk {
    fn open(home: &Path, name: &'static str, project: &Project) -> Self {
        let folder = home.join(name);
        drop(byline::store::create(&folder, project, &ana()).unwrap());
        let (wake, woken) = channel();
        let wake = Mutex::new(wake);
        let wake = Arc::new(move || {
            let _ = wake.lock().unwrap().send(());
        });
        let session = Session::open(&folder, &ana(), wake).unwrap().session;
        let places = session.project().articles.values();
        let places = places.flat_map(|article| article.text().paragraphs().iter().map(|span| (article.id, *span)));
        let (places, dice) = (places.collect(), Dice::new(5));
        let bare = File::options().append(true).create(true).open(home.join(format!("{name}.bare"))).unwrap();
        // There is a journal from the first edit on.
        let mut desk = Self { name, session, woken, places, dice, journal: bare.try_clone().unwrap(), bare };
        desk.edit();
        desk.journal = File::open(folder.join("journal/ana.ron")).unwrap();
        desk.journal.seek(SeekFrom::End(0)).unwrap();
        desk
    }

    /// Labels the first words of a paragraph; gives the time from the request until it is shown as saved.
    fn edit(&mut self) -> Duration {
        let label = LabelId::parse("event").unwrap();
        loop {
            let (article, paragraph) = self.dice.one(&self.places);
            let text = self.session.project().article(article).unwrap().text();
            let end = paragraph.start().get() + 4 + self.dice.below(paragraph.len());
            let end = text.floor(ByteOffset::new(end.min(paragraph.end().get())));
            let spans = vec![TextSpan::new(paragraph.start(), end)];
            let start = Instant::now();
            // What is labelled already is refused.
            if self.session.edit(EditRequest::Annotate { article, label: label.clone(), spans }).is_err() {
                continue;
            }
            while *self.session.status() != SaveStatus::Saved {
                let _ = self.woken.recv_timeout(Duration::from_secs(5));
                self.session.poll();
            }
            return start.elapsed();
        }
    }

    /// Appends to the bare file what the last edit added to the journal, and flushes.
    fn bare(&mut self) -> (Duration, usize) {
        let mut bytes = Vec::new();
        self.journal.read_to_end(&mut bytes).unwrap();
        let start = Instant::now();
        self.bare.write_all(&bytes).and_then(|()| self.bare.sync_data()).unwrap();
        (start.elapsed(), bytes.len())
    }

    fn round(&mut self, taken: &mut Taken) {
        taken.saved.push(self.edit());
        let (bare, bytes) = self.bare();
        taken.bare.push(bare);
        taken.bytes = taken.bytes.max(bytes);
    }
}

/// One article of 5 MB with 20,000 annotations.
fn large() -> Project {
    let (words, mut dice, mut ids) = (Words::new(), Dice::new(7), IdMaker::new(7));
    let mut project = Project::new(ids.make(), "Made up", default_codebook());
    let (article, layer) = corpus::article(&words, &mut dice, &mut ids, 0, 5_000_000, 20_000);
    project.layers.insert_mut(LayerKey { annotator: ana(), article: article.id }, Arc::new(layer));
    project.articles.insert_mut(article.id, Arc::new(article));
    project
}

/// Median and 95th percentile, in milliseconds.
fn figures(times: &[Duration]) -> (f64, f64) {
    let mut times = times.to_vec();
    (milliseconds(quantile(&mut times, 0.5)), milliseconds(quantile(&mut times, 0.95)))
}

fn main() {
    let home = tempfile::tempdir().unwrap();
    let sizes: [(&'static str, Project); 4] = [
        ("100", corpus::project(100)),
        ("1k", corpus::project(1_000)),
        ("10k", corpus::project(10_000)),
        ("5mb", large()),
    ];
    let mut desks = sizes.map(|(name, project)| Desk::open(home.path(), name, &project));
    // For each size the repeat with the least above the bare median and percentile.
    let mut best = [[(f64::INFINITY, 0.0); 2]; 4];
    let mut medians = [f64::INFINITY; 4];
    println!("an edit until it is shown as saved, and a bare append and flush of its bytes, {EDITS} of each, in ms");
    println!("  {:<10}{:>10}{:>10}{:>12}{:>12}{:>10}", "articles", "median", "p95", "bare median", "bare p95", "bytes");
    for _ in 0..REPEATS {
        let mut taken: [Taken; 4] = Default::default();
        // One of each in turn, so that whatever else the machine does falls on all.
        for number in 0..EDITS + WARM {
            for (taken, desk) in taken.iter_mut().zip(&mut desks) {
                if number == WARM {
                    *taken = Taken::default();
                }
                desk.round(taken);
            }
        }
        for ((taken, desk), (best, least)) in taken.iter().zip(&desks).zip(best.iter_mut().zip(&mut medians)) {
            let ((median, p95), (bare, bare95)) = (figures(&taken.saved), figures(&taken.bare));
            println!("  {:<10}{median:>10.3}{p95:>10.3}{bare:>12.3}{bare95:>12.3}{:>10}", desk.name, taken.bytes);
            for (best, new) in best.iter_mut().zip([(median, bare + MORE), (p95, 2.0 * bare95 + MORE)]) {
                if new.0 - new.1 < best.0 - best.1 || best.0.is_infinite() {
                    *best = new;
                }
            }
            *least = least.min(median - bare);
        }
    }
    for (desk, [median, p95]) in desks.iter().zip(best) {
        bar(&format!("save_{}_median", desk.name), median.0, median.1);
        bar(&format!("save_{}_p95", desk.name), p95.0, p95.1);
    }
    // What an edit takes beyond the bare append does not grow with the project: at most a quarter of a millisecond.
    let [small, _, most, large] = medians;
    bar("save_flat_10k", most - small, 0.25);
    bar("save_flat_5mb", large - small, 0.25);
    println!("an edit, {PAUSED} times, each after a pause in which the files followed, in ms");
    for desk in &mut desks {
        let mut taken = Taken::default();
        for _ in 0..PAUSED {
            std::thread::sleep(Duration::from_millis(1_900));
            desk.round(&mut taken);
        }
        let ((median, most), (bare, bare_most)) = (figures(&taken.saved), figures(&taken.bare));
        println!("  {:<10}median {median:>8.3}, most {most:>8.3}; bare {bare:>8.3}, {bare_most:>8.3}", desk.name);
    }
    if let Some(desk) = desks.last_mut() {
        during(desk);
    }
    for desk in desks {
        desk.session.close();
    }
    history::run();
}

/// Edits while the file of a layer is written.
fn during(desk: &mut Desk) {
    let mut taken = Taken::default();
    for number in 0..DURING {
        desk.edit();
        desk.bare();
        std::thread::sleep(Duration::from_millis(PAUSE + number * LATER));
        desk.round(&mut taken);
    }
    let ((median, most), (bare, bare_most)) = (figures(&taken.saved), figures(&taken.bare));
    let all: Vec<String> = taken.saved.iter().map(|time| format!("{:.1}", milliseconds(*time))).collect();
    println!(
        "an edit {PAUSE} ms after another and then ever {LATER} ms later, while the file of {} is written, in ms",
        desk.name
    );
    println!("  median {median:.3}, p95 {most:.3}; bare {bare:.3}, {bare_most:.3}: {}", all.join(" "));
    let most = taken.saved.iter().max().copied().unwrap_or_default();
    bar("save_5mb_during_checkpoint_most", milliseconds(most), NOTICED);
}
