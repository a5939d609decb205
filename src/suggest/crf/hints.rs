//! What rules see at each token of an article: a hint, not an answer. The chain learns what it is worth.

use super::cut::{Cut, Token};
use crate::suggest::{Proposal, Proposals};
use crate::text::TextSpan;
use std::cmp::Reverse;
use std::ops::Range;

/// What rules see at a token; each field is 0 where that is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hint {
    /// The outermost claim: how sure of it rules are, which tells its form, and the place in it in the lowest two bits.
    pub(super) claim: u32,
    /// One more than the place in a claim inside that one.
    pub(super) inner: u32,
    /// The source, as the claim.
    pub(super) source: u32,
    /// The word of saying: how sure rules are of its claim.
    pub(super) cue: u32,
}

impl Hint {
    /// The bits that hold the place: 0 the first token, 1 a further one, 2 the last, 3 the only one.
    pub(super) const PLACE: u32 = 3;
}

/// How sure rules are, in fiftieths, from 1.
#[expect(clippy::cast_sign_loss, reason = "a score is not negative")]
fn sureness(item: &Proposal) -> u32 {
    1 + (item.score * 50.0) as u32
}

/// The hints for the tokens of a part of an article.
pub(super) fn hints(cut: &Cut, found: &Proposals, part: TextSpan) -> Vec<Hint> {
    let mut hints = vec![Hint::default(); cut.tokens.len()];
    let mut items: Vec<&Proposal> = found.items.iter().filter(|item| item.cover().overlaps(part)).collect();
    items.sort_by_key(|item| (item.cover().start(), Reverse(item.cover().end())));
    for item in items {
        let is_claim = item.label.as_str() == "claim";
        for span in &item.fragments {
            let tokens = tokens_in(cut, *span, part);
            for at in tokens.clone() {
                let place = match (at == tokens.start, at + 1 == tokens.end) {
                    (true, true) => 3,
                    (true, false) => 0,
                    (false, true) => 2,
                    (false, false) => 1,
                };
                let Some(hint) = hints.get_mut(at) else { continue };
                match (is_claim, hint.claim, hint.source) {
                    (true, 0, _) => hint.claim = sureness(item) << 2 | place,
                    (true, _, _) if hint.inner == 0 => hint.inner = 1 + place,
                    (false, _, 0) => hint.source = sureness(item) << 2 | place,
                    _ => {}
                }
            }
        }
        for at in item.cue.filter(|_| is_claim).map_or(0..0, |cue| tokens_in(cut, cue, part)) {
            if let Some(hint) = hints.get_mut(at) {
                hint.cue = sureness(item);
            }
        }
    }
    hints
}

/// Numbers of the tokens that share a byte with a span of the article; none where the span begins before the part.
fn tokens_in(cut: &Cut, span: TextSpan, part: TextSpan) -> Range<usize> {
    let from = part.start().get();
    let (Some(start), Some(end)) = (span.start().get().checked_sub(from), span.end().get().checked_sub(from)) else {
        return 0..0;
    };
    let first = cut.tokens.partition_point(|token: &Token| token.end as usize <= start);
    let last = cut.tokens.partition_point(|token| (token.start as usize) < end);
    first..last.max(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::Document;

    #[test]
    fn places_in_claims_and_sources_are_told_in_each_part() {
        let text = "News.\nThe mayor said that Ana Fry thinks the bridge is shut. He left.";
        let document = Document::new(text, &[], Some("en"));
        let part = TextSpan::of(6, text.len());
        let cut = Cut::new(part.slice(text));
        let hints = hints(&cut, document.reported(), part);
        let of = |word: &str| {
            let is_it = |token: &&Token| part.slice(text).get(token.start as usize..token.end as usize) == Some(word);
            hints[cut.tokens.iter().position(|token| is_it(&token)).unwrap()]
        };
        assert_eq!((of("Ana").claim & Hint::PLACE, of("Fry").claim & Hint::PLACE), (0, 1));
        assert_eq!((of("shut").claim & Hint::PLACE, of("shut").inner), (2, 3), "the inner claim ends there, too");
        assert!(of("The").source > 3 && of("mayor").source & Hint::PLACE == 2 && of("The").claim == 0);
        assert!(of("said").cue > 0 && of("left") == Hint::default());
    }
}
