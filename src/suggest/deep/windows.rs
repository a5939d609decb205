//! Windows: runs of whole sentences that the network reads at once, each with some of what stands before it.

use super::pieces::Pieces;

/// Tokens that are read together: from `from` to `upto`, of which those from `new` on are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) from: usize,
    pub(super) new: usize,
    pub(super) upto: usize,
}

/// The windows of a text: of at most `window` pieces, two of which are the ends; sentences before the first new one are read
/// again while they have at most `left` pieces together.
pub(super) fn windows(pieces: &Pieces, window: usize, left: usize) -> Vec<Window> {
    let room = window.saturating_sub(2).max(1);
    let units = units(pieces, room);
    let size = |from: usize, upto: usize| pieces.before(upto) - pieces.before(from);
    let mut found = Vec::new();
    let mut next = 0;
    while let Some((new, first_end)) = units.get(next).copied() {
        let earlier = units.get(..next).unwrap_or_default().iter().rev().map(|unit| unit.0);
        let fits = |from: &usize| size(*from, new) <= left && size(*from, first_end) <= room;
        let from = earlier.take_while(fits).last().unwrap_or(new);
        let more = units.get(next..).unwrap_or_default().iter().take_while(|unit| size(from, unit.1) <= room).count();
        next += more.max(1);
        let upto = next.checked_sub(1).and_then(|last| units.get(last)).map_or(first_end, |unit| unit.1);
        found.push(Window { from, new, upto });
    }
    found
}

/// Sentences as runs of tokens; those of more than `room` pieces are broken.
fn units(pieces: &Pieces, room: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::with_capacity(pieces.cut.sentences.len());
    for (start, end) in &pieces.cut.sentences {
        let (mut from, end) = (*start as usize, (*end as usize).min(pieces.len()));
        while from < end {
            let far = |upto: &usize| pieces.before(*upto) - pieces.before(from) <= room;
            let upto = (from + 1..=end).take_while(far).last().unwrap_or(from + 1);
            found.push((from, upto));
            from = upto;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::pieces::Vocabulary;
    use super::*;

    fn of(text: &str, window: usize, left: usize) -> (usize, Vec<(usize, usize, usize)>) {
        let vocabulary = Vocabulary::new("[UNK]\n[CLS]\n[SEP]\n.\na\nb\nport\nship").unwrap();
        let pieces = Pieces::new(text, &vocabulary);
        let all = windows(&pieces, window, left);
        (pieces.len(), all.iter().map(|w| (w.from, w.new, w.upto)).collect())
    }

    #[test]
    fn whole_sentences_are_read_with_those_before_them() {
        // Sentences of 4, 4 and 4 tokens.
        let text = "Port ship port. Ship port ship. Port ship ship.";
        assert_eq!(of(text, 30, 8).1, [(0, 0, 12)]);
        assert_eq!(of(text, 10, 4).1, [(0, 0, 8), (4, 8, 12)]);
        assert_eq!(of(text, 10, 3).1, [(0, 0, 8), (8, 8, 12)], "whole sentences only");
        assert_eq!(of(text, 7, 4).1, [(0, 0, 4), (4, 4, 8), (8, 8, 12)], "what does not fit beside the new one goes");
        assert_eq!(of(text, 5, 0).1, [(0, 0, 3), (3, 3, 4), (4, 4, 7), (7, 7, 8), (8, 8, 11), (11, 11, 12)]);
        assert_eq!(of("", 30, 8), (0, vec![]));
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { cases: 64, ..Default::default() })]
        #[test]
        fn each_token_is_answered_once(text in "[ab.“” \n]{0,60}", window in 3_usize..20, left in 0_usize..10) {
            let (tokens, all) = of(&text, window, left);
            let mut next = 0;
            for (from, new, upto) in all {
                proptest::prop_assert!(from <= new && new == next && upto > new);
                next = upto;
            }
            proptest::prop_assert_eq!(next, tokens);
        }
    }
}
