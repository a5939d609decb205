//! Sentences and tokens for formats that are made of them.

use crate::text::{ByteOffset, Text, TextSpan};
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// Sentences in text order, trimmed; none crosses a line end, and all that is not white space lies in one.
pub(super) fn sentences(text: &Text) -> Vec<TextSpan> {
    let mut found = Vec::new();
    for paragraph in text.paragraphs() {
        found.extend(
            crate::text::sentences(text.as_str(), *paragraph).into_iter().filter_map(|span| trimmed(text, span)),
        );
    }
    found
}

/// A span without the white space at its ends; `None` where nothing else is in it.
pub(super) fn trimmed(text: &Text, span: TextSpan) -> Option<TextSpan> {
    let words = text.slice(span);
    let start = span.start().get() + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    (start < end).then(|| TextSpan::of(start, end))
}

/// Tokens of a span: words as Unicode divides them (UAX #29), each mark of punctuation on its own, cut also at the
/// borders in `cuts`, so that an annotation never begins or ends inside a token. White space is no token.
pub(super) fn tokens(text: &Text, within: TextSpan, cuts: &BTreeSet<ByteOffset>) -> Vec<TextSpan> {
    let mut found = Vec::new();
    for (at, word) in text.slice(within).split_word_bound_indices() {
        let mut start = within.start().get() + at;
        let end = start + word.len();
        for cut in cuts.range(ByteOffset::new(start + 1)..ByteOffset::new(end)) {
            push(text, start, cut.get(), &mut found);
            start = cut.get();
        }
        push(text, start, end, &mut found);
    }
    found
}

/// Adds what is no white space between two positions, divided there.
fn push(text: &Text, start: usize, end: usize, found: &mut Vec<TextSpan>) {
    let mut from = None;
    for (at, c) in text.slice(TextSpan::of(start, end)).char_indices() {
        if c.is_whitespace() {
            if let Some(from) = from.take() {
                found.push(TextSpan::of(from, start + at));
            }
        } else {
            from.get_or_insert(start + at);
        }
    }
    if let Some(from) = from {
        found.push(TextSpan::of(from, end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &Text, spans: &[TextSpan]) -> Vec<String> {
        spans.iter().map(|span| text.slice(*span).to_owned()).collect()
    }

    #[test]
    fn sentences_and_tokens_of_a_line() {
        let text = Text::new("It rained, he said.  \u{201c}No,\u{201d} she said\u{a0}so.\nThe end");
        assert_eq!(
            words(&text, &sentences(&text)),
            ["It rained, he said.", "\u{201c}No,\u{201d} she said\u{a0}so.", "The end"]
        );
        let cut = BTreeSet::from([ByteOffset::new(5)]);
        let first = words(&text, &tokens(&text, TextSpan::of(0, 19), &cut));
        assert_eq!(first, ["It", "ra", "ined", ",", "he", "said", "."]);
    }

    proptest! {
        #[test]
        fn everything_but_white_space_is_in_one_token(words in "(\\PC|\n|😀|[a-z. ]){0,60}") {
            let text = Text::new(words.clone());
            let sentences = sentences(&text);
            let mut end = 0;
            let mut covered = String::new();
            for sentence in &sentences {
                prop_assert!(sentence.start().get() >= end && !text.slice(*sentence).contains('\n'));
                end = sentence.end().get();
                for token in tokens(&text, *sentence, &BTreeSet::new()) {
                    let word = text.slice(token);
                    prop_assert!(!word.is_empty() && !word.contains(char::is_whitespace));
                    covered.push_str(word);
                }
            }
            let all: String = words.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(covered, all);
        }
    }
}
