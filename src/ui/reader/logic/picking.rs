//! Making annotations current, and drawing arrows between them.

use super::super::state::{Extend, Mode};
use super::{Outcome, Scene};
use crate::model::{Annotation, AnnotationId, Article, LayerIndex, RelationTypeId};
use crate::session::EditRequest;
use std::sync::Arc;

/// On or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Forward, outward.
    On,
    /// Backward, inward.
    Back,
}

/// The annotator's own annotations on the article, to be found by place. Let go of it before an edit: what is held is
/// copied then.
fn own(scene: &Scene<'_>) -> Arc<LayerIndex> {
    let key = scene.state.article.map(|article| scene.session.key(article));
    key.map_or_else(Default::default, |key| scene.session.index(&key))
}

/// The current annotation, where it is the annotator's own.
fn current(scene: &Scene<'_>) -> Option<Arc<Annotation>> {
    let key = scene.session.key(scene.state.article?);
    scene.session.project().annotation(&key, scene.state.current?).cloned()
}

/// Tab: from the innermost annotation at the caret to the outermost, and round again.
pub(super) fn cycle(scene: &mut Scene<'_>, direction: Direction) -> Outcome {
    let mut here: Vec<Arc<Annotation>> = own(scene).touching(scene.state.caret).cloned().collect();
    here.sort_unstable_by_key(|a| (a.covered_bytes(), a.id));
    let at = here.iter().position(|a| Some(a.id) == scene.state.current);
    let count = here.len();
    let next = match (at, direction) {
        (None, Direction::On) => 0,
        (None, Direction::Back) => count.saturating_sub(1),
        (Some(i), Direction::On) => (i + 1) % count,
        (Some(i), Direction::Back) => (i + count - 1) % count,
    };
    match here.get(next) {
        Some(annotation) => {
            scene.state.anchor = None;
            scene.state.suggestion = None;
            scene.state.current = Some(annotation.id);
            Outcome::default()
        }
        None => Outcome::say("No annotation at the caret; n goes to the next one"),
    }
}

/// `n` and `p`: the next or previous annotation in the article.
pub(super) fn step(scene: &mut Scene<'_>, direction: Direction) -> Outcome {
    let index = own(scene);
    let all = index.placed();
    let at = current(scene).and_then(|annotation| index.position(&annotation));
    let next = match (at, direction) {
        (Some(i), Direction::On) => Some(i + 1),
        (Some(i), Direction::Back) => i.checked_sub(1),
        (None, Direction::On) => Some(index.first_from(scene.state.caret)),
        (None, Direction::Back) => index.first_from(scene.state.caret).checked_sub(1),
    };
    let next = next.and_then(|i| all.get(i));
    match (next, all.is_empty()) {
        (Some(annotation), _) => {
            scene.state.pick(annotation);
            Outcome::default()
        }
        (None, true) => Outcome::say("This article has no annotations of yours yet"),
        (None, false) => Outcome::say(if direction == Direction::On {
            "That was the last annotation"
        } else {
            "That was the first annotation"
        }),
    }
}

/// `r`: numbers the annotations that could be the other end of an arrow, the nearest first.
pub(super) fn start_relate(scene: &mut Scene<'_>, article: &Article) -> Outcome {
    if scene.state.current.is_none() {
        cycle(scene, Direction::On);
    }
    let index = own(scene);
    let Some(origin) = current(scene).filter(|origin| origin.cover().is_some()) else {
        return Outcome::say("Pick an annotation first: Tab, or click it");
    };
    let visible = scene.geometry.visible().unwrap_or(article.text().span());
    let codebook = &scene.session.project().codebook;
    let known = index.relations_of(origin.id);
    let in_view = |a: &&Arc<Annotation>| a.id != origin.id && a.fragments().iter().any(|f| f.overlaps(visible));
    let mut near: Vec<(usize, AnnotationId, RelationTypeId, bool)> = Vec::new();
    for other in index.overlapping(visible).filter(in_view) {
        for (from, to, starts) in [(&origin, other, true), (other, &origin, false)] {
            for kind in codebook.relation_types_between(&from.label, &to.label) {
                let drawn = known.iter().any(|r| r.from == from.id && r.to == to.id && r.kind == kind.id);
                if !drawn {
                    near.push((distance(&origin, other), other.id, kind.id.clone(), starts));
                }
            }
        }
    }
    near.sort_by_key(|c| (c.0, c.1, !c.3));
    // One number an annotation: where an arrow could run both ways, it starts at the current one.
    near.dedup_by(|b, a| a.1 == b.1);
    if near.is_empty() {
        return Outcome::say("Nothing in view that an arrow could go to");
    }
    let candidates = near.into_iter().map(|(_, id, kind, starts)| (id, kind, starts)).collect();
    scene.state.mode = Mode::Relate { origin: origin.id, candidates, typed: String::new() };
    Outcome::default()
}

fn distance(a: &Annotation, b: &Annotation) -> usize {
    match (a.cover(), b.cover()) {
        (Some(a), Some(b)) => {
            b.start().get().saturating_sub(a.end().get()).max(a.start().get().saturating_sub(b.end().get()))
        }
        _ => usize::MAX,
    }
}

/// A digit of a candidate's number: taken at once where no longer number could be meant.
pub(super) fn type_number(scene: &mut Scene<'_>, c: char) -> Outcome {
    let Mode::Relate { candidates, typed, .. } = &mut scene.state.mode else { return Outcome::default() };
    typed.push(c);
    let (number, count) = (typed.parse::<usize>().unwrap_or(0), candidates.len());
    if number == 0 || number > count {
        typed.clear();
        return Outcome::say(format!("Numbers go from 1 to {count}"));
    }
    if number * 10 > count { confirm_relate(scene) } else { Outcome::default() }
}

/// Takes the last digit of a candidate's number back.
pub(super) fn take_digit_back(scene: &mut Scene<'_>) -> Outcome {
    if let Mode::Relate { typed, .. } = &mut scene.state.mode {
        typed.pop();
    }
    Outcome::default()
}

/// Enter: draws the arrow to the number typed, or to the first candidate.
pub(super) fn confirm_relate(scene: &mut Scene<'_>) -> Outcome {
    let Mode::Relate { candidates, typed, .. } = &scene.state.mode else { return Outcome::default() };
    let number = typed.parse::<usize>().unwrap_or(1);
    match number.checked_sub(1).and_then(|i| candidates.get(i)).map(|c| c.0) {
        Some(target) => complete_relation(scene, target),
        None => Outcome::default(),
    }
}

/// Draws the pending arrow to this annotation, which was picked by number or by mouse.
pub fn complete_relation(scene: &mut Scene<'_>, target: AnnotationId) -> Outcome {
    let (Some(article), Mode::Relate { origin, candidates, .. }) =
        (scene.state.article, std::mem::take(&mut scene.state.mode))
    else {
        return Outcome::default();
    };
    scene.state.mode = scene.state.rest();
    let Some((id, kind, starts)) = candidates.into_iter().find(|c| c.0 == target) else {
        return Outcome::say("The codebook has no arrow between these two");
    };
    let pair = if starts { (origin, id) } else { (id, origin) };
    match scene.edit(EditRequest::Relate { article, kind, pairs: vec![pair] }) {
        Ok(_) => Outcome::default(),
        Err(outcome) => outcome,
    }
}

/// Puts the caret at a place without picking anything.
pub(super) fn caret_to(scene: &mut Scene<'_>, at: crate::text::ByteOffset) {
    scene.state.place(at, Extend::No);
    scene.state.reveal = Some(at);
}
