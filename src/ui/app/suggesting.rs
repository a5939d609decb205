//! Suggestions in the window: worked out as an article is opened, on a worker and from a snapshot.

use super::super::pages::{LookBackAnswer, LookBackQuestion};
use super::super::panels::stepped;
use super::deepening::{Deepening, is_deep, is_wanted, quick};
use super::jobs::{Arrived, caught};
use super::screen::{Screens, looked_at, nothing};
use super::{App, view};
use crate::model::{Article, ArticleId, Project, ProjectId, SuggestionSet};
use crate::session::{FAINTEST, Preferences, SaveStatus, Suggesters, refined};
use crate::suggest::LEARNED;
use crate::text::{TextHash, TextSpan};
use crate::ui::View;
use crate::ui::reader::logic::{self, Geometry as _};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// An article longer than this, in bytes, gets suggestions for what is on the screen first.
pub(super) const LONG: usize = 200_000;
/// Articles that are worked on at the same time: who turns pages waits for none of them.
const MOST_AT_ONCE: usize = 3;
/// Edits after which what is learned from the annotator's own coding is learned anew.
const RELEARN_AFTER: u64 = 20;

/// What suggesting keeps for the open project.
#[derive(Debug, Default)]
pub(super) struct Suggesting {
    /// Who suggests.
    team: Option<Team>,
    /// The team that learns meanwhile, and will suggest in its place.
    making: Option<Making>,
    /// Teams that there were.
    teams: u64,
    /// The articles that are worked on.
    running: BTreeSet<ArticleId>,
    /// What was worked out since the project was opened: of which text, by which team.
    done: BTreeMap<ArticleId, (TextHash, u64)>,
    /// What was looked at of a long article.
    pub(super) screens: Screens,
    /// The article that `g` opened, whose suggestions are still worked out.
    pub(super) goes_on_in: Option<ArticleId>,
    /// Set when the project goes.
    pub(super) stop: Arc<AtomicBool>,
    /// What the deep suggester has read.
    pub(super) deep: Deepening,
}

impl Drop for Suggesting {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop_making();
    }
}

/// A team that is put together on a worker.
#[derive(Debug)]
struct Making {
    names: Vec<String>,
    number: u64,
    /// Rises where nobody wants it any more.
    stop: Arc<AtomicBool>,
}

/// Suggesters that were put together, from the names that were asked for.
#[derive(Clone, Debug)]
pub(super) struct Team {
    pub(super) suggesters: Arc<Suggesters>,
    names: Vec<String>,
    /// The revision of the project that they learned from; `None` where they have not.
    learned_at: Option<u64>,
    /// Tells it from the teams before it.
    pub(super) number: u64,
}

impl Suggesting {
    /// The quick suggesters, once they are done with an article.
    pub(super) fn quick_team(&self, article: ArticleId) -> Option<Team> {
        let is_free = self.running.is_empty() && self.done.contains_key(&article);
        self.team.clone().filter(|_| is_free)
    }

    /// The team that was put together of these names.
    pub(super) fn team_of(&self, names: &[String]) -> Option<&Team> {
        self.team.as_ref().filter(|team| team.names == names)
    }

    /// True while all of an article is worked on.
    pub(super) fn is_at_work_on(&self, article: ArticleId) -> bool {
        self.running.contains(&article)
    }

    fn next_number(&mut self) -> u64 {
        self.teams += 1;
        self.teams
    }

    fn stop_making(&mut self) {
        if let Some(making) = self.making.take() {
            making.stop.store(true, Ordering::Relaxed);
        }
    }

    /// True where a team is to be put together that has learned from this revision.
    fn wants_to_learn(&self, names: &[String], revision: u64) -> bool {
        let team = self.team.as_ref().filter(|team| team.names == names);
        let learned_at = team.and_then(|team| team.learned_at);
        is_learning(names)
            && team.is_some()
            && self.making.is_none()
            && learned_at.is_none_or(|at| revision.abs_diff(at) >= RELEARN_AFTER)
    }

    /// True where nothing better can be had for an article than what is there.
    fn is_done(&self, project: &Project, article: &Article, team: Option<&Team>) -> bool {
        let text = article.text().hash();
        if let Some((of, number)) = self.done.get(&article.id) {
            let is_last = *number == u64::MAX || team.is_some_and(|team| team.number == *number);
            return *of == text && is_last;
        }
        let Some(set) = project.suggestions.get(&article.id).filter(|set| set.text == text) else { return false };
        // Those that came with an import are nobody's here to make again.
        set.made.is_empty() || team.is_some_and(|team| !is_learning(&team.names) && set.made == team.suggesters.made())
    }
}

/// What a worker suggests.
#[derive(Debug)]
pub(super) struct Suggested {
    pub(super) set: Arc<SuggestionSet>,
    pub(super) extent: Extent,
    pub(super) team: Option<Team>,
}

