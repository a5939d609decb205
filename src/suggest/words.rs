//! Lists of words that every token of an article is looked up in.

#![expect(
    clippy::disallowed_types,
    reason = "it is only looked up, never gone through, so that its order does not matter"
)]

use std::collections::HashMap;

/// What is known of words, by the words.
pub(super) struct Words<V>(HashMap<&'static str, V>);

impl<V: Copy> Words<V> {
    /// Of a word that comes twice the later value counts.
    pub(super) fn new(all: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        Self(all.into_iter().collect())
    }

    /// What is known of a word; `None` for one that is not in the list.
    pub(super) fn get(&self, word: &str) -> Option<V> {
        self.0.get(word).copied()
    }

    /// True for a word of the list.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }
}

impl Words<&'static str> {
    /// The words of a list with blanks between, each known as itself.
    pub(super) fn of(list: &'static str) -> Self {
        Self::new(list.split_whitespace().map(|word| (word, word)))
    }
}
