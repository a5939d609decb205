//! Words and marks of a text, as suggesters see them.

use crate::text::{TextSpan, ends_in_abbreviation};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word: "Maduro", "back-channel", "U.S.", "Mr.".
    Word,
    /// What follows a word without a gap: "'s", "n't", "'re".
    Clitic,
    /// Begins with a digit: "40", "1,000", "3.5".
    Number,
    /// A comma, a stop, a quotation mark, a dash, a bracket, a symbol.
    Mark,
}

/// Where a token stands as to quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quoted {
    /// Outside all quotations.
    #[default]
    Outside,
    /// A quotation mark itself.
    Mark,
    /// Inside words that somebody is quoted with.
    Inside,
    /// Inside scare quotes or a title only.
    Scare,
}

/// A word or mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: TextSpan,
    /// Number of its sentence.
    pub sentence: u32,
    /// Number of its paragraph.
    pub paragraph: u32,
    /// Where it stands as to quotation marks.
    pub quoted: Quoted,
    /// What it is.
    pub kind: TokenKind,
}

/// Endings that stand apart from their word, without the apostrophe.
const CLITICS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Calls `found` with each token of a run, in order. Words go on over an apostrophe, hyphen, stop or comma between letters or
/// digits; clitics are split off; the stop of an abbreviation stays.
pub(super) fn tokenize(text: &str, run: TextSpan, mut found: impl FnMut(TextSpan, TokenKind)) {
    let base = run.start().get();
    let words = run.slice(text);
    let mut chars = words.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        if !is_inner(c) {
            found(TextSpan::of(base + start, base + start + c.len_utf8()), TokenKind::Mark);
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut stops = false;
        while let Some(&(at, next)) = chars.peek() {
            let after = || words.get(at + next.len_utf8()..).and_then(|t| t.chars().next());
            let joins = match next {
                // Combining marks belong to the letter before them.
                _ if is_inner(next) || is_mark(next) => true,
                '.' => {
                    stops = true;
                    after().is_some_and(is_inner)
                }
                ',' => c.is_ascii_digit() && after().is_some_and(|a| a.is_ascii_digit()),
                _ => (is_apostrophe(next) || matches!(next, '-' | '‑')) && after().is_some_and(is_inner),
            };
            if !joins {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let word = words.get(start..end).unwrap_or_default();
        if stops && ends_in_abbreviation(words.get(start..=end).unwrap_or_default()) {
            chars.next();
            found(TextSpan::of(base + start, base + end + 1), TokenKind::Word);
            continue;
        }
        let cut = start + clitic(word).unwrap_or(word.len());
        let kind = if c.is_ascii_digit() { TokenKind::Number } else { TokenKind::Word };
        found(TextSpan::of(base + start, base + cut), kind);
        if cut < end {
            found(TextSpan::of(base + cut, base + end), TokenKind::Clitic);
        }
    }
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

/// Where in a word its clitic begins.
fn clitic(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().rev().take(4).find(|(_, c)| is_apostrophe(*c))?;
    if at == 0 {
        return None;
    }
    let ending = word.get(at + mark.len_utf8()..)?;
    if ending.eq_ignore_ascii_case("t") && word.get(..at)?.ends_with(['n', 'N']) && at > 1 {
        return Some(at - 1);
    }
    CLITICS.iter().any(|clitic| ending.eq_ignore_ascii_case(clitic)).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        tokenize(text, TextSpan::of(0, text.len()), |span, _| found.push(span.slice(text)));
        found
    }

    #[test]
    fn tokens_of_news() {
        assert_eq!(
            split("Mr. Trump’s back-channel talks, 1,000 of the U.S. don't “normalize” O’Brien (3.5%)."),
            [
                "Mr.",
                "Trump",
                "’s",
                "back-channel",
                "talks",
                ",",
                "1,000",
                "of",
                "the",
                "U.S.",
                "do",
                "n't",
                "“",
                "normalize",
                "”",
                "O’Brien",
                "(",
                "3.5",
                "%",
                ")",
                "."
            ]
        );
        assert_eq!(split("the workers’ end."), ["the", "workers", "’", "end", "."]);
        assert_eq!(split("x’s 's"), ["x", "’s", "'", "s"]);
    }

    proptest::proptest! {
        #[test]
        fn tokens_are_in_order_and_on_boundaries(text in "(?s)[\\PC.’' ,-]{0,60}") {
            let mut end = 0;
            tokenize(&text, TextSpan::of(0, text.len()), |span, _| {
                assert!(span.start().get() >= end && !span.is_empty() && text.get(span.range()).is_some());
                assert!(text.get(end..span.start().get()).is_some_and(|gap| gap.chars().all(char::is_whitespace)));
                end = span.end().get();
            });
            proptest::prop_assert!(text.get(end..).is_some_and(|gap| gap.trim().is_empty()));
        }
    }
}
