//! Moving the edges of an annotation by keys.

use super::super::state::{Edge, Mode};
use super::{Outcome, Scene, picking, suggesting};
use crate::session::EditRequest;
use crate::text::{self, Grain, Text, TextSpan};
use crate::ui::Motion;

/// `[` or `]`: the arrows move that edge from now on.
pub(super) fn start(scene: &mut Scene<'_>, edge: Edge) -> Outcome {
    if scene.state.current.is_none() {
        picking::cycle(scene, picking::Direction::On);
    }
    if scene.state.current.is_none() {
        return Outcome::say("Pick an annotation first: Tab, or click it");
    }
    let count = current_fragments(scene);
    scene.state.edge_of = match (&scene.state.mode, scene.state.edge_of) {
        // The same key again goes on to the next fragment.
        (Mode::Edge(known), of) if *known == edge && count > 1 => Some((of.unwrap_or(outer(edge, count)) + 1) % count),
        _ => None,
    };
    scene.state.mode = Mode::Edge(edge);
    Outcome::default()
}

/// The fragment at which an annotation starts or ends.
fn outer(edge: Edge, count: usize) -> usize {
    if edge == Edge::Start { 0 } else { count.saturating_sub(1) }
}

fn current_fragments(scene: &Scene<'_>) -> usize {
    let of = scene.state.article.zip(scene.state.current);
    let annotation = of.and_then(|(article, id)| scene.session.project().annotation(&scene.session.key(article), id));
    annotation.map_or(0, |annotation| annotation.fragments().len())
}

/// One step of an edge by the grain.
pub(super) fn step(scene: &mut Scene<'_>, edge: Edge, motion: Motion) -> Outcome {
    if let Some(outcome) = suggesting::step_edge(scene, edge, motion) {
        return outcome;
    }
    let (Some(article), Some(id)) = (scene.article(), scene.state.current) else { return Outcome::default() };
    let Some(annotation) = scene.session.project().annotation(&scene.session.key(article.id), id).cloned() else {
        return Outcome::default();
    };
    let mut spans = annotation.fragments().to_vec();
    let count = spans.len();
    let number = scene.state.edge_of.filter(|of| *of < count).unwrap_or(outer(edge, count));
    let Some(fragment) = spans.get_mut(number) else { return Outcome::default() };
    let Some(moved) = moved(article.text(), *fragment, edge, motion == Motion::Right, scene.state.grain) else {
        return Outcome::say("The edge can't go further that way");
    };
    *fragment = moved;
    let reveal = if edge == Edge::Start { moved.start() } else { moved.end() };
    match scene.edit(EditRequest::SetFragments { article: article.id, id, spans }) {
        Ok(_) => {
            scene.state.reveal = Some(reveal);
            Outcome::default()
        }
        Err(outcome) => outcome,
    }
}

/// The fragment with one edge moved to the next unit of the grain that changes it; `None` where there is none.
pub(super) fn moved(text: &Text, fragment: TextSpan, edge: Edge, forward: bool, grain: Grain) -> Option<TextSpan> {
    let mut at = if edge == Edge::Start { fragment.start() } else { fragment.end() };
    loop {
        let next = text::step(text, at, grain, forward);
        if next == at {
            return None;
        }
        at = next;
        let rough = match edge {
            Edge::Start => TextSpan::new(at.min(fragment.end()), fragment.end()),
            Edge::End => TextSpan::new(fragment.start(), at.max(fragment.start())),
        };
        // Past the other edge nothing is left.
        if rough.is_empty() {
            return None;
        }
        let whole = match (edge, forward) {
            // Going on, the end takes in the unit that starts there.
            (Edge::End, true) if grain != Grain::Character => {
                text::snap(text, TextSpan::caret(at), grain).map_or(rough, |unit| rough.cover(unit))
            }
            _ => rough,
        };
        match text::trim(text.as_str(), text::with_partner(text, whole)) {
            Some(trimmed) if trimmed != fragment => return Some(trimmed),
            Some(_) => {}
            None => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_move_by_the_grain_and_stop_at_the_other() {
        let text = Text::new("Prices will fall, he said. Then rise.");
        let step = |words: &str, edge, forward, grain| {
            let start = text.as_str().find(words).unwrap();
            moved(&text, TextSpan::of(start, start + words.len()), edge, forward, grain).map(|s| text.slice(s))
        };
        assert_eq!(step("will", Edge::End, true, Grain::Word), Some("will fall"));
        assert_eq!(step("will fall", Edge::End, true, Grain::Word), Some("will fall, he"));
        assert_eq!(step("will fall", Edge::End, false, Grain::Word), Some("will"));
        assert_eq!(step("will", Edge::End, false, Grain::Word), None);
        assert_eq!(step("will", Edge::Start, false, Grain::Word), Some("Prices will"));
        assert_eq!(step("Prices", Edge::Start, false, Grain::Word), None);
        assert_eq!(
            step("will fall", Edge::End, true, Grain::Character),
            Some("will fall, h"),
            "white space and commas are stepped over"
        );
        assert_eq!(step("fall", Edge::End, true, Grain::Sentence), Some("fall, he said. Then rise"));
    }
}
