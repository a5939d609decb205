//! The deep suggester in the window: it refines what the quick ones showed, one article at a time and on one thread of low
//! priority. What is on the screen comes first, then the rest of the article, then the next one in the list; then it is idle.

use super::App;
use super::jobs::{Arrived, caught};
use super::suggesting::Team;
use crate::model::{Article, ArticleId, Project, ProjectId, SuggestionSet};
use crate::session::{FAINTEST, OF_TEXTS, SaveStatus, deep_in_background, refined, whole_paragraphs};
use crate::text::{ByteOffset, TextHash, TextSpan};
use crate::ui::reader::logic::{Geometry as _, sentence};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Its name.
const DEEP: &str = "deep";
/// An article longer than this, in bytes, gets what is on the screen first: a page or two are read in half a second.
const LONG: usize = 8_000;
/// Bytes before and after what is on the screen that are read with it.
const AROUND: usize = 1_500;

/// What the deep suggester keeps for the open project.
#[derive(Debug, Default)]
pub(super) struct Deepening {
    /// The article that is read, and what ends the reading.
    running: Option<(ArticleId, Arc<AtomicBool>)>,
    /// What was read since the project was opened: of which text, beside which team.
    done: BTreeMap<ArticleId, (TextHash, u64)>,
    /// The suggesters that were asked for when it could not take part: it is not asked again until they change.
    failed: Option<Vec<String>>,
}

impl Drop for Deepening {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Deepening {
    fn stop(&self) {
        if let Some((_, stop)) = &self.running {
            stop.store(true, Ordering::Relaxed);
        }
    }

    fn is_done(&self, article: &Article, team: &Team) -> bool {
        self.done.get(&article.id) == Some(&(article.text().hash(), team.number))
    }
}

/// What a reading brought.
#[derive(Debug)]
enum Outcome {
    /// Suggestions for what was on the screen.
    Part(SuggestionSet, TextSpan),
    /// Suggestions for the whole article.
    Whole(SuggestionSet),
    /// It was stopped.
    Stopped,
    /// It cannot take part; why, in a sentence.
    Failed(String),
}

/// What the deep suggester found in an article.
#[derive(Debug)]
pub(super) struct Deepened {
    article: ArticleId,
    number: u64,
    outcome: Outcome,
}

/// True where the deep suggester is asked for, and this build has it.
pub(super) fn is_wanted(names: &[String]) -> bool {
    OF_TEXTS.contains(&DEEP) && names.iter().any(|name| name == DEEP)
}

/// The names of the suggesters that answer at once.
pub(super) fn quick(names: &[String]) -> Vec<String> {
    names.iter().filter(|name| *name != DEEP).cloned().collect()
}

/// True for suggestions that the deep suggester took part in: the quick ones alone do not take their place.
pub(super) fn is_deep(set: &SuggestionSet) -> bool {
    set.made.split([',', ' ']).any(|name| name == DEEP)
}

impl App {
    /// Reads on where there is something to read, and stops where somebody turned the page.
    pub(super) fn tend_deep_suggestions(&mut self) {
        let preferences = &self.preferences.suggestions;
        let deep = &self.suggesting.deep;
        let is_on = preferences.on && is_wanted(&preferences.with) && deep.failed.as_ref() != Some(&preferences.with);
        let next = if is_on { self.next_to_read() } else { None };
        let deep = &mut self.suggesting.deep;
        if let Some((running, _)) = &deep.running {
            if next.is_none_or(|(article, _)| article.id != *running) {
                deep.stop();
            }
            return;
        }
        let Some((article, team)) = next else { return };
        let stop = Arc::new(AtomicBool::new(false));
        deep.running = Some((article.id, Arc::clone(&stop)));
        let is_open = self.reader.article == Some(article.id);
        let visible = self.panels.reader.visible().filter(|_| is_open && article.text().len() > LONG);
        self.read_deeply(article, team, visible, stop);
    }

    /// The open article, else the one after it in the list, where the deep suggester has not read it.
    fn next_to_read(&mut self) -> Option<(Arc<Article>, Team)> {
        let open = self.open.as_ref().filter(|open| *open.session.status() != SaveStatus::Opening)?;
        let here = self.reader.article?;
        let team = self.suggesting.quick_team(here)?;
        let deep = &self.suggesting.deep;
        let unread = |project: &Project, id: ArticleId| {
            project.article(id).filter(|article| !deep.is_done(article, &team)).cloned()
        };
        if let Some(article) = unread(open.session.project(), here) {
            return Some((article, team));
        }
        let listed = self.panels.articles.listed(&open.session);
        let at = listed.iter().position(|id| *id == here)?;
        let article = unread(open.session.project(), *listed.get(at + 1)?)?;
        Some((article, team))
    }

    fn read_deeply(&mut self, article: Arc<Article>, team: Team, visible: Option<TextSpan>, stop: Arc<AtomicBool>) {
        let Some(open) = &self.open else { return };
        let project = open.session.project().clone();
        self.spawn("deep suggestions", move |reporter| {
            let send = |outcome| {
                let deepened = Deepened { article: article.id, number: team.number, outcome };
                reporter.send(Arrived::Deepened(project.info.id, Box::new(deepened)));
            };
            let worked = caught(|| {
                let deep = match deep_in_background(&stop) {
                    Ok(deep) => deep,
                    Err(why) => return Outcome::Failed(why),
                };
                let all = team.suggesters.and(deep);
                if let Some(visible) = visible {
                    let (from, to) = around(&article, visible);
                    let set = all.suggest_part(&article, &project.codebook, FAINTEST, (from, to));
                    if !stop.load(Ordering::Relaxed) {
                        send(Outcome::Part(set, whole_paragraphs(&article, (from, to))));
                    }
                }
                let set = all.suggest(&article, &project.codebook, FAINTEST);
                if stop.load(Ordering::Relaxed) { Outcome::Stopped } else { Outcome::Whole(set) }
            });
            send(worked.unwrap_or_else(Outcome::Failed));
        });
    }

    /// Takes in what the deep suggester found.
    pub(super) fn was_deepened(&mut self, project: ProjectId, deepened: Deepened) {
        let Some(open) = self.open.as_mut().filter(|open| open.session.project().info.id == project) else { return };
        let Deepened { article, number, outcome } = deepened;
        let picked = self.reader.suggestion.filter(|_| self.reader.article == Some(article));
        let shown = open.session.project().suggestions.get(&article).cloned();
        let refine = |set: SuggestionSet, within| match &shown {
            Some(shown) => refined(shown, &set, within, picked),
            None => set,
        };
        match outcome {
            Outcome::Part(set, within) => {
                open.session.show_suggestions(Arc::new(refine(set, Some(within))));
                return;
            }
            Outcome::Whole(set) => {
                let set = refine(set, None);
                self.suggesting.deep.done.insert(article, (set.text, number));
                if shown.is_none_or(|shown| *shown != set) {
                    open.session.keep_suggestions(Arc::new(set));
                }
            }
            Outcome::Stopped => {}
            Outcome::Failed(why) => {
                self.suggesting.deep.failed = Some(self.preferences.suggestions.with.clone());
                self.said = Some(sentence(&why));
            }
        }
        self.suggesting.deep.running = None;
    }
}

/// What is on the screen with some text around it.
fn around(article: &Article, visible: TextSpan) -> (ByteOffset, ByteOffset) {
    let text = article.text();
    let from = text.floor(ByteOffset::new(visible.start().get().saturating_sub(AROUND)));
    (from, text.floor(ByteOffset::new((visible.end().get() + AROUND).min(text.len()))))
}
