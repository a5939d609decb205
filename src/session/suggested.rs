//! Suggestions of the open project: kept beside it, never part of its history.

use super::Session;
use crate::model::{Article, ArticleId, Codebook, Layer, ProjectInfo, SuggestionSet};
use crate::review::{Mixture, OpenSuggestions, Tally};
use std::cell::RefCell;
use std::sync::Arc;

/// The least score in per cent, all that are open, and those of them that reach it.
type Shown = (u8, Arc<OpenSuggestions>, Arc<OpenSuggestions>);

/// What is derived from suggestions, with what it was derived from.
#[derive(Debug, Default)]
pub(super) struct Suggested {
    /// What was made of suggestions, and at which revision.
    tally: RefCell<(Option<u64>, Arc<Tally>)>,
    /// What that says about scores, and of which revision.
    mixture: RefCell<(Option<u64>, Arc<Mixture>)>,
    open: RefCell<Option<(Basis, Arc<OpenSuggestions>)>>,
    shown: RefCell<Option<Shown>>,
}

/// Everything that decides which suggestions on an article are open.
#[derive(Debug)]
struct Basis {
    article: Arc<Article>,
    set: Option<Arc<SuggestionSet>>,
    layer: Option<Arc<Layer>>,
    info: Arc<ProjectInfo>,
    codebook: Arc<Codebook>,
    mixture: Arc<Mixture>,
}

impl Basis {
    fn is(&self, other: &Self) -> bool {
        let same_set = match (&self.set, &other.set) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        let same_layer = match (&self.layer, &other.layer) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        same_set
            && same_layer
            && Arc::ptr_eq(&self.article, &other.article)
            && Arc::ptr_eq(&self.info, &other.info)
            && Arc::ptr_eq(&self.codebook, &other.codebook)
            && Arc::ptr_eq(&self.mixture, &other.mixture)
    }
}

impl Session {
    /// Shows what was suggested for an article, or for a part of it, without keeping it. False where it is about another
    /// text than the article has now.
    pub fn show_suggestions(&mut self, set: Arc<SuggestionSet>) -> bool {
        let fits = self.project.article(set.article).is_some_and(|article| article.text().hash() == set.text);
        if fits {
            self.project.suggestions.insert_mut(set.article, set);
        }
        fits
    }

    /// As [`Self::show_suggestions`], and keeps it on disk too; no edit, and no step of the history.
    pub fn keep_suggestions(&mut self, set: Arc<SuggestionSet>) -> bool {
        let fits = self.show_suggestions(Arc::clone(&set));
        if let Some(writer) = self.writer.as_ref().filter(|_| fits) {
            writer.send_suggestions(self.project.clone(), set);
        }
        fits
    }

    /// What the annotator made of suggestions so far. Counted anew only where an edit was.
    pub fn tally(&self) -> Arc<Tally> {
        let mut known = self.suggested.tally.borrow_mut();
        let (revision, tally) = &mut *known;
        if *revision != Some(self.revision()) {
            match revision.and_then(|revision| self.changes_since(revision)) {
                Some(changes) => Arc::make_mut(tally).follow(&self.project, self.annotator(), changes),
                None => *tally = Arc::new(Tally::of(&self.project, self.annotator())),
            }
            *revision = Some(self.revision());
        }
        Arc::clone(tally)
    }

    /// What the annotator's decisions say about the suggesters' scores. The same until they say something else.
    pub fn mixture(&self) -> Arc<Mixture> {
        let mut known = self.suggested.mixture.borrow_mut();
        let (revision, mixture) = &mut *known;
        if *revision != Some(self.revision()) {
            let now = Mixture::of(&self.tally());
            if now != **mixture {
                *mixture = Arc::new(now);
            }
            *revision = Some(self.revision());
        }
        Arc::clone(mixture)
    }

    /// What is open to the annotator on an article, with at least a score in hundredths. The same until something that it
    /// hangs on changes.
    pub fn open_suggestions(&self, article: ArticleId, least: u8) -> Arc<OpenSuggestions> {
        let all = self.all_open(article);
        let mut shown = self.suggested.shown.borrow_mut();
        if let Some((known, of, found)) = &*shown
            && *known == least
            && Arc::ptr_eq(of, &all)
        {
            return Arc::clone(found);
        }
        let found = Arc::new(all.at_least(least));
        *shown = Some((least, all, Arc::clone(&found)));
        found
    }

    /// As [`Self::open_suggestions`], down to the faintest.
    pub fn all_open(&self, article: ArticleId) -> Arc<OpenSuggestions> {
        let Some(record) = self.project.article(article) else { return Arc::default() };
        let key = self.key(article);
        let basis = Basis {
            article: Arc::clone(record),
            set: self.project.suggestions.get(&article).cloned(),
            layer: self.project.layer(&key).cloned(),
            info: Arc::clone(&self.project.info),
            codebook: Arc::clone(&self.project.codebook),
            mixture: self.mixture(),
        };
        let mut open = self.suggested.open.borrow_mut();
        if let Some((known, found)) = &*open
            && known.is(&basis)
        {
            return Arc::clone(found);
        }
        let found =
            Arc::new(OpenSuggestions::indexed(&self.project, article, &self.index(&key)).weighed(&basis.mixture));
        *open = Some((basis, Arc::clone(&found)));
        found
    }
}
