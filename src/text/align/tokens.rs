//! The words of two texts as numbers: the same word, the same number.

use crate::text::{TextSpan, is_spaceless};
use std::collections::BTreeMap;

/// A word, or a character that is neither part of a word nor white space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) span: TextSpan,
    pub(super) number: u32,
    /// False for a mark.
    pub(super) is_word: bool,
}

/// The tokens of both texts.
pub(super) fn tokens_of<'t>(old: &'t str, new: &'t str) -> (Vec<Token>, Vec<Token>) {
    let mut known: BTreeMap<&'t str, u32> = BTreeMap::new();
    let mut number = |span: TextSpan, word: &'t str| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        let is_word = word.chars().any(char::is_alphanumeric);
        Token { span, number: *known.entry(word).or_insert(next), is_word }
    };
    let a = pieces(old).map(|(span, word)| number(span, word)).collect();
    let b = pieces(new).map(|(span, word)| number(span, word)).collect();
    (a, b)
}

/// Runs of letters and digits; everything else that is not white space by itself, and so are characters of scripts that
/// put no spaces between words.
fn pieces(text: &str) -> impl Iterator<Item = (TextSpan, &str)> {
    let in_word = |c: char| c.is_alphanumeric() && !is_spaceless(c);
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + (rest.len() - rest.trim_start().len());
        let rest = text.get(start..)?;
        let first = rest.chars().next()?;
        let end = if in_word(first) { rest.find(|c| !in_word(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        at = start + end;
        Some((TextSpan::of(start, at), rest.get(..end)?))
    })
}
