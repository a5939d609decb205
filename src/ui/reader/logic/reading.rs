//! Reading state by keys.

use super::super::state::Mode;
use super::picking::{Direction, caret_to};
use super::{Outcome, Scene, Then, title};
use crate::model::{Article, ArticleId, ZoneKind};
use crate::session::EditRequest;
use crate::text::TextSpan;

/// `m`: the paragraph at the caret is read; on to the next that counts.
pub(super) fn mark_read(scene: &mut Scene<'_>, article: &Article) -> Outcome {
    let text = article.text();
    let number = text.index().paragraph_at(scene.state.caret);
    let Some((number, paragraph)) = number.and_then(|i| Some((i, *text.paragraphs().get(i)?))) else {
        return Outcome::say("This article is empty");
    };
    if let Err(outcome) = scene.edit(EditRequest::MarkRead { article: article.id, paragraphs: vec![paragraph] }) {
        return outcome;
    }
    let mut below = text.paragraphs().iter().skip(number + 1);
    let next = below.find(|p| article.zone_of(**p) != ZoneKind::Boilerplate);
    if let Some(next) = next {
        caret_to(scene, next.start());
        return Outcome::default();
    }
    match unread(scene, article.id) {
        0 => Outcome::say("Everything is read; Ctrl+Enter finishes the article"),
        1 => Outcome::say("That was the end; one paragraph above is not read yet (Shift+p)"),
        n => Outcome::say(format!("That was the end; {n} paragraphs above are not read yet (Shift+p)")),
    }
}

/// Paragraphs of the article that count and are not read.
fn unread(scene: &Scene<'_>, article: ArticleId) -> usize {
    let progress = scene.session.progress(article);
    progress.counted.saturating_sub(progress.read)
}

/// `N` and `P`: the next or previous paragraph that is not read.
pub(super) fn step_unread(scene: &mut Scene<'_>, article: &Article, direction: Direction) -> Outcome {
    let (text, key) = (article.text(), scene.session.key(article.id));
    let layer = scene.session.project().layer(&key);
    let is_unread = |p: &&TextSpan| {
        let is_read = layer.is_some_and(|layer| layer.reading.contains_key(*p));
        !is_read && article.zone_of(**p) != ZoneKind::Boilerplate
    };
    let here = text.index().paragraph_at(scene.state.caret).unwrap_or_default();
    let next = match direction {
        Direction::On => text.paragraphs().iter().skip(here + 1).find(is_unread),
        Direction::Back => text.paragraphs().iter().take(here).rev().find(is_unread),
    };
    match next {
        Some(paragraph) => {
            caret_to(scene, paragraph.start());
            Outcome::default()
        }
        None if unread(scene, article.id) == 0 => Outcome::say("Everything is read"),
        None => Outcome::say(if direction == Direction::On { "Nothing unread below" } else { "Nothing unread above" }),
    }
}

/// Ctrl+Enter: says what finishing would mark; done at once where there is nothing to mark.
pub(super) fn start_finish(scene: &mut Scene<'_>, article: &Article) -> Outcome {
    let key = scene.session.key(article.id);
    if scene.session.project().layer(&key).is_some_and(|layer| layer.done) {
        return Outcome {
            then: Some(Then::NextArticle),
            ..Outcome::say("This article is done already; here is the next")
        };
    }
    scene.state.mode = Mode::Finish;
    Outcome::default()
}

/// Marks the rest as read and the article as done, and asks for the next.
pub(super) fn finish(scene: &mut Scene<'_>) -> Outcome {
    scene.state.mode = scene.state.rest();
    let Some(article) = scene.state.article else { return Outcome::default() };
    let done = format!("Finished “{}”", title(scene.session, article));
    match scene.edit(EditRequest::Finish { article }) {
        Ok(_) => Outcome { then: Some(Then::NextArticle), ..Outcome::say(done) },
        Err(outcome) => outcome,
    }
}

/// Opens a finished article again.
pub(super) fn reopen(scene: &mut Scene<'_>, article: ArticleId) -> Outcome {
    match scene.edit(EditRequest::Reopen { article }) {
        Ok(_) => Outcome::say("In progress again"),
        Err(outcome) => outcome,
    }
}
