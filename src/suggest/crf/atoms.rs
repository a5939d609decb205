//! What is known of each token before any context: its hashes, its part of speech, its cluster, and how often such words
//! are words of saying or in sources.

use super::cut::{Cut, Kind, Token};
use super::lexicon::Table;

/// What is known of a token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Atom {
    pub(super) word: u32,
    pub(super) shape: u32,
    pub(super) suffix: u32,
    pub(super) short_suffix: u32,
    pub(super) prefix: u32,
    pub(super) stem: u32,
    /// Part of speech, as the tagger's numbers.
    pub(super) tag: u32,
    /// Words that are used alike have the same numbers: narrowly, and more widely.
    pub(super) narrow: u32,
    pub(super) wide: u32,
    /// How often the word is what is looked for (of saying; an event): see [`super::lexicon::Counts::steps`].
    pub(super) first: u32,
    /// How often it is the second thing (in a source).
    pub(super) second: u32,
    pub(super) capital: bool,
    pub(super) comma: bool,
}

impl Atom {
    /// True for a word that often is one of saying.
    pub(super) fn says(&self) -> bool {
        self.first >= 3
    }
}

/// The atoms of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct Atoms(Vec<Atom>);

/// Numbers of groups of words that are used alike: narrow and wide.
pub(super) type Groups = (u16, u16);

impl Atoms {
    /// `shares` says of a token how often its word is what is looked for.
    pub(super) fn new(cut: &Cut, tags: &[u8], groups: &Table<Groups>, shares: impl Fn(&Token) -> [u8; 2]) -> Self {
        let comma = super::hash::of_bytes(*b",");
        let atom = |(number, token): (usize, &Token)| {
            let (narrow, wide) = groups.get(token.word);
            let [first, second] = shares(token);
            Atom {
                word: token.word,
                shape: token.shape,
                suffix: token.suffix,
                short_suffix: token.short_suffix,
                prefix: token.prefix,
                stem: token.stem,
                tag: u32::from(tags.get(number).copied().unwrap_or(0)),
                narrow: u32::from(narrow),
                wide: u32::from(wide),
                first: u32::from(first),
                second: u32::from(second),
                capital: token.capital,
                comma: token.kind == Kind::Mark && token.word == comma,
            }
        };
        Self(cut.tokens.iter().enumerate().map(atom).collect())
    }

    pub(super) fn at(&self, at: usize) -> Option<&Atom> {
        self.0.get(at)
    }

    pub(super) fn around(&self, at: usize, far: isize) -> Option<&Atom> {
        at.checked_add_signed(far).and_then(|at| self.0.get(at))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
