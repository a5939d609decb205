//! What was found in the folder when it was opened, who else has it open, and what others do in it meanwhile.

use super::neighbours::{Neighbours, Seen};
use super::{Session, SessionError, Wake};
use crate::edit::Transaction;
use crate::model::LayerKey;
use crate::store::{Check, Follower, Holder, Loaded, LockWatch, News, Offer, Problem, Report, Standing, Tenure};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Most records that others change at once for which what is derived is brought up to date record by record.
const MANY: usize = 2_000;

/// What was found when a project was opened, and who has it open.
#[derive(Debug, Default)]
pub struct Recovery {
    /// What was found in the files.
    pub found: Vec<Problem>,
    /// Other states of files that something was found about.
    pub offers: Vec<Offer>,
    /// What was mended just before it was opened.
    pub mended: Vec<Problem>,
    /// Where what stood there before was copied to, relative to the project's folder.
    pub aside: Option<String>,
    /// Who had the project open before, and ended without closing it.
    pub left: Option<Holder>,
    /// Whether somebody has it open for this annotator; `None` where it is open for editing here.
    pub standing: Option<Standing>,
    /// Who has taken the project over while it was open for editing here.
    pub taken: Option<Holder>,
    /// What others finished since it was last asked for.
    finished: Vec<LayerKey>,
}

impl Recovery {
    /// How many things were found: what one check found about one file is one.
    pub fn count(&self) -> usize {
        self.found.iter().map(|problem| (&problem.file, problem.check)).collect::<BTreeSet<_>>().len()
    }

    pub(super) fn of(loaded: &mut Loaded) -> Self {
        if loaded.holder.is_some() {
            // Who has it open is said as long as it is so, and is nothing wrong with a file.
            loaded.problems.retain(|problem| problem.check != Check::Locked);
        }
        Self {
            found: std::mem::take(&mut loaded.problems),
            offers: std::mem::take(&mut loaded.offers),
            left: loaded.left.take(),
            standing: loaded.holder.take().map(Standing::Open),
            ..Self::default()
        }
    }
}

impl Session {
    /// What was found in the folder, and who else has it open.
    pub fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    /// Notes what was mended before the project was opened.
    pub fn note_mended(&mut self, report: Report) {
        self.recovery.mended = report.repaired;
        self.recovery.aside = report.aside;
    }

    /// Takes another state of a file, by its place among [`Recovery::offers`]: an edit like any other.
    ///
    /// # Errors
    /// As [`Session::commit`].
    pub fn take_offer(&mut self, at: usize) -> Result<(), SessionError> {
        let step = self.recovery.offers.get(at).map(|offer| offer.step(&self.project));
        step.map_or(Ok(()), |step| self.commit(step))
    }

    /// Has the folder looked at now for what others did, as when the window is come back to.
    pub fn look_around(&self) {
        if let Some(neighbours) = &self.neighbours {
            neighbours.look();
        }
    }

    /// Layers that others have finished since this was last asked for; not those that this annotator must not see.
    pub fn take_finished(&mut self) -> Vec<LayerKey> {
        let finished = std::mem::take(&mut self.recovery.finished);
        finished.into_iter().filter(|key| !self.project.is_blind(&self.annotator, key)).collect()
    }

    pub(super) fn start_neighbours(&mut self, follower: Follower, tenure: Option<Tenure>, wake: Wake) {
        let is_watched = self.recovery.standing.is_some() || tenure.is_some();
        let watch = self.folder().filter(|_| is_watched).map(|folder| LockWatch::new(folder, &self.annotator));
        // Without a thread, others' work is seen when the project is opened again.
        self.neighbours = Neighbours::start(follower, tenure, watch, self.project.articles.clone(), wake).ok();
    }

    /// Takes in what was seen of others.
    pub(super) fn look_at_others(&mut self) {
        while let Some(seen) = self.neighbours.as_ref().and_then(Neighbours::receive) {
            match seen {
                Seen::Standing(standing) => self.recovery.standing = Some(standing),
                Seen::TakenOver(holder) => self.taken_over(holder),
                Seen::News(news) => self.take_news(*news),
            }
        }
    }

    fn take_news(&mut self, news: News) {
        self.others_changed |= news.shared;
        self.recovery.found.extend(news.found);
        if news.layers.is_empty() && news.threads.is_empty() {
            return;
        }
        let before = self.project.clone();
        for (key, layer) in news.layers {
            // Read while the text was being corrected: it is read again.
            let text = self.project.article(key.article).map(|article| article.text().hash());
            if layer.as_ref().is_some_and(|layer| Some(layer.text) != text) {
                continue;
            }
            match layer {
                Some(layer) => self.project.layers.insert_mut(key, layer),
                None => drop(self.project.layers.remove_mut(&key)),
            }
        }
        for (by, book) in news.threads {
            match book {
                Some(book) => self.project.threads.insert_mut(by, book),
                None => drop(self.project.threads.remove_mut(&by)),
            }
        }
        self.revision += 1;
        let step = Transaction { what: "others' coding".into(), changes: news.changes, spot: None };
        self.indexes.follow(&before, &self.project, &step);
        if step.changes.len() > MANY {
            self.recent.clear();
        } else {
            self.remember(Arc::new(step));
        }
        self.recovery.finished.extend(news.finished);
    }
}
