//! Moving the caret and changing the selection.

use super::super::state::Extend;
use super::{Outcome, ReaderState, Scene};
use crate::model::Article;
use crate::text::{self, ByteOffset, Grain, Text, TextSpan};
use crate::ui::Motion;

/// Where a motion leads that needs no layout.
fn by_text(text: &Text, at: ByteOffset, motion: Motion, arrows: Grain) -> Option<ByteOffset> {
    let content = text.as_str();
    Some(match motion {
        Motion::Left => text::step(text, at, arrows, false),
        Motion::Right => text::step(text, at, arrows, true),
        Motion::WordLeft => text::previous_word(content, at),
        Motion::WordRight => text::next_word(content, at),
        Motion::ClauseLeft => text::previous_clause(text, at),
        Motion::ClauseRight => text::next_clause(text, at),
        Motion::SentenceUp => text::previous_sentence(text, at),
        Motion::SentenceDown => text::next_sentence(text, at),
        Motion::TextStart => ByteOffset::ZERO,
        Motion::TextEnd => ByteOffset::new(text.len()),
        _ => return None,
    })
}

/// Moves the caret; extending, plain arrows go by the grain.
pub(super) fn go(scene: &mut Scene<'_>, article: &Article, motion: Motion, extend: Extend) -> Outcome {
    let text = article.text();
    let state = &mut *scene.state;
    // A selection collapses to the side that a plain arrow points to.
    if extend == Extend::No
        && let Some(raw) = state.raw_selection()
        && matches!(motion, Motion::Left | Motion::Right)
    {
        let end = if motion == Motion::Left { raw.start() } else { raw.end() };
        state.place(end, Extend::No);
        state.reveal = Some(end);
        return Outcome::default();
    }
    let arrows = if extend == Extend::Yes { state.grain } else { Grain::Character };
    let (at, column) = match by_text(text, state.caret, motion, arrows) {
        Some(at) => (at, None),
        None => match scene.geometry.motion(state, motion) {
            Some((at, column)) => (at, column),
            None => (by_paragraph(text, state.caret, motion), None),
        },
    };
    state.place(at, extend);
    state.column = column;
    state.reveal = Some(at);
    Outcome::default()
}

/// Lines and pages before anything was laid out: the paragraph stands for both.
fn by_paragraph(text: &Text, at: ByteOffset, motion: Motion) -> ByteOffset {
    let paragraph =
        text.index().paragraph_at(at).and_then(|i| text.paragraphs().get(i)).copied().unwrap_or(text.span());
    match motion {
        Motion::LineStart => paragraph.start(),
        Motion::LineEnd => paragraph.end(),
        Motion::Up | Motion::PageUp => text::step(text, at, Grain::Paragraph, false),
        _ => text::step(text, at, Grain::Paragraph, true),
    }
}

/// Selects a run, with the anchor at its start; what was current can still get it as a fragment.
pub(super) fn select(state: &mut ReaderState, span: TextSpan) -> Outcome {
    state.place(span.start(), Extend::Yes);
    state.anchor = Some(span.start());
    state.caret = span.end();
    Outcome::default()
}

/// Grows the selection.
pub(super) fn grow_selection(state: &mut ReaderState, article: &Article) -> Outcome {
    let text = article.text();
    let from = state.selection(text).unwrap_or(TextSpan::caret(state.caret));
    let grown = text::grow(text, from);
    if grown != from {
        let mut steps = std::mem::take(&mut state.grown);
        steps.push((state.anchor, state.caret));
        select(state, grown);
        state.grown = steps;
    }
    Outcome::default()
}

/// Takes the last step of growing back exactly; a selection that did not grow becomes the next smaller unit at its
/// start, and past the word nothing is selected.
pub(super) fn shrink_selection(state: &mut ReaderState, article: &Article) -> Outcome {
    let mut steps = std::mem::take(&mut state.grown);
    if let Some((anchor, caret)) = steps.pop() {
        state.place(caret, if anchor.is_some() { Extend::Yes } else { Extend::No });
        state.anchor = anchor;
        state.grown = steps;
        return Outcome::default();
    }
    let text = article.text();
    let Some(from) = state.selection(text) else { return Outcome::default() };
    let smaller = text::shrink(text, from, from.start());
    if smaller.is_empty() {
        state.place(smaller.start(), Extend::No);
    } else {
        select(state, smaller);
    }
    Outcome::default()
}
