//! Selecting by keys in the column that has the focus.

use super::{Pointer, Selected, SidesPage};
use crate::model::Article;
use crate::review::SideParagraph;
use crate::text::{TextSpan, sentences, trim, words};
use crate::ui::View;
use egui::{EventFilter, Id, Key, Modifiers, Ui};

/// What names the text of a column for the focus.
pub(super) fn column_id(column: usize) -> Id {
    Id::unique(("side by side", column))
}

impl SidesPage {
    /// Down and Up select sentence after sentence; Left and Right move the selection's start by a word, with Shift its end;
    /// Enter opens the article there.
    pub(super) fn keys(&mut self, ui: &Ui, view: &View<'_>, column: usize) -> Option<Pointer> {
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(column_id(column), filter));
        let article = view.project().article(*self.articles.get(column)?)?;
        let paragraphs = self.sides.columns.get(column)?;
        let mut at = self.selected.filter(|s| s.column == column).and_then(|s| s.span);
        let before = at;
        let pressed = |modifiers, key| ui.input_mut(|i| i.count_and_consume_key(modifiers, key));
        for _ in 0..pressed(Modifiers::SHIFT, Key::ArrowRight) {
            at = at.map(|span| longer(article, paragraphs, span));
        }
        for _ in 0..pressed(Modifiers::SHIFT, Key::ArrowLeft) {
            at = at.map(|span| shorter(article, span));
        }
        for _ in 0..pressed(Modifiers::NONE, Key::ArrowRight) {
            at = at.map(|span| later(article, span));
        }
        for _ in 0..pressed(Modifiers::NONE, Key::ArrowLeft) {
            at = at.map(|span| earlier(article, paragraphs, span));
        }
        for _ in 0..pressed(Modifiers::NONE, Key::ArrowDown) {
            at = next(article, paragraphs, at).or(at);
        }
        for _ in 0..pressed(Modifiers::NONE, Key::ArrowUp) {
            at = previous(article, paragraphs, at).or(at);
        }
        if let Some(span) = at.filter(|_| pressed(Modifiers::NONE, Key::Enter) > 0) {
            return Some(Pointer::Opened(article.id, span));
        }
        if at == before {
            return None;
        }
        let paragraph = at.and_then(|span| paragraphs.iter().position(|p| p.span.overlaps(span)));
        self.reveal = paragraph.map(|paragraph| (column, paragraph));
        Some(Pointer::Selected(Selected { column, span: at }))
    }
}

/// The sentences of a paragraph without what falls off at their ends.
fn trimmed(article: &Article, paragraph: &SideParagraph) -> Vec<TextSpan> {
    let text = article.text().as_str();
    sentences(text, paragraph.span).into_iter().filter_map(|sentence| trim(text, sentence)).collect()
}

/// The first sentence after a selection; the first of all where there is none.
fn next(article: &Article, paragraphs: &[SideParagraph], from: Option<TextSpan>) -> Option<TextSpan> {
    let end = from.map_or_else(Default::default, TextSpan::end);
    let first = paragraphs.partition_point(|paragraph| paragraph.span.end() <= end);
    let mut all = paragraphs.iter().skip(first).flat_map(|paragraph| trimmed(article, paragraph));
    all.find(|sentence| sentence.start() >= end)
}

/// The last sentence before a selection.
fn previous(article: &Article, paragraphs: &[SideParagraph], from: Option<TextSpan>) -> Option<TextSpan> {
    let start = from?.start();
    let last = paragraphs.partition_point(|paragraph| paragraph.span.start() < start);
    let mut all =
        paragraphs.iter().take(last).rev().flat_map(|paragraph| trimmed(article, paragraph).into_iter().rev());
    all.find(|sentence| sentence.start() < start)
}

fn paragraph_of(paragraphs: &[SideParagraph], span: TextSpan) -> Option<TextSpan> {
    paragraphs.iter().map(|paragraph| paragraph.span).find(|paragraph| paragraph.overlaps(span))
}

/// One word more at the end.
fn longer(article: &Article, paragraphs: &[SideParagraph], span: TextSpan) -> TextSpan {
    let Some(paragraph) = paragraph_of(paragraphs, span) else { return span };
    let rest = TextSpan::new(span.end(), paragraph.end());
    words(article.text().as_str(), rest).next().map_or(span, |word| TextSpan::new(span.start(), word.end()))
}

/// One word less at the end; one stays.
fn shorter(article: &Article, span: TextSpan) -> TextSpan {
    let all: Vec<TextSpan> = words(article.text().as_str(), span).collect();
    let kept = all.len().checked_sub(2).and_then(|at| all.get(at));
    kept.map_or(span, |word| TextSpan::new(span.start(), word.end()))
}

/// One word less at the start; one stays.
fn later(article: &Article, span: TextSpan) -> TextSpan {
    words(article.text().as_str(), span).nth(1).map_or(span, |word| TextSpan::new(word.start(), span.end()))
}

/// One word more at the start.
fn earlier(article: &Article, paragraphs: &[SideParagraph], span: TextSpan) -> TextSpan {
    let Some(paragraph) = paragraph_of(paragraphs, span) else { return span };
    let before = TextSpan::new(paragraph.start(), span.start());
    words(article.text().as_str(), before).last().map_or(span, |word| TextSpan::new(word.start(), span.end()))
}
