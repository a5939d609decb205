//! What a chain of labels is for, and an article prepared for it.

use super::atoms::Atoms;
use super::cut::{Cut, Kind, Quote, Token};
use super::english::English;
use super::events;
use super::hash::Feature;
use super::hints::{Hint, hints};
use super::speech::Speech;
use crate::suggest::Document;
use crate::text::TextSpan;

/// Lanes of a row of weights: outside, and first and further token of up to three kinds, rounded up.
pub(super) const W: usize = 8;

/// Classes of tokens that transitions depend on.
const CLASSES: u16 = 15;

/// How many classes of transitions there are: one for all, and one for each pair of classes of tokens.
pub(super) const TRANSITIONS: usize = 1 + (CLASSES * CLASSES) as usize;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Claims, sources and words of saying, which help the other two.
    Speech,
    /// Events.
    Events,
}

impl Task {
    /// The labels, those that are proposed first.
    pub(super) fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Speech => &["claim", "source", "cue"],
            Self::Events => &["event"],
        }
    }

    /// How many of them are proposed.
    pub(super) fn proposed(self) -> usize {
        match self {
            Self::Speech => 2,
            Self::Events => 1,
        }
    }

    /// The word that shares are counted for.
    pub(super) fn key(self, token: &Token) -> u32 {
        match self {
            Self::Speech => token.word,
            Self::Events => token.stem,
        }
    }

    /// Occurrences below which nothing is concluded of a word.
    pub(super) fn least(self) -> u32 {
        match self {
            Self::Speech => 3,
            Self::Events => 1,
        }
    }
}

/// An article cut and tagged.
#[derive(Clone, Debug)]
pub(in crate::suggest) struct Prepared {
    pub(super) cut: Cut,
    tags: Vec<u8>,
    pub(super) transitions: Vec<u16>,
    hints: Vec<Hint>,
}

impl Prepared {
    /// Prepares a part of an article.
    pub(super) fn new(document: &Document<'_>, part: TextSpan, english: &English) -> Self {
        let text = part.slice(document.text());
        let cut = Cut::new(text);
        let (tags, transitions) = (english.tags(&cut), transitions(&cut, text));
        let hints = hints(&cut, document.reported(), part);
        Self { cut, tags, transitions, hints }
    }

    /// Prepares an article to learn from.
    pub(super) fn whole(text: &str, english: &English) -> Self {
        Self::new(&Document::new(text, &[], Some("en")), TextSpan::of(0, text.len()), english)
    }

    /// True for a verb.
    pub(super) fn is_verb(&self, at: usize) -> bool {
        // Tags 10 to 15 are the forms of verbs (VB to VBZ).
        self.tags.get(at).is_some_and(|tag| (10..=15).contains(tag))
    }

    /// Calls `each` with the features of the tokens, in order.
    pub(super) fn features(
        &self,
        task: Task,
        english: &English,
        shares: impl Fn(&Token) -> [u8; 2],
        mut each: impl FnMut(&[Feature]),
    ) {
        let atoms = Atoms::new(&self.cut, &self.tags, &english.groups, shares);
        let mut out = Vec::with_capacity(160);
        match task {
            Task::Speech => {
                let speech = Speech::new(&self.cut, &atoms, &self.hints);
                for at in 0..atoms.len() {
                    speech.of(at, &mut out);
                    each(&out);
                }
            }
            Task::Events => {
                let repeats = repeats(&self.cut);
                for at in 0..atoms.len() {
                    events::of(&atoms, repeats.get(at).copied().unwrap_or(0), at, &mut out);
                    each(&out);
                }
            }
        }
    }
}

/// How often the stem of each token occurs elsewhere in the article.
fn repeats(cut: &Cut) -> Vec<u32> {
    let mut stems: Vec<u32> = cut.tokens.iter().map(|token| token.stem).collect();
    stems.sort_unstable();
    let count = |stem: u32| stems.partition_point(|s| *s <= stem) - stems.partition_point(|s| *s < stem);
    cut.tokens.iter().map(|token| count(token.stem).saturating_sub(1) as u32).collect()
}

/// The class of a token that transitions to and from it depend on.
fn class(text: &str, token: &Token) -> u16 {
    match token.quote {
        Quote::Opens => return 2,
        Quote::Closes => return 3,
        Quote::In | Quote::Out => {}
    }
    let word = text.get(token.start as usize..token.end as usize).unwrap_or_default();
    match word {
        _ if token.kind == Kind::Newline => 1,
        "," => 4,
        "." | "?" | "!" => 5,
        ":" | ";" => 6,
        "—" | "–" | "-" | "(" | ")" | "[" | "]" => 7,
        "that" => 8,
        "to" => 9,
        "and" | "but" | "or" => 10,
        "who" | "which" | "when" | "where" | "as" | "because" | "while" | "if" => 11,
        _ if token.kind == Kind::Mark => 12,
        _ if token.capital => 13,
        _ => 14,
    }
}

/// The class of the transition to each token.
fn transitions(cut: &Cut, text: &str) -> Vec<u16> {
    let mut before = 0;
    let mut found = Vec::with_capacity(cut.tokens.len());
    for token in &cut.tokens {
        let here = class(text, token);
        found.push(1 + before * CLASSES + here);
        before = here;
    }
    found
}
