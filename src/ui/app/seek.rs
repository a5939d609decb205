//! Going to suggestions: where the next one is that somebody has to decide on, in the articles after the open one.

use super::App;
use super::jobs::Arrived;
use crate::model::{AnnotatorName, ArticleId, LayerKey, Project, ProjectId, SuggestionId};
use crate::review::{Mixture, OpenSuggestions};
use crate::session::SuggestionPreferences;
use crate::text::TextSpan;
use crate::ui::Page;
use crate::ui::reader::logic::{self, leave};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// At a suggestion.
    Suggestion(ArticleId, SuggestionId),
    /// In an article for which nothing was worked out yet.
    NotLookedAt(ArticleId),
}

/// The first place to go on after an article, as the list has them, from its start again after its end. Articles that
/// are finished or kept blind are passed.
fn next(
    project: &Project,
    annotator: &AnnotatorName,
    (listed, from): (&[ArticleId], ArticleId),
    (preferences, mixture): (&SuggestionPreferences, &Mixture),
    stop: &AtomicBool,
) -> Option<Next> {
    let at = listed.iter().position(|id| *id == from).map_or(0, |at| at + 1);
    let (before, after) = listed.split_at_checked(at)?;
    let mut going = after.iter().chain(before).filter(|id| **id != from).take_while(|_| !stop.load(Ordering::Relaxed));
    going.find_map(|id| {
        let layer = project.layer(&LayerKey { annotator: annotator.clone(), article: *id });
        if project.info.hides_suggestions(*id) || layer.is_some_and(|layer| layer.done) {
            return None;
        }
        let text = project.article(*id)?.text().hash();
        if project.suggestions.get(id).is_none_or(|set| set.text != text) {
            return Some(Next::NotLookedAt(*id));
        }
        // As the window shows them: by what the analyst's own decisions say of the scores.
        let open = OpenSuggestions::of(project, annotator, *id, 0).weighed(mixture).at_least(preferences.least);
        open.stops(preferences.order).first().map(|first| Next::Suggestion(*id, first.id))
    })
}

impl App {
    /// Makes a suggestion on the open article the one that keys act on.
    pub(super) fn pick_suggestion(&mut self, id: SuggestionId) {
        let (Some(open), Some(article)) = (&self.open, self.reader.article) else { return };
        let shown = open.session.open_suggestions(article, self.preferences.suggestions.least);
        if let Some(suggestion) = shown.get(id) {
            leave(&mut self.reader);
            self.reader.pick_suggestion(suggestion);
            self.page = Page::Reader;
            self.refocus = true;
        }
    }

    /// Accepts a suggestion on the open article with other words.
    pub(super) fn accept_with(&mut self, id: SuggestionId, spans: Vec<TextSpan>) {
        if let Some(outcome) = self.with_scene(|scene| logic::accept_with(scene, id, spans)) {
            self.follow(outcome);
        }
    }

    /// Goes to what is to be decided in the articles after the open one, as the list has them.
    pub(super) fn seek_suggestion(&mut self) {
        let (Some(open), Some(from)) = (&self.open, self.reader.article) else { return };
        let listed = self.panels.articles.listed(&open.session);
        let (project, annotator) = (open.session.project().clone(), open.session.annotator().clone());
        let (preferences, stop) = (self.preferences.suggestions.clone(), Arc::clone(&self.suggesting.stop));
        let mixture = open.session.mixture();
        self.spawn("next suggestion", move |reporter| {
            let found = next(&project, &annotator, (&listed, from), (&preferences, &mixture), &stop);
            reporter.send(Arrived::Sought(project.info.id, from, found));
        });
    }