/// How much of an article it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// What was on the screen; `None` where that failed.
    Part(Option<TextSpan>),
    /// The whole article.
    Whole,
    /// Nothing: the work failed, and is not begun again.
    Nothing,
}

impl App {
    /// Works out the suggestions for the open article where they are wanted and not there.
    pub(super) fn tend_suggestions(&mut self) {
        if self.reader.suggestions != self.preferences.suggestions {
            self.reader.suggestions = self.preferences.suggestions.clone();
        }
        self.tend_learning();
        self.tend_screen();
        let running = &self.suggesting.running;
        self.panels.suggestions.working = self.reader.article.is_some_and(|id| running.contains(&id));
        let is_free = running.len() < MOST_AT_ONCE && !self.panels.suggestions.working;
        let Some(open) = self.open.as_ref().filter(|open| *open.session.status() != SaveStatus::Opening) else {
            return;
        };
        let wanted = self.preferences.suggestions.on && is_free;
        let article = self.reader.article.filter(|_| wanted).and_then(|id| open.session.project().article(id));
        let Some(article) = article.cloned() else { return };
        let project = open.session.project();
        let names = quick(&self.preferences.suggestions.with);
        let known = self.suggesting.team_of(&names);
        if self.suggesting.is_done(project, &article, known) {
            return;
        }
        let known = known.cloned();
        if article.text().len() > LONG && !self.panels.reader.shows(article.id) {
            // What is on the screen is known with the next frame.
            (self.wake)();
            return;
        }
        let visible = self.panels.reader.visible().filter(|_| article.text().len() > LONG);
        let on_screen = visible.and_then(|visible| self.suggesting.screens.next(&article, visible));
        let (project, annotator) = (project.clone(), open.session.annotator().clone());
        let stop = Arc::clone(&self.suggesting.stop);
        self.suggesting.running.insert(article.id);
        self.panels.suggestions.working = true;
        let number = self.suggesting.next_number();
        self.spawn("suggestions", move |reporter| {
            // Who learns comes later: the first suggestions wait for nobody.
            let team = || {
                let first: Vec<String> = names.iter().filter(|name| *name != LEARNED).cloned().collect();
                let suggesters = Arc::new(Suggesters::of_project(&first, &project, &annotator, &stop));
                Team { suggesters, names: names.clone(), learned_at: None, number }
            };
            let send = |set: SuggestionSet, extent, team: Option<&Team>| {
                let suggested = Suggested { set: Arc::new(set), extent, team: team.cloned() };
                reporter.send(Arrived::Suggested(project.info.id, Box::new(suggested)));
            };
            let worked = caught(|| {
                let team = known.unwrap_or_else(team);
                if let Some(part) = on_screen {
                    let span = (part.start(), part.end());
                    let set = team.suggesters.suggest_part(&article, &project.codebook, FAINTEST, span);
                    send(set, Extent::Part(Some(part)), None);
                }
                if !stop.load(Ordering::Relaxed) {
                    let set = team.suggesters.suggest(&article, &project.codebook, FAINTEST);
                    send(set, Extent::Whole, Some(&team));
                }
            });
            if let Err(fault) = worked {
                reporter.send(Arrived::Failed(fault));
                send(nothing(&article), Extent::Nothing, None);
            }
        });
    }

    /// Has a team learn on a worker of its own, while the one before goes on suggesting; one that nobody wants is stopped.
    fn tend_learning(&mut self) {
        let preferences = &self.preferences.suggestions;
        let unwanted = |making: &Making| !preferences.on || making.names != quick(&preferences.with);
        if self.suggesting.making.as_ref().is_some_and(unwanted) {
            self.suggesting.stop_making();
        }
        let Some(open) = self.open.as_ref().filter(|open| *open.session.status() != SaveStatus::Opening) else {
            return;
        };
        let (names, revision) = (quick(&preferences.with), open.session.revision());
        if !preferences.on || !self.suggesting.wants_to_learn(&names, revision) {
            return;
        }
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        let (number, stop) = (self.suggesting.next_number(), Arc::new(AtomicBool::new(false)));
        self.suggesting.making = Some(Making { names: names.clone(), number, stop: Arc::clone(&stop) });
        self.spawn("learning", move |reporter| {
            let suggesters = Arc::new(Suggesters::of_project(&names, &project, &annotator, &stop));
            if !stop.load(Ordering::Relaxed) {
                let team = Team { suggesters, names, learned_at: Some(revision), number };
                reporter.send(Arrived::Learned(project.info.id, Box::new(team)));
            }
        });
    }

    /// Takes in a team that has learned.
    pub(super) fn has_learned(&mut self, project: ProjectId, team: Team) {
        let is_open = self.open.as_ref().is_some_and(|open| open.session.project().info.id == project);
        if is_open && self.suggesting.making.as_ref().is_some_and(|making| making.number == team.number) {
            self.suggesting.making = None;
            self.take_team(team);
        }
    }

