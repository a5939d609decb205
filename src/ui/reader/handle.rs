//! Moving an end of a fragment by its handle.

use super::Edge;
use super::paint::Sheet;
use crate::model::{AnnotationId, LabelId, SuggestionId};
use crate::text::{ByteOffset, Grain, Text, TextSpan, snap, trim, with_partner};

/// What has handles at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grasped {
    /// The current annotation.
    Annotation(AnnotationId),
    /// The picked suggestion.
    Suggestion(SuggestionId),
}

impl Sheet<'_> {
    /// What has handles at its ends, with its label and fragments.
    pub(super) fn in_hand(&self) -> Option<(Grasped, &LabelId, &[TextSpan])> {
        if let Some(current) = self.view.current() {
            return Some((Grasped::Annotation(current.id), &current.label, current.fragments()));
        }
        let picked = self.picked_suggestion()?;
        Some((Grasped::Suggestion(picked.id), &picked.label, &picked.fragments))
    }
}

/// A fragment with one end moved to a place and snapped to the grain; the other end stays as it is unless it is passed,
/// or a quotation mark stands there whose partner was taken in.
pub(super) fn moved_edge(text: &Text, old: TextSpan, edge: Edge, to: ByteOffset, grain: Grain) -> Option<TextSpan> {
    let fixed = if edge == Edge::Start { old.end() } else { old.start() };
    let raw = TextSpan::new(fixed, to);
    let paired = with_partner(text, raw);
    if paired != raw {
        return snap(text, paired, grain);
    }
    let snapped = snap(text, raw, grain)?;
    let moved = match edge {
        Edge::Start if to < old.end() => TextSpan::new(snapped.start(), old.end()),
        Edge::End if to > old.start() => TextSpan::new(old.start(), snapped.end()),
        _ => snapped,
    };
    // A quotation mark whose partner is left out falls off.
    trim(text.as_str(), moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_snaps_and_the_other_stays() {
        let text = Text::new("prices will fall before long");
        let old = TextSpan::of(7, 16);
        let moved = |edge, to| {
            moved_edge(&text, old, edge, ByteOffset::new(to), Grain::Word).map_or("", |span| text.slice(span))
        };
        assert_eq!(moved(Edge::End, 20), "will fall before");
        assert_eq!(moved(Edge::Start, 3), "prices will fall");
        assert_eq!(moved(Edge::End, 3), "prices", "past the other end, the fragment turns over");
        let rough = TextSpan::of(8, 14);
        let end = moved_edge(&text, rough, Edge::End, ByteOffset::new(20), Grain::Word);
        assert_eq!(end, Some(TextSpan::of(8, 23)), "the start keeps a place inside a word");
    }

    #[test]
    fn an_edge_over_a_mark_takes_the_pair() {
        let text = Text::new("He said “prices will fall,” and left");
        let start = text.as_str().find("prices").unwrap();
        let old = TextSpan::of(start, start + "prices will fall".len());
        let past = ByteOffset::new(text.as_str().find(" and").unwrap());
        let moved = moved_edge(&text, old, Edge::End, past, Grain::Word);
        assert_eq!(moved.map(|span| text.slice(span)), Some("“prices will fall,”"));
        let pair = TextSpan::of(start - '“'.len_utf8(), start + "prices will fall,”".len());
        let inside = ByteOffset::new(text.as_str().find("ill").unwrap());
        let moved = moved_edge(&text, pair, Edge::End, inside, Grain::Word);
        assert_eq!(moved.map(|span| text.slice(span)), Some("prices will"));
    }
}
