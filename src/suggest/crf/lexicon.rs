//! What is known of words, by their hashes: how often they were labelled in the training articles, and which other words
//! they are used like.

use std::collections::BTreeMap;

/// How often a word occurs, and how often as either of two things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) all: u32,
    pub(super) of: [u32; 2],
}

impl Counts {
    /// The two shares as steps: 0 where the word is hardly known, 1 under 1 in 20, 2 under 1 in 5, 3 under 1 in 2, 4 under
    /// 4 in 5, 5 more.
    pub(super) fn steps(self, least: u32) -> [u8; 2] {
        if self.all < least {
            return [0; 2];
        }
        self.of.map(|part| match part * 20 {
            p if p < self.all => 1,
            p if p < self.all * 4 => 2,
            p if p < self.all * 10 => 3,
            p if p < self.all * 16 => 4,
            _ => 5,
        })
    }

    /// These counts without those of one article, so that an article does not learn from its own labels.
    #[must_use]
    pub(super) fn without(self, one: Self) -> Self {
        let [a, b] = self.of;
        let [x, y] = one.of;
        Self { all: self.all.saturating_sub(one.all), of: [a.saturating_sub(x), b.saturating_sub(y)] }
    }
}

/// Values by the hashes of words, for quick look-ups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table<V> {
    slots: Vec<(u32, V)>,
    mask: usize,
}

impl<V: Copy + Default> Table<V> {
    /// A table of these values; 0 is no hash.
    pub(super) fn new(values: &BTreeMap<u32, V>) -> Self {
        let size = (values.len() * 2 + 2).next_power_of_two();
        let mut table = Self { slots: vec![(0, V::default()); size], mask: size - 1 };
        for (word, value) in values {
            let at = table.place(*word);
            if let Some(slot) = table.slots.get_mut(at) {
                *slot = (*word, *value);
            }
        }
        table
    }

    fn place(&self, word: u32) -> usize {
        let mut at = word as usize & self.mask;
        while self.slots.get(at).is_some_and(|(key, _)| *key != 0 && *key != word) {
            at = (at + 1) & self.mask;
        }
        at
    }

    /// The value of a word; the default where there is none.
    pub(super) fn get(&self, word: u32) -> V {
        match self.slots.get(self.place(word)) {
            Some((key, value)) if *key == word => *value,
            _ => V::default(),
        }
    }

    /// All words with their values, by hash.
    pub(super) fn sorted(&self) -> Vec<(u32, V)> {
        let mut all: Vec<(u32, V)> = self.slots.iter().filter(|(key, _)| *key != 0).copied().collect();
        all.sort_by_key(|(key, _)| *key);
        all
    }
}