    /// Goes where something is to be decided, unless another article was opened since.
    pub(super) fn sought(&mut self, project: ProjectId, from: ArticleId, found: Option<Next>) {
        let is_open = self.open.as_ref().is_some_and(|open| open.session.project().info.id == project);
        if !is_open || self.reader.article != Some(from) || self.reader.suggestion.is_some() {
            return;
        }
        match found {
            Some(Next::Suggestion(article, id)) => {
                self.open_article(article);
                self.pick_suggestion(id);
            }
            Some(Next::NotLookedAt(article)) => {
                self.open_article(article);
                self.suggesting.goes_on_in = Some(article);
            }
            None => self.say("No suggestion is left to decide in the articles of the list"),
        }
    }

    /// Where `g` opened this article: on to its first suggestion, or to the next article where it has none.
    pub(super) fn go_on(&mut self, article: ArticleId) {
        if self.suggesting.goes_on_in.take() != Some(article) || self.reader.article != Some(article) {
            return;
        }
        let Some(open) = self.open.as_ref().filter(|_| self.reader.suggestion.is_none()) else { return };
        let preferences = &self.preferences.suggestions;
        let shown = open.session.open_suggestions(article, preferences.least);
        match shown.stops(preferences.order).first().map(|first| first.id) {
            Some(id) => self.pick_suggestion(id),
            None => self.seek_suggestion(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{IdMaker, LabelId, Suggestion, SuggestionSet};
    use crate::session::EditRequest;
    use crate::ui::testing::Stage;

    /// Where it goes on after the first article.
    fn after_the_first(stage: &Stage) -> Option<Next> {
        let (session, listed) = (&stage.session, &stage.listed);
        let preferences = (&stage.preferences.suggestions, &*session.mixture());
        let from = (listed.as_slice(), *listed.first()?);
        next(session.project(), session.annotator(), from, preferences, &AtomicBool::new(false))
    }

    #[test]
    fn finished_and_blind_articles_are_passed() {
        let mut stage = Stage::harbour();
        let listed = stage.listed.clone();
        assert_eq!(after_the_first(&stage), Some(Next::NotLookedAt(listed[1])));
        stage.session.edit(EditRequest::Finish { article: listed[1] }).unwrap();
        assert_eq!(after_the_first(&stage), Some(Next::NotLookedAt(listed[2])));
        stage.session.edit(EditRequest::SetBlindShare(100)).unwrap();
        assert_eq!(after_the_first(&stage), None);
    }

    #[test]
    fn it_goes_to_what_the_window_shows() {
        let mut stage = Stage::harbour();
        let (first, second) = (stage.listed[0], stage.listed[1]);
        let mut ids = IdMaker::new(8);
        let mut suggest = |stage: &mut Stage, article, words: &[(usize, usize)], score| {
            let text = stage.session.project().article(article).unwrap().text().hash();
            let label = LabelId::parse("event").unwrap();
            let one = |(a, b): &(usize, usize)| {
                Suggestion::new(ids.make(), label.clone(), vec![TextSpan::of(*a, *b)], score, "rules")
            };
            let suggestions: Vec<Suggestion> = words.iter().map(one).collect();
            let all: Vec<SuggestionId> = suggestions.iter().map(|one| one.id).collect();
            let set = SuggestionSet { article, text, made: String::new(), suggestions, relations: Vec::new() };
            assert!(stage.session.show_suggestions(Arc::new(set)));
            all
        };
        let turned_down = suggest(&mut stage, first, &[(0, 3), (4, 11), (12, 16), (17, 22), (23, 26), (27, 32)], 0.72);
        let there = suggest(&mut stage, second, &[(0, 7)], 0.72);
        assert_eq!(after_the_first(&stage), Some(Next::Suggestion(second, there[0])));
        let scope = [(first, turned_down.into_iter().collect())].into();
        stage.session.edit(EditRequest::Reject(scope)).unwrap();
        let shown = stage.session.open_suggestions(second, stage.preferences.suggestions.least);
        assert!(shown.is_empty(), "what was turned down weighs on those like it");
        assert_ne!(after_the_first(&stage), Some(Next::Suggestion(second, there[0])));
    }
}
