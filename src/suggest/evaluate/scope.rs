//! What of a corpus and of the proposals counts.

use super::edges::only_reports;
use super::{Case, Levels, Mark, Scope};
use crate::model::LabelId;
use crate::text::TextSpan;

/// A fragment that counts: of the corpus, or proposed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) span: TextSpan,
    pub(super) score: f64,
}

/// What is compared for one label.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    pub(super) gold: Vec<Piece>,
    pub(super) proposed: Vec<Piece>,
}

/// True where the corpus labels this at this place.
fn counts(scope: &Scope, mark: &Mark) -> bool {
    let labelled = scope.labels.is_empty() || scope.labels.contains(&mark.label);
    let inside = |span: &TextSpan| {
        scope.scored.as_ref().is_none_or(|ranges| ranges.iter().any(|range| range.contains(span.start())))
    };
    labelled && mark.fragments.first().is_some_and(inside)
}

/// Which proposals count: in scope, and on a corpus of one level not inside another proposed claim.
pub(super) fn proposals_that_count(case: &Case, proposed: &[Mark], claim: &LabelId, source: &LabelId) -> Vec<bool> {
    let mut covers: Vec<(TextSpan, usize)> = Vec::new();
    if case.scope.levels == Levels::Outermost {
        for (number, mark) in proposed.iter().enumerate().filter(|(_, mark)| mark.label == *claim) {
            covers.extend(mark.fragments.iter().map(|span| (*span, number)));
        }
        covers.sort();
    }
    let longest = covers.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
    let inside_another = |number: usize, mark: &Mark| {
        let (Some(first), Some(last)) = (mark.fragments.first(), mark.fragments.last()) else { return false };
        let whole = first.cover(*last);
        let upto = covers.partition_point(|(span, _)| span.start() <= whole.start());
        let near = covers.get(..upto).unwrap_or_default().iter().rev();
        near.take_while(|(span, _)| whole.start().get() - span.start().get() <= longest)
            .any(|(span, other)| *other != number && span.contains_span(whole) && *span != whole)
    };
    let nests = |mark: &Mark| mark.label == *claim || mark.label == *source;
    proposed
        .iter()
        .enumerate()
        .map(|(number, mark)| counts(&case.scope, mark) && !(nests(mark) && inside_another(number, mark)))
        .collect()
}

/// The fragments of one label that are compared. Events that only report are taken out of the corpus, and with them what
/// was proposed in their places.
pub(super) fn pieces(case: &Case, proposed: &[Mark], counting: &[bool], label: &LabelId, event: &LabelId) -> Pieces {
    let mut left_out: Vec<TextSpan> = Vec::new();
    let mut gold: Vec<Piece> = Vec::new();
    for mark in case.gold.marks.iter().filter(|mark| mark.label == *label && counts(&case.scope, mark)) {
        for span in joined(&case.text, &mark.fragments) {
            if label == event && only_reports(span.slice(&case.text)) {
                left_out.push(span);
            } else {
                gold.push(Piece { span, score: 1.0 });
            }
        }
    }
    let mut found: Vec<Piece> = Vec::new();
    for (mark, _) in proposed.iter().zip(counting).filter(|(mark, counts)| **counts && mark.label == *label) {
        let spans = joined(&case.text, &mark.fragments);
        let free = spans.into_iter().filter(|span| !left_out.iter().any(|out| out.overlaps(*span)));
        found.extend(free.map(|span| Piece { span, score: mark.score }));
    }
    Pieces { gold: once(gold), proposed: once(found) }
}

/// Fragments with only white space between them are one.
fn joined(text: &str, fragments: &[TextSpan]) -> Vec<TextSpan> {
    let mut spans = fragments.to_vec();
    spans.sort();
    let mut merged: Vec<TextSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last)
                if span.start() <= last.end()
                    || TextSpan::new(last.end(), span.start()).slice(text).trim().is_empty() =>
            {
                *last = last.cover(span);
            }
            _ => merged.push(span),
        }
    }
    merged
}

/// Each span once, with its best score, in text order.
fn once(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by(|a, b| a.span.cmp(&b.span).then(b.score.total_cmp(&a.score)));
    pieces.dedup_by_key(|piece| piece.span);
    pieces
}