    fn take_team(&mut self, team: Team) {
        let notices = team.suggesters.notices().first();
        self.said = notices.map(|notice| logic::sentence(notice)).or(self.said.take());
        self.suggesting.team = Some(team);
    }

    /// Takes in what a worker suggests.
    pub(super) fn was_suggested(&mut self, project: ProjectId, suggested: Suggested) {
        let Some(open) = self.open.as_mut().filter(|open| open.session.project().info.id == project) else { return };
        let Suggested { set, extent, team } = suggested;
        let (article, text) = (set.article, set.text);
        let picked = self.reader.suggestion.filter(|_| self.reader.article == Some(article));
        let known = open.session.project().suggestions.get(&article).filter(|known| known.text == text).cloned();
        if let Extent::Part(part) = extent {
            self.suggesting.screens.arrived();
            // What is there of the whole already is better.
            if part.is_some() && !self.suggesting.done.contains_key(&article) {
                let set = known.map_or(Arc::clone(&set), |known| Arc::new(refined(&known, &set, part, picked)));
                open.session.show_suggestions(set);
            }
            return;
        }
        self.suggesting.running.remove(&article);
        if extent == Extent::Whole {
            let is_better = |known: &SuggestionSet| is_wanted(&self.preferences.suggestions.with) && is_deep(known);
            if !known.as_deref().is_some_and(is_better) {
                let is_long =
                    open.session.project().article(article).is_some_and(|article| article.text().len() > LONG);
                let known = if is_long { known.map(|known| Arc::new(looked_at(&known, picked))) } else { known };
                let set = known.as_deref().map_or(set.clone(), |known| Arc::new(refined(known, &set, None, picked)));
                if known.is_none_or(|known| *known != *set) {
                    open.session.keep_suggestions(set);
                }
            }
        }
        let number = team.as_ref().map_or(u64::MAX, |team| team.number);
        self.suggesting.done.insert(article, (text, number));
        // One that learned meanwhile is better.
        if let Some(team) = team
            && self.suggesting.team.as_ref().is_none_or(|known| known.names != team.names)
        {
            self.take_team(team);
        }
        if extent == Extent::Whole {
            self.go_on(article);
        }
    }

    /// Shows suggestions, or none.
    pub(super) fn toggle_suggestions(&mut self) {
        let mut preferences = self.preferences.clone();
        preferences.suggestions.on = !preferences.suggestions.on;
        let is_on = preferences.suggestions.on;
        self.set_preferences(Preferences { ..preferences });
        self.reader.suggestion = None;
        if !is_on {
            self.panels.suggestions.escape();
        }
        self.say(if is_on {
            "Suggestions are dashed; g goes to the next, a accepts, x rejects, Space leaves it for later"
        } else {
            "No suggestions are shown"
        });
        self.refocus = self.page == super::Page::Reader;
    }

    /// Shows fainter suggestions, too, or only surer ones.
    pub(super) fn step_threshold(&mut self, surer: bool) {
        if !self.preferences.suggestions.on {
            self.say(logic::SUGGESTIONS_OFF);
            return;
        }
        let least = stepped(self.preferences.suggestions.least, surer);
        self.prefer(|preferences| preferences.suggestions.least = least);
    }

    /// Asks whether all suggestions on the article are accepted.
    pub(super) fn ask_to_accept_all(&mut self) {
        let Some(open) = self.open.take() else { return };
        let listed = self.panels.articles.listed(&open.session);
        let view = view!(self, open, &listed);
        self.panels.suggestions.ask(&view);
        self.open = Some(open);
    }

    /// Works out something about suggestions in all articles.
    pub(super) fn look_back(&mut self, question: LookBackQuestion) {
        let Some(open) = &self.open else { return };
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        let (names, stop) = (quick(&self.preferences.suggestions.with), Arc::clone(&self.suggesting.stop));
        let known = self.suggesting.team.as_ref().map(|team| Arc::clone(&team.suggesters));
        self.spawn("look back", move |reporter| {
            let suggesters =
                || known.unwrap_or_else(|| Arc::new(Suggesters::of_project(&names, &project, &annotator, &stop)));
            let answer = question.answer(&project, &annotator, suggesters, &stop);
            reporter.send(Arrived::LookedBack(project.info.id, Box::new(answer)));
        });
    }

    /// Hands what was found to the page that asked.
    pub(super) fn looked_back(&mut self, project: ProjectId, answer: LookBackAnswer) {
        if self.open.as_ref().is_some_and(|open| open.session.project().info.id == project) {
            self.panels.look_back.arrived(answer);
        }
    }
}

/// True where one of the names learns from the annotator's own coding.
fn is_learning(names: &[String]) -> bool {
    names.iter().any(|name| name == "learned" || name == "threads")
}
