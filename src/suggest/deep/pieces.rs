//! Words as pieces of a known vocabulary (`WordPiece`, as BERT's uncased models have it), and what else the network is told.

use super::network::Piece;
use crate::suggest::crf::{Cut, CutKind, CutQuote, CutToken};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most pieces of one token.
pub(super) const MOST: usize = 6;

/// Most characters of a word that is looked up.
const LONGEST: usize = 100;

/// The pieces that are known.
pub(super) struct Vocabulary {
    numbers: BTreeMap<Box<str>, u32>,
    unknown: u32,
    first: u32,
    last: u32,
    line_end: u32,
}

impl Vocabulary {
    /// From lines of pieces; `None` where one that must be there is not.
    pub(super) fn new(lines: &str) -> Option<Self> {
        let numbers: BTreeMap<Box<str>, u32> =
            lines.lines().enumerate().map(|(number, piece)| (piece.into(), number as u32)).collect();
        let known = |piece: &str| numbers.get(piece).copied();
        let (unknown, first, last, line_end) = (known("[UNK]")?, known("[CLS]")?, known("[SEP]")?, known(".")?);
        Some(Self { numbers, unknown, first, last, line_end })
    }

    /// What stands before and after each window.
    pub(super) fn ends(&self) -> [Piece; 2] {
        [self.first, self.last].map(|id| Piece { id, ..Piece::default() })
    }

    /// The pieces of a token, at least one.
    pub(super) fn pieces(&self, word: &str, token: &CutToken, found: &mut Vec<Piece>) {
        let class = Piece { id: self.unknown, capitals: capitals(word, token.kind), quote: quote(token.quote) };
        if token.kind == CutKind::Newline {
            found.push(Piece { id: self.line_end, ..class });
            return;
        }
        let start = found.len();
        let plain: String = word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
        let mut rest = plain.as_str();
        while let Some(c) = rest.chars().next() {
            let is_inner = |c: char| c.is_alphanumeric();
            let end = if is_inner(c) { rest.find(|c| !is_inner(c)).unwrap_or(rest.len()) } else { c.len_utf8() };
            let (basic, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if !c.is_whitespace() && !c.is_control() {
                self.split(basic, class, found);
            }
            rest = after;
            if found.len() >= start + MOST {
                break;
            }
        }
        found.truncate(start + MOST);
        if found.len() == start {
            found.push(class);
        }
    }

    /// The longest known piece first, and so on to the end of a word; one that does not come out is unknown.
    fn split(&self, word: &str, class: Piece, found: &mut Vec<Piece>) {
        let start = found.len();
        let mut rest = word;
        let mut key = String::with_capacity(word.len() + 2);
        while !rest.is_empty() && word.chars().count() <= LONGEST {
            let mark = if rest.len() == word.len() { "" } else { "##" };
            let ends = rest.char_indices().rev().map(|(at, c)| at + c.len_utf8());
            let longest = ends.into_iter().find_map(|end| {
                let (part, after) = rest.split_at_checked(end)?;
                key.clear();
                key.push_str(mark);
                key.push_str(part);
                Some((*self.numbers.get(key.as_str())?, after))
            });
            let Some((id, after)) = longest else { break };
            found.push(Piece { id, ..class });
            rest = after;
        }
        if !rest.is_empty() {
            found.truncate(start);
            found.push(class);
        }
    }
}

/// The class of a token's capitals: 0 none, 1 line ends, 2 the first, 3 all, 4 more than the first, 5 a number, 6 a mark,
/// 7 later ones only.
fn capitals(word: &str, kind: CutKind) -> u8 {
    let mut chars = word.chars();
    let Some(first) = chars.next().filter(|_| kind != CutKind::Newline) else { return 1 };
    let upper = |c: char| c.is_uppercase();
    match first {
        c if !c.is_alphanumeric() => 6,
        c if c.is_numeric() => 5,
        c if upper(c) && !chars.clone().any(upper) => 2,
        c if upper(c) && !chars.any(char::is_lowercase) => 3,
        c if upper(c) => 4,
        _ if chars.any(upper) => 7,
        _ => 0,
    }
}

fn quote(quote: CutQuote) -> u8 {
    match quote {
        CutQuote::Out => 0,
        CutQuote::In => 1,
        CutQuote::Opens => 2,
        CutQuote::Closes => 3,
    }
}

/// A text's tokens with their pieces.
pub(super) struct Pieces {
    pub(super) cut: Cut,
    pieces: Vec<Piece>,
    /// Where the pieces of each token end.
    ends: Vec<usize>,
}

impl Pieces {
    /// Cuts a text.
    pub(super) fn new(text: &str, vocabulary: &Vocabulary) -> Self {
        let cut = Cut::new(text);
        let (mut pieces, mut ends) = (Vec::new(), Vec::with_capacity(cut.tokens.len()));
        for token in &cut.tokens {
            let word = text.get(token.start as usize..token.end as usize).unwrap_or_default();
            vocabulary.pieces(word, token, &mut pieces);
            ends.push(pieces.len());
        }
        Self { cut, pieces, ends }
    }

    /// Tokens.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many pieces come before a token.
    pub(super) fn before(&self, token: usize) -> usize {
        token
            .checked_sub(1)
            .and_then(|last| self.ends.get(last.min(self.ends.len().saturating_sub(1))))
            .copied()
            .unwrap_or(0)
    }

    /// The pieces of tokens in a row.
    pub(super) fn of(&self, from: usize, upto: usize) -> &[Piece] {
        self.pieces.get(self.before(from)..self.before(upto)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = "[UNK]\n[CLS]\n[SEP]\n.\nhar\n##bour\n##s\ncafe\n'\n–\nabcdefg\na\nb\nc";

    fn ids(text: &str) -> Vec<u32> {
        let pieces = Pieces::new(text, &Vocabulary::new(KNOWN).unwrap());
        pieces.of(0, pieces.len()).iter().map(|piece| piece.id).collect()
    }

    #[test]
    fn words_come_apart_into_the_longest_known_pieces() {
        assert_eq!(ids("Harbours harbourz Café\n."), [4, 5, 6, 0, 7, 3, 3]);
        assert_eq!(ids("–"), [9]);
        assert_eq!(ids(&"x".repeat(300)), [0]);
        assert_eq!(ids("a-b-c-a-b"), [11, 0, 12, 0, 13, 0], "no more than six");
        assert!(Vocabulary::new("a\nb").is_none());
    }

    #[test]
    fn capitals_have_classes() {
        let of = |word: &str| capitals(word, CutKind::Word);
        assert_eq!(["the", "The", "US", "McKay", "4th", "$", "iPhone"].map(of), [0, 2, 3, 4, 5, 6, 7]);
        assert_eq!(capitals("\n\n", CutKind::Newline), 1);
    }
}
