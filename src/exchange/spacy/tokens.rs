//! Tokens as spaCy has them: words, and runs of white space that are more than one space after a word.

use crate::exchange::tokens;
use crate::text::{ByteOffset, Text, TextSpan};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// One token, with its place in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) span: TextSpan,
    pub(super) start: usize,
    pub(super) end: usize,
    /// One space follows, which is no token.
    pub(super) ws: bool,
}

#[derive(Serialize)]
struct Written<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    id: usize,
    ws: bool,
}

/// All tokens of a text: joined, each with its space where it has one, they are the text. None lies across a border of
/// `spans`, but for the one space after a word.
pub(super) fn of_text(text: &Text, spans: impl IntoIterator<Item = TextSpan>) -> Vec<Token> {
    let cuts: BTreeSet<ByteOffset> = spans.into_iter().flat_map(|span| [span.start(), span.end()]).collect();
    let words = tokens::tokens(text, text.span(), &cuts);
    let mut found = Made { text, tokens: Vec::with_capacity(words.len()), chars: 0 };
    for word in words {
        found.gap(word.start(), &cuts);
        found.push(word);
    }
    found.gap(text.span().end(), &cuts);
    found.tokens
}

struct Made<'a> {
    text: &'a Text,
    tokens: Vec<Token>,
    chars: usize,
}

impl Made<'_> {
    fn end(&self) -> ByteOffset {
        let last = self.tokens.last();
        last.map_or(ByteOffset::ZERO, |t| ByteOffset::new(t.span.end().get() + usize::from(t.ws)))
    }

    fn push(&mut self, span: TextSpan) {
        let end = self.chars + self.text.slice(span).chars().count();
        self.tokens.push(Token { span, start: self.chars, end, ws: false });
        self.chars = end;
    }

    /// The white space up to the next word: one space belongs to the token before, the rest are tokens.
    fn gap(&mut self, until: ByteOffset, cuts: &BTreeSet<ByteOffset>) {
        let has_space = self.text.slice(TextSpan::new(self.end(), until)).starts_with(' ');
        if let Some(last) = self.tokens.last_mut().filter(|_| has_space) {
            last.ws = true;
            self.chars += 1;
        }
        let mut start = self.end();
        if start >= until {
            return;
        }
        let inner: Vec<ByteOffset> = cuts.range(ByteOffset::new(start.get() + 1)..until).copied().collect();
        for cut in inner.into_iter().chain([until]) {
            self.push(TextSpan::new(start, cut));
            start = cut;
        }
    }
}

/// Numbers of the first and last token that share something with a span; `None` where only a space does.
pub(super) fn covering(tokens: &[Token], span: TextSpan) -> Option<(usize, usize)> {
    let first = tokens.partition_point(|token| token.span.end() <= span.start());
    let after = tokens.partition_point(|token| token.span.start() < span.end());
    (first < after).then(|| (first, after - 1))
}

/// Writes tokens as a JSON list.
pub(super) fn write(sink: &mut dyn Write, text: &Text, tokens: &[Token]) -> io::Result<()> {
    sink.write_all(b"[")?;
    for (id, token) in tokens.iter().enumerate() {
        if id > 0 {
            sink.write_all(b",")?;
        }
        let Token { span, start, end, ws } = *token;
        serde_json::to_writer(&mut *sink, &Written { text: text.slice(span), start, end, id, ws })?;
    }
    sink.write_all(b"]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tokens_give_the_text_back(words in "(\\PC|\n|\t| |😀|[a-z. ]){0,60}", a: prop::sample::Index, b: prop::sample::Index) {
            let text = Text::new(words.clone());
            let borders: Vec<usize> = words.char_indices().map(|(i, _)| i).chain([words.len()]).collect();
            let span = TextSpan::of(*a.get(&borders), *b.get(&borders));
            let tokens = of_text(&text, [span]);
            let joined: String = tokens.iter().flat_map(|t| [text.slice(t.span), if t.ws { " " } else { "" }]).collect();
            prop_assert_eq!(&joined, &words);
            for token in &tokens {
                let (start, end) = text.chars_of(token.span);
                prop_assert_eq!((token.start, token.end), (start.get(), end.get()));
                prop_assert!(!token.span.is_empty());
            }
            let seen = text.slice(span);
            if !seen.is_empty() && seen.trim() == seen {
                let (first, last) = covering(&tokens, span).unwrap();
                prop_assert_eq!((tokens[first].span.start(), tokens[last].span.end()), (span.start(), span.end()));
            }
        }
    }
}
