//! An edit costs what it changes: its time to saved with 1,000 articles against the same with 100.

use super::support::bars::{REPEATS, bar, milliseconds, quantile};
use super::support::corpus::{ana, project};
use byline::edit::{PlanContext, plan};
use byline::model::{ArticleId, IdMaker, LabelId, Project, Provenance, Timestamp};
use byline::store::{self, Access, ProjectStore, Step};
use std::path::Path;
use std::time::{Duration, Instant};

/// Edits of which the median counts.
const EDITS: usize = 101;

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

/// Prints the table and the bar.
pub fn bench(home: &Path) {
    let folders = [("small", 100), ("large", 1_000)].map(|(name, articles)| {
        let folder = home.join(name);
        drop(store::create(&folder, &project(articles), &ana()).unwrap());
        folder
    });
    let mut desks = folders.map(|folder| Desk::open(&folder));
    let mut best = [Duration::MAX; 2];
    for repeat in 0..REPEATS {
        let mut taken: [Vec<Duration>; 2] = Default::default();
        // One of each in turn, so that whatever else the disk does falls on both.
        for number in 0..EDITS {
            for (all, desk) in taken.iter_mut().zip(&mut desks) {
                all.push(desk.edit(repeat * EDITS + number));
            }
        }
        for (best, all) in best.iter_mut().zip(&mut taken) {
            *best = (*best).min(quantile(all, 0.5));
        }
    }
    let [small, large] = best;
    println!("an edit until it is saved, median of {EDITS}");
    println!("  {:<32}{:>10.3} ms", "100 articles", milliseconds(small));
    println!("  {:<32}{:>10.3} ms", "1,000 articles", milliseconds(large));
    bar("append_flat", large.as_secs_f64() / small.as_secs_f64(), 1.5);
}
