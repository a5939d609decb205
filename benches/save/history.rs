//! What a journal of 100,000 lines costs: the list of the history page, and opening its project.

use crate::bars::{REPEATS, bar, calibration, milliseconds, timed};
use crate::corpus::{self, Dice, ana};
use byline::edit::Draft;
use byline::model::{Annotation, AnnotationId, ArticleId, IdMaker, LabelId, LayerKey, Place, Timestamp};
use byline::store::{self, Access, Loaded, Step};
use byline::text::TextSpan;
use std::path::Path;
use std::sync::Arc;

/// Lines of the journal.
const LINES: usize = 100_000;

/// Steps after which the files follow.
const BETWEEN: usize = 2_000;

/// Most that the list may take, in milliseconds.
const MOST: f64 = 3_000.0;

/// A folder in memory where there is one: making the journal is not what is measured, and each line of it is flushed.
fn home() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Labels, changes and takes back, one step a line.
fn fill(folder: &Path) {
    let Loaded { mut project, mut history, mut store, .. } = store::open(folder, Some(&ana()), Access::Edit).unwrap();
    let (mut dice, mut ids) = (Dice::new(9), IdMaker::new(9));
    let places: Vec<(ArticleId, TextSpan)> = project
        .articles
        .values()
        .flat_map(|article| article.text().paragraphs().iter().map(|span| (article.id, *span)))
        .collect();
    let labels = ["claim", "source", "event"].map(|name| LabelId::parse(name).unwrap());
    let mut made: Vec<(LayerKey, AnnotationId)> = Vec::new();
    for number in 0..LINES - LINES / BETWEEN {
        let now = Timestamp::from_seconds(1_700_000_000 + i64::try_from(number).unwrap());
        if dice.below(10) == 0
            && let Some(Ok((next, step))) = history.undo(&project)
        {
            store.append(Step::Undo(&step), now, &next).unwrap();
            project = next;
        } else {
            let mut draft = Draft::new(&project);
            let old = (!made.is_empty() && dice.below(3) == 0).then(|| dice.one(&made));
            let old = old.and_then(|(key, id)| Some((key.clone(), (**project.annotation(&key, id)?).clone())));
            if let Some((key, annotation)) = old {
                let changed = Annotation { label: dice.one(&labels), unsure: dice.below(2) == 0, ..annotation };
                draft.annotation(&key, changed.id, Some(changed));
            } else {
                let (article, span) = dice.one(&places);
                let key = LayerKey { annotator: ana(), article };
                let id: AnnotationId = ids.make();
                draft.annotation(&key, id, Some(Annotation::new(id, dice.one(&labels), Place::At(vec![span]))));
                made.push((key, id));
            }
            let step = Arc::new(draft.finish("label", None));
            project = step.apply(&project).unwrap();
            store.append(Step::Do(&step), now, &project).unwrap();
            history.commit(step);
        }
        if number % BETWEEN == BETWEEN - 1 {
            store.checkpoint(&project, now).unwrap();
        }
    }
}

/// Measures and prints.
pub fn run() {
    let scale = calibration();
    let home = home();
    let folder = home.path().join("long");
    drop(store::create(&folder, &corpus::project(1_000), &ana()).unwrap());
    fill(&folder);
    let bytes = std::fs::metadata(folder.join("journal/ana.ron")).unwrap().len();
    let mut lines = 0;
    let list = (0..REPEATS).map(|_| timed(|| lines = store::journal_events(&folder).unwrap().len())).min();
    let open = || drop(store::open(&folder, Some(&ana()), Access::Edit).unwrap());
    let open = (0..REPEATS).map(|_| timed(open)).min();
    println!("a journal of {lines} steps, {} MB", bytes >> 20);
    bar("history_100k_list", milliseconds(list.unwrap_or_default()), MOST * scale);
    bar("history_100k_open", milliseconds(open.unwrap_or_default()), MOST * scale);
}
